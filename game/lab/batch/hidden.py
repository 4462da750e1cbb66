"""Worlds in which all that the player of a game knows is as it is, and the rest is drawn anew.

So forecasts and search never peek. Known are: whose turn it is, now and as many turns ahead as the scenario says; the
cards that have been on the table; the events that were drawn. An event of a deck with conditions that was passed over
is taken for unknown. Many games are imagined at once, each from its own state and by its own seed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from game.lab.batch.rows import Row
from game.lab.batch.worlds import Worlds, dealt, mixed, order_of, ranks, spans_of
from game.rules.chance import Stream, site_of, step_of
from game.rules.plan import AT, TURN, Plan

UNKNOWN = 1 << 30
"""Keys of what is known lie below, by its place; those of what is unknown from here on, by chance."""


_FACTOR = np.uint64(0x9E3779B97F4A7C15)


def spread_seeds(seed: int, count: int) -> Row:
    """As many seeds from one, all different: those of splitmix64."""
    return mixed64(np.arange(1, count + 1, dtype=np.uint64) * _FACTOR + np.uint64(seed & (1 << 64) - 1))


def mixed64(z: Row) -> Row:
    """All 64 bits of splitmix64's last step for each number."""
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(z ^ (z >> np.uint64(31)))


def imagined_worlds(plan: Plan, turns: Row, decisions: Row, worlds: Worlds, games: Row, seeds: Row) -> Worlds:
    """For each seed a world that agrees with all that the player of its game knows.

    `turns` and `decisions` are where each game stands, `games` its number among `worlds`.
    """
    turn = turns.astype("i4")
    seen = events_seen(plan, turn, decisions)
    rows = []
    for number, stream in enumerate(plan.streams):
        real = [row.take(games) for row in worlds.rows[number]]
        match stream.kind:
            case "order":
                rows.append(_order(stream, real, turn + plan.stream_tables[number][2], seeds))
            case "window":
                rows.append(_window(stream, real, stream.slide * (turn - 1) + stream.show, seeds))
            case "dealt":
                rows.append(_deck(stream, real, _entries_seen(stream, seen), seeds))
            case "shuffled":
                rows.append(dealt(stream, seeds))
            case _:
                known, fresh = _entries_seen(stream, seen), dealt(stream, seeds)
                pairs = zip(real, fresh, strict=True)
                rows.append([np.where(k < known, row, new) for k, (row, new) in enumerate(pairs)])
    return Worlds(plan.streams, rows)


def knowledge(plan: Plan, columns: Sequence[Row], worlds: Worlds, games: Row) -> Row:
    """For each game a number of 64 bits that stands for all that its player knows, and for nothing else."""
    turn, found = columns[TURN].take(games).astype("i4"), np.zeros(len(games), np.uint64)
    seen = events_seen(plan, turn, columns[AT].take(games))

    def add(row: Row) -> None:
        np.multiply(found, _FACTOR, found)
        np.add(found, row.astype(np.uint64), found)

    for column in columns:
        add(column.take(games))
    for number, stream in enumerate(plan.streams):
        if stream.kind == "shuffled":
            continue
        real = [row.take(games) for row in worlds.rows[number]]
        if stream.kind == "window":
            for place in real:
                add(np.where(place < stream.slide * (turn - 1) + stream.show, place + 1, 0))
            continue
        ahead = plan.stream_tables[number][2]
        known = turn + ahead if stream.kind == "order" else _entries_seen(stream, seen)
        # Beyond the last turn an order is kept by some worlds and not by others.
        for entry, row in enumerate(real[: stream.turns] if stream.kind == "order" else real):
            add(np.where(entry < known, row + np.ones(1, row.dtype), 0))
    return mixed64(found)


def events_seen(plan: Plan, turns: Row, decisions: Row) -> Row:
    """For each game the last turn whose events have been drawn."""
    kinds = [phase.kind for phase in plan.phases]
    if "dispatches" in kinds and "envoys" in kinds and kinds.index("dispatches") < kinds.index("envoys"):
        return turns
    envoys = np.array([decision.kind == "envoy" for decision in plan.decisions], "i4")
    return np.asarray(turns - envoys.take(decisions))


def _entries_seen(stream: Stream, seen: Row) -> Row:
    """For each game how many entries of a deck of events its player has seen."""
    return np.array(spans_of(stream).starts, "i4").take(seen)


def _keys(stream: Stream, members: Sequence[int], mark: str, seeds: Row) -> list[Row]:
    """A key for each of some members of a stream (by their place in its ids), by chance."""
    steps = [step_of(0, site_of(f"{stream.name}.{mark}.{stream.ids[member]}")) for member in members]
    keys = [mixed(seeds, step, (1 << 32) - 1 - UNKNOWN, "u4") for step in steps]
    for key in keys:
        key += np.uint32(UNKNOWN)
    return keys


def _arranged(keys: list[Row], known: Row, entries: Sequence[Row], indices: Sequence[int]) -> None:
    """Give members whose entries are known their places for keys: each entry below `known` is one of `indices`."""
    for place, entry in enumerate(entries):
        told = place < known
        if not np.count_nonzero(told):
            break
        for key, index in zip(keys, indices, strict=True):
            key[told & (entry == index)] = place


def _order(stream: Stream, real: list[Row], known: Row, seeds: Row) -> list[Row]:
    """An order, round by round: what is known, then the rest of the round by chance."""
    size, rows = len(stream.ids), []
    members = range(size)
    for start in range(0, len(real), size):
        part = real[start : start + size]
        keys = _keys(stream, members, f"unknown {start}", seeds)
        _arranged(keys, known - start, part, stream.indices)
        drawn = order_of(ranks(keys, stream.ids), stream.indices, len(part))
        # An order that was named may hold a member twice in a round.
        rows += [np.where(start + k < known, part[k], row).astype(part[k].dtype) for k, row in enumerate(drawn)]
    return rows


def _window(stream: Stream, real: list[Row], known: Row, seeds: Row) -> list[Row]:
    """The place of each card: those that have been on the table keep theirs."""
    keys = _keys(stream, range(len(real)), "unknown", seeds)
    for key, place in zip(keys, real, strict=True):
        told = place < known
        key[told] = place[told]
    return [row.astype(place.dtype) for row, place in zip(ranks(keys, stream.ids), real, strict=True)]


def _deck(stream: Stream, real: list[Row], known: Row, seeds: Row) -> list[Row]:
    """The events of a deck without return: those that came, then any of the others."""
    keys = _keys(stream, range(len(stream.ids)), "unknown", seeds)
    _arranged(keys, known, real, stream.indices)
    return order_of(ranks(keys, stream.ids), stream.indices, len(real))
