"""The scene of the board: header, members, map, calendar, moves, cards, the reckoning and the preview."""

from __future__ import annotations

from attrs import frozen

from game.scenes.diagnosis import AuthorMark
from game.scenes.scene_forecasts import ForecastView
from game.scenes.scene_parts import CauseGroup, Change, EffectLine, Pointer, SourceLine, TrackMark, badge_name


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
    forecast: ForecastView | None = None
    """What may come of the focused move; None where nobody asks, or nobody may."""
    author: AuthorMark | None = None
    """The badge of the author's preview; None where the player is not the author."""
