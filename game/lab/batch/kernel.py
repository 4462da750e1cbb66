"""The rules of one scenario over rows: every body compiled, and the tables that the flow of a turn looks up."""

from __future__ import annotations

import numpy as np
from attrs import define, frozen

from game.lab.batch.bodies import Body, BodyWriter
from game.lab.batch.expressions import width
from game.lab.batch.rows import Row
from game.lab.batch.sums import Addition, additions
from game.lab.batch.worlds import Spans, is_deck, spans_of
from game.rules import terms
from game.rules.effects import Effect, Finish, When
from game.rules.engine import Engine
from game.rules.legality import tabulated
from game.rules.plan import TURN, Decision, EventPlan, Plan, StagePlan
from game.rules.terms import Const, Term, apply


@frozen
class Picks:
    """A decision that hangs on one track only, looked up."""

    slot: int
    low: int
    counts: Row
    """For each value of the track from its lowest, how many moves are legal."""
    places: Row
    """For each value, `most` entries: the places of the legal moves among the question's, ascending."""
    most: int
    kind: str
    """Integers that hold every index of `places`."""
    additions: tuple[Addition, ...] | None
    """What the moves do, by their place, where they only add."""


@frozen
class Agenda:
    """A stage that reads somebody's agenda: a body that gives for each game what comes of it.

    That is nothing, 0; a decision, by its number plus one; or an event that never asks, by a greater number.
    """

    body: Body
    silent: tuple[tuple[int, int], ...]
    """(what the body gives, the event) each."""


@frozen
class Question:
    """A decision with its candidates in the order of their numbers: bodies and tables to tell which are legal."""

    moves: tuple[int, ...]
    """Every move of the decision, ascending; the fallback is not among them."""
    cards: tuple[tuple[int, int] | None, ...]
    """For a move that plays a card: (stream, the card's place in the stream's ids)."""
    fallback: int | None
    tests: Body
    picks: Picks | None

    @property
    def every(self) -> tuple[int, ...]:
        """Every move of the decision, ascending, the fallback among them."""
        return self.moves if self.fallback is None else tuple(sorted((*self.moves, self.fallback)))


@define
class Kernel:
    """What is the same for all batches of an engine."""

    engine: Engine
    kinds: tuple[str, ...]
    """The integers in which each slot is kept."""
    moves: tuple[Body, ...]
    events: dict[int, Body]
    """The events that happen without asking."""
    queue: Body
    straight: StagePlan | None
    """The only stage, if it is a deck whose events never ask: they then happen as they are drawn."""
    straight_adds: tuple[Addition, ...] | None
    """What its events do, by their number, where they only add."""
    agendas: dict[int, Agenda]
    """By the number of their stage."""
    laws: dict[int, Body]
    endings: Body
    score: Body
    questions: tuple[Question, ...]
    spans: dict[int, Spans]
    pending: tuple[tuple[int, int], ...]
    """(event, the slot that tells whether it is queued) each; only the queue's body ever adds to that."""
    can_finish: bool
    envoys: tuple[int, ...]
    resets: tuple[tuple[int, int], ...]

    @property
    def plan(self) -> Plan:
        return self.engine.plan

    def phase(self, kind: str) -> int:
        """The first phase of a kind, or the number of phases."""
        return next((i for i, p in enumerate(self.plan.phases) if p.kind == kind), len(self.plan.phases))


_kernels: dict[int, Kernel] = {}
_MOST_KERNELS = 32


def kernel_for(engine: Engine) -> Kernel:
    """The kernel of an engine; compiled once."""
    kernel = _kernels.get(id(engine))
    if kernel is None or kernel.engine is not engine:
        kernel = _compile(engine)
        if len(_kernels) >= _MOST_KERNELS:
            _kernels.pop(next(iter(_kernels)))
        _kernels[id(engine)] = kernel
    return kernel


def _compile(engine: Engine) -> Kernel:
    plan = engine.plan
    writer = BodyWriter(plan)
    spans = {i: spans_of(s) for i, s in enumerate(plan.streams) if is_deck(s)}
    straight = straight_deck(plan)
    for move in plan.moves:
        writer.effects(f"m{move.move.index}", move.effects)
    for event in plan.events:
        if event.decision is None:
            writer.effects(f"e{event.index}", event.effects)
    with writer.function("queue"):
        if straight is None:
            for stage in plan.stages:
                _write_stage(writer, plan, stage, spans)
    for number, phase in enumerate(plan.phases):
        if phase.kind == "laws":
            writer.effects(f"laws{number}", tuple(e for law in phase.laws for e in law.effects))
    for number, stage in enumerate(plan.stages):
        if stage.kind == "agenda":
            _write_agenda(writer, number, stage)
    _write_endings(writer, plan)
    writer.row_of("score", plan.score)
    candidates = [_candidates(plan, number) for number in range(len(plan.decisions))]
    for number, moves in enumerate(candidates):
        writer.tests(f"legal{number}", (_test(plan, move) for move, _ in moves))
    bodies = writer.compiled()
    questions = tuple(
        Question(
            tuple(m for m, _ in moves),
            tuple(c for _, c in moves),
            decision.fallback,
            bodies[f"legal{number}"],
            _picks(plan, decision),
        )
        for number, (decision, moves) in enumerate(zip(plan.decisions, candidates, strict=True))
    )
    return Kernel(
        engine,
        writer.terms.slot_kinds,
        tuple(bodies[f"m{i}"] for i in range(len(plan.moves))),
        {e.index: bodies[f"e{e.index}"] for e in plan.events if e.decision is None},
        bodies["queue"],
        straight,
        additions(plan, [e.effects for e in plan.events]) if straight is not None else None,
        {
            n: _agenda(plan, stage, bodies[f"agenda{n}"])
            for n, stage in enumerate(plan.stages)
            if stage.kind == "agenda"
        },
        {n: bodies[f"laws{n}"] for n, phase in enumerate(plan.phases) if phase.kind == "laws"},
        bodies["endings"],
        bodies["score"],
        questions,
        spans,
        tuple((e.index, e.pending) for e in plan.events if e.pending is not None),
        can_finish(plan),
        tuple(d.index for d in plan.decisions if d.kind == "envoy"),
        tuple((i, slot.start) for i, slot in enumerate(plan.slots) if slot.reset),
    )


def straight_deck(plan: Plan) -> StagePlan | None:
    """The only stage, if it is a deck whose events never ask."""
    stages = [s for s in plan.stages if s.events or s.kind == "agenda"]
    if len(stages) == 1 and stages[0].stream_kind in ("dealt", "repeated"):
        if all(plan.events[e].decision is None for e in stages[0].events):
            return stages[0]
    return None


def can_finish(plan: Plan) -> bool:
    """Whether any rule can end the game at once."""
    bodies = [m.effects for m in plan.moves] + [e.effects for e in plan.events]
    bodies += [law.effects for phase in plan.phases for law in phase.laws]
    return any(_has_finish(body) for body in bodies)


def _has_finish(body: tuple[Effect, ...]) -> bool:
    return any(isinstance(e, Finish) or (isinstance(e, When) and _has_finish(e.body)) for e in body)


def _picks(plan: Plan, decision: Decision) -> Picks | None:
    found = tabulated(plan, decision)
    if found is None:
        return None
    slot, rows = found
    moves = [*decision.moves, *([decision.fallback] if decision.fallback is not None else [])]
    order = sorted(moves)
    most = max(len(row) for row in rows)
    places = np.zeros((len(rows), most), width(0, len(order)))
    for value, row in enumerate(rows):
        places[value, : len(row)] = [order.index(move) for move in sorted(row)]
    counts = np.array([len(row) for row in rows], width(0, most))
    slot_plan = plan.slots[slot]
    kind = width(min(0, slot_plan.low), max(places.size, slot_plan.high, -slot_plan.low))
    adds = additions(plan, [plan.moves[move].effects for move in order])
    return Picks(slot, plan.slots[slot].low, counts, places.ravel(), most, kind, adds)


def _agenda_codes(plan: Plan, stage: StagePlan) -> dict[int, int]:
    """What stands for each event of an agenda, as `Agenda` says."""
    events = dict.fromkeys(event for faces in stage.faces for _, event in faces)
    silent = iter(range(len(plan.decisions) + 1, len(plan.decisions) + len(events) + 1))
    asked = ((event, plan.events[event].decision) for event in events)
    return {event: next(silent) if decision is None else decision + 1 for event, decision in asked}


def _agenda(plan: Plan, stage: StagePlan, body: Body) -> Agenda:
    codes = _agenda_codes(plan, stage)
    return Agenda(body, tuple((code, event) for event, code in codes.items() if plan.events[event].decision is None))


def _write_agenda(writer: BodyWriter, number: int, stage: StagePlan) -> None:
    """Each game's event from whoever's agenda is read: the first face whose condition holds."""
    codes, pending = _agenda_codes(writer.plan, stage), _slot(stage.pending)
    terms_ = writer.terms
    kind = width(0, max(codes.values(), default=0))
    with writer.function(f"agenda{number}"):
        writer.note([pending])
        writer.add(f"asked = zeros(n, {kind})")
        for member, faces in enumerate(stage.faces):
            writer.add(f"free = v[{pending}] == {terms_.constant(member + 1, terms_.slot_kinds[pending])}")
            for test, event in faces:
                writer.touch(test)
                shared, varied = writer.split(test)
                where = " & ".join(["free", *(terms_.truths(c).source for c in varied)])
                writer.add(f"if {shared or True}:")
                writer.add(f"    m = {where}")
                code = terms_.constant(codes[event], kind)
                flags = "m.view(i1)" if kind == "i1" else f"m.astype({kind})"
                writer.add(f"    asked = asked + {flags} * {code}")
                writer.add("    free = free ^ m")
        writer.add(f"v[{pending}] = zeros(n, {terms_.slot_kinds[pending]})")
        writer.add("return asked")


def _test(plan: Plan, move: int) -> Term:
    return apply("and", terms.TRUE, *(r.term for r in plan.moves[move].requirements))


def _candidates(plan: Plan, number: int) -> list[tuple[int, tuple[int, int] | None]]:
    """The moves of a decision in the order of their numbers, each with the card that it plays."""
    decision = plan.decisions[number]
    found: list[tuple[int, tuple[int, int] | None]] = [(move, None) for move in decision.moves]
    for stream, cards in decision.tables:
        found += [(move, (stream, plan.streams[stream].indices.index(card))) for card, move in cards]
    return sorted(found)


def _write_endings(writer: BodyWriter, plan: Plan) -> None:
    """The number of the first ending that holds (from 1), or 0; nothing in a turn in which none can.

    It is written from the last ending to the first.
    """
    guards = {writer.split(case.test)[0] for case in plan.endings} | {f"v[{TURN}] == {plan.scenario.last_turn}"}
    with writer.function("endings"):
        if "" not in guards:  # no game ends in most turns
            writer.add(f"if not ({' or '.join(sorted(guards))}): return")
        kind = width(0, len(plan.endings))
        writer.add(f"code = full(n, {len(plan.endings)} if v[{TURN}] == {plan.scenario.last_turn} else 0, {kind})")
        guard, block = "", None
        for number in reversed(range(len(plan.endings))):
            test = plan.endings[number].test
            writer.touch(test)
            shared, varied = writer.split(test)
            shared = shared or "True"
            if shared != guard:
                if block is not None:
                    block.__exit__(None, None, None)
                writer.indent = 1
                writer.add(f"if {shared}:")
                writer.indent = 2
                guard, block = shared, writer.each_once()
                block.__enter__()
            where = " & ".join(writer.terms.truths(c).source for c in varied)
            mine = f"full(n, {number + 1}, {kind})"
            if where:
                mine = f"either({where}, {writer.terms.constant(number + 1, kind)}, code)"
            writer.add(f"code = {mine}")
        if block is not None:
            block.__exit__(None, None, None)
        writer.indent = 1
        writer.add("return code")


def _write_stage(writer: BodyWriter, plan: Plan, stage: StagePlan, spans: dict[int, Spans]) -> None:
    """What a step of the dispatches puts in the queue."""
    events = [plan.events[e] for e in stage.events]
    match stage.kind:
        case "scheduled":
            for event in events:
                _note(writer, event.due, event.pending)
                kind = writer.terms.slot_kinds[_slot(event.due)]
                writer.add(f"m = v[{event.due}] == v[{TURN}]")
                writer.add("if any_of(m):")
                writer.add(f"    v[{event.due}] = either(m, {kind}.type(0), v[{event.due}])")
                writer.add(f"    v[{event.pending}] = either(m, i1.type(1), v[{event.pending}])")
        case "conditional":
            for event in events:
                assert event.trigger is not None
                _note(writer, event.fired, event.pending)
                writer.touch(event.trigger)
                writer.add(f"m = (v[{event.fired}] == 0) & {_truth(writer, event.trigger)}")
                writer.add("if any_of(m):")
                for slot in (event.fired, event.pending):
                    writer.add(f"    v[{slot}] = v[{slot}] | m.view(i1)")
        case "dated":
            for event in events:
                _note(writer, event.pending)
                writer.add(f"if v[{TURN}] == {event.turn}:")
                writer.add(f"    v[{event.pending}] = full(n, 1, i1)")
        case "deck":
            _write_deck(writer, plan, stage, events, spans)
        case "agenda":
            assert stage.member is not None
            _note(writer, stage.pending)
            writer.touch(stage.member)
            kind = writer.terms.slot_kinds[_slot(stage.pending)]
            member = apply("+", stage.member, Const(1))
            writer.add(f"v[{stage.pending}] = {writer.terms.row(member, writer.width_of(member))}.astype({kind})")


def _slot(number: int | None) -> int:
    assert number is not None
    return number


def _note(writer: BodyWriter, *slots: int | None) -> None:
    writer.note(_slot(slot) for slot in slots)


def _truth(writer: BodyWriter, term: Term) -> str:
    piece = writer.terms.truths(term)
    return f"bool({piece.source})" if piece.kind == "uniform" else piece.source


def _write_deck(
    writer: BodyWriter, plan: Plan, stage: StagePlan, events: list[EventPlan], spans: dict[int, Spans]
) -> None:
    _note(writer, *(e.pending for e in events))
    if not events:
        return
    number = stage.stream or 0
    writer.decks.add(number)
    if number in spans:
        writer.add(f"for k in {_entries(spans[number])}:")
        writer.indent += 1
        if stage.stream_kind == "rolled":
            _write_rolled(writer, number, events)
        else:
            writer.add(f"r = w[{number}][k]")
            for event in events:
                writer.add(f"v[{event.pending}] = v[{event.pending}] + (r == {event.index}).view(i1)")
        writer.indent -= 1
    else:
        _write_shuffled(writer, plan, number, events)


def _entries(spans: Spans) -> str:
    """The entries of this turn, as source."""
    bounds = tuple((spans.of(t).start, spans.of(t).stop) for t in range(1, len(spans.starts)))
    return f"range(*{bounds!r}[v[{TURN}] - 1])"


def _write_rolled(writer: BodyWriter, stream: int, events: list[EventPlan]) -> None:
    """Each event weighs what its weight says now, or nothing while its condition fails."""
    weights: list[Term] = []
    for event in events:
        weight = apply("max", Const(0), event.weight) if event.weight is not None else Const(1)
        test = event.trigger if event.trigger is not None else terms.TRUE
        weights.append(apply("if", test, weight, Const(0)))
    # 32 bits of chance times the weights: beyond 63 bits only Python's own integers are exact.
    kind = "i8" if sum(w.high for w in weights) < 2**31 else "object"
    names = [f"x{number}" for number in range(len(weights))]
    for name, weight in zip(names, weights, strict=True):
        writer.touch(weight)
        writer.add(f"{name} = {writer.terms.row(weight, 'i8')}.astype({kind})")
    writer.add(f"r = (w[{stream}][k].astype({kind}) * ({' + '.join(names)})) >> 32")
    writer.add("free = full(n, 1, i1)")
    for name, event in zip(names, events, strict=True):
        writer.add(f"r = r - {name}")
        writer.add("hit = free * (r < 0).astype(i1)")
        writer.add(f"v[{event.pending}] = v[{event.pending}] + hit")
        writer.add("free = free - hit")


def _write_shuffled(writer: BodyWriter, plan: Plan, number: int, events: list[EventPlan]) -> None:
    """In the dealt order, the first that has not come yet and whose condition holds."""
    stream = plan.streams[number]
    places = {index: place for place, index in enumerate(stream.indices)}
    none = len(stream.ids)
    _note(writer, *(e.drawn for e in events))
    quiet = ", ".join(str(turn) for turn in sorted(stream.quiet))
    writer.add(f"if v[{TURN}] not in ({quiet}{',' if quiet else ''}):")
    writer.indent += 1
    for event in events:
        if event.trigger is not None:
            writer.touch(event.trigger)
            writer.add(f"c{event.index} = {_truth(writer, event.trigger)}")
    for _ in range(stream.draw):
        writer.add(f"first = full(n, {none}, i2)")
        for event in events:
            test = f"(v[{event.drawn}] == 0)" + (f" & c{event.index}" if event.trigger is not None else "")
            writer.add(f"p{event.index} = either({test}, w[{number}][{places[event.index]}], i2.type({none}))")
            writer.add(f"first = minimum(first, p{event.index})")
        for event in events:
            writer.add(f"m = ((p{event.index} == first) & (first < {none})).view(i1)")
            for slot in (event.drawn, event.pending):
                writer.add(f"v[{slot}] = v[{slot}] | m")
    writer.indent -= 1
