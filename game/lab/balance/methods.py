"""The definitions by which a study measures, as its report tells them."""

from __future__ import annotations

from collections.abc import Iterator

from game.lab.balance.measuring.choices import AUTO_PICK, ENOUGH, TOGETHER
from game.lab.balance.measuring.plain import Figures
from game.words import say


def methods(told: Figures) -> Iterator[tuple[str, str]]:
    """Terms and their definitions, in the language spoken now."""
    sizes = told["sizes"]
    yield (
        say("Same figures again"),
        say(
            "The same scenario, seed and numbers of games give the same figures on any machine and with any "
            "number of processes; only a report that was stopped hangs on how fast it went."
        ),
    )
    yield (
        say("Intervals"),
        say(
            "Shares have Wilson's 95 % intervals, means 1.96 standard errors to each side. Two figures "
            "differ significantly when they lie more than two standard errors of their difference apart."
        ),
    )
    yield (
        say("Bots"),
        say(
            "Random takes any open move; greedy looks one step ahead at the score; a loyalist serves one "
            "member; policies are the scenario's own. {games} games each.",
            games=sizes["games"],
        ),
    )
    yield (
        say("Search"),
        say(
            "Sequential halving: so many games a decision are played on to their end, at random but, if the scenario "
            "has policies, for one choice in eight by the best of them; the worse half of the moves is dropped again "
            "and again; what the player does not know is drawn anew each time. Games: {games}.",
            games=", ".join(f"{count} × {budget}" for budget, count in sizes["ladder"]),
        ),
    )
    yield (
        say("Score"),
        say(
            "Where scores are compared, a game that ended before its full term counts 0. A game lasts its "
            "full term when its ending comes only after the last turn."
        ),
    )
    yield (
        say("Use"),
        say(
            "Games of strong play in which a choice was taken, among those in which it was open at least "
            "once. Over {most} a card is an auto-pick. Of what was open in fewer than {few} games nothing is "
            "said.",
            most=f"{AUTO_PICK:.0%}".replace("%", " %"),
            few=ENOUGH,
        ),
    )
    yield (
        say("Weight of a decision"),
        say(
            "Each open choice of every decision in {games} games of strong play is continued {times} times "
            "by the best policy, in the same imagined worlds for all. A trap lies more than 3 points below "
            "the best. A choice is dominated if one other of its kind was worth more every time, in {together} "
            "decisions or more.",
            games=sizes["weighed"],
            times=sizes["continued"],
            together=TOGETHER,
        ),
    )
    yield (
        say("Chance to win"),
        say(
            "At the start of each turn, the part of {times} continuations by the best policy that are won, "
            "what is hidden drawn anew; in games of the weakest search that wins three quarters of its own. "
            "Undecided: between 10 and 90 %. The lead changes where the chance crosses 50 %. A win from "
            "behind stood below 50 % at the start of that turn or a later one. Browne's drama: the mean of "
            "what lacked to 50 % from turn 2 on, in won games.",
            times=sizes["chances"],
        ),
    )
    yield (
        say("Luck"),
        say(
            "Analysis of variance in two ways: every search, and every policy that wins a tenth of its "
            "games, in the same {worlds} worlds, twice with other dice of the bots' own. Parts of the sum of "
            "squares.",
            worlds=sizes["worlds"],
        ),
    )
    yield (
        say("Ways of winning"),
        say(
            "K-means on the stars of won games, the best of 20 starts, for 2 to 5 styles. Of these as many as are "
            "ways of their own: each earns half a star more than every other in some legacy, on the mean, and is a "
            "tenth of the wins or more. The silhouette tells how far apart they lie: 1 for islands, near 0 for parts "
            "of one cloud."
        ),
    )
    yield (
        say("Events that come"),
        say(
            "Random games and all those by search are played again by the engine itself, which tells every "
            "event, also those that happen without asking."
        ),
    )
