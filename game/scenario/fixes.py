"""Fixes: edits that mend a mistake, and putting them into files without touching any other byte."""

from __future__ import annotations

import codecs
import os
from collections.abc import Container, Iterable, Mapping
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from game.rules.problems import Addition, Suggestion
from game.scenario.nodes import Edit, Node, Place

if TYPE_CHECKING:
    from game.scenario.diagnostics import Diagnostic


def edits_for(hint: str, node: Node, place: Place, text: str) -> tuple[Edit, ...]:
    """The edits that do what a hint says at a place of a file, if they are known exactly."""
    if isinstance(hint, Suggestion) and place.offsets is not None:
        return (Edit(place.location.file, *place.offsets, hint.replacement),)
    if isinstance(hint, Addition) and node.is_mapping:
        return _added(hint.entry, node, text)
    return ()


def _added(entry: str, node: Node, text: str) -> tuple[Edit, ...]:
    """An entry put before the first one that a mapping has in its own file."""
    own = [e.key for e in node.entries.values() if e.key.file == node.file and node.start <= e.key.start <= node.end]
    if not own:
        return (
            (Edit(node.file, node.start + 1, node.start + 1, entry),)
            if text[node.start : node.start + 1] == "{"
            else ()
        )
    first = min(own, key=lambda key: key.start)
    end = ", " if text[node.start : node.start + 1] == "{" else f"{_newline(text)}{' ' * (first.column - 1)}"
    return (Edit(node.file, first.start, first.start, entry + end),)


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def spliced(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made; of two that overlap only the first."""
    parts: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        if edit.start >= at:
            parts += [text[at : edit.start], edit.text]
            at = edit.end
    return "".join([*parts, text[at:]])


def apply_fixes(diagnostics: Iterable[Diagnostic], files: Mapping[str, FilePath]) -> int:
    """Mend what carries a fix within these files, each written whole; how many were mended. Raises `OSError`.

    A fix is left alone where it touches another file or the place of another fix.
    """
    edits, count = compatible(diagnostics, files)
    mended: dict[FilePath, bytes] = {}
    for shown, wanted in edits.items():
        data = files[shown].read_bytes()
        mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        mended[files[shown]] = mark + spliced(data.decode("utf-8-sig"), wanted).encode()
    write_all(mended)
    return count


def compatible(diagnostics: Iterable[Diagnostic], files: Container[str]) -> tuple[dict[str, list[Edit]], int]:
    """The edits, by file, of all fixes within these files that touch no other fix's place; and how many fixes."""
    edits: dict[str, list[Edit]] = {}
    count = 0
    for fix in (d.fix for d in diagnostics if d.fix is not None):
        if all(e.file in files and not any(_overlap(e, o) for o in edits.get(e.file, ())) for e in fix.edits):
            count += 1
            for edit in fix.edits:
                edits.setdefault(edit.file, []).append(edit)
    return edits, count


def _overlap(one: Edit, other: Edit) -> bool:
    return one.start <= other.end and other.start <= one.end


def write_whole(path: FilePath, data: bytes) -> None:
    """Put `data` in the file, all of it or nothing. Raises `OSError`; then the file is as it was."""
    write_all({path: data})


def write_all(files: Mapping[FilePath, bytes]) -> None:
    """Put new bytes in files, each whole, in this order: all of them, or none. Raises `OSError`; then nothing changed.

    Everything is on the disk before the first file changes, and the old files are kept beside the new ones, as
    `.name.old`, until the last one is in its place: if the machine stops between two files, both are still there.
    """
    parts = {path: path.with_name(f".{path.name}.part") for path in files}
    kept = {path: path.with_name(f".{path.name}.old") for path in files if path.exists()} if len(files) > 1 else {}
    changed: list[FilePath] = []
    try:
        for path, part in parts.items():
            _flushed(part, files[path])
        for path, old in kept.items():
            _flushed(old, path.read_bytes())
            old.chmod(path.stat().st_mode & 0o777)
        for path, part in parts.items():
            if path.exists():
                part.chmod(path.stat().st_mode & 0o777)
            part.replace(path)
            changed.append(path)
    except OSError:
        for path in changed:
            if path in kept:
                kept[path].replace(path)
            elif len(files) > 1:
                path.unlink(missing_ok=True)
        raise
    finally:
        for left in (*parts.values(), *kept.values()):
            left.unlink(missing_ok=True)


def _flushed(path: FilePath, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
