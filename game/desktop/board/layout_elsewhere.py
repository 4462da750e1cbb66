"""The offer to a window whose game another one plays too. Pure."""

from __future__ import annotations

from game.desktop.board.layout_parts import section
from game.desktop.board.layout_sheet import Foot, notice_builds, sheet
from game.desktop.board.rects import Rect
from game.desktop.board.tree import Node
from game.desktop.board.widgets import Frame, prose
from game.desktop.intents import Back, GoOnAsCopy, Intent, TakeUp
from game.scenes.scene import ElsewhereScene


def elsewhere(frame: Frame, scene: ElsewhereScene, room: Rect) -> Node:
    """What can be done about a game that another window plays too."""
    does: dict[str, Intent] = {"look": Back(), "take": TakeUp(), "copy": GoOnAsCopy()}
    head = [prose(frame, "elsewhere.title", scene.title, "title"), *notice_builds(frame, scene.notice)]
    body = [prose(frame, f"elsewhere.text.{n}", text, "prose") for n, text in enumerate(scene.paragraphs)]
    for choice in scene.choices:
        body.append(section(frame, f"elsewhere.{choice.id}.name", choice.name))
        body.append(prose(frame, f"elsewhere.{choice.id}.text", choice.text))
    foot: list[Foot] = [(c.id, c.name, does[c.id], "Esc" if c.id == "look" else "") for c in scene.choices]
    return sheet(frame, room, "elsewhere", head, [body], foot, wide=620)
