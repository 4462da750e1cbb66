"""The names of the screens, and what an intent that cannot be done says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from game.rules.play import Game
from game.words import say

if TYPE_CHECKING:
    from game.desktop.session import Session

TITLE, PICKER, BRIEFING, BOARD = "title", "picker", "briefing", "board"
REPORT, WHY, DETAIL, ENDING = "report", "why", "detail", "ending"
CHARTS, HISTORY, HELP, RULES = "charts", "history", "help", "rules"
SETTINGS, DIAGNOSTICS, ELSEWHERE = "settings", "diagnostics", "elsewhere"
FORECAST, ADVISERS = "forecast", "advisers"

WITHOUT_GAME = (TITLE, PICKER, HELP, RULES, SETTINGS, DIAGNOSTICS)
OVERLAYS = (WHY, DETAIL, CHARTS, HISTORY, HELP, RULES, SETTINGS, DIAGNOSTICS, ELSEWHERE, FORECAST, ADVISERS)
"""Screens that lie on another one and go `Back` to it."""

SCREENS = (TITLE, PICKER, BRIEFING, BOARD, REPORT, ENDING, *OVERLAYS)

MOST_TRAIL = 32


class Refused(Exception):
    """An intent that cannot be done; its words become the notice."""


def game_of(session: Session) -> Game:
    """The game that is played; refused where none has begun."""
    if session.game is None:
        raise Refused(say("No game has begun."))
    return session.game


def at(session: Session, game: Game, screen: str = BOARD) -> Session:
    """The same session at another position of its game."""
    return evolve(session, game=game, screen=screen, trail=(), focus="", notice="")


def overlay(session: Session, screen: str) -> Session:
    """A screen on top of this one; the ones it covers are found again by `Back`."""
    if session.screen == screen:
        return evolve(session, notice="")
    under = tuple(s for s in (*session.trail, session.screen) if s != screen)
    return evolve(session, screen=screen, trail=under[-MOST_TRAIL:], notice="")


def reason(error: OSError) -> object:
    """What went wrong, in the system's words, without its number."""
    return error.strerror or error
