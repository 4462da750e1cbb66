"""What was seen in a study as figures, by the definitions that its report tells. Plain values, the same every time."""

from __future__ import annotations

from game.lab.balance.measuring.choices import dominated, events, uses
from game.lab.balance.measuring.course import drama, length, weights
from game.lab.balance.measuring.plain import Figures
from game.lab.balance.measuring.results import bot_figures, ending_name, ladder, luck, targets
from game.lab.balance.measuring.styles import styles
from game.lab.balance.playing import full_term
from game.lab.balance.study import Seen


def measure(seen: Seen) -> Figures:
    """All figures of a study."""
    plan, scenario = seen.plan, seen.plan.scenario
    sizes = seen.sizes
    return {
        "multivector": "balance 1",
        "scenario": scenario.id,
        "title": scenario.title,
        "version": scenario.version,
        "content": scenario.content,
        "difficulty": plan.level,
        "seed": seen.seed,
        "stopped": seen.stopped,
        "sizes": {
            "games": sizes.games,
            "ladder": [list(step) for step in sizes.ladder],
            "worlds": sizes.worlds,
            "drama": sizes.drama,
            "chances": sizes.chances,
            "weighed": sizes.weighed,
            "continued": sizes.continued,
        },
        "endings": [
            {"ending": case.label, "name": ending_name(plan, number), "won": case.won, "full_term": lasts}
            for number, (case, lasts) in enumerate(zip(plan.endings, full_term(plan)[1:], strict=True), 1)
        ],
        "bots": [bot_figures(seen, name) for name in (*seen.bots, *seen.ladder)],
        "ladder": ladder(seen),
        "strong": [str(name) for name in seen.strong],
        "uses": uses(seen),
        "dominated": dominated(plan, seen.found("weights")),
        "events": events(seen),
        "drama": drama(seen),
        "weights": weights(plan, seen.found("weights")),
        "luck": luck(seen),
        "styles": styles(seen),
        "length": length(seen),
        "targets": targets(seen),
    }
