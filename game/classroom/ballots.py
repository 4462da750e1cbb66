"""Ballots: what a table is asked, how votes are counted, and what its choice does to its game."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from game.classroom.events import Closed
from game.classroom.state import BACK, INTERIM, Ballot, Decided, Mark, Refused, State, Student, Table
from game.rules.chance import draw, site_of
from game.rules.play import Game
from game.words import say

MOST_CHANCES = 2
"""Second chances in one turn of the lesson: the turn again, and a caretaker's."""

MOST_LINES = 4_000
"""Positions that a caretaker looks at before it goes back one turn more."""


def opened(table: Table, *, fresh: bool = False) -> Table:
    """The table with a ballot on what its game asks now; without one where nothing is to be decided in this turn."""
    if table.finished:
        return evolve(table, ballot=None)
    options: tuple[str, ...]
    if table.lost_early and len(chances := chances_of(table)) < MOST_CHANCES:
        asked, options = "again", (INTERIM,) if "back" in chances else (BACK, INTERIM)
    elif table.turn_done:
        return evolve(table, ballot=None)
    else:
        asked, options = table.game.decision.id, tuple(str(move) for move in table.game.moves)
    number = table.ballots + 1
    return evolve(table, ballot=Ballot(number, asked, options, fresh=fresh), ballots=number)


def turn_begun(table: Table) -> Table:
    """The table at the beginning of a turn of the lesson."""
    depth = table.game.depth
    return opened(evolve(table, turn_from=table.game.turn, starts=(*table.starts, depth)))


def with_table(state: State, table: Table) -> State:
    """The lesson with a table as it is now."""
    return evolve(state, tables={**state.tables, table.id: table})


def chances_of(table: Table) -> tuple[str, ...]:
    """The second chances that a table took in this turn of the lesson."""
    return tuple(m.kind for m in table.marks if m.kind in ("back", "interim") and m.lesson_turn == len(table.starts))


def voters_of(state: State, table: str) -> tuple[Student, ...]:
    """Those who are waited for at a table."""
    return tuple(s for s in state.members(table) if not s.skipped)


def counted(state: State, ballot: Ballot) -> dict[str, int]:
    """The votes for each option: each student's, or each team's where teams vote; hands in hands mode."""
    counts = dict.fromkeys(ballot.options, 0)
    if state.hands:
        counts.update({choice: n for choice, n in ballot.hands.items() if choice in counts})
        return counts
    if state.plenary and state.opened.voters == "teams":
        for choice in _team_votes(state, ballot).values():
            counts[choice] += 1
        return counts
    for vote in ballot.votes.values():
        counts[vote.choice] += 1
    return counts


def _team_votes(state: State, ballot: Ballot) -> dict[str, str]:
    """What each team says: the choice of most of its members, the first in the options' order if they are even."""
    found: dict[str, str] = {}
    for team in state.teams:
        own = [v.choice for s, v in ballot.votes.items() if s in state.students and state.students[s].team == team]
        if own:
            found[team] = max(ballot.options, key=own.count)
    return found


def result(state: State, table: Table) -> tuple[str, str]:
    """What a table's open ballot would choose now, and how: by votes, hands, or the lot.

    The rule, told on every page: the most votes win; among equals, and where nobody voted, the lot decides. The lot
    is drawn from the game's seed, the turn and what is asked, so that it falls alike for every table.
    """
    ballot = table.ballot
    if ballot is None:
        raise Refused(say("Nothing is being decided here now."))
    counts = counted(state, ballot)
    most = max(counts.values())
    first = [choice for choice in ballot.options if counts[choice] == most]
    if len(first) == 1:
        return first[0], "hands" if state.hands else "votes"
    lot = draw(table.game.seed, table.game.turn, site_of(f"classroom.{ballot.decision}"), len(first))
    return first[lot], "tie" if most else "lot"


def closing(state: State, table: Table, at: int, choice: str = "") -> Closed:
    """The event that closes a table's ballot; `choice` is the teacher's own. Raises `Refused`."""
    ballot = table.ballot
    if ballot is None:
        raise Refused(say("Nothing is being decided here now."))
    chosen, how = (choice, "teacher") if choice else result(state, table)
    return Closed(at=at, table=table.id, ballot=ballot.number, choice=chosen, how=how)


def close(state: State, table: Table, event: Closed) -> Table:
    """The table after its ballot was closed, with the next one if the turn goes on."""
    ballot, game = table.ballot, table.game
    assert ballot is not None
    if ballot.decision == "again":
        after, marks = _once_more(table, event)
        turn_from = after.turn if marks[-1].kind == "back" else min(table.turn_from, after.turn)
        table = evolve(table, game=after, marks=marks, turn_from=turn_from)
    else:
        after = game.play(event.choice)
    decided = Decided(
        number=ballot.number,
        turn=game.turn,
        lesson_turn=state.now.turn,
        decision=ballot.decision,
        options=ballot.options,
        # Only what was counted: who voted by phone before the class went over to hands raised one too.
        votes={} if state.hands else {student: vote.choice for student, vote in ballot.votes.items()},
        hands=ballot.hands if state.hands else {},
        choice=event.choice,
        how=event.how,
        at=event.at,
        depth=after.depth,
        voters=len(voters_of(state, table.id)),
    )
    table = evolve(table, game=after, decided=(*table.decided, decided), ballot=None)
    return opened(table, fresh=state.now.kind == "vote")


def _once_more(table: Table, event: Closed) -> tuple[Game, tuple[Mark, ...]]:
    """The game that a table goes on with after it lost early, and what sets it apart."""
    turn = table.game.turn
    kind = "back" if event.choice == BACK else "interim"
    game = table.game.at(turn) if event.choice == BACK else caretaker(table.game)
    return game, (*table.marks, Mark(kind, turn, len(table.starts), event.at))


def caretaker(lost: Game) -> Game:
    """The lost game's turn played so that the country is not lost in it, up to the first decision of the next.

    Searches the turn's moves in their order, at most `MOST_LINES` positions, and an earlier turn where none will do.
    Where nothing at all will do, the lost turn's own beginning.
    """
    for turn in range(lost.turn, 0, -1):
        begun = lost.at(turn)
        for looked, position in enumerate(_played_out(begun), 1):
            if position.turn > begun.turn and not position.over:
                return _again(begun, position)
            if looked >= MOST_LINES:
                break
    return lost.at(lost.turn)


def _played_out(begun: Game) -> Iterator[Game]:
    """Every position of the turn that has begun, and the first after it, depth first."""
    waiting = [evolve(begun, tips=())]
    while waiting:
        position = waiting.pop()
        yield position
        if position.turn == begun.turn and not position.over:
            waiting += [position.play(move) for move in reversed(position.moves)]


def _again(begun: Game, found: Game) -> Game:
    """The moves that were found, played from the beginning of the turn in the table's own game, branches kept."""
    for move in found.played[begun.depth :]:
        begun = begun.play(move)
    return begun
