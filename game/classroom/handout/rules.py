"""The rules on two pages, from the same rulebook that the board opens."""

from __future__ import annotations

from collections.abc import Iterable

from game.classroom.handout.styles import (
    BODY,
    GUTTER,
    SMALL,
    STRONG,
    SUBTITLE,
    TITLE,
    bound,
    heading,
    writing_room,
)
from game.classroom.paper.flow import Block, Paragraph, down, fitted, high
from game.classroom.paper.sheet import ACCENT, MUTED, Document, Mark, Rect, Rule
from game.rules.plan import Plan
from game.scenes.rulebook import rulebook
from game.scenes.scene import RuleEntry, RuleSection
from game.words import say

COLUMNS, LARGEST = 2, 1.22
"""Columns a page, and how much larger than usual a short rulebook is set."""


def rules(plan: Plan, paper: str) -> Document:
    """The rulebook: always two pages, in one size of letters."""
    scene, room = rulebook(plan), writing_room(paper)
    head: list[Block] = [
        Paragraph(scene.title, TITLE, ACCENT),
        Paragraph(scene.subtitle, SUBTITLE, MUTED, before=0.6),
    ]
    top, wide = high(head, room.w) + 3.0, (room.w - GUTTER) / 2
    blocks = [block for page in scene.pages for column in page.columns for part in column for block in section(part)]
    columns = fitted(blocks, wide, room.h, 2 * COLUMNS, LARGEST, COLUMNS, top)
    pages: list[list[Mark]] = []
    for first in (0, COLUMNS):
        y = room.y + (0.0 if first else top)
        marks = [] if first else down(head, room)
        for number, column in enumerate(columns[first : first + COLUMNS]):
            marks += down(column, Rect(room.x + number * (wide + GUTTER), y, wide, room.bottom - y))
        middle = room.x + wide + GUTTER / 2
        foot = y + max((high(column, wide) for column in columns[first : first + COLUMNS]), default=0.0)
        pages.append([*marks, Rule(middle, y, middle, foot)])
    return bound(plan.scenario.title, say("Rules"), paper, pages)


def section(part: RuleSection) -> Iterable[Block]:
    """A part of the rulebook."""
    yield heading(part.name)
    if part.text:
        yield Paragraph(part.text, BODY, before=1.2, joined=bool(part.entries))
    for entry in part.entries:
        yield from _entry(entry)


def _entry(entry: RuleEntry) -> list[Block]:
    """A name, what it says of itself, and what the rules say of it: never parted by a column's end."""
    indent = 5.4 if entry.letter or entry.icon else 0.0
    found: list[Paragraph] = [
        Paragraph(
            entry.name, STRONG, before=1.7, indent=indent, icon=entry.icon, letter=entry.letter, index=entry.index
        )
    ]
    if entry.text:
        found.append(Paragraph(entry.text, BODY, before=0.1, indent=indent))
    found += [Paragraph(note, SMALL, MUTED, before=0.2, indent=indent) for note in entry.notes]
    return [*(p.together() for p in found[:-1]), found[-1]]
