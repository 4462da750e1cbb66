"""The rules on two pages, from the same rulebook that the board opens."""

from __future__ import annotations

from collections.abc import Iterable

from game.classroom.handout.styles import (
    BODY,
    GUTTER,
    MARGIN,
    SMALL,
    STRONG,
    SUBTITLE,
    TITLE,
    bound,
    heading,
    writing_room,
)
from game.classroom.paper.faces import Style
from game.classroom.paper.flow import Block, Paragraph, down, fitted, high
from game.classroom.paper.sheet import ACCENT, MUTED, Document, Mark, Rect, Rule
from game.rules.plan import Plan
from game.scenes.rulebook import rulebook
from game.scenes.scene import RuleEntry, RulePage, RuleSection
from game.words import say

LARGEST = 1.22
"""How much larger than usual a short rulebook is set."""


def rules(plan: Plan, paper: str) -> Document:
    """The rulebook: always two pages."""
    scene = rulebook(plan)
    pages: list[list[Mark]] = []
    for number, page in enumerate(scene.pages):
        title = scene.title if number == 0 else page.name
        told = [scene.subtitle, page.name] if number == 0 else []
        pages.append(_page(page, title, " ".join(told[:1]), paper))
    return bound(plan.scenario.title, say("Rules"), paper, pages)


def _page(page: RulePage, title: str, told: str, paper: str) -> list[Mark]:
    room = writing_room(paper)
    head: list[Block] = [Paragraph(title, TITLE if told else Style(TITLE.face, 17, 1.15), ACCENT)]
    if told:
        head.append(Paragraph(told, SUBTITLE, MUTED, before=0.6))
    top = high(head, room.w) + 3.0
    wide = (room.w - GUTTER) / 2
    blocks = [block for column in page.columns for part in column for block in section(part)]
    columns = fitted(blocks, wide, room.h - top, 2, LARGEST)
    marks = down(head, room)
    for number, column in enumerate(columns):
        marks += down(column, Rect(room.x + number * (wide + GUTTER), room.y + top, wide, room.h - top))
    if len(columns) > 1:
        middle = MARGIN + wide + GUTTER / 2
        foot = room.y + top + max(high(column, wide) for column in columns)
        marks.append(Rule(middle, room.y + top, middle, foot))
    return marks


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

