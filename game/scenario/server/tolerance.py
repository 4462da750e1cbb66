"""Reading a file that is being typed: lines that break its form are looked past, and all others keep their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
from attrs import frozen

from game.scenario.nodes import LARGEST_FILE, Node, read_nodes

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MOST_ROUNDS = 5
LARGEST_TOLERATED = 600_000
"""Characters; a larger file that is broken is not read again and again."""


@frozen
class _Trouble:
    """Where the form breaks: the line (from 0) at which reading stopped, and the one where what is open began."""

    line: int
    opened: int | None


def tolerant_tree(file: str, text: str, likely: int | None = None) -> Node | None:
    """The tree of a text, of all that can be read of it. `likely` is the line (from 0) on which somebody types."""
    root, faults = _read(file, text)
    if root is not None or not any(fault == "MV101" for fault in faults) or len(text) > LARGEST_TOLERATED:
        return root
    mended = _UNPRINTABLE.sub(" ", text)
    for _ in range(MOST_ROUNDS):
        trouble = _trouble(mended)
        if trouble is None:
            return _read(file, mended)[0]
        best: tuple[int, str] | None = None
        for line in _suspects(trouble, likely):
            tried = _without_line(mended, line)
            further = _trouble(tried)
            reached = further.line if further is not None else len(text)
            if tried != mended and (best is None or reached > best[0]):
                best = (reached, tried)
            if further is None:
                break
        if best is None:
            return None
        mended, likely = best[1], None
    return _read(file, mended)[0] if _trouble(mended) is None else None


def _read(file: str, text: str) -> tuple[Node | None, list[str]]:
    data = text.encode("utf-8", "surrogatepass")
    if len(data) > LARGEST_FILE:
        return None, []
    root, _, faults = read_nodes(file, data)
    return root, [fault.code for fault in faults]


def _trouble(text: str) -> _Trouble | None:
    try:
        for _ in yaml.parse(text, Loader=_Loader):
            pass
    except yaml.YAMLError as error:
        mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
        words = str(getattr(error, "context", "") or "")
        opened = context.line if context is not None and ("flow" in words or "quoted" in words) else None
        return _Trouble(mark.line if mark is not None else 0, opened)
    return None


def _suspects(trouble: _Trouble, likely: int | None) -> Iterator[int]:
    """The lines that may be to blame, the likeliest first."""
    wanted = [likely, trouble.opened, trouble.line, trouble.line - 1]
    yield from dict.fromkeys(line for line in wanted if line is not None and line >= 0)


def _without_line(text: str, number: int) -> str:
    """The text with blanks in place of a line, so that every other character keeps its offset."""
    start = 0
    for _ in range(number):
        start = text.find("\n", start) + 1
        if start == 0:
            return text
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    keep = "\r" if text[start:end].endswith("\r") else ""
    return text[:start] + " " * (end - start - len(keep)) + keep + text[end:]
