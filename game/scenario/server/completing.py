"""Completion: the keys that may stand at a place, and the names and words that its value may hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import frozen

from game.rules.build.draft import ACTING
from game.rules.claims import ALL, CHOICES, PLAYED_BY
from game.rules.expressions import AGGREGATES, FUNCTIONS, KEYWORDS
from game.rules.model import Map, Member
from game.scenario.checks.icons import icons
from game.scenario.checks.places import bases
from game.scenario.describing import Key
from game.scenario.gathering import RULES_FILE
from game.scenario.server.claimnames import KINDS
from game.scenario.server.cursor import Typing, typing_at
from game.scenario.server.occurrences import CLAIMS
from game.scenario.server.project import Project
from game.scenario.server.scopes import dotted, rule_of, scope_at
from game.scenario.server.shape import ROOT, Shape, below, described
from game.scenario.server.symbols import BUILT_IN, BUILT_IN_GROUPS, LOCAL, Names, Scope, Symbol, built_ins
from game.scenario.server.telling import key_told, kind_word, summary

_POINTED = re.compile(r"([A-Za-z_][\w.]*)\.\Z")
_LOOPS = re.compile(r"\bfor\s+(?:\(\s*(\w+)\s*,\s*(\w+)\s*\)|(\w+))\s+in\s+(\w+)")
_ASSIGNED = re.compile(r"[-+]?=")


@frozen
class Item:
    """Something to put in."""

    label: str
    kind: str
    """`key`, `name`, `field`, `function`, `word`, `member`, `file`."""
    start: int
    end: int
    """The offsets of what it replaces."""
    insert: str
    snippet: str = ""
    """The same with places to fill in, for editors that know such."""
    detail: str = ""
    doc: str = ""
    rank: int = 5
    """Those with a smaller number stand first."""


def complete(project: Project, path: Path, offset: int) -> list[Item]:
    """What may be put in at an offset of a file."""
    typing = typing_at(project.buffers.text(path), offset)
    if typing is None:
        return []
    found = _keys(project, typing) if typing.is_key else _values(project, typing)
    unique: dict[str, Item] = {}
    for item in found:
        unique.setdefault(item.label, item)
    return list(unique.values())


# Keys


def _keys(project: Project, typing: Typing) -> Iterator[Item]:
    shape = typing.shape
    assert shape is not None
    names = project.names()
    if shape.entry is not None:
        for key in described(shape.entry).keys:
            if key.name not in typing.siblings:
                yield _key(typing, key, below(shape, key.name))
        if shape.entry is Member:
            table = names.groups.get(str(typing.path[1]))
            for kind in ("tracks", "links"):
                for id in getattr(table, kind, ()):
                    if id not in typing.siblings:
                        yield _named(names, typing, Symbol(kind, id, str(typing.path[1])), rank=3, colon=True)
        return
    if shape.keys_name is None:
        yield from _overridden(names, typing, shape)
        return
    pointed = _POINTED.search(typing.before)
    if pointed is not None:
        yield from _parts(names, typing, pointed[1], {}, colon=True)
        return
    for kind in shape.keys_name.split():
        for id in names.ids(kind):
            if id not in typing.siblings:
                yield _named(names, typing, Symbol(kind, id), colon=True)
    if shape.attribute == "set":
        for group, table in names.groups.items():
            if table.tracks:
                for id in table.members:
                    yield _named(names, typing, Symbol("members", id, group), rank=7)


def _overridden(names: Names, typing: Typing, shape: Shape) -> Iterator[Item]:
    """Entries of the ruleset, or of another file, that an entry here would stand on."""
    kind, path = shape.attribute, typing.path
    if path[:1] == ("groups",) and len(path) > 2:
        known: Iterable[str] = getattr(names.groups.get(str(path[1])), kind, ())
    elif kind == "agendas" and len(path) == 2:
        known = {face for faces in names.faces.values() for face in faces}
    else:
        known = names.ids(kind)
    owner = str(path[1]) if path[:1] == ("groups",) and len(path) > 2 else ""
    for id in known:
        if id not in typing.siblings and kind != "options":
            yield _named(names, typing, Symbol(kind, id, owner), colon=True)


def _key(typing: Typing, key: Key, shape: Shape | None) -> Item:
    rank = 1 if key.required else 4
    insert = key.name if typing.colon else f"{key.name}: "
    snippet = ""
    if typing.blank and not typing.flow and not typing.colon and shape is not None:
        column = " " * (_column(typing) - typing.indent + 2)  # editors add the line's own indentation
        if shape.is_mapping or shape.entry is not None:
            snippet = f"{key.name}:\n{column}$0"
        elif shape.is_list and key.name in ("do", "lead"):
            snippet = f"{key.name}:\n{column}- $0"
        elif shape.is_list:
            snippet = f"{key.name}: [$0]"
    elif typing.flow and shape is not None and shape.is_list and not typing.colon:
        snippet = f"{key.name}: [$0]"
    return Item(key.name, "key", typing.start, typing.end, insert, snippet, doc=key_told(key), rank=rank)


def _column(typing: Typing) -> int:
    """The column of the word, by its line; a dash before it counts as blanks."""
    return len(typing.line) - len(typing.line.lstrip(" -"))


# Values


def _values(project: Project, typing: Typing) -> Iterator[Item]:
    names, shape = project.names(), typing.shape
    if shape is None:
        return
    naming = shape.naming
    before = typing.before.strip()
    if typing.path[:1] == ("remove",):
        yield from _removable(names, typing)
    elif shape.attribute == "rules" and len(typing.path) == 1:
        yield from (_word(typing, name, "file") for name in _rulesets(project))
    elif shape.attribute == "files" and len(typing.path) == 2:
        yield from (_word(typing, name, "file") for name in _parts_of(project))
    elif shape.attribute in ("icon", "icons"):
        yield from (_word(typing, name, "word") for name in icons())
    elif shape.owner is Map and shape.attribute == "base":
        yield from (_word(typing, name, "word") for name in bases())
    elif shape.owner is Member and shape.attribute == "values":
        table = names.groups.get(str(typing.path[1]))
        to = table.links.get(str(typing.path[-1]), "") if table is not None else ""
        members = names.groups[to].members if to in names.groups else {}
        yield from (_named(names, typing, Symbol("members", id)) for id in members)
    elif shape.language in CLAIMS:
        yield from _in_claims(names, typing, shape.language)
    elif shape.language:
        yield from _in_rules(names, typing, shape.language)
    elif shape.attribute == "on" and naming.words:
        yield from _triggers(names, typing, before)
    elif shape.is_truth:
        yield from (_word(typing, word, "word") for word in ("true", "false"))
    elif (pointed := _POINTED.search(typing.before)) is not None:
        yield from _parts(names, typing, pointed[1], {})
    else:
        yield from (_word(typing, word, "word", rank=2) for word in naming.words)
        for kind in naming.of:
            yield from (_named(names, typing, Symbol(kind, id)) for id in names.ids(kind))
        if naming.declares:
            yield from (_word(typing, id, "name") for id in names.ids(naming.declares) if id != "")


def _triggers(names: Names, typing: Typing, before: str) -> Iterator[Item]:
    assert typing.shape is not None
    if before == "deck":
        decks = [id for id in names.ids("chance") if names.words.get(("chance", id, "deck")) == "events"]
        yield from (_named(names, typing, Symbol("chance", id)) for id in decks)
    elif before.startswith("once when"):
        yield from _in_rules(names, typing, "expression")
    elif not before:
        for word in typing.shape.naming.words:
            yield _word(typing, word, "word", insert=word if word == "schedule" else f"{word} ")


def _removable(names: Names, typing: Typing) -> Iterator[Item]:
    kind = typing.before.strip().rstrip(".")
    if typing.before.strip().endswith("."):
        yield from (_named(names, typing, Symbol(kind, id)) for id in names.ids(kind))
    else:
        scenario = {key for key, ids in names.kinds.items() if ids and below(ROOT, key) is not None}
        yield from (_word(typing, key, "word", insert=f"{key}.") for key in sorted(scenario))


def _rulesets(project: Project) -> list[str]:
    bases = (project.folder.parent / "rules", project.rulesets)
    return sorted({file.parent.name for base in bases for file in base.glob(f"*/{RULES_FILE}")})


def _parts_of(project: Project) -> list[str]:
    return sorted(file.name for file in project.folder.glob("*.yaml") if file.name != "scenario.yaml")


# Rules


def _in_claims(names: Names, typing: Typing, language: str) -> Iterator[Item]:
    """What a claim may look for, of which choices a policy may speak, and the bots that may play."""
    before = typing.before.removeprefix("P(") if language == "likelihood" else typing.before
    last = before.split()[-1] if before.split() else ""
    if language != "subject" and before.rstrip().endswith(PLAYED_BY):
        yield from (_word(typing, bot, "bot") for bot in ("random", "greedy"))
        yield from (_named(names, typing, Symbol("policies", id)) for id in names.ids("policies"))
    elif last in KINDS:
        yield from (_named(names, typing, Symbol(KINDS[last], id)) for id in names.ids(KINDS[last]))
    elif last == "face":
        faces = dict.fromkeys(face for known in names.faces.values() for face in known)
        yield from (_named(names, typing, Symbol("faces", face)) for face in faces)
    elif last == "option":
        for event, options in names.options.items():
            actor = event.partition(".")[2]
            yield from (_word(typing, f"{actor}.{option}", "option") for option in options)
    elif not before.strip():
        kinds = (*ALL, *CHOICES) if language == "subject" else ("ending", *CHOICES)
        yield from (_word(typing, kind, "word", rank=1) for kind in kinds)
        if language != "subject":
            yield from _in_rules(names, typing, "expression")
    elif language != "subject":
        yield from _in_rules(names, typing, "expression")


def _in_rules(names: Names, typing: Typing, language: str) -> Iterator[Item]:
    """Names and words for an expression, a statement or a loop."""
    scope = _scope(names, typing)
    before = typing.before
    pointed = _POINTED.search(before)
    last = before.split()[-1] if before.split() else ""
    if pointed is not None:
        yield from _parts(names, typing, pointed[1], scope)
    elif last == "in":
        groups = [(Symbol("groups", g)) for g in names.groups] + [Symbol("pairs", p) for p in names.pairs]
        yield from (_named(names, typing, symbol) for symbol in groups)
    elif language == "statement" and before.strip() == "schedule":
        events = [id for id in names.ids("events") if names.words.get(("events", id, "on")) == "schedule"]
        yield from (_named(names, typing, Symbol("events", id)) for id in events)
    elif language == "statement" and before.strip() == "end":
        yield from (_named(names, typing, Symbol("endings", id)) for id in names.ids("endings"))
    elif language == "loop" and not before.strip():
        for group, table in names.groups.items():
            if group not in BUILT_IN_GROUPS:
                yield _word(typing, f"{table.one} in {group}", "word", rank=2)
    elif last not in ("for", "as"):
        begins = language == "statement" and not before.strip()
        yield from _beginnings(names, typing, scope, begins=begins)


def _beginnings(names: Names, typing: Typing, scope: Scope, *, begins: bool) -> Iterator[Item]:
    """What may begin an expression; with `begins`, a statement."""
    for symbol, _ in scope.values():
        yield _named(names, typing, symbol, rank=1)
    yield from (_named(names, typing, Symbol("tracks", id), rank=2) for id in names.ids("tracks"))
    members = [
        (Symbol(group if group in BUILT_IN_GROUPS else "members", id), bool(table.tracks or table.links))
        for group, table in names.groups.items()
        for id in table.members
    ]
    yield from (_named(names, typing, symbol, rank=3) for symbol, open_ in members if open_ or not begins)
    for drawn in names.drawn:
        yield _named(names, typing, Symbol("drawn", drawn), rank=3)
    if begins:
        for name, parameters in names.procedures.items():
            filled = ", ".join(f"${{{n}:{word}}}" for n, word in enumerate(parameters, 1))
            yield _named(names, typing, Symbol("procedures", name), insert=f"{name}(", snippet=f"{name}({filled})")
        for word, pattern in (("schedule", "schedule ${1:event} in ${2:1}"), ("end", "end ${1:ending}")):
            yield _word(typing, word, "word", insert=f"{word} ", snippet=pattern, rank=6)
        yield from (_named(names, typing, Symbol("names", id)) for id in names.aliases)
        return
    yield from (_named(names, typing, Symbol("parameters", id), rank=3) for id in names.ids("parameters"))
    yield from (_named(names, typing, Symbol("names", id), rank=3) for id in names.aliases)
    for id in sorted({*built_ins(), *ACTING}):
        yield _named(names, typing, Symbol(BUILT_IN, id), rank=6)
    for word in dict.fromkeys((*FUNCTIONS, *AGGREGATES)):
        loop = word in AGGREGATES and word not in FUNCTIONS
        snippet = f"{word}(${{1}} for ${{2:x}} in ${{3:group}})" if loop else f"{word}($1)"
        yield Item(word, "function", typing.start, typing.end, f"{word}(", snippet, rank=7)
    yield from (_word(typing, word, "word", rank=8) for word in sorted(KEYWORDS))


def _parts(names: Names, typing: Typing, pointed: str, scope: Scope, *, colon: bool = False) -> Iterator[Item]:
    """What may stand behind a point."""
    first, *rest = pointed.split(".")
    meaning = names.first(first, scope)
    groups = meaning[1] if meaning is not None else frozenset()
    for word in rest:
        _, groups = names.part(groups, word)
    assigned = (
        typing.shape is not None and typing.shape.language == "statement" and not typing.before[: -len(pointed) - 1]
    )
    for group in sorted(groups):
        table = names.groups.get(group)
        if table is None:
            continue
        yield from (_named(names, typing, Symbol("tracks", id, group), rank=1, colon=colon) for id in table.tracks)
        if not colon:
            links = "links" if group not in BUILT_IN_GROUPS else BUILT_IN
            yield from (_named(names, typing, Symbol(links, id, group), rank=2) for id in table.links)
            constants = table.constants if not assigned else ()
            yield from (_named(names, typing, Symbol(BUILT_IN, id), rank=2) for id in constants)


def _scope(names: Names, typing: Typing) -> Scope:
    """The names of the rule and of the loops on the line, which may not be readable yet."""
    scope = dict(scope_at(names, typing.path))
    owner = dotted(rule_of(typing.path))
    for match in _LOOPS.finditer(typing.line):
        group = names.pairs.get(match[4], match[4])
        for word in (match[1], match[2], match[3]):
            if word:
                scope[word] = (Symbol(LOCAL, word, owner), frozenset({group}))
    return scope


def _named(
    names: Names,
    typing: Typing,
    symbol: Symbol,
    *,
    rank: int = 5,
    colon: bool = False,
    insert: str = "",
    snippet: str = "",
) -> Item:
    kind = {"tracks": "field", "links": "field", "members": "member", BUILT_IN: "word"}.get(symbol.kind, "name")
    text = insert or (f"{symbol.id}: " if colon and not typing.colon else symbol.id)
    told = summary(names, symbol)
    return Item(symbol.id, kind, typing.start, typing.end, text, snippet, kind_word(symbol), told, rank)


def _word(typing: Typing, word: str, kind: str, *, insert: str = "", snippet: str = "", rank: int = 5) -> Item:
    return Item(word, kind, typing.start, typing.end, insert or word, snippet, rank=rank)
