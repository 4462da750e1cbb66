"""The board beside the server: what it is told over the loopback, and that a crash of it ends nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import game
from game.doors import teaching
from game.record.notation import parse, replay
from tests.classroom.browser.browsers import taught
from tests.classroom.servers import served
from tests.xwindow import ROOT, Screen, missing, until


@pytest.mark.parametrize("mode", ["plenary", "teams"])
def test_the_class_s_game_is_told_as_a_record(tmp_path: Path, mode: str) -> None:
    with served(tmp_path, mode=mode) as room:
        one = room.joined(1)
        assert one.get("/projector/game").status_code == 401
        told = room.teacher.get("/projector/game").json()
        assert (told["scenario"], told["language"]) == ("ladder", "en")
        for values in ({"what": "next"}, {"what": "next"}, {"what": "stage", "stage": 3, "override": 1},
                       {"what": "next"}, {"what": "next"}):  # fmt: skip
            room.act(**values)  # type: ignore[arg-type]
        before = room.teacher.get("/projector/game").json()
        table = next(iter(room.room.state.tables.values()))
        assert table.ballot is not None
        room.act("close", table=table.id, ballot=table.ballot.number)
        after = room.teacher.get(f"/projector/game?after={before['version']}").json()
        assert after["version"] > before["version"]
        shown = replay(parse(after["record"]), game.load("ladder")).game
        now = next(iter(room.room.state.tables.values())).game
        assert shown.depth == now.depth == 1 and shown.record() == now.record()


def test_the_board_s_process_reads_a_real_class() -> None:
    with taught("ladder", "--seed", "7", "--lang", "en") as room:
        told = teaching._told(room.port, None)
        assert told is not None
        record = replay(parse(told["record"]), game.load("ladder")).game
        assert record.seed == 7
    with pytest.raises(OSError):
        teaching._told(room.port, None)


def steady(screen: Screen) -> bytes:
    """The picture on the screen once nothing is being painted."""
    seen = [b"", b"."]
    until("a picture that stands still", lambda: seen.append(screen.picture()[1]) or seen[-1] == seen[-2])
    return seen[-1]


def changed(screen: Screen, before: bytes, board: subprocess.Popen[bytes]) -> None:
    """Wait until another picture is on the screen."""
    until("another picture", lambda: screen.picture()[1] != before, board)


@pytest.mark.skipif(bool(missing()), reason=f"NO REAL WINDOW IS TESTED: {missing()}")
def test_the_board_s_window_follows_the_class_and_outlives_its_server(tmp_path: Path) -> None:
    with Screen(tmp_path / "screen") as screen, taught("ladder", "--seed", "7", "--lang", "en") as room:
        here = screen.environment({"MULTIVECTOR_HOME": str(room.home), "XDG_CACHE_HOME": str(tmp_path)})
        words = [sys.executable, "-m", "game", "class", "--projector", "--port", str(room.port)]
        board = subprocess.Popen(words, cwd=ROOT, env=here, stdin=subprocess.DEVNULL)
        try:
            screen.window(board)
            before = steady(screen)
            room.to("consequences")
            changed(screen, before, board)
            before = steady(screen)
            room.kill()
            changed(screen, before, board)  # it tells that the class is out of reach
        finally:
            board.kill()
            board.wait()
