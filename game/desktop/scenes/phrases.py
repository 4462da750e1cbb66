"""Expressions in words: conditions and amounts of the scenario language as a player reads them.

Everything is derived from the parsed expression and from the names that the scenario gives; nothing here knows a
track, member or procedure.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, field, frozen

from game.rules.expressions import parse_expression
from game.rules.names import MEMBER, Names, Value
from game.rules.plan import Plan
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
    SyntaxProblem,
    Unary,
)
from game.rules.terms import Const

_WITH_NUMBER = {
    ">=": "{0} {1} or more",
    "<=": "{0} {1} or less",
    ">": "{0} more than {1}",
    "<": "{0} less than {1}",
    "==": "{0} exactly {1}",
    "!=": "{0} other than {1}",
}
_WITH_VALUE = {
    ">=": "{0} at least {1}",
    "<=": "{0} at most {1}",
    ">": "{0} more than {1}",
    "<": "{0} less than {1}",
    "==": "{0} the same as {1}",
    "!=": "{0} other than {1}",
    "is": "{0} is {1}",
    "is not": "{0} is not {1}",
}
_OF_TURN = {
    ">=": "from turn {1} on",
    "<=": "until turn {1}",
    ">": "after turn {1}",
    "<": "before turn {1}",
    "==": "in turn {1}",
    "!=": "not in turn {1}",
}
_TURNED = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "==": "==", "!=": "!="}
_AGGREGATES = {"sum": "the sum of {0}", "min": "the lowest {0}", "max": "the highest {0}"}


def plain(key: str) -> str:
    """An id as words, for what has no name of its own.

    >>> plain("last_turn")
    'last turn'
    """
    return key.replace("_", " ").replace(".", " ")


def capital(text: str) -> str:
    """The text with a capital first letter; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def meaning(plan: Plan, tree: Expression, scope: Mapping[str, Value]) -> Value:
    """What the rules make of an expression. Raises `SyntaxProblem` where it has no meaning.

    Names count their work against the limits of a scenario being read, so each question gets its own count.
    """
    n = plan.names
    return Names(n.tracks, n.parameters, n.groups, n.pairs, n.drawn, n.aliases, n.fixed).resolve(tree, scope)


@frozen
class Person:
    """A member as words: who is meant, of which group, and which one if that is known."""

    words: str
    group: str
    id: str = ""


@frozen
class Phrases:
    """Puts expressions into words.

    `scope` gives the values of names such as `rank` and `host`; `spoken` the words for names of loops.
    """

    plan: Plan = field(repr=False)
    scope: Mapping[str, Value] = field(factory=dict)
    spoken: Mapping[str, Person] = field(factory=dict)

    def within(self, loop: Loop, *, every: str = "each") -> Phrases:
        """The same with the names of a loop: `power` becomes `each power`."""
        names = self.plan.names
        group = names.pairs[loop.collection][0] if loop.collection in names.pairs else loop.collection
        table = names.groups.get(group)
        one = (table.one if table is not None else "") or plain(group)
        if len(loop.variables) == 2:
            sides = zip(loop.variables, ("one", "the other"), strict=True)
            people = {variable: Person(f"{side} {one}", group) for variable, side in sides}
        else:
            people = {loop.variables[0]: Person(f"{every} {one}", group)}
        return evolve(self, spoken={**self.spoken, **people})

    # Members and tracks

    def member_name(self, group: str, member: str) -> str:
        """The name that the scenario gives a member."""
        scenario = self.plan.scenario
        if group in scenario.groups:
            return scenario.groups[group].members[member].name or plain(member)
        if group == "envoys":
            return scenario.envoys[member].name
        if group == "summits":
            return scenario.summits[member].name
        return plain(member)

    def person(self, tree: Expression) -> Person | None:
        """The member an expression names; None where it names none."""
        if isinstance(tree, Name) and tree.parts[0] in self.spoken:
            return self._linked(self.spoken[tree.parts[0]], tree.parts[1:])
        value = self.value(tree)
        if value is None or value.kind != MEMBER:
            return None
        if isinstance(value.term, Const):
            if value.term.value < 0 or value.group not in self.plan.names.groups:
                return Person("nobody", value.group)
            member = self.plan.names.groups[value.group].members[value.term.value]
            return Person(self.member_name(value.group, member), value.group, member)
        return Person(self._somebody(tree), value.group)

    def _linked(self, person: Person, links: tuple[str, ...]) -> Person | None:
        """The member at the end of a chain of links."""
        for link in links:
            table = self.plan.names.groups.get(person.group)
            if table is None or link not in table.links:
                return None
            group, targets = table.links[link]
            if person.id:
                target = targets[table.members.index(person.id)]
                member = self.plan.names.groups[group].members[target] if target >= 0 else ""
                person = Person(self.member_name(group, member) if member else "nobody", group, member)
            else:
                person = Person(f"the {plain(link)} of {person.words}", group)
        return person

    def _somebody(self, tree: Expression) -> str:
        """Words for a member who depends on the state of the game."""
        if isinstance(tree, Name):
            word = tree.parts[0]
            alias = self.plan.scenario.names.get(word)
            if alias is not None and len(tree.parts) == 1:
                try:
                    return self._somebody(parse_expression(alias))
                except SyntaxProblem:
                    return f"the {plain(word)}"
            return f"the {plain('.'.join(tree.parts))}"
        if isinstance(tree, Aggregate):
            one = self._one(tree.loop)
            inner = self.within(tree.loop, every="the")
            which = "highest" if tree.function == "argmax" else "lowest"
            told = f"the {one} with the {which} {self._of_loop(tree.body, tree.loop)}"
            return f"{told} among those with {inner.condition(tree.loop.test)}" if tree.loop.test is not None else told
        return self.text_of(tree)

    def _one(self, loop: Loop) -> str:
        table = self.plan.names.groups.get(loop.collection)
        return (table.one if table is not None else "") or plain(loop.collection)

    def _of_loop(self, body: Expression, loop: Loop) -> str:
        """`power.relations` in a loop over powers is just `Relations`."""
        if isinstance(body, Name) and body.parts[0] in loop.variables and len(body.parts) == 2:
            return self.field_name(loop.collection, body.parts[1])
        return self.within(loop, every="a").amount(body)

    def field_name(self, group: str, part: str) -> str:
        """The name of a track of a group's members."""
        defined = self.plan.scenario.groups.get(group)
        track = defined.tracks.get(part) if defined is not None else None
        return (track.name if track is not None else "") or capital(plain(part))

    def track_name(self, slot: str) -> str:
        """The display name of a track by its id: `China: Leverage`."""
        for plan in self.plan.slots:
            if plan.name == slot:
                own = (plan.track.name if plan.track is not None else "") or capital(plain(plan.key or plan.name))
                return f"{self.member_name(plan.group, plan.member)}: {own}" if plan.member else own
        return capital(plain(slot))

    def value(self, tree: Expression) -> Value | None:
        """What the rules make of an expression; None where it hangs on names of a loop."""
        if any(word in self.spoken for word in _words(tree)):
            return None
        try:
            return meaning(self.plan, tree, self.scope)
        except SyntaxProblem:
            return None

    def constant(self, tree: Expression) -> int | None:
        """The number an expression always is; None where it depends on the game."""
        value = self.value(tree)
        if value is not None and value.kind != MEMBER and isinstance(value.term, Const):
            return value.term.value
        return None

    # Amounts

    def amount(self, tree: Expression) -> str:
        """A number or member in words."""
        fixed = self.constant(tree)
        if fixed is not None:
            return str(fixed)
        match tree:
            case Number(value):
                return str(value)
            case Name():
                return self._name(tree)
            case Unary("-", operand):
                return f"minus {self.amount(operand)}"
            case Binary(op, left, right) if op in "+-*//%":
                return self._arithmetic(op, left, right)
            case Conditional(then, test, otherwise):
                return f"{self.amount(then)} if {self.condition(test)}, else {self.amount(otherwise)}"
            case Call("abs", arguments):
                return f"the size of {self.amount(arguments[0])}"
            case Call(function, arguments):
                which = "lowest" if function == "min" else "highest"
                return f"the {which} of {_listed([self.amount(a) for a in arguments], 'and')}"
            case Aggregate():
                return self._aggregate(tree)
            case _:
                return self.condition(tree)

    def _arithmetic(self, op: str, left: Expression, right: Expression) -> str:
        a, b = self.amount(left), self.amount(right)
        return {
            "+": f"{a} plus {b}",
            "-": f"{a} less {b}",
            "*": f"{a} times {b}",
            "//": f"{a} divided by {b}",
            "%": f"the remainder of {a} by {b}",
        }.get(op, f"{a} {op} {b}")

    def _name(self, tree: Name) -> str:
        if tree.parts in (("turn",), ("score",)):
            return f"the {tree.parts[0]}"
        if len(tree.parts) > 1:
            owner = self.person(Name(tree.parts[:-1], tree.span))
            if owner is not None and (whole := self._linked(owner, tree.parts[-1:])) is not None:
                return whole.words
            if owner is not None:
                return f"{self.field_name(owner.group, tree.parts[-1])} of {owner.words}"
        person = self.person(tree)
        if person is not None:
            return person.words
        word = tree.parts[0]
        if word in self.plan.scenario.tracks:
            return self.track_name(word)
        if word in self.plan.scenario.names:
            return self._alias(word)
        return plain(".".join(tree.parts))

    def _alias(self, word: str) -> str:
        try:
            tree = parse_expression(self.plan.scenario.names[word])
        except SyntaxProblem:
            return plain(word)
        return evolve(self, scope={}, spoken={}).amount(tree)

    def _aggregate(self, tree: Aggregate) -> str:
        if tree.function in ("any", "all", "count", "argmax", "argmin"):
            return self._somebody(tree) if tree.function.startswith("arg") else self.condition(tree)
        group = self.plan.scenario.groups.get(tree.loop.collection)
        told = _AGGREGATES[tree.function].format(self._of_loop(tree.body, tree.loop))
        if group is not None:
            name = group.name or plain(tree.loop.collection)
            told += f" of {name[:1].lower()}{name[1:]}"
        if tree.loop.test is not None:
            told += f" with {self.within(tree.loop, every='the').condition(tree.loop.test)}"
        return told

    # Conditions

    def condition(self, tree: Expression | None) -> str:
        """A condition in words."""
        match tree:
            case None:
                return ""
            case Binary("and", left, right):
                return f"{self.condition(left)} and {self.condition(right)}"
            case Binary("or", left, right):
                return f"{self.condition(left)} or {self.condition(right)}"
            case Unary("not", operand):
                return f"not ({self.condition(operand)})"
            case Compare(ops, operands):
                pairs = zip(ops, operands, operands[1:], strict=False)
                return " and ".join(self._comparison(op, a, b) for op, a, b in pairs)
            case Aggregate("any" | "all" | "count" as function, body, loop):
                return self._quantified(function, body, loop)
            case Name() if (person := self.person(tree)) is not None:
                return f"there is {person.words}"
            case _:
                return self.amount(tree) if not isinstance(tree, Name) else plain(".".join(tree.parts))

    def _comparison(self, op: str, left: Expression, right: Expression) -> str:
        if self.constant(left) is not None and self.constant(right) is None and op in _TURNED:
            op, left, right = _TURNED[op], right, left
        number = self.constant(right)
        if isinstance(left, Name) and left.parts == ("turn",) and number is not None and op in _OF_TURN:
            return _OF_TURN[op].format("", number)
        forms = _WITH_NUMBER if number is not None and op in _WITH_NUMBER else _WITH_VALUE
        return forms[op].format(self.amount(left), self.amount(right))

    def _quantified(self, function: str, body: Expression, loop: Loop) -> str:
        some = {"any": "some", "all": "every", "count": "a"}[function]
        inner = self.within(loop, every=some)
        told = inner.condition(body)
        if loop.test is not None:
            told = f"{told} (where {self.within(loop, every='the').condition(loop.test)})"
        return f"the number of cases of {told}" if function == "count" else told

    def text_of(self, tree: Expression) -> str:
        """The last resort: the names of an expression, in order."""
        return " ".join(plain(".".join(n)) for n in _dotted(tree)) or "a number"


def _dotted(tree: Expression) -> list[tuple[str, ...]]:
    match tree:
        case Name(parts):
            return [parts]
        case Unary(_, operand):
            return _dotted(operand)
        case Binary(_, left, right):
            return _dotted(left) + _dotted(right)
        case Compare(_, operands) | Call(_, operands):
            return [n for o in operands for n in _dotted(o)]
        case Conditional(then, test, otherwise):
            return _dotted(then) + _dotted(test) + _dotted(otherwise)
        case Aggregate(_, body, loop):
            inner = _dotted(body) + (_dotted(loop.test) if loop.test is not None else [])
            return [n for n in inner if n[0] not in loop.variables]
        case _:
            return []


def _words(tree: Expression) -> set[str]:
    """The first words of all names of an expression, those of its own loops left out."""
    return {parts[0] for parts in _dotted(tree)}


def _listed(texts: list[str], word: str) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} {word} {texts[-1]}"
