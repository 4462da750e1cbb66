"""The journal: nothing acknowledged is lost, and a write that fails leaves file and game as they were."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

import game
from game.record import saves
from game.record.journal import Journal, SaveError
from game.record.notation import RecordError, parse, replay
from game.rules.play import Game

FLAGSHIP = "deft-diplomacy"


@pytest.fixture
def begun(tmp_path: Path) -> tuple[Journal, Game, Path]:
    """A game of three moves on disk."""
    path = tmp_path / "one.game"
    position = game.start(game.load(FLAGSHIP), 7)
    journal = Journal.create(path, position)
    for _ in range(3):
        position = journal.play(position, position.moves[0])
    return journal, position, path


def restored(path: Path) -> Game:
    return replay(Journal.open(path)[1], game.load(FLAGSHIP)).game


def test_each_step_is_a_line_that_a_person_reads(begun: tuple[Journal, Game, Path]) -> None:
    journal, position, path = begun
    journal.undo(position)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "multivector record 1"
    assert lines[-4:] == [*(str(m) for m in position.played), "undo"]


@pytest.mark.parametrize("cut", range(1, 22))
def test_a_torn_last_line_is_dropped_with_a_notice(begun: tuple[Journal, Game, Path], cut: int) -> None:
    _, position, path = begun
    whole = path.read_bytes()
    torn = whole + f"{position.moves[0]}\n".encode()[:cut]
    path.write_bytes(torn)
    journal, record, notice = Journal.open(path)
    assert "dropped" in notice
    assert path.read_bytes() == torn
    again = replay(record, position.scenario).game
    assert again.state == position.state
    after = journal.play(again, again.moves[1])
    assert path.read_bytes().startswith(whole) and restored(path).state == after.state


def test_zeros_after_a_power_cut_are_dropped(begun: tuple[Journal, Game, Path]) -> None:
    _, position, path = begun
    path.write_bytes(path.read_bytes() + b"\0" * 300)
    journal, record, _ = Journal.open(path)
    again = replay(record, position.scenario).game
    journal.play(again, again.moves[0])
    assert b"\0" not in path.read_bytes() and restored(path).depth == 4


def test_a_second_writer_is_refused(begun: tuple[Journal, Game, Path]) -> None:
    journal, position, path = begun
    other = Journal.open(path)[0]
    other.play(position, position.moves[0])
    before = path.read_bytes()
    with pytest.raises(SaveError, match="elsewhere"):
        journal.play(position, position.moves[1])
    with pytest.raises(SaveError, match="elsewhere"):
        journal.undo(position)
    assert path.read_bytes() == before


def test_a_file_that_became_shorter_is_not_written_to(begun: tuple[Journal, Game, Path]) -> None:
    journal, position, path = begun
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(SaveError, match="shorter"):
        journal.play(position, position.moves[0])
    assert len(path.read_bytes()) == 60


def test_a_file_that_is_gone_is_told(begun: tuple[Journal, Game, Path]) -> None:
    journal, position, path = begun
    path.unlink()
    with pytest.raises(SaveError):
        journal.play(position, position.moves[0])
    assert not path.exists()


@pytest.mark.parametrize("room", [0, 1, 5, 17])
def test_a_full_disk_leaves_file_and_game_as_before(
    begun: tuple[Journal, Game, Path], room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, position, path = begun
    before, left = path.read_bytes(), [room]
    write = os.write

    def full(file: int, data: Any) -> int:
        if left[0] <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        count = write(file, data[: left[0]])
        left[0] -= count
        return count

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(SaveError) as refused:
        journal.play(position, position.moves[0])
    assert refused.value.errno == errno.ENOSPC and str(path) in str(refused.value)
    assert path.read_bytes() == before
    monkeypatch.undo()
    after = journal.play(position, position.moves[0])
    assert restored(path).state == after.state


def test_a_failing_sync_is_no_acknowledgement(
    begun: tuple[Journal, Game, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, position, path = begun
    before = path.read_bytes()

    def fails(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(SaveError):
        journal.play(position, position.moves[0])
    monkeypatch.undo()
    assert path.read_bytes() == before and journal.play(position, position.moves[0]).depth == 4


def test_a_new_game_on_a_full_disk_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(SaveError):
        Journal.create(tmp_path / "one.game", game.start(game.load("ladder")))
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_takes_a_new_game_in_pieces_still_gets_all_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:10]))
    Journal.create(tmp_path / "one.game", game.start(game.load(FLAGSHIP), 7))
    monkeypatch.undo()
    assert restored(tmp_path / "one.game").state == game.start(game.load(FLAGSHIP), 7).state


def test_a_new_game_never_overwrites_a_file(tmp_path: Path) -> None:
    path = tmp_path / "one.game"
    path.write_text("mine")
    with pytest.raises(SaveError):
        Journal.create(path, game.start(game.load("ladder")))
    assert path.read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(SaveError, match=r"cannot write"):
        Journal.create(tmp_path / "file" / "one.game", game.start(game.load("ladder")))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(SaveError, match="cannot write"):
        Journal.create(tmp_path / "one.game", game.start(game.load("ladder")))
    tmp_path.chmod(0o700)


@pytest.mark.parametrize("data", [b"", b"\n", b"\xff\xfe\n", b"\0\0\0\0", b"multivector record 1\n", b"hello"])
def test_what_is_no_record_is_a_record_error(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "one.game").write_bytes(data)
    with pytest.raises(RecordError):
        Journal.open(tmp_path / "one.game")
    with pytest.raises(SaveError):
        Journal.open(tmp_path / "none.game")
    with pytest.raises(SaveError):
        Journal.open(tmp_path)


# Saved games


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(saves.HOME, str(tmp_path))
    return tmp_path


def test_a_game_is_kept_and_restored(home: Path) -> None:
    position = game.start(game.load(FLAGSHIP), 7)
    journal = saves.keep(position)
    assert journal.path.is_relative_to(home)
    position = journal.back_to(journal.play(journal.play(position, position.moves[0]), "turkey.offer > decline"), 1)
    found = saves.restore(saves.saved()[0], game.load(FLAGSHIP))
    assert found.notices == () and found.game.state == position.state
    assert [b.played for b in found.game.branches] == [b.played for b in position.branches]
    assert saves.keep(position).path != journal.path


def test_an_older_scenarios_game_is_played_as_far_as_it_goes(home: Path) -> None:
    scenario = game.load(FLAGSHIP)
    position = game.start(scenario, 7)
    journal = saves.keep(position, "/some/where")
    for _ in range(8):
        position = journal.play(position, position.moves[0])
    kept = journal.path.read_bytes()
    poorer = {**scenario.tracks, "prestige": evolve(scenario.tracks["prestige"], start=0)}
    changed = evolve(scenario, tracks=poorer, content="changed")
    found = saves.restore(journal.path, changed)
    assert journal.path.read_bytes() == kept
    assert found.journal.path != journal.path
    assert any("changed" in n for n in found.notices) and any("line " in n for n in found.notices)
    assert any(found.journal.path.name in n for n in found.notices)
    after = found.journal.play(found.game, found.game.moves[0])
    again = saves.restore(found.journal.path, changed)
    assert again.notices == () and again.game.state == after.state
    assert saves.header(found.journal.path).folder == "/some/where"
    assert journal.path.read_bytes() == kept


def test_a_game_of_another_scenario_is_refused(home: Path) -> None:
    journal = saves.keep(game.start(game.load("ladder")))
    with pytest.raises(RecordError, match="ladder"):
        saves.restore(journal.path, game.load(FLAGSHIP))
    assert home.exists()


def test_the_latest_game_is_one_that_can_be_read(home: Path) -> None:
    assert saves.latest() is None and saves.saved() == ()
    journal = saves.keep(game.start(game.load("ladder")))
    broken = saves.folder() / "zzz.game"
    broken.write_bytes(b"\xff")
    os.utime(broken, ns=(2**62, 2**62))
    assert saves.saved()[0] == broken and saves.latest() == journal.path


def test_a_copy_of_a_game_of_ones_own_scenario_knows_its_folder(home: Path) -> None:
    position = game.start(game.load("ladder"))
    position = position.play(position.moves[0])
    journal = saves.keep(position, "/my/scenarios/ladder")
    assert saves.header(journal.path).folder == "/my/scenarios/ladder"
    assert parse(journal.path.read_text(encoding="utf-8")).header.folder == "/my/scenarios/ladder"
