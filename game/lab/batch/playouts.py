"""Random games to their end, many at once, move for move those of the random bot on the engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from attrs import define

from game.lab.batch.expressions import Row, width
from game.lab.batch.games import EVENTS, Batch, Chosen
from game.lab.batch.worlds import finished, seeds_of
from game.rules.chance import site_of, step_of
from game.rules.engine import Engine
from game.rules.plan import AT

RANDOM_SITE = site_of("bot.random")
CHUNK = 1 << 15
"""Games played side by side: enough that a call's own cost does not count, few enough for the processor's cache."""

FEW = 20
"""When one game in so many is over, those that are over are put aside."""

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
    """The random bot for many games: its draws, and how many choices each game has had."""

    z: Row
    """For each game the seed with the step of its next draw added."""
    decisions: Row

    @classmethod
    def of(cls, seeds: Row) -> RandomChoice:
        return cls(seeds + np.uint64(step_of(0, RANDOM_SITE)), np.zeros(len(seeds), "i2"))

    def take(self, games: Row) -> RandomChoice:
        return RandomChoice(self.z.take(games), self.decisions.take(games))

    def draw(self, games: Chosen, counts: Row) -> Row:
        """A number below each count, by the next draw of each of the games."""
        if games is None:
            z = self.z.copy()
            self.z += _PER_MOVE
            self.decisions += counts > 1
        else:
            z = self.z.take(games)
            self.z[games] = z + _PER_MOVE
            self.decisions[games] += counts > 1
        return finished(z, counts)


def choose(batch: Batch, choice: RandomChoice, decision: int, games: Chosen, turn: int) -> tuple[tuple[int, ...], Row]:
    """The moves of a decision, ascending, and for each of the games the place of a legal one among them."""
    question = batch.kernel.questions[decision]
    if (picks := question.picks) is not None:
        column = batch.columns[picks.slot]
        value = (column if games is None else column.take(games)).astype("i8") - picks.low
        which = choice.draw(games, picks.counts.take(value)).view("i8")
        return question.every, picks.places.take(value * picks.most + which)
    moves, rows = batch.candidates(decision, games, turn)
    kind = width(0, len(moves))
    sums = [rows[0].astype(kind)]
    for row in rows[1:]:
        sums.append(sums[-1] + row.view("i1"))
    which = choice.draw(games, sums[-1].astype(np.uint64)).astype(kind)
    # As many places lie before the move as have no more legal moves up to them than the draw asks to pass over.
    place = np.zeros(len(which), kind)
    for passed in sums[:-1]:
        place += (passed <= which).view("i1")
    return moves, place


def play_randomly(batch: Batch, choice: RandomChoice) -> None:
    """Play games one move on: those at an event, else all at an envoy's decision, so that games stay side by side."""
    kernel = batch.kernel
    at = batch.columns[AT]
    first = kernel.envoys[0] if kernel.envoys else kernel.plan.over
    asked: Chosen = np.flatnonzero(at < first)
    kind = EVENTS
    if not len(asked):
        kind = next(envoy for envoy in kernel.envoys if np.count_nonzero(at == envoy))
        asked = np.flatnonzero(at == kind)
    if len(asked) == batch.count:
        asked = None
    for turn, games in list(batch.by_turn(asked)):
        if kind == EVENTS:
            decisions = list(batch.groups(at if games is None else at.take(games), games))
        else:
            decisions = [(kind, games)]
        for decision, some in decisions:
            moves, places = choose(batch, choice, decision, some, turn)
            batch.act(((moves[place], group) for place, group in batch.groups(places, some, len(moves))), turn)
        batch.go_on(kind, games, turn)


def finish_randomly(batch: Batch, seeds: Row) -> Playouts:
    """Play every game of a batch to its end by the random bot, whose draws are those of `seeds`.

    The batch is used up.
    """
    choice = RandomChoice.of(seeds)
    numbers = np.arange(batch.count)
    done: list[tuple[Row, Batch, Row]] = []
    while batch.count:
        ended = batch.columns[AT] == batch.kernel.plan.over
        over = np.count_nonzero(ended)
        if over * FEW >= batch.count:
            here, rest = np.flatnonzero(ended), np.flatnonzero(~ended)
            done.append((numbers.take(here), batch.take(here, worlds=False), choice.decisions.take(here)))
            batch, choice, numbers = batch.take(rest), choice.take(rest), numbers.take(rest)
        else:
            play_randomly(batch, choice)
    order = np.argsort(np.concatenate([games for games, _, _ in done]), kind="stable")
    columns = [np.concatenate(parts).take(order) for parts in zip(*(b.columns for _, b, _ in done), strict=True)]
    decisions = np.concatenate([chosen for _, _, chosen in done]).take(order)
    return Playouts(columns, decisions, np.concatenate([b.score for _, b, _ in done]).take(order))


def random_playouts(engine: Engine, seeds: Sequence[int] | Row | range) -> Playouts:
    """Whole random games, one for each seed."""
    row = seeds_of(seeds)
    return finish_randomly(Batch.new(engine, row), row)


def counts_of(row: Row) -> Counter[int]:
    """How many games have each value."""
    values, counts = np.unique(row, return_counts=True)
    return Counter(dict(zip(values.tolist(), counts.tolist(), strict=True)))
