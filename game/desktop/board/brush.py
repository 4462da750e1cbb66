"""Shapes with smooth edges: drawn four times too large, scaled down and kept."""

from __future__ import annotations

import itertools
import math
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence

import pygame

from game.desktop.board.theme import RGB
from game.scenes.palette import ring

FACTOR = 4
KEPT_BYTES = 48 << 20
Colour = tuple[int, int, int] | tuple[int, int, int, int]
Point = tuple[float, float]


class Kept:
    """Pictures by what they show; the least used go when they hold too many bytes."""

    def __init__(self, most: int = KEPT_BYTES) -> None:
        self._most = most
        self._pictures: OrderedDict[Hashable, pygame.Surface] = OrderedDict()
        self._bytes = 0

    def get(self, key: Hashable, draw: Callable[[], pygame.Surface]) -> pygame.Surface:
        """The picture of a key, drawn if it is not kept. Shared: do not draw on it."""
        found = self._pictures.get(key)
        if found is not None:
            self._pictures.move_to_end(key)
            return found
        found = self._pictures[key] = draw()
        self._bytes += found.get_width() * found.get_height() * 4
        while self._bytes > self._most and len(self._pictures) > 1:
            _, old = self._pictures.popitem(last=False)
            self._bytes -= old.get_width() * old.get_height() * 4
        return found

    def clear(self) -> None:
        """Forget all pictures."""
        self._pictures.clear()
        self._bytes = 0


def clear_surface(size: tuple[int, int], tint: RGB = (0, 0, 0)) -> pygame.Surface:
    """A wholly transparent surface; scaled down, its edges mix in no other colour than the tint."""
    surface = pygame.Surface(size, pygame.SRCALPHA)
    surface.fill((*tint, 0))
    return surface


def smooth(size: tuple[int, int], tint: RGB, draw: Callable[[pygame.Surface, int], None]) -> pygame.Surface:
    """A picture of `size` from a drawing on a surface `FACTOR` times as large."""
    large = clear_surface((max(1, size[0]) * FACTOR, max(1, size[1]) * FACTOR), tint)
    draw(large, FACTOR)
    return pygame.transform.smoothscale(large, (max(1, size[0]), max(1, size[1])))


def rounded(size: tuple[int, int], radius: int, fill: RGB | None, edge: RGB | None, width: int = 1) -> pygame.Surface:
    """A rounded box. Only its corners are drawn large, so that size costs nothing."""
    w, h = max(1, size[0]), max(1, size[1])
    radius = max(0, min(radius, w // 2, h // 2))
    corner = max(radius, width) + 1
    tint = edge or fill or (0, 0, 0)
    if corner * 2 > w or corner * 2 > h:
        return smooth((w, h), tint, lambda s, k: _box(s, radius * k, fill, edge, width * k))
    small = smooth((corner * 2, corner * 2), tint, lambda s, k: _box(s, radius * k, fill, edge, width * k))
    surface = clear_surface((w, h), tint)
    if fill is not None:
        surface.fill((*fill, 255), (corner, 0, w - 2 * corner, h))
        surface.fill((*fill, 255), (0, corner, w, h - 2 * corner))
    if edge is not None:
        surface.fill((*edge, 255), (corner, 0, w - 2 * corner, width))
        surface.fill((*edge, 255), (corner, h - width, w - 2 * corner, width))
        surface.fill((*edge, 255), (0, corner, width, h - 2 * corner))
        surface.fill((*edge, 255), (w - width, corner, width, h - 2 * corner))
    for x, y in ((0, 0), (1, 0), (0, 1), (1, 1)):
        where = (x * (w - corner), y * (h - corner))
        # On wholly transparent pixels a blit copies, colour and all.
        surface.fill((0, 0, 0, 0), (*where, corner, corner))
        surface.blit(small, where, (x * corner, y * corner, corner, corner))
    return surface


def _box(surface: pygame.Surface, radius: int, fill: RGB | None, edge: RGB | None, width: int) -> None:
    rect = surface.get_rect()
    if edge is not None and fill is not None:
        pygame.draw.rect(surface, edge, rect, border_radius=radius)
        pygame.draw.rect(surface, fill, rect.inflate(-2 * width, -2 * width), border_radius=max(0, radius - width))
    elif fill is not None:
        pygame.draw.rect(surface, fill, rect, border_radius=radius)
    elif edge is not None:
        pygame.draw.rect(surface, edge, rect, width=width, border_radius=radius)


def shadow(size: tuple[int, int], radius: int, spread: int, colour: tuple[int, int, int, int]) -> pygame.Surface:
    """The soft shadow of a rounded box, `spread` pixels larger on every side."""
    part = 4  # blurred at a quarter of the size: nobody can tell, and it is sixteen times cheaper
    w, h = (size[0] + 2 * spread) // part + 2, (size[1] + 2 * spread) // part + 2
    small = clear_surface((w, h), (colour[0], colour[1], colour[2]))
    body = pygame.Rect(spread // part, spread // part, max(1, size[0] // part), max(1, size[1] // part))
    pygame.draw.rect(small, colour, body, border_radius=max(1, radius // part))
    blurred = pygame.transform.gaussian_blur(small, max(1, round(spread / part * 0.6)))
    return pygame.transform.smoothscale(blurred, (size[0] + 2 * spread, size[1] + 2 * spread))


def stroke(surface: pygame.Surface, colour: Colour, points: Sequence[Point], width: float) -> None:
    """A polyline with round joints on a large surface."""
    for a, b in itertools.pairwise(points):
        dx, dy = b[0] - a[0], b[1] - a[1]
        long = math.hypot(dx, dy) or 1.0
        nx, ny = -dy / long * width / 2, dx / long * width / 2
        pygame.draw.polygon(
            surface,
            colour,
            [(a[0] + nx, a[1] + ny), (b[0] + nx, b[1] + ny), (b[0] - nx, b[1] - ny), (a[0] - nx, a[1] - ny)],
        )
    for p in points:
        pygame.draw.circle(surface, colour, p, width / 2)


def icon(name: str, side: int, colour: RGB) -> pygame.Surface:
    """A small sign in a square."""
    return smooth((side, side), colour, lambda s, k: _sign(s, name, side * k, colour))


_STROKES: dict[str, tuple[tuple[Point, ...], ...]] = {
    "left": (((0.62, 0.22), (0.34, 0.5), (0.62, 0.78)),),
    "right": (((0.38, 0.22), (0.66, 0.5), (0.38, 0.78)),),
    "first": (((0.28, 0.22), (0.28, 0.78)), ((0.74, 0.22), (0.46, 0.5), (0.74, 0.78))),
    "pause": (((0.36, 0.24), (0.36, 0.76)), ((0.64, 0.24), (0.64, 0.76))),
    "up": (((0.22, 0.62), (0.5, 0.34), (0.78, 0.62)),),
    "down": (((0.22, 0.38), (0.5, 0.66), (0.78, 0.38)),),
    "menu": (((0.18, 0.26), (0.82, 0.26)), ((0.18, 0.5), (0.82, 0.5)), ((0.18, 0.74), (0.82, 0.74))),
    "settings": tuple(((0.14, y), (0.86, y)) for y in (0.24, 0.5, 0.76)),
    "close": (((0.24, 0.24), (0.76, 0.76)), ((0.76, 0.24), (0.24, 0.76))),
    "error": (
        (
            (0.34, 0.1),
            (0.66, 0.1),
            (0.9, 0.34),
            (0.9, 0.66),
            (0.66, 0.9),
            (0.34, 0.9),
            (0.1, 0.66),
            (0.1, 0.34),
            (0.34, 0.1),
        ),
        ((0.36, 0.36), (0.64, 0.64)),
        ((0.64, 0.36), (0.36, 0.64)),
    ),
    "warning": (
        ((0.5, 0.12), (0.92, 0.86), (0.08, 0.86), (0.5, 0.12)),
        ((0.5, 0.4), (0.5, 0.6)),
        ((0.5, 0.73), (0.5, 0.74)),
    ),
    "check": (((0.18, 0.54), (0.4, 0.76), (0.82, 0.26)),),
    "help": (
        ((0.32, 0.34), (0.4, 0.22), (0.58, 0.2), (0.68, 0.32), (0.62, 0.45), (0.5, 0.54), (0.5, 0.62)),
        ((0.5, 0.8), (0.5, 0.81)),
    ),
    "eye": (
        (
            (0.08, 0.5),
            (0.28, 0.3),
            (0.5, 0.24),
            (0.72, 0.3),
            (0.92, 0.5),
            (0.72, 0.7),
            (0.5, 0.76),
            (0.28, 0.7),
            (0.08, 0.5),
        ),
    ),
}


def _sign(surface: pygame.Surface, name: str, side: int, colour: RGB) -> None:
    width = side * 0.11
    if name in ("undo", "redo"):
        points = [
            (side * (0.5 + 0.3 * math.cos(a)), side * (0.56 + 0.3 * math.sin(a)))
            for a in (math.radians(d) for d in range(-150, 111, 10))
        ]
        head = [(0.1, 0.2), (0.16, 0.5), (0.44, 0.38)]
        shape = [(x * side, y * side) for x, y in head]
        if name == "redo":
            points, shape = [(side - x, y) for x, y in points], [(side - x, y) for x, y in shape]
        stroke(surface, colour, points, width)
        pygame.draw.polygon(surface, colour, shape)
        return
    if name == "play":
        pygame.draw.polygon(surface, colour, [(side * x, side * y) for x, y in ((0.3, 0.2), (0.82, 0.5), (0.3, 0.8))])
        return
    if name == "star":
        tips = ring(5, side / 2, side / 2, side * 0.48, -90)
        dents = ring(5, side / 2, side / 2, side * 0.2, -54)
        pygame.draw.polygon(surface, colour, [p for both in zip(tips, dents, strict=True) for p in both])
        return
    for line in _STROKES.get(name, ()):
        stroke(surface, colour, [(x * side, y * side) for x, y in line], width)
    if name == "settings":
        for x, y in ((0.66, 0.24), (0.34, 0.5), (0.58, 0.76)):
            pygame.draw.circle(surface, colour, (side * x, side * y), side * 0.13)
    if name == "eye":
        pygame.draw.circle(surface, colour, (side / 2, side / 2), side * 0.12)
