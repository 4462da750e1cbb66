"""From what a scenario says to the numbered plan of a game, with every mistake found on the way."""

from __future__ import annotations

from collections import deque

from attrs import evolve

from game.rules.build.advisers import plan_advisers
from game.rules.build.claims import plan_claims
from game.rules.build.dispatches import plan_stages
from game.rules.build.draft import Draft
from game.rules.build.events import number_events, plan_events
from game.rules.build.ids import check_ids
from game.rules.build.missions import plan_missions
from game.rules.build.policies import plan_policies
from game.rules.build.streams import number_streams
from game.rules.build.tables import (
    apply_level,
    name_expressions,
    name_pairs,
    name_parameters,
    number_fixed,
    number_groups,
    number_tracks,
)
from game.rules.build.turn import name_score, number_endings, plan_endings, plan_phases
from game.rules.effects import Rule
from game.rules.model import Scenario
from game.rules.names import TooMuchWork
from game.rules.plan import AT, Decision, Plan
from game.rules.problems import Problem, ScenarioError
from game.rules.wording import phrase


def build(scenario: Scenario, level: str = "standard") -> Plan:
    """The plan of a scenario at a level of difficulty. The last few are kept: who has read a scenario plays it next.

    Raises `ScenarioError` with every problem found, `KeyError` for an unknown level.
    """
    if level not in scenario.difficulty:
        raise KeyError(level)
    for known in tuple(_built):
        if known.scenario is scenario and known.level == level:
            return known
    draft = Draft(scenario, level)
    try:
        plan = _plan(draft)
    except TooMuchWork:
        much = Problem("MV340", phrase("the scenario's loops unroll to more than can be checked"), ())
        raise ScenarioError([*draft.problems, much]) from None
    _built.append(plan)
    return plan


_built: deque[Plan] = deque(maxlen=4)


def _plan(draft: Draft) -> Plan:
    """Number things in the order in which they may speak of each other."""
    check_ids(draft)
    draft.stop_if_broken()
    number_fixed(draft)
    name_parameters(draft)
    number_tracks(draft)
    number_groups(draft)
    name_pairs(draft)
    apply_level(draft)
    draft.stop_if_broken()
    name_expressions(draft)
    number_events(draft)
    number_streams(draft)
    name_score(draft)
    number_endings(draft)
    draft.effects.declare_procedures(dict(draft.scenario.procedures))
    turn_rule = draft.effects.origin(Rule("turn", "turn", "A new turn", ("turns",)), ("turns",), "")
    plan_events(draft)
    stages = tuple(plan_stages(draft))
    plan_missions(draft)
    phases = tuple(plan_phases(draft))
    endings = tuple(plan_endings(draft))
    draft.decisions.append(Decision(len(draft.decisions), "over", "over", "The game is over"))
    policies = tuple(plan_policies(draft))
    claims = tuple(plan_claims(draft))
    advisers = tuple(plan_advisers(draft))
    draft.limits()
    draft.stop_if_broken()
    draft.names.limited = False
    return Plan(
        scenario=draft.scenario,
        level=draft.level,
        names=draft.names,
        slots=tuple(evolve(s, high=len(draft.decisions) - 1) if i == AT else s for i, s in enumerate(draft.slots)),
        streams=tuple(draft.streams),
        stream_tables=tuple(draft.stream_tables),
        origins=tuple(draft.effects.origins),
        moves=tuple(draft.moves),
        decisions=tuple(draft.decisions),
        events=tuple(draft.events),
        stages=stages,
        phases=phases,
        endings=endings,
        legacies=tuple(draft.legacies),
        score=draft.names.fixed["score"].term,
        turn_rule=turn_rule,
        parameters=dict(draft.names.parameters),
        policies=policies,
        claims=claims,
        advisers=advisers,
    )
