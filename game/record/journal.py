"""The journal: a game on disk, one line a step, each safely written before it is acknowledged."""

from __future__ import annotations

import os
from pathlib import Path

from attrs import define

from game.record.files import alone, write_whole
from game.record.notation import Record, RecordError, parse
from game.rules.notation import header_of, turn_line, write, write_header
from game.rules.plan import Move
from game.rules.play import Game
from game.words import say


class SaveError(OSError):
    """A step could not be written; the game on disk and in play is as it was before."""

    def __str__(self) -> str:
        return self.strerror or super().__str__()


class PlayedElsewhere(SaveError):
    """The file holds steps that this journal did not write: the same game is open elsewhere."""


@define
class Journal:
    """The file of one game. Every method writes, flushes and syncs before it gives the new position."""

    path: Path
    size: int
    """How long the file is as far as this journal knows: more means somebody else is writing too."""

    @classmethod
    def create(cls, path: Path, game: Game, folder: str = "") -> Journal:
        """A new file with a game's beginning, and whatever was played of it. Raises `SaveError`."""
        text = write(game, folder) if game.past is not None or game.branches else write_header(header_of(game, folder))
        data = text.encode()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_new(path, data)
        except OSError as error:
            raise SaveError(
                error.errno, say("cannot write {path}: {error}", path=path, error=error.strerror or error)
            ) from None
        return cls(path, len(data))

    @classmethod
    def open(cls, path: Path) -> tuple[Journal, Record, str]:
        """The journal of a file, its record, and a notice if a torn last line was dropped (or nothing).

        The file itself is only mended when the next step is written. Raises `RecordError`, or `SaveError` if the
        file cannot be read.
        """
        try:
            data = path.read_bytes()
        except OSError as error:
            raise SaveError(
                error.errno, say("cannot read {path}: {error}", path=path, error=error.strerror or error)
            ) from None
        whole = data[: data.rfind(b"\n") + 1]
        notice = ""
        if len(whole) < len(data):
            torn = data[len(whole) :].decode("utf-8", "replace").strip("\0 ")
            told = say("The last line was not written to its end and is dropped: `{line}`.", line=torn[:60])
            notice = told if torn else ""
        try:
            text = whole.decode("utf-8")
        except UnicodeDecodeError as error:
            raise RecordError(say("this is no text"), whole.count(b"\n", 0, error.start) + 1) from None
        return cls(path, len(whole)), parse(text), notice

    def rewrite(self, game: Game, folder: str = "", notes: str = "") -> None:
        """Put a whole game in the file: all of it, or the file stays as it was. Raises `SaveError`.

        `notes` are further lines for people, each beginning with `#`.
        """
        data = (write(game, folder) + notes).encode()
        try:
            with self.path.open("r+b", buffering=0) as file, alone(file.fileno()):
                self._mend(file.fileno())
            write_whole(self.path, data)
        except SaveError:
            raise
        except OSError as error:
            raise SaveError(error.errno, _unwritten(self.path, error)) from None
        self.size = len(data)

    def play(self, game: Game, move: Move | str) -> Game:
        """The position after a move. Raises `IllegalMove`, or `SaveError` if it cannot be kept."""
        after = game.play(move)
        lines = f"{after.move}\n"
        if after.turn != game.turn:
            lines += f"{turn_line(after)}\n"
        self._append(lines)
        return after

    def undo(self, game: Game) -> Game:
        """The position before the last move; the same one at the start. Raises `SaveError`."""
        return self._step(game, game.undo(), "undo")

    def redo(self, game: Game) -> Game:
        """The undone move again; the same position if there is none. Raises `SaveError`."""
        return self._step(game, game.redo(), "redo")

    def back_to(self, game: Game, depth: int) -> Game:
        """The position after `depth` moves. Raises `IndexError`, or `SaveError`."""
        return self._step(game, game.back_to(depth), f"back {depth}")

    def switch(self, game: Game, branch: Game) -> Game:
        """The end of another branch. Raises `ValueError` for a stranger, or `SaveError`."""
        after = game.switch(branch)
        number = next(i for i, b in enumerate(game.branches, 1) if b is branch or b.played == branch.played)
        return self._step(game, after, f"switch {number}")

    def _step(self, before: Game, after: Game, line: str) -> Game:
        if after is not before:
            self._append(f"{line}\n")
        return after

    def _append(self, text: str) -> None:
        data = text.encode()
        try:
            with self.path.open("r+b", buffering=0) as file, alone(file.fileno()):
                self._mend(file.fileno())
                file.seek(self.size)
                self._write(file.fileno(), data)
        except SaveError:
            raise
        except OSError as error:
            raise SaveError(
                error.errno, say("cannot write {path}: {error}", path=self.path, error=error.strerror or error)
            ) from None
        self.size += len(data)

    def _mend(self, file: int) -> None:
        """Drop a torn last line; refuse to write where whole lines have come from elsewhere."""
        length = os.fstat(file).st_size
        if length == self.size:
            return
        if length < self.size:
            told = say("{file} has become shorter: something else changes it", file=self.path.name)
            raise PlayedElsewhere(0, told)
        os.lseek(file, self.size, os.SEEK_SET)
        if b"\n" in os.read(file, length - self.size):
            told = say("this game is being played elsewhere too, and {file} has grown", file=self.path.name)
            raise PlayedElsewhere(0, told)
        os.ftruncate(file, self.size)

    def _write(self, file: int, data: bytes) -> None:
        """All of it or nothing: what was written of a line that does not fit is taken back."""
        try:
            written = 0
            while written < len(data):
                written += os.write(file, data[written:])
            os.fsync(file)
        except OSError:
            os.ftruncate(file, self.size)
            raise


def _write_new(path: Path, data: bytes) -> None:
    """A new file that is whole on disk, with its name, when this returns. Raises `FileExistsError`."""
    with path.open("xb", buffering=0) as file:
        try:
            written = 0
            while written < len(data):
                written += os.write(file.fileno(), data[written:])
            os.fsync(file.fileno())
        except OSError:
            path.unlink(missing_ok=True)
            raise
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _unwritten(path: Path, error: OSError) -> str:
    return say("cannot write {path}: {error}", path=path, error=error.strerror or error)
