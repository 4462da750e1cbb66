"""Where everything on a map stands: places, routes, plaques, tokens, labels that cover nothing. Pure."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence

from attrs import frozen

from game.desktop.board.rects import Rect
from game.desktop.board.tree import Point
from game.desktop.board.widgets import Frame
from game.scenes.atlas import Atlas, Bounds, View, along, bounds_of, fit, inside, length_of, route_curve
from game.scenes.scene import MapView, MemberView, PlaceView, RouteView

LABEL_SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))


@frozen
class MapPlan:
    """Where everything on a map stands: it depends on the scenario and the window, not on the game."""

    view: View
    spots: dict[str, Point]
    lines: dict[str, tuple[Point, ...]]
    plaques: dict[str, Rect]
    tokens: dict[str, Rect]
    labels: dict[str, Rect]
    dots: dict[str, Rect]
    """Where pointing tells the name of a place that is drawn."""
    leaders: dict[str, tuple[Point, Point]]
    clear: tuple[tuple[float, ...], ...]


_plans: dict[object, MapPlan] = {}


def plan_of(
    frame: Frame, board: MapView, members: dict[str, MemberView], atlas: Atlas, room: Rect, height: int
) -> MapPlan:
    """Where everything stands in `room`, worked out once for a scenario and a window of this height."""
    ways = tuple((r.id, r.name, r.path) for r in board.routes)
    key = (atlas.digest, board.places, ways, room, height, frame.unit, frame.text)
    plan = _plans.get(key)
    if plan is None:
        if len(_plans) > 8:
            _plans.clear()
        plan = _plans[key] = _make_plan(frame, board, members, atlas, room, height)
    return plan


def _make_plan(
    frame: Frame, board: MapView, members: dict[str, MemberView], atlas: Atlas, room: Rect, height: int
) -> MapPlan:
    at = {p.id: atlas.project(p.lat, p.lon) for p in board.places if not p.offmap}
    margin = frame.px(30)
    inner = room.inset(min(margin, room.w // 6), min(margin, room.h // 6))
    bounds = _framed(bounds_of(at.values()) if at else atlas.frame, atlas)
    view = fit(bounds, (float(max(1, inner.w)), float(max(1, inner.h))), at=(float(inner.x), float(inner.y)))
    view = _lowered(view, at.values(), atlas, room, height)
    spots = {id: view.pixel(point) for id, point in at.items()}
    lines = {
        r.id: route_curve([spots[id] for id in r.path if id in spots], step=5.0)
        for r in board.routes
        if sum(id in spots for id in r.path) > 1
    }
    home = [
        view.pixels(polygon[0])
        for code in board.home
        if code in atlas.countries
        for polygon in atlas.countries[code].polygons
    ]
    tokens = _place_tokens(frame, board, members, atlas, view, spots, room)
    on_way = tuple(dict.fromkeys(id for r in board.routes for id in r.path))
    points = [spots[id] for id in on_way if id in spots]
    plaques, leaders = _place_plaques(frame, board, lines, points, list(tokens.values()), home, room)
    dots = {id: _around(at, frame.px(9)) for id, at in spots.items() if id in on_way and id not in tokens}
    labels = _place_labels(frame, board, spots, lines, tokens, [*plaques.values(), *dots.values()], room)
    dots |= {id: _around(spots[id], frame.px(6)) for id in labels if id not in dots and id not in tokens}
    dots = {
        id: dot
        for id, dot in dots.items()
        if not any(dot.meets(r) for r in (*plaques.values(), *tokens.values(), *labels.values()))
    }
    dots = _apart(dots)
    taken: list[tuple[float, ...]] = [
        (float(r.x), float(r.y), float(r.w), float(r.h)) for part in (plaques, tokens, labels) for r in part.values()
    ]
    taken += [point for line in lines.values() for point in _samples(line, 9.0)]
    taken += points
    return MapPlan(view, spots, lines, plaques, tokens, labels, dots, leaders, tuple(taken))


def _around(at: Point, side: int) -> Rect:
    return Rect(round(at[0] - side / 2), round(at[1] - side / 2), side, side)


def _apart(dots: dict[str, Rect]) -> dict[str, Rect]:
    """The dots without those that lie on an earlier one."""
    kept: dict[str, Rect] = {}
    for id, dot in dots.items():
        if not any(dot.meets(other) for other in kept.values()):
            kept[id] = dot
    return kept


def _lowered(view: View, points: Iterable[Point], atlas: Atlas, room: Rect, height: int) -> View:
    """The view moved down until the map fills the window to its lower edge, if nothing is lost by it."""
    _, first, _, last = atlas.window
    missing = height - (last * view.scale + view.top)
    spare = room.bottom - room.h // 20 - max(y * view.scale + view.top for _, y in points)
    above = -(first * view.scale + view.top)
    by = max(0.0, min(missing, spare, above))
    return View(view.scale, view.left, view.top + by)


def _framed(bounds: Bounds, atlas: Atlas) -> Bounds:
    """The bounds of what the scenario places, kept within what the map holds."""
    left, top, right, bottom = bounds
    frame = atlas.window
    return max(left, frame[0]), max(top, frame[1]), min(right, frame[2]), min(bottom, frame[3])


def _samples(line: Sequence[Point], step: float) -> Iterable[Point]:
    count = max(2, round(length_of(line) / step))
    total = length_of(line)
    return (along(line, total * i / count)[0] for i in range(count + 1))


def _place_tokens(
    frame: Frame,
    board: MapView,
    members: dict[str, MemberView],
    atlas: Atlas,
    view: View,
    spots: dict[str, Point],
    room: Rect,
) -> dict[str, Rect]:
    """A token on each member's place; one whose place is off the map stands at the edge, on the way there."""
    side = frame.px(22)
    tokens: dict[str, Rect] = {}
    for place in board.places:
        if place.member not in members:
            continue
        if place.id in spots:
            x, y = spots[place.id]
            tokens[place.id] = Rect(round(x - side / 2), round(y - side / 2), side, side).clamped(room)
            continue
        wide = side + frame.width(place.name, "small_strong") + frame.px(40)
        west = ((place.lon - 64 + 180) % 360 - 180) < 0
        rect = Rect(room.x if west else room.right - wide, room.y, wide, side + frame.px(8)).inset(0, 0)
        rect = rect.moved(frame.px(6) if west else -frame.px(6), frame.px(6))
        for other in tokens.values():
            if rect.meets(other):
                rect = Rect(rect.x, other.bottom + frame.px(4), rect.w, rect.h)
        tokens[place.id] = rect.clamped(room)
    return tokens


def plaque_size(frame: Frame, route: RouteView) -> tuple[int, int]:
    """Pixels of a route's plaque."""
    wide = max(frame.width(route.name, "small_strong") + frame.px(34), frame.px(122))
    return wide + frame.px(12), 2 * frame.line_height("small_strong") + 2 * frame.px(4) + frame.px(2)


def _place_plaques(
    frame: Frame,
    board: MapView,
    lines: dict[str, tuple[Point, ...]],
    spots: list[Point],
    tokens: list[Rect],
    home: list[list[Point]],
    room: Rect,
) -> tuple[dict[str, Rect], dict[str, tuple[Point, Point]]]:
    """For each route the plaque that covers least: no plaque, token or place, little of routes and home."""
    placed: dict[str, Rect] = {}
    leaders: dict[str, tuple[Point, Point]] = {}
    all_points = [p for line in lines.values() for p in _samples(line, 14.0)]
    inner = room.inset(frame.px(6))
    lands = [(_box(ring), ring) for ring in home]
    for route in sorted(board.routes, key=lambda r: length_of(lines[r.id]) if r.id in lines else 0.0):
        if route.id not in lines:
            continue
        w, h = plaque_size(frame, route)
        best: tuple[float, Rect, Point] | None = None
        line = lines[route.id]
        total = length_of(line)
        for i in range(1, 12):
            anchor = along(line, total * i / 12)[0]
            for rect, far in _sides(anchor, w, h, frame.px(13)):
                if not rect.within(inner) or any(rect.inset(-4).meets(p) for p in (*placed.values(), *tokens)):
                    continue
                cost = far + abs(i - 6) * 1.5 + 26 * _held(rect.inset(-7), spots)
                if best is not None and cost >= best[0]:
                    continue
                cost += 20 * sum(rect.inset(-12).meets(t) for t in tokens) + 9 * _held(rect.inset(-3), all_points)
                for bounds, ring in lands:
                    if rect.meets(bounds):
                        cost += 1.2 * _held(rect, ring) + 14 * inside(*rect.centre, ring)
                if far and (best is None or cost < best[0]):
                    edge = _nearest(rect, anchor)
                    cost += 40 * any(_crosses(edge, anchor, other) for id, other in lines.items() if id != route.id)
                if best is None or cost < best[0]:
                    best = (cost, rect, anchor)
        if best is None:
            placed |= _cornered(route.id, Rect(inner.x, inner.bottom - h, w, h), [*placed.values(), *tokens], inner)
        else:
            placed[route.id] = best[1]
            edge = _nearest(best[1], best[2])
            if math.dist(edge, best[2]) > frame.px(6):
                leaders[route.id] = (edge, best[2])
    return placed, leaders


def _box(ring: Sequence[Point]) -> Rect:
    left, top, right, bottom = bounds_of(ring)
    return Rect(int(left), int(top), int(right - left) + 1, int(bottom - top) + 1)


def _held(rect: Rect, points: Iterable[Point]) -> int:
    """How many points lie in a rectangle."""
    left, top, right, bottom = rect.x, rect.y, rect.right, rect.bottom
    return sum(left <= x < right and top <= y < bottom for x, y in points)


def _cornered(id: str, rect: Rect, taken: Sequence[Rect], room: Rect) -> dict[str, Rect]:
    """A plaque that finds no room at its route, above what stands in the lower left corner; none if that is full."""
    while any(rect.inset(-2).meets(other) for other in taken):
        rect = rect.moved(0, -max(4, rect.h // 4))
    return {id: rect} if rect.within(room) else {}


def _sides(anchor: Point, w: int, h: int, gap: int) -> Iterable[tuple[Rect, float]]:
    """Rectangles around a point, near ones and far ones, each with the cost of its distance."""
    x, y = round(anchor[0]), round(anchor[1])
    for step, far in ((gap, 0.0), (gap * 2, 7.0), (gap * 4, 18.0)):
        for share in (0.5, 0.2, 0.8):
            yield Rect(x - round(w * share), y - step - h, w, h), far + abs(share - 0.5) * 6
            yield Rect(x - round(w * share), y + step, w, h), far + abs(share - 0.5) * 6
        yield Rect(x + step, y - h // 2, w, h), far + 3
        yield Rect(x - step - w, y - h // 2, w, h), far + 3


def _nearest(rect: Rect, point: Point) -> Point:
    return max(rect.x, min(point[0], rect.right)), max(rect.y, min(point[1], rect.bottom))


def _crosses(a: Point, b: Point, line: Sequence[Point]) -> bool:
    """Whether a straight line crosses a polyline."""

    def side(p: Point, q: Point, r: Point) -> bool:
        return (q[0] - p[0]) * (r[1] - p[1]) > (q[1] - p[1]) * (r[0] - p[0])

    return any(side(a, b, c) != side(a, b, d) and side(c, d, a) != side(c, d, b) for c, d in itertools.pairwise(line))


def _place_labels(
    frame: Frame,
    board: MapView,
    spots: dict[str, Point],
    lines: dict[str, tuple[Point, ...]],
    tokens: dict[str, Rect],
    taken: list[Rect],
    room: Rect,
) -> dict[str, Rect]:
    """Names beside their places where they cover nothing; capitals of members first, then the ends of routes."""
    ends = {id for r in board.routes for id in (r.path[0], r.path[-1])} if board.routes else set()
    on_way = {id for r in board.routes for id in r.path}
    points = [p for line in lines.values() for p in _samples(line, 6.0)]
    labels: dict[str, Rect] = {}
    hard = [*taken, *tokens.values()]

    def rank(place: PlaceView) -> tuple[int, str]:
        return (0 if place.id in tokens else 1 if place.id in ends else 2 if place.id in on_way else 3), place.id

    for place in sorted((p for p in board.places if p.id in spots), key=rank):
        x, y = spots[place.id]
        style = "place_large" if place.id in tokens else "place"
        w, h = frame.width(place.name, style) + frame.px(2), frame.line_height(style)
        reach = frame.px(13) if place.id in tokens else frame.px(7)
        best: tuple[float, Rect] | None = None
        for number, (dx, dy) in enumerate(LABEL_SIDES):
            cx = x + dx * (reach + w / 2) * (0.86 if dy and dx else 1.0)
            cy = y + dy * (reach + h / 2) * (0.8 if dy and dx else 1.0)
            rect = Rect(round(cx - w / 2), round(cy - h / 2), w, h)
            others = (p for id, p in spots.items() if id != place.id and (id in on_way or id in tokens))
            if not rect.within(room) or any(rect.meets(t) for t in (*hard, *labels.values())):
                continue
            crossings = _held(rect.inset(0, 2), points)
            cost = number * 0.4 + 3 * crossings + 30 * sum(rect.inset(-3).holds(*p) for p in others)
            if best is None or cost < best[0]:
                best = (cost, rect)
        limit = 1e9 if place.id in tokens else 24 if place.id in on_way else 12
        if best is not None and best[0] < limit:
            labels[place.id] = best[1]
    return labels
