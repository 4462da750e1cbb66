"""A printed page as plain values: texts, boxes, lines, pictures and shapes, in millimetres from the top left."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from game.classroom.paper.faces import MM_PER_POINT, Style, width
from game.scenes.palette import ATLAS, RGB, Point, readable_on, shape_points

INK, MUTED, ACCENT, RULE, EDGE = ATLAS.ink, ATLAS.muted, ATLAS.accent, ATLAS.rule, ATLAS.edge
PAPER, SOFT, TINT = ATLAS.raised, ATLAS.accent_soft, ATLAS.paper
WHITE: RGB = (255, 255, 255)

SIZES = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}


@frozen
class Rect:
    """A part of a page."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    def inset(self, dx: float, dy: float | None = None) -> Rect:
        """The part within a margin."""
        dy = dx if dy is None else dy
        return Rect(self.x + dx, self.y + dy, self.w - 2 * dx, self.h - 2 * dy)


@frozen
class Words:
    """One line of text; `y` is its baseline, `room` the part of the page that it must stay in."""

    x: float
    y: float
    text: str
    style: Style
    colour: RGB
    room: Rect

    @property
    def right(self) -> float:
        """Where the line ends."""
        return self.x + width(self.text, self.style)


@frozen
class Box:
    """A rectangle, filled, edged or both; `line` is the edge's width."""

    rect: Rect
    fill: RGB | None = None
    edge: RGB | None = None
    line: float = 0.2
    radius: float = 0.0


@frozen
class Rule:
    """A straight line; `dash` is the length of its dashes, 0 for none."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: RGB = RULE
    line: float = 0.2
    dash: float = 0.0


@frozen
class Picture:
    """A sign of assets/icons in a square."""

    name: str
    x: float
    y: float
    side: float
    colour: RGB


@frozen
class Shape:
    """A filled polygon."""

    points: tuple[Point, ...]
    fill: RGB


@frozen
class Anchor:
    """A place that the file's bookmarks lead to; `level` 0 is the highest. Nothing of it is seen."""

    title: str
    level: int
    y: float


Mark = Words | Box | Rule | Picture | Shape | Anchor


@frozen
class Page:
    """One side of a sheet."""

    marks: tuple[Mark, ...]


@frozen
class Document:
    """What one file prints."""

    title: str
    language: str
    paper: str
    pages: tuple[Page, ...]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of a page."""
        return SIZES[self.paper]


def sheet_of(paper: str) -> Rect:
    """A whole page."""
    return Rect(0.0, 0.0, *SIZES[paper])


def baseline(style: Style, top: float) -> float:
    """The baseline of a line of text whose line box begins at `top`."""
    return top + (style.line + 0.70 * style.size * MM_PER_POINT) / 2


def words(text: str, style: Style, rect: Rect, colour: RGB = INK, align: str = "left") -> Words:
    """One line at the top of a rectangle, to its left, middle or right."""
    spare = rect.w - width(text, style)
    x = rect.x + {"left": 0.0, "middle": spare / 2, "right": spare}[align]
    return Words(x, baseline(style, rect.y), text, style, colour, rect)


def token(index: int, letter: str, x: float, y: float, side: float) -> tuple[Mark, ...]:
    """A power's token: its shape in its colour with its letter; nobody's is not told by colour alone."""
    colour = ATLAS.power(index)
    style = Style("sans_bold", side / MM_PER_POINT * (0.4 if len(letter) > 1 else 0.52), 1.0)
    wide, high = width(letter, style), 0.727 * style.size * MM_PER_POINT
    # The middle of a triangle lies lower than that of its box.
    low = 0.12 * side if index >= 0 and index % 8 == 4 else 0.0
    text = Words(
        x + (side - wide) / 2, y + (side + high) / 2 + low, letter, style, readable_on(colour), Rect(x, y, side, side)
    )
    points = shape_points(index if index >= 0 else 2, (x + side / 2, y + side / 2), side * 0.48)
    return (Shape(tuple(points), colour), text) if letter else (Shape(tuple(points), colour),)


def texts(document: Document) -> Iterable[tuple[int, Words]]:
    """Every line of text with the number of its page."""
    for number, page in enumerate(document.pages, 1):
        yield from ((number, mark) for mark in page.marks if isinstance(mark, Words))
