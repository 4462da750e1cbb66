"""Writing files safely: small ones whole, the new text on disk before the old one is gone; journals one at a time."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(file: int) -> Iterator[None]:
    """Within this, no other process is here with the same file. Raises `OSError` where that cannot be had."""
    if sys.platform == "win32":
        import msvcrt

        far = 2**31 - 2  # a byte that no journal has: the lock of a byte keeps others from reading it
        os.lseek(file, far, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_LOCK, 1)
        try:
            yield
        finally:
            os.lseek(file, far, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_UNLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` in the file, all of it or nothing. Raises `OSError`; then the file is as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
