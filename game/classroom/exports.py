"""A lesson as tables for a spreadsheet: its votes and its timeline. No column could hold anything of a person."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path

from game.classroom import events, session
from game.classroom.events import Event, Opened
from game.classroom.state import State
from game.record.files import write_whole
from game.rules.model import Scenario

VOTES = ("table", "ballot", "lesson_turn", "turn", "decision", "student", "choice", "chosen", "how", "on_line")
TIMELINE = ("number", "second", "stage", "lesson_turn", "event", "table", "student", "what")


def votes_csv(state: State) -> str:
    """Every counted vote, one a row; counted hands as rows without a student, `on_line` 0 for what was rewound."""
    rows: list[Sequence[object]] = []
    for table in state.tables.values():
        line = table.game.line
        for one in table.decided:
            move = line[one.depth].move if one.depth < len(line) else None
            kept = int(one.decision == "again" or (move is not None and str(move) == one.choice))
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


def write_debrief(state: State, history: Sequence[Event], folder: Path) -> tuple[Path, ...]:
    """Write what a lesson leaves into a folder; gives the files. Raises `OSError`."""
    files = {"votes.csv": votes_csv(state), "timeline.csv": timeline_csv(history, state.scenario)}
    for name, text in files.items():
        write_whole(folder / name, ("\ufeff" + text).encode())  # the mark by which spreadsheets know UTF-8
    return tuple(folder / name for name in files)
