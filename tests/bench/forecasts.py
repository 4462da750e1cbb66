"""Forecasts: how long 1,000 playouts of the flagship take from mid-game, here and by the process aside."""

from __future__ import annotations

import threading
import time
from statistics import median

import game
from game.lab.background import Background, question_of
from game.lab.forecast import forecast
from game.rules.play import Game

RUNS = 9
MOST = 0.1
"""Seconds that a forecast may take."""


def middle() -> Game:
    """The flagship in its fourth turn."""
    position = game.start(game.load("deft-diplomacy"), seed=7)
    while position.turn < 4:
        position = position.play(position.moves[len(position.moves) // 3])
    return position


def run() -> None:
    """Every figure of forecasts."""
    position = middle()
    moves = position.moves
    forecast(position, moves[0])
    times = []
    for n in range(RUNS):
        start = time.perf_counter()
        forecast(position, moves[n % len(moves)])
        times.append(time.perf_counter() - start)
    best, usual = min(times), median(times)
    print(f"a forecast of 1,000 playouts from mid-game: {1000 * best:.0f} ms (median {1000 * usual:.0f} ms);")
    print(f"  {MOST / best:.1f} times as quick as it must be")
    rung = threading.Semaphore(0)
    aside = Background(rung.release)
    try:
        for told in ("the first, with a new process", "the next"):
            start = time.perf_counter()
            aside.ask(question_of(position, (str(moves[0]),)))
            asked = time.perf_counter() - start
            rung.acquire(timeout=60)
            took = time.perf_counter() - start
            print(f"  aside, {told}: {1000 * took:.0f} ms, of which the asker waits {1e6 * asked:.0f} µs")
    finally:
        aside.close()


if __name__ == "__main__":
    run()
