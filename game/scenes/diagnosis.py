"""The author's preview as values: what is wrong with a scenario's files, one mistake in full with its line and page."""

from __future__ import annotations

import re

from attrs import frozen

from game.scenario.diagnostics import Diagnostic
from game.scenario.pages import spoken

WIDEST = 96
"""Letters of a file's line that are shown at most, around the place that matters."""
_LIST = re.compile(r"[-*] ")


@frozen
class DiagnosticRow:
    """A diagnostic in the list."""

    number: int
    """What `Diagnose` wants; from 1."""
    error: bool
    """Whether the scenario cannot be played with it."""
    word: str
    """`error` or `warning`, in words."""
    code: str
    place: str
    """`file:line:column`."""
    message: str
    chosen: bool = False


@frozen
class Block:
    """A part of a page: a heading, a paragraph or lines of a file."""

    kind: str
    """heading, text or code."""
    lines: tuple[str, ...]


@frozen
class DiagnosticView:
    """One diagnostic in full."""

    row: DiagnosticRow
    line: int
    before: str
    """The line of the file up to what is wrong; begins with … where it is cut."""
    wrong: str
    after: str
    path: str
    """The dotted way to the value."""
    hint: str
    """What would be right."""
    related: tuple[str, ...]
    """Other places where it matters."""
    file: str
    """The path of the file on this machine; empty where it is not known."""
    column: int
    page: tuple[Block, ...]
    """What the code means, with a bad and a good example."""


@frozen
class DiagnosticsScene:
    """All that is wrong with the files of a scenario."""

    title: str
    summary: str
    """How many errors and warnings there are, in words."""
    told: tuple[str, ...]
    """What became of the board and of the game: an older version shown, moves that cannot be played now."""
    rows: tuple[DiagnosticRow, ...]
    opened: DiagnosticView | None
    editor: str
    """The program in which a place can be opened; empty where none is known."""
    notice: str = ""


@frozen
class AuthorMark:
    """The badge on the board of a scenario that its author is writing."""

    errors: int
    warnings: int
    outdated: bool
    """Whether the board shows an older version than the files."""
    text: str
    """All of it in words."""


def excerpt(found: Diagnostic) -> tuple[str, str, str]:
    """The line of the file: what stands before the mistake, the mistake, and what stands behind it.

    A long line is cut to `WIDEST` letters around the mistake.
    """
    line = found.excerpt.replace("\t", " ")
    start = min(found.location.column - 1, len(line))
    end = max(start, min(found.end_column - 1, len(line)))
    before, wrong, after = line[:start], line[start:end], line[end:]
    if len(wrong) > WIDEST:
        wrong = wrong[: WIDEST - 1] + "…"
    room = WIDEST - len(wrong)
    if len(before) > max(room // 2, room - len(after)):
        before = "…" + before[len(before) - max(0, max(room // 2, room - len(after)) - 1) :].lstrip()
    left = max(0, room - len(before))
    return before, wrong, after if len(after) <= left else after[: max(0, left - 1)] + "…"


def page_blocks(code: str) -> tuple[Block, ...]:
    """The page of a code in parts; its title is left out, as the message says it. None where there is no page."""
    blocks: list[Block] = []
    paragraph: list[str] = []
    fenced: list[str] | None = None

    def ended() -> None:
        if paragraph:
            blocks.append(Block("text", (" ".join(paragraph),)))
            paragraph.clear()

    for line in spoken(code).splitlines()[1:]:
        if line.startswith("```"):
            if fenced is None:
                ended()
                fenced = []
            else:
                blocks.append(Block("code", tuple(fenced)))
                fenced = None
        elif fenced is not None:
            fenced.append(line)
        elif line.startswith("#"):
            ended()
            blocks.append(Block("heading", (line.lstrip("# "),)))
        elif not line.strip():
            ended()
        else:
            if _LIST.match(line):
                ended()
            paragraph.append(_LIST.sub("• ", line.strip(), count=1))
    ended()
    return tuple(blocks)
