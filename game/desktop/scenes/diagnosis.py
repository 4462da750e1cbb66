"""The author's preview of a session: what is wrong with the files of its scenario."""

from __future__ import annotations

from collections.abc import Iterator

from game.desktop.author import Author
from game.scenario.diagnostics import ERROR, Diagnostic
from game.scenes.diagnosis import AuthorMark, DiagnosticRow, DiagnosticsScene, DiagnosticView, excerpt, page_blocks
from game.words import retold, say, say_many


def diagnostics(author: Author, title: str, told: tuple[str, ...] = (), notice: str = "") -> DiagnosticsScene:
    """The scene of what an author should know. `told` is what became of the game."""
    rows = tuple(_row(author, n, d, n == author.opened) for n, d in enumerate(author.diagnostics, 1))
    chosen = author.diagnostics[author.opened - 1] if 0 < author.opened <= len(rows) else None
    opened = _view(author, rows[author.opened - 1], chosen) if chosen is not None else None
    editor = author.editor[0].replace("\\", "/").rpartition("/")[2] if author.editor else ""
    return DiagnosticsScene(title, counts(author), (*state(author), *told), rows, opened, editor, notice)


def counts(author: Author) -> str:
    """How many errors and warnings there are, in words."""
    if not author.diagnostics:
        return say("No problems.")
    found = []
    if author.errors:
        found.append(say_many("{count} error", "{count} errors", author.errors))
    if author.warnings:
        found.append(say_many("{count} warning", "{count} warnings", author.warnings))
    return ", ".join(found)


def mark(author: Author) -> AuthorMark:
    """The badge of the board."""
    told = [counts(author), *state(author), say("F4 shows the list.")]
    told = [t if t.endswith(".") else f"{t}." for t in told]
    return AuthorMark(author.errors, author.warnings, author.outdated, " ".join(told))


def state(author: Author) -> Iterator[str]:
    """What the board shows, where that is not what the files say."""
    if author.outdated:
        yield say("The board shows the last version without errors.")


def _row(author: Author, number: int, found: Diagnostic, chosen: bool) -> DiagnosticRow:
    error = found.severity == ERROR
    word = say("error") if error else say("warning")
    return DiagnosticRow(number, error, word, found.code, author.place(found), retold(found.message), chosen)


def _view(author: Author, row: DiagnosticRow, found: Diagnostic) -> DiagnosticView:
    where = found.location
    file = author.files.get(where.file)
    before, wrong, after = excerpt(found)
    return DiagnosticView(
        row,
        where.line,
        before,
        wrong,
        after,
        found.path,
        retold(found.hint),
        tuple(f"{retold(other.message)}: {other.location}" for other in found.related),
        str(file) if file is not None else "",
        where.column,
        page_blocks(found.code),
    )
