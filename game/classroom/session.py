"""A lesson as a function of its events: `begin` from the first, `apply` for each that follows. Pure: no clock, no I/O.

`apply` trusts nothing: an event that cannot happen raises `Refused` with words for the person who asked, and the
state is as it was. Playing the events of a journal again gives the same state, on any machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import evolve

from game.classroom import ballots, events, pacing, people
from game.classroom import plan as stages
from game.classroom.events import Event, JournalError, Opened
from game.classroom.plan import plan_for
from game.classroom.questions import questions_of
from game.classroom.roles import role_ids
from game.classroom.state import (
    CLASS,
    Ballot,
    Clock,
    Mark,
    Refused,
    State,
    Table,
    Vote,
)
from game.rules.model import Scenario
from game.rules.play import start
from game.words import say

LONG_AWAY = 30 * 60_000
"""Milliseconds after which a lesson that goes on is a new sitting with all its minutes."""
SHORT_AWAY = 2 * 60_000
"""Milliseconds of absence after which the time stands still until the teacher goes on."""


def begin(opened: Opened, scenario: Scenario) -> State:
    """The lesson of a class that was just opened. Raises `ValueError` for a seed, level or length there is not."""
    game = start(scenario, opened.seed, opened.difficulty)
    tables = {CLASS: Table(CLASS, game)} if opened.mode == "plenary" else {}
    return State(
        opened=opened,
        scenario=scenario,
        plan=plan_for(opened.minutes, scenario.last_turn),
        roles=role_ids(scenario),
        questions=tuple(question.right for question in questions_of(game)),
        tables=tables,
        hands=opened.hands,
        last=opened.at,
    )


def replay(history: Iterable[Event], scenario: Scenario) -> State:
    """The lesson of a journal. Raises `JournalError` where the events do not follow from each other."""
    state: State | None = None
    for number, event in enumerate(history, 1):
        if state is None:
            if not isinstance(event, Opened):
                raise JournalError("a journal begins with the opening of a class")
            state = begin(event, scenario)
            continue
        try:
            state = apply(state, event)
        except Refused as reason:
            raise JournalError(f"event {number} ({event.kind}) cannot have happened: {reason}") from None
    if state is None:
        raise JournalError("this journal is empty")
    return state


def apply(state: State, event: Event) -> State:
    """The lesson after an event. Raises `Refused`; the state given stays as it is."""
    known = _APPLY.get(type(event))
    if known is None:
        raise Refused(f"{event.kind}?")
    after: State = known(state, event)
    return evolve(after, last=max(state.last, event.at))


# Votes


def _table(state: State, id: str) -> Table:
    found = state.tables.get(id)
    if found is None:
        raise Refused(say("There is no such table."))
    return found


def _open_ballot(state: State, table: Table, number: int) -> Ballot:
    if table.ballot is None or state.now.kind not in (stages.TALK, stages.VOTE):
        raise Refused(say("Nothing is being decided here now."))
    if table.ballot.number != number:
        raise Refused(say("That vote is closed."))
    return table.ballot


def _voted(state: State, event: events.Voted) -> State:
    student = people.acted(people.student_of(state, event.student))
    table = state.table_of(student.id)
    if table is None or table.id != event.table:
        raise Refused(say("You vote at another table."))
    ballot = _open_ballot(state, table, event.ballot)
    if state.hands:
        raise Refused(say("The class votes by hands now."))
    if event.choice not in ballot.options:
        raise Refused(say("There is no such choice."))
    known = ballot.votes.get(student.id)
    if known is not None and event.count and event.count <= known.count:
        raise Refused(say("A later vote of yours has been counted."))
    count = event.count or (known.count if known is not None else 0)
    votes = {**ballot.votes, student.id: Vote(event.choice, count)}
    state = state if not state.students[student.id].skipped else people.with_student(state, student)
    return ballots.with_table(state, evolve(table, ballot=evolve(ballot, votes=votes)))


def _hands_counted(state: State, event: events.HandsCounted) -> State:
    table = _table(state, event.table)
    ballot = _open_ballot(state, table, event.ballot)
    if not state.hands:
        raise Refused(say("The class does not vote by hands now."))
    if any(choice not in ballot.options or not 0 <= n <= people.MOST_STUDENTS for choice, n in event.counts.items()):
        raise Refused(say("There is no such choice."))
    return ballots.with_table(state, evolve(table, ballot=evolve(ballot, hands=dict(event.counts))))


def _closed(state: State, event: events.Closed) -> State:
    table = _table(state, event.table)
    ballot = _open_ballot(state, table, event.ballot)
    if event.choice not in ballot.options:
        raise Refused(say("There is no such choice."))
    if event.how != "teacher" and (event.choice, event.how) != ballots.result(state, table):
        raise Refused(say("That is not what the votes say."))
    return ballots.with_table(state, ballots.close(state, table, event))


def _reopened(state: State, event: events.Reopened) -> State:
    table = _table(state, event.table)
    last = table.decided[-1] if table.decided else None
    if last is None or last.depth != table.game.depth or last.lesson_turn != state.now.turn or not state.now.turn:
        raise Refused(say("There is no vote of this turn to open again."))
    if last.decision == "again":
        raise Refused(say("A second chance is not voted on twice."))
    here = {student.id for student in state.members(table.id)}
    votes = {student: Vote(choice) for student, choice in last.votes.items() if student in here}
    number = table.ballots + 1
    ballot = Ballot(number, last.decision, last.options, votes, last.hands, fresh=True)
    state = ballots.with_table(state, evolve(table, game=table.game.undo(), ballot=ballot, ballots=number))
    if state.now.kind in (stages.CONSEQUENCES, stages.WHY):
        vote = _index(state, stages.VOTE, state.now.turn)
        state = _stage_set(state, vote, event.at)
    return state


def _rewound(state: State, event: events.Rewound) -> State:
    table = _table(state, event.table)
    if state.now.kind not in stages.PLAY:
        raise Refused(say("A game can be rewound while turns are played."))
    if not 1 <= event.turn <= table.game.turn:
        raise Refused(say("The game has not come to that turn."))
    game = table.game.at(event.turn)
    if game.depth == table.game.depth:
        raise Refused(say("The game stands there already."))
    marks = (*table.marks, Mark("rewound", event.turn, state.now.turn, event.at))
    table = ballots.opened(evolve(table, game=game, marks=marks, turn_from=game.turn), fresh=True)
    state = ballots.with_table(state, table)
    if state.plenary or state.now.kind in (stages.CONSEQUENCES, stages.WHY):
        state = _stage_set(state, _index(state, stages.TALK, state.now.turn), event.at)
    return state


def _index(state: State, kind: str, turn: int) -> int:
    return next(i for i, stage in enumerate(state.plan.stages) if stage.kind == kind and stage.turn == turn)


# Stages and time


def _stage_began(state: State, event: events.StageBegan) -> State:
    if not pacing.may_follow(state, event.stage):
        raise Refused(say("The lesson does not go on like that."))
    stage = state.plan.stages[event.stage]
    if stage.kind == stages.READ and not event.override:
        reason = pacing.held(state, event.at)
        if reason:
            raise Refused(reason)
    overridden = (*state.overridden, event.stage) if event.override else state.overridden
    state = evolve(state, overridden=overridden, sitting=state.sitting or event.at)
    if stage.kind == stages.READ:
        state = evolve(state, tables={id: ballots.turn_begun(table) for id, table in state.tables.items()})
    elif stage.kind == stages.VOTE:
        state = evolve(state, tables={id: _unfreshened(table) for id, table in state.tables.items()})
    elif stage.kind not in stages.PLAY:
        state = evolve(state, tables={id: evolve(table, ballot=None) for id, table in state.tables.items()})
    return _stage_set(state, event.stage, event.at)


def _unfreshened(table: Table) -> Table:
    if table.ballot is None or not table.ballot.fresh:
        return table
    return evolve(table, ballot=evolve(table.ballot, fresh=False))


def _stage_set(state: State, index: int, at: int) -> State:
    """At a stage with its whole time, standing still if time does."""
    length = state.plan.stages[index].seconds * 1000
    clock = Clock() if not length else Clock(left=length) if state.paused else Clock(ends=at + length)
    return evolve(state, stage=index, rounds=state.rounds + 1, clock=clock)


def _extended(state: State, event: events.Extended) -> State:
    if not -3600 <= event.seconds <= 3600 or not event.seconds:
        raise Refused(say("Time is given in seconds, up to an hour."))
    clock = state.clock
    if clock.ends is None and clock.left is None:
        raise Refused(say("This stage has no time to change."))
    left = max(0, (clock.remaining(event.at) or 0) + event.seconds * 1000)
    return evolve(state, clock=Clock(left=left) if state.paused else Clock(ends=event.at + left))


def _paused(state: State, event: events.Paused) -> State:
    if state.paused:
        raise Refused(say("The time stands still already."))
    left = state.clock.remaining(event.at)
    return evolve(state, paused=True, clock=Clock(left=left))


def _continued(state: State, event: events.Continued) -> State:
    if not state.paused:
        raise Refused(say("The time is running already."))
    left = state.clock.left
    return evolve(state, paused=False, clock=Clock(ends=event.at + left) if left is not None else Clock())


def _restarted(state: State, event: events.Restarted) -> State:
    """The time that the server was away does not count; after a long absence it stands still until the teacher says."""
    away = max(0, event.at - state.last)
    sitting = state.sitting + away if state.sitting else 0
    if state.sitting and away > LONG_AWAY:
        sitting = event.at
    clock = state.clock
    paused = state.paused or (away > SHORT_AWAY and state.now.kind not in (stages.LOBBY, stages.END))
    if clock.ends is not None:
        left = clock.remaining(state.last) or 0
        clock = Clock(left=left) if paused else Clock(ends=event.at + left)
    return evolve(state, clock=clock, paused=paused, sitting=sitting)


def _hands_set(state: State, event: events.HandsSet) -> State:
    if state.hands == event.on:
        raise Refused(say("The class votes like that already."))
    return evolve(state, hands=event.on)


def _confirmed(state: State, event: events.Confirmed) -> State:
    if event.what not in ("roles", "questions"):
        raise Refused(say("There is no such choice."))
    return evolve(state, confirmed=state.confirmed | {event.what})


_APPLY: Mapping[type[Event], Callable[[State, Any], State]] = {
    **people.APPLY,
    events.Voted: _voted,
    events.HandsCounted: _hands_counted,
    events.Closed: _closed,
    events.Reopened: _reopened,
    events.Rewound: _rewound,
    events.Confirmed: _confirmed,
    events.StageBegan: _stage_began,
    events.Extended: _extended,
    events.Paused: _paused,
    events.Continued: _continued,
    events.Restarted: _restarted,
    events.HandsSet: _hands_set,
}
