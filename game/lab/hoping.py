"""What could be hoped for at each decision of a game: every answer tried in worlds that its player may imagine."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from game.lab.batch.games import Batch
from game.lab.batch.rows import Row
from game.lab.searching import Searcher, Trials, best_policy, legal_pairs, searcher_for
from game.rules.plan import ENDING, TURN
from game.rules.play import Game

FEW = 16
"""Games after each answer, to find the decisions and answers that are worth more."""


@frozen
class Hope:
    """Two answers to one decision, and what became of games that went on from each."""

    depth: int
    """How many moves had been played before it."""
    instead: int
    """The best of the other answers."""
    chance: int
    """Of a thousand games after what was chosen, how many are won."""
    chance_instead: int
    score: int
    """In hundredths."""
    score_instead: int
    policy: str
    """The policy by which they went on, by name."""
    weight: int
    """How far apart the two are, in ten-thousandths: a mistake, or the one answer that was right."""


@frozen
class _Told:
    """Sums over the rollouts of each pair of a position and a move."""

    worth: Row
    won: Row
    score: Row


def hopes(game: Game, most: int, samples: int) -> tuple[Hope, ...]:
    """The decisions of a game where what was chosen was worth most more or less than the best of the other answers.

    So many of them, in the order of the game.
    """
    line = game.line
    played = np.array([position.move.index for position in line[1:] if position.move is not None], "i8")
    if not len(played):
        return ()
    policy = best_policy(game.engine)
    searcher = searcher_for(game.engine, policy)
    batch = Batch.at(game.engine, [p.state for p in line[:-1]], [game.world] * (len(line) - 1))
    depths, moves = legal_pairs(batch, np.arange(batch.count))
    real = np.searchsorted(depths, np.arange(batch.count)) + _place(depths, moves, played)
    first = _told(searcher, batch, depths, moves, FEW, 0)
    others = first.worth.copy()
    others[real] = first.worth.min() - 1
    order = np.lexsort((moves, -others, depths))
    other = order.take(np.searchsorted(depths.take(order), np.arange(batch.count)))
    apart = np.where(other == real, 0, np.abs(first.worth.take(other) - first.worth.take(real)))
    chosen = np.sort(np.lexsort((np.arange(batch.count), -apart))[:most])
    chosen = chosen[apart.take(chosen) > 0]
    pairs = np.stack([real.take(chosen), other.take(chosen)], axis=1).ravel()
    told = _told(searcher, batch, depths.take(pairs), moves.take(pairs), samples, FEW)
    return tuple(
        Hope(
            int(depth),
            int(moves[other[depth]]),
            int(1000 * told.won[2 * n] // samples),
            int(1000 * told.won[2 * n + 1] // samples),
            int(100 * told.score[2 * n] // samples),
            int(100 * told.score[2 * n + 1] // samples),
            policy.name,
            int(abs(told.worth[2 * n + 1] - told.worth[2 * n]) // samples),
        )
        for n, depth in enumerate(chosen.tolist())
    )


def _place(depths: Row, moves: Row, played: Row) -> Row:
    """The place of what was played among the legal moves of each position."""
    return np.bincount(depths, moves < played.take(depths), len(played)).astype("i8")


def _told(searcher: Searcher, batch: Batch, depths: Row, moves: Row, times: int, first: int) -> _Told:
    """So many rollouts of each move at its position, in worlds numbered from the `first`."""
    size = len(depths)
    if not size:
        return _Told(*(np.zeros(0, "i8") for _ in range(3)))
    trials = Trials.of(depths, moves, np.full(size, times), np.full(size, first))
    games = np.arange(batch.count)
    played = searcher.tried(batch, games, batch.knowledge(games), trials)
    order = np.argsort(played.games)
    ending, turn = played.columns[ENDING].take(order), played.columns[TURN].take(order)
    score, rewards = played.score.take(order), searcher.rewards
    values = rewards.worth(ending, turn, score), rewards.won.take(ending), score
    return _Told(*(trials.added(row) for row in values))
