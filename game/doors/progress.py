"""A bar on standard error, for a person who waits."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

BAR = 30
"""Letters of the bar."""
OFTEN = 0.1
"""Seconds between two of its states."""


class Progress:
    """A bar and a few words, if a person is looking at standard error."""

    def __init__(self, words: Callable[[float, int], str]) -> None:
        """`words` says, for the part done from 0 to 1 and the seconds left, what stands beside the bar."""
        self.words = words
        self.shows = sys.stderr.isatty()
        self.begun, self.told, self.wide = time.monotonic(), 0.0, 0

    def tell(self, part: float) -> None:
        """Note which part of the work is done, from 0 to 1."""
        now = time.monotonic()
        if not self.shows or (now - self.told < OFTEN and part < 1):
            return
        self.told = now
        full = int(BAR * part)
        left = round((now - self.begun) * (1 - part) / max(part, 0.001))
        line = f"[{'#' * full}{'.' * (BAR - full)}] {self.words(part, left)}"
        print("\r" + line.ljust(self.wide), end="", file=sys.stderr, flush=True)
        self.wide = len(line)

    def clear(self) -> None:
        """Take the line away."""
        if self.wide:
            print("\r" + " " * self.wide + "\r", end="", file=sys.stderr, flush=True)
