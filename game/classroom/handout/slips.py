"""Slips of one size, eight a page, with the lines to cut them apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from game.classroom.paper.sheet import EDGE, Mark, Rect, Rule, sheet_of

T = TypeVar("T")

ACROSS, DOWN = 2, 4
SIDE, TOP, FOOT = 6.0, 5.0, 9.0


def places_of(paper: str) -> list[Rect]:
    """Where the slips of a page lie, row by row."""
    sheet = sheet_of(paper)
    w, h = (sheet.w - 2 * SIDE) / ACROSS, (sheet.h - TOP - FOOT) / DOWN
    return [Rect(SIDE + x * w, TOP + y * h, w, h) for y in range(DOWN) for x in range(ACROSS)]


def pages_of(items: Sequence[T], draw: Callable[[T, Rect], Iterable[Mark]], paper: str) -> list[list[Mark]]:
    """Pages of slips; the dashed lines are where to cut."""
    places = places_of(paper)
    pages: list[list[Mark]] = []
    for first in range(0, len(items), len(places)):
        part = items[first : first + len(places)]
        marks: list[Mark] = list(_cuts(paper, len(part)))
        for item, place in zip(part, places, strict=False):
            marks += draw(item, place)
        pages.append(marks)
    return pages


def _cuts(paper: str, count: int) -> Iterable[Mark]:
    """Dashed lines around as many slips as there are."""
    places = places_of(paper)[:count]
    rows = -(-count // ACROSS)
    w, h = places[0].w, places[0].h
    for row in range(rows + 1):
        above = count if row == 0 else min(count - (row - 1) * ACROSS, ACROSS)
        wide = w * min(above, ACROSS)
        yield Rule(SIDE, TOP + row * h, SIDE + wide, TOP + row * h, EDGE, 0.12, 1.0)
    for column in range(min(count, ACROSS) + 1):
        full = rows if column <= (count - 1) % ACROSS + 1 or count % ACROSS == 0 else rows - 1
        if full:
            yield Rule(SIDE + column * w, TOP, SIDE + column * w, TOP + full * h, EDGE, 0.12, 1.0)
