"""Journals in SQLite, one file a class: whatever happens, what was acknowledged is on disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from attrs import define, field, frozen

from game.classroom.stores.journal import Conflict, StoreError, is_code

SUFFIX = ".class"
_BESIDE = ("", "-wal", "-shm", "-journal")

_SCHEMA = "CREATE TABLE IF NOT EXISTS journal (number INTEGER PRIMARY KEY, event TEXT NOT NULL) STRICT"


@define
class SqliteJournal:
    """The journal in one file. Used by one thread at a time."""

    path: Path
    code: str
    _file: sqlite3.Connection = field(repr=False)

    def last(self) -> int:
        """The number of the last line."""
        try:
            return int(self._file.execute("SELECT coalesce(max(number), 0) FROM journal").fetchone()[0])
        except sqlite3.Error as error:
            raise StoreError(0, f"cannot read {self.path}: {error}") from None

    def append(self, after: int, lines: Sequence[str]) -> int:
        """Write lines in one transaction, synced to disk before this returns. Raises `Conflict`, `StoreError`."""
        try:
            self._file.execute("BEGIN IMMEDIATE")
            try:
                last = self.last()
                if last != after:
                    raise Conflict(0, f"{self.path} has {last} events, not {after}: another server writes to it")
                rows = enumerate(lines, after + 1)
                self._file.executemany("INSERT INTO journal (number, event) VALUES (?, ?)", rows)
                self._file.execute("COMMIT")
            except BaseException:
                if self._file.in_transaction:
                    self._file.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            raise StoreError(0, f"cannot write {self.path}: {error}") from None
        return after + len(lines)

    def read(self, after: int = 0) -> Iterator[tuple[int, str]]:
        """The lines after a number. Raises `StoreError`."""
        try:
            rows = self._file.execute("SELECT number, event FROM journal WHERE number > ? ORDER BY number", (after,))
            yield from rows.fetchall()
        except sqlite3.Error as error:
            raise StoreError(0, f"cannot read {self.path}: {error}") from None

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


@frozen
class SqliteStore:
    """The journals in a folder."""

    folder: Path

    def codes(self) -> tuple[str, ...]:
        """The codes of all classes, the one last written first."""
        found = [(self._written(path), path.stem) for path in self.folder.glob(f"*{SUFFIX}")]
        return tuple(code for _, code in sorted(found, reverse=True) if is_code(code))

    def _written(self, path: Path) -> int:
        beside = (path.with_name(path.name + end) for end in ("", "-wal"))
        return max((file.stat().st_mtime_ns for file in beside if file.is_file()), default=0)

    def path(self, code: str) -> Path:
        """The file of a class. Raises `LookupError` for what can be no code."""
        if not is_code(code):
            raise LookupError(f"`{code}` is no code of a class")
        return self.folder / f"{code.upper()}{SUFFIX}"

    def create(self, code: str) -> SqliteJournal:
        """A new journal. Raises `Conflict` if there is one already, or `StoreError`."""
        path = self.path(code)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if path.exists():
                raise Conflict(0, f"there is a class {code} already")
            path.open("xb").close()
        except Conflict:
            raise
        except OSError as error:
            raise StoreError(error.errno or 0, f"cannot write {path}: {error.strerror or error}") from None
        return self.open(code)

    def open(self, code: str) -> SqliteJournal:
        """The journal of a class. Raises `LookupError` if there is none, or `StoreError`."""
        path = self.path(code)
        if not path.is_file():
            raise LookupError(f"there is no class {code}")
        return SqliteJournal(path, path.stem, _connected(path))

    def forget(self, code: str) -> None:
        """Overwrite and remove a class's files. Raises `LookupError`, or `StoreError`."""
        path = self.path(code)
        if not path.is_file():
            raise LookupError(f"there is no class {code}")
        try:
            with closing(_connected(path)) as file:
                file.execute("PRAGMA secure_delete=ON")
                file.execute("DELETE FROM journal")
                file.execute("VACUUM")
                file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            for end in _BESIDE:
                _wipe(path.with_name(path.name + end))
        except (sqlite3.Error, OSError) as error:
            raise StoreError(0, f"cannot forget {path}: {error}") from None


def _connected(path: Path) -> sqlite3.Connection:
    """The file with its table, ready to write. Raises `StoreError`."""
    try:
        # The room's one writer thread uses it, and whoever opened it before: never two at once.
        file = sqlite3.connect(path, timeout=5.0, isolation_level=None, check_same_thread=False)
        try:
            for setting in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "trusted_schema=OFF"):
                file.execute(f"PRAGMA {setting}")
            file.execute(_SCHEMA)
        except sqlite3.Error:
            file.close()
            raise
    except sqlite3.Error as error:
        raise StoreError(0, f"cannot open {path}: {error}") from None
    return file


def _wipe(path: Path) -> None:
    """Overwrite a file, then remove it."""
    if path.is_file():
        with path.open("r+b") as file:
            file.write(b"\0" * path.stat().st_size)
            file.flush()
        path.unlink()
