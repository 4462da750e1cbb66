"""A table of games: a row for each slot of the plan, in which rules run over all of the games or over some."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, Self

import numpy as np
from attrs import define

from game.lab.batch.bodies import Body
from game.lab.batch.kernel import Kernel
from game.lab.batch.rows import Chosen, Row, holds_any, places_among, places_of, taken, taken_of
from game.lab.batch.sums import Addition
from game.lab.batch.worlds import Worlds
from game.rules.plan import AT, TURN

SELECTED = 10
"""Up to so many groups are looked for one by one; more are sorted apart."""


@define
class Table:
    """Games of one scenario at one level of difficulty, numbered from 0, each with a world of its own."""

    kernel: Kernel
    columns: list[Row]
    """For each slot of the plan, its value in every game."""
    worlds: Worlds
    count: int
    put_aside: Callable[[Row], Chosen] | None = None
    """If given, it is told at once which games end together with a turn of the whole batch, and gives the numbers of
    those with which the batch goes on; None for all, those that have ended among them, which then are of no account.
    """

    queued: frozenset[int] | None = None
    """The events that may be queued in some game, if that has been looked for since the queue was last added to."""

    @property
    def over(self) -> Row:
        """Whether each game has ended."""
        return np.asarray(self.columns[AT] == self.kernel.plan.over)

    def take(self, games: Row, worlds: bool = True) -> Self:
        """A new table of these games, by number, in this order; a number may come more than once.

        Without their worlds they can be looked at, not played.
        """
        size = len(games)
        columns = [taken(c, games) if holds_any(c) else np.zeros(size, c.dtype) for c in self.columns]
        turns = taken(self.columns[TURN], games)
        kept = self.worlds.take(games, int(turns.min()) if size else 1) if worlds else self.worlds
        return type(self)(self.kernel, columns, kept, size)

    def add(self, additions: tuple[Addition, ...], games: Chosen, choices: Row) -> None:
        """The effects of choices that only add to tracks, one for each of the games."""
        indices = choices.astype("i8", copy=False)
        for addition in additions:
            row = self.columns[addition.slot]
            if games is None:
                self.columns[addition.slot] = addition.added(row, indices)
            else:
                row[games] = addition.added(taken(row, games), indices)

    def run(self, body: Body, games: Chosen, turn: int) -> Any:
        """Run a body over some games, which are all in one turn; gives what it gives."""
        columns = self.columns
        rows = self.worlds.rows
        values: dict[int, Any] = {}
        if games is None:
            for slot in body.reads:
                values[slot] = columns[slot]
            values[TURN] = turn
            result = body.run(values, rows, self.count)
            for slot in body.writes:
                columns[slot] = values[slot]
            return result
        for slot in body.reads:
            values[slot] = taken(columns[slot], games)
        values[TURN] = turn
        result = body.run(values, self.drawn(body, games, turn), len(games))
        for slot in body.writes:
            columns[slot][games] = values[slot]
        return result

    def drawn(self, body: Body, games: Row, turn: int) -> dict[int, dict[int, Row]]:
        """What a body looks at in the worlds of some games: for each stream, its entries by number."""
        rows = self.worlds.rows
        world: dict[int, dict[int, Row]] = {}
        for stream, ahead in body.draws:
            world.setdefault(stream, {})[turn - 1 + ahead] = taken(rows[stream][turn - 1 + ahead], games)
        for stream in body.decks:
            spans = self.kernel.spans.get(stream)
            entries = spans.of(turn) if spans is not None else range(len(rows[stream]))
            world[stream] = {entry: taken(rows[stream][entry], games) for entry in entries}
        return world

    def by_turn(self, games: Chosen) -> Iterator[tuple[int, Chosen]]:
        """The games, by the turn they are in."""
        turns = self.columns[TURN]
        if not self.count or np.count_nonzero(turns != turns[0]):
            yield from self.groups(taken_of(turns, games), games)
        elif games is None or len(games):
            yield int(turns[0]), games

    def groups(self, values: Row, games: Chosen, many: int = 1 << 15) -> Iterator[tuple[int, Chosen]]:
        """The games with each of the values, which are given for each of `games`; values are below `many`."""
        if not len(values):
            return
        if many <= SELECTED:
            for value in range(many):
                if len(places := places_of(values == value)):
                    yield value, None if len(places) == self.count else places_among(games, places)
            return
        if not np.count_nonzero(values != values[0]):
            yield int(values[0]), games
            return
        order = np.argsort(values, kind="stable")
        ordered = taken(values, order)
        numbers = order if games is None else taken(games, order)
        cuts = places_of(ordered[1:] != ordered[:-1]) + 1
        edges = [0, *cuts.tolist(), len(ordered)]
        for start, stop in pairwise(edges):
            yield int(ordered[start]), numbers[start:stop]
