"""Both stores for tests; PostgreSQL only where a server is named, and said so where none is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from game.classroom.stores.journal import Store
from game.classroom.stores.postgres import DSN, PostgresStore
from game.classroom.stores.sqlite import SqliteStore

NO_SERVER = f"no PostgreSQL server: {DSN} does not name one, as `.ci/run` would"
needs_server = pytest.mark.skipif(not os.environ.get(DSN), reason=NO_SERVER)
STORES = ["sqlite", pytest.param("postgres", marks=needs_server)]


def store_of(kind: str, folder: Path) -> Store:
    return SqliteStore(folder) if kind == "sqlite" else PostgresStore(os.environ[DSN])
