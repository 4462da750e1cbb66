"""Opening a front end: the board where there is a display, the terminal where there is none."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from attrs import evolve

from game.desktop import screens, settings
from game.desktop.author import Author, Version
from game.desktop.diskkeeper import DiskKeeper
from game.desktop.editors import editor_of
from game.desktop.following import Fetch, Follow, Onlooker
from game.desktop.foreseeing import worked_out
from game.desktop.intents import Detail, Focus, Intent, Show, Why
from game.desktop.live import Live
from game.desktop.reloading import reloaded
from game.desktop.session import Session
from game.desktop.settings import Settings
from game.record.carrying import Carried, carry, from_notes
from game.record.journal import Journal
from game.record.saves import Restored
from game.rules.model import Scenario
from game.rules.play import Game
from game.scenario import library
from game.words import ENGLISH, say, speaking


def chosen_settings(language: str = "") -> Settings:
    """The player's settings, in another language if one is named."""
    kept = settings.load()
    return evolve(kept, language=language) if language else kept


def open_title(*, text: bool, describe: bool = False, language: str = "") -> int:
    """The title screen. The exit code is 0 when the player leaves."""
    return _run(_for_player(Session(keeper=DiskKeeper()), language), text=text, describe=describe)


def _for_player(session: Session, language: str) -> Session:
    """A session with the player's settings, which it keeps when they change."""
    return evolve(session, settings=chosen_settings(language), remember=settings.save)


def open_game(
    game: Game,
    journal: Journal | None,
    *,
    text: bool,
    describe: bool = False,
    source: str = "",
    notices: tuple[str, ...] = (),
    language: str = "",
) -> int:
    """A game at its present position; without a journal it is kept in a new one first. Raises `SaveError`."""
    keeper = DiskKeeper(journal, source)
    if journal is None:
        keeper.begin(game)
    fresh = game.past is None and not notices
    # A finished game arrives on the board, from where it can be stepped through; the terminal tells its ending.
    lines = text or not has_display()
    screen = screens.BRIEFING if fresh else screens.ENDING if game.over and lines else screens.BOARD
    name = source or game.scenario.id
    session = _for_player(_session(game, screen, name), language)
    return _run(evolve(session, notice=" ".join(notices), keeper=keeper), text=text, describe=describe)


def open_author(
    path: Path,
    begin: Callable[[Scenario], Game],
    *,
    text: bool,
    describe: bool = False,
    source: str = "",
    language: str = "",
    restored: Restored | None = None,
) -> int:
    """A game on a scenario whose author is writing it: what is saved comes onto the board at once.

    `path` is the scenario's folder or scenario.yaml. `begin` begins the game, now, or where the files cannot be played
    yet as soon as they can; it raises `ValueError` with what is in the way. `restored` is a saved game to go on with
    instead. Raises `SaveError`.
    """
    live = Live.on(path)
    chosen = chosen_settings(language)
    scenario, told = library.version(path, chosen.language)
    author = Author(here=Path.cwd(), editor=editor_of(os.environ), files=told.files, begin=begin)
    keeper = DiskKeeper(restored.journal if restored is not None else None, source)
    session = evolve(_for_player(Session(author=author, keeper=keeper), language), scenario=source or str(path))
    if restored is not None:
        kept = Carried(restored.game, from_notes(restored.journal.path.read_text(encoding="utf-8", errors="replace")))
        carried = carry(restored.game, restored.game.scenario, kept)
        game = carried.game
        keeper.carried(carried)
        author = evolve(author, begin=None, id=game.scenario.id, carried=carried)
        session = evolve(session, game=game, screen=screens.BOARD, level=game.difficulty, seed=game.seed)
        session = evolve(session, author=author, notice=" ".join(restored.notices))
    elif scenario is None:
        session = reloaded(session, Version(None, told.diagnostics, told.files))
    else:
        game = begin(scenario)
        screen = screens.BRIEFING if game.past is None else screens.BOARD
        session = evolve(session, game=game, screen=screen, level=game.difficulty, seed=game.seed)
        session = evolve(session, author=evolve(author, begin=None, id=scenario.id))
        keeper.begin(game)
    return _run(session, text=text, describe=describe, live=live)


def open_onlooker(game: Game, fetch: Fetch, *, language: str) -> int:
    """The board of a game that is played elsewhere, large enough for a room. Raises `OSError` without a display."""
    if not has_display():
        raise OSError(0, say("there is no display here"))
    from game.desktop.board import installed, window

    # What each choice might lead to is for the class to judge; whoever leads it can turn forecasts on in the settings.
    settings = evolve(chosen_settings(language), sound=False, forecasts=False).projector()
    session = evolve(_session(game, screens.BOARD, game.scenario.id), settings=settings, keeper=Onlooker())
    follow = Follow(fetch)
    follow.begin()
    try:
        window.run(session, live=follow)
    except installed.NoWindow as reason:
        raise OSError(0, str(reason)) from None
    return 0


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


def _run(session: Session, *, text: bool, describe: bool = False, live: Live | None = None) -> int:
    from game.desktop.terminal import terminal

    if text:
        terminal.main(session, live, describing=describe)
        return 0
    if not has_display():
        with speaking(session.settings.language):
            print(say("There is no display here, so the game goes on in the terminal."))
        terminal.main(session, live)
        return 0
    try:
        from game.desktop.board import installed, window
    except ImportError as error:
        with speaking(session.settings.language):
            print(say("The board cannot be shown ({error}): python -m pip install pygame-ce. ", error=error), end="")
            print(say("The game goes on in the terminal."))
        terminal.main(session, live)
        return 0
    try:
        window.run(session, live=live)
    except installed.NoWindow as reason:
        with speaking(session.settings.language):
            print(say("No window could be opened ({reason}), so the game goes on in the terminal.", reason=reason))
        terminal.main(session, live)
    return 0


def screenshot(
    session: Session, size: tuple[int, int], scale: float, out: Path, theme: str = settings.THEMES[0]
) -> None:
    """Draw what a session shows into a PNG.

    Raises `OSError` if the file cannot be written, `ImportError` without pygame.
    """
    from game.desktop.board import shot
    from game.desktop.board.theme import THEMES

    shot.screenshot(session, size, scale, out, theme=THEMES[theme])


def description(session: Session, size: tuple[int, int], scale: float) -> str:
    """What a session shows in plain words. Raises `ImportError` without pygame."""
    from game.desktop.board import shot

    return shot.description(session, size, scale)


def known(screen: str) -> None:
    """Raise `ValueError` for a screen there is not."""
    if screen not in screens.SCREENS:
        raise ValueError(f"there is no screen `{screen}`; there are {', '.join(screens.SCREENS)}")


def diagnosed(path: Path, game: Game | None, language: str = ENGLISH) -> Session:
    """A session that shows what is wrong with the files of a scenario's folder; over a game where it can be played."""
    found = library.check(path)[0]
    author = Author(here=Path.cwd(), editor=editor_of(os.environ)).told(Version(None, found.diagnostics, found.files))
    fresh = Session() if game is None else _session(game, screens.BOARD, game.scenario.id)
    return evolve(fresh, settings=Settings(language=language), author=author).do(Show(screens.DIAGNOSTICS))


def _come_to(game: Game, screen: str) -> Game:
    """The game when it has the screen: its first moves played to its end, or to the end of a turn."""
    if screen == screens.ENDING:
        while not game.over:
            game = game.play(game.moves[0])
    elif screen in (screens.REPORT, screens.WHY, screens.CHARTS, screens.HISTORY) and game.past is None:
        turn = game.turn
        while not game.over and game.turn == turn:
            game = game.play(game.moves[0])
    return game


def shown(game: Game, screen: str, language: str = ENGLISH) -> Session:
    """A session that shows a screen of a game. One that has not come to the screen yet is played on to it.

    Raises `ValueError` for a screen there is not, and if this game has no such screen.
    """
    known(screen)
    game = _come_to(game, screen)
    session = evolve(_session(game, screens.BOARD, game.scenario.id), settings=Settings(language=language))
    if screen == screens.BOARD:
        return session
    if screen == screens.WHY:
        session = session.do(_first_why(session))
    elif screen == screens.DETAIL:
        session = session.do(_first_detail(session))
    else:
        if screen == screens.FORECAST and game.moves:
            session = session.do(Focus(str(game.moves[0])))
        session = session.do(Show(screen))
    if session.screen != screen:
        raise ValueError(session.notice or f"there is no screen `{screen}` here")
    return worked_out(session)


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
