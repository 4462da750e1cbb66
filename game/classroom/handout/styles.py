"""The letters of the handouts, and what every page has: its margins, its head and its foot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from game.classroom.paper.faces import Style, width
from game.classroom.paper.flow import Block, Paragraph
from game.classroom.paper.sheet import (
    ACCENT,
    INK,
    MUTED,
    RULE,
    Document,
    Mark,
    Page,
    Rect,
    Rule,
    sheet_of,
    words,
)
from game.words import language, say

TITLE = Style("serif_bold", 22, 1.12)
SUBTITLE = Style("serif_italic", 11, 1.25)
HEADING = Style("serif_semibold", 13, 1.2)
SUBHEADING = Style("serif_semibold", 10.5, 1.2)
BODY = Style("sans", 8.6, 1.36)
STRONG = Style("sans_semibold", 8.6, 1.36)
SMALL = Style("sans", 7.6, 1.32)
CAPS = Style("sans_bold", 7.2, 1.2)
FOOT = Style("sans", 7, 1.2)

MARGIN = 14.0
GUTTER = 8.0
FOOT_AT = 9.0
"""How far the foot's line stands from the lower edge, in millimetres."""


def heading(text: str) -> Paragraph:
    """The name of a part, kept with what follows it."""
    return Paragraph(text, HEADING, ACCENT, before=4.2, ruled=True, joined=True)


def subheading(text: str) -> Paragraph:
    """The name of a part of a part."""
    return Paragraph(text, SUBHEADING, INK, before=2.6, joined=True)


def body(text: str, before: float = 1.2) -> Paragraph:
    """A plain paragraph."""
    return Paragraph(text, BODY, before=before)


def listed(items: Iterable[str], style: Style = BODY, before: float = 0.9) -> list[Block]:
    """One item a paragraph, each after a dot."""
    return [Paragraph(item, style, before=before, indent=3.2, mark="•") for item in items]


def numbered(items: Iterable[str]) -> list[Block]:
    """One item a paragraph, each after its number."""
    return [Paragraph(item, BODY, before=0.9, indent=5.2, mark=f"{n}.") for n, item in enumerate(items, 1)]


def footed(marks: Sequence[Mark], paper: str, name: str, page: int, pages: int, *, low: bool = False) -> Page:
    """A page with its foot: what it is of, and which page. `low` is for pages that are cut apart."""
    sheet = sheet_of(paper)
    foot = Rect(MARGIN, sheet.h - (8.2 if low else FOOT_AT), sheet.w - 2 * MARGIN, 4.0)
    number = say("Page {page} of {count}", page=page, count=pages)
    line = () if low else (Rule(foot.x, foot.y - 0.8, foot.right, foot.y - 0.8, RULE),)
    told = fitting(name, FOOT, foot.w - width(number, FOOT) - 6.0)
    return Page((*marks, *line, words(told, FOOT, foot, MUTED), words(number, FOOT, foot, MUTED, "right")))


def fitting(text: str, style: Style, room: float) -> str:
    """The text, shortened with an ellipsis if one line is too narrow for it."""
    if width(text, style) <= room:
        return text
    while text and width(text + "…", style) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def bound(title: str, name: str, paper: str, pages: Sequence[Sequence[Mark]], *, low: bool = False) -> Document:
    """Pages with their feet as one document in the language spoken now."""
    told = f"{title}: {name}"
    made = tuple(footed(marks, paper, told, n, len(pages), low=low) for n, marks in enumerate(pages, 1))
    return Document(told, language(), paper, made)


def writing_room(paper: str) -> Rect:
    """The part of a page within its margins, above its foot."""
    sheet = sheet_of(paper)
    return Rect(MARGIN, MARGIN, sheet.w - 2 * MARGIN, sheet.h - MARGIN - FOOT_AT - 4.0)
