"""The command `balance`: one scenario studied, or two versions compared, told as a page, as JSON and in few lines."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.doors.asking import FINE, STOPPED
from game.doors.progress import Progress
from game.words import say

if TYPE_CHECKING:
    from game.lab.balance.measuring.plain import Figures
    from game.rules.model import Scenario


def balance(scenarios: list[Scenario], folders: list[Path], level: str, chosen: argparse.Namespace) -> int:
    """Study, write and tell; 130 if Ctrl-C stopped it, after the report on what was seen until then.

    Two scenarios, and the folders they stand in, are compared. Raises `OSError` where the report cannot be written.
    """
    progress = Progress(lambda part, left: say("about {seconds} s left", seconds=left))
    studied = []
    for number, scenario in enumerate(scenarios):
        studied.append(_studied(scenario, level, chosen, number, len(scenarios), progress))
        if studied[-1]["stopped"] == "asked" and number + 1 < len(scenarios):
            print(say("stopped before the second version was studied"), file=sys.stderr)
            return STOPPED
    if len(scenarios) == 2:
        told = _compared(scenarios, folders, studied)
    else:
        told = studied[0]
    if chosen.json:
        _write_json(told)
    out = _out(chosen, scenarios[-1])
    if out is not None:
        _write_page(told, out)
    if not chosen.json:
        _print(told)
        if out is not None:
            print(say("the report is in {file}", file=out))
    return STOPPED if any(one["stopped"] == "asked" for one in studied) else FINE


def _studied(
    scenario: Scenario, level: str, chosen: argparse.Namespace, number: int, count: int, progress: Progress
) -> Figures:
    from game.lab.balance.measures import measure
    from game.lab.balance.study import QUICK, Sizes, Study

    sizes = QUICK if chosen.quick else Sizes()
    study = Study(
        scenario,
        level,
        sizes,
        chosen.seed or 0,
        chosen.jobs or _cores(),
        (chosen.seconds or 0) / count,
        lambda part: progress.tell((number + part) / count),
    )
    try:
        return measure(study.run())
    finally:
        progress.clear()


def _cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _compared(scenarios: list[Scenario], folders: list[Path], studied: list[Figures]) -> Figures:
    from game.lab.balance.comparing import compared
    from game.lab.balance.differing import changes, text_difference

    text = text_difference(*folders) if all(folder.is_dir() for folder in folders) else ""
    return compared(studied[0], studied[1], changes(scenarios[0], scenarios[1]), text)


def _write_json(told: Figures) -> None:
    print(json.dumps(told, indent=1, ensure_ascii=False))


def _out(chosen: argparse.Namespace, scenario: Scenario) -> Path | None:
    """Where the page goes; nowhere if only JSON was asked for."""
    if chosen.out is not None:
        return Path(chosen.out)
    if chosen.json:
        return None
    return Path(f"{scenario.id}-comparison.html" if chosen.compare else f"{scenario.id}-balance.html")


def _write_page(told: Figures, out: Path) -> None:
    from game.lab.balance.comparing import comparison_page
    from game.lab.balance.page import page_of

    write: Callable[[Any], str] = comparison_page if "changes" in told else page_of
    out.write_text(write(told), encoding="utf-8")


def _print(told: Figures) -> None:
    from game.lab.balance.checks import checks
    from game.lab.balance.comparing import in_words
    from game.lab.balance.telling.wording import verdict_word

    if "changes" in told:
        for change in told["changes"]:
            print(f"  {' > '.join(change['place'])}: {in_words(change)}")
        if not told["changes"]:
            print(say("both versions say the same"))
        for entry in told["moved"]:
            found = entry["difference"]
            if found["low"] > 0 or found["high"] < 0:
                what = f"{entry['what']} {entry['bot'] or entry['name']}"
                print(f"  {what}: {found['points']:+} ({found['low']} … {found['high']})")
        return
    for check in checks(told):
        print(f"  {verdict_word(check.verdict):<10} {check.aim}: {check.measured}")
    if told["stopped"]:
        print(say("stopped before it was complete"))
