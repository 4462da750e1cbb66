"""What a machine can do in an editor: the fixes of `check --fix`, one or all of them, and the tidying of `fmt`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

from attrs import evolve, frozen

from game.scenario.diagnostics import Diagnostic
from game.scenario.fixes import compatible
from game.scenario.nodes import Edit
from game.scenario.server.positions import Text
from game.scenario.server.project import Checked
from game.scenario.tidy import tidied
from game.words import retold, say_many


@frozen
class Mend:
    """Something that can be done about mistakes; an edit's file is its full path."""

    title: str
    edits: tuple[Edit, ...]
    told: tuple[Diagnostic, ...]
    """What it mends."""
    is_all: bool = False


def mends(checked: Checked, path: Path, lines: tuple[int, int]) -> list[Mend]:
    """The fixes for what is wrong on some lines (from 0, the last among them) of a file; and one for all fixes."""
    own = {shown for shown in checked.files if shown not in checked.shared}
    here = [
        d
        for d in checked.diagnostics
        if checked.files.get(d.location.file) == path and lines[0] <= d.location.line - 1 <= lines[1]
    ]
    found = [
        Mend(_capital(retold(d.fix.title)), tuple(_placed(checked, d.fix.edits)), (d,))
        for d in here
        if d.fix is not None and all(edit.file in own for edit in d.fix.edits)
    ]
    edits, count = compatible(checked.diagnostics, own)
    if count:
        title = say_many("Mend {count} mistake that can be mended", "Mend all {count} mistakes that can be", count)
        every = tuple(_placed(checked, (edit for wanted in edits.values() for edit in wanted)))
        found.append(Mend(title, every, (), is_all=True))
    return found


def _placed(checked: Checked, edits: Iterable[Edit]) -> Iterator[Edit]:
    return (evolve(edit, file=str(checked.files[edit.file])) for edit in edits)


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]


def formatting(path: Path, text: Text) -> tuple[Edit, ...]:
    """The edits that tidy a file. Raises `AuthoringError` where it cannot be read."""
    made = tidied(path.name, text.text.encode("utf-8", "surrogatepass")).decode()
    before, after = text.text.splitlines(keepends=True), made.splitlines(keepends=True)
    starts = [0]
    for line in before:
        starts.append(starts[-1] + len(line))
    changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return tuple(
        _narrowed(Edit(str(path), starts[a], starts[b], "".join(after[c:d])), text.text)
        for kind, a, b, c, d in changes
        if kind != "equal"
    )


def _narrowed(edit: Edit, text: str) -> Edit:
    """The edit without what it would only write again at its beginning and its end."""
    old, new = text[edit.start : edit.end], edit.text
    shortest = min(len(old), len(new))
    head = next((i for i in range(shortest) if old[i] != new[i]), shortest)
    tail = next((i for i in range(shortest - head) if old[-1 - i] != new[-1 - i]), shortest - head)
    return Edit(edit.file, edit.start + head, edit.end - tail, new[head : len(new) - tail])
