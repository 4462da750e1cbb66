"""Source over rows for effects and tests: one straight function a rule, with the slots it reads and writes.

A function takes `v`, the rows of the slots it touches (`v[0]` is the turn, one integer: the games of a call share it),
`w`, the rows of what chance holds, and `n`, how many games there are. It puts new rows into `v` and never changes a
row in place, so that rows can be shared. As in the engine's own source, no text of a scenario ever enters it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from attrs import define, field, frozen

from game.lab.batch.expressions import ROW_NAMES, TRUTHS, UNIFORM, Piece, RowTerms, cast, widest, width
from game.rules.effects import Change, Effect, Finish, Let, When
from game.rules.plan import ENDING, TURN, Plan
from game.rules.terms import EMITTED_NAMES, Apply, Const, Drawn, Term, apply, emit

GUARDED = 2
"""Under a test, this many effects or more are passed over where the test holds in no game."""


@frozen
class Body:
    """A function over rows, with what it touches."""

    run: Callable[..., Any]
    reads: tuple[int, ...]
    """Slots, those it writes among them unless it sets them whatever they were; the turn is not."""
    writes: tuple[int, ...]
    draws: tuple[tuple[int, int], ...]
    """(stream, turns ahead) of each order it looks at."""
    decks: tuple[int, ...] = ()
    """Streams of events it draws from."""


@define
class BodyWriter:
    """Writes functions over rows and compiles them all at once."""

    plan: Plan
    terms: RowTerms = field(init=False)
    lines: list[str] = field(factory=list)
    indent: int = 0
    _masks: int = 0
    _reads: set[int] = field(factory=set)
    _writes: set[int] = field(factory=set)
    _set_anew: set[int] = field(factory=set)
    """Slots that are set in every game before anything reads them."""
    _draws: set[tuple[int, int]] = field(factory=set)
    decks: set[int] = field(factory=set)
    _touched: dict[str, dict[str, Any]] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.terms = RowTerms(tuple(width(slot.low, slot.high) for slot in self.plan.slots))

    def add(self, line: str) -> None:
        self.lines.append("    " * self.indent + line)

    @contextmanager
    def function(self, name: str) -> Iterator[None]:
        """Write a function; what is written inside is its body."""
        self._reads, self._writes, self._draws, self.decks, self._masks = set(), set(), set(), set(), 0
        self._set_anew = set()
        self.terms.locals_.clear()
        self.terms.pieces.clear()
        self.indent = 0
        self.add(f"def {name}(v, w, n):")
        self.indent = 1
        yield
        self.add("return")
        self._touched[name] = {
            "reads": tuple(sorted((self._reads | self._writes) - self._set_anew - {TURN})),
            "writes": tuple(sorted(self._writes)),
            "draws": tuple(sorted(self._draws)),
            "decks": tuple(sorted(self.decks)),
        }

    def effects(self, name: str, effects: tuple[Effect, ...]) -> None:
        """A function that lets effects happen."""
        with self.function(name):
            self.write_effects(effects, "")

    @contextmanager
    def each_once(self) -> Iterator[None]:
        """What is written inside works out no operation twice; it may change no slot."""
        self.terms.known, self.terms.write = {}, self.add
        self.terms.pieces.clear()
        yield
        self.terms.known = self.terms.write = None
        self.terms.pieces.clear()

    def row_of(self, name: str, term: Term, kind: str | None = None) -> None:
        """A function that gives a term's value as a row, in any width that holds it."""
        with self.function(name), self.each_once():
            self.touch(term)
            self.add(f"return {self.terms.row(term, kind or self.width_of(term))}")

    def width_of(self, term: Term) -> str:
        kind = self.terms.piece(term).kind
        return width(term.low, term.high) if kind in (UNIFORM, TRUTHS) else kind

    def tests(self, name: str, tests: Iterable[Term]) -> None:
        """A function that gives a tuple of truths, each a row or, where it is the same in all games, one truth.

        What no game of the turn can fulfil, such as a summit of another turn, costs nothing.
        """
        names: list[str] = []
        guarded: list[tuple[str, str, list[Term]]] = []
        with self.function(name):
            with self.each_once():
                for number, test in enumerate(tests):
                    self.touch(test)
                    shared, varied = self.split(test)
                    names.append(f"q{number}")
                    if shared and varied:
                        guarded.append((names[-1], shared, varied))
                    else:
                        self.add(f"{names[-1]} = {self._all(varied) if varied else f'bool({shared or True})'}")
            for own, shared, varied in guarded:
                self.add(f"{own} = {self._all(varied)} if {shared} else False")
            self.add(f"return ({''.join(f'{own}, ' for own in names)})")

    def split(self, test: Term) -> tuple[str, list[Term]]:
        """What of a test is the same in all games, as source (or nothing), and the rest of its conditions."""
        conditions = test.args if isinstance(test, Apply) and test.op == "and" else (test,)
        shared = " and ".join(emit(c) for c in conditions if self.terms.uniform(c) and c != Const(1))
        return shared, [c for c in conditions if not self.terms.uniform(c)]

    def _all(self, conditions: Iterable[Term]) -> str:
        return f"({' & '.join(self.terms.truths(c).source for c in conditions)})"

    def compiled(self) -> dict[str, Body]:
        """All functions. Only this writer's words are in their source, and only the given names in reach."""
        space: dict[str, Any] = {"__builtins__": {}, **EMITTED_NAMES, **ROW_NAMES, **self.terms.constants}
        exec(compile("\n".join(self.lines) + "\n", "<rules over rows>", "exec"), space)
        return {name: Body(space[name], **touched) for name, touched in self._touched.items()}

    def touch(self, term: Term) -> None:
        """Note what a term reads."""
        if isinstance(term, Drawn):
            self._draws.add((term.stream, term.ahead))
        elif isinstance(term, Apply):
            for arg in term.args:
                self.touch(arg)
        elif (index := getattr(term, "index", None)) is not None:
            self._reads.add(index)

    def note(self, slots: Iterable[int]) -> None:
        """Note slots that are read and written."""
        for slot in slots:
            self._reads.add(slot)
            self._writes.add(slot)

    # Effects

    def write_effects(self, effects: Sequence[Effect], mask: str) -> None:
        """The lines that let effects happen, in all games or in those of a mask (a name)."""
        for effect in effects:
            match effect:
                case Change():
                    self.write_change(effect, mask)
                case Let(name, term):
                    self.touch(term)
                    piece = self.terms.piece(term)
                    self.add(f"{name} = {piece.source}")
                    self.terms.locals_[name] = piece.kind
                case Finish(ending):
                    self._reads.add(ENDING)
                    self._writes.add(ENDING)
                    free = f"(v[{ENDING}] == 0)" + (f" & {mask}" if mask else "")
                    self.add(f"v[{ENDING}] = either({free}, i2.type({ending + 1}), v[{ENDING}])")
                case When(test, body):
                    self._when(test, body, mask)

    def _when(self, test: Term, body: tuple[Effect, ...], mask: str) -> None:
        """First what is the same in all games, then the mask of the games in which the rest holds."""
        self.touch(test)
        shared, varied = self.split(test)
        indent = self.indent
        if shared:
            # A local of the body may be used by nothing outside it, so that skipping it is safe.
            self.add(f"if {shared}:")
            self.indent += 1
        if varied:
            self._masks += 1
            own = f"m{self._masks}"
            parts = [self.terms.truths(c).source for c in varied] + ([mask] if mask else [])
            self.add(f"{own} = {' & '.join(parts)}")
            mask = own
            if len(body) >= GUARDED:
                self.add(f"if any_of({mask}):")
                self.indent += 1
        self.write_effects(body, mask)
        self.indent = indent

    def write_change(self, change: Change, mask: str) -> None:
        """One change, held within the bounds of its slot; what spills over goes to the track that takes it."""
        self.touch(change.amount)
        if change.op == "set" and not mask and self.indent == 1 and change.slot not in self._reads:
            self._set_anew.add(change.slot)
        self._reads.add(change.slot)
        self._writes.add(change.slot)
        if change.op == "set":
            self._set(change, mask)
        else:
            self._add(change, mask)

    def _set(self, change: Change, mask: str) -> None:
        slot, index, amount = self.plan.slots[change.slot], change.slot, change.amount
        kind = self.terms.slot_kinds[index]
        held = amount
        if not (slot.low <= amount.low and amount.high <= slot.high):
            held = apply("max", Const(slot.low), apply("min", Const(slot.high), amount))
        piece = self.terms.piece(held)
        if isinstance(held, Const) and mask:
            value = self.terms.constant(held.value, kind)
        elif piece.kind == UNIFORM:
            value = f"full(n, {piece.source}, {kind})"
        else:
            value = cast(piece, kind) if isinstance(held, Apply) else f"{piece.source}.astype({kind})"
        if mask:  # three quick operations on bits instead of a slow choice
            flags = cast(Piece(mask, TRUTHS), kind)
            value = f"v[{index}] ^ ((v[{index}] ^ {value}) & -{flags})"
        self.add(f"v[{index}] = {value}")

    def _add(self, change: Change, mask: str) -> None:
        slot, index, amount = self.plan.slots[change.slot], change.slot, change.amount
        kind = self.terms.slot_kinds[index]
        low, high = (min(amount.low, 0), max(amount.high, 0)) if mask else (amount.low, amount.high)
        piece = self.terms.piece(amount)
        own = [] if piece.kind in (UNIFORM, TRUTHS) else [piece.kind]
        wide = widest(kind, width(slot.low + low, slot.high + high), width(amount.low, amount.high), *own)
        sign = "+"
        size = self.terms.integers(amount, wide)
        if mask:
            flags = cast(Piece(mask, TRUTHS), wide)
            if amount in (Const(1), Const(-1)):
                sign, size = "-" if amount == Const(-1) else "+", flags
            else:
                size = f"({size}) * {flags}"
        self.add(f"x = {cast(Piece(f'v[{index}]', kind), wide)} {sign} {size}")
        if slot.spill is not None and amount.low < 0:
            self._spill(slot.low, slot.spill, wide, -amount.low)
            self.add(f"x = maximum(x, {self.terms.constant_row(slot.low, wide)})")
        elif amount.low < 0:
            self.add(f"x = maximum(x, {self.terms.constant_row(slot.low, wide)})")
        if amount.high > 0:
            self.add(f"x = minimum(x, {self.terms.constant_row(slot.high, wide)})")
        self.add(f"v[{index}] = {cast(Piece('x', wide), kind)}")

    def _spill(self, low: int, into: int, wide: str, most: int) -> None:
        """What `x` lacks to `low` goes to the other track, within its own bounds."""
        self._reads.add(into)
        self._writes.add(into)
        other, kind = self.plan.slots[into], self.terms.slot_kinds[into]
        both = widest(wide, kind, width(other.low - abs(low), other.high + most + abs(low)))
        x, taken = cast(Piece("x", wide), both), cast(Piece(f"v[{into}]", kind), both)
        missing = f"maximum({self.terms.constant(low, both)} - {x}, {self.terms.constant_row(0, both)})"
        self.add(f"y = minimum({taken} + {missing}, {self.terms.constant_row(other.high, both)})")
        self.add(f"v[{into}] = {cast(Piece('y', both), kind)}")
