"""What chance holds for many games at once: the same draws as `game.rules.chance`, a row of games at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from attrs import define, frozen

from game.lab.batch.expressions import width
from game.lab.batch.rows import Row, taken
from game.rules.chance import WHOLE, Stream, World, site_of, step_of

MASK = (1 << 64) - 1
BLOCK = 1 << 14
"""Draws are made for so many games at a time: few enough that all steps find them in a near cache, and so many that
what a call itself costs does not count."""

DEALT_AT_ONCE = 1 << 15
"""Worlds are dealt for so many games at a time, so that all keys of a deck stay near."""

_27, _30, _31, _32 = (np.array(bits, np.uint64) for bits in (27, 30, 31, 32))
_FIRST, _SECOND = np.array(0xBF58476D1CE4E5B9, np.uint64), np.array(0x94D049BB133111EB, np.uint64)

PAIRWISE = 32
"""Up to so many cards, counting for each how many come before it is quicker than sorting."""


def seeds_of(seeds: Sequence[int] | Row | range) -> Row:
    """Seeds as the kernel keeps them: of a seed only its last 64 bits count."""
    if isinstance(seeds, range):
        return np.arange(len(seeds), dtype=np.uint64) * np.uint64(seeds.step & MASK) + np.uint64(seeds.start & MASK)
    if isinstance(seeds, np.ndarray):
        return seeds.astype(np.uint64)
    return np.array([seed & MASK for seed in seeds], np.uint64)


def mixed(seeds: Row, step: int, n: int | Row, kind: str = "u8") -> Row:
    """`draw` for each seed, `step` being that of its turn and site: 0 to n - 1, as integers of a kind.

    `n` may be one for each seed, of any kind.
    """
    size = len(seeds)
    told = np.empty(size, kind)
    z, y = np.empty(min(size, BLOCK), np.uint64), np.empty(min(size, BLOCK), np.uint64)
    whole = isinstance(n, int) and n == WHOLE
    added, most = np.array(step, np.uint64), np.array(n, np.uint64) if isinstance(n, int) else None
    for start in range(0, size, BLOCK):
        stop = min(start + BLOCK, size)
        if stop - start < len(z):
            z, y = z[: stop - start], y[: stop - start]
        x = seeds[start:stop] if step == 0 else np.add(seeds[start:stop], added, z)
        np.right_shift(x, _30, y)
        np.bitwise_xor(x, y, z)
        np.multiply(z, _FIRST, z)
        np.right_shift(z, _27, y)
        np.bitwise_xor(z, y, z)
        np.multiply(z, _SECOND, z)
        np.right_shift(z, _31, y)
        np.bitwise_xor(z, y, z)
        if whole:
            np.right_shift(z, _32, told[start:stop], casting="unsafe")
            continue
        np.right_shift(z, _32, z)
        np.multiply(z, most if most is not None else n[start:stop].astype(np.uint64), z)  # type: ignore[index]
        np.right_shift(z, _32, told[start:stop], casting="unsafe")
    return told


def below(draws: Row, counts: Row) -> Row:
    """What `mixed` gives for each count, from what it gives for `WHOLE`; in integers of the counts' kind."""
    found = counts.astype(np.uint64)
    np.multiply(found, draws, found)
    np.right_shift(found, _32, found)
    return found.astype(counts.dtype)


def ranks(keys: Sequence[Row], ids: Sequence[str]) -> list[Row]:
    """For each member its place in the order of the keys, equal ones in the order of their ids."""
    size = len(keys)
    kind = width(0, size)
    if size > PAIRWISE:
        return _sorted_ranks(keys, ids, kind)
    if not keys:
        return []
    by_id = sorted(range(size), key=ids.__getitem__)  # of equal keys the first then comes first
    small = np.empty((size, len(keys[0])), np.uint32)
    for row, member in zip(small, by_id, strict=True):
        row[:] = keys[member]
    places = np.repeat(np.arange(size - 1, -1, -1, dtype=kind)[:, None], small.shape[1], axis=1)
    for first in range(size - 1):
        before = (small[first] <= small[first + 1 :]).view(np.int8)
        places[first + 1 :] += before
        places[first] -= np.add.reduce(before, axis=0, dtype=np.int8)
    return [places[by_id.index(member)] for member in range(size)]


def _sorted_ranks(keys: Sequence[Row], ids: Sequence[str], kind: str) -> list[Row]:
    by_id = np.argsort(np.argsort(np.array(ids))).astype(np.uint64)
    whole = np.stack([(key.astype(np.uint64) << np.uint64(16)) | by_id[i] for i, key in enumerate(keys)])
    order = np.argsort(whole, axis=0)
    places = np.empty(order.shape, kind)
    np.put_along_axis(places, order, np.arange(len(keys), dtype=kind)[:, None], axis=0)
    return list(places)


def order_of(places: Sequence[Row], numbers: Sequence[int], wanted: int) -> list[Row]:
    """The first `wanted` members of an order, by their numbers, from the place of each."""
    kind = width(0, max(numbers))
    order = [np.zeros(len(places[0]), kind) for _ in range(wanted)]
    for place, row in enumerate(order):
        for number, at in zip(numbers, places, strict=True):
            if number:
                row += (at == place).view(np.int8) * np.dtype(kind).type(number)
    return order


@frozen
class Spans:
    """Which entries of a deck of events belong to which turn."""

    starts: tuple[int, ...]

    def of(self, turn: int) -> range:
        """The entries of a turn, counted from 1."""
        return range(self.starts[turn - 1], self.starts[turn])


def is_deck(stream: Stream) -> bool:
    """Whether a stream holds events turn by turn."""
    return stream.kind in ("dealt", "repeated", "rolled")


@lru_cache(maxsize=256)
def spans_of(stream: Stream) -> Spans:
    """The entries of each turn of a deck of events that is dealt, repeated or rolled."""
    starts = [0]
    for turn in range(1, stream.turns + 1):
        count = 0 if turn in stream.quiet else stream.draw
        last = starts[-1] + count
        starts.append(min(last, len(stream.ids)) if stream.kind == "dealt" else last)
    return Spans(tuple(starts))


@define
class Worlds:
    """For each stream the rows of what it holds.

    `order`: the member of each turn. `dealt`, `repeated`: the number of each event, entry by entry (see `spans_of`).
    `rolled`: raw draws. `window`, `shuffled`: for each card or event in the stream's `ids`, its place in the order.
    """

    streams: tuple[Stream, ...]
    rows: list[list[Row]]

    @classmethod
    def of_seeds(cls, streams: tuple[Stream, ...], seeds: Row) -> Worlds:
        """The worlds of many seeds (unsigned 64-bit numbers)."""
        size = len(seeds)
        blocks = [seeds[start : start + DEALT_AT_ONCE] for start in range(0, size, DEALT_AT_ONCE)] or [seeds]
        parts = [[dealt(stream, block) for stream in streams] for block in blocks]
        return cls.joined([cls(streams, part) for part in parts])

    @classmethod
    def joined(cls, worlds: Sequence[Worlds]) -> Worlds:
        """All worlds of some, in their order."""
        if len(worlds) == 1:
            return worlds[0]
        streams = [zip(*rows, strict=True) for rows in zip(*(w.rows for w in worlds), strict=True)]
        return cls(worlds[0].streams, [[np.concatenate(parts) for parts in stream] for stream in streams])

    @classmethod
    def of_worlds(cls, streams: tuple[Stream, ...], worlds: Sequence[World]) -> Worlds:
        """Worlds as the engine holds them, orders that were named instead of drawn included."""
        by_stream: list[list[Row]] = []
        for number, stream in enumerate(streams):
            entries = [_entries(stream, world, number) for world in worlds]
            by_stream.append([np.array(column, kind_of(stream)) for column in zip(*entries, strict=True)])
        return cls(streams, by_stream)

    def take(self, games: Row, turn: int = 1) -> Worlds:
        """The worlds of some games; what belongs to turns before `turn` is left out."""
        rows = []
        for stream, whole in zip(self.streams, self.rows, strict=True):
            past = turn - 1 if stream.kind == "order" else spans_of(stream).starts[turn - 1] if is_deck(stream) else 0
            gone = [np.zeros(len(games), row.dtype) for row in whole[:past]]
            rows.append(gone + [taken(row, games) for row in whole[past:]])
        return Worlds(self.streams, rows)


def kind_of(stream: Stream) -> str:
    """The integers in which a stream's rows are kept."""
    if stream.kind == "rolled":
        return "u8"
    return width(0, max(max(stream.indices), len(stream.ids)))


def _entries(stream: Stream, world: World, number: int) -> list[int]:
    """The rows' entries for one world."""
    named = dict(world.dealt).get(stream.name, ())
    match stream.kind:
        case "window" | "shuffled":
            order = stream.order(world.seed, named)
            return [order.index(i) for i in range(len(stream.ids))]
        case "order":
            return [entry for entry in world.tables[number] if isinstance(entry, int)]
        case _:
            return [event for events in world.tables[number] if isinstance(events, tuple) for event in events]


def dealt(stream: Stream, seeds: Row) -> list[Row]:
    """The rows of one stream."""
    match stream.kind:
        case "rolled":
            return [mixed(seeds, step, WHOLE) for steps in stream.steps for step in steps]
        case "repeated":
            kind, size = kind_of(stream), len(stream.ids)
            drawn = [mixed(seeds, step, size, kind) for steps in stream.steps for step in steps]
            if stream.indices == tuple(range(size)):
                return drawn
            numbers: Any = np.array(stream.indices, kind)
            return [numbers.take(row) for row in drawn]
        case "order":
            rows: list[Row] = []
            for number in range(stream.rounds):
                name = f"{stream.name}.{number + 1}" if stream.rounds > 1 else stream.name
                wanted = max(0, min(len(stream.ids), stream.turns - len(rows)))
                rows += order_of(_places(name, stream.ids, seeds), stream.indices, wanted) if wanted else []
            return rows
        case "dealt":
            return order_of(_places(stream.name, stream.ids, seeds), stream.indices, spans_of(stream).starts[-1])
        case _:
            return _places(stream.name, stream.ids, seeds)


def _places(name: str, ids: Sequence[str], seeds: Row) -> list[Row]:
    steps = [step_of(0, site_of(f"{name}.{id}")) for id in ids]
    return ranks([mixed(seeds, step, WHOLE, "u4") for step in steps], ids)
