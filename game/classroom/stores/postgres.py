"""The same journals in PostgreSQL, one table for all classes; wants the extra `postgres` (psycopg 3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from attrs import define, field, frozen

from game.classroom.stores.journal import Conflict, StoreError, is_code

if TYPE_CHECKING:
    from psycopg import Connection

DSN = "MULTIVECTOR_POSTGRES"
"""The environment variable that names the server: `postgresql://user@host/name`."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS multivector_journal (
    class text NOT NULL,
    number bigint NOT NULL,
    event text NOT NULL,
    PRIMARY KEY (class, number)
);
CREATE TABLE IF NOT EXISTS multivector_class (code text PRIMARY KEY, written timestamptz NOT NULL DEFAULT now());
"""
_LAST = "SELECT coalesce(max(number), 0) FROM multivector_journal WHERE class = %s"
_READ = "SELECT number, event FROM multivector_journal WHERE class = %s AND number > %s ORDER BY number"
_ADD = "INSERT INTO multivector_journal (class, number, event) VALUES (%s, %s, %s)"
_FIND = "SELECT 1 FROM multivector_class WHERE code = %s"
_CODES = "SELECT code FROM multivector_class ORDER BY written DESC, code"
_CREATE = "INSERT INTO multivector_class (code) VALUES (%s) ON CONFLICT DO NOTHING RETURNING code"
_WRITTEN = "UPDATE multivector_class SET written = clock_timestamp() WHERE code = %s"
_FORGET = "DELETE FROM multivector_class WHERE code = %s RETURNING code"
_ONE_AT_A_TIME = 7_204_605  # the key of the lock under which the tables are made


@define
class PostgresJournal:
    """The journal of one class. Used by one thread at a time."""

    code: str
    _server: Connection[Any] = field(repr=False)

    def last(self) -> int:
        """The number of the last line."""
        import psycopg

        try:
            row = self._server.execute(_LAST, (self.code,)).fetchone()
        except psycopg.Error as error:
            raise StoreError(0, f"cannot read the journal: {error}") from None
        return int(row[0]) if row is not None else 0

    def append(self, after: int, lines: Sequence[str]) -> int:
        """Write lines in one transaction, committed before this returns. Raises `Conflict`, `StoreError`."""
        import psycopg

        rows = [(self.code, number, line) for number, line in enumerate(lines, after + 1)]
        try:
            with self._server.transaction():
                # The class's own row is the lock: of two writers the second sees the first one's lines.
                held = self._server.execute(f"{_FIND} FOR UPDATE", (self.code,)).fetchone()
                if held is None:
                    raise Conflict(0, f"the class {self.code} was forgotten")
                last = self.last()
                if last != after:
                    raise Conflict(0, f"the journal has {last} events, not {after}: another server writes to it")
                with self._server.cursor() as cursor:
                    cursor.executemany(_ADD, rows)
                self._server.execute(_WRITTEN, (self.code,))
        except psycopg.Error as error:
            raise StoreError(0, f"cannot write the journal: {error}") from None
        return after + len(lines)

    def read(self, after: int = 0) -> Iterator[tuple[int, str]]:
        """The lines after a number. Raises `StoreError`."""
        import psycopg

        try:
            yield from self._server.execute(_READ, (self.code, after)).fetchall()
        except psycopg.Error as error:
            raise StoreError(0, f"cannot read the journal: {error}") from None

    def close(self) -> None:
        """Let go of the server."""
        self._server.close()


@frozen
class PostgresStore:
    """The journals on a server."""

    dsn: str

    def codes(self) -> tuple[str, ...]:
        """The codes of all classes, the one last written first."""
        with self._connected() as server:
            return tuple(row[0] for row in server.execute(_CODES))

    def create(self, code: str) -> PostgresJournal:
        """A new journal. Raises `Conflict` if there is one already, or `StoreError`."""
        code = _known(code)
        server = self._connected()
        if server.execute(_CREATE, (code,)).fetchone() is None:
            server.close()
            raise Conflict(0, f"there is a class {code} already")
        return PostgresJournal(code, server)

    def open(self, code: str) -> PostgresJournal:
        """The journal of a class. Raises `LookupError` if there is none, or `StoreError`."""
        code = _known(code)
        server = self._connected()
        if server.execute(_FIND, (code,)).fetchone() is None:
            server.close()
            raise LookupError(f"there is no class {code}")
        return PostgresJournal(code, server)

    def forget(self, code: str) -> None:
        """Delete a class and free what it took on disk. Raises `LookupError`, or `StoreError`."""
        import psycopg

        code = _known(code)
        try:
            with self._connected() as server:
                if server.execute(_FORGET, (code,)).fetchone() is None:
                    raise LookupError(f"there is no class {code}")
                server.execute("DELETE FROM multivector_journal WHERE class = %s", (code,))
                server.execute("VACUUM FULL multivector_journal")  # rewrites the table without the deleted lines
        except psycopg.Error as error:
            raise StoreError(0, f"cannot forget the class: {error}") from None

    def _connected(self) -> Connection[Any]:
        """A connection to the server with the tables in it. Raises `StoreError`."""
        try:
            import psycopg
        except ImportError:
            raise StoreError(0, "PostgreSQL wants psycopg: python -m pip install multivector[postgres]") from None
        try:
            server = psycopg.connect(self.dsn, autocommit=True, connect_timeout=5)
            if server.execute("SELECT to_regclass('multivector_class')").fetchone() == (None,):
                with server.transaction():
                    server.execute("SELECT pg_advisory_xact_lock(%s)", (_ONE_AT_A_TIME,))
                    server.execute(_SCHEMA)
        except psycopg.Error as error:
            raise StoreError(0, f"cannot reach the PostgreSQL server: {error}") from None
        return server


def _known(code: str) -> str:
    """The code as it is kept. Raises `LookupError` for what can be no code."""
    if not is_code(code):
        raise LookupError(f"`{code}` is no code of a class")
    return code.upper()
