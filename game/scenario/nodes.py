"""A file as a tree of nodes with exact places: the strict subset of YAML 1.2 that scenario files are written in.

Only libyaml's events are used, never a loader: an alias, a tag, a second document or deep nesting is refused in the
event loop, before anything could be built from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import yaml
from attrs import define, evolve, field, frozen

from game.rules.model import Location
from game.rules.syntax import Span
from game.rules.wording import phrase
from game.scenario.breaks import LOOKS_BLANK, WRITE_BLANK, broken
from game.scenario.commas import cut_expression

LARGEST_FILE = 2_000_000  # bytes
DEEPEST = 24
MOST_NODES = 20_000
MOST_FAULTS = 100
"""Faults of a file after which the rest is not looked at."""

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BEGUN = ("while scanning a quoted scalar", "while scanning a simple key")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@frozen
class Edit:
    """A piece of a file, by character offsets into its text, and what to put in its place."""

    file: str
    start: int
    end: int
    text: str


@frozen
class Fault:
    """Something wrong with a file's form."""

    code: str
    message: str
    location: Location
    end: int
    """The column after the last wrong character, on the same line."""
    hint: str = ""
    related: tuple[tuple[str, Location], ...] = ()
    """Other places where it matters."""
    fix: tuple[Edit, ...] = ()
    """What would mend it."""


@define
class Node:
    """A value of a file: a word, a list or a mapping, and where it stands (lines and columns from 1)."""

    file: str
    line: int
    column: int
    start: int
    end: int
    """Character offsets into the file's text."""
    word: str | None = None
    style: str = ""
    """For words: plain, quoted or block."""
    items: list[Node] = field(factory=list)
    entries: dict[str, Entry] = field(factory=dict)
    is_list: bool = False

    @property
    def is_mapping(self) -> bool:
        return self.word is None and not self.is_list

    @property
    def location(self) -> Location:
        return Location(self.file, self.line, self.column)

    def standing_at(self, other: Node) -> Node:
        """The same at the place of another node: of the entry that an author wrote on top of this one."""
        return evolve(self, file=other.file, line=other.line, column=other.column, start=other.start, end=other.end)


@define
class Entry:
    """A key and its value."""

    key: Node
    value: Node
    beneath: Node | None = None
    """The key of the ruleset's entry that this one stands on top of."""


class Word(str):
    """A scalar of a file, still as written; `plain` tells words without quotes."""

    __slots__ = ("plain",)
    plain: bool

    def __new__(cls, text: str, plain: bool = True) -> Word:
        word = super().__new__(cls, text)
        word.plain = plain
        return word


@define
class _Tree:
    """Reads the events of one file."""

    file: str
    text: str
    faults: list[Fault] = field(factory=list)
    count: int = 0
    cut_until: int = 0
    """Where the last expression ends that a comma cuts."""

    def read(self) -> Node | None:
        try:
            events = self._events()
            return self._document(events)
        except yaml.YAMLError as error:
            self._syntax(error)
            return None
        except _GivenUpError:
            return None

    def _events(self) -> Iterator[Any]:
        loader = _Loader(self.text)  # yaml.parse() would ask twice for each event
        return iter(loader.get_event, None)

    def _syntax(self, error: yaml.YAMLError) -> None:
        if any(fault.code == "MV106" for fault in self.faults):
            return  # quotes that are closed too late: what follows them has been read as text, and the reverse
        line, column, related = self._whereabouts(error)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None)
        lines = self.text.splitlines()
        told = broken(problem, getattr(error, "context", None), lines, line, column)
        if told.elsewhere:
            related = ()
        elif told.beside:
            beside = lines[told.beside - 1]
            where = Location(self.file, told.beside, len(beside) - len(beside.lstrip()) + 1)
            related = ((phrase("the line before it"), where),)
        place = Location(self.file, told.line, told.column)
        fix = tuple(self._edit(*edit) for edit in told.edits)
        self.fault("MV101", told.message, place, told.column + 1, told.hint, related=related, fix=fix)

    def _edit(self, line: int, start: int, end: int, new: str) -> Edit:
        """An edit between two columns of a line."""
        before = sum(map(len, self.text.splitlines(keepends=True)[: line - 1]))
        return Edit(self.file, before + start - 1, before + end - 1, new)

    def _whereabouts(self, error: yaml.YAMLError) -> tuple[int, int, tuple[tuple[str, Location], ...]]:
        """The line and column of a mistake in the form, and where what it broke off began.

        A text whose quotes never end, or a key without its `:`, is told where it begins: libyaml notices only later.
        """
        mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
        if mark is None:  # a character that no file may have: libyaml does not say where
            odd = _UNPRINTABLE.search(self.text)
            at = odd.start() if odd is not None else 0
            return self.text.count("\n", 0, at) + 1, at - self.text.rfind("\n", 0, at), ()
        if context is None or context.line == mark.line:
            return mark.line + 1, mark.column + 1, ()
        if getattr(error, "context", "") in _BEGUN:
            return context.line + 1, context.column + 1, ()
        if getattr(error, "context", "").startswith("while parsing a block "):
            return mark.line + 1, mark.column + 1, self._further_left(mark)
        began = Location(self.file, context.line + 1, context.column + 1)
        return mark.line + 1, mark.column + 1, ((phrase("it begins here"), began),)

    def _further_left(self, mark: Any) -> tuple[tuple[str, Location], ...]:
        """The line above that stands further to the left: one of the two is indented wrongly."""
        lines = self.text.split("\n")[: mark.line]
        for number in range(len(lines), 0, -1):
            bare = lines[number - 1].lstrip(" ")
            indent = len(lines[number - 1]) - len(bare)
            if bare.strip() and not bare.startswith("#") and indent < mark.column:
                where = Location(self.file, number, indent + 1)
                return ((phrase("this line stands further to the left: one of the two is indented wrongly"), where),)
        return ()

    def fault(self, code: str, message: str, location: Location, end: int, hint: str = "", **more: Any) -> None:
        self.faults.append(Fault(code, message, location, end, hint, **more))

    def _complain(self, code: str, message: str, node: Node, hint: str = "", **more: Any) -> None:
        width = node.end - node.start if "\n" not in self.text[node.start : node.end] else 1
        self.fault(code, message, node.location, node.column + max(1, width), hint, **more)
        if len(self.faults) >= MOST_FAULTS:
            raise _GivenUpError

    def _document(self, events: Iterator[Any]) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._complain(
                        "MV105", phrase("a file holds one document"), self._node(event), phrase("remove the `---`")
                    )
                    return root
                if event.tags or event.version:
                    self._complain("MV104", phrase("`%` directives are not used here"), self._node(event))
            elif isinstance(event, (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentEndEvent)):
                continue
            else:
                root = self._value(event, events, 0, flow=False)
        return root

    def _node(self, event: Any) -> Node:
        start, end = event.start_mark, event.end_mark
        self.count += 1
        if self.count > MOST_NODES:
            self.fault(
                "MV107",
                phrase("more than {most} values in a file", most=MOST_NODES),
                Location(self.file, start.line + 1, 1),
                2,
            )
            raise _GivenUpError
        return Node(self.file, start.line + 1, start.column + 1, start.index, end.index)

    def _value(self, event: Any, events: Iterator[Any], depth: int, *, flow: bool) -> Node:
        node = self._node(event)
        if depth > DEEPEST:
            self._complain("MV107", phrase("nested more than {most} deep", most=DEEPEST), node)
            raise _GivenUpError
        if isinstance(event, yaml.AliasEvent):
            self._complain(
                "MV103",
                phrase("`*` aliases are not used here"),
                node,
                phrase("write the value out, or quote a text with `*`"),
            )
            node.word, node.style = "", "quoted"
            return node
        if event.anchor is not None:
            self._complain(
                "MV103",
                phrase("`&` anchors are not used here"),
                node,
                phrase("write the value out, or quote a text with `&`"),
            )
        if event.tag is not None and event.tag != "!":
            self._complain(
                "MV104", phrase("`!` tags are not used here"), node, phrase("quote a text that begins with `!`")
            )
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, node, flow=flow)
        elif isinstance(event, yaml.SequenceStartEvent):
            node.is_list = True
            self._sequence(events, node, depth, flow=flow or bool(event.flow_style))
        else:
            self._mapping(events, node, depth, flow=flow or bool(event.flow_style))
        return node

    def _scalar(self, event: Any, node: Node, *, flow: bool) -> None:
        node.word = event.value
        node.style = {"'": "quoted", '"': "quoted", "|": "block", ">": "block"}.get(event.style or "", "plain")
        if node.style == "quoted" and event.start_mark.line != event.end_mark.line:
            self._complain(
                "MV106",
                phrase("a text in quotes ends on its line"),
                node,
                phrase("close the quotes on this line, or use `|` and indented lines for a long text"),
            )
        if flow and node.style == "plain" and node.start >= self.cut_until:
            self._comma_trap(node)

    def _comma_trap(self, node: Node) -> None:
        """Tell that a comma ends this word within its brackets; the other pieces are not told again."""
        word = node.word or ""
        if word.count("(") <= word.count(")"):
            return
        self.cut_until = cut_expression(self.text, node.start)
        whole = self.text[node.start : self.cut_until]
        self._complain(
            "MV109",
            phrase("inside `[...]` and `{...}` a comma ends a word, and this one stops within its brackets"),
            node,
            phrase("put the whole expression in quotes, or on a line of its own"),
            fix=(Edit(self.file, node.start, self.cut_until, f'"{whole}"'),) if whole else (),
        )

    def _no_blank(self, key: Node) -> None:
        """Tell that a key holds a no-break space: as a rule what follows was to be its value."""
        at = self.text.index("\u00a0", key.start)
        where = Location(self.file, key.line, key.column + at - key.start)
        self.fault("MV101", LOOKS_BLANK, where, where.column + 1, WRITE_BLANK, fix=(Edit(self.file, at, at + 1, " "),))

    def _cut_text(self, node: Node, key: Node, value: Node) -> bool:
        """Tell that a comma ends the text before it, and what follows is taken for a key; whether that is so."""
        before = next(reversed(node.entries.values())).value if node.entries else None
        nothing = key.style == "plain" and value.word == "" and ":" not in self.text[key.end : value.end + 1]
        if before is None or not nothing or before.style != "plain" or not before.word or key.start < self.cut_until:
            return False
        self._complain(
            "MV109",
            phrase("inside `{...}` a comma ends a text, and this one goes on behind it"),
            key,
            phrase("put the whole text in quotes"),
            fix=(
                Edit(self.file, before.start, before.start, '"'),
                Edit(self.file, key.end, key.end, '"'),
            )
            if '"' not in self.text[before.start : key.end]
            else (),
        )
        return True

    def _sequence(self, events: Iterator[Any], node: Node, depth: int, *, flow: bool) -> None:
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                node.end = _offset(event.end_mark)
                return
            node.items.append(self._value(event, events, depth + 1, flow=flow))

    def _mapping(self, events: Iterator[Any], node: Node, depth: int, *, flow: bool) -> None:
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                node.end = _offset(event.end_mark)
                return
            key = self._value(event, events, depth + 1, flow=flow)
            value = self._value(next(events), events, depth + 1, flow=flow)
            if flow and self._cut_text(node, key, value):
                continue
            if "\u00a0" in (key.word or ""):
                self._no_blank(key)
            elif key.word is None:
                self._complain("MV108", phrase("a key is a plain word"), key)
            elif key.word in node.entries:
                first = node.entries[key.word].key.location
                hint, related = (
                    phrase("the first one is on line {line}", line=first.line),
                    ((phrase("the first one"), first),),
                )
                self._complain("MV108", phrase("`{name}` stands here twice", name=key.word), key, hint, related=related)
            else:
                node.entries[key.word] = Entry(key, value)


def _offset(mark: Any) -> int:
    """How many characters stand before a mark."""
    return int(mark.index)


class _GivenUpError(Exception):
    """Reading has been given up; the fault is noted."""


def read_nodes(file: str, data: bytes) -> tuple[Node | None, str, list[Fault]]:
    """The tree of a file's bytes, its text, and what is wrong with its form.

    The tree is None where nothing could be read; it never holds anything but words, lists and mappings.
    """
    if len(data) > LARGEST_FILE:
        message = phrase("the file has more than {most} bytes", most=f"{LARGEST_FILE:,}")
        return None, "", [Fault("MV110", message, Location(file, 1, 1), 2, phrase("split it with `files:`"))]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        fault = Fault(
            "MV102",
            phrase("the file is not UTF-8 text"),
            Location(file, line, column),
            column + 1,
            phrase("save it as UTF-8"),
        )
        return None, "", [fault]
    tree = _Tree(file, text)
    return tree.read(), text, tree.faults


@frozen
class Place:
    """A piece of a file: where it begins, the column after it, and its offsets where they are exact."""

    location: Location
    end: int
    offsets: tuple[int, int] | None = None


def place_of(node: Node) -> Place:
    """Where a key or value stands, as a whole."""
    exact = node.word is not None and node.style != "block"
    width = len(node.word or "x") if node.style != "block" else 1
    return Place(node.location, node.column + max(1, width), (node.start, node.end) if exact else None)


def inner_place(node: Node, text: str, span: Span) -> Place:
    """Where a piece of a word stands in its file."""
    if node.word is None:
        return Place(node.location, node.column + 1)
    start, end = span
    written = text[node.start : node.end]
    shift = 1 if node.style == "quoted" else 0
    if node.style != "quoted" and (node.style == "block" or "\n" in written):
        return _in_lines(node, text, span)
    if node.style == "quoted" and len(written) != len(node.word) + 2:
        return Place(node.location, node.column + 1)  # escaped: the columns are not one for one
    location = Location(node.file, node.line, node.column + shift + start)
    offsets = (node.start + shift + start, node.start + shift + end)
    return Place(location, node.column + shift + max(end, start + 1), offsets)


def inner_location(node: Node, text: str, span: Span) -> tuple[Location, int]:
    """Where a piece of a word stands in its file, and the column after it."""
    place = inner_place(node, text, span)
    return place.location, place.end


def _in_lines(node: Node, text: str, span: Span) -> Place:
    """A piece of a text over several lines: it has the same visible characters as in the file, other blanks between."""
    word = node.word or ""
    begin = text.find("\n", node.start) if node.style == "block" else node.start  # below the indicator
    seen = sum(not c.isspace() for c in word[: span[0]])
    visible = (at for at in range(begin, len(text)) if not text[at].isspace())
    offset = next(islice(visible, seen, None), None)
    if begin < 0 or offset is None:
        return Place(node.location, node.column + 1)
    line = node.line + text.count("\n", node.start, offset)
    column = offset - text.rfind("\n", 0, offset)
    piece = word[span[0] : span[1]]
    width = len(piece.split("\n", 1)[0])
    exact = text[offset : offset + len(piece)] == piece
    offsets = (offset, offset + len(piece)) if exact else None
    return Place(Location(node.file, line, column), column + max(1, width), offsets)
