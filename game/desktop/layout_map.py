"""The board's middle: the map with routes, places, plaques and tokens; or a schematic board without a map. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from attrs import evolve, frozen

from game.desktop.atlas import Atlas, Bounds, View, along, bounds_of, fit, length_of, route_curve
from game.desktop.intents import Detail, Why
from game.desktop.layout_parts import ghost_text
from game.desktop.rects import Rect
from game.desktop.scene import BoardScene, MapView, MemberView, PlaceView, RouteView
from game.desktop.theme import POWERS
from game.desktop.tree import Ground, Leader, Node, Panel, Point, Spot, Text, Way, Web
from game.desktop.widgets import Frame, badge, scale

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


def map_nodes(frame: Frame, scene: BoardScene, atlas: Atlas, size: tuple[int, int], room: Rect) -> tuple[Node, tuple[Node, ...]]:
    """The ground for the whole window, and what stands on the map within `room`."""
    board = scene.map
    assert board is not None
    members = members_by_id(scene)
    plan = _plan(frame, board, members, atlas, room, size[1])
    unit = max(0.8, min(frame.unit, room.w / 700))
    ground = Node("ground", Rect(0, 0, *size), _ground(frame, scene, board, members, plan, room, unit))
    nodes: list[Node] = [
        Node(f"leader:{id}", Rect(int(min(a[0], b[0])), int(min(a[1], b[1])), 1, 1), Leader(a, b)) for id, (a, b) in plan.leaders.items()
    ]
    for place in board.places:
        if place.id in plan.labels:
            large = place.id in plan.tokens
            style = "place_large" if large else "place"
            nodes.append(_label(frame, place, plan.labels[place.id], style))
    for place in board.places:
        if place.id in plan.dots:
            nodes.append(Node(f"spot:{place.id}", plan.dots[place.id], hint=place.name))
    for place in board.places:
        if place.id in plan.tokens:
            nodes.append(_token(frame, place, members[place.member], plan.tokens[place.id]))
    colours = route_colours(board.routes, members)
    nodes += [_plaque(frame, route, members, plan.plaques[route.id], colours[route.id]) for route in board.routes if route.id in plan.plaques]
    return ground, tuple(nodes)


def members_by_id(scene: BoardScene) -> dict[str, MemberView]:
    """Every member of every group."""
    return {member.id: member for group in scene.groups for member in group.members}


def route_colours(routes: Sequence[RouteView], members: dict[str, MemberView]) -> dict[str, str]:
    """A route has its owner's colour; those that nobody owns have the colours that no owner has."""
    seated = {m.index for m in members.values() if m.lands or m.place}
    spare = [n for n in range(len(POWERS)) if n not in seated] or [len(POWERS) - 1]
    free = [r.id for r in routes if r.owner not in members]
    colours = {id: f"power:{spare[n % len(spare)]}" for n, id in enumerate(free)}
    return {r.id: colours.get(r.id) or f"power:{members[r.owner].index}" for r in routes}


def _ground(
    frame: Frame, scene: BoardScene, board: MapView, members: dict[str, MemberView], plan: MapPlan, room: Rect, unit: float
) -> Ground:
    washes = tuple((code, f"power:{m.index}") for m in members.values() for code in m.lands)
    colours = route_colours(board.routes, members)
    groups = tuple((m.name, m.lands) for m in members.values() if len(m.lands) > 1)
    ways = tuple(
        Way(r.id, plan.lines[r.id], colours[r.id], r.weight.value if r.weight else 1, r.weight.high if r.weight else 1,
            bool(r.blocked) or bool(r.weight and r.weight.value == r.weight.low), lit=_changes(r))
        for r in board.routes if r.id in plan.lines
    )
    homes = {p.id for p in board.places if not p.member}
    on_way = {id for r in board.routes for id in r.path}
    spots = tuple(
        Spot(at, home=False, small=id in homes and id not in on_way)
        for id, at in plan.spots.items() if id in on_way or id in plan.tokens or id in plan.labels
    )
    view = (plan.view.scale, plan.view.left, plan.view.top)
    inner = (float(room.x), float(room.y), float(room.w), float(room.h))
    return Ground(board.base, view, inner, board.home, washes, groups, plan.clear, ways, spots, unit)


def _changes(route: RouteView) -> bool:
    return bool(route.weight and route.weight.ghost is not None) or any(t.ghost is not None for t in route.blocked)


# Where things stand


def _plan(frame: Frame, board: MapView, members: dict[str, MemberView], atlas: Atlas, room: Rect, height: int) -> MapPlan:
    key = (atlas.digest, board.places, tuple((r.id, r.name, r.path) for r in board.routes), room, height, frame.unit)
    plan = _plans.get(key)
    if plan is None:
        if len(_plans) > 8:
            _plans.clear()
        plan = _plans[key] = _make_plan(frame, board, members, atlas, room, height)
    return plan


def _make_plan(frame: Frame, board: MapView, members: dict[str, MemberView], atlas: Atlas, room: Rect, height: int) -> MapPlan:
    at = {p.id: atlas.project(p.lat, p.lon) for p in board.places if not p.offmap}
    margin = frame.px(30)
    inner = room.inset(min(margin, room.w // 6), min(margin, room.h // 6))
    bounds = _framed(bounds_of(at.values()) if at else atlas.frame, atlas)
    view = fit(bounds, (float(max(1, inner.w)), float(max(1, inner.h))), at=(float(inner.x), float(inner.y)))
    view = _lowered(view, at.values(), atlas, room, height)
    spots = {id: view.pixel(point) for id, point in at.items()}
    lines = {
        r.id: route_curve([spots[id] for id in r.path if id in spots], step=5.0)
        for r in board.routes if sum(id in spots for id in r.path) > 1
    }
    home = [view.pixels(polygon[0]) for code in board.home if code in atlas.countries for polygon in atlas.countries[code].polygons]
    tokens = _place_tokens(frame, board, members, atlas, view, spots, room)
    on_way = {id for r in board.routes for id in r.path}
    points = [spots[id] for id in on_way if id in spots]
    plaques, leaders = _place_plaques(frame, board, lines, points, list(tokens.values()), home, room)
    dots = {id: _around(at, frame.px(9)) for id, at in spots.items() if id in on_way and id not in tokens}
    labels = _place_labels(frame, board, spots, lines, tokens, [*plaques.values(), *dots.values()], room)
    dots |= {id: _around(spots[id], frame.px(6)) for id in labels if id not in dots and id not in tokens}
    dots = {id: dot for id, dot in dots.items() if not any(dot.meets(r) for r in (*plaques.values(), *tokens.values(), *labels.values()))}
    dots = _apart(dots)
    taken: list[tuple[float, ...]] = [(float(r.x), float(r.y), float(r.w), float(r.h))
                                      for part in (plaques, tokens, labels) for r in part.values()]
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
    spare = room.bottom - room.h // 12 - max(y * view.scale + view.top for _, y in points)
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
    frame: Frame, board: MapView, members: dict[str, MemberView], atlas: Atlas, view: View, spots: dict[str, Point], room: Rect
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
    frame: Frame, board: MapView, lines: dict[str, tuple[Point, ...]], spots: list[Point], tokens: list[Rect],
    home: list[list[Point]], room: Rect,
) -> tuple[dict[str, Rect], dict[str, tuple[Point, Point]]]:
    """For each route the plaque that covers least: no plaque, token or place, little of routes and home."""
    placed: dict[str, Rect] = {}
    leaders: dict[str, tuple[Point, Point]] = {}
    all_points = [p for line in lines.values() for p in _samples(line, 12.0)]
    inner = room.inset(frame.px(6))
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
                cost = far + abs(i - 6) * 1.5
                cost += 20 * sum(rect.inset(-12).meets(t) for t in tokens)
                cost += 26 * sum(rect.inset(-7).holds(*p) for p in spots)
                cost += 9 * sum(rect.inset(-3).holds(*p) for p in all_points)
                cost += 1.2 * sum(rect.holds(*p) for ring in home for p in ring)
                cost += 14 * any(_inside(*rect.centre, ring) for ring in home)
                if far:
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

    return any(side(a, b, c) != side(a, b, d) and side(c, d, a) != side(c, d, b) for c, d in zip(line, line[1:], strict=False))


def _inside(x: float, y: float, ring: Sequence[Point]) -> bool:
    odd = False
    ax, ay = ring[-1]
    for bx, by in ring:
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            odd = not odd
        ax, ay = bx, by
    return odd


def _place_labels(
    frame: Frame, board: MapView, spots: dict[str, Point], lines: dict[str, tuple[Point, ...]], tokens: dict[str, Rect],
    taken: list[Rect], room: Rect,
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
            crossings = sum(rect.inset(0, 2).holds(*p) for p in points)
            cost = number * 0.4 + 3 * crossings + 30 * sum(rect.inset(-3).holds(*p) for p in others)
            if best is None or cost < best[0]:
                best = (cost, rect)
        limit = 1e9 if place.id in tokens else 24 if place.id in on_way else 12
        if best is not None and best[0] < limit:
            labels[place.id] = best[1]
    return labels


# What stands there


def _label(frame: Frame, place: PlaceView, rect: Rect, style: str) -> Node:
    line = frame.line(f"place:{place.id}.text", rect, place.name, style, "ink")
    assert isinstance(line.look, Text)
    return Node(f"place:{place.id}", rect, None, (evolve(line, look=evolve(line.look, halo="raised")),))


def _token(frame: Frame, place: PlaceView, member: MemberView, rect: Rect) -> Node:
    id = f"token:{place.id}"
    said = f"{member.name}, {place.name}"
    if not place.offmap:
        return Node(id, rect, None, (badge(frame, f"{id}.badge", rect, member.index, member.letter),),
                    press=Detail(member.id), hint=said, text=said)
    inner = rect.inset(frame.px(6), frame.px(3))
    west = ((place.lon - 64 + 180) % 360 - 180) < 0
    side = inner.h
    mark, rest = inner.left(side, frame.px(6)) if west else inner.far(side, frame.px(6))
    arrow = f"← {place.name}" if west else f"{place.name} →"
    token = badge(frame, f"{id}.badge", mark, member.index, member.letter)
    line = frame.line(f"{id}.text", rest, arrow, "small_strong", "ink", "left" if west else "right")
    return Node(id, rect, Panel("paper", "edge", rect.h // 2, shadow=frame.px(3)), (token, line), press=Detail(member.id),
                hint=f"{said}, off the map", text=said)


def _plaque(frame: Frame, route: RouteView, members: dict[str, MemberView], rect: Rect, colour: str) -> Node:
    id = f"route:{route.id}"
    inner = rect.inset(frame.px(6), frame.px(4))
    top, low = inner.top(frame.line_height("small_strong"), frame.px(2))
    owner = members.get(route.owner)
    children: list[Node] = []
    side = top.h
    if owner is not None:
        mark, name = top.left(side, frame.px(5))
        children.append(badge(frame, f"{id}.owner", mark, owner.index, owner.letter))
    else:
        mark, name = top.left(side, frame.px(5))
        stripe = mark.middle(side, max(3, side * 2 // 5))
        children.append(Node(f"{id}.owner", stripe, Panel(colour, "ink", max(1, stripe.h // 2))))
    children.append(frame.line(f"{id}.name", name, route.name, "small_strong"))
    closed = ""
    if route.weight is not None:
        weight = route.weight
        wide = frame.width("0 → 0/0", "small_strong")
        figure, bar = low.far(wide, frame.px(4))
        bar = Rect(bar.x, bar.y + (bar.h - frame.px(9)) // 2, bar.w, frame.px(9))
        closed = ", ".join(f"{t.name.lower()} {t.value} {t.unit}".strip() for t in route.blocked)
        if frame.width(closed, "tiny") > bar.w:
            closed = ", ".join(f"{t.name.lower()} {t.value}" for t in route.blocked)
        if closed:
            children.append(frame.line(f"{id}.closed", Rect(bar.x, low.y, bar.w, low.h), closed, "tiny", "loss"))
        else:
            children.append(scale(f"{id}.pips", bar, weight.low, weight.high, weight.value, weight.ghost, colour))
        then = f"{weight.value} → {weight.ghost}" if weight.ghost is not None else str(weight.value)
        tint = "ink" if weight.ghost is None else "gain" if (weight.ghost > weight.value) == (weight.good is not False) else "loss"
        number = frame.line(f"{id}.figure", figure, f"{then}/{weight.high}", "small_strong", tint, "right")
        children.append(Node(f"{id}.value", Rect(figure.x, low.y, figure.w, low.h), None, (number,), press=Why(weight.id),
                             hint=f"{weight.full_name}: why?"))
    said = route.name + (f", {route.weight.name} {route.weight.value} of {route.weight.high}" if route.weight else "")
    said += f", {closed}" if closed else ""
    said += f", in the hands of {route.owner_name}" if route.owner_name else ""
    lit = _changes(route)
    panel = Panel("raised", "focus" if lit else "loss" if closed else "edge", frame.px(5), 2 if lit else 1, shadow=frame.px(4))
    return Node(id, rect, panel, tuple(children), focusable=True, press=Detail(route.id), text=said, hint="")


# Without a map


def schematic_nodes(frame: Frame, scene: BoardScene, size: tuple[int, int], room: Rect) -> tuple[Node, tuple[Node, ...]]:
    """A round table: the members of the first group sit around the country, nearer and thicker bound as their first track rises."""
    ground = Node("ground", Rect(0, 0, *size), Ground("", (1.0, 0.0, 0.0), (0.0, 0.0, 1.0, 1.0), (), (), (), (), (), (), frame.unit))
    group = next((g for g in scene.groups if g.look != "routes" and g.members), None)
    if group is None:
        return ground, ()
    w, h = min(frame.px(156), room.w * 5 // 17), frame.px(62)
    inner = room.inset(w // 2 + frame.px(8), h // 2 + frame.px(10))
    cx, cy = inner.centre
    ends: list[tuple[Point, str, float]] = []
    seats: list[Node] = []
    for number, member in enumerate(group.members):
        angle = math.radians(-90 + 360 * number / len(group.members))
        reach = min(inner.w / 2, inner.h * 0.95)
        x, y = cx + reach * math.cos(angle), cy + inner.h / 2 * math.sin(angle)
        track = member.tracks[0] if member.tracks else None
        strength = (track.value - track.low) / max(1, track.high - track.low) if track else 0.5
        ends.append(((x, y), f"power:{member.index}", strength))
        seats.append(_seat(frame, member, Rect(round(x - w / 2), round(y - h / 2), w, h)))
    web = Node("web", room, Web((float(cx), float(cy)), tuple(ends)))
    wide = min(max(frame.width(scene.header.title, "heading") + frame.px(40), frame.px(120)), room.w * 5 // 17)
    seat = Rect(cx - wide // 2, cy - frame.px(26), wide, frame.px(52))
    name, below = seat.inset(frame.px(12), frame.px(6)).top(frame.line_height("heading"))
    home = Node("seat", seat, Panel("accent", "ink", frame.px(26), shadow=frame.px(5)), (
        frame.line("seat.name", name, scene.header.title, "heading", "on_accent", "centre"),
        frame.line("seat.score", below, f"Score {scene.header.score}", "small_strong", "on_accent", "centre"),
    ))
    return ground, (web, home, *seats)


def _seat(frame: Frame, member: MemberView, rect: Rect) -> Node:
    id = f"seat:{member.id}"
    inner = rect.inset(frame.px(9), frame.px(7))
    top, low = inner.top(max(frame.px(24), frame.line_height("strong")), frame.px(4))
    mark, name = top.left(top.h, frame.px(6))
    children: list[Node] = [badge(frame, f"{id}.badge", mark, member.index, member.letter)]
    if member.tracks:
        track = member.tracks[0]
        value = ghost_text(track)
        tint = "ink" if track.ghost is None else "gain" if (track.ghost > track.value) == (track.good is not False) else "loss"
        figure, bar = low.far(frame.width(value, "small_strong"), frame.px(6))
        children.append(frame.line(f"{id}.value", figure, value, "small_strong", tint, "right"))
        bar = Rect(bar.x, bar.y + max(0, (bar.h - frame.px(9)) // 2), bar.w, min(bar.h, frame.px(9)))
        children.append(scale(f"{id}.bar", bar, track.low, track.high, track.value, track.ghost, f"power:{member.index}"))
    children.append(frame.line(f"{id}.name", name, member.name, "small_strong"))
    return Node(id, rect, Panel("raised", "edge", frame.px(7), shadow=frame.px(4)), tuple(children), press=Detail(member.id), text=member.name)
