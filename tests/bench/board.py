"""The board's times: painting, previews, first frames, and in a real window from a key to the picture, and idling."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from select import select
from statistics import median
from tempfile import TemporaryDirectory
from typing import IO

import pygame
from attrs import evolve

import game
from game.desktop import screens
from game.desktop.board.app import App
from game.desktop.board.theme import ATLAS
from game.desktop.intents import Focus
from game.desktop.session import Session
from game.lab.background import Asked, Background
from tests.xwindow import ROOT, Screen, missing

SIZES = ((1280, 800), (1920, 1080), (3840, 2160))
BUSY, HURRY = 60, 0.08
"""Looks while forecasts are worked out, and the seconds between them: about as long as a forecast takes."""
IDLE = 4.0
"""Seconds of doing nothing that are watched, five times."""

WATCHED = """
import sys, time, pygame
flip = pygame.display.flip

def flipped():
    flip()
    print(time.perf_counter(), flush=True)

pygame.display.flip = flipped
from game.cli import main
sys.exit(main(["play", "deft-diplomacy", "--seed", "7"]))
"""
"""The program, which tells by the clock of all processes when a picture is on the screen."""


def told(name: str, seconds: list[float]) -> None:
    """A line with the median and the 95th of a hundred."""
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    print(f"  {name}: {1000 * median(ordered):.1f} ms, p95 {1000 * p95:.1f} ms ({len(ordered)} times)")


def taken(work: Callable[[], object]) -> float:
    """The seconds of a piece of work."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def board(size: tuple[int, int], folder: Path | None, aside: Asked | None = None) -> App:
    """An app without a window that shows a position in the middle of a game."""
    position = game.start(game.load("deft-diplomacy"), 7)
    while not position.over and position.depth < 8:
        position = position.play(position.moves[0])
    session = Session(game=position, screen=screens.BOARD, scenario="deft-diplomacy")
    return App(session, pygame.Surface(size, 0, 32), folder=folder, aside=aside)


def painting(size: tuple[int, int]) -> None:
    """A whole picture again, and a look at another move from its reckoning to its last pixel."""
    app = board(size, None)
    app.draw()
    moves = [str(move) for move in app.session.game.moves] if app.session.game is not None else []

    def redraw() -> None:
        app.painter.paint(app.tree, app.surface)

    def look(number: int) -> None:
        app.do(Focus(moves[number % len(moves)]))
        app.draw()

    for number in range(3):
        look(number)
    width, height = size
    told(f"full redraw at {width}x{height}", [taken(redraw) for _ in range(60)])
    looks = [taken(partial(look, number)) for number in range(60)]
    told(f"look at a move: scene, layout, paint at {width}x{height}", looks)


def foreseeing() -> None:
    """From a look at a move to its last pixel, without forecasts and while the process aside works them out."""
    size = SIZES[0]
    rung = threading.Semaphore(0)
    aside = Background(rung.release)
    try:
        apps = {"without forecasts": board(size, None), "with forecasts": board(size, None, aside)}
        for name, app in apps.items():
            assert app.session.game is not None
            moves = [str(move) for move in app.session.game.moves]
            looks, answers = [], []

            def look(app: App, move: str) -> None:
                app.do(Focus(move))
                app.draw()

            def take(app: App) -> None:
                app.answered()
                app.draw()

            for number in range(BUSY):
                app.session = evolve(app.session, foresights=())  # each look asks anew
                looks.append(taken(partial(look, app, moves[number % len(moves)])))
                until = time.perf_counter() + HURRY
                while app.aside is not None and (left := until - time.perf_counter()) > 0:
                    if rung.acquire(timeout=left):
                        answers.append(taken(partial(take, app)))
            told(f"from a look to its picture, 1280x800, {name}, one every {1000 * HURRY:.0f} ms", looks[3:])
            if answers:
                told("  an answer that is taken in, with its picture", answers)
    finally:
        aside.close()


def first_frames(size: tuple[int, int]) -> None:
    """From an opened game to its first picture, with nothing kept in this process before."""
    for name, keep in (("without a kept map", False), ("with a kept map", True)):
        seconds = []
        with TemporaryDirectory() as folder:
            for _ in range(5):
                if not keep:
                    for file in Path(folder).iterdir():
                        file.unlink()
                seconds.append(taken(lambda: board(size, Path(folder)).draw()))
        told(f"first frame at {size[0]}x{size[1]} {name}", seconds[1:] if keep else seconds)


def in_a_window() -> None:
    """In a real window: from a key to the flip that shows it, and what waiting costs."""
    if missing():
        print(f"  no real window: {missing()}")
        return
    with TemporaryDirectory() as folder, Screen(Path(folder) / "screen", (1920, 1080)) as screen:
        home = {"MULTIVECTOR_HOME": folder, "XDG_CACHE_HOME": folder}
        command = [sys.executable, "-c", WATCHED]
        begun = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=screen.environment(home), stdout=subprocess.PIPE, bufsize=0)
        assert process.stdout is not None
        try:
            first = _flip(process.stdout)
            print(f"  window with its first picture: {1000 * (first - begun):.0f} ms after the start")
            screen.window(process)
            screen.keys("Return")
            while _flip(process.stdout, 1.5):
                pass  # one screen fades into the other
            for name, pause, times in (("while playing", 0.05, 60), ("after a pause of 4 s", 4.0, 6)):
                seconds = []
                for _ in range(times):
                    time.sleep(pause)
                    pressed = screen.press("Tab")
                    seconds.append(_flip(process.stdout, since=pressed) - pressed)
                told(f"from a key to the flip, 1280x800, {name}", seconds)
            time.sleep(1)
            shares = []
            for _ in range(5):
                before = _spent(process.pid)
                time.sleep(IDLE)
                shares.append((_spent(process.pid) - before) / IDLE)
            each = ", ".join(f"{100 * share:.2f}" for share in shares)
            print(f"  idle in the window: {100 * median(shares):.2f} % of a core ({each}; {IDLE:.0f} s each)")
        finally:
            process.kill()
            process.communicate()


def _flip(told: IO[bytes], patience: float = 60.0, since: float = 0.0) -> float:
    """When the next picture came onto the screen; 0 if none does for so many seconds.

    One from before `since` does not count: a forecast that came meanwhile.
    """
    while select([told], [], [], patience)[0]:
        with suppress(ValueError):  # what pygame says of itself
            if (flipped := float(told.readline())) >= since:
                return flipped
    return 0.0


def _spent(pid: int) -> float:
    """The processor seconds of all threads of a process so far, to the nanosecond."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def run() -> None:
    """Every figure of the board."""
    print(f"the board, theme {ATLAS.name}, pygame-ce {pygame.ver}, {os.cpu_count()} cores:")
    pygame.display.init()
    for size in SIZES:
        painting(size)
    foreseeing()
    for size in SIZES[:2]:
        first_frames(size)
    in_a_window()


if __name__ == "__main__":
    run()
