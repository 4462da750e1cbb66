"""What was seen in a study as figures, by the definitions that its report tells. Plain values, the same every time.

Shares are in percent with one decimal, with Wilson's 95 % interval; means with two, with their standard error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise, permutations
from math import sqrt
from operator import sub
from typing import Any

from game.lab.balance.looking import Weighed
from game.lab.balance.playing import Games, full_term, is_measured
from game.lab.balance.statistics import Clusters, Mean, Share, clusters, differ, two_ways
from game.lab.balance.study import Seen, traced, won
from game.rules.claims import BotName
from game.rules.engine import engine_for
from game.rules.plan import Plan

Figures = dict[str, Any]

AUTO_PICK, ENOUGH = 0.8, 20
"""A choice taken in more of the games in which it is open is an auto-pick; of choices open in fewer games nothing is
said: one that is taken in a seventh of them may well be seen in none of 19."""
TOGETHER, PREFERRED = 12, 0.1
"""Choices that were open together at least so often are compared. One that strong play takes instead of another in
more of the decisions for one of the two is not dominated by it, whatever a few continuations say."""
UNDECIDED = (0.1, 0.9)
TRAP, NEAR = 3, 1
"""Points below the best choice from which another is a trap, and up to which it is as good."""
STYLES = range(2, 6)
LEAD, RARE = 0.5, 0.1
"""Stars that a style earns in some legacy more than another, so that it is another way to win, and not a better or worse
one; a style of a smaller part of the wins is rare."""


def measure(seen: Seen) -> Figures:
    """All figures of a study."""
    plan, scenario = seen.plan, seen.plan.scenario
    sizes = seen.sizes
    return {
        "multivector": "balance 1",
        "scenario": scenario.id,
        "title": scenario.title,
        "version": scenario.version,
        "content": scenario.content,
        "difficulty": plan.level,
        "seed": seen.seed,
        "stopped": seen.stopped,
        "sizes": {
            "games": sizes.games,
            "ladder": [list(step) for step in sizes.ladder],
            "worlds": sizes.worlds,
            "drama": sizes.drama,
            "chances": sizes.chances,
            "weighed": sizes.weighed,
            "continued": sizes.continued,
        },
        "endings": [
            {"ending": case.label, "name": ending_name(plan, number), "won": case.won, "full_term": lasts}
            for number, (case, lasts) in enumerate(zip(plan.endings, full_term(plan)[1:], strict=True), 1)
        ],
        "bots": [bot_figures(seen, name) for name in (*seen.bots, *seen.ladder)],
        "ladder": ladder(seen),
        "strong": [str(name) for name in seen.strong],
        "uses": uses(seen),
        "dominated": dominated(plan, seen.found("weights"), taken_before(seen)),
        "events": events(seen),
        "drama": drama(seen),
        "weights": weights(plan, seen.found("weights")),
        "luck": luck(seen),
        "styles": styles(seen),
        "length": length(seen),
        "targets": targets(seen),
    }


def ending_name(plan: Plan, number: int) -> str:
    """The name of an ending, with the member it is about where its name does not tell."""
    case = plan.endings[number - 1]
    about = f": {case.member_name}" if case.member and case.member_name not in case.name else ""
    return (case.name or case.id) + about


def share(found: Share) -> Figures:
    """A share as plain values."""
    low, high = found.interval()
    return {
        "percent": round(100 * found.value, 1),
        "low": round(100 * low, 1),
        "high": round(100 * high, 1),
        "hits": found.hits,
        "games": found.games,
    }


def mean(found: Mean) -> Figures:
    """A mean as plain values."""
    low, high = found.interval()
    return {
        "mean": round(found.value, 2),
        "error": round(found.error, 3),
        "low": round(low, 2),
        "high": round(high, 2),
        "games": found.count,
    }


def all_of(games: Iterable[Games], what: str) -> list[Any]:
    """One figure of every game."""
    return [value for part in games for value in getattr(part, what)]


def bot_figures(seen: Seen, name: BotName) -> Figures:
    """How a bot's games ended."""
    plan, games = seen.plan, seen.games(name)
    endings = Counter(all_of(games, "ending"))
    lasted = full_term(plan)
    label = next((p.name for p in plan.policies if name.kind == "policy" and p.id == name.argument), "")
    return {
        "bot": str(name),
        "name": label,
        "won": share(won(plan, games)),
        "full_term": share(Share(sum(count for e, count in endings.items() if lasted[e]), endings.total())),
        "endings": {case.label: endings[number] for number, case in enumerate(plan.endings, 1) if endings[number]},
        "score": mean(Mean.of(all_of(games, "score"))),
        "turns": mean(Mean.of(all_of(games, "turn"))),
        "decisions": mean(Mean.of(all_of(games, "decisions"))),
    }


def ladder(seen: Seen) -> list[Figures]:
    """Each budget of search and whether it does better than the one before: in wins, or in points."""
    told: list[Figures] = []
    before: tuple[Share, Mean] | None = None
    for name in seen.ladder:
        games = seen.games(name)
        now = won(seen.plan, games), Mean.of(all_of(games, "score"))
        step = None
        if before is not None:
            wins = differ(before[0].value, now[0].value, before[0].variance + now[0].variance)
            points = differ(before[1].value, now[1].value, before[1].error ** 2 + now[1].error ** 2)
            step = {
                "wins": round(100 * (now[0].value - before[0].value), 1),
                "wins_significant": wins and now[0].value > before[0].value,
                "points": round(now[1].value - before[1].value, 2),
                "points_significant": points and now[1].value > before[1].value,
            }
        told.append({"rollouts": int(name.argument), "won": share(now[0]), "score": mean(now[1]), "step": step})
        before = now
    return told


# Choices


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
    for key, move in _choices(plan).items():
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


def _choices(plan: Plan) -> dict[Key, int]:
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


def taken_before(seen: Seen) -> Counter[tuple[Key, Key]]:
    """How often the strongest play took one choice while another was open, of those that envoys have."""
    plan, found = seen.plan, Counter[tuple[Key, Key]]()
    for name in seen.strong[-1:]:
        for step in (step for line in traced(seen.games(name))[1] for step in line):
            if plan.decisions[step.decision].kind == "envoy":
                taken = key_of(plan, step.move)
                found.update((taken, other) for other in {key_of(plan, move) for move in step.legal} - {taken})
    return found


def dominated(plan: Plan, decisions: Sequence[Weighed], taken: Counter[tuple[Key, Key]]) -> list[Figures]:
    """Choices that were worth less than one other whenever both were open, often enough not to be chance.

    `taken` tells how often strong play took the first of two choices while the other was open.
    """
    worse: dict[tuple[Key, Key], list[float]] = {}
    for weighed in decisions:
        if plan.decisions[weighed.decision].kind != "envoy":
            continue
        pairs = [(key_of(plan, m), s) for m, s in zip(weighed.moves, weighed.scores, strict=True)]
        for (a, x), (b, y) in combinations(pairs, 2):
            if a[0] == b[0] and a != b:
                worse.setdefault((a, b), []).append(x - y)
                worse.setdefault((b, a), []).append(y - x)
    names = _choices(plan)
    found: dict[Key, Figures] = {}
    for (a, b), differences in worse.items():
        if len(differences) < TOGETHER or max(differences) >= 0:
            continue
        if taken[a, b] > PREFERRED * (taken[a, b] + taken[b, a]):
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


# The course of a game


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
                "options": _mean([len(s) for s in best]),
                "best_median": _mean([s[0] - (s[len(s) // 2] + s[(len(s) - 1) // 2]) / 2 for s in best]),
                "best_second": _mean([s[0] - s[1] for s in best]),
                "near_best": _mean([sum(s[0] - x <= NEAR for x in s) for s in best]),
                "traps": round(100 * sum(s[0] - x > TRAP for s in best for x in s) / sum(len(s) for s in best), 1),
                "best_worst_win": _mean([max(w.wins) - min(w.wins) for w in group]),
            }
        )
    return told


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 2)


def luck(seen: Seen) -> Figures | None:
    """How much of the score goes with who plays and how much with the world: the analysis of variance in two ways."""
    players, tables = [], []
    for name in seen.players:
        first, second = (all_of(seen.games(name, again=n), "score")[: seen.sizes.worlds] for n in (0, 1))
        players.append(name)
        tables.append([list(pair) for pair in zip(first, second, strict=False)])
    worlds = min((len(table) for table in tables), default=0)
    if len(tables) < 2 or worlds < 2:
        return None
    found = two_ways([table[:worlds] for table in tables])
    return {
        "players": [str(name) for name in players],
        "worlds": worlds,
        "repetitions": 2,
        "policy": round(100 * found.policy, 1),
        "seed": round(100 * found.seed, 1),
        "both": round(100 * found.both, 1),
        "rest": round(100 * found.rest, 1),
    }


def styles(seen: Seen) -> Figures | None:
    """Distinct ways of winning: clusters of the stars that won games of strong play have earned."""
    plan = seen.plan
    games = [part for name in seen.strong for part in seen.games(name)]
    points = [
        stars
        for part in games
        for stars, ending in zip(part.stars, part.ending, strict=True)
        if plan.endings[ending - 1].won
    ]
    if not plan.legacies or len(points) < 10:
        return None
    tried = {count: found for count in STYLES if (found := clusters(points, count)) is not None}
    best = _told_apart(tried, len(points)) or clusters(points, 1)
    assert best is not None
    sizes = Counter(best.of)
    return {
        "games": len(points),
        "legacies": [{"id": legacy.id, "name": legacy.name or legacy.id} for legacy in plan.legacies],
        "tried": [
            {"styles": k, "explained": round(found.explained, 2), "silhouette": round(found.silhouette, 2)}
            for k, found in tried.items()
        ],
        "styles": [
            {"share": share(Share(sizes[k], len(points))), "stars": [round(x, 1) for x in centre]}
            for k, centre in enumerate(best.centres)
        ],
    }


def _told_apart(tried: dict[int, Clusters], games: int) -> Clusters | None:
    """The most styles of which none is rare, and each leads every other in some legacy."""
    fit = [
        found
        for found in tried.values()
        if min(Counter(found.of).values()) >= RARE * games
        and all(max(map(sub, a, b)) >= LEAD for a, b in permutations(found.centres, 2))
    ]
    return fit[-1] if fit else None


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
                    "options": _mean([len(step.legal) for step in steps]) if steps else 0.0,
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
    return {"mean": _mean(ordered), "p95": ordered[(95 * len(ordered) - 1) // 100], "max": ordered[-1]}


def targets(seen: Seen) -> list[Figures]:
    """What the author claims of chances, beside what was measured."""
    scenario = seen.plan.scenario
    told = []
    for level in scenario.difficulty:
        plan = engine_for(scenario, level).plan
        for claim in plan.claims:
            if claim.bot is None or not is_measured(claim) or (level != seen.plan.level and _everywhere(seen, claim)):
                continue
            games = [part for part in seen.games(claim.bot, level) if claim.index in dict(part.shown)]
            if not games:
                continue
            found = Share(sum(dict(part.shown)[claim.index] for part in games), len(all_of(games, "ending")))
            low, high = (100 * x for x in found.interval())
            verdict = "met" if claim.low <= low and high <= claim.high else "close"
            verdict = "missed" if high < claim.low or low > claim.high else verdict
            told.append(
                {
                    "claim": claim.goal.text,
                    "bot": str(claim.bot),
                    "difficulty": level,
                    "low": claim.low,
                    "high": claim.high,
                    "measured": share(found),
                    "verdict": verdict,
                }
            )
    return told


def _everywhere(seen: Seen, claim: Any) -> bool:
    """Whether a claim of another level is one of the studied level too."""
    return any(own.index == claim.index for own in seen.plan.claims)


def difference(old: Figures, new: Figures) -> Figures:
    """How far two shares lie apart, with a 95 % interval, in percentage points."""
    a, b = (Share(f["hits"], f["games"]) for f in (old, new))
    apart, wide = 100 * (b.value - a.value), 100 * 1.96 * sqrt(a.variance + b.variance)
    return {"points": round(apart, 1), "low": round(apart - wide, 1), "high": round(apart + wide, 1)}
