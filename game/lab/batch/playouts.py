"""Random games to their end, many at once, move for move those of the random bot on the engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from attrs import define

from game.lab.batch.expressions import Row, width
from game.lab.batch.games import Batch
from game.lab.batch.worlds import finished, seeds_of
from game.rules.chance import site_of, step_of
from game.rules.engine import Engine
from game.rules.plan import AT

RANDOM_SITE = site_of("bot.random")
CHUNK = 1 << 15
"""Games played side by side: enough that a call's own cost does not count, few enough for the processor's cache."""

_PER_MOVE = np.uint64(step_of(1, 0) - step_of(0, 0) & (1 << 64) - 1)


@define
class Playouts:
    """What became of games played to their end."""

    columns: list[Row]
    """For each slot of the plan, its last value in every game."""
    decisions: Row
    """Moves that were chosen among two or more."""
    score: Row


@define
class RandomChoice:
    """The random bot for many games: its draws, and how many moves each game has had."""

    z: Row
    """For each game the seed with the step of its next draw added."""
    decisions: Row

    @classmethod
    def of(cls, seeds: Row) -> RandomChoice:
        return cls(seeds + np.uint64(step_of(0, RANDOM_SITE)), np.zeros(len(seeds), "i2"))

    def take(self, games: Row) -> RandomChoice:
        return RandomChoice(self.z.take(games), self.decisions.take(games))

    def choose(self, games: Row | None, moves: Sequence[int], rows: Sequence[Row]) -> Row:
        """A legal move, by number, for each of the games: `rows` tells of each move where it is legal."""
        kind = width(0, len(moves))
        open_moves = rows[0].astype(kind)
        for row in rows[1:]:
            open_moves += row
        z = self.z.copy() if games is None else self.z.take(games)
        which = finished(z, open_moves.astype(np.uint64)).astype(kind)
        chosen = np.full(len(open_moves), moves[0], width(0, max(moves)))
        # The move whose number of legal moves before it is `which`, found by counting down.
        which += 1
        for move, row in zip(moves, rows, strict=True):
            which -= row
            np.copyto(chosen, move, where=(which == 0) & row)
        whole: Any = slice(None) if games is None else games
        self.z[whole] += _PER_MOVE
        self.decisions[whole] += open_moves > 1
        return chosen


def play_randomly(batch: Batch, choice: RandomChoice) -> None:
    """Play every game of a batch one move on: first those at an event, so that the others wait for them."""
    kernel = batch.kernel
    waiting = batch.columns[AT]
    moves = np.full(batch.count, -1, "i2")
    first = kernel.envoys[0] if kernel.envoys else kernel.plan.over
    groups = list(batch._groups(waiting, None))
    asked = [g for g in groups if g[0] < first] or [g for g in groups if g[0] != kernel.plan.over]
    for decision, games in asked:
        for turn, some in batch._by_turn(games):
            numbers, rows = batch.candidates(decision, some, turn)
            moves[slice(None) if some is None else some] = choice.choose(some, numbers, rows)
    batch.play(moves)


def finish_randomly(batch: Batch, seeds: Row) -> Playouts:
    """Play every game of a batch to its end by the random bot, whose draws are those of `seeds`.

    The batch is used up.
    """
    choice = RandomChoice.of(seeds)
    over = batch.kernel.plan.over
    columns = [column.copy() for column in batch.columns]
    score, decisions = np.zeros(batch.count, "i8"), np.zeros(batch.count, "i2")
    numbers = np.arange(batch.count)
    while batch.count:
        play_randomly(batch, choice)
        ended = batch.columns[AT] == over
        if not np.any(ended):
            continue
        here = np.flatnonzero(ended)
        done = batch.take(here)
        for column, last in zip(columns, done.columns, strict=True):
            column[numbers[here]] = last
        score[numbers[here]] = done.score
        decisions[numbers[here]] = choice.decisions.take(here)
        rest = np.flatnonzero(~ended)
        batch, choice, numbers = batch.take(rest), choice.take(rest), numbers[rest]
    return Playouts(columns, decisions, score)


def random_playouts(engine: Engine, seeds: Sequence[int] | Row | range) -> Playouts:
    """Whole random games, one for each seed."""
    row = seeds_of(seeds)
    return finish_randomly(Batch.new(engine, row), row)


def counts_of(row: Row) -> Counter[int]:
    """How many games have each value."""
    values, counts = np.unique(row, return_counts=True)
    return Counter(dict(zip(values.tolist(), counts.tolist(), strict=True)))
