"""Search: a bot that tries every move in worlds as the player may imagine them, and keeps to those that do best.

Sequential halving (Karnin, Koren and Somekh, 2013): the rollouts of a decision are spent in rounds; in each all moves
that are left are tried equally often, in the same imagined worlds and with the same dice, so that they differ by what
they do and not by luck; then the worse half is dropped. A rollout goes on to the end of the game and is judged by
`game.lab.rewards`. How it goes on the bot's name says:

- `search:ROLLOUTS`: at random, but where the scenario has policies, one choice in eight is made by the best of these
  and of greedy (`best_policy`). By chance alone too few games of a hard scenario come to a good end to tell its moves
  apart; by the policy alone, all would be judged by what that one player makes of them.
- `search:ROLLOUTS:POLICY`: by that policy, which strays in one choice of four. Stronger yet, in that player's style.
- `search:ROLLOUTS:random`: at random.

Nothing hidden is seen: each world is drawn anew from what the player knows (`game.lab.batch.hidden`). Many games are
searched at once, but none of them hangs on the others: a game's moves are the same alone, in any company and on any
number of processes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from attrs import define, frozen

from game.lab.batch.games import Batch
from game.lab.batch.hidden import mixed64, spread_seeds
from game.lab.batch.kernel import kernel_for
from game.lab.batch.playouts import PER_MOVE, Choice, Playouts, RandomChoice, finish
from game.lab.batch.policies import PolicyChoice, RowPolicy, policy_playouts
from game.lab.batch.rows import Row, places_of
from game.lab.batch.worlds import seeds_of
from game.lab.bots import Choose, greedy_policy, policy_of
from game.lab.rewards import Rewards
from game.rules.chance import World, site_of, step_of
from game.rules.claims import BotName
from game.rules.engine import Engine, Values
from game.rules.plan import AT, ENDING, TURN, PolicyPlan

_WORLD = np.uint64(step_of(0, site_of("bot.search.world")))
_DICE = np.uint64(step_of(0, site_of("bot.search.dice")))

STRAY = 64
"""Of 256 choices in a rollout by a policy that was named so many are at random."""
MIXED = 224
"""So many of 256 where no policy was named: with 16, 64, 256 and 1024 rollouts the flagship is then won in 10, 46, 89
and 99 % of games, and all of its five doctrines are taken. At random it is won in 7, 36, 79 and 91 %, and two doctrines
never taken; with one choice in four by the policy in 12, 63, 95 and 99 %, but more than half of the games by one."""
ROWS = 1 << 14
"""About so many rollouts are played side by side."""
TRIALS = 64
"""Games by each policy, to find the best for rollouts."""


@frozen
class Searcher:
    """What searching the games of one engine takes."""

    engine: Engine
    rewards: Rewards
    policy: RowPolicy | None
    """How rollouts go on; None for at random."""
    stray: int = STRAY
    """Of 256 choices by the policy so many are at random."""

    @classmethod
    def of(cls, engine: Engine, policy: PolicyPlan | None = None, stray: int = STRAY) -> Searcher:
        rows = RowPolicy.of(engine, policy) if policy is not None else None
        return cls(engine, Rewards.of(engine.plan), rows, stray)

    def best(self, batch: Batch, games: Row, rollouts: int, dice: Row | None = None) -> tuple[Row, Row]:
        """The move to play in each of some games that are not over, by number, and among how many it was chosen.

        At most so many rollouts are spent on each. A game's imagined worlds and its dice hang on what its player knows
        and on nothing else, unless it is given a number of its own (`dice`), to be searched once more by other luck.
        """
        chosen, legal = np.zeros(len(games), "i8"), np.zeros(len(games), "i8")
        size = max(1, 2 * ROWS // max(1, rollouts))
        for start in range(0, len(games), size):
            part = slice(start, start + size)
            seeds = batch.knowledge(games[part])
            if dice is not None:
                seeds = mixed64(seeds ^ dice[part].astype("u8"))
            chosen[part], legal[part] = self._best(batch, games[part], seeds, rollouts)
        return chosen, legal

    def _best(self, batch: Batch, games: Row, seeds: Row, rollouts: int) -> tuple[Row, Row]:
        contest = Contest.of(*legal_pairs(batch, games), len(games))
        done = np.zeros(len(games), "i8")
        while len(pairs := contest.next_round(rollouts)):
            game = contest.game.take(pairs)
            trials = Trials.of(game, contest.move.take(pairs), contest.each.take(game), done.take(game))
            played = self.tried(batch, games, seeds, trials)
            worth = self.rewards.worth(played.columns[ENDING], played.columns[TURN], played.score)
            contest.sums[pairs] += trials.added(worth.take(np.argsort(played.games)))
            done += contest.each
            contest.halve()
        return contest.winners(), np.bincount(contest.game, minlength=len(games))

    def tried(self, batch: Batch, games: Row, seeds: Row, trials: Trials) -> Playouts:
        """Rollouts of moves in some games of a batch, numbered as the trials are. `seeds` has one for each game.

        Trials of one game that have the same number meet the same imagined world and the same dice.
        """
        worlds, place = np.unique(np.stack([trials.game, trials.number]), axis=1, return_inverse=True)
        place = place.ravel()
        base = seeds.take(worlds[0]) + worlds[1].astype("u8") * PER_MOVE
        rollouts = batch.imagining(games.take(worlds[0]), mixed64(base + _WORLD)).take(place)
        rollouts.play(trials.move)
        dice = mixed64(base + _DICE).take(place)
        choice: Choice = RandomChoice.of(dice) if self.policy is None else PolicyChoice(dice, self.policy, self.stray)
        return finish(rollouts, choice)


@frozen
class Trials:
    """Moves to be tried, trial by trial."""

    game: Row
    """The place of the game among those that are searched."""
    move: Row
    number: Row
    """Which of its game's worlds and dice."""
    pair: Row
    """Of which pair of a game and a move."""
    pairs: int

    @classmethod
    def of(cls, game: Row, move: Row, times: Row, first: Row) -> Trials:
        """Each pair of a game and a move so many times, in worlds numbered from the `first`."""
        pair = np.repeat(np.arange(len(game)), times)
        number = np.arange(len(pair)) - (np.cumsum(times) - times - first).take(pair)
        return cls(game.take(pair), move.take(pair), number, pair, len(game))

    def added(self, values: Row) -> Row:
        """The sum of whole numbers, one for each trial, for each pair."""
        return np.bincount(self.pair, values, self.pairs).astype("i8")


@define
class Contest:
    """Which moves of which games are still in the running: pairs of a game and a legal move, by game, then by move."""

    game: Row
    move: Row
    count: int
    """How many games there are."""
    left: Row
    """The pairs that are in the running, ascending."""
    sums: Row
    """The worth of each pair's rollouts, added up; those of one game that are left have all had equally many."""
    spent: Row
    """Rollouts of each game."""
    each: Row
    """For each game, how often each of its moves is tried in this round."""

    @classmethod
    def of(cls, game: Row, move: Row, count: int) -> Contest:
        zeros = np.zeros(count, "i8")
        return cls(game, move, count, np.arange(len(game)), np.zeros(len(game), "i8"), zeros, zeros)

    def next_round(self, budget: int) -> Row:
        """The pairs that are tried in the next round, which are counted as spent."""
        sizes = np.bincount(self.game.take(self.left), minlength=self.count)
        plans = [share(size, budget - spent) for size, spent in zip(sizes.tolist(), self.spent.tolist(), strict=True)]
        self.each = np.array(plans, "i8")
        self.spent = self.spent + self.each * sizes
        return self.left[self.each.take(self.game.take(self.left)) > 0]

    def halve(self) -> None:
        """Drop the worse half of each game's moves that were tried."""
        order = self._ranked()
        game = self.game.take(order)
        sizes = np.bincount(game, minlength=self.count)
        rank = np.arange(len(order)) - (np.cumsum(sizes) - sizes).take(game)
        kept = np.where(self.each > 0, (sizes + 1) // 2, sizes)
        self.left = np.sort(order[rank < kept.take(game)])

    def winners(self) -> Row:
        """The best move of each game; of equals the first."""
        order = self._ranked()
        first = np.searchsorted(self.game.take(order), np.arange(self.count))
        return np.asarray(self.move.take(order.take(first)))

    def _ranked(self) -> Row:
        left = self.left
        return np.asarray(left.take(np.lexsort((self.move.take(left), -self.sums.take(left), self.game.take(left)))))


@cache
def share(moves: int, rollouts: int) -> int:
    """How often each of some moves is tried in a round, when so many rollouts are left for it and all later rounds."""
    if moves < 2:
        return 0
    rounds = (moves - 1).bit_length()
    each = max(1, rollouts // (rounds * moves))
    return each if each * moves <= rollouts else 0


def legal_pairs(batch: Batch, games: Row) -> tuple[Row, Row]:
    """Every legal move of the games: the game's place among them, and the move, in this order."""
    found = [(np.zeros(0, "i8"), np.zeros(0, "i8"))]
    for decision, some in batch.groups(batch.columns[AT].take(games), np.arange(len(games))):
        assert some is not None
        for turn, these in batch.groups(batch.columns[TURN].take(games.take(some)), some):
            assert these is not None
            moves, rows = batch.candidates(decision, games.take(these), turn)
            place, which = np.stack(rows).nonzero()
            found.append((these.take(which), np.array(moves, "i8").take(place)))
    game, move = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.lexsort((move, game))
    return game.take(order), move.take(order)


_searchers: dict[tuple[int, str, int], Searcher] = {}
_MOST_SEARCHERS = 32


def searcher_for(engine: Engine, policy: PolicyPlan | None = None, stray: int = STRAY) -> Searcher:
    """What searching the games of an engine takes; made once."""
    key = id(engine), policy.id if policy is not None else "", stray
    found = _searchers.get(key)
    # The scenario may have a policy of its own that is called as the greedy bot is.
    if found is None or found.engine is not engine or (found.policy and found.policy.plan) != policy:
        if len(_searchers) >= _MOST_SEARCHERS:
            _searchers.pop(next(iter(_searchers)))
        found = _searchers[key] = Searcher.of(engine, policy, stray)
    return found


def search_of(name: BotName, engine: Engine) -> tuple[int, Searcher]:
    """How many rollouts a decision a bot that searches plays, and how it searches."""
    rollouts, _, policy = name.argument.partition(":")
    if policy == "random" or not (policy or engine.plan.policies):
        return int(rollouts), searcher_for(engine)
    if not policy:
        return int(rollouts), searcher_for(engine, best_policy(engine), MIXED)
    kind = BotName("greedy") if policy == "greedy" else BotName("policy", policy)
    return int(rollouts), searcher_for(engine, policy_of(kind, engine.plan))


_best: dict[int, tuple[Engine, PolicyPlan]] = {}


def best_policy(engine: Engine) -> PolicyPlan:
    """Of greedy and the policies that the scenario holds, the one whose games are worth most; of equals the first."""
    known = _best.get(id(engine))
    if known is None or known[0] is not engine:
        if len(_best) >= _MOST_SEARCHERS:
            _best.pop(next(iter(_best)))
        known = _best[id(engine)] = engine, _best_policy(engine)
    return known[1]


def _best_policy(engine: Engine) -> PolicyPlan:
    rewards, seeds = Rewards.of(engine.plan), spread_seeds(site_of("bot.search.trials"), TRIALS)

    def worth(policy: PolicyPlan) -> int:
        played = policy_playouts(engine, policy, seeds)
        return int(rewards.worth(played.columns[ENDING], played.columns[TURN], played.score).sum())

    return max((greedy_policy(engine.plan), *engine.plan.policies), key=worth)


def search_choice(name: BotName) -> Choose:
    """The way to choose of a bot that searches."""

    def choose(engine: Engine, state: Values, world: World, legal: tuple[int, ...], played: int) -> int:
        if len(legal) == 1:
            return legal[0]
        rollouts, searcher = search_of(name, engine)
        return int(searcher.best(Batch.at(engine, [state], [world]), np.zeros(1, "i8"), rollouts)[0][0])

    return choose


def search_playouts(engine: Engine, name: BotName, seeds: Sequence[int] | Row | range) -> Playouts:
    """Whole games by a bot that searches, one for each seed, in the order of the seeds."""
    row = seeds_of(seeds)
    batch, (rollouts, searcher) = Batch.new(engine, row), search_of(name, engine)
    decisions = np.zeros(len(row), "i2")
    envoys = kernel_for(engine).envoys
    while len(games := _together(batch, envoys)):
        moves = np.full(len(row), -1)
        moves[games], legal = searcher.best(batch, games, rollouts)
        decisions[games] += legal > 1
        batch.play(moves)
    return Playouts(np.arange(len(row)), batch.columns, decisions, batch.score)


def _together(batch: Batch, envoys: tuple[int, ...]) -> Row:
    """The games that play next, so that all stay side by side: those of the earliest turn, of these those at an event,
    else those of the first envoy that has to decide."""
    at, turn, over = batch.columns[AT], batch.columns[TURN], batch.kernel.plan.over
    games = places_of(at != over)
    if not len(games):
        return games
    games = games.compress(turn[games] == turn[games].min())
    here = at[games]
    asked = here < (envoys[0] if envoys else over)
    if not np.count_nonzero(asked):
        asked = here == next(envoy for envoy in envoys if np.count_nonzero(here == envoy))
    return np.asarray(games.compress(asked))
