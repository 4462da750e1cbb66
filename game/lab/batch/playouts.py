"""Games to their end, many at once, by some way to choose: that of the random bot is move for move the engine's."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from typing import Self

import numpy as np
from attrs import define, field

from game.lab.batch.expressions import width
from game.lab.batch.flow import EVENTS, go_on
from game.lab.batch.games import Batch
from game.lab.batch.rows import Chosen, Row, places_of, taken, taken_of
from game.lab.batch.worlds import below, mixed, seeds_of
from game.rules.chance import WHOLE, site_of, step_of
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
"""What a move adds to a seed: nothing to its lower 32 bits, and an odd number to the higher."""

_HIGH, _LOW = np.uint64(32), np.uint64((1 << 32) - 1)
_MOVES_OF = np.uint64(pow(int(PER_MOVE) >> 32, -1, 1 << 32))
"""Times what so many moves have added, this is their number, in 32 bits."""

Answer = tuple[tuple[int, ...], Row]
"""Moves of a decision, ascending, and for each of some games the place of a legal one among them."""


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
class Choice(ABC):
    """A way to choose in many games: its draws, and how many choices each game has had."""

    z: Row
    """For each game the seed with the steps of its moves so far added."""
    start: Row = field(init=False)
    """What `z` was before the first move, which tells how many moves there have been."""
    forced: Row = field(init=False)
    """Moves that were the only one."""

    def __attrs_post_init__(self) -> None:
        self.start, self.forced = self.z.copy(), np.zeros(len(self.z), "i2")

    @abstractmethod
    def decide(self, batch: Batch, decision: int, games: Chosen, turn: int) -> Answer:
        """An answer of each of the games to a decision that all of them are asked."""

    def answer(
        self, batch: Batch, asked: Sequence[tuple[int, Chosen]], turn: int
    ) -> Iterator[tuple[int, Chosen, Answer]]:
        """Answers to several decisions, no game being asked more than one."""
        for decision, games in asked:
            yield decision, games, self.decide(batch, decision, games, turn)

    def join(self, others: Sequence[Self]) -> Self:
        """The choices of several batches in one: these and those of others."""
        whole = copy(self)
        whole.z = np.concatenate([self.z, *(c.z for c in others)])
        whole.start = np.concatenate([self.start, *(c.start for c in others)])
        whole.forced = np.concatenate([self.forced, *(c.forced for c in others)])
        return whole

    @property
    def decisions(self) -> Row:
        """Moves that were chosen among two or more."""
        moves = ((self.z - self.start) >> _HIGH) * _MOVES_OF & _LOW
        return np.asarray(moves.astype("i2") - self.forced)

    def take(self, games: Row) -> Self:
        part = copy(self)
        part.z, part.start, part.forced = taken(self.z, games), taken(self.start, games), taken(self.forced, games)
        return part

    def count(self, games: Chosen, counts: Row) -> None:
        """Note that each of the games has chosen among so many moves; its next draws are others."""
        self._step(games, taken_of(self.z, games))
        self._note(games, counts)

    def _step(self, games: Chosen, z: Row) -> None:
        """Go on to the next draws of the games, whose entries of `z` are given."""
        if games is None:
            self.z += PER_MOVE
        else:
            self.z[games] = z + PER_MOVE

    def _note(self, games: Chosen, counts: Row) -> None:
        only = counts < 2
        if np.count_nonzero(only):
            self.forced[places_of(only) if games is None else games[only]] += _ONE


@define
class RandomChoice(Choice):
    """The random bot for many games. `z` holds the step of its site too."""

    @classmethod
    def of(cls, seeds: Row) -> RandomChoice:
        return cls(seeds + np.uint64(step_of(0, RANDOM_SITE)))

    def decide(self, batch: Batch, decision: int, games: Chosen, turn: int) -> Answer:
        def draw(counts: Row) -> Row:
            z = taken_of(self.z, games)
            which = mixed(z, 0, counts, counts.dtype.str)
            self._step(games, z)
            self._note(games, counts)
            return which

        return _drawn(batch, decision, games, turn, draw)

    def answer(
        self, batch: Batch, asked: Sequence[tuple[int, Chosen]], turn: int
    ) -> Iterator[tuple[int, Chosen, Answer]]:
        """Each game's draw is made before what it is drawn for is known, so that few games draw together with all."""
        if len(asked) < 2:
            yield from super().answer(batch, asked, turn)
            return
        numbers = np.concatenate([games for _, games in asked if games is not None])
        z = taken(self.z, numbers)
        self._step(numbers, z)
        draws, start = mixed(z, 0, WHOLE), 0
        for decision, games in asked:
            assert games is not None
            part = draws[start : start + len(games)]
            start += len(part)

            def draw(counts: Row, games: Row = games, part: Row = part) -> Row:
                self._note(games, counts)
                return below(part, counts)

            yield decision, games, _drawn(batch, decision, games, turn, draw)


def _drawn(batch: Batch, decision: int, games: Chosen, turn: int, draw: Callable[[Row], Row]) -> Answer:
    """A legal answer of each game by lot: `draw` gives a number below each game's count, in integers of its kind."""
    question = batch.kernel.questions[decision]
    if (picks := question.picks) is not None:
        column = batch.columns[picks.slot]
        value = taken_of(column, games).astype(picks.kind)
        if picks.low:
            value -= picks.low
        which = draw(taken(picks.counts, value))
        value *= picks.most
        value += which
        return question.every, taken(picks.places, value)
    moves, rows = batch.candidates(decision, games, turn)
    kind = width(0, len(moves))
    sums = [rows[0].astype(kind)]
    for row in rows[1:]:
        sums.append(sums[-1] + row.view("i1"))
    which = draw(sums[-1])
    # As many places lie before the move as have no more legal moves up to them than the draw asks to pass over.
    place = np.zeros(len(which), kind)
    for passed in sums[:-1]:
        place += (passed <= which).view("i1")
    return moves, place


def play_on(batch: Batch, choice: Choice) -> None:
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
            asked = list(batch.groups(taken_of(at, games), games))
        else:
            asked = [(kind, games)]
        for decision, some, (moves, places) in choice.answer(batch, asked, turn):
            question = kernel.questions[decision]
            picks = question.picks
            if picks is not None and picks.additions is not None and len(moves) == len(question.every):
                batch.add(picks.additions, some, places)
                continue
            batch.act(((moves[place], group) for place, group in batch.groups(places, some, len(moves))), turn)
        go_on(batch, kind, games, turn, mask if len(turns) == 1 else None)


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
            play_on(self.batch, self.choice)
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
