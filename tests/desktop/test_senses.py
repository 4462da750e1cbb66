"""Sounds, speech and controllers: there when the machine has them, missed by nobody when it has not."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from attrs import evolve

from game.desktop.board.app import App
from game.desktop.board.input import PAD, Stick, Towards
from game.desktop.board.sound import CUES, Sounds, cues_of
from game.desktop.board.speech import Speaker, engine
from game.desktop.intents import Back, Focus, Next, Play, Set, Show, Start
from game.desktop.session import Session
from game.scenario.library import resources
from game.scenes.scene import SettingsScene

LADDER = "ladder"


@pytest.fixture(autouse=True)
def display() -> Iterator[None]:
    pygame.display.init()
    yield
    pygame.mixer.quit()
    pygame.display.quit()


def board() -> Session:
    return Session().do(Start(LADDER, None, 7)).do(Next())


# Sounds


def test_there_is_a_file_for_every_cue() -> None:
    assert {f.stem for f in (resources("assets") / "sounds").glob("*.wav")} == set(CUES)


def test_a_game_sounds_like_what_happens() -> None:
    session, heard = board(), set()
    assert session.game is not None
    looked = session.do(Focus(str(session.game.moves[0])))
    assert cues_of(session, looked, Focus(str(session.game.moves[0]))) == ("select",)
    refused = session.do(Play("nobody > nothing"))
    assert cues_of(session, refused, Play("nobody > nothing")) == ("refuse",)
    refused = session.do(Show("ending"))
    assert cues_of(session, refused, Show("ending")) == ("refuse",)
    while session.screen != "ending":
        assert session.game is not None
        intent = Next() if session.screen == "report" else Play(str(session.game.moves[-1]))
        after = session.do(intent)
        heard |= set(cues_of(session, after, intent))
        session = after
    assert heard <= set(CUES) and heard & {"won", "lost"} and "turn" in heard


def test_no_sound_when_it_is_off() -> None:
    session = board().do(Set("sound"))
    assert session.game is not None and not session.settings.sound
    move = Play(str(session.game.moves[0]))
    assert cues_of(session, session.do(move), move) == ()


def test_the_device_is_given_back_when_nothing_is_heard_and_opened_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    sounds = Sounds(resources("assets") / "sounds")
    sounds.rest(0)
    for _ in range(2):
        sounds.play(("select", "turn"))
        sounds.rest(60_000)
        assert pygame.mixer.get_init() and pygame.mixer.get_busy()
        sounds.rest(0)
        assert not pygame.mixer.get_init()


def test_cues_play_on_a_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    sounds = Sounds(resources("assets") / "sounds")
    assert not pygame.mixer.get_init(), "the device is not opened before it is needed"
    for cue in CUES:
        sounds.play((cue, "gain"))
    assert pygame.mixer.get_init()


def test_without_a_device_nothing_is_heard_and_nothing_told() -> None:
    code = (
        "import pygame, game.desktop.board.sound as s\n"
        "from game.scenario.library import resources\n"
        "sounds = s.Sounds(resources('assets') / 'sounds')\n"
        "sounds.play(('turn', 'gain')); sounds.play(('play',))\n"
        "assert not pygame.mixer.get_init()"
    )
    env = {**os.environ, "SDL_AUDIODRIVER": "alsa", "AUDIODEV": "no-such-card", "PYGAME_HIDE_SUPPORT_PROMPT": "1"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env)
    if done.returncode:
        pytest.skip("there is a sound card of any name here")
    assert done.stderr == "" and "ALSA" not in done.stdout


def test_missing_files_are_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    Sounds(tmp_path).play(("turn", "gain"))


# Speech


def test_the_first_engine_that_is_there_speaks() -> None:
    assert engine("kk", {"espeak-ng": "/bin/espeak-ng", "spd-say": "/bin/spd-say"}.get)[0] == "/bin/espeak-ng"
    assert engine("ru", {"spd-say": "/bin/spd-say"}.get) == ["/bin/spd-say", "-l", "ru", "-e"]
    assert engine("en", lambda name: None) == []


@pytest.mark.skipif(sys.platform == "win32", reason="a script as an engine")
def test_what_is_focused_is_said_without_waiting(tmp_path: Path) -> None:
    said, script = tmp_path / "said.txt", tmp_path / "espeak-ng"
    script.write_text(f"#!/bin/sh\ncat > {said}.part\nmv {said}.part {said}\nsleep 60\n", encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    speaker = Speaker({"espeak-ng": str(script)}.get)
    app = App(Session(), pygame.Surface((1280, 800), 0, 32), speaker=speaker)
    app.event(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_TAB, mod=0, unicode=""))
    focused = app.tree.by_id[app.attention.focus].text
    start = time.monotonic()
    app.event(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_F2, mod=0, unicode=""))
    assert time.monotonic() - start < 30  # not the minute that the engine takes
    assert _read(said).startswith(focused)
    said.unlink()
    app.event(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_F2, mod=pygame.KMOD_LSHIFT, unicode=""))
    whole = _read(said)
    assert "New game" in whole and "Quit" in whole
    speaker.hush()


def _read(file: Path) -> str:
    for _ in range(3_000):
        if file.is_file():
            return file.read_text(encoding="utf-8")
        time.sleep(0.01)
    raise AssertionError("nothing was said")


def test_without_an_engine_the_player_is_told() -> None:
    app = App(Session(), pygame.Surface((1280, 800), 0, 32), speaker=Speaker(lambda name: None))
    app.event(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_F2, mod=0, unicode=""))
    assert "speech" in app.session.notice


# Controllers


def test_a_controller_moves_and_presses() -> None:
    app = App(Session(), pygame.Surface((1280, 800), 0, 32))
    first = app.attention.focus
    button(app, pygame.CONTROLLER_BUTTON_DPAD_DOWN)
    second = app.attention.focus
    assert second != first
    axis(app, pygame.CONTROLLER_AXIS_LEFTY, 32767)
    axis(app, pygame.CONTROLLER_AXIS_LEFTY, 30000)
    third = app.attention.focus
    assert third != second
    axis(app, pygame.CONTROLLER_AXIS_LEFTY, 0)
    axis(app, pygame.CONTROLLER_AXIS_LEFTY, -32768)
    assert app.attention.focus == second
    button(app, pygame.CONTROLLER_BUTTON_START)
    assert isinstance(app.scene, SettingsScene)
    button(app, pygame.CONTROLLER_BUTTON_B)
    assert app.session.screen == "title"
    app.attend(evolve(app.attention, focus="menu:new"))
    button(app, pygame.CONTROLLER_BUTTON_A)
    assert app.session.screen == "picker"


def button(app: App, number: int) -> None:
    app.event(pygame.event.Event(pygame.CONTROLLERBUTTONDOWN, button=number, instance_id=0))


def axis(app: App, number: int, value: int) -> None:
    app.event(pygame.event.Event(pygame.CONTROLLERAXISMOTION, axis=number, value=value, instance_id=0))


def test_a_stick_must_come_back_before_it_steps_again() -> None:
    stick = Stick()
    across = pygame.CONTROLLER_AXIS_LEFTX
    assert stick.act(across, 25_000) == Towards(1, 0)
    assert stick.act(across, 15_000) is None
    assert stick.act(across, 25_000) is None
    assert stick.act(across, 0) is None
    assert stick.act(across, -25_000) == Towards(-1, 0)
    assert PAD[pygame.CONTROLLER_BUTTON_B] == Back()
