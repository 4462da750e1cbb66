"""What was made of a scenario's files when they were read last: where nothing has changed, nothing is made again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from game.rules.model import Scenario
from game.rules.plan import Plan
from game.rules.problems import Problem
from game.scenario.nodes import Edit, Fault, Node, Word


@frozen
class Opened:
    """One file, read."""

    data: bytes
    """What it held."""
    shown: str
    version: int | None
    """The format of the file that named it, if one did."""
    root: Node | None
    text: str
    present: str
    """The text in the present format; the tree is of this one, with the places of the other."""
    faults: tuple[Fault, ...]
    outdated: tuple[int, tuple[Edit, ...]] | None
    """The old format it is written in, and the edits that bring it to the present one."""


@define
class Understood:
    """What the words of a scenario came to, wherever in its files they stand."""

    data: Any
    """Words, lists and mappings; None where some had to be left out, and so another reading is needed."""
    scenario: Scenario | None
    problems: list[Problem]
    plan: Plan | None
    warnings: tuple[Problem, ...] | None = None
    """None where they have not been looked for."""


@define
class Memory:
    """The last reading of one scenario. Whoever reads it again and again, as an author writes, hands it along."""

    files: dict[Path, Opened] = field(factory=dict)
    understood: Understood | None = None

    def of(self, data: Any) -> Understood | None:
        """What was understood, if the files said the same in the same order, whatever their comments and blanks."""
        last = self.understood
        return last if last is not None and last.data is not None and _same(last.data, data) else None


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, Word):
        return isinstance(other, Word) and one == other and one.plain == other.plain
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(_same, one, other))
    return isinstance(other, dict) and list(one) == list(other) and all(map(_same, one.values(), other.values()))
