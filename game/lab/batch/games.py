"""Many games at once: what is legal in each, a move in each, and where that leaves them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from attrs import define

from game.lab.batch.bodies import Body
from game.lab.batch.expressions import Row
from game.lab.batch.hidden import imagined_worlds, spread_seeds
from game.lab.batch.kernel import Kernel, kernel_for
from game.lab.batch.worlds import Worlds, seeds_of
from game.rules.chance import World
from game.rules.engine import Engine, Values
from game.rules.plan import AT, ENDING, TURN, EventPlan
from game.rules.play import Game

Chosen = Row | None
"""The numbers of some games, ascending; None for all of them."""


@define
class Batch:
    """Games of one scenario at one level of difficulty, each with a world of its own.

    Games are numbered from 0 and stay in their places; those that are over stay as they ended.
    """

    kernel: Kernel
    columns: list[Row]
    """For each slot of the plan, its value in every game."""
    worlds: Worlds
    count: int

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
        batch = cls.at(game.engine, [game.state], [game.world])
        return batch.take(np.zeros(count, "i8"))

    @classmethod
    def imagined(cls, game: Game, count: int, seed: int) -> Batch:
        """So many copies of a game as it stands, what the player does not know drawn anew in each, by a seed."""
        columns = cls.of(game, count).columns
        worlds = imagined_worlds(game.plan, game.state, game.world, spread_seeds(seed, count))
        return cls(kernel_for(game.engine), columns, worlds, count)

    @classmethod
    def _opened(cls, kernel: Kernel, worlds: Worlds, count: int) -> Batch:
        columns = [np.full(count, slot.start, k) for slot, k in zip(kernel.plan.slots, kernel.kinds, strict=True)]
        batch = cls(kernel, columns, worlds, count)
        if count:
            batch._enter(0, None, 1)
        return batch

    def take(self, games: Row) -> Batch:
        """A new batch of these games, by number, in this order; a number may come more than once."""
        columns = [column.take(games) for column in self.columns]
        return Batch(self.kernel, columns, self.worlds.each(lambda row: row.take(games)), len(games))

    # Asking

    @property
    def state(self) -> Row:
        """Every slot of every game, (games, slots), as 64-bit integers."""
        return np.stack(self.columns, axis=1).astype("i8") if self.columns else np.zeros((0, 0), "i8")

    @property
    def over(self) -> Row:
        """Whether each game has ended."""
        return np.asarray(self.columns[AT] == self.kernel.plan.over)

    @property
    def outcome(self) -> Row:
        """How each game ended, counted from 1 among the plan's endings; 0 while it goes on."""
        return self.columns[ENDING]

    @property
    def score(self) -> Row:
        """The score of each game as it stands, as 64-bit integers."""
        score = np.zeros(self.count, "i8")
        for turn, games in self._by_turn(None):
            score[_whole(games)] = self._run(self.kernel.score, games, turn)
        return score

    def legal(self) -> Row:
        """What is legal, (games, moves); nothing in a game that is over."""
        table = np.zeros((self.count, len(self.kernel.moves)), np.bool_)
        for decision, games in self._groups(self.columns[AT], None):
            for turn, some in self._by_turn(games):
                moves, rows = self.candidates(decision, some, turn)
                for move, row in zip(moves, rows, strict=True):
                    table[_whole(some), move] = row
        return table

    def candidates(self, decision: int, games: Chosen, turn: int) -> tuple[tuple[int, ...], list[Row]]:
        """The moves of a decision, by number, ascending, and for each in which of the games it is legal."""
        question = self.kernel.questions[decision]
        tests = self._run(question.tests, games, turn)
        size = self.count if games is None else len(games)
        rows: list[Row] = []
        shown: dict[int, list[Row]] = {}
        for test, card in zip(tests, question.cards, strict=True):
            row = test if isinstance(test, np.ndarray) else np.full(size, bool(test))
            if card is not None:
                stream, place = card
                if stream not in shown:
                    shown[stream] = self._shown(stream, games, turn)
                row = row & shown[stream][place]
            rows.append(row)
        moves = question.moves
        if question.fallback is not None:
            some = np.zeros(size, np.bool_)
            for row in rows:
                some = some | row
            place = sum(m < question.fallback for m in moves)
            rows.insert(place, ~some)
            moves = (*moves[:place], question.fallback, *moves[place:])
        return moves, rows

    def _shown(self, number: int, games: Chosen, turn: int) -> list[Row]:
        """For each card of a deck, in which games it is on the table."""
        stream = self.kernel.plan.streams[number]
        size = len(stream.ids)
        first, count = stream.slide * (turn - 1) % size, min(stream.show, size)
        shown = []
        for place in self.worlds.rows[number]:
            at = place if games is None else place.take(games)
            after = (at >= first) & (at < first + count)
            shown.append(after | (at < first + count - size) if first + count > size else after)
        return shown

    # Playing

    def play(self, moves: Row) -> None:
        """Play a legal move in each game, by its number, or nothing (-1). Whether it is legal is for the caller."""
        moves = np.asarray(moves)
        if not np.any(self.columns[TURN] != self.columns[TURN][:1]):
            self._play(moves, None, int(self.columns[TURN][0]) if self.count else 1)
            return
        for turn, games in list(self._by_turn(None)):
            self._play(moves if games is None else moves[games], games, turn)

    def _play(self, moves: Row, games: Chosen, turn: int) -> None:
        """A move in each of these games, all in one turn: the effects move by move, then what follows them."""
        plan = self.kernel.plan
        after: dict[int, list[Chosen]] = {}
        for move, group in list(self._groups(moves, games)):
            if move < 0:
                continue
            self._run(self.kernel.moves[move], group, turn)
            decision = plan.decisions[plan.moves[move].decision]
            after.setdefault(-1 if decision.kind == "event" else decision.index, []).append(self._unfinished(group))
        for decision_index, groups in after.items():
            together = groups[0] if len(groups) == 1 else np.sort(np.concatenate([_numbers(g) for g in groups]))
            if decision_index < 0:
                self._enter(self.kernel.phase("dispatches") + 1, self._dispatch(together, turn), turn)
                continue
            position = self.kernel.envoys.index(decision_index) + 1
            if position < len(self.kernel.envoys):
                self.columns[AT][_whole(together)] = self.kernel.envoys[position]
            else:
                self._enter(self.kernel.phase("envoys") + 1, together, turn)

    # The flow of a turn

    def _enter(self, number: int, games: Chosen, turn: int) -> None:
        """Go on with a phase in these games, all in one turn, until each is asked something or is over."""
        kernel, phases = self.kernel, self.kernel.plan.phases
        while games is None or len(games):
            if number >= len(phases):
                turn, number = turn + 1, 0
                self.columns[TURN][_whole(games)] = turn
                for slot, start in kernel.resets:
                    self.columns[slot][_whole(games)] = start
                continue
            match phases[number].kind:
                case "envoys" if kernel.envoys:
                    self.columns[AT][_whole(games)] = kernel.envoys[0]
                    return
                case "dispatches" if kernel.straight is not None:
                    games = self._straight(games, turn)
                case "dispatches":
                    self._run(kernel.queue, games, turn)
                    games = self._dispatch(games, turn)
                case "laws":
                    self._run(kernel.laws[number], games, turn)
                    games = self._unfinished(games)
                case "endings":
                    games = self._ended(games, turn)
            number += 1

    def _ended(self, games: Chosen, turn: int) -> Chosen:
        """Note the ending that each game has come to; gives those that go on."""
        games = self._unfinished(games)
        if games is not None and not len(games):
            return games
        self.columns[ENDING][_whole(games)] = self._run(self.kernel.endings, games, turn)
        return self._unfinished(games, always=True)

    def _unfinished(self, games: Chosen, always: bool = False) -> Chosen:
        """Those of the games that have not ended; the others are over."""
        if not (self.kernel.can_finish or always):
            return games
        ended = self.columns[ENDING][_whole(games)] != 0
        if not np.count_nonzero(ended):
            return games
        numbers = _numbers(games, self.count)
        self.columns[AT][numbers[ended]] = self.kernel.plan.over
        left: Row = numbers[~ended]
        return left

    def _straight(self, games: Chosen, turn: int) -> Chosen:
        """The events of the turn, as they are drawn."""
        stage = self.kernel.straight
        assert stage is not None and stage.stream is not None
        for entry in self.kernel.spans[stage.stream].of(turn):
            drawn = self.worlds.rows[stage.stream][entry]
            for event, group in list(self._groups(drawn if games is None else drawn.take(games), games)):
                self._run(self.kernel.events[event], group, turn)
        return self._unfinished(games)

    def _dispatch(self, games: Chosen, turn: int) -> Chosen:
        """Read what is queued, in order, until a game is asked something; gives the games that are not."""
        for number, stage in enumerate(self.kernel.plan.stages):
            if stage.kind == "agenda":
                games = self._read_agenda(number, games, turn)
                continue
            for index in stage.events:
                games = self._read_queued(self.kernel.plan.events[index], games, turn)
        return games

    def _read_queued(self, event: EventPlan, games: Chosen, turn: int) -> Chosen:
        assert event.pending is not None
        pending = self.columns[event.pending]
        while (games is None or len(games)) and np.count_nonzero(pending):
            here = pending[_whole(games)] != 0
            if not np.count_nonzero(here):
                break
            numbers = _numbers(games, self.count)
            hit = numbers[here]
            pending[hit] -= 1
            games = self._read(event, numbers, hit, here, turn)
            pending = self.columns[event.pending]
        return games

    def _read(self, event: EventPlan, games: Row, hit: Row, here: Row, turn: int) -> Row:
        """Let an event come in the games `hit`; gives the games in which the dispatches go on."""
        if event.decision is not None:
            self.columns[AT][hit] = event.decision
            left: Row = games[~here]
            return left
        self._run(self.kernel.events[event.index], hit, turn)
        if not self.kernel.can_finish:
            return games
        self._unfinished(hit)
        going_on: Row = games[self.columns[ENDING][games] == 0]
        return going_on

    def _read_agenda(self, number: int, games: Chosen, turn: int) -> Chosen:
        """Whoever's agenda is read: the first face whose condition holds."""
        stage = self.kernel.plan.stages[number]
        assert stage.pending is not None
        for member, faces in enumerate(stage.faces):
            if games is not None and not len(games):
                return games
            pending = self.columns[stage.pending]
            here = pending[_whole(games)] == member + 1
            if not np.count_nonzero(here):
                continue
            numbers = _numbers(games, self.count)
            hit = numbers[here]
            pending[hit] = 0
            tests = self._run(self.kernel.faces[number, member], hit, turn)
            left = np.ones(len(hit), np.bool_)
            for test, (_, event) in zip(tests, faces, strict=True):
                chosen = left & np.bool_(test)
                if np.count_nonzero(chosen):
                    left = left & ~chosen
                    some = hit[chosen]
                    numbers = self._read(self.kernel.plan.events[event], numbers, some, np.isin(numbers, some), turn)
            games = numbers
        return games

    # Rows

    def _run(self, body: Body, games: Chosen, turn: int) -> Any:
        """Run a body over some games, which are all in one turn."""
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
            values[slot] = columns[slot].take(games)
        values[TURN] = turn
        world: dict[int, dict[int, Row]] = {}
        for stream, ahead in body.draws:
            world.setdefault(stream, {})[turn - 1 + ahead] = rows[stream][turn - 1 + ahead].take(games)
        for stream in body.decks:
            spans = self.kernel.spans.get(stream)
            entries = spans.of(turn) if spans is not None else range(len(rows[stream]))
            world[stream] = {entry: rows[stream][entry].take(games) for entry in entries}
        result = body.run(values, world, len(games))
        for slot in body.writes:
            columns[slot][games] = values[slot]
        return result

    def _by_turn(self, games: Chosen) -> Iterator[tuple[int, Chosen]]:
        return self._groups(self.columns[TURN][_whole(games)], games)

    def _groups(self, values: Row, games: Chosen) -> Iterator[tuple[int, Chosen]]:
        """The games with each of the values, which are given for each of `games`."""
        if not len(values):
            return
        if not np.any(values != values[0]):
            yield int(values[0]), games
            return
        order = np.argsort(values, kind="stable")
        ordered = values[order]
        numbers = order if games is None else games[order]
        cuts = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
        edges = [0, *cuts.tolist(), len(ordered)]
        for start, stop in pairwise(edges):
            yield int(ordered[start]), numbers[start:stop]


def _whole(games: Chosen) -> Row | slice:
    return slice(None) if games is None else games


def _numbers(games: Chosen, count: int = 0) -> Row:
    return np.arange(count) if games is None else games
