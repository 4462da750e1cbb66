"""The guided tutorial: what it promises a beginner, in any game of any seed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from game.rules.model import Scenario
from game.rules.play import Game, start
from game.scenario.library import load, resources
from game.scenario.translation import read_catalogue, texts_of

MOST_CHARACTERS = 260
LESSONS = {
    "two_markers", "your_numbers", "an_offer", "a_demand", "three_envoys", "the_reckoning",
    "jealous_pairs", "the_calendar", "routes_matter", "the_doctrine", "the_shield",
}  # fmt: skip
PARTS_OF_THE_BOARD = {"hand", "calendar", "reckoning", "map"}


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("first-steps")


def played(scenario: Scenario, seed: int) -> tuple[Game, list[str]]:
    """A game played at random, with the ids of the events and envoys that asked in it."""
    game, asked, chance = start(scenario, seed), [], random.Random(seed)
    while game.outcome is None:
        asked.append(game.decision.id)
        game = game.play(chance.choice(game.moves))
    return game, asked


def test_whoever_plays_meets_every_lesson_once_and_cannot_lose_in_two_turns(scenario: Scenario) -> None:
    for seed in range(150):
        game, asked = played(scenario, seed)
        assert game.outcome is not None and game.outcome.turn >= 3, seed
        lessons = [event for event in asked if event in scenario.events]
        expected = LESSONS if game.outcome.turn == scenario.last_turn else LESSONS - {"the_shield"}
        assert expected <= set(lessons) <= LESSONS | {"hostile_power"}, (seed, expected - set(lessons))
        assert len(lessons) == len(set(lessons)), seed


def test_lessons_are_short_and_ask_something(scenario: Scenario) -> None:
    faces = [face for agenda in scenario.agendas.values() for face in agenda.values()]
    for event in (*scenario.events.values(), *faces):
        assert 0 < len(event.text) <= MOST_CHARACTERS, event.name
        assert len(event.options) >= 2, f"{event.name} would happen without being read"


def test_lessons_point_at_what_there_is(scenario: Scenario) -> None:
    start_of = start(scenario, 0)
    known = PARTS_OF_THE_BOARD | set(scenario.tracks) | set(scenario.groups) | set(scenario.envoys)
    known |= {member for group in scenario.groups.values() for member in group.members}
    known |= set(start_of.engine.slot_of)
    for key in LESSONS:
        assert scenario.events[key].highlight, key
        assert set(scenario.events[key].highlight) <= known, key


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_it_can_be_read_in_full_in_other_languages(scenario: Scenario, language: str) -> None:
    texts = texts_of(scenario)
    own = {path for path in texts if _is_own(scenario, path)}
    catalogue = Path(resources("scenarios"), "first-steps", "text", f"{language}.po")
    assert own - set(read_catalogue(catalogue, texts)) == set()


def _is_own(scenario: Scenario, path: str) -> bool:
    """Whether a text stands in the scenario's own files, and not in its ruleset."""
    place = scenario.location(tuple(int(step) if step.isdecimal() else step for step in path.split(".")))
    return place is not None and place.file.startswith("first-steps/")
