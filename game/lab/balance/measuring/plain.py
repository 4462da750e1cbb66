"""Shares and means as plain values, the same every time.

Shares are in percent with one decimal, with Wilson's 95 % interval; means with two, with their standard error.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt
from typing import Any

from game.lab.balance.playing import Games
from game.lab.balance.statistics import Mean, Share

Figures = dict[str, Any]


def share(found: Share) -> Figures:
    """A share as plain values."""
    low, high = found.interval()
    return {
        "percent": round(100 * found.value, 1),
        "low": round(100 * low, 1),
        "high": round(100 * high, 1),
        "hits": found.hits,
        "games": found.games,
    }


def mean(found: Mean) -> Figures:
    """A mean as plain values."""
    low, high = found.interval()
    return {
        "mean": round(found.value, 2),
        "error": round(found.error, 3),
        "low": round(low, 2),
        "high": round(high, 2),
        "games": found.count,
    }


def mean_of(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 2)


def all_of(games: Iterable[Games], what: str) -> list[Any]:
    """One figure of every game."""
    return [value for part in games for value in getattr(part, what)]


def difference(old: Figures, new: Figures) -> Figures:
    """How far two shares lie apart, with a 95 % interval, in percentage points."""
    a, b = (Share(f["hits"], f["games"]) for f in (old, new))
    apart, wide = 100 * (b.value - a.value), 100 * 1.96 * sqrt(a.variance + b.variance)
    return {"points": round(apart, 1), "low": round(apart - wide, 1), "high": round(apart + wide, 1)}
