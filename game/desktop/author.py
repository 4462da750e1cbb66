"""What an author's session knows besides the game: the files of the scenario, and what is wrong with them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from attrs import evolve, field, frozen

from game.record.carrying import Carried
from game.rules.model import Scenario
from game.rules.play import Game
from game.scenario.diagnostics import ERROR, Diagnostic, errors


@frozen
class Version:
    """What the files of a scenario said when they were last read."""

    scenario: Scenario | None
    """None where it cannot be played."""
    diagnostics: tuple[Diagnostic, ...] = ()
    files: Mapping[str, Path] = field(factory=dict)
    """The file that each name in a diagnostic's location stands for."""


@frozen
class Author:
    """The files of the scenario that is played, as its author writes them."""

    id: str = ""
    """The id of the scenario, as it was when it could last be played."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What is wrong with the files now: errors first, then in the order of the files."""
    files: Mapping[str, Path] = field(factory=dict)
    here: Path = Path()
    """The folder from which places are told."""
    saves: int = 0
    """How many saves have been read since the board was opened."""
    outdated: bool = False
    """Whether the board shows an older version than the files, as they cannot be played now."""
    carried: Carried | None = None
    """How the game came to the present rules; None while it is played by those it began with."""
    opened: int = 1
    """The number of the diagnostic that is shown in full; 0 for none."""
    unasked: bool = False
    """Whether the diagnostics have come up by themselves, and so go by themselves."""
    editor: tuple[str, ...] = ()
    """The words of the command that opens the author's editor; none where none is known."""
    begin: Callable[[Scenario], Game] | None = field(default=None, repr=False, eq=False)
    """Begins the game once the files can be played, where they could not when the board was opened. Raises
    `ValueError` with what is in the way."""

    def told(self, version: Version) -> Author:
        """The same with what is wrong with another version; what is read of it stays open while it is there."""
        found = tuple(sorted(version.diagnostics, key=lambda d: d.severity != ERROR))
        read = self.diagnostics[self.opened - 1] if 0 < self.opened <= len(self.diagnostics) else None
        same = [n for n, d in enumerate(found, 1) if read is not None and (d.code, d.path, d.message) == _known(read)]
        opened = same[0] if same else min(self.opened, 1)
        return evolve(self, diagnostics=found, files=version.files or self.files, opened=opened)

    @property
    def errors(self) -> int:
        """How many diagnostics keep the scenario from being played."""
        return len(errors(self.diagnostics))

    @property
    def warnings(self) -> int:
        """How many tell what an author should know."""
        return len(self.diagnostics) - self.errors

    def place(self, diagnostic: Diagnostic) -> str:
        """`file:line:column` as a program would want it, the file as seen from the author's folder."""
        where = diagnostic.location
        path = self.files.get(where.file)
        shown = where.file
        if path is not None:
            shown = path.relative_to(self.here).as_posix() if path.is_relative_to(self.here) else path.as_posix()
        return f"{shown}:{where.line}:{where.column}"


def _known(diagnostic: Diagnostic) -> tuple[str, str, str]:
    return diagnostic.code, diagnostic.path, diagnostic.message
