"""The picture of a scenario: every event, face and ending in it, whatever a text holds, as Mermaid and as SVG."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from game.cli import main
from game.scenario.drawing import svg
from game.scenario.graph import graph_of
from game.scenario.layers import WIDE, sections_of
from game.scenario.library import load, shipped
from game.scenario.mermaid import mermaid
from game.scenario.new import begin

NODE = re.compile(r'  (?:  )?(n\d+)\W+"([^"]*)"\W+$|  subgraph a\d+\["[^"]*"\]$|  end$|flowchart LR$')
LINK = re.compile(r'  (n\d+) (?:-->|-\.->|==>)(?:\|"([^"]*)"\|)? (n\d+)$')


def parsed(text: str) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    """The nodes by number and the links of a diagram; every line must be one or the other."""
    nodes: dict[str, str] = {}
    links: list[tuple[str, str, str]] = []
    for line in text.splitlines():
        if (link := LINK.match(line)) is not None:
            links.append((link[1], link[2] or "", link[3]))
        else:
            node = NODE.match(line)
            assert node is not None, line
            if node[1]:
                assert node[1] not in nodes
                nodes[node[1]] = node[2]
    assert {end for a, _, b in links for end in (a, b)} <= set(nodes)
    return nodes, links


@pytest.mark.parametrize("name", shipped())
def test_everything_that_happens_is_in_the_picture(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", name]) == 0
    scenario = load(name)
    nodes, _ = parsed(capsys.readouterr().out)
    faces = sum(map(len, scenario.agendas.values()))
    assert len(nodes) > len(scenario.events) + faces + len(scenario.endings)


def test_what_leads_to_what(tmp_path: Path) -> None:
    begin(tmp_path / "town")
    nodes, links = parsed(mermaid(graph_of(load(tmp_path / "town"))))
    told = {(nodes[a], label, nodes[b]) for a, label, b in links}
    assert ("A travelling fair", "Welcome it", "The lost goat") in told
    assert ("Turn 1", "", "A dry spring") in told
    assert ("News of the season", "", "A storm") in told
    assert ("when calm #lt;= 2", "", "A petition") in told
    assert ("The look for an end", "after the last turn", "Muddling on") in told


def test_no_text_breaks_out_of_its_label(tmp_path: Path) -> None:
    begin(tmp_path / "town")
    file = tmp_path / "town" / "scenario.yaml"
    hostile = """'a"]; click "x" <script> | `b` end #1 {{'"""
    file.write_text(file.read_text(encoding="utf-8").replace("A travelling fair", hostile), encoding="utf-8")
    graph = graph_of(load(tmp_path / "town"))
    parsed(mermaid(graph))
    drawn = svg(graph)
    assert "<script>" not in mermaid(graph) + drawn
    assert hostile.strip("'").replace("''", "'") in "".join(ElementTree.fromstring(drawn).itertext())


def test_statements_in_procedures_count(tmp_path: Path) -> None:
    begin(tmp_path / "town")
    file = tmp_path / "town" / "scenario.yaml"
    text = file.read_text(encoding="utf-8").replace("schedule lost_goat in 1", "trouble()")
    file.write_text(text + "procedures:\n  trouble():\n    - schedule lost_goat in 1\n    - end uproar if calm == 1\n")
    nodes, links = parsed(mermaid(graph_of(load(tmp_path / "town"))))
    told = {(nodes[a], nodes[b]) for a, _, b in links}
    assert {("A travelling fair", "The lost goat"), ("A travelling fair", "Uproar")} <= told


def test_conditions_open_cards(tmp_path: Path) -> None:
    begin(tmp_path / "town")
    nodes, links = parsed(mermaid(graph_of(load(tmp_path / "town"))))
    assert ("when upper.trust #gt;= 1", "Build a reservoir") in {(nodes[a], nodes[b]) for a, _, b in links}


@pytest.mark.parametrize("name", shipped())
def test_the_drawing_holds_every_node_once_and_nothing_overlaps(name: str) -> None:
    graph = graph_of(load(name))
    sections, width, height = sections_of(graph)
    boxes = [(s.x + b.x, s.y + b.y, b) for s in sections for b in s.boxes]
    own = [box.node.key for _, _, box in boxes if not box.stands_for]
    assert len(own) == len(set(own)) and set(graph.nodes) <= set(own)
    for n, (x, y, box) in enumerate(boxes):
        assert 0 <= x <= width - WIDE and 0 <= y <= height - box.height
        for x2, y2, other in boxes[:n]:
            assert abs(x - x2) >= WIDE or y >= y2 + other.height or y2 >= y + box.height, (box.node, other.node)
    drawn = {(link.source.node.key, link.target.node.key) for s in sections for link in s.links}
    assert {(edge.source, edge.target) for edge in graph.edges} <= drawn


@pytest.mark.parametrize("name", shipped())
def test_the_drawing_stands_on_its_own_and_tells_what_it_is(name: str, tmp_path: Path) -> None:
    file = tmp_path / "picture.svg"
    assert main(["graph", name, "--out", str(file)]) == 0
    text = file.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    space = "{http://www.w3.org/2000/svg}"
    labels = (root.get("aria-labelledby") or "").split()
    named = {element.get("id"): "".join(element.itertext()) for element in root.iter() if element.get("id")}
    assert root.get("role") == "img" and all(named[label].strip() for label in labels) and len(labels) == 2
    assert [link for link in re.findall(r"(?:https?|file|url|href)[:=(][^ >]*", text) if "#" not in link] == [
        'http://www.w3.org/2000/svg"'
    ]
    assert {a.get("href", "")[1:] for a in root.iter(f"{space}a")} <= set(named)


def test_what_is_drawn_already_is_only_pointed_to(tmp_path: Path) -> None:
    begin(tmp_path / "town")
    file = tmp_path / "town" / "scenario.yaml"
    text = file.read_text(encoding="utf-8").replace("do: [calm += 2]}", "do: [schedule petition_2 in 1]}")
    text = text.replace(
        "laws: ", "  petition_2: {name: Once more, on: schedule, do: [schedule petition_2 in 1]}\nlaws: "
    )
    file.write_text(text, encoding="utf-8")
    sections, _, _ = sections_of(graph_of(load(tmp_path / "town")))
    again = [b.node.key for s in sections for b in s.boxes if b.stands_for]
    assert again == ["events.petition_2"]
