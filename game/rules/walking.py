"""Walking over syntax trees: which names an expression or a statement speaks of."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from game.rules import syntax


def mentions(tree: syntax.Expression) -> Iterator[syntax.Name]:
    """The names that an expression speaks of, loops' own names included."""
    match tree:
        case syntax.Name():
            yield tree
        case syntax.Unary(_, operand):
            yield from mentions(operand)
        case syntax.Binary(_, left, right):
            yield from mentions(left)
            yield from mentions(right)
        case syntax.Compare(_, operands) | syntax.Call(_, operands):
            for operand in operands:
                yield from mentions(operand)
        case syntax.Conditional(then, test, otherwise):
            for part in (then, test, otherwise):
                yield from mentions(part)
        case _:
            return


@frozen
class Mention:
    """A name where it stands; `compared` tells one that is itself a side of a comparison."""

    name: syntax.Name
    compared: bool = False


def every_mention(tree: syntax.Expression, compared: bool = False) -> Iterator[Mention]:
    """All names in an expression, inside loops over groups too."""
    match tree:
        case syntax.Name():
            yield Mention(tree, compared)
        case syntax.Unary(_, operand):
            yield from every_mention(operand)
        case syntax.Binary(_, left, right):
            yield from every_mention(left)
            yield from every_mention(right)
        case syntax.Compare(_, operands):
            for operand in operands:
                yield from every_mention(operand, compared=True)
        case syntax.Call(_, operands):
            for operand in operands:
                yield from every_mention(operand)
        case syntax.Conditional(then, test, otherwise):
            for part in (then, test, otherwise):
                yield from every_mention(part)
        case syntax.Aggregate(_, body, loop):
            yield from every_mention(body)
            yield from in_loop(loop)
        case _:
            return


def every_name(tree: syntax.Expression) -> Iterator[syntax.Name]:
    """All names in an expression, inside loops over groups too."""
    return (mention.name for mention in every_mention(tree))


def in_loop(loop: syntax.Loop) -> Iterator[Mention]:
    """All names of a loop: what it goes over, and those in its condition."""
    yield Mention(syntax.Name((loop.collection,), loop.place))
    if loop.test is not None:
        yield from (Mention(name) for name in every_name(loop.test))


def in_statement(statement: syntax.Statement) -> Iterator[Mention]:
    """All names of a statement but those of the event, ending or procedure that it calls for."""
    match statement.act:
        case syntax.Assign(target, _, amount):
            yield Mention(target)
            yield from every_mention(amount)
        case syntax.Schedule(_, delay):
            yield from every_mention(delay)
        case syntax.End(_, member):
            if member is not None:
                yield from every_mention(member)
        case syntax.Perform(_, arguments):
            for argument in arguments:
                yield from every_mention(argument)
    if statement.test is not None:
        yield from every_mention(statement.test)
    if statement.loop is not None:
        yield from in_loop(statement.loop)
