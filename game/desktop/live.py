"""The live board: looks at the files of the scenario that is played, and brings what was saved into the session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from attrs import define, field

from game.desktop.author import Version
from game.desktop.reloading import checked, reloaded
from game.desktop.session import Session
from game.rules.model import Scenario
from game.scenario import library
from game.scenario.reports import Checked
from game.scenario.watching import Watch

Read = Callable[[Path, str], tuple[Scenario | None, Checked]]


class Feed(Protocol):
    """What brings news into a session between its events."""

    def poll(self, session: Session, now: float, *, quietly: bool = False) -> Session:
        """The session with whatever is new; the same one if nothing is. `now` is in seconds."""

    @property
    def wait(self) -> float:
        """Seconds after which the next poll is due."""


@define
class Live:
    """The files of one scenario and a watch on them. It has no clock: each poll is told the time."""

    path: Path
    """The scenario's folder, or its scenario.yaml."""
    watch: Watch
    read: Read = field(default=library.version, repr=False)
    _unchecked: bool = field(default=True, init=False)
    """Whether the warnings of the present version are still to be looked for."""

    @classmethod
    def on(cls, path: Path) -> Live:
        """A live board on a scenario's folder (or scenario.yaml)."""
        return cls(path, library.watch(path))

    def poll(self, session: Session, now: float, *, quietly: bool = False) -> Session:
        """The session with whatever has been saved since; the same one if nothing has. `now` is in seconds.

        A save is brought to the board first, by what forbids play alone. All that its author should know is looked
        for with the next poll that finds the files at rest: it takes as long again. `quietly` shows no diagnostics
        that nobody asked for.
        """
        if self.watch.poll(now):
            scenario, told = self.read(self.path, session.settings.language)
            self._unchecked = True
            return reloaded(session, Version(scenario, told.diagnostics, told.files), quietly=quietly)
        if self._unchecked and self.watch.rests:
            self._unchecked = False
            return self._checked(session, quietly=quietly)
        return session

    def _checked(self, session: Session, *, quietly: bool) -> Session:
        found = library.check(self.path)
        if not found:  # the files went while we looked; the next poll tells it
            return session
        return checked(session, Version(None, found[0].diagnostics, found[0].files), quietly=quietly)

    @property
    def wait(self) -> float:
        """Seconds after which the next poll is due."""
        return self.watch.wait
