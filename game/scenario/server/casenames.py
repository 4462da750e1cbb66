"""The names in a scenario's tests: its moves, and what it expects of tracks and endings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from game.rules.model import Path
from game.scenario.cases import ASKED
from game.scenario.nodes import Node
from game.scenario.server.occurrences import READS, Finder, Occurrence
from game.scenario.server.symbols import MENTIONED, Names, Symbol

_MOVE = re.compile(r"\s*(?P<actor>[\w.]+)\s*>\s*(?P<choice>[\w.]+)\s*\Z")
CHOICES = ("cards", "summits", "actions")
"""What an envoy can do, by kind."""


def case_occurrences(names: Names, root: Node, text: str) -> Iterator[Occurrence]:
    """All names of a file of tests."""
    finder = Finder(names, text)
    for number, case in enumerate(root.items):
        for key, entry in case.entries.items():
            path: Path = (number, key)
            if key == "moves":
                _moves(finder, entry.value, path)
            elif key == "difficulty":
                _known(finder, entry.value, ("difficulty",), path)
            elif key == "deal":
                _deal(finder, entry.value, path)
            elif key == "expect":
                _expected(finder, entry.value, path)
    yield from finder.found


def _moves(finder: Finder, node: Node, path: Path) -> None:
    for item in node.items:
        match = _MOVE.match(item.word or "")
        if match is not None:
            _actor(finder, item, match.start("actor"), match["actor"], path)
            _choice(finder, item, match, path)


def _actor(finder: Finder, node: Node, at: int, word: str, path: Path) -> None:
    first, _, face = word.partition(".")
    names = finder.names
    if face:
        _word(finder, node, at, first, ("members",), path)
        if face in names.faces.get(first, {}):
            finder.add((Symbol("faces", face),), node, (at + len(first) + 1, at + len(word)), READS, path)
    else:
        _word(finder, node, at, first, ("envoys", "events"), path)


def _choice(finder: Finder, node: Node, match: re.Match[str], path: Path) -> None:
    names, actor, word, at = finder.names, match["actor"], match["choice"], match.start("choice")
    event = f"agendas.{actor}" if "." in actor else f"events.{actor}"
    if word in names.options.get(event, {}):
        finder.add((Symbol("options", word, event),), node, (at, at + len(word)), READS, path)
        return
    first, _, member = word.partition(".")
    _word(finder, node, at, first, CHOICES, path)
    if member:
        _word(finder, node, at + len(first) + 1, member, ("members",), path)


def _word(finder: Finder, node: Node, at: int, word: str, kinds: tuple[str, ...], path: Path) -> None:
    for kind in kinds:
        if word in finder.names.ids(kind):
            finder.add((Symbol(kind, word),), node, (at, at + len(word)), READS, path)
            return


def _known(finder: Finder, node: Node, kinds: tuple[str, ...], path: Path) -> None:
    _word(finder, node, 0, node.word or "", kinds, path)


def _deal(finder: Finder, node: Node, path: Path) -> None:
    for key, entry in node.entries.items():
        kind = "kinds" if key in finder.names.ids("kinds") else "chance"
        _word(finder, entry.key, 0, key, (kind,), path)
        for item in entry.value.items:
            _known(finder, item, ("members", "events", "cards"), path)


def _expected(finder: Finder, node: Node, path: Path) -> None:
    for key, entry in node.entries.items():
        if key in ("available", "refused"):
            _moves(finder, entry.value, path)
        elif key == "ending":
            ending = MENTIONED.findall(entry.value.word or "")
            _word(finder, entry.value, 0, ending[0] if ending else "", ("endings",), path)
            if len(ending) > 1:
                _word(finder, entry.value, (entry.value.word or "").index("(") + 1, ending[1], ("members",), path)
        elif key == "holds":
            for item in entry.value.items:
                finder.rule("expression", item, path, {})
        else:
            if key not in ASKED:
                finder.rule("expression", entry.key, path, {})
            finder.rule("expression", entry.value, path, {})
