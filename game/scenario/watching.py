"""Watching the files of a scenario: what they look like from outside, and when a change of them has come to rest."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from attrs import define, field

Mark = tuple[str, int, int, int]
"""A file or folder: its path, the time of its last change in nanoseconds, its bytes (-1 for a folder, -2 where there is
nothing), and its number on the disk, which tells a file that was put in the place of another."""
Stamp = tuple[Mark, ...]

DEPTH = 2
"""Folders below a scenario's in which files of it may lie; it names files of at most one."""

EVERY = 0.05
"""Seconds between two looks at files that are at rest."""
SETTLED = 0.02
"""Seconds without a change after which a file is taken to be written to its end."""
RETURNS = 0.25
"""Seconds for which a file that is gone or empty is waited for: some programs save by deleting and writing anew."""
LONGEST = 1.0
"""Seconds after which files that never come to rest are read all the same."""


def stamp(path: Path, rulesets: Path) -> Stamp:
    """The files that a scenario's folder (or scenario.yaml) and the shared rulesets at its reach hold now.

    Their folders are among them, so that a file that comes or goes is a change too.
    """
    folder = path.parent if path.suffix == ".yaml" else path
    roots = dict.fromkeys((folder, folder.parent / "rules", rulesets))
    return tuple(sorted({mark for root in roots for mark in _marks(str(root), DEPTH)}))


def _marks(folder: str, depth: int) -> Iterator[Mark]:
    yield _mark(folder)
    try:
        with os.scandir(folder) as entries:
            found = list(entries)
    except OSError:
        return
    for entry in found:
        if entry.name.startswith("."):
            continue
        if entry.name.endswith((".yaml", ".po")):
            yield _mark(entry.path)
        elif depth and entry.is_dir():
            yield from _marks(entry.path, depth - 1)


def _mark(path: str) -> Mark:
    try:
        about = os.stat(path)
    except OSError:
        return path, 0, -2, 0
    folder = about.st_mode & 0o170000 == 0o040000
    return path, about.st_mtime_ns, -1 if folder else about.st_size, about.st_ino


@define
class Look:
    """Looks at the files of a scenario again and again; as long as nothing has changed, at little cost."""

    path: Path
    rulesets: Path
    _last: Stamp = field(default=(), init=False)

    def __call__(self) -> Stamp:
        if not self._last or any(_mark(mark[0]) != mark for mark in self._last):
            self._last = stamp(self.path, self.rulesets)
        return self._last


@define
class Watch:
    """Some files as they were last read, and what is becoming of them. It has no clock: each look is told the time."""

    look: Callable[[], Stamp]
    seen: Stamp = field()
    """The files as they were when they were last read."""
    _coming: Stamp | None = field(default=None, init=False)
    _since: float = field(default=0.0, init=False)
    _first: float = field(default=0.0, init=False)

    @seen.default
    def _as_it_is(self) -> Stamp:
        return self.look()

    def poll(self, now: float) -> bool:
        """Whether the files have changed since they were last read, and rest now; then they count as read.

        `now` is in seconds from any beginning.
        """
        found = self.look()
        if found == self.seen:
            self._coming = None
            return False
        if self._coming is None:
            self._first = now
        if found != self._coming:
            self._coming, self._since = found, now
        rests = now - self._since >= (RETURNS if _lacks(found, self.seen) else SETTLED)
        if not rests and now - self._first < LONGEST:
            return False
        self.seen, self._coming = found, None
        return True

    @property
    def rests(self) -> bool:
        """Whether the last look found what was read."""
        return self._coming is None

    @property
    def wait(self) -> float:
        """Seconds after which the next look is due."""
        return SETTLED if self._coming is not None else EVERY


def _lacks(found: Stamp, before: Stamp) -> bool:
    """Whether a file that was there is gone or has become empty."""
    return bool(_full(before) - _full(found))


def _full(files: Stamp) -> set[str]:
    return {path for path, _, size, _ in files if size > 0}
