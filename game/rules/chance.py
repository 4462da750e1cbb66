"""Chance as a function of seed, turn and site: the same seed gives the same world, whatever the player does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zlib import crc32

from attrs import field, frozen

from game.rules.wording import phrase

_MASK = (1 << 64) - 1
WHOLE = (1 << 32) - 1
"""The n that gives `draw` its finest grain; used to sort by chance."""


def site_of(name: str) -> int:
    """The site of a rule's id: 0 <= site < 2**32."""
    return crc32(name.encode())


def draw(seed: int, turn: int, site: int, n: int) -> int:
    """A number from 0 to n - 1, for 0 < n < 2**32: a splitmix64 step of (seed, turn, site).

    >>> draw(7, 1, site_of("weather"), 6) == draw(7, 1, site_of("weather"), 6)
    True
    """
    return _mixed(seed + step_of(turn, site), n)


def step_of(turn: int, site: int) -> int:
    """What a turn and a site add to the seed before it is mixed."""
    return 0x9E3779B97F4A7C15 * ((turn << 32) + site + 1) & _MASK


def _mixed(z: int, n: int) -> int:
    z &= _MASK
    z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ z >> 27) * 0x94D049BB133111EB) & _MASK
    return (((z ^ z >> 31) >> 32) * n) >> 32


def permutation(seed: int, stream: str, ids: Sequence[str]) -> tuple[int, ...]:
    """The indices of `ids` in the order of their draws, so that one more id does not re-deal the others."""
    return tuple(sorted(range(len(ids)), key=lambda i: (draw(seed, 0, site_of(f"{stream}.{ids[i]}"), WHOLE), ids[i])))


class DealError(ValueError):
    """A dealt order names something that is not in the stream."""


@frozen
class Stream:
    """One declared stream of chance, with its members numbered as the engine numbers them."""

    name: str
    kind: str
    """`order`: a member's index a turn. `window`: the cards on the table each turn. `dealt`, `repeated`: the events
    of each turn. `shuffled`: one order, of which play takes the first that can come. `rolled`: a raw draw an event."""
    ids: tuple[str, ...]
    indices: tuple[int, ...]
    """The engine's number for each id."""
    turns: int
    rounds: int = 1
    show: int = 0
    slide: int = 0
    draw: int = 1
    quiet: frozenset[int] = frozenset()
    """Turns in which nothing is drawn."""

    steps: tuple[tuple[int, ...], ...] = field(init=False, eq=False, repr=False)
    """What turn and site add to the seed, for each draw of each turn: the same in every game."""

    @steps.default
    def _all_steps(self) -> tuple[tuple[int, ...], ...]:
        sites = [site_of(self.name if k == 0 else f"{self.name}.{k + 1}") for k in range(self.draw)]
        turns = range(1, self.turns + 1)
        return tuple(() if t in self.quiet else tuple(step_of(t, site) for site in sites) for t in turns)

    def deal(self, seed: int, named: Sequence[str] = ()) -> tuple[int | tuple[int, ...], ...]:
        """What this stream holds, by turn. `named` fixes the beginning of the order. Raises `DealError`."""
        if self.kind == "rolled":
            if named:
                raise DealError(
                    phrase("{name} weighs its events as play goes; its order cannot be dealt", name=self.name)
                )
            return self._rolls(seed)
        if self.kind == "repeated":
            return self._repeated(seed, named)
        order = self.order(seed, named)
        match self.kind:
            case "order":
                return tuple(self.indices[i] for i in order)
            case "window":
                return tuple(self._table(order, turn) for turn in range(self.turns))
            case "dealt":
                return self._dealt(order)
            case _:
                return tuple(self.indices[i] for i in order)

    def order(self, seed: int, named: Sequence[str] = ()) -> list[int]:
        """The members of the stream, by their place in `ids`, as they are dealt. Raises `DealError`."""
        order: list[int] = []
        for number in range(self.rounds):
            stream = f"{self.name}.{number + 1}" if self.rounds > 1 else self.name
            order += permutation(seed, stream, self.ids)
        head = [self._index(name) for name in named]
        for index in head:
            if index not in order:
                raise DealError(
                    phrase("`{card}` is dealt more often than {name} holds it", card=self.ids[index], name=self.name)
                )
            order.remove(index)
        return head + order

    def _index(self, name: str) -> int:
        if name not in self.ids:
            raise DealError(phrase("{name} holds no `{card}`", name=self.name, card=name))
        return self.ids.index(name)

    def _table(self, order: Sequence[int], turn: int) -> tuple[int, ...]:
        size = len(order)
        places = range(self.slide * turn, self.slide * turn + min(self.show, size))
        return tuple(self.indices[order[place % size]] for place in places)

    def _dealt(self, order: Sequence[int]) -> tuple[tuple[int, ...], ...]:
        left = [self.indices[i] for i in order]
        turns: list[tuple[int, ...]] = []
        for turn in range(1, self.turns + 1):
            count = 0 if turn in self.quiet else self.draw
            turns.append(tuple(left[:count]))
            del left[:count]
        return tuple(turns)

    def _repeated(self, seed: int, named: Sequence[str]) -> tuple[tuple[int, ...], ...]:
        """Draws with return: each turn's events, all equally likely."""
        indices, size = self.indices, len(self.ids)
        turns = [tuple([indices[_mixed(seed + step, size)] for step in steps]) for steps in self.steps]
        return self._with_head(turns, [self._index(name) for name in named]) if named else tuple(turns)

    def _with_head(self, turns: list[tuple[int, ...]], head: list[int]) -> tuple[tuple[int, ...], ...]:
        """The draws with the first ones fixed."""
        fixed = iter(head)
        return tuple(tuple(self.indices[k] if (k := next(fixed, -1)) >= 0 else e for e in events) for events in turns)

    def _rolls(self, seed: int) -> tuple[tuple[int, ...], ...]:
        """Raw draws for decks whose weights depend on play: 0 <= roll < 2**32 - 1."""
        return tuple(tuple(_mixed(seed + step, WHOLE) for step in steps) for steps in self.steps)


@frozen
class World:
    """All that chance holds for one game."""

    seed: int
    tables: tuple[tuple[int | tuple[int, ...], ...], ...]
    """For each stream, its entries."""
    dealt: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The orders that were named instead of drawn."""


def deal(streams: Sequence[Stream], seed: int, dealt: Mapping[str, Sequence[str]] | None = None) -> World:
    """The world of a seed, with some orders named instead of drawn. Raises `DealError`."""
    if not dealt:
        return World(seed, tuple([stream.deal(seed) for stream in streams]))
    named = dict(dealt)
    unknown = set(named) - {stream.name for stream in streams}
    if unknown:
        raise DealError(phrase("there is no stream of chance `{name}`", name=min(unknown)))
    tables = tuple(stream.deal(seed, tuple(named.get(stream.name, ()))) for stream in streams)
    return World(seed, tables, tuple((name, tuple(order)) for name, order in sorted(named.items())))
