"""Syntax trees of expressions and statements, each part with its span in the text it was read from."""

from __future__ import annotations

from attrs import field, frozen

Span = tuple[int, int]
"""Start and end offset of a piece of the parsed text."""


class SyntaxProblem(Exception):
    """The text is not of the language. `span` says where, `hint` what would be right."""

    def __init__(self, code: str, message: str, span: Span, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.span, self.hint = code, message, span, hint
        self.path: tuple[str | int, ...] | None = None
        """Where the text stands, if it is another one than that which was asked for: the definition of a name."""


@frozen
class Number:
    value: int
    span: Span = field(eq=False)


@frozen
class Name:
    """A dotted name, such as `treasury` or `route.owner.leverage`."""

    parts: tuple[str, ...]
    span: Span = field(eq=False)

    def part(self, index: int) -> Span:
        """Where one of its parts stands; the whole name where there are blanks around its points."""
        start, end = self.span
        if end - start != len(".".join(self.parts)):
            return self.span
        start += sum(len(part) + 1 for part in self.parts[:index])
        return start, start + len(self.parts[index])


@frozen
class Unary:
    op: str  # "-" or "not"
    operand: Expression
    span: Span = field(eq=False)


@frozen
class Binary:
    op: str  # + - * // % and or
    left: Expression
    right: Expression
    span: Span = field(eq=False)


@frozen
class Compare:
    """A chain such as `a <= b < c`: `ops` has one entry fewer than `operands`."""

    ops: tuple[str, ...]
    operands: tuple[Expression, ...]
    span: Span = field(eq=False)


@frozen
class Conditional:
    then: Expression
    test: Expression
    otherwise: Expression
    span: Span = field(eq=False)


@frozen
class Call:
    function: str
    arguments: tuple[Expression, ...]
    span: Span = field(eq=False)


@frozen
class Loop:
    """`x in group if COND`, or `(a, b) in pairs both ways if COND`."""

    variables: tuple[str, ...]
    collection: str
    both_ways: bool
    test: Expression | None
    span: Span = field(eq=False)
    place: Span = field(eq=False, default=(0, 0))
    """Where the collection's name stands."""


@frozen
class Aggregate:
    """`sum(BODY for x in group if COND)` and its kin; `argmax` and `argmin` name a member."""

    function: str
    body: Expression
    loop: Loop
    span: Span = field(eq=False)


Expression = Number | Name | Unary | Binary | Compare | Conditional | Call | Aggregate


@frozen
class Assign:
    """`TRACK += AMOUNT`, `-=` or `=`."""

    target: Name
    op: str
    amount: Expression
    span: Span = field(eq=False)


@frozen
class Schedule:
    """`schedule EVENT in N`: the event comes up N turns from now."""

    event: Name
    delay: Expression
    span: Span = field(eq=False)


@frozen
class End:
    """`end ENDING` or `end ENDING(member)`."""

    ending: Name
    member: Expression | None
    span: Span = field(eq=False)


@frozen
class Perform:
    """A procedure call, such as `court(host)`."""

    procedure: str
    arguments: tuple[Expression, ...]
    span: Span = field(eq=False)


@frozen
class Statement:
    """One line of a `do:` list: an act, perhaps under a condition, perhaps for each member of a group."""

    act: Assign | Schedule | End | Perform
    test: Expression | None
    loop: Loop | None
    text: str = field(eq=False)


@frozen
class Signature:
    """The head of a procedure, such as `court(power)`."""

    name: str
    parameters: tuple[str, ...]


def conjuncts(expression: Expression) -> tuple[Expression, ...]:
    """The parts joined by `and`, so that a refusal can name the ones that fail."""
    if isinstance(expression, Binary) and expression.op == "and":
        return (*conjuncts(expression.left), *conjuncts(expression.right))
    return (expression,)
