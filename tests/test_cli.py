"""The commands as a person types them: exit codes, messages for people, nothing lost."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from game.cli import main
from tests.doors import ROOT, apart, typed

FLAGSHIP, LADDER = "deft-diplomacy", "ladder"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Games are kept in a folder of the test's own."""
    monkeypatch.setenv("MULTIVECTOR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def run(*arguments: str, stdin: str | bytes = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own."""
    return apart([sys.executable, "-m", "game", *arguments], stdin, **environment)


def moves_of(game_file: Path) -> list[str]:
    return [line for line in game_file.read_text(encoding="utf-8").splitlines() if " > " in line]


def test_scenarios_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scenarios"]) == 0
    listed = capsys.readouterr().out
    assert FLAGSHIP in listed and LADDER in listed


def test_check_says_what_is_wrong_and_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(ROOT / "scenarios")]) == 0
    text = (ROOT / "scenarios" / LADDER / "scenario.yaml").read_text(encoding="utf-8")
    broken = text.replace("cost: {capital: 3}", "cost: {capitol: 3}", 1)
    (tmp_path / "scenario.yaml").write_text(broken, encoding="utf-8")
    capsys.readouterr()
    assert main(["check", str(tmp_path)]) == 1
    told = capsys.readouterr().out
    line = next(n for n, t in enumerate((tmp_path / "scenario.yaml").read_text().splitlines(), 1) if "capitol" in t)
    assert f"scenario.yaml:{line}:12: MV312" in told and "did you mean `capital`?" in told


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["play", "nowhere"], 2, "there is no scenario `nowhere`"),
        (["play", LADDER, "--seed", "-1"], 2, "a seed is a whole number"),
        (["play", LADDER, "--seed", "x"], 2, "a seed is a whole number"),
        (["play", LADDER, "--difficulty", "mad"], 2, "there is no difficulty `mad`"),
        (["play", "--load", "/no/such/file"], 1, "cannot read"),
        (["replay", "/no/such/file"], 2, "cannot read"),
        (["check", "/no/such/folder"], 2, "there is no scenario"),
        (["simulate", LADDER, "--bot", "oracle"], 2, "there is no bot `oracle`"),
        (["simulate", LADDER, "--games", "0"], 2, "a whole number from 1"),
        (["perft", LADDER, "--depth", "two"], 2, "a whole number from 1"),
        (["screenshot", LADDER, "--size", "1x1", "--out", "x.png"], 2, "a size is from"),
        (["frobnicate"], 2, "invalid choice"),
    ],
)
def test_wrong_use_is_told_and_changes_nothing(arguments: list[str], code: int, told: str, home: Path) -> None:
    done = typed(*arguments)
    assert done.returncode == code
    assert told in done.stderr
    assert not list(home.rglob("*.game"))


def test_simulate_gives_the_same_bytes_for_the_same_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["simulate", LADDER, "--games", "200", "--seed", "5", "--json"]
    assert main(arguments) == 0
    first = capsys.readouterr().out
    assert run(*arguments, PYTHONHASHSEED="77").stdout.replace("\r\n", "\n") == first
    result = json.loads(first)
    assert result["games"] == 200 and sum(result["outcomes"].values()) == 200
    assert set(result["tracks"]["capital"]) == {"mean", "min", "q1", "median", "q3", "max"}


def test_perft_divides_into_its_total(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["perft", LADDER, "--depth", "2"]) == 0
    total = int(capsys.readouterr().out)
    assert main(["perft", LADDER, "--depth", "2", "--divide"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == f"total: {total}"
    assert sum(int(line.rsplit(": ", 1)[1]) for line in lines[:-1]) == total


def test_a_game_from_a_pipe_is_kept_and_replays(home: Path, tmp_path: Path) -> None:
    done = run("play", LADDER, "--seed", "3", stdin="1\n2\n1\nquit\n")
    assert done.returncode == 0
    assert "no display" in done.stdout
    (kept,) = home.rglob("*.game")
    assert len(moves_of(kept)) == 3
    replayed = typed("replay", str(kept), "--verify")
    assert replayed.returncode == 0 and "3 moves" in replayed.stdout


def test_input_that_ends_leaves_a_kept_game(home: Path) -> None:
    assert typed("play", LADDER, "--seed", "3", "--text", stdin="1\n").returncode == 0
    (kept,) = home.rglob("*.game")
    assert len(moves_of(kept)) == 1


def test_load_goes_on_where_the_game_was(home: Path) -> None:
    typed("play", LADDER, "--seed", "3", "--text", stdin="1\n2\nquit\n")
    (kept,) = home.rglob("*.game")
    assert typed("play", "--load", str(kept), "--text", stdin="1\nquit\n").returncode == 0
    assert len(moves_of(kept)) == 3


def test_a_record_from_elsewhere_is_left_as_it_is(home: Path, tmp_path: Path) -> None:
    typed("play", LADDER, "--seed", "3", "--text", stdin="1\n2\nquit\n")
    (kept,) = home.rglob("*.game")
    record = tmp_path / "sent-by-a-friend.txt"
    record.write_bytes(kept.read_bytes())
    before = record.read_bytes()
    assert typed("play", "--load", str(record), "--text", stdin="1\nquit\n").returncode == 0
    assert record.read_bytes() == before
    assert sorted(len(moves_of(file)) for file in home.rglob("*.game")) == [2, 3]


def test_a_changed_record_fails_to_verify(home: Path, tmp_path: Path) -> None:
    typed("play", LADDER, "--seed", "3", "--text", stdin="1\n2\nquit\n")
    (kept,) = home.rglob("*.game")
    text = kept.read_text(encoding="utf-8")
    changed = tmp_path / "changed.game"
    changed.write_text(text.replace("seed: 3", "seed: 4"), encoding="utf-8")
    done = typed("replay", str(changed), "--verify")
    assert done.returncode == 1 and "differs at line" in done.stdout
    changed.write_text(text.replace("record 1", "record 9"), encoding="utf-8")
    newer = typed("replay", str(changed))
    assert newer.returncode == 1 and "newer Multivector" in newer.stderr
    changed.write_bytes(b"\xff\xfe\x00garbage")
    assert typed("replay", str(changed)).returncode == 1
    assert typed("play", "--load", str(changed), "--text").returncode == 1


def test_an_unwritable_folder_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    done = run("play", LADDER, "--text", stdin="1\nquit\n", MULTIVECTOR_HOME=str(blocked))
    assert done.returncode == 1
    assert "cannot be kept" in done.stderr and "MULTIVECTOR_HOME" in done.stderr


def test_a_broken_scenario_does_not_start(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text("format: 1\nid: [\n", encoding="utf-8")
    done = typed("play", str(tmp_path), "--text")
    assert done.returncode == 1 and "scenario.yaml:" in done.stderr


def test_a_screenshot_is_a_picture(tmp_path: Path) -> None:
    out = tmp_path / "board.png"
    assert run("screenshot", LADDER, "--size", "1280x800", "--out", str(out)).returncode == 0
    data = out.read_bytes()
    assert data.startswith(b"\x89PNG") and data[16:24] == (1280).to_bytes(4, "big") + (800).to_bytes(4, "big")
    moves = tmp_path / "moves.txt"
    moves.write_text("government > nonsense\n", encoding="utf-8")
    done = typed("screenshot", LADDER, "--moves", str(moves), "--size", "1280x800", "--out", str(out))
    assert done.returncode == 1 and f"{moves}:1" in done.stderr


def test_a_screen_is_described_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["screenshot", FLAGSHIP, "--describe", "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "Treasury" in told and "New Kazakhstan" in told


def test_a_game_begins_at_an_event_and_its_record_is_ordinary(home: Path) -> None:
    done = typed("play", FLAGSHIP, "--at", "hambantota_shadow", "--text", "--lang", "en", stdin="quit\n")
    assert done.returncode == 0 and "Hambantota's shadow." in done.stdout
    (file,) = (home / "games").glob("*.game")
    assert len(moves_of(file)) > 5
    assert "every step and state agrees" in typed("replay", str(file), "--verify").stdout


@pytest.mark.parametrize(
    "arguments,code,told",
    [
        (["play", FLAGSHIP, "--at", "9"], 1, "there is no turn 9; this scenario has 8"),
        (["play", FLAGSHIP, "--at", "cpc_court_ordr"], 1, "did you mean `cpc_court_order`?"),
        (["play", LADDER, "--watch", "--at", "12"], 1, "there is no turn 12; this scenario has 10"),
        (["play", "--at", "3"], 2, "`play --at` wants a scenario"),
        (["play", "--watch"], 2, "wants the folder of a scenario"),
        (["play", "nosuch", "--watch"], 2, "there is no scenario `nosuch`"),
        (["play", LADDER, "--watch", "--difficulty", "nosuch"], 1, "there is no difficulty `nosuch`"),
        (["play", LADDER, "--load", "x.game", "--at", "3"], 2, "give one of them"),
    ],
)
def test_where_a_game_cannot_begin_is_told(
    arguments: list[str], code: int, told: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == code
    assert told in capsys.readouterr().err
    assert not home.exists()


def test_an_author_plays_a_scenario_that_cannot_be_played_yet(tmp_path: Path) -> None:
    text = (ROOT / "scenarios" / LADDER / "scenario.yaml").read_text(encoding="utf-8")
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "scenario.yaml").write_text(text.replace("turns: 10", "turns: ten"), encoding="utf-8")
    done = typed("play", str(folder), "--watch", "--text", "--lang", "en", stdin="diagnostics 1\nquit\n")
    assert done.returncode == 0 and "mine/scenario.yaml:15:8: MV203" in done.stdout
    assert main(["screenshot", str(folder), "--screen", "diagnostics", "--out", str(tmp_path / "a.png")]) == 0
    assert (tmp_path / "a.png").stat().st_size > 10_000


def test_a_watched_game_is_gone_on_with(home: Path) -> None:
    typed("play", LADDER, "--seed", "3", "--text", stdin="1\n2\nquit\n")
    (file,) = (home / "games").glob("*.game")
    done = typed("play", LADDER, "--load", str(file), "--watch", "--text", stdin="1\nquit\n")
    assert done.returncode == 0 and len(moves_of(file)) == 3


def test_deep_checks_say_what_they_lack(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("game.doors.checking.find_spec", lambda name: None)
    assert main(["check", LADDER, "--deep"]) == 1
    assert "needs hypothesis" in capsys.readouterr().err
