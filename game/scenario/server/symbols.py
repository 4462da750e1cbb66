"""What a scenario's files declare, whatever their mistakes: the names that expressions and references may speak of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from attrs import define, field, frozen

from game.rules.build import build
from game.rules.build.draft import ACTING
from game.rules.expressions import parse_expression, parse_signature
from game.rules.model import Ending, Envoy, Group, Level, Member, Path, Scenario, Summit
from game.rules.syntax import Aggregate, Conditional, Expression, Name, SyntaxProblem
from game.scenario.server.shape import Spot

MENTIONED = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
BUILT_IN, LOCAL = "built-in", "local"
BUILT_IN_GROUPS = ("envoys", "summits")

MEANINGS = {
    "turn": "The turn that is played, counted from 1. On a summit: the turn in which it takes place.",
    "last_turn": "The number of turns.",
    "always": "A condition that always holds.",
    "never": "A condition that never holds.",
    "true": "The same as `always`.",
    "false": "The same as `never`.",
    "nobody": "No member: what a link names that names nobody.",
    "score": "The score as it stands, from the legacies or from `score:`.",
    "rank": "The rank of the acting envoy; 1 where nobody was sent.",
    "envoy": "The acting envoy; nobody where none was sent.",
    "host": "The host of the summit.",
    "attended": "The rank of the envoy who attended this summit in this turn, or 0.",
}
"""What the names mean that every scenario knows."""


@frozen
class Symbol:
    """A name with a meaning. `owner` tells apart those of one kind that may share an id."""

    kind: str
    """The attribute of the scenario that holds it (`tracks`, `events`), or `ones`, `drawn`, `kinds`, `phases`,
    `faces`, `options`, `links`, `members`, `places`, `local`, `built-in`."""
    id: str
    owner: str = ""
    """The group of a track or link, the path of an event for its options, of a rule for its locals."""


Groups = frozenset[str]
Scope = Mapping[str, tuple[Symbol, Groups]]
"""The names that only one rule knows, each with the groups whose members it may stand for."""


@define
class GroupNames:
    """What can be asked of the members of a group."""

    tracks: dict[str, None] = field(factory=dict)
    links: dict[str, str] = field(factory=dict)
    members: dict[str, None] = field(factory=dict)
    constants: tuple[str, ...] = ()
    one: str = ""


@define
class Names:
    """All that a scenario declares."""

    kinds: dict[str, dict[str, None]] = field(factory=dict)
    """The ids of every kind."""
    groups: dict[str, GroupNames] = field(factory=dict)
    pairs: dict[str, str] = field(factory=dict)
    drawn: dict[str, str] = field(factory=dict)
    aliases: dict[str, str] = field(factory=dict)
    procedures: dict[str, tuple[str, ...]] = field(factory=dict)
    options: dict[str, dict[str, None]] = field(factory=dict)
    """By the path of their event, dotted."""
    faces: dict[str, dict[str, None]] = field(factory=dict)
    """By member."""
    hosts: Groups = frozenset()
    words: dict[Path, str] = field(factory=dict)
    """Short texts by their paths; of two that stand on top of each other the last."""
    parameters: dict[tuple[str, int], set[str]] = field(factory=dict)
    """The groups whose members a procedure is called with: (procedure, number of the parameter)."""

    def ids(self, kind: str) -> dict[str, None]:
        return self.kinds.get(kind, {})

    def first(self, word: str, scope: Scope) -> tuple[Symbol, Groups] | None:
        """What a name means that begins an expression, and the groups whose members it may stand for."""
        if word in scope:
            return scope[word]
        if word in built_ins():
            return Symbol(BUILT_IN, word), frozenset()
        for kind in ("tracks", "parameters"):
            if word in self.ids(kind):
                return Symbol(kind, word), frozenset()
        if word in self.aliases:
            return Symbol("names", word), self._alias(word)
        if word in self.drawn:
            return Symbol("drawn", word), frozenset({self.drawn[word]})
        for group, table in self.groups.items():
            if word in table.members:
                return Symbol(group if group in BUILT_IN_GROUPS else "members", word), frozenset({group})
        if word in ACTING:
            groups = {"envoy": frozenset({"envoys"}), "host": self.hosts}.get(word, frozenset())
            return Symbol(BUILT_IN, word), groups
        return None

    def part(self, groups: Groups, word: str) -> tuple[tuple[Symbol, ...], Groups]:
        """What a name behind a point means, for members of some groups; and the groups of what a link names."""
        found: list[Symbol] = []
        further: set[str] = set()
        for group in sorted(groups):
            table = self.groups.get(group, GroupNames())
            if word in table.tracks:
                found.append(Symbol("tracks", word, group))
            elif word in table.links:
                found.append(Symbol(BUILT_IN, word) if group in BUILT_IN_GROUPS else Symbol("links", word, group))
                further.add(table.links[word])
            elif word in table.constants:
                found.append(Symbol(BUILT_IN, word))
        return tuple(found), frozenset(further)

    def resolved(self, name: Name, scope: Scope) -> tuple[list[tuple[Symbol, ...]], Groups]:
        """What each part of a dotted name means (nothing where it is unknown), and the groups of the whole."""
        first = self.first(name.parts[0], scope)
        if first is None:
            return [() for _ in name.parts], frozenset()
        meanings: list[tuple[Symbol, ...]] = [(first[0],)]
        groups = first[1]
        for part in name.parts[1:]:
            symbols, groups = self.part(groups, part)
            meanings.append(symbols)
        return meanings, groups

    def groups_of(self, tree: Expression, scope: Scope) -> Groups:
        """The groups of whose members an expression names one; none for numbers and truths."""
        match tree:
            case Name():
                return self.resolved(tree, scope)[1]
            case Conditional(then, _, otherwise):
                return self.groups_of(then, scope) | self.groups_of(otherwise, scope)
            case Aggregate("argmax" | "argmin", _, loop):
                return frozenset({loop.collection})
            case _:
                return frozenset()

    def _alias(self, word: str, seen: tuple[str, ...] = ()) -> Groups:
        try:
            tree = parse_expression(self.aliases[word])
        except SyntaxProblem:
            return frozenset()
        if isinstance(tree, Name) and tree.parts[0] in self.aliases:
            if tree.parts[0] in (*seen, word):
                return frozenset()
            return self._alias(tree.parts[0], (*seen, word)) if len(tree.parts) == 1 else frozenset()
        return self.groups_of(tree, {})


@cache
def _sample() -> tuple[frozenset[str], dict[str, GroupNames]]:
    """What every scenario knows, asked of the smallest one there is."""
    plan = build(
        Scenario(
            id="smallest",
            title="Smallest",
            turns=1,
            groups={"group": Group(members={"member": Member()})},
            envoys={"somebody": Envoy(name="Somebody")},
            summits={"meeting": Summit(name="Meeting", turn=1, host="member")},
            endings={"over": Ending()},
            difficulty={"standard": Level()},
        )
    )
    groups = {}
    for key in BUILT_IN_GROUPS:
        table = plan.names.groups[key]
        links = dict.fromkeys(table.links, "")
        groups[key] = GroupNames(links=links, constants=(*table.slots, *table.constants))
    return frozenset(plan.names.fixed), groups


def built_ins() -> frozenset[str]:
    """The names that every scenario knows everywhere."""
    return _sample()[0]


def declared(files: Iterable[Iterable[Spot]]) -> Names:
    """All that the values of some files declare; those of the ruleset go first."""
    names = Names()
    removed: list[str] = []
    for file in files:
        for spot in file:
            _declare(names, spot)
            if spot.path[:1] == ("remove",) and spot.node.word:
                removed.append(spot.node.word)
    for word in removed:
        kind, _, key = word.partition(".")
        names.kinds.get(kind, {}).pop(key, None)
    _complete(names)
    return names


def symbol_of_key(path: Path, attribute: str) -> Symbol:
    """What the key of an entry declares: the entry itself."""
    key = str(path[-1])
    if path[0] == "agendas" and len(path) == 3:
        return Symbol("faces", key)
    if attribute == "options":
        return Symbol("options", key, ".".join(str(step) for step in path[:-2]))
    if path[0] == "groups" and attribute in ("tracks", "links"):
        return Symbol(attribute, key, str(path[1]))
    return Symbol(attribute, key)


def declares_itself(spot: Spot) -> bool:
    """Whether the key of a value is a new id."""
    around = spot.around
    if around is None or spot.key is None or around.entry is not None or not around.is_mapping:
        return False
    return around.keys_name is None and spot.path[0] != "procedures"


def _declare(names: Names, spot: Spot) -> None:
    path, node = spot.path, spot.node
    if node.word is not None:
        if len(node.word) < 2_000:
            names.words[path] = node.word
        naming = spot.shape.naming if spot.shape is not None else None
        if naming is not None and naming.declares and node.word not in naming.words:
            names.kinds.setdefault(naming.declares, {})[node.word] = None
        if spot.shape is not None and spot.shape.attribute == "host":
            names.kinds.setdefault("hosts", {})[node.word] = None
    if path[:1] == ("procedures",) and len(path) == 2:
        try:
            signature = parse_signature(str(path[1]))
        except SyntaxProblem:
            return
        names.procedures[signature.name] = signature.parameters
        names.kinds.setdefault("procedures", {})[signature.name] = None
    elif declares_itself(spot) and spot.around is not None:
        _declare_key(names, spot, symbol_of_key(path, spot.around.attribute))


def _declare_key(names: Names, spot: Spot, symbol: Symbol) -> None:
    path = spot.path
    if path[0] == "groups":
        table = names.groups.setdefault(str(path[1]), GroupNames())
        if symbol.kind == "links":
            to = spot.node.entries.get("to")
            if to is not None or symbol.id not in table.links:
                table.links[symbol.id] = (to.value.word or "") if to is not None else ""
        elif symbol.kind in ("tracks", "members"):
            (table.tracks if symbol.kind == "tracks" else table.members)[symbol.id] = None
        if symbol.kind in ("tracks", "links"):
            return
    if symbol.kind == "options":
        names.options.setdefault(symbol.owner, {})[symbol.id] = None
    elif symbol.kind == "faces":
        names.faces.setdefault(str(path[1]), {})[symbol.id] = None
    names.kinds.setdefault(symbol.kind, {})[symbol.id] = None


def _complete(names: Names) -> None:
    """What hangs on several places at once."""
    words = names.words
    for group, table in names.groups.items():
        table.one = words.get(("groups", group, "one"), group)
    names.pairs = {key: words.get(("pairs", key, "of"), "") for key in names.ids("pairs")}
    for key in names.ids("chance"):
        one, order = words.get(("chance", key, "one"), ""), words.get(("chance", key, "order"), "")
        if one:
            names.drawn[one] = order
        if words.get(("chance", key, "deck")) == "cards":
            names.kinds.setdefault("kinds", {})[key] = None
    names.aliases = {key: words.get(("names", key), "") for key in names.ids("names")}
    hosts = names.ids("hosts")
    names.hosts = frozenset(g for g, table in names.groups.items() if hosts.keys() & table.members.keys())
    for key, table in _sample()[1].items():
        links = {link: next(iter(sorted(names.hosts)), "") for link in table.links}
        names.groups[key] = GroupNames(links=links, members=dict(names.ids(key)), constants=table.constants)
