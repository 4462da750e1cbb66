"""`python -m tests.lab.equal --seeds 10240`: the long proof that batch and reference engine play the same games.

Every slot after every step, what is legal at every step, and every score, in the flagship and the ladder at each
difficulty; moves are chosen at random, and games fall out of step with each other on purpose.
"""

from __future__ import annotations

import argparse
import time
from random import Random

import game
from game.lab.batch.games import Batch
from game.rules.engine import Engine, engine_for
from tests.lab.batches import play_beside

TOGETHER = 1024


def equal(engine: Engine, seeds: range, lag: float) -> int:
    """Play these seeds in both; gives the number of states compared. Raises `AssertionError` where they differ."""
    rng = Random(seeds.start)

    def pick(step: int, game: int, legal: tuple[int, ...]) -> int:
        return rng.choice(legal) if rng.random() >= lag else -1

    return play_beside(engine, [engine.world(seed) for seed in seeds], Batch.new(engine, seeds), pick)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10240)
    parser.add_argument("scenarios", nargs="*", default=["deft-diplomacy", "ladder"])
    chosen = parser.parse_args()
    for name in chosen.scenarios:
        scenario = game.load(name)
        for level in scenario.difficulty:
            engine, begun, compared = engine_for(scenario, level), time.perf_counter(), 0
            for number, first in enumerate(range(0, chosen.seeds, TOGETHER)):
                seeds = range(first, min(first + TOGETHER, chosen.seeds))
                compared += equal(engine, seeds, 0.1 if number % 2 else 0.0)
            slots = compared * len(engine.plan.slots)
            seconds = time.perf_counter() - begun
            print(
                f"{name} {level}: {chosen.seeds:,} seeds, {compared:,} states, {slots:,} slots equal ({seconds:.0f} s)"
            )


if __name__ == "__main__":
    main()
