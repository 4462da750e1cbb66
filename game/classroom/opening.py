"""Opening classes: a new one with its code, an old one from its journal, and leaving nothing of one."""

from __future__ import annotations

import os
import secrets
import time
from pathlib import Path

from attrs import frozen

from game.classroom import events, session
from game.classroom.events import JournalError, Opened
from game.classroom.state import State
from game.classroom.stores.journal import Conflict, Journal, Store
from game.record.saves import home
from game.rules.model import Scenario
from game.words import speaking

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Of a code: none that could be taken for another."""
CODE_LENGTH = 6


class CannotResume(Exception):
    """A class cannot go on, and why."""


@frozen
class OpenClass:
    """A class with its journal, ready to be served."""

    journal: Journal
    state: State
    version: int


def store() -> Store:
    """Where journals of classes are kept: a PostgreSQL server where one is named, else the player's folder."""
    from game.classroom.stores.postgres import DSN, PostgresStore
    from game.classroom.stores.sqlite import SqliteStore

    if os.environ.get(DSN):
        return PostgresStore(os.environ[DSN])
    return SqliteStore(home() / "classes")


def new_code() -> str:
    """A code that nobody has to guess long at reading."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def now() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def open_class(
    where: Store,
    scenario: Scenario,
    *,
    mode: str,
    minutes: int,
    language: str,
    seed: int,
    difficulty: str,
    voters: str = "students",
    folder: str = "",
    at: int | None = None,
) -> OpenClass:
    """A new class. `mode` is plenary, teams or hands. Raises `StoreError`, `ValueError`."""
    for _ in range(20):
        code = new_code()
        try:
            journal = where.create(code)
            break
        except Conflict:
            continue
    else:
        raise Conflict(0, "no code is free")
    opened = Opened(
        at=now() if at is None else at,
        code=code,
        scenario=scenario.id,
        seed=seed,
        difficulty=difficulty,
        mode="teams" if mode == "teams" else "plenary",
        minutes=minutes,
        language=language,
        version=scenario.version,
        content=scenario.content,
        folder=folder,
        hands=mode == "hands",
        voters=voters,
    )
    with speaking(language):
        state = session.begin(opened, scenario)
    return OpenClass(journal, state, journal.append(0, [events.to_json(opened)]))


def opening_of(journal: Journal) -> Opened:
    """The first event of a journal. Raises `CannotResume`, `StoreError`."""
    first = next(iter(journal.read()), None)
    try:
        event = events.from_json(first[1]) if first is not None else None
    except JournalError as error:
        raise CannotResume(str(error)) from None
    if not isinstance(event, Opened):
        raise CannotResume("this journal does not begin with the opening of a class")
    return event


def resume(journal: Journal, scenario: Scenario, at: int | None = None) -> OpenClass:
    """A class from its journal, with the restart noted in it. Raises `CannotResume`, `StoreError`."""
    opened = opening_of(journal)
    try:
        with speaking(opened.language):
            state = session.replay((events.from_json(line) for _, line in journal.read()), scenario)
    except (JournalError, ValueError) as error:
        changed = opened.content and opened.content != scenario.content
        why = " (the scenario's files have changed since the class began)" if changed else ""
        raise CannotResume(f"{error}{why}") from None
    restarted = events.Restarted(at=max(state.last, now() if at is None else at))
    state = session.apply(state, restarted)
    return OpenClass(journal, state, journal.append(journal.last(), [events.to_json(restarted)]))


def folder_of(name: str) -> str:
    """The folder of a scenario that is not a shipped one, for its class to find it again."""
    from game.scenario.library import find, shipped

    return "" if name in shipped() else str(Path(find(name)).absolute())
