"""What a debrief says, as frozen values in the lesson's language. `telling` makes them; page and print show them."""

from __future__ import annotations

from attrs import frozen

from game.rules.play import Game
from game.scenes.scene import Change, Chart, SourceLine


@frozen
class Tally:
    """One answer of a ballot and how many were for it."""

    name: str
    votes: int
    chosen: bool


@frozen
class DecisionTold:
    """A ballot that was closed."""

    turn: int
    """The turn of the table's game."""
    turn_label: str
    lesson_turn: int
    asked: str
    chosen: str
    how: str
    """votes, hands, tie, lot or teacher."""
    tallies: tuple[Tally, ...]
    """Every answer that somebody was for, the chosen one first."""
    voters: int
    """How many could have voted."""
    kept: bool
    """Whether it is on the line that was played on; else it was taken back, on a branch."""


@frozen
class MarkTold:
    """What sets a table's line apart."""

    kind: str
    """rewound, back or interim."""
    turn_label: str
    lesson_turn: int


@frozen
class TurnTold:
    """A turn of the lesson at one table."""

    number: int
    label: str
    decisions: tuple[DecisionTold, ...]
    changes: tuple[Change, ...]
    """What the turn changed in sum."""
    lines: tuple[str, ...]
    """The sentences that the teacher showed."""
    marks: tuple[MarkTold, ...]
    caretaker: tuple[tuple[str, str], ...]
    """What an interim government was asked and did in it."""


@frozen
class Hope:
    """What became of games that went on from an answer, in worlds that might have been."""

    games: int
    chance: int
    """Of a thousand, how many were won."""
    score: int
    """Their mean score, in hundredths."""


@frozen
class Pivotal:
    """A decision after which what could be hoped for changed most, and the same game with another answer."""

    turn_label: str
    asked: str
    chosen: str
    other: str
    after: Hope
    instead: Hope
    """What could be hoped for after the other answer."""
    policy: str
    """The policy by which the games were continued, by name."""
    weight: int
    """How far apart the two answers are; see `game.lab.pivotal.TurningPoint`."""
    kept: int
    later: int
    """Later choices that could be made as they were, and all of them."""
    standing: str
    """Where the other game stands: an ending, or a turn."""
    ended: bool
    won: bool
    score: int
    changes: tuple[Change, ...]
    """Where the other game differs from the one that was played."""
    file: str
    """The record of the other game in the pack."""
    game: Game


@frozen
class TableTold:
    """A table with its game."""

    id: str
    name: str
    members: tuple[str, ...]
    """Nicknames."""
    score: int
    standing: str
    ended: bool
    won: bool
    text: str
    """What the ending says."""
    tracks: tuple[tuple[str, int], ...]
    """The country's tracks, by name."""
    marks: tuple[MarkTold, ...]
    turns: tuple[TurnTold, ...]
    charts: tuple[Chart, ...]
    pivots: tuple[Pivotal, ...]
    file: str
    """The record of the game in the pack, branches included."""
    game: Game


@frozen
class Parting:
    """A decision that several tables had to make, and how each did."""

    turn_label: str
    asked: str
    answers: tuple[tuple[str, tuple[str, ...]], ...]
    """Each answer with the names of the tables that gave it, those of most tables first."""


@frozen
class Forecast:
    """The forecasts of one track against what happened at the forecasters' tables."""

    track: str
    count: int
    mean: float
    actual: float
    """The mean of what happened at the tables of those who forecast it."""
    exact: int
    near: int
    """Within one of it, exact ones included."""


@frozen
class Calibration:
    """How the class's forecasts fared."""

    rows: tuple[Forecast, ...]
    misses: tuple[tuple[int, int], ...]
    """How many forecasts were too low (below 0) or too high by each amount, from the lowest to the highest."""

    @property
    def count(self) -> int:
        """All forecasts."""
        return sum(count for _, count in self.misses)

    @property
    def lean(self) -> float:
        """The mean of what was forecast too much."""
        return sum(miss * count for miss, count in self.misses) / self.count if self.count else 0.0


@frozen
class Beside:
    """What the class decided and what really happened."""

    name: str
    turn_label: str
    chosen: tuple[tuple[str, tuple[str, ...]], ...]
    """Each answer with the names of the tables that gave it."""
    history: str
    sources: tuple[int, ...]
    """Numbers in the list of sources."""


@frozen
class QuestionTold:
    """A question for discussion."""

    tag: str
    text: str
    sources: tuple[int, ...]


@frozen
class TermTold:
    """A word explained."""

    name: str
    text: str


@frozen
class Tickets:
    """The exit tickets: for each of the four answers how many gave it, and how many wrote a sentence."""

    counts: tuple[int, int, int, int]
    sentences: int


@frozen
class Debrief:
    """All that a lesson leaves to talk about."""

    language: str
    title: str
    subtitle: str
    mode: str
    """plenary, teams or hands."""
    day: str
    """The date of the lesson, in UTC: `2026-11-23`."""
    minutes: int
    level: str
    seed: int
    students: int
    teams: int
    turns: int
    """Turns of the lesson that were played."""
    planned: int
    finished: bool
    """Whether the lesson came to its end."""
    judged: tuple[str, ...]
    """The tables whose turning points were looked for, by name; where there are many, those at both ends."""
    tables: tuple[TableTold, ...]
    partings: tuple[Parting, ...]
    calibration: Calibration | None
    beside: tuple[Beside, ...]
    words: tuple[str, ...]
    """Sentences of the silent writing that the teacher showed."""
    objectives: tuple[str, ...]
    questions: tuple[QuestionTold, ...]
    glossary: tuple[TermTold, ...]
    limits: tuple[str, ...]
    worksheet: str
    ticket: tuple[str, ...]
    """The questions of the exit ticket."""
    tickets: Tickets
    sources: tuple[SourceLine, ...]
