"""Expressions in words: conditions and amounts of the scenario language as a player reads them.

Everything is derived from the parsed expression and from the names that the scenario gives; nothing here knows a
track, member or procedure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve, field, frozen

from game.rules.expressions import parse_expression
from game.rules.model import Scenario
from game.rules.names import MEMBER, Names, Value
from game.rules.plan import MovePlan, Plan
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
    SyntaxProblem,
    Unary,
)
from game.rules.terms import Const
from game.words import ENGLISH, language, noted, say

_WITH_NUMBER = dict(
    zip(
        (">=", "<=", ">", "<", "==", "!="),
        noted(
            "{name} {value} or more",
            "{name} {value} or less",
            "{name} more than {value}",
            "{name} less than {value}",
            "{name} exactly {value}",
            "{name} other than {value}",
        ),
        strict=True,
    )
)
_WITH_VALUE = {
    **_WITH_NUMBER,
    **dict(
        zip(
            (">=", "<=", "==", "is", "is not"),
            noted(
                "{name} at least {value}",
                "{name} at most {value}",
                "{name} the same as {value}",
                "{name} is {value}",
                "{name} is not {value}",
            ),
            strict=True,
        )
    ),
}
_OF_TURN = dict(
    zip(
        (">=", "<=", ">", "<", "==", "!="),
        noted(
            "from turn {turn} on",
            "until turn {turn}",
            "after turn {turn}",
            "before turn {turn}",
            "in turn {turn}",
            "not in turn {turn}",
        ),
        strict=True,
    )
)
_TURNED = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "==": "==", "!=": "!="}
_AGGREGATES = dict(
    zip(("sum", "min", "max"), noted("the sum of {field}", "the lowest {field}", "the highest {field}"), strict=True)
)


def plain(key: str) -> str:
    """An id as words, for what has no name of its own.

    >>> plain("last_turn")
    'last turn'
    """
    return say(_raw(key))


def _raw(key: str) -> str:
    return key.replace("_", " ").replace(".", " ")


def determined(word: str, one: str) -> str:
    """`each power`, `the other route`: put into words as a whole, for languages that decline."""
    whole = f"{word} {_raw(one)}"
    told = say(whole)
    return told if told != whole or language() == ENGLISH else plain(one)


def turn_label(scenario: Scenario, turn: int) -> str:
    """The name of a turn, counted from 1."""
    named = not isinstance(scenario.turns, int) and 1 <= turn <= len(scenario.turns)
    return scenario.turn_label(turn) if named else say("Turn {turn}", turn=turn)


def move_name(move: MovePlan) -> str:
    """The name of a move; of the one that does nothing too, which no scenario names."""
    return say("No mission") if move.kind == "pass" else move.name


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint at the known word that was perhaps meant, or nothing."""
    hint = did_you_mean(word, known)
    return say("Did you mean `{word}`?", word=hint.split("`")[1]) if hint else ""


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
        one = (table.one if table is not None else "") or group
        if len(loop.variables) == 2:
            sides = zip(loop.variables, ("one", "the other"), strict=True)
            people = {variable: Person(determined(side, one), group) for variable, side in sides}
        else:
            people = {loop.variables[0]: Person(determined(every, one), group)}
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
                return Person(say("nobody"), value.group)
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
                person = Person(self.member_name(group, member) if member else say("nobody"), group, member)
            else:
                person = Person(say(f"the {_raw(link)} of {{owner}}", owner=person.words), group)
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
                    return determined("the", word)
            return determined("the", ".".join(tree.parts))
        if isinstance(tree, Aggregate):
            one = self._one(tree.loop)
            inner = self.within(tree.loop, every="the")
            of = self._of_loop(tree.body, tree.loop)
            if tree.function == "argmax":
                told = say("the {one} with the highest {field}", one=one, field=of)
            else:
                told = say("the {one} with the lowest {field}", one=one, field=of)
            if tree.loop.test is None:
                return told
            return say("{name} among those with {condition}", name=told, condition=inner.condition(tree.loop.test))
        return self.text_of(tree)

    def _one(self, loop: Loop) -> str:
        table = self.plan.names.groups.get(loop.collection)
        return plain((table.one if table is not None else "") or loop.collection)

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
                return say("minus {amount}", amount=self.amount(operand))
            case Binary(op, left, right) if op in "+-*//%":
                return self._arithmetic(op, left, right)
            case Conditional(then, test, otherwise):
                return say(
                    "{amount} if {condition}, else {other}",
                    amount=self.amount(then),
                    condition=self.condition(test),
                    other=self.amount(otherwise),
                )
            case Call("abs", arguments):
                return say("the size of {amount}", amount=self.amount(arguments[0]))
            case Call(function, arguments):
                told = _listed([self.amount(a) for a in arguments])
                if function == "min":
                    return say("the lowest of {amounts}", amounts=told)
                return say("the highest of {amounts}", amounts=told)
            case Aggregate():
                return self._aggregate(tree)
            case _:
                return self.condition(tree)

    def _arithmetic(self, op: str, left: Expression, right: Expression) -> str:
        a, b = self.amount(left), self.amount(right)
        return {
            "+": say("{a} plus {b}", a=a, b=b),
            "-": say("{a} less {b}", a=a, b=b),
            "*": say("{a} times {b}", a=a, b=b),
            "//": say("{a} divided by {b}", a=a, b=b),
            "%": say("the remainder of {a} by {b}", a=a, b=b),
        }.get(op, f"{a} {op} {b}")

    def _name(self, tree: Name) -> str:
        if tree.parts in (("turn",), ("score",)):
            return say("the turn") if tree.parts == ("turn",) else say("the score")
        if len(tree.parts) > 1:
            owner = self.person(Name(tree.parts[:-1], tree.span))
            if owner is not None and (whole := self._linked(owner, tree.parts[-1:])) is not None:
                return whole.words
            if owner is not None:
                return say("{field} of {owner}", field=self.field_name(owner.group, tree.parts[-1]), owner=owner.words)
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
        told = say(_AGGREGATES[tree.function], field=self._of_loop(tree.body, tree.loop))
        if group is not None:
            name = group.name or plain(tree.loop.collection)
            told = say("{field} of {owner}", field=told, owner=f"{name[:1].lower()}{name[1:]}")
        if tree.loop.test is not None:
            test = self.within(tree.loop, every="the").condition(tree.loop.test)
            told = say("{name} with {condition}", name=told, condition=test)
        return told

    # Conditions

    def condition(self, tree: Expression | None) -> str:
        """A condition in words."""
        match tree:
            case None:
                return ""
            case Binary("and", left, right):
                return both(self.condition(left), self.condition(right))
            case Binary("or", left, right):
                return say("{one} or {other}", one=self.condition(left), other=self.condition(right))
            case Unary("not", operand):
                return say("not ({condition})", condition=self.condition(operand))
            case Compare(ops, operands):
                pairs = zip(ops, operands, operands[1:], strict=False)
                return both(*(self._comparison(op, a, b) for op, a, b in pairs))
            case Aggregate("any" | "all" | "count" as function, body, loop):
                return self._quantified(function, body, loop)
            case Name() if (person := self.person(tree)) is not None:
                return say("there is {one}", one=person.words)
            case _:
                return self.amount(tree) if not isinstance(tree, Name) else plain(".".join(tree.parts))

    def _comparison(self, op: str, left: Expression, right: Expression) -> str:
        if self.constant(left) is not None and self.constant(right) is None and op in _TURNED:
            op, left, right = _TURNED[op], right, left
        number = self.constant(right)
        if isinstance(left, Name) and left.parts == ("turn",) and number is not None and op in _OF_TURN:
            return say(_OF_TURN[op], turn=number)
        match left:
            case Binary("%", Name(("turn",)), Number(2)) if op == "==" and number in (0, 1):
                return say("in odd turns") if number else say("in even turns")
        forms = _WITH_NUMBER if number is not None and op in _WITH_NUMBER else _WITH_VALUE
        return say(forms[op], name=self.amount(left), value=self.amount(right))

    def _quantified(self, function: str, body: Expression, loop: Loop) -> str:
        some = {"any": "some", "all": "every", "count": "a"}[function]
        inner = self.within(loop, every=some)
        told = inner.condition(body)
        if loop.test is not None:
            test = self.within(loop, every="the").condition(loop.test)
            told = say("{name} (where {condition})", name=told, condition=test)
        return say("the number of cases of {name}", name=told) if function == "count" else told

    def text_of(self, tree: Expression) -> str:
        """The last resort: the names of an expression, in order."""
        return " ".join(plain(".".join(n)) for n in _dotted(tree)) or say("a number")


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


def both(*texts: str) -> str:
    """Conditions of which all must hold."""
    told = texts[0] if texts else ""
    for text in texts[1:]:
        told = say("{one} and {other}", one=told, other=text)
    return told


def _listed(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else say("{one} and {other}", one=", ".join(texts[:-1]), other=texts[-1])
