"""The game in a real window: keys come from a keyboard, the picture from the screen, kills from outside."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pygame
import pytest

import game
from game.desktop.board.app import App
from game.desktop.scenes.view import view
from game.desktop.screens import BOARD, ENDING
from game.desktop.session import Session
from game.record.journal import Journal
from game.record.notation import RecordError, replay
from game.rules.play import Game
from game.scenario.library import resources
from game.scenes.scene import BoardScene
from tests.xwindow import LOOKS, ROOT, Screen, missing, until

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"NO REAL WINDOW IS TESTED: {missing()}")
FLAGSHIP = "deft-diplomacy"


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    with Screen(tmp_path / "screen") as screen:
        yield screen


class Player:
    """One run of the program, and somebody who reads its journal and types."""

    def __init__(self, screen: Screen, home: Path, *arguments: str) -> None:
        self.screen, self.home = screen, home
        environment = screen.environment({"MULTIVECTOR_HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")})
        self.process = subprocess.Popen(
            [sys.executable, "-m", "game", *arguments],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.window = screen.window(self.process)

    def __enter__(self) -> Player:
        return self

    def __exit__(self, *error: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    @property
    def file(self) -> Path:
        """The file of the only game there is."""
        (path,) = (self.home / "games").glob("*.game")
        return path

    def kept(self) -> Game:
        """The game as it is on disk."""
        return replay(Journal.open(self.file)[1], game.load(FLAGSHIP)).game

    def plays(self, position: Game, number: int) -> Game:
        """The position after the move with that number; waits until it is on disk."""
        held = self.file.stat().st_size
        self.screen.keys(str(number), "Return")

        def after() -> Game | None:
            if self.file.stat().st_size == held:
                return None
            try:
                now = self.kept()
            except RecordError:
                return None
            return now if now.depth > position.depth else None

        found = until(f"move {position.depth + 1}", after, self.process)
        assert found.past is not None and found.past.state == position.state
        if found.turn != position.turn or found.over:
            self.screen.keys("space")  # the report of the turn
        return found

    def fills_the_screen(self, does: bool) -> None:
        """Press F11, and wait until the game, perhaps in another window, is painted over the whole screen or not."""
        self.screen.keys("F11")
        until("another size", lambda: any(self.screen.picture()[1][-300:]) == does, self.process, LOOKS)
        self.window = self.screen.window(self.process)

    def leaves(self) -> str:
        """What the program printed, once it has left by itself with exit code 0."""
        printed, _ = self.process.communicate(timeout=60)
        assert self.process.returncode == 0, printed.decode()
        return printed.decode()


def numbers(position: Game) -> list[int]:
    """The keys from 1 to 9 that play a legal move."""
    scene = view(Session(game=position, screen=BOARD))
    assert isinstance(scene, BoardScene)
    return [number for number, move in enumerate(scene.decision.moves[:9], 1) if move.legal]


def whole_game(seed: int, at_least: int) -> list[int]:
    """Keys that lead through a game to its end, which does not come before so many moves."""
    for dice in range(200):
        choose, position, typed = Random(dice), game.start(game.load(FLAGSHIP), seed), list[int]()
        while not position.over and (known := numbers(position)):
            typed.append(choose.choice(known))
            scene = view(Session(game=position, screen=BOARD))
            assert isinstance(scene, BoardScene)
            position = position.play(scene.decision.moves[typed[-1] - 1].id)
        if position.over and len(typed) >= at_least:
            return typed
    raise AssertionError("no such game")


def shows_the_ending(screen: Screen, window: str, position: Game) -> bool:
    """Whether every pixel in the window is as the app paints the game's ending."""
    at = screen.place(window)
    app = App(Session(game=position, screen=ENDING), pygame.Surface((at["WIDTH"], at["HEIGHT"]), 0, 32))
    app.draw()
    size, pixels = screen.picture()
    whole = pygame.image.frombytes(pixels, size, "RGB")
    window_alone = whole.subsurface((at["X"], at["Y"], at["WIDTH"], at["HEIGHT"]))
    return pygame.image.tobytes(app.surface, "RGB") == pygame.image.tobytes(window_alone, "RGB")


def test_a_whole_game_in_a_window(screen: Screen, tmp_path: Path) -> None:
    home = tmp_path / "home"
    keys = whole_game(7, at_least=30)
    with Player(screen, home, "play", FLAGSHIP, "--seed", "7") as player:
        screen.keys("Return")  # the briefing
        position = player.kept()
        for typed, number in enumerate(keys):
            position = player.plays(position, number)
            if typed in (5, 8):
                player.fills_the_screen(typed == 5)
            elif typed in (11, 14):
                width, height = ("1100", "700") if typed == 11 else ("1280", "800")
                screen.do("windowsize", "--sync", player.window, width, height)
        assert position.over
        until("the ending", lambda: shows_the_ending(screen, player.window, position), player.process, LOOKS)
        screen.do("windowsize", "--sync", player.window, "200", "150")
        until("a small ending", lambda: shows_the_ending(screen, player.window, position), player.process, LOOKS)
        assert screen.place(player.window)["WIDTH"] == 200
        screen.close(player.window)
        assert player.leaves() == ""
        told = subprocess.run(
            [sys.executable, "-m", "game", "replay", str(player.file), "--verify"],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert told.returncode == 0, told.stderr
        assert f"{len(keys)} moves to the end: " in told.stdout and "every step and state agrees" in told.stdout


def test_a_killed_game_goes_on_from_the_title(screen: Screen, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with Player(screen, home, "play", FLAGSHIP, "--seed", "7") as player:
        screen.keys("Return")
        position = player.kept()
        for _ in range(7):
            position = player.plays(position, numbers(position)[0])
        acknowledged = player.file.read_bytes()
        screen.keys("1")
        os.kill(player.process.pid, signal.SIGKILL)
    with Player(screen, home) as player:
        screen.keys("Return")  # on `Continue`, which has the focus where there is a game to go on with
        after = player.plays(position, numbers(position)[0])
        assert after.played[:-1] == position.played
        assert player.file.read_bytes().startswith(acknowledged)
        screen.keys("ctrl+q")
        assert player.leaves() == ""


def test_a_save_comes_onto_a_board_that_nobody_touches(screen: Screen, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(resources("scenarios") / "ladder", tmp_path / "ladder"))
    file = folder / "scenario.yaml"
    with Player(screen, tmp_path / "home", "play", str(folder), "--watch", "--at", "2") as player:
        written = file.read_text(encoding="utf-8")
        before = screen.picture()
        file.write_text(written.replace("name: Russia", "name: Somebody else"), encoding="utf-8")
        until("the other name", lambda: screen.picture() != before, player.process)
        renamed = screen.picture()
        file.write_text(written.replace("name: Russia", "name Russia"), encoding="utf-8")
        until("what is wrong", lambda: screen.picture() != renamed, player.process)
        player.process.kill()
