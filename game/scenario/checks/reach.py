"""Reach: events that nothing brings up, and schedules that lead beyond the last turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve

from game.rules.model import Path, Scenario
from game.rules.names import Names
from game.rules.plan import Plan
from game.rules.problems import Addition, Problem
from game.rules.syntax import Expression, Perform, SyntaxProblem
from game.rules.terms import Const
from game.rules.wording import Phrase, phrase
from game.scenario.checks.walk import procedure_of, schedules, statements

Owner = tuple[str, str]
"""What a statement belongs to: a kind and an id."""


def never_scheduled(scenario: Scenario) -> Iterator[Problem]:
    """Events that only come when scheduled, and that nothing which can happen schedules."""
    waiting = {key for key, event in scenario.events.items() if event.on.split() == ["schedule"]}
    if not waiting:
        return
    leads: dict[Owner, set[Owner]] = {}
    for path, _, act in schedules(scenario):
        leads.setdefault(_owner(path), set()).add(("events", ".".join(act.event.parts)))
    for path, statement in statements(scenario):
        if isinstance(statement.act, Perform):
            leads.setdefault(_owner(path), set()).add(("procedures", statement.act.procedure))
    asleep = {("events", key) for key in waiting}
    reached = {owner for owner in leads if owner not in asleep and owner[0] != "procedures"}
    frontier = list(reached)
    while frontier:
        for further in leads.get(frontier.pop(), ()):
            if further not in reached:
                reached.add(further)
                frontier.append(further)
    for key in scenario.events:
        if key in waiting and ("events", key) not in reached:
            hint = phrase("write `schedule {name} in 1` where it should follow from", name=key)
            yield Problem(
                "MV504", phrase("nothing ever schedules `{name}`", name=key), ("events", key), None, hint, at_key=True
            )


def _owner(path: Path) -> Owner:
    return str(path[0]), procedure_of(path) or str(path[1])


def with_trigger(problem: Problem, scenario: Scenario) -> Problem:
    """The problem; where it says that an event lacks its `on:`, with the one that this event most likely wants."""
    if problem.code != "MV202" or problem.path[:1] != ("events",) or not isinstance(problem.hint, Phrase):
        return problem
    key = str(problem.path[1])
    event = scenario.events[key]
    decks = [name for name, chance in scenario.chance.items() if chance.deck == "events"]
    if any(act.event.parts == (key,) for _, _, act in schedules(scenario)):
        likely = "schedule"
    else:
        likely = f"deck {decks[0]}" if decks and (event.when or event.weight) else "turn 1"
    return evolve(problem, hint=Addition(problem.hint, f"on: {likely}"))


def without_echoes(problems: Iterable[Problem]) -> list[Problem]:
    """The problems without those of statements that schedule an event of which it is not said when it comes."""
    told = list(problems)
    silent = {f"`{p.path[1]}`" for p in told if p.code in ("MV202", "MV347") and p.path[:1] == ("events",)}
    return [p for p in told if p.code != "MV326" or not any(name in p.message for name in silent)]


def unread_faces(scenario: Scenario) -> Iterator[Problem]:
    """Faces of agendas that no stage of the dispatches reads."""
    read = {face for stage in scenario.dispatches for face in stage.faces}
    for member, faces in scenario.agendas.items():
        for face in faces:
            if face not in read:
                message = phrase("no agenda of the dispatches reads `{name}`", name=face)
                yield Problem(
                    "MV504", message, ("agendas", member, face), None, phrase("name it under `faces:`"), at_key=True
                )


def beyond_the_end(scenario: Scenario, plan: Plan) -> Iterator[Problem]:
    """Schedules whose event could only come after the last turn."""
    for path, _, act in schedules(scenario):
        first, delay = _first_turn(scenario, path), _known(act.delay, plan.names)
        if first + delay > scenario.last_turn:
            message = phrase(
                "{delay} turns from turn {first} is beyond the last, turn {last}",
                delay=delay,
                first=first,
                last=scenario.last_turn,
            )
            yield Problem("MV508", message, path, act.delay.span, phrase("choose a shorter delay"))


def _first_turn(scenario: Scenario, path: Path) -> int:
    """The earliest turn in which a rule can act."""
    if path[0] == "summits":
        return scenario.summits[str(path[1])].turn
    words = scenario.events[str(path[1])].on.split() if path[0] == "events" else []
    return int(words[1]) if words[:1] == ["turn"] and len(words) == 2 and words[1].isdecimal() else 1


def _known(tree: Expression, names: Names) -> int:
    """The value of a delay that is always the same; 1 where it hangs on the game."""
    try:
        term = names.whole(tree, {})
    except SyntaxProblem:
        return 1
    return term.value if isinstance(term, Const) else term.low if term.low > 0 else 1
