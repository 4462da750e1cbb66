"""The state of a lesson: students, tables with their games and ballots, the stage and its clock. Frozen values."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from game.classroom.events import Opened
from game.classroom.plan import Plan, Stage
from game.rules.model import Scenario
from game.rules.play import Game

CLASS = "class"
"""The one table of a plenary."""

BACK, INTERIM = "again > back", "again > interim"
"""What a table that lost early can choose: the lost turn once more on a branch, or an interim government."""


class Refused(ValueError):
    """An event that cannot happen now, and why, in words for the person who asked."""


@frozen
class Student:
    """One student, known by a number and a nickname."""

    id: str
    secret: str
    nickname: str
    team: str
    role: str
    joined_at: int
    skipped: bool = False
    asked_name: str = ""
    trial: str = ""
    answers: Mapping[int, int] = field(factory=dict)
    """For each question on the rules: the choice last given."""
    tries: int = 0
    prediction: tuple[str, int] | None = None
    ticket: tuple[int, str] | None = None


@frozen
class Vote:
    """A student's vote on a ballot, with her own count of her messages."""

    choice: str
    count: int = 0


@frozen
class Ballot:
    """What a table decides now."""

    number: int
    decision: str
    """The id of the decision; `again` for a table that lost early."""
    options: tuple[str, ...]
    votes: Mapping[str, Vote] = field(factory=dict)
    hands: Mapping[str, int] = field(factory=dict)
    fresh: bool = False
    """Whether it was opened while a vote's time was running, so that it gets a time of its own."""


@frozen
class Decided:
    """A ballot that was closed."""

    number: int
    turn: int
    """The turn of the table's game."""
    lesson_turn: int
    decision: str
    options: tuple[str, ...]
    votes: Mapping[str, str]
    hands: Mapping[str, int]
    choice: str
    how: str
    """votes, hands, tie, lot or teacher."""
    at: int
    depth: int
    """The moves of the game after it; what was rewound or reopened since is not on the game's line any more."""
    voters: int = 0
    """How many could have voted."""

    @property
    def counts(self) -> dict[str, int]:
        """The votes and hands for each option, those without any included."""
        counts = dict.fromkeys(self.options, 0)
        for choice in self.votes.values():
            counts[choice] += 1
        for choice, hands in self.hands.items():
            counts[choice] += hands
        return counts


@frozen
class Mark:
    """Something that sets a table's line apart: rewound, back (a lost turn again), interim (a caretaker's turn)."""

    kind: str
    turn: int
    lesson_turn: int
    at: int


@frozen(eq=False)
class Table:
    """A game with those who decide in it."""

    id: str
    game: Game
    ballot: Ballot | None = None
    turn_from: int = 0
    """The turn of the game in which the lesson's turn began; 0 before the first."""
    decided: tuple[Decided, ...] = ()
    marks: tuple[Mark, ...] = ()
    ballots: int = 0
    starts: tuple[int, ...] = ()
    """The depth of the game at the start of each turn of the lesson."""

    @property
    def lost_early(self) -> bool:
        """Whether the game ended before its last turn without being won."""
        outcome = self.game.outcome
        return outcome is not None and not outcome.won and self.game.turn < self.game.scenario.last_turn

    @property
    def finished(self) -> bool:
        """Whether nothing more can be played here."""
        return self.game.over and not self.lost_early

    @property
    def turn_done(self) -> bool:
        """Whether this table has played the lesson's turn; one that lost in it has too."""
        return self.game.over or self.game.turn > self.turn_from


@frozen
class Line:
    """A sentence of a student; `shown` is None until the teacher has decided."""

    student: str
    subject: str
    text: str
    table: str
    at: int
    shown: bool | None = None


@frozen
class Clock:
    """The time of a stage, in milliseconds: when it ends, or what is left of it while it stands still."""

    ends: int | None = None
    left: int | None = None

    def remaining(self, now: int) -> int | None:
        """What is left; None for a stage without a time."""
        if self.left is not None:
            return self.left
        return None if self.ends is None else max(0, self.ends - now)


@frozen(eq=False)
class State:
    """A lesson at one moment. `game.classroom.session.apply` gives the next."""

    opened: Opened
    scenario: Scenario = field(repr=False)
    plan: Plan = field(repr=False)
    roles: tuple[str, ...]
    questions: tuple[int, ...]
    """The right choice of each question on the rules."""
    tables: Mapping[str, Table]
    students: Mapping[str, Student] = field(factory=dict)
    secrets: Mapping[str, str] = field(factory=dict, repr=False)
    """The student of each token's hash."""
    lines: Mapping[tuple[str, str], Line] = field(factory=dict)
    """By student and subject, oldest first."""
    stage: int = 0
    rounds: int = 0
    """How many stages have begun: tells one vote from its next round."""
    clock: Clock = Clock()
    paused: bool = False
    hands: bool = False
    names_allowed: bool = False
    confirmed: frozenset[str] = frozenset()
    sitting: int = 0
    """When the present sitting began; 0 in the lobby."""
    last: int = 0
    """When the last event was."""
    overridden: tuple[int, ...] = ()
    """The stages that the teacher began against the gate or the guard."""

    @property
    def now(self) -> Stage:
        """The stage."""
        return self.plan.stages[self.stage]

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams in order."""
        return tuple(sorted({s.team for s in self.students.values()}, key=number_of))

    @property
    def plenary(self) -> bool:
        """Whether there is one game for all."""
        return self.opened.mode == "plenary"

    @property
    def playing(self) -> bool:
        """Whether the first turn has begun."""
        return any(stage.kind == "read" for stage in self.plan.stages[: self.stage + 1])

    def table_of(self, student: str) -> Table | None:
        """The table a student sits at; None for a team that has none (yet)."""
        found = self.students.get(student)
        if found is None:
            return None
        return self.tables.get(CLASS if self.plenary else found.team)

    def members(self, table: str) -> tuple[Student, ...]:
        """The students at a table, in the order in which they joined."""
        if self.plenary:
            return tuple(self.students.values()) if table == CLASS else ()
        return tuple(s for s in self.students.values() if s.team == table)


def number_of(id: str) -> int:
    """The number in an id such as `t12`."""
    digits = id.lstrip("abcdefghijklmnopqrstuvwxyz")
    return int(digits) if digits.isdecimal() else 0
