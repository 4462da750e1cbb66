"""Where somebody is typing: the path, whether a key or a value is begun, and what stands before the cursor.

The lines above are read as they are, with a mark in place of the word under the cursor and all brackets closed; what
stands below plays no part, so that a file broken there is as good as a whole one.
"""

from __future__ import annotations

import re

from attrs import frozen

from game.rules.model import Path
from game.scenario.nodes import Node, read_nodes
from game.scenario.server.positions import Text
from game.scenario.server.shape import Shape, shape_at
from game.scenario.server.tolerance import tolerant_tree

MARK = "zzCURSORzz"
_WORD = re.compile(r"[\w-]*\Z")
_AFTER = re.compile(r"[\w-]*")
_BEFORE_VALUES = ":,[{-\n"
MOST_LINES_OPEN = 60
LONGEST_OPEN = 20_000  # characters looked back through for what is still open
"""Lines over which brackets are looked for that have not been closed."""


@frozen
class Typing:
    """The place of the cursor."""

    path: Path
    """The way to the value, or to the key, that is being typed."""
    shape: Shape | None
    """What may stand at the value; for a key, in the mapping that holds it."""
    is_key: bool
    start: int
    end: int
    """Offsets of the word under the cursor."""
    before: str = ""
    """What stands before that word in the same value."""
    line: str = ""
    """The whole line."""
    siblings: tuple[str, ...] = ()
    """The keys that stand there already."""
    blank: bool = False
    """Whether nothing but blanks stands before the word on its line, so that a key may be followed by `: `."""
    flow: bool = False
    """Whether it stands within brackets."""
    colon: bool = False
    """Whether the word already has a colon behind it."""
    indent: int = 0


def typing_at(text: Text, offset: int) -> Typing | None:
    """Where the cursor stands; None in comments, in prose, and where the lines above cannot be read."""
    whole = text.text
    line = text.line_of(offset)
    begin, end = text.line_start(line), text.line_end(line)
    head = whole[begin:offset]
    match = _WORD.search(head)
    assert match is not None
    start = begin + match.start()
    if _in_comment(whole[begin:start]):
        return None
    after = _AFTER.match(whole, offset, end)
    stop = after.end() if after is not None else offset
    open_ = _opened(whole, text, line, start)
    closing = "".join(reversed(open_))
    above = whole[:start]
    rest = whole[stop:end].lstrip()
    blank = not head[: match.start()].strip(" -")
    common = {
        "start": start, "end": stop, "line": whole[begin:end], "blank": blank, "flow": "}" in open_ or "]" in open_,
        "colon": rest.startswith(":"), "indent": len(head) - len(head.lstrip(" ")),
    }  # fmt: skip
    closed = tuple((above + written + closing, is_key) for written, is_key in ((f"{MARK}: ", True), (MARK, False)))
    siblings = _siblings_below(text, line) if blank else ()
    read = False
    for tolerant in (False, True):
        for document, is_key in closed:
            root, hopeless = _read(document, tolerant=tolerant)
            if hopeless:
                return None
            way = _way(root, ()) if root is not None else None
            read = read or way is not None
            typing = _found(way, siblings, common) if way is not None and way[2] == is_key else None
            if typing is not None:
                return typing
        if read:
            return None
    return None


def _read(text: str, *, tolerant: bool) -> tuple[Node | None, bool]:
    """What can be read of a text, and whether it is too large or too deep to be read at all."""
    if tolerant:
        return tolerant_tree("typed", text), False
    root, _, faults = read_nodes("typed", text.encode("utf-8", "surrogatepass"))
    return root, root is None and any(fault.code != "MV101" for fault in faults)


_Way = tuple[Path, Node, bool, Node]
"""The way to the mark: the path, the node that holds it, whether it is a key, and what is around it."""


def _found(way: _Way, further: tuple[str, ...], common: dict[str, object]) -> Typing | None:
    path, node, is_key, around = way
    before = (node.word or "").partition(MARK)[0]
    if is_key:
        shape = shape_at(path[:-1])
        if shape is None or (shape.entry is None and not shape.is_mapping):
            return None
        siblings = (*(key for key in around.entries if MARK not in key), *further)
        return Typing(path[:-1], shape, True, before=before, siblings=siblings, **common)  # type: ignore[arg-type]
    if node.style == "block":
        return None
    return Typing(path, shape_at(path), False, before=before, **common)  # type: ignore[arg-type]


def _way(node: Node, path: Path) -> _Way | None:
    for key, entry in node.entries.items():
        if MARK in key:
            return (*path, key), entry.key, True, node
        if entry.value.word is not None and MARK in entry.value.word:
            return (*path, key), entry.value, False, node
        found = _way(entry.value, (*path, key)) if entry.value.word is None else None
        if found is not None:
            return found
    for number, item in enumerate(node.items):
        if item.word is not None and MARK in item.word:
            return (*path, number), item, False, node
        found = _way(item, (*path, number)) if item.word is None else None
        if found is not None:
            return found
    return (path, node, False, node) if node.word is not None and MARK in node.word else None


def _siblings_below(text: Text, line: int) -> tuple[str, ...]:
    """The keys on the lines below that stand in the same column, up to one that stands further left."""
    begin = text.line_start(line)
    row = text.text[begin : text.line_end(line)]
    column = len(row) - len(row.lstrip(" -"))
    found: list[str] = []
    for number in range(line + 1, min(line + 60, text.line_of(len(text.text)) + 1)):
        row = text.text[text.line_start(number) : text.line_end(number)]
        if not row.strip() or row.lstrip().startswith("#"):
            continue
        indent = len(row) - len(row.lstrip(" "))
        if indent < column:
            break
        if indent == column:
            found.append(row.strip().partition(":")[0].strip("\"'"))
    return tuple(found)


def _in_comment(head: str) -> bool:
    return re.search(r"(?:^|\s)#", head) is not None and '"' not in head and "'" not in head


def _opened(whole: str, text: Text, line: int, start: int) -> list[str]:
    """The closing marks that are still missing before an offset: brackets, and a quote on the line itself."""
    for number in range(line, max(-1, line - MOST_LINES_OPEN), -1):
        piece = whole[text.line_start(number) : start]
        if len(piece) > LONGEST_OPEN:
            break
        missing, first = _scan(piece)
        if first is not None and "\n" not in piece[:first]:
            return missing
    own = whole[max(text.line_start(line), start - LONGEST_OPEN) : start]
    return [mark for mark in _scan(own)[0] if mark in "\"'"]


def _scan(piece: str) -> tuple[list[str], int | None]:
    """The closing marks that a piece of a file lacks, and where the first open one was opened."""
    missing: list[tuple[str, int]] = []
    quote, opened, comment = "", 0, False
    previous = ":"  # the last character that is no blank
    for at, letter in enumerate(piece):
        if letter == "\n":
            quote, comment, previous = "", False, letter
            continue
        if comment:
            continue
        if quote:
            if letter == quote and not (quote == '"' and piece[at - 1] == "\\"):
                quote = ""
        elif letter in "\"'" and previous in _BEFORE_VALUES:
            quote, opened = letter, at
        elif letter == "#" and (at == 0 or piece[at - 1].isspace()):
            comment = True
        elif letter in "[{" and previous in _BEFORE_VALUES:
            missing.append(("]" if letter == "[" else "}", at))
        elif letter in "]}" and missing and missing[-1][0] == letter:
            missing.pop()
        if not letter.isspace():
            previous = letter
    if quote:
        missing.append((quote, opened))
    return [mark for mark, _ in missing], missing[0][1] if missing else None
