"""The map as numbers: countries, projection, views and route curves. Pure: no pygame, no drawing.

Three systems of coordinates meet here: degrees (latitude north, longitude east), map units (kilometres on the
projected plane, x east, y down) and pixels of a `View`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from attrs import field, frozen

Point = tuple[float, float]
Ring = tuple[Point, ...]
Bounds = tuple[float, float, float, float]  # left, top, right, bottom


@frozen
class Projection:
    """Lambert conformal conic on a sphere, as the map file gives it.

    Angles in degrees, radius in kilometres.
    """

    parallels: tuple[float, float]
    centre: tuple[float, float]  # latitude, longitude
    radius: float
    _n: float = field(init=False)
    _scale: float = field(init=False)
    _rho0: float = field(init=False)

    @_n.default
    def _cone_constant(self) -> float:
        first, second = (math.radians(p) for p in self.parallels)
        return math.log(math.cos(first) / math.cos(second)) / math.log(_slope(second) / _slope(first))

    @_scale.default
    def _cone_scale(self) -> float:
        first = math.radians(self.parallels[0])
        return float(self.radius * math.cos(first) * _slope(first) ** self._n / self._n)

    @_rho0.default
    def _centre_distance(self) -> float:
        return float(self._scale / _slope(math.radians(self.centre[0])) ** self._n)

    def __call__(self, lat: float, lon: float) -> Point:
        """Map units of a place given in degrees."""
        turn = math.radians((lon - self.centre[1] + 180.0) % 360.0 - 180.0) * self._n
        rho = self._scale / _slope(math.radians(max(-60.0, min(lat, 89.9)))) ** self._n
        return rho * math.sin(turn), rho * math.cos(turn) - self._rho0

    def inverse(self, x: float, y: float) -> tuple[float, float]:
        """Latitude and longitude in degrees of a point in map units."""
        down = y + self._rho0
        rho = math.hypot(x, down)
        lat = 2 * math.atan((self._scale / rho) ** (1 / self._n)) - math.pi / 2
        return math.degrees(lat), math.degrees(math.atan2(x, down) / self._n) + self.centre[1]


@frozen
class Country:
    """One country: ISO 3166 three-letter code (or the source's own), names by language, shape in map units.

    `polygons` hold an outer ring and then holes; rings are open (the last point is not the first again).
    """

    code: str
    names: Mapping[str, str]
    anchor: Point
    polygons: tuple[tuple[Ring, ...], ...]
    bounds: Bounds

    def contains(self, x: float, y: float) -> bool:
        """Whether a point in map units lies in the country."""
        left, top, right, bottom = self.bounds
        if not (left <= x <= right and top <= y <= bottom):
            return False
        return any(inside(x, y, p[0]) and not any(inside(x, y, hole) for hole in p[1:]) for p in self.polygons)


@frozen
class Sea:
    """A sea's name by language and the line it is written along, in map units."""

    names: Mapping[str, str]
    line: tuple[Point, ...]


@frozen
class View:
    """A window on the map: `scale` pixels a kilometre, and the pixel of map point (0, 0)."""

    scale: float
    left: float
    top: float

    def pixel(self, point: Point) -> Point:
        """Pixels of a point in map units."""
        return point[0] * self.scale + self.left, point[1] * self.scale + self.top

    def pixels(self, points: Iterable[Point]) -> list[Point]:
        """Pixels of points in map units, in order."""
        k, left, top = self.scale, self.left, self.top
        return [(x * k + left, y * k + top) for x, y in points]

    def unpixel(self, pixel: Point) -> Point:
        """Map units of a pixel."""
        return (pixel[0] - self.left) / self.scale, (pixel[1] - self.top) / self.scale

    def times(self, factor: float, dx: float = 0.0, dy: float = 0.0) -> View:
        """The same view for a surface `factor` times as large with its origin moved by (-dx, -dy)."""
        return View(self.scale * factor, self.left * factor - dx, self.top * factor - dy)


@frozen
class Atlas:
    """A loaded map.

    `window` is all that the file holds, `frame` what a board shows at least. `coasts` (code, line) and
    `borders` (two codes, line) are polylines in map units, each to be drawn once. `digest` names the file's
    bytes, for caches.
    """

    projection: Projection
    window: Bounds
    frame: Bounds
    countries: Mapping[str, Country]
    coasts: tuple[tuple[str, Ring], ...]
    borders: tuple[tuple[str, str, Ring], ...]
    lakes: tuple[Ring, ...]
    seas: tuple[Sea, ...]
    digest: str

    def project(self, lat: float, lon: float) -> Point:
        """Map units (kilometres, y down) of a place in degrees north and east."""
        return self.projection(lat, lon)

    def country_at(self, lat: float, lon: float) -> str | None:
        """Code of the country a place lies in, or None at sea."""
        x, y = self.project(lat, lon)
        return next((c.code for c in self.countries.values() if c.contains(x, y)), None)


def _slope(lat: float) -> float:
    return math.tan(math.pi / 4 + lat / 2)


def inside(x: float, y: float, ring: Sequence[Point]) -> bool:
    """Even-odd rule: whether a point lies in a ring, in any one system of coordinates."""
    odd = False
    ax, ay = ring[-1]
    for bx, by in ring:
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            odd = not odd
        ax, ay = bx, by
    return odd


def bounds_of(points: Iterable[Point]) -> Bounds:
    """The smallest upright rectangle around some points; at least one point."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _unpack(flat: Sequence[int], quantum: float) -> Ring:
    """Points in map units of a delta-coded list x, y, dx, dy, dx, dy ..."""
    x = y = 0
    points = []
    for i in range(0, len(flat), 2):
        x += flat[i]
        y += flat[i + 1]
        points.append((x * quantum, y * quantum))
    return tuple(points)


def _stitch(ring: Iterable[int], arcs: Sequence[Ring]) -> Ring:
    points: list[Point] = []
    for i in ring:
        points += arcs[i][:-1] if i >= 0 else arcs[~i][:0:-1]
    return tuple(points)


def _country(code: str, raw: Mapping[str, Any], arcs: Sequence[Ring], quantum: float) -> Country:
    polygons = tuple(tuple(_stitch(ring, arcs) for ring in polygon) for polygon in raw["polygons"])
    x, y = raw["anchor"]
    outline = [point for polygon in polygons for point in polygon[0]]
    return Country(code, raw["name"], (x * quantum, y * quantum), polygons, bounds_of(outline))


def _owners(countries: Mapping[str, Any], count: int) -> list[list[str]]:
    """For each arc the codes of the countries that use it, alphabetical."""
    owners: list[list[str]] = [[] for _ in range(count)]
    for code, raw in countries.items():
        for polygon in raw["polygons"]:
            for ring in polygon:
                for i in ring:
                    owners[i if i >= 0 else ~i].append(code)
    return owners


def load_map(path: Path | str) -> Atlas:
    """Read a map file made by assets/map/make_map.py. OSError or ValueError if it cannot be read."""
    raw_bytes = Path(path).read_bytes()
    raw = json.loads(raw_bytes)
    given, quantum = raw["projection"], raw["quantum_km"]
    if given["kind"] != "lambert_conformal_conic":
        raise ValueError(f"{path}: projection {given['kind']!r} is not known; it must be lambert_conformal_conic")
    arcs = [_unpack(flat, quantum) for flat in raw["arcs"]]
    owners = _owners(raw["countries"], len(arcs))
    shapes = [(codes, arc) for codes, arc in zip(owners, arcs, strict=True) if len(arc) > 1]
    return Atlas(
        projection=Projection(tuple(given["parallels"]), tuple(given["centre"]), given["radius_km"]),
        window=tuple(v * quantum for v in raw["window"]),
        frame=tuple(v * quantum for v in raw["frame"]),
        countries={code: _country(code, part, arcs, quantum) for code, part in raw["countries"].items()},
        coasts=tuple((codes[0], arc) for codes, arc in shapes if len(codes) == 1),
        borders=tuple((codes[0], codes[1], arc) for codes, arc in shapes if len(codes) == 2),
        lakes=tuple(_unpack(flat, quantum) for flat in raw["lakes"]),
        seas=tuple(Sea(sea["name"], tuple((x * quantum, y * quantum) for x, y in sea["line"])) for sea in raw["seas"]),
        digest=sha256(raw_bytes).hexdigest()[:16],
    )


def fit(bounds: Bounds, size: tuple[float, float], *, at: tuple[float, float] = (0.0, 0.0)) -> View:
    """The view that shows all of `bounds` (map units), as large as possible and centred, in a rectangle.

    The rectangle has `size` pixels and its corner at pixel `at`; the map goes on outside of it, so a board
    can fit the lands that matter between its panels and paint the whole surface.
    """
    left, top, right, bottom = bounds
    scale = min(size[0] / (right - left), size[1] / (bottom - top))
    return View(
        scale,
        at[0] + size[0] / 2 - (left + right) / 2 * scale,
        at[1] + size[1] / 2 - (top + bottom) / 2 * scale,
    )


def route_curve(places: Sequence[Point], *, step: float = 4.0) -> tuple[Point, ...]:
    """A smooth curve through places (any unit): centripetal Catmull-Rom, a point about every `step` units.

    Centripetal, because it makes no loops or cusps where places stand close together.
    """
    if len(places) < 3:
        return _straight(places, step)
    first = _mirror(places[1], places[0])
    last = _mirror(places[-2], places[-1])
    knots = [first, *places, last]
    points: list[Point] = []
    for i in range(1, len(knots) - 2):
        points += _segment(knots[i - 1], knots[i], knots[i + 1], knots[i + 2], step)
    points.append(places[-1])
    return tuple(points)


def _mirror(point: Point, about: Point) -> Point:
    return 2 * about[0] - point[0], 2 * about[1] - point[1]


def _straight(places: Sequence[Point], step: float) -> tuple[Point, ...]:
    if len(places) < 2:
        return tuple(places)
    (ax, ay), (bx, by) = places
    n = max(1, round(math.hypot(bx - ax, by - ay) / step))
    return tuple((ax + (bx - ax) * i / n, ay + (by - ay) * i / n) for i in range(n + 1))


def _segment(p0: Point, p1: Point, p2: Point, p3: Point, step: float) -> list[Point]:
    """Points from p1 up to but without p2, by the Barry-Goldman pyramid; knots at square-rooted distances."""
    t1 = max(math.dist(p0, p1), 1e-6) ** 0.5
    t2 = t1 + max(math.dist(p1, p2), 1e-6) ** 0.5
    t3 = t2 + max(math.dist(p2, p3), 1e-6) ** 0.5
    n = max(1, round(math.dist(p1, p2) / step))
    points = []
    for i in range(n):
        t = t1 + (t2 - t1) * i / n
        a1 = _mix(p0, p1, t / t1)
        a2 = _mix(p1, p2, (t - t1) / (t2 - t1))
        a3 = _mix(p2, p3, (t - t2) / (t3 - t2))
        points.append(_mix(_mix(a1, a2, t / t2), _mix(a2, a3, (t - t1) / (t3 - t1)), (t - t1) / (t2 - t1)))
    return points


def _mix(a: Point, b: Point, t: float) -> Point:
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t


def length_of(line: Sequence[Point]) -> float:
    """Length of a polyline in its own unit."""
    return sum(math.dist(a, b) for a, b in pairwise(line))


def along(line: Sequence[Point], distance: float) -> tuple[Point, float]:
    """The point at a distance from a polyline's start, and the direction there (radians, 0 east, y down)."""
    left = max(0.0, distance)
    for a, b in pairwise(line):
        part = math.dist(a, b)
        if left <= part and part > 0:
            return _mix(a, b, left / part), math.atan2(b[1] - a[1], b[0] - a[0])
        left -= part
    a, b = line[-2], line[-1]
    return b, math.atan2(b[1] - a[1], b[0] - a[0])
