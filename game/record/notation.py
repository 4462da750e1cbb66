"""Reading the notation: a game's text parsed and played again.

    multivector record 1
    scenario: deft-diplomacy
    version: 1
    seed: 7
    difficulty: standard

    turn 1
    new_kazakhstan > own_master
    russia.demand_odd > hedge
    president > ankara_partnership
    undo
    president > reform
    turn 2 = 1f3a9c2e

A line is a move (`actor > choice`), `undo`, `redo`, `back N` (to the position after N moves), `switch N` (to branch N),
or `turn N`, perhaps with the hash of the state in which the turn began. What follows a `#` is for people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from attrs import frozen

from game.rules.answers import IllegalMove
from game.rules.chance import DealError
from game.rules.model import Scenario
from game.rules.notation import FORMAT, Header
from game.rules.play import ENGINE_FORMAT, Game, start
from game.words import say

LONGEST = 4_000_000  # characters of a record
_FIRST = re.compile(r"multivector record (\d+)\s*\Z")
_MOVE = re.compile(r"[a-z0-9_.-]+ > [a-z0-9_.-]+\Z", re.IGNORECASE)
_TURN = re.compile(r"turn (\d+)(?: = ([0-9a-f]{8}))?\Z")
_STEP = re.compile(r"(undo|redo|back \d+|switch \d+)\Z")
_STATE = re.compile(r"state = ([0-9a-f]{16})\Z")


class RecordError(ValueError):
    """A text that is no record of a game. `line` counts from 1."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(f"line {line}: {message}")
        self.message, self.line = message, line


@frozen
class Step:
    """One line of a record's body."""

    text: str
    line: int

    @property
    def is_move(self) -> bool:
        return bool(_MOVE.match(self.text))


@frozen
class Record:
    """A game as text: what it was started from and every step since."""

    header: Header
    steps: tuple[Step, ...]


@frozen
class Divergence:
    """Where a record and the rules part ways."""

    line: int
    step: str
    reason: str

    def __str__(self) -> str:
        return say("line {line}, `{step}`: {reason}", line=self.line, step=self.step, reason=self.reason)


@frozen
class Replay:
    """A record played again, as far as it goes."""

    game: Game
    divergence: Divergence | None = None
    """The first step that cannot be played, or the first state that differs."""
    unplayed: tuple[str, ...] = ()
    """The steps from the divergence on, if it stopped the replay."""
    older: bool = False
    """Whether the record was made with other files than the scenario's present ones."""


def parse(text: str) -> Record:
    """The record in a text. Raises `RecordError` with the line that cannot be read."""
    if len(text) > LONGEST:
        raise RecordError(say("a record has at most {most} characters", most=f"{LONGEST:,}"))
    lines = text.splitlines()
    match = _FIRST.match(lines[0].strip()) if lines else None
    if match is None:
        raise RecordError(say("a record begins with `multivector record 1`"))
    if int(match.group(1)[:9]) > FORMAT:
        told = say("this record is of format {format}, from a newer Multivector than this one", format=match.group(1))
        raise RecordError(told)
    values, body = _header_lines(lines)
    steps: list[Step] = []
    for number, line in enumerate(lines[body:], body + 1):
        bare = line.split("#", 1)[0].strip()
        if bare:
            steps.append(_step(bare, number))
    return Record(_header(values), tuple(steps))


def _header_lines(lines: list[str]) -> tuple[dict[str, tuple[str, int]], int]:
    """The `key: value` lines with their numbers, and the index of the first line after them."""
    values: dict[str, tuple[str, int]] = {}
    for index, line in enumerate(lines[1:], 1):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        key, colon, value = bare.partition(":")
        if not colon or ">" in key:
            return values, index
        values[key.strip()] = (value.strip(), index + 1)
    return values, len(lines)


def _header(values: Mapping[str, tuple[str, int]]) -> Header:
    if "scenario" not in values:
        raise RecordError(say("the record does not say its scenario: `scenario: ...`"))
    numbers = {key: _number(values, key, default) for key, default in (("version", 1), ("engine", 1), ("seed", 0))}
    dealt = tuple(
        (key.removeprefix("deal ").strip(), tuple(value.split()))
        for key, (value, _) in values.items()
        if key.startswith("deal ")
    )
    return Header(
        values["scenario"][0],
        numbers["version"],
        values.get("content", ("", 0))[0],
        numbers["engine"],
        numbers["seed"],
        values["difficulty"][0] if "difficulty" in values else None,
        dealt,
        values.get("folder", ("", 0))[0],
    )


def _number(values: Mapping[str, tuple[str, int]], key: str, default: int) -> int:
    if key not in values:
        return default
    text, line = values[key]
    if not (text.isascii() and text.isdecimal() and len(text) < 20):
        raise RecordError(say("`{key}` is a whole number, not `{text}`", key=key, text=text), line)
    return int(text)


def _step(text: str, line: int) -> Step:
    folded = " > ".join(part.strip() for part in text.split(">")) if ">" in text else " ".join(text.split())
    if not any(pattern.match(folded) for pattern in (_MOVE, _TURN, _STEP, _STATE)):
        raise RecordError(say("`{text}` is no move and no step", text=text[:80]), line)
    return Step(folded, line)


def replay(record: Record, scenario: Scenario) -> Replay:
    """The record played by a scenario's rules, as far as its moves are legal.

    Raises `RecordError` if the game cannot even be started (an unknown difficulty, a deal that does not fit).
    """
    header = record.header
    if header.engine > ENGINE_FORMAT:
        newer = say(
            "this record was played by engine {number}, newer than this one ({own})",
            number=header.engine,
            own=ENGINE_FORMAT,
        )
        raise RecordError(newer)
    try:
        game = start(scenario, header.seed, header.difficulty, dict(header.dealt))
    except (ValueError, DealError) as error:
        raise RecordError(str(error)) from None
    older = bool(header.content) and header.content != scenario.content
    differs: Divergence | None = None
    for index, step in enumerate(record.steps):
        try:
            game = take(game, step.text)
        except _StateDiffers as difference:
            differs = differs or Divergence(step.line, step.text, str(difference))
        except (IllegalMove, IndexError, ValueError) as error:
            rest = tuple(s.text for s in record.steps[index:])
            return Replay(game, differs or Divergence(step.line, step.text, str(error)), rest, older)
    return Replay(game, differs, (), older)


class _StateDiffers(Exception):
    """A hash in the record is not that of the state."""


def take(game: Game, step: str) -> Game:
    """The game after one step in notation. Raises `IllegalMove`, `IndexError` or `ValueError` if it cannot be taken."""
    if (turn := _TURN.match(step)) is not None:
        _compare(game, game.turn == int(turn.group(1)[:9]), turn.group(2))
        return game
    if (state := _STATE.match(step)) is not None:
        _compare(game, True, state.group(1))
        return game
    if ">" in step:
        return game.play(step)  # an event may well be called `undo`
    word, _, number = step.partition(" ")
    match word:
        case "undo":
            return _moved(game, game.undo(), "there is nothing to undo")
        case "redo":
            return _moved(game, game.redo(), "there is nothing to redo")
        case "back":
            return game.back_to(int(number))
        case "switch":
            branches = game.branches
            if not 1 <= int(number) <= len(branches):
                raise IndexError(f"there are {len(branches)} branches here")
            return game.switch(branches[int(number) - 1])
        case _:
            return game.play(step)


def _moved(before: Game, after: Game, otherwise: str) -> Game:
    if after is before:
        raise IndexError(otherwise)
    return after


def _compare(game: Game, same_turn: bool, wanted: str | None) -> None:
    if not same_turn:
        raise _StateDiffers(f"the game is in turn {game.turn} here")
    if wanted is not None and not game.state_hash.startswith(wanted):
        raise _StateDiffers(f"the state is {game.state_hash[: len(wanted)]} here")


def moves_of(steps: Iterable[Step]) -> tuple[str, ...]:
    """Only the moves."""
    return tuple(step.text for step in steps if step.is_move)
