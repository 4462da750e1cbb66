"""Source over rows for terms: the same tree as the engine's own source, for many games at a time.

A value is either *uniform*, one Python integer for all games (what hangs on the turn alone, which the games of one call
share), or a *row*: an array with one entry a game, of the narrowest integers that its bounds allow, or of truths.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from attrs import define, field, frozen

from game.lab.batch.rows import Row, either
from game.rules.plan import TURN
from game.rules.terms import Apply, Const, Drawn, Local, Slot, Term, emit

UNIFORM, TRUTHS = "uniform", "?"
LONGEST = 1 << 17
"""Constants are kept as rows for so many games; for more they are made when they are asked for."""

WIDTHS = ("i1", "i2", "i4", "i8")
_LIMITS = {"i1": 2**7, "i2": 2**15, "i4": 2**31, "i8": 2**63}
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})


def width(low: int, high: int) -> str:
    """The narrowest integers that hold everything from `low` to `high`."""
    return next(w for w in WIDTHS if -_LIMITS[w] <= low and high < _LIMITS[w])


def widest(*widths: str) -> str:
    return max(widths, key=WIDTHS.index)


@frozen
class Piece:
    """Source for a value, and what it is: uniform, truths, or integers of a width."""

    source: str
    kind: str


@define
class RowTerms:
    """Writes terms as source over rows; knows what the locals of the function being written are."""

    slot_kinds: tuple[str, ...]
    locals_: dict[str, str] = field(factory=dict)
    constants: dict[str, Row] = field(factory=dict)
    """Arrays that the source refers to by name."""
    known: dict[str, Piece] | None = None
    """Operations that have been worked out already, by their source, where no slot changes between; else None."""
    write: Callable[[str], None] | None = None
    """Takes the lines that work them out."""
    pieces: dict[int, tuple[Term, Piece]] = field(factory=dict)
    """The sources of the function being written, by the identity of their terms."""

    def uniform(self, term: Term) -> bool:
        """Whether a term is the same for all games of a call."""
        match term:
            case Const():
                return True
            case Slot(index):
                return index == TURN
            case Local(name):
                return self.locals_[name] == UNIFORM
            case Drawn():
                return False
            case Apply(_, args):
                return all(self.uniform(a) for a in args)

    def piece(self, term: Term) -> Piece:
        """The source of a term; integers of a row are as wide as they need be, or wider."""
        if not isinstance(term, Apply):
            return self._piece(term)
        found = self.pieces.get(id(term))
        if found is None:  # asked for again and again by what a term stands in
            found = self.pieces[id(term)] = (term, self._piece(term))
        return found[1]

    def _piece(self, term: Term) -> Piece:
        if self.uniform(term):
            return Piece(emit(term), UNIFORM)
        match term:
            case Slot(index):
                return Piece(emit(term), self.slot_kinds[index])
            case Local(name):
                return Piece(name, self.locals_[name])
            case Drawn():
                return Piece(emit(term), width(0, term.high))
            case Apply():
                return self._once(self._operation(term))
            case _:
                raise AssertionError(term)

    def _once(self, piece: Piece) -> Piece:
        """The name of what the source gives, worked out only once where that can be."""
        if self.known is None or self.write is None:
            return piece
        found = self.known.get(piece.source)
        if found is None:
            found = self.known[piece.source] = Piece(f"s{len(self.known)}", piece.kind)
            self.write(f"{found.source} = {piece.source}")
        return found

    def truths(self, term: Term) -> Piece:
        """The term as a truth: uniform, or a row of truths."""
        piece = self.piece(term)
        if piece.kind in (UNIFORM, TRUTHS):
            return piece
        return Piece(f"({piece.source} != 0)", TRUTHS)

    def integers(self, term: Term, wanted: str) -> str:
        """A row's integers in exactly this width; a uniform value stays one integer."""
        return self.constant(term.value, wanted) if isinstance(term, Const) else cast(self.piece(term), wanted)

    def constant(self, value: int, wanted: str) -> str:
        """The name of a known value; NumPy takes it up quicker than an integer of Python."""
        name = f"c{wanted}_{value}".replace("-", "m")
        self.constants[name] = np.array(value, wanted)
        return name

    def constant_row(self, value: int, wanted: str) -> str:
        """A known value as a row: NumPy finds the least of two rows far quicker than that of a row and a number."""
        name = f"r{wanted}_{value}".replace("-", "m")
        if wanted not in ("i1", "i2"):
            return f"full(n, {value}, {wanted})"
        self.constants[name] = same_row(value, wanted)
        return f"rows_same({name}, n)"

    def row(self, term: Term, wanted: str) -> str:
        """The same, a uniform value spread over all games."""
        if isinstance(term, Const):
            return self.constant_row(term.value, wanted)
        piece = self.piece(term)
        if piece.kind == UNIFORM:
            return f"full(n, {piece.source}, {wanted})"
        return cast(piece, wanted)

    def _operation(self, term: Apply) -> Piece:
        op, args = term.op, term.args
        if op in _COMPARISONS:
            return self._comparison(op, args)
        if op in ("and", "or"):
            return self._junction(op, args)
        if op == "not":
            piece = self.piece(args[0])
            return Piece(f"(~{piece.source})" if piece.kind == TRUTHS else f"({piece.source} == 0)", TRUTHS)
        if op == "argmax":
            return self._argmax(term)
        if op == "choose":
            return self._choose(term)
        if op == "if":
            return self._if(term)
        wanted = self._width(term, args)
        parts = [self.integers(a, wanted) for a in args]
        match op:
            case "neg":
                return Piece(f"(-{parts[0]})", wanted)
            case "abs":
                return Piece(f"absolute({parts[0]})", wanted)
            case "min" | "max":
                return Piece(self._extreme(op, args, wanted), wanted)
            case "//" | "%":
                return Piece(self._quotient(op, parts, args[1]), wanted)
            case _:
                return Piece("(" + f" {op} ".join(parts) + ")", wanted)

    def _width(self, term: Term, args: tuple[Term, ...]) -> str:
        """Wide enough for the result and for every operand. (Sums may wrap on the way: they come right in the end.)"""
        kinds = [width(term.low, term.high)]
        for arg in args:
            kind = self.piece(arg).kind
            kinds.append(width(arg.low, arg.high) if kind == UNIFORM else "i1" if kind == TRUTHS else kind)
        return widest(*kinds)

    def _comparison(self, op: str, args: tuple[Term, ...]) -> Piece:
        wanted = self._width(Const(0), args)
        left, right = (self.integers(a, wanted) for a in args)
        return Piece(f"({left} {op} {right})", TRUTHS)

    def _junction(self, op: str, args: tuple[Term, ...]) -> Piece:
        word = " & " if op == "and" else " | "
        rows = [self.truths(a).source for a in args if not self.uniform(a)]
        same = [f"bool({emit(a)})" for a in args if self.uniform(a)]
        return Piece("(" + word.join(rows + same) + ")", TRUTHS)

    def _extreme(self, op: str, args: tuple[Term, ...], wanted: str) -> str:
        name = "minimum" if op == "min" else "maximum"
        parts = [self.row(a, wanted) for a in args]
        source = parts[0]
        for part in parts[1:]:
            source = f"{name}({source}, {part})"
        return source

    def _quotient(self, op: str, parts: list[str], divisor: Term) -> str:
        if divisor.low <= 0 <= divisor.high:
            return f"{'rows_divide' if op == '//' else 'rows_remainder'}({parts[0]}, {parts[1]})"
        return f"({parts[0]} {op} {parts[1]})"

    def _if(self, term: Apply) -> Piece:
        test, yes, no = term.args
        wanted = self._width(term, (yes, no))
        asked = self.truths(test)
        if asked.kind == UNIFORM:
            return Piece(f"({self.row(yes, wanted)} if {asked.source} else {self.row(no, wanted)})", wanted)
        if self.uniform(yes) and self.uniform(no):
            spread = width(min(yes.low - no.high, 0), max(yes.high - no.low, 0))
            wanted = widest(wanted, spread)
            flags = cast(asked, wanted)
            if isinstance(yes, Const) and isinstance(no, Const):
                step = yes.value - no.value
                source = flags if step == 1 else f"{flags} * {self.constant(step, wanted)}"
                return Piece(f"({source}{f' + {self.constant(no.value, wanted)}' if no.value else ''})", wanted)
            return Piece(f"({flags} * ({emit(yes)} - {emit(no)}) + {emit(no)})", wanted)
        if no == Const(0):
            return Piece(f"({self.row(yes, wanted)} * {cast(asked, 'i1')})", wanted)
        return Piece(f"either({asked.source}, {self.row(yes, wanted)}, {self.row(no, wanted)})", wanted)

    def _choose(self, term: Apply) -> Piece:
        index, values = term.args[0], term.args[1:]
        wanted = self._width(term, values)
        if all(isinstance(v, Const) for v in values):
            name = f"table{len(self.constants)}"
            # Nobody, -1, finds the last entry.
            self.constants[name] = np.array([*(v.low for v in values), 0], wanted)
            return Piece(f"{name}.take({self.piece(index).source})", wanted)
        parts = ", ".join(self.row(v, wanted) for v in values)
        return Piece(f"rows_choose({self.row(index, 'i4')}, ({parts},), {wanted})", wanted)

    def _argmax(self, term: Apply) -> Piece:
        tests, values = term.args[::2], term.args[1::2]
        least = min(value.low for value in values) - 1
        wanted = self._width(Const(least), values)
        kind = width(-1, len(values))
        choices = ", ".join(
            f"({self.truths(test).source}, {self.row(value, wanted)})"
            for test, value in zip(tests, values, strict=True)
        )
        return Piece(f"rows_argmax(n, ({choices},), {least}, {kind})", kind)


def cast(piece: Piece, wanted: str) -> str:
    """The integers of a piece in a width."""
    if piece.kind in (UNIFORM, wanted):
        return piece.source
    if piece.kind == TRUTHS:
        return f"{piece.source}.view(i1)" if wanted == "i1" else f"{piece.source}.astype({wanted})"
    return f"{piece.source}.astype({wanted})"


@cache
def same_row(value: int, wanted: str) -> Row:
    """A row of `LONGEST` games that all have the same value."""
    return np.full(LONGEST, value, wanted)


def _rows_same(row: Row, n: int) -> Row:
    return row[:n] if n <= LONGEST else np.full(n, row[0])


def _rows_divide(a: Any, b: Any) -> Row:
    """Floor division; by zero it is 0."""
    none = np.equal(b, 0)
    return np.where(none, 0, np.floor_divide(a, np.where(none, 1, b).astype(np.asarray(b).dtype))).astype(_type(a, b))


def _rows_remainder(a: Any, b: Any) -> Row:
    none = np.equal(b, 0)
    return np.where(none, 0, np.remainder(a, np.where(none, 1, b).astype(np.asarray(b).dtype))).astype(_type(a, b))


def _type(a: Any, b: Any) -> np.dtype[Any]:
    return next(x.dtype for x in (a, b) if isinstance(x, np.ndarray))


def _rows_choose(index: Row, values: tuple[Row, ...], kind: str) -> Row:
    """The value at each game's index; nobody (-1) has 0."""
    found = np.zeros(len(index), kind)
    for number, value in enumerate(values):
        np.copyto(found, value, where=index == number)
    return found


def _rows_argmax(n: int, choices: tuple[tuple[Any, Row], ...], least: int, kind: Any) -> Row:
    """The index of each game's first greatest value among those whose test holds, -1 where none does.

    `least` is less than every value.
    """
    best = np.full(n, -1, kind)
    found = np.full(n, least, choices[0][1].dtype)
    for index, (test, value) in enumerate(choices):
        better = value > found
        if isinstance(test, np.ndarray):
            better &= test
        elif not test:
            continue
        best = either(better, kind.type(index), best)
        found = either(better, value, found)
    return best


ROW_NAMES: dict[str, object] = {
    "i1": np.dtype("i1"),
    "i2": np.dtype("i2"),
    "i4": np.dtype("i4"),
    "i8": np.dtype("i8"),
    "full": np.full,
    "zeros": np.zeros,
    "minimum": np.minimum,
    "maximum": np.maximum,
    "absolute": np.absolute,
    "any_of": np.count_nonzero,
    "bool": bool,
    "range": range,
    "object": object,
    "either": either,
    "rows_same": _rows_same,
    "rows_divide": _rows_divide,
    "rows_remainder": _rows_remainder,
    "rows_choose": _rows_choose,
    "rows_argmax": _rows_argmax,
}
"""What source over rows may call, besides what the engine's own may."""
