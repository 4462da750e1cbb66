"""A session on another version of its scenario: the game's moves played again by the new rules. Pure."""

from __future__ import annotations

from attrs import evolve

from game.desktop import screens
from game.desktop.author import Author, Version
from game.desktop.session import Session, refusal_notice
from game.record.carrying import carry
from game.rules.answers import IllegalMove
from game.rules.model import Scenario
from game.rules.play import Game
from game.rules.problems import ScenarioError
from game.scenario.diagnostics import WARNING, Diagnostic
from game.scenes import details, telling
from game.words import say, say_many, speaking


def reloaded(session: Session, version: Version, *, quietly: bool = False) -> Session:
    """The session after a save of the files that its author writes.

    By rules that can be played its game goes on, as far as its moves are legal; what is not legal is kept for a later
    save. From a version that cannot be played only its diagnostics are taken: they come up by themselves, unless
    `quietly`, and go by themselves with the next version that can be played. A session that plays another scenario
    in the meantime keeps its game.
    """
    author = session.author
    if author is None:
        return session
    with speaking(session.settings.language):
        unseen = tuple(d for d in author.diagnostics if not _seen_at_a_glance(d))
        told = author.told(evolve(version, diagnostics=(*version.diagnostics, *unseen)))
        author = evolve(told, saves=author.saves + 1)
        fresh = evolve(session, author=author, notice="")
        if version.scenario is None:
            return _raised(evolve(fresh, author=evolve(author, outdated=session.game is not None)), quietly=quietly)
        try:
            fresh = _on(fresh, author, version.scenario)
        except (ScenarioError, ValueError) as error:
            return evolve(fresh, author=evolve(author, outdated=session.game is not None), notice=_sentence(error))
        return fresh if author.errors else _lowered(fresh)


def checked(session: Session, version: Version, *, quietly: bool = False) -> Session:
    """The session when all that there is to tell of the files has been found, warnings too."""
    author = session.author
    if author is None or version.diagnostics == author.diagnostics:
        return session
    after = evolve(session, author=author.told(version))
    if after.author is not None and after.author.errors and not author.errors:
        return _raised(after, quietly=quietly)
    return after


def outcome(author: Author, game: Game | None) -> tuple[str, ...]:
    """What became of the game when it came to the present rules: where it stopped and why; nothing if all went well."""
    carried = author.carried
    if carried is None or game is None:
        return ()
    told: list[str] = []
    if carried.level:
        told.append(
            say("There is no level `{level}` now; the game goes on at `{other}`.",
                level=carried.level, other=game.difficulty)
        )  # fmt: skip
    stopped = carried.stopped
    if stopped is not None and stopped.depth == game.depth:
        line = carried.kept[-1]
        why = refusal_notice(carried.game, IllegalMove(stopped.move, stopped.unmet))
        told.append(
            say("{done} of {count} moves could be played again. Then: {why}",
                done=stopped.depth, count=len(line), why=why)
        )  # fmt: skip
    others = len(carried.kept) - (1 if stopped is not None else 0)
    if others:
        told.append(say_many("{count} other line stops early now.", "{count} other lines stop early now.", others))
    if carried.kept:
        told.append(say("What could not be played is kept: a later save may bring it back."))
    return tuple(told)


def _seen_at_a_glance(found: Diagnostic) -> bool:
    """Whether a version that is read for play would have it: the rest is found a little later, and stays until then."""
    return found.severity != WARNING and found.location.file.endswith(".yaml")


def _sentence(error: Exception) -> str:
    return f"{str(error)[:1].upper()}{str(error)[1:]}."


def _on(session: Session, author: Author, scenario: Scenario) -> Session:
    """The session on a version that can be played. Raises `ValueError` or `ScenarioError`."""
    game = session.game
    if game is None:
        if author.begin is None:
            return evolve(session, author=evolve(author, outdated=False, id=scenario.id))
        begun = author.begin(scenario)
        author = evolve(author, outdated=False, begin=None, id=scenario.id)
        level, seed = begun.difficulty, begun.seed
        screen = screens.BRIEFING if begun.past is None else screens.BOARD
        return evolve(session, game=begun, author=author, level=level, seed=seed, screen=screen, trail=())
    if game.scenario.id != author.id:
        return evolve(session, author=evolve(author, outdated=False))
    carried = carry(game, scenario, author.carried)
    stopped_before = author.carried is not None and author.carried.stopped is not None
    author = evolve(author, carried=carried, outdated=False, id=scenario.id)
    session.keeper.carried(carried)
    after = evolve(_fitting(session, carried.game), author=author)
    told = outcome(author, carried.game)
    if not told and stopped_before:
        told = (say("All moves could be played again."),)
    return evolve(after, notice=" ".join(told))


def _fitting(session: Session, game: Game) -> Session:
    """The session at the game on its new rules, on the same screen if that is still there."""
    screen = session.screen if _is_there(session, game, session.screen) else screens.BOARD
    trail = tuple(s for s in session.trail if _is_there(session, game, s))
    focus = session.focus if session.focus in game.engine.by_notation else ""
    return evolve(session, game=game, screen=screen, trail=trail, focus=focus)


def _is_there(session: Session, game: Game, screen: str) -> bool:
    match screen:
        case screens.REPORT:
            return game.past is not None
        case screens.ENDING:
            return game.over
        case screens.WHY:
            return any(slot.name == session.track and telling.explained(slot) for slot in game.plan.slots)
        case screens.DETAIL:
            return details.path_of(game, session.detail) is not None
        case _:
            return True


def _raised(session: Session, *, quietly: bool) -> Session:
    """The session with its diagnostics shown, over whatever was shown."""
    if quietly or session.screen == screens.DIAGNOSTICS or session.author is None:
        return session
    trail = (*session.trail, session.screen)[-screens.MOST_TRAIL :]
    return evolve(session, screen=screens.DIAGNOSTICS, trail=trail, author=evolve(session.author, unasked=True))


def _lowered(session: Session) -> Session:
    """The session without the diagnostics that came up by themselves."""
    if session.author is None or not session.author.unasked:
        return session
    author = evolve(session.author, unasked=False)
    if session.screen != screens.DIAGNOSTICS:
        return evolve(session, author=author)
    under = session.trail[-1] if session.trail else screens.BOARD if session.game is not None else screens.TITLE
    return evolve(session, author=author, screen=under, trail=session.trail[:-1])
