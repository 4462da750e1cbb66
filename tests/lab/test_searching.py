"""Search: the same move for the same knowledge, alone or in company; it sees what wins, and nothing that is hidden."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import game
from game.lab.batch.games import Batch
from game.lab.bots import UnknownBot, bot_named, name_of
from game.lab.searching import Contest, best_policy, search_playouts, share
from game.lab.simulate import Sweep, play_out, run
from game.rules.claims import BotName
from game.rules.engine import engine_for
from game.scenario.library import load, shipped
from tests.lab.batches import twin
from tests.scenario.folders import all_diagnostics
from tests.strategies import MADE_UP, SEEDS, Play, plays

DUEL = """\
format: 1
id: duel
title: Duel
turns: 3
tracks:
  gold: {start: 2, max: 9}
  crown: {start: 0, max: 1}
envoys:
  captain: {name: Captain}
actions:
  wait: {envoy: captain, name: Wait, do: [gold += 1]}
  waste: {envoy: captain, name: Waste, do: [gold -= 1]}
  take_it: {envoy: captain, name: Take the crown, when: gold >= 2, do: [crown = 1, end crowned]}
  flee: {envoy: captain, name: Flee, do: [end fled]}
endings:
  crowned: {name: Crowned, when: crown == 1, won: true}
  fled: {name: Fled, when: gold == 9}
  over: {name: Over}
"""


def outcomes(bot: str, seeds: range, scenario: str = "ladder") -> tuple[list[list[int]], list[int]]:
    """The last states and the decisions of games that are searched together."""
    engine = engine_for(game.load(scenario), "standard")
    played = search_playouts(engine, name_of(bot, engine), seeds)
    return np.stack(played.columns, axis=1).tolist(), played.decisions.tolist()


@pytest.mark.parametrize(
    ("scenario", "bot", "count"),
    [("ladder", "search:40", 5), ("first-steps", "search:7:pupil", 4), ("deft-diplomacy", "search:5", 6)],
)
def test_a_game_is_the_same_alone_and_in_company(scenario: str, bot: str, count: int) -> None:
    engine = engine_for(game.load(scenario), "standard")
    alone = play_out(engine, count - 1, bot_named(bot, engine).choose)
    states, decisions = outcomes(bot, range(count), scenario)
    assert states[-1] == list(alone.state)
    assert decisions[-1] == alone.decisions


def test_the_totals_are_the_same_for_any_number_of_processes() -> None:
    work = Sweep(game.load("ladder"), "standard", "search:8", "batch")
    told = [run(work, 24, 3, lambda done: None, jobs) for jobs in (1, 2)]
    assert told[0] == told[1]
    assert told[0]["games"] == 24


@pytest.mark.parametrize("name", shipped())
@pytest.mark.parametrize("bot", ["search:20", "search:5:greedy"])
def test_games_that_look_the_same_get_the_same_move(name: str, bot: str) -> None:
    """What is hidden differs, and so do the seeds; the player could not know either."""
    first = game.start(game.load(name), seed=11)
    for _ in range(4):
        move = bot_named(bot, first.engine)(first)
        assert bot_named(bot, first.engine)(twin(first, 12)) is move
        first = first.play(move)


@settings(max_examples=10)
@given(plays(), st.integers(0, 12), SEEDS)
def test_what_is_known_is_one_number(play: Play, depth: int, seed: int) -> None:
    """Imagined worlds differ in what is hidden only, so they have the number of the real one."""
    position = list(play.positions(depth))[-1]
    here = Batch.of(position, 1).knowledge(np.zeros(1, "i8"))
    assert Batch.imagined(position, 6, seed).knowledge(np.arange(6)).tolist() == here.tolist() * 6
    if not position.over:
        after = position.play(position.moves[0])
        assert Batch.of(after, 1).knowledge(np.zeros(1, "i8")).tolist() != here.tolist()


@settings(max_examples=5)
@given(MADE_UP, SEEDS)
def test_it_plays_generated_scenarios_to_their_end(scenario: game.Scenario, seed: int) -> None:
    engine = engine_for(scenario, sorted(scenario.difficulty)[0])
    played = search_playouts(engine, BotName("search", "5"), [seed, seed + 1])
    alone = play_out(engine, seed, bot_named("search:5", engine).choose)
    assert [int(column[0]) for column in played.columns] == list(alone.state)


@pytest.mark.parametrize("rollouts", [1, 3, 4, 16, 100])
def test_it_takes_a_win_that_lies_before_it(tmp_path: Path, rollouts: int) -> None:
    assert all_diagnostics(tmp_path / "duel", DUEL) == ()
    scenario = load(tmp_path / "duel")
    position = game.start(scenario)
    bot = bot_named(f"search:{rollouts}", position.engine)
    if rollouts >= len(position.moves):
        assert bot(position).choice == "take_it"
    assert bot(position) in position.moves


def test_a_few_rollouts_are_far_better_than_chance() -> None:
    engine = engine_for(game.load("ladder"), "standard")
    random = [play_out(engine, seed, bot_named("random", engine).choose).score for seed in range(60)]
    few, more = (search_playouts(engine, BotName("search", n), range(60)).score.mean() for n in ("16:random", "100"))
    assert few > np.mean(random) + 20
    assert more > few + 2
    assert more > 137


@pytest.mark.parametrize(("name", "best"), [("deft-diplomacy", "balancer"), ("first-steps", "pupil")])
def test_the_best_policy_is_found_by_playing(name: str, best: str) -> None:
    assert best_policy(engine_for(game.load(name), "standard")).id == best


@settings(max_examples=30)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=5), st.integers(1, 2_000))
def test_no_game_is_given_more_rollouts_than_allowed(sizes: list[int], rollouts: int) -> None:
    owners = np.repeat(np.arange(len(sizes)), sizes)
    moves = np.concatenate([np.arange(size) for size in sizes])
    contest = Contest.of(owners, moves, len(sizes))
    spent, told = np.zeros(len(sizes), "i8"), np.zeros(len(owners), "i8")
    while len(pairs := contest.next_round(rollouts)):
        np.add.at(spent, owners[pairs], contest.each[owners[pairs]])
        told[pairs] += contest.each[owners[pairs]]
        contest.sums[pairs] += contest.each[owners[pairs]] * (moves[pairs] + 1)  # the last move is the best
        contest.halve()
    assert (spent <= rollouts).all()
    assert spent.tolist() == contest.spent.tolist()
    for game_, size in enumerate(sizes):
        if size > 1 and rollouts >= size:
            assert contest.winners()[game_] == size - 1
            assert told[owners == game_].min() >= 1
        assert size > 1 or spent[game_] == 0


def test_rollouts_are_shared_out_evenly() -> None:
    assert share(1, 100) == 0
    assert [share(n, 64) for n in (2, 4, 8)] == [32, 8, 2]
    assert share(8, 7) == 0


@pytest.mark.parametrize("name", ["search", "search:", "search:0", "search:many", "search:-5", "search:9:nobody"])
def test_a_search_that_cannot_be_is_refused(name: str) -> None:
    with pytest.raises(UnknownBot):
        bot_named(name, engine_for(game.load("ladder"), "standard"))


def test_names_of_searches_are_written_one_way() -> None:
    engine = engine_for(game.load("ladder"), "standard")
    assert [str(name_of(name, engine)) for name in ("search:064", "search:5:shepherd", "search:5:greedy")] == [
        "search:64",
        "search:5:shepherd",
        "search:5:greedy",
    ]
