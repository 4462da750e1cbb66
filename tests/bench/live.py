"""The live board's times: from an author's save to the picture that shows it, and what watching costs.

With `--window` in a real window too: from the save to the first other pixel that the X server holds.
"""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import pygame
from attrs import evolve

from game.desktop.author import Author
from game.desktop.board.app import App
from game.desktop.live import Live
from game.desktop.session import Session
from game.rules.play import start
from game.scenario.library import load, resources
from game.scenario.watching import EVERY, SETTLED
from tests.xwindow import ROOT, Screen, missing, until

FLAGSHIP = "deft-diplomacy"
SAVES = 15
LOOKS = 2_000


def opened(folder: Path) -> App:
    """A board in the middle of a game of the flagship's copy in a folder."""
    position = start(load(folder), 7)
    while position.depth < 20 and not position.over:
        position = position.play(position.moves[0])
    author = Author(here=folder.parent, id=FLAGSHIP)
    session = Session(game=position, screen="board", scenario=str(folder), author=author)
    app = App(session, pygame.Surface((1280, 800), 0, 32), live=Live.on(folder))
    app.draw()
    return app


def until_drawn(app: App) -> None:
    """Look at the files as the window does, until a new picture is drawn."""
    while not app.draw():
        app.poll(time.monotonic())
        if app.live is not None and not app.live.watch.rests:
            time.sleep(app.live.wait)


def saved(app: App, file: Path, text: str) -> tuple[float, float]:
    """Seconds by the clock and of the processor from a save that is found at once to its picture; on average half of
    `EVERY` comes to the first."""
    beside = file.with_suffix(".tmp")
    beside.write_text(text, encoding="utf-8")
    clock, spent = time.perf_counter(), time.process_time()
    beside.replace(file)
    until_drawn(app)
    taken = time.perf_counter() - clock, time.process_time() - spent
    for _ in range(4):  # what is found afterwards, in the time that is nobody's
        time.sleep(SETTLED)
        app.poll(time.monotonic())
    app.draw()
    return taken


def prices(text: str, first: int, second: int) -> str:
    """The cards with other prices for two that cost three."""
    before, between, after = text.split("treasury: 3}", 2)
    return f"{before}treasury: {first}}}{between}treasury: {second}}}{after}"


def live() -> None:
    """Saves of the flagship's cards: a remark, another price, a name, a mistake; and looks at files at rest."""
    pygame.display.init()
    with TemporaryDirectory() as home:
        folder = Path(home) / FLAGSHIP
        shutil.copytree(resources("scenarios") / FLAGSHIP, folder)
        app, file = opened(folder), folder / "cards.yaml"
        app.poll(time.monotonic())
        good = file.read_text(encoding="utf-8")
        changes = {
            "a remark": lambda n: f"{good}# {n}\n",
            "another price": lambda n: prices(good, n % 5, n // 5),  # never the same again
            "another name": lambda n: good.replace("name: ", f"name: {n} ", 1),
            "a mistake and its mending": lambda n: good if n % 2 else good.replace("treasury", "tresury", 1),
        }
        for name, change in changes.items():
            taken = [saved(app, file, change(n)) for n in range(SAVES)]
            clock, spent = (median(t[i] for t in taken) * 1000 for i in (0, 1))
            ordered = sorted(t[0] * 1000 for t in taken)
            p95 = ordered[round(0.95 * (SAVES - 1))] + 1000 * EVERY
            print(f"from a save to its picture, {name}: {clock + 500 * EVERY:.0f} ms with half a look's wait, "
                  f"p95 {p95:.0f} ms with a whole one, {spent:.0f} ms of the processor "
                  f"(medians of {SAVES}; least {ordered[0]:.0f} ms)")  # fmt: skip
        app.session = evolve(app.session, notice="")
        begun = time.process_time()
        for _ in range(LOOKS):
            app.poll(time.monotonic())
        cost = (time.process_time() - begun) / LOOKS
        share = 100 * cost / EVERY
        print(f"  a look at files at rest: {1e6 * cost:.0f} us, {share:.2f} % of a core at {1 / EVERY:.0f} a second")


def in_a_window() -> None:
    """Saves of the flagship that the window shows: another name of a power, a mistake and its mending."""
    if missing():
        print(f"no real window: {missing()}")
        return
    with TemporaryDirectory() as home, Screen(Path(home) / "screen") as screen:
        folder = Path(home) / FLAGSHIP
        shutil.copytree(resources("scenarios") / FLAGSHIP, folder)
        file = folder / "scenario.yaml"
        good = file.read_text(encoding="utf-8")
        changes = {
            "another name": lambda n: good.replace("name: Russia", f"name: Russia {n}"),
            "a mistake and its mending": lambda n: good if n % 2 else good.replace("name: Russia", "name Russia"),
        }
        command = [sys.executable, "-m", "game", "play", str(folder), "--watch", "--at", "3"]
        environment = screen.environment({"MULTIVECTOR_HOME": home})
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL) as board:
            screen.window(board)
            for name, change in changes.items():
                taken = []
                for n in range(SAVES):
                    time.sleep(1)  # nobody saves faster
                    before, begun = screen.memory(), time.perf_counter()
                    beside = file.with_suffix(".tmp")
                    beside.write_text(change(n), encoding="utf-8")
                    beside.replace(file)
                    until("another picture", lambda before=before: screen.memory() != before, board)
                    taken.append(1000 * (time.perf_counter() - begun))
                taken.sort()
                print(f"from a save to a real window, {name}: {median(taken):.0f} ms, "
                      f"p95 {taken[round(0.95 * (SAVES - 1))]:.0f} ms ({SAVES} times)")  # fmt: skip
            board.kill()


if __name__ == "__main__":
    live()
    if "--window" in sys.argv:
        in_a_window()
