"""Killing a real server under voting students; `python -m tests.classroom.kill` does it fifty times."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from tests.classroom.kill import run


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_no_acknowledged_vote_is_lost(tmp_path: Path) -> None:
    assert len(asyncio.run(run(tmp_path, instants=2, students=20, seed=1))) == 2
