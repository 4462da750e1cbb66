"""A scenario's own tests: the cases in `tests/*.yaml`, read with the place of every word.

- name: The bridge wins the harbour over
  seed: 7
  difficulty: standard
  deal: {news: [storm]}
  moves: [dry_spring > pay, mayor > old_bridge]
  expect:
    coins: 3
    calm: calm >= 4
    available: [mayor > market_day]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import NOTHING, define, field, fields, frozen

from game.rules.model import Location
from game.rules.problems import did_you_mean
from game.rules.syntax import Span
from game.rules.wording import listed, phrase
from game.scenario.bounded import ReadBytes, read_bounded
from game.scenario.casekeys import Expected, TestCase
from game.scenario.diagnostics import Diagnostic, excerpt, in_order
from game.scenario.folders import TESTS
from game.scenario.nodes import Fault, Node, inner_location, read_nodes

KEYS = tuple(a.name for a in fields(TestCase))
ASKED = tuple(a.name for a in fields(Expected))
"""What a case may expect besides tracks."""
_SEED = re.compile(r"\d{1,19}\Z")


@frozen
class Word:
    """A word of a test file, and where it stands."""

    text: str
    node: Node = field(eq=False, repr=False)
    source: str = field(eq=False, repr=False)
    """The text of its file."""

    @property
    def location(self) -> Location:
        return self.node.location

    def told(self, code: str, message: str, hint: str = "", span: Span | None = None) -> Diagnostic:
        """What is wrong with it, or with a piece of it."""
        location, end = inner_location(self.node, self.source, span or (0, max(1, len(self.text))))
        line = excerpt({location.file: self.source}, location)
        return Diagnostic(code, message, location, end, hint=hint, excerpt=line)


@frozen
class Case:
    """One game to play, and what must come of it."""

    name: Word
    seed: int = 0
    difficulty: Word | None = None
    deal: Mapping[str, tuple[str, ...]] = field(factory=dict)
    dealt_at: Word | None = None
    moves: tuple[Word, ...] = ()
    tracks: Mapping[str, Word] = field(factory=dict)
    """A number, or an expression, by the name of a track."""
    keys: Mapping[str, Word] = field(factory=dict)
    """Where the names of the tracks stand."""
    turn: Word | None = None
    ending: Word | None = None
    available: tuple[Word, ...] = ()
    refused: tuple[Word, ...] = ()
    holds: tuple[Word, ...] = ()


def files_with_tests(folder: Path) -> tuple[Path, ...]:
    """The files with a scenario's tests."""
    return tuple(sorted((folder / TESTS).glob("*.yaml")))


def read_cases(
    file: Path, shown: str, read: ReadBytes = read_bounded
) -> tuple[tuple[Case, ...], tuple[Diagnostic, ...]]:
    """The cases of a test file, and all that is wrong with its form; a case with a mistake is left out."""
    try:
        data = read(file)
    except OSError as error:
        message = phrase("cannot read {file}: {error}", file=file.name, error=error.strerror or error)
        return (), (Diagnostic("MV111", message, Location(shown, 1, 1), 2),)
    root, text, faults = read_nodes(shown, data)
    reading = _Reading(shown, text)
    for fault in faults:
        reading.note(fault)
    if root is None or faults:
        if root is None and not faults:
            reading.note(
                Fault(
                    "MV202", phrase("the file is empty"), Location(shown, 1, 1), 2, phrase("begin with `- name: ...`")
                )
            )
        return (), in_order(reading.found)
    if not root.is_list:
        reading.at(root, "MV203", phrase("a test file is a list of cases"), phrase("begin each with `- name: ...`"))
        return (), in_order(reading.found)
    cases = [case for item in root.items if (case := reading.case(item)) is not None]
    return tuple(cases), in_order(reading.found)


@define
class _Reading:
    """One test file being read."""

    file: str
    text: str
    found: list[Diagnostic] = field(factory=list)

    def note(self, fault: Fault) -> None:
        line = excerpt({self.file: self.text}, fault.location)
        told = Diagnostic(fault.code, fault.message, fault.location, fault.end, hint=fault.hint, excerpt=line)
        self.found.append(told)

    def at(self, node: Node, code: str, message: str, hint: str = "") -> None:
        width = len(node.word or "x") if node.style != "block" else 1
        self.note(Fault(code, message, node.location, node.column + max(1, width), hint))

    def word(self, node: Node) -> Word:
        return Word(node.word or "", node, self.text)

    def text_at(self, node: Node, what: str) -> Word | None:
        if node.word is None or not node.word.strip():
            self.at(node, "MV203", phrase("{what} is wanted here, this is {given}", what=what, given=_kind(node)))
            return None
        return self.word(node)

    def words(self, node: Node, what: str, one: str) -> tuple[Word, ...]:
        if not node.is_list:
            hint = phrase("write `[...]`, or lines that begin with `- `")
            self.at(node, "MV203", phrase("{what} is wanted here, this is {given}", what=what, given=_kind(node)), hint)
            return ()
        return tuple(w for item in node.items if (w := self.text_at(item, one)) is not None)

    def entries(self, node: Node, known: tuple[str, ...] | None) -> Iterator[tuple[str, Node, Node]]:
        if not node.is_mapping:
            self.at(node, "MV203", phrase("keys with values are wanted here, this is {given}", given=_kind(node)))
            return
        for key, entry in node.entries.items():
            if known is not None and key not in known:
                hint = did_you_mean(key, known) or phrase("there are {names}", names=listed(known))
                self.at(entry.key, "MV201", phrase("`{name}` means nothing here", name=key), hint)
            else:
                yield key, entry.key, entry.value

    def case(self, node: Node) -> Case | None:
        """A case, if nothing is wrong with it."""
        before = len(self.found)
        made: dict[str, object] = {}
        for key, _, value in self.entries(node, KEYS):
            match key:
                case "name" | "difficulty":
                    made[key] = self.text_at(value, phrase("a text"))
                case "seed":
                    made[key] = self.seed(value)
                case "moves":
                    made[key] = self.words(value, phrase("a list of moves"), phrase("a move"))
                case "deal":
                    dealt = {
                        k: self.words(v, phrase("a list of names"), phrase("a name"))
                        for k, _, v in self.entries(value, None)
                    }
                    made[key] = {k: tuple(w.text for w in words) for k, words in dealt.items()}
                    made["dealt_at"] = self.word(value)
                case _:
                    self.expect(value, made)
        for key in (a.name for a in fields(TestCase) if a.default is NOTHING):
            if node.is_mapping and key not in node.entries:
                self.at(node, "MV202", phrase("`{name}:` is missing", name=key), phrase("add `{name}: ...`", name=key))
        return Case(**made) if len(self.found) == before else None  # type: ignore[arg-type]

    def seed(self, node: Node) -> int:
        if node.word is None or not _SEED.match(node.word) or int(node.word) >= 2**63:
            self.at(node, "MV203", phrase("a seed is a whole number from 0, this is {given}", given=_kind(node)))
            return 0
        return int(node.word)

    def expect(self, node: Node, made: dict[str, object]) -> None:
        tracks: dict[str, Word] = {}
        keys: dict[str, Word] = {}
        for key, key_node, value in self.entries(node, None):
            if key in ("available", "refused", "holds"):
                made[key] = (
                    self.words(value, phrase("a list of conditions"), phrase("a condition"))
                    if key == "holds"
                    else self.words(value, phrase("a list of moves"), phrase("a move"))
                )
            elif key in ("turn", "ending"):
                made[key] = self.text_at(value, phrase("a whole number") if key == "turn" else phrase("an ending"))
            elif (word := self.text_at(value, phrase("a number or a condition"))) is not None:
                tracks[key], keys[key] = word, self.word(key_node)
        if node.is_mapping and not node.entries:
            self.at(node, "MV202", phrase("nothing is expected here"), phrase("say what must hold: `treasury: 4`"))
        made["tracks"], made["keys"] = tracks, keys


def _kind(node: Node) -> str:
    if node.word is not None:
        return phrase("the word `{name}`", name=node.word[:60]) if node.word.strip() else phrase("nothing")
    return phrase("a list") if node.is_list else phrase("a mapping")
