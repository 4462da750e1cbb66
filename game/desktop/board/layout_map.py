"""The board's middle: the map with routes, places, plaques and tokens; or a schematic board without a map. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

from attrs import evolve

from game.desktop.board.layout_parts import ghost_text
from game.desktop.board.placing import MapPlan, plan_of
from game.desktop.board.rects import Rect
from game.desktop.board.theme import POWERS
from game.desktop.board.tree import Ground, Leader, Node, Panel, Point, Spot, Text, Way, Web
from game.desktop.board.widgets import Frame, badge, moved, pictured, scale
from game.desktop.intents import Detail, Why
from game.scenes.atlas import Atlas
from game.scenes.scene import BoardScene, MapView, MemberView, PlaceView, RouteView
from game.words import language, say


def map_nodes(
    frame: Frame, scene: BoardScene, atlas: Atlas, size: tuple[int, int], room: Rect
) -> tuple[Node, tuple[Node, ...]]:
    """The ground for the whole window, and what stands on the map within `room`."""
    board = scene.map
    assert board is not None
    members = members_by_id(scene)
    plan = plan_of(frame, board, members, atlas, room, size[1])
    unit = max(0.8, min(frame.unit, room.w / 700))
    ground = Node("ground", Rect(0, 0, *size), _ground(frame, scene, board, members, plan, room, unit))
    nodes: list[Node] = [
        Node(f"leader:{id}", Rect(int(min(a[0], b[0])), int(min(a[1], b[1])), 1, 1), Leader(a, b))
        for id, (a, b) in plan.leaders.items()
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
    nodes += [
        _plaque(frame, route, members, plan.plaques[route.id], colours[route.id])
        for route in board.routes
        if route.id in plan.plaques
    ]
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
    frame: Frame,
    scene: BoardScene,
    board: MapView,
    members: dict[str, MemberView],
    plan: MapPlan,
    room: Rect,
    unit: float,
) -> Ground:
    washes = tuple((code, f"power:{m.index}") for m in members.values() for code in m.lands)
    colours = route_colours(board.routes, members)
    groups = tuple((m.name, m.lands) for m in members.values() if len(m.lands) > 1)
    ways = tuple(
        Way(
            r.id,
            plan.lines[r.id],
            colours[r.id],
            r.weight.value if r.weight else 1,
            r.weight.high if r.weight else 1,
            bool(r.blocked),
            lit=_changes(r),
        )
        for r in board.routes
        if r.id in plan.lines
    )
    homes = {p.id for p in board.places if not p.member}
    on_way = {id for r in board.routes for id in r.path}
    spots = tuple(
        Spot(at, home=False, small=id in homes and id not in on_way)
        for id, at in plan.spots.items()
        if id in on_way or id in plan.tokens or id in plan.labels
    )
    view = (plan.view.scale, plan.view.left, plan.view.top)
    inner = (float(room.x), float(room.y), float(room.w), float(room.h))
    return Ground(board.base, view, inner, board.home, washes, groups, plan.clear, ways, spots, unit, language())


def _changes(route: RouteView) -> bool:
    return bool(route.weight and route.weight.ghost is not None) or any(t.ghost is not None for t in route.blocked)


def _label(frame: Frame, place: PlaceView, rect: Rect, style: str) -> Node:
    line = frame.line(f"place:{place.id}.text", rect, place.name, style, "ink")
    assert isinstance(line.look, Text)
    return Node(f"place:{place.id}", rect, None, (evolve(line, look=evolve(line.look, halo="raised")),))


def _token(frame: Frame, place: PlaceView, member: MemberView, rect: Rect) -> Node:
    id = f"token:{place.id}"
    said = f"{member.name}, {place.name}"
    if not place.offmap:
        return Node(
            id,
            rect,
            None,
            (badge(frame, f"{id}.badge", rect, member.index, member.letter),),
            press=Detail(member.id),
            hint=said,
            text=said,
        )
    inner = rect.inset(frame.px(6), frame.px(3))
    west = ((place.lon - 64 + 180) % 360 - 180) < 0
    side = inner.h
    mark, rest = inner.left(side, frame.px(6)) if west else inner.far(side, frame.px(6))
    arrow = f"← {place.name}" if west else f"{place.name} →"
    token = badge(frame, f"{id}.badge", mark, member.index, member.letter)
    line = frame.line(f"{id}.text", rest, arrow, "small_strong", "ink", "left" if west else "right")
    return Node(
        id,
        rect,
        Panel("paper", "edge", rect.h // 2, shadow=frame.px(3)),
        (token, line),
        press=Detail(member.id),
        hint=say("{name}, off the map", name=said),
        text=said,
    )


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
        then = f"{weight.value} → {weight.ghost}" if weight.ghost is not None else str(weight.value)
        # A closed route tells for how long, and spares no room for a figure that may grow.
        wide = frame.width(f"{then}/{weight.high}" if route.blocked else "0 → 0/0", "small_strong")
        figure, bar = low.far(wide, frame.px(4))
        bar = Rect(bar.x, bar.y + (bar.h - frame.px(9)) // 2, bar.w, frame.px(9))
        closed = ", ".join(f"{t.name.lower()} {t.value} {t.unit}".strip() for t in route.blocked)
        if frame.width(closed, "tiny") > bar.w:
            closed = ", ".join(f"{t.name.lower()} {t.value}" for t in route.blocked)
        if closed:
            room = Rect(bar.x, low.y, bar.w, low.h)
            children += pictured(frame, f"{id}.closed", room, route.blocked[0].icon, closed, "tiny", "loss")
        else:
            children.append(scale(f"{id}.pips", bar, weight.low, weight.high, weight.value, weight.ghost, colour))
        tint = (
            "ink"
            if weight.ghost is None
            else "gain"
            if (weight.ghost > weight.value) == (weight.good is not False)
            else "loss"
        )
        number = frame.line(f"{id}.figure", figure, f"{then}/{weight.high}", "small_strong", tint, "right")
        children.append(
            Node(
                f"{id}.value",
                Rect(figure.x, low.y, figure.w, low.h),
                None,
                (number,),
                press=Why(weight.id),
                hint=say("{name}: why?", name=weight.full_name),
            )
        )
    said = route.name
    if route.weight is not None:
        value = say("{value} of {high}", value=route.weight.value, high=route.weight.high)
        said += f", {route.weight.name} {value}"
    said += f", {closed}" if closed else ""
    said += f", {say('in the hands of {name}', name=route.owner_name)}" if route.owner_name else ""
    lit = _changes(route)
    panel = Panel(
        "raised", "focus" if lit else "loss" if closed else "edge", frame.px(5), 2 if lit else 1, shadow=frame.px(4)
    )
    return Node(id, rect, panel, tuple(children), focusable=True, press=Detail(route.id), text=said, hint="")


def schematic_nodes(
    frame: Frame, scene: BoardScene, size: tuple[int, int], room: Rect
) -> tuple[Node, tuple[Node, ...]]:
    """A round table: the first group's members around the country, bound the thicker the higher their track."""
    ground = Node(
        "ground",
        Rect(0, 0, *size),
        Ground("", (1.0, 0.0, 0.0), (0.0, 0.0, 1.0, 1.0), (), (), (), (), (), (), frame.unit),
    )
    group = next((g for g in scene.groups if g.look != "routes" and g.members), None)
    if group is None:
        return ground, ()
    w, h = min(frame.px(156), room.w * 5 // 17), frame.tall(62)
    inner = room.inset(w // 2 + frame.px(8), h // 2 + frame.px(10))
    cx, cy = inner.centre
    ends: list[tuple[Point, str, float]] = []
    seats: list[Node] = []
    name_room = Rect(0, 0, w, h).inset(frame.px(9), frame.px(7)).top(_seat_head(frame))[0].left(_seat_head(frame))[1]
    fits = [frame.whole(m.name, SEAT_NAMES, name_room.w - frame.px(6), name_room.h) for m in group.members]
    style = max(fits, key=SEAT_NAMES.index)
    for number, member in enumerate(group.members):
        angle = math.radians(-90 + 360 * number / len(group.members))
        reach = min(inner.w / 2, inner.h * 0.95)
        x, y = cx + reach * math.cos(angle), cy + inner.h / 2 * math.sin(angle)
        track = member.tracks[0] if member.tracks else None
        strength = (track.value - track.low) / max(1, track.high - track.low) if track else 0.5
        ends.append(((x, y), f"power:{member.index}", strength))
        seats.append(_seat(frame, member, Rect(round(x - w / 2), round(y - h / 2), w, h), style))
    web = Node("web", room, Web((float(cx), float(cy)), tuple(ends)))
    wide = min(max(frame.width(scene.header.title, "heading") + frame.px(40), frame.px(120)), room.w * 5 // 17)
    seat = Rect(cx - wide // 2, cy - frame.tall(26), wide, frame.tall(52))
    name, below = seat.inset(frame.px(12), frame.px(6)).top(frame.line_height("heading"))
    told = say("Score {score}", score=scene.header.score)
    home = Node(
        "seat",
        seat,
        Panel("accent", "ink", frame.px(26), shadow=frame.px(5)),
        (
            frame.line("seat.name", name, scene.header.title, "heading", "on_accent", "centre"),
            frame.line("seat.score", below, told, "small_strong", "on_accent", "centre"),
        ),
    )
    return ground, (web, home, *seats)


SEAT_NAMES = ("strong", "small_strong", "tiny", "caps_small")
"""Styles of the names at the round table from large to small: the first in which all of them stand is taken."""


def _seat_head(frame: Frame) -> int:
    """The height of a seat's token and name."""
    return max(frame.px(24), frame.line_height("strong"))


def _seat(frame: Frame, member: MemberView, rect: Rect, style: str) -> Node:
    id = f"seat:{member.id}"
    inner = rect.inset(frame.px(9), frame.px(7))
    top, low = inner.top(_seat_head(frame), frame.px(4))
    mark, name = top.left(top.h, frame.px(6))
    children: list[Node] = [badge(frame, f"{id}.badge", mark, member.index, member.letter)]
    if member.tracks:
        track = member.tracks[0]
        value = ghost_text(track)
        tint = (
            "ink"
            if track.ghost is None
            else "gain"
            if (track.ghost > track.value) == (track.good is not False)
            else "loss"
        )
        figure, bar = low.far(frame.width(value, "small_strong"), frame.px(6))
        children.append(frame.line(f"{id}.value", figure, value, "small_strong", tint, "right"))
        bar = Rect(bar.x, bar.y + max(0, (bar.h - frame.px(9)) // 2), bar.w, min(bar.h, frame.px(9)))
        children.append(
            scale(f"{id}.bar", bar, track.low, track.high, track.value, track.ghost, f"power:{member.index}")
        )
    words = frame.prose(f"{id}.name", name, member.name, style)
    children.append(moved(words, 0, (name.h - words.rect.h) // 2))
    return Node(
        id,
        rect,
        Panel("raised", "edge", frame.px(7), shadow=frame.px(4)),
        tuple(children),
        press=Detail(member.id),
        text=member.name,
    )
