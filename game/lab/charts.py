"""Charts as SVG for pages that are read on a screen, on paper and aloud; each goes with a table of the same figures.

Nothing is told by colour alone: bars are labelled, lines have dashes and signs of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen
from markupsafe import Markup

from game.lab.markup import Child, el

WIDE = 680
"""Units of a chart's width; its letters are 13 high."""
ROW, RIGHT = 26, 58
LONGEST, _LETTER = 34, 7.8
"""Letters of a label, and the width of one: Cyrillic ones are the widest."""

INKS = ("#1f6f78", "#b5651d", "#6b4c8a", "#4a7a3a", "#a33b3b", "#5a6470", "#8a7a2a", "#2f5aa0")
DASHES = ("", "7 4", "2 3", "10 3 2 3")


@frozen
class Bar:
    """A bar with its interval, both from 0 to the chart's `most`."""

    label: str
    value: float
    low: float
    high: float
    told: str
    """The figure, as it is written behind the bar."""
    marked: bool = False
    """Whether it is to catch the eye."""


@frozen
class Line:
    """A line over the turns; for each the value, and the interval about it."""

    label: str
    points: tuple[tuple[float, float, float], ...]


def bars(title: str, rows: Sequence[Bar], most: float, limits: Sequence[tuple[float, str]] = ()) -> Markup:
    """Horizontal bars with whiskers; `limits` are values to be compared with, each with its name."""
    top, labels = 22 if limits else 6, _room(row.label for row in rows)
    high = top + ROW * len(rows) + 8

    def x(value: float) -> float:
        return round(labels + (WIDE - labels - RIGHT) * min(max(value, 0.0), most) / (most or 1), 1)

    parts: list[Child] = [_line(x(0), top, x(0), high - 4, "axis")]
    for value, name in limits:
        parts += [_line(x(value), top - 4, x(value), high - 4, "limit"), _text(x(value), 13, name, "middle", "note")]
    for number, bar in enumerate(rows):
        y = top + ROW * number
        parts += [
            _text(labels - 8, y + 17, shortened(bar.label, LONGEST), "end"),
            el(
                "rect",
                x=x(0),
                y=y + 5,
                width=max(0.0, round(x(bar.value) - x(0), 1)),
                height=16,
                class_="bar marked" if bar.marked else "bar",
            ),
        ]
        if bar.high > bar.low:
            parts += [_line(x(bar.low), y + 13, x(bar.high), y + 13, "whisker")]
            parts += [_line(x(end), y + 9, x(end), y + 17, "whisker") for end in (bar.low, bar.high)]
        parts.append(_text(max(x(bar.value), x(bar.high)) + 6, y + 17, bar.told, "start", "figure"))
    return _svg(title, high, parts)


def stacked(title: str, rows: Sequence[tuple[str, Sequence[float]]], names: Sequence[str]) -> Markup:
    """Bars that are each divided into parts, which add up to 100; their names and tones stand above."""
    legend, x, y = list[Child](), 0.0, 0
    for number, name in enumerate(names):
        width = 36 + _LETTER * len(name)
        if x + width > WIDE:
            x, y = 0.0, y + 20
        legend += [_swatch(x, y + 3, number), _text(x + 18, y + 14, name)]
        x += width
    top, labels = y + 28, _room(label for label, _ in rows)
    parts = legend
    for number, (label, values) in enumerate(rows):
        at, y = 0.0, top + ROW * number
        parts.append(_text(labels - 8, y + 17, shortened(label, LONGEST), "end"))
        for tone, value in enumerate(values):
            left, width = labels + (WIDE - labels) * at / 100, (WIDE - labels) * value / 100
            if width > 0.05:
                parts.append(el("rect", x=round(left, 1), y=y + 4, width=round(width, 1), height=18, class_=f"t{tone}"))
            if width > 26:
                parts.append(_text(round(left + width / 2, 1), y + 17, f"{value:.0f}", "middle", f"on t{tone}"))
            at += value
    return _svg(title, top + ROW * len(rows) + 4, parts)


def lines(
    title: str, labels: Sequence[str], series: Sequence[Line], most: float, step: float, unit: str = ""
) -> Markup:
    """Lines over turns or budgets, with whiskers where there is an interval; `most` and `step` are of the scale."""
    left, right, top, bottom = 46, 12, 8 + 20 * len(series), 30
    high = top + 220 + bottom

    def x(place: int) -> float:
        inner = WIDE - left - right
        return round(left + inner * (place + 0.5) / max(1, len(labels)), 1)

    def y(value: float) -> float:
        return round(top + 220 * (1 - min(max(value, 0.0), most) / (most or 1)), 1)

    parts: list[Child] = []
    value = 0.0
    while value <= most + 1e-9:
        parts += [
            _line(left, y(value), WIDE - right, y(value), "grid"),
            _text(left - 6, y(value) + 4, f"{value:g}{unit}", "end", "note"),
        ]
        value += step
    parts += [_text(x(place), high - 10, label, "middle", "note") for place, label in enumerate(labels)]
    for number, line in enumerate(series):
        places = [(x(i) + 5 * number, y(v), y(low), y(upper)) for i, (v, low, upper) in enumerate(line.points)]
        ink = f"s{number % len(INKS)}"
        parts += [_line(a, low, a, upper, f"{ink} thin") for a, _, low, upper in places if low != upper]
        told = " ".join(f"{a},{b}" for a, b, _, _ in places)
        parts.append(el("polyline", points=told, class_=ink, stroke_dasharray=DASHES[number % len(DASHES)] or None))
        parts += [_sign(a, b, number) for a, b, _, _ in places]
        key = 14 + 20 * number
        parts += [
            el(
                "line",
                x1=left,
                y1=key - 4,
                x2=left + 34,
                y2=key - 4,
                class_=ink,
                stroke_dasharray=DASHES[number % len(DASHES)] or None,
            ),
            _sign(left + 17, key - 4, number),
            _text(left + 44, key, line.label),
        ]
    return _svg(title, high, parts)


def figure(caption: str, chart: Markup, *figures: Child) -> Markup:
    """A chart with what it shows in words, and the same figures as a table."""
    return el("figure", el("div", chart, class_="chart"), el("figcaption", caption), *figures)


def scroll(table: Child, label: str) -> Markup:
    """A table that may be wider than the page: it is moved by itself, by keys too."""
    return el("div", table, class_="wide", role="region", aria_label=label, tabindex=0)


def style() -> str:
    """The style sheet of the charts."""
    tones = ("#1f6f78", "#9cc3c4", "#b5651d", "#d9a066", "#6b4c8a", "#a99ac0", "#8c8577", "#cdc7ba")
    rules = [f".t{n}{{fill:{tone}}}" for n, tone in enumerate(tones)]
    rules += [f"svg text.on.t{n}{{fill:{'#fff' if n in (0, 2, 4, 6) else '#22303a'}}}" for n in range(len(tones))]
    rules += [f".s{n}{{stroke:{ink};fill:none;stroke-width:2.2}}" for n, ink in enumerate(INKS)]
    rules += [f".d{n}{{fill:{ink}}}" for n, ink in enumerate(INKS)]
    return "\n".join(
        (
            ".chart{overflow-x:auto}",
            "svg{display:block;width:100%;min-width:32rem;max-width:52rem;height:auto}",
            "svg text{font-size:13px;fill:#22303a}",
            "svg .note{fill:#59636b;font-size:12px}",
            "svg .figure{font-weight:600;paint-order:stroke;stroke:#fffdf8;stroke-width:4px}",
            ".bar{fill:#1f6f78}",
            ".bar.marked{fill:#a33b3b}",
            ".whisker{stroke:#22303a;stroke-width:1.3}",
            ".axis{stroke:#22303a;stroke-width:1}",
            ".grid{stroke:#dcd6c8;stroke-width:1}",
            ".limit{stroke:#a33b3b;stroke-width:1.3;stroke-dasharray:4 3}",
            *rules,
            "line.thin{stroke-width:1.2;stroke-opacity:.7}",
        )
    )


def shortened(text: str, most: int) -> str:
    """A text of at most so many letters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _room(labels: Iterable[str]) -> float:
    """The width that labels before bars need."""
    return 16 + _LETTER * max((len(shortened(label, LONGEST)) for label in labels), default=0)


def _svg(title: str, high: float, parts: Iterable[Child]) -> Markup:
    return el("svg", el("title", title), parts, viewBox=f"0 0 {WIDE} {round(high, 1)}", role="img", aria_label=title)


def _line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    return el("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def _text(x: float, y: float, text: str, anchor: str = "start", class_: str = "") -> Markup:
    anchor_ = None if anchor == "start" else anchor
    return el("text", text, x=round(x, 1), y=y, text_anchor=anchor_, class_=class_ or None)


def _swatch(x: float, y: float, tone: int) -> Markup:
    return el("rect", x=x, y=y, width=13, height=13, class_=f"t{tone}")


def _sign(x: float, y: float, number: int) -> Markup:
    """A dot, a square, a triangle or a diamond."""
    class_ = f"d{number % len(INKS)}"
    match number % 4:
        case 0:
            return el("circle", cx=x, cy=y, r=4.2, class_=class_)
        case 1:
            return el("rect", x=x - 4, y=y - 4, width=8, height=8, class_=class_)
        case 2:
            return el("polygon", points=f"{x},{y - 5} {x + 5},{y + 4} {x - 5},{y + 4}", class_=class_)
        case _:
            return el("polygon", points=f"{x},{y - 5.5} {x + 5.5},{y} {x},{y + 5.5} {x - 5.5},{y}", class_=class_)
