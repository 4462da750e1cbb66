"""Playthroughs as text: a record that a person can follow, with every change told beside the move that led to it."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from game.rules.causes import Cause
from game.rules.notation import header_of, turn_line, write_header
from game.rules.play import Game


def playthrough(end: Game) -> str:
    """The record of a game, with comments for people. The hash of the files is left out: texts may change."""
    head = write_header(evolve(header_of(end), content="")).removesuffix("\nturn 1\n")
    return head + "".join(f"{line}\n" for line in _lines(end))


def _lines(end: Game) -> Iterator[str]:
    yield f"# {end.scenario.turn_label(1)}"
    yield "turn 1"
    for position in end.line:
        if position.past is not None:
            legal = position.past.moves
            yield f"{position.move}  # {position.past.decision.name}, {len(legal)} legal"
        yield from map(_told, position.causes)
        if position.past is not None and position.turn != position.past.turn:
            yield ""
            yield f"# {end.scenario.turn_label(position.turn)}"
            yield turn_line(position)
    yield f"state = {end.state_hash}"
    if (outcome := end.outcome) is not None:
        yield ""
        yield f"# {outcome.label}: {outcome.name}, {'won' if outcome.won else 'lost'} with a score of {outcome.score}"
        for row in outcome.legacies:
            yield f"#   {row.name}: {row.measure}, {row.stars} stars, {row.points} points{' (doubled)' * row.doubled}"


def _told(cause: Cause) -> str:
    change = f"{cause.track} {cause.before} {cause.applied:+d} = {cause.after}"
    lost = f", {cause.lost:+d} lost" if cause.lost else ""
    spilt = f", spilt from {cause.spilt_from}" if cause.spilt_from else ""
    hidden = ", revealed" if cause.revealed else ""
    return f"    # {change}{lost}{spilt}{hidden}  [{cause.rule}: {cause.text}]"
