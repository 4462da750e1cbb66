"""The notation: records as persons type them, mistakes by line, and records that the rules no longer follow."""

from __future__ import annotations

import pytest
from attrs import evolve

import game
from game.record.notation import RecordError, parse, replay, take
from game.rules.play import Game, IllegalMove

HEAD = "multivector record 1\nscenario: ladder\nseed: 7\n"


def ladder() -> game.Scenario:
    return game.load("ladder")


def played(*moves: str) -> Game:
    position = game.start(ladder(), 7)
    for move in moves:
        position = position.play(move)
    return position


def test_what_a_person_types_is_read() -> None:
    text = (
        "\ufeffmultivector record 1".lstrip("\ufeff")
        + """
# A game I played on the train.
scenario:ladder
  seed :  7


government>quiet_diplomacy          # a calm start
   government   >   ots_summit
turn 3
undo
  redo
back   1
government > quiet_diplomacy
switch 1
"""
    )
    result = replay(parse(text), ladder())
    assert result.divergence is None
    assert [str(m) for m in result.game.played] == ["government > quiet_diplomacy", "government > ots_summit"]
    assert len(result.game.branches) == 1


def test_windows_lines_and_no_last_newline_are_read() -> None:
    text = HEAD + "government > quiet_diplomacy\ngovernment > ots_summit"
    assert replay(parse(text.replace("\n", "\r\n")), ladder()).game.depth == 2


def test_a_record_without_hashes_or_version_is_read() -> None:
    result = replay(parse(HEAD + "government > quiet_diplomacy\n"), ladder())
    assert (result.divergence, result.older, result.game.difficulty) == (None, False, "standard")


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("", 1, "begins with"),
        ("hello\n", 1, "begins with"),
        ("multivector record 2\nscenario: ladder\n", 1, "newer"),
        ("multivector record 99999999999999999999\n", 1, "newer"),
        ("multivector record 1\nseed: 7\n", 1, "does not say its scenario"),
        ("multivector record 1\nscenario: ladder\nseed: seven\n", 3, "whole number"),
        ("multivector record 1\nscenario: ladder\nseed: -7\n", 3, "whole number"),
        ("multivector record 1\nscenario: ladder\nseed: 99999999999999999999\n", 3, "whole number"),
        ("multivector record 1\nscenario: ladder\nversion: ٣\n", 3, "whole number"),
        (HEAD + "\ngovernment > quiet_diplomacy\ngovernment quiet\n", 6, "no move"),
        (HEAD + "government > \n", 4, "no move"),
        (HEAD + "> quiet_diplomacy\n", 4, "no move"),
        (HEAD + "a > b > c\n", 4, "no move"),
        (HEAD + "undo\nback one\n", 5, "no step"),
        (HEAD + "undo\nback -1\n", 5, "no step"),
        (HEAD + "undo\nturn 2 = xyz\n", 5, "no step"),
        (HEAD + "undo\nstate = 12\n", 5, "no step"),
        (HEAD + "government > " + "x" * 5_000_000, 1, "at most"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, line: int, word: str) -> None:
    with pytest.raises(RecordError) as error:
        parse(text)
    assert error.value.line == line and word in str(error.value)
    assert len(str(error.value)) < 300


@pytest.mark.parametrize(
    ("steps", "line", "word"),
    [
        ("government > fly", 4, "no such move"),
        ("government > quiet_diplomacy\nundo\nundo", 6, "nothing to undo"),
        ("redo", 4, "nothing to redo"),
        ("back 1", 4, "0 moves"),
        ("back " + "9" * 6_000, 4, ""),
        ("switch 1", 4, "0 branches"),
        ("switch 0", 4, "0 branches"),
    ],
)
def test_a_step_that_cannot_be_taken_ends_the_replay_there(steps: str, line: int, word: str) -> None:
    result = replay(parse(HEAD + steps + "\ngovernment > quiet_diplomacy\n"), ladder())
    assert result.divergence is not None
    assert result.divergence.line == line and word in result.divergence.reason
    assert result.unplayed[-1] == "government > quiet_diplomacy"


def test_another_state_is_told_but_does_not_stop_the_replay() -> None:
    text = HEAD + "government > quiet_diplomacy\nturn 2 = 00000000\ngovernment > ots_summit\nstate = 0000000000000000\n"
    result = replay(parse(text), ladder())
    assert result.divergence is not None and result.divergence.line == 5
    assert result.game.depth == 2 and result.unplayed == ()
    result = replay(parse(HEAD + "turn 5\n"), ladder())
    assert result.divergence is not None and "turn 1" in result.divergence.reason


def test_an_older_scenario_is_noticed() -> None:
    text = played("government > quiet_diplomacy").record()
    assert replay(parse(text), ladder()).older is False
    changed = evolve(ladder(), content="another")
    assert replay(parse(text), changed).older is True


def test_a_newer_engine_is_refused() -> None:
    with pytest.raises(RecordError, match="newer"):
        replay(parse(HEAD + "engine: 99\n"), ladder())


@pytest.mark.parametrize(
    "more", ["difficulty: easy\n", "deal weather: hail\n", "deal storms: hail\n", "seed: 9223372036854775808\n"]
)
def test_a_game_that_cannot_be_started_is_a_record_error(more: str) -> None:
    with pytest.raises(RecordError):
        replay(parse("multivector record 1\nscenario: ladder\n" + more), ladder())


def test_a_dealt_world_is_kept() -> None:
    order = ["border_incident", "calm_quarter", "border_incident"]
    start = game.start(ladder(), 3, dealt={"weather": order})
    end = start.play(start.moves[0]).play(start.moves[1])
    assert "deal weather: border_incident calm_quarter border_incident\n" in end.record()
    again = replay(parse(end.record()), ladder()).game
    assert again.world == end.world and again.state == end.state and again.record() == end.record()


def test_an_event_may_be_called_like_a_step() -> None:
    with pytest.raises(IllegalMove):
        take(played(), "undo > it")
    with pytest.raises(IllegalMove):
        take(played("government > quiet_diplomacy"), "back > 1")


def test_a_move_of_another_scenario_is_refused_by_name() -> None:
    flagship = game.start(game.load("deft-diplomacy"))
    for plan in (flagship.plan.moves[0], flagship.plan.moves[-1]):
        with pytest.raises(IllegalMove):
            played().play(plan.move)
