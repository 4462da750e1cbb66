"""The debrief on paper: the same parts as on the page, set down the pages with bookmarks, ready for the press."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from attrs import evolve

from game.classroom.debrief import phrasing
from game.classroom.debrief.drawing import LETTERS, Area, Drawing, Label, Stroke, bars, curves
from game.classroom.debrief.model import Debrief, Pivotal, TableTold, TurnTold
from game.classroom.handout.styles import (
    BODY,
    CAPS,
    HEADING,
    SMALL,
    STRONG,
    SUBHEADING,
    SUBTITLE,
    TITLE,
    body,
    bound,
    listed,
    numbered,
    writing_room,
)
from game.classroom.pages.student import SURE, TICKET
from game.classroom.paper.faces import MM_PER_POINT, Style, width, wrap
from game.classroom.paper.flow import Block, Fixed, Paragraph, down, poured
from game.classroom.paper.sheet import (
    ACCENT,
    INK,
    MUTED,
    RULE,
    SOFT,
    Anchor,
    Box,
    Document,
    Mark,
    Rect,
    Rule,
    Shape,
    Words,
    baseline,
)
from game.rules.model import QUESTION_TAGS
from game.scenes.scene import Change, Chart
from game.words import say

PAPER = "a4"
_PAD = 1.6
SHORT = 8
"""Rows of a table that is not cut."""
_QUOTE = Style("serif_italic", 9.4, 1.3)
_CELL, _HEAD_CELL, _FIRST = Style("sans", 7.8, 1.3), Style("sans_bold", 7.2, 1.25), Style("sans_semibold", 7.8, 1.3)


def print_of(told: Debrief) -> Document:
    """The document, to be printed on A4, in the language spoken now."""
    room = writing_room(PAPER)
    blocks = list(_front(told, room.w))
    for title, part in _parts(told, room.w):
        if part:
            blocks += [_heading(title, room.w), *part]
    pages = [down(column, room) for column in poured(blocks, room.w, room.h)]
    return bound(told.title, say("Debrief"), PAPER, pages)


def _parts(told: Debrief, wide: float) -> Iterable[tuple[str, list[Block]]]:
    one = told.tables[0] if len(told.tables) == 1 else None
    yield say("What the lesson was for"), listed(told.objectives)
    if one is not None:
        happened = [block for turn in one.turns for block in _turn(turn, wide)]
        yield say("What happened"), [_legend(), *happened] if happened else []
        charts = [block for chart in one.charts for block in _chart(chart, wide)]
        yield say("The numbers turn by turn"), [*charts, *_turn_names(one)]
    else:
        yield say("The teams compared"), list(_compared(told, wide))
        rows = [(f"{p.asked} ({p.turn_label})", _answers(p.answers)) for p in told.partings]
        yield say("Where the teams parted"), _table((say("Asked"), say("Chosen by")), rows, (0.34, 0.66), wide)
    yield say("What hung on what"), list(_pivots(told, wide))
    yield say("Forecast and outcome"), list(_calibration(told, wide))
    yield say("Beside what really happened"), _beside(told, wide)
    yield say("Questions to talk about"), list(_questions(told))
    yield say("In the class's words"), _quotes(told.words)
    yield say("Exit tickets"), list(_tickets(told, wide))
    yield say("What the model leaves out"), listed(told.limits)
    terms = [Paragraph(t.text, BODY, before=1.0, lead=t.name, lead_style=STRONG) for t in told.glossary]
    yield say("Words explained"), list(terms)
    yield say("Sources"), list(_sources(told))
    if one is None:
        ways = [block for each in told.tables for block in _way(each, wide)]
        yield say("Each team's way"), [_legend(), *ways] if ways else []


# What every part is made of


def _heading(text: str, wide: float, style: Style = HEADING, level: int = 0, before: float = 5.0) -> Fixed:
    """The name of a part, with its bookmark, kept with what follows."""
    paragraph = Paragraph(text, style, ACCENT if level == 0 else INK, ruled=level == 0)

    def draw(rect: Rect) -> Iterable[Mark]:
        yield Anchor(text, level, rect.y)
        yield from paragraph.marks(rect.x, rect.y, rect.w)

    return Fixed(paragraph.height(wide) + (0.8 if level == 0 else 0.0), draw, before, joined=True)


def _subheading(text: str, wide: float) -> Fixed:
    return _heading(text, wide, SUBHEADING, 1, 3.2)


def _small(text: str, before: float = 1.0) -> Paragraph:
    return Paragraph(text, SMALL, MUTED, before=before)


def _led(lead: str, text: str) -> Paragraph:
    return Paragraph(text, BODY, before=1.2, lead=lead, lead_style=STRONG)


def _quotes(lines: Sequence[str]) -> list[Block]:
    return [Paragraph(line, _QUOTE, before=0.8, indent=4.0, mark="–") for line in lines]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], shares: Sequence[float], wide: float) -> list[Block]:
    """A table's rows, each kept whole; the head stays with the first. `shares` are the columns' parts of the width."""
    widths = [share * wide for share in shares]
    made = [_row(row, widths, (_FIRST, *[_CELL] * (len(widths) - 1))) for row in rows]
    # A short table stays on one page, and no row stands alone at the top of one.
    alone = len(made) - 1 if len(made) <= SHORT else 0
    made = [evolve(r, joined=n < alone or n == len(made) - 2) for n, r in enumerate(made)]
    return [_row(heads, widths, [_HEAD_CELL] * len(widths), head=True), *made] if made else []


def _row(cells: Sequence[str], widths: Sequence[float], styles: Sequence[Style], *, head: bool = False) -> Fixed:
    wrapped = [wrap(c, s, w - _PAD) for c, s, w in zip(cells, styles, widths, strict=True)]
    tall = max(len(lines) * s.line for lines, s in zip(wrapped, styles, strict=True)) + 1.3

    def draw(rect: Rect) -> Iterable[Mark]:
        if head:
            yield Box(rect, SOFT)
        x = rect.x
        for lines, style, wide in zip(wrapped, styles, widths, strict=True):
            room = Rect(x, rect.y, wide, rect.h)
            for number, text in enumerate(lines):
                at = baseline(style, rect.y + 0.5 + number * style.line)
                yield Words(x + 0.8, at, text, style, INK, room)
            x += wide
        yield Rule(rect.x, rect.bottom, rect.right, rect.bottom, RULE)

    return Fixed(tall, draw, 1.0 if head else 0.0, joined=head)


def _picture(drawing: Drawing, wide: float, share: float = 0.8) -> Fixed:
    """A drawing in a part of the width."""
    scale = wide * share / drawing.width
    letters = Style("sans", LETTERS * scale / MM_PER_POINT, 1.0)
    strong = Style("sans_semibold", letters.size, 1.0)

    def draw(rect: Rect) -> Iterable[Mark]:
        for part in drawing.parts:
            match part:
                case Stroke():
                    points = [(rect.x + x * scale, rect.y + y * scale) for x, y in part.points]
                    dash = part.dash[0] * scale if part.dash else 0.0
                    for (x1, y1), (x2, y2) in pairwise(points):
                        yield Rule(x1, y1, x2, y2, part.colour, part.width * scale, dash)
                case Area():
                    yield Shape(tuple((rect.x + x * scale, rect.y + y * scale) for x, y in part.points), part.colour)
                case Label():
                    style = strong if part.strong else letters
                    back = {"start": 0.0, "middle": 0.5, "end": 1.0}[part.anchor] * width(part.text, style)
                    x, y = rect.x + part.x * scale - back, rect.y + part.y * scale
                    yield Words(x, y, part.text, style, part.colour, rect)

    return Fixed(drawing.height * scale, draw, 1.2, joined=True)


def _signed(changes: Sequence[Change]) -> str:
    signs = {True: "▲ ", False: "▼ ", None: ""}
    return ", ".join(f"{signs[change.good]}{change.text}" for change in changes)


def _answers(answers: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    return "\n".join(f"{answer}: {', '.join(tables)}" for answer, tables in answers)


def _refs(numbers: Sequence[int]) -> str:
    return "".join(f" [{number}]" for number in numbers)


# The parts


def _front(told: Debrief, wide: float) -> Iterable[Block]:
    yield Paragraph(say("Debrief").upper(), CAPS, ACCENT)
    yield _heading_of_all(told, wide)
    if told.subtitle:
        yield Paragraph(told.subtitle, SUBTITLE, MUTED)
    yield Paragraph(
        "   ·   ".join(f"{name}: {value}" for name, value in phrasing.facts(told)), SMALL, MUTED, before=2.0
    )
    if short := phrasing.cut_short(told):
        yield Paragraph(short, STRONG, before=2.0)
    if glance := phrasing.glance(told):
        yield _heading(say("At a glance"), wide, SUBHEADING, 1, 3.5)
        yield from listed(glance)


def _heading_of_all(told: Debrief, wide: float) -> Fixed:
    paragraph = Paragraph(told.title, TITLE, ACCENT)
    return Fixed(paragraph.height(wide), lambda rect: paragraph.marks(rect.x, rect.y, rect.w), 0.5)


def _legend() -> Paragraph:
    return _small(f"▲ {say('good for the country')}, ▼ {say('bad for it')}")


def _turn(turn: TurnTold, wide: float) -> Iterable[Block]:
    yield _subheading(say("Turn {number}: {name}", number=turn.number, name=turn.label), wide)
    yield from (Paragraph(phrasing.mark(mark), STRONG, before=0.8) for mark in turn.marks)
    rows = [(d.asked, d.chosen, phrasing.votes(d), phrasing.others(d) or "–") for d in turn.decisions if d.kept]
    heads = (say("Asked"), say("Chosen"), say("For it"), say("Other votes"))
    yield from _table(heads, rows, (0.22, 0.24, 0.17, 0.37), wide)
    if back := phrasing.taken_back(turn):
        yield Paragraph(
            back,
            SMALL,
            before=1.2,
            lead=say("Taken back, kept on a branch:"),
            lead_style=Style("sans_semibold", 7.6, 1.32),
        )
    if turn.caretaker:
        yield _led(say("The interim government did:"), phrasing.caretaker(turn))
    if turn.changes:
        yield _led(say("Over the turn:"), _signed(turn.changes))
    if turn.lines:
        yield Paragraph(say("Why, in the class's words:"), STRONG, before=1.2, joined=True)
        yield from _quotes(turn.lines)


def _chart(chart: Chart, wide: float) -> Iterable[Block]:
    yield _subheading(chart.name, wide)
    yield body(phrasing.reading(chart)).together()
    if phrasing.drawn(chart):
        yield _picture(curves(chart), wide, 0.7)
    yield from _numbers(say("Turn"), [str(n) for n in range(len(chart.labels))],
                        [(s.name, [str(v) for v in s.values]) for s in chart.series], wide)  # fmt: skip


def _numbers(first: str, heads: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]], wide: float) -> list[Block]:
    """A table whose columns but the first are narrow ones."""
    narrow = min(0.1, 0.72 / max(1, len(heads)))
    shares = (1 - narrow * len(heads), *[narrow] * len(heads))
    return _table((first, *heads), [(name, *values) for name, values in rows], shares, wide)


def _turn_names(of: TableTold) -> Iterable[Block]:
    labels = of.charts[0].labels if of.charts else ()
    if labels:
        yield _small(say("Turns: {names}.", names="; ".join(f"{n}: {label}" for n, label in enumerate(labels))), 2.0)


def _compared(told: Debrief, wide: float) -> Iterable[Block]:
    if not told.tables:
        return
    yield body(
        phrasing.same_world()
    )
    ranked = sorted(told.tables, key=lambda t: -t.score)
    yield _picture(bars([(one.name, one.score) for one in ranked]), wide, 0.7)
    rows = [
        (one.name, str(one.score), one.standing, ", ".join(phrasing.short_mark(m) for m in one.marks) or "–")
        for one in ranked
    ]
    heads = (say("Table"), say("Score"), say("Where it stands"), say("Marked"))
    yield from _table(heads, rows, (0.2, 0.1, 0.3, 0.4), wide)
    yield _subheading(say("The teams at the end"), wide)
    names = [name for name, _ in ranked[0].tracks]
    yield from _numbers(say("Table"), names, [(one.name, [str(v) for _, v in one.tracks]) for one in ranked], wide)
    for number, chart in enumerate(told.tables[0].charts):
        if any(series.letter for series in chart.series):
            yield _subheading(say("{name} at the end", name=chart.name), wide)
            ends = [(one.name, [str(s.values[-1]) for s in one.charts[number].series]) for one in told.tables]
            yield from _numbers(say("Table"), [s.name for s in chart.series], ends, wide)


def _pivots(told: Debrief, wide: float) -> Iterable[Block]:
    found = [(one, pivot) for one in told.tables for pivot in one.pivots]
    found.sort(key=lambda pair: -pair[1].weight)
    if found:
        yield _small(phrasing.method(told))
    for one, pivot in found:
        yield from _pivot(told, one, pivot, wide)


def _pivot(told: Debrief, one: TableTold, pivot: Pivotal, wide: float) -> Iterable[Block]:
    where = "" if len(told.tables) == 1 else f"{one.name}, "
    yield _subheading(f"{pivot.asked} ({where}{pivot.turn_label})", wide)
    rows = [
        (say("After “{name}”", name=pivot.chosen), phrasing.hoped(pivot.after)),
        (say("After “{name}” instead", name=pivot.other), phrasing.hoped(pivot.instead)),
    ]
    yield from _table((say("From where"), say("Outcome")), rows, (0.38, 0.62), wide)
    yield body(phrasing.instead(one, pivot))
    if pivot.changes:
        yield _led(say("What would be otherwise:"), _signed(pivot.changes))
    yield _small(say("The other game: {file}", file=pivot.file))


def _calibration(told: Debrief, wide: float) -> Iterable[Block]:
    of = told.calibration
    if of is None:
        return
    yield body(phrasing.forecasts(of))
    heads, rows = phrasing.calibration_table(of)
    yield from _table(heads, rows, (0.32, 0.12, 0.16, 0.16, 0.12, 0.12), wide)
    yield _subheading(say("How far the forecasts were off"), wide)
    yield _picture(bars(phrasing.misses(of)), wide, 0.6)
    yield _small(say("Too high by (+), too low by (-), and how many forecasts were."))


def _beside(told: Debrief, wide: float) -> list[Block]:
    rows = []
    for one in told.beside:
        answers = one.chosen[0][0] if len(told.tables) == 1 else _answers(one.chosen)
        rows.append((f"{one.name} ({one.turn_label})", answers, f"{one.history}{_refs(one.sources)}"))
    heads = (say("Event"), say("The class") if len(told.tables) == 1 else say("The teams"), say("What really happened"))
    return _table(heads, rows, (0.2, 0.22, 0.58), wide)


def _questions(told: Debrief) -> Iterable[Block]:
    if told.worksheet:
        yield Paragraph(say("First in silence, on paper"), SUBHEADING, before=1.5, joined=True)
        yield body(told.worksheet)
    for tag in QUESTION_TAGS:
        asked = [f"{q.text}{_refs(q.sources)}" for q in told.questions if q.tag == tag]
        if asked:
            yield Paragraph(phrasing.tag(tag), SUBHEADING, before=2.4, joined=True)
            yield from numbered(asked)


def _tickets(told: Debrief, wide: float) -> Iterable[Block]:
    if sum(told.tickets.counts):
        yield body(say(TICKET)).together()
        rows = [(say(text), number) for text, number in zip(SURE, told.tickets.counts, strict=True)]
        yield _picture(bars(rows), wide, 0.6)
        yield _small(say("A bar for each answer, with the number of students."))
    if told.ticket:
        yield Paragraph(say("To answer alone, on paper:"), STRONG, before=1.6, joined=True)
        yield from numbered(told.ticket)


def _sources(told: Debrief) -> Iterable[Block]:
    for number, s in enumerate(told.sources, 1):
        publisher = f" ({s.publisher})" if s.publisher else ""
        text = f"{s.title}{publisher}. {s.fact}{phrasing.certainty(s)} {s.url}"
        yield Paragraph(text.strip(), SMALL, before=0.8, indent=7.0, mark=f"[{number}]")


def _way(one: TableTold, wide: float) -> Iterable[Block]:
    yield _heading(f"{one.name}: {phrasing.standing(one)}", wide, SUBHEADING, 1, 4.5)
    if one.members:
        yield _small(", ".join(one.members), 0.4)
    if one.text:
        yield body(one.text)
    for turn in one.turns:
        yield from _turn(turn, wide)
    for chart in one.charts:
        if any(series.letter for series in chart.series):
            yield Paragraph(chart.name, STRONG, before=2.0, joined=True)
            yield _picture(curves(chart), wide, 0.62)
            yield _small(say("Turn by turn: {rows}.", rows="; ".join(
                f"{s.name} {', '.join(map(str, s.values))}" for s in chart.series)))  # fmt: skip
