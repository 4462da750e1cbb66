"""The draft of a plan: what has been numbered so far and what was found wrong, shared by all who add to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import define, field

from game.rules import terms
from game.rules.chance import Stream
from game.rules.effects import Change, Effect, Effects, Rule
from game.rules.expressions import parse_expression, parse_loop
from game.rules.model import Expr, Line, Over, Path, Scenario
from game.rules.names import MEMBER, TRUTH, NameProblem, Names, Scope, Value
from game.rules.plan import Decision, EventPlan, LegacyPlan, Move, MovePlan, Requirement, SlotPlan
from game.rules.problems import Problem, ScenarioError, did_you_mean, told_at
from game.rules.syntax import Expression, Span, SyntaxProblem, conjuncts
from game.rules.terms import Const, Term, apply
from game.rules.walking import mentions
from game.rules.wording import phrase

MOST_SLOTS = 2_000
MOST_MOVES = 5_000
CLAIMING = ("parameters", "tracks", "groups", "envoys", "names")
ACTING = ("rank", "envoy", "host")
"""What statements call the acting envoy, its rank, and the host of a summit."""


@define
class Draft:
    """A plan in the making."""

    scenario: Scenario
    level: str
    problems: list[Problem] = field(factory=list)
    slots: list[SlotPlan] = field(factory=list)
    numbered: dict[str, Path] = field(factory=dict)
    notations: dict[str, Path] = field(factory=dict)
    names: Names = field(factory=Names)
    streams: list[Stream] = field(factory=list)
    stream_tables: list[tuple[str, str, int]] = field(factory=list)
    moves: list[MovePlan] = field(factory=list)
    decisions: list[Decision] = field(factory=list)
    events: list[EventPlan] = field(factory=list)
    legacies: list[LegacyPlan] = field(factory=list)
    ending_cases: list[tuple[str, int, dict[str, Value], Term]] = field(factory=list)
    lost: set[str] = field(factory=set)
    """Names whose own definition is mistaken: that they stand for nothing is no mistake of its own."""
    effects: Effects = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.effects = Effects(self.names, problems=self.problems)

    def report(
        self,
        code: str,
        message: str,
        path: Path,
        hint: str = "",
        *,
        key: bool = False,
        span: Span | None = None,
        related: tuple[tuple[str, Path], ...] = (),
    ) -> None:
        self.problems.append(Problem(code, message, path, span, hint, key, related))

    def slot(self, name: str, low: int, high: int, start: int = 0, path: Path = (), **more: Any) -> int:
        """The number of a new slot; `more` is what else its `SlotPlan` says."""
        if name in self.numbered:
            message = phrase("two numbers of the game would be called `{name}`", name=name)
            first = ((phrase("the first one"), self.numbered[name]),) if self.numbered[name] else ()
            self.report("MV342", message, path, phrase("choose another id"), key=True, related=first)
        self.numbered.setdefault(name, path)
        self.slots.append(SlotPlan(name, low, high, start, path=path, **more))
        return len(self.slots) - 1

    def parse(self, text: str, path: Path) -> Expression | None:
        self.names.begin(path)
        try:
            return parse_expression(text)
        except SyntaxProblem as problem:
            self.problems.append(told_at(path, problem))
            return None

    def truth(self, text: Expr | None, path: Path, scope: Scope) -> Term:
        """The condition at a path; no condition always holds, an unreadable one is reported."""
        return terms.TRUE if text is None else self._term(text, path, scope, truth=True)

    def whole(self, text: Expr, path: Path, scope: Scope) -> Term:
        return self._term(text, path, scope, truth=False)

    def _term(self, text: str, path: Path, scope: Scope, *, truth: bool) -> Term:
        tree = self.parse(text, path)
        if tree is None:
            return terms.TRUE
        try:
            return self.names.truth(tree, scope) if truth else self.names.whole(tree, scope)
        except SyntaxProblem as problem:
            self.problems.append(told_at(path, problem))
        except terms.TermTooLarge as problem:
            self.problems.append(Problem("MV310", problem.args[0], path))
        return terms.TRUE

    def requirements(self, text: Expr | None, path: Path, scope: Scope, kind: str = "when") -> list[Requirement]:
        """The parts of a condition, each on its own."""
        tree = None if text is None else self.parse(text, path)
        if tree is None:
            return []
        try:
            return [self._requirement(part, text or "", path, scope, kind) for part in conjuncts(tree)]
        except SyntaxProblem as problem:
            self.problems.append(told_at(path, problem))
            return []

    def _requirement(self, part: Expression, text: str, path: Path, scope: Scope, kind: str) -> Requirement:
        term = self.names.truth(part, scope)
        start, end = part.span
        here = any(name.parts[0] in scope for name in mentions(part))
        if term == terms.FALSE and not here:  # what is never true of one envoy or member may be of another
            raise NameProblem("MV350", phrase("this can never hold"), part.span)
        values: list[tuple[str, Term]] = []
        for name in dict.fromkeys(mentions(part)):
            value = self.names.resolve(name, scope)
            if value.kind not in (MEMBER, TRUTH) and not isinstance(value.term, Const):
                values.append((".".join(name.parts), value.term))
        return Requirement(kind, text[start:end], term, path, part.span, tuple(values))

    def lines(self, rule: Rule, lines: Iterable[Line], path: Path, scope: Scope) -> tuple[Effect, ...]:
        return self.effects.of_lines(rule, tuple(lines), path, scope)

    def loop(self, text: Over | None, path: Path, scope: Scope) -> list[tuple[dict[str, Value], Term]]:
        if text is None:
            return [({}, terms.TRUE)]
        self.names.begin(path)
        try:
            return list(self.names.over(parse_loop(text), scope))
        except SyntaxProblem as problem:
            self.problems.append(told_at(path, problem))
            return []

    def move(
        self,
        actor: str,
        choice: str,
        decision: int,
        kind: str,
        subject: str,
        name: str,
        rule: Rule,
        needs: Iterable[Requirement],
        effects: Iterable[Effect],
        member: str = "",
    ) -> int:
        move = Move(actor, choice, len(self.moves))
        if (first := self.notations.get(str(move))) is not None:
            other = ((phrase("the first one"), first),) if first != rule.path else ()
            message = phrase("two moves would be called `{name}`", name=move)
            self.report("MV342", message, rule.path, phrase("choose another id"), key=True, related=other)
        self.notations.setdefault(str(move), rule.path)
        kept = tuple(r for r in needs if r.term != terms.TRUE)
        self.moves.append(MovePlan(move, decision, kind, subject, name, rule, kept, tuple(effects), member))
        return move.index

    def claim(self, name: str, path: Path) -> None:
        """Note a name that is already something else: every name means one thing."""
        taken = name in self.names.fixed or name in (*ACTING, "score", "envoys", "summits")
        if taken or name in self.names.tracks or name in self.names.parameters or name in self.names.groups:
            message = phrase("the name `{name}` is already taken", name=name)
            self.report("MV342", message, path, phrase("choose another id"), key=True, related=self._first(name, path))

    def _first(self, name: str, path: Path) -> tuple[tuple[str, Path], ...]:
        """Where a name that is taken stands first, if a file says it."""
        found: list[Path] = [(kind, name) for kind in CLAIMING if name in getattr(self.scenario, kind)]
        found += [("groups", g, "members", name) for g, group in self.scenario.groups.items() if name in group.members]
        return tuple((phrase("the first one"), other) for other in found if other != path)[:1]

    def is_member(self, name: str) -> bool:
        return any(name in table.members for table in self.names.groups.values())

    def member_name(self, group: str, member: str) -> str:
        if group in self.scenario.groups:
            return self.scenario.groups[group].members[member].name or member
        return member

    def stop_if_broken(self) -> None:
        self.problems[:] = [p for p in self.problems if not any(p.message == f"there is no `{w}`" for w in self.lost)]
        if self.problems:
            raise ScenarioError(self.problems)

    def drop_repeats(self, since: int) -> None:
        """A card that several envoys play is wrong once, not once for each."""
        seen = self.problems[:since]
        self.problems[since:] = [p for p in self.problems[since:] if p not in seen]

    def limits(self) -> None:
        if len(self.slots) > MOST_SLOTS:
            self.report(
                "MV340",
                phrase(
                    "the scenario needs {count} numbers; the most is {most}", count=len(self.slots), most=MOST_SLOTS
                ),
                (),
            )
        if len(self.moves) > MOST_MOVES:
            self.report(
                "MV340",
                phrase("the scenario has {count} moves; the most is {most}", count=len(self.moves), most=MOST_MOVES),
                (),
            )

    def cost(
        self, rule: Rule, cost: Mapping[str, Expr], path: Path, scope: Scope
    ) -> tuple[list[Requirement], list[Effect]]:
        """What must be there to be paid, and the paying of it."""
        needs: list[Requirement] = []
        paid: list[Effect] = []
        for track, amount in cost.items():
            here = (*path, "cost", track)
            if track not in self.names.tracks:
                hint = did_you_mean(track, self.names.tracks)
                self.report("MV312", phrase("there is no track `{name}`", name=track), here, hint, key=True)
                continue
            slot, size = self.names.tracks[track], self.whole(amount, here, scope)
            needs.append(
                Requirement("cost", f"{track} >= {amount}", apply(">=", slot, size), here, None, ((track, slot),))
            )
            if needs[-1].term == terms.FALSE:
                self.report("MV350", phrase("`{track}` never reaches {amount}", track=track, amount=amount), here)
            origin = self.effects.origin(rule, here, f"{track} -= {amount}")
            paid.append(Change(origin, slot.index, "add", apply("neg", size)))
        return needs, paid


def fill(text: str, variable: str, name: str) -> str:
    """The text with `{variable}` replaced; other braces stay as they are."""
    return text.replace("{" + variable + "}", name) if variable else text
