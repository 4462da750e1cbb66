"""Figures, bots and verdicts as a report writes them, in the language spoken now."""

from __future__ import annotations

from game.lab.balance.measuring.plain import Figures
from game.words import language, say, say_many


def percent(value: float) -> str:
    """A share as people write it."""
    return number(value) + "\u00a0%"


def number(value: float) -> str:
    """A figure as the language spoken now writes it."""
    text = f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return text.replace("-", "−") if language() == "en" else text.replace(".", ",").replace("-", "−")


def interval(share: Figures) -> str:
    """A share with its interval."""
    return f"{percent(share['percent'])} ({span(share)})"


def between(found: Figures) -> str:
    """A mean with its interval."""
    return f"{number(found['mean'])} ({span(found)})"


def span(found: Figures) -> str:
    """From the low to the high end of an interval, never broken between two lines."""
    return f"{number(found['low'])}\u2060–\u2060{number(found['high'])}"


def bot_name(bot: Figures) -> str:
    """A bot as people call it."""
    if name := bot.get("name"):
        return str(name)
    kind, _, argument = bot["bot"].partition(":")
    match kind:
        case "random":
            return say("Random")
        case "greedy":
            return say("Greedy, one step")
        case "loyalist":
            return say("Loyal to {member}", member=argument)
        case "search":
            return say_many("Search, {count} rollout", "Search, {count} rollouts", int(argument))
        case _:
            return str(argument or kind)


def named(told: Figures, bot: str) -> str:
    """A bot by its id, as people call it."""
    return next((bot_name(b) for b in told["bots"] if b["bot"] == bot), bot_name({"bot": bot}))


def verdict_word(verdict: str) -> str:
    """A verdict with its sign, so that no colour is needed."""
    return {
        "met": f"✓ {say('met')}",
        "close": f"≈ {say('close')}",
        "missed": f"✗ {say('not met')}",
        "open": f"– {say('open')}",
    }[verdict]


def flag_word(flag: str) -> str:
    """What is remarkable about a choice."""
    return {"": "", "auto-pick": say("auto-pick"), "unused": say("never taken")}[flag]
