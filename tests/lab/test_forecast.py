"""Forecasts: they add up, they are what the kernel plays, they never peek; advisers speak by figures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from attrs import evolve

import game
from game.lab.batch import Batch
from game.lab.batch.forecasts import players_of
from game.lab.batch.playouts import finish
from game.lab.forecast import STRAYS, Voice, advice, forecast, seed_of
from game.lab.searching import best_policy, searcher_for
from game.rules.model import Scenario
from game.rules.plan import ENDING
from game.rules.play import Game
from game.scenario import library

FLAGSHIP = game.load("deft-diplomacy")
COUNT = 60


def later(seed: int = 7, moves: int = 9) -> Game:
    """A position of the flagship some moves on."""
    position = game.start(FLAGSHIP, seed=seed)
    for _ in range(moves):
        position = position.play(position.moves[len(position.moves) // 3])
    return position


def small(folder: Path, text: str) -> Scenario:
    (folder / "scenario.yaml").write_text(text)
    return game.load(folder)


@pytest.mark.parametrize("moves", [0, 5, 9])
def test_shares_add_up_and_bands_stand_in_order(moves: int) -> None:
    position = later(moves=moves)
    for move in position.moves[:3]:
        told = forecast(position, move, COUNT)
        assert sum(share.games for share in told.endings) == told.playouts == COUNT
        low, high = told.win_interval
        assert low <= 100 * told.wins / COUNT <= high
        for fan in told.fans:
            slot = position.plan.slots[position.engine.slot_of[fan.track]]
            assert len(fan.bands) == FLAGSHIP.last_turn - position.turn + 2
            assert all(slot.low <= b.low <= b.median <= b.high <= slot.high for b in fan.bands)
            assert COUNT * slot.low <= fan.total <= COUNT * slot.high


def test_a_forecast_is_what_the_kernel_plays() -> None:
    position = later()
    move = position.moves[1]
    batch = Batch.imagined(position, COUNT, seed_of(position))
    batch.play(np.full(COUNT, move.index))
    policy = searcher_for(position.engine, best_policy(position.engine)).policy
    assert policy is not None
    played = finish(batch, players_of(seed_of(position), COUNT, policy)).ordered()
    told = forecast(position, move, COUNT)
    assert (told.policy, told.strays) == (policy.plan.id, STRAYS) == ("balancer", 8)
    counted = {share.ending: share.games for share in told.endings}
    endings = [position.plan.endings[ending - 1].label for ending in played.columns[ENDING].tolist()]
    assert counted == {label: endings.count(label) for label in set(endings)}
    treasury = played.columns[position.engine.slot_of["treasury"]]
    assert told.fan("treasury").total == int(treasury.sum(dtype="i8"))
    assert told.fan("treasury").bands[-1].median == sorted(treasury.tolist())[(COUNT - 1) // 2]
    assert told.score.high == sorted(played.score.tolist())[(COUNT - 1) * 9 // 10]


def test_win_shares_tell_choices_apart() -> None:
    """Played on by lot alone hardly any game of the flagship is won, whatever is chosen."""
    position = game.start(FLAGSHIP, seed=11)
    told = [forecast(position, move, 400) for move in position.moves]
    best, worst = max(told, key=lambda f: f.wins), min(told, key=lambda f: f.wins)
    assert best.win_interval[0] > worst.win_interval[1] and worst.wins > 0
    assert best.score.median > worst.score.median


def test_without_policies_greedy_plays_on(tmp_path: Path) -> None:
    position = game.start(small(tmp_path, HIDDEN), seed=3)
    assert not position.plan.policies
    told = forecast(position, position.moves[0], COUNT)
    assert told.policy == "greedy"
    assert told.score.median > position["gold"], "it digs in every turn"


def test_the_same_position_has_the_same_forecast() -> None:
    assert forecast(later(), later().moves[0], COUNT) == forecast(later(), later().moves[0], COUNT)


def test_what_looks_the_same_has_the_same_forecast(tmp_path: Path) -> None:
    """Two worlds that differ in nothing that the player knows yet: the rest of the deck lies otherwise."""
    known: dict[object, Game] = {}
    scenario = small(tmp_path, HIDDEN)
    pair = []
    for seed in range(40):
        position = game.start(scenario, seed=seed)
        other = known.setdefault(position.state, position)
        if other.world.tables != position.world.tables:
            pair = [other, position]
            break
    assert pair, "no two worlds that differ in what is hidden alone"
    one, other = (forecast(position, position.moves[0], COUNT) for position in pair)
    assert one == other
    futures = [tuple(p.play(p.moves[0]).state) for p in pair]
    assert len(set(futures)) == 2 or pair[0].world.tables != pair[1].world.tables


HIDDEN = """
format: 1
id: hidden
title: Hidden
turns: 4
turn: [dispatches, envoys, endings]
tracks: {gold: {start: 5, max: 20}}
envoys: {lord: {name: Lord}}
actions: {wait: {envoy: lord, name: Wait}, dig: {envoy: lord, name: Dig, do: [gold += 1]}}
chance: {luck: {deck: events}}
dispatches: [{events: dated, else: luck}]
events:
  calm: {name: Calm, on: turn 1}
  rain: {name: Rain, on: deck luck, do: [gold += 2]}
  fire: {name: Fire, on: deck luck, do: [gold -= 2]}
  wind: {name: Wind, on: deck luck, do: [gold += 1]}
  hail: {name: Hail, on: deck luck, do: [gold -= 1]}
endings: {rich: {name: Rich, won: true, when: turn == last_turn and gold >= 0}, poor: {name: Poor}}
score: gold
"""


def test_a_forced_win_is_certain(tmp_path: Path) -> None:
    position = game.start(small(tmp_path, HIDDEN), seed=3)
    told = forecast(position, None, COUNT)
    assert [(share.name, share.won, share.games) for share in told.endings] == [("Rich", True, COUNT)]
    assert told.wins == COUNT and told.win_interval[1] == pytest.approx(100)


def test_only_what_is_legal_has_a_forecast() -> None:
    position = later()
    refused = next(move for move in position.engine.moves if move not in position.moves)
    with pytest.raises(ValueError, match="cannot be played"):
        forecast(position, refused, COUNT)
    while not position.over:
        position = position.play(position.moves[0])
    with pytest.raises(ValueError, match="over"):
        forecast(position)


# Advisers


def test_interests_are_those_of_the_end(tmp_path: Path) -> None:
    """Without advisers of its own a scenario is advised by what it is scored by: here the same number as the score."""
    position = game.start(small(tmp_path, HIDDEN), seed=3)
    told = forecast(position, position.moves[0], COUNT)
    (voice,) = told.voices
    assert voice.band == told.score
    assert sum(voice.values) == told.fan("gold").total


def test_advisers_choose_what_the_games_say(tmp_path: Path) -> None:
    """Digging brings one gold for certain in the same worlds, whatever comes later."""
    position = game.start(small(tmp_path, HIDDEN), seed=3)
    told = tuple(forecast(position, move, COUNT) for move in position.moves)
    (heard,) = advice(position, told)
    assert (heard.best, heard.rival) == ("lord > dig", "lord > wait")
    assert heard.margin == pytest.approx(1.0) and heard.error == pytest.approx(0.0) and heard.sure
    assert [(ground.track, ground.difference) for ground in heard.grounds] == [("gold", pytest.approx(1.0))]


def test_what_cannot_be_told_apart_is_not_sure() -> None:
    position = later()
    first = forecast(position, position.moves[0], COUNT)
    twin = evolve(first, move="twin")
    assert all(not heard.sure and heard.margin == 0 for heard in advice(position, (first, twin)))
    better = evolve(twin, voices=tuple(Voice(v.adviser, tuple(x + 1 for x in v.values)) for v in twin.voices))
    assert all(heard.sure and heard.best == "twin" for heard in advice(position, (first, better)))


def test_the_flagship_has_advisers_who_disagree() -> None:
    position = later()
    while position.decision.kind != "envoy":
        position = position.play(position.moves[0])
    told = tuple(forecast(position, move, COUNT) for move in position.moves)
    heard = advice(position, told)
    assert [one.adviser for one in heard] == ["finance", "transport", "foreign", "security", "interior"]
    assert len({one.best for one in heard}) > 1


@pytest.mark.parametrize(
    "text,code",
    [
        ("advisers: {a: {name: A, interest: gould}}", "MV3"),
        ("advisers: {a: {name: A, interest: gold, envoy: lard}}", "MV312"),
        ("advisers: {" + ", ".join(f"a{n}: {{name: A, interest: gold}}" for n in range(6)) + "}", "MV340"),
    ],
)
def test_mistaken_advisers_are_told(text: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text(f"{HIDDEN}{text}\n")
    codes = [diagnostic.code for found in library.check(tmp_path) for diagnostic in found.diagnostics]
    assert any(one.startswith(code) for one in codes), codes
