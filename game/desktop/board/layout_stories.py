"""Screens that tell what happened: report, ledger, detail, ending, charts, history; and the help. Pure."""

from __future__ import annotations

from game.desktop.board.layout_charts import chart_builds
from game.desktop.board.layout_parts import (
    arrow,
    caption,
    card_box,
    cause_groups,
    change_rows,
    name_room,
    scale_line,
    section,
    signed,
    source_lines,
    verdict,
)
from game.desktop.board.layout_sheet import Foot, notice_builds, sheet
from game.desktop.board.rects import Rect
from game.desktop.board.tree import Node, Panel
from game.desktop.board.widgets import (
    TALL,
    Build,
    Frame,
    badge,
    pair,
    prose,
    titled,
)
from game.desktop.intents import Back, Next, Show
from game.scenes.scene import (
    BoardScene,
    ChartsScene,
    DetailScene,
    HelpScene,
    ReportScene,
    WhyScene,
)
from game.words import say


def report(frame: Frame, scene: ReportScene, room: Rect) -> Node:
    """What the end of a turn did."""
    left: list[Build] = [caption(frame, "report.laws", say("What happened, rule by rule"))]
    left += cause_groups(frame, "report.cause", scene.groups, told=True)
    if not scene.groups:
        left.append(prose(frame, "report.quiet", say("Nothing changed."), "body", "muted"))
    if scene.news:
        left.append(section(frame, "report.news", say("And then")))
        left += cause_groups(frame, "report.new", scene.news, told=True)
    right: list[Build] = [
        caption(frame, "report.sums", say("The whole turn in sum")),
        *change_rows(frame, "report.change", scene.changes),
    ]
    if not scene.changes:
        right.append(prose(frame, "report.same", say("Everything stands where it stood."), "small", "muted"))
    head = [prose(frame, "report.title", scene.title, "title")]
    if scene.ending:
        head.append(prose(frame, "report.ending", scene.ending, "subheading", "accent"))
    go = say("On to: {turn}", turn=scene.next) if scene.next else say("Go on")
    go = say("See the ending") if scene.ending else go
    foot: list[Foot] = [("board", say("Look at the board"), Back(), "Esc"), ("next", go, Next(), "Enter")]
    return sheet(
        frame,
        room,
        "report",
        [*head, *notice_builds(frame, scene.notice)],
        [left, right],
        foot,
        wide=860,
        shares=(1.35, 1),
    )


def why(frame: Frame, scene: WhyScene, room: Rect) -> Node:
    """A track's ledger."""
    track = scene.track
    head = [
        caption(frame, "why.kind", say("Why this number?")),
        titled(frame, "why.name", track.full_name, track.icon),
        pair(
            frame,
            "why.value",
            track.text,
            say("{value} of {high}", value=track.value, high=track.high),
            "aside",
            "muted",
            "accent",
            "number",
        ),
        *notice_builds(frame, scene.notice),
    ]
    body: list[Build] = []
    turn = ""
    for number, row in enumerate(scene.rows):
        if row.turn_label != turn:
            turn = row.turn_label
            body.append(section(frame, f"why.turn.{number}", turn))
        line = row.line
        builds: list[Build] = [
            pair(
                frame,
                f"why.row.{number}.rule",
                row.rule_name,
                f"{signed(line.applied)}   {arrow(line.before, line.after)}",
                "strong",
                "ink",
                verdict(line.good),
            ),
        ]
        if row.move and row.move != row.rule_name:
            builds.append(prose(frame, f"why.row.{number}.move", say("When: {move}", move=row.move), "small", "muted"))
        if line.note:
            builds.append(prose(frame, f"why.row.{number}.note", line.note, "small", "loss"))
        builds.append(prose(frame, f"why.row.{number}.where", f"{line.statement}   ({line.where})", "small", "muted"))
        body.append(card_box(frame, f"why.row.{number}", builds))
    body.append(section(frame, "why.start", say("At the start")))
    body.append(pair(frame, "why.from", scene.start_where, str(scene.start), "small", "muted"))
    if scene.sources:
        body += [section(frame, "why.sources", say("Sources")), *source_lines(frame, "why.source", scene.sources)]
    foot: list[Foot] = [("history", say("History"), Show("history"), "H"), ("back", say("Close"), Back(), "Esc")]
    return sheet(frame, room, "why", head, [body], foot, wide=640)


def detail(frame: Frame, scene: DetailScene, room: Rect, under: BoardScene | None) -> Node:
    """A card, power, route, event or law in full."""
    member, kind, colour = None, scene.kind, "accent"
    for group in under.groups if under is not None else ():
        found = next((m for m in group.members if m.id == scene.id), None)
        if found is not None:
            member, kind = found, group.one or scene.kind
            colour = f"power:{found.index}" if found.letter else colour
    name = titled(frame, "detail.name", scene.name, scene.icon)
    if member is not None and member.letter:
        name = _titled(frame, scene.name, member.index, member.letter)
    head = [caption(frame, "detail.kind", kind), name, *notice_builds(frame, scene.notice)]
    body: list[Build] = []
    if scene.text:
        body.append(prose(frame, "detail.text", scene.text, "prose_large"))
    names = max((name_room(frame, t) for t in scene.tracks), default=0)
    body += [scale_line(frame, f"detail.track.{t.id}", t, colour, names) for t in scene.tracks]
    for number, part in enumerate(scene.sections):
        body.append(section(frame, f"detail.section.{number}", part.name))
        body += [prose(frame, f"detail.section.{number}.{n}", "• " + line) for n, line in enumerate(part.lines)]
    if scene.history:
        body += [
            section(frame, "detail.history", say("What really happened")),
            prose(frame, "detail.historytext", scene.history, "prose"),
        ]
    if scene.sources:
        body += [section(frame, "detail.sources", say("Sources")), *source_lines(frame, "detail.source", scene.sources)]
    if scene.where:
        body.append(prose(frame, "detail.where", scene.where, "tiny", "muted"))
    return sheet(frame, room, "detail", head, [body], [("back", say("Close"), Back(), "Esc")], wide=620)


def _titled(frame: Frame, text: str, index: int, letter: str) -> Build:
    """A title with a power's token before it."""

    def build(rect: Rect) -> Node:
        high = max(frame.px(32), frame.line_height("title"))
        row = Rect(rect.x, rect.y, rect.w, high)
        mark, words = row.left(high, frame.px(10))
        token = badge(frame, "detail.badge", mark, index, letter)
        return Node("detail.title", row, None, (token, frame.line("detail.name", words, text, "title")))

    return build


def charts(frame: Frame, scene: ChartsScene, room: Rect) -> Node:
    """The game so far in curves."""
    builds = chart_builds(frame, "charts", scene.charts)
    half = (len(builds) + 1) // 2
    columns = [builds[:half], builds[half:]] if len(builds) > 1 else [builds]
    head = [prose(frame, "charts.title", say("The game so far"), "title"), *notice_builds(frame, scene.notice)]
    return sheet(frame, room, "charts", head, columns, [("back", say("Close"), Back(), "Esc")], wide=980, gap=14)


def help_screen(frame: Frame, scene: HelpScene, room: Rect) -> Node:
    """How to play, and the keys."""
    keys = [_key_line(frame, f"help.key.{n}", line.key, line.text) for n, line in enumerate(scene.keys)]
    left: list[Build] = [prose(frame, f"help.text.{n}", text, "prose") for n, text in enumerate(scene.paragraphs)]
    beside = len(keys) // 2 - 4  # the paragraphs are as high as some eight keys
    left += [caption(frame, "help.keys", say("Keys")), *keys[:beside]]
    right: list[Build] = keys[beside:]
    head = [prose(frame, "help.title", say("How to play"), "title"), *notice_builds(frame, scene.notice)]
    foot: list[Foot] = [("rules", say("Rulebook"), Show("rules"), "F3"), ("back", say("Close"), Back(), "Esc")]
    return sheet(frame, room, "help", head, [left, right], foot, wide=960)


def _key_line(frame: Frame, id: str, key: str, text: str) -> Build:
    def build(rect: Rect) -> Node:
        high = frame.line_height("key") + frame.px(5)
        wide = min(frame.px(112), rect.w * 2 // 5)
        caps, words = Rect(rect.x, rect.y, rect.w, TALL).left(wide, frame.px(10))
        cap = Rect(caps.x, caps.y, min(caps.w, frame.width(key, "key") + frame.px(12)), high)
        told = frame.prose(f"{id}.text", words.moved(0, frame.px(2)), text, "small")
        node = Node(
            f"{id}.cap",
            cap,
            Panel("raised", "edge", frame.px(3)),
            (frame.line(f"{id}.key", cap.inset(frame.px(5), 0), key, "key", "ink", "centre"),),
        )
        return Node(id, Rect(rect.x, rect.y, rect.w, max(high, told.rect.bottom - rect.y)), None, (node, told))

    return build
