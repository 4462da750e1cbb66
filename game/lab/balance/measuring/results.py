"""Who wins: how the games of each bot end, whether more search does better, what the author claims, and luck."""

from __future__ import annotations

from collections import Counter
from typing import Any

from game.lab.balance.measuring.plain import Figures, all_of, mean, share
from game.lab.balance.playing import full_term, is_measured
from game.lab.balance.statistics import Mean, Share, differ, two_ways
from game.lab.balance.study import Seen, won
from game.rules.claims import BotName
from game.rules.engine import engine_for
from game.rules.plan import Plan


def ending_name(plan: Plan, number: int) -> str:
    """The name of an ending, with the member it is about where its name does not tell."""
    case = plan.endings[number - 1]
    about = f": {case.member_name}" if case.member and case.member_name not in case.name else ""
    return (case.name or case.id) + about


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
