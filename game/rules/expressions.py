"""Expressions and statements of the scenario language: text to syntax trees with exact spans.

A Pratt parser over a small token list. Nothing here knows what a name means; `game.rules.resolve` does.
Grammar, loosest first: `A if C else B`, `or`, `and`, `not`, comparisons (chained, `is`, `is not`),
`+ -`, `* // %`, unary `-`, calls, dotted names, whole numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from attrs import evolve, frozen

from game.rules.problems import Suggestion
from game.rules.syntax import (
    Aggregate,
    Assign,
    Binary,
    Call,
    Compare,
    Conditional,
    End,
    Expression,
    Loop,
    Name,
    Number,
    Perform,
    Schedule,
    Signature,
    Span,
    Statement,
    SyntaxProblem,
    Unary,
)
from game.rules.wording import phrase

LONGEST = 2_000  # characters in one expression or statement
DEEPEST = 40  # nested brackets
BUSIEST = 80  # operators in one expression; keeps every walk over a tree within Python's stack
LARGEST = 1_000_000_000  # a written number; every value then fits 64 bits by the checker's bounds

AGGREGATES = ("sum", "min", "max", "count", "any", "all", "argmax", "argmin")
FUNCTIONS = ("min", "max", "abs")
KEYWORDS = frozenset({"if", "else", "and", "or", "not", "is", "in", "for", "where", "both", "ways"})


@frozen
class _Token:
    kind: str  # number, name, op, end
    text: str
    span: Span


_TOKEN = re.compile(
    r"(?P<number>\d+)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<op>\+=|-=|//|<=|>=|==|!=|[-+*%<>=().,])|(?P<space>\s+)",
)
_WORD = re.compile(r"\w+")
_LOOK_ALIKE = str.maketrans("аеорсухіһѕјԁԛԝАВЕКМНОРСТУХІ", "aeopcyxihsjdqwABEKMHOPCTYXI")
"""Cyrillic letters, Kazakh ones among them, and the Latin ones that look the same."""
_INFIX = {"or": 10, "and": 20, "+": 50, "-": 50, "*": 60, "//": 60, "%": 60}
_COMPARISONS = ("<", "<=", ">", ">=", "==", "!=", "is")
_COMPARISON_POWER = 40
_NOT_POWER = 30
_UNARY_POWER = 70


def _tokens(text: str) -> Iterator[_Token]:
    if len(text) > LONGEST:
        raise SyntaxProblem(
            "MV301",
            phrase("this is {count} characters long; the most is {most}", count=len(text), most=LONGEST),
            (0, len(text)),
        )
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            if text[at].isalpha():
                raise _foreign(text, at)
            raise SyntaxProblem(
                "MV302",
                phrase("the character {character} means nothing here", character=repr(text[at])),
                (at, at + 1),
                _hint_for(text, at),
            )
        at = match.end()
        kind = match.lastgroup or ""
        if kind != "space":
            yield _Token(kind, match.group(), match.span())
    yield _Token("end", "", (len(text), len(text)))


def _foreign(text: str, at: int) -> SyntaxProblem:
    """The problem of a word with a letter that no id has, such as a Cyrillic one that looks like a Latin one."""
    word = next(m for m in _WORD.finditer(text) if m.start() <= at < m.end())
    latin = word[0].translate(_LOOK_ALIKE)
    hint: str = phrase("ids have the Latin letters a to z; what players read stands under `name:`")
    if latin.isascii():
        hint = Suggestion(
            phrase("it looks like `{latin}` and is another letter: write `{name}`", latin=latin[at - word.start()],
                   name=latin),
            latin,
        )  # fmt: skip
    return SyntaxProblem(
        "MV302", phrase("the letter {character} stands in no id", character=repr(text[at])), word.span(), hint
    )


def _hint_for(text: str, at: int) -> str:
    pair = text[at : at + 2]
    if pair in ("&&", "||"):
        return phrase("write `and`") if pair == "&&" else phrase("write `or`")
    right = {
        "/": (phrase("write `//`: division is in whole numbers"), "//"),
        **dict.fromkeys("−–—‑", (phrase("write the plain minus `-`"), "-")),
    }
    right |= {"≥": (phrase("write `>=`"), ">="), "≤": (phrase("write `<=`"), "<="), "×": (phrase("write `*`"), "*")}
    if text[at] in right:
        return Suggestion(*right[text[at]])
    return {
        "!": phrase("write `not`, or `!=` for different"),
        '"': phrase("expressions have no texts, only whole numbers and names"),
        "'": phrase("expressions have no texts, only whole numbers and names"),
        **dict.fromkeys("“”„«»‘’", phrase("expressions have no texts, only whole numbers and names")),
    }.get(text[at], "")


class _Parser:
    """One pass over the tokens of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.at = 0
        self.depth = 0
        self.operators = 0

    @property
    def token(self) -> _Token:
        return self.tokens[self.at]

    def take(self) -> _Token:
        token = self.tokens[self.at]
        if token.kind != "end":
            self.at += 1
        return token

    def sees(self, *texts: str) -> bool:
        return self.token.kind != "end" and self.token.text in texts

    def accept(self, text: str) -> bool:
        if self.sees(text):
            self.at += 1
            return True
        return False

    def expect(self, text: str, why: str) -> _Token:
        if not self.sees(text):
            self.fail(phrase("expected `{text}` {why}", text=text, why=why))
        return self.take()

    def fail(self, message: str, hint: str = "", code: str = "MV303") -> None:
        token = self.token
        found = phrase("the line ends here") if token.kind == "end" else phrase("found `{text}`", text=token.text[:60])
        before = self.tokens[self.at - 1] if self.at else None
        if before is not None and before.text == "=" and token.text in ("+", "-") and not hint:
            hint = phrase("write `{name}`", name=f"{token.text}=")
        if token.text == "=" and not hint:
            hint = Suggestion(phrase("to compare, write `==`"), "==")
        raise SyntaxProblem(code, phrase("{message}; {found}", message=message, found=found), token.span, hint)

    def finish(self) -> None:
        if self.token.kind != "end":
            self.fail(phrase("something is left over after a complete expression"))

    def identifier(self, what: str) -> _Token:
        if self.token.kind != "name" or self.token.text in KEYWORDS:
            self.fail(phrase("expected {what}", what=what))
        return self.take()

    def count_operator(self, token: _Token) -> None:
        self.operators += 1
        if self.operators > BUSIEST:
            raise SyntaxProblem(
                "MV304",
                phrase("more than {most} operators", most=BUSIEST),
                token.span,
                phrase("give a part a name under `names:`"),
            )

    # Expressions

    def expression(self, power: int = 0) -> Expression:
        self.depth += 1
        if self.depth > DEEPEST:
            raise SyntaxProblem(
                "MV304",
                phrase("nested more than {most} deep", most=DEEPEST),
                self.token.span,
                phrase("give a part a name under `names:`"),
            )
        left = self.prefix()
        while (infix := self.infix(left, power)) is not None:
            left = infix
        self.depth -= 1
        return left

    def infix(self, left: Expression, power: int) -> Expression | None:
        """What follows `left`, if it binds tighter than `power`."""
        token = self.token
        if token.kind == "end":
            return None
        if token.text in _COMPARISONS and power < _COMPARISON_POWER:
            return self.comparison(left)
        if token.text == "if" and power == 0 and (conditional := self.conditional(left)) is not None:
            return conditional
        binding = _INFIX.get(token.text)
        if binding is None or binding <= power:
            return None
        self.take()
        self.count_operator(token)
        right = self.expression(binding)
        return Binary(token.text, left, right, (left.span[0], right.span[1]))

    def comparison(self, first: Expression) -> Compare:
        ops: list[str] = []
        operands = [first]
        while self.sees(*_COMPARISONS):
            self.count_operator(self.token)
            op = self.take().text
            if op == "is" and self.accept("not"):
                op = "is not"
            ops.append(op)
            operands.append(self.expression(_COMPARISON_POWER))
        return Compare(tuple(ops), tuple(operands), (first.span[0], operands[-1].span[1]))

    def conditional(self, then: Expression) -> Conditional | None:
        """`then if TEST else OTHER`; a bare `if` belongs to the statement or loop around it."""
        mark, operators = self.at, self.operators
        self.take()
        test = self.expression(1)
        if not self.accept("else"):
            self.at, self.operators = mark, operators
            return None
        otherwise = self.expression()
        return Conditional(then, test, otherwise, (then.span[0], otherwise.span[1]))

    def prefix(self) -> Expression:
        token = self.token
        if token.kind == "number":
            return self.number()
        if self.accept("("):
            inner = self.expression()
            end = self.expect(")", phrase("to close the bracket")).span[1]
            return evolve(inner, span=(token.span[0], end))
        if self.accept("-"):
            operand = self.expression(_UNARY_POWER)
            return Unary("-", operand, (token.span[0], operand.span[1]))
        if self.accept("not"):
            operand = self.expression(_NOT_POWER)
            return Unary("not", operand, (token.span[0], operand.span[1]))
        if token.kind == "name" and token.text not in KEYWORDS:
            following = self.tokens[self.at + 1]
            return self.call() if following.text == "(" else self.name()
        self.fail(phrase("expected a number, a name or a bracket"))
        raise AssertionError

    def number(self) -> Number:
        token = self.take()
        if len(token.text) > 10 or int(token.text) > LARGEST:
            raise SyntaxProblem("MV305", phrase("the largest number is {most}", most=f"{LARGEST:,}"), token.span)
        if self.sees("."):
            self.fail(phrase("whole numbers only"), phrase("a share is written as a multiplication and `//`"), "MV306")
        return Number(int(token.text), token.span)

    def name(self) -> Name:
        first = self.identifier(phrase("a name"))
        parts, end = [first.text], first.span[1]
        while self.accept("."):
            part = self.identifier(phrase("a name after the point"))
            parts.append(part.text)
            end = part.span[1]
        return Name(tuple(parts), (first.span[0], end))

    def call(self) -> Expression:
        head = self.take()
        self.take()
        if head.text not in AGGREGATES and head.text not in FUNCTIONS:
            known = ", ".join(dict.fromkeys((*FUNCTIONS, *AGGREGATES)))
            raise SyntaxProblem(
                "MV307",
                phrase("`{name}` is no function of the language", name=head.text),
                head.span,
                phrase("there are {names}", names=known),
            )
        first = self.expression()
        if self.accept("for"):
            loop = self.loop()
            end = self.expect(")", phrase("to close `{name}(`", name=head.text)).span[1]
            if head.text not in AGGREGATES:
                raise SyntaxProblem("MV307", phrase("`{name}` does not go over a group", name=head.text), head.span)
            return Aggregate(head.text, first, loop, (head.span[0], end))
        if head.text not in FUNCTIONS:
            self.fail(phrase("expected `for x in GROUP` inside `{name}(...)`", name=head.text))
        arguments = [first]
        while self.accept(","):
            arguments.append(self.expression())
        end = self.expect(")", phrase("to close `{name}(`", name=head.text)).span[1]
        if (head.text == "abs") != (len(arguments) == 1):
            wanted = phrase("one value") if head.text == "abs" else phrase("two values or more")
            raise SyntaxProblem(
                "MV308", phrase("`{name}` takes {wanted}", name=head.text, wanted=wanted), (head.span[0], end)
            )
        return Call(head.text, tuple(arguments), (head.span[0], end))

    def loop(self) -> Loop:
        start = self.token.span[0]
        if self.accept("("):
            variables = [self.identifier(phrase("a name for the first of the pair")).text]
            self.expect(",", phrase("between the two names"))
            variables.append(self.identifier(phrase("a name for the second of the pair")).text)
            self.expect(")", phrase("after the two names"))
        else:
            variables = [self.identifier(phrase("a name after `for`")).text]
        self.expect("in", phrase("and the group to go over"))
        group = self.identifier(phrase("the name of a group"))
        both = self.accept("both")
        if both:
            self.expect("ways", phrase("after `both`"))
        test = self.expression(1) if self.accept("if") or self.accept("where") else None
        end = self.tokens[self.at - 1].span[1]
        return Loop(tuple(variables), group.text, both, test, (start, end), group.span)

    # Statements

    def statement(self) -> Statement:
        act = self.act()
        test: Expression | None = None
        loop: Loop | None = None
        while self.token.kind != "end":
            if test is None and loop is None and self.accept("if"):
                test = self.expression(1)
            elif loop is None and self.accept("for"):
                loop = self.loop()
            else:
                self.fail(phrase("expected the end of the statement, `if CONDITION` or `for x in GROUP`"))
        return Statement(act, test, loop, self.text)

    def act(self) -> Assign | Schedule | End | Perform:
        start = self.token.span[0]
        following = self.tokens[min(self.at + 1, len(self.tokens) - 1)]
        if self.sees("schedule") and following.kind == "name":
            self.take()
            event = self.name()
            self.expect("in", phrase("and a number of turns"))
            delay = self.expression(1)
            return Schedule(event, delay, (start, delay.span[1]))
        if self.sees("end") and following.kind == "name":
            return self.end(start)
        if self.token.kind == "name" and following.text == "(":
            return self.perform(start)
        target = self.name()
        if not self.sees("+=", "-=", "="):
            self.fail(phrase("expected `+=`, `-=` or `=` after the track"), code="MV309")
        op = self.take().text
        amount = self.expression()
        return Assign(target, op, amount, (start, amount.span[1]))

    def end(self, start: int) -> End:
        self.take()
        ending = self.name()
        member: Expression | None = None
        stop = ending.span[1]
        if self.accept("("):
            member = self.expression()
            stop = self.expect(")", phrase("after the member")).span[1]
        return End(ending, member, (start, stop))

    def perform(self, start: int) -> Perform:
        head = self.take().text
        self.take()
        arguments: list[Expression] = []
        while not self.sees(")"):
            arguments.append(self.expression())
            if not self.accept(","):
                break
        stop = self.expect(")", phrase("to close `{name}(`", name=head)).span[1]
        return Perform(head, tuple(arguments), (start, stop))


@lru_cache(maxsize=4_096)  # the same line is read for each envoy who may play a card, and at each level
def parse_expression(text: str) -> Expression:
    """The tree of one expression.

    >>> parse_expression("treasury >= 2").ops
    ('>=',)

    Raises `SyntaxProblem`.
    """
    parser = _Parser(text)
    tree = parser.expression()
    parser.finish()
    return tree


@lru_cache(maxsize=512)
def parse_loop(text: str) -> Loop:
    """The tree of a `for:` line, such as `power in powers if power.leverage > 3`. Raises `SyntaxProblem`."""
    parser = _Parser(text)
    tree = parser.loop()
    parser.finish()
    return tree


@lru_cache(maxsize=4_096)
def parse_statement(text: str) -> Statement:
    """The tree of one line of a `do:` list. Raises `SyntaxProblem`."""
    return _Parser(text).statement()


def parse_signature(text: str) -> Signature:
    """The head of a procedure, such as `court(power)`. Raises `SyntaxProblem`."""
    parser = _Parser(text)
    name = parser.identifier(phrase("the procedure's name")).text
    parameters: list[str] = []
    parser.expect("(", phrase("after the procedure's name"))
    while not parser.sees(")"):
        parameters.append(parser.identifier(phrase("a parameter's name")).text)
        if not parser.accept(","):
            break
    parser.expect(")", phrase("after the parameters"))
    parser.finish()
    return Signature(name, tuple(parameters))
