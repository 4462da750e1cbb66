"""Names: what each name of a scenario stands for, and expressions turned into terms over numbered slots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import define, field, frozen

from game.rules import terms
from game.rules.expressions import parse_expression
from game.rules.model import Path
from game.rules.problems import did_you_mean
from game.rules.syntax import (
    Aggregate,
    Binary,
    Call,
    Compare,
    Conditional,
    Expression,
    Loop,
    Name,
    Number,
    Span,
    SyntaxProblem,
    Unary,
)
from game.rules.terms import Apply, Const, Drawn, Slot, Term, apply
from game.rules.walking import every_name
from game.rules.wording import listed, phrase

MOST_STEPS = 10_000
"""Parts of one expression, once unrolled: a file cannot ask for more work than that."""

MOST_STEPS_IN_ALL = 20_000

WHOLE, TRUTH, MEMBER = phrase("whole number"), phrase("truth"), phrase("member")


class NameProblem(SyntaxProblem):
    """An expression is well formed but does not make sense here."""


class TooMuchWork(Exception):
    """The scenario as a whole unrolls to more than can be checked."""


@frozen
class Value:
    """What an expression means: a term, its kind, and the group for a member (its index; nobody is -1)."""

    term: Term
    kind: str = WHOLE
    group: str = ""


@define
class GroupTable:
    """The members of a group and what can be asked of each."""

    one: str
    members: list[str]
    slots: dict[str, list[Slot]] = field(factory=dict)
    links: dict[str, tuple[str, list[int]]] = field(factory=dict)
    constants: dict[str, list[int]] = field(factory=dict)

    def fields(self) -> list[str]:
        return [*self.slots, *self.links, *self.constants]


Scope = Mapping[str, Value]

_ARITHMETIC = {"+": "+", "-": "-", "*": "*", "//": "//", "%": "%"}


@define
class Names:
    """All that a scenario's expressions may speak of."""

    tracks: dict[str, Slot] = field(factory=dict)
    parameters: dict[str, int] = field(factory=dict)
    groups: dict[str, GroupTable] = field(factory=dict)
    pairs: dict[str, tuple[str, list[tuple[int, int]]]] = field(factory=dict)
    drawn: dict[str, Value] = field(factory=dict)
    aliases: dict[str, str] = field(factory=dict)
    fixed: dict[str, Value] = field(factory=dict)
    limited: bool = True
    """While a scenario is being read; in play its expressions are known to be harmless."""
    at: Path = ()
    """Where the expression stands that is being looked at."""
    varying: frozenset[str] = frozenset()
    """Parameters that a level of difficulty changes."""
    compared: dict[tuple[Path, Span], int | None] = field(factory=dict)
    """Every comparison of the scenario, and what it always is; None where it hangs on the game."""
    _resolving: list[str] = field(factory=list)
    _steps: int = 0
    _steps_in_all: int = 0

    def begin(self, path: Path) -> None:
        """Before each expression of the scenario: its work is counted on its own, and in all."""
        self.at = path
        self._steps_in_all += self._steps
        self._steps = 0
        if self._steps_in_all > MOST_STEPS_IN_ALL:
            raise TooMuchWork

    def known(self) -> list[str]:
        """Every name that can begin an expression."""
        members = [m for table in self.groups.values() for m in table.members]
        return [*self.fixed, *self.tracks, *self.parameters, *self.aliases, *self.drawn, *members]

    def resolve(self, tree: Expression, scope: Scope) -> Value:
        """The meaning of an expression. Raises `NameProblem` (with a span) where it has none."""
        return self._resolve(tree, scope)

    def _resolve(self, tree: Expression, scope: Scope) -> Value:
        try:
            return self._meaning(tree, scope)
        except terms.TermTooLarge as problem:
            raise NameProblem("MV310", problem.args[0], tree.span) from None

    def _meaning(self, tree: Expression, scope: Scope) -> Value:
        self._steps += 1
        if self._steps > MOST_STEPS and self.limited:
            raise NameProblem(
                "MV319", phrase("the loops here unroll to more than {most} parts", most=f"{MOST_STEPS:,}"), tree.span
            )
        match tree:
            case Number(value):
                return Value(Const(value))
            case Name():
                return self.named(tree, scope)
            case Unary("-", operand):
                return Value(apply("neg", self.whole(operand, scope)))
            case Unary(_, operand):
                return Value(apply("not", self.truth(operand, scope)), TRUTH)
            case Binary(op, left, right) if op in _ARITHMETIC:
                return Value(self._arithmetic(op, left, right, scope))
            case Binary(op, left, right):
                return Value(apply(op, self.truth(left, scope), self.truth(right, scope)), TRUTH)
            case Compare():
                return self._comparison(tree, scope)
            case Conditional(then, test, otherwise):
                return self._conditional(then, test, otherwise, scope)
            case Call(function, arguments):
                return Value(apply(function, *(self.whole(a, scope) for a in arguments)))
            case Aggregate():
                return self._aggregate(tree, scope)

    def whole(self, tree: Expression, scope: Scope) -> Term:
        """The term of an expression that must be a whole number."""
        return self._of_kind(tree, scope, WHOLE)

    def truth(self, tree: Expression, scope: Scope) -> Term:
        """The term of a condition; a member counts as true when there is somebody."""
        value = self._resolve(tree, scope)
        if value.kind == MEMBER:
            return apply(">=", value.term, Const(0))
        if value.kind != TRUTH:
            raise NameProblem(
                "MV320",
                phrase("a condition is wanted here, this is a number"),
                tree.span,
                phrase("compare it: `... > 0`"),
            )
        return value.term

    def member(self, tree: Expression, scope: Scope, group: str | None = None) -> Value:
        """The meaning of an expression that must name a member (of `group`)."""
        value = self._resolve(tree, scope)
        if value.kind != MEMBER or (group is not None and value.group not in (group, "")):
            wanted = self.groups[group].one if group in self.groups else phrase("a member of a group")
            raise NameProblem("MV321", phrase("{what} is wanted here", what=wanted or group), tree.span)
        return value

    def _of_kind(self, tree: Expression, scope: Scope, kind: str) -> Term:
        value = self._resolve(tree, scope)
        if value.kind != kind:
            raise NameProblem(
                "MV322", phrase("a {kind} is wanted here, this is a {kind2}", kind=kind, kind2=value.kind), tree.span
            )
        return value.term

    def _arithmetic(self, op: str, left: Expression, right: Expression, scope: Scope) -> Term:
        a, b = self.whole(left, scope), self.whole(right, scope)
        if op in ("//", "%") and b == Const(0):
            raise NameProblem("MV323", phrase("this divides by zero"), right.span)
        if op == "-":
            return apply("+", a, Const(-b.value)) if isinstance(b, Const) else apply("-", a, b)
        return apply(op, a, b)

    def _comparison(self, tree: Compare, scope: Scope) -> Value:
        values = [self._resolve(operand, scope) for operand in tree.operands]
        links: list[Term] = []
        for number, (op, left, right) in enumerate(zip(tree.ops, values, values[1:], strict=False)):
            if left.kind == MEMBER or right.kind == MEMBER:
                links.append(self._same_member(op, left, right, tree.span))
            elif op in ("is", "is not"):
                raise NameProblem(
                    "MV324", phrase("`{name}` compares members; numbers are compared with `==`", name=op), tree.span
                )
            elif left.kind != right.kind:
                raise NameProblem(
                    "MV322",
                    phrase("a {kind} cannot be compared with a {kind2}", kind=left.kind, kind2=right.kind),
                    tree.span,
                )
            else:
                links.append(apply(op, left.term, right.term))
            if self.limited:
                known = isinstance(left.term, Const) and isinstance(right.term, Const)
                self._compared(tree.operands[number], tree.operands[number + 1], links[-1], known=known)
        return Value(apply("and", *links) if len(links) > 1 else links[0], TRUTH)

    def _compared(self, left: Expression, right: Expression, link: Term, *, known: bool) -> None:
        """Note what a comparison always is. Two known values make no mistake: a name stands for one of them."""
        always = link.value if isinstance(link, Const) else None
        if always is not None:
            words = {name.parts[0] for tree in (left, right) for name in every_name(tree)}
            always = None if (known and words) or words & self.varying else always
        place = (self.at, (left.span[0], right.span[1]))
        if self.compared.setdefault(place, always) != always:
            self.compared[place] = None

    def _same_member(self, op: str, left: Value, right: Value, span: Span) -> Term:
        if left.kind != right.kind or (left.group != right.group and "" not in (left.group, right.group)):
            raise NameProblem("MV324", phrase("only members of one group can be compared with each other"), span)
        if op not in ("is", "is not", "==", "!="):
            raise NameProblem(
                "MV324",
                phrase("members have no order, so `{name}` means nothing", name=op),
                span,
                phrase("write `is` or `is not`"),
            )
        return apply("==" if op in ("is", "==") else "!=", left.term, right.term)

    def _conditional(self, then: Expression, test: Expression, otherwise: Expression, scope: Scope) -> Value:
        a, b = self._resolve(then, scope), self._resolve(otherwise, scope)
        if a.kind != b.kind or a.group != b.group:
            raise NameProblem(
                "MV322", phrase("one side is a {kind}, the other a {kind2}", kind=a.kind, kind2=b.kind), otherwise.span
            )
        return Value(apply("if", self.truth(test, scope), a.term, b.term), a.kind, a.group)

    # Names

    def named(self, name: Name, scope: Scope) -> Value:
        """What a dotted name stands for."""
        value = self._first(name, scope)
        for index, part in enumerate(name.parts[1:], 1):
            value = self._part(value, part, name, index)
        return value

    def _first(self, name: Name, scope: Scope) -> Value:
        word = name.parts[0]
        if word in scope:
            return scope[word]
        if word in self.fixed:
            return self.fixed[word]
        if word in self.tracks:
            return Value(self.tracks[word])
        if word in self.parameters:
            return Value(Const(self.parameters[word]))
        if word in self.aliases:
            return self._alias(word, name)
        if word in self.drawn:
            return self.drawn[word]
        found = [(g, t.members.index(word)) for g, t in self.groups.items() if word in t.members]
        if len(found) > 1:
            raise NameProblem(
                "MV311",
                phrase("`{word}` is a member of several groups: {names}", word=word, names=listed(g for g, _ in found)),
                name.span,
            )
        if found:
            return Value(Const(found[0][1]), MEMBER, found[0][0])
        hint = did_you_mean(word, [*scope, *self.known()])
        raise NameProblem("MV312", phrase("there is no `{name}`", name=word), name.part(0), hint)

    def _alias(self, word: str, name: Name) -> Value:
        if word in self._resolving:
            raise NameProblem("MV313", phrase("`{name}` is defined by itself", name=word), name.span)
        self._resolving.append(word)
        at, self.at = self.at, ("names", word)
        try:
            return self._resolve(parse_expression(self.aliases[word]), {})
        except SyntaxProblem as problem:
            problem.path = problem.path or ("names", word)
            raise
        finally:
            self.at = at
            self._resolving.pop()

    def _part(self, value: Value, part: str, name: Name, index: int) -> Value:
        if value.kind != MEMBER:
            raise NameProblem("MV314", phrase("`{name}`: a number has no parts", name=".".join(name.parts)), name.span)
        if value.group == "":
            raise NameProblem("MV314", phrase("`{name}`: nobody is meant here", name=".".join(name.parts)), name.span)
        table = self.groups[value.group]
        if part in table.slots:
            return Value(apply("choose", value.term, *table.slots[part]))
        if part in table.constants:
            return Value(apply("choose", value.term, *(Const(c) for c in table.constants[part])))
        if part in table.links:
            target, indices = table.links[part]
            return Value(_linked(value.term, indices), MEMBER, target)
        owner = table.one or phrase("a member of {group}", group=value.group)
        message = phrase("{name} has no `{part}`", name=owner, part=part)
        raise NameProblem("MV315", message, name.part(index), did_you_mean(part, table.fields()))

    # Groups

    def over(self, loop: Loop, scope: Scope) -> Iterator[tuple[dict[str, Value], Term]]:
        """Each turn of a loop: what its names stand for, and the condition under which it counts."""
        for bound in self._bindings(loop):
            inner = {**scope, **bound}
            test = terms.TRUE if loop.test is None else self.truth(loop.test, inner)
            if test != terms.FALSE:
                yield bound, test

    def _bindings(self, loop: Loop) -> Iterator[dict[str, Value]]:
        if loop.collection in self.pairs and len(loop.variables) == 2:
            group, pairs = self.pairs[loop.collection]
            for a, b in pairs:
                for first, second in ((a, b), (b, a)) if loop.both_ways else ((a, b),):
                    indices = zip(loop.variables, (first, second), strict=True)
                    yield {v: Value(Const(i), MEMBER, group) for v, i in indices}
        elif loop.collection in self.groups and len(loop.variables) == 1:
            for index in range(len(self.groups[loop.collection].members)):
                yield {loop.variables[0]: Value(Const(index), MEMBER, loop.collection)}
        elif loop.collection in self.pairs or loop.collection in self.groups:
            wanted = phrase("two names, `(a, b) in`,") if loop.collection in self.pairs else phrase("one name")
            raise NameProblem(
                "MV316", phrase("`{name}` wants {wanted} before it", name=loop.collection, wanted=wanted), loop.span
            )
        else:
            hint = did_you_mean(loop.collection, [*self.groups, *self.pairs])
            raise NameProblem("MV317", phrase("there is no group `{name}`", name=loop.collection), loop.place, hint)

    def _aggregate(self, tree: Aggregate, scope: Scope) -> Value:
        rounds = [({**scope, **bound}, test) for bound, test in self.over(tree.loop, scope)]
        match tree.function:
            case "sum":
                return Value(apply("+", Const(0), *(_if(t, self.whole(tree.body, s)) for s, t in rounds)))
            case "count":
                counted = (apply("and", t, self._counted(tree.body, s)) for s, t in rounds)
                return Value(apply("+", Const(0), *(_if(c, Const(1)) for c in counted)))
            case "any":
                return Value(apply("or", *(apply("and", t, self.truth(tree.body, s)) for s, t in rounds)), TRUTH)
            case "all":
                parts = (apply("or", apply("not", t), self.truth(tree.body, s)) for s, t in rounds)
                return Value(apply("and", *parts), TRUTH)
            case "argmax" | "argmin":
                return self._arg(tree, rounds)
            case _:
                return self._extreme(tree, rounds)

    def _counted(self, body: Expression, scope: Scope) -> Term:
        return self.truth(body, scope)

    def _arg(self, tree: Aggregate, rounds: list[tuple[dict[str, Value], Term]]) -> Value:
        if tree.loop.collection not in self.groups:
            raise NameProblem("MV318", phrase("`{name}` goes over one group", name=tree.function), tree.loop.span)
        table = self.groups[tree.loop.collection]
        choices: list[tuple[Term, Term]] = [(terms.FALSE, Const(0))] * len(table.members)
        for scope, test in rounds:
            index = scope[tree.loop.variables[0]].term
            assert isinstance(index, Const)
            value = self.whole(tree.body, scope)
            choices[index.value] = (test, value if tree.function == "argmax" else apply("neg", value))
        return Value(terms.argmax(choices), MEMBER, tree.loop.collection)

    def _extreme(self, tree: Aggregate, rounds: list[tuple[dict[str, Value], Term]]) -> Value:
        """`min` and `max` over a group; of nobody it is 0."""
        if not rounds:
            return Value(Const(0))
        values = [(test, self.whole(tree.body, scope)) for scope, test in rounds]
        if all(test == terms.TRUE for test, _ in values):
            return Value(apply(tree.function, *(v for _, v in values)))
        # Those left out count as the value furthest from winning; where all are left out the answer is 0.
        lows, highs = min(v.low for _, v in values), max(v.high for _, v in values)
        idle = Const(highs + 1 if tree.function == "min" else lows - 1)
        best = apply(tree.function, *(apply("if", t, v, idle) for t, v in values))
        return Value(apply("if", apply("==", best, idle), Const(0), best))


def _if(test: Term, value: Term) -> Term:
    return apply("if", test, value, Const(0))


def _linked(index: Term, targets: list[int]) -> Term:
    """The member that a member's link names; nobody's link names nobody."""
    if isinstance(index, Const):
        return Const(targets[index.value]) if index.value >= 0 else terms.NOBODY
    shifted = apply("choose", index, *(Const(t + 1) for t in targets))
    return apply("+", shifted, Const(-1))


__all__ = [
    "MEMBER",
    "TRUTH",
    "WHOLE",
    "Apply",
    "Drawn",
    "GroupTable",
    "NameProblem",
    "Names",
    "Scope",
    "Value",
]
