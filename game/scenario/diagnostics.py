"""Diagnostics: what is wrong with a scenario, told so that its author can mend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from game.rules.model import Location
from game.scenario.nodes import Edit
from game.words import retold, say

ERROR, WARNING, NOTE = "error", "warning", "note"
_NOTES = ("MV604", "MV605")
"""Codes of what is only to be known: nothing need be changed."""


def severity_of(code: str) -> str:
    """`error` where the scenario cannot be played, `warning` (from MV500) where it can, `note` where all is well."""
    return NOTE if code in _NOTES else WARNING if code >= "MV500" else ERROR


@frozen
class Related:
    """Another place where a mistake matters: the first of two, the entry of the ruleset beneath."""

    message: str
    location: Location


@frozen
class Fix:
    """What a machine can do about a mistake."""

    title: str
    edits: tuple[Edit, ...]


@frozen
class Diagnostic:
    """One mistake: a stable code, a place, what is wrong and what would be right."""

    code: str
    message: str
    location: Location
    end_column: int
    hint: str = ""
    path: str = ""
    """The dotted way to the value: `cards.aktau_ports.cost`."""
    excerpt: str = ""
    """The line of the file, if it could be read."""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None

    @property
    def severity(self) -> str:
        """error, warning or note; see `severity_of`."""
        return severity_of(self.code)

    def __str__(self) -> str:
        """All of it for a person, in the language spoken now."""
        mild = {WARNING: say("warning: "), NOTE: say("note: ")}.get(self.severity, "")
        lines = [f"{self.location}: {self.code} {mild}{retold(self.message)}"]
        if self.excerpt:
            number = str(self.location.line)
            blank = " " * len(number)
            lead = "".join("\t" if c == "\t" else " " for c in self.excerpt[: self.location.column - 1])
            width = max(1, min(self.end_column, len(self.excerpt) + 1) - self.location.column)
            lines += [f" {number} | {self.excerpt}", f" {blank} | {lead}{'^' * width}"]
        if self.path:
            lines.append(f"   {say('in {path}', path=self.path)}")
        if self.hint:
            lines.append(f"   {retold(self.hint)}")
        lines += [f"   {retold(other.message)}: {other.location}" for other in self.related]
        return "\n".join(lines)


class InvalidScenario(Exception):
    """A scenario that cannot be read or played. `diagnostics` says all that is wrong with it."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n\n".join(str(d) for d in self.diagnostics))


def errors(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Those that keep a scenario from being played."""
    return tuple(d for d in diagnostics if d.severity == ERROR)


def excerpt(texts: Mapping[str, str], location: Location) -> str:
    """The line of a file at a location, shortened where it is very long."""
    lines = texts.get(location.file, "").splitlines()
    line = lines[location.line - 1] if 0 < location.line <= len(lines) else ""
    return line if len(line) <= 200 else ""


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By file and place, each once."""
    unique = dict.fromkeys(diagnostics)
    return tuple(sorted(unique, key=lambda d: (d.location.file, d.location.line, d.location.column, d.code)))
