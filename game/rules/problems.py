"""Problems of a scenario: what is wrong, where, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from attrs import frozen

from game.rules.model import Path
from game.rules.syntax import Span


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


class ScenarioError(Exception):
    """A scenario that cannot be played, with all the problems found in one pass."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0].message if self.problems else "the scenario is broken"
        more = f" (and {len(self.problems) - 1} more)" if len(self.problems) > 1 else ""
        super().__init__(first + more)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known word, or nothing.

    >>> did_you_mean("tresury", ["treasury", "debt"])
    'did you mean `treasury`?'
    """
    nearest = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean `{nearest[0]}`?" if nearest else ""
