"""The map as a picture: lands drawn once a scenario, routes and members over them. Every number is in a table too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from markupsafe import Markup

from game.classroom.pages.html import Child, el
from game.rules.model import Scenario
from game.scenario.resources import resources
from game.scenes.atlas import Atlas, Point, View, bounds_of, fit, load_map, route_curve
from game.scenes.scene import BoardScene, MapView
from game.scenes.table import degrees
from game.words import say

WIDTH, HEIGHT = 800, 420
_MARGIN = 40
_STEP = 1.6
"""Pixels below which a bend of a coast is left out."""
_LEAST = 5.0
"""Pixels that an island is wide, or it is left out."""


@lru_cache(maxsize=4)
def _atlas(base: str) -> Atlas | None:
    path = resources("assets") / "map" / f"{base}.json"
    return load_map(path) if base and base.isidentifier() and path.is_file() else None


def _view(atlas: Atlas, places: Iterable[tuple[float, float]]) -> View:
    """The part of the map on which all places stand."""
    points = [atlas.projection(lat, lon) for lat, lon in places]
    left, top, right, bottom = bounds_of(points) if points else atlas.window
    return fit(
        (left, top, max(right, left + 500), max(bottom, top + 300)),
        (WIDTH - 2 * _MARGIN, HEIGHT - 2 * _MARGIN), at=(_MARGIN, _MARGIN),
    )  # fmt: skip


def ground(scenario: Scenario) -> str:
    """The lands as a file of their own, which a browser keeps; empty where the scenario has no map."""
    chart = scenario.map
    atlas = _atlas(chart.base) if chart is not None else None
    if chart is None or atlas is None:
        return ""
    view = _view(atlas, (degrees(place.at) for place in chart.places.values() if not place.offmap))
    lands = {code for group in scenario.groups.values() for m in group.members.values() for code in m.lands}
    parts: list[Child] = [el("rect", width=WIDTH, height=HEIGHT, fill="#dfe9ee")]
    for code, country in atlas.countries.items():
        fill = "#f3e3b3" if code in chart.home else "#e4dccb" if code in lands else "#f2efe8"
        shape = "".join(_outline(view.pixels(polygon[0])) for polygon in country.polygons)
        if shape:
            parts.append(el("path", d=shape, fill=fill, stroke="#b9b2a3", stroke_width="0.6"))
    box = f"0 0 {WIDTH} {HEIGHT}"
    return str(el("svg", parts, xmlns="http://www.w3.org/2000/svg", viewBox=box, width=WIDTH, height=HEIGHT))


def _outline(points: Sequence[Point]) -> str:
    """A ring within the picture, without the bends too small to see; nothing for one outside or too small."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    if max(xs) < 0 or min(xs) > WIDTH or max(ys) < 0 or min(ys) > HEIGHT:
        return ""
    if max(max(xs) - min(xs), max(ys) - min(ys)) < _LEAST:
        return ""
    kept: list[tuple[int, int]] = []
    for x, y in points:
        at = round(min(max(x, -20), WIDTH + 20)), round(min(max(y, -20), HEIGHT + 20))
        if not kept or abs(at[0] - kept[-1][0]) + abs(at[1] - kept[-1][1]) > _STEP:
            kept.append(at)
    if len(kept) < 3:
        return ""
    steps = "".join(f"l{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(kept))
    return f"M{kept[0][0]} {kept[0][1]}{steps}z"


def picture(scene: BoardScene) -> Markup | None:
    """The map with routes and members as they stand; None for a scenario without one."""
    chart = scene.map
    atlas = _atlas(chart.base) if chart is not None else None
    if chart is None or atlas is None:
        return None
    view = _view(atlas, ((p.lat, p.lon) for p in chart.places if not p.offmap))
    spots = {p.id: _inside(view.pixel(atlas.projection(p.lat, p.lon))) for p in chart.places}
    parts: list[Child] = [el("title", _told(scene, chart)), el("image", href="/map.svg", width=WIDTH, height=HEIGHT)]
    parts += _routes(chart, spots)
    parts += _members(scene, chart, spots)
    return el("svg", parts, viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", class_="map")


def _inside(point: Point) -> Point:
    return min(max(point[0], 16), WIDTH - 16), min(max(point[1], 16), HEIGHT - 16)


def _told(scene: BoardScene, chart: MapView) -> str:
    """The picture in words, for those who cannot see it."""
    told: list[str] = []
    for route in chart.routes:
        blocked = f" ({', '.join(mark.full_name for mark in route.blocked)})" if route.blocked else ""
        told += [f"{route.name} {route.weight.value}{blocked}"] if route.weight is not None else []
    routes = "; ".join(told)
    return say("Map of {title}. Routes: {routes}. The numbers are in the tables below.", title=scene.header.title,
               routes=routes or "–")  # fmt: skip


def _routes(chart: MapView, spots: dict[str, Point]) -> Iterable[Child]:
    for route in chart.routes:
        curve = route_curve([spots[id] for id in route.path if id in spots])
        points = " ".join(f"{x:.0f},{y:.0f}" for x, y in curve[::2])
        value = route.weight.value if route.weight is not None else 1
        dash = "4 7" if route.blocked else "2 5" if not value else None
        yield el(
            "polyline", points=points, fill="none", stroke="#8a4b12", stroke_width=1.5 + value, stroke_dasharray=dash,
            stroke_linecap="round", opacity="0.85",
        )  # fmt: skip
        if curve and route.weight is not None:
            x, y = curve[len(curve) // 2]
            yield el("rect", x=round(x) - 9, y=round(y) - 9, width=18, height=18, rx=4, fill="#fff", stroke="#8a4b12")
            yield _letter(x, y, str(value), "#5b2f08")


def _members(scene: BoardScene, chart: MapView, spots: dict[str, Point]) -> Iterable[Child]:
    members = {member.id: member for group in scene.groups for member in group.members}
    for place in chart.places:
        member = members.get(place.member)
        if member is None:
            continue
        x, y = spots[place.id]
        now = member.moves == "now"
        ring, width = ("#b00020", 5) if now else ("#1d3a5f", 3)
        yield el("circle", cx=round(x), cy=round(y), r=14, fill="#fff", stroke=ring, stroke_width=width)
        yield _letter(x, y, member.letter or member.name[:1], "#1d3a5f")


def _letter(x: float, y: float, text: str, fill: str) -> Markup:
    return el("text", text, x=round(x), y=round(y) + 5, text_anchor="middle", font_size=14, font_weight=700, fill=fill)
