"""The bottom of the board: cards on the table, summits and home actions of the acting envoy. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from game.desktop.board.layout_card import card, least_width, lying, move_id, move_look, move_node, type_of
from game.desktop.board.layout_parts import short_effects
from game.desktop.board.rects import Rect
from game.desktop.board.tree import Node, Panel
from game.desktop.board.widgets import TALL, Build, Frame, boxed, emblem, listing, moved, prose, stack
from game.scenes.scene import BoardScene, Deck, MoveGroup, MoveView

STACKED = 6
"""So many home actions stand in a column as buttons; more become cards."""


def hand(frame: Frame, scene: BoardScene, rect: Rect, keys: dict[str, str]) -> Node:
    """The hand: the acting envoy's moves as cards, or the cards on the table while an event is answered."""
    if scene.decision.kind == "envoy":
        return _moves(frame, scene, rect, keys)
    return _table(frame, scene.decks, rect)


def _shares(groups: Sequence[MoveGroup]) -> list[float]:
    """How many card widths each group takes."""
    alone = len(groups) == 1
    return [1.45 if _stacks(g, alone) else float(len(g.moves)) for g in groups]


def _stacks(group: MoveGroup, alone: bool) -> bool:
    return group.kind in ("actions", "pass") and len(group.moves) <= STACKED and not alone


def _moves(frame: Frame, scene: BoardScene, rect: Rect, keys: dict[str, str]) -> Node:
    groups = [g for g in scene.decision.groups if g.moves]
    decks = {deck.id: number for number, deck in enumerate(scene.decks)}
    others = [g.id for g in groups if g.id not in decks]
    shares = _shares(groups)
    gap, between = frame.px(6), frame.px(14)
    fixed = between * (len(groups) - 1) + sum(gap * (round(s) - 1) for s in shares if s > 1.5)
    wide = int(min(frame.px(156), (rect.w - fixed) / max(1.0, sum(shares))))
    wide = max(wide, frame.px(88), min(frame.px(150), least_width(frame, [m.name for g in groups for m in g.moves])))
    total = int(wide * sum(shares)) + fixed
    stacked = [m for g in groups if _stacks(g, len(groups) == 1) for m in g.moves]
    widest = max((frame.width(m.name, "small_strong") + _beside(frame, m, "0") for m in stacked), default=0)
    # Where there is room to spare, home actions stand on one line.
    more = max(0, min(widest - int(wide * 1.45), rect.w - total)) if stacked else 0
    total += more
    offset = max(0, min(frame.attention.scrolls.get("hand", 0), total - rect.w))
    x = rect.x + max(0, (rect.w - total) // 2) - offset
    alike = [m for g in groups if not _stacks(g, len(groups) == 1) for m in g.moves]
    type = type_of(frame, alike, Rect(0, 0, wide, rect.h - _cap_height(frame)))
    nodes: list[Node] = []
    for number, (group, share) in enumerate(zip(groups, shares, strict=True)):
        column = _stacks(group, len(groups) == 1)
        span = int(wide * share) + more if column else wide * len(group.moves) + gap * (len(group.moves) - 1)
        room = Rect(x, rect.y, span, rect.h)
        plate, cards = _captioned(frame, f"hand.{number}", room, group.name, group.icon)
        # A deck keeps its colour, whichever envoy looks at it; other groups have those that no deck has.
        tint = decks[group.id] if group.id in decks else len(decks) + others.index(group.id)
        children = (
            _column(frame, group, cards, keys)
            if column
            else [
                card(frame, m, Rect(cards.x + i * (wide + gap), cards.y, wide, cards.h), tint, keys.get(m.id, ""), type)
                for i, m in enumerate(group.moves)
            ]
        )
        nodes.append(Node(f"hand.{number}", room, None, (plate, *children)))
        x += span + between
    return _shelf(rect, nodes, total)


def _shelf(rect: Rect, nodes: Sequence[Node], total: int) -> Node:
    """The hand itself: what is wider than its place is scrolled sideways."""
    wide = total > rect.w
    scroll = "hand" if wide else ""
    return Node("hand", rect, None, tuple(nodes), clips=wide, scroll=scroll, extent=total, across=True)


def _cap_height(frame: Frame) -> int:
    """The height of a group's plate with the gap below it."""
    return max(frame.line_height("caps"), frame.px(14)) + frame.px(15)


def _captioned(frame: Frame, id: str, rect: Rect, text: str, icon: str = "") -> tuple[Node, Rect]:
    """A small plate with a group's picture and name, and the room below it."""
    pad = frame.px(7)
    cap, cards = rect.top(max(frame.line_height("caps"), frame.px(14)) + frame.px(4), frame.px(11))
    sign = frame.px(14) + frame.px(5) if icon else 0
    plate = Rect(cap.x, cap.y, min(frame.width(text.upper(), "caps") + 2 * pad + sign, cap.w), cap.h)
    inner = plate.inset(pad, 0)
    picture: tuple[Node, ...] = ()
    if icon:
        where, inner = inner.left(frame.px(14), frame.px(5))
        picture = (emblem(f"{id}.icon", where.middle(frame.px(14), frame.px(14)), icon, "accent"),)
    title = frame.line(f"{id}.name", inner, text.upper(), "caps", "ink", "centre")
    return Node(f"{id}.plate", plate, Panel("paper", "edge", frame.px(8)), (*picture, title)), cards


def _column(frame: Frame, group: MoveGroup, rect: Rect, keys: dict[str, str]) -> list[Node]:
    """Home actions as buttons under one another; a list that scrolls when there is no room."""
    gap, rows = frame.px(4), len(group.moves)
    needs = [_action_height(frame, m, rect.w, keys.get(m.id, "")) for m in group.moves]
    equal = min(frame.px(62), (rect.h - gap * (rows - 1)) // rows)
    least = equal if equal >= max(needs) else 0
    builds = [_action(frame, m, least, keys.get(m.id, "")) for m in group.moves]
    if sum(max(least, need) for need in needs) + gap * (rows - 1) <= rect.h:
        return list(stack(rect, gap, builds))
    return [listing(frame, f"hand.{group.id}", rect, builds, gap)]


def _action_height(frame: Frame, move: MoveView, wide: int, key: str) -> int:
    """What a home action's name needs in a button of some width."""
    return frame.height(move.name, "small_strong", max(1, wide - _beside(frame, move, key))) + frame.px(9)


def _beside(frame: Frame, move: MoveView, key: str) -> int:
    """The width of a home action's button that its name does not have."""
    sign = frame.px(18) + frame.px(7) if move.icon else 0
    return 2 * frame.px(8) + sign + (frame.width(key, "key") + frame.px(5) if key else 0)


def _action(frame: Frame, move: MoveView, least: int, key: str) -> Build:
    """A home action's button, `least` pixels high or as high as its name needs at the width it is given."""

    def build(rect: Rect) -> Node:
        place = Rect(rect.x, rect.y, rect.w, max(least, _action_height(frame, move, rect.w, key)))
        inner = place.inset(frame.px(8), frame.px(2))
        ink = "ink" if move.legal else "muted"
        children: list[Node] = []
        if move.icon:
            side = frame.px(18)
            sign, inner = inner.left(side, frame.px(7))
            tone = "accent" if move.legal else "muted"
            children.append(emblem(f"{move_id(move)}.icon", sign.middle(side, side), move.icon, tone))
        if key:
            cap, inner = inner.far(frame.width(key, "key"), frame.px(5))
            children.append(frame.line(f"{move_id(move)}.key", cap, key, "key", "muted", "right"))
        told = ", ".join(move.cost) + (": " if move.cost and move.all_effects else "") + short_effects(move.all_effects)
        style = frame.whole(move.name, ("small_strong", "key"), inner.w, inner.h)
        name = frame.prose(f"{move_id(move)}.name", inner, move.name, style, ink)
        left = Rect(inner.x, name.rect.bottom, inner.w, inner.bottom - name.rect.bottom)
        parts = [name]
        if told and left.h >= frame.line_height("tiny"):
            style = frame.whole(told, ("small", "tiny"), left.w, left.h)
            parts.append(frame.prose(f"{move_id(move)}.told", left, told, style, "muted"))
        spare = (inner.bottom - parts[-1].rect.bottom) // 2
        children += [moved(part, 0, spare) for part in parts]
        return move_node(move, place, move_look(frame, move, frame.px(6)), children, key)

    return build


def _table(frame: Frame, decks: Sequence[Deck], rect: Rect) -> Node:
    """The cards on the table, to be read only: no envoy acts yet."""
    decks = [d for d in decks if d.cards]
    count = sum(len(d.cards) for d in decks)
    if not count:
        return Node("hand", rect)
    gap, between = frame.px(6), frame.px(18)
    fixed = between * (len(decks) - 1) + gap * sum(len(d.cards) - 1 for d in decks)
    least = max(frame.px(84), least_width(frame, [item.name for deck in decks for item in deck.cards]))
    wide = min(frame.px(150), max(least, (rect.w - fixed) // count))
    total = wide * count + fixed
    offset = max(0, min(frame.attention.scrolls.get("hand", 0), total - rect.w))
    x = rect.x + max(0, (rect.w - total) // 2) - offset
    nodes: list[Node] = []
    for number, deck in enumerate(decks):
        span = wide * len(deck.cards) + gap * (len(deck.cards) - 1)
        plate, cards = _captioned(frame, f"deck.{number}", Rect(x, rect.y, span, rect.h), deck.name, deck.icon)
        cards = Rect(cards.x, cards.y - frame.px(5), cards.w, cards.h + frame.px(5))
        children = [plate]
        for i, item in enumerate(deck.cards):
            children.append(lying(frame, item, Rect(cards.x + i * (wide + gap), cards.y, wide, cards.h), number))
        nodes.append(Node(f"deck.{number}", Rect(x, rect.y, span, rect.h), None, tuple(children)))
        x += span + between
    return _shelf(rect, nodes, total)


def move_rows(frame: Frame, groups: Sequence[MoveGroup], keys: dict[str, str]) -> list[Build]:
    """Moves as rows of a list, for windows too small for cards."""
    builds: list[Build] = []
    for number, group in enumerate(g for g in groups if g.moves):
        builds.append(_row_caption(frame, f"rows.{number}", group))
        builds += [option(frame, move, keys.get(move.id, "")) for move in group.moves]
    return builds


def _row_caption(frame: Frame, id: str, group: MoveGroup) -> Build:
    """A group's picture and name over its rows."""

    def build(rect: Rect) -> Node:
        row = Rect(rect.x, rect.y, rect.w, max(frame.line_height("caps"), frame.px(14)))
        if not group.icon:
            return frame.prose(id, rect, group.name.upper(), "caps", "accent")
        sign, words = row.left(row.h, frame.px(6))
        title = frame.line(f"{id}.name", words, group.name.upper(), "caps", "accent")
        return Node(id, row, None, (emblem(f"{id}.icon", sign, group.icon, "accent"), title))

    return build


def option(frame: Frame, move: MoveView, key: str) -> Build:
    """A move as a box as wide as its panel: number, name, what it does, why not."""

    def build(rect: Rect) -> Node:
        id = move_id(move)
        pad = frame.px(9)
        cap = frame.px(22 if not move.icon else 27)
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
        look = move_look(frame, move, frame.px(6))
        below = Rect(place.x + pad, number.rect.bottom + frame.px(3), frame.px(16), frame.px(16))
        sign: tuple[Node, ...] = ()
        if move.icon and below.bottom <= full.bottom - frame.px(4):
            sign = (emblem(f"{id}.icon", below, move.icon, "accent" if move.legal else "muted"),)
        return move_node(move, full, look, (number, *sign, inside), key)

    return build
