"""Every name of the shipped scenarios, misspelt by one or two edits where it is used: is the right one suggested?

    python -m tests.scenario.misspellings --count 2000 --seed 1

Prints the figure for each role that a name can have, and the misspellings that were not told or told wrongly.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random

from attrs import frozen

from game.rules.expressions import KEYWORDS
from game.rules.problems import edits
from game.scenario.library import shipped
from game.scenario.reader import examine
from game.scenario.server.occurrences import DECLARES
from game.scenario.server.project import Project
from game.scenario.server.symbols import LOCAL
from tests.scenario.server.desks import shipped_project

ALL_OF_IT = "deft-diplomacy"
"""The scenario that stands on its whole ruleset: through it the ruleset's own names are tried."""
LETTERS = "abcdefghijklmnopqrstuvwxyz_"
_QUOTED = re.compile(r"`([^`]+)`")
_WORD = re.compile(r"[A-Za-z_][\w-]*\Z")


@frozen
class Use:
    """A name where it is used."""

    scenario: str
    role: str
    word: str
    file: Path
    line: int
    start: int
    end: int


def misspelt(word: str, rng: Random) -> str:
    """The word with one letter added, dropped, changed or swapped with the next."""
    at, letter = rng.randrange(len(word)), rng.choice(LETTERS)
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + letter + word[at:]
    if kind == 1 and len(word) > 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[:at] + letter + word[at + 1 :]
    return word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]


@cache
def project_of(name: str) -> Project:
    return shipped_project(name)


def _uses_in(name: str) -> Iterator[Use]:
    project = project_of(name)
    for found in project.occurrences():
        symbol = found.symbols[0]
        file = Path(found.file)
        dead = file.is_relative_to(project.rulesets) and name != ALL_OF_IT  # what it replaces or removes there
        if found.role != DECLARES and found.exact and symbol.kind != LOCAL and file.parent.name != "tests" and not dead:
            yield Use(name, symbol.kind, symbol.id, file, found.location.line, found.start, found.end)
    for view in project.views():
        for spot in view.spots if not view.shared else ():  # of a ruleset nothing is told that is only a warning
            key, shape, word = spot.key, spot.shape, spot.node.word
            own = shape.key if shape is not None else None
            if key is not None and own is not None and key.word == own.name and key.style == "plain":
                yield Use(name, "keys", own.name, view.path, key.line, key.start, key.end)
                if own.name == "icon" and word and spot.node.style == "plain":
                    yield Use(name, "icons", word, view.path, spot.node.line, spot.node.start, spot.node.end)


@cache
def uses() -> dict[str, list[Use]]:
    """Every use of a name in the shipped scenarios, by role; each name of a scenario once."""
    found: dict[str, dict[tuple[str, str], Use]] = {}
    for name in shipped():
        for use in _uses_in(name):
            found.setdefault(use.role, {}).setdefault((name, use.word), use)
    return {role: list(those.values()) for role, those in found.items()}


@cache
def words_of(name: str) -> frozenset[str]:
    """All words that mean something somewhere in a scenario."""
    return frozenset(use.word for use in _uses_in(name)) | {
        symbol.id for found in project_of(name).occurrences() for symbol in found.symbols
    }


def wrongly(use: Use, rng: Random) -> str | None:
    """A misspelling by one or two edits that is no other name, and no nearer to one; None if there is none."""
    for _ in range(20):
        wrong = use.word
        for _ in range(rng.randint(1, 2) if len(use.word) > 3 else 1):
            wrong = misspelt(wrong, rng)
        known = words_of(use.scenario)
        if _WORD.match(wrong) and wrong not in known and wrong not in KEYWORDS and wrong not in ("true", "false"):
            return wrong
    return None


def verdict(use: Use, wrong: str) -> str:
    """What is told of the misspelling: `right`, or what was told instead."""
    project = project_of(use.scenario)
    text = project.buffers.text(use.file).text
    data = (text[: use.start] + wrong + text[use.end :]).encode()

    def read(path: Path) -> bytes:
        return data if path == use.file else path.read_bytes()

    told = examine(project.folder, project.rulesets, read=read).diagnostics
    here = [d for d in told if d.location.file.endswith(use.file.name) and d.location.line == use.line]
    for name in (part for d in here for quoted in _QUOTED.findall(d.hint) for part in (quoted, *quoted.split("."))):
        if name == use.word or edits(wrong, name) <= edits(wrong, use.word):
            return "right"
    return "; ".join(f"{d.code} {d.location} {d.message} {d.hint}" for d in here or told[:2]) or "nothing"


def sample(count: int, seed: int) -> Iterator[tuple[Use, str]]:
    """So many misspellings, of every role in turn."""
    rng = Random(seed)
    decks = {role: rng.sample(found, len(found)) for role, found in sorted(uses().items())}
    for number in range(count):
        role = list(decks)[number % len(decks)]
        use = decks[role][number // len(decks) % len(decks[role])]
        wrong = wrongly(use, rng)
        if wrong is not None:
            yield use, wrong


def table(found: Sequence[tuple[Use, str, str]]) -> str:
    tried = Counter(use.role for use, _, _ in found)
    right = Counter(use.role for use, _, told in found if told == "right")
    rows = [f"{role:<14}{right[role]:>5} of {tried[role]:>5}" for role in sorted(tried)]
    return "\n".join([*rows, f"{'all':<14}{right.total():>5} of {tried.total():>5}"])


def main() -> int:
    """Try the misspellings asked for and print what was told of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    found = [(use, wrong, verdict(use, wrong)) for use, wrong in sample(chosen.count, chosen.seed)]
    print(table(found))
    bad = [(use, wrong, told) for use, wrong, told in found if told != "right"]
    for use, wrong, told in bad[:40]:
        print(f"  {use.role} {use.word} -> {wrong} ({use.scenario}, {use.file.name}:{use.line}): {told}")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
