"""What every store of journals does: append after a known number, read, list, forget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol


class StoreError(OSError):
    """What was asked of a store could not be done; what is in it is as it was."""

    def __str__(self) -> str:
        return self.strerror or super().__str__()


class Conflict(StoreError):
    """Somebody else has written to this journal: the number it was to follow is not its last one."""


class Journal(Protocol):
    """The journal of one class: lines numbered from 1 without gaps."""

    @property
    def code(self) -> str:
        """The code of its class."""

    def last(self) -> int:
        """The number of the last line; 0 for an empty journal."""

    def append(self, after: int, lines: Sequence[str]) -> int:
        """Write lines after the number of the last one; all are on disk when this returns, or none is written.

        Gives the number of the last line. Raises `Conflict` if `after` is not the last number, `StoreError` if they
        cannot be written.
        """

    def read(self, after: int = 0) -> Iterator[tuple[int, str]]:
        """The lines after a number, in order. Raises `StoreError`."""

    def close(self) -> None:
        """Let go of it."""


class Store(Protocol):
    """The journals of all classes."""

    def codes(self) -> tuple[str, ...]:
        """The codes of all classes, the one last written first."""

    def create(self, code: str) -> Journal:
        """A new, empty journal. Raises `Conflict` if there is one of that code, or `StoreError`."""

    def open(self, code: str) -> Journal:
        """A journal there is. Raises `LookupError`, or `StoreError`."""

    def forget(self, code: str) -> None:
        """Leave nothing of a class: every line of it is overwritten. Raises `LookupError`, or `StoreError`."""


def is_code(code: str) -> bool:
    """Whether a text can be the code of a class; it becomes the name of a file.

    >>> is_code("K7P2QX"), is_code("../etc")
    (True, False)
    """
    return 0 < len(code) <= 12 and code.isascii() and code.isalnum()
