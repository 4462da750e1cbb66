"""Policies over rows: move for move what the same bot chooses on the engine."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

import game
from game.lab.batch import policies
from game.lab.batch.policies import policy_playouts
from game.lab.bots import bot_named, members_of, name_of, policy_of
from game.lab.simulate import Sweep, play_out, run
from game.rules.engine import Engine, engine_for
from game.scenario.library import shipped
from tests.strategies import MADE_UP, SEEDS


def alike(engine: Engine, bot: str, seeds: range) -> None:
    policy = policy_of(name_of(bot, engine), engine.plan)
    assert policy is not None
    played = policy_playouts(engine, policy, seeds).ordered()
    told = [play_out(engine, seed, bot_named(bot, engine).choose) for seed in seeds]
    assert np.stack(played.columns, axis=1).tolist() == [list(f.state) for f in told]
    assert played.decisions.tolist() == [f.decisions for f in told]
    assert played.score.tolist() == [f.score for f in told]


@pytest.mark.parametrize("name", shipped())
def test_every_policy_of_a_shipped_scenario_plays_alike(name: str) -> None:
    engine = engine_for(game.load(name), "standard")
    loyal = [f"loyalist:{member}" for member in members_of(engine.plan.scenario)[:2]]
    for bot in ["greedy", *loyal, *(f"policy:{policy.id}" for policy in engine.plan.policies)]:
        alike(engine, bot, range(3, 7))


@settings(max_examples=8)
@given(MADE_UP, SEEDS)
def test_greedy_plays_generated_scenarios_alike(scenario: game.Scenario, seed: int) -> None:
    alike(engine_for(scenario, sorted(scenario.difficulty)[0]), "greedy", range(seed, seed + 3))


def test_games_played_in_parts_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policies, "TOGETHER", 7)
    alike(engine_for(game.load("ladder"), "standard"), "policy:shepherd", range(20))


def test_either_engine_gives_the_same_totals() -> None:
    scenario = game.load("ladder")
    told = [
        run(Sweep(scenario, "standard", "policy:shepherd", engine), 60, 2, lambda done: None)
        for engine in ("batch", "reference")
    ]
    assert told[0] == told[1]
