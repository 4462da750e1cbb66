"""Ballots for a class without devices, and exit tickets: eight a page, to cut apart."""

from __future__ import annotations

from collections.abc import Iterable

from game.classroom.handout.cards import letters
from game.classroom.handout.slips import pages_of
from game.classroom.handout.styles import CAPS, SMALL, bound, fitting
from game.classroom.handout.worksheet import ruled
from game.classroom.pages.student import SURE
from game.classroom.paper.faces import Style, width
from game.classroom.paper.flow import Block, Fixed, Paragraph, down, high
from game.classroom.paper.sheet import ACCENT, EDGE, INK, MUTED, WHITE, Box, Document, Mark, Rect, Rule, words
from game.rules.model import Scenario
from game.rules.plan import Plan
from game.words import say

LETTER = Style("sans_bold", 12, 1.2)
QUESTION = Style("sans", 8.2, 1.28)
FEWEST, MOST = 3, 8


def ballot(plan: Plan, paper: str) -> Document:
    """A page of ballots and a page of exit tickets."""
    count = _options(plan.scenario)
    pages = pages_of([count] * 8, lambda n, place: _ballot(plan, n, place), paper)
    pages += pages_of([plan.scenario] * 8, _ticket, paper)
    return bound(plan.scenario.title, say("Ballots and exit tickets"), paper, pages, low=True)


def _options(scenario: Scenario) -> int:
    """How many letters a ballot needs."""
    events = [*scenario.events.values(), *(e for faces in scenario.agendas.values() for e in faces.values())]
    return max(FEWEST, min(MOST, max((len(event.options) for event in events), default=0)))


def _band(place: Rect, name: str, told: str) -> tuple[list[Mark], Rect]:
    inner = place.inset(4.0, 3.2)
    band = Rect(inner.x, inner.y, inner.w, 5.6)
    line = Rect(band.x + 2.0, band.y + (5.6 - CAPS.line) / 2, band.w - 4.0, CAPS.line)
    marks: list[Mark] = [
        Box(band, ACCENT, None, radius=1.0),
        words(name, CAPS, line, WHITE),
        words(fitting(told, CAPS, line.w * 0.6), CAPS, line, WHITE, "right"),
    ]
    return marks, Rect(inner.x, band.bottom + 2.4, inner.w, inner.bottom - band.bottom - 2.4)


def _ballot(plan: Plan, count: int, place: Rect) -> Iterable[Mark]:
    marks, room = _band(place, say("Ballot"), plan.scenario.title)
    yield from marks
    half = room.x + room.w * 0.5
    yield from ruled(room.x, room.y, half - 3.0, say("Turn"), SMALL)
    yield from ruled(half, room.y, room.right, say("Team"), SMALL)
    yield from ruled(room.x, room.y + 8.0, room.right, say("Decision"), SMALL)
    y = room.y + 16.5
    side = min(12.0, (room.w - (count - 1) * 2.0) / count)
    for number in range(count):
        box = Rect(room.x + number * (side + 2.0), y, side, side)
        yield Box(box, None, EDGE, 0.35, 1.2)
        middle = Rect(box.x, box.y + (side - LETTER.line) / 2, side, LETTER.line)
        yield words(letters(number), LETTER, middle, INK, "middle")
    yield from ruled(room.x, y + side + 2.6, room.right, say("or card number"), SMALL)
    yield from ruled(room.x, y + side + 10.6, room.right, say("Because"), SMALL)
    last = y + side + 18.6
    if last < room.bottom:
        yield Rule(room.x, last + 3.0, room.right, last + 3.0, EDGE)


def _ticket(scenario: Scenario, place: Rect) -> Iterable[Mark]:
    marks, room = _band(place, say("Exit ticket"), say("No names"))
    yield from marks
    asked = scenario.lesson.ticket if scenario.lesson is not None else ()
    asked = asked or (say("One thing you would do differently next time. No names."),)
    blocks: list[Block] = [
        Paragraph(say("How well could you explain to a friend why a country balances powers?"), QUESTION),
        Fixed(5.0, _scale, before=1.0),
    ]
    lines = 1 if len(asked) > 1 else 3
    for question in asked:
        blocks.append(Paragraph(question, QUESTION, before=1.8))
        blocks += [Fixed(6.2, _line) for _ in range(lines)]
    factor = 1.0
    while high(sized := [b.scaled(factor) for b in blocks], room.w) > room.h and factor > 0.5:
        factor -= 0.03
    yield from down(sized, room)


def _scale(rect: Rect) -> Iterable[Mark]:
    """Four boxes to tick, each as wide as its words."""
    told, box, gap = [say(text) for text in SURE], 4.2, 3.0
    taken = len(told) * box + (len(told) - 1) * gap
    style = SMALL.scaled(min(1.0, (rect.w - taken) / sum(width(text, SMALL) for text in told)))
    gap += (rect.w - taken - sum(width(text, style) for text in told)) / len(told)
    x = rect.x
    for text in told:
        yield Box(Rect(x, rect.y + 0.9, 3.0, 3.0), None, EDGE, 0.3, 0.6)
        wide = width(text, style)
        yield words(text, style, Rect(x + box, rect.y + (4.8 - style.line) / 2, wide, style.line), MUTED)
        x += box + wide + gap


def _line(rect: Rect) -> Iterable[Mark]:
    yield Rule(rect.x, rect.bottom, rect.right, rect.bottom, EDGE)
