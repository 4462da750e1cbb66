"""The course of a game: drama, the weight of decisions, ways to win, length."""

from __future__ import annotations

from game.lab import charts
from game.lab.balance.measuring.plain import Figures
from game.lab.balance.telling.frame import Section
from game.lab.balance.telling.results import scale
from game.lab.balance.telling.wording import bot_name, interval, number, percent
from game.lab.markup import Child, el, listed, table
from game.words import say


def drama_section(told: Figures) -> Section | None:
    """How likely a win was, turn by turn; None where that was not looked at."""
    drama = told["drama"]
    if drama is None:
        return None
    turns = drama["turns"]
    series = [
        charts.Line(
            say("mean chance to win"),
            tuple((100 * t["chance"]["mean"], 100 * t["chance"]["low"], 100 * t["chance"]["high"]) for t in turns),
        ),
        charts.Line(say("games still undecided"), tuple((t["undecided"]["percent"],) * 3 for t in turns)),
    ]
    chart = charts.lines(
        say("Chances to win and undecided games at the start of each turn"),
        [str(t["turn"]) for t in turns],
        series,
        100,
        20,
        " %",
    )
    rows = [
        (
            f"{t['turn']}. {t['name']}",
            number(t["chance"]["mean"]),
            percent(t["undecided"]["percent"]),
            number(t["moved"]) if t["moved"] is not None else "–",
            percent(t["comebacks"]["percent"]) if t["comebacks"]["games"] else "–",
            percent(t["collapses"]["percent"]) if t["collapses"]["games"] else "–",
        )
        for t in turns
    ]
    heads = (
        say("Turn"),
        say("Mean chance"),
        say("Undecided"),
        say("Change during the turn"),
        say("Wins from behind, from here on"),
        say("Losses from ahead, from here on"),
    )
    line = say(
        "{games} games by {bot}, of which {won} were won. The lead changes {leads} times in a game; Browne's "
        "drama is {browne}.",
        games=drama["games"],
        bot=bot_name(drama),
        won=percent(drama["won"]["percent"]),
        leads=number(drama["lead_changes"]["mean"]),
        browne=number(drama["browne"]),
    )
    return (
        "drama",
        say("Drama: how late a game is decided"),
        [
            el("p", line),
            charts.figure(say("At the start of each turn."), chart),
            charts.scroll(table(say("The course of a game"), heads, rows), say("The course of a game")),
        ],
    )


def weights_section(told: Figures) -> Section | None:
    """What hangs on a decision; None where that was not looked at."""
    if not told["weights"]:
        return None
    rows = [
        (
            f"{w['turn']} · {say('event') if w['kind'] == 'event' else say('envoy')}",
            str(w["decisions"]),
            number(w["options"]),
            number(w["best_median"]),
            number(w["best_second"]),
            number(w["near_best"]),
            percent(w["traps"]),
            number(w["best_worst_win"]),
        )
        for w in told["weights"]
    ]
    heads = (
        say("Turn"),
        say("Decisions"),
        say("Open choices"),
        say("Best − median, points"),
        say("Best − second, points"),
        say("Options within a point of the best"),
        say("Traps"),
        say("Best − worst, chance to win"),
    )
    return (
        "weights",
        say("Do decisions matter?"),
        [
            el(
                "p",
                say("Every open choice of some games of strong play, each continued many times by the best policy."),
            ),
            charts.scroll(table(say("The weight of decisions"), heads, rows), say("The weight of decisions")),
        ],
    )


def styles_section(told: Figures) -> Section | None:
    """Ways to win that differ; None without legacies or wins."""
    styles = told["styles"]
    if styles is None:
        return None
    names = [legacy["name"] for legacy in styles["legacies"]]
    lines = [
        charts.Line(
            say("style {number}: {share}", number=n, share=percent(s["share"]["percent"])),
            tuple((x, x, x) for x in s["stars"]),
        )
        for n, s in enumerate(styles["styles"], 1)
    ]
    most = max([4.0, *(x for s in styles["styles"] for x in s["stars"])])
    chart = charts.lines(say("Stars of each style"), [charts.shortened(name, 16) for name in names], lines, most, 1)
    rows = [(str(n), interval(s["share"]), *(number(x) for x in s["stars"])) for n, s in enumerate(styles["styles"], 1)]
    tried = [(str(t["styles"]), number(t["explained"]), number(t["silhouette"])) for t in styles["tried"]]
    return (
        "styles",
        say("Ways to win"),
        [
            el(
                "p",
                say("{games} won games of strong play, put together by the stars they earned.", games=styles["games"]),
            ),
            charts.figure(say("Mean stars of each style, by legacy."), chart),
            charts.scroll(table(say("Styles"), (say("Style"), say("Part of the wins"), *names), rows), say("Styles")),
            table(say("How many styles there are"), (say("Styles"), say("Explained"), say("Silhouette")), tried),
        ],
    )


def length_section(told: Figures) -> Section | None:
    """How long games are; None where nothing was watched."""
    length = told["length"]
    if length is None:
        return None
    turns = length["by_turn"]
    series = [
        charts.Line(say("decisions"), tuple((t["decisions"],) * 3 for t in turns)),
        charts.Line(say("options a decision"), tuple((t["options"],) * 3 for t in turns)),
    ]
    most, step = scale(max(max(t["decisions"], t["options"]) for t in turns))
    chart = charts.lines(say("Decisions and options in each turn"), [str(t["turn"]) for t in turns], series, most, step)
    rows = [(f"{t['turn']}. {t['name']}", number(t["decisions"]), number(t["options"]), str(t["most"])) for t in turns]
    heads = (say("Turn"), say("Decisions"), say("Options a decision"), say("Most options"))
    facts: list[Child] = [
        say(
            "Turns in a game: {turns}; decisions: {decisions}, {each} a turn.",
            turns=number(length["turns"]["mean"]),
            decisions=number(length["decisions"]["mean"]),
            each=number(length["decisions_a_turn"]),
        ),
        *(
            say(
                "{who}: {mean} options on the mean, 95 % at most {p95}, never more than {most}.",
                who=who,
                mean=number(found["mean"]),
                p95=found["p95"],
                most=found["max"],
            )
            for who, found in ((say("Envoys"), length["envoys"]), (say("Answers"), length["answers"]))
            if found is not None
        ),
    ]
    return (
        "length",
        say("Length and choices"),
        [
            listed(facts),
            charts.figure(say("Strong play, turn by turn; only decisions with two options or more count."), chart),
            charts.scroll(table(say("Turn by turn"), heads, rows), say("Turn by turn")),
        ],
    )
