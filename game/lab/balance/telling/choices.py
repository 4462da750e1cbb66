"""What strong play chooses and how it answers, and which events come."""

from __future__ import annotations

from collections.abc import Sequence

from game.lab import charts
from game.lab.balance.measuring.plain import Figures
from game.lab.balance.telling.frame import Section
from game.lab.balance.telling.wording import bot_name, flag_word, interval, number, percent
from game.lab.markup import Child, el, table
from game.words import say


def cards_section(told: Figures) -> Section | None:
    """How often each choice of the envoys is taken; None where nothing was watched."""
    parts: list[Child] = []
    kinds = (
        ("card", say("Cards")),
        ("summit", say("Summits")),
        ("action", say("Actions of the envoys")),
    )
    for kind, name in kinds:
        uses = sorted((u for u in told["uses"] if u["kind"] == kind), key=lambda u: -u["use"]["percent"])
        if uses:
            limit = [(80.0, say("auto-pick"))] if kind == "card" else []
            chart = charts.bars(
                say("{kind}: use in strong play, in percent", kind=name), [_use_bar(u) for u in uses], 100, limit
            )
            parts += [
                el("h3", name),
                charts.figure(
                    say("Taken in so many of the games in which it was open, with 95 % intervals."),
                    chart,
                    _use_table(name, uses),
                ),
            ]
    if not parts:
        return None
    return "choices", say("What strong play chooses"), [_strong(told), *parts, *_dominated(told)]


def _strong(told: Figures) -> Child:
    names = "; ".join(bot_name({"bot": bot}) for bot in told["strong"])
    return el("p", say("Strong play is the games of the strongest searches: {bots}.", bots=names))


def _use_bar(use: Figures) -> charts.Bar:
    found = use["use"]
    return charts.Bar(
        use["name"], found["percent"], found["low"], found["high"], percent(round(found["percent"])), bool(use["flag"])
    )


def _use_table(name: str, uses: Sequence[Figures]) -> Child:
    rows = [
        (u["name"], interval(u["use"]), str(u["use"]["games"]), f"{u['chosen']} / {u['offered']}", flag_word(u["flag"]))
        for u in uses
    ]
    heads = (say("Choice"), say("Used"), say("Games in which it was open"), say("Chosen / offered"), say("Remark"))
    return _remarked(name, heads, rows)


def _remarked(name: str, heads: Sequence[str], rows: Sequence[tuple[str, ...]]) -> Child:
    """A table whose last column is for remarks; without it where there is none."""
    last = None if any(row[-1] for row in rows) else -1
    return charts.scroll(table(name, heads[:last], [row[:last] for row in rows]), name)


def _dominated(told: Figures) -> list[Child]:
    if not told["weights"]:
        return []
    heading = el("h3", say("Dominated choices"))
    if not told["dominated"]:
        return [heading, el("p", say("None: no choice was worth less than one other every time both were open."))]
    rows = [(d["name"], d["by_name"], str(d["together"]), number(d["points"])) for d in told["dominated"]]
    heads = (say("Choice"), say("Worse than"), say("Times both were open"), say("Mean difference, points"))
    return [heading, charts.scroll(table(say("Dominated choices"), heads, rows), say("Dominated choices"))]


def answers_section(told: Figures) -> Section | None:
    """How often each answer is given; None where nothing was asked."""
    options = [u for u in told["uses"] if u["kind"] == "option" and u["use"]["games"]]
    if not options:
        return None
    rows = [
        (f"{u['event']}: {u['name']}", interval(u["use"]), str(u["use"]["games"]), flag_word(u["flag"]))
        for u in options
    ]
    heads = (say("Answer"), say("Used"), say("Games in which it was open"), say("Remark"))
    return (
        "answers",
        say("How events and agendas are answered"),
        [
            _strong(told),
            _remarked(say("Answers in strong play"), heads, rows),
        ],
    )


def events_section(told: Figures) -> Section | None:
    """In how many games each event came; None where nothing was watched."""
    if not told["events"]:
        return None
    rows = [
        (e["name"], interval(e["came"]), say("never came") if not e["came"]["hits"] else "")
        for e in sorted(told["events"], key=lambda e: -e["came"]["percent"])
    ]
    games = told["events"][0]["came"]["games"]
    heads = (say("Event"), say("Games in which it came"), say("Remark"))
    return (
        "events",
        say("Which events come"),
        [
            el("p", say("In {games} games, random ones and by search, each played again step by step.", games=games)),
            _remarked(say("Events"), heads, rows),
        ],
    )
