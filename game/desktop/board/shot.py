"""Pictures of a session without a window."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame

from game.desktop.board.app import App
from game.desktop.board.ground import cache_folder
from game.desktop.board.theme import Theme
from game.desktop.board.widgets import Attention
from game.desktop.session import Session


def screenshot(
    session: Session,
    size: tuple[int, int],
    scale: float | None,
    path: Path | str,
    *,
    theme: Theme | None = None,
    attention: Attention | None = None,
) -> None:
    """Write what a window of `size` pixels would show as a picture file; its ending names the format."""
    app = App(session, pygame.Surface(size, 0, 32), scale=scale, theme=theme, folder=cache_folder())
    if attention is not None:
        app.attend(attention)
    app.draw()
    pygame.image.save(app.surface, str(path))


def description(session: Session, size: tuple[int, int], scale: float | None) -> str:
    """What the screen says, in words, as a screen reader would be told it."""
    app = App(session, pygame.Surface(size, 0, 32), scale=scale, folder=cache_folder())
    return app.tree.describe()

