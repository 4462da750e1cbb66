"""Policies over rows: what a bot that weighs its moves chooses in many games at once, the same as on the engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from attrs import define, frozen

from game.lab.batch.bodies import Body, BodyWriter
from game.lab.batch.games import Batch
from game.lab.batch.playouts import Choice, Playouts, playouts
from game.lab.batch.rows import Chosen, Row, places_of
from game.lab.batch.worlds import mixed
from game.rules.chance import site_of, step_of
from game.rules.engine import Engine
from game.rules.plan import PolicyPlan
from game.rules.terms import Const, apply

BEST, FIRST, LAST, ANY = range(4)
_PICKS = {"best": BEST, "first": FIRST, "last": LAST, "any": ANY}
_WORST = np.iinfo("i8").min
_STRAYS, _ANY = step_of(0, site_of("policy strays")), step_of(0, site_of("policy strays to any"))

TOGETHER = 1 << 13
"""Games played side by side: every move that is open to one of them is weighed, so that few are already many."""


@frozen
class RowPolicy:
    """A policy's functions over rows. The draws of a game are those of its seed and of how many moves it has seen."""

    plan: PolicyPlan
    value: Body
    preferred: tuple[tuple[Body, frozenset[int], int], ...]
    """(whether it holds, its moves, which of them) each."""
    added: tuple[tuple[Body, Body, frozenset[int]], ...]
    """(whether it holds, how much, to which moves) each."""
    lot: int
    sites: tuple[int, ...]
    """For each move what its site adds to the seed."""

    @classmethod
    def of(cls, engine: Engine, policy: PolicyPlan) -> RowPolicy:
        writer = BodyWriter(engine.plan)
        writer.row_of("value", apply("+", Const(0), *policy.value), "i8")
        for number, preference in enumerate(policy.preferences):
            writer.row_of(f"prefer{number}", preference.test)
        for number, bonus in enumerate(policy.bonuses):
            writer.row_of(f"when{number}", bonus.test)
            writer.row_of(f"add{number}", bonus.amount, "i8")
        bodies = writer.compiled()
        return cls(
            policy,
            bodies["value"],
            tuple((bodies[f"prefer{n}"], p.moves, _PICKS[p.pick]) for n, p in enumerate(policy.preferences)),
            tuple((bodies[f"when{n}"], bodies[f"add{n}"], b.moves) for n, b in enumerate(policy.bonuses)),
            step_of(0, site_of(f"policy.{policy.id}")),
            tuple(step_of(0, site_of(f"policy.{policy.id}.{move}")) for move in engine.moves),
        )

    def choose(self, batch: Batch, games: Row, turn: int, moves: tuple[int, ...], legal: Row, draws: Row) -> Row:
        """For each of the games the place of its move among `moves` (ascending).

        `legal` is (moves, games), true for one move or more of each game; it is used up. `draws` holds for each game
        its seed with the steps of its moves so far.
        """
        picks = self._preferred(batch, games, turn, moves, legal)
        if not (self.plan.value or self.plan.bonuses):
            picks[picks == BEST] = ANY
        places: Row = legal.argmax(axis=0)
        if len(some := (picks == LAST).nonzero()[0]):
            places[some] = len(moves) - 1 - legal[::-1, some].argmax(axis=0)
        if len(some := (picks == ANY).nonzero()[0]):
            places[some] = any_place(legal[:, some], draws[some], self.lot)
        counts = np.count_nonzero(legal, axis=0)
        if len(some := ((picks == BEST) & (counts > 1)).nonzero()[0]):
            places[some] = self._best(batch, games[some], turn, moves, legal[:, some], draws[some])
        return places

    def _preferred(self, batch: Batch, games: Row, turn: int, moves: tuple[int, ...], legal: Row) -> Row:
        """Leave of what is legal what the first fitting preference leaves; gives which of it is taken in each game."""
        picks = np.full(len(games), BEST, "i1")
        free = np.ones(len(games), np.bool_)
        for test, wanted, pick in self.preferred:
            among = np.array([move in wanted for move in moves], np.bool_)
            if not among.any():
                continue
            fits = free & (batch.ask(test, games, turn) != 0) & legal[among].any(axis=0)
            if np.count_nonzero(fits):
                legal &= among[:, None] | ~fits
                picks[fits] = pick
                free &= ~fits
        return picks

    def _best(self, batch: Batch, games: Row, turn: int, moves: tuple[int, ...], legal: Row, draws: Row) -> Row:
        """The place of each game's move of the greatest value; of equals the first."""
        chosen, which = legal.nonzero()
        edges = np.searchsorted(chosen, np.arange(len(moves) + 1)).tolist()
        worth = self._values(batch, games.take(which), turn, moves, edges)
        for test, amount, wanted in self.added:
            if any(move in wanted for move in moves):
                added = batch.ask(amount, games, turn) * (batch.ask(test, games, turn) != 0)
                for place, move in enumerate(moves):
                    if move in wanted:
                        part = slice(edges[place], edges[place + 1])
                        worth[part] += added.take(which[part])
        if noise := self.plan.noise:
            each = draws.take(which)
            for place, move in enumerate(moves):
                part = slice(edges[place], edges[place + 1])
                each[part] += np.uint64(self.sites[move])
            worth += mixed(each, 0, noise, "i8")
        table = np.full(legal.shape, _WORST, "i8")
        table[chosen, which] = worth
        return np.asarray(table.argmax(axis=0))

    def _values(self, batch: Batch, games: Row, turn: int, moves: tuple[int, ...], edges: list[int]) -> Row:
        """The value after a move of each of the games: those from one edge to the next play the same move."""
        bodies, read = batch.kernel.moves, self.value.reads
        after: dict[int, Any] = {slot: batch.columns[slot].take(games) for slot in read}
        for place, move in enumerate(moves):
            body, part = bodies[move], slice(edges[place], edges[place + 1])
            if part.start == part.stop or after.keys().isdisjoint(body.writes):
                continue
            some = games[part]
            seen: dict[int, Any] = {
                slot: after[slot][part] if slot in after else batch.columns[slot].take(some) for slot in body.reads
            }
            seen[0] = turn
            body.run(seen, batch.drawn(body, some, turn), len(some))
            for slot in body.writes:
                if slot in after:
                    after[slot][part] = seen[slot]
        after[0] = turn
        found: Row = self.value.run(after, batch.drawn(self.value, games, turn), len(games))
        return found.copy()


def any_place(legal: Row, draws: Row, step: int) -> Row:
    """For each game any of the legal places, all equally likely; `legal` is (moves, games)."""
    sums = np.cumsum(legal, axis=0, dtype="i2")
    which = mixed(draws, step, sums[-1], "i2")
    return np.asarray(np.count_nonzero(sums <= which, axis=0))


def candidates_of(batch: Batch, decision: int, games: Chosen, turn: int) -> tuple[tuple[int, ...], Row, Row]:
    """The moves of a decision, what is legal as (moves, games), and the games' numbers."""
    moves, rows = batch.candidates(decision, games, turn)
    return moves, np.stack(rows), np.arange(batch.count) if games is None else games


@define
class PolicyChoice(Choice):
    """A policy for many games, move for move as the bot plays by it on the engine; or one that strays now and then."""

    policy: RowPolicy
    stray: int = 0
    """Of 256 choices so many are at random."""

    def decide(self, batch: Batch, decision: int, games: Chosen, turn: int) -> tuple[tuple[int, ...], Row]:
        moves, legal, numbers = candidates_of(batch, decision, games, turn)
        draws, counts = self.z.take(numbers), np.count_nonzero(legal, axis=0)
        self.count(games, counts)
        if not self.stray:
            return moves, self.policy.choose(batch, numbers, turn, moves, legal, draws)
        strays = mixed(draws, _STRAYS, 256, "i2") < self.stray
        places = np.zeros(len(numbers), "i8")
        if len(some := places_of(strays)):
            places[some] = any_place(legal[:, some], draws[some], _ANY)
        if len(some := places_of(~strays)):
            places[some] = self.policy.choose(batch, numbers[some], turn, moves, legal[:, some], draws[some])
        return moves, places


def policy_playouts(engine: Engine, policy: PolicyPlan, seeds: Sequence[int] | Row | range) -> Playouts:
    """Whole games by a policy, one for each seed; one seed or more."""
    rows = RowPolicy.of(engine, policy)
    return playouts(engine, seeds, lambda part: PolicyChoice(part.copy(), rows), TOGETHER)
