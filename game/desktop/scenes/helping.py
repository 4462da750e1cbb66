"""The help: keys, how a turn goes, and the laws of the scenario in its own words."""

from __future__ import annotations

from collections.abc import Iterable

from game.desktop.session import Session
from game.rules.expressions import parse_expression, parse_loop
from game.rules.model import Ending
from game.rules.play import Game
from game.rules.syntax import SyntaxProblem
from game.scenes import wording
from game.scenes.phrases import Phrases, capital, plain
from game.scenes.scene import HelpLine, HelpScene, Section
from game.words import say


def _keys() -> tuple[HelpLine, ...]:
    """Keys of the board; a front end with a map of its own puts its own in place."""
    return (
        HelpLine(say("1 to 9"), say("look at a move")),
        HelpLine("Enter", say("play it, or go on")),
        HelpLine("Esc", say("back")),
        HelpLine("U, R", say("undo, redo")),
        HelpLine("H", say("history")),
        HelpLine("C", say("charts")),
        HelpLine("F1", say("this help")),
    )


def _paragraphs() -> tuple[str, ...]:
    return (
        say(
            "Every number on the board can tell where it comes from: choose it, and its ledger opens, down to the rule "
            "and the line of the file that changed it."
        ),
        say(
            "Looking at a move shows exactly what it would change. Nothing is drawn by lot as you play: what the "
            "future holds lies in the seed, so a move taken back and played again brings the same."
        ),
    )


def help_scene(session: Session, keys: tuple[HelpLine, ...] = ()) -> HelpScene:
    """The help, with the rules of the game that is being played."""
    sections = tuple(s for s in rules_of(session.game) if s.lines) if session.game is not None else ()
    return HelpScene(_paragraphs(), sections, keys or _keys(), session.notice)


def rules_of(game: Game) -> Iterable[Section]:
    """The laws of a scenario and how its games end, in its own words."""
    scenario = game.scenario
    laws = (f"{law.name or capital(plain(key))}: {law.text}" for key, law in scenario.laws.items() if law.text)
    yield Section(say("The end of a turn, in this order"), tuple(laws))
    endings = (_ending(game, key, ending) for key, ending in scenario.endings.items())
    yield Section(say("How a game ends: the first that holds"), tuple(endings))
    legacies = (f"{v.name or capital(plain(k))}: {v.text}" for k, v in scenario.legacies.items() if v.text)
    yield Section(say("What counts"), tuple(legacies))


def _ending(game: Game, key: str, ending: Ending) -> str:
    name = ending.name or capital(plain(key))
    won = f" ({say('a win')})" if ending.won else ""
    if ending.when is None:
        return f"{name}{won}: {say('otherwise, after the last turn')}"
    if ending.over is None:
        return f"{name}{won}: {wording.condition_words(game.plan, ending.when)}"
    try:
        loop = parse_loop(ending.over)
        phrases = Phrases(game.plan).within(loop, every="a")
        words = phrases.condition(parse_expression(ending.when))
    except SyntaxProblem:
        words = ending.when
        return f"{name}{won}: {words}"
    variable = loop.variables[0]
    return f"{name.replace('{' + variable + '}', phrases.spoken[variable].words)}{won}: {capital(words)}"
