"""`python -m tests.bench`: every benchmark, one after the other."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from random import Random
from statistics import median

import game
from game.lab.bots import RANDOM
from game.lab.simulate import play_out
from game.rules.engine import engine_for
from game.rules.model import Scenario
from tests.bench import batch, board, editing, forecasts, hostile, ladder_dict, live, search
from tests.bench.authoring import authoring

RUNS = 9


def engine_scores(scenario: Scenario, count: int, *, causes: bool = False) -> list[int]:
    """The scores of random ladder games by the engine, each position and its causes kept as in play."""
    rng = Random(1).random
    scores: list[int] = []
    for seed in range(count):
        position = game.start(scenario, seed=seed)
        while moves := position.moves:
            position = position.play(moves[int(rng() * len(moves))])
        if causes:
            for step in position.line_backwards():
                step.causes  # noqa: B018 - spelt out, as `why` would
        scores.append(position.score)
    return scores


def dict_scores(count: int) -> list[int]:
    """The scores of the same games by the plain dict."""
    rng = Random(1).random
    return [ladder_dict.play(seed, lambda n: int(rng() * n)) for seed in range(count)]


def timed(work: Callable[[], object]) -> float:
    """The CPU seconds of a piece of work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def ladder() -> None:
    """The reference engine against a plain dict, in turn, on the same games."""
    scenario, count = game.load("ladder"), 2_000
    if engine_scores(scenario, 300) != dict_scores(300):
        raise SystemExit("the engine and the plain dict do not play the same game")
    ratios, ours, theirs = [], [], []
    for _ in range(RUNS):
        a = timed(lambda: engine_scores(scenario, count))
        b = timed(lambda: dict_scores(count))
        ratios.append(b / a)
        ours.append(count / a)
        theirs.append(count / b)
    print(f"ladder, engine / plain dict: {median(ratios):.2f} (from {min(ratios):.2f} to {max(ratios):.2f})")
    print(f"  engine {median(ours):,.0f} games/s, plain dict {median(theirs):,.0f} games/s (medians of {RUNS})")
    spelt = timed(lambda: engine_scores(scenario, 300, causes=True))
    print(f"  with every cause of every game spelt out: {300 / spelt:,.0f} games/s")


def flagship() -> None:
    """Random games of the flagship on the bare engine and through `Game`."""
    scenario, count = game.load("deft-diplomacy"), 500
    engine = engine_for(scenario, "standard")
    bare = timed(lambda: [play_out(engine, seed, RANDOM.choose) for seed in range(count)])
    print(f"flagship, random games: {count / bare:,.0f} games/s")


def startup() -> None:
    """Whole processes: what a person waits for before anything happens."""
    commands = {
        "python -c pass": ["-c", "pass"],
        "import game": ["-c", "import game"],
        "multivector --help": ["-m", "game", "--help"],
        "multivector scenarios": ["-m", "game", "scenarios"],
    }
    for name, arguments in commands.items():
        seconds = []
        for _ in range(RUNS):
            start = time.perf_counter()
            subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
            seconds.append(time.perf_counter() - start)
        print(f"{name}: {1000 * median(seconds):.0f} ms (from {1000 * min(seconds):.0f} to {1000 * max(seconds):.0f})")


if __name__ == "__main__":
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}")
    ladder()
    flagship()
    batch.run()
    search.run(0.1)
    authoring()
    editing.run()
    hostile.hostile()
    startup()
    board.run()
    forecasts.run()
    live.live()
