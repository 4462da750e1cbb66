"""From a scene to a tree: every text set, every part placed. Pure: no pygame, the typesetter is passed in."""

from __future__ import annotations

from attrs import evolve, frozen

from game.desktop.board.layout_board import OpenTab, board
from game.desktop.board.layout_marks import marks
from game.desktop.board.layout_screens import screen
from game.desktop.board.rects import Rect
from game.desktop.board.tree import Ground, Node, Panel, Tree, Veil
from game.desktop.board.widgets import Attention, Frame, Typesetter
from game.scenes.atlas import Atlas, fit
from game.scenes.scene import BoardScene, Scene
from game.words import language


@frozen
class Stage:
    """What lies behind screens that have no board: a map's name, its home countries and lands in power colours."""

    base: str = ""
    home: tuple[str, ...] = ()
    lands: tuple[tuple[str, tuple[str, ...]], ...] = ()


STAGE_NEARER = 1.25
"""How much larger than whole the map lies behind the title."""


def unit_of(size: tuple[int, int], scale: float) -> float:
    """Pixels per layout unit: larger windows get somewhat larger letters and much more room."""
    growth = min(size[0] / 1280, size[1] / 800)
    return max(1.0, growth**0.6) * scale if growth > 1 else scale


def layout(
    scene: Scene,
    size: tuple[int, int],
    scale: float,
    type: Typesetter,
    attention: Attention | None = None,
    *,
    atlas: Atlas | None = None,
    behind: BoardScene | None = None,
    stage: Stage | None = None,
    text: float = 1.0,
) -> Tree:
    """The tree of a scene for a window of `size` pixels.

    `atlas` is the map that the scene's board names, None when there is none. `behind` is the board that an overlay
    lies on; `stage` is what other screens lie on. `text` is how much larger letters are than everything else.
    """
    attention = attention or Attention()
    unit = unit_of(size, scale)
    frame = Frame(type, unit, attention, text)
    room = Rect(0, 0, *size)
    under = scene if isinstance(scene, BoardScene) else behind
    if under is not None:
        below = frame if under is scene else evolve(frame, attention=Attention(tab=attention.tab))
        layers = list(board(below, under, atlas, size))
    else:
        layers = [_stage(frame, stage or Stage(), atlas, size)]
    if isinstance(scene, BoardScene) and scene.decision.highlight:
        pointed = marks(frame, scene.decision.highlight, tuple(layers), room)
        layers += [pointed] if pointed is not None else []
    if not isinstance(scene, BoardScene):
        layers.append(screen(frame, scene, size, behind))
    elif scene.notice:
        layers.append(_notice(frame, scene.notice, room))
    tree = Tree(Node("root", room, None, tuple(layers)), size, unit, attention.focus)
    tip = _tip(frame, tree, attention, room)
    if tip is None:
        return tree
    return Tree(Node("root", room, None, (*layers, tip)), size, unit, attention.focus)


def _stage(frame: Frame, stage: Stage, atlas: Atlas | None, size: tuple[int, int]) -> Node:
    room = Rect(0, 0, *size)
    full = (0.0, 0.0, float(size[0]), float(size[1]))
    if atlas is None:
        return Node("ground", room, Ground("", (1.0, 0.0, 0.0), full, (), (), (), (), (), (), frame.unit))
    # Nearer than the whole map and from its left edge: the home country stands in the room beside the title's sheet.
    wide, high = size[0] * STAGE_NEARER, size[1] * STAGE_NEARER
    view = fit(atlas.frame, (wide, high), at=(0.0, (size[1] - high) / 2))
    washes = tuple((code, f"power:{n}") for n, (_, lands) in enumerate(stage.lands) for code in lands)
    groups = tuple((name, lands) for name, lands in stage.lands if len(lands) > 1)
    return Node(
        "ground",
        room,
        Ground(
            stage.base,
            (view.scale, view.left, view.top),
            full,
            stage.home,
            washes,
            groups,
            (),
            (),
            (),
            frame.unit,
            language(),
        ),
    )


def _notice(frame: Frame, text: str, room: Rect) -> Node:
    """What the last intent has to say, over the middle of the board."""
    width = min(frame.px(440), room.w - frame.px(40))
    pad = frame.px(12)
    words = frame.prose("notice.text", Rect(0, 0, width - 2 * pad, room.h), text, "strong", "on_tip", "centre")
    rect = Rect((room.w - width) // 2, frame.px(64), width, words.rect.h + 2 * pad)
    inner = frame.prose("notice.text", rect.inset(pad), text, "strong", "on_tip", "centre")
    return Node("notice", rect, Panel("tip", "tip", frame.px(7), shadow=frame.px(6)), (inner,), floats=True)


def _tip(frame: Frame, tree: Tree, attention: Attention, room: Rect) -> Node | None:
    """The full text of what is pointed at, or of the focused node, in a small box beside it."""
    node = tree.by_id.get(attention.hover) or tree.by_id.get(attention.focus)
    text = _hint_of(node) if node is not None else ""
    if node is None or not text or not any(n is node for n in tree.live.walk()):
        return None
    pad = frame.px(9)
    widest = min(frame.px(300), room.w - 4 * pad)
    width = min(widest, frame.width(text, "small") + frame.px(2))
    words = frame.prose("tip.text", Rect(0, 0, width, room.h - 4 * pad), text, "small", "on_tip")
    w, h = width + 2 * pad, words.rect.h + 2 * pad
    gap = frame.px(6)
    below = node.rect.bottom + gap
    y = below if below + h <= room.bottom else node.rect.y - gap - h
    rect = Rect(node.rect.centre[0] - w // 2, y, w, h).clamped(room.inset(frame.px(4)))
    inner = frame.prose("tip.text", rect.inset(pad), text, "small", "on_tip")
    return Node("tip", rect, Panel("tip", "tip", frame.px(5), shadow=frame.px(4)), (inner,), floats=True)


def _hint_of(node: Node) -> str:
    """A node's hint, else the whole of a text in it that had to be cut."""
    if node.hint or node.peek is not None:
        return node.hint
    cut = [child.hint for child in node.walk() if child.hint and child is not node]
    return " ".join(dict.fromkeys(cut)) if node.focusable and len(cut) <= 3 else ""


__all__ = ["OpenTab", "Stage", "Veil", "layout", "unit_of"]
