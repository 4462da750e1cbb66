"""Events: their triggers, options and effects, faces of agendas included."""

from __future__ import annotations

from attrs import evolve

from game.rules import terms
from game.rules.build.draft import Draft
from game.rules.effects import Rule, guarded
from game.rules.model import BOARD_PARTS, Event, Expr, Option, Path
from game.rules.names import MEMBER, Scope, Value
from game.rules.plan import Decision, EventPlan, Requirement
from game.rules.problems import did_you_mean
from game.rules.terms import Const, Term
from game.rules.wording import phrase

ONCE = "once when"
"""How the trigger of a conditional event begins."""


def number_events(draft: Draft) -> None:
    """Number every event, faces of agendas last, and give each the slots it needs."""
    for key, event in draft.scenario.events.items():
        _number_event(draft, key, event, ("events", key))
    for member, faces in draft.scenario.agendas.items():
        if not draft.is_member(member):
            hint = did_you_mean(member, draft.names.known())
            draft.report("MV312", phrase("there is no `{name}`", name=member), ("agendas", member), hint, key=True)
        for face, event in faces.items():
            if event.on != "face":
                draft.report("MV347", phrase("a face of an agenda says no `on:`"), ("agendas", member, face, "on"))
            _number_event(draft, f"{member}.{face}", event, ("agendas", member, face))


def _most_at_once(draft: Draft, words: list[str]) -> int:
    """How often an event can come up in one turn: a deck that repeats may draw it again."""
    chance = draft.scenario.chance.get(words[1]) if words[:1] == ["deck"] and len(words) == 2 else None
    return max(1, chance.draw) if chance is not None and chance.repeats else 1


def _number_event(draft: Draft, key: str, event: Event, path: Path) -> None:
    index = len(draft.events)
    rule = Rule("event", key, event.name, path)
    plan = EventPlan(index, key, event.name, path, rule, None)
    words = event.on.split()
    last = draft.scenario.last_turn
    if path[0] == "events":
        plan = evolve(plan, pending=draft.slot(f"{key}.pending", 0, _most_at_once(draft, words)))
        match words:
            case ["turn", number] if number.isdecimal() and len(number) < 5:
                plan = evolve(plan, turn=int(number))
                if not 1 <= int(number) <= last:
                    span = (event.on.index(number), event.on.index(number) + len(number))
                    draft.report(
                        "MV346",
                        phrase("turn {number} is not in the game's 1..{last}", number=number, last=last),
                        (*path, "on"),
                        span=span,
                    )
            case ["deck", deck]:
                plan = evolve(plan, deck=deck)
            case ["once", "when", _, *_] if event.on.startswith(ONCE):
                plan = evolve(plan, fired=draft.slot(f"{key}.fired", 0, 1))
            case ["schedule"]:
                plan = evolve(plan, due=draft.slot(f"{key}.due", 0, last + 1_000_000))
                draft.effects.schedulable[key] = plan.due or 0
            case _:
                _bad_trigger(draft, event.on, path)
    if event.options and event.do:
        message = phrase("an event has either `options:` or `do:`")
        draft.report("MV348", message, (*path, "do"), phrase("move it into an option"), key=True)
    if len(event.options) > 9:
        draft.report("MV348", phrase("an event has at most nine options"), (*path, "options"), key=True)
    _check_highlight(draft, event, path)
    draft.events.append(plan)


def _check_highlight(draft: Draft, event: Event, path: Path) -> None:
    """Report what an event points at and is not there."""
    if not event.highlight:
        return
    scenario = draft.scenario
    known = [*scenario.tracks, *scenario.groups, *scenario.envoys]
    for group in scenario.groups.values():
        known += group.members
        known += [f"{member}.{track}" for member in group.members for track in group.tracks]
    known += BOARD_PARTS
    for number, id in enumerate(event.highlight):
        if id not in known:
            hint = did_you_mean(id, known)
            draft.report(
                "MV312", phrase("there is no `{name}` to point at", name=id), (*path, "highlight", number), hint
            )


def _bad_trigger(draft: Draft, text: str, path: Path) -> None:
    hint = phrase("`turn 3`, `deck NAME`, `once when CONDITION` or `schedule`")
    if text == "face":
        draft.report("MV202", phrase("an event must say when it comes: `on:`"), path, hint, key=True)
    else:
        draft.report("MV347", phrase("`{name}` is no way for an event to come", name=text), (*path, "on"), hint)


def definition_of(draft: Draft, plan: EventPlan) -> Event:
    """What the scenario says of a numbered event."""
    if plan.path[0] == "events":
        return draft.scenario.events[str(plan.path[1])]
    return draft.scenario.agendas[str(plan.path[1])][str(plan.path[2])]


def event_scope(draft: Draft) -> dict[str, Value]:
    """What rules mean by `rank` and `envoy` where nobody was sent."""
    return {"rank": Value(Const(1)), "envoy": Value(terms.NOBODY, MEMBER, "envoys")}


def plan_events(draft: Draft) -> None:
    """The options, triggers and effects of every event."""
    scope = event_scope(draft)
    for index, plan in enumerate(draft.events):
        event = definition_of(draft, plan)
        if plan.fired is not None:
            plan = evolve(plan, trigger=_trigger(draft, event, plan))
        if event.weight is not None:
            plan = evolve(plan, weight=draft.whole(event.weight, (*plan.path, "weight"), {}))
        if event.when is not None and plan.deck is not None:
            plan = evolve(plan, trigger=draft.truth(event.when, (*plan.path, "when"), {}))
        elif event.when is not None:
            draft.report("MV347", phrase("only an event of a deck has a `when:`"), (*plan.path, "when"), key=True)
        if len(event.options) > 1:
            plan = evolve(plan, decision=_options(draft, plan, event, scope))
        elif event.options:
            key, option = next(iter(event.options.items()))
            path = (*plan.path, "options", key)
            test = draft.truth(option.when, (*path, "when"), scope)
            body = draft.lines(plan.rule, option.do, (*path, "do"), scope)
            plan = evolve(plan, effects=tuple(guarded(test, body)))
        else:
            plan = evolve(plan, effects=draft.lines(plan.rule, event.do, (*plan.path, "do"), scope))
        draft.events[index] = plan


def _trigger(draft: Draft, event: Event, plan: EventPlan) -> Term:
    condition = event.on[len(ONCE) :]
    # Blanks keep the columns of the whole line, so that a caret lands on the right token.
    return draft.truth(Expr(" " * len(ONCE) + condition), (*plan.path, "on"), {})


def _options(draft: Draft, plan: EventPlan, event: Event, scope: Scope) -> int:
    decision = len(draft.decisions)
    first = len(draft.moves)
    always_open = False
    for key, option in event.options.items():
        path = (*plan.path, "options", key)
        needs = draft.requirements(option.when, (*path, "when"), scope)
        always_open |= all(r.term == terms.TRUE for r in needs)
        _option_move(draft, plan, key, option, path, needs, decision, scope)
    if not always_open:
        message = phrase("every option has a condition: there must be one that is always open")
        draft.report("MV351", message, (*plan.path, "options"), phrase("leave one option without `when:`"), key=True)
    moves = tuple(range(first, len(draft.moves)))
    draft.decisions.append(Decision(decision, "event", plan.id, plan.name, moves))
    return decision


def _option_move(
    draft: Draft,
    plan: EventPlan,
    key: str,
    option: Option,
    path: Path,
    needs: list[Requirement],
    decision: int,
    scope: Scope,
) -> None:
    rule = Rule("option", f"{plan.id}.{key}", f"{plan.name}: {option.name}", path)
    effects = draft.lines(rule, option.do, (*path, "do"), scope)
    draft.move(plan.id, key, decision, "option", key, option.name, rule, needs, effects)
