"""The report on a scenario's balance as one HTML file: nothing is fetched, no script runs, and it prints well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from game.lab import charts
from game.lab.balance.checks import Check, checks, number, percent
from game.lab.balance.measures import Figures
from game.lab.balance.methods import methods
from game.lab.markup import Child, el, listed, table
from game.words import language, say, say_many

Section = tuple[str, str, Iterable[Child]]


def page_of(told: Figures) -> str:
    """The whole page, in the language spoken now."""
    sections = [
        section
        for section in (
            _glance(told),
            _targets(told),
            _bots(told),
            _ladder(told),
            _cards(told),
            _answers(told),
            _events(told),
            _drama(told),
            _weights(told),
            _luck(told),
            _styles(told),
            _length(told),
            _methods(told),
        )
        if section is not None
    ]
    title = say("The balance of {title}", title=told["title"])
    return document(title, _under(told), sections)


def document(title: str, under: Child, sections: Sequence[Section]) -> str:
    """A report of titled sections, with its contents."""
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", http_equiv="Content-Security-Policy", content="default-src 'none'; style-src 'unsafe-inline'"),
        el("title", title),
        el("style", Markup(STYLE + charts.style())),
    )
    contents = listed([el("a", heading, href=f"#{id}") for id, heading, _ in sections])
    body = el(
        "body",
        el("header", el("p", "Multivector", class_="brand"), el("h1", title), under),
        el("nav", contents, aria_label=say("Contents")),
        el("main", [el("section", el("h2", heading), *parts, id=id) for id, heading, parts in sections]),
    )
    return f"<!doctype html>\n{el('html', head, body, lang=language())}\n"


def _under(told: Figures) -> Child:
    games = sum(bot["won"]["games"] for bot in told["bots"])
    line = say(
        "Version {version}, difficulty {level}, seeds from {seed}; {games} games by {bots} bots",
        version=told["version"],
        level=told["difficulty"],
        seed=told["seed"],
        games=f"{games:,}".replace(",", " "),
        bots=len(told["bots"]),
    )
    return [el("p", line, class_="under"), stopped(told)]


def stopped(told: Figures) -> Child:
    """A notice on a report that is not complete."""
    if not told["stopped"]:
        return None
    why = say("its time was over") if told["stopped"] == "time" else say("it was asked to stop")
    return el(
        "p", say("This report is not complete: {why}. It tells what was measured until then.", why=why), class_="notice"
    )


# What comes first


def verdict_word(verdict: str) -> str:
    """A verdict with its sign, so that no colour is needed."""
    return {
        "met": f"✓ {say('met')}",
        "close": f"≈ {say('close')}",
        "missed": f"✗ {say('missed')}",
        "open": f"– {say('open')}",
    }[verdict]


def _glance(told: Figures) -> Section:
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


def _targets(told: Figures) -> Section | None:
    if not told["targets"]:
        return None
    rows = [
        (
            el("code", target["claim"]),
            _named(told, target["bot"]),
            target["difficulty"],
            f"{target['low']}–{target['high']} %",
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
                say(
                    "The likelihoods under `claims:`. Met: the whole interval lies within what is asked; "
                    "close: it reaches beyond it; missed: it lies outside."
                ),
            ),
            charts.scroll(table(say("Targets of the scenario"), heads, rows), say("What the author claims")),
        ],
    )


def interval(share: Figures) -> str:
    """A share with its interval."""
    return f"{percent(share['percent'])} ({number(share['low'])}–{number(share['high'])})"


def between(found: Figures) -> str:
    """A mean with its interval."""
    return f"{number(found['mean'])} ({number(found['low'])}–{number(found['high'])})"


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


# Who wins


def _bots(told: Figures) -> Section:
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
            charts.figure(say("Endings of all games. The lighter parts lasted their full term or are rare."), ends),
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


def _ladder(told: Figures) -> Section | None:
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
    most, step = _scale(max(r["score"]["high"] for r in rungs))
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


def _scale(most: float) -> tuple[float, float]:
    """The end and the step of a scale that holds a value."""
    step = 1.0
    while most / step > 7:
        step *= 2 if str(step)[0] in "15" else 2.5
    return step * -(-most // step), step


def _step(step: Figures | None, what: str) -> str:
    if step is None:
        return "–"
    return f"{'+' if step[what] > 0 else ''}{number(step[what])}{' *' if step[f'{what}_significant'] else ''}"


# What is chosen


def _cards(told: Figures) -> Section | None:
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
    names = ", ".join(bot_name({"bot": bot}) for bot in told["strong"])
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
    return charts.scroll(table(name, heads, rows), name)


def flag_word(flag: str) -> str:
    """What is remarkable about a choice."""
    return {"": "", "auto-pick": say("auto-pick"), "unused": say("never taken")}[flag]


def _dominated(told: Figures) -> list[Child]:
    if not told["weights"]:
        return []
    heading = el("h3", say("Dominated choices"))
    if not told["dominated"]:
        return [heading, el("p", say("None: no choice was worth less than one other every time both were open."))]
    rows = [(d["name"], d["by_name"], str(d["together"]), number(d["points"])) for d in told["dominated"]]
    heads = (say("Choice"), say("Worse than"), say("Times both were open"), say("Mean difference, points"))
    return [heading, charts.scroll(table(say("Dominated choices"), heads, rows), say("Dominated choices"))]


def _answers(told: Figures) -> Section | None:
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
            charts.scroll(table(say("Answers in strong play"), heads, rows), say("Answers in strong play")),
        ],
    )


def _events(told: Figures) -> Section | None:
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
            charts.scroll(table(say("Events"), heads, rows), say("Events")),
        ],
    )


# The course of a game


def _drama(told: Figures) -> Section | None:
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


def _weights(told: Figures) -> Section | None:
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
        say("Options"),
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


def _luck(told: Figures) -> Section | None:
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
        names=", ".join(_named(told, bot) for bot in luck["players"]),
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


def _named(told: Figures, bot: str) -> str:
    return next((bot_name(b) for b in told["bots"] if b["bot"] == bot), bot_name({"bot": bot}))


def _styles(told: Figures) -> Section | None:
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


def _length(told: Figures) -> Section | None:
    length = told["length"]
    if length is None:
        return None
    turns = length["by_turn"]
    series = [
        charts.Line(say("decisions"), tuple((t["decisions"],) * 3 for t in turns)),
        charts.Line(say("options a decision"), tuple((t["options"],) * 3 for t in turns)),
    ]
    most, step = _scale(max(max(t["decisions"], t["options"]) for t in turns))
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


def _methods(told: Figures) -> Section:
    items: list[Any] = [[el("dt", term), el("dd", text)] for term, text in methods(told)]
    return "methods", say("How it was measured"), [el("dl", items)]


STYLE = """
:root{color-scheme:light}
body{margin:0;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
body{color:#22303a;background:#f7f3ea}
header,nav,main{max-width:60rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.2rem}
.brand{margin:0;letter-spacing:.18em;text-transform:uppercase;font-size:.75rem;color:#59636b}
h1{font:600 2.3rem/1.15 Georgia,"Noto Serif",serif;margin:.2rem 0 .4rem}
h2{font:600 1.5rem/1.2 Georgia,"Noto Serif",serif;margin:0 0 .8rem}
h3{font-size:1.1rem;margin:1.6rem 0 .4rem}
.under{color:#59636b;margin:.2rem 0 1.2rem}
.notice{background:#fbe9c6;border-left:4px solid #b5651d;padding:.6rem 1rem}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;padding:.6rem 0;margin:0}
nav ul{border-block:1px solid #d8d0bf;font-size:.95rem}
a{color:#17575e}
a:focus-visible,[tabindex]:focus-visible{outline:3px solid #b5651d;outline-offset:2px}
section{background:#fffdf8;border:1px solid #e4dccb;border-radius:10px;padding:1.3rem 1.4rem;margin:1.3rem 0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.8rem;margin-bottom:1.2rem}
.tile{background:#f2ecdd;border-radius:8px;padding:.8rem 1rem}
.tile strong{display:block;font:600 1.7rem/1.2 Georgia,serif;color:#17575e}
.tile span{font-size:.9rem}
figure{margin:1rem 0 1.4rem}
figcaption{font-size:.9rem;color:#59636b;margin:.2rem 0 .7rem}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem;margin:.4rem 0 .8rem}
caption{text-align:left;font-weight:600;padding:.3rem 0}
table.broad{min-width:46rem}
tbody td{min-width:3.6rem}
th,td{text-align:left;vertical-align:top;padding:.32rem .7rem .32rem 0;border-bottom:1px solid #ece5d6}
thead th{border-bottom:2px solid #cfc5b0;font-weight:600}
tbody th{font-weight:400;min-width:11rem}
td{font-variant-numeric:tabular-nums}
.verdict{white-space:nowrap;font-weight:600}
.verdict.met{color:#2f6b2a}.verdict.missed{color:#97281f}.verdict.close{color:#87530a}.verdict.open{color:#59636b}
dt{font-weight:600;margin-top:.7rem}dd{margin:.1rem 0 0}
pre{overflow-x:auto;background:#f2ecdd;padding:.8rem;border-radius:6px;font-size:.85rem;line-height:1.35}
ins{background:#dcefd6;text-decoration:none}del{background:#f6dcd6;text-decoration:none}
@media (max-width:34rem){h1{font-size:1.75rem}section{padding:1rem .9rem;border-radius:0;margin-inline:-.6rem}}
@media print{@page{margin:16mm}body{background:#fff;font-size:10pt}nav{display:none}
section{border:0;padding:0;margin:0 0 1.2rem;background:#fff}table{font-size:8.5pt}
figure,tr,.tile{break-inside:avoid}h2,h3,caption{break-after:avoid}
.wide,.chart{overflow:visible}svg{min-width:0;max-width:15cm}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""
