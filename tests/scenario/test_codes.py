"""The pages of the codes: every code that is told has one, its bad example gives the code and its good one nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from game.lab.deep import DeepCheck
from game.scenario.diagnostics import NOTE, Diagnostic, severity_of
from game.scenario.library import check, resources
from game.scenario.pages import codes, page, prose, spoken, title
from game.words import say, speaking
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
    tail = {"error": "An error: the", "warning": "A warning: the", "note": "A note: nothing"}
    assert all((words in page(code)) == (severity_of(code) == severity) for severity, words in tail.items())


@pytest.mark.parametrize("code", [code for code, found in EXAMPLES.items() if found])
def test_the_bad_example_gives_the_code_and_the_good_one_nothing(code: str, tmp_path: Path) -> None:
    wrong, right = EXAMPLES[code]["Wrong"], EXAMPLES[code]["Right"]
    told = played(tmp_path / "wrong", BASE, wrong) if code > "MV600" else all_diagnostics(tmp_path, BASE, example=wrong)
    assert {d.code for d in told} == {code}, [str(d) for d in told]
    left = played(tmp_path / "right", BASE, right) if code > "MV600" else all_diagnostics(tmp_path, BASE, example=right)
    assert [str(d) for d in left if d.severity != NOTE] == []


def played(folder: Path, text: str, example: str) -> tuple[Diagnostic, ...]:
    """What `check --deep` tells of a scenario."""
    assert all_diagnostics(folder, text, example=example) == ()
    (checked,) = check(folder)
    return DeepCheck(20, records=folder / "games")(checked).diagnostics


def test_only_what_no_example_can_show_has_none() -> None:
    without = {code for code, found in EXAMPLES.items() if not found}
    assert without == {
        *("MV102", "MV110", "MV111", "MV112", "MV115", "MV118", "MV340"),  # about files, or very large
        *("MV511", "MV512", "MV513"),  # about catalogues: tested with the command
        "MV514",  # about the format of the first file: tested with `migrate`
        *("MV604", "MV605"),  # notes: nothing is wrong
    }


def test_the_pages_lie_where_no_scenario_is_looked_for() -> None:
    assert not (resources("scenarios") / "diagnostics" / "scenario.yaml").exists()


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_page_speaks_other_languages_and_keeps_its_examples(language: str) -> None:
    with speaking(language):
        for code in codes():
            told = spoken(code)
            assert re.findall(r"```.*?```", told, re.DOTALL) == re.findall(r"```.*?```", page(code), re.DOTALL)
            assert told.startswith(f"# {code}: ") and title(code) not in told
            assert not any(text in " ".join(told.split()) for text in prose() if len(text) > 40)


def test_what_stands_in_backquotes_is_the_same_in_every_language() -> None:
    """They are words of the language, which nobody may translate."""
    for language in ("kk", "ru"):
        with speaking(language):
            for text in prose():
                quoted = (sorted(re.findall(r"`[^`]+`", t)) for t in (text, say(text)))
                assert len(set(map(tuple, quoted))) == 1, (language, text)
