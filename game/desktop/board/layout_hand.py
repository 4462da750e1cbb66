"""The bottom of the board: cards on the table, summits and home actions of the acting envoy. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from game.desktop.board.layout_parts import short_effects
from game.desktop.board.rects import Rect
from game.desktop.board.tree import Node, Panel
from game.desktop.board.widgets import TALL, Build, Frame, boxed, listing, prose
from game.desktop.intents import Detail, Focus, Play
from game.scenes.scene import BoardScene, Deck, MoveGroup, MoveView, TableCard
from game.words import say

STACKED = 6
"""So many home actions stand in a column as buttons; more become cards."""


def move_id(move: MoveView) -> str:
    """The id of a move's node."""
    return f"move:{move.id}"


def hand(frame: Frame, scene: BoardScene, rect: Rect, keys: dict[str, str]) -> Node:
    """The hand: the acting envoy's moves as cards, or the cards on the table while an event is answered."""
    if scene.decision.kind == "envoy":
        return _moves(frame, scene.decision.groups, rect, keys)
    return _table(frame, scene.decks, rect)


def _shares(groups: Sequence[MoveGroup]) -> list[float]:
    """How many card widths each group takes."""
    alone = len(groups) == 1
    return [1.45 if _stacks(g, alone) else float(len(g.moves)) for g in groups]


def _stacks(group: MoveGroup, alone: bool) -> bool:
    return group.kind in ("actions", "pass") and len(group.moves) <= STACKED and not alone


def _moves(frame: Frame, groups: Sequence[MoveGroup], rect: Rect, keys: dict[str, str]) -> Node:
    groups = [g for g in groups if g.moves]
    shares = _shares(groups)
    gap, between = frame.px(6), frame.px(14)
    fixed = between * (len(groups) - 1) + sum(gap * (round(s) - 1) for s in shares if s > 1.5)
    wide = int(min(frame.px(156), (rect.w - fixed) / max(1.0, sum(shares))))
    least = frame.px(88)
    wide = max(wide, least)
    total = int(wide * sum(shares)) + fixed
    offset = max(0, min(frame.attention.scrolls.get("hand", 0), total - rect.w))
    x = rect.x + max(0, (rect.w - total) // 2) - offset
    nodes: list[Node] = []
    for number, (group, share) in enumerate(zip(groups, shares, strict=True)):
        alone = len(groups) == 1
        span = int(wide * share) if _stacks(group, alone) else wide * len(group.moves) + gap * (len(group.moves) - 1)
        nodes.append(
            _group(frame, group, number, Rect(x, rect.y, span, rect.h), wide, gap, keys, _stacks(group, alone))
        )
        x += span + between
    return _shelf(rect, nodes, total)


def _shelf(rect: Rect, nodes: Sequence[Node], total: int) -> Node:
    """The hand itself: what is wider than its place is scrolled sideways."""
    wide = total > rect.w
    scroll = "hand" if wide else ""
    return Node("hand", rect, None, tuple(nodes), clips=wide, scroll=scroll, extent=total, across=True)


def _group(
    frame: Frame, group: MoveGroup, number: int, rect: Rect, wide: int, gap: int, keys: dict[str, str], stacked: bool
) -> Node:
    plate, cards = _captioned(frame, f"hand.{number}", rect, group.name)
    children: list[Node] = [plate]
    if stacked:
        children += _column(frame, group, cards, keys)
    else:
        for i, move in enumerate(group.moves):
            place = Rect(cards.x + i * (wide + gap), cards.y, wide, cards.h)
            children.append(card(frame, move, place, number, keys.get(move.id, "")))
    return Node(f"hand.{number}", rect, None, tuple(children))


def _captioned(frame: Frame, id: str, rect: Rect, text: str) -> tuple[Node, Rect]:
    """A small plate with a group's name, and the room below it."""
    pad = frame.px(7)
    cap, cards = rect.top(frame.line_height("caps") + frame.px(4), frame.px(11))
    plate = Rect(cap.x, cap.y, min(frame.width(text.upper(), "caps") + 2 * pad, cap.w), cap.h)
    title = frame.line(f"{id}.name", plate.inset(pad, 0), text.upper(), "caps", "ink", "centre")
    return Node(f"{id}.plate", plate, Panel("paper", "edge", frame.px(8)), (title,)), cards


def _column(frame: Frame, group: MoveGroup, rect: Rect, keys: dict[str, str]) -> list[Node]:
    """Home actions as buttons under one another; a list that scrolls when there is no room."""
    gap = frame.px(4)
    least = frame.line_height("small_strong") + frame.px(9)
    rows = len(group.moves)
    high = min(frame.px(46), (rect.h - gap * (rows - 1)) // rows)
    builds: list[Build] = [_action(frame, move, max(high, least), keys.get(move.id, "")) for move in group.moves]
    if high >= least:
        y = rect.y
        nodes = []
        for build in builds:
            nodes.append(build(Rect(rect.x, y, rect.w, high)))
            y += high + gap
        return nodes
    return [listing(frame, f"hand.{group.id}", rect, builds, gap)]


def _look(frame: Frame, move: MoveView, radius: int, stripe: str = "") -> Panel:
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


def _move_node(move: MoveView, rect: Rect, look: Panel, children: Sequence[Node], key: str) -> Node:
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


def _action(frame: Frame, move: MoveView, high: int, key: str) -> Build:
    def build(rect: Rect) -> Node:
        place = Rect(rect.x, rect.y, rect.w, high)
        inner = place.inset(frame.px(8), frame.px(2))
        ink = "ink" if move.legal else "muted"
        children: list[Node] = []
        if key:
            cap, inner = inner.far(frame.width(key, "key"), frame.px(5))
            children.append(frame.line(f"{move_id(move)}.key", cap, key, "key", "muted", "right"))
        if inner.h >= frame.line_height("small") + frame.line_height("small_strong") and (
            move.cost or move.all_effects
        ):
            half = (inner.h - frame.line_height("small_strong") - frame.line_height("small")) // 2
            top, low = Rect(inner.x, inner.y + half, inner.w, inner.h - 2 * half).top(frame.line_height("small_strong"))
            told = (
                ", ".join(move.cost)
                + (": " if move.cost and move.all_effects else "")
                + short_effects(move.all_effects)
            )
            children.append(frame.line(f"{move_id(move)}.told", low, told, "small", "muted"))
        else:
            top = inner
        children.append(frame.line(f"{move_id(move)}.name", top, move.name, "small_strong", ink))
        return _move_node(move, place, _look(frame, move, frame.px(6)), children, key)

    return build


def card(frame: Frame, move: MoveView, rect: Rect, number: int, key: str) -> Node:
    """A move as an upright card; the one looked at is lifted."""
    id = move_id(move)
    if move.focused:
        # Its lower edge stays, or a pointer there would lose the card that it lifts.
        rect = Rect(rect.x, rect.y - frame.px(9), rect.w, rect.h + frame.px(9))
    inner = rect.inset(frame.px(8), frame.px(7))
    inner = Rect(inner.x, inner.y + frame.px(4), inner.w, inner.h - frame.px(4))
    ink, muted = ("ink", "muted") if move.legal else ("muted", "muted")
    small = frame.line_height("small_strong")
    foot, body = inner.low(small, frame.px(3))
    children: list[Node] = []
    tag = move.badge_name or (move.member_name if move.kind == "summit" else "")
    if tag and body.h > small + 2 * frame.line_height("cardname"):
        head, body = body.top(frame.line_height("caps"), frame.px(2))
        children.append(
            frame.line(
                f"{id}.tag",
                head,
                tag.upper(),
                "caps",
                "loss" if move.badge == "last chance" else "accent" if move.legal else "muted",
            )
        )
    name = frame.prose(
        f"{id}.name", body, move.name, frame.fitting(move.name, ("cardname", "cardname_small"), body.w), ink
    )
    children.append(name)
    rest = Rect(body.x, name.rect.bottom + frame.px(4), body.w, body.bottom - name.rect.bottom - frame.px(4))
    if rest.h >= frame.line_height("small"):
        told = short_effects(move.all_effects) if move.legal else (move.refusals[0] if move.refusals else "")
        children.append(frame.prose(f"{id}.told", rest, told, "small", muted))
    if key:
        cap, foot = foot.far(frame.width(key, "key"), frame.px(4))
        children.append(frame.line(f"{id}.key", cap, key, "key", "muted", "right"))
    if move.cost:
        children.append(_price(frame, f"{id}.cost", foot, move.cost, ink))
    return _move_node(move, rect, _look(frame, move, frame.px(8), f"deck:{number}"), children, key)


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


def _table(frame: Frame, decks: Sequence[Deck], rect: Rect) -> Node:
    """The cards on the table, to be read only: no envoy acts yet."""
    decks = [d for d in decks if d.cards]
    count = sum(len(d.cards) for d in decks)
    if not count:
        return Node("hand", rect)
    gap, between = frame.px(6), frame.px(18)
    fixed = between * (len(decks) - 1) + gap * sum(len(d.cards) - 1 for d in decks)
    wide = max(frame.px(84), min(frame.px(150), (rect.w - fixed) // count))
    total = wide * count + fixed
    offset = max(0, min(frame.attention.scrolls.get("hand", 0), total - rect.w))
    x = rect.x + max(0, (rect.w - total) // 2) - offset
    nodes: list[Node] = []
    for number, deck in enumerate(decks):
        span = wide * len(deck.cards) + gap * (len(deck.cards) - 1)
        plate, cards = _captioned(frame, f"deck.{number}", Rect(x, rect.y, span, rect.h), deck.name)
        cards = Rect(cards.x, cards.y - frame.px(5), cards.w, cards.h + frame.px(5))
        children = [plate]
        for i, item in enumerate(deck.cards):
            children.append(_lying(frame, item, Rect(cards.x + i * (wide + gap), cards.y, wide, cards.h), number))
        nodes.append(Node(f"deck.{number}", Rect(x, rect.y, span, rect.h), None, tuple(children)))
        x += span + between
    return _shelf(rect, nodes, total)


def _lying(frame: Frame, item: TableCard, rect: Rect, number: int) -> Node:
    id = f"card:{item.id}"
    played = item.badge == "played"
    inner = Rect(rect.x + frame.px(8), rect.y + frame.px(10), rect.w - 2 * frame.px(8), rect.h - frame.px(12))
    children: list[Node] = []
    if item.badge:
        head, inner = inner.top(frame.line_height("caps"), frame.px(2))
        tone = "loss" if item.badge == "last chance" else "muted" if played else "accent"
        children.append(frame.line(f"{id}.tag", head, item.badge_name.upper(), "caps", tone))
    children.append(
        frame.prose(
            f"{id}.name",
            inner,
            item.name,
            frame.fitting(item.name, ("cardname", "cardname_small"), inner.w),
            "muted" if played else "ink",
        )
    )
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


def move_rows(frame: Frame, groups: Sequence[MoveGroup], keys: dict[str, str]) -> list[Build]:
    """Moves as rows of a list, for windows too small for cards."""
    builds: list[Build] = []
    for number, group in enumerate(g for g in groups if g.moves):
        builds.append(prose(frame, f"rows.{number}", group.name.upper(), "caps", "accent"))
        builds += [option(frame, move, keys.get(move.id, "")) for move in group.moves]
    return builds


def option(frame: Frame, move: MoveView, key: str) -> Build:
    """A move as a box as wide as its panel: number, name, what it does, why not."""

    def build(rect: Rect) -> Node:
        id = move_id(move)
        pad = frame.px(9)
        cap = frame.px(22)
        place = Rect(rect.x, rect.y, rect.w, TALL)
        ink = "ink" if move.legal else "muted"
        builds: list[Build] = [prose(frame, f"{id}.name", move.name, "strong", ink)]
        told = short_effects(move.all_effects)
        told = ", ".join(move.cost) + (": " if move.cost and told else "") + told
        if move.text and move.kind == "option":
            builds.append(prose(frame, f"{id}.text", move.text, "small", "muted"))
        if told:
            builds.append(
                prose(
                    frame,
                    f"{id}.told",
                    told,
                    "small_strong" if move.legal else "small",
                    "accent" if move.legal else "muted",
                )
            )
        if not move.legal and move.refusals:
            builds.append(prose(frame, f"{id}.refusal", "; ".join(move.refusals), "small", "loss"))
        inside = boxed(
            frame, f"{id}.body", Rect(place.x + cap, place.y, place.w - cap, TALL), None, pad, frame.px(2), builds
        )
        number = frame.line(
            f"{id}.key",
            Rect(place.x + pad, place.y + pad, cap - pad, frame.line_height("strong")),
            key,
            "strong",
            "accent" if move.legal else "muted",
        )
        full = Rect(rect.x, rect.y, rect.w, inside.rect.h)
        look = _look(frame, move, frame.px(6))
        return _move_node(move, full, look, (number, inside), key)

    return build
