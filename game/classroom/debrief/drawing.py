"""Charts of the debrief as plain shapes, which the page and the print each draw in their own way.

No line is told by its colour alone: each has a dash, a sign of its own at every turn, and its name at its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from attrs import frozen

from game.scenes.palette import ATLAS, RGB, Point, mix, shape_points
from game.scenes.scene import Chart

DASHES: tuple[tuple[float, ...], ...] = ((), (7, 3), (2, 2.5), (9, 3, 2, 3), (5, 5), (12, 3), (1.2, 3), (3, 2, 8, 2))


@frozen
class Stroke:
    """A line through points."""

    points: tuple[Point, ...]
    colour: RGB
    width: float
    dash: tuple[float, ...] = ()


@frozen
class Area:
    """A filled polygon."""

    points: tuple[Point, ...]
    colour: RGB


@frozen
class Label:
    """A text; `anchor` says which part of it stands at the place: start, middle or end."""

    x: float
    y: float
    """Of the baseline."""
    text: str
    anchor: str = "start"
    colour: RGB = ATLAS.muted
    strong: bool = False


@frozen
class Drawing:
    """A picture of a width and height of its own, to be scaled to the room there is."""

    width: float
    height: float
    parts: tuple[Stroke | Area | Label, ...]


WIDE, HIGH, LETTERS = 640.0, 250.0, 12.0
"""A drawing's size, and that of its letters, in the same units."""
_LEFT, _TOP, _BOTTOM = 30.0, 12.0, 26.0


def colour_of(index: int) -> RGB:
    """The colour of a line, dark enough on paper."""
    return mix(ATLAS.power(index), ATLAS.ink, 0.28)


def curves(chart: Chart) -> Drawing:
    """A chart's lines over the turns, each with its name at its end."""
    names = [f"{s.letter} · {s.name}" if s.letter else s.name for s in chart.series]
    right = WIDE - min(230.0, max((len(name) for name in names), default=0) * 7.4 + 16)
    low, high = _bounds(chart)
    steps = max(1, len(chart.labels) - 1)

    def at(turn: int, value: float) -> Point:
        x = _LEFT + (right - _LEFT) * turn / steps
        return x, _TOP + (HIGH - _TOP - _BOTTOM) * (high - value) / (high - low)

    parts: list[Stroke | Area | Label] = list(_grid(at, low, high, steps))
    ends = _apart([at(steps, series.values[-1])[1] for series in chart.series])
    for index, series in enumerate(chart.series):
        nudge = (index - (len(chart.series) - 1) / 2) * 1.6
        points = tuple((x, y + nudge) for x, y in (at(turn, value) for turn, value in enumerate(series.values)))
        colour = colour_of(index)
        parts.append(Stroke(points, colour, 2.2, DASHES[index % len(DASHES)]))
        parts += [Area(tuple(shape_points(index, point, 4.6)), colour) for point in points]
        parts.append(Stroke((points[-1], (right + 10, ends[index])), colour, 0.8))
        parts.append(Label(right + 13, ends[index] + 4, names[index], "start", ATLAS.ink, True))
    return Drawing(WIDE, HIGH, tuple(parts))


def _bounds(chart: Chart) -> tuple[int, int]:
    values = [value for series in chart.series for value in series.values]
    low, high = min(values, default=0), max(values, default=1)
    return min(low, 0), high if high > min(low, 0) else min(low, 0) + 1


def _grid(at: object, low: int, high: int, steps: int) -> Iterable[Stroke | Label]:
    assert callable(at)
    step = 1 if high - low <= 8 else 2 if high - low <= 16 else 5
    for value in range(low, high + 1):
        if value % step == 0:
            (x, y), (end, _) = at(0, value), at(steps, value)
            yield Stroke(((x, y), (end, y)), ATLAS.edge if value == 0 else ATLAS.faint, 1.2 if value == 0 else 0.7)
            yield Label(x - 7, y + 4, str(value), "end")
    for turn in range(steps + 1):
        x, _ = at(turn, low)
        yield Label(x, HIGH - 6, str(turn), "middle")


def _apart(wanted: Sequence[float], gap: float = 14.0) -> list[float]:
    """Heights for labels near where they are wanted, none closer than a gap to another, all within the drawing."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    found = list(wanted)
    for before, after in pairwise(order):
        found[after] = max(found[after], found[before] + gap)
    over = found[order[-1]] - (HIGH - _BOTTOM) if order else 0
    if over > 0:
        last = found[order[-1]] = HIGH - _BOTTOM
        for index in reversed(order[:-1]):
            last = found[index] = min(found[index], last - gap)
    return found


def bars(rows: Sequence[tuple[str, int]], colour: RGB = ATLAS.accent) -> Drawing:
    """A bar for each row, with its name before and its number behind."""
    left = min(240.0, max((len(name) for name, _ in rows), default=0) * 7.2 + 12)
    most = max((n for _, n in rows), default=1) or 1
    line = 22.0
    parts: list[Stroke | Area | Label] = []
    for number, (name, count) in enumerate(rows):
        y = 4 + number * line
        wide = (WIDE - left - 46) * count / most
        parts.append(Label(left - 8, y + 14, name, "end", ATLAS.ink))
        parts.append(Area(((left, y + 3), (left + wide, y + 3), (left + wide, y + 18), (left, y + 18)), colour))
        parts.append(Label(left + wide + 6, y + 14, str(count), "start", ATLAS.ink, True))
    return Drawing(WIDE, 8 + line * max(1, len(rows)), tuple(parts))
