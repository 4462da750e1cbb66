"""Terms: folding, bounds, division by nothing, and source that is only numbers."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from game.rules import terms
from game.rules.terms import DEEPEST, FALSE, NOBODY, TRUE, Apply, Const, Slot, Term, TermTooLarge, apply, emit, evaluate

A, B = Slot(0, -3, 3), Slot(1, -2, 2)
STATES = list(itertools.product(range(-3, 4), range(-2, 3)))


def run(term: Term, state: tuple[int, ...]) -> int:
    space: dict[str, Any] = {"__builtins__": {}, **terms.EMITTED_NAMES}
    return int(eval(emit(term), space, {"v": state, "w": ()}))


@pytest.mark.parametrize("op", ["+", "-", "*", "//", "%", "min", "max", "==", "!=", "<", "<=", ">", ">="])
def test_every_operation_is_the_same_read_and_run_and_within_its_bounds(op: str) -> None:
    term = apply(op, A, B)
    values = [evaluate(term, s, ()) for s in STATES]
    assert values == [run(term, s) for s in STATES]
    assert term.low <= min(values) and max(values) <= term.high
    if op not in ("//", "%"):
        assert (term.low, term.high) == (min(values), max(values))


def test_division_by_nothing_is_nothing() -> None:
    for op in ("//", "%"):
        assert evaluate(apply(op, A, B), (3, 0), ()) == run(apply(op, A, B), (3, 0)) == 0
    assert apply("//", Const(-7), Const(2)) == Const(-4) and apply("%", Const(-7), Const(2)) == Const(1)


@pytest.mark.parametrize(
    ("term", "folded"),
    [
        (apply("+", A, Const(0)), A),
        (apply("+", A, Const(2), Const(-2)), A),
        (apply("+", Const(2), Const(3)), Const(5)),
        (apply("and", TRUE, TRUE), TRUE),
        (apply("and", FALSE, apply(">", A, B)), FALSE),
        (apply("or", TRUE, apply(">", A, B)), TRUE),
        (apply("and"), TRUE),
        (apply("or"), FALSE),
        (apply("and", apply(">", A, B), TRUE), apply(">", A, B)),
        (apply(">", A, Const(3)), FALSE),
        (apply(">=", A, Const(-3)), TRUE),
        (apply("==", A, Const(9)), FALSE),
        (apply("!=", A, Const(9)), TRUE),
        (apply("if", TRUE, A, B), A),
        (apply("if", FALSE, A, B), B),
        (apply("choose", Const(1), A, B), B),
        (apply("choose", NOBODY, A, B), Const(0)),
        (apply("min", A), A),
        (terms.argmax(()), NOBODY),
    ],
)
def test_what_is_known_is_folded(term: Term, folded: Term) -> None:
    assert term == folded


def test_the_first_of_equals_wins() -> None:
    slots = [Slot(n, 0, 5) for n in range(4)]
    first = terms.argmax([(TRUE, s) for s in slots])
    assert evaluate(first, (1, 3, 3, 2), ()) == run(first, (1, 3, 3, 2)) == 1
    some = terms.argmax([(apply(">", s, Const(1)), apply("neg", s)) for s in slots])
    assert evaluate(some, (1, 3, 2, 2), ()) == run(some, (1, 3, 2, 2)) == 2
    assert evaluate(some, (1, 1, 0, 0), ()) == run(some, (1, 1, 0, 0)) == -1


def test_no_value_outgrows_64_bits() -> None:
    big = Slot(0, 0, 2**31)
    assert apply("*", big, big).high == 2**62
    with pytest.raises(TermTooLarge):
        apply("*", apply("*", big, big), big)
    with pytest.raises(TermTooLarge):
        apply("*", Const(2**61), Const(4))
    with pytest.raises(TermTooLarge):
        apply("+", Const(2**62), Const(1))


@pytest.mark.parametrize("shape", ["argmax", "choose", "if", "neg", "min", "-"])
def test_the_deepest_term_can_still_be_compiled(shape: str) -> None:
    """Python's own parser must not be the one that gives up."""
    term: Term = A
    for _ in range(DEEPEST):
        test = apply(">", term, Const(0)) if isinstance(term, Slot) else TRUE
        try:
            match shape:
                case "argmax":
                    term = terms.argmax([(test, term), (TRUE, B)])
                case "choose":
                    term = apply("choose", B, term, A, A)
                case "if":
                    term = apply("if", apply(">", B, Const(0)), term, B)
                case "neg":
                    term = apply("neg", term)
                case _:
                    term = apply(shape, B, term)
        except TermTooLarge:
            break
    assert isinstance(term, Apply) and term.depth >= 55
    assert run(term, (1, 1)) == evaluate(term, (1, 1), ())


def test_the_source_is_numbers_and_the_writers_words() -> None:
    term = terms.argmax([(apply(">", A, Const(1)), B), (TRUE, apply("//", A, B))])
    assert emit(term) == "argmax(((v[1] if (v[0] > 1) else None), divide(v[0], v[1]),))"
