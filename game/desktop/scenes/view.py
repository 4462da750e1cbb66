"""The scene of a session. Pure: the same session always gives the same scene."""

from __future__ import annotations

from attrs import evolve

import game as multivector
from game.desktop import foreseeing, picking, screens
from game.desktop.author import Author
from game.desktop.keeper import named
from game.desktop.reloading import outcome
from game.desktop.scenes import diagnosis
from game.desktop.scenes.helping import help_scene
from game.desktop.scenes.preferences import settings_scene
from game.desktop.session import Session
from game.rules.engine import engine_for
from game.rules.model import Scenario
from game.rules.play import Game
from game.scenario import library
from game.scenario.diagnostics import InvalidScenario
from game.scenes import details, forecasts, stories, table
from game.scenes.diagnosis import DiagnosticsScene
from game.scenes.phrases import capital, plain
from game.scenes.rulebook import rulebook
from game.scenes.scene import (
    BoardScene,
    BriefingScene,
    Choice,
    ElsewhereScene,
    ForecastScene,
    ForecastView,
    PickerScene,
    RulesScene,
    Scene,
    TitleScene,
)
from game.words import say, speaking


def view(session: Session) -> Scene:
    """Everything that the screen of a session shows, in the player's language."""
    with speaking(session.settings.language):
        return _scene(session)


def _scene(session: Session) -> Scene:
    game, notice = session.game, session.notice
    if session.screen == screens.HELP:
        return help_scene(session)
    if session.screen == screens.DIAGNOSTICS and session.author is not None:
        return preview(session, session.author)
    if session.screen == screens.SETTINGS:
        return settings_scene(session)
    if session.screen == screens.RULES and (book := _rules(session)) is not None:
        return book
    if session.screen == screens.PICKER:
        return picker(session)
    if session.screen == screens.BRIEFING and (scenario := _briefed(session)) is not None:
        return briefing(session, scenario)
    if game is None or session.screen == screens.TITLE:
        return title(session)
    match session.screen:
        case screens.ELSEWHERE:
            return elsewhere(notice)
        case screens.REPORT:
            return stories.report(game, notice)
        case screens.WHY:
            return stories.why(game, session.track, notice)
        case screens.DETAIL:
            return details.detail(game, session.detail, notice)
        case screens.ENDING if game.over:
            known = foreseeing.foresight(session)
            pivots = known.pivots if known is not None else None
            waiting = session.aside and not (known is not None and known.failed)
            return stories.ending(game, notice, pivots, waiting=waiting)
        case screens.FORECAST if not game.over:
            told = forecast_of(session, game, whole=True)
            return ForecastScene(told, notice)
        case screens.ADVISERS if not game.over:
            known = foreseeing.foresight(session)
            assert known is not None
            return forecasts.advisers_scene(game, known.forecasts, notice, failed=known.failed)
        case screens.CHARTS:
            return stories.charts(game, notice)
        case screens.HISTORY:
            return stories.history(game, notice)
        case _:
            return board(session, game)


def board(session: Session, game: Game) -> BoardScene:
    """The board, with the badge of its author if that is who plays."""
    scene = table.board(game, session.focus, session.notice)
    if scene.preview is not None and foreseeing.allowed(session):
        told = forecast_of(session, game)
        scene = evolve(scene, forecast=told if session.aside or not told.waiting else None)
    return scene if session.author is None else evolve(scene, author=diagnosis.mark(session.author))


def forecast_of(session: Session, game: Game, *, whole: bool = False) -> ForecastView:
    """What may come of the move that is looked at; without one, of the position."""
    known = foreseeing.foresight(session)
    assert known is not None
    move = session.focus if session.focus in {str(legal) for legal in game.moves} else ""
    return forecasts.forecast_view(game, move, known.forecasts.get(move), whole=whole, failed=known.failed)


def preview(session: Session, author: Author) -> DiagnosticsScene:
    """What is wrong with the files of the scenario that is played."""
    scenario = session.game.scenario if session.game is not None else None
    title = scenario.title if scenario is not None else say("What is wrong with the files")
    return diagnosis.diagnostics(author, title, outcome(author, session.game), session.notice)


def title(session: Session) -> TitleScene:
    """The first screen."""
    game = session.game  # the one open in this window comes before the ones on disk
    kept = named(game.scenario.title, game.seed) if game is not None else session.keeper.resumable()
    return TitleScene(
        title="Multivector",
        version=multivector.__version__,
        choices=(
            Choice("continue", say("Continue"), kept, enabled=bool(kept)),
            *_first_game(session),
            Choice("new", say("New game")),
            Choice("rules", say("Rulebook")),
            Choice("settings", say("Settings")),
            Choice("help", say("Help")),
            Choice("quit", say("Quit")),
        ),
        notice=session.notice,
    )


def elsewhere(notice: str) -> ElsewhereScene:
    """What can be done about a game that another window plays too."""
    return ElsewhereScene(
        title=say("This game goes on in another window"),
        paragraphs=(
            say(
                "Since this window last read its file, moves have been made elsewhere. Nothing of them is lost, and "
                "nothing is written over them: you can look around here, but not play on in the same file."
            ),
        ),
        choices=(
            Choice("look", say("Only look"), say("This window shows the game as it stood here.")),
            Choice("take", say("Take it up"), say("This window goes on with the game as it stands there.")),
            Choice("copy", say("Go on with a copy"), say("The game as it stood here, in a file of its own.")),
        ),
        notice=notice,
    )


def _first_game(session: Session) -> tuple[Choice, ...]:
    """The tutorial, where there is one on the shelf."""
    name = picking.tutorial(session)
    if not name:
        return ()
    scenario = session.load(name, session.settings.language)
    return (Choice("first", say("First game"), scenario.subtitle or scenario.title),)


def _rules(session: Session) -> RulesScene | None:
    """The rulebook of the game, or before one of the scenario that is picked."""
    if session.game is not None and screens.PICKER not in session.trail:
        return rulebook(session.game.plan, session.page, session.notice)
    scenario = picking.picked(session)
    if scenario is None:
        return None
    return rulebook(engine_for(scenario, level_of(session, scenario)).plan, session.page, session.notice)


def picker(session: Session) -> PickerScene:
    """Which scenario, how hard, which seed."""
    chosen = picking.picked(session)
    current = session.scenario or (session.shelf[0] if session.shelf else "")
    levels = chosen.difficulty if chosen is not None else {}
    level = level_of(session, chosen)
    return PickerScene(
        scenarios=tuple(_scenario(session, name, name == current) for name in session.shelf),
        levels=tuple(
            Choice(key, one.name or capital(plain(key)), one.text, chosen=key == level) for key, one in levels.items()
        ),
        seed=session.seed,
        subtitle=chosen.subtitle if chosen is not None else "",
        summary=chosen.summary if chosen is not None else "",
        notice=session.notice,
    )


def level_of(session: Session, scenario: Scenario | None) -> str:
    """The level of difficulty that a game from the picker would have."""
    if scenario is None:
        return ""
    return session.level if session.level in scenario.difficulty else scenario.usual_level


def _scenario(session: Session, name: str, chosen: bool) -> Choice:
    try:
        scenario = session.load(name, session.settings.language)
    except (InvalidScenario, library.UnknownScenario, OSError) as error:
        return Choice(name, plain(name), str(error).splitlines()[0], enabled=False, chosen=chosen)
    return Choice(name, scenario.title, scenario.summary, chosen=chosen)


def _briefed(session: Session) -> Scenario | None:
    """The scenario that the briefing is about: the one picked, if it comes from the picker, else the game's."""
    if screens.PICKER in session.trail or session.game is None:
        return picking.picked(session)
    return session.game.scenario


def briefing(session: Session, scenario: Scenario) -> BriefingScene:
    """What the game is about."""
    started = session.game is not None and screens.PICKER not in session.trail
    key = session.game.difficulty if started and session.game is not None else level_of(session, scenario)
    level = scenario.difficulty[key]
    return BriefingScene(
        title=scenario.title,
        subtitle=scenario.subtitle,
        paragraphs=tuple(p.strip() for p in (scenario.briefing or scenario.summary).split("\n\n") if p.strip()),
        level=level.name or capital(plain(key)),
        level_text=level.text,
        seed=session.game.seed if started and session.game is not None else session.seed,
        authors=scenario.authors,
        licence=scenario.licence,
        started=started,
        notice=session.notice,
    )
