"""Opening a front end: the board where there is a display, the terminal where there is none."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from attrs import evolve

from game.desktop import session as screens
from game.desktop.diskkeeper import DiskKeeper
from game.desktop.intents import Detail, Intent, Show, Why
from game.desktop.session import Session
from game.record.journal import Journal
from game.rules.play import Game


def open_title(*, text: bool) -> int:
    """The title screen. The exit code is 0 when the player leaves."""
    return _run(Session(keeper=DiskKeeper()), text=text)


def open_game(
    game: Game, journal: Journal | None, *, text: bool, source: str = "", notices: tuple[str, ...] = ()
) -> int:
    """A game at its present position; without a journal it is kept in a new one first. Raises `SaveError`."""
    keeper = DiskKeeper(journal, source)
    if journal is None:
        keeper.begin(game)
    fresh = game.past is None and not notices
    screen = screens.BRIEFING if fresh else screens.ENDING if game.over else screens.BOARD
    name = source or game.scenario.id
    session = _session(game, screen, name)
    return _run(evolve(session, notice=" ".join(notices), keeper=keeper), text=text)


def _session(game: Game, screen: str, scenario: str) -> Session:
    return Session(game=game, screen=screen, scenario=scenario, level=game.difficulty, seed=game.seed)


def has_display() -> bool:
    """Whether a window could be opened here."""
    driver = os.environ.get("SDL_VIDEODRIVER", "")
    if driver:
        return driver not in ("dummy", "offscreen")
    if sys.platform.startswith(("win", "darwin", "cygwin")):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _run(session: Session, *, text: bool) -> int:
    from game.desktop.terminal import terminal

    if text:
        terminal.main(session)
        return 0
    if not has_display():
        print("There is no display here, so the game goes on in the terminal.")
        terminal.main(session)
        return 0
    from game.desktop.board import app

    try:
        app.run(session)
    except app.NoWindow as reason:
        print(f"No window could be opened ({reason}), so the game goes on in the terminal.")
        terminal.main(session)
    return 0


def screenshot(game: Game, screen: str, size: tuple[int, int], scale: float, out: Path) -> None:
    """Draw one screen of a game into a PNG.

    Raises `ValueError` for a screen this game does not have, `OSError` if the file cannot be written.
    """
    from game.desktop.board import shot

    shot.screenshot(shown(game, screen), size, scale, out)


def shown(game: Game, screen: str) -> Session:
    """A session that shows a screen of a game. Raises `ValueError` if this game has no such screen."""
    session = _session(game, screens.BOARD, game.scenario.id)
    if screen == screens.BOARD:
        return session
    if screen == screens.WHY:
        session = session.do(_first_why(session))
    elif screen == screens.DETAIL:
        session = session.do(_first_detail(session))
    else:
        session = session.do(Show(screen))
    if session.screen != screen:
        raise ValueError(session.notice or f"there is no screen `{screen}` here")
    return session


def _first_why(session: Session) -> Intent:
    """The ledger of the track with most to tell."""
    game = session.game
    assert game is not None
    shown_tracks = [s.name for s in game.plan.slots if s.track is not None and not s.track.hidden]
    return Why(max(shown_tracks, key=lambda track: len(game.why(track))))


def _first_detail(session: Session) -> Intent:
    """The event that is being decided, or the first mission that could be."""
    game = session.game
    assert game is not None
    if game.decision.kind == "event" or not game.moves:
        return Detail(game.decision.id)
    return Detail(game.plan.moves[game.moves[0].index].subject)
