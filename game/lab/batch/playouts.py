"""Games to their end, many at once, by some way to choose: that of the random bot is move for move the engine's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from functools import partial
from typing import Self

import numpy as np
from attrs import define, field

from game.lab.batch.expressions import width
from game.lab.batch.games import EVENTS, Batch
from game.lab.batch.rows import Chosen, Row, places_of, taken, taken_of
from game.lab.batch.worlds import mixed, seeds_of
from game.rules.chance import site_of, step_of
from game.rules.engine import Engine
from game.rules.plan import AT, TURN

RANDOM_SITE = site_of("bot.random")
CHUNK = 1 << 17
"""Games played side by side: so many that what a call itself costs does not count."""

SIMPLE = 64
"""A scenario with no more moves than this makes few calls: half as many games are enough, and nearer at hand."""

FEW = 20
"""When one game in so many is over, those that are over are put aside."""

PLAYED_ON = 8
"""While fewer than one game in so many is over, those are played on for nothing: that costs less than to part rows."""

NOBODY = -1
"""The number of a game that has been told."""

MOST_COUNTED = 1 << 16
"""Values that lie no further apart are counted without sorting them."""

_ONE = np.array(1, "i2")
PER_MOVE = np.uint64(step_of(1, 0) - step_of(0, 0) & (1 << 64) - 1)


@define
class Playouts:
    """What became of games played to their end, in the order in which they ended."""

    games: Row
    """The number of each game among those that were to be played."""
    columns: list[Row]
    """For each slot of the plan, its last value in every game."""
    decisions: Row
    """Moves that were chosen among two or more."""
    score: Row

    def ordered(self) -> Playouts:
        """The same in the order of the games' numbers."""
        order = np.argsort(self.games, kind="stable")
        columns = [column.take(order) for column in self.columns]
        return Playouts(self.games.take(order), columns, self.decisions.take(order), self.score.take(order))


@define
class Choice:
    """A way to choose in many games: its draws, and how many choices each game has had."""

    z: Row
    """For each game the seed with the steps of its moves so far added."""
    moves: Row = field(init=False)
    forced: Row = field(init=False)
    """Moves that were the only one."""

    def __attrs_post_init__(self) -> None:
        self.moves, self.forced = np.zeros(len(self.z), "i2"), np.zeros(len(self.z), "i2")

    def decide(self, batch: Batch, decision: int, games: Chosen, turn: int) -> tuple[tuple[int, ...], Row]:
        """Moves of a decision, ascending, and for each of the games the place of a legal one among them."""
        raise NotImplementedError

    def join(self, others: Sequence[Self]) -> Self:
        """The choices of several batches in one: these and those of others."""
        whole = copy(self)
        whole.z = np.concatenate([self.z, *(c.z for c in others)])
        whole.moves = np.concatenate([self.moves, *(c.moves for c in others)])
        whole.forced = np.concatenate([self.forced, *(c.forced for c in others)])
        return whole

    @property
    def decisions(self) -> Row:
        """Moves that were chosen among two or more."""
        return np.asarray(self.moves - self.forced)

    def take(self, games: Row) -> Self:
        part = copy(self)
        part.z, part.moves, part.forced = taken(self.z, games), taken(self.moves, games), taken(self.forced, games)
        return part

    def count(self, games: Chosen, counts: Row, z: Row | None = None) -> None:
        """Note that each of the games has chosen among so many moves; its next draws are others.

        `z` are the draws of these games, if they have been gathered.
        """
        if games is None:
            self.z += PER_MOVE
            self.moves += _ONE
        else:
            self.z[games] = (taken(self.z, games) if z is None else z) + PER_MOVE
            self.moves[games] += _ONE
        only = counts < 2
        if np.count_nonzero(only):
            self.forced[places_of(only) if games is None else games[only]] += _ONE


@define
class RandomChoice(Choice):
    """The random bot for many games. `z` holds the step of its site too."""

    @classmethod
    def of(cls, seeds: Row) -> RandomChoice:
        return cls(seeds + np.uint64(step_of(0, RANDOM_SITE)))

    def decide(self, batch: Batch, decision: int, games: Chosen, turn: int) -> tuple[tuple[int, ...], Row]:
        return choose(batch, self, decision, games, turn)

    def draw(self, games: Chosen, counts: Row) -> Row:
        """A number below each count, by the next draw of each of the games, in integers of the counts' kind."""
        z = taken_of(self.z, games)
        which = mixed(z, 0, counts, counts.dtype.str)
        self.count(games, counts, z)
        return which


def choose(batch: Batch, choice: RandomChoice, decision: int, games: Chosen, turn: int) -> tuple[tuple[int, ...], Row]:
    """The moves of a decision, ascending, and for each of the games the place of a legal one among them."""
    question = batch.kernel.questions[decision]
    if (picks := question.picks) is not None:
        column = batch.columns[picks.slot]
        value = taken_of(column, games).astype(picks.kind)
        if picks.low:
            value -= picks.low
        which = choice.draw(games, taken(picks.counts, value))
        value *= picks.most
        value += which
        return question.every, taken(picks.places, value)
    moves, rows = batch.candidates(decision, games, turn)
    kind = width(0, len(moves))
    sums = [rows[0].astype(kind)]
    for row in rows[1:]:
        sums.append(sums[-1] + row.view("i1"))
    which = choice.draw(games, sums[-1])
    # As many places lie before the move as have no more legal moves up to them than the draw asks to pass over.
    place = np.zeros(len(which), kind)
    for passed in sums[:-1]:
        place += (passed <= which).view("i1")
    return moves, place


Decide = Callable[[int, Chosen, int], tuple[tuple[int, ...], Row]]
"""(decision, games, their turn) -> moves of the decision, ascending, and for each game the place of one among them."""


def play_on(batch: Batch, decide: Decide) -> None:
    """Play games one move on: those at an event, else all at an envoy's decision, so that games stay side by side."""
    kernel = batch.kernel
    at = batch.columns[AT]
    first = kernel.envoys[0] if kernel.envoys else kernel.plan.over
    mask, kind = at < first, EVENTS
    if not (many := np.count_nonzero(mask)):
        kind = next(envoy for envoy in kernel.envoys if np.count_nonzero(at == envoy))
        mask = at == kind
        many = np.count_nonzero(mask)
    turns = list(batch.by_turn(places_of(mask) if many < batch.count else None))
    for turn, games in turns:
        if kind == EVENTS:
            decisions = list(batch.groups(taken_of(at, games), games))
        else:
            decisions = [(kind, games)]
        for decision, some in decisions:
            moves, places = decide(decision, some, turn)
            question = kernel.questions[decision]
            picks = question.picks
            if picks is not None and picks.additions is not None and len(moves) == len(question.every):
                batch.add(picks.additions, some, places)
                continue
            batch.act(((moves[place], group) for place, group in batch.groups(places, some, len(moves))), turn)
        batch.go_on(kind, games, turn, mask if len(turns) == 1 else None)


@define
class Side:
    """Games that are played side by side."""

    batch: Batch
    choice: Choice
    numbers: Row
    """Of each game among those that were to be played."""

    @classmethod
    def of(cls, batch: Batch, choice: Choice, first: int = 0) -> Side:
        return cls(batch, choice, np.arange(first, first + batch.count))

    @classmethod
    def joined(cls, sides: Sequence[Side]) -> Side:
        """All games of some sides."""
        if len(sides) == 1:
            return sides[0]
        choice = sides[0].choice.join([side.choice for side in sides[1:]])
        numbers = np.concatenate([side.numbers for side in sides])
        return cls(Batch.joined([side.batch for side in sides]), choice, numbers)

    @property
    def turn(self) -> int:
        """The turn of the first game."""
        return int(self.batch.columns[TURN][0])

    def play(self) -> list[Playouts]:
        """Play on until some games have ended; those are given, the others stay."""
        kernel, told = self.batch.kernel, list[Playouts]()

        def tell(ended: Row) -> Row:
            wanted = self.numbers != NOBODY
            if len(here := places_of(ended & wanted)):
                told.append(self._told(here))
                self.numbers[here] = NOBODY
            return places_of(~ended & wanted)

        def part(rest: Row) -> Row:
            self.choice, self.numbers = self.choice.take(rest), taken(self.numbers, rest)
            return rest

        def put_aside(ended: Row) -> Chosen:
            rest = tell(ended)
            return None if len(rest) * PLAYED_ON > len(ended) * (PLAYED_ON - 1) else part(rest)

        # Where games end only when a turn does, none is carried on; where any rule can end one, until they are many.
        few = FEW if kernel.can_finish else self.batch.count
        self.batch.put_aside = put_aside
        while not told and np.count_nonzero(ended := self.batch.over) * few < len(ended):
            # The choice is another one after games have been put aside.
            play_on(self.batch, partial(self.choice.decide, self.batch))
        self.batch.put_aside = None
        if np.count_nonzero(ended := self.batch.over):
            self.batch = self.batch.take(part(tell(ended)))
        return told

    def _told(self, here: Row) -> Playouts:
        """What became of these games."""
        # A score may hang on whose turn it is.
        done = self.batch.take(here, worlds=bool(self.batch.kernel.score.draws))
        return Playouts(taken(self.numbers, here), done.columns, self.choice.take(here).decisions, done.score)


def _finish(fresh: Iterator[Side]) -> Playouts:
    """Play all sides to their end. What is left of one waits for others in the same turn, so that rows stay long."""
    waiting: dict[int, list[Side]] = {}
    told: list[Playouts] = []
    while True:
        full = [turn for turn, sides in waiting.items() if sum(s.batch.count for s in sides) >= CHUNK * 3 // 4]
        side = Side.joined(waiting.pop(max(full))) if full else next(fresh, None)
        if side is None:
            if not waiting:
                break
            side = Side.joined(waiting.pop(min(waiting)))
        if side.batch.count:
            told += side.play()
        if side.batch.count:
            waiting.setdefault(side.turn, []).append(side)
    columns = [np.concatenate(parts) for parts in zip(*(part.columns for part in told), strict=True)]
    games, decisions, score = (
        np.concatenate(parts) for parts in zip(*((p.games, p.decisions, p.score) for p in told), strict=True)
    )
    return Playouts(games, columns, decisions, score)


def finish(batch: Batch, choice: Choice) -> Playouts:
    """Play every game of a batch to its end by a way to choose; one game or more. Both are used up."""
    return _finish(iter([Side.of(batch, choice)]))


def finish_randomly(batch: Batch, seeds: Row) -> Playouts:
    """Play every game of a batch to its end by the random bot, whose draws are those of `seeds`; one game or more.

    The batch is used up.
    """
    return finish(batch, RandomChoice.of(seeds))


def random_playouts(engine: Engine, seeds: Sequence[int] | Row | range) -> Playouts:
    """Whole random games, one for each seed; one seed or more."""
    return playouts(engine, seeds, RandomChoice.of, CHUNK if len(engine.moves) > SIMPLE else CHUNK // 2)


def playouts(
    engine: Engine, seeds: Sequence[int] | Row | range, choice: Callable[[Row], Choice], size: int = CHUNK
) -> Playouts:
    """Whole games by the choices that are made for their seeds, so many side by side; one seed or more."""
    row = seeds_of(seeds)
    parts = ((row[start : start + size], start) for start in range(0, len(row), size))
    return _finish(Side.of(Batch.new(engine, part), choice(part), start) for part, start in parts)


def counts_of(row: Row) -> Counter[int]:
    """How many games have each value."""
    least = int(row.min())
    if int(row.max()) - least < MOST_COUNTED:
        counts = np.bincount(row.astype("i8") - least)
        return Counter({least + value: count for value, count in enumerate(counts.tolist()) if count})
    values, counts = np.unique(row, return_counts=True)
    return Counter(dict(zip(values.tolist(), counts.tolist(), strict=True)))
