"""Painting routes over the map: a dark casing, a coloured core, light dashes; closed ones striped like tape.

Lines are drawn four times too large on tiles of a grid, only where the line goes, and scaled down: a route
costs by its length and not by the size of the board, and there is no seam, because tiles do not overlap.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import pygame
from attrs import frozen

from game.desktop.map.mapstyle import RGB
from game.scenes.atlas import Point, along, length_of

TILE = 128  # pixels of the board; a tile is drawn FACTOR times larger
FACTOR = 4


@frozen
class RouteStyle:
    """How routes look.

    Widths are pixels at `unit` 1; `thin` to `thick` is the core's width from no to full capacity.
    """

    casing: RGB = (38, 30, 22)
    dash: RGB = (255, 246, 226)
    casing_width: float = 1.5  # on each side of the core
    thin: float = 2.4
    thick: float = 6.4
    dash_length: float = 6.0
    gap_length: float = 7.0
    tape: RGB = (240, 230, 208)  # the ground of a closed route's stripes


ATLAS_ROUTES = RouteStyle()
NIGHT_ROUTES = RouteStyle(casing=(8, 13, 22), dash=(12, 20, 32), tape=(30, 42, 58))
CONTRAST_ROUTES = RouteStyle(casing=(0, 0, 0), dash=(255, 255, 255), tape=(255, 255, 255), casing_width=1.8)
ROUTES = {"atlas": ATLAS_ROUTES, "night": NIGHT_ROUTES, "contrast": CONTRAST_ROUTES}
"""How routes look, by the theme's name."""


def route_width(capacity: int, maximum: int, style: RouteStyle, unit: float = 1.0) -> float:
    """Width in pixels of a route's core for a capacity of 0 to `maximum`."""
    share = max(0.0, min(1.0, capacity / maximum)) if maximum > 0 else 0.0
    return (style.thin + (style.thick - style.thin) * share) * unit


def draw_route(
    surface: pygame.Surface,
    line: Sequence[Point],
    colour: RGB,
    style: RouteStyle = ATLAS_ROUTES,
    *,
    capacity: int = 1,
    maximum: int = 1,
    closed: bool = False,
    unit: float = 1.0,
) -> None:
    """Draw a route along a polyline of pixels (see `atlas.route_curve`) on an opaque surface.

    Capacity sets its thickness. A closed route is broken into striped pieces, so it is told from an open one
    without its colour.
    """
    if len(line) < 2:
        return
    core = route_width(capacity, maximum, style, unit)
    casing = core + 2 * style.casing_width * unit
    if closed:
        _draw_closed(surface, line, colour, style, core, unit)
        return
    dashes = _pieces(line, style.dash_length * unit, style.gap_length * unit) if core > 2.2 * unit else []

    def paint(large: pygame.Surface, place: Callable[[Sequence[Point]], list[Point]]) -> None:
        _thick(large, style.casing, place(line), casing * FACTOR)
        _thick(large, colour, place(line), core * FACTOR)
        for piece in dashes:
            _thick(large, style.dash, place(piece), max(1.0, 0.26 * core) * FACTOR)

    _on_tiles(surface, line, casing, style.casing, paint)


def _draw_closed(
    surface: pygame.Surface,
    line: Sequence[Point],
    colour: RGB,
    style: RouteStyle,
    core: float,
    unit: float,
) -> None:
    """Short pieces like barrier tape: pale, with slanted stripes of the route's colour."""
    core = max(core, 3.6 * unit)
    casing = core + 2 * style.casing_width * unit
    pieces = _pieces(line, 13 * unit, 8 * unit)
    bars = [bar for piece in pieces for bar in _hatches(piece, 5.2 * unit, 2.6 * unit, core * 0.5)]

    def paint(large: pygame.Surface, place: Callable[[Sequence[Point]], list[Point]]) -> None:
        for width, tint in ((casing, style.casing), (core, style.tape)):
            for piece in pieces:
                _thick(large, tint, place(piece), width * FACTOR)
        for bar in bars:
            _thick(large, colour, place(bar), 1.9 * unit * FACTOR, round_ends=False)

    _on_tiles(surface, line, casing, style.casing, paint)


def draw_places(
    surface: pygame.Surface,
    places: Sequence[Point],
    *,
    radius: float = 4.0,
    fill: RGB = (250, 244, 230),
    edge: RGB = (38, 30, 22),
) -> None:
    """Draw round markers: an edge of a third of the radius around the fill, with a dot in it. Pixels."""
    for x, y in places:
        side = math.ceil(radius) * 2 + 4
        left, top = math.floor(x - side / 2), math.floor(y - side / 2)
        large = pygame.Surface((side * FACTOR, side * FACTOR), pygame.SRCALPHA)
        large.fill((*edge, 0))
        centre = ((x - left) * FACTOR, (y - top) * FACTOR)
        pygame.draw.circle(large, edge, centre, radius * FACTOR)
        pygame.draw.circle(large, fill, centre, radius * 0.68 * FACTOR)
        pygame.draw.circle(large, edge, centre, radius * 0.26 * FACTOR)
        surface.blit(pygame.transform.smoothscale(large, (side, side)), (left, top))


def distance_to_route(line: Sequence[Point], pixel: Point) -> float:
    """Pixels from a point to a route's line, for hit-testing."""
    x, y = pixel
    best = math.inf
    for (ax, ay), (bx, by) in pairwise(line):
        dx, dy = bx - ax, by - ay
        t = max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / ((dx * dx + dy * dy) or 1.0)))
        best = min(best, math.hypot(x - ax - t * dx, y - ay - t * dy))
    return best


def _pieces(line: Sequence[Point], dash: float, gap: float) -> list[list[Point]]:
    """Pieces of `dash` pixels with `gap` between, stretched to stand half a gap from both ends."""
    total = length_of(line)
    count = max(1, round(total / (dash + gap)))
    period = total / count
    share = dash / (dash + gap)
    pieces = []
    for k in range(count):
        start, end = (k + (1 - share) / 2) * period, (k + (1 + share) / 2) * period
        steps = max(1, round((end - start) / 3))
        pieces.append([along(line, start + (end - start) * i / steps)[0] for i in range(steps + 1)])
    return pieces


def _hatches(line: Sequence[Point], period: float, slant: float, half: float) -> list[list[Point]]:
    """Slanted strokes across the line, one a period, each `half` pixels to both sides."""
    total = length_of(line)
    count = max(1, round(total / period))
    bars = []
    for k in range(count):
        (x, y), angle = along(line, (k + 0.5) * total / count)
        c, s = math.cos(angle), math.sin(angle)
        bars.append([
            (x - s * half + c * slant * 0.5, y + c * half + s * slant * 0.5),
            (x + s * half - c * slant * 0.5, y - c * half - s * slant * 0.5),
        ])  # fmt: skip
    return bars


def _thick(
    surface: pygame.Surface, colour: RGB, points: Sequence[Point], width: float, *, round_ends: bool = True
) -> None:
    """A polyline with round joints, on the part of it that comes near the surface."""
    w, h = surface.get_size()
    r = width / 2
    for a, b in pairwise(points):
        if max(a[0], b[0]) < -r or min(a[0], b[0]) > w + r or max(a[1], b[1]) < -r or min(a[1], b[1]) > h + r:
            continue
        dx, dy = b[0] - a[0], b[1] - a[1]
        long = math.hypot(dx, dy) or 1.0
        nx, ny = -dy / long * r, dx / long * r
        left = [(a[0] + nx, a[1] + ny), (b[0] + nx, b[1] + ny)]
        right = [(b[0] - nx, b[1] - ny), (a[0] - nx, a[1] - ny)]
        pygame.draw.polygon(surface, colour, left + right)
        if round_ends:
            pygame.draw.circle(surface, colour, a, r)
            pygame.draw.circle(surface, colour, b, r)


def _tiles(line: Sequence[Point], room: float, size: tuple[int, int]) -> list[tuple[int, int]]:
    """Corners of the tiles that a line comes within `room` pixels of."""
    found = set()
    for (ax, ay), (bx, by) in pairwise(line):
        for i in range(int((min(ax, bx) - room) // TILE), int((max(ax, bx) + room) // TILE) + 1):
            for j in range(int((min(ay, by) - room) // TILE), int((max(ay, by) + room) // TILE) + 1):
                if 0 <= i * TILE < size[0] and 0 <= j * TILE < size[1]:
                    found.add((i * TILE, j * TILE))
    return sorted(found)


def _on_tiles(
    surface: pygame.Surface,
    line: Sequence[Point],
    width: float,
    rim: RGB,
    paint: Callable[[pygame.Surface, Callable[[Sequence[Point]], list[Point]]], None],
) -> None:
    """Paint tile by tile, large, then scale down.

    `rim` is the colour at the painting's outer edge, so that scaling mixes no other colour into it.
    """
    large = pygame.Surface((TILE * FACTOR, TILE * FACTOR), pygame.SRCALPHA)
    for left, top in _tiles(line, width / 2 + 1, surface.get_size()):
        large.fill((*rim, 0))

        def place(points: Sequence[Point], left: int = left, top: int = top) -> list[Point]:
            return [((x - left) * FACTOR, (y - top) * FACTOR) for x, y in points]

        paint(large, place)
        surface.blit(pygame.transform.smoothscale(large, (TILE, TILE)), (left, top))
