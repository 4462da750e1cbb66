"""Forecasts in a session: asked for when shown, taken in as messages, stale ones dropped, off when switched off."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

from typing import Any

import pygame
from attrs import evolve

from game.desktop import intents
from game.desktop.board.app import ANSWERED, App
from game.desktop.foreseeing import wanted, worked_out
from game.desktop.scenes.view import view
from game.desktop.session import Session
from game.lab.background import Answer, Question, answered, key_of
from game.scenes.scene import AdvisersScene, BoardScene, EndingScene, ForecastScene


def begun(scenario: str = "ladder") -> Session:
    return Session().do(intents.Start(scenario, None, 7)).do(intents.Next())


def looking(session: Session, nth: int = 0) -> Session:
    assert session.game is not None
    return session.do(intents.Focus(str(session.game.moves[nth])))


class Slow:
    """Whoever answers when told to, in place of the process."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.ready: list[Answer] = []
        self.closed = False

    def ask(self, question: Question) -> None:
        self.asked.append(evolve(question, playouts=30))

    def answers(self) -> list[Answer]:
        found, self.ready = self.ready, []
        return found

    def close(self) -> None:
        self.closed = True

    def work(self) -> None:
        """Answer the last question."""
        self.ready += answered(self.asked[-1])


def shown(session: Session) -> Any:
    scene = view(session)
    assert isinstance(scene, BoardScene)
    return scene.forecast


def test_a_forecast_is_wanted_for_the_move_that_is_looked_at() -> None:
    board = begun()
    assert wanted(board) is None
    question = wanted(looking(board, 1))
    assert question is not None and board.game is not None
    assert question.moves == (str(board.game.moves[1]),)
    told = worked_out(looking(board, 1))
    assert wanted(told) is None and shown(told).endings
    assert wanted(told.do(intents.Focus()).do(intents.Focus(question.moves[0]))) is None, "kept"


def test_preview_is_untouched_by_a_forecast() -> None:
    before, after = view(looking(begun())), view(worked_out(looking(begun())))
    assert isinstance(after, BoardScene) and after.forecast is not None
    assert evolve(after, forecast=None) == before


def test_stale_and_repeated_answers_change_nothing() -> None:
    session = looking(begun())
    question = wanted(session)
    assert question is not None and session.game is not None
    (answer,) = answered(evolve(question, playouts=30))
    moved = session.do(intents.Play(session.focus))
    assert moved.do(intents.Foreseen(answer)) is moved
    told = session.do(intents.Foreseen(answer))
    assert told is not session and told.do(intents.Foreseen(answer)) is told
    back = told.do(intents.Play(told.focus)).do(intents.Undo())
    assert wanted(looking(back)) is None, "undo finds it again"


def test_switched_off_by_key_setting_or_scenario() -> None:
    session = worked_out(looking(begun()))
    off = session.do(intents.Set("forecasts"))
    assert shown(off) is None and wanted(off) is None
    assert "F" in off.do(intents.Show("advisers")).notice
    assert shown(off.do(intents.Set("forecasts"))) is not None
    game = session.game
    assert game is not None
    object.__setattr__(game.scenario, "forecasts", False)
    try:
        assert shown(session) is None and wanted(session) is None
        assert session.do(intents.Show("forecast")).screen == "board"
    finally:
        object.__setattr__(game.scenario, "forecasts", True)


def test_sheets_tell_all() -> None:
    whole = view(worked_out(looking(begun("deft-diplomacy")).do(intents.Show("forecast"))))
    assert isinstance(whole, ForecastScene) and whole.forecast.fans and "1000" in whole.forecast.basis
    heard = view(worked_out(begun("deft-diplomacy").do(intents.Show("advisers"))))
    assert isinstance(heard, AdvisersScene) and len(heard.voices) == 5
    for voice in heard.voices:
        assert voice.told and voice.figures[0].mean in voice.told
    waiting = view(begun("deft-diplomacy").do(intents.Show("advisers")))
    assert isinstance(waiting, AdvisersScene) and waiting.waiting and not waiting.voices


def test_the_board_goes_on_while_it_waits() -> None:
    slow = Slow()
    app = App(looking(begun()), pygame.Surface((1280, 800)), aside=slow)
    assert [q.moves for q in slow.asked] == [(app.session.focus,)]
    assert shown(app.session).waiting and app.draw()
    app.do(intents.Focus(str(app.session.game.moves[1])))  # type: ignore[union-attr]
    assert len(slow.asked) == 2
    slow.work()
    assert shown(app.session).waiting, "nothing is taken in unasked"
    app.event(pygame.event.Event(ANSWERED))
    assert not shown(app.session).waiting and app.draw()
    app.event(pygame.event.Event(ANSWERED))
    assert len(slow.asked) == 2 and not app.draw(), "nothing new, nothing painted"


def test_no_forecast_at_all_is_told_once() -> None:
    slow = Slow()
    app = App(looking(begun()), pygame.Surface((1280, 800)), aside=slow)
    slow.ready.append(Answer(()))
    app.event(pygame.event.Event(ANSWERED))
    assert "No forecast" in shown(app.session).waiting
    assert wanted(app.session) is None and len(slow.asked) == 1


def test_the_ending_does_not_wait_for_what_it_hung_on() -> None:
    session = begun()
    while session.game is not None and not session.game.over:
        session = session.do(intents.Play(str(session.game.moves[0])))
    slow = Slow()
    app = App(session, pygame.Surface((1280, 800)), aside=slow)
    app.do(intents.Show("ending"))
    scene = view(app.session)
    assert isinstance(scene, EndingScene) and not scene.pivots and scene.working
    slow.work()
    app.event(pygame.event.Event(ANSWERED))
    scene = view(app.session)
    assert isinstance(scene, EndingScene) and scene.pivots and not scene.working
    assert app.session.game is not None and slow.asked[-1].key == key_of(app.session.game)
    app.do(intents.OtherGame(0))
    assert app.session.game is not None and app.session.game.branches
