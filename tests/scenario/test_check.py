"""The command `check`: its three forms, baselines, what an author allows, explanations and catalogues."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from game.cli import main
from game.scenario.library import check, resources
from game.scenario.reader import read
from tests.scenario.folders import SMALL, all_diagnostics, diagnostics

RULES = resources("scenarios") / "rules"
WARNED = SMALL.replace("gold += 1", "gold += 1 if gold > 9")
BROKEN = SMALL.replace("gold += 1", "golf += 1").replace("title: Small\n", "title: Small\nid: again\n")


def folder_of(tmp_path: Path, text: str, name: str = "small") -> Path:
    folder = tmp_path / name
    folder.mkdir()
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    return folder


def asked(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    code = main(["check", *(str(a) for a in arguments)])
    return code, capsys.readouterr().out


def test_no_shipped_scenario_has_anything_to_tell(capsys: pytest.CaptureFixture[str]) -> None:
    code, told = asked(capsys, resources("scenarios"), "--format", "json")
    assert (code, json.loads(told)) == (0, [])


def test_a_warning_is_told_and_stops_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = folder_of(tmp_path, WARNED)
    assert read(folder, RULES).title == "Small"
    code, told = asked(capsys, folder)
    assert code == 1 and "scenario.yaml:23:22: MV501 warning: this is never true" in told


def test_json_says_all_of_a_diagnostic(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = folder_of(tmp_path, SMALL.replace("gold += 1", "golf += 1"))
    code, told = asked(capsys, folder, "--format", "json")
    (only,) = json.loads(told)
    place = {key: only[key] for key in ("code", "severity", "line", "column", "endColumn", "path", "hint")}
    assert code == 1 and Path(only["file"]) == folder / "scenario.yaml" and only["message"]
    assert place == {
        "code": "MV312",
        "severity": "error",
        "line": 23,
        "column": 9,
        "endColumn": 13,
        "path": "actions.work.do.0",
        "hint": "did you mean `gold`?",
    }
    (edit,) = only["fix"]["edits"]
    text = (folder / "scenario.yaml").read_text(encoding="utf-8")
    assert text[edit["start"] : edit["end"]] == "golf" and edit["text"] == "gold"


def test_json_names_the_second_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, told = asked(capsys, folder_of(tmp_path, SMALL + "title: Again\n"), "--format", "json")
    (only,) = json.loads(told)
    assert [(r["line"], r["column"], r["message"]) for r in only["related"]] == [(3, 1, "the first one")]


def test_sarif_is_a_log_of_version_2_1_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = SMALL.replace("gold += 1", "golf += 1").replace("name: Work", "name: Work\n    cost: {gold: 20}")
    code, told = asked(capsys, folder_of(tmp_path, text + "parameters: {calm: 3}\n"), "--format", "sarif")
    log = json.loads(told)
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert code == 1 and log["version"] == "2.1.0" and run["tool"]["driver"]["name"] == "multivector"
    assert run["results"] and rules == sorted(set(rules))
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"] and result["level"] == "error"
        (place,) = result["locations"]
        region = place["physicalLocation"]["region"]
        assert region["startLine"] >= 1 and region["endColumn"] > region["startColumn"] >= 1


def test_a_baseline_keeps_what_was_there_before_from_being_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, known = folder_of(tmp_path, SMALL.replace("gold += 1", "golf += 1")), tmp_path / "known.json"
    assert asked(capsys, folder, "--write-baseline", known)[0] == 0
    text = "# a line more\n" + (folder / "scenario.yaml").read_text(encoding="utf-8")
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    assert asked(capsys, folder, "--baseline", known)[0] == 0
    (folder / "scenario.yaml").write_text(text.replace("golf += 1", "golf += 1\n      - clam += 1"), encoding="utf-8")
    code, told = asked(capsys, folder, "--baseline", known)
    assert code == 1 and "clam" in told and "golf" not in told.replace("golf += 1\n", "")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"known": [1]}', "\0", '{"known": [{}]}'])
def test_a_file_that_is_no_baseline_is_refused(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "known.json").write_text(content)
    assert asked(capsys, folder_of(tmp_path, SMALL), "--baseline", tmp_path / "known.json")[0] == 2


ALLOWED = {
    "at the end of its line": ("- gold += 1", "- gold += 1 if gold > 9  # mv: allow MV501"),
    "on the line above": ("- gold += 1", "# mv: allow MV501\n      - gold += 1 if gold > 9"),
    "above the entry": ("  work:\n", "  # our own reasons, mv and all\n  # mv: allow MV510, MV501\n  work:\n"),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_an_author_can_allow_a_warning(name: str, tmp_path: Path) -> None:
    old, new = ALLOWED[name]
    text = SMALL.replace(old, new, 1)
    text = text if "gold > 9" in text else text.replace("gold += 1", "gold += 1 if gold > 9")
    assert all_diagnostics(tmp_path / "s", text) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- gold += 1", "- gold += 1 if gold > 9  # mv: allow MV502"),
        ("- gold += 1", "- gold += 1 if gold > 9  # we allow MV501"),
        ("  captain:", "  # mv: allow MV501\n  captain:"),
    ],
)
def test_what_is_not_allowed_is_told(old: str, new: str, tmp_path: Path) -> None:
    text = SMALL.replace(old, new, 1)
    text = text if "gold > 9" in text else text.replace("gold += 1", "gold += 1 if gold > 9")
    assert [d.code for d in all_diagnostics(tmp_path / "s", text)] == ["MV501"]


def test_an_error_cannot_be_allowed(tmp_path: Path) -> None:
    text = SMALL.replace("- gold += 1", "- golf += 1  # mv: allow MV312")
    assert [d.code for d in diagnostics(tmp_path / "s", text)] == ["MV312"]


def test_a_warning_about_a_ruleset_is_not_for_its_users(tmp_path: Path) -> None:
    (tmp_path / "rules" / "house").mkdir(parents=True)
    house = "format: 1\nruleset: house\nparameters: {tax: 2}\n"
    (tmp_path / "rules" / "house" / "rules.yaml").write_text(house, encoding="utf-8")
    assert all_diagnostics(tmp_path / "s", SMALL + "rules: house\n") == ()
    (told,) = all_diagnostics(tmp_path / "t", SMALL + "rules: house\nparameters: {tax: 3}\n")
    assert (told.code, [str(r.location) for r in told.related]) == ("MV506", ["rules/house/rules.yaml:3:14"])


def test_explain_tells_a_code(capsys: pytest.CaptureFixture[str]) -> None:
    code, told = asked(capsys, "--explain", "mv312")
    assert code == 0 and told.startswith("# MV312")
    assert asked(capsys, "--explain", "MV999")[0] == 2
    assert asked(capsys)[0] == 2


# Catalogues

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
PO = {
    "MV511": 'msgctxt "actions.work.name"\nmsgid "Work for {land}"\nmsgstr "Robota dlya {kraj}"\n',
    "MV512": 'msgctxt "actions.wrok.name"\nmsgid "Work for {land}"\nmsgstr "Robota dlya {land}"\n',
    "MV118": 'msgctxt "actions.work.name"\nmsgid Work\nnonsense here\n',
    "": 'msgctxt "actions.work.name"\nmsgid "Work for {land}"\nmsgstr "Robota dlya {land}"\n',
}


@pytest.mark.parametrize("code", PO)
def test_a_catalogue_is_looked_at(code: str, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, SMALL.replace("name: Work\n", 'name: "Work for {land}"\n    for: lands\n'))
    (folder / "text").mkdir()
    (folder / "text" / "eo.po").write_text(HEAD + PO[code], encoding="utf-8")
    (result,) = check(folder)
    assert [d.code for d in result.diagnostics] == ([code] if code else []), [str(d) for d in result.diagnostics]
    if code in ("MV511", "MV512"):
        (told,) = result.diagnostics
        keyword = "msgstr" if code == "MV511" else "msgctxt"
        assert told.excerpt.startswith(keyword) and told.location.line == (7 if code == "MV511" else 5)


def test_missing_translations_are_counted_when_asked_for(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, SMALL)
    (folder / "text").mkdir()
    (folder / "text" / "eo.po").write_text(HEAD + 'msgctxt "title"\nmsgid "Small"\nmsgstr "Eta"\n', encoding="utf-8")
    (result,) = check(folder)
    assert result.diagnostics == ()
    (result,) = check(folder, translations=True)
    (told,) = result.diagnostics
    assert told.code == "MV513" and "of 6 texts" in told.message
