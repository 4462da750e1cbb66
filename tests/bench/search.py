"""`python -m tests.bench.search`: how strong search is, and what a decision costs; the flagship's ladder of skill.

Steps of the ladder are held against two standard errors of their difference, and shares told with Wilson's interval.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from itertools import pairwise
from math import sqrt

import numpy as np
from attrs import frozen

import game
from game.lab.bots import bot_named, name_of
from game.lab.rewards import Rewards
from game.lab.searching import search_playouts
from game.lab.simulate import parts_of
from game.rules.engine import Engine, engine_for
from game.rules.plan import ENDING

STEPS = {"search:16": 400, "search:64": 400, "search:256": 300, "search:1024": 160}
"""Games of the flagship by each: as many as the design was measured with."""
OTHERS = {"search:64:random": 160, "search:256:random": 60, "search:16:balancer": 160, "search:64:balancer": 160}
"""What goes on otherwise in the rollouts."""


@frozen
class Measured:
    """What became of a bot's games."""

    bot: str
    games: int
    won: int
    score: float
    score_error: float
    seconds: float
    decisions: int

    @property
    def error(self) -> float:
        """The standard error of the share of games won."""
        share = self.won / self.games
        return sqrt(share * (1 - share) / self.games)

    def __str__(self) -> str:
        low, high = wilson(self.won, self.games)
        return (
            f"  {self.bot}: won {self.won} of {self.games} = {100 * self.won / self.games:.1f} % "
            f"(95 %: {100 * low:.1f} to {100 * high:.1f}), score {self.score:.2f} ± {self.score_error:.2f}, "
            f"{1000 * self.seconds / self.decisions:.2f} ms a decision"
        )


def wilson(won: int, games: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's interval for a share."""
    share = won / games
    middle, wide = share + z * z / (2 * games), z * sqrt((share * (1 - share) + z * z / (4 * games)) / games)
    return (middle - wide) / (1 + z * z / games), (middle + wide) / (1 + z * z / games)


def measured(engine: Engine, bot: str, games: int) -> Measured:
    """Play and count."""
    name = name_of(bot, engine)
    begun = time.process_time()
    parts = [search_playouts(engine, name, seeds) for seeds in parts_of(games, 0, "batch", 1, bot)]
    seconds = time.process_time() - begun
    won = Rewards.of(engine.plan).won
    scores = np.concatenate([part.score for part in parts])
    return Measured(
        bot,
        games,
        int(sum(np.count_nonzero(won.take(part.columns[ENDING])) for part in parts)),
        float(scores.mean()),
        float(scores.std() / sqrt(games)),
        seconds,
        int(sum(int(part.decisions.sum()) for part in parts)),
    )


def steps(told: list[Measured]) -> Iterator[str]:
    """Each step of a ladder, and whether it is more than chance."""
    for lower, upper in pairwise(told):
        wins = 100 * (upper.won / upper.games - lower.won / lower.games)
        points = upper.score - lower.score
        gains = [
            (wins, 200 * sqrt(lower.error**2 + upper.error**2), "% of wins"),
            (points, 2 * sqrt(lower.score_error**2 + upper.score_error**2), "of score"),
        ]
        told_ = (
            f"{gain:+.1f} {what}, two errors {doubt:.1f}: {'more' if gain > doubt else 'not more'} than chance"
            for gain, doubt, what in gains
        )
        yield f"  {lower.bot} -> {upper.bot}: {'; '.join(told_)}"


def skill(scenario: str, level: str, bots: dict[str, int], share: float) -> None:
    """The ladder of skill of some bots."""
    engine, told = engine_for(game.load(scenario), level), []
    print(f"{scenario} {level}:")
    for bot, games in bots.items():
        told.append(measured(engine, bot, max(8, int(games * share))))
        print(told[-1], flush=True)
    print("\n".join(steps(told)), flush=True)


def alone() -> None:
    """One decision of one game, as an adviser asks for it."""
    position = game.start(game.load("deft-diplomacy"), seed=3)
    while position.decision.kind != "envoy":
        position = position.play(position.moves[0])
    for name in ("search:16", "search:64", "search:256", "search:64:balancer"):
        bot, taken = bot_named(name, position.engine), []
        for _ in range(5):
            begun = time.process_time()
            bot(position)
            taken.append(time.process_time() - begun)
        print(f"  {name}: {1000 * min(taken):.0f} ms for one decision of the first turn, alone")


def run(share: float = 1.0) -> None:
    print("search, 100 rollouts a decision:")
    print(measured(engine_for(game.load("ladder"), "standard"), "search:100", max(8, int(1_000 * share))))
    alone()
    skill("deft-diplomacy", "standard", STEPS, share)
    skill("deft-diplomacy", "standard", OTHERS, share)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="of the games, to be quicker")
    run(parser.parse_args().share)
