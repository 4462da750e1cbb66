"""What the benchmarks compare is the same game on both sides; their times are nobody's assertion."""

from __future__ import annotations

from pathlib import Path

import game
from game.rules.engine import engine_for
from tests.bench import ladder_c
from tests.bench.__main__ import dict_scores, engine_scores
from tests.bench.batch import alike


def test_the_plain_dict_plays_the_same_ladder() -> None:
    assert engine_scores(game.load("ladder"), 200) == dict_scores(200)


def test_batch_dict_and_c_play_the_same_random_ladder(tmp_path: Path) -> None:
    program = ladder_c.compiled(tmp_path)
    assert alike(engine_for(game.load("ladder"), "standard"), program, 1_000)
