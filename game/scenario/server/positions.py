"""Positions: from characters of a text to an editor's lines and units, and back."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from attrs import define, field, frozen

_EDITORS_BREAK = re.compile(r"\r\n|\n|\r")
_YAML_BREAK = re.compile("\r\n|\n|\r|\x85|\u2028|\u2029")
_PLAIN = 0x10000
"""From here on a character takes two units of UTF-16."""

UNITS: dict[str, Callable[[str], int]] = {
    "utf-8": lambda text: len(text.encode("utf-8", "surrogatepass")),
    "utf-16": lambda text: len(text) if text.isascii() else sum(1 + (ord(c) >= _PLAIN) for c in text),
    "utf-32": len,
}
"""How many units a text has, by the encodings that a client may ask for."""


@frozen
class Span:
    """A piece of a text by an editor's positions, lines and units from 0; its end is not in it."""

    start: tuple[int, int]
    end: tuple[int, int]


@define
class Text:
    """What a file or buffer holds. Offsets count characters behind a byte order mark, as the reader's do."""

    whole: str
    encoding: str = "utf-16"
    mark: int = field(init=False)
    """1 where a byte order mark stands first."""
    text: str = field(init=False)
    _starts: list[int] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.mark = int(self.whole.startswith("\ufeff"))
        self.text = self.whole[self.mark :]
        self._starts = [0, *(m.end() for m in _EDITORS_BREAK.finditer(self.text))]

    def position(self, offset: int) -> tuple[int, int]:
        """The line and unit of an offset."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self._starts, offset) - 1
        ahead = UNITS[self.encoding]("\ufeff") if self.mark and line == 0 else 0
        return line, ahead + UNITS[self.encoding](self.text[self._starts[line] : offset])

    def span(self, start: int, end: int) -> Span:
        """Two offsets as an editor's range."""
        return Span(self.position(start), self.position(max(start, end)))

    def offset(self, line: int, unit: int) -> int:
        """The offset of an editor's position; one beyond the line's or the text's end is held to it."""
        if line < 0:
            return 0
        if line >= len(self._starts):
            return len(self.text)
        begin, end = self._starts[line], self.line_end(line)
        if self.mark and line == 0:
            unit -= UNITS[self.encoding]("\ufeff")
        count = UNITS[self.encoding]
        if count(self.text[begin:end]) == end - begin:
            return min(begin + max(0, unit), end)
        at = begin
        while at < end and unit >= count(self.text[at]):
            unit -= count(self.text[at])
            at += 1
        return at

    def line_start(self, line: int) -> int:
        return self._starts[max(0, min(line, len(self._starts) - 1))]

    def line_end(self, line: int) -> int:
        """The offset of a line's end, without its break."""
        if line + 1 >= len(self._starts):
            return len(self.text)
        end = self._starts[line + 1]
        while end > self._starts[line] and self.text[end - 1] in "\r\n":
            end -= 1
        return end

    def line_of(self, offset: int) -> int:
        return bisect_right(self._starts, max(0, min(offset, len(self.text)))) - 1


def offsets_of(text: str, places: list[tuple[int, int]]) -> list[int]:
    """The offsets of the reader's lines and columns (from 1), which know more kinds of line breaks than editors do."""
    starts = [0, *(m.end() for m in _YAML_BREAK.finditer(text))]
    return [
        min(starts[min(max(line, 1), len(starts)) - 1] + column - 1, len(text)) if line <= len(starts) else len(text)
        for line, column in places
    ]
