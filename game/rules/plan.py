"""The plan of a game: slots, moves, decisions, dispatches, laws and endings, all numbered. `build` makes it."""

from __future__ import annotations

from attrs import field, frozen

from game.rules.chance import Stream
from game.rules.claims import BotName
from game.rules.effects import Effect, Origin, Rule
from game.rules.model import Path, Scenario, Track
from game.rules.names import Names
from game.rules.syntax import Span
from game.rules.terms import Term

TURN, AT, ENDING = 0, 1, 2
"""The first slots: the turn (from 1), what is being decided, how it ended (0: it has not)."""


@frozen
class SlotPlan:
    """One number of the state."""

    name: str
    """`treasury`, `china.leverage`, `cards.khorgos.used`."""
    low: int
    high: int
    start: int
    track: Track | None = None
    """None for what only the engine keeps, such as whether a card was played."""
    spill: int | None = None
    reset: bool = False
    group: str = ""
    member: str = ""
    key: str = ""
    path: Path = ()


@frozen
class Requirement:
    """A condition of a move, kept apart so that a refusal can name it."""

    kind: str
    """cost, when, used, turn, attended."""
    text: str
    term: Term = field(eq=False)
    path: Path = ()
    span: Span | None = None
    speaks_of: tuple[tuple[str, Term], ...] = field(default=(), eq=False)
    """The names in the condition, each with its value's term."""


@frozen
class Move:
    """A choice that can be played: who or what is answered, and with what.

    `str(move)` is its notation: `president > xian_summit`, `cpc_court_order > lawyers`.
    """

    actor: str
    choice: str
    index: int = field(eq=False, repr=False)

    def __str__(self) -> str:
        return f"{self.actor} > {self.choice}"


@frozen
class MovePlan:
    """All that the rules know of a move."""

    move: Move
    decision: int
    kind: str
    """option, card, summit, action or pass."""
    subject: str
    """The id of the card, summit, action or option."""
    name: str
    rule: Rule
    requirements: tuple[Requirement, ...]
    effects: tuple[Effect, ...]
    member: str = ""
    """For an action that is there once for each member of a group."""


@frozen
class Decision:
    """A question the player answers: an event's options, an envoy's mission."""

    index: int
    kind: str
    """event, envoy or over."""
    id: str
    name: str
    moves: tuple[int, ...] = ()
    """Moves that do not depend on a table of cards."""
    tables: tuple[tuple[int, tuple[tuple[int, int], ...]], ...] = ()
    """For each stream of cards on show: (stream, ((card, move), ...))."""
    fallback: int | None = None
    """The move `pass`, open when no other is."""


@frozen
class EventPlan:
    """An event, numbered."""

    index: int
    id: str
    name: str
    path: Path
    rule: Rule
    pending: int | None
    due: int | None = None
    fired: int | None = None
    drawn: int | None = None
    trigger: Term | None = None
    weight: Term | None = None
    decision: int | None = None
    """None for an event that happens without asking."""
    effects: tuple[Effect, ...] = ()
    turn: int | None = None
    deck: str | None = None


@frozen
class StagePlan:
    """One step of the dispatches."""

    kind: str
    """scheduled, conditional, dated, deck or agenda."""
    name: str
    events: tuple[int, ...] = ()
    stream: int | None = None
    stream_kind: str = ""
    quiet: frozenset[int] = frozenset()
    pending: int | None = None
    member: Term | None = None
    faces: tuple[tuple[tuple[Term, int], ...], ...] = ()
    """For each member of the agenda's group: (condition, event) in order."""
    group: str = ""


@frozen
class LawPlan:
    """A law with all its loops unrolled."""

    id: str
    rule: Rule
    effects: tuple[Effect, ...]


@frozen
class Phase:
    """A step of the turn: dispatches, envoys, laws or endings."""

    kind: str
    name: str
    laws: tuple[LawPlan, ...] = ()


@frozen
class EndingCase:
    """An ending, for one member where it is declared over a group."""

    id: str
    member: str
    member_name: str
    name: str
    won: bool
    text: str
    test: Term
    path: Path = ()

    @property
    def label(self) -> str:
        """`client_state(russia)`, or just the id."""
        return f"{self.id}({self.member})" if self.member else self.id


@frozen
class LegacyPlan:
    """A legacy with its measure as a term."""

    id: str
    name: str
    text: str
    measure: Term
    thresholds: tuple[int, ...]


@frozen
class GoalPlan:
    """What a claim looks for in a game: a state, a move that is played, or an event that happens without asking."""

    text: str
    test: Term = field(eq=False)
    """Asked of every state in which something is decided, and of the last."""
    moves: frozenset[int] = frozenset()
    events: frozenset[int] = frozenset()
    at_the_end: bool = False
    """Whether only the last state counts: a condition of which a likelihood is claimed."""


@frozen
class ClaimPlan:
    """A claim at this level of difficulty."""

    index: int
    kind: str
    """never, always, reachable or likely."""
    path: Path
    goal: GoalPlan
    """What would refute it; for `reachable` and `likely`, what it speaks of."""
    bot: BotName | None = None
    low: int = 0
    high: int = 100
    """Percent of the games, for `likely`."""


@frozen
class PreferencePlan:
    """What a policy does first."""

    moves: frozenset[int]
    test: Term
    pick: str


@frozen
class BonusPlan:
    """What a policy adds to the value of some moves."""

    moves: frozenset[int]
    test: Term
    amount: Term


@frozen
class PolicyPlan:
    """A policy at this level of difficulty, with those that it stands on."""

    id: str
    name: str
    preferences: tuple[PreferencePlan, ...]
    value: tuple[Term, ...]
    bonuses: tuple[BonusPlan, ...]
    noise: int


@frozen
class AdviserPlan:
    """An adviser, with the interest as a term."""

    id: str
    name: str
    text: str
    interest: Term = field(eq=False)
    tracks: frozenset[str] = frozenset()
    """The names of the slots that the interest reads."""
    envoy: str = ""
    """The name of the envoy who speaks."""


@frozen
class Plan:
    """Everything about a scenario at one level of difficulty that does not change in play."""

    scenario: Scenario
    level: str
    names: Names
    slots: tuple[SlotPlan, ...]
    streams: tuple[Stream, ...]
    stream_tables: tuple[tuple[str, str, int], ...]
    """For each stream: (the name rules call this turn's member by, its group, turns known ahead); or ("", "", 0)."""
    origins: tuple[Origin, ...]
    moves: tuple[MovePlan, ...]
    decisions: tuple[Decision, ...]
    events: tuple[EventPlan, ...]
    stages: tuple[StagePlan, ...]
    phases: tuple[Phase, ...]
    endings: tuple[EndingCase, ...]
    legacies: tuple[LegacyPlan, ...]
    score: Term
    turn_rule: int
    """The origin of what happens when a turn begins."""
    parameters: dict[str, int] = field(factory=dict)
    policies: tuple[PolicyPlan, ...] = ()
    claims: tuple[ClaimPlan, ...] = ()
    advisers: tuple[AdviserPlan, ...] = ()

    @property
    def over(self) -> int:
        """The decision index that means the game has ended."""
        return len(self.decisions) - 1
