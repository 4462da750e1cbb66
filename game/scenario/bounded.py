"""Reading what a stranger may have made: ordinary files only, and never more of one than a scenario's file may have."""

from __future__ import annotations

import errno
import stat
from collections.abc import Callable
from pathlib import Path

from game.scenario.nodes import LARGEST_FILE
from game.words import say

ReadBytes = Callable[[Path], bytes]
"""Gives what a file holds, or what an editor holds of it and has not saved yet. Raises `OSError`."""


def read_bounded(path: Path) -> bytes:
    """What a file holds, or so much of it that it is seen to be too large.

    Raises `OSError`, also for a pipe or a device, which might never end.
    """
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.EINVAL, say("it is no ordinary file"))
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def read_whole(path: Path) -> bytes:
    """What a file holds, all of it. Raises `OSError`, also for a file that is larger than a scenario's may be."""
    data = read_bounded(path)
    if len(data) > LARGEST_FILE:
        raise OSError(errno.EFBIG, say("it has more than {most} bytes", most=f"{LARGEST_FILE:,}"))
    return data


def is_inside(path: Path, folder: Path) -> bool:
    """Whether a path leads to a place in a folder, links followed; one that leads round in a circle does not."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # what a circle of links is told by has changed between Pythons
        return False
