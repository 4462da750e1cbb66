"""The door to pictures: the board drawn into a file, without a window, or told in plain words."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from game.doors.asking import (
    FINE,
    NO,
    Commands,
    Refusal,
    add_command,
    game_arguments,
    language_argument,
    language_of,
    new_game,
    text_of,
)
from game.words import say

if TYPE_CHECKING:
    from game.rules.play import Game


def add_commands(commands: Commands) -> None:
    """Add `screenshot`."""
    shot = add_command(commands, "screenshot", _screenshot, "draw the board into a picture, without a window")
    shot.add_argument("scenario", nargs="?", metavar="SCENARIO", help="a scenario (default: the first shipped one)")
    game_arguments(shot)
    shot.add_argument("--moves", metavar="FILE", type=Path, help="a record, or lines with moves, to play first")
    shot.add_argument("--screen", default="board", metavar="NAME", help="which screen (default: board)")
    shot.add_argument("--list", action="store_true", help="list the screens instead")
    shot.add_argument("--theme", default="atlas", metavar="T", help="atlas, night or contrast")
    language_argument(shot)
    shot.add_argument("--size", type=_size, default=(1280, 800), metavar="WxH")
    shot.add_argument("--scale", type=_scale, default=1.0, metavar="S")
    shot.add_argument("--describe", action="store_true", help="print the screen in plain words instead")
    shot.add_argument("--out", type=Path, metavar="FILE.png")


def _size(text: str) -> tuple[int, int]:
    width, x, height = text.lower().partition("x")
    if not (x and width.isdecimal() and height.isdecimal() and len(text) < 12):
        raise argparse.ArgumentTypeError(f"a size is written 1280x800, not `{text}`")
    size = int(width), int(height)
    if not (640 <= size[0] <= 7680 and 400 <= size[1] <= 4320):
        raise argparse.ArgumentTypeError(f"a size is from 640x400 to 7680x4320, not `{text}`")
    return size


def _scale(text: str) -> float:
    try:
        scale = float(text)
    except ValueError:
        scale = 0.0
    if not 0.5 <= scale <= 4.0:
        raise argparse.ArgumentTypeError(f"a scale is from 0.5 to 4, not `{text}`")
    return scale


def _screenshot(chosen: argparse.Namespace) -> int:
    from game.desktop.front import description, diagnosed, known, screenshot, shown
    from game.desktop.screens import DIAGNOSTICS, SCREENS
    from game.desktop.settings import THEMES
    from game.scenario.library import find, shipped

    if chosen.list:
        print(*SCREENS, sep="\n")
        return FINE
    if chosen.out is None and not chosen.describe:
        raise Refusal(say("say where the picture goes: --out FILE.png"))
    if chosen.theme not in THEMES:
        raise Refusal(
            say("there is no theme `{theme}`; there are {themes}", theme=chosen.theme, themes=", ".join(THEMES))
        )
    chosen.scenario = chosen.scenario or shipped()[0]
    language = language_of(chosen)
    told, wrong = "", chosen.screen == DIAGNOSTICS
    try:
        known(chosen.screen)
        game = None if wrong and not _playable(chosen.scenario) else new_game(chosen, language=language)
        if chosen.moves is not None and game is not None:
            game = _played(game, chosen.moves)
        if game is None or wrong:
            session = diagnosed(find(chosen.scenario), game, language)
        else:
            session = shown(game, chosen.screen, language)
        if chosen.describe:
            told = description(session, chosen.size, chosen.scale)
        else:
            screenshot(session, chosen.size, chosen.scale, chosen.out, chosen.theme)
    except ValueError as error:
        raise Refusal(str(error)) from None
    except ImportError as error:
        raise Refusal(
            say("pictures need pygame-ce ({error}): python -m pip install pygame-ce", error=error), NO
        ) from None
    except OSError as error:
        raise Refusal(say("cannot write {file}: {error}", file=chosen.out, error=error.strerror or error), NO) from None
    print(told, end="\n" if told else "")
    return FINE


def _playable(name: str) -> bool:
    """Whether a scenario can be played; one that is not there is told."""
    from game.scenario.library import UnknownScenario, find, version

    try:
        return version(find(name))[0] is not None
    except UnknownScenario as error:
        raise Refusal(str(error)) from None


def _played(game: Game, file: Path) -> Game:
    """The game after the moves in a file: a whole record, or just lines with moves."""
    from game.record.notation import RecordError, parse, replay, take
    from game.rules.answers import IllegalMove

    text = text_of(file)
    if text.startswith("multivector record"):
        try:
            result = replay(parse(text), game.scenario)
        except RecordError as error:
            raise Refusal(f"{file}: {error}", NO) from None
        if result.divergence is not None:
            raise Refusal(say("{file}: differs at {place}", file=file, place=result.divergence), NO)
        return result.game
    for number, line in enumerate(text.splitlines(), 1):
        step = line.split("#", 1)[0].strip()
        try:
            game = take(game, step) if step else game
        except (IllegalMove, IndexError, ValueError) as error:
            raise Refusal(f"{file}:{number}: {error}", NO) from None
    return game
