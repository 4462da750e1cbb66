"""What is told of a name, a key and an expression under the cursor."""

from __future__ import annotations

import pytest

from game.scenario.server.telling import hover
from tests.scenario.folders import SMALL
from tests.scenario.server.desks import cursor, shipped_project, small_project


def told(line: str, find: str = "      - gold += 1") -> str:
    """What is told at the mark in a line put into the small scenario."""
    held, offset = cursor(SMALL.replace(find, line))
    project = small_project(scenario=held)
    found = hover(project, project.view(project.folder / "scenario.yaml", shared=False), offset)
    return found.text if found is not None else ""


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("      - go‸ld += 1", ["**gold** (track)", "0 to 9, starts at 2", "Declared in [small/scenario.yaml:6]"]),
        ("      - go‸ld += 1", ["Changed by\n- `actions.work` [small/scenario.yaml:23]"]),
        ("      - gold += tu‸rn", ["**turn** (word of the language)", "counted from 1"]),
        ("      - north.lo‸ve += 1", ["**love** (track)", "-3 to 3"]),
        ("      - gold += 2 ‸* calm", ["`2 * calm` is 0 to 20."]),
        ("      - gold += sum(x.love ‸+ 1 for x in lands)", ["`x.love + 1` is -2 to 4."]),
        ("      - gold += 1 if nor‸th.love > 1", ["**north** (member)", "North"]),
        ("      - gold += max(calm,‸ 7)", ["`max(calm, 7)` is 7 to 10."]),
    ],
)
def test_names_and_expressions_are_told(line: str, some: list[str]) -> None:
    text = told(line)
    for piece in some:
        assert piece in text


def test_keys_are_told_from_the_model() -> None:
    text = told("  work:\n    en‸voy: captain", "  work:\n    envoy: captain")
    assert text.startswith("**envoy**") and "Who can do it." in text and "It must be given." in text
    assert "Without it: `10`." in told("  gold: {start: 2, m‸ax: 9}", "  gold: {start: 2, max: 9}")


def test_nothing_is_told_of_prose() -> None:
    assert not told("title: Sm‸all", "title: Small")


def test_a_track_of_the_ruleset_tells_what_it_spills_into() -> None:
    project = shipped_project("deft-diplomacy")
    view = project.view(project.folder / "cards.yaml", shared=False)
    found = hover(project, view, view.text.text.index("treasury"))
    assert found is not None
    assert "What it cannot pay goes into `debt`." in found.text
    assert "`laws.income` [rules/multivector/rules.yaml:" in found.text and "and " in found.text
