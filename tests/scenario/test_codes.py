"""The pages of the codes: every code that is told has one, its bad example gives the code and its good one nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from game.scenario.library import resources
from game.scenario.reports import codes, page, title
from tests.scenario.folders import all_diagnostics

ROOT = Path(__file__).resolve().parent.parent.parent
REPORTED = {
    code for path in (ROOT / "game").rglob("*.py") for code in re.findall(r'"(MV\d{3})"', path.read_text("utf-8"))
}
BASE = """\
format: 1
id: example
title: Example
turns: 4
turn: [dispatches, envoys, reckoning, endings]
files: [example.yaml]
tracks:
  treasury: {start: 2, max: 9}
  stability: {start: 5}
groups:
  powers:
    one: power
    tracks:
      relations: {min: -3, max: 3}
    members:
      north: {name: North, relations: 1}
      south: {name: South}
envoys:
  minister: {name: Minister, kinds: [trade]}
actions:
  work: {envoy: minister, name: Work, do: [treasury += 1]}
endings:
  over: {name: Over}
"""
EXAMPLE = re.compile(r"^## (Wrong|Right)\n\n```yaml\n(.*?)```", re.DOTALL | re.MULTILINE)
EXAMPLES = {code: dict(EXAMPLE.findall(page(code))) for code in codes()}


def test_every_code_that_is_told_has_a_page_and_every_page_a_code() -> None:
    assert len(REPORTED) > 70
    assert set(codes()) == REPORTED - {"MV500"}


@pytest.mark.parametrize("code", codes())
def test_a_page_begins_with_its_code_and_what_it_means(code: str) -> None:
    assert page(code).startswith(f"# {code}: {title(code)}\n\n") and title(code) != code
    assert all(len(line) <= 120 or "```yaml" in page(code) for line in page(code).splitlines())
    assert ("A warning" in page(code)) == (code >= "MV500")


@pytest.mark.parametrize("code", [code for code, found in EXAMPLES.items() if found])
def test_the_bad_example_gives_the_code_and_the_good_one_nothing(code: str, tmp_path: Path) -> None:
    wrong, right = EXAMPLES[code]["Wrong"], EXAMPLES[code]["Right"]
    told = all_diagnostics(tmp_path / "wrong", BASE, example=wrong)
    assert {d.code for d in told} == {code}, [str(d) for d in told]
    assert [str(d) for d in all_diagnostics(tmp_path / "right", BASE, example=right)] == []


def test_only_what_no_example_can_show_has_none() -> None:
    without = {code for code, found in EXAMPLES.items() if not found}
    assert without == {
        *("MV102", "MV110", "MV111", "MV112", "MV115", "MV118", "MV340"),  # about files, or very large
        *("MV511", "MV512", "MV513"),  # about catalogues: tested with the command
        "MV514",  # about the format of the first file: tested with `migrate`
    }


def test_the_pages_lie_where_no_scenario_is_looked_for() -> None:
    assert not (resources("scenarios") / "diagnostics" / "scenario.yaml").exists()
