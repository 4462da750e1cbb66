"""The people of a lesson: students, teams, roles, and what they answer and write, as functions of events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve

from game.classroom import ballots, events
from game.classroom import plan as stages
from game.classroom.events import Event
from game.classroom.predictions import forecast_of
from game.classroom.roles import next_role
from game.classroom.state import Line, Refused, State, Student, Table, number_of
from game.rules.play import start
from game.words import say

LONGEST_NAME, LONGEST_TEXT = 24, 200
MOST_STUDENTS = 2_000


def student_of(state: State, id: str) -> Student:
    found = state.students.get(id)
    if found is None:
        raise Refused(say("This student is not in the class."))
    return found


def with_student(state: State, student: Student) -> State:
    return evolve(state, students={**state.students, student.id: student})


def acted(student: Student) -> Student:
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
    state = evolve(with_student(state, student), secrets={**state.secrets, event.secret: event.student})
    return _seated(state, event.team)


def _seated(state: State, team: str) -> State:
    """With a table for the team, where each has its own; one that comes late plays from turn 1."""
    if state.plenary or team in state.tables:
        return state
    opened = state.opened
    table = Table(team, start(state.scenario, opened.seed, opened.difficulty))
    if state.now.kind in stages.PLAY:
        table = ballots.turn_begun(table)
    return evolve(state, tables={**state.tables, team: table})


def _moved(state: State, event: events.Moved) -> State:
    student = student_of(state, event.student)
    if not (event.team.startswith("t") and 0 < number_of(event.team) <= MOST_STUDENTS):
        raise Refused(say("There is no team {name}.", name=event.team))
    if student.team == event.team:
        raise Refused(say("The student is in this team already."))
    state = _without_vote(state, student)
    role = next_role(state.roles, [s.role for s in state.students.values() if s.team == event.team])
    return _seated(with_student(state, evolve(student, team=event.team, role=role)), event.team)


def _without_vote(state: State, student: Student) -> State:
    """Without the student's vote at the table that she leaves; at the class's one table it stays."""
    table = state.table_of(student.id)
    if state.plenary or table is None or table.ballot is None or student.id not in table.ballot.votes:
        return state
    votes = {s: v for s, v in table.ballot.votes.items() if s != student.id}
    return ballots.with_table(state, evolve(table, ballot=evolve(table.ballot, votes=votes)))


def _role_given(state: State, event: events.RoleGiven) -> State:
    if event.role not in state.roles:
        raise Refused(say("There is no such role."))
    return with_student(state, evolve(student_of(state, event.student), role=event.role))


def _skipped(state: State, event: events.Skipped) -> State:
    return with_student(state, evolve(student_of(state, event.student), skipped=True))


def _names_allowed(state: State, event: events.NamesAllowed) -> State:
    students = state.students if event.allowed else {k: evolve(s, asked_name="") for k, s in state.students.items()}
    return evolve(state, names_allowed=event.allowed, students=students)


def _name_asked(state: State, event: events.NameAsked) -> State:
    student = student_of(state, event.student)
    name = " ".join(event.name.split())
    if not state.names_allowed:
        raise Refused(say("Own nicknames are switched off."))
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise Refused(say("A nickname has 1 to {count} letters.", count=LONGEST_NAME))
    if any(s.nickname.casefold() == name.casefold() for s in state.students.values()):
        raise Refused(say("That nickname is taken."))
    return with_student(state, evolve(acted(student), asked_name=name))


def _name_judged(state: State, event: events.NameJudged) -> State:
    student = student_of(state, event.student)
    if not student.asked_name:
        raise Refused(say("This student has not asked for a nickname."))
    if event.allowed and any(s.nickname.casefold() == student.asked_name.casefold() for s in state.students.values()):
        raise Refused(say("That nickname is taken."))
    name = student.asked_name if event.allowed else student.nickname
    return with_student(state, evolve(student, nickname=name, asked_name=""))


# What students answer before and after play


TRIALS = ("ready", "looking", "help")
"""The choices of the trial vote."""


def _trial_voted(state: State, event: events.TrialVoted) -> State:
    if event.choice not in TRIALS:
        raise Refused(say("There is no such choice."))
    return with_student(state, evolve(acted(student_of(state, event.student)), trial=event.choice))


def _answered(state: State, event: events.Answered) -> State:
    student = acted(student_of(state, event.student))
    if not (0 <= event.question < len(state.questions) and 0 <= event.choice < 4):
        raise Refused(say("There is no such question."))
    answers = {**student.answers, event.question: event.choice}
    return with_student(state, evolve(student, answers=answers, tries=student.tries + 1))


def _predicted(state: State, event: events.Predicted) -> State:
    student = acted(student_of(state, event.student))
    if not may_predict(state):
        raise Refused(say("The first consequences are known: it is too late for a forecast."))
    tracks = {track.id: (track.low, track.high) for track in forecast_of(state)}
    low, high = tracks.get(event.track, (1, 0))
    if not low <= event.value <= high:
        raise Refused(say("That cannot be forecast."))
    return with_student(state, evolve(student, prediction=(event.track, event.value)))


def may_predict(state: State) -> bool:
    """Whether forecasts are still taken: until the first consequences."""
    kinds = [stage.kind for stage in state.plan.stages[: state.stage + 1]]
    return stages.CONSEQUENCES not in kinds and stages.WRITING not in kinds


def _wrote(state: State, event: events.Wrote) -> State:
    student = acted(student_of(state, event.student))
    text = " ".join(event.text.split())
    if not 1 <= len(text) <= LONGEST_TEXT or not text.isprintable():
        raise Refused(say("Write 1 to {count} letters.", count=LONGEST_TEXT))
    if event.subject != subject_of(state):
        raise Refused(say("This is not asked now."))
    table = state.table_of(student.id)
    line = Line(student.id, event.subject, text, table.id if table is not None else "", event.at)
    kept = {key: old for key, old in state.lines.items() if key != (student.id, event.subject)}
    return evolve(with_student(state, student), lines={**kept, (student.id, event.subject): line})


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
    student = acted(student_of(state, event.student))
    text = " ".join(event.text.split())
    if state.now.kind not in (*stages.DEBRIEF, stages.EXIT, stages.END):
        raise Refused(say("This is not asked now."))
    if not 1 <= event.sure <= 4:
        raise Refused(say("There is no such choice."))
    if len(text) > LONGEST_TEXT or not text.isprintable():
        raise Refused(say("Write 1 to {count} letters.", count=LONGEST_TEXT))
    return with_student(state, evolve(student, ticket=(event.sure, text)))


APPLY: Mapping[type[Event], Callable[[State, Any], State]] = {
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
    events.Wrote: _wrote,
    events.Moderated: _moderated,
    events.Ticket: _ticket,
}
"""What each event of theirs does to the lesson."""
