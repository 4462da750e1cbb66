"""The scenes that tell of a game: report, ledger, details, charts, history and ending."""

from __future__ import annotations

from attrs import frozen

from game.scenes.scene_board import BranchView, HistoryStep, LegacyView
from game.scenes.scene_parts import CauseGroup, CauseLine, Change, Chart, Section, SourceLine, TrackMark


@frozen
class ReportScene:
    """What the end of a turn did."""

    title: str
    turn: int
    turn_label: str
    groups: tuple[CauseGroup, ...]
    """Everything since the last decision of the turn, in order."""
    news: tuple[CauseGroup, ...]
    """What the new turn brought without asking."""
    changes: tuple[Change, ...]
    """The whole turn in sum, from its first decision to its end."""
    tracks: tuple[TrackMark, ...]
    """The country's tracks as they stand."""
    ending: str
    """The ending's name, if the game is over."""
    next: str
    """What comes next: `Second half of 2022`."""
    notice: str = ""


@frozen
class WhyRow:
    """One cause in a track's ledger."""

    turn: int
    turn_label: str
    rule: str
    rule_name: str
    kind: str
    line: CauseLine
    move: str
    """What was played, in words, when it happened."""
    text: str
    """What the rule says of itself."""
    sources: tuple[SourceLine, ...]


@frozen
class WhyScene:
    """A track's ledger: the start and every cause since, newest first."""

    track: TrackMark
    start: int
    start_where: str
    rows: tuple[WhyRow, ...]
    sources: tuple[SourceLine, ...] = ()
    """Of the track itself."""
    notice: str = ""


@frozen
class DetailScene:
    """A card, member, event, summit, action, law, track or legacy in full."""

    id: str
    kind: str
    name: str
    letter: str
    text: str
    sections: tuple[Section, ...]
    tracks: tuple[TrackMark, ...]
    history: str
    sources: tuple[SourceLine, ...]
    where: str
    notice: str = ""
    icon: str = ""
    """The name of its picture; empty for none."""


@frozen
class HistoryNote:
    """What really happened, beside what the player did."""

    turn: int
    turn_label: str
    name: str
    chosen: str
    """The player's answer, in words."""
    history: str
    sources: tuple[SourceLine, ...]


@frozen
class PivotView:
    """A decision the game hung on, and the other game that another answer would have led to."""

    number: int
    """What `OtherGame` wants."""
    turn_label: str
    decision: str
    chosen: str
    instead: str
    text: str
    """What was chosen, and what the other answer would have led to."""
    ending: str
    won: bool
    score: int


@frozen
class EndingScene:
    """How the game ended."""

    name: str
    text: str
    won: bool
    score: int
    turn_label: str
    causes: tuple[CauseGroup, ...]
    """What the last step changed."""
    legacies: tuple[LegacyView, ...]
    charts: tuple[Chart, ...]
    history: tuple[HistoryNote, ...]
    level: str
    seed: int
    moves: int
    notice: str = ""
    title: str = ""
    """The scenario's."""
    pivots: tuple[PivotView, ...] = ()
    """The decisions it hung on, the weightiest first."""
    working: str = ""
    """Words in place of the pivots, while they are worked out."""
    branches: tuple[BranchView, ...] = ()
    """The other lines of this game."""


@frozen
class ChartsScene:
    """The game so far in curves."""

    charts: tuple[Chart, ...]
    notice: str = ""


@frozen
class HistoryEntry:
    """A move with what it changed."""

    step: HistoryStep
    groups: tuple[CauseGroup, ...]


@frozen
class HistoryScene:
    """Every move of the line, and the other lines."""

    entries: tuple[HistoryEntry, ...]
    branches: tuple[BranchView, ...]
    notice: str = ""
