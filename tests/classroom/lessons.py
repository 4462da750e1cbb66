"""Lessons for tests: a class that is opened, joined and led, with a clock that the test turns."""

from __future__ import annotations

from hashlib import sha256

import game
from game.classroom import events, pacing, people, session
from game.classroom import plan as stages
from game.classroom.events import Event, Opened
from game.classroom.nicknames import nickname
from game.classroom.state import Refused, State, Table

CODE = "K7P2QX"


def opening(scenario: str = "ladder", mode: str = "plenary", **more: object) -> Opened:
    values: dict[str, object] = {
        "at": 1_000, "code": CODE, "scenario": scenario, "seed": 7, "difficulty": "standard", "mode": mode,
        "minutes": 45, "language": "en",
    }  # fmt: skip
    return Opened(**{**values, **more})  # type: ignore[arg-type]


class Lesson:
    """A lesson with its journal in memory. Every event goes through JSON, as it would through a store."""

    def __init__(self, scenario: str = "ladder", mode: str = "plenary", **more: object) -> None:
        opened = opening(scenario, mode, **more)
        self.scenario = game.load(scenario)
        self.lines = [events.to_json(opened)]
        self.state: State = session.begin(opened, self.scenario)
        self.now = opened.at

    def do(self, cls: type[Event], **values: object) -> State:
        """Something happens now. Raises `Refused`."""
        return self.take(cls(at=self.now, **values))  # type: ignore[arg-type]

    def take(self, event: Event) -> State:
        read = events.from_json(events.to_json(event))
        assert read == event
        self.state = session.apply(self.state, read)
        self.lines.append(events.to_json(event))
        return self.state

    def refused(self, cls: type[Event], **values: object) -> str:
        """Something that cannot happen now: why not, with the state as it was."""
        before = self.state
        try:
            self.do(cls, **values)
        except Refused as reason:
            assert self.state is before
            return str(reason)
        raise AssertionError(f"{cls.__name__} was not refused")

    def join(self, count: int = 1) -> list[str]:
        found = []
        for _ in range(count):
            number = len(self.state.students) + 1
            secret = sha256(f"token {number}".encode()).hexdigest()
            self.do(
                events.Joined, student=f"s{number}", secret=secret, nickname=nickname(CODE, number),
                team=people.team_for(self.state),
            )  # fmt: skip
            found.append(f"s{number}")
        return found

    def replayed(self) -> State:
        return session.replay([events.from_json(line) for line in self.lines], self.scenario)

    def run(self, seconds: int = 0, present: list[str] | None = None) -> list[Event]:
        """Let time pass and do what is due."""
        self.now += seconds * 1000
        done: list[Event] = []
        there = list(self.state.students) if present is None else present
        while (event := pacing.due(self.state, self.now, there)) is not None:
            self.take(event)
            done.append(event)
            assert len(done) < 500, "what is due never ends"
        return done

    def begin(self) -> None:
        """From the lobby through the join and the briefing, everybody ready, to the reading of turn 1."""
        self.do(events.StageBegan, stage=1)
        for student in self.state.students:
            self.do(events.TrialVoted, student=student, choice="ready")
        self.run(300)
        assert self.state.now.kind == stages.BRIEF
        for student in self.state.students:
            for number, right in enumerate(self.state.questions):
                self.do(events.Answered, student=student, question=number, choice=right)
        if not self.state.students or self.state.hands:
            self.do(events.Confirmed, what="roles")
            self.do(events.Confirmed, what="questions")
        self.run(self.state.now.seconds)
        assert self.state.now.kind == stages.READ, self.state.now

    def to(self, kind: str) -> None:
        """Let the time of stages run out until one of a kind begins."""
        for _ in range(40):
            if self.state.now.kind == kind:
                return
            self.run(self.state.now.seconds)
        raise AssertionError(f"the lesson never came to {kind}")

    def table(self, id: str = "class") -> Table:
        return self.state.tables[id]

    def vote(self, student: str, which: int = 0, count: int = 0) -> str:
        """A vote for an option of the ballot at the student's table, by number."""
        table = self.state.table_of(student)
        assert table is not None and table.ballot is not None
        choice = table.ballot.options[which % len(table.ballot.options)]
        self.do(events.Voted, student=student, table=table.id, ballot=table.ballot.number, choice=choice, count=count)
        return choice
