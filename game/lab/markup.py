"""Writing HTML and SVG: elements whose texts are always escaped."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

Child = str | Markup | None | Iterable["Child"]
Attribute = str | int | float | bool | None

_EMPTY = frozenset(
    ("input", "meta", "link", "br", "hr", "image", "path", "circle", "rect", "line", "polyline", "polygon", "use")
)


def el(name: str, /, *children: Child, **attributes: Attribute) -> Markup:
    """An element. Texts and attributes are escaped, `Markup` is not; `for_` and `aria_label` give `for`, `aria-label`.

    >>> el("p", "a < b", class_="told", hidden=True)
    Markup('<p class="told" hidden>a &lt; b</p>')
    """
    told = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _EMPTY:
        return Markup(f"<{name}{told}/>")
    return Markup(f"<{name}{told}>{join(*children)}</{name}>")


def _attribute(key: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(value)}"'


def join(*children: Child) -> Markup:
    """Children one after the other."""
    parts: list[str] = []
    for child in children:
        if child is None:
            continue
        if isinstance(child, str):
            parts.append(str(escape(child)))
        else:
            parts.append(str(join(*child)))
    return Markup("".join(parts))


def prose(text: str) -> list[Child]:
    """A text in which what stands between backticks is code.

    >>> join(*prose("under `claims:` it stands"))
    Markup('under <code>claims:</code> it stands')
    """
    return [el("code", part) if number % 2 else part for number, part in enumerate(text.split("`"))]


def listed(items: Iterable[Child], **attributes: Attribute) -> Markup | None:
    """A list; nothing for no items."""
    rows = [el("li", item) for item in items]
    return el("ul", rows, **attributes) if rows else None


def table(caption: str, heads: Iterable[str], rows: Iterable[Iterable[Child]], *, class_: str = "") -> Markup:
    """A table whose first column heads its rows."""
    head = el("thead", el("tr", [el("th", text, scope="col") for text in heads]))
    body = [el("tr", [el("td", c) if i else el("th", c, scope="row") for i, c in enumerate(row)]) for row in rows]
    return el("table", el("caption", caption), head, el("tbody", body), class_=class_ or None)
