"""What an author should know about a scenario that is well formed: each check gives problems, most of them warnings."""

from __future__ import annotations

from collections.abc import Iterator

from game.rules.model import Scenario
from game.rules.plan import Plan
from game.rules.problems import Problem
from game.scenario.checks.conditions import always_or_never, never_chosen, shadowed
from game.scenario.checks.icons import unknown_icons
from game.scenario.checks.lesson import misnamed, unfit
from game.scenario.checks.placeholders import unknown_placeholders
from game.scenario.checks.places import lost_places, off_the_map
from game.scenario.checks.reach import beyond_the_end, never_scheduled, unread_faces, with_trigger, without_echoes
from game.scenario.checks.sources import unlisted, unsourced
from game.scenario.checks.texts import too_long
from game.scenario.checks.usage import matters, unused


def errors_of(scenario: Scenario) -> Iterator[Problem]:
    """What is wrong with a scenario's references that no rule speaks of: its sources, its map and its lesson."""
    yield from unlisted(scenario)
    yield from lost_places(scenario)
    yield from misnamed(scenario)


def warnings_of(scenario: Scenario, plan: Plan | None) -> Iterator[Problem]:
    """What is probably not meant. Without a plan, as after a mistake, only what the scenario itself shows."""
    yield from too_long(scenario)
    yield from unsourced(scenario)
    yield from off_the_map(scenario)
    yield from unknown_icons(scenario)
    yield from unfit(scenario)
    if plan is not None:
        told = list(always_or_never(plan))
        yield from told
        # A condition that never holds is told at the comparison that is to blame, not again at what hangs on it.
        blamed = {problem.path[:2] for problem in told}
        further = (*never_chosen(plan), *shadowed(plan))
        yield from (problem for problem in further if problem.path[:2] not in blamed)
        yield from unknown_placeholders(scenario, plan)
        yield from never_scheduled(scenario)
        yield from unread_faces(scenario)
        yield from beyond_the_end(scenario, plan)
        yield from unused(scenario)


__all__ = ["errors_of", "matters", "warnings_of", "with_trigger", "without_echoes"]
