"""The report on two versions of a scenario: what they say differently, and what that does to their balance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt
from typing import Any

from game.lab import charts
from game.lab.balance.differing import ADDED, REMOVED, Change
from game.lab.balance.measuring.plain import Figures, difference
from game.lab.balance.telling.frame import document, stopped
from game.lab.balance.telling.wording import bot_name, interval, number
from game.lab.markup import Child, el, prose, table
from game.words import say

LONGEST = 160
"""Letters of an entry that are shown."""


def compared(old: Figures, new: Figures, changes: Sequence[Change], text: str) -> Figures:
    """Two versions as plain values: the changes, how far each share and mean moved, and both versions' figures."""
    return {
        "multivector": "balance comparison 1",
        "changes": [
            {
                "kind": change.kind,
                "place": list(change.place),
                "old": change.old,
                "new": change.new,
                "numbers": [list(pair) for pair in change.numbers],
                "tracks": list(change.tracks),
            }
            for change in changes
        ],
        "text": text,
        "moved": list(_moved(old, new)),
        "old": old,
        "new": new,
    }


def _moved(old: Figures, new: Figures) -> Iterator[Figures]:
    """The key figures of both, with the difference and its interval."""
    before = {bot["bot"]: bot for bot in old["bots"]}
    for bot in new["bots"]:
        if (was := before.get(bot["bot"])) is not None:
            shares = {"old": was["won"], "new": bot["won"], "difference": difference(was["won"], bot["won"])}
            yield {"what": "won", "bot": bot["bot"], "name": bot["name"], **shares}
            if was["full_term"]["hits"] or bot["full_term"]["hits"]:
                yield {
                    "what": "score",
                    "bot": bot["bot"],
                    "name": bot["name"],
                    "old": was["score"],
                    "new": bot["score"],
                    "difference": _means(was["score"], bot["score"]),
                }
    uses = {(use["kind"], use["of"], use["id"]): use for use in old["uses"]}
    for use in new["uses"]:
        was = uses.get((use["kind"], use["of"], use["id"]))
        if was is not None and was["use"]["games"] and use["use"]["games"]:
            found = difference(was["use"], use["use"])
            if found["low"] > 0 or found["high"] < 0:
                name = f"{use['event']}: {use['name']}" if use["event"] else use["name"]
                yield {
                    "what": "use",
                    "bot": "",
                    "name": name,
                    "old": was["use"],
                    "new": use["use"],
                    "difference": found,
                }


def _means(old: Figures, new: Figures) -> Figures:
    apart, wide = new["mean"] - old["mean"], 1.96 * sqrt(old["error"] ** 2 + new["error"] ** 2)
    return {"points": round(apart, 2), "low": round(apart - wide, 2), "high": round(apart + wide, 2)}


def comparison_page(told: Figures) -> str:
    """The whole page, in the language spoken now."""
    old, new = told["old"], told["new"]
    title = say("{title}: two versions compared", title=new["title"])
    line = say(
        "Old: version {old}; new: version {new}; difficulty {level}, the same seeds and numbers of games for both",
        old=old["version"],
        new=new["version"],
        level=new["difficulty"],
    )
    sections = [
        ("changes", say("What is said differently"), list(_changes(told["changes"]))),
        ("moved", say("What that does to the balance"), list(_figures(told["moved"]))),
        ("text", say("The text, line by line"), [_text(told["text"])]),
    ]
    return document(title, [el("p", line, class_="under"), stopped(old) or stopped(new)], sections)


def _changes(changes: Sequence[Figures]) -> Iterator[Child]:
    if not changes:
        yield el("p", say("Nothing: both versions say the same."))
        return
    rows = [(" › ".join(change["place"]), prose(in_words(change))) for change in changes]
    yield charts.scroll(table(say("Changes of meaning"), (say("Where"), say("What")), rows), say("Changes of meaning"))


def in_words(change: Figures) -> str:
    """One change as a sentence."""
    if change["kind"] == ADDED:
        told = say("added: {text}", text=charts.shortened(change["new"], LONGEST))
    elif change["kind"] == REMOVED:
        told = say("removed: {text}", text=charts.shortened(change["old"], LONGEST))
    elif change["numbers"]:
        pairs = ", ".join(f"{a} → {b}" for a, b in change["numbers"])
        text = charts.shortened(change["new"], LONGEST)
        told = pairs if text.lstrip("-").isdecimal() else say("{numbers} in `{text}`", numbers=pairs, text=text)
    else:
        old, new = (charts.shortened(change[key], LONGEST) for key in ("old", "new"))
        told = say("`{old}` became `{new}`", old=old, new=new)
    if change["tracks"]:
        told += "; " + say("it touches {tracks}", tracks=", ".join(change["tracks"]))
    return told


def _figures(moved: Sequence[Figures]) -> Iterator[Child]:
    yield el(
        "p",
        say(
            "Differences with 95 % intervals; * marks those whose interval does not hold 0. Of choices only "
            "these are told; one in twenty would be among them by chance alone."
        ),
    )
    for what, name in (
        ("won", say("Games won")),
        ("score", say("Mean score")),
        ("use", say("Use of choices in strong play")),
    ):
        rows = [_row(entry) for entry in moved if entry["what"] == what]
        if rows:
            heads = (say("Bot") if what != "use" else say("Choice"), say("Old"), say("New"), say("Difference"))
            yield charts.scroll(table(name, heads, rows), name)


def _row(entry: Figures) -> tuple[Any, ...]:
    found = entry["difference"]
    sure = " *" if found["low"] > 0 or found["high"] < 0 else ""
    sign = "+" if found["points"] > 0 else ""
    apart = f"{sign}{number(found['points'])} ({number(found['low'])}\u00a0…\u00a0{number(found['high'])}){sure}"
    name = bot_name(entry) if entry["bot"] else entry["name"]
    if entry["what"] == "score":
        return name, number(entry["old"]["mean"]), number(entry["new"]["mean"]), apart
    return name, interval(entry["old"]), interval(entry["new"]), apart


def _text(text: str) -> Child:
    if not text:
        return el("p", say("The files are the same, or only one of the versions is a folder."))
    tags = {"+": "ins", "-": "del"}
    lines: list[Child] = []
    for line in text.splitlines():
        tag = tags.get(line[:1]) if not line.startswith(("+++", "---")) else "strong"
        lines += [el(tag, line) if tag else line, "\n"]
    return el("pre", lines, tabindex=0)
