"""What a lesson points at: rings around parts of the board with numbered pins, and their names in the panel. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from game.desktop.board.rects import Rect, around
from game.desktop.board.tree import Mark, Node, Panel, Tree, shown
from game.desktop.board.widgets import Build, Frame
from game.scenes.scene import Pointer
from game.words import say

_PARTS = {
    "hand": re.compile(r"hand\.\d+|deck\.\d+"),
    "calendar": re.compile(r"calendar\.(head|\d+)"),
    "reckoning": re.compile(r"reckoning\.(head|ending|none|\d+)"),
    "map": re.compile(r"map"),
}
"""The nodes that make up a part of the board."""

_TABS = {"hand": "decision", "calendar": "turn", "reckoning": "turn", "map": "map"}
_OUT = {"track": 4, "envoy": 1}
"""How far a ring lies outside of what it surrounds, in units: envoys stand close."""

_LEAST = 5
"""Fewer pixels of a part do not count as seen."""


def marks(frame: Frame, pointers: Sequence[Pointer], layers: tuple[Node, ...], room: Rect) -> Node | None:
    """A layer with a ring and a pin for each part that is pointed at; None where nothing is."""
    tree = Tree(Node("root", room, None, layers), (room.w, room.h), frame.unit)
    rings: list[Node] = []
    pins: list[Node] = []
    for number, pointer in enumerate(pointers, 1):
        first = True
        for ids in targets(tree, pointer):
            rect, seen = _seen(tree, ids)
            if seen:
                out = frame.px(_OUT.get(pointer.kind, 6))
                ring = rect.inset(-out) if pointer.id != "map" else rect.inset(out)
                ring = ring.common(room.inset(1))
                look = Mark(frame.px(7), max(2, frame.px(2.4)))
                rings.append(Node(f"mark:{pointer.id}.{len(rings)}", ring, look, text=pointer.name, floats=True))
                rect = ring
            if first:
                pins.append(_pin(frame, number, pointer, rect, [p.rect for p in pins], room))
                first = False
    return Node("marks", room, None, (*rings, *pins)) if rings or pins else None


def targets(tree: Tree, pointer: Pointer) -> list[list[str]]:
    """The nodes of a part; those of one inner list have one ring around them."""
    known = tree.by_id
    if pointer.kind == "part":
        found = [id for id in known if _PARTS[pointer.id].fullmatch(id)]
        return [found] if found else _tab(tree, _TABS[pointer.id])
    if pointer.kind == "envoy":
        id = f"envoy:{pointer.id}"
        return [[id]] if id in known else _tab(tree, "decision")
    if pointer.kind == "track":
        ids = (f"track:{pointer.id}", *(f"mat:{member}.{pointer.id}" for member in pointer.members))
        exact = [id for id in ids if id in known]
        if exact:
            return [exact]
    mats = [f"mat:{member}" for member in pointer.members if f"mat:{member}" in known]
    if mats:
        head = f"group:{pointer.id}"
        return [[head, *mats] if head in known else mats]
    others = [f"{kind}:{member}" for member in pointer.members for kind in ("route", "seat")]
    found = [id for id in others if id in known]
    return [[id] for id in found] or _tab(tree, "mats") or _tab(tree, "map")


def _tab(tree: Tree, tab: str) -> list[list[str]]:
    """The tab, or the panel, behind which a part of a small board lies."""
    return [[id] for id in (f"tab:{tab}", tab) if id in tree.by_id][:1]


def _seen(tree: Tree, ids: Iterable[str]) -> tuple[Rect, bool]:
    """The part of some nodes that can be seen; or the edge of the list behind which they lie, and False."""
    whole = [tree.by_id[id].rect for id in ids]
    parts = [rect for id in ids if (rect := shown(tree, id)).w > _LEAST and rect.h > _LEAST]
    if parts:
        return around(parts), True
    first = next(iter(ids))
    lists = [node.rect for node in tree.path_to(first)[:-1] if node.clips]
    edge = lists[-1] if lists else around(whole)
    below = around(whole).y >= edge.bottom - _LEAST
    y = edge.bottom if below else edge.y
    return Rect(edge.x + edge.w // 2, y, 1, 1), False


def _pin(frame: Frame, number: int, pointer: Pointer, rect: Rect, taken: Sequence[Rect], room: Rect) -> Node:
    """A numbered disc on the corner of a ring."""
    side = pin_side(frame)
    place = Rect(rect.x - side * 5 // 8, rect.y - side * 2 // 5, side, side).clamped(room.inset(1))
    for _ in range(len(taken)):
        hit = next((t for t in taken if t.meets(place)), None)
        if hit is None:
            break
        place = Rect(hit.right + 1, place.y, side, side).clamped(room.inset(1))
    return _disc(frame, f"pin:{pointer.id}", place, number, pointer.name)


def pin_side(frame: Frame) -> int:
    """The side of a pin."""
    return max(frame.px(17), frame.line_height("key") + frame.px(3))


def _disc(frame: Frame, id: str, rect: Rect, number: int, text: str) -> Node:
    line = frame.line(f"{id}.number", rect, str(number), "key", "raised", "centre")
    return Node(id, rect, Panel("focus", "raised", rect.h // 2, max(1, frame.px(1.4))), (line,), text=text, floats=True)


def look_at(frame: Frame, pointers: Sequence[Pointer]) -> Build:
    """The names of what is pointed at, with the numbers of their pins, flowing over as many lines as they need."""

    def build(rect: Rect) -> Node:
        side, gap = pin_side(frame), frame.px(9)
        high = max(side, frame.line_height("small_strong")) + frame.px(3)
        head = frame.width(say("Look at:"), "small_strong") + gap
        line = Rect(rect.x, rect.y, min(head, rect.w), high)
        nodes = [frame.line("look_at.head", line, say("Look at:"), "small_strong", "muted")]
        x, y = rect.x + head, rect.y
        for number, pointer in enumerate(pointers, 1):
            wide = min(rect.w, side + frame.px(4) + frame.width(pointer.name, "small_strong"))
            if x > rect.x and x + wide > rect.right:
                x, y = rect.x, y + high
            mark, words = Rect(x, y, wide, high).left(side, frame.px(4))
            disc = _disc(frame, f"look_at.{number}", mark.middle(side, side), number, "")
            name = frame.line(f"look_at.{number}.name", words, pointer.name, "small_strong", "ink")
            nodes.append(Node(f"look_at.{number}.item", Rect(x, y, wide, high), None, (disc, name)))
            x += wide + gap
        said = say("Look at: {names}", names=", ".join(p.name for p in pointers))
        return Node("look_at", Rect(rect.x, rect.y, rect.w, y + high - rect.y), None, tuple(nodes), text=said)

    return build
