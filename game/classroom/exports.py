"""A lesson as tables for a spreadsheet. No column could hold anything of a person."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from game.classroom import events, session
from game.classroom.debrief.lines import on_line
from game.classroom.events import Event, Opened
from game.classroom.state import State
from game.rules.model import Scenario
from game.scenes import telling

VOTES = ("table", "ballot", "lesson_turn", "turn", "decision", "student", "choice", "chosen", "how", "on_line")
TEAMS = ("table", "students", "score", "ending", "won", "turn", "rewound", "second_chances")
FORECASTS = ("student", "table", "track", "forecast", "happened")
TIMELINE = ("number", "second", "stage", "lesson_turn", "event", "table", "student", "what")


def votes_csv(state: State) -> str:
    """Every counted vote, one a row; counted hands as rows without a student, `on_line` 0 for what was taken back."""
    rows: list[Sequence[object]] = []
    for table in state.tables.values():
        there = on_line(table)
        for one in table.decided:
            kept = int(one.decision == "again" or one.number in there)
            about = (table.id, one.number, one.lesson_turn, one.turn, one.decision)
            rows += [(*about, student, choice, one.choice, one.how, kept) for student, choice in one.votes.items()]
            for choice, hands in one.hands.items():
                rows += [(*about, "", choice, one.choice, one.how, kept)] * hands
            if not one.votes and not one.hands:
                rows.append((*about, "", "", one.choice, one.how, kept))
    return _csv(VOTES, rows)


def timeline_csv(history: Iterable[Event], scenario: Scenario) -> str:
    """Every event of the journal in order, with the second since the class was opened; sentences are left out."""
    rows: list[Sequence[object]] = []
    state: State | None = None
    began = 0
    for number, event in enumerate(history, 1):
        if isinstance(event, Opened):
            state, began = session.begin(event, scenario), event.at
        elif state is not None:
            state = session.apply(state, event)
        if state is None:
            continue
        now = state.now
        table, student = getattr(event, "table", ""), getattr(event, "student", "")
        second = (event.at - began) // 1000
        rows.append((number, second, now.kind, now.turn or "", event.kind, table, student, _what(event)))
    return _csv(TIMELINE, rows)


def teams_csv(state: State) -> str:
    """Every table at the end, one a row, with each track of the game in a column of its own."""
    tables = tuple(state.tables.values())
    tracks = [s.name for s in tables[0].game.plan.slots if telling.visible(s) and not s.reset] if tables else []
    rows: list[Sequence[object]] = []
    for table in tables:
        game, outcome = table.game, table.game.outcome
        marks = [mark.kind for mark in table.marks]
        chances = len(marks) - marks.count("rewound")
        row = [table.id, len(state.members(table.id)), game.score, outcome.label if outcome is not None else ""]
        row += [int(outcome is not None and outcome.won), game.turn, marks.count("rewound"), chances]
        rows.append((*row, *(game[track] for track in tracks)))
    return _csv((*TEAMS, *tracks), rows)


def forecasts_csv(state: State) -> str:
    """Every forecast with what happened at the student's table."""
    rows: list[Sequence[object]] = []
    for student in state.students.values():
        table = state.table_of(student.id)
        if student.prediction is not None and table is not None:
            track, value = student.prediction
            rows.append((student.id, table.id, track, value, table.game[track]))
    return _csv(FORECASTS, rows)


def _what(event: Event) -> object:
    """What an event is about, in ids and numbers."""
    match event:
        case events.Voted() | events.Closed() | events.TrialVoted():
            return event.choice
        case events.Predicted():
            return f"{event.track} {event.value}"
        case events.Answered():
            return f"{event.question}: {event.choice}"
        case events.Moved() | events.Joined():
            return event.team
        case events.RoleGiven():
            return event.role
        case events.Wrote() | events.Moderated():
            return event.subject
        case events.Rewound():
            return event.turn
        case events.Extended():
            return event.seconds
        case events.Ticket():
            return event.sure
        case events.Opened():
            return f"{event.scenario} {event.seed} {event.mode} {event.minutes}"
        case _:
            return ""


def _csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return out.getvalue()


def spreadsheet(text: str) -> bytes:
    """A table as a file: with the mark by which spreadsheets know UTF-8,."""
    return ("\ufeff" + text).encode()
