"""Advisers: whose interests forecasts weigh; those the author names, or else what the game is scored by."""

from __future__ import annotations

from collections.abc import Iterable

from game.rules.build.draft import Draft
from game.rules.model import Path
from game.rules.plan import AdviserPlan
from game.rules.problems import did_you_mean
from game.rules.terms import Term, slots_of
from game.rules.wording import phrase

MOST_ADVISERS = 5


def plan_advisers(draft: Draft) -> Iterable[AdviserPlan]:
    """The advisers of a scenario, at most five. Where it names none, each legacy speaks for itself, or the score."""
    stated = draft.scenario.advisers
    if len(stated) > MOST_ADVISERS:
        told = phrase("there are at most {most} advisers, not {count}", most=MOST_ADVISERS, count=len(stated))
        draft.report("MV340", told, ("advisers",), key=True)
        return
    for key, adviser in stated.items():
        path: Path = ("advisers", key)
        envoys = draft.scenario.envoys
        if adviser.envoy is not None and adviser.envoy not in envoys:
            hint = did_you_mean(adviser.envoy, envoys)
            draft.report("MV312", phrase("there is no envoy `{name}`", name=adviser.envoy), (*path, "envoy"), hint)
        interest = draft.whole(adviser.interest, (*path, "interest"), {})
        spoken = envoys.get(adviser.envoy) if adviser.envoy is not None else None
        yield AdviserPlan(
            key,
            adviser.name,
            adviser.text,
            interest,
            _tracks(draft, interest),
            spoken.name if spoken is not None else "",
        )
    if stated:
        return
    for legacy in draft.legacies[:MOST_ADVISERS]:
        yield AdviserPlan(legacy.id, legacy.name, legacy.text, legacy.measure, _tracks(draft, legacy.measure))
    if not draft.legacies and draft.scenario.score is not None:
        score = draft.names.fixed["score"].term
        yield AdviserPlan("score", "", "", score, _tracks(draft, score))


def _tracks(draft: Draft, interest: Term) -> frozenset[str]:
    """The names of the slots that a term reads."""
    return frozenset(draft.slots[slot].name for slot in slots_of(interest) if 0 <= slot < len(draft.slots))
