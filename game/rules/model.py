"""What a scenario says: its tracks, groups, cards, events, laws and texts, as plain frozen values.

These classes are the scenario language: the reader structures files into them, the schema and the reference are
derived from them, and `game.rules.build` turns them into a running game. Conditions, amounts and statements are
still texts here; `Path` says where each stands, so that a complaint can point at it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NewType

from attrs import Factory, field, frozen

Expr = NewType("Expr", str)
"""The text of an expression: a whole number or a truth."""

Line = NewType("Line", str)
"""The text of one statement."""

Over = NewType("Over", str)
"""The text of a loop: `power in powers if power.leverage > 3`."""

Subject = NewType("Subject", str)
"""The text of a kind of choices: `summits`, `event dry_spring`, `face offer`."""

Goal = NewType("Goal", str)
"""The text of what may come of a game: a condition, or `ending unrest`, `card old_bridge` and the like."""

Likelihood = NewType("Likelihood", str)
"""The text of a chance: `P(ending unrest) in 5..20 % when played by random`."""

Path = tuple[str | int, ...]
"""The way to a value from the top of the scenario: `("cards", "aktau_ports", "do", 0)`."""


BOARD_PARTS = ("hand", "calendar", "reckoning", "map")
"""What an event can point at on the board besides entries of the scenario."""

RESERVED_PHASES = ("dispatches", "envoys", "endings")
"""The steps of a turn that are no phases of laws."""

QUESTION_TAGS = ("describe", "analyse", "transfer")
"""What a question for discussion asks: what happened, why it did, and where else that holds. In the order of asking."""

TRIGGERS = ("turn", "deck", "once when", "schedule")
"""How an event can come; the first words of its `on:`."""

PICKS = ("best", "first", "last", "any")
"""What a preference of a policy picks of the choices that are open."""

QUEUES = ("scheduled", "conditional", "dated")
"""The events that a stage of the dispatches reads, besides decks."""


@frozen
class Naming:
    """What the words of a field name. Editors look up, complete and rename by it; the reader itself needs it not."""

    of: tuple[str, ...] = ()
    """Kinds of entries, by the scenario's attribute that holds them."""
    keys: tuple[str, ...] = ()
    """For mappings, level by level: the kinds that its keys name, divided by blanks; the others' keys are new ids."""
    words: tuple[str, ...] = ()
    """Words that mean something of themselves."""
    declares: str = ""
    """The kind of which the words here are new ids."""


def _names(*of: str, **more: Any) -> dict[str, Naming]:
    """Metadata for a field whose words name something."""
    return {"names": Naming(of, **more)}


_COST = _names(keys=("tracks",))
_SOURCES = _names("sources")


@frozen
class Location:
    """A place in a file; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@frozen
class Track:
    """A number of the game, held within its bounds."""

    start: int = 0
    min: int = 0
    max: int = 10
    name: str = ""
    unit: str = ""
    text: str = ""
    icon: str = ""
    below: str | None = field(default=None, metadata=_names("tracks"))
    """The track that takes what this one cannot pay, one for one."""
    reset: bool = False
    """Back to its start when a turn begins."""
    hidden: bool = False
    """Kept off the board: it only carries the rules."""
    good: bool | None = None
    """Whether more of it is good for the player; unsaid where it depends."""
    source: tuple[str, ...] = field(default=(), metadata=_SOURCES)


@frozen
class Link:
    """A field of a group's members that names a member of another group."""

    to: str = field(metadata=_names("groups"))
    optional: bool = False


@frozen
class Member:
    """One of a group. `values` holds starts of the group's tracks and the ids of its links."""

    name: str = ""
    letter: str = ""
    text: str = ""
    place: str | None = field(default=None, metadata=_names("places"))
    lands: tuple[str, ...] = ()
    path: tuple[str, ...] = field(default=(), metadata=_names("places"))
    source: tuple[str, ...] = field(default=(), metadata=_SOURCES)
    values: Mapping[str, int | str] = field(factory=dict)


@frozen
class Group:
    """Members of one kind, each with the group's tracks: the powers, the routes."""

    one: str = field(default="", metadata=_names(declares="ones"))
    name: str = ""
    text: str = ""
    tracks: Mapping[str, Track] = field(factory=dict)
    links: Mapping[str, Link] = field(factory=dict)
    members: Mapping[str, Member] = field(factory=dict)


@frozen
class Pairs:
    """Pairs of members of one group, such as those who watch each other."""

    of: str = field(metadata=_names("groups"))
    name: str = ""
    members: tuple[tuple[str, str], ...] = field(default=(), metadata=_names("members"))


@frozen
class Envoy:
    """Somebody who acts once a turn: on cards of some kinds, at summits, at home."""

    name: str
    rank: int = 1
    leads: bool = False
    """Whether this envoy also brings the `lead:` effects of a card or summit."""
    kinds: tuple[str, ...] = field(default=(), metadata=_names(declares="kinds"))
    summits: bool = True
    text: str = ""
    icon: str = ""


@frozen
class Action:
    """What an envoy can always do, in any turn."""

    envoy: str = field(metadata=_names("envoys"))
    name: str
    cost: Mapping[str, Expr] = field(factory=dict, metadata=_COST)
    when: Expr | None = None
    do: tuple[Line, ...] = ()
    over: str | None = field(default=None, metadata=_names("groups"))
    """The group for each of whose members there is one such action."""
    text: str = ""
    icon: str = ""
    history: str = ""
    source: tuple[str, ...] = field(default=(), metadata=_SOURCES)


@frozen
class Card:
    """A mission that lies on the table for a while and is played once."""

    name: str
    kind: str = field(metadata=_names("kinds"))
    tags: tuple[str, ...] = ()
    cost: Mapping[str, Expr] = field(factory=dict, metadata=_COST)
    when: Expr | None = None
    do: tuple[Line, ...] = ()
    lead: tuple[Line, ...] = ()
    again: bool = False
    """Whether it may be played more than once."""
    text: str = ""
    history: str = ""
    source: tuple[str, ...] = field(default=(), metadata=_SOURCES)


@frozen
class Summit:
    """A mission of the calendar: in its turn, any envoy may attend."""

    name: str
    turn: int
    host: str | None = field(default=None, metadata=_names("members"))
    place: str | None = field(default=None, metadata=_names("places"))
    cost: Mapping[str, Expr] = field(factory=dict, metadata=_COST)
    when: Expr | None = None
    do: tuple[Line, ...] = ()
    lead: tuple[Line, ...] = ()
    text: str = ""
    history: str = ""
    source: tuple[str, ...] = field(default=(), metadata=_SOURCES)


@frozen
class Option:
    """One answer to an event."""

    name: str
    text: str = ""
    when: Expr | None = None
    do: tuple[Line, ...] = ()


@frozen
class Event:
    """Something that happens: it either just does, or asks for one of its options."""

    name: str
    on: str = field(default="face", metadata=_names(words=TRIGGERS))
    """`turn N`, `deck NAME`, `once when CONDITION`, `schedule`; a face of an agenda says nothing."""
    when: Expr | None = None
    """For events of a deck: only drawn while this holds."""
    weight: Expr | None = None
    do: tuple[Line, ...] = ()
    options: Mapping[str, Option] = field(factory=dict)
    highlight: tuple[str, ...] = field(
        default=(), metadata=_names("tracks", "members", "groups", "envoys", words=BOARD_PARTS)
    )
    """What the board points at while this is asked: ids of tracks (`treasury`, `russia.leverage`), members, groups and
    envoys, and the words `hand`, `calendar`, `reckoning` and `map`."""
    text: str = ""
    history: str = ""
    source: tuple[str, ...] = field(default=(), metadata=_SOURCES)


@frozen
class Chance:
    """A stream of chance: an order of a group's members, or a deck of events or cards."""

    order: str | None = field(default=None, metadata=_names("groups"))
    """The group whose members come up one a turn."""
    one: str = field(default="", metadata=_names(declares="drawn"))
    """The name by which rules call this turn's member."""
    rounds: int = 1
    """How many shuffled rounds of the group follow each other."""
    ahead: int = 0
    """How many turns ahead the player knows what comes."""
    deck: str | None = field(default=None, metadata=_names(words=("events", "cards")))
    """`events` or `cards`."""
    repeats: bool = False
    """Whether an event goes back into the deck when drawn."""
    draw: int = 1
    """Events drawn a turn."""
    show: int = 0
    """Cards on the table at once."""
    slide: int = 0
    """Cards that leave the table, and arrive, each turn."""
    name: str = ""
    text: str = ""
    icon: str = ""
    """For a deck of cards: the name of a shipped picture for its kind."""


@frozen
class Stage:
    """One step of the dispatches: which events come up, in this place of the order."""

    events: str | None = field(default=None, metadata=_names("chance", words=QUEUES))
    """`scheduled`, `conditional`, `dated` or a deck's name."""
    otherwise: str | None = field(default=None, metadata=_names("chance"))
    """The deck to draw from in a turn without a dated event."""
    agenda: Expr | None = None
    """Whose agenda is read."""
    faces: Mapping[str, Expr] = field(factory=dict, metadata=_names(keys=("faces",)))
    """The agenda's faces in order: the first whose condition holds is read."""
    name: str = ""


@frozen
class Law:
    """A rule of the end of the turn."""

    do: tuple[Line, ...]
    phase: str | None = field(default=None, metadata=_names("phases"))
    over: Over | None = None
    when: Expr | None = None
    name: str = ""
    text: str = ""
    source: tuple[str, ...] = field(default=(), metadata=_SOURCES)


@frozen
class Ending:
    """How a game can end. Without `when` it holds after the last turn."""

    name: str = ""
    when: Expr | None = None
    over: Over | None = None
    won: bool = False
    text: str = ""
    source: tuple[str, ...] = field(default=(), metadata=_SOURCES)


@frozen
class Legacy:
    """A measure of what was built, in stars."""

    measure: Expr
    stars: tuple[int, ...]
    name: str = ""
    text: str = ""


@frozen
class Scoring:
    """How stars become points."""

    points: tuple[int, ...]
    double: str | None = field(default=None, metadata=_names("tracks"))
    """The track that holds the number (from 1) of the legacy that counts twice."""


@frozen
class Claim:
    """What the author believes of every game; `check --deep` tries to refute it. It says one of the first four."""

    never: Goal | None = None
    """What no game ever shows: a condition, or an ending, event, card, summit, action or option."""
    always: Goal | None = None
    """A condition that holds whenever something is decided, and at the end."""
    reachable: Goal | None = None
    """What at least one game shows."""
    likely: Likelihood | None = None
    """How often a bot's games show it, in percent: `P(ending unrest) in 5..20 % when played by random`."""
    name: str = ""
    """What it is about, in words."""
    difficulty: str | None = field(default=None, metadata=_names("difficulty"))
    """The level it is about. Unsaid, it is about all of them, and `likely` about the one a game begins with."""


@frozen
class Preference:
    """What a policy does first: the first preference that holds, and of which something is open, decides."""

    of: Subject
    """Of which choices: `event dry_spring`, `face offer`, `summits`, `card old_bridge`, `action visit`."""
    when: Expr | None = None
    pick: str = field(default="best", metadata=_names(words=PICKS))
    """Which of those that are open: `best` by the policy's value, `first`, `last`, or `any` by lot."""


@frozen
class Bonus:
    """What a policy adds to the value of some choices."""

    of: Subject
    """To which choices: `summits`, `card old_bridge`, `event dry_spring`."""
    add: Expr
    """How much, by how things stand before the choice."""
    when: Expr | None = None


@frozen
class Policy:
    """A way to play that a bot follows: it looks at what each choice does at once, and no further."""

    name: str = ""
    text: str = ""
    over: str | None = field(default=None, metadata=_names("groups"))
    """The group for each of whose members there is one such policy: `loyalist.north`."""
    like: str | None = field(default=None, metadata=_names("policies"))
    """Another policy to stand on: its preferences come after these, its bonuses, value and noise count too."""
    prefer: tuple[Preference, ...] = ()
    """What it does before it weighs values, in this order."""
    value: tuple[Expr, ...] = ()
    """Numbers that are added up: the best choice is that after whose own effects they are greatest. Without any, and
    without a bonus, it chooses by lot."""
    bonus: tuple[Bonus, ...] = ()
    noise: int = 0
    """Each choice's value gets a number from 0 to one less than this, by lot: the bot wavers between near values."""


@frozen
class Adviser:
    """Somebody who advises the player: forecasts tell what each choice would mean for their interest."""

    name: str
    interest: Expr
    """The number that should be great at the end of the game."""
    text: str = ""
    """What they stand for, in a sentence."""
    envoy: str | None = field(default=None, metadata=_names("envoys"))
    """The envoy who speaks."""


@frozen
class Level:
    """A level of difficulty: starts and parameters that differ."""

    name: str = ""
    text: str = ""
    set: Mapping[str, int] = field(factory=dict, metadata=_names(keys=("tracks parameters",)))


@frozen
class Place:
    """A place on the map."""

    name: str
    at: str = ""
    """`51.17N 71.43E`."""
    offmap: bool = False


@frozen
class Map:
    """Where the game is played."""

    base: str = ""
    home: tuple[str, ...] = ()
    places: Mapping[str, Place] = field(factory=dict)


@frozen
class Source:
    """Where a fact comes from."""

    title: str
    fact: str = ""
    publisher: str = ""
    url: str = ""
    confidence: str = field(default="", metadata=_names(words=("high", "medium", "low")))
    seen: str = ""


@frozen
class Question:
    """A question for the talk after the game."""

    text: str
    tag: str = field(metadata=_names(words=QUESTION_TAGS))
    """What it asks: `describe` (what happened), `analyse` (why), `transfer` (where else that holds)."""
    source: tuple[str, ...] = field(default=(), metadata=_SOURCES)


@frozen
class Term:
    """A word of the subject, explained."""

    name: str
    text: str
    source: tuple[str, ...] = field(default=(), metadata=_SOURCES)


@frozen
class Lesson:
    """What a teacher needs of the scenario; it touches no rule. Handouts and the debrief are made of it."""

    objectives: tuple[str, ...] = ()
    """What students can do afterwards, each a sentence."""
    questions: Mapping[str, Question] = field(factory=dict)
    """Questions for the talk after the game, by id."""
    glossary: Mapping[str, Term] = field(factory=dict)
    """Words of the subject, by id."""
    stakes: Mapping[str, str] = field(factory=dict, metadata=_names(keys=("envoys tracks",)))
    """What a role in a team watches over, by the id of an envoy, or of a track for its adviser; others get theirs from
    the rules."""
    limits: tuple[str, ...] = ()
    """What the game simplifies or leaves out, each a sentence."""
    worksheet: str = ""
    """What students write about in silence before they talk."""
    ticket: tuple[str, ...] = ()
    """Questions for the last two minutes, answered alone on paper."""


@frozen
class Scenario:
    """A whole scenario, its shared ruleset merged in."""

    id: str
    title: str
    turns: tuple[str, ...] | int
    turn: tuple[str, ...] = field(
        default=("envoys", "endings"), metadata=_names(declares="phases", words=RESERVED_PHASES)
    )
    format: int = 1
    version: int = 1
    rules: str | None = None
    subtitle: str = ""
    language: str = "en"
    authors: tuple[str, ...] = ()
    licence: str = ""
    tutorial: bool = False
    """Whether the title screen offers it as the first game."""
    summary: str = ""
    briefing: str = ""
    files: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    parameters: Mapping[str, int] = field(factory=dict)
    names: Mapping[str, Expr] = field(factory=dict)
    tracks: Mapping[str, Track] = field(factory=dict)
    groups: Mapping[str, Group] = field(factory=dict)
    pairs: Mapping[str, Pairs] = field(factory=dict)
    envoys: Mapping[str, Envoy] = field(factory=dict)
    actions: Mapping[str, Action] = field(factory=dict)
    cards: Mapping[str, Card] = field(factory=dict)
    summits: Mapping[str, Summit] = field(factory=dict)
    events: Mapping[str, Event] = field(factory=dict)
    agendas: Mapping[str, Mapping[str, Event]] = field(factory=dict, metadata=_names(keys=("members", "")))
    chance: Mapping[str, Chance] = field(factory=dict)
    dispatches: tuple[Stage, ...] = ()
    procedures: Mapping[str, tuple[Line, ...]] = field(factory=dict)
    laws: Mapping[str, Law] = field(factory=dict)
    endings: Mapping[str, Ending] = field(factory=dict)
    legacies: Mapping[str, Legacy] = field(factory=dict)
    scoring: Scoring | None = None
    score: Expr | None = None
    policies: Mapping[str, Policy] = field(factory=dict)
    advisers: Mapping[str, Adviser] = field(factory=dict)
    forecasts: bool = True
    """Whether players may see forecasts, and hear advisers."""
    claims: tuple[Claim, ...] = ()
    difficulty: Mapping[str, Level] = Factory(lambda: {"standard": Level(name="Standard")})
    map: Map | None = None
    icons: Mapping[str, str] = field(factory=dict)
    """Pictures for the tags of cards: a card shows that of its first tag that has one."""
    sources: Mapping[str, Source] = field(factory=dict)
    lesson: Lesson | None = None

    content: str = field(default="", eq=False, metadata={"written": False})
    """A hash of all files the scenario was read from."""
    locations: Mapping[Path, Location] = field(factory=dict, eq=False, repr=False, metadata={"written": False})

    @property
    def last_turn(self) -> int:
        """The number of turns."""
        return self.turns if isinstance(self.turns, int) else len(self.turns)

    @property
    def usual_level(self) -> str:
        """The level of difficulty that a game has where none is asked for."""
        return "standard" if "standard" in self.difficulty else next(iter(self.difficulty))

    def turn_label(self, turn: int) -> str:
        """The name of a turn, counted from 1."""
        if isinstance(self.turns, int) or not 1 <= turn <= len(self.turns):
            return f"Turn {turn}"
        return self.turns[turn - 1]

    def location(self, path: Path) -> Location | None:
        """Where the value at `path`, or the nearest one around it, stands in the scenario's files."""
        while path:
            if path in self.locations:
                return self.locations[path]
            path = path[:-1]
        return None
