"""The comma trap: in `[...]` and `{...}` a comma ends a plain word, and an expression may hold commas of its own."""

from __future__ import annotations

LONGEST = 500
"""Letters that one expression may have and still be recognised as one."""


def cut_expression(text: str, start: int) -> int:
    """Where the expression really ends whose first piece, up to a comma within its brackets, begins at an offset.

    0 where that cannot be told: the brackets never close on this line, or hold something that quotes would change.

    >>> text = "do: [gold += max(1, min(a, b)), calm += 1]"
    >>> text[5 : cut_expression(text, 5)]
    'gold += max(1, min(a, b))'
    """
    depth = 0
    for at in range(start, min(len(text), start + LONGEST)):
        letter = text[at]
        if letter in "\"'\\#\n[{" or (letter == ":" and text[at + 1 : at + 2].isspace()):
            return 0
        if letter in ")]}," and depth == 0:
            return start + len(text[start:at].rstrip()) if letter != ")" else 0
        depth += (letter == "(") - (letter == ")")
        if letter in "]}":
            return 0
    return 0
