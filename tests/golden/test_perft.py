"""Perft counts: how many lines of one, two and three moves there are, for the shipped scenarios.

A count that changes means that the rules changed. Write the file anew with UPDATE_GOLDEN=1 and read the diff.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import game
from game.lab.perft import divide, perft

COUNTS = Path(__file__).parent / "perft.txt"
SEED, DEEPEST = 7, 4


def lines() -> Iterator[str]:
    for name in ("deft-diplomacy", "ladder"):
        scenario = game.load(name)
        for level in scenario.difficulty:
            start = game.start(scenario, SEED, level)
            yield f"{name}, {level}, seed {SEED}"
            for depth in range(1, DEEPEST + 1):
                yield f"  depth {depth}: {perft(start, depth):,}"
            for move, count in divide(start, 3).items():
                yield f"    {move}: {count:,}"


def test_the_counts_are_those_of_the_golden_file() -> None:
    text = "".join(f"{line}\n" for line in lines())
    if os.environ.get("UPDATE_GOLDEN"):
        COUNTS.write_text(text, encoding="utf-8")
    assert text == COUNTS.read_text(encoding="utf-8")


def test_perft_counts_what_the_game_itself_lists() -> None:
    start = game.start(game.load("deft-diplomacy"), SEED)
    frontier = [start]
    for depth in range(4):
        assert perft(start, depth) == len(frontier)
        frontier = [g.play(m) for g in frontier for m in g.moves]
    assert sum(divide(start, 3).values()) == perft(start, 3)


def test_a_finished_game_has_no_lines() -> None:
    position = game.start(game.load("ladder"), SEED)
    while not position.over:
        position = position.play(position.moves[0])
    assert (perft(position, 0), perft(position, 1), divide(position, 2)) == (1, 0, {})
