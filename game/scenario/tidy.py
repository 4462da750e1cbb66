"""Tidying: blanks at the ends of lines and the end of a file. Words, comments, order and indentation stay."""

from __future__ import annotations

import re

from game.scenario.folders import AuthoringError
from game.scenario.nodes import Node, read_nodes
from game.words import say

_TRAILING = re.compile(r"[ \t]+(?=\r?\n|\Z)")


def tidied(shown: str, data: bytes) -> bytes:
    """The bytes of a file without blanks at the ends of its lines, ending with one line break.

    Line breaks stay of the kind they are. Raises `AuthoringError` for a file that cannot be read, or whose meaning
    would change.
    """
    before, text, faults = read_nodes(shown, data)
    if faults:
        raise AuthoringError(
            say("{where}: {error}; mend that first", where=faults[0].location, error=faults[0].message)
        )
    made = _tidy(text)
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    result = mark + made.encode()
    after, _, _ = read_nodes(shown, result)
    if _meaning(before) != _meaning(after):
        raise AuthoringError(
            say("{file}: blanks at the end of a line mean something here; nothing was changed", file=shown)
        )
    return result


def _tidy(text: str) -> str:
    bare = _TRAILING.sub("", text).rstrip(" \t\r\n")
    if not bare:
        return ""
    first = text.find("\n")
    return bare + ("\r\n" if text[max(0, first - 1) : first] == "\r" else "\n")


def _meaning(node: Node | None) -> object:
    """What a tree says, whatever its blanks."""
    if node is None:
        return None
    if node.word is not None:
        return " ".join(node.word.split())
    if node.is_list:
        return [_meaning(item) for item in node.items]
    return {" ".join(key.split()): _meaning(entry.value) for key, entry in node.entries.items()}
