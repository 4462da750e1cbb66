"""A scenario to begin with: complete, clean, playable, and a copy that differs in two words only."""

from __future__ import annotations

import doctest
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.cli import main
from game.scenario import new
from game.scenario.folders import AuthoringError, write_folder
from game.scenario.library import load, resources, shipped
from game.scenario.new import begin, id_of, renamed, written_word
from game.scenario.nodes import read_nodes
from tests.scenario.commands import problems

KINDS = ("tracks", "groups", "envoys", "actions", "cards", "events", "laws", "endings", "difficulty", "chance")


def test_the_lesson_is_whole_clean_and_plays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "My Own Town"
    assert main(["new", str(folder)]) == 0
    assert "my-own-town" in capsys.readouterr().out
    assert problems(folder) == ()
    scenario = load(folder)
    assert (scenario.id, scenario.title) == ("my-own-town", "My Own Town")
    assert all(getattr(scenario, kind) for kind in KINDS) and scenario.rules is None
    lines = (folder / "scenario.yaml").read_text(encoding="utf-8").splitlines()
    assert 80 <= len(lines) <= 145 and sum("#" in line for line in lines) >= 25
    assert main(["test", str(folder)]) == 0
    assert main(["simulate", str(folder), "--games", "400"]) == 0
    told = capsys.readouterr().out
    assert all(ending in told for ending in scenario.endings), "every ending comes up among random games"


@pytest.mark.parametrize("name", shipped())
def test_a_copy_differs_in_id_and_title_only(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "copy-of-it"
    begin(folder, resources("scenarios") / name)
    assert problems(folder) == ()
    assert (load(folder).id, load(folder).title) == ("copy-of-it", "Copy of it")
    differing = []
    for file in (p for p in folder.rglob("*") if p.is_file()):
        origin = resources("scenarios") / name / file.relative_to(folder)
        old, made = origin.read_bytes().splitlines(True), file.read_bytes().splitlines(True)
        assert len(old) == len(made)
        differing += [a for a, b in zip(old, made, strict=True) if a != b]
    assert [line.split(b":")[0] for line in differing] == [b"id", b"title"]


def test_a_copy_keeps_notes_marks_and_line_breaks(tmp_path: Path) -> None:
    origin = tmp_path / "origin"
    origin.mkdir()
    text = "# a note\r\nformat: 1\r\ntitle:   'An old: title'   # keep\r\nid: old # keep\r\nx: [old]\r\n"
    (origin / "scenario.yaml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    begin(tmp_path / "Тау: 1", origin)
    expected = text.replace("'An old: title'", "'Тау: 1'").replace("id: old", "id: tau-1")
    assert (tmp_path / "Тау: 1" / "scenario.yaml").read_bytes() == b"\xef\xbb\xbf" + expected.encode()


VALUES = st.sampled_from(
    ["old", "'old'", '"old"', "An old title", "'it''s: old'", "|\n  Old\n  title", ">-\n  Old title", ""]
)
NOTES = st.sampled_from(["", "  # a note: x", " "])
BETWEEN = st.sampled_from(["", "\n", "# a note\n", "   # far in\n\n", "summary: id and title\n"])


@given(VALUES, VALUES, NOTES, BETWEEN, BETWEEN, st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_renaming_changes_two_values_and_no_other_byte(
    old: str, title: str, note: str, before: str, after: str, turned: bool, breaks: str
) -> None:
    pair = [f"id: {old}{'' if '|' in old or '>' in old else note}\n", f"title: {title}\n"]
    pair = pair[::-1] if turned else pair
    text = before.replace("summary", "subtitle") + pair[0] + after + pair[1] + "turns: 2\n# the end\n"
    data = text.replace("\n", breaks).encode()
    with TemporaryDirectory() as base:
        Path(base, "scenario.yaml").write_bytes(data)
        made = renamed(Path(base), "new-id", "New: title", data)
    nodes, read, faults = read_nodes("a", made)
    was, written, _ = read_nodes("a", data)
    assert nodes is not None and was is not None and not faults
    assert {k: e.value.word for k, e in nodes.entries.items()} == {
        **{k: e.value.word for k, e in was.entries.items()}, "id": "new-id", "title": "New: title",
    }  # fmt: skip
    for root, whole in ((nodes, read), (was, written)):
        cuts = sorted((root.entries[k].value for k in ("id", "title")), key=lambda node: -node.start)
        for node in cuts:
            kept = whole[node.start : node.end]
            whole = whole[: node.start].rstrip(" ") + kept[len(kept.rstrip()) :] + whole[node.end :]
        if root is nodes:
            rest = whole
    assert rest == whole


def test_nothing_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    assert main(["new", str(tmp_path / "full")]) == 1
    assert "not empty" in capsys.readouterr().err
    assert main(["new", str(tmp_path / "file")]) == 1
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["file", "full", "notes.txt"]
    (tmp_path / "empty").mkdir()
    assert main(["new", str(tmp_path / "empty")]) == 0


def test_the_working_folder_can_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert main(["new", "."]) == 0
    assert load(".").id == "here"


@pytest.mark.parametrize("name", ["ladder", "---", "!!!"])
def test_names_without_an_id_of_their_own_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(AuthoringError):
        begin(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_scenario_cannot_be_copied(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", str(tmp_path / "x"), "--from", "laddr"]) == 2
    assert "did you mean `ladder`?" in capsys.readouterr().err


def test_an_unwritable_place_is_told_and_left_clean(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(AuthoringError, match="cannot write"):
        write_folder(tmp_path / "file" / "x", {"scenario.yaml": b""})
    with pytest.raises(AuthoringError, match="cannot write"):
        write_folder(tmp_path / "x", {"a": b"", "a/b": b""})
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_titles_are_written_so_that_they_read_the_same(tmp_path: Path) -> None:
    for number, title in enumerate(["yes", "It's: odd", "'", "# x", "12", "[a]", "Ёлка, да", "a - b", "- a", "x #y"]):
        folder = tmp_path / f"t{number}"
        folder.mkdir()
        small = f"format: 1\nid: a\ntitle: {written_word(title)}\nturns: 1\nendings: {{over: {{name: Over}}}}\n"
        (folder / "scenario.yaml").write_text(small, encoding="utf-8")
        assert load(folder).title == title


def test_examples_in_the_code_hold() -> None:
    assert doctest.testmod(new).failed == 0
    assert id_of("a" * 99) == "a" * 64
