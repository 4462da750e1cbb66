"""Thousands of random things a player could do, on every screen: nothing breaks, and there is always a way on."""

from __future__ import annotations

import os

os.environ["SDL_VIDEODRIVER"] = "dummy"

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pygame
import pytest
from attrs import evolve

from game.desktop.author import Author
from game.desktop.board.app import App
from game.desktop.board.input import BINDINGS
from game.desktop.diskkeeper import DiskKeeper
from game.desktop.intents import Back, Next, Play, Show, Start
from game.desktop.keeper import MemoryKeeper
from game.desktop.screens import BOARD, SCREENS, TITLE
from game.desktop.session import Session
from game.record.journal import Journal
from game.record.notation import replay
from game.scenario.library import check, shipped

EVENTS = int(os.environ.get("MULTIVECTOR_INTENTS", "2000"))
"""How many random events the app takes; 10,000 before a release."""

SIZES = ((1280, 800), (1100, 700), (960, 600), (640, 400), (1920, 1080), (200, 150))
CODES = [key[0] for binding in BINDINGS for key in binding.keys if key[0] not in (pygame.K_q, pygame.K_F11)]
MODS = (0, 0, 0, 0, pygame.KMOD_CTRL, pygame.KMOD_SHIFT)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A display without a screen, and a folder of the test's own for what is kept."""
    monkeypatch.setenv("MULTIVECTOR_HOME", str(tmp_path))
    pygame.display.init()
    yield tmp_path
    pygame.display.quit()


@cache
def faulty() -> Author:
    """What the author of a file with mistakes in it knows."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "scenario.yaml").write_text("format: 1\nid: faulty\nturns: many\ntrack: {}\n", encoding="utf-8")
        found = check(folder)[0].diagnostics
    assert len(found) > 1
    return Author("faulty", tuple(found))


def opened(dice: random.Random) -> App:
    """The program as it starts: at the title, or in a new game; sometimes an author's."""
    session = Session(keeper=DiskKeeper(), author=faulty() if dice.random() < 0.3 else None)
    if dice.random() < 0.8:
        session = session.do(Start(dice.choice(shipped()), None, dice.randrange(50))).do(Next())
    return App(session, pygame.Surface(dice.choice(SIZES), 0, 32))


def event(app: App, dice: random.Random) -> pygame.event.Event:
    """Something that a keyboard or a mouse can do, often aimed at what can be pressed."""
    at = (dice.randrange(app.surface.get_width()), dice.randrange(app.surface.get_height()))
    live = app.tree.focus_order()
    if live and dice.random() < 0.8:
        at = dice.choice(live).rect.centre
    roll = dice.random()
    if roll < 0.45:
        code = dice.choice(CODES)
        text = chr(code) if 32 <= code < 127 else ""
        return pygame.event.Event(pygame.KEYDOWN, key=code, mod=dice.choice(MODS), unicode=text)
    if roll < 0.6:
        held = (dice.random() < 0.3, 0, 0)
        return pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=held)
    if roll < 0.88:
        return pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=dice.choice((1, 1, 1, 1, 2, 3)))
    if roll < 0.93:
        return pygame.event.Event(pygame.MOUSEBUTTONUP, pos=at, button=1)
    return pygame.event.Event(pygame.MOUSEWHEEL, x=dice.choice((0, 1)), y=dice.choice((-2, 0, 2)))


def test_random_events_break_nothing_and_lead_on() -> None:
    dice = random.Random(11)
    app = opened(dice)
    seen: dict[str, int] = {}
    endings = 0
    for count in range(EVENTS):
        if dice.random() < 0.02:
            app.resized(pygame.Surface(dice.choice(SIZES), 0, 32))
        elif dice.random() < 0.02:
            app.do(Show(dice.choice(SCREENS)))
        elif dice.random() < 0.1 and app.session.game is not None and app.session.game.moves:
            app.do(Play(str(dice.choice(app.session.game.moves))))
        else:
            app.event(event(app, dice))
        seen[app.session.screen] = seen.get(app.session.screen, 0) + 1
        endings += app.session.game is not None and app.session.game.over
        assert_leads_on(app)
        if count % 10 == 0:
            assert_kept(app.session)
        if count % 40 == 0 and app.surface.get_size() == SIZES[0]:
            app.draw()
        if app.session.ended or dice.random() < 0.002:
            app = opened(dice)
    assert endings
    if EVENTS >= 10_000:
        assert set(seen) == set(SCREENS)


def assert_leads_on(app: App) -> None:
    """Something enabled can be focused, or a move played; and what the screen's keys do is not refused."""
    session = app.session
    if session.ended:
        return
    order = app.tree.focus_order()
    assert order, f"nothing to focus on {session.screen}"
    assert all(app.tree.by_id[node.id].focusable for node in order)
    if session.screen == BOARD and session.game is not None and not session.game.over:
        assert session.game.moves
    elif session.screen != TITLE:
        unkept = evolve(session, keeper=MemoryKeeper())  # what is tried here must not begin another game's file
        assert any(not unkept.do(intent).notice for intent in (Next(), Back()))


def assert_kept(session: Session) -> None:
    """What the player sees is what the file of the game tells."""
    keeper = session.keeper
    if session.game is None:
        return
    assert isinstance(keeper, DiskKeeper) and keeper.journal is not None
    _, record, notice = Journal.open(keeper.journal.path)
    result = replay(record, session.game.scenario)
    assert result.divergence is None and not notice
    assert result.game.state == session.game.state
    assert result.game.played == session.game.played
