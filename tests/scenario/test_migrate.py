"""`migrate`: an author's old file still opens, plays the same, and is brought up to date byte by byte."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import game
from game.cli import main
from game.scenario import fixes
from game.scenario.fixes import apply_fixes, write_all
from game.scenario.formats import FORMAT, MIGRATIONS
from game.scenario.library import resources
from game.scenario.migrating import documents, planned
from game.scenario.reader import examine, read
from tests.scenario.test_fixes import noisy

RULES = resources("scenarios") / "rules"
OLD = """\
format: 0
id: old
title: "Old: but not forgotten"
turns: {count: 6}
turn: [dispatches, envoys, reckoning, endings]
tracks:
  gold: {start: 2, max: 9, below: {into: debt}}
  debt:
    max: 9
    name: What is owed
  stir: {reset: each turn, hidden: true}
  calm:
    start: 5
    below:
      into: debt
groups:
  lands:
    one: land
    tracks:
      love: {min: -3, max: 3}
      heat:
        reset: each turn
    members:
      north: {name: North, love: 1}
      south: {name: South}
parameters: {toll: 1}
chance:
  movers: {of: lands, one: mover, rounds: 3, public: this turn and next}
envoys:
  captain: {name: Captain}
actions:
  work:
    envoy: captain
    name: Work
    do:
      - gold += toll
      - stir += 1
      - mover.heat += 1
  rest: {envoy: captain, name: Rest, do: [gold -= 3, calm += 1]}
laws:
  ease:
    do: [calm -= 1 if stir == 0 and mover.love < 1]
endings:
  over: {name: Over}
difficulty:
  easy: {toll: 2}
  standard: {}
  hard:
    toll: 1
    gold: 0
"""
NEW = (
    OLD.replace("format: 0", "format: 1")
    .replace("turns: {count: 6}", "turns: 6")
    .replace("below: {into: debt}", "below: debt")
    .replace("below:\n      into: debt", "below:\n      debt")
    .replace("reset: each turn", "reset: true")
    .replace("{of: lands", "{order: lands")
    .replace("public: this turn and next", "ahead: 1")
    .replace("easy: {toll: 2}", "easy: {set: {toll: 2}}")
    .replace("hard:\n    toll: 1\n    gold: 0", "hard:\n    set:\n      toll: 1\n      gold: 0")
)


def written(folder: Path, text: str, **files: str) -> Path:
    folder.mkdir(parents=True)
    for name, content in {"scenario": text, **files}.items():
        (folder / f"{name}.yaml").write_bytes(content.encode())
    return folder


def test_there_is_a_migration_from_every_old_format() -> None:
    assert sorted(MIGRATIONS) == list(range(FORMAT))


def test_a_migrated_file_is_the_one_made_by_hand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(tmp_path / "old", OLD)
    assert main(["migrate", str(folder)]) == 0
    assert "migrated from format 0" in capsys.readouterr().out
    assert (folder / "scenario.yaml").read_text() == NEW
    assert [p.name for p in folder.iterdir()] == ["scenario.yaml"]
    assert [str(d) for d in examine(folder, RULES).diagnostics] == []
    assert main(["migrate", str(folder)]) == 0
    assert "in format 1 already" in capsys.readouterr().out
    assert (folder / "scenario.yaml").read_text() == NEW


def test_check_and_diff_only_tell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(tmp_path / "old", OLD)
    for flag, told in (("--check", "would be migrated from format 0"), ("--diff", "+  easy: {set: {toll: 2}}")):
        assert main(["migrate", flag, str(folder)]) == 1
        assert told in capsys.readouterr().out
        assert (folder / "scenario.yaml").read_text() == OLD
    (folder / "scenario.yaml").write_text(NEW)
    assert main(["migrate", "--check", "--diff", str(tmp_path)]) == 0
    assert not capsys.readouterr().out


def test_an_old_file_plays_as_the_new_one_does(tmp_path: Path) -> None:
    old, new = (read(written(tmp_path / name / "old", text), RULES) for name, text in (("a", OLD), ("b", NEW)))
    assert old == new and old.content == new.content
    for level in old.difficulty:
        games = [game.start(scenario, seed=3, difficulty=level) for scenario in (old, new)]
        while games[0].moves:
            games = [g.play(str(g.moves[0])) for g in games]
        assert games[0].record() == games[1].record()


def test_check_tells_the_command_and_offers_the_fix(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(tmp_path / "old", OLD)
    (only,) = examine(folder, RULES).diagnostics
    assert (only.code, only.severity, only.location.line, only.location.column) == ("MV514", "warning", 1, 9)
    assert "`multivector migrate old`" in only.hint
    assert main(["check", "--fix", str(folder)]) == 0
    assert (folder / "scenario.yaml").read_text() == NEW


@pytest.mark.parametrize(
    ("right", "wrong", "word"),
    [
        ("calm -= 1 if stir", "calm -= 1 if stirr", "stirr"),
        ("{toll: 2}", "{toll: 2, golf: 1}", "golf"),
        ("    gold: 0", "    gold: 0\n    tolls: 3", "tolls"),
        ("into: debt", "into: dept", "dept"),
    ],
)
def test_a_mistake_in_an_old_file_is_told_where_its_author_sees_it(
    right: str, wrong: str, word: str, tmp_path: Path
) -> None:
    text = OLD.replace(right, wrong, 1)
    folder = written(tmp_path / "old", text)
    found = examine(folder, RULES)
    _, told = found.diagnostics
    line = text.split("\n")[told.location.line - 1]
    assert line[told.location.column - 1 : told.end_column - 1] == word and told.excerpt == line
    if told.fix is not None:
        assert apply_fixes([told], found.files) == 1
        assert (folder / "scenario.yaml").read_text() == text.replace(word, told.fix.edits[0].text)


@pytest.mark.parametrize("word", ["2", "77", "99999999999999"])
def test_a_newer_format_says_what_program_is_needed(
    word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written(tmp_path / "new", NEW.replace("format: 1", f"format: {word}"))
    told = [d for d in examine(folder, RULES).diagnostics if d.code == "MV114"]
    assert [d.hint for d in told] == ["it was written for a newer Multivector: this one reads formats up to 1"]
    assert main(["migrate", str(folder)]) == 1
    assert "install a newer one" in capsys.readouterr().err


@pytest.mark.parametrize("start", ["format: -1", "format: one", "format: 00", "title: x", "format: [0]"])
def test_what_is_no_format_is_refused(start: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(tmp_path / "odd", OLD.replace("format: 0", start, 1))
    before = (folder / "scenario.yaml").read_bytes()
    code = main(["migrate", str(folder)])
    assert (code == 0) == (start == "format: 00")
    assert code == 0 or (folder / "scenario.yaml").read_bytes() == before
    assert "Traceback" not in capsys.readouterr().err


def noisier(text: str, rng: Random) -> str:
    """Comments, blank lines and blanks at line ends, and another indentation."""
    width = rng.choice([1, 2, 3, 4])
    lines = []
    for line in text.split("\n"):
        bare = line.lstrip(" ")
        lines.append(" " * ((len(line) - len(bare)) // 2 * width) + bare)
    return noisy("\n".join(lines), rng)


def hand_made(text: str, newline: str) -> str:
    """The new text of a noisy old one, by replacing words as a person would."""
    made = (
        text.replace("format: 0", "format: 1", 1)
        .replace("turns: {count: 6}", "turns: 6")
        .replace("below: {into: debt}", "below: debt")
        .replace("reset: each turn", "reset: true")
        .replace("{of: lands", "{order: lands")
        .replace("public: this turn and next", "ahead: 1")
        .replace("easy: {toll: 2}", "easy: {set: {toll: 2}}")
    )
    lines, level = [], -1
    for line in made.split(newline):
        bare = line.lstrip(" ")
        lines.append(line.replace("into: debt", "debt"))
        if bare.startswith("hard:"):
            level = len(lines)
    toll = next(n for n in range(level, len(lines)) if lines[n].lstrip().startswith("toll:"))
    gold = next(n for n in range(toll, len(lines)) if lines[n].lstrip().startswith("gold:"))
    indent = " " * (len(lines[toll]) - len(lines[toll].lstrip(" ")))
    lines[toll : gold + 1] = [f"{indent}set:", *(f"  {line}" if line else line for line in lines[toll : gold + 1])]
    return newline.join(lines)


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.sampled_from(["\n", "\r\n"]), st.sampled_from([b"", b"\xef\xbb\xbf"]))
def test_migrating_changes_only_the_bytes_it_means(tmp_path_factory, dice: int, newline: str, mark: bytes) -> None:  # type: ignore[no-untyped-def]
    noise = noisier(OLD, Random(dice)).replace("\n", newline)
    folder = tmp_path_factory.mktemp("s") / "old"
    folder.mkdir()
    file = folder / "scenario.yaml"
    file.write_bytes(mark + noise.encode())
    before = read(folder, RULES)
    plan = planned(file)
    plan.write()
    assert file.read_bytes() == mark + hand_made(noise, newline).encode()
    assert read(folder, RULES) == before
    assert not planned(file).needed
    assert [str(d) for d in examine(folder, RULES).diagnostics] == []


PARTS = {"scenario": OLD.split("laws:")[0] + "files: [more.yaml]\n", "more": "laws:" + OLD.split("laws:")[1]}


def test_all_files_of_a_scenario_are_migrated_together(tmp_path: Path) -> None:
    folder = written(tmp_path / "old", PARTS["scenario"], more=PARTS["more"])
    assert [d.code for d in examine(folder, RULES).diagnostics] == ["MV514"]
    before = read(folder, RULES)
    (file,) = documents(tmp_path)
    planned(file).write()
    assert (folder / "more.yaml").read_text() == "laws:" + NEW.split("laws:")[1]
    assert read(folder, RULES).difficulty == before.difficulty
    assert examine(folder, RULES).diagnostics == ()


def test_a_ruleset_of_an_old_format_serves_a_new_scenario(tmp_path: Path) -> None:
    rules = "format: 0\nruleset: house\ntracks:\n  pride: {start: 1, reset: each turn, hidden: true}\n"
    (house := tmp_path / "rules" / "house").mkdir(parents=True)
    (house / "rules.yaml").write_text(rules)
    folder = written(tmp_path / "new", NEW + "rules: house\n")
    assert read(folder, RULES).tracks["pride"].reset
    assert examine(folder, RULES).diagnostics == ()
    assert main(["migrate", str(tmp_path / "rules")]) == 0
    assert "reset: true" in (house / "rules.yaml").read_text()


@pytest.mark.parametrize("at", range(4))
def test_a_disk_that_fails_leaves_every_file_as_it_was(
    at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {tmp_path / name: f"new {name}".encode() for name in ("a", "b", "c")}
    for file in files:
        file.write_text(f"old {file.name}")
    (tmp_path / "b").chmod(0o640)
    calls = 0

    def failing(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == at:
            raise OSError(28, "No space left on device", str(target))
        return replace(self, target)

    replace = Path.replace
    monkeypatch.setattr(fixes.FilePath, "replace", failing)
    if at:
        with pytest.raises(OSError, match="No space"):
            write_all(files)
    else:
        write_all(files)
    assert {file.read_text() for file in files} == {f"{'old' if at else 'new'} {name}" for name in ("a", "b", "c")}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b", "c"]
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o640
