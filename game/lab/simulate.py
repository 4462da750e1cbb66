"""Many games played by a bot, and what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from attrs import define, field, frozen

from game.lab.bots import Choose, bot_named, name_of, policy_of
from game.lab.sweep import sweep
from game.rules.engine import AT, ENDING, TURN, Engine, Values, engine_for
from game.rules.model import Scenario
from game.rules.plan import Plan

if TYPE_CHECKING:  # NumPy is loaded when something is played in rows
    from game.lab.batch.playouts import Playouts

ENGINES = ("batch", "reference")
"""Many games at once in rows, or one after the other by the engine itself: the totals are the same."""

PARTS = {"batch": 1 << 15, "reference": 200}
"""Games played in one go, after which progress is told."""

WEIGHED, LEAST, ROLLOUTS = 1 << 13, 8, 1 << 15
"""A bot that weighs its moves plays fewer; one that searches as many as have so many rollouts a decision together."""


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


@define
class Tally:
    """Counts of how games ended, to be added up in any order. What is counted is the last state of each game."""

    games: int = 0
    values: dict[str, Counter[int]] = field(factory=dict)
    """For each quantity, how many games ended with each value: `ending`, `decisions`, `score`, and slots by number."""

    def add(self, name: str, values: Iterable[int]) -> None:
        self.values.setdefault(name, Counter()).update(values)

    def merge(self, other: Tally) -> None:
        """Count another tally's games too."""
        self.games += other.games
        for name, counts in other.values.items():
            self.values.setdefault(name, Counter()).update(counts)


@frozen
class Sweep:
    """Games to be played by a bot: a work that other processes can be given."""

    scenario: Scenario
    level: str
    bot: str
    engine: str

    def __call__(self, part: range) -> Tally:
        """The games on some seeds."""
        engine = engine_for(self.scenario, self.level)
        if self.engine == "batch":
            return _batch_tally(engine, self.bot, part)
        return tally_of(engine.plan, games(engine, len(part), part.start, bot_named(self.bot, engine).choose))


def counted(plan: Plan) -> list[int]:
    """The slots that are counted: the turn, the ending, and the tracks that a scenario declares."""
    tracks = [i for i, s in enumerate(plan.slots) if s.track is not None and not s.name.startswith("summits.")]
    return [TURN, ENDING, *tracks]


def tally_of(plan: Plan, finished: Iterable[Finished]) -> Tally:
    """The counts of some games."""
    ended = list(finished)
    tally = Tally(len(ended))
    for slot in counted(plan):
        tally.add(str(slot), (f.state[slot] for f in ended))
    tally.add("decisions", (f.decisions for f in ended))
    tally.add("score", (f.score for f in ended))
    return tally


def _batch_tally(engine: Engine, bot: str, seeds: range) -> Tally:
    from game.lab.batch.playouts import counts_of

    played = _batch_playouts(engine, bot, seeds)
    tally = Tally(len(seeds))
    for slot in counted(engine.plan):
        tally.add(str(slot), counts_of(played.columns[slot]))
    tally.add("decisions", counts_of(played.decisions))
    tally.add("score", counts_of(played.score))
    return tally


def _batch_playouts(engine: Engine, bot: str, seeds: range) -> Playouts:
    """A bot's games in rows: those of `bot_named(bot).choose` on the engine, in any order."""
    from game.lab.batch.playouts import random_playouts

    name = name_of(bot, engine)
    if name.kind == "search":
        from game.lab.searching import search_playouts

        return search_playouts(engine, name, seeds)
    if (policy := policy_of(name, engine.plan)) is not None:
        from game.lab.batch.policies import policy_playouts

        return policy_playouts(engine, policy, seeds)
    return random_playouts(engine, seeds)


def summary(scenario: Scenario, plan: Plan, tally: Tally, seed: int, bot: str) -> dict[str, Any]:
    """What became of the games, in plain values: the same for the same arguments, on any machine.

    Shares and means are in thousandths of a unit, rounded down, so that no float is written differently elsewhere.
    """
    endings = tally.values.get(str(ENDING), Counter())
    outcomes: Counter[str] = Counter()
    won = 0
    for number, count in endings.items():
        outcomes[plan.endings[number - 1].label] += count
        won += count * plan.endings[number - 1].won
    tracks = {plan.slots[slot].name: spread(tally.values.get(str(slot), Counter())) for slot in counted(plan)[2:]}
    return {
        "scenario": scenario.id,
        "version": scenario.version,
        "content": scenario.content,
        "difficulty": plan.level,
        "bot": bot,
        "seed": seed,
        "games": tally.games,
        "won": won,
        "outcomes": {label: outcomes[label] for label in sorted(outcomes)},
        "turns": spread(tally.values.get(str(TURN), Counter())),
        "decisions": spread(tally.values.get("decisions", Counter())),
        "score": spread(tally.values.get("score", Counter())),
        "tracks": tracks,
    }


def spread(counts: Counter[int]) -> dict[str, int | str]:
    """The mean (a decimal text with three places) and the least, quartiles and greatest of counted values."""
    total = counts.total()
    if not total:
        return {}
    ordered = sorted(counts.items())

    def nth(place: int) -> int:
        for value, count in ordered:
            place -= count
            if place < 0:
                return value
        return ordered[-1][0]

    thousandths = 1000 * sum(value * count for value, count in ordered) // total
    sign, thousandths = ("-", -thousandths) if thousandths < 0 else ("", thousandths)
    mean = f"{sign}{thousandths // 1000}.{thousandths % 1000:03d}"
    quartiles = {"q1": nth(total // 4), "median": nth(2 * total // 4), "q3": nth(3 * total // 4)}
    return {"mean": mean, "min": ordered[0][0], **quartiles, "max": ordered[-1][0]}


def parts_of(count: int, seed: int, engine: str, jobs: int, bot: str = "random") -> list[range]:
    """The seeds of so many games in parts, several for each process, so that all are busy to the end."""
    most = PARTS[engine]
    if bot.startswith("search:"):
        most = min(most, max(LEAST, ROLLOUTS // int(bot.split(":")[1])))
    elif bot != "random":
        most = min(most, WEIGHED)
    size = max(1, min(most, -(-count // (4 * jobs)) if jobs > 1 else count))
    return [range(first, min(first + size, seed + count)) for first in range(seed, seed + count, size)]


def run(
    sweep_: Sweep, count: int, seed: int, tick: Callable[[int], None], jobs: int = 1, cluster: str = ""
) -> dict[str, Any]:
    """Play and sum up, telling `tick` how many games are done. Ctrl-C keeps what was played until then.

    The totals are the same for any number of processes, on a cluster, and by either engine.
    Raises `ClusterUnavailable`.
    """
    tally = Tally()
    results = sweep(sweep_, parts_of(count, seed, sweep_.engine, jobs, sweep_.bot), jobs, cluster)
    try:
        for part in results:
            tally.merge(part)
            tick(tally.games)
    except KeyboardInterrupt:
        pass
    finally:
        if isinstance(results, Generator):
            results.close()
    plan = engine_for(sweep_.scenario, sweep_.level).plan
    return summary(sweep_.scenario, plan, tally, seed, sweep_.bot)


def flat(result: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """A summary as rows of a table: (what, which, value)."""
    for key, value in result.items():
        if key == "tracks":
            for track, figures in value.items():
                yield from ((track, which, str(figure)) for which, figure in figures.items())
        elif isinstance(value, dict):
            yield from ((key, which, str(figure)) for which, figure in value.items())
        else:
            yield key, "", str(value)
