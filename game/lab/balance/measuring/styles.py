"""Ways of winning that differ: clusters of the stars that won games have earned."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from operator import sub

from game.lab.balance.measuring.plain import Figures, share
from game.lab.balance.statistics import Clusters, Share, clusters
from game.lab.balance.study import Seen

STYLES = range(2, 6)

LEAD, RARE = 0.5, 0.1
"""Stars that a style earns in some legacy more than another, so that it is another way to win, and not a better or
worse one; a style of a smaller part of the wins is rare."""


def styles(seen: Seen) -> Figures | None:
    """Distinct ways of winning: clusters of the stars that won games of strong play have earned."""
    plan = seen.plan
    games = [part for name in seen.strong for part in seen.games(name)]
    points = [
        stars
        for part in games
        for stars, ending in zip(part.stars, part.ending, strict=True)
        if plan.endings[ending - 1].won
    ]
    if not plan.legacies or len(points) < 10:
        return None
    tried = {count: found for count in STYLES if (found := clusters(points, count)) is not None}
    best = told_apart(tried, len(points)) or clusters(points, 1)
    assert best is not None
    sizes = Counter(best.of)
    return {
        "games": len(points),
        "legacies": [{"id": legacy.id, "name": legacy.name or legacy.id} for legacy in plan.legacies],
        "tried": [
            {"styles": k, "explained": round(found.explained, 2), "silhouette": round(found.silhouette, 2)}
            for k, found in tried.items()
        ],
        "styles": [
            {"share": share(Share(sizes[k], len(points))), "stars": [round(x, 1) for x in centre]}
            for k, centre in enumerate(best.centres)
        ],
    }


def told_apart(tried: dict[int, Clusters], games: int) -> Clusters | None:
    """The most styles of which none is rare, and each leads every other in some legacy."""
    fit = [
        found
        for found in tried.values()
        if min(Counter(found.of).values()) >= RARE * games
        and all(max(map(sub, a, b)) >= LEAD for a, b in permutations(found.centres, 2))
    ]
    return fit[-1] if fit else None
