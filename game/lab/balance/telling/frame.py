"""A report as one HTML file: its frame and its contents. Nothing is fetched, no script runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from game.lab import charts
from game.lab.balance.measuring.plain import Figures
from game.lab.balance.telling.sheet import STYLE
from game.lab.markup import Child, el, listed
from game.words import language, say

Section = tuple[str, str, Iterable[Child]]


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


def stopped(told: Figures) -> Child:
    """A notice on a report that is not complete."""
    if not told["stopped"]:
        return None
    why = say("its time was over") if told["stopped"] == "time" else say("it was asked to stop")
    return el(
        "p", say("This report is not complete: {why}. It tells what was measured until then.", why=why), class_="notice"
    )
