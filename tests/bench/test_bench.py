"""What the benchmarks compare is the same game on both sides; their times are nobody's assertion."""

from __future__ import annotations

from pathlib import Path

import game
from game.rules.engine import engine_for
from tests.bench import ladder_c
from tests.bench.__main__ import dict_scores, engine_scores
from tests.bench.batch import alike
from tests.bench.search import Measured, steps, wilson


def test_the_plain_dict_plays_the_same_ladder() -> None:
    assert engine_scores(game.load("ladder"), 200) == dict_scores(200)


def test_batch_dict_and_c_play_the_same_random_ladder(tmp_path: Path) -> None:
    program = ladder_c.compiled(tmp_path)
    assert alike(engine_for(game.load("ladder"), "standard"), program, 1_000)


def test_a_step_of_the_ladder_of_skill_is_held_against_chance() -> None:
    figures = ((10, 1, 0), (30, 1, 0), (33, 10, 1))
    few, some, more = (Measured("search:8", 100, won, score, error, 1.0, 1) for won, score, error in figures)
    first, second = steps([few, some, more])
    assert "+20.0 % of wins, two errors 11.0: more than chance; +0.0 of score" in first
    assert "+3.0 % of wins, two errors 13.1: not more than chance; +9.0 of score, two errors 2.0: more" in second
    low, high = wilson(10, 100)
    assert (round(low, 3), round(high, 3)) == (0.055, 0.174)
