"""Claims: what the author believes of every game, as terms and sets of moves that a search can ask for."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from game.rules import terms
from game.rules.build.choices import events_of, moves_of
from game.rules.build.draft import Draft
from game.rules.build.policies import ids_of
from game.rules.claims import BotName, Named, Statement, parse_bot, parse_goal, parse_likelihood
from game.rules.model import Claim, Expr, Path
from game.rules.names import TRUTH, NameProblem, Value
from game.rules.plan import AT, ENDING, ClaimPlan, GoalPlan
from game.rules.problems import did_you_mean, told_at
from game.rules.syntax import Span, SyntaxProblem
from game.rules.terms import Const, Slot, Term, apply
from game.rules.wording import listed, phrase

KINDS = ("never", "always", "reachable", "likely")
MOST_CLAIMS = 200


def plan_claims(draft: Draft) -> Iterable[ClaimPlan]:
    """The claims that are about this level of difficulty; mistakes are told for all of them."""
    claims = draft.scenario.claims
    if len(claims) > MOST_CLAIMS:
        told = phrase("the scenario makes {count} claims; the most is {most}", count=len(claims), most=MOST_CLAIMS)
        draft.report("MV340", told, ("claims",))
        return
    policies = tuple(id for key, policy in draft.scenario.policies.items() for id in ids_of(draft, key, policy))
    for index, claim in enumerate(claims):
        path: Path = ("claims", index)
        level = claim.difficulty
        if level is not None and level not in draft.scenario.difficulty:
            hint = did_you_mean(level, draft.scenario.difficulty)
            draft.report("MV312", phrase("there is no difficulty `{name}`", name=level), (*path, "difficulty"), hint)
        said = [kind for kind in KINDS if getattr(claim, kind) is not None]
        if len(said) != 1:
            told = phrase("a claim says one thing, this one says nothing")
            if said:
                told = phrase("a claim says one thing, this one says {known}", known=listed(f"`{k}:`" for k in said))
            hint = phrase("one of {known}", known=listed(f"`{kind}:`" for kind in KINDS))
            draft.report("MV360", told, path, hint)
        elif (plan := _plan(draft, claim, index, said[0], policies)) is not None and level in (None, draft.level):
            yield plan


def _plan(draft: Draft, claim: Claim, index: int, kind: str, policies: tuple[str, ...]) -> ClaimPlan | None:
    path: Path = ("claims", index, kind)
    text = str(getattr(claim, kind))
    try:
        said = parse_likelihood(text) if kind == "likely" else parse_goal(text)
        if kind == "always" and said.goal is not None:
            hint = phrase("say `reachable:` or `never:` of this")
            raise NameProblem("MV361", phrase("`always:` is about a condition"), said.goal.span, hint)
        goal = _goal(draft, said, text, path)
        bot = _bot(draft, said, policies)
    except SyntaxProblem as problem:
        draft.problems.append(told_at(path, problem))
        return None
    if kind == "always":
        goal = evolve(goal, test=apply("not", goal.test))
    if kind == "likely" and said.goal is None:
        goal = evolve(goal, at_the_end=True)
    return ClaimPlan(index, kind, path, goal, bot, said.low, said.high)


def _bot(draft: Draft, said: Statement, policies: tuple[str, ...]) -> BotName | None:
    if not said.bot:
        return None
    members = tuple(m for group in draft.scenario.groups.values() for m in group.members)
    try:
        return parse_bot(said.bot, policies, members)
    except SyntaxProblem as problem:
        raise NameProblem(problem.code, problem.message, said.bot_span, problem.hint) from None


def _goal(draft: Draft, said: Statement, text: str, path: Path) -> GoalPlan:
    """What a claim looks for. A mistake in a condition is noted; it then stands for what always holds."""
    if said.goal is None:
        test = draft.truth(Expr(said.condition), path, _scope(draft))
        return GoalPlan(said.condition.strip(), test)
    named = said.goal
    if named.kind == "ending":
        return GoalPlan(_told(named), _ended(draft, named))
    if named.kind in ("event", "face"):
        events = events_of(draft, named)
        asked = [apply("==", _at(draft), Const(e.decision)) for e in events if e.decision is not None]
        silent = frozenset(e.index for e in events if e.decision is None)
        return GoalPlan(_told(named), apply("or", *asked), events=silent)
    return GoalPlan(_told(named), terms.FALSE, moves=moves_of(draft, named))


def _told(named: Named) -> str:
    return f"{named.kind} {named.name}" + (f"({named.member})" if named.member else "")


def _at(draft: Draft) -> Slot:
    return Slot(AT, 0, len(draft.decisions) - 1)


def _ending(draft: Draft) -> Slot:
    return Slot(ENDING, 0, len(draft.ending_cases))


def _scope(draft: Draft) -> dict[str, Value]:
    """Two more names for claims: whether the game is over, and whether it was won; unless they are the scenario's."""
    won = [
        apply("==", _ending(draft), Const(number))
        for number, (key, *_) in enumerate(draft.ending_cases, 1)
        if draft.scenario.endings[key].won
    ]
    own = {
        "over": Value(apply(">", _ending(draft), Const(0)), TRUTH),
        "won": Value(apply("or", *won), TRUTH),
    }
    return {name: value for name, value in own.items() if name not in draft.names.known()}


def _ended(draft: Draft, named: Named) -> Term:
    """Whether the game ended so; of an ending about members, for any of them unless one is named."""
    cases = {m: index for (key, m), index in draft.effects.endings.items() if key == named.name}
    if not cases:
        hint = did_you_mean(named.name, draft.scenario.endings)
        raise NameProblem("MV328", phrase("there is no ending `{name}`", name=named.name), named.span, hint)
    if named.member:
        cases = {m: index for m, index in cases.items() if m == _member(draft, named, named.member_span)}
    return apply("or", *(apply("==", _ending(draft), Const(index + 1)) for index in cases.values()))


def _member(draft: Draft, named: Named, span: Span) -> int:
    group = draft.effects.ending_groups.get(named.name, "")
    if not group:
        raise NameProblem("MV321", phrase("`{name}` is about nobody: `ending {name}`", name=named.name), span)
    members = draft.names.groups[group].members
    if named.member not in members:
        hint = did_you_mean(named.member, members)
        raise NameProblem("MV312", phrase("there is no `{name}`", name=named.member), span, hint)
    return members.index(named.member)
