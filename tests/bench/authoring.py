"""How long an author waits: a whole scenario checked in process, mistakes and warnings and all."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from game.rules.expressions import parse_expression, parse_loop, parse_statement
from game.scenario.library import check, resources
from game.scenario.reader import diagnose, read

RUNS = 15
RULES = resources("scenarios") / "rules"


def milliseconds(work: Callable[[], object]) -> str:
    """The median and the range of some runs, as a text."""
    seconds = []
    for _ in range(RUNS):
        for parse in (parse_expression, parse_loop, parse_statement):
            parse.cache_clear()
        start = time.perf_counter()
        work()
        seconds.append(1000 * (time.perf_counter() - start))
    return f"{median(seconds):.0f} ms (from {min(seconds):.0f} to {max(seconds):.0f}, median of {RUNS})"


def authoring() -> None:
    """The flagship: read for play, checked as an editor does, checked with its catalogues."""
    folder = resources("scenarios") / "deft-diplomacy"
    files = [*folder.glob("*.yaml"), *(RULES / "multivector").glob("*.yaml")]
    lines = sum(file.read_text(encoding="utf-8").count("\n") for file in files)
    print(f"check, {lines:,} lines in {len(files)} files: {milliseconds(lambda: diagnose(folder, RULES))}")
    print(f"  read for play, without warnings: {milliseconds(lambda: read(folder, RULES))}")
    print(f"  with its catalogues in two languages: {milliseconds(lambda: check(folder))}")


if __name__ == "__main__":
    authoring()
