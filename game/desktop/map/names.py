"""Where names go on the map: along each country's long axis, bent with it, clear of what the board lays over.

Pure. Everything here is in pixels of the map surface. A letter is placed by its centre and turned on its own,
as on an engraved map; painting is left to `bake`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import product

from attrs import frozen

from game.desktop.map.shapes import clip, hull, moments
from game.scenes.atlas import Bounds, Point, along, length_of

Rect = tuple[float, float, float, float]  # left, top, width, height
CELL = 4.0  # pixels of the grid on which taken places are kept
CHORDS = 33
READABLE = 7.5  # pixels: smaller letters are not written at all
CAPITALS = {"Türkiye": "TÜRKİYE"}  # str.upper knows no Turkish
Measure = Callable[[str, float], float]  # text and size in pixels to a width in pixels


@frozen
class Region:
    """An area that wants a name.

    Its outer rings in pixels. Higher `rank` is placed first; a `must` is always placed.
    """

    text: str
    rings: tuple[tuple[Point, ...], ...]
    rank: float = 0.0
    must: bool = False
    joined: bool = False  # the rings touch: one name over all of them


@frozen
class Letter:
    """One letter by its centre, turned clockwise by `angle` degrees."""

    char: str
    x: float
    y: float
    angle: float


@frozen
class Lettering:
    """A placed name; `px` is the size of its letters."""

    text: str
    px: int
    letters: tuple[Letter, ...]


def _shifts(
    spans: Sequence[float], alongs: Sequence[float], lifts: Sequence[float]
) -> list[tuple[float, ...]]:
    """Ways to move a name off the middle of its land, least first: cost, how far opened, along, across."""
    ways = []
    for opened, shift, lift in product(spans, alongs, lifts):
        ways.append((abs(shift) + 2.2 * abs(lift) + 0.8 * (1 - opened), opened, shift, lift))
    return sorted(ways)


SHIFTS = _shifts((1.0, 0.5), (0.0, -0.35, 0.35, -0.7, 0.7), (0.0, -0.14, 0.14, -0.28, 0.28, -0.4, 0.4))
ALL_SHIFTS = _shifts(
    (1.0, 0.6, 0.3, 0.0),
    (0.0, -0.25, 0.25, -0.5, 0.5, -0.75, 0.75, -1.0, 1.0),
    (0.0, -0.08, 0.08, -0.16, 0.16, -0.24, 0.24, -0.32, 0.32, -0.4, 0.4),
)  # for names that must be placed


class Taken:
    """The places that are taken, as cells of a grid whose pitch is CELL times `unit` pixels."""

    def __init__(self, places: Iterable[Rect | Point] = (), unit: float = 1.0) -> None:
        """`places` are rectangles, or points that keep a few pixels clear around them."""
        self._cells: set[tuple[int, int]] = set()
        self._pitch = CELL * unit
        room = 4.5 * unit
        for place in places:
            if len(place) == 4:
                self.add(place[0], place[1], place[0] + place[2], place[1] + place[3])
            else:
                self.add(place[0] - room, place[1] - room, place[0] + room, place[1] + room)

    def _span(self, left: float, top: float, right: float, bottom: float) -> Iterable[tuple[int, int]]:
        pitch = self._pitch
        for i in range(int(left // pitch), int(right // pitch) + 1):
            for j in range(int(top // pitch), int(bottom // pitch) + 1):
                yield i, j

    def add(self, left: float, top: float, right: float, bottom: float) -> None:
        """Take a rectangle."""
        self._cells.update(self._span(left, top, right, bottom))

    def hits(self, letters: Iterable[Letter], px: float) -> int:
        """How many letters of size `px` stand on a taken place."""
        r = px * 0.42
        cells = self._cells
        return sum(
            any(cell in cells for cell in self._span(at.x - r, at.y - r, at.x + r, at.y + r))
            for at in letters
        )

    def take(self, letters: Iterable[Letter], px: float) -> None:
        """Take the places of letters."""
        r = px * 0.5
        for at in letters:
            self.add(at.x - r, at.y - r, at.x + r, at.y + r)


def capitals(text: str) -> str:
    """Upper case for lettering."""
    return CAPITALS.get(text, text.upper())


@frozen
class _Spine:
    """A ring seen along an axis: for each of several stations across it, the widest chord inside."""

    centre: Point
    angle: float
    stations: tuple[tuple[float, float, float], ...]  # along, chord's top, chord's bottom

    def to_page(self, u: float, v: float) -> Point:
        c, s = math.cos(self.angle), math.sin(self.angle)
        return self.centre[0] + u * c - v * s, self.centre[1] + u * s + v * c


def _spine(rings: Sequence[Sequence[Point]], centre: Point, angle: float) -> _Spine:
    """Cut rings across at CHORDS stations; pieces of touching rings are joined into one chord."""
    c, s = math.cos(angle), math.sin(angle)
    turned = [
        [
            ((x - centre[0]) * c + (y - centre[1]) * s, (y - centre[1]) * c - (x - centre[0]) * s)
            for x, y in ring
        ]
        for ring in rings
    ]
    low = min(u for ring in turned for u, _ in ring)
    step = (max(u for ring in turned for u, _ in ring) - low) / CHORDS
    chords: list[list[tuple[float, float]]] = [[] for _ in range(CHORDS)]
    for ring in turned:
        for k, hits in enumerate(_crossings(ring, low, step)):
            hits.sort()
            chords[k] += zip(hits[::2], hits[1::2], strict=False)
    stations = []
    for k, pieces in enumerate(chords):
        top, bottom = _widest(sorted(pieces))
        stations.append((low + (k + 0.5) * step, top, bottom))
    return _Spine(centre, angle, tuple(stations))


def _crossings(ring: Sequence[Point], low: float, step: float) -> list[list[float]]:
    """For each station, where a ring in axis coordinates crosses it."""
    crossings: list[list[float]] = [[] for _ in range(CHORDS)]
    au, av = ring[-1]
    for bu, bv in ring:
        if au != bu:
            (lu, lv), (ru, rv) = sorted(((au, av), (bu, bv)))
            first = max(0, math.ceil((lu - low) / step - 0.5))
            last = min(CHORDS, math.ceil((ru - low) / step - 0.5))
            for k in range(first, last):
                u = low + (k + 0.5) * step
                crossings[k].append(lv + (rv - lv) * (u - lu) / (ru - lu))
        au, av = bu, bv
    return crossings


def _widest(pieces: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The widest of some sorted chords after joining those that touch (borders shared within a group)."""
    best = (0.0, 0.0)
    top = bottom = -math.inf
    for a, b in pieces:
        top, bottom = (top, max(bottom, b)) if a - bottom < 2.0 else (a, b)
        if bottom - top > best[1] - best[0]:
            best = (top, bottom)
    return best


def _run(spine: _Spine, width: float) -> list[tuple[float, float, float]]:
    """The longest row of stations whose chords are at least `width` wide and overlap their neighbours."""
    best: list[tuple[float, float, float]] = []
    now: list[tuple[float, float, float]] = []
    for at in spine.stations:
        if at[2] - at[1] < width:
            now = []
            continue
        if now and min(at[2], now[-1][2]) - max(at[1], now[-1][1]) < width:
            now = []
        now = [*now, at]
        if len(now) > len(best):
            best = now
    return best


def _parabola(run: Sequence[tuple[float, float, float]]) -> tuple[float, float, float]:
    """Least-squares v = p + q t + r t^2 through the chords' middles, t from -1 to 1, kept gentle."""
    n = len(run)
    ts = [2 * i / (n - 1) - 1 if n > 1 else 0.0 for i in range(n)]
    vs = [(a + b) / 2 for _, a, b in run]
    t2 = sum(t * t for t in ts) / n or 1.0
    t4 = sum(t**4 for t in ts) / n
    q = sum(t * v for t, v in zip(ts, vs, strict=True)) / n / t2
    mean = sum(vs) / n
    curve = sum((t * t - t2) * v for t, v in zip(ts, vs, strict=True)) / n
    r = curve / (t4 - t2 * t2) if n > 4 else 0.0
    half = (run[-1][0] - run[0][0]) / 2
    r = max(-0.3 * half, min(0.3 * half, 0.8 * r))
    q = max(-0.16 * half, min(0.16 * half, q))
    return mean - r * t2, q, r


def _set_along(
    text: str, px: float, measure: Measure, line: Sequence[Point], span: float, start: float
) -> list[Letter]:
    """Letters of a text spread over `span` pixels of a line."""
    widths = [measure(char, px) for char in text]
    gap = (span - sum(widths)) / max(1, len(text) - 1)
    letters, at = [], start
    for char, width in zip(text, widths, strict=True):
        (x, y), angle = along(line, at + width / 2)
        if char != " ":
            letters.append(Letter(char, x, y, math.degrees(angle)))
        at += width + gap
    return letters


def _axis(rings: Sequence[Sequence[Point]]) -> tuple[float, Point, float]:
    """Area, centre and reading direction (radians, -pi/2 to pi/2) of rings taken together."""
    parts = [moments(ring) for ring in rings]
    area = sum(part[0] for part in parts) or 1.0
    centre = (sum(p[0] * p[1][0] for p in parts) / area, sum(p[0] * p[1][1] for p in parts) / area)
    _, _, angle, longer = (
        max(parts) if len(parts) == 1 else moments(hull([p for ring in rings for p in ring]))
    )
    angle = (angle + math.pi / 2) % math.pi - math.pi / 2
    return area, centre, angle if longer > 1.25 else 0.0


def _turns(angle: float) -> tuple[tuple[float, ...], ...]:
    """Reading directions to try, level ones first.

    The full slant of a steep land is for names that fit no other way.
    """
    if abs(angle) > 1.1:
        return (0.0,), (math.copysign(1.2, angle),)
    return (max(-0.27, min(0.27, angle * 0.6)), 0.0), (angle,)


def place_region(
    region: Region, visible: Bounds, taken: Taken, measure: Measure, unit: float
) -> Lettering | None:
    """The best place for a region's name within `visible`, or None if it fits nowhere."""
    rings = [r for r in (clip(ring, visible) for ring in region.rings) if len(r) > 2]
    if not rings:
        return None
    if not region.joined:
        rings = [max(rings, key=lambda r: moments(r)[0])]
    area, centre, angle = _axis(rings)
    text = capitals(region.text)
    if area < len(text) * (5 * unit) ** 2:
        return None
    sizes = _sizes(
        min(27.0 * unit, max(8.0 * unit, READABLE, 0.095 * math.sqrt(area))), max(7.6 * unit, READABLE)
    )
    spare: tuple[int, Lettering] | None = None
    ways = ALL_SHIFTS if region.must else SHIFTS
    for turns in _turns(angle):
        spines = [_spine(rings, centre, turn) for turn in turns]
        for px, spine in product(sizes, spines):
            found = _place_at(text, px, spine, taken, measure, ways)
            if found and found[0] == 0:
                return found[1]
            if found and (spare is None or found[0] < spare[0]):
                spare = found
    return spare[1] if region.must and spare else None


def _sizes(largest: float, smallest: float) -> list[int]:
    """Whole letter sizes from large to small."""
    sizes = []
    while largest >= smallest * 0.99:
        sizes.append(round(largest))
        largest *= 0.86
    return list(dict.fromkeys(sizes))


def _place_at(
    text: str,
    px: int,
    spine: _Spine,
    taken: Taken,
    measure: Measure,
    ways: Sequence[tuple[float, ...]],
) -> tuple[int, Lettering] | None:
    """The best setting at one size and its hits; None if the shape is too small for it."""
    run = _run(spine, px * 1.25)
    if len(run) < 2:
        return None
    length = run[-1][0] - run[0][0]
    solid = sum(measure(char, px) for char in text)
    gaps = len(text) - 1
    tight = solid + gaps * px * 0.14
    if tight > length * 0.94:
        return None
    wide = max(tight, min(length * 0.74, solid + gaps * px * 2.3))
    p, q, r = _parabola(run)
    middle, half = (run[0][0] + run[-1][0]) / 2, length / 2
    depth = sum(b - a for _, a, b in run) / len(run) - px * 1.2
    best: tuple[float, int, Lettering] | None = None
    for cost, opened, shift, lift in ways:
        span = tight + (wide - tight) * opened
        slack = max(0.0, length * 0.96 - span) / 2
        us = [shift * slack + span * (k / 12 - 0.5) for k in range(-1, 14)]
        curve = [spine.to_page(middle + u, p + q * u / half + r * (u / half) ** 2 + lift * depth) for u in us]
        letters = _set_along(text, px, measure, curve, span, (length_of(curve) - span) / 2)
        hits = taken.hits(letters, px) + _outside(letters, spine, px)
        if best is None or hits * 10 + cost < best[0]:
            best = (hits * 10 + cost, hits, Lettering(text, px, tuple(letters)))
        if hits == 0:
            break
    return (best[1], best[2]) if best else None


def _outside(letters: Sequence[Letter], spine: _Spine, px: float) -> int:
    """How many letters leave the chord of the region they stand in."""
    c, s = math.cos(spine.angle), math.sin(spine.angle)
    low = spine.stations[0][0]
    step = spine.stations[1][0] - low
    count = 0
    for at in letters:
        x, y = at.x - spine.centre[0], at.y - spine.centre[1]
        u, v = x * c + y * s, y * c - x * s
        k = round((u - low) / step)
        if not 0 <= k < len(spine.stations):
            count += 1
            continue
        _, top, bottom = spine.stations[k]
        count += not (top + px * 0.5 <= v <= bottom - px * 0.5)
    return count


def place_line(
    text: str, line: Sequence[Point], visible: Bounds, taken: Taken, measure: Measure, px: float
) -> Lettering | None:
    """A name along a given line (a sea's), smaller if it must be.

    None if it does not fit or something is in its way.
    """
    length = length_of(line)
    for size in (round(px), round(px * 0.85), round(px * 0.72)):
        solid = sum(measure(char, size) for char in text)
        if size < READABLE or solid * 1.06 > length:
            continue
        span = min(length, solid + (len(text) - 1) * size * 0.32)
        letters = _set_along(text, size, measure, line, span, (length - span) / 2)
        left, top, right, bottom = visible
        shown = all(left < at.x < right and top < at.y < bottom for at in letters)
        if shown and taken.hits(letters, size) == 0:
            return Lettering(text, size, tuple(letters))
    return None
