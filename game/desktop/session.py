"""A session: the game, the screen and what is looked at. `Session.do` is the only way to change one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from attrs import evolve, field, frozen

from game.desktop import intents
from game.desktop import settings as choosing
from game.desktop.author import Author
from game.desktop.intents import Intent
from game.desktop.keeper import Keeper, MemoryKeeper
from game.desktop.settings import Settings
from game.lab import pivotal
from game.record.journal import PlayedElsewhere
from game.record.notation import parse, replay
from game.rules.answers import IllegalMove
from game.rules.model import Scenario
from game.rules.play import Game
from game.scenario import library
from game.scenario.diagnostics import InvalidScenario
from game.scenes import details, telling
from game.scenes.phrases import move_name, nearest
from game.scenes.wording import refusal_words
from game.words import retold, say, say_many, speaking

TITLE, PICKER, BRIEFING, BOARD = "title", "picker", "briefing", "board"
REPORT, WHY, DETAIL, ENDING = "report", "why", "detail", "ending"
CHARTS, HISTORY, HELP, RULES = "charts", "history", "help", "rules"
SETTINGS, DIAGNOSTICS, ELSEWHERE = "settings", "diagnostics", "elsewhere"

WITHOUT_GAME = (TITLE, PICKER, HELP, RULES, SETTINGS, DIAGNOSTICS)
OVERLAYS = (WHY, DETAIL, CHARTS, HISTORY, HELP, RULES, SETTINGS, DIAGNOSTICS, ELSEWHERE)
"""Screens that lie on another one and go `Back` to it."""

SCREENS = (TITLE, PICKER, BRIEFING, BOARD, REPORT, ENDING, *OVERLAYS)

MOST_TRAIL = 32


class _Refused(Exception):
    """An intent that cannot be done; its words become the notice."""


def _forget(settings: Settings) -> None:
    """Keep no settings: for tests and pictures."""


@frozen
class Session:
    """What the player sees and where the game stands."""

    game: Game | None = None
    screen: str = TITLE
    trail: tuple[str, ...] = ()
    """The screens under this one, the nearest last."""
    focus: str = ""
    """The notation of the move that is looked at."""
    track: str = ""
    """The track of the ledger."""
    detail: str = ""
    """The id of the detail."""
    page: int = 1
    """The page of the rulebook."""
    scenario: str = ""
    """What is chosen on the picker."""
    level: str = ""
    seed: int = 7
    notice: str = ""
    """What the last intent has to say; empty when all went well."""
    ended: bool = False
    """Whether the player has left."""
    settings: Settings = field(factory=Settings)
    author: Author | None = None
    """What its author should know of the scenario's files; None for everybody else."""
    keeper: Keeper = field(factory=MemoryKeeper, repr=False)
    load: Callable[[str, str], Scenario] = field(default=library.load, repr=False, eq=False)
    remember: Callable[[Settings], None] = field(default=_forget, repr=False, eq=False)
    """Keeps the settings for the next time. May raise `OSError`."""
    shelf: tuple[str, ...] = field(factory=library.shipped, repr=False)
    """The scenarios to pick from."""

    def do(self, intent: Intent) -> Session:
        """The session after an intent. One that cannot be done changes nothing but the notice."""
        with speaking(self.settings.language):
            try:
                return _done(self, intent)
            except _Refused as refusal:
                return evolve(self, notice=str(refusal))
            except IllegalMove as illegal:
                return evolve(self, notice=refusal_notice(self.game, illegal))
            except PlayedElsewhere as error:
                notice = say("Nothing was changed: {error}.", error=reason(error))
                return evolve(_overlay(self, ELSEWHERE), notice=notice)
            except OSError as error:
                if isinstance(intent, intents.Play):
                    return evolve(self, notice=say("Not saved: {error}; the move was not made.", error=reason(error)))
                return evolve(self, notice=say("Not saved: {error}; nothing was changed.", error=reason(error)))

    def save(self, path: str) -> Session:
        """Write the game to a file; the notice tells how it went."""
        with speaking(self.settings.language):
            if self.game is None:
                return evolve(self, notice=say("There is no game to save."))
            try:
                self.keeper.save(self.game, Path(path).expanduser())
            except OSError as error:
                return evolve(self, notice=say("Not saved: {error}.", error=reason(error)))
            return evolve(self, notice=say("Saved to {path}.", path=path))

    def in_language(self, language: str) -> Session:
        """The same session in another language; its game stands where it stood, with the scenario's texts in it."""
        fresh = evolve(self, settings=evolve(self.settings, language=language), notice="")
        return fresh if self.game is None else evolve(fresh, game=_retold(fresh, self.game))

    @property
    def chosen(self) -> Scenario | None:
        """The scenario of the game, or the one picked; None where it cannot be read."""
        if self.game is not None and self.screen not in (PICKER, TITLE):
            return self.game.scenario
        return picked(self)


def _retold(session: Session, game: Game) -> Game:
    """A game on its scenario in the session's language; as it is where that scenario is not to be had.

    The rules are the same in every language, so every position and branch is too.
    """
    for name in (session.scenario, getattr(session.keeper, "source", ""), game.scenario.id):
        try:
            found = session.load(name, session.settings.language) if name else None
        except (InvalidScenario, library.UnknownScenario, OSError):
            continue
        if found is not None and (found.id, found.content) == (game.scenario.id, game.scenario.content):
            return game if found is game.scenario else replay(parse(game.record()), found).game
    return game


def reason(error: OSError) -> object:
    """What went wrong, in the system's words, without its number."""
    return error.strerror or error


def picked(session: Session) -> Scenario | None:
    """The scenario chosen on the picker; None where none is or it cannot be read."""
    name = session.scenario or (session.shelf[0] if session.shelf else "")
    try:
        return session.load(name, session.settings.language) if name else None
    except (InvalidScenario, library.UnknownScenario, OSError):
        return None


def refusal_notice(game: Game | None, illegal: IllegalMove) -> str:
    """Why a move was refused, in one sentence."""
    if game is not None and illegal.move in game.engine.by_notation:
        plan = game.plan.moves[game.engine.by_notation[illegal.move].index]
        return f"{move_name(plan)}: {'; '.join(refusal_words(game, plan, u) for u in illegal.unmet)}."
    hint = nearest(illegal.move, game.engine.by_notation) if game is not None else ""
    return f"{say('There is no move `{move}`.', move=illegal.move)} {hint}".strip()


def _done(session: Session, intent: Intent) -> Session:
    match intent:
        case intents.Play(move):
            return _play(session, move)
        case intents.Focus(move):
            return _focus(session, move)
        case intents.Why(track):
            return _why(session, track)
        case intents.Detail(id):
            return _detail(session, id)
        case intents.Undo():
            return _undo(session)
        case intents.Redo():
            return _redo(session)
        case intents.JumpTo(depth):
            return _jump(session, depth)
        case intents.Switch(branch):
            return _switch(session, branch)
        case intents.OtherGame(number):
            return _other_game(session, number)
        case intents.SaveRecord():
            return _save_record(session)
        case intents.TurnTo(page):
            return evolve(_show(session, RULES), page=page)
        case intents.FirstGame():
            return _first_game(session)
        case intents.Next():
            return _next(session)
        case intents.Back():
            return _back(session)
        case intents.Show(screen):
            return _show(session, screen)
        case intents.Pick():
            return _pick(session, intent)
        case intents.Start(scenario, level, seed):
            return _start(session, scenario, level, seed)
        case intents.Continue():
            return _continue(session)
        case intents.GoOnAsCopy():
            return _at(session, session.keeper.copy(_game(session)))
        case intents.TakeUp():
            taken = _at(session, session.keeper.taken_up(_game(session)))
            return evolve(taken, notice=" ".join(session.keeper.notices()))
        case intents.Help():
            return _overlay(session, HELP)
        case intents.Diagnose(number):
            return _diagnose(session, number)
        case intents.Set(name, by):
            return _set(session, name, by)
        case intents.Projector():
            return _chosen(session, session.settings.projector())
        case intents.Quit():
            return evolve(session, ended=True, notice="")


# Playing


def _game(session: Session) -> Game:
    if session.game is None:
        raise _Refused(say("No game has begun."))
    return session.game


def _play(session: Session, move: str) -> Session:
    game = _game(session)
    found = game.find(move)
    if game.why_not(found):
        raise IllegalMove(str(found), game.why_not(found))
    after = session.keeper.play(game, str(found))
    ended = after.over or after.turn != game.turn
    return _at(session, after, REPORT if ended else BOARD)


def _at(session: Session, game: Game, screen: str = BOARD) -> Session:
    """The same session at another position of its game."""
    return evolve(session, game=game, screen=screen, trail=(), focus="", notice="")


def _undo(session: Session) -> Session:
    game = _game(session)
    if game.past is None:
        raise _Refused(say("This is the beginning; there is nothing to undo."))
    return _at(session, session.keeper.undo(game))


def _redo(session: Session) -> Session:
    game = _game(session)
    if not game.can_redo:
        raise _Refused(say("There is nothing to redo."))
    return _at(session, session.keeper.redo(game))


def _jump(session: Session, depth: int) -> Session:
    game = _game(session)
    here = game.depth
    if depth < 0:
        raise _Refused(say("The game begins at move 0."))
    if depth <= here:
        return _at(session, session.keeper.back_to(game, depth) if depth < here else game)
    steps, ahead = 0, game
    while ahead.can_redo and steps < depth - here:
        ahead, steps = ahead.redo(), steps + 1
    if here + steps < depth:
        told = say_many(
            "This line has {count} move, not {depth}.",
            "This line has {count} moves, not {depth}.",
            here + steps,
            depth=depth,
        )
        raise _Refused(told)
    return _along(session, game, [session.keeper.redo] * steps)


def _along(session: Session, game: Game, steps: Sequence[Callable[[Game], Game]]) -> Session:
    """The session after some steps through the keeper. Where one cannot be written, the ones before it stay made."""
    for number, step in enumerate(steps):
        try:
            game = step(game)
        except OSError as error:
            if not number:
                raise
            notice = say("Not saved: {error}; the game stands here.", error=reason(error))
            return evolve(_at(session, game), notice=notice)
    return _at(session, game, ENDING if game.over and session.screen == ENDING else BOARD)


def _other_game(session: Session, number: int) -> Session:
    """The other game of a pivot, played to its end through the keeper, so that it is kept as a branch."""
    game = _game(session)
    found = pivotal.pivots(game)
    if not 0 <= number < len(found):
        raise _Refused(say("There is no such decision to play otherwise."))
    pivot = found[number]
    moves = [str(move) for move in pivotal.instead(game, pivot).played[pivot.depth :]]
    keeper = session.keeper

    def played(move: str) -> Callable[[Game], Game]:
        return lambda position: keeper.play(position, move)

    return _along(session, game, [lambda position: keeper.back_to(position, pivot.depth), *map(played, moves)])


def _save_record(session: Session) -> Session:
    game = _game(session)
    path = session.keeper.shared(game).with_suffix(".txt")
    session.keeper.save(game, path)
    return evolve(session, notice=say("The record is saved as {path}.", path=path))


def _switch(session: Session, branch: int) -> Session:
    game = _game(session)
    if not 0 <= branch < len(game.branches):
        number = say("There is no branch {number}.", number=branch + 1)
        raise _Refused(number if game.branches else say("There is no other branch."))
    return _along(session, game, [lambda position: session.keeper.switch(position, branch)])


def _focus(session: Session, move: str) -> Session:
    if not move:
        return evolve(session, focus="", notice="")
    game = _game(session)
    return evolve(session, focus=str(game.find(move)), notice="")


# Screens


def _why(session: Session, track: str) -> Session:
    game = _game(session)
    name = track.strip()
    if not any(slot.name == name and telling.explained(slot) for slot in game.plan.slots):
        known = [slot.name for slot in game.plan.slots if telling.visible(slot)]
        told = say("There is no track `{name}`.", name=name)
        raise _Refused(f"{told} {nearest(name, known)}".strip())
    return evolve(_overlay(session, WHY), track=name)


def _detail(session: Session, id: str) -> Session:
    game = _game(session)
    if details.path_of(game, id) is None:
        told = say("Nothing is called `{name}`.", name=id)
        raise _Refused(f"{told} {nearest(id, details.ids_of(game.scenario))}".strip())
    return evolve(_overlay(session, DETAIL), detail=id)


def _overlay(session: Session, screen: str) -> Session:
    """A screen on top of this one; the ones it covers are found again by `Back`."""
    if session.screen == screen:
        return evolve(session, notice="")
    under = tuple(s for s in (*session.trail, session.screen) if s != screen)
    return evolve(session, screen=screen, trail=under[-MOST_TRAIL:], notice="")


def _next(session: Session) -> Session:
    match session.screen:
        case "title":
            return evolve(session, screen=PICKER, trail=(TITLE,), notice="")
        case "picker":
            return _to_briefing(session)
        case "briefing" if session.game is not None and not _before_start(session):
            return evolve(session, screen=BOARD, trail=(), notice="")
        case "briefing":
            return evolve(_start(session, _picked_id(session), session.level or None, session.seed), screen=BOARD)
        case "report" if session.game is not None and session.game.over:
            return evolve(session, screen=ENDING, trail=(), notice="")
        case "board" if session.game is not None and session.game.over:
            return evolve(session, screen=ENDING, trail=(), notice="")
        case "board":
            raise _Refused(say("Choose a move."))
        case "report":
            return evolve(session, screen=BOARD, trail=(), notice="")
        case "ending":
            return evolve(session, screen=TITLE, trail=(), notice="")
        case _:
            return _back(session)


def _set(session: Session, name: str, by: int) -> Session:
    if name not in choosing.names():
        raise _Refused(say("There is no setting `{name}`.", name=name))
    return _chosen(session, choosing.stepped(session.settings, name, by))


def _chosen(session: Session, settings: Settings) -> Session:
    """The session shown by other settings, which are kept for the next time."""
    changed = evolve(session, settings=settings, notice="")
    if settings.language != session.settings.language:
        changed = changed.in_language(settings.language)
    try:
        session.remember(settings)
    except OSError as error:
        return evolve(changed, notice=say("Not kept for the next time: {error}.", error=reason(error)))
    return changed


def _before_start(session: Session) -> bool:
    """Whether the briefing on screen comes from the picker, so that its game has not begun."""
    return PICKER in session.trail


def _picked_id(session: Session) -> str:
    return session.scenario or (session.shelf[0] if session.shelf else "")


def _to_briefing(session: Session) -> Session:
    if picked(session) is None:
        raise _Refused(_unreadable(session, _picked_id(session)))
    return evolve(session, screen=BRIEFING, trail=(TITLE, PICKER), notice="")


def _unreadable(session: Session, name: str) -> str:
    try:
        session.load(name, session.settings.language)
    except InvalidScenario as invalid:
        first = invalid.diagnostics[0]
        why = f"{first.location}: {retold(first.message)}"
        return say("`{name}` cannot be played: {error}", name=name, error=why)
    except (library.UnknownScenario, OSError) as error:
        return say("`{name}` cannot be read: {error}", name=name, error=error)
    return ""


def _back(session: Session) -> Session:
    if session.trail:
        return evolve(session, screen=session.trail[-1], trail=session.trail[:-1], notice="")
    match session.screen:
        case "report" | "ending" if session.game is not None:
            return evolve(session, screen=BOARD, notice="")
        case "board" if session.focus:
            return evolve(session, focus="", notice="")
        case "title":
            raise _Refused(say("This is the first screen."))
        case _:
            return evolve(session, screen=TITLE, notice="")


def _show(session: Session, screen: str) -> Session:
    if screen not in SCREENS:
        told = say("There is no screen `{name}`.", name=screen)
        raise _Refused(f"{told} {nearest(screen, SCREENS)}".strip())
    if session.game is None and screen not in WITHOUT_GAME:
        raise _Refused(say("No game has begun."))
    if screen == ENDING and session.game is not None and not session.game.over:
        raise _Refused(say("The game goes on."))
    if (screen == WHY and not session.track) or (screen == DETAIL and not session.detail):
        raise _Refused(say("Choose first what to look at."))
    if screen == REPORT and session.game is not None and session.game.past is None:
        raise _Refused(say("No turn has ended yet."))
    if screen == DIAGNOSTICS:
        return _toggled(session)
    if screen in OVERLAYS or (screen == BRIEFING and session.screen != PICKER):
        return _overlay(session, screen)
    trail = (TITLE,) if screen == PICKER else ()
    return evolve(session, screen=screen, trail=trail, notice="")


def _toggled(session: Session) -> Session:
    """The diagnostics, or what lies under them where they are shown already."""
    if session.author is None:
        raise _Refused(say("Only a game that its author plays with --watch tells what is wrong with its files."))
    if session.screen == DIAGNOSTICS:
        return _back(session)
    return evolve(_overlay(session, DIAGNOSTICS), author=evolve(session.author, unasked=False))


def _diagnose(session: Session, number: int) -> Session:
    author = session.author
    if author is None or not 0 <= number <= len(author.diagnostics):
        raise _Refused(say("There is no diagnostic {number}.", number=number))
    shown = session if session.screen == DIAGNOSTICS else _toggled(session)
    return evolve(shown, author=evolve(author, opened=number), notice="")


def _pick(session: Session, wanted: intents.Pick) -> Session:
    scenario = wanted.scenario if wanted.scenario is not None else _picked_id(session)
    fresh = evolve(session, scenario=scenario, notice="")
    found = picked(fresh)
    if found is None:
        none = say("There is no scenario `{name}`.", name=scenario)
        raise _Refused(_unreadable(session, scenario) or none)
    level = wanted.level if wanted.level is not None else session.level
    if wanted.level is not None and level not in found.difficulty:
        known = ", ".join(found.difficulty)
        raise _Refused(say("There is no level `{level}`; there are {known}.", level=level, known=known))
    seed = wanted.seed if wanted.seed is not None else session.seed
    if not 0 <= seed < 2**63:
        raise _Refused(say("A seed is a whole number from 0 to {most}.", most=2**63 - 1))
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


def _first_game(session: Session) -> Session:
    name = tutorial(session)
    if not name:
        raise _Refused(say("There is no first game here."))
    return _start(session, name, None, session.seed)


def _start(session: Session, name: str, level: str | None, seed: int) -> Session:
    chosen = evolve(session, scenario=name)
    found = picked(chosen)
    if found is None:
        raise _Refused(_unreadable(session, name) or say("Choose a scenario first."))
    try:
        game = session.keeper.start(found, seed, level)
    except ValueError as error:
        raise _Refused(f"{str(error)[:1].upper()}{str(error)[1:]}.") from None
    return evolve(_at(chosen, game, BRIEFING), level=level or "", seed=seed, track="", detail="")


def _continue(session: Session) -> Session:
    game: Game | None = session.game
    notices: tuple[str, ...] = ()
    if game is None:
        game, notices = session.keeper.resume(), session.keeper.notices()
    if game is None:
        raise _Refused(say("There is no game to go on with."))
    again = evolve(_at(session, game, ENDING if game.over else BOARD), track="", detail="")
    return evolve(again, notice=" ".join(notices))
