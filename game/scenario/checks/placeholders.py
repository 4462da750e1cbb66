"""Placeholders: whether each `{...}` in a text is one that a name is put in place of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from game.rules.expressions import parse_loop
from game.rules.model import Action, Ending, Law, Path, Policy, Scenario
from game.rules.plan import Plan
from game.rules.problems import Problem, did_you_mean
from game.rules.syntax import SyntaxProblem
from game.rules.wording import listed, phrase
from game.scenario.checks.walk import entries

_PLACEHOLDER = re.compile(r"\{\s*(\w+)\s*\}")
_TEXTS = ("title", "subtitle", "summary", "briefing", "name", "text", "history")
_FILLED = {Action: ("name", "text"), Ending: ("name", "text"), Law: ("text",), Policy: ("name",)}
"""The texts of entries with `for:` that are said of one member at a time. A law's name is said of all of them."""


def unknown_placeholders(scenario: Scenario, plan: Plan) -> Iterator[Problem]:
    """Words in braces that nobody replaces: players would read them as they stand."""
    for path, entry in (((), scenario), *entries(scenario)):
        for key in _TEXTS:
            text = getattr(entry, key, "")
            if "{" in text:
                yield from _in_text(text, (*path, key), _known(entry, key, plan))


def _in_text(text: str, path: Path, known: tuple[str, ...]) -> Iterator[Problem]:
    for found in _PLACEHOLDER.finditer(text):
        if found[0][1:-1] not in known:
            hint: str = did_you_mean(found[1], known)
            if not hint and known:
                hint = phrase("here stands {names}", names=listed(f"{{{name}}}" for name in known))
            if not hint:
                hint = phrase("only an entry with `for:` has a name to put here; write the words themselves")
            message = phrase("nothing is put in place of `{name}`", name=found[0])
            yield Problem("MV518", message, path, (found.start() + 1, found.end() - 1), hint)


def _known(entry: Any, key: str, plan: Plan) -> tuple[str, ...]:
    """The words in braces that are replaced in a text of an entry."""
    over = getattr(entry, "over", None)
    if over is None or key not in _FILLED.get(type(entry), ()):
        return ()
    if isinstance(entry, (Action, Policy)):
        return (plan.names.groups[over].one,) if over in plan.names.groups else ()
    try:
        return parse_loop(over).variables[:1]
    except SyntaxProblem:
        return ()
