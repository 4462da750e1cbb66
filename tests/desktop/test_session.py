"""Sessions: whatever a player wants, in any order, the session stays whole."""

from __future__ import annotations

import os
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import game
from game.desktop import intents
from game.desktop.intents import (
    Back,
    Continue,
    Detail,
    FirstGame,
    Focus,
    Help,
    JumpTo,
    Next,
    OtherGame,
    Pick,
    Play,
    Projector,
    Quit,
    Redo,
    SaveRecord,
    Set,
    Show,
    Start,
    Switch,
    TurnTo,
    Undo,
    Why,
)
from game.desktop.keeper import MemoryKeeper
from game.desktop.scenes.view import view
from game.desktop.screens import SCREENS
from game.desktop.session import Session
from game.rules.play import Game
from game.scenario.library import shipped
from game.scenes import details
from game.scenes.scene import BoardScene, BriefingScene, EndingScene, PickerScene, ReportScene, TitleScene

INTENTS = int(os.environ.get("MULTIVECTOR_INTENTS", "2000"))
"""How many random intents are tried; 10,000 before a release."""


class FullDisk(MemoryKeeper):
    """A keeper that cannot write."""

    def play(self, game: Game, move: str) -> Game:
        raise OSError("no space left on the disk")

    def undo(self, game: Game) -> Game:
        raise OSError("no space left on the disk")


def wish(random: Random, session: Session) -> intents.Intent:
    """Something a player might want, sensible or not."""
    g = session.game
    moves = [str(m) for m in g.moves] if g is not None else []
    anything = [str(m.move) for m in g.plan.moves] if g is not None else ["nobody > nothing"]
    tracks = [*(g.values() if g is not None else ()), "no.such", ""]
    ids = [*(details.ids_of(g.scenario) if g is not None else ()), "nothing", "", "cards.", "a > b"]
    choices: list[tuple[int, intents.Intent]] = [
        (30, Play(random.choice(moves or anything))),
        (6, Focus(random.choice(moves or anything))),
        (2, Play(random.choice(anything))),
        (2, Focus(random.choice([*anything, "", "x > y"]))),
        (3, Why(random.choice(tracks))),
        (3, Detail(random.choice(ids))),
        (5, Undo()),
        (3, Redo()),
        (2, JumpTo(random.randrange(-2, 50))),
        (2, Switch(random.randrange(-1, 4))),
        (12, Next()),
        (5, Back()),
        (4, Show(random.choice([*SCREENS, "nowhere"]))),
        (2, Pick(random.choice([*shipped(), "none", None]), random.choice(["hard", "standard", "x", None]), 5)),
        (1, Pick(seed=random.choice([-1, 0, 2**63, 9]))),
        (1, Start(random.choice([*shipped(), "none"]), random.choice([None, "standard", "x"]), random.randrange(50))),
        (1, Continue()),
        (1, Help()),
        (1, random.choice([FirstGame(), Projector(), SaveRecord(), TurnTo(random.randrange(-1, 12))])),
        (1, Set(random.choice(["language", "theme", "scale", "motion", "no such setting"]), random.choice([-1, 1, 9]))),
        (1 if g is not None and g.over else 0, OtherGame(random.randrange(-1, 4))),
    ]
    return random.choices([c for _, c in choices], [w for w, _ in choices])[0]


@pytest.mark.parametrize("scenario", shipped())
def test_random_intents_never_break_a_session(scenario: str) -> None:
    random = Random(11)
    session = Session().do(Start(scenario, None, 3))
    turns_ended = games_ended = 0
    for _ in range(INTENTS // len(shipped())):
        before = session
        intent = wish(random, session)
        session = session.do(intent)
        scene = view(session)
        assert scene.notice == session.notice
        if session.notice:
            assert session.game is before.game and session.screen == before.screen
        if isinstance(intent, Play) and not session.notice:
            assert before.game is not None and session.game is not None
            assert session.game.past is not None and session.game.past.state == before.game.state
            turns_ended += isinstance(scene, ReportScene)
        games_ended += isinstance(scene, EndingScene)
        assert_whole(session)
    assert turns_ended > 3


def assert_whole(session: Session) -> None:
    """The state is the replay of the moves, and there is always a way on."""
    g = session.game
    if g is None:
        return
    if g.depth % 7 == 0:
        again = game.start(g.scenario, seed=g.seed, difficulty=g.difficulty)
        for move in g.played:
            again = again.play(move)
        assert again.state == g.state
    assert g.over or g.moves
    if session.screen == "board" and not g.over:
        assert not session.do(Play(str(g.moves[0]))).notice
    elif session.screen == "board":
        assert session.do(Next()).screen == "ending"
    else:
        assert any(not session.do(i).notice for i in (Next(), Back()))


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(shipped()), st.integers(0, 2**63 - 1))
def test_undo_goes_back_through_a_whole_game(random: Random, scenario: str, seed: int) -> None:
    session = Session().do(Start(scenario, None, seed))
    assert session.game is not None
    states = [session.game.state]
    while session.game is not None and not session.game.over:
        session = session.do(Play(str(random.choice(session.game.moves))))
        states.append(session.game.state if session.game is not None else ())
    for state in reversed(states[:-1]):
        session = session.do(Undo())
        assert session.game is not None and session.game.state == state
    assert session.do(Undo()).notice
    session = session.do(JumpTo(len(states) - 1))
    assert session.game is not None and session.game.state == states[-1]


def test_the_way_from_the_title_to_the_end() -> None:
    session = Session()
    assert isinstance(view(session), TitleScene)
    session = session.do(Next())
    assert isinstance(view(session), PickerScene)
    session = session.do(Pick("ladder", None, 5)).do(Next())
    scene = view(session)
    assert isinstance(scene, BriefingScene) and not scene.started
    session = session.do(Next())
    assert isinstance(view(session), BoardScene)
    while session.game is not None and not session.game.over:
        if session.screen == "report":
            session = session.do(Next())
        session = session.do(Play(str(session.game.moves[0])))
        assert not session.notice
    assert isinstance(view(session), ReportScene)
    session = session.do(Next())
    assert isinstance(view(session), EndingScene)
    assert isinstance(view(session.do(Undo())), BoardScene)
    assert isinstance(view(session.do(Next())), TitleScene)
    assert session.do(Next()).do(Continue()).screen == "ending"
    assert session.do(Quit()).ended


def test_a_step_that_ends_the_turn_shows_its_report_first() -> None:
    session = Session().do(Start("deft-diplomacy", None, 2)).do(Next())
    while session.screen == "board":
        assert session.game is not None
        turn = session.game.turn
        session = session.do(Play(str(session.game.moves[-1])))
    assert session.screen == "report" and session.game is not None and session.game.turn == turn + 1
    assert session.do(Next()).screen == session.do(Back()).screen == "board"


def test_what_cannot_be_written_is_not_played() -> None:
    session = Session(keeper=FullDisk()).do(Start("ladder", None, 2)).do(Next())
    assert session.game is not None
    after = session.do(Play(str(session.game.moves[0])))
    assert after.game is session.game
    assert after.notice == "Not saved: no space left on the disk; the move was not made."


def test_a_refused_move_tells_why() -> None:
    session = Session().do(Start("deft-diplomacy", None, 2)).do(Next())
    told = ""
    while "(you have " not in told:
        g = session.game
        assert g is not None and not g.over
        asked = [m for m in g.plan.moves if m.decision == g.decision.index]
        dear = [m for m in asked if any(unmet.kind == "cost" for unmet in g.why_not(m.move))]
        if dear:
            told = session.do(Play(str(dear[0].move))).notice
            assert told.startswith(f"{dear[0].name}: ")
        session = session.do(Play(str(g.moves[0])))
    assert session.do(Play("nobody > nothing")).notice.startswith("There is no move")


def test_overlays_go_back_to_where_they_were_opened() -> None:
    session = Session().do(Start("deft-diplomacy", None, 2)).do(Next())
    track = next(iter(session.game.scenario.tracks)) if session.game is not None else ""
    deep = session.do(Why(track)).do(Help()).do(Show("history"))
    assert deep.do(Back()).screen == "help"
    assert deep.do(Back()).do(Back()).screen == "why"
    assert deep.do(Back()).do(Back()).do(Back()).screen == "board"


def test_branches_are_kept_and_found_again() -> None:
    session = Session().do(Start("ladder", None, 4)).do(Next())
    assert session.game is not None
    first, second = (str(m) for m in session.game.moves[:2])
    one = session.do(Play(first))
    other = one.do(Undo()).do(Play(second))
    assert one.game is not None and other.game is not None
    assert len(other.game.branches) == 1
    back = other.do(Switch(0))
    assert back.game is not None and back.game.state == one.game.state
    assert other.do(Switch(7)).notice
