"""Renaming: a name in all files of a scenario, its tests and its translations at once, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import frozen

from game.rules.expressions import KEYWORDS
from game.scenario.fixes import spliced
from game.scenario.nodes import Edit
from game.scenario.server.navigating import occurrence_at
from game.scenario.server.occurrences import DECLARES, Occurrence
from game.scenario.server.project import Project, View
from game.scenario.server.symbols import BUILT_IN, LOCAL, Symbol
from game.scenario.translation import FOLDER
from game.words import retold, say

_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}\Z")
_LOOSE_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}\Z")
_LOOSE = ("sources", "places", "kinds", "phases")
_CONTEXT = re.compile(r'^msgctxt "([^"\\\n]*)"', re.MULTILINE)
_PLACEHOLDERS = (LOCAL, "ones")
"""The kinds of names that texts may hold in braces."""


class RenameRefusal(Exception):
    """A name cannot be renamed, or not to this; the message says why."""


@frozen
class Renameable:
    """A name that can be renamed: where the cursor's one stands, and what it means."""

    start: int
    end: int
    symbol: Symbol


def prepare(project: Project, path: Path, offset: int) -> Renameable:
    """The name at an offset of a file. Raises `RenameRefusal` where it cannot be renamed."""
    broken = next((view.path for view in _all_views(project) if view.broken), None)
    if broken is not None:
        raise RenameRefusal(say("{file} cannot be read as it stands; mend that first.", file=project.shown(broken)))
    found = occurrence_at(project, path, offset)
    if found is None:
        raise RenameRefusal(say("There is no name of the scenario here."))
    symbol = _only(found)
    places = _places(project, symbol)
    shared = {view.path for view in project.views() if view.shared}
    elsewhere = next((o for o in places if Path(o.file) in shared), None)
    if elsewhere is not None:  # other scenarios stand on it too
        file = project.shown(Path(elsewhere.file))
        raise RenameRefusal(say("`{name}` belongs to a shared ruleset ({file}).", name=symbol.id, file=file))
    if all(o.role != DECLARES for o in places):
        raise RenameRefusal(say("Nothing declares `{name}`.", name=symbol.id))
    for place in places:
        _only(place)
        if not place.exact:
            where = f"{project.shown(Path(place.file))}:{place.location.line}:{place.location.column}"
            message = say("`{name}` stands in a text that hides its letters: {place}.", name=symbol.id, place=where)
            raise RenameRefusal(message)
    if symbol.kind in _PLACEHOLDERS:
        _no_placeholder(project, symbol)
    return Renameable(found.start, found.end, symbol)


def _all_views(project: Project) -> list[View]:
    return [*project.views(), *(project.view(path, shared=False) for path in project.tests())]


def _only(occurrence: Occurrence) -> Symbol:
    """What an occurrence means, if it is one thing and no word of the language."""
    if len(occurrence.symbols) > 1:
        raise RenameRefusal(say("`{name}` means several things at once.", name=occurrence.symbols[0].id))
    (symbol,) = occurrence.symbols
    if symbol.kind == BUILT_IN:
        raise RenameRefusal(say("`{name}` is a word of the language.", name=symbol.id))
    return symbol


def _places(project: Project, symbol: Symbol) -> list[Occurrence]:
    return [o for o in project.occurrences() if symbol in o.symbols]


def _no_placeholder(project: Project, symbol: Symbol) -> None:
    rule = symbol.owner if symbol.kind == LOCAL else ""
    for view in project.views():
        for spot in view.spots:
            inside = not rule or ".".join(str(step) for step in spot.path).startswith(f"{rule}.")
            if inside and f"{{{symbol.id}}}" in (spot.node.word or ""):
                where = f"{project.shown(view.path)}:{spot.node.line}:{spot.node.column}"
                raise RenameRefusal(say("`{name}` is named by a text: {place}.", name=symbol.id, place=where))


def rename(project: Project, path: Path, offset: int, new: str) -> tuple[Edit, ...]:
    """The edits that rename the name at an offset; an edit's file is its full path.

    Raises `RenameRefusal`, also where the new name is taken, or would come to mean something else somewhere.
    """
    target = prepare(project, path, offset)
    symbol = target.symbol
    allowed = _LOOSE_ID if symbol.kind in _LOOSE else _ID
    if not allowed.match(new) or new in KEYWORDS:
        raise RenameRefusal(say("`{name}` is no id: letters, digits and `_`, no digit first.", name=new))
    if new == symbol.id:
        return ()
    made = changes(project, symbol, new)
    _must_mean_the_same(project, symbol, new, made)
    return made


def changes(project: Project, symbol: Symbol, new: str) -> tuple[Edit, ...]:
    """The edits that write another name wherever a name stands, whatever comes of it."""
    places = _places(project, symbol)
    edits = {Edit(o.file, o.start, o.end, new) for o in places}
    edits |= set(_in_catalogues(project, places, new))
    return tuple(sorted(edits, key=lambda e: (e.file, e.start)))


def _in_catalogues(project: Project, places: Iterable[Occurrence], new: str) -> Iterator[Edit]:
    """The paths in translated texts that lead through renamed entries."""
    ways = {tuple(str(step) for step in o.path) for o in places if o.is_key}
    for file in sorted((project.folder / FOLDER).glob("*.po")):
        for match in _CONTEXT.finditer(project.buffers.text(file).text):
            steps = tuple(match[1].split("."))
            way = next((steps[:n] for n in range(1, len(steps) + 1) if steps[:n] in ways), None)
            if way is not None:
                start = match.start(1) + sum(len(step) + 1 for step in way[:-1])
                yield Edit(str(file), start, start + len(way[-1]), new)


def _must_mean_the_same(project: Project, symbol: Symbol, new: str, edits: tuple[Edit, ...]) -> None:
    """Make the edits on a copy, and look whether every name still means what it did."""
    copy = project.copy(edited(project, edits))
    before, after = project.occurrences(), copy.occurrences()
    same = len(before) == len(after) and all(
        [s.kind for s in old.symbols] == [s.kind for s in now.symbols]
        and (symbol in old.symbols) == any(s.kind == symbol.kind and s.id == new for s in now.symbols)
        for old, now in zip(before, after, strict=False)
    )
    known = {(d.code, d.location.file) for d in project.errors()}
    fresh = [d for d in copy.errors() if (d.code, d.location.file) not in known]
    if fresh:
        raise RenameRefusal(say("Under that name this would be wrong: {message}.", message=retold(fresh[0].message)))
    if not same:
        raise RenameRefusal(say("`{name}` already means something else here.", name=new))


def edited(project: Project, edits: Iterable[Edit]) -> dict[Path, str]:
    """The texts of the files that edits touch, with the edits made."""
    by_file: dict[str, list[Edit]] = {}
    for edit in edits:
        by_file.setdefault(edit.file, []).append(edit)
    made: dict[Path, str] = {}
    for file, wanted in by_file.items():
        text = project.buffers.text(Path(file))
        made[Path(file)] = text.whole[: text.mark] + spliced(text.text, wanted)
    return made
