"""Leading a game to a turn or an event: by ordinary moves, the same each time, and a refusal says why."""

from __future__ import annotations

import pytest
from attrs import evolve

import game
from game.lab.leading import Unreachable, lead
from game.record.notation import parse, replay
from game.rules.play import Game

FLAGSHIP = "deft-diplomacy"


def led(target: str, seed: int | None = None, scenario: str = FLAGSHIP) -> Game:
    found = game.load(scenario)
    level = "standard" if "standard" in found.difficulty else next(iter(found.difficulty))
    return lead(found, level, seed, target).game


def came(position: Game, event: str) -> bool:
    """Whether an event is decided here, or happened in the last step."""
    return position.decision.id == event or any(name == event for name, _ in position.happened)


@pytest.mark.parametrize("scenario", [FLAGSHIP, "first-steps", "ladder"])
def test_every_turn_and_event_of_the_shipped_scenarios_is_reached(scenario: str) -> None:
    found = game.load(scenario)
    for turn in range(1, found.last_turn + 1):
        position = led(str(turn), None, scenario)
        assert position.turn == turn and not position.over
        assert position.past is None or position.past.turn == turn - 1
    for event in found.events:
        assert came(led(event, None, scenario), event), event


def test_the_same_question_has_the_same_answer_and_its_record_plays() -> None:
    one, two = led("hambantota_shadow"), led("hambantota_shadow")
    assert one.record() == two.record()
    result = replay(parse(one.record()), game.load(FLAGSHIP))
    assert result.divergence is None and result.game.state == one.state


def test_a_seed_that_is_given_is_kept() -> None:
    for seed in (1, 7, 12345):
        position = led("4", seed)
        assert (position.seed, position.turn) == (seed, 4)


def test_a_face_of_an_agenda_can_be_led_to() -> None:
    assert led("china.offer").decision.id == "china.offer"


def test_refusals_say_what_was_tried() -> None:
    with pytest.raises(Unreachable, match="did you mean `cpc_court_order`"):
        led("cpc_court_ordr")
    with pytest.raises(Unreachable, match="there is no turn 9; this scenario has 8"):
        led("9")
    with pytest.raises(Unreachable, match="there is no turn 0"):
        led("0")


def test_a_world_that_does_not_deal_an_event_is_told() -> None:
    refused = {}
    for seed in range(6):
        try:
            assert came(led("earthquake", seed), "earthquake")
        except Unreachable as unreachable:
            refused[seed] = str(unreachable)
    assert 0 < len(refused) < 6
    for seed, told in refused.items():
        assert told.startswith(f"seed {seed} does not deal `earthquake` from the deck `happenings`")


def test_an_event_that_nothing_brings_is_told_with_its_condition() -> None:
    scenario = game.load("first-steps")
    event = next(iter(scenario.events))
    never = evolve(scenario.events[event], on="once when treasury < 0")
    changed = evolve(scenario, events={**scenario.events, event: never})
    level = next(iter(changed.difficulty))
    with pytest.raises(Unreachable, match=r"did not come: 400 games were tried on seed 3 .*once when treasury < 0"):
        lead(changed, level, 3, event)
