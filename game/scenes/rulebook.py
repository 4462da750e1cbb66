"""The rulebook: two pages made from a scenario's own texts. Nothing here knows a track, power or law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from game.rules.expressions import parse_expression, parse_loop, parse_statement
from game.rules.model import Action, Ending, Envoy, Group, Law, Member, Scenario, Stage, Track
from game.rules.plan import Plan
from game.rules.syntax import Expression, SyntaxProblem
from game.scenes import agendas, wording
from game.scenes.phrases import Phrases, capital, determined, plain
from game.scenes.scene import RuleEntry, RulePage, RuleSection, RulesScene
from game.words import say, say_many

PAGES = 2


def rulebook(plan: Plan, page: int = 1, notice: str = "") -> RulesScene:
    """The rules of a scenario at a level of difficulty, open at a page."""
    scenario = plan.scenario
    first = (
        _kept([_turn(plan), *_agendas(plan), _envoys(plan)]),
        _kept([_tracks(scenario), *(_group(scenario, key) for key in scenario.groups)]),
    )
    second = (_kept([_laws(plan)]), _kept([_legacies(plan), _endings(plan), _levels(scenario)]))
    pages = (
        RulePage(say("How a turn goes"), first),
        RulePage(say("What is reckoned, and how it ends"), second),
    )
    subtitle = scenario.summary or scenario.subtitle
    return RulesScene(scenario.title, subtitle, max(1, min(page, PAGES)), pages, notice)


def _kept(sections: Iterable[RuleSection]) -> tuple[RuleSection, ...]:
    return tuple(s for s in sections if s.entries)


def _name(key: str, name: str) -> str:
    return name or capital(plain(key))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


# The first page


def _turn(plan: Plan) -> RuleSection:
    """The phases of the turn in their order."""
    scenario = plan.scenario
    turns = say_many("The game lasts {count} turn.", "The game lasts {count} turns.", scenario.last_turn)
    entries = [RuleEntry(f"{n}. {_name(key, '')}", _phase(plan, key)) for n, key in enumerate(scenario.turn, 1)]
    return RuleSection(say("The turn"), turns, tuple(entries))


def _phase(plan: Plan, key: str) -> str:
    scenario = plan.scenario
    match key:
        case "dispatches":
            told = _listed(dict.fromkeys(_stage(scenario, stage) for stage in scenario.dispatches))
            return say("What happens is read and answered, in this order: {stages}.", stages=told)
        case "envoys":
            told = _listed(envoy.name for envoy in scenario.envoys.values())
            return say("One after another is sent on one mission: {envoys}.", envoys=told)
        case "endings":
            return say("The first ending that holds ends the game.")
        case _:
            only = sum(1 for phase in scenario.turn if phase not in ("dispatches", "envoys", "endings")) == 1
            laws = (_name(k, law.name) for k, law in scenario.laws.items() if law.phase == key or only)
            return say("The laws apply in their order: {laws}.", laws=_listed(laws))


def _stage(scenario: Scenario, stage: Stage) -> str:
    if stage.name:
        return say(stage.name)
    if stage.agenda is not None:
        return say("an agenda")
    words = {
        "scheduled": say("what was set in motion"),
        "conditional": say("what the state of things brings"),
        "dated": say("what the date brings"),
    }
    deck = stage.events or ""
    told = words.get(deck) or _deck(scenario, deck)
    if stage.otherwise is None:
        return told
    return say("{first}, or else {second}", first=told, second=_deck(scenario, stage.otherwise))


def _deck(scenario: Scenario, key: str) -> str:
    found = scenario.chance.get(key)
    return _name(key, found.name if found is not None else "")


def _agendas(plan: Plan) -> Iterable[RuleSection]:
    """Whose agenda is read, which of its faces, and what each member has on them."""
    scenario, stages = plan.scenario, agendas.stages_of(plan.scenario)
    key = agendas.group_of(scenario)
    if not key or not stages:
        return
    entries: list[RuleEntry] = []
    for stage in stages:
        faces = tuple(f"{face.number}. {capital(face.when)}" for face in agendas.faces_of(plan, stage))
        entries.append(RuleEntry(capital(_stage(scenario, stage)), "", faces))
    for number, (member, defined) in enumerate(scenario.groups[key].members.items()):
        told = "; ".join(f"{n}. {event.name}" for n, event in agendas.faced(scenario, member))
        if told:
            entries.append(RuleEntry(_name(member, defined.name), told, (), defined.letter, number))
    ahead = [c for c in scenario.chance.values() if c.order == key]
    known = " ".join(
        say_many(
            "{name}: known {count} turn ahead.",
            "{name}: known {count} turns ahead.",
            c.ahead,
            name=_name(c.one, c.name),
        )
        for c in ahead
        if c.ahead
    )
    yield RuleSection(say("Agendas: the first face whose condition holds is read"), known, tuple(entries))


def _envoys(plan: Plan) -> RuleSection:
    scenario = plan.scenario
    entries = tuple(
        RuleEntry(e.name, e.text, tuple(duties(plan, key, e)), icon=e.icon) for key, e in scenario.envoys.items()
    )
    return RuleSection(say("Envoys and their work at home"), "", entries)


def duties(plan: Plan, key: str, envoy: Envoy) -> Iterable[str]:
    """What an envoy goes on, what its word counts, and its work at home."""
    scenario = plan.scenario
    kinds = [_deck(scenario, kind) for kind in envoy.kinds]
    kinds += [say("summits")] if envoy.summits and scenario.summits else []
    if kinds:
        yield say("Goes on: {kinds}.", kinds=_listed(kinds))
    if len({e.rank for e in scenario.envoys.values()}) > 1:
        yield say("Counts {rank}.", rank=envoy.rank)
    for id, action in scenario.actions.items():
        if action.envoy == key:
            yield _action(plan, id, action)


def _action(plan: Plan, key: str, action: Action) -> str:
    move = next((m for m in plan.moves if m.kind == "action" and m.rule.path == ("actions", key)), None)
    scope = wording.scope_of(plan, move) if move is not None else {}
    name = _name(key, action.name)
    if action.over is not None:  # one for each member: no single one is meant
        group = plan.scenario.groups.get(action.over)
        one = (group.one if group is not None else "") or plain(action.over)
        scope = {k: v for k, v in scope.items() if k != one}
        return name.replace("{" + one + "}", determined("any", one))
    effects = "; ".join(t.line.full_text for t in wording.effects_of(plan, action.do, (), scope))
    cost = _listed(wording.cost_of(plan, action.cost, scope))
    return f"{name}: {effects} ({cost})" if cost else f"{name}: {effects}"


def _tracks(scenario: Scenario) -> RuleSection:
    entries = tuple(track_entry(scenario, k, t) for k, t in scenario.tracks.items() if not t.hidden)
    return RuleSection(say("Your own numbers"), "", entries)


def track_entry(scenario: Scenario, key: str, track: Track) -> RuleEntry:
    """A track, the span it is held within, and which way is better."""
    span = say("{low} to {high}", low=track.min, high=track.max)
    notes = [f"{span} {track.unit}".strip()]
    if track.good is not None:
        notes.append(say("more is better") if track.good else say("less is better"))
    if track.below is not None and track.below in scenario.tracks:
        below = _name(track.below, scenario.tracks[track.below].name)
        notes.append(say("what it cannot pay goes to {track}", track=below))
    if track.reset:
        notes.append(say("starts anew each turn"))
    return RuleEntry(_name(key, track.name), track.text, ("; ".join(notes),), icon=track.icon)


def _group(scenario: Scenario, key: str) -> RuleSection:
    group = scenario.groups[key]
    entries = [track_entry(scenario, k, t) for k, t in group.tracks.items() if not t.hidden]
    for pairs in scenario.pairs.values():
        if pairs.of == key and pairs.members:
            names = {m: _name(m, v.name) for m, v in group.members.items()}
            told = "; ".join(say("{one} and {other}", one=names[a], other=names[b]) for a, b in pairs.members)
            entries.append(RuleEntry(pairs.name or say("Pairs"), told))
    for number, (member, defined) in enumerate(group.members.items()):
        notes = tuple(_links(scenario, group, defined))
        entries.append(RuleEntry(_name(member, defined.name), defined.text, notes, defined.letter, number))
    return RuleSection(_name(key, group.name), group.text, tuple(entries))


def _links(scenario: Scenario, group: Group, member: Member) -> Iterable[str]:
    """`Owner: Russia`."""
    for key, link in group.links.items():
        other = member.values.get(key)
        if isinstance(other, str) and other in scenario.groups[link.to].members:
            name = _name(other, scenario.groups[link.to].members[other].name)
            yield f"{capital(plain(key))}: {name}"


# The second page


def _laws(plan: Plan) -> RuleSection:
    laws = plan.scenario.laws
    entries = [
        RuleEntry(f"{n}. {_name(k, law.name)}", law.text, (_law(plan, law),))
        for n, (k, law) in enumerate(laws.items(), 1)
    ]
    return RuleSection(say("The laws, in this order"), "", tuple(entries))


def _law(plan: Plan, law: Law) -> str:
    """What a law does, and when, in words."""
    phrases = that = Phrases(plan)
    tests: list[Expression] = []
    try:
        if law.over:
            loop = parse_loop(law.over)
            phrases, that = phrases.within(loop, every="each"), phrases.within(loop, every="that")
            tests += [loop.test] if loop.test is not None else []
        tests += [parse_expression(law.when)] if law.when else []
        lines = [wording.statement_words(phrases, parse_statement(line)).full_text for line in law.do]
        when = "; ".join(that.condition(test) for test in tests)
    except SyntaxProblem:
        return "; ".join(law.do)
    told = "; ".join(line for line in lines if line)
    return say("{effects}, if {condition}", effects=told, condition=when) if when else told


def _legacies(plan: Plan) -> RuleSection:
    scenario = plan.scenario
    scoring = scenario.scoring
    entries = [
        RuleEntry(_name(k, v.name), v.text, (say("Stars at {steps}", steps=_listed(str(s) for s in v.stars)),))
        for k, v in scenario.legacies.items()
    ]
    told = ""
    if scoring is not None:
        points = _listed(str(p) for p in scoring.points)
        told = say("Points for 0, 1, 2 and more stars: {points}.", points=points)
        if scoring.double is not None:
            doubled = wording.track_name(plan, scoring.double)
            told += " " + say("The one that is your {track} counts twice.", track=doubled)
    if scenario.score is not None:
        entries.append(RuleEntry(say("Score"), capital(_amount(plan, str(scenario.score)))))
    return RuleSection(say("What counts"), told, tuple(entries))


def _amount(plan: Plan, text: str) -> str:
    try:
        return Phrases(plan).amount(parse_expression(text))
    except SyntaxProblem:
        return text


def _endings(plan: Plan) -> RuleSection:
    entries = tuple(_ending(plan, key, ending) for key, ending in plan.scenario.endings.items())
    return RuleSection(say("How it ends: the first that holds"), "", entries)


def _ending(plan: Plan, key: str, ending: Ending) -> RuleEntry:
    name = _name(key, ending.name)
    won = (say("A win"),) if ending.won else ()
    if ending.when is None:
        return RuleEntry(name, say("Otherwise, after the last turn"), won)
    if ending.over is None:
        return RuleEntry(name, wording.condition_words(plan, ending.when), won)
    try:
        loop = parse_loop(ending.over)
        phrases = Phrases(plan).within(loop, every="a")
        words = capital(phrases.condition(parse_expression(ending.when)))
    except SyntaxProblem:
        return RuleEntry(name, ending.when, won)
    return RuleEntry(_filled(name, {v: phrases.spoken[v].words for v in loop.variables}), words, won)


def _filled(name: str, words: Mapping[str, str]) -> str:
    for variable, word in words.items():
        name = name.replace("{" + variable + "}", word)
    return name


def _levels(scenario: Scenario) -> RuleSection:
    entries = tuple(RuleEntry(_name(key, level.name), level.text) for key, level in scenario.difficulty.items())
    return RuleSection(say("Levels"), "", entries)
