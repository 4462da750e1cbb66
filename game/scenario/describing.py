"""What the scenario language is, told from the classes that read it: every entry, its keys, kinds and meanings."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs
from attrs import frozen

from game.rules.model import Expr, Goal, Likelihood, Line, Member, Over, Scenario, Subject
from game.scenario.structure import key_of

NOTHING = object()
"""The default of a key that must be given."""

# Keys that mean the same wherever they stand. What a class says of its own key goes first.
COMMON = {
    "name": "What players read.",
    "text": "A sentence or two for players.",
    "history": "What really happened; shown after the choice.",
    "source": "Ids of `sources:` that back the facts.",
    "tags": "Words to group cards by, for people.",
    "cost": "What it takes: an amount for each track. It can only be done while all can be paid.",
    "when": "A condition: only open, or only applied, while it holds.",
    "do": "Statements, one a line.",
    "lead": "Further statements if the acting envoy `leads`.",
    "icon": "The name of a shipped picture, shown with the words: `coins`, `shield`, `globe`.",
    "letter": "One letter for small places on the board.",
    "place": "Where it is, by the id of a place of the map.",
    "one": "The word by which rules call one of them.",
    "over": "A loop: `power in powers if power.leverage > 3`.",
    "kind": "The kind of card; envoys name the kinds they play.",
    "kinds": "The kinds of cards this envoy plays.",
    "title": "Its title.",
    "url": "Where it can be read.",
    "won": "Whether it is a victory.",
}
OWN = {
    ("Track", "start"): "The value at the start.",
    ("Track", "min"): "The lowest value; what would go below is lost, or goes where `below:` says.",
    ("Track", "max"): "The highest value; what would go above is lost.",
    ("Track", "unit"): "What is counted: `billion dollars`.",
    ("Link", "to"): "The group whose members it names.",
    ("Link", "optional"): "Whether a member may leave it out and name nobody.",
    ("Member", "lands"): "Countries drawn in its colour, by their three letters.",
    ("Member", "path"): "Places of the map that it leads through.",
    ("Member", "values"): "Starts of the group's tracks, and for each link the id of a member.",
    ("Group", "tracks"): "Tracks that each member has: rules write `north.leverage`.",
    ("Group", "links"): "Fields that name a member of another group: rules write `route.owner`.",
    ("Group", "members"): "The members, by id. An id is unique among all groups.",
    ("Pairs", "of"): "The group whose members are paired.",
    ("Pairs", "members"): "The pairs: `[[a, b], [c, d]]`.",
    ("Envoy", "rank"): "What `rank` stands for in rules while this envoy acts.",
    ("Envoy", "summits"): "Whether this envoy attends summits.",
    ("Action", "envoy"): "Who can do it.",
    ("Summit", "turn"): "The turn in which it takes place.",
    ("Summit", "host"): "The member who invites; `host` in its statements.",
    ("Event", "options"): "The answers, up to nine. With none or one the event just happens.",
    ("Event", "weight"): "For a deck that `repeats`: how likely it is against the others.",
    ("Stage", "name"): "What players read above it.",
    ("Law", "do"): "Statements, one a line.",
    ("Law", "phase"): "The step of the turn in which it is applied, where there are several.",
    ("Law", "when"): "Only applied while this holds.",
    ("Ending", "when"): "The condition on which the game ends so.",
    ("Preference", "when"): "Only while this holds.",
    ("Policy", "bonus"): "What it adds to the value of some choices.",
    ("Bonus", "when"): "Only while this holds.",
    ("Legacy", "measure"): "The number that is measured.",
    ("Legacy", "stars"): "The values at which it earns its stars.",
    ("Scoring", "points"): "The points for no star, one star, two stars, and so on.",
    ("Level", "set"): "Other starts of tracks and other parameters.",
    ("Place", "offmap"): "Whether it lies beyond the map's edge.",
    ("Map", "base"): "The map to draw on.",
    ("Map", "home"): "The countries that are home, by their three letters.",
    ("Map", "places"): "The places, by id.",
    ("Source", "fact"): "What it says.",
    ("Source", "publisher"): "Who published it.",
    ("Source", "confidence"): "How sure it is: high, medium or low.",
    ("Source", "seen"): "How it was checked.",
    ("Scenario", "format"): "The version of this language, always 1: the first line of a scenario.yaml.",
    ("Scenario", "id"): "Small letters, digits, `-` and `_`; records name it.",
    ("Scenario", "turns"): "How many turns there are, or their names.",
    ("Scenario", "turn"): "The steps of a turn: `dispatches`, `envoys`, phases of laws, `endings`.",
    ("Scenario", "version"): "Raise it when the rules change, so that old records tell.",
    ("Scenario", "rules"): "A shared ruleset to stand on.",
    ("Scenario", "subtitle"): "A few words under the title.",
    ("Scenario", "language"): "The language its texts are written in.",
    ("Scenario", "authors"): "Who made it.",
    ("Scenario", "licence"): "On what terms others may use it.",
    ("Scenario", "summary"): "One or two sentences for the title screen.",
    ("Scenario", "briefing"): "What players read before the first turn.",
    ("Scenario", "files"): "Further files beside this one that belong to the scenario.",
    ("Scenario", "remove"): "What to take out of the ruleset: `laws.embrace`.",
    ("Scenario", "parameters"): "Named constants, which a level of difficulty may change.",
    ("Scenario", "names"): "Names for expressions.",
    ("Scenario", "tracks"): "The numbers of the game.",
    ("Scenario", "groups"): "Kinds of members with tracks of their own.",
    ("Scenario", "pairs"): "Pairs of members of a group.",
    ("Scenario", "envoys"): "Who acts, in this order, once a turn each.",
    ("Scenario", "actions"): "What envoys can do in any turn.",
    ("Scenario", "cards"): "Missions that are played once.",
    ("Scenario", "summits"): "Missions of one turn.",
    ("Scenario", "events"): "What happens, and what it asks.",
    ("Scenario", "agendas"): "For each member, the faces of its agenda: events that a stage of the dispatches reads.",
    ("Scenario", "chance"): "Decks and orders.",
    ("Scenario", "dispatches"): "Which events come in a turn, in this order.",
    ("Scenario", "procedures"): "Statements under a name: `court(power)`.",
    ("Scenario", "laws"): "Rules of the end of the turn, in this order.",
    ("Scenario", "endings"): "How a game can end: the first that holds. One stands without `when:`.",
    ("Scenario", "legacies"): "Measures in stars, which make the score.",
    ("Scenario", "scoring"): "How stars become points.",
    ("Scenario", "score"): "The score, where it does not come from legacies.",
    ("Scenario", "policies"): "Ways to play, for bots: `multivector simulate --bot policy:NAME`.",
    ("Scenario", "advisers"): "Who advises players: voices with an interest each. Without any, the legacies speak.",
    ("Scenario", "claims"): "What is believed of every game; `multivector check --deep` tries to refute it.",
    ("Scenario", "difficulty"): "Levels of difficulty.",
    ("Scenario", "map"): "The map to play on.",
    ("Scenario", "sources"): "Where facts come from.",
    ("Scenario", "lesson"): "What a teacher needs: objectives, questions, a glossary. It touches no rule.",
    ("Question", "text"): "The question, short enough to be read aloud.",
    ("Term", "name"): "The word.",
    ("Term", "text"): "What it means, in a sentence.",
}


@frozen
class Key:
    """A key of an entry."""

    name: str
    kind: Any
    """The type that the class declares."""
    meaning: str
    default: Any = NOTHING

    @property
    def required(self) -> bool:
        return self.default is NOTHING


@frozen
class Entry:
    """A kind of entry: a class of the model."""

    cls: type[Any]
    meaning: str
    keys: tuple[Key, ...]
    open: bool = False
    """Whether it may have further keys, as members have the tracks of their group."""

    @property
    def name(self) -> str:
        return self.cls.__name__


@cache
def _docstrings(module: str) -> dict[tuple[str, str], str]:
    """The texts that stand below the attributes of a module's classes, in their source."""
    source = Path(str(sys.modules[module].__file__)).read_text(encoding="utf-8")
    found: dict[tuple[str, str], str] = {}
    for cls in ast.parse(source).body:
        if not isinstance(cls, ast.ClassDef):
            continue
        for line, following in zip(cls.body, cls.body[1:], strict=False):
            match line, following:
                case ast.AnnAssign(target=ast.Name(name)), ast.Expr(ast.Constant(str(text))):
                    found[(cls.name, name)] = " ".join(text.split())
    return found


def meaning_of(cls: type, attribute: str) -> str:
    """What a key means."""
    own = (cls.__name__, attribute)
    return _docstrings(cls.__module__).get(own) or OWN.get(own) or COMMON.get(attribute, "")


def entry_of(cls: type[Any]) -> Entry:
    """All that there is to say of a class of the model."""
    hints = get_type_hints(cls)
    keys: list[Key] = []
    for a in attrs.fields(cls):
        if not a.metadata.get("written", True) or (cls is Member and a.name == "values"):
            continue
        default = a.default
        if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
            default = default.factory()
        keys.append(
            Key(
                key_of(cls, a.name),
                hints[a.name],
                meaning_of(cls, a.name),
                NOTHING if default is attrs.NOTHING else default,
            )
        )
    meaning = "One of a group." if cls is Member else " ".join((cls.__doc__ or "").split())
    return Entry(cls, meaning, tuple(keys), cls is Member or getattr(cls, "OPEN", False))


def entries() -> tuple[Entry, ...]:
    """Every kind of entry, in the order in which a scenario reaches them."""
    found: dict[type[Any], None] = {}

    def reach(cls: type[Any]) -> None:
        if cls not in found:
            found[cls] = None
            for key in entry_of(cls).keys:
                for inner in _classes_in(key.kind):
                    reach(inner)

    reach(Scenario)
    return tuple(entry_of(cls) for cls in found)


def _classes_in(kind: Any) -> Iterator[type[Any]]:
    if isinstance(kind, type) and attrs.has(kind):
        yield kind
    for argument in get_args(kind):
        yield from _classes_in(argument)


def parts_of_union(kind: Any) -> tuple[Any, ...]:
    """The kinds that a value may be of, nothing left aside."""
    if get_origin(kind) in (Union, UnionType):
        return tuple(part for part in get_args(kind) if part is not type(None))
    return (kind,)


def in_words(kind: Any) -> str:
    """A kind as people call it; classes of the model in square brackets."""
    parts = parts_of_union(kind)
    if len(parts) > 1:
        return " or ".join(in_words(part) for part in parts)
    (only,) = parts
    simple = {int: "whole number", bool: "`true` or `false`", str: "text"}
    simple |= {Expr: "expression", Line: "statement", Over: "loop"}
    simple |= {Subject: "kind of choices", Goal: "goal", Likelihood: "likelihood"}
    if only in simple:
        return simple[only]
    if isinstance(only, type) and attrs.has(only):
        return f"[{only.__name__}]"
    origin, arguments = get_origin(only), get_args(only)
    if origin is tuple and arguments[-1] is not Ellipsis:
        return f"list of {len(arguments)}"
    if origin is tuple:
        inner = in_words(arguments[0])
        return f"list of {inner}" if inner.startswith(("[", "list")) else f"list of {inner}s"
    if origin is Mapping or (isinstance(origin, type) and issubclass(origin, Mapping)):
        inner = in_words(arguments[1])
        return f"id: {inner}"
    return str(only)
