"""Laws of carrying a game to other rules: nothing that was played is lost, and the same rules give the same game."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import game
from game.record.carrying import Carried, as_notes, carry, from_notes, lines_of
from game.record.notation import parse, replay
from game.rules.answers import IllegalMove
from game.rules.model import Scenario
from game.rules.play import Game

LADDER = "ladder"
EXAMPLES = 120


@cache
def other_rules(which: int) -> Scenario:
    """The ladder with some actions taken out, or with less to spend; 0 is the ladder itself, written anew."""
    scenario = game.load(LADDER)
    if not which:
        return evolve(scenario, content="another")
    dice = Random(which)
    gone = dice.sample(sorted(scenario.actions), which % 5)
    actions = {key: action for key, action in scenario.actions.items() if key not in gone}
    capital = evolve(scenario.tracks["capital"], start=dice.randint(0, 6))
    return evolve(scenario, actions=actions, tracks={**scenario.tracks, "capital": capital}, content=f"other {which}")


def wandered(seed: int, steps: int) -> Game:
    """A game with branches: moves, steps back, lines changed."""
    dice = Random(seed)
    position = game.start(game.load(LADDER), seed % 50)
    for _ in range(steps):
        if position.depth and dice.random() < 0.25:
            position = position.back_to(dice.randint(0, position.depth))
        elif position.branches and dice.random() < 0.1:
            position = position.switch(dice.choice(position.branches))
        elif not position.over:
            position = position.play(dice.choice(position.moves))
    return position


games = st.builds(wandered, st.integers(0, 10_000), st.integers(0, 30))
rules = st.integers(1, 40).map(other_rules)


def all_lines(position: Game, kept: tuple[tuple[str, ...], ...] = ()) -> set[tuple[str, ...]]:
    """Every line that is somewhere, without those that only begin another."""
    lines = {*lines_of(position), *kept}
    return {line for line in lines if not any(o != line and o[: len(line)] == line for o in lines)}


@settings(max_examples=EXAMPLES)
@given(games)
def test_the_same_rules_give_the_same_game(before: Game) -> None:
    carried = carry(before, other_rules(0))
    assert carried.stopped is None and not carried.kept and not carried.level
    assert carried.game.state == before.state and lines_of(carried.game) == lines_of(before)
    assert carried.game.scenario is other_rules(0)


@settings(max_examples=EXAMPLES)
@given(games, rules)
def test_the_longest_legal_prefix_is_played(before: Game, scenario: Scenario) -> None:
    carried = carry(before, scenario)
    wanted = lines_of(before)[-1]
    played = lines_of(carried.game)[-1]
    assert wanted[: len(played)] == played
    if carried.stopped is None:
        assert played == wanted
    else:
        assert carried.stopped.depth == len(played) and carried.stopped.move == wanted[len(played)]
        assert carried.stopped.reason and carried.kept[-1] == wanted
        with pytest.raises(IllegalMove):
            carried.game.play(wanted[len(played)])


@settings(max_examples=EXAMPLES)
@given(games, st.lists(rules, min_size=1, max_size=4))
def test_nothing_that_was_played_is_lost_and_comes_back(before: Game, scenarios: list[Scenario]) -> None:
    carried: Carried | None = None
    position = before
    for scenario in scenarios:
        carried = carry(position, scenario, carried)
        position = carried.game
        assert all_lines(before) <= all_lines(position, carried.kept)
        assert all(move in position.engine.by_notation for line in lines_of(position) for move in line)
    back = carry(position, game.load(LADDER), carried)
    assert back.stopped is None and not back.kept
    assert back.game.state == before.state and lines_of(back.game)[-1] == lines_of(before)[-1]
    assert all_lines(back.game) == all_lines(before)


@settings(max_examples=EXAMPLES)
@given(games, rules, st.integers(0, 1000))
def test_what_is_played_in_between_is_kept_too(before: Game, scenario: Scenario, choice: int) -> None:
    carried = carry(before, scenario)
    position = carried.game
    if position.over:
        return
    position = position.play(position.moves[choice % len(position.moves)])
    back = carry(position, game.load(LADDER), carried)
    there = all_lines(back.game, back.kept)
    for line in all_lines(before) | all_lines(position):
        assert any(other[: len(line)] == line for other in there)
    present = lines_of(back.game)[-1]
    assert present == lines_of(position)[-1][: len(present)]


def test_a_player_who_went_back_stays_where_he_is() -> None:
    scenario = game.load(LADDER)
    gone = evolve(scenario, actions={k: a for k, a in scenario.actions.items() if k != "eaeu_deepening"})
    moves = ("quiet_diplomacy", "hold_multivector_summit", "eaeu_deepening")
    position = game.start(scenario, 3)
    for move in moves:
        position = position.play(f"government > {move}")
    carried = carry(position, gone)
    assert carried.stopped is not None and carried.stopped.depth == 2
    back = carry(carried.game.undo(), scenario, carried)
    assert back.game.depth == 1 and [tip.depth for tip in back.game.branches] == [3]


def test_a_level_that_is_gone_comes_back() -> None:
    scenario = game.load("deft-diplomacy")
    levels = dict(scenario.difficulty)
    other = next(level for level in levels if level != "standard")
    without = evolve(scenario, difficulty={k: v for k, v in levels.items() if k != other}, claims=())
    carried = carry(game.start(scenario, 7, other), without)
    assert carried.level == other and carried.game.difficulty == "standard"
    back = carry(carried.game, scenario, carried)
    assert not back.level and back.game.difficulty == other


@settings(max_examples=EXAMPLES)
@given(games, rules)
def test_lines_are_kept_as_notes_of_a_record_that_still_plays(before: Game, scenario: Scenario) -> None:
    carried = carry(before, scenario)
    record = carried.game.record() + as_notes(carried.kept)
    assert from_notes(record) == carried.kept
    result = replay(parse(record), scenario)
    assert result.divergence is None and result.game.state == carried.game.state
