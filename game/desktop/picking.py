"""What is chosen before a game: the scenario, how hard it is, its seed; and its beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from game.desktop import intents
from game.desktop.screens import BOARD, BRIEFING, ENDING, PICKER, TITLE, Refused, at
from game.rules.model import Scenario
from game.rules.play import Game
from game.scenario import library
from game.scenario.diagnostics import InvalidScenario
from game.words import retold, say

if TYPE_CHECKING:
    from game.desktop.session import Session


def picked(session: Session) -> Scenario | None:
    """The scenario chosen on the picker; None where none is or it cannot be read."""
    name = session.scenario or (session.shelf[0] if session.shelf else "")
    try:
        return session.load(name, session.settings.language) if name else None
    except (InvalidScenario, library.UnknownScenario, OSError):
        return None


def picked_id(session: Session) -> str:
    """The name of what is chosen on the picker."""
    return session.scenario or (session.shelf[0] if session.shelf else "")


def before_start(session: Session) -> bool:
    """Whether the briefing on screen comes from the picker, so that its game has not begun."""
    return PICKER in session.trail


def to_briefing(session: Session) -> Session:
    """Read the briefing of what is chosen."""
    if picked(session) is None:
        raise Refused(unreadable(session, picked_id(session)))
    return evolve(session, screen=BRIEFING, trail=(TITLE, PICKER), notice="")


def unreadable(session: Session, name: str) -> str:
    """Why a scenario cannot be played; empty where it can."""
    try:
        session.load(name, session.settings.language)
    except InvalidScenario as invalid:
        first = invalid.diagnostics[0]
        why = f"{first.location}: {retold(first.message)}"
        return say("`{name}` cannot be played: {error}", name=name, error=why)
    except (library.UnknownScenario, OSError) as error:
        return say("`{name}` cannot be read: {error}", name=name, error=error)
    return ""


def pick(session: Session, wanted: intents.Pick) -> Session:
    """Choose a scenario, level or seed."""
    scenario = wanted.scenario if wanted.scenario is not None else picked_id(session)
    fresh = evolve(session, scenario=scenario, notice="")
    found = picked(fresh)
    if found is None:
        none = say("There is no scenario `{name}`.", name=scenario)
        raise Refused(unreadable(session, scenario) or none)
    level = wanted.level if wanted.level is not None else session.level
    if wanted.level is not None and level not in found.difficulty:
        known = ", ".join(found.difficulty)
        raise Refused(say("There is no level `{level}`; there are {known}.", level=level, known=known))
    seed = wanted.seed if wanted.seed is not None else session.seed
    if not 0 <= seed < 2**63:
        raise Refused(say("A seed is a whole number from 0 to {most}.", most=2**63 - 1))
    return evolve(fresh, level=level if level in found.difficulty else "", seed=seed)


def tutorial(session: Session) -> str:
    """The scenario that the title screen offers as the first game; empty for none."""
    for name in session.shelf:
        try:
            if session.load(name, session.settings.language).tutorial:
                return name
        except (InvalidScenario, library.UnknownScenario, OSError):
            continue
    return ""


def first_game(session: Session) -> Session:
    """Begin the tutorial."""
    name = tutorial(session)
    if not name:
        raise Refused(say("There is no first game here."))
    return start(session, name, None, session.seed)


def start(session: Session, name: str, level: str | None, seed: int) -> Session:
    """Begin a new game."""
    chosen = evolve(session, scenario=name)
    found = picked(chosen)
    if found is None:
        raise Refused(unreadable(session, name) or say("Choose a scenario first."))
    try:
        game = session.keeper.start(found, seed, level)
    except ValueError as error:
        raise Refused(f"{str(error)[:1].upper()}{str(error)[1:]}.") from None
    return evolve(at(chosen, game, BRIEFING), level=level or "", seed=seed, track="", detail="")


def go_on(session: Session) -> Session:
    """Go on with the game that was left."""
    game: Game | None = session.game
    notices: tuple[str, ...] = ()
    if game is None:
        game, notices = session.keeper.resume(), session.keeper.notices()
    if game is None:
        raise Refused(say("There is no game to go on with."))
    again = evolve(at(session, game, ENDING if game.over else BOARD), track="", detail="")
    return evolve(again, notice=" ".join(notices))
