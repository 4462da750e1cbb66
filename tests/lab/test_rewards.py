"""What endings are worth to a bot that looks ahead: an order that holds in every scenario."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

import game
from game.lab.rewards import Rewards
from game.rules.engine import engine_for
from game.rules.plan import Plan
from game.scenario.library import shipped
from tests.strategies import ANY


def worth(plan: Plan, label: str, turn: int, score: int) -> int:
    number = next(n for n, case in enumerate(plan.endings, start=1) if case.label == label)
    return int(Rewards.of(plan).worth(np.array([number]), np.array([turn], "i1"), np.array([score]))[0])


def plan_of(name: str, level: str = "standard") -> Plan:
    return engine_for(game.load(name), level).plan


@pytest.mark.parametrize(("name", "enough"), [("deft-diplomacy", 21), ("ladder", 120), ("first-steps", 15)])
def test_the_score_that_is_enough_is_what_the_endings_ask_for(name: str, enough: int) -> None:
    assert Rewards.of(plan_of(name)).enough == enough


def test_the_flagship_is_judged_as_designed() -> None:
    plan = plan_of("deft-diplomacy")
    rising = [
        worth(plan, "unrest", 2, 30),
        worth(plan, "debt_trap", 7, 0),
        worth(plan, "hostile_survivor", 8, 0),
        worth(plan, "survivor", 8, 0),
        worth(plan, "survivor", 8, 20),
        worth(plan, "middle_power", 8, 21),
        worth(plan, "buckle", 8, 35),
    ]
    # 0.02 a turn; 0.15 + 0.1 min(score, 21)/21; 0.5 - 0.015 (21 - score), at least 0.2; 0.7 + 0.015 (score - 21)
    assert rising == [400, 1400, 1500, 2000, 4850, 7000, 9100]
    assert worth(plan, "hostile_survivor", 8, 40) == 2500


@pytest.mark.parametrize("name", shipped())
def test_a_win_is_worth_more_than_any_loss(name: str) -> None:
    plan = plan_of(name)
    last = plan.scenario.last_turn
    scores = (0, Rewards.of(plan).enough, 300)
    won = [worth(plan, case.label, last, score) for case in plan.endings if case.won for score in scores]
    lost = [
        worth(plan, case.label, turn, score)
        for case in plan.endings
        if not case.won
        for score in scores
        for turn in (1, last)
    ]
    assert min(won) > max(lost)


@settings(max_examples=10)
@given(ANY)
def test_more_points_are_never_worth_less(scenario: game.Scenario) -> None:
    plan = engine_for(scenario, sorted(scenario.difficulty)[0]).plan
    rewards, scores = Rewards.of(plan), np.arange(-50, 300)
    for ending in range(1, len(plan.endings) + 1):
        for turn in (1, plan.scenario.last_turn):
            same = np.full(len(scores), 1)
            assert (np.diff(rewards.worth(same * ending, same * turn, scores)) >= 0).all()
