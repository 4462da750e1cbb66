"""The small parts screens are laid out from: set text, buttons, scales, lists that scroll. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from attrs import evolve, field, frozen

from game.desktop.board.rects import Rect
from game.desktop.board.theme import STYLES
from game.desktop.board.tree import Badge, Bar, Cells, Emblem, Icon, Node, Panel, Rule, Text, Thumb

Build = Callable[[Rect], Node]
"""Makes a node at a rectangle's corner, as wide as it, and as high as it needs (at most the rectangle's height)."""

TALL = 1_000_000
"""The height of a rectangle that does not limit what is built in it."""


_MINUS = re.compile(r"(?<![\w)])-(?=\d)")


class Typesetter(Protocol):
    """What a layout asks of fonts; see `fonts.Fonts`."""

    def measure(self, text: str, face: str, px: float) -> tuple[int, int]:
        """Width and height of one line in pixels."""

    def line_height(self, face: str, px: float) -> int:
        """Height of any line in pixels."""

    def wrap(self, text: str, face: str, px: float, width: float) -> tuple[str, ...]:
        """Lines of at most that width."""

    def ellipsis(self, text: str, face: str, px: float, width: float) -> str:
        """The text, or a start of it with … that fits."""


@frozen
class Attention:
    """Where the player looks: the focused node, the pointed-at one, offsets of lists by name, the open tab."""

    focus: str = ""
    hover: str = ""
    scrolls: Mapping[str, int] = field(factory=dict)
    tab: str = ""
    playing: bool = False
    """Whether the line is being played again by itself."""


@frozen
class Frame:
    """What every layout function needs: the typesetter, pixels per unit, and where the player looks."""

    type: Typesetter
    unit: float
    attention: Attention = Attention()
    text: float = 1.0
    """How much larger letters are than everything else."""

    def px(self, units: float) -> int:
        """Whole pixels of a length given for scale 1."""
        return round(units * self.unit)

    def tall(self, units: float) -> int:
        """Whole pixels of a height that holds text, given for scale 1 and plain letters."""
        return round(units * self.unit * self.text)

    def size(self, style: str) -> tuple[str, int, int, int]:
        """Face, size, height of one line and distance between lines of a text style, in pixels."""
        look = STYLES[style]
        px = max(7, round(look.px * self.unit * self.text))
        height = self.type.line_height(look.face, px)
        return look.face, px, height, max(height - px // 4, height + round(look.lead * px))

    def line_height(self, style: str) -> int:
        """Height of one line."""
        return self.size(style)[2]

    def width(self, text: str, style: str) -> int:
        """Width of a text on one line."""
        face, px, _, _ = self.size(style)
        return self.type.measure(text, face, px)[0]

    def height(self, text: str, style: str, width: int) -> int:
        """Height of a text wrapped to a width."""
        face, px, height, leading = self.size(style)
        return height + leading * (len(self._wrap(text, face, px, width)) - 1)

    def _wrap(self, text: str, face: str, px: int, width: int) -> tuple[str, ...]:
        """Lines; a word that is too long for one is broken behind its hyphen, if it has one."""
        if "-" in text:
            words = (
                w.replace("-", "- ") if "-" in w and self.type.measure(w, face, px)[0] > width else w
                for w in text.split(" ")
            )
            text = " ".join(words)
        return self.type.wrap(text, face, px, width)

    def fitting(self, text: str, styles: Sequence[str], width: int) -> str:
        """The first of some styles in which no word has to be broken; the last if none is small enough."""
        return next((s for s in styles if self._unbroken(text, s, width)), styles[-1])

    def _unbroken(self, text: str, style: str, width: int) -> bool:
        return all(self.width(word, style) <= width for word in text.replace("-", "- ").split())

    def holds(self, text: str, style: str, width: int, height: int) -> bool:
        """Whether a text in a style fits wrapped into a room, no word broken."""
        return self._unbroken(text, style, width) and self.height(typeset(text), style, max(1, width)) <= height

    def whole(self, text: str, styles: Sequence[str], width: int, height: int) -> str:
        """The first of some styles in which a text fits wrapped, no word broken; else the last."""
        return next((s for s in styles if self.holds(text, s, width, height)), styles[-1])

    def line(
        self, id: str, rect: Rect, text: str, style: str = "body", colour: str = "ink", align: str = "left"
    ) -> Node:
        """One line in the middle of a rectangle's height; what does not fit is cut with … and told by the hint."""
        text = typeset(text)
        face, px, height, leading = self.size(style)
        cut = self.type.ellipsis(text, face, px, rect.w)
        box = Rect(rect.x, rect.y + max(0, (rect.h - height) // 2), rect.w, height)
        return Node(
            id, box, Text((cut,), face, px, leading, colour, align), hint="" if cut == text else text, text=text
        )

    def prose(
        self,
        id: str,
        rect: Rect,
        text: str,
        style: str = "body",
        colour: str = "ink",
        align: str = "left",
        most: int = 0,
    ) -> Node:
        """Wrapped text from the top of a rectangle; what does not fit is cut with … and told by the hint.

        `most` limits the lines. The node is as high as its text.
        """
        text = typeset(text)
        face, px, height, leading = self.size(style)
        lines = self._wrap(text, face, px, max(1, rect.w))
        room = max(1, (rect.h - height) // leading + 1)
        room = min(room, most) if most else room
        hint = ""
        if len(lines) > room:
            hint = text
            last = " ".join(lines[room - 1 :])
            last = last if "- " in text else last.replace("- ", "-")
            lines = (*lines[: room - 1], self._cut(last, face, px, rect.w))
        box = Rect(rect.x, rect.y, rect.w, height + leading * (len(lines) - 1))
        return Node(id, box, Text(tuple(lines), face, px, leading, colour, align), hint=hint, text=text)

    def _cut(self, text: str, face: str, px: int, width: int) -> str:
        """The text's start with … behind it, even where all of it would fit."""
        whole = self.type.ellipsis(text, face, px, width)
        cut = whole if whole.endswith("…") else self.type.ellipsis(text + " …", face, px, width)
        return cut.replace("\u00a0·…", " …").replace("\u00a0· …", " …")


def typeset(text: str) -> str:
    """The text with true minus signs before its negative numbers."""
    return _MINUS.sub("−", text) if "-" in text else text


def stack(rect: Rect, gap: int, builds: Sequence[Build]) -> tuple[Node, ...]:
    """Nodes built one under another."""
    nodes: list[Node] = []
    y = rect.y
    for build in builds:
        node = build(Rect(rect.x, y, rect.w, max(0, rect.bottom - y)))
        nodes.append(node)
        if node.rect.h:
            y = node.rect.bottom + gap
    return tuple(nodes)


def height_of(nodes: Sequence[Node], top: int) -> int:
    """How far down some nodes reach from a line."""
    return max((node.rect.bottom for node in nodes), default=top) - top


def moved(node: Node, dx: int, dy: int) -> Node:
    """A node and all below it, elsewhere. Looks with points of their own stay: do not put them into lists."""
    if not dx and not dy:
        return node
    return evolve(node, rect=node.rect.moved(dx, dy), children=tuple(moved(c, dx, dy) for c in node.children))


def listing(frame: Frame, id: str, rect: Rect, builds: Sequence[Build], gap: int, *, steady: bool = False) -> Node:
    """A list from the top of a rectangle. When it is too long it scrolls by `frame.attention.scrolls[id]`.

    A `steady` one keeps room for its scroll bar, so that what is pointed at does not move when the list grows.
    """
    bar = frame.px(6)
    slim = Rect(rect.x, rect.y, rect.w - bar - frame.px(6), TALL)
    nodes = stack(slim if steady else Rect(rect.x, rect.y, rect.w, TALL), gap, builds)
    extent = height_of(nodes, rect.y)
    if extent <= rect.h:
        return Node(id, rect, None, nodes, clips=True, scroll=id, extent=extent)
    nodes = nodes if steady else stack(slim, gap, builds)
    extent = height_of(nodes, rect.y)
    offset = max(0, min(frame.attention.scrolls.get(id, 0), extent - rect.h))
    inner = Node(
        f"{id}.view",
        Rect(rect.x, rect.y, rect.w - bar - frame.px(3), rect.h),
        None,
        tuple(moved(node, 0, -offset) for node in nodes),
        clips=True,
        scroll=id,
        extent=extent,
    )
    thumb = Node(f"{id}.thumb", Rect(rect.right - bar, rect.y, bar, rect.h), Thumb(offset, rect.h, extent))
    return Node(id, rect, None, (inner, thumb), clips=True)


def box(id: str, rect: Rect, look: Any, children: Sequence[Node] = (), **more: Any) -> Node:
    """A node with a look and children."""
    return Node(id, rect, look, tuple(children), **more)


def boxed(
    frame: Frame, id: str, rect: Rect, look: Any, pad: int, gap: int, builds: Sequence[Build], **more: Any
) -> Node:
    """A box around a stack, as high as the stack needs."""
    inner = Rect(rect.x + pad, rect.y + pad, max(1, rect.w - 2 * pad), TALL)
    nodes = stack(inner, gap, builds)
    return Node(id, Rect(rect.x, rect.y, rect.w, height_of(nodes, rect.y) + pad), look, nodes, **more)


def space(height: int) -> Build:
    """Nothing, so many pixels high."""
    return lambda rect: Node("", Rect(rect.x, rect.y, rect.w, height))


def ruled(id: str, height: int) -> Build:
    """A thin line across."""
    return lambda rect: Node(id, Rect(rect.x, rect.y, rect.w, height), Rule())


def prose(
    frame: Frame, id: str, text: str, style: str = "body", colour: str = "ink", align: str = "left", most: int = 0
) -> Build:
    """Wrapped text, for a stack."""
    return lambda rect: frame.prose(id, rect, text, style, colour, align, most)


def pair(
    frame: Frame,
    id: str,
    left: str,
    right: str,
    style: str = "body",
    colour: str = "ink",
    right_colour: str = "ink",
    right_style: str = "figure",
) -> Build:
    """A wrapped text and a figure at the right end of its first line."""

    def build(rect: Rect) -> Node:
        wide = min(frame.width(right, right_style), rect.w // 2) if right else 0
        figure, text = rect.far(wide, frame.px(8) if right else 0)
        words = frame.prose(f"{id}.words", text, left, style, colour)
        line = frame.line_height(style)
        first = Rect(figure.x, rect.y, figure.w, max(line, frame.line_height(right_style)))
        number = frame.line(f"{id}.figure", first, right, right_style, right_colour, "right")
        height = max(words.rect.h, number.rect.bottom - rect.y)
        return Node(id, Rect(rect.x, rect.y, rect.w, height), None, (words, number) if right else (words,))

    return build


def button_height(frame: Frame) -> int:
    """Height of a button with one line."""
    return max(frame.px(30), frame.line_height("button") + frame.px(8))


def button(
    frame: Frame,
    id: str,
    rect: Rect,
    text: str,
    press: Any,
    *,
    strong: bool = False,
    key: str = "",
    hint: str = "",
    peek: Any = None,
    off: bool = False,
    icon: str = "",
    said: str = "",
) -> Node:
    """A button filling a rectangle, with its key at the right when there is room. `said` is what is said aloud."""
    fill, edge, ink = ("accent", "accent", "on_accent") if strong else ("raised", "edge", "ink")
    if off:
        fill, edge, ink = "sunk", "rule", "muted"
    wide = frame.width(text, "button")
    inner = rect.inset(max(1, min(frame.px(10), (rect.w - wide) // 2)), 0)
    children: list[Node] = []
    if icon:
        side = frame.px(16)
        sign, inner = inner.left(side, frame.px(6)) if text else (rect.middle(side, side), inner)
        children.append(Node(f"{id}.icon", sign.middle(side, side), Icon(icon, ink)))
    cap = frame.width(key, "key") + frame.px(8) if key and text else 0
    if cap and wide + cap + frame.px(8) <= inner.w:
        where, inner = inner.far(cap, frame.px(8))
        height = frame.line_height("key") + frame.px(2)
        place = where.middle(cap, height)
        children.append(
            Node(
                f"{id}.cap",
                place,
                Panel("", ink, frame.px(3)),
                (frame.line(f"{id}.key", place, key, "key", ink, "centre"),),
            )
        )
    if text:
        children.append(_words(frame, f"{id}.text", inner, text, ink, "centre" if not icon else "left"))
    full = hint or (children[-1].hint if text else "")
    return Node(
        id,
        rect,
        Panel(fill, edge, frame.px(5)),
        tuple(children),
        focusable=True,
        press=None if off else press,
        peek=peek,
        text=said or text or hint,
        hint=full,
        key=key,
        dim=off,
    )


def _words(frame: Frame, id: str, rect: Rect, text: str, ink: str, align: str) -> Node:
    """What a button says, in the middle of its height: smaller, then over more lines, where it is too long for one."""
    style = next((s for s in ("button", "small_strong", "key") if frame.width(text, s) <= rect.w), "")
    if style:
        return frame.line(id, rect, text, style, ink, align)
    style = frame.whole(text, ("button", "small_strong", "key"), rect.w, rect.h)
    node = frame.prose(id, rect, text, style, ink, align)
    return evolve(node, rect=node.rect.moved(0, max(0, (rect.h - node.rect.h) // 2)))


def badge(frame: Frame, id: str, rect: Rect, index: int, letter: str) -> Node:
    """A power's token filling a square."""
    return Node(id, rect, Badge(index, letter, max(7, round(rect.h * 0.46))), text="")


def emblem(id: str, rect: Rect, name: str, colour: str = "muted") -> Node:
    """A picture in the middle of a rectangle, as large as its shorter side."""
    side = min(rect.w, rect.h)
    return Node(id, rect.middle(side, side), Emblem(name, colour))


def pictured(
    frame: Frame, id: str, rect: Rect, name: str, text: str, style: str, colour: str, tone: str = ""
) -> tuple[Node, ...]:
    """A line of text with its picture before it, where it has one and there is room for both."""
    side = round(frame.line_height(style) * 0.86)
    gap = frame.px(4)
    if not name or frame.width(text, style) + side + gap > rect.w:
        return (frame.line(id, rect, text, style, colour),)
    sign, words = rect.left(side, gap)
    return (emblem(f"{id}.icon", sign, name, tone or colour), frame.line(id, words, text, style, colour))


def titled(frame: Frame, id: str, text: str, icon: str, style: str = "title") -> Build:
    """A wrapped title with its picture before it on a soft disc; the title alone where it has none."""
    if not icon:
        return lambda rect: frame.prose(id, rect, text, style)

    def build(rect: Rect) -> Node:
        side = max(frame.px(36), frame.line_height(style))
        mark, words = rect.left(side, frame.px(11))
        disc = Rect(mark.x, mark.y, side, side)
        name = frame.prose(id, words, text, style)
        spare = max(0, (side - name.rect.h) // 2)
        picture = emblem(f"{id}.icon", disc.middle(side * 5 // 8, side * 5 // 8), icon, "accent")
        sign = Node(f"{id}.disc", disc, Panel("accent_soft", "", side // 2), (picture,))
        high = max(side, name.rect.h)
        return Node(f"{id}.row", Rect(rect.x, rect.y, rect.w, high), None, (sign, moved(name, 0, spare)))

    return build


def scale(
    id: str, rect: Rect, low: int, high: int, value: int, ghost: int | None, colour: str, mark: int | None = None
) -> Node:
    """A track's scale: boxes where they are few, else a bar."""
    if high - low <= 14:
        return Node(id, rect, Cells(low, high, value, ghost, colour, mark))
    return Node(id, rect, Bar(low, high, value, ghost, colour))
