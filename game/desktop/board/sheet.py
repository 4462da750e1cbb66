"""What is painted on: the window's surface, or a larger sheet shown smaller in a window too small for the board."""

from __future__ import annotations

import pygame

SMALLEST = (640, 400)
"""The size, in pixels, under which a picture is made smaller and not laid out for less room."""


class Sheet:
    """The surface to paint on for one to be shown, and the way between the two."""

    def __init__(self, surface: pygame.Surface) -> None:
        self._surface = surface
        self.size = width, height = surface.get_size()
        """Of the surface to be shown, when the sheet was cut for it."""
        large = max(width, SMALLEST[0]), max(height, SMALLEST[1])
        self.canvas = surface if large == self.size else pygame.Surface(large, 0, 32)
        share = min(width / large[0], height / large[1])
        fitted = max(1, round(large[0] * share)), max(1, round(large[1] * share))
        self._place = pygame.Rect((width - fitted[0]) // 2, (height - fitted[1]) // 2, *fitted)

    def show(self) -> None:
        """Bring what was painted onto the surface: whole, in its middle."""
        if self.canvas is not self._surface:
            self._surface.fill(0)
            self._surface.blit(pygame.transform.smoothscale(self.canvas, self._place.size), self._place)

    def at(self, position: tuple[int, int]) -> tuple[int, int]:
        """The place on the canvas under a place on the surface."""
        (x, y), place, (width, height) = position, self._place, self.canvas.get_size()
        return (x - place.x) * width // place.w, (y - place.y) * height // place.h
