"""Keepers: who writes a game down as it is played. The session plays only through one."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from attrs import define

from game.record.carrying import Carried
from game.rules import play
from game.rules.model import Scenario
from game.rules.play import Game
from game.words import say


class Keeper(Protocol):
    """Plays, and writes each step down before it returns it.

    Every method may raise `OSError` when it could not write; then nothing has happened. It is
    `PlayedElsewhere` where others have played the same game on.
    """

    def start(self, scenario: Scenario, seed: int, difficulty: str | None) -> Game:
        """A new game. Raises `ValueError` for a bad seed or level."""

    def resumable(self) -> str:
        """What there is to go on with, in words; empty for nothing."""

    def resume(self) -> Game | None:
        """The game that was left; None where there is none."""

    def notices(self) -> tuple[str, ...]:
        """What the player should be told of the game brought back."""

    def copy(self, game: Game) -> Game:
        """The game in a file of its own from now on; the one it was in is left to others."""

    def taken_up(self, game: Game) -> Game:
        """The same game as it stands on disk, where others may have played it on."""

    def play(self, game: Game, move: str) -> Game:
        """The position after a move. Raises `IllegalMove`."""

    def undo(self, game: Game) -> Game:
        """The position before the last move."""

    def redo(self, game: Game) -> Game:
        """The move that was last undone, again."""

    def back_to(self, game: Game, depth: int) -> Game:
        """The position after `depth` moves. Raises `IndexError`."""

    def switch(self, game: Game, branch: int) -> Game:
        """The end of another branch, by its number in `game.branches`. Raises `IndexError`."""

    def carried(self, carried: Carried) -> None:
        """The game goes on by other rules. It is written down so with the next step; until then what was kept stays."""

    def save(self, game: Game, path: Path) -> None:
        """Write the whole game to a file of the player's choice."""

    def shared(self, game: Game) -> Path:
        """The name, without its ending, for files of this game that the player sends to others."""


class ReadOnly(OSError):
    """This board only shows a game that others play."""


def named(title: str, seed: int) -> str:
    """A game as the title screen names it."""
    return say("{title}, seed {seed}", title=title, seed=seed)


@define
class MemoryKeeper:
    """Keeps nothing: for tests, pictures and games that need no trace."""

    def start(self, scenario: Scenario, seed: int, difficulty: str | None) -> Game:
        return play.start(scenario, seed, difficulty)

    def resumable(self) -> str:
        return ""

    def resume(self) -> Game | None:
        return None

    def notices(self) -> tuple[str, ...]:
        return ()

    def copy(self, game: Game) -> Game:
        return game

    def taken_up(self, game: Game) -> Game:
        return game

    def play(self, game: Game, move: str) -> Game:
        return game.play(move)

    def undo(self, game: Game) -> Game:
        return game.undo()

    def redo(self, game: Game) -> Game:
        return game.redo()

    def back_to(self, game: Game, depth: int) -> Game:
        return game.back_to(depth)

    def switch(self, game: Game, branch: int) -> Game:
        return game.switch(game.branches[branch])

    def carried(self, carried: Carried) -> None:
        return

    def save(self, game: Game, path: Path) -> None:
        raise OSError("this session keeps no games")

    def shared(self, game: Game) -> Path:
        raise OSError("this session keeps no games")
