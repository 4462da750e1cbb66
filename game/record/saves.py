"""Saved games: where they are kept, the last one to continue, and bringing one back."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from attrs import frozen
from platformdirs import user_data_path

from game.record.journal import Journal, SaveError
from game.record.notation import Record, RecordError, Replay, replay
from game.rules.model import Scenario
from game.rules.notation import Header
from game.rules.play import Game
from game.words import say

SUFFIX = ".game"
HOME = "MULTIVECTOR_HOME"
"""The environment variable that names another folder for what the game keeps."""


def home() -> Path:
    """The folder in which everything a player has is kept."""
    return Path(os.environ[HOME]) if os.environ.get(HOME) else user_data_path("multivector", appauthor=False)


def folder() -> Path:
    """The folder of saved games."""
    return home() / "games"


def saved() -> tuple[Path, ...]:
    """All saved games, the one last played first."""
    try:
        return tuple(sorted(folder().glob(f"*{SUFFIX}"), key=lambda p: (p.stat().st_mtime_ns, p.name), reverse=True))
    except OSError:
        return ()


def new_path(game: Game) -> Path:
    """A name for a new game's file that no other has."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    stem = f"{game.scenario.id}-{stamp}-{game.seed}"
    number = 1
    path = folder() / f"{stem}{SUFFIX}"
    while path.exists():
        number += 1
        path = folder() / f"{stem}-{number}{SUFFIX}"
    return path


def keep(game: Game, source: str = "") -> Journal:
    """Begin to keep a game. `source` is the folder of a scenario that is not shipped. Raises `SaveError`."""
    return Journal.create(new_path(game), game, source)


@frozen
class Restored:
    """A saved game brought back."""

    game: Game
    journal: Journal
    notices: tuple[str, ...]
    """What the player should be told: a torn line, a scenario that has changed since."""


def header(path: Path) -> Header:
    """What a saved game was started from. Raises `RecordError` or `SaveError`."""
    return Journal.open(path)[1].header


def is_saved(path: Path) -> bool:
    """Whether a file is one of the saved games, rather than somebody's record of a game."""
    return path.suffix == SUFFIX and path.resolve().parent == folder().resolve()


def restore(path: Path, scenario: Scenario, *, in_place: bool = True) -> Restored:
    """A saved game, ready to go on: in its own file if `in_place`, else in a new one, and the file is left as it is.

    Where the record cannot be played to its end by this scenario's present rules, its file is left as it is and the
    game goes on in a new one. Raises `RecordError` or `SaveError`.
    """
    journal, record, torn = Journal.open(path)
    if record.header.scenario != scenario.id:
        played, wanted = record.header.scenario, scenario.id
        raise RecordError(say("this is a game of `{played}`, not of `{wanted}`", played=played, wanted=wanted))
    result = replay(record, scenario)
    notices = [torn] if torn else []
    notices += _told(record, result, path)
    if result.divergence is not None or not in_place:
        journal = keep(result.game, record.header.folder)
    if result.divergence is not None:
        notices.append(say("The game goes on in a new file, {file}.", file=journal.path.name))
    return Restored(result.game, journal, tuple(notices))


def _told(record: Record, result: Replay, path: Path) -> list[str]:
    told: list[str] = []
    if result.older:
        told.append(say("The scenario has changed since this game was saved."))
    if result.divergence is not None:
        told.append(say("From {place} on, the saved game and the rules differ.", place=result.divergence))
    if result.unplayed:
        of, lost = len(record.steps), len(result.unplayed)
        told.append(say("{lost} of {of} lines were not played; {path} is kept as it is.", lost=lost, of=of, path=path))
    return told


def latest() -> Path | None:
    """The game last played, if there is one that can be read; one only begun where none has been played."""
    begun: Path | None = None
    for path in saved():
        try:
            record = Journal.open(path)[1]
        except (RecordError, SaveError):
            continue
        if any(">" in step.text for step in record.steps):
            return path
        begun = begun or path
    return begun
