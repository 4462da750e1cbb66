"""From one screen to the next, and the settings and diagnostics that are changed on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from game.desktop import settings as choosing
from game.desktop.picking import before_start, picked_id, start, to_briefing
from game.desktop.screens import (
    ADVISERS,
    BOARD,
    BRIEFING,
    DETAIL,
    DIAGNOSTICS,
    ENDING,
    FORECAST,
    OVERLAYS,
    PICKER,
    REPORT,
    SCREENS,
    TITLE,
    WHY,
    WITHOUT_GAME,
    Refused,
    overlay,
    reason,
)  # fmt: skip
from game.desktop.settings import Settings
from game.scenes.phrases import nearest
from game.words import say

if TYPE_CHECKING:
    from game.desktop.session import Session


def next_screen(session: Session) -> Session:
    """Go on to the screen that comes next."""
    match session.screen:
        case "title":
            return evolve(session, screen=PICKER, trail=(TITLE,), notice="")
        case "picker":
            return to_briefing(session)
        case "briefing" if session.game is not None and not before_start(session):
            return evolve(session, screen=BOARD, trail=(), notice="")
        case "briefing":
            return evolve(start(session, picked_id(session), session.level or None, session.seed), screen=BOARD)
        case "report" if session.game is not None and session.game.over:
            return evolve(session, screen=ENDING, trail=(), notice="")
        case "board" if session.game is not None and session.game.over:
            return evolve(session, screen=ENDING, trail=(), notice="")
        case "board":
            raise Refused(say("Choose a move."))
        case "report":
            return evolve(session, screen=BOARD, trail=(), notice="")
        case "ending":
            return evolve(session, screen=TITLE, trail=(), notice="")
        case _:
            return back(session)


def back(session: Session) -> Session:
    """Close this screen."""
    if session.trail:
        return evolve(session, screen=session.trail[-1], trail=session.trail[:-1], notice="")
    match session.screen:
        case "report" | "ending" if session.game is not None:
            return evolve(session, screen=BOARD, notice="")
        case "board" if session.focus:
            return evolve(session, focus="", notice="")
        case "title":
            raise Refused(say("This is the first screen."))
        case _:
            return evolve(session, screen=TITLE, notice="")


def show(session: Session, screen: str) -> Session:
    """Open a screen."""
    if screen not in SCREENS:
        told = say("There is no screen `{name}`.", name=screen)
        raise Refused(f"{told} {nearest(screen, SCREENS)}".strip())
    if session.game is None and screen not in WITHOUT_GAME:
        raise Refused(say("No game has begun."))
    if screen == ENDING and session.game is not None and not session.game.over:
        raise Refused(say("The game goes on."))
    if (screen == WHY and not session.track) or (screen == DETAIL and not session.detail):
        raise Refused(say("Choose first what to look at."))
    if screen == REPORT and session.game is not None and session.game.past is None:
        raise Refused(say("No turn has ended yet."))
    if screen in (FORECAST, ADVISERS):
        _check_foreseen(session)
    if screen == DIAGNOSTICS:
        return toggled(session)
    if screen in OVERLAYS or (screen == BRIEFING and session.screen != PICKER):
        return overlay(session, screen)
    trail = (TITLE,) if screen == PICKER else ()
    return evolve(session, screen=screen, trail=trail, notice="")


def _check_foreseen(session: Session) -> None:
    """Refuse what a scenario or a player does not want to see."""
    game = session.game
    if game is None or game.over:
        raise Refused(say("The game is over: nothing is left to foresee."))
    if not game.scenario.forecasts:
        raise Refused(say("The author of this scenario wants no forecasts."))
    if not session.settings.forecasts:
        raise Refused(say("Forecasts are switched off; F switches them on."))


def toggled(session: Session) -> Session:
    """The diagnostics, or what lies under them where they are shown already."""
    if session.author is None:
        raise Refused(say("Only a game that its author plays with --watch tells what is wrong with its files."))
    if session.screen == DIAGNOSTICS:
        return back(session)
    return evolve(overlay(session, DIAGNOSTICS), author=evolve(session.author, unasked=False))


def diagnose(session: Session, number: int) -> Session:
    """Look at a diagnostic in full."""
    author = session.author
    if author is None or not 0 <= number <= len(author.diagnostics):
        raise Refused(say("There is no diagnostic {number}.", number=number))
    shown = session if session.screen == DIAGNOSTICS else toggled(session)
    return evolve(shown, author=evolve(author, opened=number), notice="")


def set_by(session: Session, name: str, by: int) -> Session:
    """Step a setting on."""
    if name not in choosing.names():
        raise Refused(say("There is no setting `{name}`.", name=name))
    return chosen(session, choosing.stepped(session.settings, name, by))


def chosen(session: Session, settings: Settings) -> Session:
    """The session shown by other settings, which are kept for the next time."""
    changed = evolve(session, settings=settings, notice="")
    if settings.language != session.settings.language:
        changed = changed.in_language(settings.language)
    try:
        session.remember(settings)
    except OSError as error:
        return evolve(changed, notice=say("Not kept for the next time: {error}.", error=reason(error)))
    return changed
