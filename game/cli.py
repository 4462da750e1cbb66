"""The doors: the commands a person types. Parsing only; the work is elsewhere and imported when it is asked for."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from game import __version__, authoring, teaching
from game.words import say, speaking

if TYPE_CHECKING:
    from game.lab.deep import DeepCheck
    from game.record.saves import Restored
    from game.rules.engine import Engine
    from game.rules.model import Scenario
    from game.rules.play import Game

FINE, NO, WRONG, STOPPED = 0, 1, 2, 130
"""Exit codes: all is well, the answer is no, the command was used wrongly, Ctrl-C ended it."""


class Refusal(Exception):
    """What was asked cannot be done; `code` is the exit code."""

    def __init__(self, message: str, code: int = WRONG) -> None:
        super().__init__(message)
        self.code = code


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. The exit code is 0 for fine, 1 when the answer is no, 2 for wrong use."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    parser = _parser()
    chosen = parser.parse_args(arguments)
    try:
        run: Callable[[argparse.Namespace], int] = chosen.run
        with speaking(_language(chosen)):
            code = run(chosen)
        sys.stdout.flush()
        return code
    except Refusal as refusal:
        print(f"multivector: {refusal}", file=sys.stderr)
        return refusal.code
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="multivector",
        description="A scenario strategy board game. Without a command it opens the title screen.",
    )
    parser.add_argument("--version", action="version", version=f"multivector {__version__}")
    parser.set_defaults(run=_title)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    play = _command(commands, "play", _play, "play a scenario, or go on with a saved game")
    play.add_argument("scenario", nargs="?", metavar="SCENARIO", help="a shipped scenario's id, or a folder")
    _game_arguments(play)
    play.add_argument("--text", action="store_true", help="play in the terminal, line by line")
    play.add_argument("--describe", action="store_true", help="--text, with the whole board in plain words each time")
    _language_argument(play)
    play.add_argument("--load", metavar="FILE", type=Path, help="go on with a record or saved game")
    play.add_argument("--at", metavar="EVENT|TURN", help="begin at a turn, or where an event is decided")
    play.add_argument("--watch", action="store_true", help="for authors: what is saved comes onto the board at once")

    _command(commands, "scenarios", _scenarios, "list the shipped scenarios")

    check = _command(commands, "check", _check, "tell what is wrong with scenarios")
    check.add_argument("paths", nargs="*", metavar="PATH", help="a scenario's folder, file or id, or a folder of them")
    check.add_argument("--format", choices=("text", "json", "sarif"), default="text", help="how to tell it")
    check.add_argument("--fix", action="store_true", help="mend what can be mended safely, and tell the rest")
    check.add_argument("--baseline", metavar="FILE", type=Path, help="do not tell what this file holds as known")
    check.add_argument("--write-baseline", metavar="FILE", type=Path, help="keep all that is told as known")
    check.add_argument("--translations", action="store_true", help="count the texts without a translation too")
    _language_argument(check)
    deep = check.add_argument_group("claims")
    deep.add_argument("--deep", action="store_true", help="try to refute what the scenario claims, by playing")
    deep.add_argument("--examples", type=_positive, metavar="N", help="how hard to try (default: 200)")
    deep.add_argument("--seconds", type=_positive, metavar="S", help="the most for one scenario (default: 20)")
    deep.add_argument("--records", metavar="DIR", type=Path, help="where to write the games that tell (default: yours)")
    check.add_argument("--explain", metavar="CODE", help="tell what a code means, with a bad and a good example")

    replay = _command(commands, "replay", _replay, "play a record again and tell how it went")
    replay.add_argument("file", metavar="FILE", type=Path)
    replay.add_argument("--scenario", metavar="SCENARIO", help="the scenario's folder, if it is not a shipped one")
    replay.add_argument("--verify", action="store_true", help="exit with 1 unless every step and state agrees")

    perft = _command(commands, "perft", _perft, "count the move sequences of a depth")
    perft.add_argument("scenario", metavar="SCENARIO")
    perft.add_argument("--depth", type=_positive, required=True, metavar="N")
    perft.add_argument("--divide", action="store_true", help="count for each first move")
    _game_arguments(perft)

    simulate = _command(commands, "simulate", _simulate, "play many games by a bot and sum them up")
    simulate.add_argument("scenario", metavar="SCENARIO")
    simulate.add_argument("--games", type=_positive, default=1000, metavar="N")
    simulate.add_argument(
        "--bot", default="random", metavar="BOT", help="random, greedy, loyalist:MEMBER, policy:NAME or search:ROLLOUTS"
    )
    simulate.add_argument(
        "--engine", choices=("batch", "reference"), help="many games at once, or one by one: the totals are the same"
    )
    simulate.add_argument("--jobs", type=_positive, default=1, metavar="N", help="spread the games over N processes")
    simulate.add_argument("--cluster", default="", metavar="ADDRESS", help="or over a Dask cluster, or a `local` one")
    form = simulate.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print plain values instead of a table")
    form.add_argument("--csv", action="store_true", help="print rows for a spreadsheet instead of a table")
    _game_arguments(simulate)

    balance = _command(commands, "balance", _balance, "play a scenario in many ways and report on its balance")
    balance.add_argument("scenario", nargs="?", metavar="SCENARIO")
    balance.add_argument("--compare", nargs=2, metavar=("OLD", "NEW"), help="compare two versions instead")
    balance.add_argument("--out", type=Path, metavar="FILE.html", help="where the page goes (default: here, by its id)")
    balance.add_argument("--json", action="store_true", help="print plain values; a page only with --out")
    balance.add_argument("--quick", action="store_true", help="fewer games: a first impression")
    balance.add_argument("--seconds", type=_positive, metavar="S", help="report what there is after about so long")
    balance.add_argument("--jobs", type=_positive, metavar="N", help="processes (default: one for each processor)")
    _game_arguments(balance)
    _language_argument(balance)

    shot = _command(commands, "screenshot", _screenshot, "draw the board into a picture, without a window")
    shot.add_argument("scenario", nargs="?", metavar="SCENARIO", help="a scenario (default: the first shipped one)")
    _game_arguments(shot)
    shot.add_argument("--moves", metavar="FILE", type=Path, help="a record, or lines with moves, to play first")
    shot.add_argument("--screen", default="board", metavar="NAME", help="which screen (default: board)")
    shot.add_argument("--list", action="store_true", help="list the screens instead")
    shot.add_argument("--theme", default="atlas", metavar="T", help="atlas, night or contrast")
    _language_argument(shot)
    shot.add_argument("--size", type=_size, default=(1280, 800), metavar="WxH")
    shot.add_argument("--scale", type=_scale, default=1.0, metavar="S")
    shot.add_argument("--describe", action="store_true", help="print the screen in plain words instead")
    shot.add_argument("--out", type=Path, metavar="FILE.png")
    authoring.add_commands(commands, _command, _language_argument)
    teaching.add_commands(commands, _command)
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int] | None,
    about: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".")
    if run is not None:
        parser.set_defaults(run=run)
    return parser


def _game_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=_seed, default=None, metavar="N", help="the world's seed, 0 or more")
    parser.add_argument("--difficulty", metavar="D", help="a level of the scenario, such as standard")


def _language_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=("en", "kk", "ru"), help="the language (default: the one in the settings)")


def _language(chosen: argparse.Namespace) -> str:
    """The language asked for, or the one in the settings."""
    asked: str | None = getattr(chosen, "lang", None)
    if asked is not None:
        return asked
    from game.desktop import settings

    return settings.load().language


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text[:20]) >= 2**63:
        raise argparse.ArgumentTypeError(f"a seed is a whole number from 0 to {2**63 - 1}, not `{text}`")
    return int(text)


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text[:12]) <= 10**9:
        raise argparse.ArgumentTypeError(f"a whole number from 1 is wanted, not `{text}`")
    return int(text)


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


# What the commands share


def _load(name: str | Path, language: str | None = None) -> Scenario:
    from game.scenario.diagnostics import InvalidScenario
    from game.scenario.library import UnknownScenario, load

    try:
        return load(name, language)
    except UnknownScenario as error:
        raise Refusal(str(error)) from None
    except InvalidScenario as error:
        told = say("the scenario `{name}` cannot be played:", name=name)
        raise Refusal(f"{told}\n\n{error}", NO) from None


def _level(scenario: Scenario, level: str | None) -> str:
    if level is None:
        return "standard" if "standard" in scenario.difficulty else next(iter(scenario.difficulty))
    if level not in scenario.difficulty:
        raise Refusal(f"there is no difficulty `{level}`; there are {', '.join(scenario.difficulty)}")
    return level


def _engine(chosen: argparse.Namespace) -> tuple[Scenario, Engine]:
    from game.rules.engine import engine_for

    scenario = _load(chosen.scenario)
    return scenario, engine_for(scenario, _level(scenario, chosen.difficulty))


def _new_game(chosen: argparse.Namespace, default_seed: int | None = 0, language: str | None = None) -> Game:
    from game.rules.play import start

    scenario = _load(chosen.scenario, language)
    seed = chosen.seed if chosen.seed is not None else default_seed
    return start(scenario, _any_seed() if seed is None else seed, _level(scenario, chosen.difficulty))


def _any_seed() -> int:
    """A seed nobody chose, short enough to be read out to a class."""
    return int.from_bytes(os.urandom(4), "big") % 1_000_000


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise Refusal(f"cannot read {file}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise Refusal(f"{file} is not a text file", NO) from None


def _scenario_of(name: str, folder: str, given: str | None, language: str | None = None) -> Scenario:
    """The scenario of a record: the one given, the one in the folder it was played from, or the shipped one."""
    from game.scenario.library import shipped

    if given is not None:
        return _load(given, language)
    if folder and Path(folder).is_dir():
        return _load(folder, language)
    if name in shipped():
        return _load(name, language)
    raise Refusal(f"the record is of the scenario `{name}`, which is not shipped: name its folder too")


# Playing


def _title(chosen: argparse.Namespace) -> int:
    from game.desktop.front import open_title

    return open_title(text=False)


def _play(chosen: argparse.Namespace) -> int:
    from game.desktop.front import open_game, open_title
    from game.record.journal import SaveError

    language = _language(chosen)
    text, describe = chosen.text or chosen.describe, chosen.describe
    open_ = partial(open_game, language=language, text=text, describe=describe)
    if chosen.load is not None and chosen.at is not None:
        raise Refusal(say("`--at` begins a new game and `--load` goes on with one: give one of them"))
    if chosen.watch:
        return _play_live(chosen, language)
    if chosen.load is not None:
        restored = _restore(chosen.load, chosen.scenario, language)
        notices = restored.notices
        return open_(restored.game, restored.journal, notices=notices)
    if chosen.scenario is None:
        if chosen.at is not None:
            raise Refusal(say("`play --at` wants a scenario: `multivector play SCENARIO --at 3`"))
        if chosen.seed is not None or chosen.difficulty is not None:
            raise Refusal("`play --seed` and `--difficulty` want a scenario: `multivector play SCENARIO --seed N`")
        return open_title(text=text, describe=describe, language=language)
    if chosen.at is not None:
        game = _led(chosen, _load(chosen.scenario, language))
    else:
        game = _new_game(chosen, default_seed=None, language=language)
    try:
        return open_(game, None, source=_source(chosen.scenario))
    except SaveError as error:
        raise Refusal(_not_kept(error), NO) from None


def _led(chosen: argparse.Namespace, scenario: Scenario) -> Game:
    """A new game, led to where `--at` wants it."""
    from game.lab.leading import Unreachable, lead

    try:
        return lead(scenario, _level(scenario, chosen.difficulty), chosen.seed, chosen.at).game
    except Unreachable as error:
        raise Refusal(str(error), NO) from None


def _play_live(chosen: argparse.Namespace, language: str) -> int:
    """A scenario as its author writes it."""
    from game.desktop.front import open_author
    from game.record.journal import SaveError
    from game.rules.play import start
    from game.scenario.library import UnknownScenario, find

    if chosen.scenario is None:
        raise Refusal(say("`play --watch` wants the folder of a scenario: `multivector play PATH --watch`"))
    seed = chosen.seed if chosen.seed is not None else _any_seed()

    def begin(scenario: Scenario) -> Game:
        try:
            level = _level(scenario, chosen.difficulty)
            return start(scenario, seed, level) if chosen.at is None else _led(chosen, scenario)
        except Refusal as refusal:
            raise ValueError(str(refusal)) from None

    try:
        path = find(chosen.scenario).absolute()
        restored = _restore(chosen.load, chosen.scenario, language) if chosen.load is not None else None
        source = _source(chosen.scenario)
        text, describe = chosen.text or chosen.describe, chosen.describe
        front = partial(open_author, text=text, describe=describe, language=language)
        return front(path, begin, source=source, restored=restored)
    except UnknownScenario as error:
        raise Refusal(str(error)) from None
    except ValueError as error:
        raise Refusal(str(error), NO) from None
    except SaveError as error:
        raise Refusal(_not_kept(error), NO) from None


def _not_kept(error: OSError) -> str:
    return say("the game cannot be kept: {error}; set MULTIVECTOR_HOME to another folder", error=error.strerror)


def _source(name: str) -> str:
    """The folder of a scenario that is not a shipped one, for a saved game to find it again."""
    from game.scenario.library import find, shipped

    return "" if name in shipped() else str(find(name).absolute())


def _restore(file: Path, scenario_name: str | None, language: str) -> Restored:
    from game.record.journal import SaveError
    from game.record.notation import RecordError
    from game.record.saves import header, is_saved, restore
    from game.words import speaking

    try:
        head = header(file)
        scenario = _scenario_of(head.scenario, head.folder, scenario_name, language)
        with speaking(language):
            return restore(file, scenario, in_place=is_saved(file))
    except RecordError as error:
        raise Refusal(f"{file}: {error}", NO) from None
    except SaveError as error:
        raise Refusal(error.strerror or str(error), NO) from None


# Looking


def _scenarios(chosen: argparse.Namespace) -> int:
    from game.scenario.library import shipped

    for name in shipped():
        scenario = _load(name)
        print(f"{name}  {scenario.title}{': ' + scenario.subtitle if scenario.subtitle else ''}")
        print(f"    {scenario.summary}")
        print(f"    {scenario.last_turn} turns; difficulty: {', '.join(scenario.difficulty)}")
    return FINE


def _check(chosen: argparse.Namespace) -> int:
    from game.scenario.checking import CheckError, explained, run_check

    if not chosen.deep and (chosen.examples or chosen.seconds or chosen.records):
        raise Refusal(say("`--examples`, `--seconds` and `--records` go with `--deep`"))
    if chosen.explain is None and not chosen.paths:
        raise Refusal(say("name a scenario to check, or a code: `multivector check --explain MV312`"))
    deep = _deep(chosen) if chosen.deep else None
    try:
        if chosen.explain is not None:
            print(explained(chosen.explain))
            return FINE
        report, clean = run_check(
            chosen.paths,
            form=chosen.format,
            fix=chosen.fix,
            baseline=chosen.baseline,
            write=chosen.write_baseline,
            translations=chosen.translations,
            version=__version__,
            further=deep,
        )
    except CheckError as error:
        raise Refusal(str(error)) from None
    print(report)
    return STOPPED if deep is not None and deep.stopped else FINE if clean else NO


def _deep(chosen: argparse.Namespace) -> DeepCheck:
    from game.lab.deep import DeepCheck
    from game.lab.refuting import EXAMPLES, SECONDS

    if find_spec("hypothesis") is None:
        raise Refusal(say("`--deep` needs hypothesis, which is not here: python -m pip install hypothesis"), NO)
    shows, width = sys.stderr.isatty(), 76

    def tick(text: str) -> None:
        if shows:
            print(f"\r{text[:width]:{width}}\r", end="", file=sys.stderr, flush=True)

    return DeepCheck(chosen.examples or EXAMPLES, float(chosen.seconds or SECONDS), chosen.records, tick)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _replay(chosen: argparse.Namespace) -> int:
    from game.record.notation import RecordError, parse, replay

    text = _text_of(chosen.file)
    try:
        record = parse(text)
        scenario = _scenario_of(record.header.scenario, record.header.folder, chosen.scenario)
        result = replay(record, scenario)
    except RecordError as error:
        raise Refusal(f"{chosen.file}: {error}", NO) from None
    game = result.game
    print(f"{scenario.title}, seed {game.seed}, {game.difficulty}: {_count(game.depth, 'move')} to {_where(game)}")
    if result.older:
        print("The record was made with other files than the scenario's present ones.")
    if result.divergence is not None:
        print(f"{chosen.file}: differs at {result.divergence}")
        if result.unplayed:
            print(f"{_count(len(result.unplayed), 'line')} not played")
        return NO
    print(f"state {game.state_hash}" + (", every step and state agrees" if chosen.verify else ""))
    return FINE


def _where(game: Game) -> str:
    outcome = game.outcome
    if outcome is None:
        return f"{game.scenario.turn_label(game.turn)}, {game.decision.name}"
    return f"the end: {outcome.name}, score {outcome.score}"


def _perft(chosen: argparse.Namespace) -> int:
    from game.lab.perft import divide, perft

    game = _new_game(chosen)
    if not chosen.divide:
        print(perft(game, chosen.depth))
        return FINE
    total = 0
    for move, count in divide(game, chosen.depth).items():
        print(f"{move}: {count}")
        total += count
    print(f"total: {total}")
    return FINE


def _simulate(chosen: argparse.Namespace) -> int:
    from game.simulating import CannotSimulate, simulate

    scenario, engine = _engine(chosen)
    try:
        return simulate(scenario, engine.plan.level, chosen)
    except CannotSimulate as problem:
        raise Refusal(str(problem)) from None


def _balance(chosen: argparse.Namespace) -> int:
    from game.balancing import balance
    from game.scenario.library import find

    if (chosen.scenario is None) == (chosen.compare is None):
        raise Refusal(say("name one scenario, or two versions: `multivector balance --compare OLD NEW`"))
    names = chosen.compare or [chosen.scenario]
    scenarios = [_load(name, _language(chosen)) for name in names]
    levels = {_level(scenario, chosen.difficulty) for scenario in scenarios}
    if len(levels) > 1:
        raise Refusal(say("the versions have no level of difficulty in common: say which with `--difficulty`"))
    try:
        return balance(scenarios, [find(name) for name in names], levels.pop(), chosen)
    except OSError as error:
        raise Refusal(say("cannot write the report: {error}", error=error.strerror or error), NO) from None


def _screenshot(chosen: argparse.Namespace) -> int:
    from game.desktop.front import description, diagnosed, known, screenshot, shown
    from game.desktop.screens import DIAGNOSTICS, SCREENS
    from game.desktop.settings import THEMES
    from game.scenario.library import find, shipped

    if chosen.list:
        print(*SCREENS, sep="\n")
        return FINE
    if chosen.out is None and not chosen.describe:
        raise Refusal("say where the picture goes: --out FILE.png")
    if chosen.theme not in THEMES:
        raise Refusal(f"there is no theme `{chosen.theme}`; there are {', '.join(THEMES)}")
    chosen.scenario = chosen.scenario or shipped()[0]
    language = _language(chosen)
    told, wrong = "", chosen.screen == DIAGNOSTICS
    try:
        known(chosen.screen)
        game = None if wrong and not _playable(chosen.scenario) else _new_game(chosen, language=language)
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
        raise Refusal(f"pictures need pygame-ce ({error}): python -m pip install pygame-ce", NO) from None
    except OSError as error:
        raise Refusal(f"cannot write {chosen.out}: {error.strerror or error}", NO) from None
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

    text = _text_of(file)
    if text.startswith("multivector record"):
        try:
            result = replay(parse(text), game.scenario)
        except RecordError as error:
            raise Refusal(f"{file}: {error}", NO) from None
        if result.divergence is not None:
            raise Refusal(f"{file}: differs at {result.divergence}", NO)
        return result.game
    for number, line in enumerate(text.splitlines(), 1):
        step = line.split("#", 1)[0].strip()
        try:
            game = take(game, step) if step else game
        except (IllegalMove, IndexError, ValueError) as error:
            raise Refusal(f"{file}:{number}: {error}", NO) from None
    return game
