"""Pictures of figures: the chart, the web of a schematic board, a power's token, the ring of a lesson."""

from __future__ import annotations

import math

import pygame

from game.desktop.board import brush
from game.desktop.board.rects import Rect
from game.desktop.board.theme import RGB, Theme, mix
from game.desktop.board.tree import Chart, Fan, Mark, Web
from game.scenes.palette import shape_points


def chart(look: Chart, rect: Rect, theme: Theme, scale: float) -> pygame.Surface:
    """Lines over the turns, each ending in its power's shape. `scale` is pixels per unit."""

    def draw(s: pygame.Surface, k: int) -> None:
        w, h = s.get_size()
        margin = 7 * k * scale
        span, steps = max(1, look.high - look.low), max(1, look.turns)

        def at(turn: int, value: int) -> tuple[float, float]:
            return margin + (w - 2 * margin) * turn / steps, h - margin - (h - 2 * margin) * (value - look.low) / span

        lines = {look.low, look.high} | ({0} if look.low < 0 < look.high else set())
        for value in lines:
            _, y = at(0, value)
            pygame.draw.line(s, theme.rule, (margin, y), (w - margin, y), k)
        for curve in look.curves:
            colour = theme.colour(curve.colour)
            points = [at(turn, value) for turn, value in enumerate(curve.values)]
            brush.stroke(s, colour, points, 2.4 * k * scale)
            for point in points[-1:]:
                shape = shape_points(curve.shape if curve.shape >= 0 else 2, point, 5 * k * scale)
                pygame.draw.polygon(s, colour, shape)

    return brush.smooth((rect.w, rect.h), theme.rule, draw)


def fan(look: Fan, rect: Rect, theme: Theme, scale: float) -> pygame.Surface:
    """A band that opens over the turns, with its middle as a line. `scale` is pixels per unit."""

    def draw(s: pygame.Surface, k: int) -> None:
        w, h = s.get_size()
        side, top = 5 * k * scale, 5 * k * scale
        span, steps = max(1, look.high - look.low), max(1, len(look.bands))

        def at(point: int, value: int) -> tuple[float, float]:
            return side + (w - 2 * side) * point / steps, h - top - (h - 2 * top) * (value - look.low) / span

        for value in {look.low, look.high} | ({0} if look.low < 0 < look.high else set()):
            pygame.draw.line(s, theme.rule, (0, at(0, value)[1]), (w, at(0, value)[1]), k)
        upper = [at(0, look.now), *(at(n, band[2]) for n, band in enumerate(look.bands, 1))]
        lower = [at(0, look.now), *(at(n, band[0]) for n, band in enumerate(look.bands, 1))]
        if upper != lower:
            pygame.draw.polygon(s, mix(theme.paper, theme.accent, 0.3), [*upper, *reversed(lower)])
        brush.stroke(s, theme.accent, upper, k * scale)
        brush.stroke(s, theme.accent, lower, k * scale)
        middle = [at(0, look.now), *(at(n, band[1]) for n, band in enumerate(look.bands, 1))]
        brush.stroke(s, theme.ink, middle, 2.2 * k * scale)
        pygame.draw.circle(s, theme.ink, middle[0], 3.2 * k * scale)

    return brush.smooth((rect.w, rect.h), theme.rule, draw)


def web(look: Web, rect: Rect, theme: Theme, scale: float) -> pygame.Surface:
    """Lines from the middle to each seat, over rings. `scale` is pixels per unit."""
    ink = mix(theme.table, theme.ink, 0.35)

    def draw(s: pygame.Surface, k: int) -> None:
        cx, cy = (look.centre[0] - rect.x) * k, (look.centre[1] - rect.y) * k
        reach = max((math.dist(look.centre, end) for end, _, _ in look.ends), default=0.0) * k
        _round_table(s, theme, (cx, cy), min(reach * 0.9, min(s.get_size()) / 2 - 14 * k * scale), k * scale)
        for (x, y), role, strength in look.ends:
            tip = ((x - rect.x) * k, (y - rect.y) * k)
            wide = (2 + 7 * strength) * k * scale
            brush.stroke(s, mix(theme.colour(role), (0, 0, 0), 0.5), [(cx, cy), tip], wide + 2.4 * k * scale)
            brush.stroke(s, theme.colour(role), [(cx, cy), tip], wide)

    return brush.smooth((rect.w, rect.h), ink, draw)


def _round_table(s: pygame.Surface, theme: Theme, centre: tuple[float, float], outer: float, unit: float) -> None:
    """A disc of paper with a double rim and the ticks of a compass, on a large surface."""
    rim, fill = mix(theme.paper, theme.ink, 0.3), mix(theme.table, theme.paper, 0.75)
    for radius, colour in (
        (outer + 9 * unit, mix(theme.table, theme.ink, 0.22)),
        (outer + 7 * unit, mix(theme.table, theme.paper, 0.45)),
        (outer + 1.2 * unit, rim),
        (outer, fill),
    ):
        pygame.draw.circle(s, colour, centre, radius)
    for step in range(72):
        angle = math.tau * step / 72
        long = 13 if step % 18 == 0 else 9 if step % 6 == 0 else 5
        ends = [
            (centre[0] + r * math.cos(angle), centre[1] + r * math.sin(angle))
            for r in (outer - 5 * unit, outer - (5 + long) * unit)
        ]
        pygame.draw.line(s, rim, ends[0], ends[1], max(1, round(unit * (1.6 if step % 6 == 0 else 1))))
    for share in (0.74, 0.46):
        pygame.draw.circle(s, mix(fill, theme.ink, 0.16), centre, outer * share, max(1, round(unit)))


def mark(look: Mark, rect: Rect, theme: Theme) -> pygame.Surface:
    """A ring in the colour of attention, four widths larger on every side for its glow."""
    glow = look.width * 4
    picture = brush.clear_surface((rect.w + 2 * glow, rect.h + 2 * glow), theme.focus)
    for step in range(glow, 0, -1):
        ring = brush.rounded((rect.w + 2 * step, rect.h + 2 * step), look.radius + step, None, theme.focus, 1)
        ring.set_alpha(round(120 * (1 - step / (glow + 1)) ** 2))
        picture.blit(ring, (glow - step, glow - step))
    for colour, width in ((theme.raised, look.width + 1), (theme.focus, look.width)):
        picture.blit(brush.rounded((rect.w, rect.h), look.radius, None, colour, width), (glow, glow))
    return picture


def token(surface: pygame.Surface, index: int, colour: RGB, edge: RGB) -> None:
    """A power's shape, as large as its square surface."""
    side = surface.get_width()
    centre = (side / 2, side / 2)
    pygame.draw.polygon(surface, edge, shape_points(index, centre, side * 0.48))
    pygame.draw.polygon(surface, colour, shape_points(index, centre, side * 0.435))
