"""A screen in plain lines, as it would be said aloud: laid out like the board, but without a font or a picture."""

from __future__ import annotations

from textwrap import wrap

from game.desktop.board.composing import behind, compose, scene_of
from game.desktop.board.widgets import Attention
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


def described(session: Session) -> str:
    """What the board would show of a session, in lines."""
    tree = compose(session, scene_of(session), ROOM, 1.0, PlainType(), Attention(), lambda base: None, behind(session))
    return tree.describe()
