"""The history on the board: the moves of each turn, steps back and forward, play again, other lines. Pure."""

from __future__ import annotations

from attrs import frozen

from game.desktop.board.rects import Rect
from game.desktop.board.tree import Node, Panel, Steps
from game.desktop.board.widgets import Frame, button
from game.desktop.board.wishes import Replay
from game.desktop.intents import JumpTo, Redo, Show, Undo
from game.scenes.scene import BoardScene, HistoryStep
from game.words import say, say_many

NARROWEST = 16
"""Units that a turn needs; with more turns than have room only the number of the move is told."""


@frozen
class _Turn:
    """The moves of a turn."""

    label: str
    steps: tuple[HistoryStep, ...]


def strip_height(frame: Frame) -> int:
    """How high the strip is."""
    return max(frame.px(30), frame.line_height("small_strong") + frame.px(10))


def history_strip(frame: Frame, scene: BoardScene, rect: Rect, *, playing: bool = False) -> Node:
    """The strip in a rectangle of its height."""
    inner = rect.inset(frame.px(5), frame.px(4))
    side, gap = inner.h, frame.px(4)
    made = sum(1 for step in scene.history if not step.undone)
    signs = (
        ("strip.first", "first", JumpTo(0), say("To the start; nothing is lost"), made > 0),
        ("strip.back", "left", Undo(), say("One move back ([)"), scene.can_undo),
        ("strip.forward", "right", Redo(), say("One move forward (])"), scene.can_redo),
        ("strip.play", "pause" if playing else "play", Replay(), _play_hint(scene), bool(scene.history)),
    )
    part, rest = inner.left(len(signs) * side + (len(signs) - 1) * gap, frame.px(10))
    nodes = [
        button(frame, id, place, "", press, icon=icon, hint=hint, off=not on)
        for (id, icon, press, hint, on), place in zip(signs, part.columns(len(signs), gap), strict=True)
    ]
    count = sum(1 for branch in scene.branches if not branch.ahead)
    if count:
        told = say_many("{count} other line", "{count} other lines", count)
        wide = min(frame.width(told, "button") + frame.px(22), rest.w // 3)
        place, rest = rest.far(wide, frame.px(8))
        hint = say("What was played and undone is kept: look at it, or go on with it.")
        nodes.append(button(frame, "strip.branches", place, told, Show("history"), hint=hint))
    where = say("Move {move} of {count}", move=made, count=len(scene.history))
    place, rest = rest.far(min(frame.width(where, "small"), rest.w // 3), frame.px(10))
    nodes.append(frame.line("strip.where", place, where, "small", "muted", "right"))
    nodes += _turns(frame, scene, rest)
    look = Panel("paper", "edge", frame.px(8), shadow=frame.px(4))
    return Node("strip.history", rect, look, tuple(nodes))


def _play_hint(scene: BoardScene) -> str:
    if scene.can_redo:
        return say("Play on from here to the end of the line (P)")
    return say("Play it again from the start (P)")


def _turns(frame: Frame, scene: BoardScene, rect: Rect) -> list[Node]:
    """A row of moves for each turn, as wide as its share."""
    count = scene.header.last_turn
    if rect.w < count * frame.px(NARROWEST):
        return []
    turns = {dot.turn: _Turn(dot.label, ()) for dot in scene.header.turns}
    for step in scene.history:
        known = turns.get(step.turn)
        if known is not None:
            turns[step.turn] = _Turn(known.label, (*known.steps, step))
    high = min(rect.h, frame.px(12))
    row = Rect(rect.x, rect.y + (rect.h - high) // 2, rect.w, high)
    places = row.columns(count, frame.px(6))
    return [_turn(frame, turn, number, place) for (number, turn), place in zip(turns.items(), places, strict=False)]


def _turn(frame: Frame, turn: _Turn, number: int, rect: Rect) -> Node:
    id = f"strip.turn.{number}"
    made = sum(1 for step in turn.steps if not step.undone)
    here = any(step.here for step in turn.steps)
    if not turn.steps:
        bar = Rect(rect.x, rect.y + rect.h // 2 - 1, rect.w, max(2, frame.px(2)))
        return Node(id, rect, None, (Node(f"{id}.bar", bar, Panel("rule", "", 1)),))
    pips = [
        Node(f"pip:{step.depth}", place, None, press=JumpTo(step.depth), hint=_told(step), text=_told(step))
        for step, place in zip(turn.steps, rect.columns(len(turn.steps), 0), strict=True)
    ]
    count = say_many("{count} move", "{count} moves", len(turn.steps))
    return Node(
        id,
        rect,
        Steps(len(turn.steps), made, here),
        tuple(pips),
        focusable=True,
        press=JumpTo(turn.steps[0].depth - 1),
        text=say("{turn}: {moves}", turn=turn.label, moves=count),
        hint=say("{turn}: {moves}. To its beginning.", turn=turn.label, moves=count),
    )


def _told(step: HistoryStep) -> str:
    values = {"move": step.depth, "turn": step.turn_label, "actor": step.actor, "name": step.name}
    if step.undone:
        return say("Move {move}, {turn}. {actor}: {name} (undone)", **values)
    return say("Move {move}, {turn}. {actor}: {name}", **values)
