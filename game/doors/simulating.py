"""The command `simulate`: many games by a bot, with progress, and their totals as a table, JSON or CSV."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from game.doors.asking import FINE, STOPPED
from game.doors.progress import Progress
from game.words import retold, say

if TYPE_CHECKING:
    from game.rules.model import Scenario


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
    progress = Progress(_words(chosen.games))

    def tell(done: int) -> None:
        progress.tell(done / chosen.games)

    try:
        work = Sweep(scenario, level, bot, engine)
        result = run(work, chosen.games, seed, tell, chosen.jobs, chosen.cluster)
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


def _words(games: int) -> Callable[[float, int], str]:
    def told(part: float, left: int) -> str:
        done = f"{round(part * games):,}"
        return say("{done} of {games} games, {seconds} s left", done=done, games=f"{games:,}", seconds=left)

    return told


def print_summary(result: dict[str, Any]) -> None:
    """The totals as a table for reading."""
    games = result["games"]
    world = {name: result[name] for name in ("scenario", "difficulty", "bot", "seed")}
    print(say("{scenario} {difficulty}, bot {bot}: {games} games from seed {seed}", **world, games=f"{games:,}"))
    for label, count in sorted(result["outcomes"].items(), key=lambda pair: (-pair[1], pair[0])):
        print(f"  {count:>8,}  {100 * count / games:5.1f} %  {label}")
    for name, told in (("turns", say("turns")), ("decisions", say("decisions")), ("score", say("score"))):
        values = {key: result[name].get(key) for key in ("mean", "min", "max")}
        print("  " + say("{what}: mean {mean}, from {min} to {max}", what=told, **values))
