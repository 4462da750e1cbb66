"""Finding one's way: where a name is declared, where it is used, what a file holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import field, frozen

from game.scenario.nodes import Node
from game.scenario.server.occurrences import DECLARES, Occurrence
from game.scenario.server.positions import Span
from game.scenario.server.project import Project, View
from game.scenario.server.shape import Spot
from game.scenario.server.symbols import Symbol, declares_itself

MOST_TO_OUTLINE = 20_000


@frozen
class Place:
    """A piece of a file."""

    path: Path
    start: int
    end: int


@frozen
class Heading:
    """One line of an outline, with those beneath it."""

    name: str
    detail: str
    kind: str
    """`section`, `entry` or `field`."""
    whole: Span
    key: Span
    inner: list[Heading] = field(factory=list)


def occurrence_at(project: Project, path: Path, offset: int) -> Occurrence | None:
    """The name at an offset of a file; of two, the shorter."""
    here = [o for o in project.occurrences() if o.exact and o.file == str(path) and o.start <= offset <= o.end]
    return min(here, key=lambda o: (o.end - o.start, o.start), default=None)


def definitions(project: Project, path: Path, offset: int) -> list[Place]:
    """Where the name at an offset is declared: an entry that stands on one of a ruleset is declared twice."""
    found = occurrence_at(project, path, offset)
    return [_place(o) for o in _of(project, found.symbols) if o.role == DECLARES] if found is not None else []


def references(project: Project, path: Path, offset: int, *, declarations: bool = True) -> list[Place]:
    """Where the name at an offset stands."""
    found = occurrence_at(project, path, offset)
    if found is None:
        return []
    return [_place(o) for o in _of(project, found.symbols) if declarations or o.role != DECLARES]


def _of(project: Project, symbols: Iterable[Symbol]) -> Iterator[Occurrence]:
    wanted = set(symbols)
    return (o for o in project.occurrences() if not wanted.isdisjoint(o.symbols))


def _place(occurrence: Occurrence) -> Place:
    return Place(Path(occurrence.file), occurrence.start, occurrence.end)


def outline(view: View) -> list[Heading]:
    """The sections of a file with their entries; for tests, the cases."""
    if view.root is None or len(view.spots) > MOST_TO_OUTLINE:
        return []
    if view.root.is_list:
        return [_case(view, item) for item in view.root.items if item.entries]
    known = {spot.path: spot for spot in view.spots}
    return [_heading(view, known, spot) for spot in view.spots if len(spot.path) == 1 and spot.key is not None]


def _case(view: View, item: Node) -> Heading:
    name = item.entries.get("name")
    word = (name.value.word or "") if name is not None else ""
    span = _trimmed(view, item.start, item.end)
    key = view.text.span(name.value.start, name.value.end) if name is not None else Span(span.start, span.start)
    return Heading(word or "a case", "", "entry", span, key)


def _heading(view: View, known: dict[tuple[str | int, ...], Spot], spot: Spot) -> Heading:
    assert spot.key is not None
    name = spot.node.entries.get("name") or spot.node.entries.get("title")
    detail = (name.value.word or "") if name is not None else (spot.node.word or "")[:60]
    kind = "section" if len(spot.path) == 1 else "entry" if declares_itself(spot) else "field"
    whole = _trimmed(view, spot.key.start, max(spot.key.end, spot.node.end))
    key = view.text.span(spot.key.start, spot.key.end)
    inner = [
        _heading(view, known, known[(*spot.path, step)])
        for step in spot.node.entries
        if (*spot.path, step) in known and (spot.node.entries[step].value.entries or len(spot.path) < 2)
    ]
    return Heading(str(spot.path[-1]), detail.strip().split("\n")[0], kind, whole, key, inner)


def _trimmed(view: View, start: int, end: int) -> Span:
    """A piece without the blanks and comments behind it, which a block of lines would take in."""
    text = view.text.text
    lines = text[start:end].split("\n")
    while len(lines) > 1 and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines.pop()
    return view.text.span(start, start + len("\n".join(lines).rstrip()))


def folds(view: View) -> list[tuple[int, int]]:
    """The lines, from 0, that can be folded away: entries and texts of several lines."""
    found: dict[int, int] = {}
    for spot in view.spots[:MOST_TO_OUTLINE]:
        if spot.key is not None:
            span = _trimmed(view, spot.key.start, max(spot.key.end, spot.node.end))
            if span.end[0] > span.start[0]:
                found.setdefault(span.start[0], span.end[0])
    return sorted(found.items())
