"""The doors for players: the title, playing, going on, what a record holds, pictures of the board."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from game.doors.asking import (
    FINE,
    NO,
    Commands,
    Refusal,
    add_command,
    any_seed,
    game_arguments,
    language_argument,
    language_of,
    level_of,
    load,
    new_game,
    scenario_of,
    text_of,
)
from game.words import say, say_many, speaking

if TYPE_CHECKING:
    from game.record.saves import Restored
    from game.rules.model import Scenario
    from game.rules.play import Game


def add_commands(commands: Commands) -> None:
    """Add the players' commands."""
    play = add_command(commands, "play", _play, "play a scenario, or go on with a saved game")
    play.add_argument("scenario", nargs="?", metavar="SCENARIO", help="a shipped scenario's id, or a folder")
    game_arguments(play)
    play.add_argument("--text", action="store_true", help="play in the terminal, line by line")
    play.add_argument("--describe", action="store_true", help="--text, with the whole board in plain words each time")
    language_argument(play)
    play.add_argument("--load", metavar="FILE", type=Path, help="go on with a record or saved game")
    play.add_argument("--at", metavar="EVENT|TURN", help="begin at a turn, or where an event is decided")
    play.add_argument("--watch", action="store_true", help="for authors: what is saved comes onto the board at once")

    add_command(commands, "scenarios", _scenarios, "list the shipped scenarios")

    replay = add_command(commands, "replay", _replay, "play a record again and tell how it went")
    replay.add_argument("file", metavar="FILE", type=Path)
    replay.add_argument("--scenario", metavar="SCENARIO", help="the scenario's folder, if it is not a shipped one")
    replay.add_argument("--verify", action="store_true", help="exit with 1 unless every step and state agrees")


def open_without_a_command(chosen: argparse.Namespace) -> int:
    """The title screen."""
    from game.desktop.front import open_title

    return open_title(text=False)


def _play(chosen: argparse.Namespace) -> int:
    from game.desktop.front import open_game, open_title
    from game.record.journal import SaveError

    language = language_of(chosen)
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
            raise Refusal(say("`play --seed` and `--difficulty` want a scenario: `multivector play SCENARIO --seed N`"))
        return open_title(text=text, describe=describe, language=language)
    if chosen.at is not None:
        game = _led(chosen, load(chosen.scenario, language))
    else:
        game = new_game(chosen, default_seed=None, language=language)
    try:
        return open_(game, None, source=_source(chosen.scenario))
    except SaveError as error:
        raise Refusal(_not_kept(error), NO) from None


def _led(chosen: argparse.Namespace, scenario: Scenario) -> Game:
    """A new game, led to where `--at` wants it."""
    from game.lab.leading import Unreachable, lead

    try:
        return lead(scenario, level_of(scenario, chosen.difficulty), chosen.seed, chosen.at).game
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
    seed = chosen.seed if chosen.seed is not None else any_seed()

    def begin(scenario: Scenario) -> Game:
        try:
            level = level_of(scenario, chosen.difficulty)
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

    try:
        head = header(file)
        scenario = scenario_of(head.scenario, head.folder, scenario_name, language)
        with speaking(language):
            return restore(file, scenario, in_place=is_saved(file))
    except RecordError as error:
        raise Refusal(f"{file}: {error}", NO) from None
    except SaveError as error:
        raise Refusal(error.strerror or str(error), NO) from None


def _scenarios(chosen: argparse.Namespace) -> int:
    from game.scenario.library import shipped

    for name in shipped():
        scenario = load(name, language_of(chosen))
        print(f"{name}  {scenario.title}{': ' + scenario.subtitle if scenario.subtitle else ''}")
        print(f"    {scenario.summary}")
        levels = ", ".join(scenario.difficulty)
        turns = say_many("{count} turn", "{count} turns", scenario.last_turn)
        print("    " + say("{turns}; difficulty: {levels}", turns=turns, levels=levels))
    return FINE


def _replay(chosen: argparse.Namespace) -> int:
    from game.record.notation import RecordError, parse, replay

    text = text_of(chosen.file)
    try:
        record = parse(text)
        scenario = scenario_of(record.header.scenario, record.header.folder, chosen.scenario, language_of(chosen))
        result = replay(record, scenario)
    except RecordError as error:
        raise Refusal(f"{chosen.file}: {error}", NO) from None
    game = result.game
    moves = say_many("{count} move", "{count} moves", game.depth)
    world = {"title": scenario.title, "seed": game.seed, "level": game.difficulty}
    print(say("{title}, seed {seed}, {level}: {moves} to {where}", **world, moves=moves, where=_where(game)))
    if result.older:
        print(say("The record was made with other files than the scenario's present ones."))
    if result.divergence is not None:
        print(say("{file}: differs at {place}", file=chosen.file, place=result.divergence))
        if result.unplayed:
            print(say_many("{count} line not played", "{count} lines not played", len(result.unplayed)))
        return NO
    state = {"hash": game.state_hash}
    print(say("state {hash}, every step and state agrees", **state) if chosen.verify else say("state {hash}", **state))
    return FINE


def _where(game: Game) -> str:
    outcome = game.outcome
    if outcome is None:
        return f"{game.scenario.turn_label(game.turn)}, {game.decision.name}"
    return say("the end: {ending}, score {score}", ending=outcome.name, score=outcome.score)
