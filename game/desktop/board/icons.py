"""The shipped pictures of tracks, envoys and kinds of cards: vector files, drawn large, tinted and scaled down."""

from __future__ import annotations

import io
from functools import lru_cache

import pygame

from game.desktop.board import brush
from game.desktop.board.theme import RGB
from game.scenario.resources import resources


@lru_cache(maxsize=256)
def _source(name: str) -> bytes:
    """The text of a picture; empty where there is none of that name."""
    file = resources("assets") / "icons" / f"{name}.svg"
    return file.read_bytes() if name.isidentifier() and file.is_file() else b""


def emblem(name: str, side: int, colour: RGB) -> pygame.Surface:
    """A picture of `assets/icons` in a square of `side` pixels, in one colour; nothing drawn for an unknown name.

    The files are black on nothing, so that adding a colour paints them in it and leaves their edges clear.
    """
    side = max(1, side)
    source = _source(name)
    if not source:
        return brush.clear_surface((side, side), colour)
    large = pygame.image.load_sized_svg(io.BytesIO(source), (side * brush.FACTOR, side * brush.FACTOR))
    large.fill((*colour, 0), special_flags=pygame.BLEND_RGBA_ADD)
    return pygame.transform.smoothscale(large, (side, side))
