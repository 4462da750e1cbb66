"""Scenes: everything a screen shows, as texts, numbers and ids. Pure values: no pygame, no game, no drawing.

`view.view(session)` builds one; a front end only lays it out. Ids are what intents want back: `MoveView.id` goes into
`Play` and `Focus`, a track's id into `Why`, any other id into `Detail`.
"""

from __future__ import annotations

from attrs import frozen

from game.scenes.diagnosis import AuthorMark, DiagnosticsScene
from game.words import say

# Small parts


def _step(name: str, before: int, after: int) -> str:
    amount = f"{after - before:+d}"
    return say("{name} {before} to {after} ({amount})", name=name, before=before, after=after, amount=amount)


def badge_name(badge: str) -> str:
    """What the badge of a card says."""
    return {"new": say("new"), "last chance": say("last chance"), "played": say("played")}.get(badge, badge)


@frozen
class TrackMark:
    """A track with its value, and where the focused move would take it."""

    id: str
    """`treasury` or `china.leverage`: the id that `Why` wants."""
    name: str
    """`Leverage`."""
    full_name: str
    """`China: Leverage`; the same as `name` for a track of the country."""
    value: int
    low: int
    high: int
    ghost: int | None = None
    """The value after the focused move; None where it does not differ or nothing is focused."""
    good: bool | None = None
    """Whether more is good for the player; None where it depends."""
    unit: str = ""
    text: str = ""
    member: str = ""
    """The member it belongs to, if it belongs to one."""
    reckoned: int | None = None
    """The value if the turn ended now; None where that does not differ."""
    icon: str = ""
    """The name of its picture; empty for none."""


@frozen
class Change:
    """The difference a move or a turn makes to one track."""

    track: str
    name: str
    """The track's full name."""
    before: int
    after: int
    good: bool | None = None
    """Whether this change is good for the player; None where it depends."""

    @property
    def amount(self) -> int:
        return self.after - self.before

    @property
    def text(self) -> str:
        """`China: Leverage 2 to 3 (+1)`."""
        return _step(self.name, self.before, self.after)


@frozen
class CauseLine:
    """One change as a rule made it."""

    track: str
    name: str
    """The track's full name."""
    before: int
    asked: int
    after: int
    statement: str
    """The line of the rule, as its author wrote it."""
    where: str
    """`file:line:column` of that line."""
    note: str = ""
    """What held it back or where it came from: `held at 10`, `could not be paid from Treasury`."""
    good: bool | None = None
    told: str = ""
    """Words that stand for the whole line, where the bare numbers would say nothing."""

    @property
    def applied(self) -> int:
        return self.after - self.before

    @property
    def lost(self) -> int:
        """What was asked beyond the track's bounds."""
        return self.asked - self.applied

    @property
    def text(self) -> str:
        """`China: Leverage 2 to 3 (+1)`, with the note."""
        told = self.told or _step(self.name, self.before, self.after)
        return f"{told}, {self.note}" if self.note else told


@frozen
class CauseGroup:
    """The changes that one rule made, in order."""

    rule: str
    """The rule's id, such as `laws.income`; `Detail` takes it."""
    name: str
    kind: str
    """mission, option, event, law or turn."""
    text: str
    """What the rule says of itself."""
    lines: tuple[CauseLine, ...]
    turn: int = 0
    """The turn it belongs to: a step that ends a turn may also tell what the next one brings."""


@frozen
class EffectLine:
    """One effect of a move in words."""

    text: str
    """`Middle Corridor: Capacity +1`, `Court Turkey`, `In 2 turns: The railway opens`."""
    good: bool | None = None
    parts: tuple[str, ...] = ()
    """What a named procedure does in detail: `Relations +2`."""
    condition: str = ""
    """`Capacity of Middle Corridor 3 or more`; empty for what always happens."""
    holds: bool | None = None
    """For an effect under a condition: whether it would happen now. None where that cannot be told."""
    later: bool = False
    """Whether it is an event of a later turn, which no preview can show."""

    @property
    def full_text(self) -> str:
        """The effect with its details and condition in one line."""
        told = self.text
        if self.parts:
            told += f" ({', '.join(self.parts)})"
        if self.condition:
            told = say("{effect}, if {condition}", effect=told, condition=self.condition)
            if self.holds is not None:
                told += f" ({say('yes, now') if self.holds else say('not now')})"
        return told


@frozen
class SourceLine:
    """Where a fact comes from."""

    id: str
    title: str
    publisher: str = ""
    url: str = ""
    fact: str = ""
    confidence: str = ""


@frozen
class Choice:
    """An entry of a menu, a level of difficulty, a scenario to pick."""

    id: str
    name: str
    text: str = ""
    enabled: bool = True
    chosen: bool = False


# The board


@frozen
class Pointer:
    """A part of the board that an event points at while it is asked."""

    id: str
    kind: str
    """track, member, group, envoy or part (hand, calendar, reckoning, map)."""
    name: str
    members: tuple[str, ...] = ()
    """The members it is about: a group's, a track's owner, the member itself."""


@frozen
class TurnDot:
    """A turn in the header's row."""

    turn: int
    label: str
    state: str
    """past, now or ahead."""


@frozen
class Header:
    """The line above the board."""

    scenario: str
    title: str
    subtitle: str
    level: str
    seed: int
    turn: int
    last_turn: int
    turn_label: str
    turns: tuple[TurnDot, ...]
    deciding: str
    """event, envoy or over."""
    question: str
    """What is being decided: `A court halts the pipeline`, `President: choose a mission`."""
    who: str
    """The envoy's or event's name."""
    score: int
    goal: int | None = None
    """The score that wins, if the scenario's endings name one."""


@frozen
class LinkMark:
    """A member's link to a member of another group, such as a route's owner."""

    name: str
    target: str
    target_name: str
    target_letter: str = ""


@frozen
class PairMark:
    """Another member with whom this one stands in a declared pair, such as a rival."""

    pairs: str
    name: str
    other: str
    other_name: str
    other_letter: str = ""


@frozen
class MemberView:
    """A member of a group: a power on its mat, a route."""

    id: str
    name: str
    letter: str
    text: str
    index: int
    """Its position in its group, for colours and shapes."""
    tracks: tuple[TrackMark, ...]
    links: tuple[LinkMark, ...] = ()
    pairs: tuple[PairMark, ...] = ()
    place: str | None = None
    lands: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    moves: str = ""
    """`now` or `next` for a member that chance has put on the move, `later` for what else is known; else empty."""


@frozen
class GroupView:
    """A group of members. `look` says how it is drawn: `mats` for members with a place or lands, `routes` for those
    with a path over the map, `rows` for all others."""

    id: str
    one: str
    name: str
    look: str
    members: tuple[MemberView, ...]


@frozen
class EnvoyView:
    """An envoy and its mission this turn."""

    id: str
    name: str
    text: str
    rank: int
    state: str
    """done, now or waiting."""
    mission: str = ""
    """The name of its mission, once done."""
    move: str = ""
    icon: str = ""


@frozen
class PlaceView:
    """A place of the map, in degrees; one that is `offmap` belongs to the margin."""

    id: str
    name: str
    lat: float
    lon: float
    offmap: bool = False
    member: str = ""
    """The member whose place it is."""


@frozen
class RouteView:
    """A member with a path over the map.

    `weight` is its group's first track. `blocked` holds the marks of its other tracks where more is bad and there is
    some: in the shipped ruleset, the turns for which the route stays closed.
    """

    id: str
    name: str
    path: tuple[str, ...]
    weight: TrackMark | None
    blocked: tuple[TrackMark, ...]
    owner: str = ""
    """The member that its first link names."""
    owner_name: str = ""
    owner_letter: str = ""


@frozen
class MapView:
    """The map with its places and routes; `home` and members' `lands` are codes of countries on it."""

    base: str
    home: tuple[str, ...]
    places: tuple[PlaceView, ...]
    routes: tuple[RouteView, ...]


@frozen
class CalendarEntry:
    """Something the player knows of a turn."""

    id: str
    """For `Detail`: a summit, event or member."""
    kind: str
    """summit, event, scheduled, or chance (a member on the move)."""
    name: str
    member: str = ""
    """The host's id, or the member on the move."""
    member_name: str = ""
    place_name: str = ""
    state: str = ""
    """Of a summit: ahead, now, attended or missed."""
    by: str = ""
    """The envoy who attended."""


@frozen
class CalendarTurn:
    """A turn of the calendar with all that is public about it."""

    turn: int
    label: str
    state: str
    entries: tuple[CalendarEntry, ...]


@frozen
class MoveView:
    """A move with all that a player wants to know before choosing it."""

    id: str
    """The move's notation."""
    kind: str
    """option, card, summit, action or pass."""
    subject: str
    """What `Detail` shows: the card, summit or action."""
    name: str
    text: str
    legal: bool
    cost: tuple[str, ...] = ()
    """`Treasury 4`."""
    effects: tuple[EffectLine, ...] = ()
    lead: tuple[EffectLine, ...] = ()
    """What a leading envoy brings on top."""
    leads: bool = False
    """Whether this envoy is one, so that `lead` counts."""
    needs: tuple[str, ...] = ()
    """Conditions besides the cost, in words."""
    refusals: tuple[str, ...] = ()
    """Why it cannot be played now; empty for a legal move."""
    tags: tuple[str, ...] = ()
    badge: str = ""
    """`new`, `last chance` or `played` for a card, else empty."""
    member: str = ""
    """The member it is about: a summit's host, the power visited."""
    member_name: str = ""
    icon: str = ""
    """The name of the picture of a card's tag or of an action; empty for none."""
    focused: bool = False

    @property
    def badge_name(self) -> str:
        """The badge in words."""
        return badge_name(self.badge)

    @property
    def all_effects(self) -> tuple[EffectLine, ...]:
        """The effects that this envoy's mission has."""
        return self.effects + self.lead if self.leads else self.effects


@frozen
class MoveGroup:
    """Moves of one kind: a deck's cards, the summits of the turn, home actions."""

    id: str
    name: str
    kind: str
    """cards, summits, actions, options or pass."""
    moves: tuple[MoveView, ...]
    icon: str = ""


@frozen
class Decision:
    """What is asked now: an event with options, an envoy's mission, or nothing more."""

    kind: str
    """event, envoy or over."""
    id: str
    name: str
    text: str
    groups: tuple[MoveGroup, ...]
    history: str = ""
    sources: tuple[SourceLine, ...] = ()
    member: str = ""
    """Whose agenda it is, for a face of one."""
    member_name: str = ""
    because: str = ""
    """Why it comes now, for a face of an agenda: `The power on the move`."""
    highlight: tuple[Pointer, ...] = ()
    """What the event points at on the board."""

    @property
    def moves(self) -> tuple[MoveView, ...]:
        """All moves, legal and refused, in order."""
        return tuple(m for g in self.groups for m in g.moves)


@frozen
class TableCard:
    """A card on the table."""

    id: str
    name: str
    badge: str
    """new, last chance, played or empty."""
    icon: str = ""

    @property
    def badge_name(self) -> str:
        """The badge in words."""
        return badge_name(self.badge)


@frozen
class Deck:
    """A deck's cards on the table this turn."""

    id: str
    name: str
    cards: tuple[TableCard, ...]
    icon: str = ""


@frozen
class Reckoning:
    """What ending the turn now would do."""

    groups: tuple[CauseGroup, ...]
    changes: tuple[Change, ...]
    """The differences in sum, track by track."""
    ending: str = ""
    """The name of the ending that would follow."""
    ending_won: bool = False


@frozen
class PreviewView:
    """What the focused move would change, exactly, up to what is still hidden."""

    move: str
    name: str
    groups: tuple[CauseGroup, ...]
    changes: tuple[Change, ...]
    reveals: bool
    """Whether something hidden comes to light after these changes."""
    ending: str = ""
    """The name of the ending that would follow."""


@frozen
class LegacyView:
    """How far a legacy has come."""

    id: str
    name: str
    text: str
    measure: int
    stars: int
    points: int
    doubled: bool
    thresholds: tuple[int, ...]
    next_at: int | None
    """The measure at which the next star is won; None with all stars."""
    ghost: int | None = None
    """The measure after the focused move, where it differs."""


@frozen
class HistoryStep:
    """A move of the line that is being played; those that were undone and can be redone follow it."""

    depth: int
    """The number of moves after it: what `JumpTo` wants."""
    turn: int
    turn_label: str
    move: str
    actor: str
    name: str
    here: bool = False
    """Whether this is the position on the board."""
    undone: bool = False


@frozen
class BranchView:
    """Another line that was played and left: what `Switch` wants is its index."""

    index: int
    name: str
    turn: int
    moves: int
    turn_label: str = ""
    """The turn it came to."""
    fork: int = 0
    """How many moves it shares with the line on the board."""
    ending: str = ""
    """The name of its ending, for a game that was played to its end."""
    ahead: bool = False
    """Whether it is what `Redo` plays again, and so no other line."""


@frozen
class BoardScene:
    """The board."""

    header: Header
    tracks: tuple[TrackMark, ...]
    groups: tuple[GroupView, ...]
    envoys: tuple[EnvoyView, ...]
    map: MapView | None
    calendar: tuple[CalendarTurn, ...]
    decks: tuple[Deck, ...]
    decision: Decision
    reckoning: Reckoning
    preview: PreviewView | None
    legacies: tuple[LegacyView, ...]
    log: tuple[CauseGroup, ...]
    """What the last move changed."""
    history: tuple[HistoryStep, ...]
    branches: tuple[BranchView, ...]
    can_undo: bool
    can_redo: bool
    notice: str = ""
    author: AuthorMark | None = None
    """The badge of the author's preview; None where the player is not the author."""


# Other screens


@frozen
class TitleScene:
    """The first screen; choices are `continue`, `new`, `settings`, `help`, `quit`."""

    title: str
    version: str
    choices: tuple[Choice, ...]
    notice: str = ""


@frozen
class PickerScene:
    """Which scenario, how hard, which seed."""

    scenarios: tuple[Choice, ...]
    levels: tuple[Choice, ...]
    seed: int
    subtitle: str
    summary: str
    """Of the chosen scenario."""
    notice: str = ""


@frozen
class BriefingScene:
    """What the game is about, before the first decision."""

    title: str
    subtitle: str
    paragraphs: tuple[str, ...]
    level: str
    level_text: str
    seed: int
    authors: tuple[str, ...]
    licence: str
    started: bool
    """Whether the game has begun; otherwise going on begins it."""
    notice: str = ""


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
class Section:
    """A headed list of lines on a detail screen."""

    name: str
    lines: tuple[str, ...]


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
class Series:
    """One line of a chart: a value at the end of each turn so far."""

    id: str
    name: str
    letter: str
    values: tuple[int, ...]


@frozen
class Chart:
    """A track of a group's members, or tracks of the country, over the turns."""

    name: str
    low: int
    high: int
    labels: tuple[str, ...]
    """`Start`, then the turns."""
    series: tuple[Series, ...]


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


@frozen
class HelpLine:
    """A key or command and what it does."""

    key: str
    text: str


@frozen
class HelpScene:
    """How to play and which keys do what."""

    paragraphs: tuple[str, ...]
    keys: tuple[HelpLine, ...]
    notice: str = ""


@frozen
class ElsewhereScene:
    """The offer to a window whose game another one plays too."""

    title: str
    paragraphs: tuple[str, ...]
    choices: tuple[Choice, ...]
    """`look`, `take` and `copy`."""
    notice: str = ""


@frozen
class SettingRow:
    """A setting: a few choices side by side, or a size that can be less or more."""

    id: str
    """What `Set` wants."""
    name: str
    text: str
    value: str
    """The present choice, in words."""
    choices: tuple[Choice, ...]
    """All of them in order; none for a size."""
    less: bool = False
    more: bool = False


@frozen
class SettingsScene:
    """How the game is shown."""

    rows: tuple[SettingRow, ...]
    projector: bool
    """Whether everything is set for a projector already."""
    notice: str = ""


@frozen
class RuleEntry:
    """A thing of the rules: a track, a law, an ending."""

    name: str
    text: str = ""
    notes: tuple[str, ...] = ()
    """What the rules say of it in words, below its own text."""
    letter: str = ""
    index: int = -1
    """Of a member: its letter and position, for its token."""
    icon: str = ""
    """The name of its picture; empty for none."""


@frozen
class RuleSection:
    """A part of the rulebook."""

    name: str
    text: str
    entries: tuple[RuleEntry, ...]


@frozen
class RulePage:
    """A page of the rulebook, in two columns."""

    name: str
    columns: tuple[tuple[RuleSection, ...], ...]


@frozen
class RulesScene:
    """The rulebook of a scenario, made from its own texts."""

    title: str
    subtitle: str
    page: int
    """The page shown, from 1."""
    pages: tuple[RulePage, ...]
    notice: str = ""


Scene = (
    TitleScene
    | PickerScene
    | BriefingScene
    | BoardScene
    | ReportScene
    | WhyScene
    | DetailScene
    | EndingScene
    | ChartsScene
    | HistoryScene
    | HelpScene
    | ElsewhereScene
    | RulesScene
    | SettingsScene
    | DiagnosticsScene
)
