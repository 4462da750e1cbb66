"""Source for what is legal: one function a decision, a table where it hangs on one track only."""

from __future__ import annotations

from game.rules import terms
from game.rules.lines import Writer
from game.rules.plan import TURN, Decision, Plan
from game.rules.terms import emit

MOST_TABULATED = 64
"""A decision that hangs on one track with no more values than this is looked up in a table."""


def write_legal(out: Writer, plan: Plan) -> None:
    for decision in plan.decisions:
        for _, cards in decision.tables:
            for _, move in cards:
                _can(out, plan, move)
        _legal_moves(out, plan, decision)


def _can(out: Writer, plan: Plan, move: int) -> None:
    out.function(f"can{move}")
    out.add(f"return {_test(plan, move)}")


def _test(plan: Plan, move: int) -> str:
    tests = [emit(r.term) for r in plan.moves[move].requirements]
    return " and ".join(tests) if tests else "True"


def _legal_moves(out: Writer, plan: Plan, decision: Decision) -> None:
    out.function(f"legal{decision.index}")
    if (found := tabulated(plan, decision)) is not None:
        slot, rows = found
        low = plan.slots[slot].low
        out.above(f"L{decision.index} = {rows!r}")
        out.add(f"return L{decision.index}[v[{slot}]{-low:+d}]")
        return
    free = []
    rest = list(decision.moves)
    if not decision.tables:
        while rest and not plan.moves[rest[0]].requirements:
            free.append(rest.pop(0))
    if not rest and not decision.tables:
        only = free or ([decision.fallback] if decision.fallback is not None else [])
        out.add(f"return ({''.join(f'{m}, ' for m in only)})")
        return
    out.add(f"out = [{', '.join(str(m) for m in free)}]")
    for stream, cards in decision.tables:
        pairs = ", ".join(f"{card}: ({move}, can{move})" for card, move in cards)
        out.above(f"T{decision.index}_{stream} = {{{pairs}}}")
        out.add(f"for c in w[{stream}][v[{TURN}] - 1]:")
        out.add(f"    m, can = T{decision.index}_{stream}[c]")
        out.add("    if can(v, w): out.append(m)")
    for move in rest:
        out.add(f"if {_test(plan, move)}: out.append({move})")
    if decision.fallback is not None:
        out.add(f"return tuple(out) or ({decision.fallback},)")
    else:
        out.add("return tuple(out)")


def tabulated(plan: Plan, decision: Decision) -> tuple[int, tuple[tuple[int, ...], ...]] | None:
    """A decision that hangs on one track only: that track's slot, and the legal moves for each of its values."""
    needs = {m: [r.term for r in plan.moves[m].requirements] for m in decision.moves}
    read = frozenset().union(*(terms.slots_of(t) for ts in needs.values() for t in ts)) if needs else frozenset()
    if len(read) != 1 or decision.tables:
        return None
    (slot,) = read
    track = plan.slots[slot]
    if track.high - track.low > MOST_TABULATED:
        return None
    rows: list[tuple[int, ...]] = []
    for value in range(track.low, track.high + 1):
        state = [value if index == slot else 0 for index in range(len(plan.slots))]
        legal = tuple(m for m, ts in needs.items() if all(terms.evaluate(t, state, ()) for t in ts))
        rows.append(legal or ((decision.fallback,) if decision.fallback is not None else ()))
    return slot, tuple(rows)
