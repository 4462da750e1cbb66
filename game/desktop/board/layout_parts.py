"""Parts that several screens share: tracks with ghosts, changes, causes, effects, envoys. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from game.desktop.board.rects import Rect
from game.desktop.board.tree import Node, Panel
from game.desktop.board.widgets import TALL, Build, Frame, boxed, height_of, pair, pictured, prose, scale, stack
from game.desktop.intents import Detail, Intent, Why
from game.scenes.scene import CauseGroup, CauseLine, Change, EffectLine, SourceLine, TrackMark
from game.words import say


def ghost_text(track: TrackMark) -> str:
    """The value, with where it would go."""
    now = figure(track, track.value)
    return now if track.ghost is None else f"{now} → {figure(track, track.ghost)}"


def figure(track: TrackMark, value: int) -> str:
    """A value of a track; with its sign where the track goes below zero."""
    return signed(value) if track.low < 0 else str(value)


def track_said(track: TrackMark) -> str:
    """A track as it is said aloud: its value, and where it would go."""
    then = "" if track.ghost is None else f", {say('would be {value}', value=track.ghost)}"
    return f"{track.full_name} {track.value}{then}"


def arrow(before: int, after: int) -> str:
    """`1 → −1`."""
    return f"{before} → {after}".replace("-", "−")


def tint(before: int, after: int, good: bool | None) -> str:
    """The colour role of a change: gain, loss, or ink where it depends. `good` says whether more is good."""
    if before == after or good is None:
        return "ink"
    return "gain" if (after > before) == good else "loss"


def verdict(good: bool | None) -> str:
    """The colour role of something that is good, bad or neither."""
    return "ink" if good is None else "gain" if good else "loss"


def signed(number: int) -> str:
    """A number with its sign, a true minus for a negative one."""
    return f"+{number}" if number > 0 else f"−{-number}" if number < 0 else "0"


def caption(frame: Frame, id: str, text: str, colour: str = "accent") -> Build:
    """A small heading in capitals."""
    return prose(frame, id, text.upper(), "caps", colour)


def section(frame: Frame, id: str, text: str) -> Build:
    """A heading of a part of a panel, with a line over it."""

    def build(rect: Rect) -> Node:
        line = Node(f"{id}.rule", Rect(rect.x, rect.y, rect.w, 1), Panel("rule", "", 0))
        words = frame.prose(
            f"{id}.text", Rect(rect.x, rect.y + frame.px(7), rect.w, TALL), text.upper(), "caps", "accent"
        )
        return Node(id, Rect(rect.x, rect.y, rect.w, words.rect.bottom - rect.y), None, (line, words))

    return build


def scale_row(frame: Frame, id: str, track: TrackMark, colour: str, thick: float = 11) -> Build:
    """A track on its own two lines: name and figure, and the scale below. It opens its ledger."""

    def build(rect: Rect) -> Node:
        top, rest = Rect(rect.x, rect.y, rect.w, TALL).top(frame.line_height("small"), frame.px(2))
        value, name = top.far(frame.width(ghost_text(track), "small_strong"), frame.px(4))
        bar = Rect(rest.x, rest.y, rest.w, frame.px(thick))
        said = track_said(track)
        children = (
            *pictured(frame, f"{id}.name", name, track.icon, track.name, "small", "muted"),
            frame.line(f"{id}.value", value, ghost_text(track), "small_strong", _ghost_tint(track), "right"),
            scale(f"{id}.scale", bar, track.low, track.high, track.value, track.ghost, colour),
        )
        return Node(
            id,
            Rect(rect.x, rect.y, rect.w, bar.bottom - rect.y),
            Panel("", "", frame.px(3)),
            children,
            focusable=True,
            press=Why(track.id),
            text=said,
        )

    return build


def name_room(frame: Frame, track: TrackMark) -> int:
    """The width of a track's name with its picture, in a mat."""
    sign = round(frame.line_height("small") * 0.86) + frame.px(4) if track.icon else 0
    return frame.width(track.name, "small") + sign


def scale_line(frame: Frame, id: str, track: TrackMark, colour: str, name_width: int = 0) -> Build:
    """A track on one line: name, scale, figure."""

    def build(rect: Rect) -> Node:
        height = max(frame.px(14), frame.line_height("small"))
        row = Rect(rect.x, rect.y, rect.w, height)
        value, rest = row.far(frame.width("−0 → +0", "small_strong"), frame.px(5))
        name, bar = rest.left(min(name_width or name_room(frame, track), rest.w * 2 // 3), frame.px(6))
        thick = frame.px(10)
        bar = Rect(bar.x, bar.y + (bar.h - thick) // 2, bar.w, thick)
        said = track_said(track)
        children = (
            *pictured(frame, f"{id}.name", name, track.icon, track.name, "small", "muted"),
            scale(f"{id}.scale", bar, track.low, track.high, track.value, track.ghost, colour),
            frame.line(f"{id}.value", value, ghost_text(track), "small_strong", _ghost_tint(track), "right"),
        )
        return Node(id, row, Panel("", "", frame.px(3)), children, focusable=True, press=Why(track.id), text=said)

    return build


def _ghost_tint(track: TrackMark) -> str:
    return "ink" if track.ghost is None else tint(track.value, track.ghost, track.good)


def change_rows(frame: Frame, id: str, changes: Sequence[Change]) -> list[Build]:
    """Changes in sum: each a name, from and to. Each opens its track's ledger."""
    return [
        _pressable(
            frame,
            pair(
                frame,
                f"{id}.{c.track}",
                c.name,
                arrow(c.before, c.after),
                "small",
                "ink",
                verdict(c.good),
                "small_strong",
            ),
            Why(c.track),
            c.text,
        )
        for c in changes
    ]


def _pressable(frame: Frame, build: Build, press: Intent, text: str) -> Build:
    def made(rect: Rect) -> Node:
        node = build(rect)
        return Node(
            node.id, node.rect, Panel("", "", frame.px(3)), node.children, focusable=True, press=press, text=text
        )

    return made


def cause_groups(frame: Frame, id: str, groups: Sequence[CauseGroup], *, told: bool = False) -> list[Build]:
    """What each rule changed: its name, and its lines below. `told` adds what the rule says of itself."""
    builds: list[Build] = []
    for number, group in enumerate(groups):
        builds.append(_cause_group(frame, f"{id}.{number}", group, told))
    return builds


def _cause_group(frame: Frame, id: str, group: CauseGroup, told: bool) -> Build:
    def build(rect: Rect) -> Node:
        builds: list[Build] = [prose(frame, f"{id}.name", group.name, "small_strong")]
        if told and group.text and group.text != group.name:
            builds.append(prose(frame, f"{id}.told", group.text, "small", "muted"))
        builds += [cause_line(frame, f"{id}.{n}", line) for n, line in enumerate(group.lines)]
        nodes = stack(Rect(rect.x, rect.y, rect.w, TALL), frame.px(1), builds)
        return Node(id, Rect(rect.x, rect.y, rect.w, height_of(nodes, rect.y)), None, nodes)

    return build


def cause_line(frame: Frame, id: str, line: CauseLine) -> Build:
    """One change of one track, with what held it back."""
    if line.told:  # a hidden track, whose number would say nothing
        return prose(frame, id, line.told, "small", "muted")
    name = f"{line.name} ({line.note})" if line.note else line.name
    return pair(frame, id, name, signed(line.applied), "small", "muted", verdict(line.good), "small_strong")


def effect_lines(frame: Frame, id: str, effects: Sequence[EffectLine]) -> list[Build]:
    """Effects in words, each on its own line."""
    return [
        prose(
            frame,
            f"{id}.{n}",
            "• " + effect.full_text,
            "body",
            "muted" if effect.holds is False else verdict(effect.good),
        )
        for n, effect in enumerate(effects)
    ]


def short_effects(effects: Sequence[EffectLine]) -> str:
    """Effects on one line."""
    # The no-break space keeps the dot at the end of its line.
    return "\u00a0· ".join(
        e.text if not e.condition else f"{e.text}?" if e.holds is None else e.text
        for e in effects
        if e.holds is not False
    )


def source_lines(frame: Frame, id: str, sources: Sequence[SourceLine]) -> list[Build]:
    """Where facts come from."""
    builds: list[Build] = []
    for n, source in enumerate(sources):
        told = f"{source.title}. {source.publisher}" if source.publisher else source.title
        builds.append(prose(frame, f"{id}.{n}", told, "small", "muted"))
    return builds


def card_box(
    frame: Frame, id: str, builds: Sequence[Build], *, press: Intent | None = None, text: str = "", fill: str = "raised"
) -> Build:
    """A small raised box around a stack; one that can be pressed can be focused."""

    def build(rect: Rect) -> Node:
        return boxed(
            frame,
            id,
            rect,
            Panel(fill, "rule", frame.px(6)),
            frame.px(9),
            frame.px(4),
            builds,
            focusable=press is not None,
            press=press,
            text=text,
        )

    return build


def link(frame: Frame, id: str, text: str, target: str) -> Build:
    """A line that opens a detail."""

    def build(rect: Rect) -> Node:
        words = frame.prose(f"{id}.text", rect, text, "small_strong", "accent")
        return Node(
            id, words.rect, Panel("", "", frame.px(3)), (words,), focusable=True, press=Detail(target), text=text
        )

    return build
