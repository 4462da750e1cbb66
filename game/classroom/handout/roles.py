"""Role cards: what each member of a team is, watches over, and may do. Eight a page, to cut out."""

from __future__ import annotations

from collections.abc import Iterable

from game.classroom.handout.cards import PrintedCard, numbers_of
from game.classroom.handout.deck import drawn
from game.classroom.handout.slips import pages_of
from game.classroom.handout.styles import bound
from game.classroom.paper.sheet import ACCENT, Document
from game.classroom.roles import Role, roles_of
from game.rules.plan import Plan
from game.scenes.rulebook import duties, track_entry
from game.words import say

MOST = 5
"""The works at home that a role card has room for."""


def roles(plan: Plan, paper: str) -> Document:
    """One card for each role there is."""
    made = [_card(plan, role, number) for number, role in enumerate(roles_of(plan.scenario), 1)]
    return bound(plan.scenario.title, say("Role cards"), paper, pages_of(made, drawn, paper), low=True)


def _card(plan: Plan, role: Role, number: int) -> PrintedCard:
    kind, _, key = role.id.partition(".")
    scenario, lines, icon = plan.scenario, tuple[str, ...](), "person"
    if kind == "envoy":
        envoy = scenario.envoys[key]
        lines, icon = tuple(_work(plan, key)), envoy.icon or "person"
    elif kind == "adviser":
        entry = track_entry(scenario, key, scenario.tracks[key])
        lines, icon = (f"{entry.name}: {entry.notes[0]}",), entry.icon or "chart"
    return PrintedCard(
        str(number),
        say("Role"),
        ACCENT,
        role.name,
        role.text,
        effects=lines,
        icon=icon,
        leading=(role.stake,) if role.stake else (),
    )


def _work(plan: Plan, key: str) -> Iterable[str]:
    """What an envoy may do; where that is much, the cards that tell it."""
    told = list(duties(plan, key, plan.scenario.envoys[key]))
    numbers = numbers_of(plan.scenario)
    own = [numbers[f"actions.{id}"] for id, action in plan.scenario.actions.items() if action.envoy == key]
    if len(own) > MOST:
        yield from told[: len(told) - len(own)]
        yield say("At home: cards {numbers}", numbers=", ".join(own))
    else:
        yield from told
