"""Walking over a scenario: its entries, statements and expressions, each with the way to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

import attrs

from game.rules import model
from game.rules.expressions import parse_expression, parse_loop, parse_signature, parse_statement
from game.rules.model import Expr, Line, Over, Path, Scenario
from game.rules.syntax import Expression, Loop, Schedule, Statement, SyntaxProblem
from game.rules.walking import Mention, every_mention, in_loop, in_statement
from game.scenario.structure import key_of

ONCE = "once when"


def _kinds(cls: type) -> tuple[tuple[str, str, str], ...]:
    """The fields of a class that hold entries, statements or expressions: (attribute, key, kind)."""
    hints = _HINTS[cls]
    found = []
    for a in attrs.fields(cls):
        if a.metadata.get("written", True) and (kind := _kind(hints[a.name])):
            found.append((a.name, key_of(cls, a.name), kind))
    return tuple(found)


def _kind(hint: Any) -> str:
    parts = [p for p in get_args(hint) if p is not type(None) and p is not Ellipsis]
    if hint in (Expr, Over, Line):
        return {Expr: "expression", Over: "loop", Line: "statement"}[hint]
    if isinstance(hint, type) and attrs.has(hint):
        return "entry"
    inner = {kind for p in parts if (kind := _kind(p))}
    return next(iter(inner), "")


def _classes() -> list[type]:
    return [cls for cls in vars(model).values() if isinstance(cls, type) and attrs.has(cls)]


def _resolved(cls: type) -> dict[str, Any]:
    return {a.name: a.type for a in attrs.fields(attrs.resolve_types(cls))}


_HINTS = {cls: _resolved(cls) for cls in _classes()}
_FIELDS = {cls: _kinds(cls) for cls in _HINTS}


def entries(scenario: Scenario) -> Iterator[tuple[Path, Any]]:
    """Every entry of a scenario (a track, a card, an option), with the way to it."""
    yield from _within(scenario, (), "entry")


def _within(value: Any, path: Path, wanted: str) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _within(inner, (*path, key), wanted)
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _within(inner, (*path, number), wanted)
    elif isinstance(value, str):
        if wanted != "entry":
            yield path, value
    elif type(value) in _FIELDS:
        if wanted == "entry" and path:
            yield path, value
        for name, key, kind in _FIELDS[type(value)]:
            inner = getattr(value, name)
            if inner is not None and kind in (wanted, "entry"):
                yield from _within(inner, (*path, key), wanted)


def statements(scenario: Scenario) -> Iterator[tuple[Path, Statement]]:
    """Every statement that can be read, with the way to it."""
    for path, text in _within(scenario, (), "statement"):
        try:
            yield path, parse_statement(text)
        except SyntaxProblem:
            continue


def expressions(scenario: Scenario) -> Iterator[tuple[Path, Expression]]:
    """Every expression that can be read, conditions of events that come once among them."""
    found = list(_within(scenario, (), "expression"))
    for key, event in scenario.events.items():
        if event.on.startswith(ONCE):
            found.append((("events", key, "on"), event.on[len(ONCE) :].strip()))
    for path, text in found:
        try:
            yield path, parse_expression(text)
        except SyntaxProblem:
            continue


def loops(scenario: Scenario) -> Iterator[tuple[Path, Loop]]:
    """Every `for:` that can be read."""
    for path, text in _within(scenario, (), "loop"):
        try:
            yield path, parse_loop(text)
        except SyntaxProblem:
            continue


def mentions(scenario: Scenario) -> Iterator[tuple[Path, Mention]]:
    """Every name that a rule speaks of, with the way to the rule."""
    for path, tree in expressions(scenario):
        yield from ((path, mention) for mention in every_mention(tree))
    for path, statement in statements(scenario):
        yield from ((path, mention) for mention in in_statement(statement))
    for path, loop in loops(scenario):
        yield from ((path, mention) for mention in in_loop(loop))


def schedules(scenario: Scenario) -> Iterator[tuple[Path, Statement, Schedule]]:
    """Every statement that schedules an event."""
    for path, statement in statements(scenario):
        if isinstance(statement.act, Schedule):
            yield path, statement, statement.act


def procedure_of(path: Path) -> str:
    """The name of the procedure that a path leads into, or nothing."""
    if path[0] != "procedures":
        return ""
    try:
        return parse_signature(str(path[1])).name
    except SyntaxProblem:
        return ""
