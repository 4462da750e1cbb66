"""A card of the hand or of the table: picture, badge, name, effects, price. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from game.desktop.board.layout_parts import short_effects
from game.desktop.board.rects import Rect
from game.desktop.board.tree import Node, Panel
from game.desktop.board.widgets import Frame, emblem
from game.desktop.intents import Detail, Focus, Play
from game.scenes.scene import MoveView, TableCard
from game.words import say

CARD_NAMES = ("cardname", "cardname_small", "cardname_least")
"""Styles of a card's name from large to small: the first in which all of it stands is taken."""


def move_id(move: MoveView) -> str:
    """The id of a move's node."""
    return f"move:{move.id}"


PAD = 7
"""Units between a card's sides and its texts."""


@frozen
class CardType:
    """The styles of names and of effects that all cards of a hand share, so that they look alike."""

    name: str
    told: str


def type_of(frame: Frame, moves: Sequence[MoveView], rect: Rect) -> CardType:
    """The largest styles in which nearly all of the cards hold their texts; one that cannot takes a smaller one."""
    large, small, _ = CARD_NAMES
    bodies = [(move, _inside(frame, move, rect, "")[2]) for move in moves]
    most = len(moves) * 4 // 5
    for name, told in ((large, "small"), (large, "tiny"), (small, "small")):
        whole = sum(
            frame.holds(move.name, name, body.w, body.h)
            and _telling(frame, move, told, _under(frame, body, frame.height(move.name, name, max(1, body.w))))
            for move, body in bodies
        )
        if whole >= most:
            return CardType(name, told)
    return CardType(small, "tiny")


def _under(frame: Frame, body: Rect, high: int) -> Rect:
    """What a name of that height leaves of a card's body."""
    return body.low(body.h - high - frame.px(4))[0] if body.h > high + frame.px(4) else Rect(body.x, body.bottom, 0, 0)


def _telling(frame: Frame, move: MoveView, style: str, rect: Rect) -> bool:
    """Whether a room shows enough of what a card brings: all, or two lines. Less with its end cut off tells nothing."""
    told = _effects(move)
    return not told or frame.holds(told, style, rect.w, rect.h) or rect.h >= frame.height("\n", style, max(1, rect.w))


def least_width(frame: Frame, names: Sequence[str]) -> int:
    """How narrow cards may be so that no word of their names is broken."""
    words = (word for name in names for word in name.replace("-", "- ").split())
    return max((frame.width(word, CARD_NAMES[-1]) for word in words), default=0) + 2 * frame.px(PAD)


def _effects(move: MoveView) -> str:
    """What a card brings, or what keeps it from being played."""
    return short_effects(move.all_effects) if move.legal else (move.refusals[0] if move.refusals else "")


def _inside(frame: Frame, move: MoveView, rect: Rect, deck: str) -> tuple[tuple[Node, ...], Rect, Rect]:
    """A card's first row, its foot, and the room between for its name and effects."""
    inner = rect.inset(frame.px(PAD), frame.px(7))
    inner = Rect(inner.x, inner.y + frame.px(4), inner.w, inner.h - frame.px(4))
    foot, body = inner.low(frame.line_height("small_strong"), frame.px(3))
    tag = move.badge_name or (move.member_name if move.kind == "summit" else "")
    tone = "loss" if move.badge == "last chance" else "accent" if move.legal else "muted"
    head, below = _headed(frame, move_id(move), body, move.icon, deck if move.legal else "muted", tag, tone)
    if below.h < frame.height(move.name, CARD_NAMES[-1], max(1, below.w)):
        return (), foot, body
    return head, foot, below


def _headed(
    frame: Frame, id: str, rect: Rect, icon: str, tone: str, tag: str, ink: str
) -> tuple[tuple[Node, ...], Rect]:
    """A card's first row, its picture and what it says of itself in capitals, and the room below it."""
    side = max(frame.px(14), frame.line_height("caps")) if icon else 0
    if not icon and not tag:
        return (), rect
    top, below = rect.top(max(side, frame.line_height("caps")), frame.px(2))
    nodes: list[Node] = []
    if icon:
        sign, top = top.left(side, frame.px(4))
        nodes.append(emblem(f"{id}.icon", sign, icon, tone))
    if tag:
        style = next((s for s in ("caps", "caps_small") if frame.width(tag.upper(), s) <= top.w), "")
        if style:
            nodes.append(frame.line(f"{id}.tag", top, tag.upper(), style, ink))
        else:
            room = Rect(top.x, top.y, top.w, max(top.h, 2 * frame.line_height("caps_small")))
            words = frame.prose(f"{id}.tag", room, tag.upper(), "caps_small", ink)
            nodes.append(words)
            down = max(top.bottom, words.rect.bottom) + frame.px(2)
            below = Rect(rect.x, down, rect.w, max(0, rect.bottom - down))
    return tuple(nodes), below


def move_look(frame: Frame, move: MoveView, radius: int, stripe: str = "") -> Panel:
    """The panel of a move: accented when it is looked at, sunk when it cannot be played."""
    height = frame.px(5) if stripe else 0
    if move.focused:
        return Panel(
            "accent_soft" if move.legal else "sunk",
            "accent" if move.legal else "loss",
            radius,
            max(2, frame.px(2)),
            shadow=frame.px(6),
            stripe=stripe,
            stripe_height=height,
        )
    return Panel(
        "raised" if move.legal else "sunk",
        "edge" if move.legal else "rule",
        radius,
        1,
        shadow=frame.px(4) if move.legal else 0,
        stripe=stripe if move.legal else "edge",
        stripe_height=height,
    )


def _said(move: MoveView) -> str:
    parts = [move.name, *(say("costs {cost}", cost=c) for c in move.cost), short_effects(move.all_effects)]
    if move.refusals:
        parts.append(say("cannot be played: {reasons}", reasons="; ".join(move.refusals)))
    return ". ".join(p for p in parts if p)


def move_node(move: MoveView, rect: Rect, look: Panel, children: Sequence[Node], key: str) -> Node:
    """A move that can be pointed at, and pressed where it can be played."""
    return Node(
        move_id(move),
        rect,
        look,
        tuple(children),
        focusable=True,
        press=Play(move.id) if move.legal else None,
        peek=Focus(move.id),
        text=_said(move),
        dim=not move.legal,
        key=key,
        front=move.focused,
    )


def card(frame: Frame, move: MoveView, rect: Rect, number: int, key: str, type: CardType) -> Node:
    """A move as an upright card; the one looked at is lifted."""
    id = move_id(move)
    if move.focused:
        # Its lower edge stays, or a pointer there would lose the card that it lifts.
        rect = Rect(rect.x, rect.y - frame.px(9), rect.w, rect.h + frame.px(9))
    ink = "ink" if move.legal else "muted"
    head, foot, body = _inside(frame, move, rect, f"deck:{number}")
    style = frame.whole(move.name, CARD_NAMES[CARD_NAMES.index(type.name) :], body.w, body.h)
    name = frame.prose(f"{id}.name", body, move.name, style, ink)
    children: list[Node] = [*head, name]
    rest = _under(frame, body, name.rect.h)
    told = _effects(move)
    style = frame.whole(told, (type.told, "tiny"), rest.w, rest.h)
    if told and _telling(frame, move, style, rest):
        children.append(frame.prose(f"{id}.told", rest, told, style, "muted"))
    if key:
        cap, foot = foot.far(frame.width(key, "key"), frame.px(4))
        children.append(frame.line(f"{id}.key", cap, key, "key", "muted", "right"))
    if move.cost:
        children.append(_price(frame, f"{id}.cost", foot, move.cost, ink))
    return move_node(move, rect, move_look(frame, move, frame.px(8), f"deck:{number}"), children, key)


def _price(frame: Frame, id: str, rect: Rect, cost: Sequence[str], ink: str) -> Node:
    """What a card costs. The amount always shows: where there is no room, the name of what is paid is cut."""
    whole = ", ".join(cost)
    name, _, amount = whole.rpartition(" ")
    node = frame.line(id, rect, whole, "small_strong", ink)
    if node.hint == "" or len(cost) > 1:
        return node
    face, px, _, _ = frame.size("small_strong")
    room = rect.w - frame.width(f" {amount}", "small_strong") - 1
    short = f"{frame.type.ellipsis(name, face, px, room)} {amount}" if room > 0 else amount
    return evolve(frame.line(id, rect, short, "small_strong", ink), hint=node.text, text=node.text)


def lying(frame: Frame, item: TableCard, rect: Rect, number: int) -> Node:
    """A card on the table while no envoy acts, to be read only."""
    id = f"card:{item.id}"
    played = item.badge == "played"
    inner = Rect(rect.x + frame.px(PAD), rect.y + frame.px(10), rect.w - 2 * frame.px(PAD), rect.h - frame.px(12))
    children: list[Node] = []
    tone = "loss" if item.badge == "last chance" else "muted" if played else "accent"
    head, below = _headed(frame, id, inner, item.icon, "muted" if played else f"deck:{number}", item.badge_name, tone)
    if below.h >= frame.height(item.name, CARD_NAMES[-1], below.w):
        children += head
        inner = below
    style = frame.whole(item.name, CARD_NAMES, inner.w, inner.h)
    children.append(frame.prose(f"{id}.name", inner, item.name, style, "muted" if played else "ink"))
    look = Panel(
        "sunk" if played else "paper",
        "rule" if played else "edge",
        frame.px(8),
        1,
        shadow=0 if played else frame.px(3),
        stripe="edge" if played else f"deck:{number}",
        stripe_height=frame.px(5),
    )
    return Node(
        id,
        rect,
        look,
        tuple(children),
        focusable=True,
        press=Detail(item.id),
        text=f"{item.name} {item.badge_name}".strip(),
    )
