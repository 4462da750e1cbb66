"""How much work is done, counted in calls: the same on a slow machine and a fast one, where seconds are not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TooMuch(AssertionError):
    """More calls than were granted."""


@contextmanager
def effort(most: int) -> Iterator[list[int]]:
    """Grants so many calls of Python and C functions to what is inside; gives the count, for whoever sets the number.

    What runs away is stopped at the limit instead of running on.
    """
    count = [0]

    def called(frame: FrameType, event: str, value: object) -> None:
        if event in ("call", "c_call"):
            count[0] += 1
            if count[0] > most:
                raise TooMuch(f"more than {most:,} calls")

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        yield count
    finally:
        sys.setprofile(before)
