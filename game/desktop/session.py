"""A session: the game, the screen and what is looked at. `Session.do` is the only way to change one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from attrs import evolve, field, frozen

from game.desktop import foreseeing, intents, moving, picking, playing
from game.desktop.author import Author
from game.desktop.foreseeing import Foresight
from game.desktop.intents import Intent
from game.desktop.keeper import Keeper, MemoryKeeper, ReadOnly
from game.desktop.screens import ELSEWHERE, HELP, PICKER, RULES, TITLE, Refused, at, game_of, overlay, reason
from game.desktop.settings import Settings
from game.record.journal import PlayedElsewhere
from game.record.notation import parse, replay
from game.rules.answers import IllegalMove
from game.rules.model import Scenario
from game.rules.play import Game
from game.scenario import library
from game.scenario.diagnostics import InvalidScenario
from game.scenes.phrases import move_name, nearest
from game.scenes.wording import refusal_words
from game.words import say, speaking


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
    foresights: tuple[Foresight, ...] = field(default=(), repr=False)
    """What is known of the positions last looked at, the latest last."""
    aside: bool = False
    """Whether somebody works out forecasts and pivots meanwhile; else only what is asked for is worked out at once."""
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
            except Refused as refusal:
                return evolve(self, notice=str(refusal))
            except IllegalMove as illegal:
                return evolve(self, notice=refusal_notice(self.game, illegal))
            except PlayedElsewhere as error:
                notice = say("Nothing was changed: {error}.", error=reason(error))
                return evolve(overlay(self, ELSEWHERE), notice=notice)
            except ReadOnly as error:
                return evolve(self, notice=str(error))
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
        return picking.picked(self)


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
            return playing.play(session, move)
        case intents.Focus(move):
            return playing.focus(session, move)
        case intents.Why(track):
            return playing.why(session, track)
        case intents.Detail(id):
            return playing.detail(session, id)
        case intents.Undo():
            return playing.undo(session)
        case intents.Redo():
            return playing.redo(session)
        case intents.JumpTo(depth):
            return playing.jump(session, depth)
        case intents.Switch(branch):
            return playing.switch(session, branch)
        case intents.OtherGame(number):
            return playing.other_game(session, number)
        case intents.Foreseen(answer):
            return foreseeing.taken(session, answer)
        case intents.SaveRecord():
            return playing.save_record(session)
        case intents.TurnTo(page):
            return evolve(moving.show(session, RULES), page=page)
        case intents.FirstGame():
            return picking.first_game(session)
        case intents.Next():
            return moving.next_screen(session)
        case intents.Back():
            return moving.back(session)
        case intents.Show(screen):
            return moving.show(session, screen)
        case intents.Pick():
            return picking.pick(session, intent)
        case intents.Start(scenario, level, seed):
            return picking.start(session, scenario, level, seed)
        case intents.Continue():
            return picking.go_on(session)
        case intents.GoOnAsCopy():
            return at(session, session.keeper.copy(game_of(session)))
        case intents.TakeUp():
            taken = at(session, session.keeper.taken_up(game_of(session)))
            return evolve(taken, notice=" ".join(session.keeper.notices()))
        case intents.Help():
            return overlay(session, HELP)
        case intents.Diagnose(number):
            return moving.diagnose(session, number)
        case intents.Set(name, by):
            return moving.set_by(session, name, by)
        case intents.Projector():
            return moving.chosen(session, session.settings.projector())
        case intents.Quit():
            return evolve(session, ended=True, notice="")
