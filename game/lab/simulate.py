"""Many games played by a bot, and what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from attrs import frozen

from game.lab.bots import Choose
from game.rules.engine import AT, ENDING, TURN, Engine, Values
from game.rules.model import Scenario


@frozen
class Finished:
    """The last state of one game."""

    seed: int
    state: Values
    decisions: int
    """Moves that were chosen among two or more."""
    score: int


def play_out(engine: Engine, seed: int, choose: Choose) -> Finished:
    """One whole game by a bot."""
    world = engine.world(seed)
    state = engine.opening(world)
    played = decisions = 0
    over = engine.plan.over
    while state[AT] != over:
        legal = engine.legal(state, world)
        if len(legal) > 1:
            decisions += 1
        state = engine.play(state, choose(engine, state, world, legal, played), world)
        played += 1
    return Finished(seed, state, decisions, engine.score(state, world))


def games(engine: Engine, count: int, seed: int, choose: Choose) -> Iterator[Finished]:
    """`count` games on the seeds from `seed` on."""
    return (play_out(engine, number, choose) for number in range(seed, seed + count))


def summary(scenario: Scenario, engine: Engine, finished: list[Finished], seed: int, bot: str) -> dict[str, Any]:
    """What became of the games, in plain values: the same for the same arguments, on any machine.

    Shares and means are in thousandths of a unit, rounded down, so that no float is written differently elsewhere.
    """
    plan = engine.plan
    outcomes = Counter(plan.endings[f.state[ENDING] - 1].label for f in finished)
    won = sum(plan.endings[f.state[ENDING] - 1].won for f in finished)
    tracks = {
        slot.name: spread([f.state[index] for f in finished])
        for index, slot in enumerate(plan.slots)
        if slot.track is not None and not slot.name.startswith("summits.")
    }
    return {
        "scenario": scenario.id,
        "version": scenario.version,
        "content": scenario.content,
        "difficulty": plan.level,
        "bot": bot,
        "seed": seed,
        "games": len(finished),
        "won": won,
        "outcomes": {label: outcomes[label] for label in sorted(outcomes)},
        "turns": spread([f.state[TURN] for f in finished]),
        "decisions": spread([f.decisions for f in finished]),
        "score": spread([f.score for f in finished]),
        "tracks": tracks,
    }


def spread(values: list[int]) -> dict[str, int | str]:
    """The mean (a decimal text with three places) and the least, quartiles and greatest of some values."""
    if not values:
        return {}
    ordered = sorted(values)
    count = len(ordered)

    def quartile(part: int) -> int:
        return ordered[min(count - 1, part * count // 4)]

    thousandths = 1000 * sum(ordered) // count
    sign, thousandths = ("-", -thousandths) if thousandths < 0 else ("", thousandths)
    mean = f"{sign}{thousandths // 1000}.{thousandths % 1000:03d}"
    quartiles = {"q1": quartile(1), "median": quartile(2), "q3": quartile(3)}
    return {"mean": mean, "min": ordered[0], **quartiles, "max": ordered[-1]}


def run(
    engine: Engine, scenario: Scenario, count: int, seed: int, bot: str, choose: Choose, tick: Callable[[int], None]
) -> dict[str, Any]:
    """Play and sum up, telling `tick` how many games are done. Ctrl-C keeps what was played until then."""
    finished: list[Finished] = []
    try:
        for game in games(engine, count, seed, choose):
            finished.append(game)
            if len(finished) % 200 == 0:
                tick(len(finished))
    except KeyboardInterrupt:
        pass
    return summary(scenario, engine, finished, seed, bot)
