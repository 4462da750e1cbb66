"""What a scenario's own tests may say: the keys of a case and of what it expects, as attrs classes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import Factory, frozen

from game.rules.model import Expr


@frozen
class Expected:
    """What must hold when all moves of a case are played. Any other key is a track: a number or a condition."""

    OPEN: ClassVar[bool] = True

    turn: Expr | None = None
    """The turn that it is then: a number, or an expression such as `last_turn`."""
    ending: str | None = None
    """The id of the ending, or `none` while the game goes on."""
    available: tuple[str, ...] = ()
    """Moves that can be played then."""
    refused: tuple[str, ...] = ()
    """Moves that cannot be played then."""
    holds: tuple[Expr, ...] = ()
    """Conditions that are true then."""


@frozen(kw_only=True)
class TestCase:
    """One game to play, and what must come of it."""

    __test__: ClassVar[bool] = False  # for pytest: no test of this code base

    name: str
    """What the case shows, in words."""
    seed: int = 0
    """The seed of the game's chance."""
    difficulty: str | None = None
    """A level of the scenario's `difficulty:`; its first one if nothing is said."""
    deal: Mapping[str, tuple[str, ...]] = Factory(dict)
    """What comes from a deck or an order, by its name under `chance:`, instead of what the seed would give."""
    moves: tuple[str, ...] = ()
    """Moves in the notation of records, such as `president > reform`."""
    expect: Expected
    """What must hold when all moves are played."""
