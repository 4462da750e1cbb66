"""What the benchmarks compare is the same game on both sides; their times are nobody's assertion."""

from __future__ import annotations

import game
from tests.bench.__main__ import dict_scores, engine_scores


def test_the_plain_dict_plays_the_same_ladder() -> None:
    assert engine_scores(game.load("ladder"), 200) == dict_scores(200)
