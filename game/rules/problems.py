"""Problems of a scenario: what is wrong, where, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Self

from attrs import frozen

from game.rules.model import Path
from game.rules.syntax import Span, SyntaxProblem
from game.rules.wording import Phrase, phrase

FARTHEST = 2
"""Edits by which a word may be misspelt and still be recognised."""

MOST_MEANT = 3
"""Words that a hint names at most, where several are as near."""


class Suggestion(Phrase):
    """A hint that knows what would be right: a text to put in the place of what is wrong."""

    __slots__ = ("replacement",)
    replacement: str

    def __new__(cls, text: Phrase, replacement: str) -> Self:
        hint = super().__new__(cls, text, text.template, text.values)
        hint.replacement = replacement
        return hint


class Addition(Phrase):
    """A hint that knows what is missing: an entry, as it would stand in the file."""

    __slots__ = ("entry",)
    entry: str

    def __new__(cls, text: Phrase, entry: str) -> Self:
        hint = super().__new__(cls, text, text.template, text.values)
        hint.entry = entry
        return hint


@frozen
class Problem:
    """One mistake in a scenario. `span` is within the text at `path`; None means the whole of it."""

    code: str
    message: str
    path: Path = ()
    span: Span | None = None
    hint: str = ""
    at_key: bool = False
    """Whether the key, rather than the value, is what is wrong."""
    related: tuple[tuple[str, Path], ...] = ()
    """Other places where it matters, each with what it has to do with it."""


def told_at(path: Path, problem: SyntaxProblem) -> Problem:
    """The problem of an expression or statement that stands at a path, or that speaks of one that is itself wrong."""
    return Problem(problem.code, problem.message, problem.path or path, problem.span, problem.hint)


class ScenarioError(Exception):
    """A scenario that cannot be played, with all the problems found in one pass."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0].message if self.problems else "the scenario is broken"
        more = f" (and {len(self.problems) - 1} more)" if len(self.problems) > 1 else ""
        super().__init__(first + more)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known word (or words, where several are as near), or nothing.

    >>> did_you_mean("tresury", ["treasury", "debt"])
    'did you mean `treasury`?'
    """
    found = nearest(word, known)
    if len(found) == 1:
        return Suggestion(phrase("did you mean `{name}`?", name=found[0]), found[0])
    if len(found) == 2:
        return phrase("did you mean `{name}` or `{other}`?", name=found[0], other=found[1])
    if found:
        return phrase("did you mean `{name}` or `{other}` or `{third}`?", name=found[0], other=found[1], third=found[2])
    return ""


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """The known words that differ from `word` by the fewest edits; failing that, the one that looks most like it."""
    words = list(dict.fromkeys(known))
    if len(word) > 80:
        return []
    letters = frozenset(word)
    within = (name for name in words if _within_reach(word, name) and len(letters ^ set(name)) <= 2 * FARTHEST)
    near = sorted((edits(word, name), -_alike(word, name), name) for name in within)  # an edit touches two letters
    near = [found for found in near if found[0] <= FARTHEST and found[0] < len(found[2])]
    if near:
        return [name for distance, _, name in near if distance == near[0][0]][:MOST_MEANT]
    return get_close_matches(word, words, n=1, cutoff=0.6)


def _within_reach(word: str, name: str) -> bool:
    return abs(len(word) - len(name)) <= FARTHEST and len(name) <= 80


def _alike(word: str, name: str) -> int:
    """How many letters two words share at their beginning and end: what breaks a tie of edits."""
    shortest = min(len(word), len(name))
    head = next((i for i in range(shortest) if word[i] != name[i]), shortest)
    tail = next((i for i in range(shortest - head) if word[-1 - i] != name[-1 - i]), shortest - head)
    return head + tail


def edits(a: str, b: str) -> int:
    """How many letters must be added, dropped, changed or swapped with a neighbour to make one word of the other.

    >>> edits("tresury", "treasury"), edits("ue", "eu")
    (1, 1)
    """
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, last = last, row
    return last[-1]
