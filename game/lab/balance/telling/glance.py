"""What comes first in a report: the aims, and what the author claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from game.lab import charts
from game.lab.balance.checks import Check, checks
from game.lab.balance.measuring.plain import Figures
from game.lab.balance.telling.frame import Section
from game.lab.balance.telling.wording import bot_name, interval, named, number, percent, verdict_word
from game.lab.markup import el, prose, table
from game.words import say


def glance_section(told: Figures) -> Section:
    """The aims, and the figures that tell most."""
    found = checks(told)
    met = sum(check.verdict == "met" for check in found)
    tiles = [
        (say("{met} of {all}", met=met, all=len(found)), say("aims of a good scenario are met")),
        *_tiles(told),
    ]
    return (
        "glance",
        say("At a glance"),
        [
            el(
                "div",
                [el("div", el("strong", big), el("span", small), class_="tile") for big, small in tiles],
                class_="tiles",
            ),
            charts.scroll(_checks(found), say("The aims")),
        ],
    )


def _tiles(told: Figures) -> Iterable[tuple[str, str]]:
    novice = [bot for bot in told["bots"] if bot["bot"].startswith("policy:")]
    if novice and (best := max(novice, key=lambda bot: bot["won"]["percent"])):
        yield percent(best["won"]["percent"]), say("of the games won by the best policy: {bot}", bot=bot_name(best))
    if (luck := told["luck"]) is not None:
        yield (
            percent(luck["policy"]),
            say("of the score's variance goes with how one plays, {seed} with the world", seed=percent(luck["seed"])),
        )
    if (length := told["length"]) is not None:
        yield number(length["decisions"]["mean"]), say("decisions in a game of strong play")


def _checks(found: Sequence[Check]) -> Markup:
    rows = [(c.aim, c.measured, el("span", verdict_word(c.verdict), class_=f"verdict {c.verdict}")) for c in found]
    return table(
        say("What is asked of any scenario, and what this one shows"),
        (say("Asked"), say("Measured"), say("Verdict")),
        rows,
    )


def targets_section(told: Figures) -> Section | None:
    """What the author claims beside what was measured; None without claims."""
    if not told["targets"]:
        return None
    rows = [
        (
            el("code", target["claim"]),
            named(told, target["bot"]),
            target["difficulty"],
            f"{target['low']}–{target['high']}\u00a0%",
            interval(target["measured"]),
            el("span", verdict_word(target["verdict"]), class_=f"verdict {target['verdict']}"),
        )
        for target in told["targets"]
    ]
    heads = (say("Claim"), say("Played by"), say("Difficulty"), say("Asked"), say("Measured"), say("Verdict"))
    return (
        "targets",
        say("What the author claims"),
        [
            el(
                "p",
                prose(
                    say(
                        "The likelihoods under `claims:`. Met: the whole interval lies within what is asked; "
                        "close: it reaches beyond it; not met: it lies outside."
                    )
                ),
            ),
            charts.scroll(table(say("Targets of the scenario"), heads, rows), say("What the author claims")),
        ],
    )
