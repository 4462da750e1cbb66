"""What every command shares: how it ends and refuses, the arguments that many take, and finding what they name."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.words import say

if TYPE_CHECKING:
    from game.rules.model import Scenario
    from game.rules.play import Game

FINE, NO, WRONG, STOPPED = 0, 1, 2, 130
"""Exit codes: all is well, the answer is no, the command was used wrongly, Ctrl-C ended it."""

LANGUAGES = ("en", "kk", "ru")

Commands = Any  # argparse keeps the type of its own collection of commands private
Run = Callable[[argparse.Namespace], int]


class Refusal(Exception):
    """What was asked cannot be done; `code` is the exit code."""

    def __init__(self, message: str, code: int = WRONG) -> None:
        super().__init__(message)
        self.code = code


def add_command(commands: Commands, name: str, run: Run | None, about: str) -> argparse.ArgumentParser:
    """Add a command that `run` carries out; one with steps of its own has none."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=about, description=about[0].upper() + about[1:] + "."
    )
    if run is not None:
        parser.set_defaults(run=run)
    return parser


def game_arguments(parser: argparse.ArgumentParser) -> None:
    """Let a command be told which world and which level."""
    parser.add_argument("--seed", type=_seed, default=None, metavar="N", help="the world's seed, 0 or more")
    parser.add_argument("--difficulty", metavar="D", help="a level of the scenario, such as standard")


def language_argument(parser: argparse.ArgumentParser) -> None:
    """Let a command be told which language to speak."""
    parser.add_argument("--lang", choices=LANGUAGES, help="the language (default: the one in the settings)")


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text[:20]) >= 2**63:
        raise argparse.ArgumentTypeError(f"a seed is a whole number from 0 to {2**63 - 1}, not `{text}`")
    return int(text)


def positive(text: str) -> int:
    """An argument that counts something."""
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text[:12]) <= 10**9:
        raise argparse.ArgumentTypeError(f"a whole number from 1 is wanted, not `{text}`")
    return int(text)


def port(text: str) -> int:
    """An argument that names a port of this machine."""
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text[:8]) <= 65_535:
        raise argparse.ArgumentTypeError(f"a port is a whole number from 1 to 65535, not `{text}`")
    return int(text)


def language_of(chosen: argparse.Namespace) -> str:
    """The language asked for, or the one in the settings."""
    asked: str | None = getattr(chosen, "lang", None)
    if asked is not None:
        return asked
    from game.desktop import settings

    return settings.load().language


def load(name: str | Path, language: str | None = None) -> Scenario:
    """The scenario of a name, folder or file. Raises `Refusal`, which tells all that is wrong with it."""
    from game.scenario import library
    from game.scenario.diagnostics import InvalidScenario

    try:
        return library.load(name, language)
    except library.UnknownScenario as error:
        raise Refusal(str(error)) from None
    except InvalidScenario as error:
        told = say("the scenario `{name}` cannot be played:", name=name)
        raise Refusal(f"{told}\n\n{error}", NO) from None


def level_of(scenario: Scenario, level: str | None) -> str:
    """The level asked for, or the scenario's usual one. Raises `Refusal` for one that it has not."""
    if level is None:
        return scenario.usual_level
    if level not in scenario.difficulty:
        raise Refusal(
            say(
                "there is no difficulty `{level}`; there are {levels}",
                level=level,
                levels=", ".join(scenario.difficulty),
            )
        )
    return level


def new_game(chosen: argparse.Namespace, default_seed: int | None = 0, language: str | None = None) -> Game:
    """A game of the scenario, seed and level asked for; without a default seed, of a world nobody chose."""
    from game.rules.play import start

    scenario = load(chosen.scenario, language)
    seed = chosen.seed if chosen.seed is not None else default_seed
    return start(scenario, any_seed() if seed is None else seed, level_of(scenario, chosen.difficulty))


def any_seed() -> int:
    """A seed nobody chose, short enough to be read out to a class."""
    return int.from_bytes(os.urandom(4), "big") % 1_000_000


def text_of(file: Path) -> str:
    """What stands in a text file. Raises `Refusal`."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise Refusal(say("cannot read {file}: {error}", file=file, error=error.strerror or error)) from None
    except UnicodeDecodeError:
        raise Refusal(say("{file} is not a text file", file=file), NO) from None


def scenario_of(name: str, folder: str, given: str | None, language: str | None = None) -> Scenario:
    """The scenario of a record: the one given, the one in the folder it was played from, or the shipped one."""
    from game.scenario.library import shipped

    if given is not None:
        return load(given, language)
    if folder and Path(folder).is_dir():
        return load(folder, language)
    if name in shipped():
        return load(name, language)
    raise Refusal(say("the record is of the scenario `{name}`, which is not shipped: name its folder too", name=name))
