"""Which pygame is installed: the board needs pygame-ce."""

from __future__ import annotations

import pygame


class NoWindow(RuntimeError):
    """No window can be opened here; the words say why."""


class WrongPygame(NoWindow):
    """The other pygame is installed."""


def check_pygame() -> None:
    """Raise `WrongPygame` unless pygame-ce is what `import pygame` gives."""
    if not getattr(pygame, "IS_CE", False):
        raise WrongPygame(
            "The board needs pygame-ce, and another pygame is installed in its place. "
            "Run: python -m pip uninstall pygame, then: python -m pip install --force-reinstall pygame-ce"
        )
