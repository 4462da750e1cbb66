"""The decisions a game hung on: the other game is a real one, and ends as it is said to."""

from __future__ import annotations

from random import Random

import pytest

import game
from game.lab.pivotal import instead, pivots, worth
from game.rules.play import Game


def finished(scenario: str, seed: int) -> Game:
    rng = Random(seed)
    position = game.start(game.load(scenario), seed=seed)
    while position.moves:
        position = position.play(rng.choice(position.moves))
    return position


@pytest.mark.parametrize("scenario", ["deft-diplomacy", "ladder"])
@pytest.mark.parametrize("seed", range(4))
def test_the_other_game_ends_as_told(scenario: str, seed: int) -> None:
    position = finished(scenario, seed)
    found = pivots(position)
    assert 1 <= len(found) <= 3
    assert [p.weight for p in found] == sorted((p.weight for p in found), reverse=True)
    assert len({p.depth for p in found}) == len(found)
    outcome = position.outcome
    assert outcome is not None
    for pivot in found:
        assert position.line[pivot.depth + 1].move is pivot.chosen
        other = instead(position, pivot).outcome
        assert other is not None
        assert (other.name, other.won, other.score) == (pivot.ending, pivot.won, pivot.score)
        assert other.turn == pivot.last_turn
        gap = worth(other.won, other.score, other.turn) - worth(outcome.won, outcome.score, outcome.turn)
        assert abs(gap) == pivot.weight > 0
        assert 0 <= pivot.kept <= pivot.later


def test_a_game_that_goes_on_has_none() -> None:
    assert pivots(game.start(game.load("ladder"), seed=1)) == ()
