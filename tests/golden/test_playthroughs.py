"""A whole game for each way the flagship can end, replayed line by line.

The files are read as records, and written again byte by byte. After a change of the rules that is meant, write them
anew with UPDATE_GOLDEN=1 and read the diff; `find_playthroughs` looks for games whose moves are no longer legal.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import game
from game.record.notation import parse, replay
from tests.golden.find_playthroughs import FOLDER, endings, file_of
from tests.golden.playthroughs import playthrough

FILES = sorted(FOLDER.glob("*.txt"))


def test_there_is_a_game_for_every_ending() -> None:
    assert {file_of(ending) for ending in endings()} == set(FILES)
    assert len(FILES) == 18


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_playthrough_is_replayed_line_by_line(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    result = replay(parse(text), game.load("deft-diplomacy"))
    if not os.environ.get("UPDATE_GOLDEN"):
        assert result.divergence is None
    end = result.game
    assert end.outcome is not None and file_of(end.outcome.label) == path
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(playthrough(end), encoding="utf-8")
    assert playthrough(end) == path.read_text(encoding="utf-8")
