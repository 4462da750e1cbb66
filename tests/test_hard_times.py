"""Hard times: torn files, full disks, folders that may not be written, newer programs, two windows on one game."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

import game
from game.cli import main
from game.desktop.diskkeeper import DiskKeeper
from game.desktop.intents import Back, Continue, GoOnAsCopy, Intent, Next, Play, Show, Start, TakeUp, Undo
from game.desktop.scenes.view import view
from game.desktop.session import Session
from game.desktop.settings import Settings
from game.record import saves
from game.record.journal import Journal
from game.record.notation import replay
from game.rules.play import Game
from game.scenes.scene import ElsewhereScene, TitleScene
from tests.doors import ROOT, apart

FLAGSHIP, LADDER = "deft-diplomacy", "ladder"

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
from game.cli import main
sys.exit(main(sys.argv[2:]))
"""
"""The program where no file can become longer than so many bytes: as on a disk that is full in the middle of a line."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Games are kept in a folder of the test's own."""
    monkeypatch.setenv("MULTIVECTOR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def kept(path: Path, scenario: str = FLAGSHIP) -> Game:
    """The game in a file, which agrees with the rules to its last line."""
    result = replay(Journal.open(path)[1], game.load(scenario))
    assert result.divergence is None
    return result.game


@pytest.mark.parametrize("file", ["ladder/scenario.yaml", "first-steps/scenario.yaml", "deft-diplomacy/scenario.yaml"])
def test_a_scenario_torn_in_mid_write_is_told(file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    torn = tmp_path / "scenarios" / file
    whole = torn.read_bytes()
    for fifth in range(5):
        torn.write_bytes(whole[: len(whole) * fifth // 5])
        code = main(["check", str(torn.parent)])
        told = capsys.readouterr()
        assert code == (0 if "no problems" in told.out else 1)
        assert code == 0 or " MV" in told.out
        assert "Traceback" not in told.out + told.err
    torn.write_bytes(whole[: len(whole) // 2] + bytes(4096))
    assert main(["play", str(torn.parent), "--text"]) == 1
    assert "MV101" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit of a file's length")
@pytest.mark.parametrize("room", [400, 600, 601, 615])
def test_what_a_full_disk_does_not_take_is_not_played(room: int, home: Path) -> None:
    typed = "1\n" * 8 + "undo\n" + "1\n" * 60 + "quit\n"
    done = apart([sys.executable, "-c", LIMITED, str(room), "play", FLAGSHIP, "--seed", "7", "--text"], typed)
    assert done.returncode == 0
    said = " ".join(done.stdout.split())
    assert "Not saved: " in said and "the move was not made" in said and "Errno" not in said
    (file,) = home.rglob("*.game")
    assert 0 < file.stat().st_size <= room
    position = kept(file)
    assert position.depth > 1
    # With room again the game goes on from there.
    apart([sys.executable, "-m", "game", "play", "--load", str(file), "--text"], "1\nquit\n")
    assert kept(file).depth == position.depth + (not position.over)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit of a file's length")
def test_a_full_disk_begins_no_game(home: Path) -> None:
    done = apart([sys.executable, "-c", LIMITED, "50", "play", FLAGSHIP, "--seed", "7", "--text"], "1\nquit\n")
    assert done.returncode == 1
    assert "the game cannot be kept" in done.stderr and "MULTIVECTOR_HOME" in done.stderr
    assert not list(home.rglob("*.game"))
    done = apart([sys.executable, "-c", LIMITED, "50", "play", "--text"], "new\n1\n\n1\nquit\n")
    assert done.returncode == 0 and "Not saved: " in done.stdout
    assert not list(home.rglob("*.game"))


def as_anybody() -> list[str]:
    """What makes of root somebody whom permissions bind."""
    return ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.geteuid() == 0 else []


@pytest.mark.skipif(not hasattr(os, "geteuid") or not shutil.which("setpriv"), reason="permissions are not tested here")
def test_games_that_may_not_be_written_are_told(home: Path) -> None:
    apart([sys.executable, "-m", "game", "play", FLAGSHIP, "--seed", "7", "--text"], "1\n1\nquit\n")
    (file,) = home.rglob("*.game")
    before = file.read_bytes()
    file.chmod(0o400)
    file.parent.chmod(0o500)
    try:
        program = [*as_anybody(), sys.executable, "-m", "game"]
        done = apart([*program, "play", FLAGSHIP, "--text"], "1\nquit\n")
        assert done.returncode == 1
        assert "the game cannot be kept" in done.stderr and "Permission denied" in done.stderr
        done = apart([*program, "play", "--text"], "continue\n1\nquit\n")
        said = " ".join(done.stdout.split())
        assert done.returncode == 0
        assert "Permission denied; the move was not made." in said and "Errno" not in said
        file.chmod(0)
        done = apart([*program, "play", "--load", str(file), "--text"])
        assert done.returncode == 1 and "cannot read" in done.stderr
        assert apart([*program, "play", "--text"], "continue\nquit\n").returncode == 0
    finally:
        file.parent.chmod(0o700)
        file.chmod(0o600)
    assert file.read_bytes() == before


def begun(moves: int = 3) -> tuple[Session, Path]:
    """A kept game with some moves, and its file."""
    session = Session(keeper=DiskKeeper()).do(Start(FLAGSHIP, None, 7)).do(Next())
    for _ in range(moves):
        assert session.game is not None
        session = session.do(Play(str(session.game.moves[0])))
        assert not session.notice
    (path,) = saves.saved()
    return session, path


def test_two_windows_on_one_game_lose_nothing() -> None:
    one, path = begun()
    other = Session(keeper=DiskKeeper()).do(Continue())
    assert one.game is not None and other.game is not None and other.game.state == one.game.state
    first, *_, last = (str(move) for move in one.game.moves)
    ahead = one.do(Play(first))
    assert not ahead.notice and ahead.game is not None
    for wish in (Play(last), Undo()):
        refused = other.do(wish)
        assert refused.game is other.game and "being played elsewhere" in refused.notice
    assert kept(path).state == ahead.game.state
    again = Session(keeper=DiskKeeper()).do(Continue())
    assert again.game is not None and again.game.state == ahead.game.state
    assert not again.do(Play(str(again.game.moves[0]))).notice


@pytest.mark.parametrize("wish", [GoOnAsCopy(), TakeUp(), Back()])
def test_the_second_window_may_look_take_up_the_game_or_copy_it(wish: Intent, home: Path) -> None:
    one, path = begun()
    other = Session(keeper=DiskKeeper()).do(Continue())
    assert one.game is not None and other.game is not None
    first, *_, last = (str(move) for move in one.game.moves)
    ahead = one.do(Play(first))
    acknowledged = path.read_bytes()
    offered = other.do(Play(last))
    assert isinstance(view(offered), ElsewhereScene)
    after = offered.do(wish)
    assert after.game is not None and ahead.game is not None and path.read_bytes() == acknowledged
    if isinstance(wish, Back):
        assert after.game.state == other.game.state and after.screen == other.screen
        assert isinstance(view(after.do(Play(last))), ElsewhereScene)
        return
    assert after.game.state == (other if isinstance(wish, GoOnAsCopy) else ahead).game.state  # type: ignore[union-attr]
    moved = after.do(Play(str(after.game.moves[-1])))
    assert not moved.notice and moved.game is not None
    written = next(file for file in saves.saved() if isinstance(wish, TakeUp) or file != path)
    assert kept(written).state == moved.game.state and path.read_bytes().startswith(acknowledged)


def test_continue_goes_to_the_game_last_played() -> None:
    played, _ = begun()
    fresh = Session(keeper=DiskKeeper()).do(Start("ladder", None, 5))
    assert fresh.game is not None and len(saves.saved()) == 2
    again = Session(keeper=DiskKeeper()).do(Continue())
    assert again.game is not None and played.game is not None and again.game.state == played.game.state
    here = fresh.do(Show("title"))
    scene = view(here)
    assert isinstance(scene, TitleScene) and "ladder" in scene.choices[0].text
    assert here.do(Continue()).game is fresh.game, "the game open in the window goes on in it"


def test_a_game_that_no_file_keeps_yet_is_kept_with_its_first_step() -> None:
    position = game.start(game.load("ladder"), 5)
    session = Session(game=position, screen="board", keeper=DiskKeeper()).do(Play(str(position.moves[0])))
    assert session.game is not None and not session.notice
    (path,) = saves.saved()
    assert kept(path, "ladder").state == session.game.state


def test_what_is_to_be_told_of_a_game_brought_back_is_told_on_continue(home: Path) -> None:
    _, path = begun()
    with path.open("a", encoding="utf-8") as file:
        file.write("president > xi")
    settings = Settings(language="ru")
    assert "president > xi" in Session(keeper=DiskKeeper()).do(Continue()).notice
    assert "Последняя строка" in Session(keeper=DiskKeeper(), settings=settings).do(Continue()).notice


def test_a_game_deleted_under_its_window_is_told() -> None:
    session, path = begun()
    assert session.game is not None
    whole = path.read_bytes()
    path.unlink()
    refused = session.do(Play(str(session.game.moves[0])))
    assert refused.game is session.game and refused.notice
    path.write_bytes(whole[:-40])
    refused = session.do(Play(str(session.game.moves[0])))
    assert refused.game is session.game and "shorter" in refused.notice
    path.write_bytes(whole)
    assert not session.do(Play(str(session.game.moves[0]))).notice


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda data: data.replace(b"record 1", b"record 2", 1), "newer Multivector"),
        (lambda data: data.replace(b"seed: 9", b"seed: nine", 1), "seed"),
        (lambda data: bytes(len(data)), ""),
        (lambda data: data[:30], ""),
        (lambda data: b"\xff\xfe" + data, ""),
        (lambda data: b"", ""),
    ],
)
def test_a_damaged_game_is_left_as_it_is_and_an_older_one_goes_on(
    damage: object, told: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    older, path = begun()
    session = Session(keeper=DiskKeeper()).do(Start(FLAGSHIP, None, 9))
    newest = next(file for file in saves.saved() if file != path)
    data = damage(newest.read_bytes())  # type: ignore[operator]
    newest.write_bytes(data)
    os.utime(newest, ns=(2**62, 2**62))
    assert session.game is not None
    assert main(["play", "--load", str(newest), "--text"]) == 1
    said = capsys.readouterr()
    assert newest.name in said.err and told in said.err and "Traceback" not in said.err
    again = Session(keeper=DiskKeeper()).do(Continue())
    assert again.game is not None and older.game is not None and again.game.state == older.game.state
    assert newest.read_bytes() == data


def test_a_game_whose_middle_is_damaged_goes_on_in_a_new_file(home: Path) -> None:
    _, path = begun(6)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    moves = [number for number, line in enumerate(lines) if " > " in line]
    lines[moves[2]] = "nobody > nothing\n"
    path.write_text("".join(lines), encoding="utf-8")
    before = path.read_bytes()
    session = Session(keeper=DiskKeeper()).do(Continue())
    assert session.game is not None and session.game.depth == 2
    assert not session.do(Play(str(session.game.moves[0]))).notice
    assert path.read_bytes() == before
    assert sorted(file.name for file in home.rglob("*.game")) != [path.name]
