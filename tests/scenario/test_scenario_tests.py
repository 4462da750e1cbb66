"""Scenarios' own tests: the shipped ones pass, and a failing one tells where, what and why."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.cli import main
from game.lab.cases import Report, run
from game.scenario.cases import files_with_tests, read_cases
from game.scenario.library import load, resources, shipped
from game.scenario.new import TEMPLATE, begin
from tests.scenario.test_mutations import mutated

LESSON = load(TEMPLATE)


@pytest.mark.parametrize(
    "folder", [*(resources("scenarios") / name for name in shipped()), TEMPLATE], ids=lambda p: p.name
)
def test_shipped_scenarios_pass_their_own_tests(folder: Path) -> None:
    report = run(load(folder), folder)
    assert files_with_tests(folder) and report.passed
    assert not report.failed, "\n\n".join(map(str, (*report.mistakes, *report.failures)))


def tried(folder: Path, text: str | bytes) -> Report:
    """What becomes of a test file beside the lesson."""
    if not folder.exists():
        begin(folder)
        (folder / "tests" / "first.yaml").unlink()
    (folder / "tests" / "mine.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return run(load(folder), folder)


def test_a_failure_tells_its_place_the_value_and_its_causes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "- name: Market\n  deal: {news: [storm]}\n  moves: [dry_spring > pay, mayor > market_day]\n  expect:\n"
    tried(tmp_path / "town", text + "    coins: 9\n    calm: 4\n")
    assert main(["test", str(tmp_path / "town")]) == 1
    told = capsys.readouterr().out
    assert "town/tests/mine.yaml:5:12: coins is 3, not 9" in told
    causes = told.split("in `Market`\n")[1].split("\n\n")[0].splitlines()
    assert [line.split(",")[0].strip() for line in causes] == [
        "turn 1: coins 4 -1 = 3", "turn 1: coins 3 +1 = 4", "turn 1: coins 1 +2 = 3",
    ]  # fmt: skip
    assert "Upkeep, town/scenario.yaml:" in causes[0]
    assert told.endswith("0 passed, 1 failed\n") and "calm is" not in told


FAILING = {
    "coins: coins >= 9": (4, 12, "`coins >= 9` does not hold: coins is 3"),
    "upper.trust: lower.trust": (4, 18, "upper.trust is 1, not 0"),
    "turn: 2": (4, 11, "the game is in turn 1, not 2"),
    "ending: uproar": (4, 13, "the game has not ended, `uproar` was expected"),
    "available: [mayor > visit.upper]": (4, 17, "`mayor > visit.upper` is not available: `A dry spring` must be"),
    "refused: [dry_spring > pay]": (4, 15, "`dry_spring > pay` is not refused: it can be played"),
    "holds: [coins == 3, calm == 9]": (4, 25, "`calm == 9` does not hold: calm is 4"),
}


@pytest.mark.parametrize("expected", FAILING)
def test_each_kind_of_expectation_fails_at_its_place(expected: str, tmp_path: Path) -> None:
    line, column, message = FAILING[expected]
    report = tried(tmp_path / "town", f"- name: One\n  seed: 4\n  expect:\n    {expected}\n")
    assert not report.mistakes and report.failed == 1
    (failure,) = report.failures
    assert (failure.location.line, failure.location.column) == (line, column)
    assert message in failure.message


def test_each_kind_of_expectation_can_be_met(tmp_path: Path) -> None:
    text = (
        "- name: One\n  expect: {coins: coins + 0, turn: 1, ending: none, holds: [sum(t.trust for t in towns) == 1]}\n"
    )
    text += "- name: The end\n  deal: {news: [storm]}\n"
    text += "  moves: [dry_spring > upstream, mayor > visit.upper, mayor > visit.upper]\n"
    text += "  expect: {ending: feud(lower), refused: [mayor > market_day]}\n"
    report = tried(tmp_path / "town", text)
    assert report.passed == ("One", "The end"), "\n".join(map(str, (*report.failures, *report.mistakes)))


def test_a_move_that_cannot_be_played_fails_there(tmp_path: Path) -> None:
    report = tried(tmp_path / "town", "- name: One\n  moves:\n    - mayor > reservoir\n  expect: {turn: 1}\n")
    (failure,) = report.failures
    assert (failure.location.line, failure.location.column) == (3, 7)
    assert "`A dry spring` must be answered first" in failure.message and "coins is 3" in failure.message


MISTAKES = {
    "": ("MV202", 1, 1),
    "name: x\n": ("MV203", 1, 1),
    "- nmae: x\n  expect: {turn: 1}\n": ("MV201", 1, 3),
    "- name: x\n": ("MV202", 1, 3),
    "- name: x\n  expect: {}\n": ("MV202", 2, 11),
    "- name: x\n  seed: -1\n  expect: {turn: 1}\n": ("MV203", 2, 9),
    "- name: x\n  moves: mayor > rest\n  expect: {turn: 1}\n": ("MV203", 2, 10),
    "- name: x\n  difficulty: esy\n  expect: {turn: 1}\n": ("MV312", 2, 15),
    "- name: x\n  deal: {news: [strom]}\n  expect: {turn: 1}\n": ("MV312", 2, 9),
    "- name: x\n  expect: {coin: 1}\n": ("MV312", 2, 12),
    "- name: x\n  expect: {coins: coins > cions}\n": ("MV312", 2, 27),
    "- name: x\n  expect: {coins: coins >}\n": ("MV303", 2, 26),
    "- name: x\n  expect: {coins: upper}\n": ("MV322", 2, 19),
    "- name: x\n  expect: {holds: [coins]}\n": ("MV320", 2, 20),
    "- name: x\n  expect: {ending: feude}\n": ("MV328", 2, 20),
    "- name: x\n  expect: {available: [mayor > marketday]}\n": ("MV312", 2, 24),
    "- &a x\n": ("MV103", 1, 3),
    "- [\n": ("MV101", 2, 1),
    "- name: a\n  name: b\n  expect: {turn: 1}\n": ("MV108", 2, 3),
}


@pytest.mark.parametrize("text", MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_in_a_test_file_is_told_at_its_place(text: str, tmp_path: Path) -> None:
    report = tried(tmp_path / "town", text)
    found = [(d.code, d.location.line, d.location.column) for d in report.mistakes]
    assert MISTAKES[text] in found, found
    assert report.failed >= 1 and not report.passed


def test_hostile_test_files_are_told(tmp_path: Path) -> None:
    deep = "sum(" * 38 + "1" + " for t in towns)" * 38
    for text in (b"\xff\xfe\x00", b"- " * 50_000, b"[" * 100_000, b"x" * 3_000_000, b"\0",
                 b"- name: x\n  expect: {coins: " + deep.encode() + b"}\n",
                 b"- name: x\n  seed: " + b"9" * 5_000 + b"\n  expect: {turn: 1}\n"):  # fmt: skip
        report = tried(tmp_path / "town", text)
        assert report.mistakes and not report.passed


@given(st.integers(0, 2**32))
def test_a_mutated_test_file_never_crashes(dice: int) -> None:
    text = mutated((TEMPLATE / "tests" / "first.yaml").read_text(encoding="utf-8"), Random(dice))
    with TemporaryDirectory() as base:
        folder = Path(base) / "town"
        (folder / "tests").mkdir(parents=True)
        (folder / "tests" / "first.yaml").write_bytes(text.encode("utf-8", "replace"))
        report = run(LESSON, folder)
    for told in (*report.mistakes, *report.failures):
        assert told.location.line >= 1 and told.location.column >= 1 and told.message and "Traceback" not in str(told)


def test_a_folder_of_scenarios_is_tested_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", str(resources("scenarios"))]) == 0
    assert capsys.readouterr().out.endswith("11 passed, 0 failed\n")
    assert main(["test", "no-such-thing"]) == 2


def test_a_scenario_without_tests_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begin(tmp_path / "bare")
    (tmp_path / "bare" / "tests" / "first.yaml").unlink()
    assert main(["test", str(tmp_path / "bare")]) == 0
    assert "there are no tests" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    cases, mistakes = read_cases(tmp_path / "no.yaml", "tests/no.yaml")
    assert not cases and [d.code for d in mistakes] == ["MV111"]
