"""Every name of every shipped scenario leads to its declaration, and from there back to every place of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.scenario.library import shipped
from game.scenario.server.navigating import definitions, folds, occurrence_at, outline, references
from game.scenario.server.occurrences import DECLARES
from game.scenario.server.symbols import BUILT_IN, Symbol
from tests.scenario.server.desks import shipped_project, small_project


@pytest.mark.parametrize("name", shipped())
def test_every_name_leads_to_its_declaration_and_back(name: str) -> None:
    project = shipped_project(name)
    places: dict[Symbol, set[tuple[str, int, int]]] = {}
    for found in project.occurrences():
        text = project.buffers.text(Path(found.file)).text
        assert len(found.symbols) == 1 and found.exact, found
        (symbol,) = found.symbols
        assert text[found.start : found.end] == symbol.id
        assert found.location.line == text.count("\n", 0, found.start) + 1
        places.setdefault(symbol, set()).add((found.file, found.start, found.end))
    for symbol, known in places.items():
        file, start, end = max(known)
        declared = definitions(project, Path(file), start)
        assert bool(declared) is (symbol.kind != BUILT_IN), symbol
        for place in declared[:1]:
            back = references(project, place.path, place.start)
            assert {(str(p.path), p.start, p.end) for p in back} == known, symbol
        assert occurrence_at(project, Path(file), end) is not None


def test_what_the_rules_find_is_found() -> None:
    """The names of the index against those that the engine's own resolver takes for tracks."""
    project = shipped_project("deft-diplomacy")
    plan = project.plan()
    assert plan is not None
    known = {(s.id, s.owner) for o in project.occurrences() if o.role == DECLARES for s in o.symbols}
    for slot in plan.slots:
        if slot.track is not None:
            assert (slot.key, slot.group) in known


def test_a_parameter_stands_for_the_groups_it_is_called_with() -> None:
    assert shipped_project("deft-diplomacy").names().parameters == {("court", 0): {"powers"}}
    two = small_project(
        scenario="""\
groups:
  lands: {one: land, tracks: {love: {}}, members: {north: {}}}
  towns: {one: town, tracks: {love: {}}, members: {port: {}}}
procedures:
  praise(x): [x.love += 1]
  twice(y): [praise(y)]
laws:
  one: {do: [praise(north)]}
  two: {for: town in towns, do: [twice(town)]}
"""
    )
    both = next(o for o in two.occurrences() if o.path[0] == "procedures" and o.symbols[0].id == "love")
    assert [(s.id, s.owner) for s in both.symbols] == [("love", "lands"), ("love", "towns")]


def test_an_outline_has_the_sections_with_their_entries() -> None:
    project = shipped_project("ladder")
    view = project.view(project.folder / "scenario.yaml", shared=False)
    found = {heading.name: heading for heading in outline(view)}
    assert list(found)[:4] == ["format", "id", "title", "subtitle"]
    assert [h.name for h in found["groups"].inner] == ["powers"]
    assert found["actions"].inner[0].detail == "Hold a multi-vector summit"
    whole = found["parameters"].whole
    assert whole.end[0] == whole.start[0] + 1  # neither the blank line nor the comment behind it
    assert (whole.start[0], whole.end[0]) in folds(view)


def test_tests_are_outlined_by_their_cases() -> None:
    project = shipped_project("deft-diplomacy")
    headings = outline(project.view(project.tests()[0], shared=False))
    assert headings and all(heading.name != "a case" for heading in headings)
