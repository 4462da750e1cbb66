"""The course of a game: how open it stays, what hangs on a decision, how long it is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from game.lab.balance.looking import Weighed
from game.lab.balance.measuring.plain import Figures, all_of, mean, mean_of, share
from game.lab.balance.statistics import Mean, Share
from game.lab.balance.study import Seen, traced
from game.rules.plan import Plan

UNDECIDED = (0.1, 0.9)

TRAP, NEAR = 3, 1
"""Points below the best choice from which another is a trap, and up to which it is as good."""


def drama(seen: Seen) -> Figures | None:
    """How likely a win was at the start of each turn, and what that tells of the game's course."""
    name = seen.contested
    found: list[dict[int, float]] = seen.found("chances")
    if name is None or not found or not any(case.won for case in seen.plan.endings):
        return None
    results = [seen.plan.endings[ending - 1].won for ending in all_of(seen.games(name), "ending")][: len(found)]
    last = max(turn for chance in found for turn in chance)
    turns = []
    for turn in range(1, last + 1):
        here = [(chance, result) for chance, result in zip(found, results, strict=True) if turn in chance]
        values = [chance[turn] for chance, _ in here]
        moved = [abs(chance[turn + 1] - chance[turn]) for chance, _ in here if turn + 1 in chance]
        undecided = Share(sum(UNDECIDED[0] < v < UNDECIDED[1] for v in values), len(values))
        wins = [chance for chance, result in zip(found, results, strict=True) if result]
        losses = [chance for chance, result in zip(found, results, strict=True) if not result]
        rescued = sum(any(v < 0.5 for t, v in chance.items() if t >= turn) for chance in wins)
        ahead = sum(any(v > 0.5 for t, v in chance.items() if t >= turn) for chance in losses)
        turns.append(
            {
                "turn": turn,
                "name": seen.plan.scenario.turn_label(turn),
                "chance": mean(Mean.of(values)),
                "undecided": share(undecided),
                "moved": round(sum(moved) / len(moved), 3) if moved else None,
                "comebacks": share(Share(rescued, len(wins))),
                "collapses": share(Share(ahead, len(losses))),
            }
        )
    leads = [sum((a < 0.5) != (b < 0.5) for a, b in _pairs(chance)) for chance in found]
    behind = [
        sum(max(0.0, 0.5 - v) for t, v in chance.items() if t > 1) / max(1, sum(t > 1 for t in chance))
        for chance, result in zip(found, results, strict=True)
        if result
    ]
    browne = sum(behind) / len(behind) if behind else 0.0
    return {
        "bot": str(name),
        "games": len(found),
        "won": share(Share(sum(results), len(results))),
        "turns": turns,
        "lead_changes": mean(Mean.of(leads)),
        "browne": round(browne, 3),
    }


def _pairs(chance: dict[int, float]) -> list[tuple[float, float]]:
    values = [chance[turn] for turn in sorted(chance)]
    return list(pairwise(values))


def weights(plan: Plan, decisions: Sequence[Weighed]) -> list[Figures]:
    """What hangs on a decision, by the turn and by whether an event or an envoy asks."""
    groups: dict[tuple[int, str], list[Weighed]] = {}
    for weighed in decisions:
        groups.setdefault((weighed.turn, plan.decisions[weighed.decision].kind), []).append(weighed)
    told = []
    for (turn, kind), group in sorted(groups.items()):
        best = [sorted(w.scores, reverse=True) for w in group]
        told.append(
            {
                "turn": turn,
                "kind": kind,
                "decisions": len(group),
                "options": mean_of([len(s) for s in best]),
                "best_median": mean_of([s[0] - (s[len(s) // 2] + s[(len(s) - 1) // 2]) / 2 for s in best]),
                "best_second": mean_of([s[0] - s[1] for s in best]),
                "near_best": mean_of([sum(s[0] - x <= NEAR for x in s) for s in best]),
                "traps": round(100 * sum(s[0] - x > TRAP for s in best for x in s) / sum(len(s) for s in best), 1),
                "best_worst_win": mean_of([max(w.wins) - min(w.wins) for w in group]),
            }
        )
    return told


def length(seen: Seen) -> Figures | None:
    """How long games are and how many moves are open, in strong play."""
    plan = seen.plan
    lines = [line for name in seen.strong for line in traced(seen.games(name))[1]]
    if not lines:
        return None
    envoys = [len(step.legal) for line in lines for step in line if plan.decisions[step.decision].kind == "envoy"]
    answers = [len(step.legal) for line in lines for step in line if plan.decisions[step.decision].kind == "event"]
    turns = []
    for turn in range(1, plan.scenario.last_turn + 1):
        reached = [[step for step in line if step.turn == turn] for line in lines if line[-1].turn >= turn]
        steps = [step for line in reached for step in line if len(step.legal) > 1]
        if reached:
            turns.append(
                {
                    "turn": turn,
                    "name": plan.scenario.turn_label(turn),
                    "games": len(reached),
                    "decisions": round(len(steps) / len(reached), 2),
                    "options": mean_of([len(step.legal) for step in steps]) if steps else 0.0,
                    "most": max((len(step.legal) for step in steps), default=0),
                }
            )
    decisions = [sum(len(step.legal) > 1 for step in line) for line in lines]
    return {
        "games": len(lines),
        "turns": mean(Mean.of([line[-1].turn for line in lines])),
        "decisions": mean(Mean.of(decisions)),
        "decisions_a_turn": round(sum(decisions) / sum(len({s.turn for s in line}) for line in lines), 2),
        "envoys": _spread(envoys),
        "answers": _spread(answers),
        "by_turn": turns,
    }


def _spread(numbers: list[int]) -> Figures | None:
    if not numbers:
        return None
    ordered = sorted(numbers)
    return {"mean": mean_of(ordered), "p95": ordered[(95 * len(ordered) - 1) // 100], "max": ordered[-1]}
