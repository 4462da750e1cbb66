"""The ladder game written by hand with a plain dict: the yardstick for the engine's speed.

It reads the same numbers from the scenario, draws the same world, and must reach the same scores.
"""

from __future__ import annotations

from collections.abc import Callable

from game.rules.chance import draw, site_of

TRACKS = ("russia", "china", "eu", "turkey", "usa")
ACTIONS = (
    ("hold_multivector_summit", 0, (1, 1, 0, 0, 0)),
    ("quiet_diplomacy", 0, (0, 0, 1, 1, 0)),
    ("eaeu_deepening", 3, (9, 0, -4, 0, -3)),
    ("cpc_pipeline_tariff", 2, (5, -3, 0, 0, -2)),
    ("belt_road_hub", 3, (-3, 9, 0, 0, -4)),
    ("uranium_sale_china", 2, (0, 6, -2, 0, -2)),
    ("eu_critical_minerals", 4, (-5, 0, 10, 0, 2)),
    ("eu_human_rights_pledge", 3, (-3, -2, 8, 0, 0)),
    ("ots_summit", 2, (-3, 0, 0, 8, 0)),
    ("middle_corridor", 4, (-5, 0, 4, 7, 0)),
    ("c5_plus_one", 4, (-6, -3, 0, 0, 10)),
    ("us_sanction_compliance", 3, (-7, 0, 3, 0, 6)),
)
EVENTS = (
    (0, (0, 0, 0, 0, 0)),
    (2, (0, 0, 1, 0, 1)),
    (-2, (-1, 0, 0, 0, 0)),
    (0, (-6, 1, 0, 0, 0)),
    (0, (0, -6, 1, 0, 1)),
    (-1, (2, 0, -5, 0, -2)),
    (0, (0, 0, 0, -5, 0)),
    (-1, (2, 1, 0, 0, -6)),
)
_ACTIONS = [
    {"name": name, "cost": cost, "delta": {t: d for t, d in zip(TRACKS, delta, strict=True) if d}}
    for name, cost, delta in ACTIONS
]
_EVENTS = [
    {"capital": capital, "delta": {t: d for t, d in zip(TRACKS, delta, strict=True) if d}} for capital, delta in EVENTS
]
_SITE = site_of("weather")


def play(seed: int, choose: Callable[[int], int]) -> int:
    """The score of one game; `choose(n)` picks one of n legal actions."""
    state = {"capital": 6, "russia": 50, "china": 50, "eu": 50, "turkey": 50, "usa": 50}
    for turn in range(1, 11):
        legal = [action for action in _ACTIONS if action["cost"] <= state["capital"]]
        action = legal[choose(len(legal))]
        state["capital"] -= action["cost"]
        for track, change in action["delta"].items():
            state[track] = min(100, max(0, state[track] + change))
        event = _EVENTS[draw(seed, turn, _SITE, 8)]
        state["capital"] = min(12, max(0, state["capital"] + event["capital"] + 3))
        for track, change in event["delta"].items():
            state[track] = min(100, max(0, state[track] + change))
    relations = [state[track] for track in TRACKS]
    return 2 * min(relations) + sum(relations) // 5
