"""Worlds in which all that the player of a game knows is as it is, and the rest is drawn anew.

So forecasts and search never peek. Known are: whose turn it is, now and as many turns ahead as the scenario says; the
cards that have been on the table; the events that were drawn. An event of a deck with conditions that was passed over
is taken for unknown.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from game.lab.batch.expressions import Row, width
from game.lab.batch.worlds import Worlds, dealt, kind_of, mixed, order_of, ranks, spans_of
from game.rules.chance import WHOLE, Stream, World, site_of, step_of
from game.rules.engine import Values
from game.rules.plan import AT, TURN, Plan


def spread_seeds(seed: int, count: int) -> Row:
    """As many seeds from one, all different: those of splitmix64."""
    z = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(seed & (1 << 64) - 1)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(z ^ (z >> np.uint64(31)))


def imagined_worlds(plan: Plan, state: Values, world: World, seeds: Row) -> Worlds:
    """For each seed a world that agrees with all that the player knows in this state."""
    seen = events_seen(plan, state)
    rows = []
    for number, stream in enumerate(plan.streams):
        table = world.tables[number]
        ahead = plan.stream_tables[number][2]
        match stream.kind:
            case "order":
                entries = [entry for entry in table if isinstance(entry, int)]
                rows.append(_order(stream, entries, state[TURN] + ahead, seeds))
            case "window":
                order = stream.order(world.seed, dict(world.dealt).get(stream.name, ()))
                rows.append(_window(stream, order, stream.slide * (state[TURN] - 1) + stream.show, seeds))
            case "dealt":
                drawn = [event for events in table[:seen] if isinstance(events, tuple) for event in events]
                rows.append(_deck(stream, drawn, seeds))
            case "shuffled":
                rows.append(dealt(stream, seeds))
            case _:
                drawn = [event for events in table[:seen] if isinstance(events, tuple) for event in events]
                fixed = [np.full(len(seeds), entry, kind_of(stream)) for entry in drawn]
                rows.append(fixed + dealt(stream, seeds)[len(fixed) :])
    return Worlds(plan.streams, rows)


def events_seen(plan: Plan, state: Values) -> int:
    """The last turn whose events have been drawn."""
    kinds = [phase.kind for phase in plan.phases]
    if plan.decisions[state[AT]].kind != "envoy" or "dispatches" not in kinds:
        return state[TURN]
    return state[TURN] if kinds.index("dispatches") < kinds.index("envoys") else state[TURN] - 1


def _places(stream: Stream, members: Sequence[int], mark: str, seeds: Row) -> list[Row]:
    """A place for each of some members of a stream (by their place in its ids), by chance."""
    ids = [stream.ids[member] for member in members]
    steps = [step_of(0, site_of(f"{stream.name}.{mark}.{id}")) for id in ids]
    return ranks([mixed(seeds, step, WHOLE, "u4") for step in steps], ids)


def _order(stream: Stream, entries: list[int], known: int, seeds: Row) -> list[Row]:
    """An order, round by round: what is known, then the rest of the round by chance."""
    size, rows = len(stream.ids), []
    for start in range(0, min(len(entries), stream.turns), size):
        part = entries[start : start + size]
        fixed, rest = part[: max(0, known - start)], sorted(part[max(0, known - start) :])
        rows += [np.full(len(seeds), entry, width(0, size)) for entry in fixed]
        if rest:
            rows += order_of(_places(stream, rest, f"unknown {start}", seeds), rest, len(rest))
    return rows


def _window(stream: Stream, order: list[int], known: int, seeds: Row) -> list[Row]:
    """The place of each card: those that have been on the table keep theirs."""
    size, kind = len(stream.ids), width(0, len(stream.ids))
    fixed, rest = order[:known], sorted(order[known:])
    rows: list[Row] = [np.zeros(0, kind)] * size
    for place, card in enumerate(fixed):
        rows[card] = np.full(len(seeds), place, kind)
    if rest:
        for card, row in zip(rest, _places(stream, rest, "unknown", seeds), strict=True):
            rows[card] = row.astype(kind) + np.dtype(kind).type(len(fixed))
    return rows


def _deck(stream: Stream, drawn: list[int], seeds: Row) -> list[Row]:
    """The events of a deck without return: those that came, then any of the others."""
    fixed = [np.full(len(seeds), event, kind_of(stream)) for event in drawn]
    left = [place for place, event in enumerate(stream.indices) if event not in drawn]
    wanted = spans_of(stream).starts[-1] - len(drawn)
    if wanted <= 0 or not left:
        return fixed
    numbers = [stream.indices[place] for place in left]
    return fixed + order_of(_places(stream, left, "unknown", seeds), numbers, wanted)
