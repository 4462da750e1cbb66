"""Bots: ways to choose a move, as functions of the seed so that the same game is played again."""

from __future__ import annotations

from collections.abc import Callable

from game.rules.chance import World, draw, site_of
from game.rules.engine import Engine, Values

Choose = Callable[[Engine, Values, World, tuple[int, ...], int], int]
"""(engine, state, world, legal moves, how many have been played) -> the move."""

_SITE = site_of("bot.random")


def random_choice(engine: Engine, state: Values, world: World, legal: tuple[int, ...], played: int) -> int:
    """Any legal move, all equally likely: by their numbers, so that the batch kernel chooses the same."""
    return sorted(legal)[draw(world.seed, played, _SITE, len(legal))]


BOTS: dict[str, Choose] = {"random": random_choice}
