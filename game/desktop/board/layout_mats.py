"""The mats of the powers and of other groups: tokens, names, scales, who is on the move. Pure."""

from __future__ import annotations

from attrs import frozen

from game.desktop.board.layout_parts import name_room, scale_line, scale_row
from game.desktop.board.rects import Rect
from game.desktop.board.tree import Node, Panel
from game.desktop.board.widgets import TALL, Build, Frame, badge, listing, pictured, stack
from game.desktop.intents import Detail
from game.scenes.scene import BoardScene, GroupView, MemberView, TrackMark
from game.words import say


def mats_panel(frame: Frame, scene: BoardScene, rect: Rect) -> Node:
    """A mat for each member of the groups that are no routes; routes too when there is no map to show them."""
    groups = [g for g in scene.groups if g.members and (g.look != "routes" or scene.map is None)]
    inner = rect.inset(frame.px(12), frame.px(10))
    builds: list[Build] = []
    gap = 0
    for cut in CUTS:
        builds = _mats(frame, scene, groups, cut)
        nodes = stack(Rect(inner.x, inner.y, inner.w, TALL), 0, builds)
        if nodes and nodes[-1].rect.bottom <= inner.bottom:
            gap = min(frame.px(10), (inner.bottom - nodes[-1].rect.bottom) // max(1, len(nodes) - 1))
            break
    return Node(
        "mats",
        rect,
        Panel("paper", "edge", frame.px(8), shadow=frame.px(6)),
        (listing(frame, "mats.list", inner, builds, gap),),
    )


@frozen
class Cut:
    """How large a mat is cut: its padding, the token's side, the gaps, the thickness of scales, one line or two."""

    pad: float
    side: float
    gap: float
    between: float
    thick: float
    two_lines: bool
    style: str


CUTS = (
    Cut(8, 28, 5, 6, 11, True, "heading"),
    Cut(5, 24, 2, 3, 9, True, "subheading"),
    Cut(5, 22, 3, 2, 10, False, "subheading"),
)
"""Cuts of mats from large to small: the first that fits is taken."""


def _mats(frame: Frame, scene: BoardScene, groups: list[GroupView], cut: Cut) -> list[Build]:
    builds: list[Build] = []
    for group in groups:
        builds.append(_group_name(frame, group))
        builds += [_mat(frame, member, cut) for member in group.members]
    return builds


def _group_name(frame: Frame, group: GroupView) -> Build:
    def build(rect: Rect) -> Node:
        words = frame.prose(
            f"group:{group.id}.text", Rect(rect.x, rect.y, rect.w, TALL), group.name.upper(), "caps", "accent"
        )
        return Node(f"group:{group.id}", Rect(rect.x, rect.y, rect.w, words.rect.h + frame.px(4)), None, (words,))

    return build


def _mat(frame: Frame, member: MemberView, cut: Cut) -> Build:
    """A power's mat: token, name, who is on the move, its scales."""

    def build(rect: Rect) -> Node:
        id = f"mat:{member.id}"
        line = Node(f"{id}.rule", Rect(rect.x, rect.y, rect.w, 1), Panel("rule", "", 0))
        pad, side = frame.px(cut.pad), frame.px(cut.side)
        row = Rect(rect.x, rect.y + pad, rect.w, max(side, frame.line_height(cut.style)))
        head = _mat_head(frame, member, id, row, side, cut.style)
        below = Rect(rect.x, head.rect.bottom + frame.px(cut.gap), rect.w, TALL)
        shown = [t for t in member.tracks if _belongs(t)]
        colour = f"power:{member.index}"
        if cut.two_lines:
            builds = [scale_row(frame, f"{id}.{t.id}", t, colour, cut.thick) for t in shown]
        else:
            names = max((name_room(frame, t) for t in shown), default=0)
            builds = [scale_line(frame, f"{id}.{t.id}", t, colour, names) for t in shown]
        scales = stack(below, frame.px(cut.between), builds)
        bottom = scales[-1].rect.bottom if scales else head.rect.bottom
        return Node(id, Rect(rect.x, rect.y, rect.w, bottom + pad - rect.y), None, (line, head, *scales))

    return build


def _belongs(track: TrackMark) -> bool:
    """Whether a track has a scale on its mat: one that says which way is good; the rest are counters of the turn."""
    return track.good is not None


def _mat_head(frame: Frame, member: MemberView, id: str, row: Rect, side: int, style: str) -> Node:
    """Token and name, and at the right who is on the move or what was counted this turn; below, if there is no room."""
    mark, words = row.left(side, frame.px(8))
    tag = {"now": say("on the move"), "next": say("next")}.get(member.moves, "")
    short = {"now": say("now"), "next": say("next")}.get(member.moves, "")
    counters = [t for t in member.tracks if not _belongs(t) and t.value]
    counted = " ".join(f"{t.name} {t.value}" for t in counters)
    children: list[Node] = [badge(frame, f"{id}.badge", mark.middle(side, side), member.index, member.letter)]
    bottom = row.bottom
    name = frame.width(member.name, style)
    chip = next((t for t in (tag, short) if t and name + frame.px(5) + _chip_width(frame, t) <= words.w), "")
    if chip:
        where, words = words.far(_chip_width(frame, chip), frame.px(5))
        children.append(_chip(frame, f"{id}.tag", where, chip, now=member.moves == "now"))
    elif tag:
        under = Rect(words.x, row.bottom, words.w, frame.line_height("caps") + frame.px(4))
        where, _ = under.left(min(_chip_width(frame, tag), under.w))
        children.append(_chip(frame, f"{id}.tag", where, tag, now=member.moves == "now"))
        bottom = where.bottom
    elif counted and name + frame.px(5) + frame.width(counted, "tiny") + _counter_sign(frame, counters) <= words.w:
        where, words = words.far(frame.width(counted, "tiny") + _counter_sign(frame, counters), frame.px(5))
        icon = counters[0].icon if len(counters) == 1 else ""
        children += pictured(frame, f"{id}.counters", where, icon, counted, "tiny", "muted")
    fits = next((s for s in (style, "subheading", "strong") if frame.width(member.name, s) <= words.w), "small_strong")
    children.append(frame.line(f"{id}.name", words, member.name, fits))
    said = member.name + (f", {tag}" if tag else "") + (f", {counted}" if counted else "")
    return Node(
        f"{id}.head",
        Rect(row.x, row.y, row.w, bottom - row.y),
        Panel("", "", frame.px(4)),
        tuple(children),
        focusable=True,
        press=Detail(member.id),
        text=said,
        hint=member.text if not counted else f"{counted}. {member.text}",
    )


def _counter_sign(frame: Frame, counters: list[TrackMark]) -> int:
    """The room of a lone counter's picture."""
    return round(frame.line_height("tiny") * 0.86) + frame.px(4) if len(counters) == 1 and counters[0].icon else 0


def _chip_width(frame: Frame, text: str) -> int:
    return frame.width(text.upper(), "caps") + frame.px(12)


def _chip(frame: Frame, id: str, rect: Rect, text: str, *, now: bool) -> Node:
    """A small rounded label."""
    high = frame.line_height("caps") + frame.px(4)
    place = rect.middle(rect.w, high)
    ink = "on_accent" if now else "muted"
    line = frame.line(f"{id}.text", place.inset(frame.px(5), 0), text.upper(), "caps", ink, "centre")
    return Node(id, place, Panel("accent" if now else "sunk", "accent" if now else "edge", high // 2), (line,))
