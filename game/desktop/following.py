"""A board that follows a game played elsewhere: it shows every position it is told of, and plays nothing itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from attrs import define, evolve, field

from game.desktop import screens
from game.desktop.keeper import MemoryKeeper, ReadOnly
from game.desktop.session import Session
from game.record.notation import RecordError, parse, replay
from game.rules.play import Game
from game.words import say, speaking

Fetch = Callable[[], str | None]
"""Waits for news: the game's record, or None where nothing is new after a while. Raises `OSError`."""

PATIENCE = 1.0
"""Seconds between two tries to reach whoever plays."""
LOOK = 0.1
"""Seconds between two looks at what has come."""


@define
class Onlooker(MemoryKeeper):
    """Plays nothing and keeps nothing."""

    def play(self, game: Game, move: str) -> Game:
        raise ReadOnly(say("This board only shows the game: the class decides."))

    def undo(self, game: Game) -> Game:
        raise ReadOnly(say("This board only shows the game: the class decides."))

    def redo(self, game: Game) -> Game:
        raise ReadOnly(say("This board only shows the game: the class decides."))

    def back_to(self, game: Game, depth: int) -> Game:
        raise ReadOnly(say("This board only shows the game: the class decides."))

    def switch(self, game: Game, branch: int) -> Game:
        raise ReadOnly(say("This board only shows the game: the class decides."))


@define
class Follow:
    """News of a game, fetched by a thread of its own so that the window never waits."""

    fetch: Fetch
    _news: str | None = field(default=None, init=False)
    _shown: str = field(default="", init=False)
    _lost: bool = field(default=False, init=False)
    _told: bool = field(default=False, init=False)
    """Whether the board says that the connection is lost."""

    def begin(self) -> None:
        """Fetch from now on, until the process ends."""
        threading.Thread(target=self._fetching, name="follow", daemon=True).start()

    def _fetching(self) -> None:
        while True:
            self.fetched()
            if self._lost:
                time.sleep(PATIENCE)

    def fetched(self) -> None:
        """Fetch once."""
        try:
            news = self.fetch()
        except OSError:
            self._lost = True
            return
        self._lost = False
        if news is not None:
            self._news = news

    def poll(self, session: Session, now: float, *, quietly: bool = False) -> Session:
        """The session with the game as it stands now; what the room looked up in between is closed with a new turn."""
        with speaking(session.settings.language):
            if self._lost != self._told:
                self._told = self._lost
                lost = say("The class cannot be reached; the board shows where it stood.")
                session = evolve(session, notice=lost if self._lost else "")
            news, game = self._news, session.game
            if news is None or news == self._shown or game is None:
                return session
            self._shown = news
            try:
                after = replay(parse(news), game.scenario).game
            except (RecordError, ValueError) as error:
                return evolve(session, notice=say("The class's game cannot be shown: {error}", error=error))
            return evolve(session, game=after, screen=screens.BOARD, trail=(), focus="", notice="")

    @property
    def wait(self) -> float:
        """Seconds after which the next poll is due."""
        return LOOK
