"""The debrief as one HTML file: its styles and pictures inside, nothing fetched, no script, fit to be printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from game.classroom.debrief import phrasing
from game.classroom.debrief.drawing import Area, Drawing, Label, Stroke, bars, curves
from game.classroom.debrief.model import Debrief, DecisionTold, Pivotal, TableTold, TurnTold
from game.classroom.pages.html import Child, el, join, listed, stacked, table
from game.classroom.pages.student import SURE, TICKET
from game.rules.model import QUESTION_TAGS
from game.scenario.resources import resources
from game.scenes.palette import RGB
from game.scenes.scene import Change, Chart
from game.words import say

_POINT = ".1f"


def page_of(told: Debrief) -> str:
    """The whole page in the language spoken now."""
    sections = [(id, title, body) for id, title, body in _sections(told) if body is not None]
    contents = listed((el("a", title, href=f"#{id}") for id, title, _ in sections), class_="contents")
    title = f"{told.title}: {say('Debrief')}"
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", http_equiv="Content-Security-Policy", content="default-src 'none'; style-src 'unsafe-inline'"),
        el("title", title),
        el("style", Markup(_styles())),
    )
    body = el(
        "body",
        el("a", say("To the contents"), href="#contents", class_="skip"),
        el("header", _head(told)),
        el("nav", contents, aria_label=say("Contents"), id="contents"),
        el("main", [el("section", el("h2", name), inner, id=id) for id, name, inner in sections]),
        el("footer", el("p", _foot(told))),
    )
    return f"<!doctype html>\n{el('html', head, body, lang=told.language)}\n"


def _styles() -> str:
    return (resources("assets") / "classroom" / "debrief.css").read_text(encoding="utf-8")


def _head(told: Debrief) -> Markup:
    facts = [(el("dt", name), el("dd", value)) for name, value in phrasing.facts(told)]
    short = phrasing.cut_short(told)
    glance = phrasing.glance(told)
    return join(
        el("p", say("Debrief"), class_="kind"),
        el("h1", told.title),
        el("p", told.subtitle, class_="subtitle") if told.subtitle else None,
        el("dl", [el("div", pair) for pair in facts], class_="facts"),
        el("p", short, class_="note") if short else None,
        el("div", el("h2", say("At a glance")), listed(glance), class_="glance") if glance else None,
    )


def _foot(told: Debrief) -> str:
    return say(
        "Made by Multivector from the lesson's journal. It holds nicknames only. The games are in the folder "
        "`records`: `multivector replay FILE --verify` plays one again."
    )


def _sections(told: Debrief) -> Iterable[tuple[str, str, Markup | None]]:
    one = told.tables[0] if len(told.tables) == 1 else None
    objectives = listed(told.objectives)
    yield "aims", say("What the lesson was for"), objectives
    if one is not None:
        yield (
            "happened",
            say("What happened"),
            join(_legend(), [_turn(turn) for turn in one.turns]) if one.turns else None,
        )
        yield (
            "numbers",
            say("The numbers turn by turn"),
            join([_chart(chart) for chart in one.charts], _turn_names(one)),
        )
    else:
        yield "teams", say("The teams compared"), _compared(told)
        yield "parted", say("Where the teams parted"), _parted(told)
    yield "pivots", say("What hung on what"), _pivots(told)
    yield "forecasts", say("Forecast and outcome"), _calibration(told)
    yield "history", say("Beside what really happened"), _beside(told)
    yield "questions", say("Questions to talk about"), _questions(told)
    yield "words", say("In the class's words"), listed(told.words, class_="words")
    yield "tickets", say("Exit tickets"), _tickets(told)
    yield "limits", say("What the model leaves out"), listed(told.limits)
    yield "glossary", say("Words explained"), _glossary(told)
    yield "sources", say("Sources"), _sources(told)
    if one is None:
        yield "each", say("Each team's way"), join(_legend(), [_way(each) for each in told.tables])


# What happened


def _legend() -> Markup:
    good, bad = el("span", say("good for the country"), class_="good"), el("span", say("bad for it"), class_="bad")
    return el("p", good, ", ", bad, class_="small")


def _turn(turn: TurnTold, level: str = "h3") -> Markup:
    return el(
        "article",
        el(level, say("Turn {number}: {name}", number=turn.number, name=turn.label)),
        [el("p", phrasing.mark(mark), class_="mark") for mark in turn.marks],
        _decisions([d for d in turn.decisions if d.kept]) if any(d.kept for d in turn.decisions) else None,
        el("p", el("b", say("Taken back, kept on a branch:")), " ", phrasing.taken_back(turn), class_="small")
        if phrasing.taken_back(turn) else None,
        el("p", el("b", say("The interim government did:")), " ", phrasing.caretaker(turn)) if turn.caretaker else None,
        el("p", el("b", say("Over the turn:")), " ", _changes(turn.changes)) if turn.changes else None,
        el("div", el("p", el("b", say("Why, in the class's words:"))), listed(turn.lines, class_="words"))
        if turn.lines else None,
        class_="turn",
    )  # fmt: skip


def _decisions(decisions: Sequence[DecisionTold]) -> Markup:
    rows: list[list[Child]] = []
    for one in decisions:
        rows.append([one.asked, el("b", one.chosen), phrasing.votes(one), phrasing.others(one) or "–"])
    heads = (say("Asked"), say("Chosen"), say("For it"), say("Other votes"))
    return stacked(say("What was decided"), heads, rows)


def _table(caption: str, heads: Iterable[str], rows: Iterable[Iterable[Child]], class_: str = "") -> Markup:
    """A table that scrolls in a window too narrow for it; it can be reached by keyboard for that."""
    inner = table(caption, heads, rows, class_=class_)
    return el("div", inner, class_="wide", tabindex=0, role="group", aria_label=caption)


def _changes(changes: Sequence[Change]) -> Markup:
    parts: list[Child] = []
    for number, change in enumerate(changes):
        parts += [", "] if number else []
        parts.append(el("span", change.text, class_={True: "good", False: "bad"}.get(bool(change.good))
                        if change.good is not None else None))  # fmt: skip
    return join(parts)


# Pictures


def _chart(chart: Chart, level: str = "h3") -> Markup:
    heads = (say("Turn"), *(str(number) for number in range(len(chart.labels))))
    rows = [[series.name, *(str(value) for value in series.values)] for series in chart.series]
    return el(
        "figure",
        el(level, chart.name),
        el("p", phrasing.reading(chart)),
        el("div", svg(curves(chart), say("Lines over the turns; the table below says the same.")), class_="wide",
           tabindex=0, role="group", aria_label=chart.name) if phrasing.drawn(chart) else None,
        _table(chart.name, heads, rows, "numbers"),
    )  # fmt: skip


def _turn_names(of: TableTold) -> Markup | None:
    labels = of.charts[0].labels if of.charts else ()
    names = "; ".join(f"{number}: {label}" for number, label in enumerate(labels))
    return el("p", say("Turns: {names}.", names=names), class_="small") if names else None


def svg(drawing: Drawing, told: str) -> Markup:
    """A drawing as SVG; `told` is what it is to those who do not see it."""
    return el(
        "svg", [_part(part) for part in drawing.parts], viewBox=f"0 0 {drawing.width:g} {drawing.height:g}",
        role="img", aria_label=told,
    )  # fmt: skip


def _part(part: Stroke | Area | Label) -> Markup:
    match part:
        case Stroke():
            return el("polyline", points=_points(part.points), fill="none", stroke=_hex(part.colour),
                      stroke_width=f"{part.width:g}",
                      stroke_dasharray=" ".join(f"{d:g}" for d in part.dash) or None)  # fmt: skip
        case Area():
            return el("polygon", points=_points(part.points), fill=_hex(part.colour))
        case Label():
            return el("text", part.text, x=f"{part.x:{_POINT}}", y=f"{part.y:{_POINT}}", text_anchor=part.anchor,
                      fill=_hex(part.colour), font_weight="600" if part.strong else None)  # fmt: skip


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:{_POINT}},{y:{_POINT}}" for x, y in points)


def _hex(colour: RGB) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


# Teams


def _compared(told: Debrief) -> Markup | None:
    if not told.tables:
        return None
    ranked = sorted(told.tables, key=lambda t: -t.score)
    tracks = [name for name, _ in told.tables[0].tracks]
    rows: list[list[Child]] = []
    for one in ranked:
        marks = ", ".join(phrasing.short_mark(mark) for mark in one.marks) or "–"
        rows.append([one.name, str(one.score), one.standing, marks, *(str(value) for _, value in one.tracks)])
    heads = (say("Table"), say("Score"), say("Where it stands"), say("Marked"), *tracks)
    told_by = say("A bar for each team's score; the table below says the same.")
    drawn = svg(bars([(one.name, one.score) for one in ranked]), told_by)
    return join(
        el("p", phrasing.same_world()),
        drawn,
        _table(say("The teams at the end"), heads, rows, "numbers"),
        [_ends(told, number) for number in _member_charts(told)],
    )  # fmt: skip


def _member_charts(told: Debrief) -> list[int]:
    """The charts of groups' members: relations, leverage, routes; the country's own tracks stand in the first table."""
    return [n for n, chart in enumerate(told.tables[0].charts) if any(series.letter for series in chart.series)]


def _ends(told: Debrief, number: int) -> Markup:
    charts = [(one.name, one.charts[number]) for one in told.tables]
    rows = [[name, *(str(series.values[-1]) for series in chart.series)] for name, chart in charts]
    first = charts[0][1]
    return _table(
        say("{name} at the end", name=first.name), (say("Table"), *(s.name for s in first.series)), rows, "numbers"
    )


def _parted(told: Debrief) -> Markup | None:
    rows = [[join(one.asked, el("small", " ", one.turn_label)), _answers(one.answers)] for one in told.partings]
    return (
        _table(say("The decisions that divided the teams most"), (say("Asked"), say("Chosen by")), rows)
        if rows
        else None
    )


def _answers(answers: Sequence[tuple[str, tuple[str, ...]]]) -> Markup | None:
    return listed(join(el("b", answer), ": ", ", ".join(tables)) for answer, tables in answers)


def _way(one: TableTold) -> Markup:
    members = ", ".join(one.members)
    return el(
        "section",
        el("h3", f"{one.name}: {phrasing.standing(one)}"),
        el("p", members, class_="small") if members else None,
        el("p", one.text) if one.text else None,
        [_turn(turn, "h4") for turn in one.turns],
        [_chart(chart, "h4") for chart in one.charts if any(series.letter for series in chart.series)],
        class_="way",
    )


# What could have been


def _pivots(told: Debrief) -> Markup | None:
    found = [(one, pivot) for one in told.tables for pivot in one.pivots]
    if not found:
        return None
    found.sort(key=lambda pair: -pair[1].weight)
    return join(el("p", phrasing.method(told), class_="small"), [_pivot(told, one, pivot) for one, pivot in found])


def _pivot(told: Debrief, one: TableTold, pivot: Pivotal) -> Markup:
    where = "" if len(told.tables) == 1 else f"{one.name}, "
    rows = [
        (say("After “{name}”", name=pivot.chosen), phrasing.hoped(pivot.after)),
        (say("After “{name}” instead", name=pivot.other), phrasing.hoped(pivot.instead)),
    ]
    changes = _changes(pivot.changes)
    return el(
        "article",
        el("h3", f"{pivot.asked} ({where}{pivot.turn_label})"),
        _table(say("How the game came out when it was continued"), (say("From where"), say("Outcome")), rows),
        el("p", phrasing.instead(one, pivot)),
        el("p", el("b", say("What would be otherwise:")), " ", changes, class_="changes") if pivot.changes else None,
        el("p", say("The other game: {file}", file=pivot.file), class_="small"),
        class_="turn",
    )


def _calibration(told: Debrief) -> Markup | None:
    of = told.calibration
    if of is None:
        return None
    heads, rows = phrasing.calibration_table(of)
    misses = phrasing.misses(of)
    drawn = svg(bars(misses), say("How many forecasts were off by how much; the table below says the same."))
    off = _table(say("How far the forecasts were off"), (say("Too high by"), say("Forecasts")),
                 [(name, str(number)) for name, number in misses], "numbers")  # fmt: skip
    return join(
        el("p", phrasing.forecasts(of)), _table(say("Forecasts and what happened"), heads, rows, "numbers"), drawn, off
    )


# The world outside the game


def _beside(told: Debrief) -> Markup | None:
    rows: list[list[Child]] = []
    for one in told.beside:
        answers: Child = one.chosen[0][0] if len(told.tables) == 1 else _answers(one.chosen)
        rows.append([join(one.name, el("small", " ", one.turn_label)), answers, [one.history, _refs(one.sources)]])
    heads = (say("Event"), say("The class") if len(told.tables) == 1 else say("The teams"), say("What really happened"))
    return stacked(say("What was decided here and what really happened"), heads, rows) if rows else None


def _refs(numbers: Sequence[int]) -> Markup:
    return join([join(" ", el("a", f"[{n}]", href=f"#source-{n}")) for n in numbers])


def _questions(told: Debrief) -> Markup | None:
    parts: list[Child] = []
    if told.worksheet:
        parts += [el("h3", say("First in silence, on paper")), el("p", told.worksheet)]
    for tag in QUESTION_TAGS:
        asked = [join(q.text, _refs(q.sources)) for q in told.questions if q.tag == tag]
        parts += [el("h3", phrasing.tag(tag)), listed(asked)] if asked else []
    return join(parts) if parts else None


def _tickets(told: Debrief) -> Markup | None:
    given = sum(told.tickets.counts)
    if not given and not told.ticket:
        return None
    rows = [(say(text), number) for text, number in zip(SURE, told.tickets.counts, strict=True)]
    drawn: list[Child] = []
    if given:
        drawn = [
            el("p", say(TICKET)),
            svg(bars(rows), say("A bar for each answer; the table below says the same.")),
            _table(say("Answers"), (say("Answer"), say("Students")), [(name, str(n)) for name, n in rows], "numbers"),
        ]
    return join(drawn, el("p", say("To answer alone, on paper:")) if told.ticket else None, listed(told.ticket))


def _glossary(told: Debrief) -> Markup | None:
    terms = [el("div", el("dt", term.name), el("dd", term.text)) for term in told.glossary]
    return el("dl", terms, class_="glossary") if terms else None


def _sources(told: Debrief) -> Markup | None:
    rows: list[Child] = []
    for number, source in enumerate(told.sources, 1):
        told_by = [source.title, f" ({source.publisher})" if source.publisher else ""]
        where = el("span", " ", source.url, class_="url") if source.url else None
        rows.append(el("li", told_by, ". ", source.fact, phrasing.certainty(source), where, id=f"source-{number}"))
    return el("ol", rows, class_="sources") if rows else None
