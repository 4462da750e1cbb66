"""Many games at once: what is legal in each, a move in each, and where that leaves them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from attrs import define

from game.lab.batch.bodies import Body
from game.lab.batch.flow import EVENTS, enter, go_on
from game.lab.batch.hidden import imagined_worlds, knowledge, spread_seeds
from game.lab.batch.kernel import Kernel, kernel_for
from game.lab.batch.rows import Chosen, Row, taken, taken_of, whole
from game.lab.batch.table import Table
from game.lab.batch.worlds import Worlds, seeds_of
from game.rules.chance import World
from game.rules.engine import Engine, Values
from game.rules.plan import AT, ENDING, TURN
from game.rules.play import Game


@define
class Batch(Table):
    """Games of one scenario at one level of difficulty, each with a world of its own.

    Games are numbered from 0 and stay in their places; those that are over stay as they ended.
    """

    # Making

    @classmethod
    def new(cls, engine: Engine, seeds: Sequence[int] | Row | range) -> Batch:
        """A new game for each seed, at its first decision."""
        kernel = kernel_for(engine)
        row = seeds_of(seeds)
        return cls._opened(kernel, Worlds.of_seeds(engine.plan.streams, row), len(row))

    @classmethod
    def dealt(cls, engine: Engine, worlds: Sequence[World]) -> Batch:
        """A new game for each world, orders that were named instead of drawn included."""
        return cls._opened(kernel_for(engine), Worlds.of_worlds(engine.plan.streams, worlds), len(worlds))

    @classmethod
    def at(cls, engine: Engine, states: Sequence[Values], worlds: Sequence[World]) -> Batch:
        """Games in these states, each in its world."""
        kernel = kernel_for(engine)
        table = np.array(states, "i8").reshape(len(states), len(kernel.kinds))
        columns = [table[:, slot].astype(kind) for slot, kind in enumerate(kernel.kinds)]
        return cls(kernel, columns, Worlds.of_worlds(engine.plan.streams, worlds), len(states))

    @classmethod
    def of(cls, game: Game, count: int) -> Batch:
        """So many copies of a game as it stands, all in its own world: what is hidden from the player is as it is."""
        batch, same = cls.at(game.engine, [game.state], [game.world]), np.zeros(count, "i8")
        return cls(batch.kernel, [column.take(same) for column in batch.columns], batch.worlds.take(same), count)

    @classmethod
    def imagined(cls, game: Game, count: int, seed: int) -> Batch:
        """So many copies of a game as it stands, what the player does not know drawn anew in each, by a seed."""
        return cls.of(game, 1).imagining(np.zeros(count, "i8"), spread_seeds(seed, count))

    @classmethod
    def _opened(cls, kernel: Kernel, worlds: Worlds, count: int) -> Batch:
        columns = [np.full(count, slot.start, k) for slot, k in zip(kernel.plan.slots, kernel.kinds, strict=True)]
        batch = cls(kernel, columns, worlds, count)
        if count:
            enter(batch, 0, None, 1)
        return batch

    def imagining(self, games: Row, seeds: Row) -> Batch:
        """Copies of these games, by number, what their players do not know drawn anew in each, by its own seed.

        A batch that was taken from another may have lost what is past, and with it what its players know.
        """
        columns = [taken(column, games) for column in self.columns]
        worlds = imagined_worlds(self.kernel.plan, columns[TURN], columns[AT], self.worlds, games, seeds)
        return Batch(self.kernel, columns, worlds, len(games))

    def knowledge(self, games: Row) -> Row:
        """For each of these games a number of 64 bits that stands for all that its player knows, and nothing else."""
        return knowledge(self.kernel.plan, self.columns, self.worlds, games)

    @classmethod
    def joined(cls, batches: Sequence[Batch]) -> Batch:
        """All games of some batches of one kernel, in one."""
        columns = [np.concatenate(parts) for parts in zip(*(b.columns for b in batches), strict=True)]
        worlds = Worlds.joined([batch.worlds for batch in batches])
        return cls(batches[0].kernel, columns, worlds, sum(batch.count for batch in batches))

    # Asking

    @property
    def state(self) -> Row:
        """Every slot of every game, (games, slots), as 64-bit integers."""
        return np.stack(self.columns, axis=1).astype("i8") if self.columns else np.zeros((0, 0), "i8")

    @property
    def outcome(self) -> Row:
        """How each game ended, counted from 1 among the plan's endings; 0 while it goes on."""
        return self.columns[ENDING]

    @property
    def score(self) -> Row:
        """The score of each game as it stands, as 64-bit integers."""
        score = np.zeros(self.count, "i8")
        for turn, games in self.by_turn(None):
            score[whole(games)] = self.run(self.kernel.score, games, turn)
        return score

    def ask(self, body: Body, games: Chosen, turn: int) -> Any:
        """What a body that changes nothing says of some games, which are all in one turn."""
        return self.run(body, games, turn)

    def legal(self) -> Row:
        """What is legal, (games, moves); nothing in a game that is over."""
        table = np.zeros((self.count, len(self.kernel.moves)), np.bool_)
        for decision, games in self.groups(self.columns[AT], None):
            for turn, some in self.by_turn(games):
                moves, rows = self.candidates(decision, some, turn)
                for move, row in zip(moves, rows, strict=True):
                    table[whole(some), move] = row
        return table

    def candidates(self, decision: int, games: Chosen, turn: int) -> tuple[tuple[int, ...], list[Row]]:
        """The moves of a decision, by number, ascending, and for each in which of the games it is legal.

        A move that is legal in none of the games may be left out.
        """
        question = self.kernel.questions[decision]
        tests = self.run(question.tests, games, turn)
        size = self.count if games is None else len(games)
        moves: list[int] = []
        rows: list[Row] = []
        shown: dict[int, list[Row]] = {}
        sure = False
        for move, test, card in zip(question.moves, tests, question.cards, strict=True):
            if test is False:
                continue
            row = test if isinstance(test, np.ndarray) else np.ones(size, np.bool_)
            sure = sure or (test is True and card is None)
            if card is not None:
                stream, place = card
                if stream not in shown:
                    shown[stream] = self._shown(stream, games, turn)
                row = row & shown[stream][place]
            moves.append(move)
            rows.append(row)
        if question.fallback is not None and not sure:
            some = np.zeros(size, np.bool_)
            for row in rows:
                some |= row
            if np.count_nonzero(some) < size:
                place = sum(m < question.fallback for m in moves)
                rows.insert(place, ~some)
                moves.insert(place, question.fallback)
        return tuple(moves), rows

    def _shown(self, number: int, games: Chosen, turn: int) -> list[Row]:
        """For each card of a deck, in which games it is on the table."""
        stream, places = self.kernel.plan.streams[number], self.worlds.rows[number]
        size = len(stream.ids)
        if stream.show >= size:
            return [np.ones(self.count if games is None else len(games), np.bool_)] * size
        first = stream.slide * (turn - 1) % size
        gone = first + stream.show - size
        # Less than nothing is a great deal without a sign, so that one comparison does for two.
        kind = places[0].dtype
        bits = f"u{kind.itemsize}"
        if gone > 0:  # the table goes on from the start of the order
            edge, most = kind.type(gone), np.array(first - gone, bits)
            return [(taken_of(place, games) - edge).view(bits) >= most for place in places]
        edge, most = kind.type(first), np.array(stream.show, bits)
        return [(taken_of(place, games) - edge).view(bits) < most for place in places]

    # Playing

    def play(self, moves: Row) -> None:
        """Play a legal move in each game, by its number, or nothing (-1). Whether it is legal is for the caller."""
        moves = np.asarray(moves)
        plan = self.kernel.plan
        for turn, games in list(self.by_turn(None)):
            groups: dict[int, list[tuple[int, Chosen]]] = {}
            for move, group in self.groups(moves if games is None else moves[games], games):
                if move >= 0:
                    decision = plan.decisions[plan.moves[move].decision]
                    groups.setdefault(EVENTS if decision.kind == "event" else decision.index, []).append((move, group))
            for kind, pairs in groups.items():
                played = [np.arange(self.count) if group is None else group for _, group in pairs]
                together = pairs[0][1] if len(pairs) == 1 else np.sort(np.concatenate(played))
                self.act(pairs, turn)
                go_on(self, kind, together, turn)

    def act(self, pairs: Iterable[tuple[int, Chosen]], turn: int) -> None:
        """The effects of moves in the games that play them, all in one turn; then `flow.go_on` must follow."""
        moves = self.kernel.moves
        for move, games in pairs:
            self.run(moves[move], games, turn)
