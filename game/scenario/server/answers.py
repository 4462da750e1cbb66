"""Answers in the protocol's own types: diagnostics, completions, edits, outlines, from what the pure part says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from lsprotocol import types

from game.scenario.diagnostics import WARNING, Diagnostic
from game.scenario.nodes import Edit
from game.scenario.pages import PAGES, codes
from game.scenario.resources import resources
from game.scenario.server.completing import Item
from game.scenario.server.navigating import Heading, Place
from game.scenario.server.positions import Span, Text, offsets_of
from game.scenario.server.project import Buffers, Checked
from game.words import retold

SOURCE = "multivector"
UNUSED = ("MV506",)
"""The codes of what nothing uses: editors draw it faint."""

Uri = Callable[[Path], str]
"""The address by which the client knows a file."""

_ITEM_KINDS = {
    "key": types.CompletionItemKind.Property,
    "name": types.CompletionItemKind.Variable,
    "field": types.CompletionItemKind.Field,
    "function": types.CompletionItemKind.Function,
    "word": types.CompletionItemKind.Keyword,
    "member": types.CompletionItemKind.EnumMember,
    "file": types.CompletionItemKind.File,
}
_HEADING_KINDS = {
    "section": types.SymbolKind.Namespace,
    "entry": types.SymbolKind.Object,
    "field": types.SymbolKind.Field,
}


def range_of(span: Span) -> types.Range:
    """A span as the protocol writes it."""
    return types.Range(types.Position(*span.start), types.Position(*span.end))


def location_of(place: Place, buffers: Buffers, uri: Uri) -> types.Location:
    """A piece of a file as the protocol writes it."""
    return types.Location(uri(place.path), range_of(buffers.text(place.path).span(place.start, place.end)))


def edits_of(edits: Iterable[Edit], buffers: Buffers, uri: Uri) -> types.WorkspaceEdit:
    """Edits of some files; an edit's file is its full path."""
    changes: dict[str, list[types.TextEdit]] = {}
    texts: dict[str, Text] = {}
    for edit in edits:
        text = texts.setdefault(edit.file, buffers.text(Path(edit.file)))
        new = types.TextEdit(range_of(text.span(edit.start, edit.end)), edit.text)
        changes.setdefault(uri(Path(edit.file)), []).append(new)
    return types.WorkspaceEdit(changes=changes)


def diagnostics_of(checked: Checked, buffers: Buffers, uri: Uri) -> dict[Path, list[types.Diagnostic]]:
    """What is wrong, by the file in which it is."""
    texts: dict[Path, Text] = {}
    found: dict[Path, list[types.Diagnostic]] = {}
    for told in checked.diagnostics:
        path = checked.files.get(told.location.file)
        if path is not None:
            text = texts.setdefault(path, buffers.text(path))
            found.setdefault(path, []).append(_diagnostic(told, text, _related(told, checked, buffers, texts, uri)))
    return found


def _diagnostic(told: Diagnostic, text: Text, related: list[types.DiagnosticRelatedInformation]) -> types.Diagnostic:
    where = told.location
    start, end = offsets_of(text.text, [(where.line, where.column), (where.line, told.end_column)])
    end = min(end, text.line_end(text.line_of(start)))
    page = (resources("scenarios") / PAGES / f"{told.code}.md").absolute()
    return types.Diagnostic(
        range_of(text.span(start, end)),
        "\n".join(retold(part) for part in (told.message, told.hint) if part),
        types.DiagnosticSeverity.Warning if told.severity == WARNING else types.DiagnosticSeverity.Error,
        told.code,
        types.CodeDescription(page.as_uri()) if told.code in codes() else None,
        SOURCE,
        [types.DiagnosticTag.Unnecessary] if told.code in UNUSED else None,
        related or None,
    )


def _related(
    told: Diagnostic, checked: Checked, buffers: Buffers, texts: dict[Path, Text], uri: Uri
) -> list[types.DiagnosticRelatedInformation]:
    found: list[types.DiagnosticRelatedInformation] = []
    for other in told.related:
        path = checked.files.get(other.location.file)
        if path is not None:
            text = texts.setdefault(path, buffers.text(path))
            (start,) = offsets_of(text.text, [(other.location.line, other.location.column)])
            end = text.line_end(text.line_of(start))
            place = types.Location(uri(path), range_of(text.span(start, end)))
            found.append(types.DiagnosticRelatedInformation(place, retold(other.message)))
    return found


def items_of(items: Iterable[Item], text: Text, *, snippets: bool) -> types.CompletionList:
    """Completions; with `snippets`, places to fill in where there are any."""
    made = []
    for number, item in enumerate(items):
        snippet = snippets and bool(item.snippet)
        new = item.snippet if snippet else item.insert
        made.append(
            types.CompletionItem(
                label=item.label,
                kind=_ITEM_KINDS[item.kind],
                detail=item.detail or None,
                documentation=types.MarkupContent(types.MarkupKind.Markdown, item.doc) if item.doc else None,
                sort_text=f"{item.rank}{number:05}",
                filter_text=item.label,
                text_edit=types.TextEdit(range_of(text.span(item.start, item.end)), new),
                insert_text_format=types.InsertTextFormat.Snippet if snippet else types.InsertTextFormat.PlainText,
                insert_text_mode=types.InsertTextMode.AdjustIndentation if snippet else None,
            )
        )
    return types.CompletionList(is_incomplete=False, items=made)


def headings_of(headings: Iterable[Heading]) -> list[types.DocumentSymbol]:
    """An outline."""
    return [
        types.DocumentSymbol(
            name=heading.name or " ",
            kind=_HEADING_KINDS[heading.kind],
            range=range_of(_around(heading.whole, heading.key)),
            selection_range=range_of(heading.key),
            detail=heading.detail or None,
            children=headings_of(heading.inner),
        )
        for heading in headings
    ]


def _around(whole: Span, key: Span) -> Span:
    """The protocol wants the key within the whole."""
    return Span(min(whole.start, key.start), max(whole.end, key.end))
