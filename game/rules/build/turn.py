"""The turn: its phases and laws, how a game is scored and how it ends."""

from __future__ import annotations

from collections.abc import Iterable

from game.rules.build.draft import Draft, fill
from game.rules.build.events import event_scope
from game.rules.effects import Effect, Rule, guarded
from game.rules.model import RESERVED_PHASES, Path
from game.rules.names import Value
from game.rules.plan import EndingCase, LawPlan, LegacyPlan, Phase
from game.rules.problems import did_you_mean
from game.rules.terms import Const, Term, apply
from game.rules.wording import phrase


def name_score(draft: Draft) -> None:
    """What `score` stands for: the legacies in points, or the scenario's own expression."""
    scenario = draft.scenario
    score: Term = Const(0)
    if scenario.legacies and scenario.scoring is None:
        draft.report("MV202", phrase("legacies want a `scoring:` with points for stars"), ("legacies",), key=True)
    elif scenario.legacies and scenario.scoring is not None:
        score = apply("+", *(_legacy_points(draft, number, key) for number, key in enumerate(scenario.legacies, 1)))
    if scenario.score is not None:
        if scenario.legacies:
            draft.report(
                "MV348", phrase("a scenario scores by `score:` or by legacies, not both"), ("score",), key=True
            )
        score = draft.whole(scenario.score, ("score",), {})
    draft.names.fixed["score"] = Value(score)


def _legacy_points(draft: Draft, number: int, key: str) -> Term:
    legacy, scoring = draft.scenario.legacies[key], draft.scenario.scoring
    assert scoring is not None
    path: Path = ("legacies", key)
    measure = draft.whole(legacy.measure, (*path, "measure"), {})
    if len(legacy.stars) >= len(scoring.points):
        draft.report(
            "MV349",
            phrase("{count} stars want {points} points", count=len(legacy.stars), points=len(legacy.stars) + 1),
            (*path, "stars"),
        )
        return Const(0)
    draft.legacies.append(LegacyPlan(key, legacy.name or key, legacy.text, measure, legacy.stars))
    stars = (apply("if", apply(">=", measure, Const(t)), Const(1), Const(0)) for t in legacy.stars)
    reached = apply("+", Const(0), *stars)
    points = apply("choose", reached, *(Const(p) for p in scoring.points))
    if scoring.double is None:
        return points
    if scoring.double not in draft.names.tracks:
        hint = did_you_mean(scoring.double, draft.names.tracks)
        draft.report("MV312", phrase("there is no track `{name}`", name=scoring.double), ("scoring", "double"), hint)
        return points
    chosen = apply("==", draft.names.tracks[scoring.double], Const(number))
    return apply("*", points, apply("if", chosen, Const(2), Const(1)))


def number_endings(draft: Draft) -> None:
    """Number the endings before any statement can speak of them."""
    last = apply("==", draft.names.fixed["turn"].term, draft.names.fixed["last_turn"].term)
    for key, ending in draft.scenario.endings.items():
        path: Path = ("endings", key)
        for bound, test in draft.loop(ending.over, (*path, "for"), {}):
            if ending.when is not None:
                test = apply("and", test, draft.truth(ending.when, (*path, "when"), bound))
            elif ending.over is None:
                test = last
            member = next((v.term.value for v in bound.values() if isinstance(v.term, Const)), -1)
            draft.effects.ending_groups |= {e: v.group for e, v in zip([key], bound.values(), strict=False)}
            draft.effects.endings[(key, member)] = len(draft.ending_cases)
            draft.ending_cases.append((key, member, bound, test))
    if not any(e.when is None and e.over is None for e in draft.scenario.endings.values()):
        message = phrase("no ending is sure: one must stand without `when:`, for the game that reaches its last turn")
        draft.report("MV352", message, ("endings",), phrase("add an ending with only a name and text"), key=True)


def plan_endings(draft: Draft) -> Iterable[EndingCase]:
    """Every ending case with its words."""
    for key, member, bound, test in draft.ending_cases:
        ending = draft.scenario.endings[key]
        member_id = member_name = ""
        if bound:
            value = next(iter(bound.values()))
            member_id = draft.names.groups[value.group].members[member]
            member_name = draft.member_name(value.group, member_id)
        name = fill(ending.name or key, next(iter(bound), ""), member_name)
        text = fill(ending.text, next(iter(bound), ""), member_name)
        yield EndingCase(key, member_id, member_name, name, ending.won, text, test, ("endings", key))


MOST_UNASKED = 500
"""Steps of all turns together in a game in which nobody is sent out: they are worked out in one go."""


def plan_phases(draft: Draft) -> Iterable[Phase]:
    """The steps of the turn in their order, with their laws."""
    named = [p for p in draft.scenario.turn if p not in RESERVED_PHASES]
    most = MOST_UNASKED // (len(draft.scenario.turn) + 2)
    if draft.scenario.last_turn > most and not ("envoys" in draft.scenario.turn and draft.scenario.envoys):
        draft.report(
            "MV341", phrase("a game in which no envoy acts has at most {most} turns here", most=most), ("turns",)
        )
    for key, law in draft.scenario.laws.items():
        if law.phase is not None and law.phase not in named:
            hint = did_you_mean(law.phase, named)
            draft.report(
                "MV356", phrase("the turn has no phase `{name}`", name=law.phase), ("laws", key, "phase"), hint
            )
        elif law.phase is None and len(named) != 1:
            hint = phrase("say which: `phase: ...`") if named else phrase("add one to `turn:`, such as `reckoning`")
            draft.report(
                "MV356",
                phrase("it is not clear in which phase the law `{name}` is", name=key),
                ("laws", key),
                hint,
                key=True,
            )
    for number, name in enumerate(draft.scenario.turn):
        if draft.scenario.turn.index(name) != number:
            draft.report("MV356", phrase("the phase `{name}` stands twice in the turn", name=name), ("turn", number))
        if name in RESERVED_PHASES:
            yield Phase(name, name)
        else:
            keys = [k for k, law in draft.scenario.laws.items() if (law.phase or name) == name]
            yield Phase("laws", name, tuple(_law(draft, k) for k in keys))
    if "endings" not in draft.scenario.turn:
        draft.report(
            "MV356", phrase("the turn never looks for an ending"), ("turn",), phrase("add `endings` as its last phase")
        )


def _law(draft: Draft, key: str) -> LawPlan:
    law = draft.scenario.laws[key]
    path: Path = ("laws", key)
    rule = Rule("law", f"laws.{key}", law.name or key, path)
    scope = event_scope(draft)
    effects: list[Effect] = []
    before = len(draft.problems)
    for number, (bound, test) in enumerate(draft.loop(law.over, (*path, "for"), scope)):
        start = len(draft.problems)
        inner = {**scope, **bound}
        test = apply("and", test, draft.truth(law.when, (*path, "when"), inner))
        effects += guarded(test, draft.lines(rule, law.do, (*path, "do"), inner))
        if number > 0:
            draft.problems[start:] = [p for p in draft.problems[start:] if p not in draft.problems[before:start]]
    return LawPlan(key, rule, tuple(effects))
