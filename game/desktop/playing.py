"""What intents do to the game: moves, undo, branches, what is looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from attrs import evolve

from game.desktop.foreseeing import foresight
from game.desktop.screens import BOARD, DETAIL, ENDING, REPORT, WHY, Refused, at, game_of, overlay, reason
from game.lab import pivotal
from game.rules.answers import IllegalMove
from game.rules.play import Game
from game.scenes import details, telling
from game.scenes.phrases import nearest
from game.words import say, say_many

if TYPE_CHECKING:
    from game.desktop.session import Session


def play(session: Session, move: str) -> Session:
    """Play a move, given in notation. Raises `IllegalMove`."""
    game = game_of(session)
    found = game.find(move)
    if game.why_not(found):
        raise IllegalMove(str(found), game.why_not(found))
    after = session.keeper.play(game, str(found))
    ended = after.over or after.turn != game.turn
    return at(session, after, REPORT if ended else BOARD)


def undo(session: Session) -> Session:
    """Take the last move back."""
    game = game_of(session)
    if game.past is None:
        raise Refused(say("This is the beginning; there is nothing to undo."))
    return at(session, session.keeper.undo(game))


def redo(session: Session) -> Session:
    """Play again what was last undone."""
    game = game_of(session)
    if not game.can_redo:
        raise Refused(say("There is nothing to redo."))
    return at(session, session.keeper.redo(game))


def jump(session: Session, depth: int) -> Session:
    """Go to the position after so many moves, back or forward along the line."""
    game = game_of(session)
    here = game.depth
    if depth < 0:
        raise Refused(say("The game begins at move 0."))
    if depth <= here:
        return at(session, session.keeper.back_to(game, depth) if depth < here else game)
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
        raise Refused(told)
    return along(session, game, [session.keeper.redo] * steps)


def along(session: Session, game: Game, steps: Sequence[Callable[[Game], Game]]) -> Session:
    """The session after some steps through the keeper. Where one cannot be written, the ones before it stay made."""
    for number, step in enumerate(steps):
        try:
            game = step(game)
        except OSError as error:
            if not number:
                raise
            notice = say("Not saved: {error}; the game stands here.", error=reason(error))
            return evolve(at(session, game), notice=notice)
    return at(session, game, ENDING if game.over and session.screen == ENDING else BOARD)


def other_game(session: Session, number: int) -> Session:
    """The other game of a pivot, played to its end through the keeper, so that it is kept as a branch."""
    game = game_of(session)
    known = foresight(session)
    found = known.pivots if known is not None and known.pivots is not None else pivotal.pivots(game)
    if not 0 <= number < len(found):
        raise Refused(say("There is no such decision to play otherwise."))
    pivot = found[number]
    moves = [str(move) for move in pivotal.instead(game, pivot).played[pivot.depth :]]
    keeper = session.keeper

    def played(move: str) -> Callable[[Game], Game]:
        return lambda position: keeper.play(position, move)

    return along(session, game, [lambda position: keeper.back_to(position, pivot.depth), *map(played, moves)])


def save_record(session: Session) -> Session:
    """Write the game as a record that can be sent to others."""
    game = game_of(session)
    path = session.keeper.shared(game).with_suffix(".txt")
    session.keeper.save(game, path)
    return evolve(session, notice=say("The record is saved as {path}.", path=path))


def switch(session: Session, branch: int) -> Session:
    """Go to the end of another branch."""
    game = game_of(session)
    if not 0 <= branch < len(game.branches):
        number = say("There is no branch {number}.", number=branch + 1)
        raise Refused(number if game.branches else say("There is no other branch."))
    return along(session, game, [lambda position: session.keeper.switch(position, branch)])


def focus(session: Session, move: str) -> Session:
    """Look at a move, or with none away from it."""
    if not move:
        return evolve(session, focus="", notice="")
    game = game_of(session)
    return evolve(session, focus=str(game.find(move)), notice="")


def why(session: Session, track: str) -> Session:
    """Open the ledger of a track."""
    game = game_of(session)
    name = track.strip()
    if not any(slot.name == name and telling.explained(slot) for slot in game.plan.slots):
        known = [slot.name for slot in game.plan.slots if telling.visible(slot)]
        told = say("There is no track `{name}`.", name=name)
        raise Refused(f"{told} {nearest(name, known)}".strip())
    return evolve(overlay(session, WHY), track=name)


def detail(session: Session, id: str) -> Session:
    """Open an entry of the scenario."""
    game = game_of(session)
    if details.path_of(game, id) is None:
        told = say("Nothing is called `{name}`.", name=id)
        raise Refused(f"{told} {nearest(id, details.ids_of(game.scenario))}".strip())
    return evolve(overlay(session, DETAIL), detail=id)
