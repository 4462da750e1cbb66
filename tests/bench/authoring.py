"""How long an author waits: a whole scenario checked in process, mistakes and warnings and all."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from game.rules.expressions import parse_expression, parse_loop, parse_statement
from game.scenario.library import check, resources
from game.scenario.reader import diagnose, read

RUNS = 25
RULES = resources("scenarios") / "rules"
GROWN = 2_000
GRANTED = 50  # milliseconds for checking so many lines


def milliseconds(work: Callable[[], object]) -> tuple[str, float]:
    """The median and the range of some runs, as a text, and the median."""
    seconds = []
    for _ in range(RUNS):
        for parse in (parse_expression, parse_loop, parse_statement):
            parse.cache_clear()
        start = time.perf_counter()
        work()
        seconds.append(1000 * (time.perf_counter() - start))
    told = f"{median(seconds):.0f} ms (from {min(seconds):.0f} to {max(seconds):.0f}, median of {RUNS})"
    return told, median(seconds)


def lines_of(folder: Path) -> int:
    """The lines of a scenario and its ruleset."""
    files = [*folder.glob("*.yaml"), *(RULES / "multivector").glob("*.yaml")]
    return sum(file.read_text(encoding="utf-8").count("\n") for file in files)


def grown(folder: Path, lines: int) -> Path:
    """The lessons' scenario with its cards written again under other ids until it has so many lines in all."""
    shutil.copytree(resources("scenarios") / "first-steps", folder)
    table = folder / "table.yaml"
    text = table.read_text(encoding="utf-8")
    head, cards, rest = re.split(r"(?m)^(?=summits:|cards:)", text)
    entries = re.split(r"(?m)^(?=  \w+:$)", cards)[1:]
    copies: list[str] = []
    left = lines - lines_of(folder)
    number = 0
    while left > 0:
        entry = entries[number % len(entries)]
        copy = re.sub(r"\A  (\w+):", rf"  \1_{2 + number // len(entries)}:", entry)
        kept = copy.splitlines(keepends=True)[:left]
        copies.append("".join(kept))
        left -= len(kept)
        number += 1
    if len(copies[-1].splitlines()) < 4:  # too little of a card: blank lines instead
        copies[-1] = "\n" * copies[-1].count("\n")
    table.write_text(f"{head}{cards}{''.join(copies)}{rest}", encoding="utf-8")
    return folder


def authoring() -> None:
    """A scenario of 2,000 lines, and the flagship: read for play, checked as an editor does, with its catalogues."""
    with TemporaryDirectory() as base:
        folder = grown(Path(base) / "first-steps", GROWN)
        found = diagnose(folder, RULES)[1]
        if found or lines_of(folder) != GROWN:
            raise SystemExit(f"the grown scenario is not what it should be: {lines_of(folder)} lines, {found[:1]}")
        told, middle = milliseconds(lambda: diagnose(folder, RULES))
        print(f"check, {GROWN:,} lines: {told}; {'within' if middle < GRANTED else 'MORE THAN'} {GRANTED} ms")
    folder = resources("scenarios") / "deft-diplomacy"
    print(f"check, the flagship's {lines_of(folder):,} lines: {milliseconds(lambda: diagnose(folder, RULES))[0]}")
    print(f"  read for play, without warnings: {milliseconds(lambda: read(folder, RULES))[0]}")
    print(f"  with its catalogues in two languages: {milliseconds(lambda: check(folder))[0]}")


if __name__ == "__main__":
    authoring()
