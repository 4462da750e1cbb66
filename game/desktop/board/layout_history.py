"""The history: every move of the line, and the lines that were undone. Pure."""

from __future__ import annotations

from game.desktop.board.layout_parts import card_box, section, signed
from game.desktop.board.layout_sheet import Foot, notice_builds, sheet
from game.desktop.board.rects import Rect
from game.desktop.board.tree import Node
from game.desktop.board.widgets import Build, Frame, prose
from game.desktop.board.wishes import Replay
from game.desktop.intents import Back, JumpTo, Show, Switch
from game.scenes.scene import BranchView, HistoryEntry, HistoryScene
from game.words import say, say_many


def history(frame: Frame, scene: HistoryScene, room: Rect) -> Node:
    """Every move of the line; any of them can be gone back to."""
    told = say("Choose a move to go back to the position after it. Nothing is lost: you can come back.")
    head = [
        prose(frame, "history.title", say("History"), "title"),
        prose(frame, "history.told", told, "small", "muted"),
        *notice_builds(frame, scene.notice),
    ]
    body: list[Build] = []
    others = [branch for branch in scene.branches if not branch.ahead]
    side: list[Build] = []
    if others:
        side.append(section(frame, "history.branches", say("Other lines")))
        side += [branch_box(frame, "history.branch", branch) for branch in others]
    made = any(entry.step.here for entry in scene.entries)
    if scene.entries:
        start = say("The start") if made else say("The start (you are here)")
        builds = [prose(frame, "history.start.name", start, "strong", "ink" if made else "accent")]
        fill = "raised" if made else "accent_soft"
        body.append(card_box(frame, "history.start", builds, press=JumpTo(0), text=start, fill=fill))
    turn = ""
    for entry in scene.entries:
        if entry.step.turn_label != turn:
            turn = entry.step.turn_label
            body.append(section(frame, f"history.turn.{entry.step.depth}", turn))
        body.append(_entry(frame, entry))
    foot: list[Foot] = [("charts", say("Charts"), Show("charts"), "C"), ("back", say("Close"), Back(), "Esc")]
    if scene.entries:
        foot.insert(0, ("play", say("Play again"), Replay(), "P"))
    if side:
        return sheet(frame, room, "history", head, [body, side], foot, wide=980, shares=(1.6, 1))
    return sheet(frame, room, "history", head, [body], foot, wide=640)


def _entry(frame: Frame, entry: HistoryEntry) -> Build:
    step = entry.step
    id = f"history.step.{step.depth}"
    told = f"{step.depth}. {step.actor}: {step.name}" if step.actor else f"{step.depth}. {step.name}"
    told += f" ({say('you are here')})" if step.here else f" ({say('undone')})" if step.undone else ""
    lines = (line for group in entry.groups for line in group.lines if line.told or line.applied)
    changes = ", ".join(line.told or f"{line.name} {signed(line.applied)}" for line in lines)
    ink = "accent" if step.here else "muted" if step.undone else "ink"
    builds: list[Build] = [prose(frame, f"{id}.name", told, "strong", ink)]
    if changes:
        builds.append(prose(frame, f"{id}.changes", changes, "small", "muted"))
    fill = "accent_soft" if step.here else "raised"
    return card_box(frame, id, builds, press=JumpTo(step.depth), text=told, fill=fill)


def branch_box(frame: Frame, id: str, branch: BranchView) -> Build:
    """Another line: where it parts from this one, how far it goes, how it ended. Pressing goes to its end."""
    id = f"{id}.{branch.index}"
    count = say_many("{count} move", "{count} moves", branch.moves)
    told = say("From move {move}. To {turn}, {moves}", move=branch.fork + 1, turn=branch.turn_label, moves=count)
    told += f": {branch.ending}" if branch.ending else ""
    builds = [prose(frame, f"{id}.name", branch.name, "strong"), prose(frame, f"{id}.told", told, "small", "muted")]
    return card_box(frame, id, builds, press=Switch(branch.index), text=f"{branch.name}. {told}")
