"""The tree a layout makes: nodes with rectangles and looks. Painting, pointing, focus, speech and tests all read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve, field, frozen

from game.desktop.board.rects import Rect

Point = tuple[float, float]


@frozen
class Panel:
    """A filled, edged, rounded box. Colours are roles of `theme.Theme`, sizes pixels; "" draws no fill or edge."""

    fill: str = "paper"
    edge: str = "edge"
    radius: int = 6
    width: int = 1
    shadow: int = 0
    stripe: str = ""
    """A band of this colour along the upper edge."""
    stripe_height: int = 0


@frozen
class Text:
    """Set lines of text, all of one style. `leading` is the distance between lines in pixels."""

    lines: tuple[str, ...]
    face: str
    px: int
    leading: int
    colour: str = "ink"
    align: str = "left"
    halo: str = ""
    """A colour around the letters, for text on a map."""


@frozen
class Cells:
    """A short scale as boxes from `low` to `high`, filled from zero (or low) to the value; the ghost would be next."""

    low: int
    high: int
    value: int
    ghost: int | None
    colour: str
    mark: int | None = None
    """A value with a line before it: a threshold."""


@frozen
class Bar:
    """A long scale as one bar."""

    low: int
    high: int
    value: int
    ghost: int | None
    colour: str


@frozen
class Badge:
    """A power's token: shape by order of declaration, letter, colour."""

    index: int
    letter: str
    px: int


@frozen
class Dots:
    """The turns: those gone, the one now, those to come."""

    total: int
    now: int


@frozen
class Coins:
    """What something costs, as dots."""

    count: int
    colour: str = "accent"


@frozen
class Rule:
    """A thin line through the middle of the rectangle, along its longer side."""

    colour: str = "rule"


@frozen
class Icon:
    """A small drawn sign: undo, redo, help, left, right, up, down, close, check, star, star_off."""

    name: str
    colour: str = "ink"


@frozen
class Emblem:
    """A shipped picture by its name, in one colour; it stands beside its word and says nothing itself."""

    name: str
    colour: str = "muted"


@frozen
class Curve:
    """One line of a chart."""

    name: str
    colour: str
    values: tuple[int, ...]
    shape: int = -1
    """The power's number, whose shape marks the points; -1 for none."""


@frozen
class Chart:
    """Lines over the turns, on a common scale."""

    curves: tuple[Curve, ...]
    low: int
    high: int
    turns: int
    zero: bool = False


@frozen
class Fan:
    """Where a track may go: a value now, then (low, middle, high) at later times, on the track's own scale."""

    low: int
    high: int
    now: int
    bands: tuple[tuple[int, int, int], ...]


@frozen
class Way:
    """A route on the ground: a line of pixels."""

    id: str
    line: tuple[Point, ...]
    colour: str
    capacity: int
    maximum: int
    closed: bool
    lit: bool = False
    """Whether it is focused or about to change."""


@frozen
class Spot:
    """A place on the ground."""

    at: Point
    home: bool = False
    small: bool = False


@frozen
class Ground:
    """The board under the panels: a baked map, or a plain table when `base` is empty."""

    base: str
    view: tuple[float, float, float]
    visible: tuple[float, float, float, float]
    home: tuple[str, ...]
    washes: tuple[tuple[str, str], ...]
    """Country code and colour role."""
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    keep_clear: tuple[tuple[float, ...], ...]
    ways: tuple[Way, ...]
    spots: tuple[Spot, ...]
    unit: float
    language: str = "en"


@frozen
class Leader:
    """A thin line from a plaque to what it speaks of."""

    start: Point
    end: Point
    colour: str = "ink"


@frozen
class Thumb:
    """A scroll bar: the part shown of a whole, in pixels."""

    offset: int
    shown: int
    whole: int


@frozen
class Veil:
    """A glass over what lies behind: dark, or clear."""

    clear: bool = False


@frozen
class Web:
    """A schematic board: the home seat in the middle and lines to those around it, thicker for nearer ones."""

    centre: Point
    ends: tuple[tuple[Point, str, float], ...]
    """Pixel, colour role and strength from 0 to 1."""


@frozen
class Mark:
    """A ring with a glow around something that a lesson points at."""

    radius: int = 8
    width: int = 3


@frozen
class Steps:
    """A row of the moves of one turn: those made, and those that were undone."""

    total: int
    made: int
    here: bool = False
    """Whether the last made one is where the game stands."""


Look = (
    Panel | Text | Cells | Bar | Badge | Dots | Coins | Rule | Icon | Emblem | Chart | Ground | Leader | Thumb | Veil
    | Web | Mark | Steps | Fan
)  # fmt: skip


@frozen
class Node:
    """A part of the screen.

    `press` is what a click or Enter does, `peek` what pointing at it or focusing it does. `text` is how it is said
    aloud, `hint` what a tooltip adds. A node that `clips` hides what of its children lies outside; one that `floats`
    lies over its siblings on purpose.
    """

    id: str
    rect: Rect
    look: Look | None = None
    children: tuple[Node, ...] = ()
    focusable: bool = False
    press: Any = None
    peek: Any = None
    text: str = ""
    hint: str = ""
    clips: bool = False
    floats: bool = False
    scroll: str = ""
    """The name of the list whose offset moves the children."""
    extent: int = 0
    """The height of all the children (the width if it scrolls `across`), for a node that scrolls."""
    across: bool = False
    dim: bool = False
    key: str = ""
    """The key that presses it, for the player to read."""
    front: bool = False
    """Painted after everything else that does not float: the selected card."""

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@frozen
class Tree:
    """A laid out screen."""

    root: Node
    size: tuple[int, int]
    scale: float
    focus: str = ""
    by_id: Mapping[str, Node] = field(init=False, eq=False, repr=False)
    modal: str = field(init=False, default="")
    """The id of the topmost layer that takes all input; "" for none."""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "by_id", {node.id: node for node in self.root.walk() if node.id})
        layers = [n.id for n in self.root.children if isinstance(n.look, Veil)]
        object.__setattr__(self, "modal", layers[-1] if layers else "")

    @property
    def live(self) -> Node:
        """The part that takes input: the topmost overlay, or all."""
        return self.by_id[self.modal] if self.modal else self.root

    def focus_order(self) -> tuple[Node, ...]:
        """What Tab goes through, in order."""
        return tuple(node for node in self.live.walk() if node.focusable)

    def next_focus(self, step: int) -> str:
        """The id that Tab (1) or Shift-Tab (-1) leads to; "" when nothing can be focused."""
        ids = [node.id for node in self.focus_order()]
        if not ids:
            return ""
        if self.focus not in ids:
            return ids[0 if step > 0 else -1]
        return ids[(ids.index(self.focus) + step) % len(ids)]

    def towards(self, dx: int, dy: int) -> str:
        """The focusable node nearest in a direction (dx, dy of -1, 0, 1); the focus itself if there is none."""
        here = self.by_id.get(self.focus)
        if here is None or not here.focusable:
            return self.next_focus(1)
        best, found = float("inf"), self.focus
        for node in self.focus_order():
            if node.id == self.focus:
                continue
            ahead, aside = _offset(here.rect, node.rect, dx, dy)
            if ahead <= 0:
                continue
            cost = ahead + 2.5 * aside
            if cost < best:
                best, found = cost, node.id
        return found

    def hit(self, x: float, y: float) -> Node | None:
        """The topmost node under a point that can be pressed, focused or read; None for the bare ground."""
        return _hit(self.live, x, y)

    def scrolls_at(self, x: float, y: float) -> Node | None:
        """The innermost list under a point that has more than it shows."""
        found = None
        node: Node | None = self.live
        while node is not None:
            if node.scroll and node.extent > (node.rect.w if node.across else node.rect.h):
                found = node
            node = next((c for c in reversed(node.children) if c.rect.holds(x, y) and (c.children or c.scroll)), None)
        return found

    def path_to(self, id: str) -> tuple[Node, ...]:
        """The nodes from the root to an id, both included; empty if it is not there."""
        return _path(self.root, id)

    def describe(self) -> str:
        """The screen as plain lines, indented: what a screen reader would say."""
        lines: list[str] = []
        _describe(self.live, 0, lines)
        return "\n".join(lines)


def shown(tree: Tree, id: str) -> Rect:
    """The part of a node that the lists around it let be seen."""
    path = tree.path_to(id)
    rect = path[-1].rect
    for node in path[:-1]:
        if node.clips:
            rect = rect.common(node.rect)
    return rect


def _offset(here: Rect, there: Rect, dx: int, dy: int) -> tuple[float, float]:
    """How far a rectangle lies ahead in a direction, and how far aside of it."""
    if dx:
        ahead = (there.centre[0] - here.centre[0]) * dx
        aside = max(0, max(here.y, there.y) - min(here.bottom, there.bottom))
    else:
        ahead = (there.centre[1] - here.centre[1]) * dy
        aside = max(0, max(here.x, there.x) - min(here.right, there.right))
    return float(ahead), float(aside)


def _hit(node: Node, x: float, y: float) -> Node | None:
    inside = node.rect.holds(x, y)
    if node.clips and not inside:
        return None
    acts = node.press is not None or node.peek is not None or node.focusable
    children = sorted(node.children, key=lambda c: c.front) if _layered(node) else node.children
    for child in reversed(children):
        found = _hit(child, x, y)
        if found is None:
            continue
        told_only = found.press is None and found.peek is None and not found.focusable
        return node if told_only and acts and inside else found
    return node if inside and (acts or node.hint) else None


def _layered(node: Node) -> bool:
    return any(c.front for c in node.children)


def _path(node: Node, id: str) -> tuple[Node, ...]:
    if node.id == id:
        return (node,)
    for child in node.children:
        below = _path(child, id)
        if below:
            return (node, *below)
    return ()


def _describe(node: Node, depth: int, lines: list[str]) -> None:
    said = node.text or (" ".join(node.look.lines) if isinstance(node.look, Text) else "")
    deeper = depth
    if said:
        lines.append("  " * depth + said + ("" if not node.key else f" [{node.key}]"))
        deeper += 1
        if node.text and node.focusable:
            return
    for child in node.children:
        _describe(child, deeper, lines)


def with_front(nodes: tuple[Node, ...], id: str) -> tuple[Node, ...]:
    """The nodes with one of them painted last."""
    return tuple(evolve(node, front=True) if node.id == id else node for node in nodes)
