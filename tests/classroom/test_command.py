"""The command: a demo, refusals in words, forgetting, going on; the network without a network."""

from __future__ import annotations

import csv
import socket
from pathlib import Path

import pytest

import game
from game.classroom.events import Wrote, from_json, to_json
from game.classroom.exports import timeline_csv, votes_csv
from game.classroom.opening import CannotResume, new_code, open_class, resume, store
from game.classroom.stores.sqlite import SqliteStore
from game.classroom.web import network
from game.cli import main
from tests.classroom.lessons import Lesson


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MULTIVECTOR_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("MULTIVECTOR_POSTGRES", raising=False)


def _opened(where: SqliteStore) -> str:
    scenario = game.load("ladder")
    opened = open_class(
        where, scenario, mode="teams", minutes=45, language="en", seed=7, difficulty="standard", at=1_000
    )
    opened.journal.close()
    return opened.state.opened.code


@pytest.mark.parametrize("mode", ["plenary", "teams", "hands"])
def test_a_demo_plays_a_whole_lesson_and_leaves_its_tables(mode: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    demo = ["class", "deft-diplomacy", "--demo", "--mode", mode, "--bots", "7", "--out", str(out), "--lang", "en"]
    assert main(demo) == 0
    votes = list(csv.DictReader((out / "votes.csv").read_text(encoding="utf-8-sig").splitlines()))
    timeline = list(csv.DictReader((out / "timeline.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert {row["lesson_turn"] for row in votes} == {"1", "2", "3", "4"}
    assert {row["student"] for row in votes} <= {"", *(f"s{n}" for n in range(1, 8))}
    assert timeline[0]["event"] == "opened" and timeline[-1]["stage"] == "end"
    assert [int(row["second"]) for row in timeline] == sorted(int(row["second"]) for row in timeline)
    assert int(timeline[-1]["second"]) <= 45 * 60
    stages = list(dict.fromkeys(row["stage"] for row in timeline))
    assert stages[:4] == ["lobby", "join", "brief", "read"]
    assert stages[-5:] == ["happened", "compare", "world", "exit", "end"]


def test_two_demos_of_one_seed_are_the_same(tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert main(["class", "ladder", "--demo", "--bots", "5", "--seed", "3", "--out", str(tmp_path / name)]) == 0
    assert (tmp_path / "one" / "votes.csv").read_bytes() == (tmp_path / "two" / "votes.csv").read_bytes()


def test_no_column_holds_what_a_student_wrote() -> None:
    lesson = Lesson("ladder")
    (a,) = lesson.join(1)
    lesson.begin()
    lesson.to("consequences")
    lesson.take(Wrote(at=lesson.now, student=a, subject="why:1", text="My name is Ann"))
    told = timeline_csv([from_json(line) for line in lesson.lines], lesson.scenario)
    assert "why:1" in told and "Ann" not in told
    assert lesson.state.students[a].nickname not in told + votes_csv(lesson.state)


def test_refusals_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, told in (
        (["class"], "name a scenario"),
        (["class", "nowhere"], "no scenario"),
        (["class", "ladder", "--demo"], "--out"),
        (["class", "--resume"], "no class is kept"),
        (["class", "--forget", "K7P2QX"], "no class is kept"),
        (["class", "ladder", "--difficulty", "mad"], "no difficulty"),
    ):
        assert main([*arguments, "--lang", "en"]) in (1, 2)
        assert told in capsys.readouterr().err
    (tmp_path / "file").write_text("")
    assert main(["class", "ladder", "--demo", "--bots", "2", "--out", str(tmp_path / "file"), "--lang", "en"]) == 1
    assert "cannot write" in capsys.readouterr().err


def test_forgetting_leaves_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    where = store()
    assert isinstance(where, SqliteStore)
    code, other = _opened(where), _opened(where)
    assert main(["class", "--forget", "NOSUCH", "--lang", "en"]) == 1
    assert code in capsys.readouterr().err
    assert main(["class", "--forget", code.lower(), "--lang", "en"]) == 0
    assert where.codes() == (other,)
    assert not [path for path in where.folder.iterdir() if code in path.name]


def test_a_class_goes_on_only_from_a_whole_journal(tmp_path: Path) -> None:
    where = SqliteStore(tmp_path)
    scenario = game.load("ladder")
    code = _opened(where)
    journal = where.open(code)
    assert resume(journal, scenario, at=5_000).version == 2
    journal.append(2, [to_json(Wrote(at=6_000, student="s1", subject="why:1", text="x"))])
    with pytest.raises(CannotResume, match="event 3"):
        resume(journal, scenario)
    journal.append(3, ["nonsense"])
    with pytest.raises(CannotResume):
        resume(journal, scenario)
    journal.close()
    empty = where.create("EMPTY1")
    with pytest.raises(CannotResume, match="opening"):
        resume(empty, scenario)
    empty.close()


def test_codes_are_easy_to_read_out() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 6 and not set(code) & set("IO01l") for code in codes)


def test_a_taken_port_is_told_or_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(network.NoPort, match="in use"):
            network.listening(port, strict=True)
        with network.listening(port) as other:
            assert other.getsockname()[1] != port


def test_the_address_is_found_without_asking_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: object, **__: object) -> None:
        raise AssertionError("somebody was asked for a name")

    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, asked)
    found = network.addresses()
    assert found and all(part.isdecimal() for part in found[0].split("."))
    assert "█" in network.terminal_qr("http://192.168.1.5:8000/j/K7P2QX")
    assert 'aria-label="http://192.168.1.5:8000/"' in network.picture_qr("http://192.168.1.5:8000/")
    assert network.is_loopback("127.0.0.3") and not network.is_loopback("testclient")
