"""The board: header, mats, map, decision and hand, arranged for the room there is. Pure."""

from __future__ import annotations

from attrs import evolve, frozen

from game.desktop.board.layout_decision import decision_panel, reckoning
from game.desktop.board.layout_diagnostics import author_mark, mark_width
from game.desktop.board.layout_hand import hand
from game.desktop.board.layout_map import map_nodes, schematic_nodes
from game.desktop.board.layout_mats import mats_panel
from game.desktop.board.layout_parts import ghost_text, signed, tint
from game.desktop.board.layout_strip import history_strip, strip_height
from game.desktop.board.rects import Rect
from game.desktop.board.tree import Dots, Node, Panel
from game.desktop.board.widgets import Frame, button, emblem, listing, pictured
from game.desktop.intents import Help, Intent, Redo, Show, Undo, Why
from game.scenes.atlas import Atlas
from game.scenes.scene import BoardScene, Header, TrackMark
from game.words import say


@frozen
class OpenTab:
    """Show another tab of a small board. It changes nothing of the game, so the app takes it and not the session."""

    tab: str


def board(frame: Frame, scene: BoardScene, atlas: Atlas | None, size: tuple[int, int]) -> tuple[Node, Node]:
    """The ground and the board over it."""
    room = Rect(0, 0, *size)
    wide, high = size[0] / frame.unit / frame.text**0.5, size[1] / frame.unit / frame.text**0.5
    keys = move_keys(scene)
    if wide >= 1010 and high >= 560:
        return _table(frame, scene, atlas, room, keys)
    return _tabbed(frame, scene, atlas, room, keys, two=wide >= 700)


def move_keys(scene: BoardScene) -> dict[str, str]:
    """The digit that chooses each of the first nine moves."""
    return {move.id: str(n) for n, move in enumerate(scene.decision.moves[:9], 1)}


def _table(frame: Frame, scene: BoardScene, atlas: Atlas | None, room: Rect, keys: dict[str, str]) -> tuple[Node, Node]:
    """Mats left, decision right, hand below, the map between. Where the hand can spare it, the decision stands beside
    it down to the window's edge, so that a move, its preview and the turn's end are seen together.
    """
    gap = frame.px(10)
    wide, tall = room.w / frame.unit, room.h / frame.unit
    beside = wide / frame.text >= 1590
    top, rest = room.top(frame.tall(54), gap)
    rest = rest.inset(gap, 0)
    rest = Rect(rest.x, rest.y, rest.w, rest.h - gap)
    low, middle = rest.low(frame.tall(min(220, max(140, tall * (0.25 if tall >= 760 else 0.235)))), frame.px(12))
    mats, middle = middle.left(frame.px(206 if wide < 1200 else 226), gap)
    side, centre = middle.far(frame.px(296 if wide < 1200 else 344 if beside else 326), gap)
    past, centre = centre.top(strip_height(frame), frame.px(6))
    ground, stand = _centre(frame, scene, atlas, (room.w, room.h), centre)
    panel = mats_panel(frame, scene, mats)
    if scene.decision.kind != "envoy":
        # The hand lies low while no envoy acts, so that the event has room.
        strip = frame.tall(min(124, max(104, tall * 0.148)))
        low = Rect(low.x, room.bottom - strip, low.w, strip)
        side = Rect(side.x, side.y, side.w, low.y - frame.px(10) - side.y)
    if beside or (tall < 700 and scene.decision.kind != "envoy"):
        low = Rect(low.x, low.y, side.x - frame.px(14) - low.x, low.h)
        side = Rect(side.x, side.y, side.w, rest.bottom - side.y)
    nodes = (
        decision_panel(frame, scene, side, keys),
        hand(frame, scene, low, keys),
        header(frame, scene, top),
        panel,
        Node("map", centre, None, stand),
        history_strip(frame, scene, past, playing=frame.attention.playing),
    )
    return ground, Node("board", room, None, nodes)


def _centre(
    frame: Frame, scene: BoardScene, atlas: Atlas | None, size: tuple[int, int], rect: Rect
) -> tuple[Node, tuple[Node, ...]]:
    if scene.map is not None and atlas is not None:
        return map_nodes(frame, scene, atlas, size, rect)
    return schematic_nodes(frame, scene, size, rect)


# Small windows: one or two panes, the rest behind tabs


def _tabbed(
    frame: Frame, scene: BoardScene, atlas: Atlas | None, room: Rect, keys: dict[str, str], *, two: bool
) -> tuple[Node, Node]:
    gap = frame.px(8)
    top, rest = room.top(frame.tall(44), 0)
    strip, rest = rest.top(frame.tall(38), gap)
    rest = rest.inset(gap, 0)
    rest = Rect(rest.x, rest.y, rest.w, rest.h - gap)
    names = (
        {"map": say("Board"), "mats": say("Powers"), "turn": say("Turn's end")}
        if two
        else {"decision": say("Decide"), "map": say("Board"), "mats": say("Powers"), "turn": say("Turn's end")}
    )
    names["mats"] = next((g.name for g in scene.groups if g.look != "routes"), say("Mats"))
    tab = frame.attention.tab if frame.attention.tab in names else next(iter(names))
    nodes: list[Node] = [_slim_header(frame, scene, top), _strip(frame, scene, strip)]
    if two:
        side, rest = rest.far(max(frame.px(300), rest.w * 9 // 20), gap)
        nodes.insert(0, decision_panel(frame, scene, side, keys, rows=True))
    bar, body = rest.top(frame.tall(32), frame.px(6))
    nodes.append(_tabs(frame, names, tab, bar))
    plain = schematic_nodes(frame, scene, (room.w, room.h), body)[0]
    ground = plain
    if tab == "decision":
        nodes.insert(0, decision_panel(frame, scene, body, keys, rows=True))
    elif tab == "mats":
        nodes.append(mats_panel(frame, scene, body))
    elif tab == "turn":
        inner = body.inset(frame.px(12), frame.px(10))
        nodes.append(
            Node(
                "turn",
                body,
                Panel("paper", "edge", frame.px(8), shadow=frame.px(4)),
                (listing(frame, "turn.list", inner, reckoning(frame, scene), frame.px(6)),),
            )
        )
    else:
        ground, stand = _centre(frame, scene, atlas, (room.w, room.h), body)
        nodes.append(Node("map", body, None, stand))
    return ground, Node("board", room, None, tuple(nodes))


def _tabs(frame: Frame, names: dict[str, str], chosen: str, rect: Rect) -> Node:
    nodes = []
    for (id, name), place in zip(names.items(), rect.columns(len(names), frame.px(4)), strict=True):
        nodes.append(button(frame, f"tab:{id}", place, name, OpenTab(id), strong=id == chosen))
    return Node("tabs", rect, None, tuple(nodes))


def _slim_header(frame: Frame, scene: BoardScene, rect: Rect) -> Node:
    inner = rect.inset(frame.px(10), frame.px(6))
    buttons, inner = _buttons(frame, scene, inner)
    dots, words = inner.far(min(frame.px(16 * scene.header.last_turn), inner.w // 3), frame.px(8))
    return Node(
        "header",
        rect,
        Panel("paper", "", 0, shadow=frame.px(4)),
        (_slim_turn(frame, scene.header, words), _dots(dots, scene.header), buttons),
    )


def _slim_turn(frame: Frame, header: Header, rect: Rect) -> Node:
    """The turn's name, which opens the history."""
    return Node(
        "header.turn",
        rect,
        Panel("", "", frame.px(3)),
        (frame.line("header.turn.text", rect, header.turn_label, "subheading"),),
        focusable=True,
        press=Show("history"),
        text=header.turn_label,
        hint=say("Open the history."),
    )


def _strip(frame: Frame, scene: BoardScene, rect: Rect) -> Node:
    nodes = []
    if scene.tracks:
        inner = rect.inset(frame.px(8), 0)
        gap = frame.px(4)
        names = [frame.width(t.name, "tiny") + 2 * frame.px(5) for t in scene.tracks]
        widths = _squeezed(names, inner.w, gap)
        spare = (inner.w - gap * (len(widths) - 1) - sum(widths)) // len(widths)
        x = inner.x
        for track, wide in zip(scene.tracks, widths, strict=True):
            nodes.append(_track(frame, track, Rect(x, inner.y, wide + spare, inner.h), "small"))
            x += wide + spare + gap
    return Node("strip", rect, Panel("raised", "rule", 0), tuple(nodes))


# The header


def header(frame: Frame, scene: BoardScene, rect: Rect) -> Node:
    """Title, turn, the country's tracks, undo and redo. What finds no room: the subtitle, the title, then widths."""
    inner = rect.inset(frame.px(14), frame.px(5))
    buttons, inner = _buttons(frame, scene, inner)
    gap, apart = frame.px(8), frame.px(20)
    turn_width = _turn_width(frame, scene.header)
    if sum(_track_width(frame, t) + gap for t in scene.tracks) > inner.w - turn_width - apart:
        turn_width = _turn_width(frame, scene.header, two_lines=True)
    room = inner.w - turn_width - apart
    title = min(frame.width(scene.header.title, s) for s in ("title", "heading")) + frame.px(24)
    medals = frame.px(36) if any(t.icon for t in scene.tracks) else 0
    full = [_track_width(frame, t) + medals for t in scene.tracks]
    if not medals or sum(full) + gap * len(full) + title > room:
        medals = 0
        full = [_track_width(frame, t) for t in scene.tracks]
    widths = _squeezed(full, room, gap)
    part, rest = inner.far(sum(widths) + gap * max(0, len(widths) - 1), apart if widths else 0)
    tracks = []
    x = part.x
    for track, wide in zip(scene.tracks, widths, strict=True):
        tracks.append(_track(frame, track, Rect(x, part.y, wide, part.h), "number", medals))
        x += wide + gap
    children: list[Node] = [*_title(frame, scene.header, rest), Node("tracks", part, None, tuple(tracks)), buttons]
    return Node("header", rect, Panel("paper", "edge", 0, shadow=frame.px(5)), tuple(children))


def _squeezed(widths: list[int], room: int, gap: int) -> list[int]:
    """Widths that fit a room with gaps between: the widest give first."""
    room -= gap * max(0, len(widths) - 1)
    cap = max(widths, default=0)
    while cap > 1 and sum(min(w, cap) for w in widths) > room:
        cap -= 1
    return [min(w, cap) for w in widths]


def _turn_width(frame: Frame, header: Header, *, two_lines: bool = False) -> int:
    """The width of the turn's name over its dots; on two lines, where it has several words, that of the longer one."""
    dots = frame.px(15 * min(header.last_turn, 12))
    words = header.turn_label.split()
    if not two_lines or len(words) < 2:
        return max(frame.width(header.turn_label, "strong"), dots)
    halves = ((" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words)))
    return max(min(max(frame.width(part, "small_strong") for part in half) for half in halves), dots)


def _title(frame: Frame, header: Header, rect: Rect) -> list[Node]:
    side, apart = _turn_width(frame, header), frame.px(24)
    style = next(
        (s for s in ("title", "heading", "subheading") if frame.width(header.title, s) + apart + side <= rect.w), ""
    )
    if not style:
        return [_turn_block(frame, header, rect)]
    where, rest = rect.left(frame.width(header.title, style), apart)
    nodes = [frame.line("header.title", where, header.title, style)]
    subtitle = frame.width(header.subtitle, "aside")
    if header.subtitle and rest.w > subtitle + side + apart:
        place, rest = rest.left(subtitle, apart)
        nodes.append(frame.line("header.subtitle", place.moved(0, frame.px(3)), header.subtitle, "aside", "muted"))
    return [*nodes, _turn_block(frame, header, rest)]


def _turn_block(frame: Frame, header: Header, rect: Rect) -> Node:
    block = Rect(rect.x, rect.y, min(rect.w, _turn_width(frame, header)), rect.h)
    long = frame.width(header.turn_label, "strong") > block.w
    two = frame.width(header.turn_label, "small_strong") > block.w
    words, dots = block.top(block.h * (15 if two else 11) // 20)
    name = (
        frame.prose("header.turn.text", words, header.turn_label, "small_strong", "accent")
        if two
        else frame.line("header.turn.text", words, header.turn_label, "small_strong" if long else "strong", "accent")
    )
    return Node(
        "header.turn",
        block,
        Panel("", "", frame.px(3)),
        (
            name,
            _dots(Rect(dots.x, dots.y, min(dots.w, frame.px(15 * header.last_turn)), dots.h), header),
        ),
        focusable=True,
        press=Show("history"),
        text=f"{header.turn_label}, {say('turn {turn} of {last}', turn=header.turn, last=header.last_turn)}",
        hint=say("Turn {turn} of {last}. Open the history.", turn=header.turn, last=header.last_turn),
    )


def _dots(rect: Rect, header: Header) -> Node:
    high = min(rect.h, max(4, rect.w // max(1, header.last_turn)))
    return Node(
        "header.dots", Rect(rect.x, rect.y + (rect.h - high) // 2, rect.w, high), Dots(header.last_turn, header.turn)
    )


def _track_width(frame: Frame, track: TrackMark) -> int:
    return max(frame.width(track.name, "tiny"), frame.width(f"{track.high} → {track.high}", "number")) + 2 * frame.px(5)


def _track(frame: Frame, track: TrackMark, rect: Rect, style: str, medal: int = 0) -> Node:
    """A track of the country: its name over its value; the ghost beside it. `medal` is the room of its picture."""
    id = f"track:{track.id}"
    inner = rect.inset(frame.px(5), frame.px(2))
    sign: list[Node] = []
    if medal and track.icon:
        side = min(medal - frame.px(6), inner.h)
        where, inner = inner.left(side, frame.px(6))
        disc = where.middle(side, side)
        image = emblem(f"{id}.icon", disc.middle(side * 5 // 8, side * 5 // 8), track.icon, "accent")
        sign.append(Node(f"{id}.disc", disc, Panel("accent_soft", "", side // 2), (image,)))
    top, low = inner.top(frame.line_height("tiny"))
    tone = "ink" if track.ghost is None else tint(track.value, track.ghost, track.good)
    style = "strong" if style == "small" else style
    said = f"{track.full_name} {track.value}" + (f" {track.unit}" if track.unit else "")
    said += "" if track.ghost is None else f", {say('would be {value}', value=track.ghost)}"
    unit = f" {track.unit}" if track.unit else ""
    hint = f"{track.full_name}: {say('{value} of {high}', value=track.value, high=track.high)}{unit}. {track.text}"
    if track.reckoned is not None:
        hint += f" {say('If the turn ended now: {value}.', value=track.reckoned)}"
    lit = track.ghost is not None
    now = ghost_text(track)
    icon = "" if medal else track.icon
    figure = pictured(frame, f"{id}.value", low, icon, now, style, tone, "accent")
    if track.reckoned is not None and not lit and track.reckoned != track.value:
        figure = (*figure[:-1], *_drifting(frame, f"{id}.drift", figure[-1], now, style, track))
    return Node(
        id,
        rect,
        Panel("raised" if lit else "", "edge" if lit else "", frame.px(5)),
        (*sign, frame.line(f"{id}.name", top, track.name, "tiny", "muted"), *figure),
        focusable=True,
        press=Why(track.id),
        text=said,
        hint=hint,
    )


def _drifting(frame: Frame, id: str, figure: Node, now: str, style: str, track: TrackMark) -> tuple[Node, ...]:
    """A value, and small beside it what the end of the turn would add, where there is room."""
    assert track.reckoned is not None
    told = signed(track.reckoned - track.value)
    value, rest = figure.rect.left(frame.width(now, style), frame.px(6))
    if frame.width(told, "small_strong") > rest.w:
        return (figure,)
    tone = tint(track.value, track.reckoned, track.good)
    return (evolve(figure, rect=value), frame.line(id, rest, told, "small_strong", tone))


def _buttons(frame: Frame, scene: BoardScene, rect: Rect) -> tuple[Node, Rect]:
    """Undo, redo, help and the way out; and the room that is left."""
    side, gap = min(rect.h, frame.px(34)), frame.px(5)
    signs: tuple[tuple[str, Intent, str, bool], ...] = (
        ("undo", Undo(), say("Undo the last move (U)"), scene.can_undo),
        ("redo", Redo(), say("Play the undone move again (R)"), scene.can_redo),
        ("help", Help(), say("Help and keys (F1)"), True),
        ("settings", Show("settings"), say("Settings (S)"), True),
        ("menu", Show("title"), say("To the title screen; the game is kept"), True),
    )
    wide = len(signs) * side + (len(signs) - 1) * gap
    part, rest = rect.far(wide, frame.px(12))
    if scene.author is not None:
        place, rest = rest.far(min(mark_width(frame, scene.author), rest.w // 2), frame.px(10))
        part = Rect(place.x, part.y, part.right - place.x, part.h)
    places = Rect(part.right - wide, part.y, wide, part.h).middle(wide, side).columns(len(signs), gap)
    nodes = tuple(
        button(frame, name, place, "", press, icon=name, hint=hint, off=not on)
        for (name, press, hint, on), place in zip(signs, places, strict=True)
    )
    if scene.author is not None:
        nodes = (author_mark(frame, scene.author, place), *nodes)
    return Node("buttons", part, None, nodes), rest
