"""Who wins, how games end, the ladder of skill, luck."""

from __future__ import annotations

from game.lab import charts
from game.lab.balance.measuring.plain import Figures
from game.lab.balance.telling.frame import Section
from game.lab.balance.telling.wording import between, bot_name, interval, named, number, percent
from game.lab.markup import el, table
from game.words import say


def bots_section(told: Figures) -> Section:
    """How the games of each bot end."""
    bots = told["bots"]
    bars = [
        charts.Bar(
            bot_name(b), b["won"]["percent"], b["won"]["low"], b["won"]["high"], percent(round(b["won"]["percent"]))
        )
        for b in bots
    ]
    wins = charts.bars(say("Games won by each bot, in percent"), bars, 100)
    groups, names = _groups(told)
    rows = [(bot_name(b), [_part(b, labels) for labels in groups]) for b in bots]
    ends = charts.stacked(say("How each bot's games end, in percent"), rows, names)
    listing = [
        (
            bot_name(b),
            str(b["won"]["games"]),
            interval(b["won"]),
            percent(b["full_term"]["percent"]),
            number(b["score"]["mean"]),
            _endings_told(told, b),
        )
        for b in bots
    ]
    heads = (say("Bot"), say("Games"), say("Won"), say("Full term"), say("Score"), say("Endings, the commonest first"))
    return (
        "bots",
        say("Who wins, and how games end"),
        [
            charts.figure(say("Won games, with 95 % intervals."), wins),
            charts.figure(say("How all games of each bot ended, in percent."), ends),
            charts.scroll(table(say("Every bot's games"), heads, listing, class_="broad"), say("Every bot's games")),
        ],
    )


def _endings_told(told: Figures, bot: Figures) -> str:
    """The endings that five games in a hundred come to, and how many come to others."""
    shares = [(label, 100 * count / bot["won"]["games"]) for label, count in _common(bot["endings"])]
    often = [f"{_ending(told, label)} {percent(round(share, 1))}" for label, share in shares if share >= 5]
    rest = sum(share for _, share in shares if share < 5)
    return ", ".join([*often, f"{say('others')} {percent(round(rest, 1))}"] if rest >= 0.05 else often)


def _common(endings: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(endings.items(), key=lambda pair: (-pair[1], pair[0]))


def _ending(told: Figures, label: str) -> str:
    return next(str(ending["name"]) for ending in told["endings"] if ending["ending"] == label)


def _groups(told: Figures) -> tuple[list[set[str]], list[str]]:
    """Endings put together for the chart: won, lasted, the commonest of the others by name, the rest."""
    won = {e["ending"] for e in told["endings"] if e["won"]}
    lasted = {e["ending"] for e in told["endings"] if e["full_term"]} - won
    early: dict[str, int] = {}
    for bot in told["bots"]:
        for label, count in bot["endings"].items():
            if label not in won | lasted:
                early[label] = early.get(label, 0) + 1000 * count // bot["won"]["games"]
    top = [label for label, _ in _common(early)[:5]]
    rest = set(early) - set(top)
    groups = [won, lasted, *({label} for label in top), rest]
    names = [say("won"), say("lasted, not won"), *(_ending(told, label) for label in top), say("other endings")]
    kept = [(g, n) for g, n in zip(groups, names, strict=True) if g]
    return [g for g, _ in kept], [n for _, n in kept]


def _part(bot: Figures, labels: set[str]) -> float:
    count: int = sum(bot["endings"].get(label, 0) for label in labels)
    return 100 * count / int(bot["won"]["games"])


def ladder_section(told: Figures) -> Section | None:
    """What more thought wins; None without two budgets of search."""
    rungs = told["ladder"]
    if len(rungs) < 2:
        return None
    labels = [str(rung["rollouts"]) for rung in rungs]
    wins = charts.Line(
        say("games won, %"), tuple((r["won"]["percent"], r["won"]["low"], r["won"]["high"]) for r in rungs)
    )
    points = charts.Line(
        say("mean score"), tuple((r["score"]["mean"], r["score"]["low"], r["score"]["high"]) for r in rungs)
    )
    most, step = scale(max(r["score"]["high"] for r in rungs))
    rows = [
        (
            str(r["rollouts"]),
            str(r["won"]["games"]),
            interval(r["won"]),
            _step(r["step"], "wins"),
            between(r["score"]),
            _step(r["step"], "points"),
        )
        for r in rungs
    ]
    heads = (
        say("Rollouts a decision"),
        say("Games"),
        say("Won"),
        say("More wins, points of %"),
        say("Score"),
        say("More points"),
    )
    return (
        "ladder",
        say("The skill ladder"),
        [
            el(
                "p",
                say(
                    "The same search with more and more thought. A game of skill rewards every step; * marks "
                    "a step that is significant."
                ),
            ),
            charts.figure(
                say("Wins by rollouts a decision, with 95 % intervals."),
                charts.lines(say("Skill ladder: wins"), labels, [wins], 100, 20, " %"),
            ),
            charts.figure(
                say("Score by rollouts a decision; games that end early count 0."),
                charts.lines(say("Skill ladder: score"), labels, [points], most, step),
            ),
            charts.scroll(table(say("The skill ladder in figures"), heads, rows), say("The skill ladder in figures")),
        ],
    )


def scale(most: float) -> tuple[float, float]:
    """The end and the step of a scale that holds a value."""
    step = 1.0
    while most / step > 7:
        step *= 2 if str(step)[0] in "15" else 2.5
    return step * -(-most // step), step


def _step(step: Figures | None, what: str) -> str:
    if step is None:
        return "–"
    return f"{'+' if step[what] > 0 else ''}{number(step[what])}{' *' if step[f'{what}_significant'] else ''}"


def luck_section(told: Figures) -> Section | None:
    """What the score goes with; None where nobody was compared."""
    luck = told["luck"]
    if luck is None:
        return None
    names = [say("how one plays"), say("the world"), say("both together"), say("the bots' own dice")]
    values = [luck[key] for key in ("policy", "seed", "both", "rest")]
    chart = charts.stacked(say("What the score's variance goes with, in percent"), [(say("Score"), values)], names)
    rows = [(name, percent(value)) for name, value in zip(names, values, strict=True)]
    line = say(
        "{players} players in the same {worlds} worlds, twice each: {names}.",
        players=len(luck["players"]),
        worlds=luck["worlds"],
        names="; ".join(named(told, bot) for bot in luck["players"]),
    )
    return (
        "luck",
        say("Luck or skill"),
        [
            el("p", line),
            charts.figure(
                say("Parts of the variance of the score."),
                chart,
                table(say("Parts of the variance"), (say("Goes with"), say("Part")), rows),
            ),
        ],
    )
