"""What a session knows of the time to come: which forecasts it wants, and those it has been told. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from game.desktop.screens import ENDING
from game.lab.background import Answer, Key, Question, answered, key_of, question_of
from game.lab.forecast import Forecast
from game.lab.pivotal import Pivot
from game.rules.model import Scenario
from game.rules.play import Game

if TYPE_CHECKING:
    from game.desktop.session import Session

MOST_KEPT = 8
"""Positions whose forecasts are kept: undo and redo find them again."""


@frozen
class Foresight:
    """What has been worked out about one position."""

    key: Key
    scenario: Scenario = field(repr=False, eq=False)
    forecasts: Mapping[str, Forecast] = field(factory=dict)
    """By the notation of the move; the position as it stands has none."""
    pivots: tuple[Pivot, ...] | None = None
    failed: bool = False
    """Whether nothing more is to be had."""


def allowed(session: Session) -> bool:
    """Whether this game's player may see forecasts."""
    game = session.game
    return game is not None and game.scenario.forecasts and session.settings.forecasts


def foresight(session: Session) -> Foresight | None:
    """What is known of the position on the board; None without a game."""
    return None if session.game is None else _of(session, session.game)


def _of(session: Session, game: Game) -> Foresight:
    key = key_of(game)
    for known in session.foresights:
        if known.key == key and known.scenario is game.scenario:
            return known
    return Foresight(key, game.scenario)


def wanted(session: Session) -> Question | None:
    """What the screen of a session would show, were it known; None where nothing is missing."""
    game = session.game
    if game is None:
        return None
    known = _of(session, game)
    if known.failed:
        return None
    if session.screen == ENDING and game.over:
        return question_of(game, pivots=True) if known.pivots is None else None
    if game.over or not allowed(session):
        return None
    missing = tuple(move for move in _shown(session, game) if move not in known.forecasts)
    return question_of(game, missing) if missing else None


def _shown(session: Session, game: Game) -> tuple[str, ...]:
    """The moves whose forecasts are shown, the one that is looked at first."""
    legal = tuple(str(move) for move in game.moves)
    match session.screen:
        case "board" if session.focus in legal:
            return (session.focus,)
        case "forecast":
            return (session.focus if session.focus in legal else "",)
        case "advisers":
            return tuple(sorted(legal, key=lambda move: move != session.focus))
        case _:
            return ()


def worked_out(session: Session) -> Session:
    """The session with all that its screen wants, worked out here and now: where nobody waits for a picture."""
    question = wanted(session)
    for answer in answered(question) if question is not None else ():
        session = taken(session, answer)
    return session


def taken(session: Session, answer: Answer) -> Session:
    """The session with an answer; the same one where that is about another position, or nothing new."""
    game = session.game
    if game is None:
        return session
    known = _of(session, game)
    if answer.key not in (known.key, ()):
        return session
    if answer.forecast is not None:
        fresh = evolve(known, forecasts={**known.forecasts, answer.forecast.move: answer.forecast})
    elif answer.pivots is not None:
        fresh = evolve(known, pivots=answer.pivots)
    else:
        fresh = evolve(known, failed=True)
    if fresh == known:
        return session
    others = tuple(kept for kept in session.foresights if kept is not known)
    return evolve(session, foresights=(*others[-MOST_KEPT + 1 :], fresh))
