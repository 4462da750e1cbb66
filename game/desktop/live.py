"""The live board: looks at the files of the scenario that is played, and brings what was saved into the session."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Protocol

from attrs import define, field

from game.desktop.author import Version
from game.desktop.reloading import checked, reloaded
from game.desktop.session import Session
from game.scenario import library
from game.scenario.memory import Memory
from game.scenario.watching import Watch


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
    _memory: Memory = field(factory=Memory, init=False, repr=False)
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
            self._unchecked = True
            gc.disable()  # a reading makes much that lives on: looking for cycles in it can wait until it is shown
            scenario, told = library.version(self.path, session.settings.language, self._memory)
            return reloaded(session, Version(scenario, told.diagnostics, told.files), quietly=quietly)
        if self._unchecked and self.watch.rests:
            self._unchecked = False
            gc.enable()
            return self._checked(session, quietly=quietly)
        return session

    def _checked(self, session: Session, *, quietly: bool) -> Session:
        told = library.told_of(self.path, memory=self._memory)
        return checked(session, Version(None, told.diagnostics, told.files), quietly=quietly)

    @property
    def wait(self) -> float:
        """Seconds after which the next poll is due."""
        return self.watch.wait
