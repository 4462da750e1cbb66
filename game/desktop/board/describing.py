"""A screen in plain lines, as it would be said aloud: laid out like the board, but without a font or a picture."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap

from attrs import evolve

from game.desktop.board.composing import behind, compose, scene_of
from game.desktop.board.tree import Node
from game.desktop.board.widgets import Attention
from game.desktop.intents import Focus
from game.desktop.session import Session

ROOM = (3840, 2160)
"""A window so large that no text is cut."""


class PlainType:
    """Sets text in letters of one width, wherever it is only read."""

    def measure(self, text: str, face: str, px: float) -> tuple[int, int]:
        return round(len(text) * px * 0.5), round(px * 1.2)

    def line_height(self, face: str, px: float) -> int:
        return round(px * 1.2)

    def wrap(self, text: str, face: str, px: float, width: float) -> tuple[str, ...]:
        return tuple(wrap(text, max(1, int(width / (px * 0.5))))) or ("",)

    def ellipsis(self, text: str, face: str, px: float, width: float) -> str:
        return text


def described(session: Session, numbers: Mapping[str, int] | None = None) -> str:
    """What the board would show of a session, in lines.

    Beside what can be done stands its key on the board, or in place of all keys the number of each move in `numbers`.
    """
    tree = compose(session, scene_of(session), ROOM, 1.0, PlainType(), Attention(), lambda base: None, behind(session))
    return tree.describe() if numbers is None else evolve(tree, root=_numbered(tree.root, numbers)).describe()


def _numbered(node: Node, numbers: Mapping[str, int]) -> Node:
    """The tree under a node with the numbers of moves in place of keys."""
    number = numbers.get(node.peek.move) if isinstance(node.peek, Focus) else None
    children = tuple(_numbered(child, numbers) for child in node.children)
    return evolve(node, key="" if number is None else str(number), children=children)
