"""The sheet that screens other than the board are written on: heading, lists, buttons below. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from game.desktop.board.rects import Rect
from game.desktop.board.tree import Node, Panel, Veil
from game.desktop.board.widgets import (
    TALL,
    Build,
    Frame,
    button,
    button_height,
    height_of,
    listing,
    prose,
    stack,
)
from game.desktop.board.wishes import CopyText, OpenEditor, Replay, SavePicture
from game.desktop.intents import Intent

Foot = tuple[str, str, Intent | Replay | SavePicture | CopyText | OpenEditor, str]
"""A button below a sheet: id, text, what it does, its key."""


def sheet(
    frame: Frame,
    room: Rect,
    id: str,
    head: Sequence[Build],
    columns: Sequence[Sequence[Build]],
    foot: Sequence[Foot],
    *,
    wide: float = 720,
    shares: Sequence[float] = (),
    gap: int = 8,
) -> Node:
    """A veil and a sheet: a heading, one or more lists side by side, and buttons below.

    The last button is the strong one. Columns that find no room are set one under another.
    """
    margin = frame.px(18)
    width = min(frame.px(wide), room.w - 2 * margin)
    pad = frame.px(22)
    inner_w = width - 2 * pad
    top = stack(Rect(0, 0, inner_w, TALL), frame.px(4), head)
    head_h = height_of(top, 0) + frame.px(10)
    foot_h = button_height(frame) + frame.px(12)
    if len(columns) > 1 and inner_w < frame.px(520):
        columns = [[build for column in columns for build in column]]
    shares = shares if len(shares) == len(columns) else [1.0] * len(columns)
    between = frame.px(24)
    places = _shared(Rect(0, 0, inner_w, TALL), shares, between)
    need = max(height_of(stack(place, frame.px(gap), builds), 0) for place, builds in zip(places, columns, strict=True))
    full = min(room.h - 2 * margin, pad + head_h + need + foot_h + pad)
    rect = room.middle(width, full)
    inner = rect.inset(pad)
    low, rest = inner.low(button_height(frame), frame.px(12))
    heading = stack(Rect(rest.x, rest.y, rest.w, TALL), frame.px(4), head)
    _, body = rest.top(min(head_h, rest.h), 0)
    lists = [
        listing(frame, f"{id}.{n}", place, builds, frame.px(gap))
        for n, (place, builds) in enumerate(zip(_shared(body, shares, between), columns, strict=True))
    ]
    paper = Node(
        f"{id}.sheet",
        rect,
        Panel("paper", "edge", frame.px(10), shadow=frame.px(12)),
        (
            Node(f"{id}.head", Rect(rest.x, rest.y, rest.w, min(head_h, rest.h)), None, heading, clips=True),
            *lists,
            _foot(frame, id, low, foot),
        ),
    )
    return Node(f"{id}.veil", room, Veil(), (paper,))


def _shared(rect: Rect, shares: Sequence[float], gap: int) -> list[Rect]:
    room = rect.w - gap * (len(shares) - 1)
    places, x = [], rect.x
    for share in shares:
        w = int(room * share / sum(shares))
        places.append(Rect(x, rect.y, w, rect.h))
        x += w + gap
    return places


def _foot(frame: Frame, id: str, rect: Rect, foot: Sequence[Foot]) -> Node:
    gap = frame.px(8)
    wants = [frame.width(text, "button") + frame.width(key, "key") + frame.px(52) for _, text, _, key in foot]
    if sum(wants) + gap * (len(wants) - 1) > rect.w:
        share = (rect.w - gap * (len(wants) - 1)) // max(1, len(wants))
        wants = [share] * len(wants)
    nodes: list[Node] = []
    x = rect.right
    for number in range(len(foot) - 1, -1, -1):
        name, text, press, key = foot[number]
        x -= wants[number]
        nodes.insert(
            0,
            button(
                frame,
                f"{id}.{name}",
                Rect(x, rect.y, wants[number], rect.h),
                text,
                press,
                strong=number == len(foot) - 1,
                key=key,
            ),
        )
        x -= gap
    return Node(f"{id}.foot", rect, None, tuple(nodes))


def notice_builds(frame: Frame, text: str) -> list[Build]:
    """What the last intent has to say, if anything."""
    return [prose(frame, "sheet.notice", text, "strong", "loss")] if text else []
