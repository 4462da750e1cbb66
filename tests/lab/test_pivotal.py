"""The decisions a game hung on: the other game is a real one, and ends as it is said to."""

from __future__ import annotations

from random import Random

import pytest

import game
from game.lab.bots import bot_named
from game.lab.pivotal import instead, pivots, turning_points, worth
from game.rules.play import Game

BLUNDER = 7


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
    assert turning_points(game.start(game.load("ladder"), seed=1)) == ()


def test_turning_points_tell_of_real_decisions_and_their_other_games() -> None:
    position = finished("deft-diplomacy", 3)
    found = turning_points(position, samples=8)
    assert 1 <= len(found) <= 3
    assert [p.weight for p in found] == sorted((p.weight for p in found), reverse=True)
    for point in found:
        before = position.line[point.depth]
        assert (before.turn, before.decision.name) == (point.turn, point.decision)
        assert position.line[point.depth + 1].move is point.chosen is not point.instead
        assert point.instead in before.moves
        assert 0 <= point.chance <= 1000 and 0 <= point.chance_instead <= 1000
        other = instead(position, point)
        assert other.over and other.played[: point.depth] == position.played[: point.depth]
        assert other.played[point.depth] is point.instead
    assert turning_points(position, samples=8) == found


def test_a_blunder_is_a_turning_point() -> None:
    """A good game, but for one decision against all advice."""
    position = game.start(game.load("ladder"), seed=9)
    bot = bot_named("search:200", position.engine)
    while not position.over:
        move = bot(position)
        if position.turn == BLUNDER:
            scores = {move: position.play(move).score for move in position.moves}
            move = min(scores, key=lambda move: scores[move])
        position = position.play(move)
    (point,) = turning_points(position, most=1)
    assert point.turn == BLUNDER
    assert point.score < point.score_instead
    assert point.chance <= point.chance_instead
