"""Rules in words: what a move does, what it costs, what it needs and why it is refused.

All words come from the parsed statements and from the names in the scenario. No id of a scenario stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from attrs import evolve, frozen

from game.rules import terms
from game.rules.answers import Unmet
from game.rules.expressions import parse_expression, parse_signature, parse_statement
from game.rules.model import Action, Card, Event, Option, Path, Scenario, Summit, Track
from game.rules.names import MEMBER, TRUTH, Value
from game.rules.plan import MovePlan, Plan
from game.rules.play import Game
from game.rules.syntax import Assign, End, Expression, Name, Perform, Schedule, Statement, SyntaxProblem
from game.rules.terms import Const
from game.scenes.phrases import Person, Phrases, both, capital, plain, turn_label
from game.scenes.scene import EffectLine
from game.words import say, say_many

DEEPEST = 4
"""Procedures that call procedures are told in detail down to here."""

Definition = Card | Summit | Action | Option | Event


@frozen
class Told:
    """A statement in words with where it stands."""

    line: EffectLine
    path: Path
    logged: bool = True
    """Whether the causes of a move tell if this line did something."""


def track_name(plan: Plan, track: str) -> str:
    """The display name of a track: `China: Leverage`."""
    return _names_of(_ByPlan(plan)).get(track) or capital(plain(track))


def any_name(plan: Plan, id: str) -> str:
    """The display name of a member or summit."""
    scenario = plan.scenario
    for group in scenario.groups.values():
        if id in group.members:
            return group.members[id].name or capital(plain(id))
    return scenario.summits[id].name if id in scenario.summits else capital(plain(id))


class _ByPlan:
    """A plan as a key: two plans are the same only if they are one object, which is quick to tell."""

    __slots__ = ("plan",)

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def __hash__(self) -> int:
        return id(self.plan)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByPlan) and other.plan is self.plan


@lru_cache(maxsize=32)
def _names_of(key: _ByPlan) -> Mapping[str, str]:
    phrases = Phrases(key.plan)
    return {slot.name: phrases.track_name(slot.name) for slot in key.plan.slots if slot.track is not None}


def definition_of(plan: Plan, move: MovePlan) -> Definition | None:
    """The card, summit, action or option behind a move; None for the move that does nothing."""
    scenario, path = plan.scenario, move.rule.path
    match move.kind:
        case "card":
            return scenario.cards[move.subject]
        case "summit":
            return scenario.summits[move.subject]
        case "action":
            return scenario.actions[move.subject]
        case "option":
            return event_at(scenario, path[:-2]).options[str(path[-1])]
        case _:
            return None


def event_at(scenario: Scenario, path: Path) -> Event:
    """The event, or face of an agenda, that stands at a path."""
    if path[0] == "agendas":
        return scenario.agendas[str(path[1])][str(path[2])]
    return scenario.events[str(path[1])]


def scope_of(plan: Plan, move: MovePlan) -> dict[str, Value]:
    """What names such as `rank`, `host` and `power` stand for in a move's statements."""
    names, scenario = plan.names, plan.scenario
    actor = move.move.actor
    scope = {"rank": Value(Const(1)), "envoy": Value(terms.NOBODY, MEMBER, "envoys")}
    if actor in scenario.envoys and move.kind != "option":
        number = list(scenario.envoys).index(actor)
        scope = {"rank": Value(Const(scenario.envoys[actor].rank)), "envoy": Value(Const(number), MEMBER, "envoys")}
    if move.kind == "summit" and "host" in names.groups["summits"].links:
        group, hosts = names.groups["summits"].links["host"]
        scope["host"] = Value(Const(hosts[list(scenario.summits).index(move.subject)]), MEMBER, group)
    if move.kind == "action" and move.member and (over := scenario.actions[move.subject].over) is not None:
        table = names.groups[over]
        scope[table.one] = Value(Const(table.members.index(move.member)), MEMBER, over)
    return scope


# Effects


def effects_of(plan: Plan, lines: Iterable[str], path: Path, scope: Mapping[str, Value]) -> tuple[Told, ...]:
    """The statements of a `do:` list in words, one each; `path` is where the list stands."""
    phrases = Phrases(plan, scope)
    told = (Told(_line(phrases, text), (*path, i), _is_logged(text)) for i, text in enumerate(lines))
    return tuple(t for t in told if t.line.text)


def _is_logged(text: str) -> bool:
    try:
        return isinstance(parse_statement(text).act, Assign)
    except SyntaxProblem:
        return False


def _line(phrases: Phrases, text: str) -> EffectLine:
    try:
        return statement_words(phrases, parse_statement(text))
    except SyntaxProblem:  # a scenario is checked before it is played, so this is only ever a half-written one
        return EffectLine(text)


def statement_words(phrases: Phrases, statement: Statement) -> EffectLine:
    """One statement in words."""
    inner = phrases if statement.loop is None else phrases.within(statement.loop)
    text, good, parts = _act(inner, statement)
    tests: list[str] = []
    for test in (statement.loop.test if statement.loop is not None else None, statement.test):
        if test is not None:
            one = inner if statement.loop is None else phrases.within(statement.loop, every="that")
            tests.append(one.condition(test))
    later = isinstance(statement.act, Schedule)
    return EffectLine(text, good, parts, both(*tests), later=later)


def _act(phrases: Phrases, statement: Statement) -> tuple[str, bool | None, tuple[str, ...]]:
    match statement.act:
        case Assign() as act:
            text, good = _assign(phrases, act)
            return text, good, ()
        case Schedule(event, delay, _):
            return _scheduled(phrases, delay, _event_name(phrases.plan, ".".join(event.parts))), None, ()
        case End(ending, member, _):
            return say("The game ends: {ending}", ending=_ending_name(phrases, ending, member)), None, ()
        case Perform() as act:
            return _perform(phrases, act)


def _scheduled(phrases: Phrases, delay: Expression, event: str) -> str:
    turns = phrases.constant(delay)
    if turns is None:
        return say("After turns, {amount} of them: {event}", amount=phrases.amount(delay), event=event)
    if turns == 1:
        return say("Next turn: {event}", event=event)
    return say_many("In {count} turn: {event}", "In {count} turns: {event}", turns, event=event)


def _event_name(plan: Plan, event: str) -> str:
    return plan.scenario.events[event].name if event in plan.scenario.events else plain(event)


def _ending_name(phrases: Phrases, ending: Name, member: Expression | None) -> str:
    word = ".".join(ending.parts)
    defined = phrases.plan.scenario.endings.get(word)
    name = (defined.name if defined is not None else "") or capital(plain(word))
    person = phrases.person(member) if member is not None else None
    if person is None or defined is None or defined.over is None:
        return name
    variable = defined.over.split()[0]
    return name.replace("{" + variable + "}", person.words)


def _assign(phrases: Phrases, act: Assign) -> tuple[str, bool | None]:
    name, track = _target(phrases, act.target)
    amount = phrases.constant(act.amount)
    if track is not None and track.hidden:
        return _hidden(phrases, act, amount), None
    if act.op == "=":
        rises = None if amount is None or track is None or amount == track.start else amount > track.start
        return say("{name} set to {amount}", name=name, amount=phrases.amount(act.amount)), _liked(track, rises)
    if amount is not None:
        signed = amount if act.op == "+=" else -amount
        return f"{name} {signed:+d}", _liked(track, signed > 0 if signed else None)
    sign = "+" if act.op == "+=" else "-"
    return f"{name} {sign}({phrases.amount(act.amount)})", None


def _hidden(phrases: Phrases, act: Assign, amount: int | None) -> str:
    """A hidden track only carries the rules and is not told, but for the one that doubles a legacy."""
    doubled = doubled_legacy(phrases.plan, act.target.parts, amount) if act.op == "=" else ""
    return say("{name} counts double", name=doubled) if doubled else ""


def doubled_legacy(plan: Plan, parts: Sequence[str], number: int | None) -> str:
    """The name of the legacy that counts twice when this track has this number; empty for any other track."""
    scoring = plan.scenario.scoring
    if scoring is None or tuple(parts) != (scoring.double,) or number is None or not 1 <= number <= len(plan.legacies):
        return ""
    return plan.legacies[number - 1].name


def _target(phrases: Phrases, target: Name) -> tuple[str, Track | None]:
    """The display name of the track that a statement changes."""
    scenario = phrases.plan.scenario
    if len(target.parts) == 1:
        return phrases.track_name(target.parts[0]), scenario.tracks.get(target.parts[0])
    owner = phrases.person(Name(target.parts[:-1], target.span))
    if owner is None:
        return phrases.amount(target), None
    group = scenario.groups.get(owner.group)
    track = group.tracks.get(target.parts[-1]) if group is not None else None
    return f"{capital(owner.words)}: {phrases.field_name(owner.group, target.parts[-1])}", track


def _liked(track: Track | None, rises: bool | None) -> bool | None:
    return None if track is None or track.good is None or rises is None else track.good == rises


def _perform(phrases: Phrases, act: Perform) -> tuple[str, bool | None, tuple[str, ...]]:
    """A procedure's name with its arguments, and what it does in detail."""
    people = [phrases.person(a) for a in act.arguments]
    words = [p.words if p is not None else phrases.amount(a) for p, a in zip(people, act.arguments, strict=True)]
    head = capital(plain(act.procedure))
    if words:
        head = say(f"{head} {{name}}", name=", ".join(words))
    details = _details(phrases, act, people, DEEPEST)
    common = f"{capital(words[0])}: " if len(words) == 1 else ""
    parts = tuple(d.text.removeprefix(common) for d in details)
    moods = {d.good for d in details} - {None}
    return head, moods.pop() if len(moods) == 1 else None, parts


def _details(phrases: Phrases, act: Perform, people: Sequence[Person | None], depth: int) -> list[EffectLine]:
    if depth == 0:
        return []
    scope, spoken = dict(phrases.scope), dict(phrases.spoken)
    for head, lines in phrases.plan.scenario.procedures.items():
        signature = parse_signature(head)
        if signature.name != act.procedure or len(signature.parameters) != len(act.arguments):
            continue
        for parameter, argument, person in zip(signature.parameters, act.arguments, people, strict=True):
            value = phrases.value(argument)
            if value is not None and isinstance(value.term, Const):
                scope[parameter] = value
            elif person is not None:
                spoken[parameter] = person
        inner = Phrases(phrases.plan, scope, spoken)
        told = [_line(inner, line) for line in lines]
        return [evolve(t, text=_if(t), condition="") for t in told]
    return []


def _if(line: EffectLine) -> str:
    return say("{effect} if {condition}", effect=line.text, condition=line.condition) if line.condition else line.text


# Costs and conditions


def cost_of(plan: Plan, cost: Mapping[str, str], scope: Mapping[str, Value]) -> tuple[str, ...]:
    """A cost in words: `Treasury 4`."""
    phrases = Phrases(plan, scope)
    return tuple(f"{phrases.track_name(track)} {_amount(phrases, amount)}" for track, amount in cost.items())


def _amount(phrases: Phrases, text: str) -> str:
    try:
        return phrases.amount(parse_expression(text))
    except SyntaxProblem:
        return text


def condition_words(plan: Plan, text: str, scope: Mapping[str, Value] | None = None) -> str:
    """A condition of the scenario language in words, with a capital: `Treasury 4 or more`."""
    try:
        return capital(Phrases(plan, scope or {}).condition(parse_expression(text)))
    except SyntaxProblem:
        return text


def needs_of(plan: Plan, move: MovePlan) -> tuple[str, ...]:
    """The conditions of a move besides its cost, in words."""
    scope = scope_of(plan, move)
    return tuple(condition_words(plan, r.text, scope) for r in move.requirements if r.kind == "when")


def refusal_words(game: Game, move: MovePlan, unmet: Unmet) -> str:
    """Why a move cannot be played, in words: `Treasury 4 or more (you have 2)`."""
    plan = game.plan
    match unmet.kind:
        case "used":
            return say("Already played")
        case "attended":
            return say("Already attended")
        case "table":
            return say("Not on the table this turn")
        case "turn":
            turn = plan.scenario.summits[move.subject].turn
            return say("Takes place in turn {turn}, {label}", turn=turn, label=turn_label(plan.scenario, turn))
        case "cost" | "when":
            return f"{condition_words(plan, unmet.text, scope_of(plan, move))}{_have(game, move, unmet)}"
        case "decision":
            return _not_now(game)
        case "pass":
            return say("Only when nothing else can be done")
        case _:
            return capital(unmet.text.replace("`", ""))


def _not_now(game: Game) -> str:
    asked = game.decision
    if game.over:
        return say("The game is over")
    if asked.kind == "envoy":
        return say("{name} decides now", name=capital(asked.name))
    return say("{name} must be answered first", name=capital(asked.name))


def _have(game: Game, move: MovePlan, unmet: Unmet) -> str:
    """The values that a refusal speaks of."""
    phrases = Phrases(game.plan, scope_of(game.plan, move))
    values = [(name, value) for name, value in unmet.values if name != "turn"]
    if len(values) == 1:
        name, value = values[0]
        own = name in game.scenario.tracks
        return f" {say('(you have {value})', value=value) if own else say('(it is {value})', value=value)}"
    told: list[str] = []
    for name, value in values:
        tree = parse_expression(name)
        truth = phrases.value(tree)
        shown = (say("yes") if value else say("no")) if truth is not None and truth.kind == TRUTH else str(value)
        told.append(say("{name} is {value}", name=phrases.amount(tree), value=shown))
    return f" ({', '.join(told)})" if told else ""
