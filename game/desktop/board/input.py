"""Keys: what each does. The app acts by this table and the help screen is made from it."""

from __future__ import annotations

import pygame
from attrs import frozen

from game.desktop.board.wishes import Replay
from game.desktop.intents import Back, Help, Intent, JumpTo, Quit, Redo, Set, Show, Undo
from game.scenes.scene import HelpLine
from game.words import noted


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
class Speak:
    """Say what is focused aloud, or the whole screen."""

    whole: bool = False


@frozen
class Page:
    """Scroll the list under the focus or pointer by most of its height."""

    by: int


Act = Intent | Step | Towards | Press | Number | WhyHere | TurnsEnd | Fullscreen | Speak | Page | Replay


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
    Binding(
        _plain(pygame.K_LEFTBRACKET) + _ctrl(pygame.K_PAGEUP),
        "[, Ctrl+Page up",
        "One move back in the history; nothing is lost",
        Undo(),
    ),
    Binding(
        _plain(pygame.K_RIGHTBRACKET) + _ctrl(pygame.K_PAGEDOWN),
        "], Ctrl+Page down",
        "One move forward in the history",
        Redo(),
    ),
    Binding(_ctrl(pygame.K_HOME), "Ctrl+Home", "To the start of the game; nothing is lost", JumpTo(0)),
    Binding(_plain(pygame.K_p), "P", "Play the line again by itself; any key stops it", Replay()),
    Binding(_plain(pygame.K_w), "W", "Why is the focused number what it is?", WhyHere()),
    Binding(_plain(pygame.K_e), "E", "What the end of the turn would do", TurnsEnd()),
    Binding(_plain(pygame.K_h), "H", "History: go back to any move", Show("history")),
    Binding(_plain(pygame.K_c), "C", "Charts", Show("charts")),
    Binding(_plain(pygame.K_a), "A", "Advisers: what each would choose, and by how much", Show("advisers")),
    Binding(_plain(pygame.K_o), "O", "Outlook: the whole forecast of the move that is looked at", Show("forecast")),
    Binding(_plain(pygame.K_b), "B", "The board, from any other screen", Show("board")),
    Binding(_plain(pygame.K_PAGEDOWN), "Page up, down", "Scroll the list", Page(1)),
    Binding(_plain(pygame.K_PAGEUP), "", "", Page(-1), told=False),
    Binding(_plain(pygame.K_F1), "F1", "This help", Help()),
    Binding(_plain(pygame.K_F3), "F3", "The rulebook", Show("rules")),
    Binding(_plain(pygame.K_F4), "F4", "What is wrong with the scenario's files, for its author", Show("diagnostics")),
    Binding(_plain(pygame.K_ESCAPE), "Esc", "Back; look away from a move", Back()),
    Binding(_ctrl(pygame.K_PLUS, pygame.K_EQUALS, pygame.K_KP_PLUS), "Ctrl+Plus", "Larger", Set("scale", 1)),
    Binding(_ctrl(pygame.K_MINUS, pygame.K_KP_MINUS), "Ctrl+Minus", "Smaller", Set("scale", -1)),
    Binding(_plain(pygame.K_n), "N", "Another table: day, night, high contrast", Set("theme")),
    Binding(_plain(pygame.K_m), "M", "Sound on or off", Set("sound")),
    Binding(_plain(pygame.K_f), "F", "Forecasts on or off", Set("forecasts")),
    Binding(_plain(pygame.K_s), "S", "Settings", Show("settings")),
    Binding(((pygame.K_F2, False, False),), "F2", "Say the focused part aloud; with Shift the whole screen", Speak()),
    Binding(((pygame.K_F2, False, True),), "", "", Speak(whole=True), told=False),
    Binding(_plain(pygame.K_F11), "F11", "Full screen", Fullscreen()),
    Binding(_ctrl(pygame.K_q), "Ctrl+Q", "Quit; the game is kept", Quit()),
)

_by_key = {key: binding for binding in BINDINGS for key in binding.keys}


def act_of(event: pygame.event.Event) -> Act | None:
    """What a key event asks for; None for a key without a meaning."""
    mods = getattr(event, "mod", 0)
    ctrl, shift = bool(mods & (pygame.KMOD_CTRL | pygame.KMOD_META)), bool(mods & pygame.KMOD_SHIFT)
    for code in (event.key, latin_key(event)):
        for key in ((code, ctrl, None), (code, ctrl, shift)):
            if key in _by_key:
                return _by_key[key].act
    return None


def latin_key(event: pygame.event.Event) -> int:
    """The key that stands at the same place of a Latin keyboard: a Cyrillic one has other letters there, a Kazakh or
    French one letters and signs in place of the digits."""
    place = getattr(event, "scancode", 0)
    if pygame.KSCAN_1 <= place <= pygame.KSCAN_0:
        return ord("1234567890"[place - pygame.KSCAN_1])
    latin = pygame.K_a <= event.key <= pygame.K_z
    if pygame.KSCAN_A <= place <= pygame.KSCAN_Z and not latin:
        return pygame.K_a + place - pygame.KSCAN_A
    return int(event.key)


def typed_number(event: pygame.event.Event, number: int) -> int | None:
    """A number after a key typed at its end: a digit more, or one less; None for any other key."""
    if event.key == pygame.K_BACKSPACE:
        return number // 10
    text, digit = getattr(event, "unicode", ""), latin_key(event)
    if not text.isascii() and pygame.K_0 <= digit <= pygame.K_9:
        text = chr(digit)
    if len(text) == 1 and text.isascii() and text.isdigit() and not getattr(event, "mod", 0) & pygame.KMOD_CTRL:
        return number * 10 + int(text)
    return None


PAD: dict[int, Act] = {
    pygame.CONTROLLER_BUTTON_A: Press(),
    pygame.CONTROLLER_BUTTON_B: Back(),
    pygame.CONTROLLER_BUTTON_X: WhyHere(),
    pygame.CONTROLLER_BUTTON_Y: TurnsEnd(),
    pygame.CONTROLLER_BUTTON_BACK: Undo(),
    pygame.CONTROLLER_BUTTON_START: Show("settings"),
    pygame.CONTROLLER_BUTTON_LEFTSHOULDER: Step(-1),
    pygame.CONTROLLER_BUTTON_RIGHTSHOULDER: Step(1),
    pygame.CONTROLLER_BUTTON_DPAD_LEFT: Towards(-1, 0),
    pygame.CONTROLLER_BUTTON_DPAD_RIGHT: Towards(1, 0),
    pygame.CONTROLLER_BUTTON_DPAD_UP: Towards(0, -1),
    pygame.CONTROLLER_BUTTON_DPAD_DOWN: Towards(0, 1),
}
"""What the buttons of a game controller do."""
_FAR, _NEAR = 20_000, 12_000


class Stick:
    """A controller's left stick: each push to a side is one step of the focus."""

    def __init__(self) -> None:
        self._pushed: dict[int, int] = {}

    def act(self, axis: int, value: int) -> Act | None:
        """The step that a position of an axis makes; None for none or for one already made."""
        was = self._pushed.get(axis, 0)
        side = (value > 0) - (value < 0) if abs(value) >= (_NEAR if was else _FAR) else 0
        self._pushed[axis] = side
        if not side or side == was:
            return None
        return Towards(side, 0) if axis == pygame.CONTROLLER_AXIS_LEFTX else Towards(0, side)


_LABELS = noted("1 to 9", "Arrows", "Page up, down", "[, Ctrl+Page up", "], Ctrl+Page down", "Ctrl+Plus", "Ctrl+Minus")
"""Names of keys that differ between languages."""


def help_lines() -> tuple[HelpLine, ...]:
    """The keys for the help screen; in English, to be said."""
    return tuple(HelpLine(b.label, b.text) for b in BINDINGS if b.told)
