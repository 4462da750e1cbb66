"""Expressions: what they mean, where each piece stands, and texts that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.rules import expressions, syntax
from game.rules.expressions import parse_expression, parse_loop, parse_signature, parse_statement
from game.rules.syntax import SyntaxProblem, conjuncts
from tests.effort import effort

CALLS = 200_000  # for a hostile text; the worst here takes a quarter


def shown(tree: object) -> str:
    """A tree with all its brackets."""
    match tree:
        case syntax.Number(value):
            return str(value)
        case syntax.Name(parts):
            return ".".join(parts)
        case syntax.Unary(op, operand):
            return f"({op} {shown(operand)})"
        case syntax.Binary(op, left, right):
            return f"({shown(left)} {op} {shown(right)})"
        case syntax.Compare(ops, operands):
            rest = "".join(f" {op} {shown(operand)}" for op, operand in zip(ops, operands[1:], strict=True))
            return f"({shown(operands[0])}{rest})"
        case syntax.Conditional(then, test, otherwise):
            return f"({shown(then)} if {shown(test)} else {shown(otherwise)})"
        case syntax.Call(function, arguments):
            return f"{function}({', '.join(map(shown, arguments))})"
        case syntax.Aggregate(function, body, loop):
            where = f" if {shown(loop.test)}" if loop.test is not None else ""
            return f"{function}({shown(body)} for {','.join(loop.variables)} in {loop.collection}{where})"
    raise AssertionError(tree)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a + b * c", "(a + (b * c))"),
        ("a - b - c", "((a - b) - c)"),
        ("a // b * c % d", "(((a // b) * c) % d)"),
        ("-a * b", "((- a) * b)"),
        ("- - a", "(- (- a))"),
        ("a - -b", "(a - (- b))"),
        ("not a == b", "(not (a == b))"),
        ("not a and b or c", "(((not a) and b) or c)"),
        ("a or b and c", "(a or (b and c))"),
        ("a < b <= c", "(a < b <= c)"),
        ("(a < b) == (c < d)", "((a < b) == (c < d))"),
        ("a + 1 < b * 2", "((a + 1) < (b * 2))"),
        ("a if b else c if d else e", "(a if b else (c if d else e))"),
        ("a + 1 if b or c else d", "((a + 1) if (b or c) else d)"),
        ("x is not y", "(x is not y)"),
        ("x is y and z", "((x is y) and z)"),
        ("a.b.c + 1", "(a.b.c + 1)"),
        ("min(a, b + 1, 3)", "min(a, (b + 1), 3)"),
        ("abs(-3)", "abs((- 3))"),
        ("sum(x.a for x in g)", "sum(x.a for x in g)"),
        ("sum(x.a for x in g if x.b > 2)", "sum(x.a for x in g if (x.b > 2))"),
        ("sum(x.a for x in g where x.b > 2) + 1", "(sum(x.a for x in g if (x.b > 2)) + 1)"),
        ("any(a.f > b.f for (a, b) in rivals both ways)", "any((a.f > b.f) for a,b in rivals)"),
        ("max(x.a if x.b else 0 for x in g)", "max((x.a if x.b else 0) for x in g)"),
        ("0001", "1"),
        ("  a  ", "a"),
    ],
)
def test_an_expression_means(text: str, tree: str) -> None:
    assert shown(parse_expression(text)) == tree


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("a + bb * c", (0, 10)),
        ("  a", (2, 3)),
        ("(a + b)", (0, 7)),
        ("(a + b) * (c)", (0, 13)),
        (" a < (b - c)", (1, 12)),
        ("not aa", (0, 6)),
        ("min(a, b)", (0, 9)),
        ("sum(x for x in g)", (0, 17)),
        ("a.b . c", (0, 7)),
        ("a if b else cc", (0, 14)),
    ],
)
def test_spans_are_exact(text: str, span: tuple[int, int]) -> None:
    assert parse_expression(text).span == span


def test_conjuncts_are_the_parts_of_a_condition() -> None:
    text = "a > 1 and (b > 2 and c > 3) and (d or e)"
    assert [text[slice(*p.span)] for p in conjuncts(parse_expression(text))] == ["a > 1", "b > 2", "c > 3", "(d or e)"]


@pytest.mark.parametrize(
    ("text", "code", "span", "hint"),
    [
        ("", "MV303", (0, 0), ""),
        ("   ", "MV303", (3, 3), ""),
        ("a +", "MV303", (3, 3), ""),
        ("a b", "MV303", (2, 3), ""),
        ("(a", "MV303", (2, 2), ""),
        ("a)", "MV303", (1, 2), ""),
        ("a = 2", "MV303", (2, 3), "=="),
        ("a && b", "MV302", (2, 3), "and"),
        ("a || b", "MV302", (2, 3), "or"),
        ("!a", "MV302", (0, 1), "not"),
        ("a / 2", "MV302", (2, 3), "//"),
        ("a ≥ 2", "MV302", (2, 3), ">="),
        ("a − 2", "MV302", (2, 3), "minus"),
        ("'a'", "MV302", (0, 1), "no texts"),
        ("a[0]", "MV302", (1, 2), ""),
        ("lambda: 1", "MV302", (6, 7), ""),
        ("__import__(os)", "MV307", (0, 10), "there are"),
        ("foo(a)", "MV307", (0, 3), "there are"),
        ("abs(a, b)", "MV308", (0, 9), ""),
        ("min(a)", "MV308", (0, 6), ""),
        ("abs(x for x in g)", "MV307", (0, 3), ""),
        ("sum(a)", "MV303", (5, 6), ""),
        ("1.5", "MV306", (1, 2), "multiplication"),
        ("1000000001", "MV305", (0, 10), ""),
        ("99999999999999999999", "MV305", (0, 20), ""),
        ("a.", "MV303", (2, 2), ""),
        (".a", "MV303", (0, 1), ""),
        ("a..b", "MV303", (2, 3), ""),
        ("if", "MV303", (0, 2), ""),
        ("a if b", "MV303", (2, 4), ""),
        ("a else b", "MV303", (2, 6), ""),
        ("sum(x for x g)", "MV303", (12, 13), ""),
        ("sum(x for (a) in g)", "MV303", (12, 13), ""),
        ("a; b", "MV302", (1, 2), ""),
        ("a\0", "MV302", (1, 2), ""),
        ("é", "MV302", (0, 1), ""),
    ],
)
def test_what_is_no_expression_is_told_at_its_place(text: str, code: str, span: tuple[int, int], hint: str) -> None:
    with pytest.raises(SyntaxProblem) as problem:
        parse_expression(text)
    assert (problem.value.code, problem.value.span) == (code, span)
    assert hint in problem.value.hint


HOSTILE = {
    "10,000 brackets": "(" * 10_000,
    "900 brackets": "(" * 900 + "1" + ")" * 900,
    "2,001 characters": "a" * 2_001,
    "a million characters": "a" * 1_000_000,
    "600 nots": "not " * 490 + "a",
    "1,900 minuses": "-" * 1_900 + "1",
    "900 ifs": "a if " * 380 + "a",
    "deep elses": "a if b else " * 160 + "c",
    "ifs in brackets": "a if (" * 300 + "a" + ")" * 190,
    "300 sums": "sum(" * 450,
    "900 comparisons": "a<" * 900 + "a",
    "900 plusses": "a+" * 900 + "a",
    "900 dots": "a." * 900,
    "1,900 digits": "9" * 1_900,
    "900 calls": "min(1," * 300 + "1" + ")" * 200,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("parse", [parse_expression, parse_statement, parse_loop, parse_signature])
def test_hostile_texts_are_refused_at_once(name: str, parse: object) -> None:
    with effort(CALLS):
        for text in (HOSTILE[name], f"a += {HOSTILE[name]}", f"x in g if {HOSTILE[name]}"):
            with pytest.raises(SyntaxProblem) as problem:
                parse(text)  # type: ignore[operator]
            assert 0 <= problem.value.span[0] <= problem.value.span[1] <= len(text)
            assert len(problem.value.message) < 300


@given(st.text(alphabet="ab.()+-*/%<>=!,019 \n" + "é☃", max_size=60) | st.text(max_size=30))
def test_any_text_is_an_expression_or_a_problem(text: str) -> None:
    for parse in (parse_expression, parse_statement, parse_loop, parse_signature):
        try:
            parse(text)
        except SyntaxProblem as problem:
            assert 0 <= problem.span[0] <= problem.span[1] <= len(text)


@given(
    st.lists(
        st.sampled_from("a b.c 12 ( ) + - * // % < <= == and or not if else sum( for x in g is min(".split()),
        max_size=14,
    )
)
def test_brackets_change_nothing_that_they_do_not_group(words: list[str]) -> None:
    text = " ".join(words)
    try:
        tree = parse_expression(text)
    except SyntaxProblem:
        return
    assert parse_expression(f"({text})") == tree
    assert parse_expression(shown(tree)) == tree


# Statements


def test_a_statement_has_an_act_a_condition_and_a_loop() -> None:
    statement = parse_statement("x.a -= 2 if x.b > 1 for x in g if x.c")
    assert isinstance(statement.act, syntax.Assign) and statement.act.op == "-="
    assert shown(statement.test) == "(x.b > 1)"
    assert statement.loop is not None and shown(statement.loop.test) == "x.c"
    other = parse_statement("a += 1 if b else 2")
    assert isinstance(other.act, syntax.Assign) and other.test is None
    assert shown(other.act.amount) == "(1 if b else 2)"
    both = parse_statement("a += 1 if b else 2 if c")
    assert (
        isinstance(both.act, syntax.Assign) and shown(both.act.amount) == "(1 if b else 2)" and shown(both.test) == "c"
    )


def test_the_other_statements() -> None:
    schedule = parse_statement("schedule rain in a + 1").act
    assert isinstance(schedule, syntax.Schedule) and shown(schedule.delay) == "(a + 1)"
    end = parse_statement("end lost(x.owner)").act
    assert isinstance(end, syntax.End) and end.member is not None and shown(end.member) == "x.owner"
    call = parse_statement("court(x, 2)").act
    assert isinstance(call, syntax.Perform) and len(call.arguments) == 2
    assert isinstance(parse_statement("feast()").act, syntax.Perform)
    assert isinstance(parse_statement("end += 1").act, syntax.Assign)
    assert isinstance(parse_statement("schedule -= 1").act, syntax.Assign)


def test_a_long_condition_is_counted_once() -> None:
    """The parser looks ahead for an `else`; what it then reads again is not counted twice."""
    condition = " and ".join(["a > 1"] * 40)
    assert parse_statement(f"b += 1 if {condition}").test is not None
    with pytest.raises(SyntaxProblem):
        parse_statement(f"b += 1 if {' and '.join(['a > 1'] * 42)}")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a", "MV309"),
        ("a + 1", "MV309"),
        ("a == 1", "MV309"),
        ("1 += a", "MV303"),
        ("a += 1 if", "MV303"),
        ("a += 1 if b if c", "MV303"),
        ("a += 1 for x in g for y in h", "MV303"),
        ("court(x", "MV303"),
        ("court(x) y", "MV303"),
        ("schedule rain", "MV303"),
        ("schedule in 2", "MV303"),
        ("end", "MV309"),
        ("a.b() += 1", "MV309"),
    ],
)
def test_what_is_no_statement_is_told(text: str, code: str) -> None:
    with pytest.raises(SyntaxProblem) as problem:
        parse_statement(text)
    assert problem.value.code == code


def test_signatures() -> None:
    assert parse_signature("court(power, times)").parameters == ("power", "times")
    assert parse_signature(" feast ( ) ").parameters == ()
    for text in ("court", "court(", "court(1)", "court(a) b", "(a)", "court(a b)", "if(a)"):
        with pytest.raises(SyntaxProblem):
            parse_signature(text)
    assert expressions.LONGEST == 2_000
