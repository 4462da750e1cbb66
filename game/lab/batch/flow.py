"""The flow of a turn over rows: what follows an answer, until each game is asked something again or is over."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from game.lab.batch.rows import Chosen, Row, either, places_among, places_of, taken_of, whole
from game.lab.batch.table import Table
from game.rules.plan import AT, ENDING, TURN, EventPlan

FEW_ASKED = 4
"""An agenda is read in all games where one in so many asks for it, else only in those."""

EVENTS = -1
"""Stands for all decisions of events, after which the dispatches go on."""

_NONE, _ONE = np.array(0, "i1"), np.array(1, "i1")
_NOBODY = np.zeros(0, "i8")


def go_on(table: Table, kind: int, games: Chosen, turn: int, mask: Row | None = None) -> None:
    """Work out what follows an answer to an event (`EVENTS`), or to an envoy's decision, by its number.

    `mask` tells the same games as truths, if those are at hand; it is used up.
    """
    kernel = table.kernel
    if kernel.can_finish:
        games, mask = _unfinished(table, games), None
    if kind == EVENTS:
        number = kernel.phase("dispatches") + 1
        enter(table, number, _dispatch(table, number, _mask(table, games) if mask is None else mask, turn), turn)
        return
    position = kernel.envoys.index(kind) + 1
    if position < len(kernel.envoys):
        table.columns[AT][whole(games)] = kernel.envoys[position]
    else:
        enter(table, kernel.phase("envoys") + 1, games, turn)


def enter(table: Table, number: int, games: Chosen, turn: int) -> None:
    """Go on with a phase in these games, all in one turn, until each is asked something or is over."""
    kernel, phases = table.kernel, table.kernel.plan.phases
    while games is None or len(games):
        if number >= len(phases):
            turn, number = turn + 1, 0
            table.columns[TURN][whole(games)] = turn
            for slot, start in kernel.resets:
                table.columns[slot][whole(games)] = start
            continue
        match phases[number].kind:
            case "envoys" if kernel.envoys:
                table.columns[AT][whole(games)] = kernel.envoys[0]
                return
            case "dispatches" if kernel.straight is not None:
                games = _straight(table, games, turn)
            case "dispatches":
                table.run(kernel.queue, games, turn)
                table.queued = None
                games = _dispatch(table, number + 1, _mask(table, games), turn)
            case "laws":
                table.run(kernel.laws[number], games, turn)
                games = _unfinished(table, games)
            case "endings":
                games = _ended(table, games, turn)
        number += 1


def _ended(table: Table, games: Chosen, turn: int) -> Chosen:
    """Note the ending that each game has come to; gives those that go on."""
    games = _unfinished(table, games)
    if games is not None and not len(games):
        return games
    ending = table.run(table.kernel.endings, games, turn)
    if ending is None:
        return games
    table.columns[ENDING][whole(games)] = ending
    if games is None and table.put_aside is not None and np.count_nonzero(ended := ending != 0):
        return _parted(table, ended, table.put_aside)
    return _unfinished(table, games, always=True)


def _parted(table: Table, ended: Row, put_aside: Callable[[Row], Chosen]) -> Chosen:
    """Put games aside that have ended, and go on with the others only, or with all."""
    at = table.columns[AT]
    table.columns[AT] = either(ended, at.dtype.type(table.kernel.plan.over), at)
    left = put_aside(ended)
    if left is None:
        table.columns[AT], table.columns[ENDING] = at, np.zeros_like(table.columns[ENDING])
        return None
    rest = table.take(left)
    table.columns, table.worlds, table.count = rest.columns, rest.worlds, rest.count
    return None if len(left) else left


def _unfinished(table: Table, games: Chosen, always: bool = False) -> Chosen:
    """Those of the games that have not ended; the others are over."""
    if not (table.kernel.can_finish or always):
        return games
    ended = table.columns[ENDING][whole(games)] != 0
    if not np.count_nonzero(ended):
        return games
    table.columns[AT][places_among(games, places_of(ended))] = table.kernel.plan.over
    return places_among(games, places_of(~ended))


def _straight(table: Table, games: Chosen, turn: int) -> Chosen:
    """The events of the turn, as they are drawn."""
    stage = table.kernel.straight
    assert stage is not None and stage.stream is not None
    for entry in table.kernel.spans[stage.stream].of(turn):
        drawn = table.worlds.rows[stage.stream][entry]
        if table.kernel.straight_adds is not None:
            table.add(table.kernel.straight_adds, games, taken_of(drawn, games))
            continue
        for event, group in list(table.groups(taken_of(drawn, games), games)):
            table.run(table.kernel.events[event], group, turn)
    return _unfinished(table, games)


def _mask(table: Table, games: Chosen) -> Row:
    """The chosen games as truths."""
    mask = np.full(table.count, games is None)
    if games is not None:
        mask[games] = True
    return mask


def _dispatch(table: Table, following: int, free: Row, turn: int) -> Chosen:
    """Read what is queued, in order, until a game is asked something.

    `free`, which is changed, holds for the games that do so. Gives those that come to the following phase, by its
    number, and go on from there. (Masks of all games cost less than the numbers of some.)
    """
    kernel = table.kernel
    if table.queued is None:
        table.queued = frozenset(e for e, slot in kernel.pending if np.count_nonzero(table.columns[slot]))
    for number, stage in enumerate(kernel.plan.stages):
        if stage.kind == "agenda":
            _read_agenda(table, number, free, turn)
            continue
        for index in stage.events:
            if index in table.queued:
                _read_queued(table, kernel.plan.events[index], free, turn)
    if kernel.envoys and following < len(kernel.plan.phases) and kernel.plan.phases[following].kind == "envoys":
        _ask(table, kernel.envoys[0], free)
        return _NOBODY
    return None if np.count_nonzero(free) == table.count else places_of(free)


def _ask(table: Table, decision: int | Row, asked: Row) -> None:
    """Where it is told, games are asked something next."""
    at = table.columns[AT]
    table.columns[AT] = either(asked, np.asarray(decision, at.dtype), at)


def _read_queued(table: Table, event: EventPlan, free: Row, turn: int) -> None:
    """Let an event come where it is queued; `free`, which is changed, tells where the dispatches go on."""
    assert event.pending is not None
    pending = table.columns[event.pending]
    while np.count_nonzero(queued := (pending != _NONE) & free):
        pending = table.columns[event.pending] = pending - queued.view("i1")
        if event.decision is not None:
            _ask(table, event.decision, queued)
            free ^= queued
            return
        hit = places_of(queued)
        table.run(table.kernel.events[event.index], hit, turn)
        if table.kernel.can_finish:
            _unfinished(table, hit)
            free &= table.columns[ENDING] == _NONE
        pending = table.columns[event.pending]


def _read_agenda(table: Table, number: int, free: Row, turn: int) -> None:
    """Whoever's agenda is read: the first face whose condition holds. `free` is as in `_read_queued`."""
    agenda, slot = table.kernel.agendas[number], table.kernel.plan.stages[number].pending
    assert slot is not None
    pending = table.columns[slot]
    waiting = (pending != _NONE) & free
    if not (many := np.count_nonzero(waiting)):
        return
    if many * FEW_ASKED > table.count:  # to ask all is quicker than to gather some
        asked = table.run(agenda.body, None, turn)
        asked &= -free.astype(asked.dtype)
        table.columns[slot] = either(free, np.zeros(1, pending.dtype), pending)
    else:
        some = places_of(waiting)
        told = table.run(agenda.body, some, turn)
        asked = np.zeros(table.count, told.dtype)
        asked[some] = told
    hit = asked != _NONE
    if agenda.silent:
        hit &= asked <= len(table.kernel.plan.decisions)
    _ask(table, asked - _ONE, hit)
    free ^= hit
    for code, event in agenda.silent:
        if len(some := places_of(asked == code)):
            table.run(table.kernel.events[event], some, turn)
    if agenda.silent and table.kernel.can_finish:
        _unfinished(table, places_of(free))
        free &= table.columns[ENDING] == _NONE
