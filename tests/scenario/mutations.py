"""Shipped files with one random mistake each: is it told, how near, and how soon?

    python -m tests.scenario.mutations --count 10000 --seed 1

Prints, for each kind of mistake, how many were flagged and how many of those within two lines of it; then the worst.
The exit code is 1 after a traceback, a check of more than a second, or fewer than 97 % near.
"""

from __future__ import annotations

import argparse
import re
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import Pool
from pathlib import Path
from random import Random

from attrs import frozen

from game.scenario.library import resources, shipped
from game.scenario.reader import examine

NEAR = 2  # lines
WANTED = 0.97
SLOWEST = 1.0  # seconds
RULES = resources("scenarios") / "rules"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
MARKS = ":,-{}[]()#'\"|>+=.&*!%@`?"
OTHERS = ("7", "-3", "true", "[a, b]", "{a: b}", "x y z", "''", "1.5", "~", "999999999999", "[]", "{}", "nobody")
_WORD = re.compile(r"[A-Za-z_]{3,}")
_VALUE = re.compile(r"(?m)^(\s*(?:- )?[\w-]+: +)([^\s#|>].*)$")
_MARK = re.compile(f"[{re.escape(MARKS)}]")

Changed = tuple[str, int, int]
"""A text with a mistake, and the first and last line that it touches."""


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True) or [""]


def _at(text: str, start: int, end: int, new: str) -> Changed:
    """The text with a piece replaced."""
    first = text.count("\n", 0, start) + 1
    return text[:start] + new + text[end:], first, first + new.count("\n")


def _told(text: str, rng: Random) -> int:
    """The number of a line that says something."""
    lines = _lines(text)
    rows = [n for n, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")]
    return rng.choice(rows or [0])


def delete(text: str, rng: Random) -> Changed:
    lines, row = _lines(text), _told(text, rng)
    return "".join(lines[:row] + lines[row + 1 :]), row + 1, row + 1


def duplicate(text: str, rng: Random) -> Changed:
    lines, row = _lines(text), _told(text, rng)
    return "".join([*lines[: row + 1], *lines[row:]]), row + 1, row + 2


def swap(text: str, rng: Random) -> Changed:
    lines, row = _lines(text), _told(text, rng)
    other = min(row + 1, len(lines) - 1)
    lines[row], lines[other] = lines[other], lines[row]
    return "".join(lines), row + 1, other + 1


def indent(text: str, rng: Random) -> Changed:
    lines, row = _lines(text), _told(text, rng)
    bare = lines[row].lstrip(" ")
    width = len(lines[row]) - len(bare)
    lines[row] = " " * rng.choice([w for w in (0, width - 2, width - 1, width + 1, width + 2, 9) if w >= 0]) + bare
    return "".join(lines), row + 1, row + 1


def typo(text: str, rng: Random) -> Changed:
    word = rng.choice(list(_WORD.finditer(text)))
    at = rng.randrange(word.start(), word.end())
    new = rng.choice(("", rng.choice(LETTERS), rng.choice(LETTERS) + text[at], text[at] * 2))
    return _at(text, at, at + 1, new)


def punctuate(text: str, rng: Random) -> Changed:
    mark = rng.choice(list(_MARK.finditer(text)))
    return _at(text, mark.start(), mark.end(), rng.choice(("", rng.choice(MARKS), mark[0] * 2)))


def cut(text: str, rng: Random) -> Changed:
    at = rng.randrange(len(text))
    kept = text[:at]
    return kept, kept.count("\n") + 1, kept.count("\n") + 1


def retype(text: str, rng: Random) -> Changed:
    value = rng.choice(list(_VALUE.finditer(text)))
    return _at(text, value.start(2), value.end(2), rng.choice(OTHERS))


def scramble(text: str, rng: Random) -> Changed:
    at = rng.randrange(len(text))
    junk = "".join(chr(rng.choice((rng.randrange(256), rng.randrange(0x2FF), 0, 9, 0x2028))) for _ in range(3))
    return _at(text, at, at + rng.randrange(3), junk)


KINDS: dict[str, Callable[[str, Random], Changed]] = {
    "delete a line": delete,
    "duplicate a line": duplicate,
    "swap two lines": swap,
    "change indentation": indent,
    "misspell a word": typo,
    "change punctuation": punctuate,
    "cut the file": cut,
    "wrong type": retype,
    "random bytes": scramble,
}


@frozen
class Outcome:
    """What became of one mistake."""

    kind: str
    where: str
    codes: tuple[str, ...]
    distance: int | None
    """Lines to the nearest diagnostic; None where none was told."""
    seconds: float
    crash: str = ""


def _files() -> list[tuple[Path, Path, str]]:
    """Every file that is mutated: the folder of the scenario that is read, the file, its text.

    A shared ruleset's files are read through the first scenario that stands on it.
    """
    found = []
    rulesets: set[str] = set()
    for name in shipped():
        folder = resources("scenarios") / name
        files = sorted(folder.glob("*.yaml"))
        named = re.search(r"(?m)^rules: (\w+)", (folder / "scenario.yaml").read_text(encoding="utf-8"))
        if named is not None and named[1] not in rulesets:
            rulesets.add(named[1])
            files += sorted((RULES / named[1]).glob("*.yaml"))
        found += [(folder, file, file.read_text(encoding="utf-8")) for file in files]
    return found


FILES = _files()


def mutate(number: int, seed: int) -> Outcome:
    """One mistake, put in and looked for."""
    rng = Random(f"{seed}/{number}")
    kind = list(KINDS)[number % len(KINDS)]
    folder, file, text = rng.choice(FILES)
    changed, first, last = KINDS[kind](text, rng)
    data = changed.encode("utf-8", "replace")
    shown = file.relative_to(resources("scenarios")).as_posix()
    where = f"{number}: {shown}:{first}"

    def read(path: Path) -> bytes:
        return data if path == file else path.read_bytes()

    start = time.process_time()
    try:
        told = examine(folder, RULES, read=read).diagnostics if changed != text else ()
    except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
        return Outcome(kind, where, (), None, time.process_time() - start, traceback.format_exc())
    seconds = time.process_time() - start
    lines = [d.location.line for d in told if d.location.file == shown]
    lines += [r.location.line for d in told for r in d.related if r.location.file == shown]
    distance = min((max(first - line, line - last, 0) for line in lines), default=10_000) if told else None
    return Outcome(kind, where, tuple(d.code for d in told), distance, seconds)


def _several(job: tuple[range, int]) -> list[Outcome]:
    return [mutate(number, job[1]) for number in job[0]]


def outcomes(count: int, seed: int, processes: int = 1) -> Iterator[Outcome]:
    """What became of so many mistakes, in order."""
    jobs = [(range(at, min(at + 100, count)), seed) for at in range(0, count, 100)]
    if processes == 1:
        for job in jobs:
            yield from _several(job)
        return
    with Pool(processes) as pool:
        for found in pool.imap(_several, jobs):
            yield from found


def is_near(outcome: Outcome) -> bool:
    """Whether a mistake that was told was told where it is."""
    return outcome.distance is not None and outcome.distance <= NEAR


def table(found: Sequence[Outcome]) -> str:
    """The figures of each kind, and of all."""
    rows = ["kind                    tried  flagged     near   slowest"]
    for kind in (*KINDS, "all"):
        own = [o for o in found if kind in (o.kind, "all")]
        flagged = [o for o in own if o.distance is not None]
        near = sum(map(is_near, flagged))
        share = 100 * near / max(1, len(flagged))
        slowest = max((o.seconds for o in own), default=0.0)
        rows.append(f"{kind:<22}{len(own):>7,}{len(flagged):>9,}{share:>8.1f}%{1000 * slowest:>7.0f} ms")
    return "\n".join(rows)


def main() -> int:
    """Run the mistakes asked for and print what became of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--far", type=int, default=12, help="how many of those told far away to list")
    chosen = parser.parse_args()
    found = list(outcomes(chosen.count, chosen.seed, chosen.processes))
    print(table(found))
    far = [o for o in found if o.distance is not None and not is_near(o)]
    print("far:", Counter((o.kind, o.codes[0]) for o in far).most_common(12))
    for outcome in far[: chosen.far]:
        print(f"  {outcome.kind}, {outcome.where}: {outcome.distance} lines, {', '.join(outcome.codes[:4])}")
    crashes = [o for o in found if o.crash]
    for outcome in crashes[:3]:
        print(f"{outcome.kind}, {outcome.where}\n{outcome.crash}")
    slow = [o for o in found if o.seconds > SLOWEST]
    flagged = sum(o.distance is not None for o in found)
    fine = not crashes and not slow and flagged - len(far) >= WANTED * flagged
    return 0 if fine else 1


if __name__ == "__main__":
    raise SystemExit(main())
