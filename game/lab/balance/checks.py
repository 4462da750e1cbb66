"""What is asked of any good scenario, beside what was measured of this one."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from game.lab.balance.measuring.plain import Figures
from game.lab.balance.telling.wording import number, percent
from game.words import say

MET, CLOSE, MISSED, OPEN = "met", "close", "missed", "open"
"""Whether an aim is reached; `close`: the interval does not say; `open`: it was not measured."""

RANDOM, LOYAL, STYLES_WANTED, MOST_OPTIONS, DECISIONS = 10, 15, 3, 12, (2, 6)
"""Percent of wins, percent of wins, ways to win, options that 95 of 100 decisions keep to, decisions a turn."""
HALFWAY = 25
"""Percent of the games that are still undecided when half of the turns are over."""


@frozen
class Check:
    """One aim."""

    id: str
    aim: str
    measured: str
    verdict: str


def checks(told: Figures) -> list[Check]:
    """Every aim that the figures of a study speak of, in the language spoken now."""
    found = [*_bots(told), *_ladder(told), *_choices(told), *_endings(told), *_course(told)]
    return [Check(*entry) for entry in found]


Entry = tuple[str, str, str, str]


def _bots(told: Figures) -> list[Entry]:
    found: list[Entry] = []
    for bot in told["bots"]:
        if bot["bot"] == "random":
            aim = say("Chance alone seldom wins: the random bot at most {most}", most=percent(RANDOM))
            found.append(("random", aim, _share(bot["won"]), _below(bot["won"], RANDOM)))
    loyal = [bot for bot in told["bots"] if "loyalist" in bot["bot"]]
    if loyal:
        worst = max(loyal, key=lambda bot: bot["won"]["percent"])
        aim = say("Serving one side is no plan: every loyalist wins at most {most}", most=percent(LOYAL))
        found.append(("loyalists", aim, _share(worst["won"]), _below(worst["won"], LOYAL)))
    return found


def _ladder(told: Figures) -> list[Entry]:
    steps = [rung["step"] for rung in told["ladder"] if rung["step"] is not None]
    if not steps:
        return []
    better = sum(step["wins_significant"] or step["points_significant"] for step in steps)
    aim = say("Skill pays: every larger budget of search does significantly better, in wins or in points")
    told_ = say("{better} of {all} steps", better=better, all=len(steps))
    return [("skill", aim, told_, MET if better == len(steps) else MISSED)]


def _choices(told: Figures) -> list[Entry]:
    uses = told["uses"]
    if not uses:
        return []
    found: list[Entry] = []
    flagged = {flag: [use for use in uses if use["flag"] == flag] for flag in ("auto-pick", "unused")}
    for flag, aim in (
        ("auto-pick", say("No card is an auto-pick: none is played in more than 80 % of the games in which it can be")),
        ("unused", say("Nothing is dead weight: no choice is left untaken in every game in which it is open")),
    ):
        names = [f"{use['event']}: {use['name']}" if use["event"] else use["name"] for use in flagged[flag]]
        found.append((flag, aim, "; ".join(names), MISSED if names else MET))
    if told["weights"]:
        names = [entry["name"] for entry in told["dominated"]]
        aim = say("No choice is dominated: none is worth less than one other every time both are open")
        found.append(("dominated", aim, ", ".join(names), MISSED if names else MET))
    if told["events"]:
        names = [event["name"] for event in told["events"] if not event["came"]["hits"]]
        aim = say("No event is dead: each comes in some of the watched games")
        found.append(("events", aim, ", ".join(names), MISSED if names else MET))
    return [(id, aim, text or say("none"), verdict) for id, aim, text, verdict in found]


def _endings(told: Figures) -> list[Entry]:
    reached = {label for bot in told["bots"] for label in bot["endings"]}
    missing = [ending["name"] for ending in told["endings"] if ending["ending"] not in reached]
    found = [
        (
            "endings",
            say("Every ending is reached by some bot"),
            say("{reached} of {all}", reached=len(told["endings"]) - len(missing), all=len(told["endings"]))
            + (f" ({say('missing')}: {', '.join(missing)})" if missing else ""),
            MISSED if missing else MET,
        )
    ]
    if (styles := told["styles"]) is not None:
        count = len(styles["styles"])
        aim = say("There are at least {count} ways to win", count=STYLES_WANTED)
        found.append(("styles", aim, str(count), MET if count >= STYLES_WANTED else MISSED))
    return found


def _course(told: Figures) -> list[Entry]:
    found: list[Entry] = []
    if (luck := told["luck"]) is not None:
        aim = say("Not luck: how one plays explains more of the score than the world one is dealt")
        text = say("player {policy}, world {seed}", policy=percent(luck["policy"]), seed=percent(luck["seed"]))
        found.append(("luck", aim, text, MET if luck["policy"] > luck["seed"] else MISSED))
    if (drama := told["drama"]) is not None:
        turns = drama["turns"]
        middle = turns[(len(turns) + 1) // 2]["undecided"] if len(turns) > 1 else turns[0]["undecided"]
        aim = say(
            "It stays open: when half of the turns are over, {least} of the games or more are undecided",
            least=percent(HALFWAY),
        )
        found.append(("undecided", aim, _share(middle), _above(middle, HALFWAY)))
    if (length := told["length"]) is not None:
        options: Any = length["envoys"] or length["answers"]
        if options:
            aim = say("It can be surveyed: 95 of 100 decisions have at most {most} options", most=MOST_OPTIONS)
            found.append(("options", aim, number(options["p95"]), MET if options["p95"] <= MOST_OPTIONS else MISSED))
        low, high = DECISIONS
        aim = say("It moves: from {low} to {high} decisions a turn", low=low, high=high)
        each = length["decisions_a_turn"]
        found.append(("decisions", aim, number(each), MET if low <= each <= high else MISSED))
    return found


def _share(found: Figures) -> str:
    return f"{percent(found['percent'])} ({number(found['low'])}–{number(found['high'])})"


def _below(found: Figures, most: float) -> str:
    return MET if found["high"] <= most else MISSED if found["low"] > most else CLOSE


def _above(found: Figures, least: float) -> str:
    return MET if found["low"] >= least else MISSED if found["high"] < least else CLOSE
