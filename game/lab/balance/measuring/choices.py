"""What strong play chooses, which choices are dominated, and which events come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from game.lab.balance.looking import Weighed
from game.lab.balance.measuring.plain import Figures, share
from game.lab.balance.statistics import Share
from game.lab.balance.study import Seen, traced
from game.rules.plan import Plan

AUTO_PICK, ENOUGH = 0.8, 20
"""A choice taken in more of the games in which it is open is an auto-pick; of choices open in fewer games nothing is
said: one that is taken in a seventh of them may well be seen in none of 19."""

TOGETHER = 24
"""Choices that were open together at least so often are compared: one that is worth less in four of five decisions is
so in 12 of 12 for one pair in fifteen, in 24 of 24 for one in two hundred."""
Key = tuple[str, str, str]
"""(kind, subject, member or event) of a choice, whoever makes it."""


def key_of(plan: Plan, move: int) -> Key:
    """What a move is, whichever envoy makes it."""
    found = plan.moves[move]
    decision = plan.decisions[found.decision]
    return found.kind, found.subject, decision.id if decision.kind == "event" else found.member


def uses(seen: Seen) -> list[Figures]:
    """How often each choice is taken in strong play: in how many of the games in which it was open."""
    plan = seen.plan
    open_, taken, offered, chosen = Counter[Key](), Counter[Key](), Counter[Key](), Counter[Key]()
    for name in seen.strong:
        for line in traced(seen.games(name))[1]:
            was_open, was_taken = set[Key](), set[Key]()
            for step in line:
                keys = {key_of(plan, move) for move in step.legal}
                if len(step.legal) > 1:
                    offered.update(keys)
                    chosen[key_of(plan, step.move)] += 1
                was_open |= keys
                was_taken.add(key_of(plan, step.move))
            open_.update(was_open)
            taken.update(was_taken)
    told = []
    for key, move in every_choice(plan).items():
        if key[0] == "pass":
            continue
        found = Share(taken[key], open_[key])
        told.append(
            {
                "kind": key[0],
                "id": key[1],
                "of": key[2],
                "name": plan.moves[move].name,
                "event": plan.decisions[plan.moves[move].decision].name if key[0] == "option" else "",
                "use": share(found),
                "offered": offered[key],
                "chosen": chosen[key],
                "flag": _flag(key, found),
            }
        )
    return told


def every_choice(plan: Plan) -> dict[Key, int]:
    """Each choice with the first of its moves."""
    found: dict[Key, int] = {}
    for number in range(len(plan.moves)):
        found.setdefault(key_of(plan, number), number)
    return found


def _flag(key: Key, found: Share) -> str:
    """`unused`, `auto-pick` (of a card or summit) or nothing: never of what was hardly ever open."""
    if found.games < ENOUGH:
        return ""
    if not found.hits:
        return "unused"
    return "auto-pick" if key[0] == "card" and found.value > AUTO_PICK else ""


def dominated(plan: Plan, decisions: Sequence[Weighed]) -> list[Figures]:
    """Choices that were worth less than one other whenever both were open, often enough not to be chance."""
    worse: dict[tuple[Key, Key], list[float]] = {}
    for weighed in decisions:
        if plan.decisions[weighed.decision].kind != "envoy":
            continue
        pairs = [(key_of(plan, m), s) for m, s in zip(weighed.moves, weighed.scores, strict=True)]
        for (a, x), (b, y) in combinations(pairs, 2):
            if a[0] == b[0] and a != b:
                worse.setdefault((a, b), []).append(x - y)
                worse.setdefault((b, a), []).append(y - x)
    names = every_choice(plan)
    found: dict[Key, Figures] = {}
    for (a, b), differences in worse.items():
        if len(differences) < TOGETHER or max(differences) >= 0:
            continue
        gap = sum(differences) / len(differences)
        if a not in found or gap < found[a]["points"]:
            found[a] = {
                "kind": a[0],
                "id": a[1],
                "of": a[2],
                "name": plan.moves[names[a]].name,
                "by": b[1],
                "by_of": b[2],
                "by_name": plan.moves[names[b]].name,
                "together": len(differences),
                "points": round(gap, 2),
            }
    return [found[key] for key in names if key in found]


def events(seen: Seen) -> list[Figures]:
    """In how many of the watched games each event came: random ones, and all by search."""
    plan = seen.plan
    came = seen.found("happenings")
    counts = Counter(event for events_ in came for event in events_)
    return [
        {"id": event.id, "name": event.name, "came": share(Share(counts[event.index], len(came)))}
        for event in plan.events
        if came
    ]
