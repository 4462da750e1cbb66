"""The worksheet: every number turn by turn, each decision with its reason and a forecast, and what is written alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from attrs import frozen

from game.classroom.handout.cards import place_of
from game.classroom.handout.styles import BODY, CAPS, SMALL, STRONG, SUBHEADING, TITLE, bound, fitting, writing_room
from game.classroom.paper.faces import Style, width
from game.classroom.paper.flow import Block, Fixed, Paragraph, down, high
from game.classroom.paper.sheet import (
    ACCENT,
    EDGE,
    INK,
    MUTED,
    RULE,
    SOFT,
    TINT,
    Box,
    Document,
    Mark,
    Picture,
    Rect,
    Rule,
    token,
    words,
)
from game.rules.plan import Plan, SlotPlan
from game.scenes import telling
from game.scenes.phrases import capital, plain
from game.words import say

LINE = 8.0
"""The distance of lines to write on, in millimetres."""


def worksheet(plan: Plan, paper: str) -> Document:
    """Two pages for a team: its numbers, its decisions."""
    title = plan.scenario.title
    return bound(title, say("Worksheet"), paper, [_numbers(plan, paper), _decisions(plan, paper)])


def ruled(x: float, y: float, right: float, label: str, style: Style = BODY) -> Iterable[Mark]:
    """A label and a line to write on behind it."""
    yield words(label, style, Rect(x, y, right - x, style.line))
    start = x + width(label, style) + 1.5
    yield Rule(start, y + style.line, right, y + style.line, EDGE)


def _head(plan: Plan, room: Rect, title: str, fields: Sequence[str]) -> tuple[list[Mark], float]:
    marks = down([Paragraph(title, TITLE.scaled(0.8), ACCENT)], room)
    y = room.y + TITLE.scaled(0.8).line + 2.0
    wide = room.w / len(fields)
    for number, label in enumerate(fields):
        marks += ruled(room.x + number * wide, y, room.x + (number + 1) * wide - 4.0, label)
    return marks, y + BODY.line + 4.0


# The first page


@frozen
class _Line:
    """One row of the table: a heading, or a track with its start."""

    name: str
    start: str = ""
    span: str = ""
    icon: str = ""
    letter: str = ""
    index: int = -1
    heads: bool = False


def _numbers(plan: Plan, paper: str) -> list[Mark]:
    scenario, room = plan.scenario, writing_room(paper)
    fields = (say("Team"), say("Level: {name}", name=scenario.difficulty[plan.level].name or capital(plan.level)))
    title = f"{scenario.title}: {say('our numbers')}"
    marks, top = _head(plan, room, title, fields[:1])
    level = Rect(room.x, room.y + 2.0, room.w, STRONG.line)
    marks.append(words(fields[1], STRONG, level, MUTED, "right"))
    told = say("Write down each number when the turn has been reckoned.")
    within = _within_a_turn(plan)
    if within:
        counted = say(
            "Count within the turn, with cubes or on scrap paper, and begin anew each turn: {names}.", names=within
        )
        told = f"{told} {counted}"
    note: list[Block] = [Paragraph(told, SMALL, MUTED)]
    marks += down(note, Rect(room.x, top, room.w, 5))
    top += high(note, room.w) + 2.0
    lines, below = list(_lines(plan)), _legacies(plan, room.w)
    tall = min(10.0, (room.bottom - top - high(below, room.w) - 6.0 - 6.0) / max(1, len(lines)))
    marks += _table(plan, Rect(room.x, top, room.w, 6.0 + tall * len(lines)), lines, tall)
    marks += down(below, Rect(room.x, top + 6.0 + tall * len(lines) + 4.0, room.w, 60.0))
    return marks


def _lines(plan: Plan) -> Iterable[_Line]:
    scenario = plan.scenario
    shown = [slot for slot in plan.slots if telling.visible(slot) and not slot.reset]
    for slot in shown:
        if not slot.member:
            yield _line(slot, _track_name(slot), _icon(slot))
    for key, group in scenario.groups.items():
        order = list(group.members)
        own = sorted((s for s in shown if s.group == key), key=lambda s: order.index(s.member))
        if own:
            yield _Line(group.name or capital(plain(key)), heads=True)
        for slot in own:
            letter, index = place_of(scenario, slot.member)
            name = group.members[slot.member].name or capital(plain(slot.member))
            yield _line(slot, f"{name}: {_track_name(slot)}", "" if letter else _icon(slot), letter, index)


def _within_a_turn(plan: Plan) -> str:
    """The names of what is counted anew each turn, which no table holds."""
    found = (slot for slot in plan.slots if telling.visible(slot) and slot.reset)
    return ", ".join(dict.fromkeys(_track_name(slot) for slot in found))


def _track_name(slot: SlotPlan) -> str:
    """A track's name without its member's."""
    return (slot.track.name if slot.track is not None else "") or capital(plain(slot.key or slot.name))


def _icon(slot: SlotPlan) -> str:
    return slot.track.icon if slot.track is not None else ""


def _line(slot: SlotPlan, name: str, icon: str, letter: str = "", index: int = -1) -> _Line:
    return _Line(name, str(slot.start), f"{slot.low}…{slot.high}", icon, letter, index)


def _table(plan: Plan, rect: Rect, lines: Sequence[_Line], tall: float) -> Iterable[Mark]:
    turns = plan.scenario.last_turn
    left, span = rect.w * 0.34, 13.0
    wide = (rect.w - left - span) / (turns + 1)
    heads = ["", say("Span"), say("Start"), *(str(turn) for turn in range(1, turns + 1))]
    edges = [rect.x, rect.x + left, *(rect.x + left + span + n * wide for n in range(turns + 2))]
    yield Box(Rect(rect.x, rect.y, rect.w, 6.0), ACCENT)
    for number, text in enumerate(heads):
        cell = Rect(edges[number] + 0.3, rect.y + 1.5, edges[number + 1] - edges[number] - 0.6, CAPS.line)
        yield words(_within(text, CAPS, cell.w), _sized(text, CAPS, cell.w), cell, (255, 255, 255), "middle")
    y = rect.y + 6.0
    name = SMALL.scaled(min(1.0, tall / 6.0))
    for line in lines:
        yield from _row(Rect(rect.x, y, rect.w, tall), line, edges, name)
        for x in (rect.x, rect.right) if line.heads else edges:
            yield Rule(x, y, x, y + tall, RULE)
        y += tall


def _sized(text: str, style: Style, room: float) -> Style:
    """The style, smaller where one line is too narrow for a text."""
    wide = width(text, style)
    return style if wide <= room else style.scaled(max(0.6, room / wide))


def _within(text: str, style: Style, room: float) -> str:
    return fitting(text, _sized(text, style, room), room)


def _row(rect: Rect, line: _Line, edges: Sequence[float], style: Style) -> Iterable[Mark]:
    top = rect.y + (rect.h - style.line) / 2
    if line.heads:
        strong = Style(STRONG.face, style.size, style.lead)
        yield Box(rect, SOFT)
        yield words(line.name, strong, Rect(rect.x + 1.5, top, rect.w - 3.0, style.line), INK)
        return
    yield Box(Rect(edges[2], rect.y, edges[3] - edges[2], rect.h), TINT)
    side = min(rect.h * 0.74, 4.6)
    sign = Rect(rect.x + 1.2, rect.y + (rect.h - side) / 2, side, side)
    if line.letter:
        yield from token(line.index, line.letter, sign.x, sign.y, side)
    elif line.icon:
        yield Picture(line.icon, sign.x, sign.y, side, ACCENT)
    label = Rect(sign.right + 1.4, top, edges[1] - sign.right - 2.0, style.line)
    sized = _sized(line.name, style, label.w)
    middle = Rect(label.x, rect.y + (rect.h - sized.line) / 2, label.w, sized.line)
    yield words(fitting(line.name, sized, label.w), sized, middle)
    yield words(line.span, style, Rect(edges[1], top, edges[2] - edges[1], style.line), MUTED, "middle")
    strong = Style(STRONG.face, style.size, style.lead)
    yield words(line.start, strong, Rect(edges[2], top, edges[3] - edges[2], style.line), INK, "middle")
    yield Rule(rect.x, rect.bottom, rect.right, rect.bottom, RULE)


def _legacies(plan: Plan, wide: float) -> list[Block]:
    """What counts at the end, with room for the stars and the points."""
    scenario, scoring = plan.scenario, plan.scenario.scoring
    if not scenario.legacies or scoring is None:
        return []
    points = ", ".join(str(p) for p in scoring.points)
    told = say("Points for 0, 1, 2 and more stars: {points}.", points=points)
    found: list[Block] = [Paragraph(f"{say('What counts')}. {told}", STRONG, joined=True)]
    for key, legacy in scenario.legacies.items():
        stars = ", ".join(str(s) for s in legacy.stars)
        text = f"{legacy.name or capital(plain(key))}: {say('Stars at {steps}', steps=stars)}"
        found.append(Fixed(5.6, _counted(text), before=0.4))
    return found


def _counted(text: str) -> Callable[[Rect], Iterable[Mark]]:
    def draw(rect: Rect) -> Iterable[Mark]:
        yield words(text, SMALL, Rect(rect.x, rect.y + 1.2, rect.w * 0.55, SMALL.line))
        yield from ruled(rect.x + rect.w * 0.56, rect.y + 0.9, rect.x + rect.w * 0.76, say("stars"), SMALL)
        yield from ruled(rect.x + rect.w * 0.79, rect.y + 0.9, rect.right, say("points"), SMALL)

    return draw


# The second page


def _decisions(plan: Plan, paper: str) -> list[Mark]:
    scenario, room = plan.scenario, writing_room(paper)
    marks, top = _head(plan, room, f"{scenario.title}: {say('our decisions')}", (say("Team"), say("My role")))
    below = _alone(plan)
    turns = scenario.last_turn
    foot = high(below, room.w) + 5.0
    tall = (room.bottom - top - foot - 7.0) / turns
    heads = (say("Turn"), say("What we decided"), say("Why, in one sentence"), say("What will come of it?"))
    shares = (0.07, 0.33, 0.33, 0.27)
    x, y = room.x, top
    table: list[Mark] = [Box(Rect(x, y, room.w, 7.0), ACCENT)]
    for head, share in zip(heads, shares, strict=True):
        cell = Rect(x + 1.0, y + 2.0, room.w * share - 2.0, CAPS.line)
        table.append(words(_within(head, CAPS, cell.w), _sized(head, CAPS, cell.w), cell, (255, 255, 255)))
        x += room.w * share
    y += 7.0
    for turn in range(1, turns + 1):
        table += _turn(Rect(room.x, y, room.w, tall), str(turn), shares)
        y += tall
    marks += table
    marks += down(below, Rect(room.x, y + 5.0, room.w, foot))
    return marks


def _turn(rect: Rect, turn: str, shares: Sequence[float]) -> Iterable[Mark]:
    number = Rect(rect.x, rect.y, rect.w * shares[0], rect.h)
    yield Box(number, TINT)
    yield Rule(rect.x, rect.y, rect.right, rect.y, EDGE)
    big = Style("serif_bold", 13, 1.1)
    yield words(turn, big, Rect(number.x, rect.y + (rect.h - big.line) / 2, number.w, big.line), ACCENT, "middle")
    x = rect.x
    for share in shares:
        yield Rule(x, rect.y, x, rect.bottom, RULE)
        x += rect.w * share
    yield Rule(rect.right, rect.y, rect.right, rect.bottom, RULE)
    yield Rule(rect.x, rect.bottom, rect.right, rect.bottom, EDGE)
    lines = int(rect.h // LINE)
    for number_of in range(1, lines + (0 if rect.h - lines * LINE < 3.0 else 1)):
        at = rect.y + number_of * LINE
        yield Rule(rect.x + rect.w * shares[0] + 1.5, at, rect.right - 1.5, at, RULE, 0.1, 0.6)


def _alone(plan: Plan) -> list[Block]:
    """What is written in silence before the talk, with lines for it."""
    lesson = plan.scenario.lesson
    told = (lesson.worksheet if lesson is not None else "") or say(
        "Choose one decision of your team. What did you know, what did you hope for, and what happened? "
        "What would you decide now?"
    )
    found: list[Block] = [
        Paragraph(say("Silently and alone"), SUBHEADING, ACCENT, joined=True),
        Paragraph(told.strip(), BODY, before=0.8, joined=True),
    ]
    found += [Fixed(LINE, _written, joined=True) for _ in range(4)]
    return found


def _written(rect: Rect) -> Iterable[Mark]:
    yield Rule(rect.x, rect.bottom, rect.right, rect.bottom, EDGE)
