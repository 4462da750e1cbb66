"""The door to the checker: what is wrong with scenarios, and whether what they claim can be refuted."""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from game import __version__
from game.doors.asking import FINE, NO, STOPPED, Commands, Refusal, add_command, language_argument, positive
from game.words import say

if TYPE_CHECKING:
    from game.lab.deep import DeepCheck


def add_commands(commands: Commands) -> None:
    """Add `check`."""
    check = add_command(commands, "check", _check, "tell what is wrong with scenarios")
    check.add_argument("paths", nargs="*", metavar="PATH", help="a scenario's folder, file or id, or a folder of them")
    check.add_argument("--format", choices=("text", "json", "sarif"), default="text", help="how to tell it")
    check.add_argument("--fix", action="store_true", help="mend what can be mended safely, and tell the rest")
    check.add_argument("--baseline", metavar="FILE", type=Path, help="do not tell what this file holds as known")
    check.add_argument("--write-baseline", metavar="FILE", type=Path, help="keep all that is told as known")
    check.add_argument("--translations", action="store_true", help="count the texts without a translation too")
    language_argument(check)
    deep = check.add_argument_group("claims")
    deep.add_argument("--deep", action="store_true", help="try to refute what the scenario claims, by playing")
    deep.add_argument("--examples", type=positive, metavar="N", help="how hard to try (default: 200)")
    deep.add_argument("--seconds", type=positive, metavar="S", help="the most for one scenario (default: 20)")
    deep.add_argument("--records", metavar="DIR", type=Path, help="where to write the games that tell (default: yours)")
    check.add_argument("--explain", metavar="CODE", help="tell what a code means, with a bad and a good example")


def _check(chosen: argparse.Namespace) -> int:
    from game.scenario.checking import CheckError, explained, run_check

    if not chosen.deep and (chosen.examples or chosen.seconds or chosen.records):
        raise Refusal(say("`--examples`, `--seconds` and `--records` go with `--deep`"))
    if chosen.explain is None and not chosen.paths:
        raise Refusal(say("name a scenario to check, or a code: `multivector check --explain MV312`"))
    deep = _deep(chosen) if chosen.deep else None
    try:
        if chosen.explain is not None:
            print(explained(chosen.explain))
            return FINE
        report, clean = run_check(
            chosen.paths,
            form=chosen.format,
            fix=chosen.fix,
            baseline=chosen.baseline,
            write=chosen.write_baseline,
            translations=chosen.translations,
            version=__version__,
            further=deep,
        )
    except CheckError as error:
        raise Refusal(str(error)) from None
    print(report)
    return STOPPED if deep is not None and deep.stopped else FINE if clean else NO


def _deep(chosen: argparse.Namespace) -> DeepCheck:
    from game.lab.deep import DeepCheck
    from game.lab.refuting import EXAMPLES, SECONDS

    if find_spec("hypothesis") is None:
        raise Refusal(say("`--deep` needs hypothesis, which is not here: python -m pip install hypothesis"), NO)
    shows, width = sys.stderr.isatty(), 76

    def tick(text: str) -> None:
        if shows:
            print(f"\r{text[:width]:{width}}\r", end="", file=sys.stderr, flush=True)

    return DeepCheck(chosen.examples or EXAMPLES, float(chosen.seconds or SECONDS), chosen.records, tick)
