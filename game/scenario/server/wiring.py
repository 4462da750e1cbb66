"""The protocol's side of the language server: pygls asks, the pure part answers; no question ends in an exception."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

from attrs import define, field
from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from game.scenario.folders import AuthoringError
from game.scenario.resources import resources
from game.scenario.server import answers
from game.scenario.server.completing import complete
from game.scenario.server.desk import Desk
from game.scenario.server.mending import formatting, mends
from game.scenario.server.navigating import definitions, folds, outline, references
from game.scenario.server.positions import UNITS, Text
from game.scenario.server.project import Project
from game.scenario.server.renaming import RenameRefusal, prepare, rename
from game.scenario.server.telling import hover
from game.words import ENGLISH, language, speaking

NAME = "multivector"
LOOPBACK = "127.0.0.1"
PAUSE = 0.02
"""Seconds after a change until the scenario is checked: what is typed or pasted in one go is checked once."""

RARELY = (200_000, 10, 10)
"""When Python looks for cycles. A check makes many values that live for a moment and hardly a cycle; looking for them
as often as usual doubles the slowest twentieth of the checks."""

LANGUAGES = ("en", "kk", "ru")
_log = logging.getLogger(NAME)
_Handler = TypeVar("_Handler", bound=Callable[..., Any])


@define
class Session:
    """One client."""

    server: LanguageServer
    desk: Desk
    language: str = ENGLISH
    follows_editor: bool = True
    """Whether it speaks the editor's language, if it knows that."""
    uris: dict[Path, str] = field(factory=dict)
    """The address by which the client opened a file."""
    published: dict[Path, set[Path]] = field(factory=dict)
    """By a scenario's folder, the files of which something was told."""
    waiting: dict[Path, asyncio.TimerHandle] = field(factory=dict)

    # Files

    def path(self, uri: str) -> Path | None:
        """The file of an address; None for what is no file."""
        name = to_fs_path(uri) if uri.startswith("file:") else None
        return Path(name) if name else None

    def uri(self, path: Path) -> str:
        return self.uris.get(path) or from_fs_path(str(path)) or path.as_uri()

    def put(self, uri: str, text: str) -> None:
        path = self.path(uri)
        if path is not None:
            self.uris[path] = uri
            self.check_soon(self.desk.put(path, text))

    def drop(self, uri: str) -> None:
        path = self.path(uri)
        if path is None:
            return
        concerned = self.desk.drop(path)
        self.uris.pop(path, None)
        for project in concerned:
            if self.desk.forget(project):
                self.stop_waiting(project)
                self.tell(project, {})
            else:
                self.check_soon([project])

    # Diagnostics

    def check_soon(self, projects: list[Project]) -> None:
        loop = asyncio.get_running_loop()
        for project in projects:
            if project.folder not in self.waiting:
                self.waiting[project.folder] = loop.call_later(PAUSE, self.check, project)

    def stop_waiting(self, project: Project) -> None:
        timer = self.waiting.pop(project.folder, None)
        if timer is not None:
            timer.cancel()

    def check(self, project: Project) -> None:
        self.stop_waiting(project)
        try:
            with speaking(self.language):
                checked = self.desk.check(project)
                self.tell(project, answers.diagnostics_of(checked, self.desk.buffers, self.uri))
        except Exception:  # noqa: BLE001 - a mistake of ours must not take the editor's server away
            _log.exception("checking %s", project.folder)

    def tell(self, project: Project, found: dict[Path, list[types.Diagnostic]]) -> None:
        """Publish what is wrong in each file, for open ones and for those that were wrong also that nothing is."""
        before = self.published.get(project.folder, set())
        held = {path for path in self.desk.buffers.open if project in self.desk.concerned(path)}
        for path in sorted(before | held | set(found)):
            told = types.PublishDiagnosticsParams(self.uri(path), found.get(path, []))
            self.server.text_document_publish_diagnostics(told)
        self.published[project.folder] = set(found)

    # Questions

    def at(self, uri: str, position: types.Position) -> tuple[Project, Path, int] | None:
        """The scenario, the file and the offset of a position."""
        path = self.path(uri)
        project = self.desk.project(path) if path is not None else None
        if path is None or project is None:
            return None
        return project, path, self.desk.buffers.text(path).offset(position.line, position.character)

    def text(self, path: Path) -> Text:
        return self.desk.buffers.text(path)


def make_server(version: str, wanted: str | None = None) -> LanguageServer:
    """A server that has not begun to listen; it speaks the language that is wanted, or else the editor's."""
    # Whole texts, since editors and Python do not agree on what ends a line: a patch could land in the wrong one.
    server = LanguageServer(NAME, version, text_document_sync_kind=types.TextDocumentSyncKind.Full)
    session = Session(server, Desk((resources("scenarios") / "rules").absolute()), wanted or language(), wanted is None)
    _files(server, session)
    _questions(server, session)
    _edits(server, session)
    return server


def serve(version: str, *, port: int | None = None, wanted: str | None = None) -> None:
    """Answer an editor over standard input and output, or over a port of this machine only, until it goes."""
    server = make_server(version, wanted)
    gc.set_threshold(*RARELY)
    logging.getLogger("pygls.protocol.json_rpc").addFilter(_is_unexpected)
    if port is not None:
        server.start_tcp(LOOPBACK, port)
        return
    # The protocol has the standard output to itself: what anything else prints goes where errors go.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as out, redirect_stdout(sys.stderr):
        server.start_io(sys.stdin.buffer, out)


def _is_unexpected(record: logging.LogRecord) -> bool:
    """Whether a line of the protocol's log tells of more than a refusal, which the client has been told."""
    return record.exc_info is None or not isinstance(record.exc_info[1], JsonRpcInvalidParams)


def _answering(session: Session) -> Callable[[_Handler], _Handler]:
    """A question that has no answer where ours would be an exception. Refusals are told to the person."""

    def wrap(answer: _Handler) -> _Handler:
        @wraps(answer)
        def safe(params: Any = None) -> Any:
            try:
                with speaking(session.language):
                    return answer(params)
            except RenameRefusal as refusal:
                raise JsonRpcInvalidParams(str(refusal)) from None
            except Exception:  # noqa: BLE001 - as above
                _log.exception("answering %s", answer.__name__)
                return None

        return cast(_Handler, safe)

    return wrap


def _files(server: LanguageServer, session: Session) -> None:
    """What opens, changes and goes."""
    nothing = _answering(session)

    @server.feature(types.INITIALIZE)
    @nothing
    def begin(params: types.InitializeParams) -> None:
        spoken = (params.locale or "")[:2]
        session.language = spoken if session.follows_editor and spoken in LANGUAGES else session.language

    @server.feature(types.INITIALIZED)
    @nothing
    def begun(params: types.InitializedParams) -> None:
        encoding = server.workspace.position_encoding
        chosen = str(getattr(encoding, "value", encoding) or "utf-16")
        session.desk.buffers.encoding = chosen if chosen in UNITS else "utf-16"
        watching = (
            server.client_capabilities.workspace and server.client_capabilities.workspace.did_change_watched_files
        )
        if watching and watching.dynamic_registration:
            patterns = [types.FileSystemWatcher(f"**/*.{ending}") for ending in ("yaml", "po")]
            wanted = types.DidChangeWatchedFilesRegistrationOptions(patterns)
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            server.client_register_capability(
                types.RegistrationParams([types.Registration("files", method, wanted)]), lambda _: None
            )

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    @nothing
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        session.put(params.text_document.uri, params.text_document.text)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    @nothing
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        session.put(uri, server.workspace.get_text_document(uri).source)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    @nothing
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        session.check_soon(session.desk.touch())

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    @nothing
    def touched(params: types.DidChangeWatchedFilesParams) -> None:
        session.check_soon(session.desk.touch())

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    @nothing
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        session.drop(params.text_document.uri)


def _questions(server: LanguageServer, session: Session) -> None:
    """What changes nothing."""
    desk = session.desk

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[".", " ", "[", "{"]))
    @_answering(session)
    def completion(params: types.CompletionParams) -> types.CompletionList:
        where = session.at(params.text_document.uri, params.position)
        if where is None:
            return types.CompletionList(is_incomplete=False, items=[])
        project, path, offset = where
        items = complete(project, path, offset)
        return answers.items_of(items, session.text(path), snippets=_has_snippets(server))

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    @_answering(session)
    def hovering(params: types.HoverParams) -> types.Hover | None:
        where = session.at(params.text_document.uri, params.position)
        if where is None:
            return None
        project, path, offset = where
        found = hover(project, desk.view(project, path), offset)
        if found is None:
            return None
        told = types.MarkupContent(types.MarkupKind.Markdown, found.text)
        return types.Hover(told, answers.range_of(session.text(path).span(found.start, found.end)))

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    @_answering(session)
    def definition(params: types.DefinitionParams) -> list[types.Location]:
        where = session.at(params.text_document.uri, params.position)
        places = definitions(*where) if where is not None else []
        return [answers.location_of(place, desk.buffers, session.uri) for place in places]

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    @_answering(session)
    def referring(params: types.ReferenceParams) -> list[types.Location]:
        where = session.at(params.text_document.uri, params.position)
        declarations = params.context.include_declaration
        places = references(*where, declarations=declarations) if where is not None else []
        return [answers.location_of(place, desk.buffers, session.uri) for place in places]

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    @_answering(session)
    def symbols(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        where = session.at(params.text_document.uri, types.Position(0, 0))
        return answers.headings_of(outline(desk.view(where[0], where[1]))) if where is not None else []

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    @_answering(session)
    def folding(params: types.FoldingRangeParams) -> list[types.FoldingRange]:
        where = session.at(params.text_document.uri, types.Position(0, 0))
        found = folds(desk.view(where[0], where[1])) if where is not None else []
        return [types.FoldingRange(start, end) for start, end in found]


def _edits(server: LanguageServer, session: Session) -> None:
    """What changes files."""
    desk = session.desk

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    @_answering(session)
    def preparing(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        where = session.at(params.text_document.uri, params.position)
        if where is None:
            return None
        found = prepare(*where)
        span = session.text(where[1]).span(found.start, found.end)
        return types.PrepareRenamePlaceholder(answers.range_of(span), found.symbol.id)

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    @_answering(session)
    def renaming(params: types.RenameParams) -> types.WorkspaceEdit | None:
        where = session.at(params.text_document.uri, params.position)
        if where is None:
            return None
        return answers.edits_of(rename(*where, params.new_name), desk.buffers, session.uri)

    kinds = [types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll]

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=kinds))
    @_answering(session)
    def actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        where = session.at(params.text_document.uri, params.range.start)
        if where is None:
            return []
        project, path, _ = where
        return _actions(session, project, path, params)

    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    @_answering(session)
    def format_(params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
        path = session.path(params.text_document.uri)
        if path is None or path.suffix != ".yaml" or desk.project(path) is None:
            return None
        text = session.text(path)
        try:
            made = formatting(path, text)
        except AuthoringError as error:
            server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, str(error)))
            return None
        return [types.TextEdit(answers.range_of(text.span(edit.start, edit.end)), edit.text) for edit in made]


def _actions(session: Session, project: Project, path: Path, params: types.CodeActionParams) -> list[types.CodeAction]:
    desk = session.desk
    checked = desk.check(project)
    lines = (params.range.start.line, params.range.end.line)
    only = params.context.only
    made: list[types.CodeAction] = []
    for mend in mends(checked, path, lines):
        kind = types.CodeActionKind.SourceFixAll if mend.is_all else types.CodeActionKind.QuickFix
        codes = {told.code for told in mend.told}
        held = [d for d in params.context.diagnostics if d.code in codes and lines[0] <= d.range.start.line <= lines[1]]
        action = types.CodeAction(
            mend.title,
            kind,
            diagnostics=held or None,
            is_preferred=not mend.is_all or None,
            edit=answers.edits_of(mend.edits, desk.buffers, session.uri),
        )
        if only is None or any(_is_kind(kind, str(getattr(wanted, "value", wanted))) for wanted in only):
            made.append(action)
    return made


def _is_kind(kind: types.CodeActionKind, wanted: str) -> bool:
    """Whether a kind is one that is asked for, or beneath it."""
    return kind.value == wanted or kind.value.startswith(f"{wanted}.")


def _has_snippets(server: LanguageServer) -> bool:
    document = server.client_capabilities.text_document
    completion = document.completion if document is not None else None
    item = completion.completion_item if completion is not None else None
    return bool(item is not None and item.snippet_support)
