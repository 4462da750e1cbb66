"""A lesson as a function of its events: `begin` from the first, `apply` for each that follows. Pure: no clock, no I/O.

`apply` trusts nothing: an event that cannot happen raises `Refused` with words for the person who asked, and the
state is as it was. Playing the events of a journal again gives the same state, on any machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import evolve

from game.classroom import ballots, events, pacing
from game.classroom import plan as stages
from game.classroom.events import Event, JournalError, Opened
from game.classroom.plan import plan_for
from game.classroom.predictions import forecast_of
from game.classroom.questions import questions_of
from game.classroom.roles import next_role, role_ids
from game.classroom.state import (
    CLASS,
    Ballot,
    Clock,
    Line,
    Mark,
    Refused,
    State,
    Student,
    Table,
    Vote,
    number_of,
)
from game.rules.model import Scenario
from game.rules.play import start
from game.words import say

LONGEST_NAME, LONGEST_TEXT = 24, 200
MOST_STUDENTS = 2_000
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


# Students


def _student(state: State, id: str) -> Student:
    found = state.students.get(id)
    if found is None:
        raise Refused(say("This student is not in the class."))
    return found


def _with(state: State, student: Student) -> State:
    return evolve(state, students={**state.students, student.id: student})


def _acted(student: Student) -> Student:
    """Whoever does something is waited for again."""
    return evolve(student, skipped=False) if student.skipped else student


def team_for(state: State) -> str:
    """The team that the next student joins: one that is not full, or a new one before play has begun."""
    counts: dict[str, int] = {}
    for student in state.students.values():
        counts[student.team] = counts.get(student.team, 0) + 1
    known = sorted(counts, key=number_of)
    if state.playing and not state.plenary:
        seated = [team for team in known if team in state.tables]
        if seated:
            return min(seated, key=lambda team: counts[team])
    open_ones = [team for team in known if counts[team] < state.opened.team_size]
    return open_ones[0] if open_ones else f"t{max((number_of(t) for t in known), default=0) + 1}"


def _joined(state: State, event: events.Joined) -> State:
    if event.student in state.students or event.secret in state.secrets:
        raise Refused(say("This student is in the class already."))
    if len(state.students) >= MOST_STUDENTS:
        raise Refused(say("The class is full."))
    taken = [s.role for s in state.students.values() if s.team == event.team]
    role = next_role(state.roles, taken)
    student = Student(event.student, event.secret, event.nickname, event.team, role, event.at)
    state = evolve(_with(state, student), secrets={**state.secrets, event.secret: event.student})
    return _seated(state, event.team)


def _seated(state: State, team: str) -> State:
    """With a table for the team, where each has its own; one that comes late plays from turn 1."""
    if state.plenary or team in state.tables:
        return state
    opened = state.opened
    table = Table(team, start(state.scenario, opened.seed, opened.difficulty))
    if state.now.kind in stages.PLAY:
        table = _turn_begun(table)
    return evolve(state, tables={**state.tables, team: table})


def _moved(state: State, event: events.Moved) -> State:
    student = _student(state, event.student)
    if not (event.team.startswith("t") and 0 < number_of(event.team) <= MOST_STUDENTS):
        raise Refused(say("There is no team {name}.", name=event.team))
    if student.team == event.team:
        raise Refused(say("The student is in this team already."))
    state = _without_vote(state, student)
    role = next_role(state.roles, [s.role for s in state.students.values() if s.team == event.team])
    return _seated(_with(state, evolve(student, team=event.team, role=role)), event.team)


def _without_vote(state: State, student: Student) -> State:
    """Without the student's vote at the table that she leaves; at the class's one table it stays."""
    table = state.table_of(student.id)
    if state.plenary or table is None or table.ballot is None or student.id not in table.ballot.votes:
        return state
    votes = {s: v for s, v in table.ballot.votes.items() if s != student.id}
    return _with_table(state, evolve(table, ballot=evolve(table.ballot, votes=votes)))


def _role_given(state: State, event: events.RoleGiven) -> State:
    if event.role not in state.roles:
        raise Refused(say("There is no such role."))
    return _with(state, evolve(_student(state, event.student), role=event.role))


def _skipped(state: State, event: events.Skipped) -> State:
    return _with(state, evolve(_student(state, event.student), skipped=True))


def _names_allowed(state: State, event: events.NamesAllowed) -> State:
    students = state.students if event.allowed else {k: evolve(s, asked_name="") for k, s in state.students.items()}
    return evolve(state, names_allowed=event.allowed, students=students)


def _name_asked(state: State, event: events.NameAsked) -> State:
    student = _student(state, event.student)
    name = " ".join(event.name.split())
    if not state.names_allowed:
        raise Refused(say("Own nicknames are switched off."))
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise Refused(say("A nickname has 1 to {count} letters.", count=LONGEST_NAME))
    if any(s.nickname.casefold() == name.casefold() for s in state.students.values()):
        raise Refused(say("That nickname is taken."))
    return _with(state, evolve(_acted(student), asked_name=name))


def _name_judged(state: State, event: events.NameJudged) -> State:
    student = _student(state, event.student)
    if not student.asked_name:
        raise Refused(say("This student has not asked for a nickname."))
    if event.allowed and any(s.nickname.casefold() == student.asked_name.casefold() for s in state.students.values()):
        raise Refused(say("That nickname is taken."))
    name = student.asked_name if event.allowed else student.nickname
    return _with(state, evolve(student, nickname=name, asked_name=""))


# What students answer before and after play


TRIALS = ("ready", "looking", "help")
"""The choices of the trial vote."""


def _trial_voted(state: State, event: events.TrialVoted) -> State:
    if event.choice not in TRIALS:
        raise Refused(say("There is no such choice."))
    return _with(state, evolve(_acted(_student(state, event.student)), trial=event.choice))


def _answered(state: State, event: events.Answered) -> State:
    student = _acted(_student(state, event.student))
    if not (0 <= event.question < len(state.questions) and 0 <= event.choice < 4):
        raise Refused(say("There is no such question."))
    answers = {**student.answers, event.question: event.choice}
    return _with(state, evolve(student, answers=answers, tries=student.tries + 1))


def _predicted(state: State, event: events.Predicted) -> State:
    student = _acted(_student(state, event.student))
    if not may_predict(state):
        raise Refused(say("The first consequences are known: it is too late for a forecast."))
    tracks = {track.id: (track.low, track.high) for track in forecast_of(state)}
    low, high = tracks.get(event.track, (1, 0))
    if not low <= event.value <= high:
        raise Refused(say("That cannot be forecast."))
    return _with(state, evolve(student, prediction=(event.track, event.value)))


def may_predict(state: State) -> bool:
    """Whether forecasts are still taken: until the first consequences."""
    kinds = [stage.kind for stage in state.plan.stages[: state.stage + 1]]
    return stages.CONSEQUENCES not in kinds and stages.WRITING not in kinds


def _wrote(state: State, event: events.Wrote) -> State:
    student = _acted(_student(state, event.student))
    text = " ".join(event.text.split())
    if not 1 <= len(text) <= LONGEST_TEXT or not text.isprintable():
        raise Refused(say("Write 1 to {count} letters.", count=LONGEST_TEXT))
    if event.subject != subject_of(state):
        raise Refused(say("This is not asked now."))
    table = state.table_of(student.id)
    line = Line(student.id, event.subject, text, table.id if table is not None else "", event.at)
    kept = {key: old for key, old in state.lines.items() if key != (student.id, event.subject)}
    return evolve(_with(state, student), lines={**kept, (student.id, event.subject): line})


def subject_of(state: State) -> str:
    """What students write about now; empty where nothing is asked. Late reasons for a turn are taken in the debrief."""
    stage = state.now
    if stage.kind in (stages.CONSEQUENCES, stages.WHY):
        return f"why:{stage.turn}"
    return "writing" if stage.kind in stages.DEBRIEF else ""


def _moderated(state: State, event: events.Moderated) -> State:
    line = state.lines.get((event.student, event.subject))
    if line is None:
        raise Refused(say("There is no such sentence."))
    return evolve(state, lines={**state.lines, (event.student, event.subject): evolve(line, shown=event.shown)})


def _ticket(state: State, event: events.Ticket) -> State:
    student = _acted(_student(state, event.student))
    text = " ".join(event.text.split())
    if state.now.kind not in (*stages.DEBRIEF, stages.EXIT, stages.END):
        raise Refused(say("This is not asked now."))
    if not 1 <= event.sure <= 4:
        raise Refused(say("There is no such choice."))
    if len(text) > LONGEST_TEXT or not text.isprintable():
        raise Refused(say("Write 1 to {count} letters.", count=LONGEST_TEXT))
    return _with(state, evolve(student, ticket=(event.sure, text)))


# Votes


def _table(state: State, id: str) -> Table:
    found = state.tables.get(id)
    if found is None:
        raise Refused(say("There is no such table."))
    return found


def _with_table(state: State, table: Table) -> State:
    return evolve(state, tables={**state.tables, table.id: table})


def _open_ballot(state: State, table: Table, number: int) -> Ballot:
    if table.ballot is None or state.now.kind not in (stages.TALK, stages.VOTE):
        raise Refused(say("Nothing is being decided here now."))
    if table.ballot.number != number:
        raise Refused(say("That vote is closed."))
    return table.ballot


def _voted(state: State, event: events.Voted) -> State:
    student = _acted(_student(state, event.student))
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
    state = state if not state.students[student.id].skipped else _with(state, student)
    return _with_table(state, evolve(table, ballot=evolve(ballot, votes=votes)))


def _hands_counted(state: State, event: events.HandsCounted) -> State:
    table = _table(state, event.table)
    ballot = _open_ballot(state, table, event.ballot)
    if not state.hands:
        raise Refused(say("The class does not vote by hands now."))
    if any(choice not in ballot.options or not 0 <= n <= MOST_STUDENTS for choice, n in event.counts.items()):
        raise Refused(say("There is no such choice."))
    return _with_table(state, evolve(table, ballot=evolve(ballot, hands=dict(event.counts))))


def _closed(state: State, event: events.Closed) -> State:
    table = _table(state, event.table)
    ballot = _open_ballot(state, table, event.ballot)
    if event.choice not in ballot.options:
        raise Refused(say("There is no such choice."))
    if event.how != "teacher" and (event.choice, event.how) != ballots.result(state, table):
        raise Refused(say("That is not what the votes say."))
    return _with_table(state, ballots.close(state, table, event))


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
    state = _with_table(state, evolve(table, game=table.game.undo(), ballot=ballot, ballots=number))
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
    state = _with_table(state, table)
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
        state = evolve(state, tables={id: _turn_begun(table) for id, table in state.tables.items()})
    elif stage.kind == stages.VOTE:
        state = evolve(state, tables={id: _unfreshened(table) for id, table in state.tables.items()})
    elif stage.kind not in stages.PLAY:
        state = evolve(state, tables={id: evolve(table, ballot=None) for id, table in state.tables.items()})
    return _stage_set(state, event.stage, event.at)


def _turn_begun(table: Table) -> Table:
    depth = table.game.depth
    return ballots.opened(evolve(table, turn_from=table.game.turn, starts=(*table.starts, depth)))


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
    events.Joined: _joined,
    events.Moved: _moved,
    events.RoleGiven: _role_given,
    events.Skipped: _skipped,
    events.NamesAllowed: _names_allowed,
    events.NameAsked: _name_asked,
    events.NameJudged: _name_judged,
    events.TrialVoted: _trial_voted,
    events.Answered: _answered,
    events.Predicted: _predicted,
    events.Voted: _voted,
    events.HandsCounted: _hands_counted,
    events.Closed: _closed,
    events.Reopened: _reopened,
    events.Rewound: _rewound,
    events.Wrote: _wrote,
    events.Moderated: _moderated,
    events.Ticket: _ticket,
    events.Confirmed: _confirmed,
    events.StageBegan: _stage_began,
    events.Extended: _extended,
    events.Paused: _paused,
    events.Continued: _continued,
    events.Restarted: _restarted,
    events.HandsSet: _hands_set,
}
