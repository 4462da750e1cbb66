"""Whole lessons for the debrief's tests, played once each by simulated students."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import evolve, frozen

import game
from game.classroom import demo, events, opening, session
from game.classroom.debrief.model import Debrief
from game.classroom.debrief.pack import pack_of
from game.classroom.debrief.telling import debrief
from game.classroom.events import Event
from game.classroom.opening import OpenClass
from game.classroom.state import State
from game.classroom.stores.sqlite import SqliteStore
from game.rules.model import Scenario
from game.words import speaking

CODE = "K7P2QX"


@frozen(eq=False)
class Played:
    """A lesson with all that is made of it."""

    scenario: Scenario
    history: tuple[Event, ...]

    @property
    def state(self) -> State:
        with speaking(self.language):
            return session.replay(self.history, self.scenario)

    @property
    def language(self) -> str:
        first = self.history[0]
        assert isinstance(first, events.Opened)
        return first.language

    def told(self) -> Debrief:
        return debrief(self.history, self.scenario)

    def pack(self) -> dict[str, bytes]:
        return pack_of(self.state, self.history)

    def cut(self, count: int) -> Played:
        """The lesson as it was after so many events."""
        return evolve(self, history=self.history[:count])

    def until(self, kind: str) -> Played:
        """The lesson up to the first event of a kind, it included."""
        return self.cut(next(n for n, event in enumerate(self.history, 1) if event.kind == kind))


@cache
def played(name: str, mode: str = "plenary", language: str = "en", bots: int = 9) -> Played:
    scenario = game.load(name, language)
    with TemporaryDirectory() as kept, speaking(language):
        old, opening.new_code = opening.new_code, lambda: CODE
        try:
            opened: OpenClass = opening.open_class(
                SqliteStore(Path(kept)), scenario, mode=mode, minutes=45, language=language, seed=5,
                difficulty="standard", at=demo.OPENED_AT,
            )  # fmt: skip
        finally:
            opening.new_code = old
        try:
            demo.simulated(opened, 0 if mode == "hands" else bots, 5)
            history = tuple(events.from_json(line) for _, line in opened.journal.read())
        finally:
            opened.journal.close()
    return Played(scenario, history)
