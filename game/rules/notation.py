"""Writing the notation: a whole game as text that a person can read and type. `game.record.notation` reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from game.rules.play import Game

FORMAT = 1

ENGINE_FORMAT = 1
"""Raised when the same scenario and moves could give other states than before."""


@frozen
class Header:
    """What a game was started from; in no language but the ids'."""

    scenario: str
    version: int = 1
    content: str = ""
    """The hash of the scenario's files."""
    engine: int = ENGINE_FORMAT
    seed: int = 0
    difficulty: str | None = None
    dealt: tuple[tuple[str, tuple[str, ...]], ...] = ()
    folder: str = ""
    """Where the scenario stood, if it is not a shipped one."""


def header_of(game: Game, folder: str = "") -> Header:
    """What this game was started from."""
    scenario = game.scenario
    return Header(
        scenario.id,
        scenario.version,
        scenario.content,
        ENGINE_FORMAT,
        game.seed,
        game.difficulty,
        game.world.dealt,
        folder,
    )


def write_header(header: Header) -> str:
    """The first lines of a record."""
    lines = [f"multivector record {FORMAT}", f"scenario: {header.scenario}", f"version: {header.version}"]
    if header.content:
        lines.append(f"content: {header.content}")
    lines.append(f"engine: {header.engine}")
    lines.append(f"seed: {header.seed}")
    if header.difficulty is not None:
        lines.append(f"difficulty: {header.difficulty}")
    lines += [f"deal {name}: {' '.join(order)}" for name, order in header.dealt]
    if header.folder:
        lines.append(f"folder: {header.folder}")
    return "\n".join(lines) + "\n\nturn 1\n"


def write(game: Game, folder: str = "") -> str:
    """The record of a game with all its branches, ending with the hash of its state."""
    steps: list[str] = []
    depth = 0
    line: tuple[Game, ...] = (game.line[0],)
    for tip in (*game.branches, game):
        way = tip.line
        shared = _shared(line, way)
        if shared < depth:
            steps.append(f"back {shared}")
        for position in way[shared + 1 :]:
            steps += _move_lines(position)
        line, depth = way, len(way) - 1
    return write_header(header_of(game, folder)) + "".join(f"{s}\n" for s in steps) + f"state = {game.state_hash}\n"


def _move_lines(position: Game) -> Iterator[str]:
    assert position.past is not None and position.move is not None
    yield str(position.move)
    if position.turn != position.past.turn:
        yield turn_line(position)


def turn_line(position: Game) -> str:
    """The line that stands where a turn begins."""
    return f"turn {position.turn} = {position.state_hash[:8]}"


def _shared(one: tuple[Game, ...], other: tuple[Game, ...]) -> int:
    """How many moves two lines begin with in common."""
    count = 0
    for a, b in zip(one[1:], other[1:], strict=False):
        if a.move is not b.move:
            break
        count += 1
    return count
