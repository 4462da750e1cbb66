"""Formats of scenario files: what the language looked like before, and how a file is brought to the present one.

A migration leads from one format to the next. It is a row of changes, each of which looks at the nodes of one file and
gives edits of its text; whatever they do not name (comments, indentation, order) stays byte for byte. A file of an old
format plays as it is: it is migrated in memory when it is read.

Format 0, the first sketch of the language, differed in this:

    turns: {count: 8}                        now  turns: 8
    treasury: {below: {into: debt}}          now  treasury: {below: debt}
    favour: {reset: each turn}               now  favour: {reset: true}
    movers: {of: powers}                     now  movers: {order: powers}
    movers: {public: this turn and next}     now  movers: {ahead: 1}
    hard: {treasury: 3}                      now  hard: {set: {treasury: 3}}          (levels of difficulty)
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from attrs import frozen

from game.scenario.fixes import spliced
from game.scenario.nodes import Edit, Node, read_nodes

FORMAT = 1
"""The format that this program writes and reads."""

Change = Callable[[Node, str], Iterator[Edit]]
"""From the tree of a file and its text to the edits that one change of the language asks for."""


def format_of(root: Node) -> str:
    """What a file says its format is; nothing where it does not say."""
    entry = root.entries.get("format")
    return (entry.value.word or "") if entry is not None else ""


def old_format(root: Node) -> int | None:
    """The format of a file, if it is an old one that can be migrated."""
    word = format_of(root)
    return int(word) if word.isascii() and word.isdecimal() and len(word) < 4 and int(word) in MIGRATIONS else None


# Format 0


def _turns(root: Node, text: str) -> Iterator[Edit]:
    if (turns := root.entries.get("turns")) is not None:
        yield from _unwrapped(turns.value, "count", text)


def _tracks(root: Node, text: str) -> Iterator[Edit]:
    for track in _tracks_of(root):
        if (below := track.entries.get("below")) is not None:
            yield from _unwrapped(below.value, "into", text)
        yield from _replaced(track, "reset", {"each turn": "true"})


def _tracks_of(root: Node) -> Iterator[Node]:
    groups = [group for _, group in _section(root, "groups")]
    for holder in (root, *groups):
        yield from (track for _, track in _section(holder, "tracks"))


def _chance(root: Node, text: str) -> Iterator[Edit]:
    for _, stream in _section(root, "chance"):
        if "of" in stream.entries and "order" not in stream.entries:
            key = stream.entries["of"].key
            yield Edit(key.file, key.start, key.end, "order")
        if (public := stream.entries.get("public")) is not None and "ahead" not in stream.entries:
            if public.value.word in ("this turn", "this turn and next"):
                yield Edit(public.key.file, public.key.start, public.key.end, "ahead")
                yield from _replaced(stream, "public", {"this turn": "0", "this turn and next": "1"})


def _levels(root: Node, text: str) -> Iterator[Edit]:
    for _, level in _section(root, "difficulty"):
        entries = list(level.entries.values())
        if not entries or ("set" in level.entries and not level.entries["set"].value.word):
            continue
        if text[level.start] == "{":
            yield Edit(level.file, level.start + 1, level.start + 1, "set: {")
            yield Edit(level.file, level.end - 1, level.end - 1, "}")
            continue
        first, last = entries[0].key, entries[-1].value
        newline = "\r\n" if "\r\n" in text else "\n"
        yield Edit(first.file, first.start, first.start, f"set:{newline}{' ' * (first.column + 1)}")
        at = text.find("\n", first.start, last.end) + 1
        while at:
            if text[at : at + 1] not in ("\n", "\r"):
                yield Edit(level.file, at, at, "  ")
            at = text.find("\n", at, last.end) + 1


MIGRATIONS: dict[int, tuple[Change, ...]] = {0: (_turns, _tracks, _chance, _levels)}
"""What leads from each old format to the next."""


def _section(holder: Node, key: str) -> Iterator[tuple[str, Node]]:
    """The entries of a section that are mappings themselves."""
    entry = holder.entries.get(key)
    if entry is not None:
        yield from ((name, inner.value) for name, inner in entry.value.entries.items() if inner.value.is_mapping)


def _replaced(node: Node, key: str, words: dict[str, str]) -> Iterator[Edit]:
    """Another word under a key, where the present one is an old one."""
    entry = node.entries.get(key)
    if entry is not None and entry.value.word in words and entry.value.style != "block":
        yield Edit(entry.value.file, entry.value.start, entry.value.end, words[entry.value.word])


def _unwrapped(node: Node, key: str, text: str) -> Iterator[Edit]:
    """A mapping with one key gives way to the value of that key."""
    if list(node.entries) != [key] or node.entries[key].value.word is None:
        return
    entry = node.entries[key]
    if text[node.start] == "{":
        yield Edit(node.file, node.start, node.start + 1, "")
        yield from _without_marks(node.file, text, entry.value.end, node.end)
    yield Edit(node.file, entry.key.start, entry.value.start, "")


def _without_marks(file: str, text: str, start: int, end: int) -> Iterator[Edit]:
    """Take out the comma and the bracket that close a mapping; a comment between them stays."""
    comment = False
    for at in range(start, end):
        comment = text[at] != "\n" and (comment or text[at] == "#")
        if text[at] in ",}" and not comment:
            yield Edit(file, at, at + 1, "")


# Migrating


@frozen
class Migrated:
    """A file brought to the present format."""

    text: str
    root: Node
    steps: tuple[tuple[Edit, ...], ...]
    """The edits of each step, from one format to the next."""
    before: str

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What to do with the file as it was: all steps in one."""
        if len(self.steps) == 1:
            return self.steps[0]
        return (Edit(self.root.file, 0, len(self.before), self.text),) if self.steps else ()


def migrated(root: Node, text: str, version: int) -> Migrated | None:
    """A file of an old format in the present one; None where the result could not be read, and so must not be written.

    The places in the new tree are those of the file as it is on the disk, so that messages fit what its author sees.
    """
    steps: list[tuple[Edit, ...]] = []
    now, tree = text, root
    for number in range(version, FORMAT):
        edits = tuple(edit for change in MIGRATIONS[number] for edit in change(tree, now))
        if (entry := tree.entries.get("format")) is not None:
            edits += (Edit(tree.file, entry.value.start, entry.value.end, str(number + 1)),)
        steps.append(tuple(sorted(edits, key=lambda edit: (edit.start, edit.end))))
        now = spliced(now, edits)
        read, _, faults = read_nodes(root.file, now.encode())
        if read is None or faults or not read.is_mapping:
            return None
        tree = read
    _stand(tree, steps, text)
    return Migrated(now, tree, tuple(steps), text)


def _stand(tree: Node, steps: Sequence[tuple[Edit, ...]], before: str) -> None:
    """Give the nodes of a migrated text the places of the text before."""
    lines = [0, *(at + 1 for at, c in enumerate(before) if c == "\n")]

    def place(node: Node) -> None:
        for edits in reversed(steps):
            node.start, node.end = _offset(node.start, edits, after=True), _offset(node.end, edits, after=False)
        node.end = max(node.start, node.end)
        node.line = bisect_right(lines, node.start)
        node.column = node.start - lines[node.line - 1] + 1
        for inner in node.items:
            place(inner)
        for entry in node.entries.values():
            place(entry.key)
            place(entry.value)

    place(tree)


def _offset(offset: int, edits: tuple[Edit, ...], *, after: bool) -> int:
    """Where an offset of a text stood before the edits: behind what was taken out there, or in front of it."""
    shift = 0
    for edit in edits:
        start = edit.start + shift
        end = start + len(edit.text)
        if offset < start or (offset == start and (edit.text or not after)):
            break
        if offset < end:
            return edit.start
        shift += len(edit.text) - (edit.end - edit.start)
    return offset - shift
