"""Which names only one rule knows: its loop's, its procedure's parameters, the member it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from game.rules.expressions import parse_expression, parse_loop, parse_signature, parse_statement
from game.rules.model import Path
from game.rules.syntax import (
    Aggregate,
    Binary,
    Call,
    Compare,
    Conditional,
    Expression,
    Loop,
    Perform,
    SyntaxProblem,
    Unary,
)
from game.scenario.server.shape import Spot
from game.scenario.server.symbols import LOCAL, Groups, Names, Scope, Symbol

MOST_ROUNDS = 8
"""As deep as procedures may call each other."""


def dotted(path: Path) -> str:
    return ".".join(str(step) for step in path)


def with_loop(names: Names, scope: Scope, loop: Loop, owner: str) -> Scope:
    """The scope inside a loop."""
    group = names.pairs.get(loop.collection, loop.collection)
    bound = {v: (Symbol(LOCAL, v, owner), frozenset({group})) for v in loop.variables}
    return {**scope, **bound}


def rule_of(path: Path) -> Path:
    """The rule whose own names hold at a path: a law, a card, a stage of the dispatches."""
    return path[:2]


def scope_at(names: Names, path: Path) -> Scope:
    """The names that hold at a path beside those of the whole scenario."""
    rule = rule_of(path)
    if len(rule) < 2:
        return {}
    kind, key = rule
    if kind in ("laws", "endings"):
        try:
            return with_loop(names, {}, parse_loop(names.words.get((*rule, "for"), "")), dotted(rule))
        except SyntaxProblem:
            return {}
    if kind in ("actions", "policies"):
        group = names.words.get((*rule, "for"), "")
        return _one_of(names, frozenset({group})) if group in names.groups else {}
    if kind == "dispatches" and "faces" in path:
        try:
            tree = parse_expression(names.words.get((*rule, "agenda"), ""))
        except SyntaxProblem:
            return {}
        return _one_of(names, names.groups_of(tree, {}))
    if kind == "procedures":
        return _parameters(names, str(key))
    return {}


def _one_of(names: Names, groups: Groups) -> Scope:
    return {names.groups[g].one: (Symbol("ones", names.groups[g].one, g), frozenset({g})) for g in groups
            if g in names.groups}  # fmt: skip


def _parameters(names: Names, head: str) -> Scope:
    try:
        signature = parse_signature(head)
    except SyntaxProblem:
        return {}
    owner = dotted(("procedures", signature.name))
    return {
        word: (Symbol(LOCAL, word, owner), frozenset(names.parameters.get((signature.name, number), ())))
        for number, word in enumerate(signature.parameters)
    }


def learn_parameters(names: Names, files: Iterable[Iterable[Spot]]) -> None:
    """Find out of which groups the members are that procedures are called with, however deep they call each other."""
    calls: list[tuple[Path, Perform, Loop | None]] = []
    for file in files:
        for spot in file:
            word = spot.node.word
            if spot.shape is None or spot.shape.language != "statement" or word is None or "(" not in word:
                continue
            try:
                statement = parse_statement(word)
            except SyntaxProblem:
                continue
            if isinstance(statement.act, Perform):
                calls.append((spot.path, statement.act, statement.loop))
    for _ in range(MOST_ROUNDS):
        before = {key: set(groups) for key, groups in names.parameters.items()}
        for path, act, loop in calls:
            scope = scope_at(names, path)
            scope = with_loop(names, scope, loop, dotted(rule_of(path))) if loop is not None else scope
            for number, argument in enumerate(act.arguments):
                found = names.parameters.setdefault((act.procedure, number), set())
                found |= names.groups_of(argument, scope)
        if before == names.parameters:
            return


def parts(tree: Expression) -> Iterator[Expression]:
    """The parts of an expression, loops left aside."""
    match tree:
        case Unary(_, operand):
            yield operand
        case Binary(_, left, right):
            yield from (left, right)
        case Compare(_, operands) | Call(_, operands):
            yield from operands
        case Conditional(then, test, otherwise):
            yield from (then, test, otherwise)
        case Aggregate():
            yield tree.body
        case _:
            return
