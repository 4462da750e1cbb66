"""Warnings that an author allows: `# mv: allow MV501` at the end of a line, or above an entry for the whole of it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import define, field

from game.rules.model import Path
from game.scenario.diagnostics import ERROR, Diagnostic
from game.scenario.nodes import Node

_ALLOW = re.compile(r"(?:^|\s)#\s*mv:\s*allow\s+(MV\d{3}(?:[\s,]+MV\d{3})*)")


@define
class Suppressions:
    """Tells which diagnostics the files themselves allow. Errors are never allowed: they keep a game from starting."""

    texts: Mapping[str, str]
    keys: Mapping[Path, Node]
    _lines: dict[str, list[str]] = field(factory=dict)

    def __call__(self, diagnostic: Diagnostic) -> bool:
        where = diagnostic.location
        lines = self._lines_of(where.file)
        if diagnostic.severity == ERROR or not lines:
            return False
        places = {where.line}
        steps = diagnostic.path.split(".")
        for path, key in self._entries(steps).items():
            if key.file == where.file and len(path) <= len(steps):
                places.add(key.line)
        return diagnostic.code in _allowed(lines, where.line, own=True) or any(
            diagnostic.code in _allowed(lines, line, own=False) for line in places
        )

    def _lines_of(self, file: str) -> list[str]:
        if file not in self._lines:
            text = self.texts.get(file, "")
            self._lines[file] = text.split("\n") if "mv:" in text else []
        return self._lines[file]

    def _entries(self, steps: list[str]) -> dict[Path, Node]:
        """The keys on the way to a value."""
        ways = (tuple(steps[:n]) for n in range(1, len(steps) + 1))
        return {way: self.keys[way] for way in ways if way in self.keys}


def _allowed(lines: list[str], line: int, *, own: bool) -> set[str]:
    """The codes that a line allows itself, or that the comments right above it allow."""
    found: set[str] = set()
    if own and 0 < line <= len(lines):
        found |= _codes(lines[line - 1])
    above = line - 1
    while not own and 0 < above <= len(lines) and lines[above - 1].lstrip().startswith("#"):
        found |= _codes(lines[above - 1])
        above -= 1
    return found


def _codes(line: str) -> set[str]:
    match = _ALLOW.search(line)
    return set(re.findall(r"MV\d{3}", match.group(1))) if match is not None else set()
