"""Text that runs down columns: blocks that know their height for a width, and are set one under the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from attrs import evolve, frozen

from game.classroom.paper.faces import Style, width, wrap
from game.classroom.paper.sheet import ACCENT, INK, Mark, Picture, Rect, Rule, Words, baseline, token
from game.scenes.palette import RGB


@frozen
class Paragraph:
    """A text with what stands before its first line: a bullet, a number, a picture or a power's token."""

    text: str
    style: Style
    colour: RGB = INK
    before: float = 0.0
    """The space above, in millimetres; not at the top of a column."""
    indent: float = 0.0
    mark: str = ""
    """Set in the indent, in the same style."""
    icon: str = ""
    letter: str = ""
    index: int = -1
    ruled: bool = False
    """Whether a line is drawn under it."""
    joined: bool = False
    """Whether it must stand in the same column as what follows."""
    align: str = "left"
    lead: str = ""
    """Words at the head of the first line, in a style of their own."""
    lead_style: Style | None = None

    @property
    def _led(self) -> float:
        """The width of the words at the head."""
        if self.lead_style is None or not self.lead:
            return 0.0
        return width(self.lead, self.lead_style) + width("  ", self.style)

    def _lines(self, room: float) -> tuple[str, ...]:
        return wrap(self.text, self.style, room - self.indent, self._led)

    def scaled(self, factor: float) -> Paragraph:
        """The same in another size."""
        return evolve(
            self,
            style=self.style.scaled(factor),
            lead_style=self.lead_style.scaled(factor) if self.lead_style is not None else None,
            before=self.before * factor,
            indent=self.indent * factor,
        )

    def together(self) -> Paragraph:
        """The same, kept with what follows."""
        return evolve(self, joined=True)

    def height(self, room: float) -> float:
        """How high it is in a width, without the space above."""
        return len(self._lines(room)) * self.style.line + (0.8 if self.ruled else 0.0)

    def marks(self, x: float, y: float, room: float) -> Iterable[Mark]:
        """It, set at a place."""
        line, inner = self.style.line, room - self.indent
        whole = Rect(x, y, room, self.height(room))
        side = min(line * 0.98, self.indent * 0.9)
        if self.letter:
            yield from token(self.index, self.letter, x, y + (line - side) / 2, side)
        elif self.icon:
            yield Picture(self.icon, x, y + (line - side) / 2, side, ACCENT)
        elif self.mark:
            style = self.lead_style or self.style
            colour = self.colour if style is self.style else INK
            yield Words(x, baseline(self.style, y), self.mark, style, colour, whole)
        if self.lead_style is not None and self.lead:
            yield Words(x + self.indent, baseline(self.style, y), self.lead, self.lead_style, INK, whole)
        for number, text in enumerate(self._lines(room)):
            spare = inner - width(text, self.style)
            taken = self._led if number == 0 else 0.0
            left = x + self.indent + taken + {"left": 0.0, "middle": spare / 2, "right": spare}[self.align]
            yield Words(left, baseline(self.style, y + number * line), text, self.style, self.colour, whole)
        if self.ruled:
            yield Rule(x, whole.bottom - 0.3, x + room, whole.bottom - 0.3, ACCENT, 0.25)


@frozen
class Fixed:
    """A drawing of a known height, such as a table's row or an empty line to write on."""

    high: float
    draw: Callable[[Rect], Iterable[Mark]]
    before: float = 0.0
    joined: bool = False

    def scaled(self, factor: float) -> Fixed:
        """Drawings keep their size."""
        return self

    def height(self, room: float) -> float:
        """Its height."""
        return self.high

    def marks(self, x: float, y: float, room: float) -> Iterable[Mark]:
        """It, set at a place."""
        return self.draw(Rect(x, y, room, self.high))


Block = Paragraph | Fixed


def high(blocks: Sequence[Block], room: float) -> float:
    """The height of blocks one under the other."""
    return sum(b.height(room) + (b.before if n else 0.0) for n, b in enumerate(blocks))


def down(blocks: Sequence[Block], rect: Rect) -> list[Mark]:
    """Blocks set one under the other from the top of a rectangle."""
    found: list[Mark] = []
    y = rect.y
    for number, block in enumerate(blocks):
        y += block.before if number else 0.0
        found += block.marks(rect.x, y, rect.w)
        y += block.height(rect.w)
    return found


def poured(blocks: Sequence[Block], wide: float, tall: float, short: int = 0, less: float = 0.0) -> list[list[Block]]:
    """Blocks dealt to columns of one width and height, each as full as it gets; joined ones stay together.

    The first `short` columns are `less` high, for the head above them.
    """
    columns: list[list[Block]] = [[]]
    filled = 0.0
    for group in _groups(blocks):
        room = tall - (less if len(columns) <= short else 0.0)
        own = high(group, wide)
        if columns[-1] and filled + group[0].before + own > room + 1e-6:
            columns.append([])
        filled = filled + group[0].before + own if columns[-1] else own
        columns[-1] += group
    return columns


def _fits(dealt: Sequence[Sequence[Block]], wide: float, tall: float, columns: int, short: int, less: float) -> bool:
    rooms = (tall - (less if number < short else 0.0) for number in range(len(dealt)))
    return len(dealt) <= columns and all(high(c, wide) <= r + 1e-6 for c, r in zip(dealt, rooms, strict=True))


def _groups(blocks: Sequence[Block]) -> Iterable[list[Block]]:
    group: list[Block] = []
    for block in blocks:
        group.append(block)
        if not block.joined:
            yield group
            group = []
    if group:
        yield group


def fitted(
    blocks: Sequence[Block], wide: float, tall: float, columns: int, most: float, short: int = 0, less: float = 0.0
) -> list[list[Block]]:
    """Blocks in at most so many columns of about one height, in the largest size up to `most` that fits."""
    factor, sized = most, list(blocks)
    while factor > 0.2:
        sized = [b.scaled(factor) for b in blocks]
        if _fits(poured(sized, wide, tall, short, less), wide, tall, columns, short, less):
            break
        factor *= 0.985
    return levelled(sized, wide, tall, columns, short, less)


def levelled(
    blocks: Sequence[Block], wide: float, tall: float, columns: int, short: int = 0, less: float = 0.0
) -> list[list[Block]]:
    """Blocks that fit so many columns, in columns no higher than they need to be."""
    low, top = high(blocks, wide) / columns, tall
    while top - low > 0.5:
        middle = (low + top) / 2
        fits = _fits(poured(blocks, wide, middle, short, less), wide, middle, columns, short, less)
        low, top = (low, middle) if fits else (middle, top)
    return poured(blocks, wide, top, short, less)
