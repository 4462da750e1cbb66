"""A dealt world for the teacher's eyes: of a seed, who moves, what happens and what lies on the table, by turn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from game.classroom.handout.cards import numbers_of, place_of, turn_name
from game.classroom.handout.styles import (
    BODY,
    GUTTER,
    STRONG,
    SUBTITLE,
    TITLE,
    body,
    bound,
    heading,
    listed,
    writing_room,
)
from game.classroom.paper.flow import Block, Paragraph, down, high, levelled, poured
from game.classroom.paper.sheet import ACCENT, MUTED, Document, Mark, Rect
from game.rules.chance import Stream
from game.rules.model import Scenario
from game.rules.play import Game
from game.scenes.phrases import capital, plain
from game.scenes.wording import any_name
from game.words import say


def world(game: Game, paper: str) -> Document:
    """The world of a game that has just begun: its turns, then the order in which to stack each deck."""
    scenario = game.scenario
    blocks: list[Block] = [*_turns(game), *_decks(game)]
    room = writing_room(paper)
    head: list[Block] = [
        Paragraph(say("World {seed}: for the teacher only", seed=game.seed), TITLE, ACCENT),
        Paragraph(
            say(
                "Every table that uses this sheet has the same world as multivector class {name} --seed {seed}.",
                name=scenario.id, seed=game.seed,
            ),
            SUBTITLE, MUTED, before=0.6,
        ),
    ]  # fmt: skip
    top = high(head, room.w) + 4.0
    wide = (room.w - GUTTER) / 2
    pages: list[list[Mark]] = []
    columns = poured(blocks, wide, room.h - top)
    for first in range(0, len(columns), 2):
        marks = down(head, room)
        shown = columns[first : first + 2]
        if first + 2 >= len(columns):
            shown = levelled([block for column in shown for block in column], wide, room.h - top, 2)
        for number, column in enumerate(shown):
            marks += down(column, Rect(room.x + number * (wide + GUTTER), room.y + top, wide, room.h - top))
        pages.append(marks)
    return bound(scenario.title, say("World {seed}", seed=game.seed), paper, pages)


def _named(scenario: Scenario, numbers: dict[str, str], key: str) -> str:
    """`A7 Aktau ports`."""
    for room in (scenario.cards, scenario.events):
        if key in room:
            return f"{numbers[key]} {room[key].name}"
    return capital(plain(key))


def _turns(game: Game) -> Iterable[Block]:
    scenario, numbers = game.scenario, numbers_of(game.scenario)
    yield heading(say("Turn by turn"))
    for turn in range(1, scenario.last_turn + 1):
        told: list[Paragraph] = []
        for number, stream in enumerate(game.plan.streams):
            told += _of_turn(game, number, stream, turn, numbers)
        row: list[Paragraph] = [Paragraph(turn_name(scenario, turn), STRONG, before=2.0), *told]
        yield from (part.together() for part in row[:-1])
        yield row[-1]


def _of_turn(game: Game, number: int, stream: Stream, turn: int, numbers: dict[str, str]) -> Iterable[Paragraph]:
    scenario, table = game.scenario, game.world.tables[number]
    name = _name(scenario, stream)
    if turn > len(table):
        return
    if stream.kind == "order":
        for number_of in _several(table[turn - 1]):
            member = stream.ids[stream.indices.index(number_of)]
            letter, index = place_of(scenario, member)
            yield Paragraph(
                f"{name}: {any_name(game.plan, member)}", BODY, before=0.7, indent=4.6, letter=letter, index=index
            )
    elif stream.kind in ("dealt", "repeated"):
        for event in _several(table[turn - 1]):
            told = _named(scenario, numbers, stream.ids[stream.indices.index(event)])
            yield Paragraph(f"{name}: {told}", BODY, before=0.7, indent=4.6, icon="book")
    elif stream.kind == "window":
        known = [stream.ids[stream.indices.index(card)] for card in _several(table[turn - 1])]
        told = ", ".join(numbers[key] for key in known)
        icon = scenario.chance[stream.name].icon or "chart"
        yield Paragraph(f"{name}: {told}", BODY, before=0.7, indent=4.6, icon=icon)


def _several(entry: int | tuple[int, ...]) -> tuple[int, ...]:
    return entry if isinstance(entry, tuple) else (entry,)


def _name(scenario: Scenario, stream: Stream) -> str:
    found = scenario.chance.get(stream.name)
    return (found.name if found is not None else "") or capital(plain(stream.name))


def _decks(game: Game) -> Iterable[Block]:
    """The order in which each deck is stacked, from the top."""
    scenario, numbers = game.scenario, numbers_of(game.scenario)
    for stream in game.plan.streams:
        if stream.kind not in ("window", "shuffled", "rolled"):
            continue
        yield heading(_name(scenario, stream))
        if stream.kind == "rolled":
            yield body(say("How likely each event is depends on play: shuffle these cards and draw one each time."))
            yield from listed(_named(scenario, numbers, key) for key in stream.ids)
            continue
        if stream.kind == "window":
            yield body(_laid(stream))
        else:
            yield body(say("Take the first card from the top that can come in the turn."))
        yield from _stacked(scenario, numbers, [stream.ids[i] for i in stream.order(game.seed)])


def _laid(stream: Stream) -> str:
    if not stream.slide:
        return say("All of these lie on the table from the first turn on. Once played, a card is gone.")
    return say(
        "Stack the deck like this, the first on top. Lay out {show}; at the end of each turn the {slide} that have "
        "lain longest leave, played or not, and as many come.",
        show=stream.show, slide=stream.slide,
    )  # fmt: skip


def _stacked(scenario: Scenario, numbers: dict[str, str], keys: Sequence[str]) -> Iterable[Block]:
    for place, key in enumerate(keys, 1):
        yield Paragraph(_named(scenario, numbers, key), BODY, before=0.3, indent=6.0, mark=f"{place}.")
