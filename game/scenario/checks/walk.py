"""Walking over a scenario: its entries, statements and expressions, each with the way to it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar, get_args

import attrs
from attrs import define, field

from game.rules import model
from game.rules.claims import parse_goal, parse_likelihood
from game.rules.expressions import parse_expression, parse_loop, parse_signature, parse_statement
from game.rules.model import Expr, Line, Over, Path, Scenario
from game.rules.syntax import Expression, Loop, Schedule, Statement, SyntaxProblem
from game.rules.walking import Mention, every_mention, in_loop, in_statement
from game.scenario.structure import key_of

ONCE = "once when"
T = TypeVar("T")


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


@define
class _Found:
    """What one walk over a scenario finds; the checks of one scenario ask for it again and again."""

    scenario: Scenario | None = None
    entries: list[tuple[Path, Any]] = field(factory=list)
    texts: dict[str, list[tuple[Path, str]]] = field(factory=dict)

    def of(self, scenario: Scenario) -> _Found:
        """The findings of this scenario, walked over anew only if the last one was another."""
        if self.scenario is not scenario:
            self.scenario, self.entries = scenario, []
            self.texts = {"expression": [], "statement": [], "loop": []}
            self._entry(scenario, ())
        return self

    def _entry(self, value: Any, path: Path) -> None:
        for name, key, kind in _FIELDS[type(value)]:
            inner = getattr(value, name)
            if inner:
                self._value(inner, (*path, key), kind)

    def _value(self, value: Any, path: Path, kind: str) -> None:
        if isinstance(value, str):
            if kind != "entry":
                self.texts[kind].append((path, value))
        elif type(value) in _FIELDS:
            self.entries.append((path, value))
            self._entry(value, path)
        elif isinstance(value, Mapping):
            for key, inner in value.items():
                self._value(inner, (*path, key), kind)
        elif isinstance(value, tuple):
            for number, inner in enumerate(value):
                self._value(inner, (*path, number), kind)


class _PerThread(threading.local):
    """A watcher may check while a person plays."""

    def __init__(self) -> None:
        self.last = _Found()


_found = _PerThread()


def entries(scenario: Scenario) -> list[tuple[Path, Any]]:
    """Every entry of a scenario (a track, a card, an option), with the way to it."""
    return _found.last.of(scenario).entries


def statements(scenario: Scenario) -> Iterator[tuple[Path, Statement]]:
    """Every statement that can be read, with the way to it."""
    yield from _readable(_found.last.of(scenario).texts["statement"], parse_statement)


def expressions(scenario: Scenario) -> Iterator[tuple[Path, Expression]]:
    """Every expression that can be read, conditions of claims and of events that come once among them."""
    yield from _readable(_found.last.of(scenario).texts["expression"], parse_expression)
    once = ((("events", key, "on"), e.on) for key, e in scenario.events.items() if e.on.startswith(ONCE))
    yield from _readable(((path, " " * len(ONCE) + text[len(ONCE) :]) for path, text in once), parse_expression)
    yield from _readable(_conditions(scenario), parse_expression)


def _conditions(scenario: Scenario) -> Iterator[tuple[Path, str]]:
    """The conditions that claims are about, each in its place."""
    for number, claim in enumerate(scenario.claims):
        for kind in ("never", "always", "reachable", "likely"):
            text = getattr(claim, kind)
            try:
                said = None if text is None else (parse_likelihood if kind == "likely" else parse_goal)(text)
            except SyntaxProblem:
                continue
            if said is not None and said.goal is None:
                yield ("claims", number, kind), said.condition


def loops(scenario: Scenario) -> Iterator[tuple[Path, Loop]]:
    """Every `for:` that can be read."""
    yield from _readable(_found.last.of(scenario).texts["loop"], parse_loop)


def _readable(texts: Iterable[tuple[Path, str]], parse: Callable[[str], T]) -> Iterator[tuple[Path, T]]:
    for path, text in texts:
        try:
            yield path, parse(text)
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
