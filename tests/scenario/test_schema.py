"""The schema and the reference: they come from the classes, fit every shipped file, and are what is committed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from jsonschema import Draft202012Validator

from game.cli import main
from game.rules import model
from game.rules.expressions import AGGREGATES, FUNCTIONS
from game.scenario.cases import ASKED, KEYS, read_cases
from game.scenario.describing import COMMON, OWN, entries, entry_of
from game.scenario.library import resources
from game.scenario.new import TEMPLATE
from game.scenario.nodes import Node, read_nodes
from game.scenario.reference import reference
from game.scenario.schema import schema, schema_of_tests
from game.scenario.structure import keys_of

SCENARIOS = resources("scenarios")
FILES = [*SCENARIOS.glob("*/*.yaml"), *SCENARIOS.glob("rules/*/*.yaml"), TEMPLATE / "scenario.yaml"]
NOT_WRITTEN = {model.Location, model.Naming}  # what the model says of files and of itself; no entry of a file
CLASSES = [cls for cls in vars(model).values() if isinstance(cls, type) and attrs.has(cls) and cls not in NOT_WRITTEN]


def as_editors_read(node: Node) -> Any:
    """A file's values as a YAML reader of an editor gives them."""
    if node.is_list:
        return [as_editors_read(item) for item in node.items]
    if node.word is None:
        return {key: as_editors_read(entry.value) for key, entry in node.entries.items()}
    if node.style == "plain" and node.word.lstrip("+-").isdecimal():
        return int(node.word)
    return {"true": True, "false": False}.get(node.word, node.word) if node.style == "plain" else node.word


def mistakes(text: str) -> list[str]:
    node, _, faults = read_nodes("file", text.encode())
    assert node is not None and not faults
    return [error.message for error in Draft202012Validator(schema()).iter_errors(as_editors_read(node))]


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("file", FILES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_shipped_files_fit(file: Path) -> None:
    assert mistakes(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "format: 1\nid: x\ntitle: X\ntunrs: 3\n",
        "format: 1\nid: x\nturns: 3\n",
        "format: 2\nid: x\ntitle: X\n",
        "cards:\n  a: {nmae: A}\n",
        "cards:\n  a: {do: gold += 1}\n",
        "tracks:\n  gold: {start: many}\n",
        "tracks:\n  gold: {hidden: maybe}\n",
        "laws:\n  a: {over: x in y}\n",
        "pairs:\n  a: {members: [[x, y, z]]}\n",
    ],
)
def test_what_is_wrong_does_not_fit(text: str) -> None:
    assert mistakes(text)


def test_every_class_and_key_of_the_model_is_in_it_with_a_meaning() -> None:
    made = schema()
    assert {entry.cls for entry in entries()} == set(CLASSES)
    for cls in CLASSES:
        told = made if cls is model.Scenario else made["$defs"][cls.__name__]
        known = set(keys_of(cls)) - ({"values"} if cls is model.Member else set())
        assert set(told["properties"]) - {"ruleset"} == known
        assert all(value["description"] for value in told["properties"].values()), cls
        assert entry_of(cls).meaning


def test_no_meaning_is_told_twice_or_of_nothing() -> None:
    fields = {(cls.__name__, a.name) for cls in CLASSES for a in attrs.fields(cls)}
    assert set(OWN) <= fields
    assert set(COMMON) <= {name for _, name in fields}


def test_the_meaning_in_the_class_goes_first() -> None:
    (key,) = (key for key in entry_of(model.Track).keys if key.name == "below")
    assert key.meaning == "The track that takes what this one cannot pay, one for one."


def test_the_reference_is_what_is_committed() -> None:
    committed = (SCENARIOS / "REFERENCE.md").read_text(encoding="utf-8")
    assert committed == reference(), "run `multivector docs --out scenarios/REFERENCE.md`"


def test_the_reference_leaves_nothing_out() -> None:
    page = reference()
    for cls in CLASSES:
        section = page.split(f"\n### {cls.__name__}\n")[1].split("\n### ")[0]
        assert all(f"| `{key}` |" in section for key in keys_of(cls) if (cls, key) != (model.Member, "values"))
    assert all(f"| `{name}` |" in page for name in (*FUNCTIONS, *AGGREGATES))


def test_the_commands_print_or_write_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == schema()
    assert main(["schema", "--tests"]) == 0
    assert json.loads(capsys.readouterr().out) == schema_of_tests()
    for command in ("schema", "docs"):
        assert main([command, "--out", str(tmp_path / command)]) == 0
        assert main([command, "--out", str(tmp_path / "no" / command)]) == 1
    assert json.loads((tmp_path / "schema").read_text(encoding="utf-8")) == schema()
    assert (tmp_path / "docs").read_text(encoding="utf-8") == reference()


TEST_FILES = [*SCENARIOS.glob("*/tests/*.yaml"), *(TEMPLATE / "tests").glob("*.yaml")]


def mistakes_of_tests(text: str) -> list[str]:
    node, _, faults = read_nodes("file", text.encode())
    assert node is not None and not faults
    return [error.message for error in Draft202012Validator(schema_of_tests()).iter_errors(as_editors_read(node))]


@pytest.mark.parametrize("file", TEST_FILES, ids=lambda p: f"{p.parent.parent.name}/{p.name}")
def test_shipped_tests_fit(file: Path) -> None:
    assert mistakes_of_tests(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "name: x\nexpect: {turn: 1}\n",
        "- name: x\n",
        "- expect: {turn: 1}\n",
        "- {name: x, expect: {}}\n",
        "- {name: x, expect: {turn: 1}, sede: 3}\n",
        "- {name: x, expect: {turn: 1}, seed: many}\n",
        "- {name: x, expect: {turn: 1}, moves: a > b}\n",
        "- {name: x, expect: {available: a > b}}\n",
        "- {name: x, expect: {gold: [1]}}\n",
        "- {name: x, expect: {turn: 1}, deal: {news: storm}}\n",
    ],
)
def test_what_is_wrong_in_a_test_does_not_fit_and_is_told(text: str, tmp_path: Path) -> None:
    """The schema and the reader of tests agree on what is wrong."""
    assert mistakes_of_tests(text)
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    assert read_cases(tmp_path / "case.yaml", "case.yaml")[1]


def test_every_key_of_a_test_is_in_its_schema_with_a_meaning() -> None:
    Draft202012Validator.check_schema(schema_of_tests())
    case, expected = schema_of_tests()["items"], schema_of_tests()["$defs"]["Expected"]
    assert (tuple(case["properties"]), tuple(expected["properties"])) == (KEYS, ASKED)
    assert all(value["description"] for told in (case, expected) for value in told["properties"].values())
