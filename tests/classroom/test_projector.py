"""The board beside the server: what it is told over the loopback, and that a crash of it ends nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

import game
from game.doors import teaching
from game.record.notation import parse, replay
from tests.classroom.browser.browsers import taught
from tests.classroom.servers import served


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
