"""Plane geometry of rings, in any one unit: cutting, moments, hulls."""

from __future__ import annotations

import math
from collections.abc import Sequence

from game.scenes.atlas import Bounds, Point


def clip(ring: Sequence[Point], bounds: Bounds) -> list[Point]:
    """A ring cut to an upright rectangle (Sutherland-Hodgman); empty if nothing is left."""
    points = list(ring)
    for axis, line, sign in ((0, bounds[0], 1), (1, bounds[1], 1), (0, bounds[2], -1), (1, bounds[3], -1)):
        kept: list[Point] = []
        for a, b in zip(points[-1:] + points, points, strict=False):
            before, now = sign * (a[axis] - line), sign * (b[axis] - line)
            if (before < 0) != (now < 0):
                t = before / (before - now)
                kept.append((a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t))
            if now >= 0:
                kept.append(b)
        points = kept
    return points


def moments(ring: Sequence[Point]) -> tuple[float, Point, float, float]:
    """Area, centroid, angle of the long axis in radians, and how many times longer than wide a ring is."""
    ox, oy = ring[0]
    area = sx = sy = xx = yy = xy = 0.0
    px, py = ring[-1][0] - ox, ring[-1][1] - oy
    for bx, by in ring:
        x, y = bx - ox, by - oy
        cross = px * y - x * py
        area += cross / 2
        sx += cross * (px + x) / 6
        sy += cross * (py + y) / 6
        xx += cross * (px * px + px * x + x * x) / 12
        yy += cross * (py * py + py * y + y * y) / 12
        xy += cross * (px * y + 2 * px * py + 2 * x * y + x * py) / 24
        px, py = x, y
    if abs(area) < 1e-6:
        return 0.0, ring[0], 0.0, 1.0
    cx, cy = sx / area, sy / area
    a, b, c = xx / area - cx * cx, xy / area - cx * cy, yy / area - cy * cy
    spread = math.hypot((a - c) / 2, b)
    longer = math.sqrt((abs((a + c) / 2 + spread) + 1e-9) / (abs((a + c) / 2 - spread) + 1e-9))
    return abs(area), (cx + ox, cy + oy), math.atan2(2 * b, a - c) / 2, longer


def hull(points: Sequence[Point]) -> list[Point]:
    """Convex hull, Andrew's monotone chain."""
    halves = []
    for order in (sorted(points), sorted(points, reverse=True)):
        chain: list[Point] = []
        for x, y in order:
            while len(chain) > 1:
                (ax, ay), (bx, by) = chain[-2:]
                if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                    break
                chain.pop()
            chain.append((x, y))
        halves += chain[:-1]
    return halves
