"""Agendas in words: which face of one is read when. Faces have numbers here, for their keys are no words."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from game.rules.expressions import parse_expression, parse_loop
from game.rules.model import Event, Scenario, Stage
from game.rules.plan import Plan
from game.rules.syntax import SyntaxProblem
from game.scenes.phrases import Phrases, plain
from game.words import say


@frozen
class Face:
    """One face of every agenda, and when it is the one that is read."""

    number: int
    key: str
    when: str


def group_of(scenario: Scenario) -> str:
    """The group whose members have agendas; empty for none."""
    found = (key for key, group in scenario.groups.items() if any(m in scenario.agendas for m in group.members))
    return next(found, "")


def stages_of(scenario: Scenario) -> tuple[Stage, ...]:
    """The stages at which an agenda is read."""
    return tuple(stage for stage in scenario.dispatches if stage.agenda is not None)


def faces_of(plan: Plan, stage: Stage) -> tuple[Face, ...]:
    """The faces that a stage may read, in the order in which they are tried."""
    numbers = _numbers(plan.scenario)
    return tuple(Face(numbers[key], key, _when(plan, str(when))) for key, when in stage.faces.items())


def faced(scenario: Scenario, member: str) -> tuple[tuple[int, Event], ...]:
    """What stands on a member's agenda, with the numbers of the faces."""
    own, numbers = scenario.agendas.get(member, {}), _numbers(scenario)
    return tuple(sorted(((numbers[key], event) for key, event in own.items()), key=lambda face: face[0]))


def told(plan: Plan, member: str) -> Iterable[str]:
    """What stands on a member's agenda, each with when it is read."""
    read: dict[int, list[str]] = {}
    for stage in stages_of(plan.scenario):
        for face in faces_of(plan, stage):
            read.setdefault(face.number, []).append(face.when)
    for number, event in faced(plan.scenario, member):
        when = dict.fromkeys(read.get(number, ()))
        yield f"{event.name}: {'; '.join(when)}" if when else event.name


def _numbers(scenario: Scenario) -> dict[str, int]:
    """The faces in the order in which they are tried, numbered from 1."""
    tried = [key for stage in stages_of(scenario) for key in stage.faces]
    written = [key for own in scenario.agendas.values() for key in own]
    return {key: number for number, key in enumerate(dict.fromkeys(tried + written), 1)}


def _when(plan: Plan, when: str) -> str:
    group = group_of(plan.scenario)
    if when.strip() in ("always", "true"):
        return say("otherwise")
    one = plan.scenario.groups[group].one or plain(group)
    try:
        phrases = Phrases(plan).within(parse_loop(f"{one} in {group}"), every="the")
        return phrases.condition(parse_expression(when))
    except SyntaxProblem:
        return when
