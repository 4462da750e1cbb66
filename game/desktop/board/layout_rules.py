"""The rulebook: two pages of two columns each. Pure."""

from __future__ import annotations

from game.desktop.board.layout_parts import section
from game.desktop.board.layout_sheet import Foot, notice_builds, sheet
from game.desktop.board.rects import Rect
from game.desktop.board.tree import Node, Panel
from game.desktop.board.widgets import TALL, Build, Frame, badge, emblem, height_of, prose, stack
from game.desktop.intents import Back, TurnTo
from game.scenes.scene import RuleEntry, RuleSection, RulesScene
from game.words import say


def rules(frame: Frame, scene: RulesScene, room: Rect) -> Node:
    """The page that is open."""
    page = scene.pages[scene.page - 1]
    head = [
        prose(frame, "rules.title", f"{scene.title}: {page.name}", "title"),
        *([prose(frame, "rules.told", scene.subtitle, "aside", "muted")] if scene.page == 1 else []),
        *notice_builds(frame, scene.notice),
    ]
    columns: list[list[Build]] = []
    for number, column in enumerate(page.columns):
        builds: list[Build] = []
        for place, part in enumerate(column):
            builds += _section(frame, f"rules.{number}.{place}", part)
        if builds:
            columns.append(builds)
    other = scene.page % len(scene.pages) + 1
    turn = say("Page {page} of {count}: {name}", page=other, count=len(scene.pages), name=scene.pages[other - 1].name)
    foot: list[Foot] = [("turn", turn, TurnTo(other), ""), ("back", say("Close"), Back(), "Esc")]
    # A page turned is another sheet: its lists begin at their tops.
    return sheet(frame, room, f"rules.page{scene.page}", head, columns or [[]], foot, wide=1120, gap=7)


def _section(frame: Frame, id: str, part: RuleSection) -> list[Build]:
    builds = [section(frame, id, part.name)]
    if part.text:
        builds.append(prose(frame, f"{id}.text", part.text, "body"))
    return builds + [_entry(frame, f"{id}.{n}", entry) for n, entry in enumerate(part.entries)]


def _entry(frame: Frame, id: str, entry: RuleEntry) -> Build:
    """A name, what it says of itself, and what the rules say of it."""

    def build(rect: Rect) -> Node:
        column = Rect(rect.x, rect.y, rect.w, TALL)
        token: tuple[Node, ...] = ()
        if entry.letter:
            side = frame.px(19)
            mark, column = column.left(side, frame.px(8))
            token = (badge(frame, f"{id}.badge", Rect(mark.x, mark.y, side, side), entry.index, entry.letter),)
        elif entry.icon:
            side = frame.px(19)
            mark, column = column.left(side, frame.px(8))
            token = (emblem(f"{id}.icon", Rect(mark.x, mark.y, side, side), entry.icon, "accent"),)
        builds: list[Build] = [prose(frame, f"{id}.name", entry.name, "strong")]
        if entry.text:
            builds.append(prose(frame, f"{id}.text", entry.text, "body"))
        builds += [prose(frame, f"{id}.note.{n}", note, "small", "muted") for n, note in enumerate(entry.notes)]
        nodes = stack(column, frame.px(1), builds)
        high = max(height_of(nodes, rect.y), token[0].rect.h if token else 0)
        return Node(id, Rect(rect.x, rect.y, rect.w, high), Panel("", "", 0), (*token, *nodes))

    return build
