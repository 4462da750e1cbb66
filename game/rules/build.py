"""From what a scenario says to the numbered plan of a game, with every mistake found on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import define, evolve, field

from game.rules import terms
from game.rules.chance import Stream
from game.rules.effects import Change, Effect, Effects, Rule, guarded
from game.rules.expressions import Expression, SyntaxProblem, conjuncts, parse_expression, parse_loop
from game.rules.model import Event, Expr, Line, Option, Over, Path, Scenario, Track
from game.rules.names import MEMBER, TRUTH, GroupTable, NameProblem, Names, Scope, Value, mentions
from game.rules.plan import (
    AT,
    ENDING,
    TURN,
    Decision,
    EndingCase,
    EventPlan,
    LawPlan,
    LegacyPlan,
    Move,
    MovePlan,
    Phase,
    Plan,
    Requirement,
    SlotPlan,
    StagePlan,
)
from game.rules.problems import Problem, ScenarioError, did_you_mean
from game.rules.terms import Const, Drawn, Slot, Term, apply

MOST_SLOTS = 4_000
MOST_MOVES = 20_000
WIDEST_TRACK = 1_000_000
MOST_TURNS = 200
RESERVED_PHASES = ("dispatches", "envoys", "endings")


def build(scenario: Scenario, level: str = "standard") -> Plan:
    """The plan of a scenario at a level of difficulty.

    Raises `ScenarioError` with every problem found, `KeyError` for an unknown level.
    """
    if level not in scenario.difficulty:
        raise KeyError(level)
    return _Builder(scenario, level).plan()


@define
class _Builder:
    scenario: Scenario
    level: str
    problems: list[Problem] = field(factory=list)
    slots: list[SlotPlan] = field(factory=list)
    names: Names = field(factory=Names)
    streams: list[Stream] = field(factory=list)
    stream_tables: list[tuple[str, str, int]] = field(factory=list)
    moves: list[MovePlan] = field(factory=list)
    decisions: list[Decision] = field(factory=list)
    events: list[EventPlan] = field(factory=list)
    legacies: list[LegacyPlan] = field(factory=list)
    ending_cases: list[tuple[str, str, int, dict[str, Value], Term]] = field(factory=list)
    effects: Effects = field(init=False)

    def plan(self) -> Plan:
        self.effects = Effects(self.names, problems=self.problems)
        self._fixed_slots()
        self._parameters()
        self._tracks()
        self._groups()
        self._pairs()
        self._level()
        self._stop_if_broken()
        self._names()
        self._event_slots()
        self._chance()
        self._legacy_score()
        self._ending_cases()
        self.effects.declare_procedures(dict(self.scenario.procedures))
        turn_rule = self.effects.origin(Rule("turn", "turn", "A new turn", ("turns",)), ("turns",), "")
        self._event_decisions()
        stages = tuple(self._stages())
        self._envoys()
        phases = tuple(self._phases())
        endings = tuple(self._endings())
        self.decisions.append(Decision(len(self.decisions), "over", "over", "The game is over"))
        self._limits()
        self._stop_if_broken()
        return Plan(
            scenario=self.scenario,
            level=self.level,
            names=self.names,
            slots=tuple(evolve(s, high=len(self.decisions) - 1) if i == AT else s for i, s in enumerate(self.slots)),
            streams=tuple(self.streams),
            stream_tables=tuple(self.stream_tables),
            origins=tuple(self.effects.origins),
            moves=tuple(self.moves),
            decisions=tuple(self.decisions),
            events=tuple(self.events),
            stages=stages,
            phases=phases,
            endings=endings,
            legacies=tuple(self.legacies),
            score=self.names.fixed["score"].term,
            turn_rule=turn_rule,
            parameters=dict(self.names.parameters),
        )

    # Problems

    def report(self, code: str, message: str, path: Path, hint: str = "", *, key: bool = False) -> None:
        self.problems.append(Problem(code, message, path, None, hint, at_key=key))

    def _stop_if_broken(self) -> None:
        if self.problems:
            raise ScenarioError(self.problems)

    def _limits(self) -> None:
        if len(self.slots) > MOST_SLOTS:
            self.report("MV340", f"the scenario needs {len(self.slots)} numbers; the most is {MOST_SLOTS}", ())
        if len(self.moves) > MOST_MOVES:
            self.report("MV340", f"the scenario has {len(self.moves)} moves; the most is {MOST_MOVES}", ())

    # Slots and names

    def slot(self, name: str, low: int, high: int, start: int = 0, **more: object) -> int:
        self.slots.append(SlotPlan(name, low, high, start, **more))  # type: ignore[arg-type]
        return len(self.slots) - 1

    def _fixed_slots(self) -> None:
        last = self.scenario.last_turn
        if not 1 <= last <= MOST_TURNS:
            self.report("MV341", f"a game has 1 to {MOST_TURNS} turns", ("turns",))
            last = 1
        self.slot("turn", 1, max(last, 1), 1)
        self.slot("at", 0, 0)
        self.slot("ending", 0, 10_000)
        self.names.fixed.update(
            turn=Value(Slot(TURN, 1, last)),
            last_turn=Value(Const(last)),
            always=Value(terms.TRUE, TRUTH),
            never=Value(terms.FALSE, TRUTH),
            true=Value(terms.TRUE, TRUTH),
            false=Value(terms.FALSE, TRUTH),
            nobody=Value(terms.NOBODY, MEMBER),
        )

    def _parameters(self) -> None:
        for key, value in self.scenario.parameters.items():
            self._claim(key, ("parameters", key))
            self.names.parameters[key] = value

    def _claim(self, name: str, path: Path) -> None:
        """Note a name that is already something else: every name means one thing."""
        taken = name in self.names.fixed or name in ("rank", "envoy", "host", "score")
        if taken or name in self.names.tracks or name in self.names.parameters or name in self.names.groups:
            self.report("MV342", f"the name `{name}` is already taken", path, "choose another id", key=True)

    def _tracks(self) -> None:
        for key, track in self.scenario.tracks.items():
            path: Path = ("tracks", key)
            self._claim(key, path)
            self.names.tracks[key] = self._track_slot(key, track, track.start, path, key=key)
        for key, track in self.scenario.tracks.items():
            if track.below is None:
                continue
            if track.below not in self.names.tracks or track.below == key:
                hint = did_you_mean(track.below, self.names.tracks)
                self.report("MV312", f"there is no other track `{track.below}`", ("tracks", key, "below"), hint)
            else:
                self._spill(self.names.tracks[key].index, self.names.tracks[track.below].index)

    def _spill(self, index: int, into: int) -> None:
        self.slots[index] = evolve(self.slots[index], spill=into)

    def _track_slot(self, name: str, track: Track, start: int, path: Path, **more: str) -> Slot:
        if track.min > track.max or max(abs(track.min), abs(track.max)) > WIDEST_TRACK:
            self.report("MV343", f"`{name}` goes from {track.min} to {track.max}", path, "min is at most max")
            return Slot(0, 0, 0)
        if not track.min <= start <= track.max:
            self.report("MV344", f"`{name}` starts at {start}, outside its {track.min}..{track.max}", path)
            start = track.min
        index = self.slot(name, track.min, track.max, start, track=track, reset=track.reset, path=path, **more)
        return Slot(index, track.min, track.max)

    def _groups(self) -> None:
        for key, group in self.scenario.groups.items():
            self._claim(key, ("groups", key))
            table = GroupTable(group.one or key, list(group.members))
            self.names.groups[key] = table
            for track_key, track in group.tracks.items():
                table.slots[track_key] = [
                    self._member_slot(key, member, track_key, track) for member in group.members
                ]
            if not group.members:
                self.report("MV345", f"the group `{key}` has no members", ("groups", key), key=True)
        for key in self.scenario.groups:
            self._links(key)
        self._summit_group()
        envoys = self.scenario.envoys
        self.names.groups["envoys"] = GroupTable("envoy", list(envoys), {}, {}, {"rank": [e.rank for e in envoys.values()]})

    def _member_slot(self, group: str, member: str, key: str, track: Track) -> Slot:
        given = self.scenario.groups[group].members[member].values.get(key)
        path: Path = ("groups", group, "members", member, key)
        if given is None:
            start = track.start
            path = ("groups", group, "tracks", key)
        elif isinstance(given, int):
            start = given
        else:
            self.report("MV203", f"`{key}` is a track: its start is a whole number", path)
            start = track.start
        return self._track_slot(f"{member}.{key}", track, start, path, group=group, member=member, key=key)

    def _links(self, key: str) -> None:
        group = self.scenario.groups[key]
        table = self.names.groups[key]
        for link_key, link in group.links.items():
            if link.to not in self.scenario.groups:
                hint = did_you_mean(link.to, self.scenario.groups)
                self.report("MV317", f"there is no group `{link.to}`", ("groups", key, "links", link_key, "to"), hint)
                continue
            targets = list(self.scenario.groups[link.to].members)
            table.links[link_key] = (link.to, [self._link(key, m, link_key, link.optional, targets) for m in group.members])
        known = {*group.tracks, *group.links}
        for member_key, member in group.members.items():
            for value_key in member.values:
                if value_key not in known:
                    hint = did_you_mean(value_key, [*known, "name", "letter", "text", "place", "lands", "path", "source"])
                    path: Path = ("groups", key, "members", member_key, value_key)
                    self.report("MV201", f"`{value_key}` is no track or link of `{key}`", path, hint, key=True)

    def _link(self, group: str, member: str, key: str, optional: bool, targets: list[str]) -> int:
        given = self.scenario.groups[group].members[member].values.get(key)
        if isinstance(given, str) and given in targets:
            return targets.index(given)
        if given is not None:
            path: Path = ("groups", group, "members", member, key)
            self.report("MV312", f"there is no `{given}` to link to", path, did_you_mean(str(given), targets))
        elif not optional:
            self.report("MV202", f"`{member}` must say its `{key}`", ("groups", group, "members", member), key=True)
        return -1

    def _summit_group(self) -> None:
        summits = self.scenario.summits
        table = GroupTable("summit", list(summits))
        attended = Track(0, 0, 100, hidden=True, reset=True)
        table.slots["attended"] = [
            self._track_slot(f"summits.{key}.attended", attended, 0, ("summits", key)) for key in summits
        ]
        table.constants["turn"] = [s.turn for s in summits.values()]
        hosts = {s.host for s in summits.values()} - {None}
        for key, group in self.names.groups.items():
            if hosts and hosts <= set(group.members):
                indices = [group.members.index(s.host) if s.host is not None else -1 for s in summits.values()]
                table.links["host"] = (key, indices)
                break
        else:
            for key, summit in summits.items():
                if summit.host is not None and not self._is_member(summit.host):
                    hint = did_you_mean(summit.host, self.names.known())
                    self.report("MV312", f"there is no `{summit.host}` to be host", ("summits", key, "host"), hint)
        for key, summit in summits.items():
            if not 1 <= summit.turn <= self.scenario.last_turn:
                message = f"turn {summit.turn} is not in the game's 1..{self.scenario.last_turn}"
                self.report("MV346", message, ("summits", key, "turn"))
        self.names.groups["summits"] = table

    def _is_member(self, name: str) -> bool:
        return any(name in table.members for table in self.names.groups.values())

    def _pairs(self) -> None:
        for key, pairs in self.scenario.pairs.items():
            path: Path = ("pairs", key)
            if pairs.of not in self.scenario.groups:
                hint = did_you_mean(pairs.of, self.scenario.groups)
                self.report("MV317", f"there is no group `{pairs.of}`", (*path, "of"), hint)
                continue
            members = self.names.groups[pairs.of].members
            indices: list[tuple[int, int]] = []
            for number, pair in enumerate(pairs.members):
                for side, name in enumerate(pair):
                    if name not in members:
                        message = f"`{name}` is not one of {pairs.of}"
                        self.report("MV312", message, (*path, "members", number, side), did_you_mean(name, members))
                if all(name in members for name in pair):
                    indices.append((members.index(pair[0]), members.index(pair[1])))
            self.names.pairs[key] = (pairs.of, indices)

    def _level(self) -> None:
        """What the level of difficulty overrides: starts of tracks and parameters."""
        for level_key, level in self.scenario.difficulty.items():
            for key, value in level.set.items():
                path: Path = ("difficulty", level_key, "set", key)
                found = [i for i, s in enumerate(self.slots) if s.name == key and s.track is not None]
                if key in self.names.parameters:
                    if level_key == self.level:
                        self.names.parameters[key] = value
                elif not found:
                    known = [*self.names.parameters, *(s.name for s in self.slots if s.track is not None)]
                    self.report("MV312", f"there is no track or parameter `{key}`", path, did_you_mean(key, known), key=True)
                elif not self.slots[found[0]].low <= value <= self.slots[found[0]].high:
                    plan = self.slots[found[0]]
                    self.report("MV344", f"`{key}` starts at {value}, outside its {plan.low}..{plan.high}", path)
                elif level_key == self.level:
                    self.slots[found[0]] = evolve(self.slots[found[0]], start=value)

    def _names(self) -> None:
        for key, expression in self.scenario.names.items():
            self._claim(key, ("names", key))
            self.names.aliases[key] = expression

    # Expressions at a path

    def parse(self, text: str, path: Path) -> Expression | None:
        try:
            return parse_expression(text)
        except SyntaxProblem as problem:
            self.problems.append(Problem(problem.code, problem.message, path, problem.span, problem.hint))
            return None

    def truth(self, text: Expr | None, path: Path, scope: Scope) -> Term:
        """The condition at a path; no condition always holds, an unreadable one is reported."""
        return terms.TRUE if text is None else self._term(text, path, scope, truth=True)

    def whole(self, text: Expr, path: Path, scope: Scope) -> Term:
        return self._term(text, path, scope, truth=False)

    def _term(self, text: str, path: Path, scope: Scope, *, truth: bool) -> Term:
        tree = self.parse(text, path)
        if tree is None:
            return terms.TRUE
        try:
            return self.names.truth(tree, scope) if truth else self.names.whole(tree, scope)
        except SyntaxProblem as problem:
            self.problems.append(Problem(problem.code, problem.message, path, problem.span, problem.hint))
        except terms.TermTooLarge as problem:
            self.problems.append(Problem("MV310", str(problem), path))
        return terms.TRUE

    def requirements(self, text: Expr | None, path: Path, scope: Scope, kind: str = "when") -> list[Requirement]:
        """The parts of a condition, each on its own."""
        tree = None if text is None else self.parse(text, path)
        if tree is None:
            return []
        try:
            return [self._requirement(part, text or "", path, scope, kind) for part in conjuncts(tree)]
        except SyntaxProblem as problem:
            self.problems.append(Problem(problem.code, problem.message, path, problem.span, problem.hint))
            return []

    def _requirement(self, part: Expression, text: str, path: Path, scope: Scope, kind: str) -> Requirement:
        term = self.names.truth(part, scope)
        start, end = part.span
        if term == terms.FALSE:
            raise NameProblem("MV350", "this can never hold", part.span)
        values: list[tuple[str, Term]] = []
        for name in dict.fromkeys(mentions(part)):
            value = self.names.resolve(name, scope)
            if value.kind not in (MEMBER, TRUTH) and not isinstance(value.term, Const):
                values.append((".".join(name.parts), value.term))
        return Requirement(kind, text[start:end], term, path, part.span, tuple(values))

    def lines(self, rule: Rule, lines: Iterable[Line], path: Path, scope: Scope) -> tuple[Effect, ...]:
        return self.effects.of_lines(rule, tuple(lines), path, scope)

    def loop(self, text: Over | None, path: Path, scope: Scope) -> list[tuple[dict[str, Value], Term]]:
        if text is None:
            return [({}, terms.TRUE)]
        try:
            return list(self.names.over(parse_loop(text), scope))
        except SyntaxProblem as problem:
            self.problems.append(Problem(problem.code, problem.message, path, problem.span, problem.hint))
            return []

    # Events

    def _event_slots(self) -> None:
        """Number every event, faces of agendas last, and give each the slots it needs."""
        for key, event in self.scenario.events.items():
            self._number_event(key, event, ("events", key))
        for member, faces in self.scenario.agendas.items():
            if not self._is_member(member):
                hint = did_you_mean(member, self.names.known())
                self.report("MV312", f"there is no `{member}`", ("agendas", member), hint, key=True)
            for face, event in faces.items():
                if event.on != "face":
                    self.report("MV347", "a face of an agenda says no `on:`", ("agendas", member, face, "on"))
                self._number_event(f"{member}.{face}", event, ("agendas", member, face))

    def _number_event(self, key: str, event: Event, path: Path) -> None:
        index = len(self.events)
        rule = Rule("event", key, event.name, path)
        plan = EventPlan(index, key, event.name, path, rule, None)
        words = event.on.split()
        last = self.scenario.last_turn
        if path[0] == "events":
            plan = evolve(plan, pending=self.slot(f"{key}.pending", 0, 1))
            match words:
                case ["turn", number] if number.isdecimal() and len(number) < 5:
                    plan = evolve(plan, turn=int(number))
                    if not 1 <= int(number) <= last:
                        self.report("MV346", f"turn {number} is not in the game's 1..{last}", (*path, "on"))
                case ["deck", deck]:
                    plan = evolve(plan, deck=deck)
                case ["once", "when", *_]:
                    plan = evolve(plan, fired=self.slot(f"{key}.fired", 0, 1))
                case ["schedule"]:
                    plan = evolve(plan, due=self.slot(f"{key}.due", 0, last + 1_000_000))
                    self.effects.schedulable[key] = plan.due or 0
                case _:
                    self._bad_trigger(event.on, path)
        if event.options and event.do:
            self.report("MV348", "an event has either `options:` or `do:`", (*path, "do"), "move it into an option", key=True)
        if len(event.options) > 9:
            self.report("MV348", "an event has at most nine options", (*path, "options"), key=True)
        self.events.append(plan)

    def _bad_trigger(self, text: str, path: Path) -> None:
        hint = "`turn 3`, `deck NAME`, `once when CONDITION` or `schedule`"
        if text == "face":
            self.report("MV202", "an event must say when it comes: `on:`", path, hint, key=True)
        else:
            self.report("MV347", f"`{text}` is no way for an event to come", (*path, "on"), hint)

    def _definition(self, plan: EventPlan) -> Event:
        if plan.path[0] == "events":
            return self.scenario.events[str(plan.path[1])]
        return self.scenario.agendas[str(plan.path[1])][str(plan.path[2])]

    def _event_scope(self) -> dict[str, Value]:
        return {"rank": Value(Const(1)), "envoy": Value(terms.NOBODY, MEMBER, "envoys")}

    def _event_decisions(self) -> None:
        scope = self._event_scope()
        for index, plan in enumerate(self.events):
            event = self._definition(plan)
            if plan.fired is not None:
                plan = evolve(plan, trigger=self._trigger(event, plan))
            if event.weight is not None:
                plan = evolve(plan, weight=self.whole(event.weight, (*plan.path, "weight"), {}))
            if event.when is not None and plan.deck is not None:
                plan = evolve(plan, trigger=self.truth(event.when, (*plan.path, "when"), {}))
            elif event.when is not None:
                self.report("MV347", "only an event of a deck has a `when:`", (*plan.path, "when"), key=True)
            if len(event.options) > 1:
                plan = evolve(plan, decision=self._options(plan, event, scope))
            elif event.options:
                key, option = next(iter(event.options.items()))
                path = (*plan.path, "options", key)
                test = self.truth(option.when, (*path, "when"), scope)
                body = self.lines(plan.rule, option.do, (*path, "do"), scope)
                plan = evolve(plan, effects=tuple(guarded(test, body)))
            else:
                plan = evolve(plan, effects=self.lines(plan.rule, event.do, (*plan.path, "do"), scope))
            self.events[index] = plan

    def _trigger(self, event: Event, plan: EventPlan) -> Term:
        head = "once when"
        text = event.on.strip()
        condition = text[len(head) :] if text.startswith(head) else text.split(maxsplit=2)[2:][0] if text.count(" ") > 1 else ""
        # Blanks keep the columns of the whole line, so that a caret lands on the right token.
        return self.truth(Expr(" " * len(head) + condition), (*plan.path, "on"), {})

    def _options(self, plan: EventPlan, event: Event, scope: Scope) -> int:
        decision = len(self.decisions)
        first = len(self.moves)
        always_open = False
        for key, option in event.options.items():
            path = (*plan.path, "options", key)
            needs = self.requirements(option.when, (*path, "when"), scope)
            always_open |= all(r.term == terms.TRUE for r in needs)
            self._option_move(plan, key, option, path, needs, decision, scope)
        if not always_open:
            message = "every option has a condition: there must be one that is always open"
            self.report("MV351", message, (*plan.path, "options"), "leave one option without `when:`", key=True)
        moves = tuple(range(first, len(self.moves)))
        self.decisions.append(Decision(decision, "event", plan.id, plan.name, moves))
        return decision

    def _option_move(
        self, plan: EventPlan, key: str, option: Option, path: Path, needs: list[Requirement], decision: int, scope: Scope
    ) -> None:
        rule = Rule("option", f"{plan.id}.{key}", f"{plan.name}: {option.name}", path)
        effects = self.lines(rule, option.do, (*path, "do"), scope)
        self._move(plan.id, key, decision, "option", key, option.name, rule, needs, effects)

    def _move(
        self,
        actor: str,
        choice: str,
        decision: int,
        kind: str,
        subject: str,
        name: str,
        rule: Rule,
        needs: Iterable[Requirement],
        effects: Iterable[Effect],
        member: str = "",
    ) -> int:
        move = Move(actor, choice, len(self.moves))
        kept = tuple(r for r in needs if r.term != terms.TRUE)
        self.moves.append(MovePlan(move, decision, kind, subject, name, rule, kept, tuple(effects), member))
        return move.index

    # Chance

    def _chance(self) -> None:
        dated = frozenset(p.turn for p in self.events if p.turn is not None)
        for key, chance in self.scenario.chance.items():
            path: Path = ("chance", key)
            if chance.order is not None:
                self._order_stream(key, path)
            elif chance.deck == "events":
                beside = any(s.events == "dated" and s.otherwise == key for s in self.scenario.dispatches)
                self._event_stream(key, path, dated if beside else frozenset())
            elif chance.deck == "cards":
                self._card_stream(key, path)
            else:
                self.report("MV349", "a stream of chance is an `order:` or a `deck:` of events or cards", path, key=True)
        for plan in self.events:
            if plan.deck is not None and plan.deck not in self.scenario.chance:
                hint = did_you_mean(plan.deck, self.scenario.chance)
                self.report("MV312", f"there is no deck `{plan.deck}`", (*plan.path, "on"), hint)

    def _stream(self, stream: Stream, one: str = "", group: str = "", ahead: int = 0) -> None:
        self.streams.append(stream)
        self.stream_tables.append((one, group, ahead))

    def _order_stream(self, key: str, path: Path) -> None:
        chance = self.scenario.chance[key]
        group = chance.order or ""
        if group not in self.scenario.groups:
            hint = did_you_mean(group, self.scenario.groups)
            self.report("MV317", f"there is no group `{group}`", (*path, "order"), hint)
            return
        members = self.names.groups[group].members
        if len(members) * chance.rounds < self.scenario.last_turn:
            needed = -(-self.scenario.last_turn // max(1, len(members)))
            message = f"{chance.rounds} rounds of {len(members)} do not last {self.scenario.last_turn} turns"
            self.report("MV349", message, (*path, "rounds"), f"`rounds: {needed}`")
            return
        if chance.one:
            self._claim(chance.one, (*path, "one"))
            drawn = Drawn(len(self.streams), 0, len(members) - 1)
            self.names.drawn[chance.one] = Value(drawn, MEMBER, group)
        stream = Stream(
            key, "order", tuple(members), tuple(range(len(members))), self.scenario.last_turn, rounds=chance.rounds
        )
        self._stream(stream, chance.one, group, chance.ahead)

    def _event_stream(self, key: str, path: Path, quiet: frozenset[int]) -> None:
        chance = self.scenario.chance[key]
        members = [p for p in self.events if p.deck == key]
        if not members:
            self.report("MV345", f"no event says `on: deck {key}`", path, key=True)
            return
        definitions = [self._definition(p) for p in members]
        weighed = any(d.weight is not None for d in definitions)
        chosen = any(d.when is not None for d in definitions)
        if chance.repeats:
            kind = "rolled" if weighed or chosen else "repeated"
        else:
            kind = "shuffled" if chosen else "dealt"
            if weighed:
                self.report("MV349", "weights want a deck that `repeats`", path, "`repeats: true`", key=True)
        if kind == "shuffled":
            for plan in members:
                self.events[plan.index] = evolve(plan, drawn=self.slot(f"{plan.id}.drawn", 0, 1))
        ids, indices = tuple(p.id for p in members), tuple(p.index for p in members)
        stream = Stream(key, kind, ids, indices, self.scenario.last_turn, draw=chance.draw, quiet=quiet)
        self._stream(stream)

    def _card_stream(self, key: str, path: Path) -> None:
        chance = self.scenario.chance[key]
        cards = [(i, c) for i, (c, card) in enumerate(self.scenario.cards.items()) if card.kind == key]
        if not cards:
            self.report("MV345", f"no card says `kind: {key}`", path, key=True)
            return
        if not 1 <= chance.show <= 60:
            self.report("MV349", "a deck of cards shows 1 to 60 of them", (*path, "show"), "`show: 4`", key=True)
            return
        ids, indices = tuple(c for _, c in cards), tuple(i for i, _ in cards)
        turns = self.scenario.last_turn
        self._stream(Stream(key, "window", ids, indices, turns, show=chance.show, slide=chance.slide))

    # Score and endings

    def _legacy_score(self) -> None:
        scenario = self.scenario
        score: Term = Const(0)
        if scenario.legacies and scenario.scoring is None:
            self.report("MV202", "legacies want a `scoring:` with points for stars", ("legacies",), key=True)
        elif scenario.legacies and scenario.scoring is not None:
            score = apply("+", *(self._legacy_points(number, key) for number, key in enumerate(scenario.legacies, 1)))
        if scenario.score is not None:
            if scenario.legacies:
                self.report("MV348", "a scenario scores by `score:` or by legacies, not both", ("score",), key=True)
            score = self.whole(scenario.score, ("score",), {})
        self.names.fixed["score"] = Value(score)

    def _legacy_points(self, number: int, key: str) -> Term:
        legacy, scoring = self.scenario.legacies[key], self.scenario.scoring
        assert scoring is not None
        path: Path = ("legacies", key)
        measure = self.whole(legacy.measure, (*path, "measure"), {})
        if len(legacy.stars) >= len(scoring.points):
            self.report("MV349", f"{len(legacy.stars)} stars want {len(legacy.stars) + 1} points", (*path, "stars"))
            return Const(0)
        self.legacies.append(LegacyPlan(key, legacy.name or key, legacy.text, measure, legacy.stars))
        reached = apply("+", Const(0), *(apply("if", apply(">=", measure, Const(t)), Const(1), Const(0)) for t in legacy.stars))
        points = apply("choose", reached, *(Const(p) for p in scoring.points))
        if scoring.double is None:
            return points
        if scoring.double not in self.names.tracks:
            hint = did_you_mean(scoring.double, self.names.tracks)
            self.report("MV312", f"there is no track `{scoring.double}`", ("scoring", "double"), hint)
            return points
        chosen = apply("==", self.names.tracks[scoring.double], Const(number))
        return apply("*", points, apply("if", chosen, Const(2), Const(1)))

    def _ending_cases(self) -> None:
        """Number the endings before any statement can speak of them."""
        last = apply("==", self.names.fixed["turn"].term, self.names.fixed["last_turn"].term)
        for key, ending in self.scenario.endings.items():
            path: Path = ("endings", key)
            for bound, test in self.loop(ending.over, (*path, "for"), {}):
                if ending.when is not None:
                    test = apply("and", test, self.truth(ending.when, (*path, "when"), bound))
                elif ending.over is None:
                    test = last
                member = next((v.term.value for v in bound.values() if isinstance(v.term, Const)), -1)
                self.effects.endings[(key, member)] = len(self.ending_cases)
                self.ending_cases.append((key, next(iter(bound), ""), member, bound, test))
        if not any(e.when is None and e.over is None for e in self.scenario.endings.values()):
            message = "no ending is sure: one must stand without `when:`, for the game that reaches its last turn"
            self.report("MV352", message, ("endings",), "add an ending with only a name and text", key=True)

    def _endings(self) -> Iterable[EndingCase]:
        for key, _, member, bound, test in self.ending_cases:
            ending = self.scenario.endings[key]
            member_id = member_name = ""
            if bound:
                value = next(iter(bound.values()))
                member_id = self.names.groups[value.group].members[member]
                member_name = self._member_name(value.group, member_id)
            name = _fill(ending.name or key, next(iter(bound), ""), member_name)
            text = _fill(ending.text, next(iter(bound), ""), member_name)
            yield EndingCase(key, member_id, member_name, name, ending.won, text, test, ("endings", key))

    def _member_name(self, group: str, member: str) -> str:
        if group in self.scenario.groups:
            return self.scenario.groups[group].members[member].name or member
        return member

    # Dispatches

    def _stages(self) -> Iterable[StagePlan]:
        used: set[str] = set()
        for number, stage in enumerate(self.scenario.dispatches):
            path: Path = ("dispatches", number)
            if stage.agenda is not None:
                if (plan := self._agenda_stage(number, path)) is not None:
                    yield plan
            elif stage.events == "scheduled":
                yield StagePlan("scheduled", "scheduled", tuple(p.index for p in self.events if p.due is not None))
            elif stage.events == "conditional":
                yield StagePlan("conditional", "conditional", tuple(p.index for p in self.events if p.fired is not None))
            elif stage.events == "dated":
                yield from self._dated_stage(stage.otherwise, path, used)
            elif stage.events is not None:
                yield from self._deck_stage(stage.events, (*path, "events"), used)
            else:
                self.report("MV202", "a stage of the dispatches names its `events:` or an `agenda:`", path)
        self._unread_events(used)

    def _dated_stage(self, otherwise: str | None, path: Path, used: set[str]) -> Iterable[StagePlan]:
        yield StagePlan("dated", "dated", tuple(p.index for p in self.events if p.turn is not None))
        if otherwise is not None:
            yield from self._deck_stage(otherwise, (*path, "else"), used)

    def _deck_stage(self, deck: str, path: Path, used: set[str]) -> Iterable[StagePlan]:
        used.add(deck)
        index = next((i for i, s in enumerate(self.streams) if s.name == deck), None)
        if index is None:
            known = [*self.scenario.chance, "scheduled", "conditional", "dated"]
            if deck not in self.scenario.chance:
                self.report("MV312", f"there is no deck `{deck}`", path, did_you_mean(deck, known))
            return
        stream = self.streams[index]
        events = tuple(p.index for p in self.events if p.deck == deck)
        yield StagePlan("deck", deck, events, index, stream.kind, stream.quiet)

    def _unread_events(self, used: set[str]) -> None:
        """Events that no stage of the dispatches ever reads."""
        kinds = {s.events for s in self.scenario.dispatches}
        for plan in self.events:
            wanted = (
                ("scheduled" if plan.due is not None else None)
                or ("conditional" if plan.fired is not None else None)
                or ("dated" if plan.turn is not None else None)
                or (plan.deck if plan.deck not in used else None)
            )
            if plan.path[0] == "events" and wanted is not None and wanted not in kinds:
                message = f"nothing reads `{plan.id}`: the dispatches have no `{wanted}`"
                self.report("MV353", message, (*plan.path, "on"), f"add `- events: {wanted}` under `dispatches:`")
        if self.scenario.dispatches and "dispatches" not in self.scenario.turn:
            self.report("MV353", "the turn never reads the dispatches", ("turn",), "add `dispatches` to `turn:`")

    def _agenda_stage(self, number: int, path: Path) -> StagePlan | None:
        stage = self.scenario.dispatches[number]
        tree = self.parse(stage.agenda or "", (*path, "agenda"))
        if tree is None:
            return None
        try:
            who = self.names.member(tree, {})
        except SyntaxProblem as problem:
            self.problems.append(Problem(problem.code, problem.message, (*path, "agenda"), problem.span, problem.hint))
            return None
        table = self.names.groups[who.group]
        faces = tuple(self._faces(number, path, who.group, index) for index in range(len(table.members)))
        pending = self.slot(f"agenda.{number + 1}.pending", 0, len(table.members))
        return StagePlan("agenda", stage.name or "agenda", pending=pending, member=who.term, faces=faces, group=who.group)

    def _faces(self, number: int, path: Path, group: str, index: int) -> tuple[tuple[Term, int], ...]:
        stage, table = self.scenario.dispatches[number], self.names.groups[group]
        member = table.members[index]
        scope = {table.one: Value(Const(index), MEMBER, group)}
        faces: list[tuple[Term, int]] = []
        for face, condition in stage.faces.items():
            event = next((p.index for p in self.events if p.id == f"{member}.{face}"), None)
            before = len(self.problems)
            term = self.truth(condition, (*path, "faces", face), scope)
            if index > 0:
                del self.problems[before:]  # the same mistake for each member is told once
            if event is None:
                message = f"`{member}` has no face `{face}` on its agenda"
                where: Path = ("agendas", member) if member in self.scenario.agendas else ("agendas",)
                told = Problem("MV354", message, where, None, f"add `{face}:` under it", at_key=True)
                if told not in self.problems:
                    self.problems.append(told)
            else:
                faces.append((term, event))
        return tuple(faces)

    # Envoys

    def _envoys(self) -> None:
        for key in self.scenario.envoys:
            self._claim(key, ("envoys", key))
        used = [
            None if card.again else self.slot(f"cards.{key}.used", 0, 1) for key, card in self.scenario.cards.items()
        ]
        kinds = {k for envoy in self.scenario.envoys.values() for k in envoy.kinds}
        for key, card in self.scenario.cards.items():
            if card.kind not in kinds:
                hint = did_you_mean(card.kind, kinds)
                self.report("MV355", f"no envoy plays cards of the kind `{card.kind}`", ("cards", key, "kind"), hint)
        for key, action in self.scenario.actions.items():
            if action.envoy not in self.scenario.envoys:
                hint = did_you_mean(action.envoy, self.scenario.envoys)
                self.report("MV312", f"there is no envoy `{action.envoy}`", ("actions", key, "envoy"), hint)
        for number, key in enumerate(self.scenario.envoys):
            before = len(self.problems)
            self._envoy(number, key, used)
            if number > 0:
                self._drop_repeats(before)

    def _drop_repeats(self, since: int) -> None:
        """A card that several envoys play is wrong once, not once for each."""
        seen = self.problems[:since]
        self.problems[since:] = [p for p in self.problems[since:] if p not in seen]

    def _envoy(self, number: int, key: str, used: list[int | None]) -> None:
        envoy = self.scenario.envoys[key]
        decision = len(self.decisions)
        scope: dict[str, Value] = {
            "rank": Value(Const(envoy.rank)),
            "envoy": Value(Const(number), MEMBER, "envoys"),
        }
        moves: list[int] = []
        tables: list[tuple[int, tuple[tuple[int, int], ...]]] = []
        for kind in envoy.kinds:
            cards = [(i, c) for i, (c, card) in enumerate(self.scenario.cards.items()) if card.kind == kind]
            played = tuple((i, self._card_move(key, c, decision, scope, used[i])) for i, c in cards)
            stream = next((i for i, s in enumerate(self.streams) if s.kind == "window" and s.name == kind), None)
            if stream is not None:
                tables.append((stream, played))
            else:
                moves += [move for _, move in played]
        if envoy.summits:
            moves += [self._summit_move(key, summit, i, decision, scope) for i, summit in enumerate(self.scenario.summits)]
        for action_key, action in self.scenario.actions.items():
            if action.envoy == key:
                moves += self._action_moves(key, action_key, decision, scope)
        rule = Rule("mission", f"{key}.pass", f"{envoy.name}: no mission", ("envoys", key))
        fallback = self._move(key, "pass", decision, "pass", "pass", "No mission", rule, (), ())
        self.decisions.append(Decision(decision, "envoy", key, envoy.name, tuple(moves), tuple(tables), fallback))

    def _cost(self, rule: Rule, cost: Mapping[str, Expr], path: Path, scope: Scope) -> tuple[list[Requirement], list[Effect]]:
        needs: list[Requirement] = []
        paid: list[Effect] = []
        for track, amount in cost.items():
            here = (*path, "cost", track)
            if track not in self.names.tracks:
                hint = did_you_mean(track, self.names.tracks)
                self.report("MV312", f"there is no track `{track}`", here, hint, key=True)
                continue
            slot, size = self.names.tracks[track], self.whole(amount, here, scope)
            needs.append(
                Requirement("cost", f"{track} >= {amount}", apply(">=", slot, size), here, None, ((track, slot),))
            )
            if needs[-1].term == terms.FALSE:
                self.report("MV350", f"`{track}` never reaches {amount}", here)
            origin = self.effects.origin(rule, here, f"{track} -= {amount}")
            paid.append(Change(origin, slot.index, "add", apply("neg", size)))
        return needs, paid

    def _card_move(self, envoy: str, key: str, decision: int, scope: Scope, used: int | None) -> int:
        card = self.scenario.cards[key]
        path: Path = ("cards", key)
        rule = Rule("mission", f"cards.{key}", card.name, path)
        needs, effects = self._cost(rule, card.cost, path, scope)
        needs += self.requirements(card.when, (*path, "when"), scope)
        if used is not None:
            needs.insert(0, Requirement("used", "not yet played", apply("==", Slot(used, 0, 1), Const(0)), path))
        effects += self.lines(rule, card.do, (*path, "do"), scope)
        if self.scenario.envoys[envoy].leads:
            effects += self.lines(rule, card.lead, (*path, "lead"), scope)
        if used is not None:
            effects.append(Change(-1, used, "set", Const(1)))
        return self._move(envoy, key, decision, "card", key, card.name, rule, needs, effects)

    def _summit_move(self, envoy: str, key: str, index: int, decision: int, scope: Scope) -> int:
        summit, table = self.scenario.summits[key], self.names.groups["summits"]
        path: Path = ("summits", key)
        rule = Rule("mission", f"summits.{key}", summit.name, path)
        attended = table.slots["attended"][index]
        inner = dict(scope)
        if "host" in table.links:
            group, hosts = table.links["host"]
            inner["host"] = Value(Const(hosts[index]), MEMBER, group)
        needs = [
            Requirement("turn", f"turn == {summit.turn}", apply("==", self.names.fixed["turn"].term, Const(summit.turn)), path),
            Requirement("attended", "not yet attended", apply("==", attended, Const(0)), path),
        ]
        costs, effects = self._cost(rule, summit.cost, path, inner)
        needs += costs + self.requirements(summit.when, (*path, "when"), inner)
        effects += self.lines(rule, summit.do, (*path, "do"), inner)
        if self.scenario.envoys[envoy].leads:
            effects += self.lines(rule, summit.lead, (*path, "lead"), inner)
        effects.append(Change(-1, attended.index, "set", Const(max(1, self.scenario.envoys[envoy].rank))))
        return self._move(envoy, key, decision, "summit", key, summit.name, rule, needs, effects)

    def _action_moves(self, envoy: str, key: str, decision: int, scope: Scope) -> list[int]:
        action = self.scenario.actions[key]
        path: Path = ("actions", key)
        if action.over is None:
            return [self._action_move(envoy, key, "", decision, scope, action.name)]
        if action.over not in self.names.groups:
            hint = did_you_mean(action.over, self.names.groups)
            self.report("MV317", f"there is no group `{action.over}`", (*path, "for"), hint)
            return []
        table = self.names.groups[action.over]
        moves: list[int] = []
        for index, member in enumerate(table.members):
            before = len(self.problems)
            inner = {**scope, table.one: Value(Const(index), MEMBER, action.over)}
            name = _fill(action.name, table.one, self._member_name(action.over, member))
            moves.append(self._action_move(envoy, key, member, decision, inner, name))
            if index > 0:
                self._drop_repeats(before)
        return moves

    def _action_move(self, envoy: str, key: str, member: str, decision: int, scope: Scope, name: str) -> int:
        action = self.scenario.actions[key]
        path: Path = ("actions", key)
        choice = f"{key}.{member}" if member else key
        rule = Rule("mission", f"actions.{choice}", name, path)
        needs, effects = self._cost(rule, action.cost, path, scope)
        needs += self.requirements(action.when, (*path, "when"), scope)
        effects += self.lines(rule, action.do, (*path, "do"), scope)
        return self._move(envoy, choice, decision, "action", key, name, rule, needs, effects, member)

    # Laws and the order of the turn

    def _phases(self) -> Iterable[Phase]:
        named = [p for p in self.scenario.turn if p not in RESERVED_PHASES]
        for key, law in self.scenario.laws.items():
            if law.phase is not None and law.phase not in named:
                hint = did_you_mean(law.phase, named)
                self.report("MV356", f"the turn has no phase `{law.phase}`", ("laws", key, "phase"), hint)
            elif law.phase is None and len(named) != 1:
                hint = "say which: `phase: ...`" if named else "add one to `turn:`, such as `reckoning`"
                self.report("MV356", f"it is not clear in which phase the law `{key}` is", ("laws", key), hint, key=True)
        for number, name in enumerate(self.scenario.turn):
            if self.scenario.turn.index(name) != number:
                self.report("MV356", f"the phase `{name}` stands twice in the turn", ("turn", number))
            if name in RESERVED_PHASES:
                yield Phase(name, name)
            else:
                keys = [k for k, law in self.scenario.laws.items() if (law.phase or name) == name]
                yield Phase("laws", name, tuple(self._law(k) for k in keys))
        if "endings" not in self.scenario.turn:
            self.report("MV356", "the turn never looks for an ending", ("turn",), "add `endings` as its last phase")

    def _law(self, key: str) -> LawPlan:
        law = self.scenario.laws[key]
        path: Path = ("laws", key)
        rule = Rule("law", f"laws.{key}", law.name or key, path)
        scope = self._event_scope()
        effects: list[Effect] = []
        before = len(self.problems)
        for number, (bound, test) in enumerate(self.loop(law.over, (*path, "for"), scope)):
            start = len(self.problems)
            inner = {**scope, **bound}
            test = apply("and", test, self.truth(law.when, (*path, "when"), inner))
            effects += guarded(test, self.lines(rule, law.do, (*path, "do"), inner))
            if number > 0:
                self.problems[start:] = [p for p in self.problems[start:] if p not in self.problems[before:start]]
        return LawPlan(key, rule, tuple(effects))


def _fill(text: str, variable: str, name: str) -> str:
    """The text with `{variable}` replaced; other braces stay as they are."""
    return text.replace("{" + variable + "}", name) if variable else text
