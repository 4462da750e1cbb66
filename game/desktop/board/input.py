"""Keys: what each does. The app acts by this table and the help screen is made from it."""

from __future__ import annotations

import pygame
from attrs import frozen

from game.desktop.intents import Back, Help, Intent, Quit, Redo, Show, Undo
from game.desktop.scenes.scene import HelpLine


@frozen
class Step:
    """Move the focus through everything that can be focused."""

    by: int


@frozen
class Towards:
    """Move the focus to the nearest part in a direction."""

    dx: int
    dy: int


@frozen
class Press:
    """Press what is focused; on a screen without focus, its main button."""


@frozen
class Number:
    """Look at a numbered move; play it when it is looked at already."""

    number: int


@frozen
class WhyHere:
    """Open the ledger of the focused track."""


@frozen
class TurnsEnd:
    """Show what the end of the turn would do."""


@frozen
class Fullscreen:
    """Fill the screen, or go back to a window."""


@frozen
class Resize:
    """Make everything larger or smaller."""

    by: float


@frozen
class OtherTheme:
    """Go on to the next theme: day, night, high contrast."""


@frozen
class Page:
    """Scroll the list under the focus or pointer by most of its height."""

    by: int


Act = Intent | Step | Towards | Press | Number | WhyHere | TurnsEnd | Fullscreen | Resize | OtherTheme | Page


@frozen
class Binding:
    """Keys that do one thing. `keys` are (key code, whether Ctrl, whether Shift; None for either)."""

    keys: tuple[tuple[int, bool, bool | None], ...]
    label: str
    text: str
    act: Act
    told: bool = True
    """Whether the help has a line for it."""


def _plain(*codes: int) -> tuple[tuple[int, bool, bool | None], ...]:
    return tuple((code, False, None) for code in codes)


def _ctrl(*codes: int) -> tuple[tuple[int, bool, bool | None], ...]:
    return tuple((code, True, None) for code in codes)


_DIGITS = tuple(
    Binding(
        _plain(getattr(pygame, f"K_{n}"), getattr(pygame, f"K_KP{n}")),
        "1 to 9",
        "Look at a move; again plays it",
        Number(n),
        told=n == 1,
    )
    for n in range(1, 10)
)

BINDINGS: tuple[Binding, ...] = (
    Binding(((pygame.K_TAB, False, False),), "Tab", "To the next part", Step(1)),
    Binding(((pygame.K_TAB, False, True),), "Shift+Tab", "To the part before", Step(-1)),
    Binding(_plain(pygame.K_LEFT), "Arrows", "To the nearest part in a direction", Towards(-1, 0)),
    Binding(_plain(pygame.K_RIGHT), "", "", Towards(1, 0), told=False),
    Binding(_plain(pygame.K_UP), "", "", Towards(0, -1), told=False),
    Binding(_plain(pygame.K_DOWN), "", "", Towards(0, 1), told=False),
    Binding(
        _plain(pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE),
        "Enter",
        "Play or press what is focused, or go on",
        Press(),
    ),
    *_DIGITS,
    Binding(_plain(pygame.K_u) + _ctrl(pygame.K_z), "U, Ctrl+Z", "Undo", Undo()),
    Binding(_plain(pygame.K_r) + _ctrl(pygame.K_y), "R, Ctrl+Y", "Redo", Redo()),
    Binding(_plain(pygame.K_w), "W", "Why is the focused number what it is?", WhyHere()),
    Binding(_plain(pygame.K_e), "E", "What the end of the turn would do", TurnsEnd()),
    Binding(_plain(pygame.K_h), "H", "History: go back to any move", Show("history")),
    Binding(_plain(pygame.K_c), "C", "Charts", Show("charts")),
    Binding(_plain(pygame.K_b), "B", "The board, from any other screen", Show("board")),
    Binding(_plain(pygame.K_PAGEDOWN), "Page up, down", "Scroll the list", Page(1)),
    Binding(_plain(pygame.K_PAGEUP), "", "", Page(-1), told=False),
    Binding(_plain(pygame.K_F1), "F1", "This help", Help()),
    Binding(_plain(pygame.K_ESCAPE), "Esc", "Back; look away from a move", Back()),
    Binding(_ctrl(pygame.K_PLUS, pygame.K_EQUALS, pygame.K_KP_PLUS), "Ctrl+Plus", "Larger", Resize(0.1)),
    Binding(_ctrl(pygame.K_MINUS, pygame.K_KP_MINUS), "Ctrl+Minus", "Smaller", Resize(-0.1)),
    Binding(_plain(pygame.K_n), "N", "Another table: day, night, high contrast", OtherTheme()),
    Binding(_plain(pygame.K_F11), "F11", "Full screen", Fullscreen()),
    Binding(_ctrl(pygame.K_q), "Ctrl+Q", "Quit; the game is kept", Quit()),
)

_by_key = {key: binding for binding in BINDINGS for key in binding.keys}


def act_of(event: pygame.event.Event) -> Act | None:
    """What a key event asks for; None for a key without a meaning."""
    mods = getattr(event, "mod", 0)
    ctrl, shift = bool(mods & (pygame.KMOD_CTRL | pygame.KMOD_META)), bool(mods & pygame.KMOD_SHIFT)
    for key in ((event.key, ctrl, None), (event.key, ctrl, shift)):
        if key in _by_key:
            return _by_key[key].act
    return None


def help_lines() -> tuple[HelpLine, ...]:
    """The keys for the help screen."""
    return tuple(HelpLine(b.label, b.text) for b in BINDINGS if b.told)
