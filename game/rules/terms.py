"""Terms: what an expression means once every name is a numbered slot.

A term knows its bounds, so that a comparison that can never hold is told when a scenario is read, and so that
no value outgrows 64 bits. Terms are folded while they are built, read by `evaluate` and turned into Python
source by `emit`; both give the same integer, which a property test checks. Truths are the integers 0 and 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from attrs import field, frozen

from game.rules.wording import phrase

WIDEST = 2**62  # no value of a term may leave ±WIDEST
DEEPEST = 60  # Python's own parser allows 200 nested brackets

State = Sequence[int]
"""The values of all slots of a game."""

World = Sequence[Sequence[int | tuple[int, ...]]]
"""What chance holds for a game: for each stream, one entry a turn: a member's index, or the cards or events dealt."""


class TermTooLarge(Exception):
    """A value could outgrow 64 bits, or a term is nested too deep."""


@frozen
class Const:
    """A known value."""

    value: int

    @property
    def low(self) -> int:
        return self.value

    @property
    def high(self) -> int:
        return self.value

    depth = 0


@frozen
class Slot:
    """The value of a numbered slot, within the track's own bounds."""

    index: int
    low: int
    high: int
    depth = 0


@frozen
class Local:
    """A value worked out once, before the statements that use it (a selector such as the strongest power)."""

    name: str
    low: int
    high: int
    depth = 0


@frozen
class Drawn:
    """This turn's entry of stream `stream`: a member's index."""

    stream: int
    ahead: int
    high: int
    low = 0
    depth = 0


@frozen(cache_hash=True)  # terms are looked up again and again, and a large one is slow to hash
class Apply:
    """An operation on terms."""

    op: str
    args: tuple[Term, ...]
    low: int = field(eq=False)
    high: int = field(eq=False)
    depth: int = field(eq=False)


Term = Const | Slot | Local | Drawn | Apply

TRUE, FALSE, NOBODY = Const(1), Const(0), Const(-1)


def _divide(a: int, b: int) -> int:
    """Floor division; by zero it is 0, so that no scenario can stop a game."""
    return a // b if b else 0


def _remainder(a: int, b: int) -> int:
    return a % b if b else 0


def _argmax(values: Sequence[int | None]) -> int:
    """The index of the first greatest value, -1 where all are None."""
    best, found = -1, 0
    for index, value in enumerate(values):
        if value is not None and (best < 0 or value > found):
            best, found = index, value
    return best


def _choose(index: int, values: Sequence[int]) -> int:
    """The value at `index`; nobody (-1) has 0."""
    return values[index] if index >= 0 else 0


_MEANING: dict[str, Callable[..., int]] = {
    "+": lambda *a: sum(a),
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "//": _divide,
    "%": _remainder,
    "neg": lambda a: -a,
    "abs": abs,
    "min": lambda *a: min(a),
    "max": lambda *a: max(a),
    "==": lambda a, b: int(a == b),
    "!=": lambda a, b: int(a != b),
    "<": lambda a, b: int(a < b),
    "<=": lambda a, b: int(a <= b),
    ">": lambda a, b: int(a > b),
    ">=": lambda a, b: int(a >= b),
    "and": lambda *a: int(all(a)),
    "or": lambda *a: int(any(a)),
    "not": lambda a: int(not a),
    "if": lambda test, a, b: a if test else b,
    "choose": lambda index, *a: _choose(index, a),
}


def apply(op: str, *args: Term) -> Term:
    """The operation on terms, folded where the values are known. Raises `TermTooLarge`."""
    if op in ("+", "and", "or"):
        args = tuple(_flat(op, args))
    simple = _shortcut(op, args)
    if simple is not None:
        return simple
    if op != "argmax" and all(isinstance(a, Const) for a in args):
        return Const(_within(_MEANING[op](*(a.low for a in args))))
    low, high = _bounds(op, args)
    if op not in ("argmax", "if", "choose") and low == high and op in _TRUTHS:
        return Const(low)
    depth = 1 + max(a.depth for a in args)
    if depth > DEEPEST:
        raise TermTooLarge(phrase("nested more than {most} deep", most=DEEPEST))
    return Apply(op, args, _within(low), _within(high), depth)


_TRUTHS = frozenset({"==", "!=", "<", "<=", ">", ">=", "and", "or", "not"})


def _flat(op: str, args: Iterable[Term]) -> Iterable[Term]:
    for term in args:
        if isinstance(term, Apply) and term.op == op:
            yield from term.args
        else:
            yield term


def _shortcut(op: str, args: tuple[Term, ...]) -> Term | None:
    """What needs no operation at all: neutral elements, known tests, one argument."""
    if op == "if" and isinstance(args[0], Const):
        return args[1] if args[0].value else args[2]
    if op == "choose" and isinstance(args[0], Const):
        return args[1 + args[0].value] if args[0].value >= 0 else Const(0)
    if op in ("and", "or"):
        neutral = 1 if op == "and" else 0
        kept = [a for a in args if not (isinstance(a, Const) and bool(a.value) == bool(neutral))]
        if any(isinstance(a, Const) for a in kept):
            return Const(1 - neutral)
        if not kept:
            return Const(neutral)
        if len(kept) == 1 and _is_truth(kept[0]):
            return kept[0]
        if len(kept) < len(args):
            return apply(op, *kept)
    if op == "+":
        total = sum(a.value for a in args if isinstance(a, Const))
        kept = [a for a in args if not isinstance(a, Const)]
        if not kept:
            return Const(_within(total))
        if total:
            kept.append(Const(total))
        if len(kept) == 1:
            return kept[0]
        if len(kept) < len(args):
            return apply("+", *kept)
    if op in ("min", "max") and len(args) == 1:
        return args[0]
    return None


def _is_truth(term: Term) -> bool:
    return isinstance(term, Apply) and term.op in _TRUTHS


def _within(value: int) -> int:
    if not -WIDEST <= value <= WIDEST:
        raise TermTooLarge(phrase("a value could outgrow 64 bits"))
    return value


def _bounds(op: str, args: tuple[Term, ...]) -> tuple[int, int]:
    """The least and greatest value the operation can give (never too narrow)."""
    lows, highs = [a.low for a in args], [a.high for a in args]
    match op:
        case "+":
            return sum(lows), sum(highs)
        case "-":
            return lows[0] - highs[1], highs[0] - lows[1]
        case "*":
            products = [a * b for a in (lows[0], highs[0]) for b in (lows[1], highs[1])]
            return min(products), max(products)
        case "//":
            divisors = [d for d in (lows[1], highs[1], -1, 1) if d and lows[1] <= d <= highs[1]]
            quotients = [a // d for a in (lows[0], highs[0]) for d in divisors]
            if lows[1] <= 0 <= highs[1]:
                quotients.append(0)
            return min(quotients), max(quotients)
        case "%":
            return min(0, lows[1] + 1), max(0, highs[1] - 1)
        case "neg":
            return -highs[0], -lows[0]
        case "abs":
            least = 0 if lows[0] <= 0 <= highs[0] else min(abs(lows[0]), abs(highs[0]))
            return least, max(abs(lows[0]), abs(highs[0]))
        case "min":
            return min(lows), min(highs)
        case "max":
            return max(lows), max(highs)
        case "if":
            return min(lows[1:]), max(highs[1:])
        case "choose":
            floor, ceiling = min(lows[1:], default=0), max(highs[1:], default=0)
            return (min(floor, 0), max(ceiling, 0)) if lows[0] < 0 else (floor, ceiling)
        case "argmax":
            return -1, len(args) // 2 - 1
        case _:
            return _truth_bounds(op, lows, highs)


def _truth_bounds(op: str, lows: list[int], highs: list[int]) -> tuple[int, int]:
    match op:
        case "==" if lows[0] == highs[0] == lows[1] == highs[1]:
            return 1, 1
        case "==" if highs[0] < lows[1] or lows[0] > highs[1]:
            return 0, 0
        case "!=":
            low, high = _truth_bounds("==", lows, highs)
            return 1 - high, 1 - low
        case "<":
            return (1, 1) if highs[0] < lows[1] else (0, 0) if lows[0] >= highs[1] else (0, 1)
        case "<=":
            return (1, 1) if highs[0] <= lows[1] else (0, 0) if lows[0] > highs[1] else (0, 1)
        case ">":
            return _truth_bounds("<", lows[::-1], highs[::-1])
        case ">=":
            return _truth_bounds("<=", lows[::-1], highs[::-1])
        case _:
            return 0, 1


def argmax(choices: Sequence[tuple[Term, Term]]) -> Term:
    """The index of the first choice with the greatest value among those whose test holds: (test, value) each."""
    flat = [term for choice in choices for term in choice]
    return apply("argmax", *flat) if flat else NOBODY


def evaluate(term: Term, state: State, world: World, locals_: dict[str, int] | None = None) -> int:
    """The value of a term in a state: the slow, plain reading."""
    match term:
        case Const(value):
            return value
        case Slot(index):
            return state[index]
        case Local(name):
            assert locals_ is not None
            return locals_[name]
        case Drawn(stream, ahead):
            member = world[stream][state[0] - 1 + ahead]
            assert isinstance(member, int), "only an order of members is drawn by name"
            return member
        case Apply(op, args):
            values = [evaluate(a, state, world, locals_) for a in args]
            if op == "argmax":
                return _argmax([v if t else None for t, v in zip(values[::2], values[1::2], strict=True)])
            return _MEANING[op](*values)


WORLD = -1
"""Stands among the slots for what chance holds."""


def slots_of(term: Term) -> frozenset[int]:
    """The slots that a term reads; `WORLD` is among them for what is drawn."""
    match term:
        case Slot(index):
            return frozenset({index})
        case Drawn():
            return frozenset({0, WORLD})
        case Apply(_, args):
            return frozenset().union(*(slots_of(a) for a in args))
        case _:
            return frozenset()


# What emitted source may call; it is given no other names.
EMITTED_NAMES: dict[str, object] = {
    "divide": _divide,
    "remainder": _remainder,
    "argmax": _argmax,
    "choose": _choose,
    "min": min,
    "max": max,
    "abs": abs,
}


def emit(term: Term) -> str:
    """Python source for the value of a term over `v` (the slots) and `w` (the world).

    The source is made of numbers, slot indices and the words below: no text of a scenario ever enters it.
    """
    match term:
        case Const(value):
            return str(value)
        case Slot(index):
            return f"v[{index:d}]"
        case Local(name):
            return name
        case Drawn(stream, ahead):
            return f"w[{stream:d}][v[0]{ahead - 1:+d}]"
        case Apply(op, args):
            return _emit_operation(op, args)


def _emit_operation(op: str, args: tuple[Term, ...]) -> str:
    parts = [emit(a) for a in args]
    if op == "//" and not args[1].low <= 0 <= args[1].high:
        return f"({parts[0]} // {parts[1]})"
    if op == "%" and not args[1].low <= 0 <= args[1].high:
        return f"({parts[0]} % {parts[1]})"
    match op:
        case "//":
            return f"divide({parts[0]}, {parts[1]})"
        case "%":
            return f"remainder({parts[0]}, {parts[1]})"
        case "neg":
            return f"(-{parts[0]})"
        case "abs" | "min" | "max":
            return f"{op}({', '.join(parts)})"
        case "if":
            return f"({parts[1]} if {parts[0]} else {parts[2]})"
        case "not":
            return f"(not {parts[0]})"
        case "choose":
            return f"choose({parts[0]}, ({', '.join(parts[1:])},))"
        case "argmax":
            pairs = zip(args[::2], parts[::2], parts[1::2], strict=True)
            choices = (value if test == TRUE else f"({value} if {source} else None)" for test, source, value in pairs)
            return f"argmax(({', '.join(choices)},))"
        case _:
            return "(" + f" {op} ".join(parts) + ")"
