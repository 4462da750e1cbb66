"""Stores of journals: the same laws for both."""

from __future__ import annotations

import os
import uuid
from pathlib import Path

import pytest

from game.classroom.stores.journal import Conflict, StoreError
from game.classroom.stores.postgres import DSN, PostgresStore
from game.classroom.stores.sqlite import SqliteStore
from tests.classroom.stores import STORES, store_of


@pytest.fixture
def code() -> str:
    return uuid.uuid4().hex[:10].upper()


@pytest.mark.parametrize("kind", STORES)
def test_a_journal_keeps_its_lines_in_order_and_takes_no_second_writer(kind: str, tmp_path: Path, code: str) -> None:
    store = store_of(kind, tmp_path)
    journal = store.create(code)
    assert journal.last() == 0 and list(journal.read()) == []
    assert journal.append(0, ["one", "two"]) == 2
    other = store.open(code.lower())
    assert other.append(2, ["three ü қ"]) == 3
    with pytest.raises(Conflict, match="not 2"):
        journal.append(2, ["lost", "lost too"])
    assert journal.append(3, ["four"]) == 4
    assert list(other.read()) == [(1, "one"), (2, "two"), (3, "three ü қ"), (4, "four")]
    assert list(other.read(3)) == [(4, "four")]
    with pytest.raises(Conflict, match="already"):
        store.create(code)
    assert code in store.codes()
    journal.close()
    other.close()
    store.forget(code)


@pytest.mark.parametrize("kind", STORES)
def test_a_forgotten_class_is_gone(kind: str, tmp_path: Path, code: str) -> None:
    store = store_of(kind, tmp_path)
    journal = store.create(code)
    journal.append(0, ["a secret of the class" * 100] * 50)
    journal.close()
    store.forget(code)
    assert code not in store.codes()
    for ask in (store.open, store.forget):
        with pytest.raises(LookupError):
            ask(code)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(LookupError):
        store.open("../" + code)


def test_forgetting_leaves_no_bytes_even_with_the_file_still_open_elsewhere(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path)
    journal = store.create("OPEN1")
    journal.append(0, ["a secret of the class"] * 50)
    files = [path for path in tmp_path.iterdir() if not path.name.endswith("-shm")]
    inside = [os.open(path, os.O_RDONLY) for path in files]
    store.forget("OPEN1")
    assert list(tmp_path.iterdir()) == []
    for file in inside:
        assert b"secret" not in os.read(file, 10_000_000)
        os.close(file)
    journal.close()


def test_a_file_that_is_no_journal_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "BAD.class").write_bytes(b"this is no database at all" * 100)
    with pytest.raises(StoreError, match=r"cannot open .*BAD\.class"):
        SqliteStore(tmp_path).open("BAD")


def test_a_folder_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(StoreError, match="cannot write"):
        SqliteStore(tmp_path / "taken").create("K7P2QX")


def test_a_server_that_is_not_there_is_told_in_words() -> None:
    with pytest.raises(StoreError, match="cannot reach"):
        PostgresStore("postgresql://nobody@127.0.0.1:9/none").codes()
    assert DSN == "MULTIVECTOR_POSTGRES"
