"""The batch kernel against the reference engine: the same slots after every step, in every game."""

from __future__ import annotations

import doctest
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import game
import game.lab.batch
from game.lab.batch import expressions, playouts
from game.lab.batch.games import Batch
from game.lab.batch.playouts import random_playouts
from game.lab.bots import RANDOM
from game.lab.simulate import play_out
from game.rules.engine import ENDING, engine_for
from game.rules.plan import TURN
from game.scenario.library import shipped
from tests.lab.batches import play_beside, twin
from tests.strategies import CHOICES, MADE_UP, SEEDS, Play, plays

LEVELS = [(name, level) for name in shipped() for level in game.load(name).difficulty]


@pytest.mark.parametrize(("name", "level"), LEVELS)
def test_shipped_scenarios_play_alike(name: str, level: str) -> None:
    engine = engine_for(game.load(name), level)
    seeds = range(2**63 - 20, 2**63 + 20)
    rng = Random(1)

    def pick(step: int, game: int, legal: tuple[int, ...]) -> int:
        return rng.choice(legal) if rng.random() < 0.9 else -1  # so that the games fall out of step

    assert play_beside(engine, [engine.world(s) for s in seeds], Batch.new(engine, seeds), pick) > 400


@settings(max_examples=20)
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
    played = random_playouts(engine, range(5, 105)).ordered()
    told = [play_out(engine, seed, RANDOM.choose) for seed in range(5, 105)]
    assert np.stack(played.columns, axis=1).tolist() == [list(f.state) for f in told]
    assert played.decisions.tolist() == [f.decisions for f in told]
    assert played.score.tolist() == [f.score for f in told]


@settings(max_examples=20)
@given(plays(), st.integers(0, 40))
def test_copies_of_a_game_play_on_alike(play: Play, depth: int) -> None:
    position = list(play.positions(depth))[-1]
    batch = Batch.of(position, 3)
    assert batch.state.tolist() == [list(position.state)] * 3
    while not position.over:
        assert np.flatnonzero(batch.legal()[1]).tolist() == sorted(m.index for m in position.moves)
        move = position.moves[play.choices[0] % len(position.moves)]
        position = position.play(move)
        batch.play(np.array([-1, move.index, move.index]))
    assert batch.state[1:].tolist() == [list(position.state)] * 2
    assert batch.outcome[0] in (0, position.state[ENDING])


@settings(max_examples=20)
@given(plays(), st.integers(0, 40), SEEDS)
def test_imagined_worlds_agree_with_all_that_is_known(play: Play, depth: int, seed: int) -> None:
    position = list(play.positions(depth))[-1]
    batch = Batch.imagined(position, 8, seed)
    assert batch.state.tolist() == [list(position.state)] * 8
    table = batch.legal()
    for row in table:
        assert np.flatnonzero(row).tolist() == sorted(m.index for m in position.moves)
    if position.over:
        return
    move = position.moves[play.choices[0] % len(position.moves)]
    batch.play(np.full(8, move.index))
    if not position.preview(move).reveals:  # what comes of it hangs on nothing hidden
        assert batch.state.tolist() == [list(position.play(move).state)] * 8


@pytest.mark.parametrize("name", shipped())
def test_imagined_worlds_do_not_peek(name: str) -> None:
    """Of two games that a player cannot tell apart, the same is imagined, though their hidden worlds differ."""
    first = game.start(game.load(name), seed=11)
    while first.turn < 3 and not first.over:
        first = first.play(first.moves[0])
    other = twin(first, 12)
    one, two = Batch.imagined(first, 50, 5), Batch.imagined(other, 50, 5)
    assert [[row.tolist() for row in rows] for rows in one.worlds.rows] == [
        [row.tolist() for row in rows] for rows in two.worlds.rows
    ]
    rows = [row for stream in one.worlds.rows for row in stream]
    assert not rows or any(len(set(row.tolist())) > 1 for row in rows)
    if name != "first-steps":
        assert other.world.tables != first.world.tables


@settings(max_examples=20)
@given(MADE_UP, SEEDS)
def test_random_games_of_generated_scenarios_are_those_of_the_random_bot(scenario: game.Scenario, seed: int) -> None:
    engine = engine_for(scenario, sorted(scenario.difficulty)[0])
    played = random_playouts(engine, range(seed, seed + 6)).ordered()
    told = [play_out(engine, one, RANDOM.choose) for one in range(seed, seed + 6)]
    assert np.stack(played.columns, axis=1).tolist() == [list(f.state) for f in told]
    assert played.decisions.tolist() == [f.decisions for f in told]
    assert played.score.tolist() == [f.score for f in told]


def test_games_that_wait_for_others_are_played_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engine_for(game.load("deft-diplomacy"), "standard")
    together = random_playouts(engine, range(300)).ordered()
    monkeypatch.setattr(playouts, "CHUNK", 40)
    apart = random_playouts(engine, range(300)).ordered()
    assert np.array_equal(np.stack(apart.columns), np.stack(together.columns))
    assert np.array_equal(apart.games, np.arange(300))
    assert np.array_equal(apart.score, together.score)


@pytest.mark.parametrize("played_on", [1, 1 << 40])
def test_games_played_on_for_nothing_are_told_as_they_ended(monkeypatch: pytest.MonkeyPatch, played_on: int) -> None:
    """Whether all games that have ended are played on beside the others, or none: what is told is the same."""
    engine = engine_for(game.load("deft-diplomacy"), "standard")
    told = random_playouts(engine, range(300)).ordered()
    assert len(set(told.columns[TURN].tolist())) > 3
    monkeypatch.setattr(playouts, "PLAYED_ON", played_on)
    again = random_playouts(engine, range(300)).ordered()
    assert np.array_equal(np.stack(again.columns), np.stack(told.columns))
    assert np.array_equal(again.games, np.arange(300))
    assert np.array_equal(again.decisions, told.decisions)


def test_more_games_than_constants_are_kept_for() -> None:
    count = expressions.LONGEST + 5
    engine = engine_for(game.load("ladder"), "standard")
    batch = Batch.new(engine, range(count))
    while not batch.over.all():
        legal = batch.legal()
        batch.play(np.where(batch.over, -1, legal.argmax(axis=1)))
    world = engine.world(count - 1)
    state = engine.opening(world)
    while legal_now := engine.legal(state, world):
        state = engine.play(state, min(legal_now), world)
    assert batch.state[-1].tolist() == list(state)


def test_the_examples_are_true() -> None:
    assert doctest.testmod(game.lab.batch).failed == 0


def test_dealt_worlds_play_alike() -> None:
    engine = engine_for(game.load("deft-diplomacy"), "standard")
    named = {"movers": ("us", "us"), "economic": ("debt_workout", "green_loan"), "happenings": ("earthquake",)}
    worlds = [engine.world(seed, named if seed % 2 else {"movers": ("eu",)}) for seed in range(20)]
    rng = Random(2)
    assert play_beside(engine, worlds, Batch.dealt(engine, worlds), lambda step, game, legal: rng.choice(legal))
