"""Policies: ways to play that an author writes down, as terms and sets of moves that a bot goes by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from game.rules import terms
from game.rules.build.choices import moves_of
from game.rules.build.draft import Draft, fill
from game.rules.claims import parse_subject
from game.rules.model import PICKS, Path, Policy
from game.rules.names import MEMBER, Scope, Value
from game.rules.plan import BonusPlan, PolicyPlan, PreferencePlan
from game.rules.problems import did_you_mean, told_at
from game.rules.syntax import SyntaxProblem
from game.rules.terms import Const
from game.rules.wording import listed, phrase

MOST_NOISE = 1_000_000
MOST_POLICIES = 100
MOST_LINES = 100
"""Preferences, bonuses and values of one policy, each."""


def plan_policies(draft: Draft) -> Iterable[PolicyPlan]:
    """Every policy, one for each member where it goes over a group."""
    policies = draft.scenario.policies
    made: dict[str, PolicyPlan] = {}
    for key, policy in policies.items():
        before = len(draft.problems)
        for number, (id, scope, name) in enumerate(_each(draft, key, policy)):
            start = len(draft.problems)
            if len(made) >= MOST_POLICIES:
                told = phrase("the scenario has more than {most} policies", most=MOST_POLICIES)
                draft.report("MV340", told, ("policies",))
                return
            made[id] = _plan(draft, id, policy, ("policies", key), scope, name)
            if number > 0:  # the same mistake for each member is told once
                draft.problems[start:] = [p for p in draft.problems[start:] if p not in draft.problems[before:start]]
    for key, policy in policies.items():
        _check_base(draft, key, policy, made)
    for id, plan in made.items():
        yield _standing(plan, policies[id.split(".")[0]], policies, made)


def ids_of(draft: Draft, key: str, policy: Policy) -> tuple[str, ...]:
    """The ids of a policy's bots; where its group is misspelt, which is told once, those of anybody."""
    if policy.over is None:
        return (key,)
    groups = draft.names.groups
    tables = [groups[policy.over]] if policy.over in groups else list(groups.values())
    return tuple(f"{key}.{member}" for table in tables for member in table.members)


def _each(draft: Draft, key: str, policy: Policy) -> Iterable[tuple[str, Scope, str]]:
    """The id, scope and name of a policy, for each member where it goes over a group."""
    if policy.over is None:
        yield key, {}, policy.name or key
        return
    table = draft.names.groups.get(policy.over)
    if table is None:
        hint = did_you_mean(policy.over, draft.names.groups)
        draft.report("MV317", phrase("there is no group `{name}`", name=policy.over), ("policies", key, "for"), hint)
        return
    for index, member in enumerate(table.members):
        name = fill(policy.name or key, table.one, draft.member_name(policy.over, member))
        yield f"{key}.{member}", {table.one: Value(Const(index), MEMBER, policy.over)}, name


def _plan(draft: Draft, id: str, policy: Policy, path: Path, scope: Scope, name: str) -> PolicyPlan:
    """What a policy says itself."""
    if not 0 <= policy.noise <= MOST_NOISE:
        told = phrase("noise is from 0 to {most}, not {value}", most=f"{MOST_NOISE:,}", value=policy.noise)
        draft.report("MV344", told, (*path, "noise"))
    for part in ("prefer", "value", "bonus"):
        if len(getattr(policy, part)) > MOST_LINES:
            told = phrase("a policy has at most {most} of these", most=MOST_LINES)
            draft.report("MV340", told, (*path, part), key=True)
            return PolicyPlan(id, name, (), (), (), 0)
    preferences: list[PreferencePlan] = []
    for number, preference in enumerate(policy.prefer):
        here: Path = (*path, "prefer", number)
        if preference.pick not in PICKS:
            hint = did_you_mean(preference.pick, PICKS) or phrase("one of {known}", known=listed(PICKS))
            draft.report("MV312", phrase("there is no pick `{name}`", name=preference.pick), (*here, "pick"), hint)
        test = draft.truth(preference.when, (*here, "when"), scope)
        preferences.append(PreferencePlan(_moves(draft, preference.of, (*here, "of")), test, preference.pick))
    bonuses: list[BonusPlan] = []
    for number, bonus in enumerate(policy.bonus):
        here = (*path, "bonus", number)
        test, amount = draft.truth(bonus.when, (*here, "when"), scope), draft.whole(bonus.add, (*here, "add"), scope)
        bonuses.append(BonusPlan(_moves(draft, bonus.of, (*here, "of")), test, amount))
    value = tuple(draft.whole(text, (*path, "value", n), scope) for n, text in enumerate(policy.value))
    _check_size(draft, path, value)
    return PolicyPlan(id, name, tuple(preferences), value, tuple(bonuses), max(0, policy.noise))


def _check_size(draft: Draft, path: Path, value: tuple[terms.Term, ...]) -> None:
    try:
        terms.apply("+", Const(0), *value)
    except terms.TermTooLarge as problem:
        draft.report("MV310", str(problem), (*path, "value"))


def _moves(draft: Draft, text: str, path: Path) -> frozenset[int]:
    try:
        return moves_of(draft, parse_subject(text))
    except SyntaxProblem as problem:
        draft.problems.append(told_at(path, problem))
        return frozenset()


def _check_base(draft: Draft, key: str, policy: Policy, made: dict[str, PolicyPlan]) -> None:
    """Report a policy that stands on none, or on itself."""
    if policy.like is None:
        return
    path: Path = ("policies", key, "like")
    if policy.like not in made:
        draft.report(
            "MV312", phrase("there is no policy `{name}`", name=policy.like), path, did_you_mean(policy.like, made)
        )
        return
    seen, base = {key}, policy.like.split(".")[0]
    while base not in seen:
        seen.add(base)
        further = draft.scenario.policies[base].like
        if further is None or further not in made:
            return
        base = further.split(".")[0]
    if base == key:
        draft.report("MV313", phrase("`{name}` stands on itself", name=key), path)


def _standing(
    plan: PolicyPlan,
    policy: Policy,
    policies: Mapping[str, Policy],
    made: dict[str, PolicyPlan],
    seen: frozenset[str] = frozenset(),
) -> PolicyPlan:
    """The policy with those it stands on: its own preferences come first, values and bonuses are added."""
    if policy.like is None or policy.like not in made or policy.like in seen:
        return plan
    below = policies[policy.like.split(".")[0]]
    base = _standing(made[policy.like], below, policies, made, seen | {policy.like})
    return PolicyPlan(
        plan.id,
        plan.name,
        plan.preferences + base.preferences,
        plan.value + base.value,
        plan.bonuses + base.bonuses,
        plan.noise + base.noise,
    )
