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
from game.rules.effects import UNTOLD, Change, Effect, Finish, Let, When
from game.rules.plan import AT, ENDING, TURN, Decision, EventPlan, Phase, Plan, StagePlan
from game.rules.terms import Const, Term, emit

MOST_TABULATED = 64
"""A decision that hangs on one track with no more values than this is looked up in a table."""

REVEAL = -2
"""Logged in place of an origin where something hidden comes to light."""

TURN_BEGINS = -3
"""Logged in place of an origin where the next turn begins: from there on, what was hidden comes to light too."""

HAPPENS = -4
"""Logged in place of an origin, with an event's number, where an event happens without asking."""


@define
class _Writer:
    """Lines of source with their indentation."""

    traced: bool
    lines: list[str] = field(factory=list)
    indent: int = 0

    def add(self, line: str) -> None:
        self.lines.append("    " * self.indent + line)

    def function(self, name: str) -> None:
        self.indent = 0
        self.add(f"def {name}(v, w{', log' if self.traced else ''}):")
        self.indent = 1

    def call(self, name: str) -> str:
        return f"{name}(v, w{', log' if self.traced else ''})"


def source_of(plan: Plan, *, traced: bool) -> str:
    """The whole module for a plan."""
    return _Source(plan, _Writer(traced)).write()


@define
class _Source:
    plan: Plan
    out: _Writer

    def write(self) -> str:
        self._moves()
        self._events()
        self._dispatches()
        self._phases()
        self._settle()
        if not self.out.traced:
            self._legal()
        self._tables()
        return "\n".join(self.out.lines) + "\n"

    # Effects

    def _effects(self, effects: tuple[Effect, ...]) -> None:
        for effect in effects:
            self._effect(effect)

    def _effect(self, effect: Effect) -> None:
        out = self.out
        match effect:
            case Change():
                self._change(effect)
            case Let(name, term):
                out.add(f"{name} = {emit(term)}")
            case Finish(ending):
                out.add(f"v[{ENDING}] = v[{ENDING}] or {ending + 1:d}")
            case When(test, body):
                out.add(f"if {emit(test)}:")
                out.indent += 1
                self._effects(body)
                out.indent -= 1

    def _change(self, change: Change) -> None:
        slot, out = self.plan.slots[change.slot], self.out
        index, amount = change.slot, change.amount
        if out.traced and change.origin != UNTOLD and slot.track is not None:
            self._traced_change(change)
            return
        if change.op == "set":
            out.add(f"v[{index}] = {self._held(amount, slot.low, slot.high)}")
            return
        out.add(f"x = v[{index}]{_plus(amount)}")
        if slot.spill is not None and amount.low < 0:
            into = self.plan.slots[slot.spill]
            out.add(f"if x < {slot.low}:")
            out.add(f"    y = v[{slot.spill}] + {slot.low} - x")
            out.add(f"    v[{slot.spill}] = {_clamp('y', into.low, into.high, down=False)}")
            out.add(f"    x = {slot.low}")
            out.add(f"v[{index}] = {_clamp('x', slot.low, slot.high, up=amount.high > 0, down=False)}")
            return
        out.add(f"v[{index}] = {_clamp('x', slot.low, slot.high, up=amount.high > 0, down=amount.low < 0)}")

    def _held(self, amount: Term, low: int, high: int) -> str:
        if low <= amount.low and amount.high <= high:
            return emit(amount)
        return f"max({low}, min({high}, {emit(amount)}))"

    def _traced_change(self, change: Change) -> None:
        """The same change by the slow road, logging (origin, slot, before, asked, after, spilt from)."""
        slot, out = self.plan.slots[change.slot], self.out
        index, amount = change.slot, emit(change.amount)
        out.add(f"b = v[{index}]")
        out.add(f"a = {amount}" + (" - b" if change.op == "set" else ""))
        out.add("x = b + a")
        out.add(f"v[{index}] = {_clamp('x', slot.low, slot.high)}")
        out.add(f"log(({change.origin}, {index}, b, a, v[{index}], -1))")
        if slot.spill is not None and change.op == "add":
            into = self.plan.slots[slot.spill]
            out.add(f"if x < {slot.low}:")
            out.add(f"    b = v[{slot.spill}]")
            out.add(f"    y = b + {slot.low} - x")
            out.add(f"    v[{slot.spill}] = {_clamp('y', into.low, into.high)}")
            out.add(f"    log(({change.origin}, {slot.spill}, b, {slot.low} - x, v[{slot.spill}], {index}))")

    def _finished(self) -> None:
        """Leave for the end of the game if a rule has just ended it."""
        if self._can_finish():
            self.out.add(f"if v[{ENDING}]:")
            self.out.add(f"    v[{AT}] = {self.plan.over}")
            self.out.add("    return")

    def _can_finish(self) -> bool:
        plan = self.plan
        bodies = [m.effects for m in plan.moves] + [e.effects for e in plan.events]
        bodies += [law.effects for phase in plan.phases for law in phase.laws]
        return any(_has_finish(body) for body in bodies)

    # Moves and events

    def _moves(self) -> None:
        for number, move in enumerate(self.plan.moves):
            self.out.function(f"m{number}")
            self._effects(move.effects)
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
                self._effects(event.effects)
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
                out.add(f"    v[{pendings}[e]] = 1")
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
        out.add("        v[p] = 1")
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
            out.add(f"if v[{event.pending}]:")
            out.indent += 1
            out.add(f"v[{event.pending}] = 0")
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
            self._effects(law.effects)
        self.out.add("return")

    def _endings(self, leave: str) -> None:
        """The first ending that holds; the last one stands in after the last turn, so that every game ends."""
        plan, out = self.plan, self.out
        if self._can_finish():
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
                self._change(Change(plan.turn_rule, index, "set", Const(slot.start)))
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
                if self._can_finish():
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

    # What is legal

    def _legal(self) -> None:
        for decision in self.plan.decisions:
            for _, cards in decision.tables:
                for _, move in cards:
                    self._can(move)
            self._legal_moves(decision)

    def _can(self, move: int) -> None:
        self.out.function(f"can{move}")
        self.out.add(f"return {self._test(move)}")

    def _test(self, move: int) -> str:
        tests = [emit(r.term) for r in self.plan.moves[move].requirements]
        return " and ".join(tests) if tests else "True"

    def _legal_moves(self, decision: Decision) -> None:
        out = self.out
        out.function(f"legal{decision.index}")
        if (tabulated := self._tabulated(decision)) is not None:
            slot, rows = tabulated
            low = self.plan.slots[slot].low
            out.lines.insert(self._before_function(), f"L{decision.index} = {rows!r}")
            out.add(f"return L{decision.index}[v[{slot}]{-low:+d}]")
            return
        free = []
        rest = list(decision.moves)
        if not decision.tables:
            while rest and not self.plan.moves[rest[0]].requirements:
                free.append(rest.pop(0))
        if not rest and not decision.tables:
            only = free or ([decision.fallback] if decision.fallback is not None else [])
            out.add(f"return ({''.join(f'{m}, ' for m in only)})")
            return
        out.add(f"out = [{', '.join(str(m) for m in free)}]")
        for stream, cards in decision.tables:
            pairs = ", ".join(f"{card}: ({move}, can{move})" for card, move in cards)
            out.lines.insert(self._before_function(), f"T{decision.index}_{stream} = {{{pairs}}}")
            out.add(f"for c in w[{stream}][v[{TURN}] - 1]:")
            out.add(f"    m, can = T{decision.index}_{stream}[c]")
            out.add("    if can(v, w): out.append(m)")
        for move in rest:
            out.add(f"if {self._test(move)}: out.append({move})")
        if decision.fallback is not None:
            out.add(f"return tuple(out) or ({decision.fallback},)")
        else:
            out.add("return tuple(out)")

    def _tabulated(self, decision: Decision) -> tuple[int, tuple[tuple[int, ...], ...]] | None:
        """A decision that hangs on one track only: that track's slot, and the legal moves for each of its values."""
        needs = {m: [r.term for r in self.plan.moves[m].requirements] for m in decision.moves}
        read = frozenset().union(*(terms.slots_of(t) for ts in needs.values() for t in ts)) if needs else frozenset()
        if len(read) != 1 or decision.tables:
            return None
        (slot,) = read
        plan = self.plan.slots[slot]
        if plan.high - plan.low > MOST_TABULATED:
            return None
        rows: list[tuple[int, ...]] = []
        for value in range(plan.low, plan.high + 1):
            state = {slot: value}
            legal = tuple(m for m, ts in needs.items() if all(terms.evaluate(t, state, ()) for t in ts))  # type: ignore[arg-type]
            rows.append(legal or ((decision.fallback,) if decision.fallback is not None else ()))
        return slot, tuple(rows)

    def _before_function(self) -> int:
        """The line of the function being written."""
        return max(i for i, line in enumerate(self.out.lines) if line.startswith("def "))

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


def _plus(amount: Term) -> str:
    if isinstance(amount, Const):
        return f" {'-' if amount.value < 0 else '+'} {abs(amount.value)}"
    return f" + {emit(amount)}"


def _clamp(name: str, low: int, high: int, *, up: bool = True, down: bool = True) -> str:
    """The value held within its bounds; `up` and `down` say which it could leave."""
    if up and down:
        return f"{high} if {name} > {high} else {low} if {name} < {low} else {name}"
    if up:
        return f"{high} if {name} > {high} else {name}"
    return f"{low} if {name} < {low} else {name}" if down else name
