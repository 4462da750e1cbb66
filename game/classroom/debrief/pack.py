"""The pack of a lesson as files: page, print, tables, and records of its games and of those that could have been."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from game.classroom import exports
from game.classroom.debrief.page import page_of
from game.classroom.debrief.telling import debrief_of
from game.classroom.events import Event
from game.classroom.state import State
from game.record.files import write_whole
from game.rules.notation import write
from game.words import speaking


def pack_of(state: State, history: Sequence[Event]) -> dict[str, bytes]:
    """The files of a lesson by their names, the same bytes for the same lesson; `history` is its journal.

    Records say no folder, which may hold a person's name.
    """
    # What prints is a third of all that a server loads, and a class that comes back after a crash waits for all of it.
    from game.classroom.debrief.print import print_of
    from game.classroom.paper.press import pdf_of

    told = debrief_of(state)
    with speaking(told.language):
        files = {"debrief.html": page_of(told).encode(), "debrief.pdf": pdf_of(print_of(told))}
    tables = {
        "votes.csv": exports.votes_csv(state),
        "timeline.csv": exports.timeline_csv(history, state.scenario),
        "teams.csv": exports.teams_csv(state),
        "forecasts.csv": exports.forecasts_csv(state),
    }
    files |= {name: exports.spreadsheet(text) for name, text in tables.items()}
    for table in told.tables:
        files[table.file] = write(table.game).encode()
        files |= {pivot.file: write(pivot.game).encode() for pivot in table.pivots}
    return files


def write_pack(files: Mapping[str, bytes], folder: Path) -> tuple[Path, ...]:
    """Write the files into a folder; gives their paths. Raises `OSError`."""
    for name, data in files.items():
        write_whole(folder / name, data)
    return tuple(folder / name for name in files)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as one, the same bytes for the same files."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as whole:
        for name, data in files.items():
            whole.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    return out.getvalue()
