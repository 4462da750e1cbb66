"""A graph laid out in layers: what leads on the left, what it leads to on its right, no line across another.

Every node has one place, beside the first that leads to it; others that lead there get a small mark that stands for it.
Lengths are in pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import define, field, frozen

from game.scenario import graph as g
from game.words import say

WIDE, GAP, BETWEEN, EDGE = 232.0, 46.0, 9.0, 10.0
"""A box's width, the room between two layers and between two boxes, and the margin inside a box."""
LINE, SMALL = 16.0, 13.0
"""The height of a line, and of a small one."""
HEADING, APART = 30.0, 26.0
"""The height of a section's heading, and the room after a section."""
TALL = 1_100.0
"""A picture taller than this is set in two columns."""
MOST_LINES = 3
_NARROW, _WIDEST = frozenset("iljtfrI.,:;'!|()[] "), frozenset("mwMW@%жшщфюыЖШЩФЮЫМ")


@frozen
class Box:
    """A node at its place, or a mark that stands for it."""

    node: g.Node
    lines: tuple[str, ...]
    cause: tuple[str, ...]
    """What is said, in small letters, of how the one on the left leads here."""
    x: float
    y: float
    height: float
    stands_for: bool = False

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@frozen
class Link:
    """A line from a box to one in the next layer; or, between turns, to the next one below."""

    source: Box
    target: Box
    later: bool = False


@define
class Section:
    """A part of the picture under its own heading, at its place."""

    title: str
    boxes: list[Box] = field(factory=list)
    links: list[Link] = field(factory=list)
    bottom: float = HEADING
    x: float = 0.0
    y: float = 0.0

    @property
    def width(self) -> float:
        return max((box.x + WIDE for box in self.boxes), default=0.0)


def sections_of(graph: g.Graph) -> tuple[list[Section], float, float]:
    """The graph's sections at their places, and the width and height of the whole."""
    sections = _Layers(graph).sections()
    total = sum(section.bottom + APART for section in sections)
    heights = [0.0, 0.0] if total > TALL else [0.0]
    columns: list[list[Section]] = [[] for _ in heights]
    for section in sections:  # in reading order: the second column begins where the first is half of the whole
        at = 0 if not columns[-1] and heights[0] + section.bottom / 2 < total / len(heights) else len(heights) - 1
        section.y = heights[at]
        heights[at] += section.bottom + APART
        columns[at].append(section)
    x = 0.0
    for column in columns:
        for section in column:
            section.x = x
        x += max((section.width for section in column), default=0.0) + 2 * GAP
    return sections, x - 2 * GAP, max(heights) - APART


def width_of(text: str, size: float) -> float:
    """About how wide a text is in a sans-serif face of this size."""
    ems = (0.34 if c in _NARROW else 0.88 if c in _WIDEST else 0.7 if c.isupper() else 0.58 for c in text)
    return size * sum(ems)


def wrapped(text: str, size: float, most: int = MOST_LINES) -> tuple[str, ...]:
    """A text in lines that a box has room for; what is left over is cut off with `…`."""
    room = WIDE - 2 * EDGE - 4
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(_cut(word, size, room))
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(f"{lines[most - 1]} …", size, room)]
    return tuple(lines or [""])


def _cut(word: str, size: float, room: float) -> str:
    if width_of(word, size) <= room:
        return word
    while word and width_of(f"{word}…", size) > room:
        word = word.rstrip(" …")[:-1]
    return f"{word}…"


@define
class _Layers:
    graph: g.Graph
    placed: set[str] = field(factory=set)

    def sections(self) -> list[Section]:
        nodes = self.graph.nodes.values()

        def of(*kinds: str) -> list[g.Node]:
            return [node for node in nodes if node.kind in kinds]

        ends = self.section(say("Endings"), of(g.CLOSE))  # an ending stands here, wherever else it comes from
        made = [
            self.section(say("Calendar"), of(g.TURN)),
            self.section(say("Decks"), of(g.DECK)),
            self.section(say("Conditions, and what they open"), of(g.CONDITION)),
            self.section(say("Deeds, and what follows from them"), of(g.DEED, g.SUMMIT)),
            self.agendas(),
        ]
        rest = self.section(say("Nothing in the scenario leads here"), [node for node in nodes if not node.group])
        return [section for section in (*made, ends, rest) if section.boxes]

    def section(self, title: str, roots: Iterable[g.Node]) -> Section:
        section = Section(title)
        free: dict[int, float] = {}
        before: Box | None = None
        for root in roots:
            if root.key not in self.placed:
                box = self.place(section, root, self.graph.outgoing(root.key), 0, free)
                if root.kind == g.TURN and before is not None:
                    section.links.append(Link(before, box))
                before = box
        return section

    def agendas(self) -> Section:
        """The faces of each member's agenda, beside its name."""
        section = Section(say("Agendas"))
        free: dict[int, float] = {}
        groups = dict.fromkeys(node.group for node in self.graph.nodes.values() if node.group)
        for group in groups:
            faces = [node for node in self.graph.nodes.values() if node.group == group]
            edges = [g.Edge(group, face.key) for face in faces]
            self.place(section, g.Node(f"group {group}", g.DECK, group), edges, 0, free)
        return section

    def place(
        self,
        section: Section,
        node: g.Node,
        edges: Sequence[g.Edge],
        depth: int,
        free: dict[int, float],
        cause: str = "",
        stands_for: bool = False,
    ) -> Box:
        """Put a node, and what it leads to on its right, below what is there; `free` is where each layer ends."""
        self.placed.add(node.key)
        lines, small = wrapped(node.label, 13), wrapped(cause, 11, 2) if cause else ()
        height = len(lines) * LINE + len(small) * SMALL + 2 * EDGE - 4
        top = max([HEADING, *(y for layer, y in free.items() if layer >= depth)])
        children: list[tuple[Box, bool]] = []
        for edge in edges:
            target = self.graph.nodes[edge.target]
            if node.kind == g.TURN and target.kind == g.TURN:
                continue
            again = target.key in self.placed
            inner = [] if again else self.graph.outgoing(target.key)
            free.setdefault(depth + 1, top)
            free[depth + 1] = max(free[depth + 1], top)
            children.append((self.place(section, target, inner, depth + 1, free, edge.label, again), edge.later))
        if children:
            top = max(top, (children[0][0].middle + children[-1][0].middle - height) / 2)
        box = Box(node, lines, small, depth * (WIDE + GAP), top, height, stands_for)
        free[depth] = top + height + BETWEEN
        section.boxes.append(box)
        section.links += [Link(box, child, later) for child, later in children]
        section.bottom = max(section.bottom, top + height)
        return box
