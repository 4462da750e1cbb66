"""Charts: curves over the turns with their legends. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from game.desktop.board.layout_parts import caption
from game.desktop.board.rects import Rect
from game.desktop.board.tree import Chart, Curve, Node, Panel
from game.desktop.board.widgets import TALL, Build, Frame, badge, height_of, stack
from game.scenes.scene import Chart as ChartView


def chart_builds(frame: Frame, id: str, charts: Sequence[ChartView]) -> list[Build]:
    """Each chart with its name and legend."""
    return [_chart(frame, f"{id}.{n}", chart) for n, chart in enumerate(charts)]


def _chart(frame: Frame, id: str, chart: ChartView) -> Build:
    def build(rect: Rect) -> Node:
        curves = tuple(Curve(s.name, f"power:{n}", s.values, n) for n, s in enumerate(chart.series))
        turns = max(1, len(chart.labels) - 1, *(len(s.values) - 1 for s in chart.series)) if chart.series else 1

        def picture(place: Rect) -> Node:
            high = frame.px(120)
            left, right = _plain(chart.high), _plain(chart.low)
            axis, body = Rect(place.x, place.y, place.w, high).left(
                max(frame.width(left, "tiny"), frame.width(right, "tiny")) + frame.px(3), frame.px(2)
            )
            line = frame.line_height("tiny")
            return Node(
                f"{id}.picture",
                Rect(place.x, place.y, place.w, high),
                None,
                (
                    frame.line(f"{id}.high", axis.top(line)[0], left, "tiny", "muted", "right"),
                    frame.line(f"{id}.low", axis.low(line)[0], right, "tiny", "muted", "right"),
                    Node(f"{id}.curves", body, Chart(curves, chart.low, chart.high, turns), text=_said(chart)),
                ),
            )

        nodes = stack(
            Rect(rect.x, rect.y, rect.w, TALL),
            frame.px(3),
            [
                caption(frame, f"{id}.name", chart.name),
                picture,
                _span(frame, id, chart),
                lambda place: _legend(frame, id, chart, place),
            ],
        )
        return Node(id, Rect(rect.x, rect.y, rect.w, height_of(nodes, rect.y)), None, nodes)

    return build


def _span(frame: Frame, id: str, chart: ChartView) -> Build:
    """The first and the last turn under the curves."""

    def build(rect: Rect) -> Node:
        row = Rect(rect.x, rect.y, rect.w, frame.line_height("tiny") if len(chart.labels) > 1 else 0)
        if not row.h:
            return Node(f"{id}.span", row)
        left, right = row.left(frame.width(chart.labels[0], "tiny"), frame.px(6))
        if frame.width(chart.labels[-1], "tiny") > right.w:
            half = Rect(rect.x, rect.y, (rect.w - frame.px(6)) // 2, rect.h)
            first = frame.prose(f"{id}.first", half, chart.labels[0], "tiny", "muted")
            other = half.moved(rect.w - half.w, 0)
            last = frame.prose(f"{id}.last", other, chart.labels[-1], "tiny", "muted", "right")
            high = max(first.rect.h, last.rect.h)
            return Node(f"{id}.span", Rect(rect.x, rect.y, rect.w, high), None, (first, last))
        return Node(
            f"{id}.span",
            row,
            None,
            (
                frame.line(f"{id}.first", left, chart.labels[0], "tiny", "muted"),
                frame.line(f"{id}.last", right, chart.labels[-1], "tiny", "muted", "right"),
            ),
        )

    return build


def _legend(frame: Frame, id: str, chart: ChartView, rect: Rect) -> Node:
    """Names of the curves with their marks, flowing over as many lines as they need."""
    side, gap = frame.px(14), frame.px(10)
    high = max(side, frame.line_height("small"))
    x, y = rect.x, rect.y
    nodes: list[Node] = []
    for n, series in enumerate(chart.series):
        told = f"{series.name} {_plain(series.values[-1])}" if series.values else series.name
        wide = min(rect.w, side + frame.px(4) + frame.width(told, "small"))
        if x > rect.x and x + wide > rect.right:
            x, y = rect.x, y + high + frame.px(2)
        place = Rect(x, y, wide, high)
        mark, words = place.left(side, frame.px(4))
        nodes.append(
            Node(
                f"{id}.legend.{n}",
                place,
                Panel("", "", 0),
                (
                    badge(frame, f"{id}.mark.{n}", mark.middle(side, side), n, series.letter),
                    frame.line(f"{id}.told.{n}", words, told, "small", "ink"),
                ),
            )
        )
        x += wide + gap
    return Node(f"{id}.legend", Rect(rect.x, rect.y, rect.w, y + high - rect.y if nodes else 0), None, tuple(nodes))


def _said(chart: ChartView) -> str:
    return "; ".join(f"{s.name}: {', '.join(map(str, s.values))}" for s in chart.series)


def _plain(value: int) -> str:
    """A number with a true minus."""
    return str(value).replace("-", "−")
