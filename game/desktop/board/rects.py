"""Rectangles in whole pixels and the few ways a layout cuts them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen


@frozen
class Rect:
    """An upright rectangle; `x` and `y` are its left top corner."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        """The first column beyond it."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """The first row below it."""
        return self.y + self.h

    @property
    def centre(self) -> tuple[int, int]:
        """The pixel in its middle."""
        return self.x + self.w // 2, self.y + self.h // 2

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.x <= x < self.x + self.w and self.y <= y < self.y + self.h

    def within(self, other: Rect) -> bool:
        """Whether it lies wholly in another."""
        return self.x >= other.x and self.y >= other.y and self.right <= other.right and self.bottom <= other.bottom

    def meets(self, other: Rect) -> bool:
        """Whether the two share any area."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def common(self, other: Rect) -> Rect:
        """The shared part; without area if there is none."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        return Rect(x, y, max(0, min(self.right, other.right) - x), max(0, min(self.bottom, other.bottom) - y))

    def inset(self, dx: int, dy: int | None = None) -> Rect:
        """Smaller by `dx` left and right and by `dy` (or `dx`) above and below, never less than nothing."""
        dy = dx if dy is None else dy
        return Rect(self.x + dx, self.y + dy, max(0, self.w - 2 * dx), max(0, self.h - 2 * dy))

    def moved(self, dx: int, dy: int) -> Rect:
        """The same size elsewhere."""
        return Rect(self.x + dx, self.y + dy, self.w, self.h)

    def top(self, h: int, gap: int = 0) -> tuple[Rect, Rect]:
        """The upper `h` pixels, and what is left below a gap."""
        h = max(0, min(h, self.h))
        rest = min(h + gap, self.h)
        return Rect(self.x, self.y, self.w, h), Rect(self.x, self.y + rest, self.w, self.h - rest)

    def low(self, h: int, gap: int = 0) -> tuple[Rect, Rect]:
        """The lower `h` pixels, and what is left above a gap."""
        h = max(0, min(h, self.h))
        rest = max(0, self.h - h - gap)
        return Rect(self.x, self.bottom - h, self.w, h), Rect(self.x, self.y, self.w, rest)

    def left(self, w: int, gap: int = 0) -> tuple[Rect, Rect]:
        """The left `w` pixels, and what is left beyond a gap."""
        w = max(0, min(w, self.w))
        rest = min(w + gap, self.w)
        return Rect(self.x, self.y, w, self.h), Rect(self.x + rest, self.y, self.w - rest, self.h)

    def far(self, w: int, gap: int = 0) -> tuple[Rect, Rect]:
        """The right `w` pixels, and what is left before a gap."""
        w = max(0, min(w, self.w))
        rest = max(0, self.w - w - gap)
        return Rect(self.right - w, self.y, w, self.h), Rect(self.x, self.y, rest, self.h)

    def columns(self, count: int, gap: int) -> tuple[Rect, ...]:
        """Equal columns; the pixels that do not divide go to the first ones."""
        return tuple(Rect(self.x + a, self.y, b - a, self.h) for a, b in _split(self.w, count, gap))

    def rows(self, count: int, gap: int) -> tuple[Rect, ...]:
        """Equal rows."""
        return tuple(Rect(self.x, self.y + a, self.w, b - a) for a, b in _split(self.h, count, gap))

    def middle(self, w: int, h: int) -> Rect:
        """A rectangle of this size, at most as large as this one, in its middle."""
        w, h = min(w, self.w), min(h, self.h)
        return Rect(self.x + (self.w - w) // 2, self.y + (self.h - h) // 2, w, h)

    def clamped(self, bounds: Rect) -> Rect:
        """Moved as little as it takes to lie in the bounds; cut to their size if it is larger."""
        w, h = min(self.w, bounds.w), min(self.h, bounds.h)
        x = max(bounds.x, min(self.x, bounds.right - w))
        y = max(bounds.y, min(self.y, bounds.bottom - h))
        return Rect(x, y, w, h)


def around(rects: Sequence[Rect]) -> Rect:
    """The smallest rectangle that holds them all; at least one."""
    x, y = min(r.x for r in rects), min(r.y for r in rects)
    return Rect(x, y, max(r.right for r in rects) - x, max(r.bottom for r in rects) - y)


def _split(length: int, count: int, gap: int) -> list[tuple[int, int]]:
    room = max(0, length - gap * (count - 1))
    edges = [room * i // count for i in range(count + 1)]
    return [(edges[i] + i * gap, edges[i + 1] + i * gap) for i in range(count)]
