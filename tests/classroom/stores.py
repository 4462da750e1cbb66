"""Both stores for tests; PostgreSQL only where a server is named, and said so where none is."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from game.classroom.stores.journal import Store
from game.classroom.stores.postgres import DSN, PostgresStore
from game.classroom.stores.sqlite import SqliteStore

NO_SERVER = f"no PostgreSQL server: {DSN} does not name one, as `.ci/run` would"
needs_server = pytest.mark.skipif(not os.environ.get(DSN), reason=NO_SERVER)
STORES = ["sqlite", pytest.param("postgres", marks=needs_server)]


def quick_folder() -> TemporaryDirectory[str]:
    """A folder for journals whose syncing is not what is tested: in memory where the system has such a place."""
    memory = Path("/dev/shm")
    return TemporaryDirectory(dir=memory if memory.is_dir() else None)


def store_of(kind: str, folder: Path) -> Store:
    return SqliteStore(folder) if kind == "sqlite" else PostgresStore(os.environ[DSN])
