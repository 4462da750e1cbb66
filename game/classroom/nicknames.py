"""Nicknames that say nothing about a person: an adjective and an animal in the class's language."""

from __future__ import annotations

from functools import lru_cache

from game.rules.chance import permutation
from game.words import noted, say

_MANNERS = noted(
    "Brave", "Calm", "Quick", "Wise", "Merry", "Bold", "Quiet", "Bright", "Kind", "Proud", "Steady", "Curious",
    "Patient", "Lucky", "Clever", "Cheerful",
)  # fmt: skip
_ANIMALS = noted(
    "Saiga", "Leopard", "Eagle", "Falcon", "Camel", "Wolf", "Hare", "Hedgehog", "Crane", "Badger", "Lynx", "Kulan",
    "Marmot", "Stork", "Pelican", "Beaver", "Raven", "Argali", "Gazelle", "Jerboa",
)  # fmt: skip


def nickname(code: str, number: int) -> str:
    """The nickname of the class's student of a number, from 1, in the language spoken; no two are alike."""
    pairs = _pairs(code)
    manner, animal = pairs[(number - 1) % len(pairs)]
    again = (number - 1) // len(pairs)
    name = say("{manner} {animal}", manner=say(manner), animal=say(animal))
    return f"{name} {again + 1}" if again else name


@lru_cache(maxsize=16)
def _pairs(code: str) -> tuple[tuple[str, str], ...]:
    """Every pair of words, shuffled for the class."""
    pairs = [(manner, animal) for manner in _MANNERS for animal in _ANIMALS]
    seed = int.from_bytes(code.encode(), "big") % 2**63
    return tuple(pairs[i] for i in permutation(seed, "nicknames", [".".join(pair) for pair in pairs]))
