"""Python source for a plan: straight functions over a list of slots, with nothing left to look up.

The same writer gives two modules: the plain one, and the traced one in which every change is also logged with its
origin. The source is made of numbers and this module's own words; no text of a scenario ever enters it, so a
scenario file cannot run anything.

The functions take `v`, the slots as a list that they change, and `w`, the world's tables (and `log`, traced):
`m17` plays a move, `e3` lets an event happen, `legal2` lists what a decision allows, `settle` works out the rest of
the turn. Those that go on to the next decision call each other, last thing: `dispatch`, `phase2`, `turn`.
"""

from __future__ import annotations

from attrs import define, field

from game.rules import terms
from game.rules.effects import Change, Effect, Finish, When
from game.rules.legality import write_legal
from game.rules.lines import Writer, write_change, write_effects
from game.rules.plan import AT, ENDING, TURN, Decision, EventPlan, Phase, Plan, StagePlan
from game.rules.terms import Const, Term, emit

REVEAL = -2
"""Logged in place of an origin where something hidden comes to light."""

TURN_BEGINS = -3
"""Logged in place of an origin where the next turn begins: from there on, what was hidden comes to light too."""

HAPPENS = -4
"""Logged in place of an origin, with an event's number, where an event happens without asking."""


def source_of(plan: Plan, *, traced: bool) -> str:
    """The whole module for a plan."""
    return _Source(plan, Writer(traced)).write()


@define
class _Source:
    plan: Plan
    out: Writer
    can_finish: bool = field(init=False)
    """Whether any rule but a turn's last ones may end the game; asked of every move, so found once."""

    @can_finish.default
    def _whether_one_finishes(self) -> bool:
        plan = self.plan
        bodies = [m.effects for m in plan.moves] + [e.effects for e in plan.events]
        bodies += [law.effects for phase in plan.phases for law in phase.laws]
        return any(_has_finish(body) for body in bodies)

    def write(self) -> str:
        self._moves()
        self._events()
        self._dispatches()
        self._phases()
        self._settle()
        if not self.out.traced:
            write_legal(self.out, self.plan)
        self._tables()
        return "\n".join(self.out.lines) + "\n"

    def _finished(self) -> None:
        """Leave for the end of the game if a rule has just ended it."""
        if self.can_finish:
            self.out.add(f"if v[{ENDING}]:")
            self.out.add(f"    v[{AT}] = {self.plan.over}")
            self.out.add("    return")

    # Moves and events

    def _moves(self) -> None:
        for number, move in enumerate(self.plan.moves):
            self.out.function(f"m{number}")
            write_effects(self.out, self.plan, move.effects)
            self._finished()
            self._after(self.plan.decisions[move.decision])

    def _after(self, decision: Decision) -> None:
        """Go on to what comes after a decision is answered."""
        if decision.kind == "event":
            self.out.add(f"return {self.out.call('dispatch')}")
            return
        envoys = [d.index for d in self.plan.decisions if d.kind == "envoy"]
        position = envoys.index(decision.index) + 1
        if position < len(envoys):
            self._ask(envoys[position])
        else:
            self._enter(self._phase("envoys") + 1)

    def _ask(self, decision: int) -> None:
        self.out.add(f"v[{AT}] = {decision}")
        self.out.add("return")

    def _enter(self, number: int) -> None:
        """Go on to a phase; one that only asks or only calls is entered without a call of its own."""
        phases = self.plan.phases
        kind = phases[number].kind if number < len(phases) else "turn"
        envoys = [d.index for d in self.plan.decisions if d.kind == "envoy"]
        if kind == "envoys" and envoys:
            self._ask(envoys[0])
        elif kind == "dispatches":
            self.out.add(f"return {self.out.call('queue')}")
        else:
            self.out.add(f"return {self.out.call(f'phase{number}')}")

    def _phase(self, kind: str) -> int:
        return next((i for i, p in enumerate(self.plan.phases) if p.kind == kind), len(self.plan.phases))

    def _events(self) -> None:
        for event in self.plan.events:
            if event.decision is None:
                self.out.function(f"e{event.index}")
                if event.deck is not None:
                    self._reveal()
                self._mark(HAPPENS, event.index)
                write_effects(self.out, self.plan, event.effects)
                self.out.add("return")

    # Dispatches

    def _dispatches(self) -> None:
        out = self.out
        if (straight := self._straight_deck()) is not None:
            self._straight_dispatch(straight)
            return
        out.function("queue")
        for stage in self.plan.stages:
            self._queue_stage(stage)
        out.add(f"return {out.call('dispatch')}")
        out.function("dispatch")
        for stage in self.plan.stages:
            self._read_stage(stage)
        self._enter(self._phase("dispatches") + 1)

    def _straight_deck(self) -> StagePlan | None:
        """The only stage, if it is a deck whose events never ask: they then happen as they are drawn."""
        stages = [s for s in self.plan.stages if s.events or s.kind == "agenda"]
        if len(stages) == 1 and stages[0].stream_kind in ("dealt", "repeated"):
            if all(self.plan.events[e].decision is None for e in stages[0].events):
                return stages[0]
        return None

    def _straight_dispatch(self, stage: StagePlan) -> None:
        out = self.out
        out.function("queue")
        self._reveal()
        out.add(f"for e in w[{stage.stream}][v[{TURN}] - 1]:")
        out.add(f"    {out.call('EVENTS[e]')}")
        self._finished()
        self._enter(self._phase("dispatches") + 1)
        out.function("dispatch")
        self._enter(self._phase("dispatches") + 1)

    def _reveal(self) -> None:
        self._mark(REVEAL)

    def _mark(self, what: int, number: int = 0) -> None:
        if self.out.traced:
            self.out.add(f"log(({what}, {number}, 0, 0, 0, -1))")

    def _queue_stage(self, stage: StagePlan) -> None:
        out, events = self.out, [self.plan.events[e] for e in stage.events]
        match stage.kind:
            case "scheduled":
                for event in events:
                    out.add(f"if v[{event.due}] == v[{TURN}]:")
                    out.add(f"    v[{event.due}] = 0")
                    out.add(f"    v[{event.pending}] = 1")
            case "conditional":
                for event in events:
                    assert event.trigger is not None
                    out.add(f"if not v[{event.fired}] and {emit(event.trigger)}:")
                    out.add(f"    v[{event.fired}] = v[{event.pending}] = 1")
            case "dated":
                for event in events:
                    out.add(f"if v[{TURN}] == {event.turn}:")
                    out.add(f"    v[{event.pending}] = 1")
            case "deck":
                self._reveal()
                self._queue_deck(stage, events)
            case "agenda":
                assert stage.member is not None
                out.add(f"v[{stage.pending}] = {emit(terms.apply('+', stage.member, Const(1)))}")

    def _queue_deck(self, stage: StagePlan, events: list[EventPlan]) -> None:
        out, table = self.out, f"w[{stage.stream}]"
        pendings = "{" + ", ".join(f"{e.index}: {e.pending}" for e in events) + "}"
        match stage.stream_kind:
            case "dealt" | "repeated":
                out.add(f"for e in {table}[v[{TURN}] - 1]:")
                out.add(f"    v[{pendings}[e]] += 1")
            case "rolled":
                self._queue_rolled(table, events)
            case "shuffled":
                self._queue_shuffled(stage, table, events)

    def _queue_rolled(self, table: str, events: list[EventPlan]) -> None:
        """Each event weighs what its weight says now, or nothing while its condition fails."""
        out = self.out
        weights = []
        for event in events:
            weight = terms.apply("max", Const(0), event.weight) if event.weight is not None else Const(1)
            test = event.trigger if event.trigger is not None else terms.TRUE
            weights.append(emit(terms.apply("if", test, weight, Const(0))))
        out.add(f"for r in {table}[v[{TURN}] - 1]:")
        out.indent += 1
        out.add(f"weights = ({', '.join(weights)},)")
        out.add("r = (r * sum(weights)) >> 32")
        out.add(f"for p, x in zip(({', '.join(str(e.pending) for e in events)},), weights):")
        out.add("    r -= x")
        out.add("    if r < 0:")
        out.add("        v[p] += 1")
        out.add("        break")
        out.indent -= 1

    def _queue_shuffled(self, stage: StagePlan, table: str, events: list[EventPlan]) -> None:
        """In the dealt order, the first that has not come yet and whose condition holds."""
        out = self.out
        stream = self.plan.streams[stage.stream or 0]
        if stream.quiet:
            out.add(f"if v[{TURN}] not in ({', '.join(str(t) for t in sorted(stream.quiet))},):")
        else:
            out.add("if True:")
        out.indent += 1
        for _ in range(stream.draw):
            out.add(f"for e in {table}:")
            out.indent += 1
            for event in events:
                test = event.trigger if event.trigger is not None else terms.TRUE
                out.add(f"if e == {event.index} and not v[{event.drawn}] and {emit(test)}:")
                out.add(f"    v[{event.drawn}] = v[{event.pending}] = 1")
                out.add("    break")
            out.indent -= 1
        out.indent -= 1

    def _read_stage(self, stage: StagePlan) -> None:
        out = self.out
        if stage.kind == "agenda":
            out.add(f"if v[{stage.pending}]:")
            out.indent += 1
            out.add(f"k = v[{stage.pending}]")
            out.add(f"v[{stage.pending}] = 0")
            for index, faces in enumerate(stage.faces):
                out.add(f"{'if' if index == 0 else 'elif'} k == {index + 1}:")
                out.indent += 1
                self._read_faces(faces)
                out.indent -= 1
            out.indent -= 1
            return
        for number in stage.events:
            event = self.plan.events[number]
            often = event.pending is not None and self.plan.slots[event.pending].high > 1
            out.add(f"{'while' if often else 'if'} v[{event.pending}]:")
            out.indent += 1
            out.add(f"v[{event.pending}] -= 1")
            self._read_event(event)
            out.indent -= 1

    def _read_faces(self, faces: tuple[tuple[Term, int], ...]) -> None:
        out = self.out
        out.add("pass")
        for position, (test, number) in enumerate(faces):
            out.add(f"{'if' if position == 0 else 'elif'} {emit(test)}:")
            out.indent += 1
            self._read_event(self.plan.events[number])
            out.indent -= 1

    def _read_event(self, event: EventPlan) -> None:
        if event.decision is not None:
            self.out.add(f"v[{AT}] = {event.decision}")
            self.out.add("return")
        else:
            self.out.add(self.out.call(f"e{event.index}"))
            self._finished()

    # The turn

    def _phases(self) -> None:
        out = self.out
        for number, phase in enumerate(self.plan.phases):
            if phase.kind == "laws":
                self._laws(phase)
            out.function(f"phase{number}")
            if phase.kind in ("dispatches", "envoys") and (phase.kind == "dispatches" or self._has_envoys()):
                self._enter(number)
                continue
            if phase.kind == "laws":
                out.add(out.call(f"laws_{number_of(self.plan, phase)}"))
                self._finished()
            elif phase.kind == "endings":
                self._endings(leave=f"v[{AT}] = {self.plan.over}; return")
            if number + 1 < len(self.plan.phases):
                self._enter(number + 1)
            else:
                self._next_turn()
        out.function(f"phase{len(self.plan.phases)}")  # for a turn that ends with a decision
        self._next_turn()

    def _has_envoys(self) -> bool:
        return any(d.kind == "envoy" for d in self.plan.decisions)

    def _laws(self, phase: Phase) -> None:
        self.out.function(f"laws_{number_of(self.plan, phase)}")
        for law in phase.laws:
            write_effects(self.out, self.plan, law.effects)
        self.out.add("return")

    def _endings(self, leave: str) -> None:
        """The first ending that holds; the last one stands in after the last turn, so that every game ends."""
        plan, out = self.plan, self.out
        if self.can_finish:
            out.add(f"if v[{ENDING}]: {leave}")
        for number, case in enumerate(plan.endings):
            out.add(f"if {emit(case.test)}: v[{ENDING}] = {number + 1}; {leave}")
        out.add(f"if v[{TURN}] == {plan.scenario.last_turn}: v[{ENDING}] = {len(plan.endings)}; {leave}")

    def _next_turn(self) -> None:
        plan, out = self.plan, self.out
        out.add(f"v[{TURN}] += 1")
        self._mark(TURN_BEGINS)
        for index, slot in enumerate(plan.slots):
            if slot.reset:
                write_change(self.out, self.plan, Change(plan.turn_rule, index, "set", Const(slot.start)))
        self._enter(0)

    def _settle(self) -> None:
        """What is left of the turn's laws and endings, without its decisions and without what is hidden."""
        out = self.out
        out.function("settle")
        for number, phase in enumerate(self.plan.phases):
            left = self._left(number)
            if phase.kind not in ("laws", "endings") or left == "False":
                continue
            if left:
                out.add(f"if {left}:")
                out.indent += 1
            if phase.kind == "endings":
                self._endings(leave="return")
            else:
                out.add(out.call(f"laws_{number_of(self.plan, phase)}"))
                if self.can_finish:
                    out.add(f"if v[{ENDING}]: return")
            out.indent = 1
        out.add("return")
        out.function("score")
        out.add(f"return {emit(self.plan.score)}")

    def _left(self, number: int) -> str:
        """The test of whether a phase is still to come in this turn; nothing where it always is."""
        envoys = [d.index for d in self.plan.decisions if d.kind == "envoy"]
        last = len(self.plan.phases)
        asking = {kind: place for kind in ("dispatches", "envoys") if (place := self._phase(kind)) < last}
        open_ = {kind for kind, place in asking.items() if place < number}
        if not envoys or open_ == set(asking):
            return "" if open_ or not asking else "False"
        if not open_:
            return "False"
        return f"v[{AT}] {'<' if open_ == {'dispatches'} else '>='} {envoys[0]}"

    def _tables(self) -> None:
        out, plan = self.out, self.plan
        out.indent = 0
        out.add(f"MOVES = [{', '.join(f'm{i}' for i in range(len(plan.moves)))}]")
        events = (f"{e.index}: e{e.index}" for e in plan.events if e.decision is None)
        out.add(f"EVENTS = {{{', '.join(events)}}}")
        if not out.traced:
            out.add(f"LEGAL = [{', '.join(f'legal{d.index}' for d in plan.decisions)}]")


def number_of(plan: Plan, phase: Phase) -> int:
    """The position of a phase in the turn."""
    return plan.phases.index(phase)


def _has_finish(body: tuple[Effect, ...]) -> bool:
    return any(isinstance(e, Finish) or (isinstance(e, When) and _has_finish(e.body)) for e in body)
