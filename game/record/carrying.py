"""A game carried over to other rules: every line of it as far as its moves are legal there, and the rest as text."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from game.rules.answers import IllegalMove, Unmet
from game.rules.chance import DealError
from game.rules.model import Scenario
from game.rules.play import Game, start

Line = tuple[str, ...]
"""The moves of a line of play from the start, in notation."""
KEPT = "# kept for other rules: "
"""Begins a comment of a record that holds a line of moves which its rules do not allow."""


@frozen
class Stopped:
    """The first move of a line that the rules do not allow."""

    depth: int
    """How many moves of the line could be played before it."""
    move: str
    unmet: tuple[Unmet, ...]

    @property
    def reason(self) -> str:
        """Why not, in one line."""
        return "; ".join(str(unmet) for unmet in self.unmet)


@frozen
class Carried:
    """A game on other rules."""

    game: Game
    kept: tuple[Line, ...] = ()
    """The lines that could not be played to their end, whole: what a later version may bring back."""
    stopped: Stopped | None = None
    """Where the present line stopped; None where all of it could be played."""
    level: str = ""
    """The level of difficulty that the rules do not have any more; empty where they have it."""


def lines_of(game: Game) -> tuple[Line, ...]:
    """Every line of a game, the one it stands on last."""
    return tuple(tuple(str(move) for move in tip.played) for tip in (*game.branches, game))


def carry(game: Game, scenario: Scenario, before: Carried | None = None) -> Carried:
    """A game with all its lines on a scenario's rules, each line as far as its moves are legal.

    `before` is what the last carrying gave: the lines that could not be played to their end then are tried again, and
    the present one goes on where the player has not moved since. The same rules give the same game, and going to
    other rules and back gives it too. The same seed is dealt; a deal that was named and does not fit is left to the
    seed, and a level that is gone to the scenario's usual one until it comes back.
    """
    *others, here = lines_of(game)
    kept = before.kept if before is not None else ()
    if before is not None and before.stopped is not None and before.stopped.depth == len(here):
        present = kept[-1]  # the line that stopped then
        here = present if present[: len(here)] == here else here
    lines = [line for line in dict.fromkeys((*others, *kept)) if line != here]
    level = before.level if before is not None and before.level else game.difficulty
    position = _begun(game, scenario, level if level in scenario.difficulty else None)
    unplayed: list[Line] = []
    stopped: Stopped | None = None
    for line in (*lines, here):
        position, stopped = _along(position, line)
        if stopped is not None:
            unplayed.append(line)
    return Carried(position, tuple(unplayed), stopped, "" if level in scenario.difficulty else level)


def as_notes(kept: Iterable[Line]) -> str:
    """Lines as comments of a record, so that they are kept with it."""
    return "".join(f"{KEPT}{'; '.join(line)}\n" for line in kept)


def from_notes(record: str) -> tuple[Line, ...]:
    """The lines that are kept as comments of a record."""
    found = (line.removeprefix(KEPT).strip() for line in record.splitlines() if line.startswith(KEPT))
    return tuple(tuple(move.strip() for move in line.split(";")) for line in found if line)


def _begun(game: Game, scenario: Scenario, level: str | None) -> Game:
    try:
        return start(scenario, game.seed, level, dict(game.world.dealt))
    except DealError:
        return start(scenario, game.seed, level)


def _along(position: Game, line: Line) -> tuple[Game, Stopped | None]:
    """The end of a line, or of as much of it as can be played; what was played before stays as a branch."""
    shared = 0
    for played, wanted in zip(position.played, line, strict=False):
        if str(played) != wanted:
            break
        shared += 1
    position = position.back_to(shared)
    for depth, move in enumerate(line[shared:], shared):
        try:
            position = position.play(move)
        except IllegalMove as illegal:
            return position, Stopped(depth, move, illegal.unmet)
    return position, None
