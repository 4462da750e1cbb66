"""The batch kernel against the reference engine: the same slots after every step, in every game."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import game
from game.lab.batch.games import Batch
from game.lab.batch.playouts import random_playouts
from game.lab.bots import BOTS
from game.lab.simulate import play_out
from game.rules.engine import engine_for
from game.scenario.library import shipped
from tests.lab.batches import play_beside
from tests.strategies import CHOICES, MADE_UP, SEEDS

LEVELS = [(name, level) for name in shipped() for level in game.load(name).difficulty]


@pytest.mark.parametrize(("name", "level"), LEVELS)
def test_shipped_scenarios_play_alike(name: str, level: str) -> None:
    engine = engine_for(game.load(name), level)
    seeds = range(2**63 - 20, 2**63 + 20)
    rng = Random(1)

    def pick(step: int, game: int, legal: tuple[int, ...]) -> int:
        return rng.choice(legal) if rng.random() < 0.9 else -1  # so that the games fall out of step

    assert play_beside(engine, [engine.world(s) for s in seeds], Batch.new(engine, seeds), pick) > 400


@settings(max_examples=60)
@given(MADE_UP, st.lists(SEEDS, min_size=1, max_size=4), CHOICES, st.integers(0, 3))
def test_generated_scenarios_play_alike(
    scenario: game.Scenario, seeds: list[int], choices: tuple[int, ...], lag: int
) -> None:
    levels = sorted(scenario.difficulty)
    engine = engine_for(scenario, levels[seeds[0] % len(levels)])

    def pick(step: int, game: int, legal: tuple[int, ...]) -> int:
        if lag and (step + game) % (lag + 1) == lag:
            return -1
        return legal[(choices[step % len(choices)] + step + game) % len(legal)]

    assert play_beside(engine, [engine.world(s) for s in seeds], Batch.new(engine, seeds), pick)


@pytest.mark.parametrize("name", shipped())
def test_random_games_are_those_of_the_random_bot(name: str) -> None:
    engine = engine_for(game.load(name), "standard")
    played = random_playouts(engine, range(5, 105))
    told = [play_out(engine, seed, BOTS["random"]) for seed in range(5, 105)]
    assert np.stack(played.columns, axis=1).tolist() == [list(f.state) for f in told]
    assert played.decisions.tolist() == [f.decisions for f in told]
    assert played.score.tolist() == [f.score for f in told]
