"""Cards on paper: the calendar of what is known, then every event, agenda, mission and summit as a card to cut out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve

from game.classroom.handout.cards import Answer, PrintedCard, cards_of, numbers_of, place_of, turn_name
from game.classroom.handout.slips import pages_of
from game.classroom.handout.styles import BODY, CAPS, STRONG, SUBTITLE, TITLE, bound, fitting, writing_room
from game.classroom.paper.faces import Style, wrap
from game.classroom.paper.flow import Block, Fixed, Paragraph, down, high
from game.classroom.paper.sheet import (
    ACCENT,
    INK,
    MUTED,
    RULE,
    TINT,
    WHITE,
    Box,
    Document,
    Mark,
    Picture,
    Rect,
    Rule,
    Shape,
    Words,
    baseline,
    token,
    words,
)
from game.rules.plan import Plan
from game.scenes.palette import ATLAS, mix, shape_points
from game.words import say

NAME = Style("serif_semibold", 11.5, 1.12)
TOLD = Style("serif_italic", 8.2, 1.2)
LINE = Style("sans", 7.8, 1.26)
BOLD = Style("sans_semibold", 7.8, 1.26)
NOTE = Style("sans", 6.6, 1.22)
BAND = 5.6
EDGE = 4.0
MOST, LEAST = 1.24, 0.78
"""How much a short card's letters grow, and how small a long one's get before it loses what is only told."""


def cards(plan: Plan, paper: str) -> Document:
    """The calendar and all cards, eight a page."""
    made = cards_of(plan)
    pages = [_calendar(plan, paper)] if _dated(plan) else []
    pages += pages_of(made, drawn, paper)
    return bound(plan.scenario.title, say("Cards"), paper, pages, low=True)


# One card


def drawn(card: PrintedCard, place: Rect) -> Iterable[Mark]:
    """A card in its place."""
    inner = place.inset(EDGE, 3.2)
    band = Rect(inner.x, inner.y, inner.w, BAND)
    yield Box(band, card.band, None, radius=1.0)
    number = fitting(card.number, CAPS, 14.0)
    yield from _on_band(number, CAPS, band, "right")
    yield from _on_band(fitting(card.kind, CAPS, band.w - 18.0), CAPS, band, "left")
    room = Rect(inner.x, band.bottom + 1.6, inner.w, inner.bottom - band.bottom - 1.6)
    note = _note(card)
    foot = high(note, room.w) if note else 0.0
    blocks = fitted_blocks(card, room.w, room.h - foot - (1.0 if note else 0.0))
    yield from _emblem(card, room, high(blocks, room.w), foot)
    yield from down(blocks, room)
    if note:
        yield from down(note, Rect(room.x, room.bottom - foot, room.w, foot))


def _emblem(card: PrintedCard, room: Rect, filled: float, foot: float) -> Iterable[Mark]:
    """A large pale sign where a card has room for one."""
    side = min(room.h - filled - foot - 3.0, 26.0)
    if side < 13.0:
        return
    x, y = room.right - side, room.bottom - foot - side - 0.5
    if card.letter:
        colour = mix(ATLAS.power(card.index), WHITE, 0.78)
        yield Shape(tuple(shape_points(card.index, (x + side / 2, y + side / 2), side * 0.46)), colour)
    elif card.icon:
        yield Picture(card.icon, x, y, side, mix(card.band, WHITE, 0.8))


def _on_band(text: str, style: Style, band: Rect, align: str) -> Iterable[Mark]:
    room = Rect(band.x + 2.0, band.y + (BAND - style.line) / 2, band.w - 4.0, style.line)
    yield words(text, style, room, WHITE, align)


def _note(card: PrintedCard) -> list[Block]:
    return [Paragraph(card.note, NOTE, MUTED)] if card.note else []


def fitted_blocks(card: PrintedCard, wide: float, tall: float) -> Sequence[Block]:
    """What stands on a card, as large as it fits; what is only told goes before letters get too small."""
    least: list[Block] = []
    for told in (card, _quiet(card, answers=True), _quiet(card, answers=True, own=True)):
        factor = MOST
        while factor >= LEAST:
            least = [b.scaled(factor) for b in _blocks(told)]
            if high(least, wide) <= tall:
                return least
            factor -= 0.02
    while high(least, wide) > tall:
        least = [b.scaled(0.96) for b in least]
    return least


def _quiet(card: PrintedCard, *, answers: bool, own: bool = False) -> PrintedCard:
    silent = tuple(evolve(a, text="") for a in card.answers) if answers else card.answers
    return evolve(card, answers=silent, text="" if own else card.text)


def _blocks(card: PrintedCard) -> list[Block]:
    token_wide = 6.6 if card.letter or card.icon else 0.0
    found: list[Block] = [
        Paragraph(card.name, NAME, INK, indent=token_wide, icon=card.icon, letter=card.letter, index=card.index)
    ]
    if card.text:
        found.append(Paragraph(card.text.strip(), TOLD, MUTED, before=0.9))
    if card.costs:
        found.append(Paragraph(say("Cost: {costs}", costs=card.costs), BOLD, before=1.4))
    if card.needs:
        found.append(Paragraph(say("Needs: {condition}", condition=card.needs), BOLD, before=0.9))
    for number, effect in enumerate(card.effects):
        found.append(Paragraph(effect, LINE, before=0.4 if number else 1.2, indent=3.0, mark="•"))
    for line in card.leading:
        found.append(Paragraph(line, BOLD, ACCENT, before=0.9, indent=4.2, mark="★"))
    for answer in card.answers:
        found += _answer(answer)
    return found


def _answer(answer: Answer) -> Iterable[Block]:
    indent = 4.6 if len(answer.letter) == 1 else 6.4
    yield Paragraph(
        answer.text, TOLD.scaled(0.96), MUTED, before=1.3, indent=indent, mark=answer.letter, lead=answer.name,
        lead_style=BOLD,
    )  # fmt: skip
    told = "; ".join(answer.effects)
    if answer.needs:
        told = f"{say('Needs: {condition}', condition=answer.needs)}. {told}"
    yield Paragraph(told, LINE, before=0.2, indent=indent)


# The calendar


def _dated(plan: Plan) -> bool:
    return bool(plan.scenario.summits) or any(e.on.startswith("turn ") for e in plan.scenario.events.values())


def _calendar(plan: Plan, paper: str) -> list[Mark]:
    """Every turn with its summits and dated events, for the wall."""
    scenario, room = plan.scenario, writing_room(paper)
    head: list[Block] = [
        Paragraph(say("Calendar of summits"), TITLE, ACCENT),
        Paragraph(
            say("Hang this up: everybody may know it. A card of the same number tells what a summit brings."),
            SUBTITLE, MUTED, before=0.6,
        ),
    ]  # fmt: skip
    top = high(head, room.w) + 4.0
    marks = down(head, room)
    lines = [_of_turn(plan, turn) for turn in range(1, scenario.last_turn + 1)]
    factor = 1.7
    while factor > 0.4:
        rows: list[Block] = [_row(t, line, factor, room.w) for t, line in lines]
        if high(rows, room.w) <= room.h - top:
            break
        factor -= 0.03
    return marks + down(rows, Rect(room.x, room.y + top, room.w, room.h - top))


_Known = tuple[str, str, str, int]  # number, text, host's letter, host's place


def _of_turn(plan: Plan, turn: int) -> tuple[str, list[_Known]]:
    scenario, numbers = plan.scenario, numbers_of(plan.scenario)
    found: list[_Known] = []
    for key, summit in scenario.summits.items():
        if summit.turn == turn:
            place = scenario.map.places.get(summit.place or "") if scenario.map is not None else None
            letter, index = place_of(scenario, summit.host)
            where = f" ({place.name})" if place and place.name not in summit.name else ""
            found.append((numbers[key], summit.name + where, letter, index))
    for key, event in scenario.events.items():
        if event.on == f"turn {turn}":
            found.append((numbers[key], event.name, "", -1))
    return turn_name(scenario, turn), found


def _row(label: str, known: Sequence[_Known], factor: float, wide: float) -> Fixed:
    name, line = STRONG.scaled(factor), BODY.scaled(factor)
    left = 44.0 * min(factor, 1.3)
    texts = [(k, wrap(k[1], line, wide - left - 18.0 * factor - 4)) for k in known]
    beside = len(wrap(label, name, left - 4)) * name.line
    tall = max(sum(len(t) for _, t in texts) * line.line + 0.9 * len(texts), beside) + 4.0

    def draw(rect: Rect) -> Iterable[Mark]:
        yield Box(Rect(rect.x, rect.y, left - 2, rect.h - 0.6), TINT)
        yield Rule(rect.x, rect.bottom - 0.3, rect.right, rect.bottom - 0.3, RULE)
        side = Rect(rect.x + 2, rect.y + 1.6, left - 4, rect.h)
        yield from down([Paragraph(label, name)], side)
        y = rect.y + 1.6
        for (number, _, letter, index), lines in texts:
            x = rect.x + left
            if letter:
                yield from token(index, letter, x, y, line.line)
            else:
                yield Picture("book", x, y, line.line, ACCENT)
            for n, text in enumerate(lines):
                yield Words(x + 8 * factor, baseline(line, y + n * line.line), text, line, INK, rect)
            yield Words(rect.right - 10 * factor, baseline(line, y), number, line, MUTED, rect)
            y += len(lines) * line.line + 0.9

    return Fixed(tall, draw)
