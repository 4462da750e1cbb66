"""The window's clock. SDL's own stands still at 0 until something begins its timer, and a board may need none."""

from __future__ import annotations

import time


def now() -> int:
    """Milliseconds since some beginning; it never goes back."""
    return time.monotonic_ns() // 1_000_000
