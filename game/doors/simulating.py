"""The command `simulate`: many games by a bot, with progress, and their totals as a table, JSON or CSV."""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from typing import TYPE_CHECKING, Any

from game.doors.asking import FINE, STOPPED
from game.words import retold, say

if TYPE_CHECKING:
    from game.rules.model import Scenario

BAR = 30
"""Letters of the progress bar."""

OFTEN = 0.1
"""Seconds between two progress lines."""


class CannotSimulate(Exception):
    """What was asked for cannot be played so."""


def simulate(scenario: Scenario, level: str, chosen: argparse.Namespace) -> int:
    """Play and print; 130 if Ctrl-C stopped it, after the totals of what was played. Raises `CannotSimulate`."""
    from game.lab.bots import UnknownBot, bot_named
    from game.lab.simulate import Sweep, flat, run
    from game.lab.sweep import ClusterUnavailable
    from game.rules.engine import engine_for

    try:
        bot = bot_named(chosen.bot, engine_for(scenario, level)).name
    except UnknownBot as problem:
        raise CannotSimulate(retold(problem.told)) from None
    engine = chosen.engine or "batch"
    seed = chosen.seed if chosen.seed is not None else 0
    progress = Progress(chosen.games)
    try:
        work = Sweep(scenario, level, bot, engine)
        result = run(work, chosen.games, seed, progress.tell, chosen.jobs, chosen.cluster)
    except ClusterUnavailable as problem:
        raise CannotSimulate(str(problem)) from None
    finally:
        progress.clear()
    if chosen.json:
        print(json.dumps(result, indent=1, ensure_ascii=False))
    elif chosen.csv:
        rows = csv.writer(sys.stdout, lineterminator="\n")
        rows.writerow(("what", "which", "value"))
        rows.writerows(flat(result))
    else:
        print_summary(result)
    return FINE if result["games"] == chosen.games else STOPPED


class Progress:
    """A line with a bar on standard error, if a person is looking at it."""

    def __init__(self, games: int) -> None:
        self.games = games
        self.shows = sys.stderr.isatty()
        self.begun = time.monotonic()
        self.told = 0.0
        self.wide = 0

    def tell(self, done: int) -> None:
        """Note how many games are done."""
        now = time.monotonic()
        if not self.shows or (now - self.told < OFTEN and done < self.games):
            return
        self.told = now
        full = BAR * done // self.games
        seconds = round((now - self.begun) * (self.games - done) / max(1, done))
        left = say(
            "{done} of {games} games, {seconds} s left", done=f"{done:,}", games=f"{self.games:,}", seconds=seconds
        )
        line = f"[{'#' * full}{'.' * (BAR - full)}] {left}"
        print("\r" + line.ljust(self.wide), end="", file=sys.stderr, flush=True)
        self.wide = len(line)

    def clear(self) -> None:
        """Take the line away."""
        if self.wide:
            print("\r" + " " * self.wide + "\r", end="", file=sys.stderr, flush=True)


def print_summary(result: dict[str, Any]) -> None:
    """The totals as a table for reading."""
    games = result["games"]
    print(
        f"{result['scenario']} {result['difficulty']}, bot {result['bot']}: {games:,} games from seed {result['seed']}"
    )
    for label, count in sorted(result["outcomes"].items(), key=lambda pair: (-pair[1], pair[0])):
        print(f"  {count:>8,}  {100 * count / games:5.1f} %  {label}")
    for name in ("turns", "decisions", "score"):
        values = result[name]
        print(f"  {name}: mean {values.get('mean')}, from {values.get('min')} to {values.get('max')}")
