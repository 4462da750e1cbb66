"""A scenario's graph in the language of Mermaid, which wikis and repositories draw."""

from __future__ import annotations

from itertools import groupby

from game.scenario import graph as g

LONGEST_LABEL = 60
_SHAPES = {
    g.TURN: ("[", "]"), g.DECK: ("[(", ")]"), g.CONDITION: ("[\\", "/]"), g.DEED: ("[/", "/]"), g.SUMMIT: ("[/", "/]"),
    g.QUESTION: ("{{", "}}"), g.HAPPENING: ("[", "]"), g.FACE: ("{{", "}}"), g.WON: ("(((", ")))"),
    g.ENDING: ("((", "))"), g.CLOSE: ("([", "])"),
}  # fmt: skip


def mermaid(graph: g.Graph) -> str:
    """The graph as a Mermaid flowchart."""
    ids = {key: f"n{number}" for number, key in enumerate(graph.nodes)}
    lines = ["flowchart LR"]
    for group, nodes in groupby(graph.nodes.values(), key=lambda node: node.group):
        shown = [_node(ids[node.key], node) for node in nodes]
        if group:
            lines += [f'  subgraph a{len(lines)}["{_label(group)}"]', *(f"    {line}" for line in shown), "  end"]
        else:
            lines += [f"  {line}" for line in shown]
    lines += [_link(ids, edge) for edge in graph.edges]
    return "\n".join(lines) + "\n"


def _node(id: str, node: g.Node) -> str:
    before, after = _SHAPES[node.kind]
    return f'{id}{before}"{_label(node.label)}"{after}'


def _link(ids: dict[str, str], edge: g.Edge) -> str:
    spine = edge.source.startswith("turn ") and edge.target.startswith("turn ")
    arrow = "==>" if spine else "-.->" if edge.later else "-->"
    shown = f'|"{_label(edge.label)}"|' if edge.label else ""
    return f"  {ids[edge.source]} {arrow}{shown} {ids[edge.target]}"


def _label(text: str) -> str:
    """A text that Mermaid shows as it is."""
    plain = " ".join(text.split())
    plain = plain if len(plain) <= LONGEST_LABEL else plain[: LONGEST_LABEL - 1].rstrip() + "…"
    marks = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "`": "#96;", "|": "#124;"}
    return "".join(marks.get(c, c) for c in plain)
