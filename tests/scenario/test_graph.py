"""The picture of a scenario: every event, face and ending in it, and whatever a text holds, a line of Mermaid."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from game.cli import main
from game.scenario.graph import mermaid
from game.scenario.library import load, shipped
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
    nodes, links = parsed(mermaid(load(tmp_path / "town")))
    told = {(nodes[a], label, nodes[b]) for a, label, b in links}
    assert ("A travelling fair", "Welcome it", "The lost goat") in told
    assert ("Turn 1", "", "A dry spring") in told
    assert ("News of the season", "", "A storm") in told
    assert ("when calm #lt;= 2", "", "A petition") in told
    assert ("Turn 1", "after the last turn", "Muddling on") in told


def test_no_text_breaks_out_of_its_label(tmp_path: Path) -> None:
    begin(tmp_path / "town")
    file = tmp_path / "town" / "scenario.yaml"
    hostile = """'a"]; click "x" <script> | `b` end #1 {{'"""
    file.write_text(file.read_text(encoding="utf-8").replace("A travelling fair", hostile), encoding="utf-8")
    text = mermaid(load(tmp_path / "town"))
    parsed(text)
    assert "<script>" not in text


def test_statements_in_procedures_count(tmp_path: Path) -> None:
    begin(tmp_path / "town")
    file = tmp_path / "town" / "scenario.yaml"
    text = file.read_text(encoding="utf-8").replace("schedule lost_goat in 1", "trouble()")
    file.write_text(text + "procedures:\n  trouble():\n    - schedule lost_goat in 1\n    - end uproar if calm == 1\n")
    nodes, links = parsed(mermaid(load(tmp_path / "town")))
    told = {(nodes[a], nodes[b]) for a, _, b in links}
    assert {("A travelling fair", "The lost goat"), ("A travelling fair", "Uproar")} <= told
