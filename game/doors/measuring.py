"""The doors to the lab: counting move sequences, playing many games, reporting on a scenario's balance."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from game.doors.asking import (
    FINE,
    NO,
    Commands,
    Refusal,
    add_command,
    game_arguments,
    language_argument,
    language_of,
    level_of,
    load,
    new_game,
    positive,
)
from game.words import say

if TYPE_CHECKING:
    from game.rules.engine import Engine
    from game.rules.model import Scenario


def add_commands(commands: Commands) -> None:
    """Add the lab's commands."""
    perft = add_command(commands, "perft", _perft, "count the move sequences of a depth")
    perft.add_argument("scenario", metavar="SCENARIO")
    perft.add_argument("--depth", type=positive, required=True, metavar="N")
    perft.add_argument("--divide", action="store_true", help="count for each first move")
    game_arguments(perft)

    simulate = add_command(commands, "simulate", _simulate, "play many games by a bot and sum them up")
    simulate.add_argument("scenario", metavar="SCENARIO")
    simulate.add_argument("--games", type=positive, default=1000, metavar="N")
    simulate.add_argument(
        "--bot", default="random", metavar="BOT", help="random, greedy, loyalist:MEMBER, policy:NAME or search:ROLLOUTS"
    )
    simulate.add_argument(
        "--engine", choices=("batch", "reference"), help="many games at once, or one by one: the totals are the same"
    )
    simulate.add_argument("--jobs", type=positive, default=1, metavar="N", help="spread the games over N processes")
    simulate.add_argument("--cluster", default="", metavar="ADDRESS", help="or over a Dask cluster, or a `local` one")
    form = simulate.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print plain values instead of a table")
    form.add_argument("--csv", action="store_true", help="print rows for a spreadsheet instead of a table")
    game_arguments(simulate)

    balance = add_command(commands, "balance", _balance, "play a scenario in many ways and report on its balance")
    balance.add_argument("scenario", nargs="?", metavar="SCENARIO")
    balance.add_argument("--compare", nargs=2, metavar=("OLD", "NEW"), help="compare two versions instead")
    balance.add_argument("--out", type=Path, metavar="FILE.html", help="where the page goes (default: here, by its id)")
    balance.add_argument("--json", action="store_true", help="print plain values; a page only with --out")
    balance.add_argument("--quick", action="store_true", help="fewer games: a first impression")
    balance.add_argument("--seconds", type=positive, metavar="S", help="report what there is after about so long")
    balance.add_argument("--jobs", type=positive, metavar="N", help="processes (default: one for each processor)")
    game_arguments(balance)
    language_argument(balance)


def _perft(chosen: argparse.Namespace) -> int:
    from game.lab.perft import divide, perft

    game = new_game(chosen)
    if not chosen.divide:
        print(perft(game, chosen.depth))
        return FINE
    total = 0
    for move, count in divide(game, chosen.depth).items():
        print(f"{move}: {count}")
        total += count
    print(f"total: {total}")
    return FINE


def _engine(chosen: argparse.Namespace) -> tuple[Scenario, Engine]:
    from game.rules.engine import engine_for

    scenario = load(chosen.scenario)
    return scenario, engine_for(scenario, level_of(scenario, chosen.difficulty))


def _simulate(chosen: argparse.Namespace) -> int:
    from game.doors.simulating import CannotSimulate, simulate

    scenario, engine = _engine(chosen)
    try:
        return simulate(scenario, engine.plan.level, chosen)
    except CannotSimulate as problem:
        raise Refusal(str(problem)) from None


def _balance(chosen: argparse.Namespace) -> int:
    from game.doors.balancing import balance
    from game.scenario.library import find

    if (chosen.scenario is None) == (chosen.compare is None):
        raise Refusal(say("name one scenario, or two versions: `multivector balance --compare OLD NEW`"))
    names = chosen.compare or [chosen.scenario]
    scenarios = [load(name, language_of(chosen)) for name in names]
    levels = {level_of(scenario, chosen.difficulty) for scenario in scenarios}
    if len(levels) > 1:
        raise Refusal(say("the versions have no level of difficulty in common: say which with `--difficulty`"))
    try:
        return balance(scenarios, [find(name) for name in names], levels.pop(), chosen)
    except OSError as error:
        raise Refusal(say("cannot write the report: {error}", error=error.strerror or error), NO) from None
