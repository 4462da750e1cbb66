"""Killing the game: whatever was acknowledged before a kill -9 is there afterwards."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from random import Random

import pytest

import game
from game.record.journal import Journal
from game.record.notation import replay
from game.rules.play import Game

KILLS = 60


def _play_on(game_: Game, journal: Journal, rng: Random, out: int) -> None:
    """Play without end, going back at the end of each game; every step is told once the journal has it."""
    while True:
        if game_.over or (game_.depth and rng.random() < 0.1):
            game_ = journal.back_to(game_, rng.randrange(game_.depth))
        else:
            game_ = journal.play(game_, rng.choice(game_.moves))
        os.write(out, f"{game_.state_hash} {game_.depth}\n".encode())


def _killed(path: Path, rng: Random) -> list[str]:
    """What a child that plays into `path` acknowledged before it was killed at a random moment."""
    start = game.start(game.load("deft-diplomacy"), rng.randrange(1_000))
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            _play_on(start, Journal.create(path, start), Random(path.name), writing)
        finally:
            os._exit(1)
    os.close(writing)
    seen = b""
    steps, moment = rng.randrange(12), rng.random() * 0.004
    while seen.count(b"\n") < steps and (more := os.read(reading, 4096)):
        seen += more
    begun = time.perf_counter()
    while time.perf_counter() - begun < moment:
        pass
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reading, 4096):
        seen += more
    os.close(reading)
    return seen.decode().split("\n")[:-1]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")
def test_no_acknowledged_step_is_lost_by_a_kill(tmp_path: Path) -> None:
    rng = Random(7)
    acknowledged = 0
    for number in range(KILLS):
        path = tmp_path / f"{number}.game"
        told = _killed(path, rng)
        if not path.exists():
            assert told == []
            continue
        if not path.read_bytes().strip():
            assert told == []
            continue
        journal, record, _ = Journal.open(path)
        result = replay(record, game.load("deft-diplomacy"))
        assert result.divergence is None
        acknowledged += len(told)
        position = result.game
        tips = {f"{g.state_hash} {g.depth}" for tip in (position, *position.branches) for g in tip.line}
        assert set(told) <= tips
        if told:  # at most one step more than was acknowledged
            steps = [s for s in record.steps if not s.text.startswith("turn ")]
            assert len(told) <= len(steps) <= len(told) + 1
        if not position.over:
            journal.play(position, position.moves[0])
            assert replay(Journal.open(path)[1], position.scenario).game.played[:-1] == position.played
    assert acknowledged > KILLS
