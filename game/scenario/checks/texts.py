"""Texts: whether each fits the paper it is printed on."""

from __future__ import annotations

from collections.abc import Iterator

from game.rules.model import Action, Card, Ending, Event, Law, Member, Option, Question, Scenario, Summit, Term, Track
from game.rules.problems import Problem
from game.rules.wording import phrase
from game.scenario.checks.walk import entries

_CARD = {"name": 40, "text": 220}
LONGEST: dict[type, dict[str, int]] = {
    Action: _CARD,
    Card: _CARD,
    Summit: _CARD,
    Event: {"name": 40, "text": 400},
    Option: {"name": 34},
    Ending: {"name": 40},
    Law: {"name": 40},
    Member: {"name": 40},
    Track: {"name": 40},
    Question: {"text": 240},
    Term: {"name": 40, "text": 240},
}
"""The letters that the board has room for, by kind of entry and its texts."""


def too_long(scenario: Scenario) -> Iterator[Problem]:
    """Texts that the board would have to cut: told where the room ends."""
    for path, entry in entries(scenario):
        for key, most in LONGEST.get(type(entry), {}).items():
            length = len(getattr(entry, key))
            if length > most:
                message = phrase(
                    "`{name}:` has {length} letters; there is room for {most}", name=key, length=length, most=most
                )
                hint = phrase("shorten it by {count}", count=length - most)
                yield Problem("MV510", message, (*path, key), (most, length), hint)
