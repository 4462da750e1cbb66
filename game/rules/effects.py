"""Effects: statements turned into changes of numbered slots, with every loop unrolled.

Each change knows its origin, the rule and the line that asked for it, so that a number can always tell where it
came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import define, field, frozen

from game.rules import terms
from game.rules.expressions import parse_signature, parse_statement
from game.rules.model import Line, Path
from game.rules.names import MEMBER, NameProblem, Names, Scope, Value
from game.rules.problems import Problem, did_you_mean, told_at
from game.rules.syntax import Assign, End, Loop, Name, Perform, Schedule, Statement, SyntaxProblem
from game.rules.terms import Const, Local, Slot, Term, apply
from game.rules.wording import phrase

DEEPEST_CALL = 8
UNTOLD = -1
"""The origin of what only the engine keeps, such as whether a card was played; no log tells it."""

MOST_EFFECTS = 5_000  # of one rule, once unrolled: a file cannot ask for more work than that


@frozen
class Rule:
    """Whatever can change a number: a card, an option, a law, the turn itself."""

    kind: str
    """mission, option, event, law, turn."""
    id: str
    name: str
    path: Path


@frozen
class Origin:
    """The line of a rule that asks for a change."""

    rule: Rule
    path: Path
    text: str
    about: tuple[str, ...] = ()
    """The members that a loop or a procedure's argument stood for."""


@frozen
class Change:
    """`slot += amount` (op "add") or `slot = amount` (op "set"), held within the slot's bounds."""

    origin: int
    slot: int
    op: str
    amount: Term


@frozen
class Let:
    """A value worked out once, before what follows."""

    name: str
    term: Term


@frozen
class When:
    """Effects that happen only if the test holds at that moment."""

    test: Term
    body: tuple[Effect, ...]


@frozen
class Finish:
    """The game ends, with ending case `ending`."""

    ending: int


Effect = Change | Let | When | Finish


@define
class Effects:
    """Turns statements into effects; shared by all rules of a scenario."""

    names: Names
    schedulable: dict[str, int] = field(factory=dict)
    """Event id -> the slot of its due turn."""
    endings: dict[tuple[str, int], int] = field(factory=dict)
    """(ending id, member index or -1) -> ending case."""
    ending_groups: dict[str, str] = field(factory=dict)
    """Ending id -> the group it is declared over, if it is."""
    procedures: dict[str, tuple[tuple[str, ...], tuple[Line, ...], Path]] = field(factory=dict)
    origins: list[Origin] = field(factory=list)
    problems: list[Problem] = field(factory=list)
    _locals: int = 0
    _count: int = 0

    def declare_procedures(self, procedures: dict[str, tuple[Line, ...]]) -> None:
        """Make the procedures callable, noting unreadable heads."""
        for head, lines in procedures.items():
            path: Path = ("procedures", head)
            try:
                signature = parse_signature(head)
            except SyntaxProblem as problem:
                self.problems.append(
                    Problem(problem.code, problem.message, path, problem.span, problem.hint, at_key=True)
                )
            else:
                self.procedures[signature.name] = (signature.parameters, lines, path)

    def origin(self, rule: Rule, path: Path, text: str, scope: Scope | None = None) -> int:
        """The number of a new origin."""
        self.origins.append(Origin(rule, path, text, self._about(scope or {})))
        return len(self.origins) - 1

    def _about(self, scope: Scope) -> tuple[str, ...]:
        """The members that the names of a scope stand for, the acting envoy left aside."""
        return tuple(
            self.names.groups[value.group].members[value.term.value]
            for value in scope.values()
            if value.group not in ("", "envoys") and isinstance(value.term, Const) and value.term.value >= 0
        )

    def of_lines(self, rule: Rule, lines: Sequence[Line], path: Path, scope: Scope) -> tuple[Effect, ...]:
        """The effects of a `do:` list; lines that make no sense become problems."""
        self._count = 0
        effects: list[Effect] = []
        for index, line in enumerate(lines):
            here = (*path, index)
            self.names.begin(here)
            try:
                effects += self._line(rule, line, here, scope, 0)
            except SyntaxProblem as problem:
                self.problems.append(told_at(here, problem))
            except terms.TermTooLarge as problem:
                self.problems.append(Problem("MV310", problem.args[0], here))
        return tuple(effects)

    def _line(self, rule: Rule, line: Line, path: Path, scope: Scope, depth: int) -> list[Effect]:
        self.names.at = path
        return list(self._statement(rule, parse_statement(line), path, scope, depth))

    def _statement(self, rule: Rule, statement: Statement, path: Path, scope: Scope, depth: int) -> Iterable[Effect]:
        if statement.loop is not None:
            return self._looped(rule, statement, statement.loop, path, scope, depth)
        body = self._act(rule, statement, path, scope, depth)
        if statement.test is None:
            return body
        return guarded(self.names.truth(statement.test, scope), body)

    def _looped(
        self, rule: Rule, statement: Statement, loop: Loop, path: Path, scope: Scope, depth: int
    ) -> Iterable[Effect]:
        for bound, test in self.names.over(loop, scope):
            inner = {**scope, **bound}
            if statement.test is not None:
                test = apply("and", test, self.names.truth(statement.test, inner))
            yield from guarded(test, self._act(rule, statement, path, inner, depth))

    def _act(self, rule: Rule, statement: Statement, path: Path, scope: Scope, depth: int) -> list[Effect]:
        self._count += 1
        if self._count > MOST_EFFECTS:
            raise NameProblem(
                "MV319", phrase("this unrolls to more than {most} changes", most=MOST_EFFECTS), (0, len(statement.text))
            )
        match statement.act:
            case Assign() as act:
                return self._assign(rule, statement, act, path, scope)
            case Schedule() as act:
                return [self._schedule(rule, statement, act, scope, path)]
            case End() as act:
                return self._end(act, scope)
            case Perform() as act:
                return self._perform(rule, act, scope, depth)

    def _assign(self, rule: Rule, statement: Statement, act: Assign, path: Path, scope: Scope) -> list[Effect]:
        origin = self.origin(rule, path, statement.text, scope)
        amount = self.names.whole(act.amount, scope)
        op = "set" if act.op == "=" else "add"
        if act.op == "-=":
            amount = apply("neg", amount)
        if len(act.target.parts) == 1:
            return [Change(origin, self._track(act.target).index, op, amount)]
        owner = Name(act.target.parts[:-1], (act.target.span[0], act.target.part(len(act.target.parts) - 2)[1]))
        member = self.names.member(owner, scope)
        return self._on_member(origin, member, act.target, op, amount)

    def _on_member(self, origin: int, member: Value, target: Name, op: str, amount: Term) -> list[Effect]:
        """A change of a member's track; of nobody's, no change."""
        if member.group == "":
            return []
        table, part = self.names.groups[member.group], target.parts[-1]
        if part not in table.slots:
            message = phrase("{name} has no track `{part}`", name=table.one or member.group, part=part)
            raise NameProblem("MV315", message, target.part(len(target.parts) - 1), did_you_mean(part, table.slots))
        slots = table.slots[part]
        if isinstance(member.term, Const):
            return [Change(origin, slots[member.term.value].index, op, amount)] if member.term.value >= 0 else []
        who, size = self._local(member.term), self._local(amount)
        changes = [When(apply("==", who, Const(i)), (Change(origin, s.index, op, size),)) for i, s in enumerate(slots)]
        return [Let(who.name, member.term), Let(size.name, amount), *changes]

    def _local(self, term: Term) -> Local:
        self._locals += 1
        return Local(f"t{self._locals}", term.low, term.high)

    def _track(self, name: Name) -> Slot:
        word = name.parts[0]
        if word not in self.names.tracks:
            if word in self.names.parameters:
                raise NameProblem(
                    "MV325", phrase("`{name}` is a parameter; only tracks change in play", name=word), name.span
                )
            raise NameProblem(
                "MV312",
                phrase("there is no track `{name}`", name=word),
                name.span,
                did_you_mean(word, self.names.tracks),
            )
        return self.names.tracks[word]

    def _schedule(self, rule: Rule, statement: Statement, act: Schedule, scope: Scope, path: Path) -> Effect:
        delay, word = self.names.whole(act.delay, scope), ".".join(act.event.parts)
        if word not in self.schedulable:
            hint = did_you_mean(word, self.schedulable) or phrase("only an event with `on: schedule` can be scheduled")
            raise NameProblem(
                "MV326", phrase("there is no event `{name}` to schedule", name=word), act.event.span, hint
            )
        if delay.low < 1:
            raise NameProblem("MV327", phrase("an event is scheduled one turn ahead or more"), act.delay.span)
        due = apply("+", self.names.fixed["turn"].term, delay)
        return Change(self.origin(rule, path, statement.text), self.schedulable[word], "set", due)

    def _end(self, act: End, scope: Scope) -> list[Effect]:
        word = ".".join(act.ending.parts)
        cases = {member: case for (ending, member), case in self.endings.items() if ending == word}
        if not cases:
            known = {ending for ending, _ in self.endings}
            raise NameProblem(
                "MV328", phrase("there is no ending `{name}`", name=word), act.ending.span, did_you_mean(word, known)
            )
        group = self.ending_groups.get(word, "")
        if act.member is None and not group:
            return [Finish(min(cases.values()))]
        if act.member is None or not group:
            right = (
                phrase("say whose: `end {name}(...)`", name=word)
                if group
                else phrase("`{name}` is about nobody: `end {name}`", name=word)
            )
            raise NameProblem("MV321", right, act.span)
        member = self.names.member(act.member, scope, group)
        who = self._local(member.term)
        return [Let(who.name, member.term)] + [
            effect for m, case in cases.items() for effect in guarded(apply("==", who, Const(m)), [Finish(case)])
        ]

    def _perform(self, rule: Rule, act: Perform, scope: Scope, depth: int) -> list[Effect]:
        if act.procedure not in self.procedures:
            message = phrase("there is no procedure `{name}`", name=act.procedure)
            head = (act.span[0], act.span[0] + len(act.procedure))
            raise NameProblem("MV329", message, head, did_you_mean(act.procedure, self.procedures))
        parameters, lines, path = self.procedures[act.procedure]
        if len(parameters) != len(act.arguments):
            wanted = ", ".join(parameters) or "nothing"
            raise NameProblem(
                "MV330", phrase("`{procedure}` takes ({wanted})", procedure=act.procedure, wanted=wanted), act.span
            )
        if depth >= DEEPEST_CALL:
            raise NameProblem(
                "MV331", phrase("procedures call each other more than {most} deep", most=DEEPEST_CALL), act.span
            )
        effects: list[Effect] = []
        inner = dict(scope)
        for parameter, argument in zip(parameters, act.arguments, strict=True):
            value = self.names.resolve(argument, scope)
            if not isinstance(value.term, Const):
                local = self._local(value.term)
                effects.append(Let(local.name, value.term))
                value = Value(local, value.kind, value.group)
            inner[parameter] = value
        for index, line in enumerate(lines):
            try:
                effects += self._line(rule, line, (*path, index), inner, depth + 1)
            except SyntaxProblem as problem:
                if depth == 0:
                    self._report_inside(problem, (*path, index))
                else:
                    raise
        return effects

    def _report_inside(self, problem: SyntaxProblem, path: Path) -> None:
        """A mistake in a procedure's line is told once, at that line, however often it is called."""
        told = told_at(path, problem)
        if told not in self.problems:
            self.problems.append(told)


def guarded(test: Term, body: Iterable[Effect]) -> list[Effect]:
    """The effects under a test, without the test where it always holds."""
    kept = tuple(body)
    if test == terms.TRUE or not kept:
        return list(kept)
    return [] if test == terms.FALSE else [When(test, kept)]


__all__ = ["MEMBER", "Change", "Effect", "Effects", "Finish", "Let", "Origin", "Rule", "When", "guarded"]
