"""The shipped typefaces on paper: which letters each has, how wide a text is, and where it may break."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from attrs import field, frozen

from game.scenario.resources import resources

MM_PER_POINT = 25.4 / 72

FILES = {
    "serif": "SourceSerif4-Regular",
    "serif_italic": "SourceSerif4-Italic",
    "serif_semibold": "SourceSerif4-SemiBold",
    "serif_bold": "SourceSerif4-Bold",
    "sans": "Inter-Regular",
    "sans_medium": "Inter-Medium",
    "sans_semibold": "Inter-SemiBold",
    "sans_bold": "Inter-Bold",
}
INSTEAD = {
    "serif": "sans",
    "serif_italic": "sans",
    "serif_semibold": "sans_semibold",
    "serif_bold": "sans_bold",
}
"""The face that has the signs which a face lacks."""


@frozen
class Face:
    """Widths of a face's letters in thousandths of its size."""

    name: str
    path: Path
    widths: dict[int, float] = field(repr=False)


@cache
def face(name: str) -> Face:
    """A face of `FILES`, measured."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # comes with fpdf2

    path = resources("assets") / "fonts" / f"{FILES[name]}.ttf"
    with TTFont(path, lazy=True) as font:
        unit = font["head"].unitsPerEm / 1000
        metrics = font["hmtx"].metrics
        return Face(name, path, {code: metrics[glyph][0] / unit for code, glyph in font.getBestCmap().items()})


@frozen
class Style:
    """A face, its size in points, and the distance of lines as a multiple of the size."""

    face: str
    size: float
    lead: float = 1.28

    @property
    def line(self) -> float:
        """The distance of two lines in millimetres."""
        return self.size * self.lead * MM_PER_POINT

    def scaled(self, factor: float) -> Style:
        """The style in another size."""
        return Style(self.face, self.size * factor, self.lead)


def runs(text: str, name: str) -> list[tuple[str, str]]:
    """The text in pieces, each with the face that has its letters; signs that none has stay with the first."""
    first, second = face(name).widths, INSTEAD.get(name, "")
    found: list[tuple[str, str]] = []
    for char in text:
        other = second and ord(char) not in first and ord(char) in face(second).widths
        chosen = second if other else name
        if found and found[-1][1] == chosen:
            found[-1] = (found[-1][0] + char, chosen)
        else:
            found.append((char, chosen))
    return found


def lacking(text: str, name: str) -> str:
    """The signs of a text that cannot be printed."""
    own, other = face(name).widths, face(INSTEAD.get(name, name)).widths
    return "".join(c for c in text if ord(c) not in own and ord(c) not in other)


@lru_cache(maxsize=65536)
def _units(text: str, name: str) -> float:
    """The width of a text in thousandths of its size; letters stand side by side without kerning."""
    own, other = face(name).widths, face(INSTEAD.get(name, name)).widths
    return sum(own.get(ord(char)) or other.get(ord(char), 600.0) for char in text)


def width(text: str, style: Style) -> float:
    """The width of a text in millimetres."""
    return _units(text, style.face) * style.size / 1000 * MM_PER_POINT


@lru_cache(maxsize=32768)
def wrap(text: str, style: Style, room: float, taken: float = 0.0) -> tuple[str, ...]:
    """The text in lines no wider than the room; a word that is wider alone is cut.

    `taken` is what stands before the text in its first line, which stays empty if no word fits beside it.
    """
    lines: list[str] = []
    wide, room, blank = room, room - taken, width(" ", style)
    for paragraph in text.split("\n"):
        line, long = "", 0.0
        for word in paragraph.split():
            own = width(word, style)
            longer = long + blank + own if line else own
            if longer <= room:
                line, long = f"{line} {word}" if line else word, longer
                continue
            if line or room < wide:
                lines.append(line)
                room = wide
            *cut, line = _cut(word, style, room) if own > room else (word,)
            long = width(line, style)
            lines += cut
        lines.append(line)
        room = wide
    return tuple(lines)


def _cut(word: str, style: Style, room: float) -> Iterable[str]:
    """A word in pieces that fit: after its hyphens if that helps, else anywhere."""
    piece, found = "", []
    for char in word:
        if piece and width(piece + char, style) > room:
            at = piece.rfind("-") + 1
            found.append(piece[:at] if at else piece)
            piece = piece[at:] if at else ""
        piece += char
    return [*found, piece]
