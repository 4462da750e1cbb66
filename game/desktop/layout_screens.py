"""All screens but the board: title, picker, briefing, report, ledger, detail, ending, charts, history, help. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from game.desktop.intents import Back, Continue, Help, Intent, JumpTo, Next, Pick, Quit, Show, Switch, Why
from game.desktop.layout_charts import chart_builds
from game.desktop.layout_decision import stars
from game.desktop.layout_parts import (
    arrow,
    caption,
    card_box,
    cause_groups,
    change_rows,
    scale_line,
    section,
    signed,
    source_lines,
    verdict,
)
from game.desktop.rects import Rect
from game.desktop.scene import (
    BriefingScene,
    ChartsScene,
    Choice,
    DetailScene,
    EndingScene,
    HelpScene,
    HistoryScene,
    LegacyView,
    PickerScene,
    ReportScene,
    Scene,
    TitleScene,
    WhyScene,
)
from game.desktop.tree import Node, Panel, Veil
from game.desktop.widgets import (
    TALL,
    Build,
    Frame,
    box,
    boxed,
    button,
    button_height,
    height_of,
    listing,
    pair,
    prose,
    space,
    stack,
)

CHOICES: dict[str, Intent] = {"continue": Continue(), "new": Show("picker"), "help": Help(), "quit": Quit()}


def screen(frame: Frame, scene: Scene, size: tuple[int, int]) -> Node:
    """A screen as a veil with a sheet on it."""
    room = Rect(0, 0, *size)
    if isinstance(scene, TitleScene):
        return title(frame, scene, room)
    if isinstance(scene, PickerScene):
        return picker(frame, scene, room)
    if isinstance(scene, BriefingScene):
        return briefing(frame, scene, room)
    if isinstance(scene, ReportScene):
        return report(frame, scene, room)
    if isinstance(scene, WhyScene):
        return why(frame, scene, room)
    if isinstance(scene, DetailScene):
        return detail(frame, scene, room)
    if isinstance(scene, EndingScene):
        return ending(frame, scene, room)
    if isinstance(scene, ChartsScene):
        return charts(frame, scene, room)
    if isinstance(scene, HistoryScene):
        return history(frame, scene, room)
    if isinstance(scene, HelpScene):
        return help_screen(frame, scene, room)
    raise TypeError(f"no screen for {type(scene).__name__}")


# The sheet


def sheet(
    frame: Frame, room: Rect, id: str, head: Sequence[Build], columns: Sequence[Sequence[Build]], foot: Sequence[tuple[str, str, Intent, str]],
    *, wide: float = 720, shares: Sequence[float] = (), gap: int = 8,
) -> Node:
    """A veil and a sheet: a heading, one or more lists side by side, and buttons below.

    A foot is (id, text, intent, key); the last one is the strong one. Columns that find no room are set one under another.
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
    lists = [listing(frame, f"{id}.{n}", place, builds, frame.px(gap)) for n, (place, builds) in enumerate(
        zip(_shared(body, shares, between), columns, strict=True))]
    paper = Node(f"{id}.sheet", rect, Panel("paper", "edge", frame.px(10), shadow=frame.px(12)), (
        Node(f"{id}.head", Rect(rest.x, rest.y, rest.w, min(head_h, rest.h)), None, heading, clips=True), *lists, _foot(frame, id, low, foot)))
    return Node(f"{id}.veil", room, Veil(), (paper,))


def _shared(rect: Rect, shares: Sequence[float], gap: int) -> list[Rect]:
    room = rect.w - gap * (len(shares) - 1)
    places, x = [], rect.x
    for share in shares:
        w = int(room * share / sum(shares))
        places.append(Rect(x, rect.y, w, rect.h))
        x += w + gap
    return places


def _foot(frame: Frame, id: str, rect: Rect, foot: Sequence[tuple[str, str, Intent, str]]) -> Node:
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
        nodes.insert(0, button(frame, f"{id}.{name}", Rect(x, rect.y, wants[number], rect.h), text, press,
                               strong=number == len(foot) - 1, key=key))
        x -= gap
    return Node(f"{id}.foot", rect, None, tuple(nodes))


def _notice(frame: Frame, text: str) -> list[Build]:
    return [prose(frame, "sheet.notice", text, "strong", "loss")] if text else []


# Title, picker, briefing


def title(frame: Frame, scene: TitleScene, room: Rect) -> Node:
    """The first screen."""
    width = min(frame.px(400), room.w - frame.px(32))
    pad = frame.px(30)
    inner = Rect(0, 0, width - 2 * pad, TALL)
    builds: list[Build] = [
        prose(frame, "title.name", scene.title, "display", "ink", "centre"),
        prose(frame, "title.told", "Scenario strategy on an open board", "aside", "muted", "centre"),
        space(frame.px(10)),
        *(_menu_entry(frame, choice) for choice in scene.choices),
        *_notice(frame, scene.notice),
        prose(frame, "title.version", f"Version {scene.version}", "tiny", "muted", "centre"),
    ]
    gap = frame.px(8)
    need = height_of(stack(inner, gap, builds), 0)
    rect = room.middle(width, min(need + 2 * pad, room.h - frame.px(24)))
    if room.w > 2 * width:
        rect = Rect(room.w // 14, rect.y, rect.w, rect.h)
    paper = box("title.sheet", rect, Panel("paper", "edge", frame.px(12), shadow=frame.px(14)), (
        listing(frame, "title.list", rect.inset(pad), builds, gap),))
    return Node("title.veil", room, Veil(clear=True), (paper,))


def _menu_entry(frame: Frame, choice: Choice) -> Build:
    def build(rect: Rect) -> Node:
        high = frame.px(38) if not choice.text else frame.px(52)
        high = max(high, frame.line_height("button") + (frame.line_height("small") if choice.text else 0) + frame.px(14))
        place = Rect(rect.x, rect.y, rect.w, high)
        strong = choice.id == "continue" and choice.enabled
        fill, edge = ("accent", "accent") if strong else ("raised", "edge") if choice.enabled else ("sunk", "rule")
        ink = "on_accent" if strong else "ink" if choice.enabled else "muted"
        id = f"menu:{choice.id}"
        if not choice.text:
            lines: tuple[Node, ...] = (frame.line(f"{id}.name", place.inset(frame.px(12), 0), choice.name, "button", ink, "centre"),)
        else:
            inner = place.inset(frame.px(12), frame.px(7))
            top, low = inner.top(inner.h - frame.line_height("small"))
            lines = (frame.line(f"{id}.name", top, choice.name, "button", ink, "centre"),
                     frame.line(f"{id}.text", low, choice.text, "small", ink, "centre"))
        return Node(id, place, Panel(fill, edge, frame.px(6)), lines, focusable=choice.enabled,
                    press=CHOICES.get(choice.id, Show(choice.id)) if choice.enabled else None, text=choice.name, hint=choice.text)

    return build


def picker(frame: Frame, scene: PickerScene, room: Rect) -> Node:
    """Which scenario, how hard, which seed."""
    chosen = next((c for c in scene.scenarios if c.chosen), None)
    left: list[Build] = [caption(frame, "picker.scenarios", "Scenario")]
    left += [_choice(frame, f"scenario:{c.id}", c, Pick(scenario=c.id)) for c in scene.scenarios]
    right: list[Build] = [caption(frame, "picker.levels", "Level")]
    right += [_choice(frame, f"level:{c.id}", c, Pick(level=c.id)) for c in scene.levels]
    right += [caption(frame, "picker.seed", "Seed"), _seed(frame, scene.seed),
              prose(frame, "picker.seedtold", "The same seed gives the same world, whatever you do in it.", "small", "muted")]
    head = [prose(frame, "picker.title", "New game", "title"), *_notice(frame, scene.notice)]
    if scene.subtitle and chosen is not None:
        head.insert(1, prose(frame, "picker.subtitle", f"{chosen.name}: {scene.subtitle}", "aside", "muted"))
    foot = [("back", "Back", Back(), "Esc"), ("next", "Read the briefing", Next(), "Enter")]
    return sheet(frame, room, "picker", head, [left, right], foot, wide=860)


def _choice(frame: Frame, id: str, choice: Choice, press: Intent) -> Build:
    def build(rect: Rect) -> Node:
        look = Panel("accent_soft" if choice.chosen else "raised" if choice.enabled else "sunk", "accent" if choice.chosen else "rule",
                     frame.px(7), max(2, frame.px(2)) if choice.chosen else 1)
        builds: list[Build] = [prose(frame, f"{id}.name", choice.name, "subheading", "ink" if choice.enabled else "muted")]
        if choice.text:
            builds.append(prose(frame, f"{id}.text", choice.text, "small", "ink" if choice.chosen else "muted"))
        return boxed(frame, id, rect, look, frame.px(11), frame.px(3), builds, focusable=choice.enabled,
                     press=press if choice.enabled else None, text=choice.name + (", chosen" if choice.chosen else ""))

    return build


def _seed(frame: Frame, seed: int) -> Build:
    def build(rect: Rect) -> Node:
        high = button_height(frame)
        row = Rect(rect.x, rect.y, rect.w, high)
        minus, rest = row.left(high, frame.px(5))
        other, rest = rest.far(min(frame.width("Another", "button") + frame.px(24), rest.w // 2), frame.px(5))
        plus, field = rest.far(high, frame.px(5))
        line = frame.line("seed.value", field.inset(frame.px(8), 0), str(seed), "figure", "ink", "centre")
        nodes = (
            button(frame, "seed.minus", minus, "−", Pick(seed=max(0, seed - 1))),
            Node("seed", field, Panel("raised", "edge", frame.px(5)), (line,), focusable=True, press=Pick(seed=seed), text=f"Seed {seed}",
                 hint="Type digits to change it"),
            button(frame, "seed.plus", plus, "+", Pick(seed=seed + 1)),
            button(frame, "seed.other", other, "Another", Pick(seed=(seed * 48271 + 11) % 1_000_000)),
        )
        return Node("seed.row", row, None, nodes)

    return build


def briefing(frame: Frame, scene: BriefingScene, room: Rect) -> Node:
    """What the game is about."""
    head = [prose(frame, "briefing.title", scene.title, "title"), prose(frame, "briefing.subtitle", scene.subtitle, "aside", "muted")]
    body: list[Build] = [prose(frame, f"briefing.text.{n}", text, "prose_large") for n, text in enumerate(scene.paragraphs)]
    told = f"{scene.level}, seed {scene.seed}. {scene.level_text}"
    body += [section(frame, "briefing.level", "This game"), prose(frame, "briefing.leveltext", told, "body", "muted")]
    body.append(prose(frame, "briefing.by", f"{', '.join(scene.authors)}. {scene.licence}", "small", "muted"))
    go = "On to the board" if scene.started else "Begin"
    foot = [("back", "Back", Back(), "Esc"), ("next", go, Next(), "Enter")]
    return sheet(frame, room, "briefing", [*head, *_notice(frame, scene.notice)], [body], foot, wide=680, gap=12)


# Report, ledger, detail


def report(frame: Frame, scene: ReportScene, room: Rect) -> Node:
    """What the end of a turn did."""
    left: list[Build] = [caption(frame, "report.laws", "What happened, rule by rule")]
    left += cause_groups(frame, "report.cause", scene.groups, told=True)
    if not scene.groups:
        left.append(prose(frame, "report.quiet", "Nothing changed.", "body", "muted"))
    if scene.news:
        left += [section(frame, "report.news", "And then"), *cause_groups(frame, "report.new", scene.news, told=True)]
    right: list[Build] = [caption(frame, "report.sums", "The whole turn in sum"), *change_rows(frame, "report.change", scene.changes)]
    if not scene.changes:
        right.append(prose(frame, "report.same", "Everything stands where it stood.", "small", "muted"))
    head = [prose(frame, "report.title", scene.title, "title")]
    if scene.ending:
        head.append(prose(frame, "report.ending", scene.ending, "subheading", "accent"))
    go = "See the ending" if scene.ending else f"On to: {scene.next}" if scene.next else "Go on"
    foot = [("undo", "Look at the board", Back(), "Esc"), ("next", go, Next(), "Enter")]
    return sheet(frame, room, "report", [*head, *_notice(frame, scene.notice)], [left, right], foot, wide=860, shares=(1.35, 1))


def why(frame: Frame, scene: WhyScene, room: Rect) -> Node:
    """A track's ledger."""
    track = scene.track
    head = [
        caption(frame, "why.kind", "Why this number?"),
        pair(frame, "why.name", track.full_name, f"{track.value} of {track.high}", "title", "ink", "accent", "number"),
        *([prose(frame, "why.text", track.text, "aside", "muted")] if track.text else []),
        *_notice(frame, scene.notice),
    ]
    body: list[Build] = []
    turn = ""
    for number, row in enumerate(scene.rows):
        if row.turn_label != turn:
            turn = row.turn_label
            body.append(section(frame, f"why.turn.{number}", turn))
        line = row.line
        builds: list[Build] = [
            pair(frame, f"why.row.{number}.rule", row.rule_name, f"{signed(line.applied)}   {arrow(line.before, line.after)}", "strong", "ink",
                 verdict(line.good)),
        ]
        if row.move and row.move != row.rule_name:
            builds.append(prose(frame, f"why.row.{number}.move", f"When: {row.move}", "small", "muted"))
        if line.note:
            builds.append(prose(frame, f"why.row.{number}.note", line.note, "small", "loss"))
        builds.append(prose(frame, f"why.row.{number}.where", f"{line.statement}   ({line.where})", "small", "muted"))
        body.append(card_box(frame, f"why.row.{number}", builds))
    body.append(section(frame, "why.start", "At the start"))
    body.append(pair(frame, "why.from", scene.start_where, str(scene.start), "small", "muted"))
    if scene.sources:
        body += [section(frame, "why.sources", "Sources"), *source_lines(frame, "why.source", scene.sources)]
    foot = [("history", "History", Show("history"), "H"), ("back", "Close", Back(), "Esc")]
    return sheet(frame, room, "why", head, [body], foot, wide=640)


def detail(frame: Frame, scene: DetailScene, room: Rect) -> Node:
    """A card, power, route, event or law in full."""
    head = [
        caption(frame, "detail.kind", scene.kind),
        prose(frame, "detail.name", scene.name, "title"),
        *_notice(frame, scene.notice),
    ]
    body: list[Build] = []
    if scene.text:
        body.append(prose(frame, "detail.text", scene.text, "prose_large"))
    names = max((frame.width(t.name, "small") for t in scene.tracks), default=0)
    body += [scale_line(frame, f"detail.track.{t.id}", t, "accent", names) for t in scene.tracks]
    for number, part in enumerate(scene.sections):
        body.append(section(frame, f"detail.section.{number}", part.name))
        body += [prose(frame, f"detail.section.{number}.{n}", "• " + line) for n, line in enumerate(part.lines)]
    if scene.history:
        body += [section(frame, "detail.history", "What really happened"), prose(frame, "detail.historytext", scene.history, "prose")]
    if scene.sources:
        body += [section(frame, "detail.sources", "Sources"), *source_lines(frame, "detail.source", scene.sources)]
    if scene.where:
        body.append(prose(frame, "detail.where", scene.where, "tiny", "muted"))
    return sheet(frame, room, "detail", head, [body], [("back", "Close", Back(), "Esc")], wide=620)


# Ending, charts, history, help


def ending(frame: Frame, scene: EndingScene, room: Rect) -> Node:
    """How the game ended: the score, the curves, and what history did."""
    head = [
        caption(frame, "ending.kind", "Won" if scene.won else "Lost", "gain" if scene.won else "loss"),
        pair(frame, "ending.name", scene.name, f"Score {scene.score}", "title", "ink", "accent", "number"),
        prose(frame, "ending.where", f"{scene.turn_label}. {scene.level}, seed {scene.seed}, {scene.moves} moves", "small", "muted"),
        *_notice(frame, scene.notice),
    ]
    left: list[Build] = [prose(frame, "ending.text", scene.text, "prose_large")]
    if scene.legacies:
        left.append(section(frame, "ending.score", "The score"))
        left += [_legacy(frame, legacy) for legacy in scene.legacies]
        left.append(pair(frame, "ending.total", "Together", str(scene.score), "strong", "ink", "accent"))
    if scene.causes:
        left += [section(frame, "ending.causes", "The last turn's end"), *cause_groups(frame, "ending.cause", scene.causes)]
    right: list[Build] = [*chart_builds(frame, "ending.chart", scene.charts)]
    if scene.history:
        right.append(section(frame, "ending.history", "What history did"))
        for number, note in enumerate(scene.history):
            right.append(card_box(frame, f"ending.note.{number}", [
                prose(frame, f"ending.note.{number}.name", f"{note.turn_label}: {note.name}", "small_strong"),
                prose(frame, f"ending.note.{number}.chosen", f"You: {note.chosen}", "small", "accent"),
                prose(frame, f"ending.note.{number}.history", note.history, "small", "muted"),
            ]))
    foot = [("board", "Look at the board", Show("board"), "B"), ("history", "History", Show("history"), "H"),
            ("next", "Title screen", Next(), "Enter")]
    return sheet(frame, room, "ending", head, [left, right], foot, wide=1080)


def _legacy(frame: Frame, legacy: LegacyView) -> Build:
    name = legacy.name + (" (counts double)" if legacy.doubled else "")
    points = f"{stars(legacy.stars, len(legacy.thresholds))}   {legacy.points}"
    return pair(frame, f"ending.legacy.{legacy.id}", f"{name}: {legacy.measure}", points, "body", "ink", "accent")


def charts(frame: Frame, scene: ChartsScene, room: Rect) -> Node:
    """The game so far in curves."""
    builds = chart_builds(frame, "charts", scene.charts)
    half = (len(builds) + 1) // 2
    columns = [builds[:half], builds[half:]] if len(builds) > 1 else [builds]
    head = [prose(frame, "charts.title", "The game so far", "title"), *_notice(frame, scene.notice)]
    return sheet(frame, room, "charts", head, columns, [("back", "Close", Back(), "Esc")], wide=980, gap=14)


def history(frame: Frame, scene: HistoryScene, room: Rect) -> Node:
    """Every move of the line; any of them can be gone back to."""
    head = [prose(frame, "history.title", "History", "title"),
            prose(frame, "history.told", "Choose a move to go back to the position after it. Nothing is lost: you can come back.", "small", "muted"),
            *_notice(frame, scene.notice)]
    body: list[Build] = []
    turn = ""
    for entry in scene.entries:
        step = entry.step
        if step.turn_label != turn:
            turn = step.turn_label
            body.append(section(frame, f"history.turn.{step.depth}", turn))
        id = f"history.step.{step.depth}"
        told = f"{step.actor}: {step.name}" if step.actor else step.name
        told += " (you are here)" if step.here else " (undone)" if step.undone else ""
        changes = ", ".join(f"{line.name} {signed(line.applied)}" for group in entry.groups for line in group.lines)
        builds: list[Build] = [prose(frame, f"{id}.name", told, "strong", "accent" if step.here else "muted" if step.undone else "ink")]
        if changes:
            builds.append(prose(frame, f"{id}.changes", changes, "small", "muted", most=3))
        body.append(card_box(frame, id, builds, press=JumpTo(step.depth), text=told, fill="accent_soft" if step.here else "raised"))
    if scene.branches:
        body.append(section(frame, "history.branches", "Other lines"))
        body += [
            card_box(frame, f"history.branch.{b.index}", [prose(frame, f"history.branch.{b.index}.name", b.name, "body")],
                     press=Switch(b.index), text=b.name)
            for b in scene.branches
        ]
    foot = [("charts", "Charts", Show("charts"), "C"), ("back", "Close", Back(), "Esc")]
    return sheet(frame, room, "history", head, [body], foot, wide=640)


def help_screen(frame: Frame, scene: HelpScene, room: Rect) -> Node:
    """How to play, and the keys."""
    left: list[Build] = [prose(frame, f"help.text.{n}", text, "prose") for n, text in enumerate(scene.paragraphs)]
    for number, part in enumerate(scene.sections):
        left.append(section(frame, f"help.section.{number}", part.name))
        left += [prose(frame, f"help.section.{number}.{n}", line, "body") for n, line in enumerate(part.lines)]
    right: list[Build] = [caption(frame, "help.keys", "Keys")]
    right += [_key_line(frame, f"help.key.{n}", line.key, line.text) for n, line in enumerate(scene.keys)]
    head = [prose(frame, "help.title", "How to play", "title"), *_notice(frame, scene.notice)]
    return sheet(frame, room, "help", head, [left, right], [("back", "Close", Back(), "Esc")], wide=900, shares=(1.5, 1))


def _key_line(frame: Frame, id: str, key: str, text: str) -> Build:
    def build(rect: Rect) -> Node:
        high = frame.line_height("key") + frame.px(5)
        wide = min(frame.px(112), rect.w * 2 // 5)
        caps, words = Rect(rect.x, rect.y, rect.w, TALL).left(wide, frame.px(10))
        cap = Rect(caps.x, caps.y, min(caps.w, frame.width(key, "key") + frame.px(12)), high)
        told = frame.prose(f"{id}.text", words.moved(0, frame.px(2)), text, "small")
        node = Node(f"{id}.cap", cap, Panel("raised", "edge", frame.px(3)), (
            frame.line(f"{id}.key", cap.inset(frame.px(5), 0), key, "key", "ink", "centre"),))
        return Node(id, Rect(rect.x, rect.y, rect.w, max(high, told.rect.bottom - rect.y)), None, (node, told))

    return build


__all__ = ["Why", "screen", "sheet"]
