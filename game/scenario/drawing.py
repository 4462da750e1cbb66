"""A scenario's graph as a picture: one SVG file with nothing outside it, for people who see it and who hear it."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from game.scenario import graph as g
from game.scenario.layers import EDGE, GAP, LINE, SMALL, WIDE, Box, Link, Section, sections_of, width_of
from game.words import say, say_many

MARGIN, HEAD, FOOT = 32.0, 84.0, 64.0
_STYLE = """
  text { font-family: system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; fill: #1f2933; }
  .name { font-size: 13px; } .cause { font-size: 11px; font-style: italic; fill: #52606d; }
  .heading { font-size: 14px; font-weight: 600; fill: #3e4c59; } .title { font-size: 22px; font-weight: 600; }
  .under { font-size: 12px; fill: #52606d; } .box { stroke: #9aa5b1; stroke-width: 1; }
  .again { fill: #ffffff; stroke-dasharray: 4 3; } .link { fill: none; stroke: #7b8794; stroke-width: 1.3; }
  .later { stroke-dasharray: 5 4; } .rule { stroke: #cbd2d9; stroke-width: 1; } a:hover .box { stroke: #1f2933; }
"""
_FILLS = {
    g.TURN: "#e4e7eb", g.DECK: "#efe9dc", g.CONDITION: "#f5f7fa", g.DEED: "#e6efe2", g.SUMMIT: "#e6efe2",
    g.QUESTION: "#e0eaf5", g.HAPPENING: "#f0f4f8", g.FACE: "#e0eaf5", g.WON: "#d8ecd9", g.ENDING: "#f3e2dd",
    g.CLOSE: "#e4e7eb",
}  # fmt: skip


def kind_names() -> dict[str, str]:
    """What each kind of node is called."""
    return {
        g.TURN: say("turn"),
        g.DECK: say("deck or agenda"),
        g.CONDITION: say("condition"),
        g.DEED: say("card, action or law"),
        g.SUMMIT: say("summit"),
        g.QUESTION: say("event with options"),
        g.HAPPENING: say("event that just happens"),
        g.FACE: say("face of an agenda"),
        g.WON: say("ending that is won"),
        g.ENDING: say("other ending"),
        g.CLOSE: say("the look for an end"),
    }


def svg(graph: g.Graph) -> str:
    """The graph as an SVG document, drawn to be read at its own size."""
    sections, width, height = sections_of(graph)
    wide, high = width + 2 * MARGIN, HEAD + height + FOOT + MARGIN
    wide = max(wide, 2 * MARGIN + 4 * 180)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" height="{high:.0f}" '
            f'viewBox="0 0 {wide:.0f} {high:.0f}" role="img" aria-labelledby="title about">',
            f'<title id="title">{_text(graph.title)}</title>',
            f'<desc id="about">{_text(_about(graph))}</desc>',
            f"<style>{_STYLE}</style>",
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
            'orient="auto"><path d="M0 0.8 7.4 4 0 7.2z" fill="#7b8794"/></marker></defs>',
            f'<rect width="{wide:.0f}" height="{high:.0f}" fill="#ffffff"/>',
            f'<text class="title" x="{MARGIN}" y="42">{_text(graph.title)}</text>',
            f'<text class="under" x="{MARGIN}" y="62">{_text(say("What leads to what, from left to right"))}</text>',
            *(line for section in sections for line in _section(section, _numbers(graph))),
            *_legend(sections, HEAD + height + MARGIN, wide),
            "</svg>\n",
        ]
    )


def _about(graph: g.Graph) -> str:
    """The picture in a sentence for who cannot see it."""
    kinds = [node.kind for node in graph.nodes.values()]
    events = kinds.count(g.QUESTION) + kinds.count(g.HAPPENING)
    ends = kinds.count(g.WON) + kinds.count(g.ENDING)
    parts = (
        say_many("{count} turn", "{count} turns", kinds.count(g.TURN)),
        say_many("{count} event", "{count} events", events),
        say_many("{count} ending", "{count} endings", ends),
    )
    return say("What leads to what in the scenario: {parts}.", parts=", ".join(parts))


def _numbers(graph: g.Graph) -> dict[str, str]:
    return {key: f"n{number}" for number, key in enumerate(graph.nodes)}


def _section(section: Section, ids: dict[str, str]) -> Iterator[str]:
    yield f'<g transform="translate({MARGIN + section.x:.0f} {HEAD + section.y:.0f})">'
    yield f'<text class="heading" x="0" y="14">{_text(section.title)}</text>'
    yield f'<line class="rule" x1="0" y1="20.5" x2="{section.width:.0f}" y2="20.5"/>'
    yield from map(_link, section.links)
    for box in sorted(section.boxes, key=lambda box: (box.y, box.x)):
        yield from _box(box, ids)
    yield "</g>"


def _link(link: Link) -> str:
    style = "link later" if link.later else "link"
    one, other = link.source, link.target
    if one.x == other.x:
        x = one.x + 18
        return f'<path class="{style}" marker-end="url(#tip)" d="M{x} {one.y + one.height:.1f}V{other.y:.1f}"/>'
    start, end, half = one.x + WIDE, other.x, GAP / 2
    curve = f"M{start} {one.middle:.1f}C{start + half} {one.middle:.1f} {end - half} {other.middle:.1f} {end}"
    return f'<path class="{style}" marker-end="url(#tip)" d="{curve} {other.middle:.1f}"/>'


def _box(box: Box, ids: dict[str, str]) -> Iterator[str]:
    id = ids.get(box.node.key, "")
    told = f"{kind_names()[box.node.kind]}: {box.node.label}" + (f"\n{box.node.note}" if box.node.note else "")
    if box.stands_for:
        yield f'<a href="#{id}">'
    else:
        yield f"<g id={quoteattr(id)}>" if id else "<g>"
    yield f"<title>{_text(told)}</title>"
    round_by = {g.QUESTION: 11, g.FACE: 11, g.WON: box.height / 2, g.ENDING: box.height / 2}.get(box.node.kind, 3)
    fill = "" if box.stands_for else f' fill="{_FILLS[box.node.kind]}"'
    style = "box again" if box.stands_for else "box"
    yield (
        f'<rect class="{style}" x="{box.x:.1f}" y="{box.y:.1f}" width="{WIDE:.0f}" height="{box.height:.1f}" '
        f'rx="{min(round_by, 16):.0f}"{fill}/>'
    )
    y = box.y + EDGE - 2
    for line in box.cause:
        y += SMALL
        yield f'<text class="cause" x="{box.x + EDGE + 2:.1f}" y="{y - 3:.1f}">{_text(line)}</text>'
    for line in box.lines:
        y += LINE
        yield f'<text class="name" x="{box.x + EDGE + 2:.1f}" y="{y - 4:.1f}">{_text(line)}</text>'
    yield "</a>" if box.stands_for else "</g>"


def _legend(sections: list[Section], top: float, wide: float) -> Iterator[str]:
    """What the shapes and colours mean, of those that are in the picture; its last line tells of the lines."""
    names = kind_names()
    boxes = [box for section in sections for box in section.boxes]
    shown = [kind for kind in names if kind != g.CLOSE and any(box.node.kind == kind for box in boxes)]
    x, y = MARGIN, top
    for kind in shown:
        step = 34 + width_of(names[kind], 12) + 26
        if x + step > wide - MARGIN:
            x, y = MARGIN, y + 22
        rx = 7 if kind in (g.QUESTION, g.FACE, g.WON, g.ENDING) else 2
        yield f'<rect class="box" x="{x:.0f}" y="{y:.0f}" width="26" height="14" rx="{rx}" fill="{_FILLS[kind]}"/>'
        yield f'<text class="under" x="{x + 33:.0f}" y="{y + 11:.0f}">{_text(names[kind])}</text>'
        x += step
    x, y = MARGIN, y + 24
    if any(link.later for section in sections for link in section.links):
        told = say("some turns later")
        yield f'<path class="link later" d="M{x:.0f} {y + 7:.0f}h26"/>'
        yield f'<text class="under" x="{x + 33:.0f}" y="{y + 11:.0f}">{_text(told)}</text>'
        x += 60 + width_of(told, 12)
    if any(box.stands_for for box in boxes):
        yield f'<rect class="box again" x="{x:.0f}" y="{y:.0f}" width="26" height="14" rx="2"/>'
        told = say("stands for what is drawn elsewhere")
        yield f'<text class="under" x="{x + 33:.0f}" y="{y + 11:.0f}">{_text(told)}</text>'


def _text(text: str) -> str:
    """A text as SVG holds it, without characters that no XML may have."""
    return escape("".join(c for c in text if c >= " " or c == "\n"))
