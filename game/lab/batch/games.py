"""Many games at once: what is legal in each, a move in each, and where that leaves them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from attrs import define

from game.lab.batch.bodies import Body
from game.lab.batch.hidden import imagined_worlds, knowledge, spread_seeds
from game.lab.batch.kernel import Kernel, kernel_for
from game.lab.batch.rows import Chosen, Row, either, holds_any, places_among, places_of, taken, taken_of, whole
from game.lab.batch.sums import Addition
from game.lab.batch.worlds import Worlds, seeds_of
from game.rules.chance import World
from game.rules.engine import Engine, Values
from game.rules.plan import AT, ENDING, TURN, EventPlan
from game.rules.play import Game

SELECTED = 10
"""Up to so many groups are looked for one by one; more are sorted apart."""

FEW_ASKED = 4
"""An agenda is read in all games where one in so many asks for it, else only in those."""

EVENTS = -1
"""Stands for all decisions of events, after which the dispatches go on."""

_NONE, _ONE = np.array(0, "i1"), np.array(1, "i1")
_NOBODY = np.zeros(0, "i8")


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
    put_aside: Callable[[Row], Chosen] | None = None
    """If given, it is told at once which games end together with a turn of the whole batch, and gives the numbers of
    those with which the batch goes on; None for all, those that have ended among them, which then are of no account.
    """

    queued: frozenset[int] | None = None
    """The events that may be queued in some game, if that has been looked for since the queue was last added to."""

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
            batch._enter(0, None, 1)
        return batch

    def take(self, games: Row, worlds: bool = True) -> Batch:
        """A new batch of these games, by number, in this order; a number may come more than once.

        Without their worlds they can be looked at, not played.
        """
        size = len(games)
        columns = [taken(c, games) if holds_any(c) else np.zeros(size, c.dtype) for c in self.columns]
        turns = taken(self.columns[TURN], games)
        kept = self.worlds.take(games, int(turns.min()) if size else 1) if worlds else self.worlds
        return Batch(self.kernel, columns, kept, size)

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
        for turn, games in self.by_turn(None):
            score[whole(games)] = self._run(self.kernel.score, games, turn)
        return score

    def asked(self, body: Body, games: Chosen, turn: int) -> Row:
        """What a function over rows that changes nothing tells of some games, which are all in one turn."""
        return np.asarray(self._run(body, games, turn))

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
        tests = self._run(question.tests, games, turn)
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
                self.go_on(kind, together, turn)

    def act(self, pairs: Iterable[tuple[int, Chosen]], turn: int) -> None:
        """The effects of moves in the games that play them, all in one turn; then `go_on` must follow."""
        moves = self.kernel.moves
        for move, games in pairs:
            self._run(moves[move], games, turn)

    def add(self, additions: tuple[Addition, ...], games: Chosen, choices: Row) -> None:
        """The effects of choices that only add to tracks, one for each of the games; like `act`."""
        indices = choices.astype("i8", copy=False)
        for addition in additions:
            row = self.columns[addition.slot]
            if games is None:
                self.columns[addition.slot] = addition.added(row, indices)
            else:
                row[games] = addition.added(taken(row, games), indices)

    def go_on(self, kind: int, games: Chosen, turn: int, mask: Row | None = None) -> None:
        """Work out what follows an answer to an event (`EVENTS`), or to an envoy's decision, by its number.

        `mask` tells the same games as truths, if those are at hand; it is used up.
        """
        kernel = self.kernel
        if kernel.can_finish:
            games, mask = self._unfinished(games), None
        if kind == EVENTS:
            number = kernel.phase("dispatches") + 1
            self._enter(number, self._dispatch(number, self._mask(games) if mask is None else mask, turn), turn)
            return
        position = kernel.envoys.index(kind) + 1
        if position < len(kernel.envoys):
            self.columns[AT][whole(games)] = kernel.envoys[position]
        else:
            self._enter(kernel.phase("envoys") + 1, games, turn)

    # The flow of a turn

    def _enter(self, number: int, games: Chosen, turn: int) -> None:
        """Go on with a phase in these games, all in one turn, until each is asked something or is over."""
        kernel, phases = self.kernel, self.kernel.plan.phases
        while games is None or len(games):
            if number >= len(phases):
                turn, number = turn + 1, 0
                self.columns[TURN][whole(games)] = turn
                for slot, start in kernel.resets:
                    self.columns[slot][whole(games)] = start
                continue
            match phases[number].kind:
                case "envoys" if kernel.envoys:
                    self.columns[AT][whole(games)] = kernel.envoys[0]
                    return
                case "dispatches" if kernel.straight is not None:
                    games = self._straight(games, turn)
                case "dispatches":
                    self._run(kernel.queue, games, turn)
                    self.queued = None
                    games = self._dispatch(number + 1, self._mask(games), turn)
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
        ending = self._run(self.kernel.endings, games, turn)
        if ending is None:
            return games
        self.columns[ENDING][whole(games)] = ending
        if games is None and self.put_aside is not None and np.count_nonzero(ended := ending != 0):
            return self._parted(ended, self.put_aside)
        return self._unfinished(games, always=True)

    def _parted(self, ended: Row, put_aside: Callable[[Row], Chosen]) -> Chosen:
        """Put games aside that have ended, and go on with the others only, or with all."""
        at = self.columns[AT]
        self.columns[AT] = either(ended, at.dtype.type(self.kernel.plan.over), at)
        left = put_aside(ended)
        if left is None:
            self.columns[AT], self.columns[ENDING] = at, np.zeros_like(self.columns[ENDING])
            return None
        rest = self.take(left)
        self.columns, self.worlds, self.count = rest.columns, rest.worlds, rest.count
        return None if len(left) else left

    def _unfinished(self, games: Chosen, always: bool = False) -> Chosen:
        """Those of the games that have not ended; the others are over."""
        if not (self.kernel.can_finish or always):
            return games
        ended = self.columns[ENDING][whole(games)] != 0
        if not np.count_nonzero(ended):
            return games
        self.columns[AT][places_among(games, places_of(ended))] = self.kernel.plan.over
        return places_among(games, places_of(~ended))

    def _straight(self, games: Chosen, turn: int) -> Chosen:
        """The events of the turn, as they are drawn."""
        stage = self.kernel.straight
        assert stage is not None and stage.stream is not None
        for entry in self.kernel.spans[stage.stream].of(turn):
            drawn = self.worlds.rows[stage.stream][entry]
            if self.kernel.straight_adds is not None:
                self.add(self.kernel.straight_adds, games, taken_of(drawn, games))
                continue
            for event, group in list(self.groups(taken_of(drawn, games), games)):
                self._run(self.kernel.events[event], group, turn)
        return self._unfinished(games)

    def _mask(self, games: Chosen) -> Row:
        """The chosen games as truths."""
        mask = np.full(self.count, games is None)
        if games is not None:
            mask[games] = True
        return mask

    def _dispatch(self, following: int, free: Row, turn: int) -> Chosen:
        """Read what is queued, in order, until a game is asked something.

        `free`, which is changed, holds for the games that do so. Gives those that come to the following phase, by its
        number, and go on from there. (Masks of all games cost less than the numbers of some.)
        """
        kernel = self.kernel
        if self.queued is None:
            self.queued = frozenset(e for e, slot in kernel.pending if np.count_nonzero(self.columns[slot]))
        for number, stage in enumerate(kernel.plan.stages):
            if stage.kind == "agenda":
                self._read_agenda(number, free, turn)
                continue
            for index in stage.events:
                if index in self.queued:
                    self._read_queued(kernel.plan.events[index], free, turn)
        if kernel.envoys and following < len(kernel.plan.phases) and kernel.plan.phases[following].kind == "envoys":
            self._ask(kernel.envoys[0], free)
            return _NOBODY
        return None if np.count_nonzero(free) == self.count else places_of(free)

    def _ask(self, decision: int | Row, asked: Row) -> None:
        """Where it is told, games are asked something next."""
        at = self.columns[AT]
        self.columns[AT] = either(asked, np.asarray(decision, at.dtype), at)

    def _read_queued(self, event: EventPlan, free: Row, turn: int) -> None:
        """Let an event come where it is queued; `free`, which is changed, tells where the dispatches go on."""
        assert event.pending is not None
        pending = self.columns[event.pending]
        while np.count_nonzero(queued := (pending != _NONE) & free):
            pending = self.columns[event.pending] = pending - queued.view("i1")
            if event.decision is not None:
                self._ask(event.decision, queued)
                free ^= queued
                return
            hit = places_of(queued)
            self._run(self.kernel.events[event.index], hit, turn)
            if self.kernel.can_finish:
                self._unfinished(hit)
                free &= self.columns[ENDING] == _NONE
            pending = self.columns[event.pending]

    def _read_agenda(self, number: int, free: Row, turn: int) -> None:
        """Whoever's agenda is read: the first face whose condition holds. `free` is as in `_read_queued`."""
        agenda, slot = self.kernel.agendas[number], self.kernel.plan.stages[number].pending
        assert slot is not None
        pending = self.columns[slot]
        waiting = (pending != _NONE) & free
        if not (many := np.count_nonzero(waiting)):
            return
        if many * FEW_ASKED > self.count:  # to ask all is quicker than to gather some
            asked = self._run(agenda.body, None, turn)
            asked &= -free.astype(asked.dtype)
            self.columns[slot] = either(free, np.zeros(1, pending.dtype), pending)
        else:
            some = places_of(waiting)
            told = self._run(agenda.body, some, turn)
            asked = np.zeros(self.count, told.dtype)
            asked[some] = told
        hit = asked != _NONE
        if agenda.silent:
            hit &= asked <= len(self.kernel.plan.decisions)
        self._ask(asked - _ONE, hit)
        free ^= hit
        for code, event in agenda.silent:
            if len(some := places_of(asked == code)):
                self._run(self.kernel.events[event], some, turn)
        if agenda.silent and self.kernel.can_finish:
            self._unfinished(places_of(free))
            free &= self.columns[ENDING] == _NONE

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
            values[slot] = taken(columns[slot], games)
        values[TURN] = turn
        result = body.run(values, self.drawn(body, games, turn), len(games))
        for slot in body.writes:
            columns[slot][games] = values[slot]
        return result

    def ask(self, body: Body, games: Chosen, turn: int) -> Any:
        """What a body that changes nothing says of some games, which are all in one turn."""
        return self._run(body, games, turn)

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
