"""Pages of the classroom: forms, buttons and whole documents, of elements whose texts are always escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from game.lab.markup import Child, el, join, listed, table

__all__ = ["Child", "button", "document", "el", "form", "join", "listed", "stacked", "table"]


def form(action: str, *children: Child, class_: str = "", **values: str | int) -> Markup:
    """A form that posts; `values` are what it posts besides what is filled in."""
    hidden = [el("input", type="hidden", name=name.rstrip("_"), value=value) for name, value in values.items()]
    return el("form", hidden, *children, method="post", action=action, class_=class_ or None)


def button(text: Child, name: str = "", value: str = "", *, class_: str = "", about: str = "") -> Markup:
    """A button that posts its form. `about` is told after its text to those who hear the page, not see it.

    It is no `aria-label`: who speaks to the machine says the words that are seen.
    """
    return el(
        "button", text, spoken(f": {about}") if about else None, type="submit", name=name or None,
        value=value if name else None, class_=class_ or None,
    )  # fmt: skip


def spoken(text: str) -> Markup:
    """A text that is heard, not seen."""
    return el("span", text, class_="spoken")


def stacked(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Child]]) -> Markup:
    """A table of texts, whose cells stand below each other with their heads where the window is narrow.

    The roles are told: a browser forgets that it is a table once its cells are laid out otherwise.
    """
    body = [
        el("tr", el("th", row[0], scope="row", role="rowheader"),
           [el("td", cell, role="cell", data_head=head) for head, cell in zip(heads[1:], row[1:], strict=True)],
           role="row")
        for row in rows
    ]  # fmt: skip
    head = el("tr", [el("th", name, scope="col", role="columnheader") for name in heads], role="row")
    return el("table", el("caption", caption), el("thead", head, role="rowgroup"), el("tbody", body, role="rowgroup"),
              class_="stacked", role="table")  # fmt: skip


def document(
    title: str, language: str, *body: Child, live: str = "", refresh: int = 0, version: int = 0, class_: str = ""
) -> str:
    """A whole page. `live`: what its script keeps up to date; `refresh`: seconds, where there is no script."""
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("title", title),
        el("link", rel="stylesheet", href="/class.css"),
        el("link", rel="icon", href="data:,"),
        el("script", type="module", src="/class.js") if live else None,
        el("noscript", el("meta", http_equiv="refresh", content=str(refresh))) if refresh else None,
    )
    whole = el(
        "html", head, el("body", *body, data_live=live or None, data_version=version, class_=class_ or None),
        lang=language,
    )  # fmt: skip
    return f"<!doctype html>\n{whole}"
