"""Small statistics: shares and means with intervals, the analysis of variance in two ways, clusters of points."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from attrs import frozen

from game.rules.chance import draw, site_of

SURE = 1.96
"""Standard errors of a 95 % interval."""

_SITE = site_of("balance.styles")

Point = tuple[int, ...]


@frozen
class Share:
    """How many of some games showed something."""

    hits: int
    games: int

    @property
    def value(self) -> float:
        """From 0 to 1; 0 of no games."""
        return self.hits / self.games if self.games else 0.0

    @property
    def variance(self) -> float:
        """The square of its standard error, after Agresti and Caffo (2000), which is not 0 for none and all."""
        p = (self.hits + 1) / (self.games + 2)
        return p * (1 - p) / (self.games + 2)

    def interval(self) -> tuple[float, float]:
        """Wilson's interval (1927), which holds the true share of 95 scenarios in 100; from 0 to 1."""
        if not self.games:
            return 0.0, 1.0
        p, n, zz = self.hits / self.games, self.games, SURE * SURE
        middle, spread = p + zz / (2 * n), SURE * sqrt(p * (1 - p) / n + zz / (4 * n * n))
        low, high = (middle - spread) / (1 + zz / n), (middle + spread) / (1 + zz / n)
        return 0.0 if self.hits == 0 else max(0.0, low), 1.0 if self.hits == n else min(1.0, high)


@frozen
class Mean:
    """The mean of some numbers and how sure it is."""

    value: float
    error: float
    """Its standard error."""
    count: int

    @classmethod
    def of(cls, numbers: Sequence[float]) -> Mean:
        """Of no numbers it is 0; of one it has no error."""
        count = len(numbers)
        if not count:
            return cls(0.0, 0.0, 0)
        mean = sum(numbers) / count
        square = sum((x - mean) ** 2 for x in numbers)
        return cls(mean, sqrt(square / (count - 1) / count) if count > 1 else 0.0, count)

    def interval(self) -> tuple[float, float]:
        """From 1.96 standard errors below to as many above."""
        return self.value - SURE * self.error, self.value + SURE * self.error


def differ(first: float, second: float, variance: float) -> bool:
    """Whether two figures lie more than two standard errors of their difference apart."""
    return abs(second - first) > 2 * sqrt(variance)


@frozen
class Variances:
    """Of the sum of squares about the mean, which part goes with what; the parts add up to 1, or are all 0."""

    policy: float
    seed: float
    both: float
    """Policy and seed together: that a world suits one and not another."""
    rest: float


def two_ways(table: Sequence[Sequence[Sequence[float]]]) -> Variances:
    """The analysis of variance of `table[policy][seed][repetition]`, with equally many repetitions everywhere."""
    cells = [[sum(cell) / len(cell) for cell in row] for row in table]
    rows, columns, times = len(table), len(table[0]), len(table[0][0])
    mean = sum(sum(row) for row in cells) / (rows * columns)
    by_row = [sum(row) / columns for row in cells]
    by_column = [sum(row[c] for row in cells) / rows for c in range(columns)]
    total = sum((x - mean) ** 2 for row in table for cell in row for x in cell)
    if not total:
        return Variances(0, 0, 0, 0)
    policy = columns * times * sum((x - mean) ** 2 for x in by_row)
    seed = rows * times * sum((x - mean) ** 2 for x in by_column)
    between = times * sum((x - mean) ** 2 for row in cells for x in row)
    rest = max(0.0, total - between)
    return Variances(policy / total, seed / total, max(0.0, between - policy - seed) / total, rest / total)


@frozen
class Clusters:
    """Points put into groups."""

    of: tuple[int, ...]
    """For each point its group, the largest group first."""
    centres: tuple[tuple[float, ...], ...]
    explained: float
    """The part of the sum of squares that lies between the groups."""
    silhouette: float
    """How much nearer a point is to its own group than to the next, on the mean; 1 at best."""


def clusters(points: Sequence[Point], count: int, restarts: int = 20) -> Clusters | None:
    """K-means after Lloyd, the best of so many starts (k-means++), always the same for the same points.

    None where there are not so many different points.
    """
    different = sorted(set(points))
    if len(different) < count:
        return None
    weights = [points.count(point) for point in different]
    best: tuple[float, list[int]] | None = None
    for start in range(restarts):
        found = _lloyd(different, weights, _first_centres(different, weights, count, start))
        if best is None or found[0] < best[0] - 1e-9:
            best = found
    assert best is not None
    within, groups = best
    sizes = [sum(w for w, g in zip(weights, groups, strict=True) if g == k) for k in range(count)]
    order = sorted(range(count), key=lambda k: (-sizes[k], k))
    renamed = {old: new for new, old in enumerate(order)}
    named = dict(zip(different, (renamed[g] for g in groups), strict=True))
    centres = _centres(different, weights, [named[p] for p in different], count)
    middle = _centres(different, weights, [0] * len(different), 1)[0]
    total = sum(w * _apart(p, middle) for p, w in zip(different, weights, strict=True))
    silhouette = _silhouette(different, weights, [named[p] for p in different], count)
    return Clusters(tuple(named[p] for p in points), centres, 1 - within / total if total else 0.0, silhouette)


def _apart(a: Sequence[float], b: Sequence[float]) -> float:
    return sum((x - y) ** 2 for x, y in zip(a, b, strict=True))


def _first_centres(points: list[Point], weights: list[int], count: int, start: int) -> list[tuple[float, ...]]:
    """Each new centre is a point taken by lot, the likelier the farther it is from those before."""
    chosen: list[tuple[float, ...]] = []
    for number in range(count):
        far = [
            int(w * 1000 * min((_apart(p, c) for c in chosen), default=1)) for p, w in zip(points, weights, strict=True)
        ]
        left = draw(start, number, _SITE, sum(far))
        for point, weight in zip(points, far, strict=True):
            left -= weight
            if left < 0:
                chosen.append(point)
                break
    return chosen


def _centres(points: list[Point], weights: list[int], groups: list[int], count: int) -> tuple[tuple[float, ...], ...]:
    sums = [[0.0] * len(points[0]) for _ in range(count)]
    sizes = [0] * count
    for point, weight, group in zip(points, weights, groups, strict=True):
        sizes[group] += weight
        for axis, x in enumerate(point):
            sums[group][axis] += weight * x
    return tuple(tuple(x / size if size else 0.0 for x in row) for row, size in zip(sums, sizes, strict=True))


def _lloyd(points: list[Point], weights: list[int], centres: list[tuple[float, ...]]) -> tuple[float, list[int]]:
    """The sum of squares within the groups, and the group of each point."""
    groups: list[int] = []
    for _ in range(100):
        nearest = [min(range(len(centres)), key=lambda k: _apart(p, centres[k])) for p in points]
        if nearest == groups:
            break
        groups = nearest
        found = _centres(points, weights, groups, len(centres))
        centres = [new if k in groups else old for k, (new, old) in enumerate(zip(found, centres, strict=True))]
    return sum(w * _apart(p, centres[g]) for p, w, g in zip(points, weights, groups, strict=True)), groups


def _silhouette(points: list[Point], weights: list[int], groups: list[int], count: int) -> float:
    """After Rousseeuw (1987); a point that is alone in its group counts 0, and so do all where there is one group."""
    if count < 2:
        return 0.0
    total = 0.0
    for point, weight, own in zip(points, weights, groups, strict=True):
        sums, sizes = [0.0] * count, [0] * count
        for other, other_weight, group in zip(points, weights, groups, strict=True):
            sums[group] += other_weight * sqrt(_apart(point, other))
            sizes[group] += other_weight
        if sizes[own] < 2:
            continue
        inside = sums[own] / (sizes[own] - 1)
        outside = min(sums[k] / sizes[k] for k in range(count) if k != own and sizes[k])
        if outside or inside:
            total += weight * (outside - inside) / max(inside, outside)
    return total / sum(weights)
