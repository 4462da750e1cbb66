"""The settings screen: rows of choices that can be pressed. Pure."""

from __future__ import annotations

from game.desktop.board.layout_sheet import Foot, notice_builds, sheet
from game.desktop.board.rects import Rect
from game.desktop.board.tree import Node, Panel
from game.desktop.board.widgets import TALL, Build, Frame, button, button_height, height_of, moved, prose, space, stack
from game.desktop.intents import Back, Projector, Set
from game.scenes.scene import SettingRow, SettingsScene
from game.words import say


def settings_screen(frame: Frame, scene: SettingsScene, room: Rect) -> Node:
    """How the game is shown: each setting with its choices."""
    head = [prose(frame, "settings.title", say("Settings"), "title"), *notice_builds(frame, scene.notice)]
    body = [*(_row(frame, row) for row in scene.rows), space(frame.px(2))]
    foot: list[Foot] = [("back", say("Close"), Back(), "Esc")]
    if not scene.projector:
        foot.insert(0, ("projector", say("Set up for a projector"), Projector(), ""))
    return sheet(frame, room, "settings", head, [body], foot, wide=620, gap=14)


def _row(frame: Frame, row: SettingRow) -> Build:
    """A setting's name at the left and its choices at the right, or below where there is no room."""

    def build(rect: Rect) -> Node:
        id = f"setting:{row.id}"
        beside = rect.w >= frame.px(420)
        place = Rect(rect.x, rect.y, rect.w, TALL)
        words, control = place.left(rect.w * 2 // 5, frame.px(12)) if beside else (place, place)
        builds = [prose(frame, f"{id}.name", row.name, "strong")]
        if row.text:
            builds.append(prose(frame, f"{id}.text", row.text, "small", "muted"))
        told = stack(words, frame.px(1), builds)
        if beside:  # the name stands beside the middle of its choices
            down = max(0, (button_height(frame) - height_of(told, rect.y)) // 2)
            told = tuple(moved(node, 0, down) for node in told)
        if not beside:
            control = Rect(rect.x, told[-1].rect.bottom + frame.px(5), rect.w, TALL)
        nodes = _stepper(frame, row, control) if not row.choices else _choices(frame, row, control)
        high = max(height_of(told, rect.y), height_of(nodes, rect.y))
        return Node(id, Rect(rect.x, rect.y, rect.w, high), None, (*told, *nodes))

    return build


def _choices(frame: Frame, row: SettingRow, rect: Rect) -> tuple[Node, ...]:
    """Buttons side by side, the chosen one strong; as many lines of them as it takes."""
    gap, high = frame.px(5), button_height(frame)
    chosen = next((n for n, c in enumerate(row.choices) if c.chosen), 0)
    nodes: list[Node] = []
    x, y = rect.x, rect.y
    for number, choice in enumerate(row.choices):
        wide = min(frame.width(choice.name, "button") + frame.px(28), rect.w)
        if x > rect.x and x + wide > rect.right:
            x, y = rect.x, y + high + gap
        said = f"{row.name}: {choice.name}"
        nodes.append(
            button(
                frame,
                f"set:{row.id}:{choice.id}",
                Rect(x, y, wide, high),
                choice.name,
                Set(row.id, number - chosen),
                strong=choice.chosen,
                said=say("{what}, chosen", what=said) if choice.chosen else said,
            )
        )
        x += wide + gap
    return tuple(nodes)


def _stepper(frame: Frame, row: SettingRow, rect: Rect) -> tuple[Node, ...]:
    """Less, the value, more."""
    high, gap = button_height(frame), frame.px(5)
    wide = min(frame.px(78), rect.w - 2 * (high + gap))
    less = Rect(rect.x, rect.y, high, high)
    value = Rect(less.right + gap, rect.y, wide, high)
    more = Rect(value.right + gap, rect.y, high, high)
    said = f"{row.name}: {row.value}"
    return (
        button(
            frame,
            f"set:{row.id}:less",
            less,
            "−",
            Set(row.id, -1),
            off=not row.less,
            said=say("{what}, less", what=said),
        ),
        Node(
            f"set:{row.id}:value",
            value,
            Panel("sunk", "rule", frame.px(5)),
            (frame.line(f"set:{row.id}:value.text", value, row.value, "figure", "ink", "centre"),),
        ),
        button(
            frame,
            f"set:{row.id}:more",
            more,
            "+",
            Set(row.id, 1),
            off=not row.more,
            said=say("{what}, more", what=said),
        ),
    )
