"""The debrief's sentences, the same on the page and in print."""

from __future__ import annotations

from game.classroom.debrief.model import (
    Calibration,
    Debrief,
    DecisionTold,
    Hope,
    MarkTold,
    Pivotal,
    TableTold,
    TurnTold,
)
from game.classroom.state import CLASS
from game.scenes.scene import Chart, SourceLine
from game.words import noted, say, say_many

FEW = 6
"""Votes of which it is worth telling that they were close."""
MOST_READ = 2
"""Lines of a chart that are named in its reading."""
_HOW = dict(
    zip(("votes", "hands", "tie", "lot", "teacher"),
        noted("by votes", "by hands", "even, so the lot decided", "nobody voted, so the lot decided",
              "by the teacher"), strict=True)
)  # fmt: skip
_MODES = dict(
    zip(("plenary", "teams", "hands"),
        noted("One game for the whole class", "Each team its own game of the same world", "Votes by hands, no devices"),
        strict=True)
)  # fmt: skip
_TAGS = dict(
    zip(("describe", "analyse", "transfer"),
        noted("Describe: what happened?", "Analyse: why did it?", "Transfer: where else does it hold?"), strict=True)
)  # fmt: skip


def tag(name: str) -> str:
    """What a question's tag asks."""
    return say(_TAGS[name])


def facts(told: Debrief) -> tuple[tuple[str, str], ...]:
    """What stands at the head: names with values."""
    class_of = say_many("{count} student", "{count} students", told.students)
    if told.mode == "teams":
        class_of += ", " + say_many("{count} team", "{count} teams", told.teams)
    rows = [(say("Day"), told.day), (say("Mode"), say(_MODES[told.mode]))]
    if told.students:
        rows.append((say("Class"), class_of))
    played = say("{count} of {all}", count=told.turns, all=told.planned)
    rows += [
        (say("Turns played"), played),
        (say("Length"), say_many("{count} minute", "{count} minutes", told.minutes)),
        (say("Level"), told.level),
        (say("World"), say("number {seed}", seed=told.seed)),
    ]
    return tuple(rows)


def same_world() -> str:
    """Why teams can be compared."""
    return say("All teams played the same world: the same events came in the same order. What differs was decided.")


def cut_short(told: Debrief) -> str:
    """That the lesson did not come to its end; empty if it did."""
    if told.finished and told.turns >= told.planned:
        return ""
    if told.finished:
        return say("Fewer turns were played than planned; this tells what there was.")
    return say("The lesson has not come to its end; this tells what there was until then.")


def standing(table: TableTold) -> str:
    """Where a game stands: `Survivor, 12 points`."""
    return f"{table.standing}, {points(table.score)}"


def points(score: int) -> str:
    """A score in words."""
    return say_many("{count} point", "{count} points", score)


def votes(decision: DecisionTold) -> str:
    """How a ballot came out: `13 of 39, by votes`."""
    total, how = sum(t.votes for t in decision.tallies), say(_HOW[decision.how])
    if not total:
        return how
    chosen = next(t.votes for t in decision.tallies if t.chosen)
    return f"{say('{count} of {all}', count=chosen, all=total)}, {how}"


def others(decision: DecisionTold) -> str:
    """What else was voted for: `Decline 8, Haggle 3`."""
    return ", ".join(f"{t.name} {t.votes}" for t in decision.tallies if not t.chosen and t.votes)


def taken_back(turn: TurnTold) -> str:
    """What was decided in a turn and is only on a branch: `Line up with Moscow: Hedge`."""
    return "; ".join(dict.fromkeys(f"{d.asked}: {d.chosen}" for d in turn.decisions if not d.kept))


def caretaker(turn: TurnTold) -> str:
    """What a caretaker decided in a turn."""
    return "; ".join(f"{asked}: {chosen}" for asked, chosen in turn.caretaker)


_CERTAINTY = dict(
    zip(("high", "medium", "low"), noted("Certainty: high.", "Certainty: medium.", "Certainty: low."), strict=True)
)


def certainty(source: SourceLine) -> str:
    """How sure a source is, after a blank; nothing where that is not said."""
    return f" {say(_CERTAINTY[source.confidence])}" if source.confidence in _CERTAINTY else ""


def mark(of: MarkTold) -> str:
    """What sets a line apart, in a sentence."""
    if of.kind == "rewound":
        return say("Rewound to {turn}: what had been played since is kept on a branch.", turn=of.turn_label)
    if of.kind == "back":
        return say("Lost in {turn}, and played again from its start on a branch.", turn=of.turn_label)
    return say("Lost in {turn}; an interim government led the country out of it, on a branch.", turn=of.turn_label)


def short_mark(of: MarkTold) -> str:
    """The same in two words, for a table."""
    return {"rewound": say("rewound"), "back": say("a lost turn again"), "interim": say("interim government")}[of.kind]


def hoped(of: Hope) -> str:
    """What became of the games that went on from an answer."""
    return say(
        "{chance} % of {games} continued games were won, {score} points on average",
        chance=f"{of.chance / 10:.0f}", games=of.games, score=f"{of.score / 100:.1f}",
    )  # fmt: skip


def method(told: Debrief) -> str:
    """How the turning points were found."""
    policy = next((pivot.policy for table in told.tables for pivot in table.pivots), "")
    text = say(
        "At each decision every answer that was open was tried in many worlds that could have been, and the games "
        "were continued by a simulated player (“{policy}”). Told are the decisions at which the answers differed most. "
        "It is a measure of the model, not of the world.",
        policy=policy,
    )
    if len(told.judged) < len(told.tables):
        text += " " + say("Looked at: {names}.", names=", ".join(told.judged))
    return text


def instead(table: TableTold, pivot: Pivotal) -> str:
    """The counterfactual: what another answer would have led to with the same later choices."""
    values = {
        "table": say("the class") if table.id == CLASS else table.name,
        "other": pivot.other, "chosen": pivot.chosen, "turn": pivot.turn_label,
        "standing": pivot.standing, "points": points(pivot.score), "kept": pivot.kept, "later": pivot.later,
    }  # fmt: skip
    if pivot.ended and not (table.ended and table.standing == pivot.standing):
        return say(
            "Had {table} chosen “{other}” instead of “{chosen}” in {turn} and gone on as it did, its game would "
            "have ended: {standing}, {points} ({kept} of {later} later choices could be kept).",
            **values,
        )
    return say(
        "Had {table} chosen “{other}” instead of “{chosen}” in {turn} and gone on as it did, it would now stand "
        "at {points}: {standing} ({kept} of {later} later choices could be kept).",
        **values,
    )


def calibration_table(of: Calibration) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """How well each number was foreseen: the heads of a table, and a row for each number that was asked about."""
    heads = (
        say("Forecast of"),
        say("Forecasts"),
        say("Forecast, mean"),
        say("Happened, mean"),
        say("Exact"),
        say("Within one"),
    )
    rows = of.rows
    return heads, [(r.track, str(r.count), f"{r.mean:.1f}", f"{r.actual:.1f}", str(r.exact), str(r.near)) for r in rows]


def misses(of: Calibration) -> list[tuple[str, int]]:
    """By how much forecasts were too high, with a sign, and how many were."""
    return [(f"{miss:+d}" if miss else "0", number) for miss, number in of.misses]


def forecasts(of: Calibration) -> str:
    """How well the class foresaw, in a sentence."""
    near = sum(row.near for row in of.rows)
    lean = of.lean
    if lean > 0.5:
        tendency = say("On the whole the class expected too much, by {amount}.", amount=f"{lean:.1f}")
    elif lean < -0.5:
        tendency = say("On the whole the class expected too little, by {amount}.", amount=f"{-lean:.1f}")
    else:
        tendency = say("On the whole the class expected neither too much nor too little.")
    return (
        say("{count} of {all} forecasts came within one of what happened.", count=near, all=of.count) + " " + tendency
    )


def reading(chart: Chart) -> str:
    """What a chart says, in a sentence: the lines that moved most from the start to the end."""
    moved = [s for s in chart.series if s.values[-1] != s.values[0]]
    moved.sort(key=lambda s: -abs(s.values[-1] - s.values[0]))
    if not moved:
        return say("At the end everything here stood where it began.")
    changes = "; ".join(f"{s.name} {_number(s.values[0])} → {_number(s.values[-1])}" for s in moved[:MOST_READ])
    return say("Changed most from start to end: {changes}.", changes=changes)


def _number(value: int) -> str:
    return str(value).replace("-", "−")


def drawn(chart: Chart) -> bool:
    """Whether lines show more than the table does: what is only on or off, or never moves, they do not."""
    values = [value for series in chart.series for value in series.values]
    moves = any(len(set(series.values)) > 1 for series in chart.series)
    return moves and max(values) - min(values) > 1


def glance(told: Debrief) -> tuple[str, ...]:
    """The lesson in a few sentences."""
    found: list[str] = []
    if len(told.tables) == 1:
        found.append(say("Where the class stands: {standing}.", standing=standing(told.tables[0])))
    elif told.tables:
        scores = sorted(table.score for table in told.tables)
        found.append(
            say("The same world, {count} teams: from {low} to {high} points.", count=len(scores), low=scores[0],
                high=scores[-1])
        )  # fmt: skip
    if (closest := _closest(told)) is not None:
        table, decision, second = closest
        name = "" if len(told.tables) == 1 else f" ({table.name})"
        found.append(
            say("The closest vote: {asked}, {turn}: “{chosen}” {first}, “{other}” {second}.", asked=decision.asked,
                turn=decision.turn_label, chosen=decision.chosen, first=decision.tallies[0].votes,
                other=decision.tallies[1].name, second=second) + name
        )  # fmt: skip
    if pivots := [(table, pivot) for table in told.tables for pivot in table.pivots]:
        table, pivot = max(pivots, key=lambda p: p[1].weight)
        name = "" if len(told.tables) == 1 else f"{table.name}, "
        found.append(say("Most hung on: {asked} ({where}).", asked=pivot.asked, where=f"{name}{pivot.turn_label}"))
    if told.calibration is not None:
        found.append(forecasts(told.calibration))
    return tuple(found)


def _closest(told: Debrief) -> tuple[TableTold, DecisionTold, int] | None:
    """The ballot that the fewest votes decided, of those in which most took part."""
    found = [
        (d.tallies[0].votes - d.tallies[1].votes, -sum(t.votes for t in d.tallies), n, table, d)
        for n, table in enumerate(told.tables)
        for turn in table.turns
        for d in turn.decisions
        if d.kept
        and len(d.tallies) > 1
        and sum(t.votes for t in d.tallies) >= FEW
        and d.how in ("votes", "hands", "tie")
    ]
    if not found:
        return None
    *_, table, decision = min(found, key=lambda entry: entry[:3])
    return table, decision, decision.tallies[1].votes
