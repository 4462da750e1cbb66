"""A study of a scenario: which games are played, in which order, over how many processes; and what was seen of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Sequence
from typing import Any

from attrs import define, field, frozen

from game.lab.balance.looking import Line, Weighed, chances, happenings, weights
from game.lab.balance.playing import Games, is_measured, played
from game.lab.balance.statistics import Share
from game.lab.bots import members_of
from game.lab.sweep import sweep
from game.rules.claims import BotName
from game.rules.engine import Engine, engine_for
from game.rules.model import Scenario
from game.rules.plan import Plan

FIRST_HALF = 0.7
"""Of the time there is, the part for playing; the rest is for looking at what was played."""

ROLLOUTS = 8192
"""Search is quick where about so many are played side by side."""

STRONG = 2
"""So many of the strongest budgets of search are strong play."""

CONTESTED = 0.75
"""The games in which drama is measured are those of the weakest search that wins so many."""

PLAYERS = 0.1
"""A policy that wins so many of its games is a player whose choices matter for the question of luck."""


@frozen
class Sizes:
    """How many games a study plays of each kind. The same sizes and seed give the same figures."""

    games: int = 2000
    """By each bot that does not search."""
    ladder: tuple[tuple[int, int], ...] = ((16, 200), (64, 200), (256, 100), (1024, 40))
    """(rollouts a decision, games) for each search, from the weakest."""
    worlds: int = 30
    """Worlds that all players meet twice, for the question of luck."""
    drama: int = 60
    """Games whose chances are looked at, turn by turn."""
    chances: int = 100
    """Continuations from each turn of each."""
    weighed: int = 40
    """Games of strong play of which every choice is weighed."""
    continued: int = 40
    """Continuations of each choice."""
    watched: int = 100
    """Random games in which events are looked for."""


QUICK = Sizes(400, ((16, 60), (64, 40)), 10, 20, 40, 3, 16, 60)
"""A first impression, in a few seconds or a minute."""


@frozen
class Play:
    """Games of a bot to be played."""

    level: str
    bot: BotName
    seeds: range
    twice: int = 0
    """So many of the first worlds are played again, with other dice of the bot's own."""
    traced: bool = False

    @property
    def cost(self) -> int:
        """About how long it takes, in games of a policy."""
        each = 20 + 6 * int(self.bot.argument) if self.bot.kind == "search" else 1
        return (len(self.seeds) + self.twice) * each

    def run(self, scenario: Scenario) -> tuple[Games, Games]:
        return played(engine_for(scenario, self.level), self.bot, self.seeds, self.twice, self.traced)


@frozen
class Look:
    """Games to be looked at again."""

    level: str
    what: str
    """chances, weights or happenings."""
    seeds: tuple[int, ...]
    lines: tuple[Line, ...] = field(repr=False)
    times: int = 0

    @property
    def cost(self) -> int:
        each = {"chances": 6 * self.times, "weights": 140 * self.times, "happenings": 40}[self.what]
        return len(self.seeds) * each

    def run(self, scenario: Scenario) -> Any:
        engine = engine_for(scenario, self.level)
        match self.what:
            case "chances":
                return chances(engine, self.seeds, self.lines, self.times)
            case "weights":
                return weights(engine, self.seeds, self.lines, self.times)
            case _:
                return happenings(engine, self.seeds, self.lines)


Part = Play | Look


@frozen
class Worker:
    """The work of a study, which other processes can be given."""

    scenario: Scenario

    def __call__(self, numbered: tuple[int, Part]) -> tuple[int, Any]:
        """What a part finds, with its number."""
        number, part = numbered
        return number, part.run(self.scenario)


@define
class Seen:
    """All that a study has seen, in whatever order it came in."""

    plan: Plan
    sizes: Sizes
    seed: int
    played: dict[Play, tuple[Games, Games]] = field(factory=dict)
    looks: dict[str, list[tuple[Look, Any]]] = field(factory=dict)
    stopped: str = ""
    """`time` or `asked`, where the study was stopped before it was complete."""

    def games(self, bot: BotName, level: str = "", again: int = 0) -> list[Games]:
        """What a bot has played, in the order of the seeds; or what it has played `again`, 1 for that."""
        found = [
            (part.seeds.start, games[again])
            for part, games in self.played.items()
            if (part.bot, part.level) == (bot, level or self.plan.level)
        ]
        return [games for _, games in sorted(found, key=lambda pair: pair[0])]

    def won(self, bot: BotName) -> Share:
        """How many of a bot's games were won."""
        return won(self.plan, self.games(bot))

    @property
    def ladder(self) -> list[BotName]:
        """The searches of which games have been played, from the weakest."""
        names = [searcher(budget) for budget, _ in self.sizes.ladder]
        return [name for name in names if self.games(name)]

    @property
    def bots(self) -> list[BotName]:
        """The bots that do not search of which games have been played."""
        return [name for name in bots_for(self.plan) if self.games(name)]

    @property
    def strong(self) -> list[BotName]:
        """The searches that are strong play."""
        return self.ladder[-STRONG:]

    @property
    def contested(self) -> BotName | None:
        """The search in whose games drama is measured."""
        ladder = self.ladder
        fit = [name for name in ladder if self.won(name).value >= CONTESTED]
        return fit[0] if fit else ladder[-1] if ladder else None

    @property
    def players(self) -> list[BotName]:
        """Those who are compared where luck is asked about."""
        fit = [name for name in self.bots if self.won(name).value >= PLAYERS]
        return [*fit, *self.ladder] if len(fit) + len(self.ladder) > 1 else [*self.bots, *self.ladder]

    def found(self, what: str) -> list[Any]:
        """What looking has found, game by game or decision by decision, in the order in which it was planned."""
        pairs = sorted(self.looks.get(what, ()), key=lambda pair: pair[0].seeds)
        return [item for _, items in pairs for item in items]


def searcher(budget: int) -> BotName:
    """The bot that searches with so many rollouts a decision."""
    return BotName("search", str(budget))


def won(plan: Plan, games: Iterable[Games]) -> Share:
    """How many of some games were won."""
    endings = [ending for part in games for ending in part.ending]
    return Share(sum(plan.endings[ending - 1].won for ending in endings), len(endings))


def bots_for(plan: Plan) -> list[BotName]:
    """Random, greedy, everybody's loyalist, every policy of the scenario; loyalists only where it declares none."""
    policies = [BotName("policy", policy.id) for policy in plan.policies]
    declared = any(policy.over is not None for policy in plan.scenario.policies.values())
    loyal = [] if declared else [BotName("loyalist", member) for member in members_of(plan.scenario)]
    return [BotName("random"), BotName("greedy"), *loyal, *policies]


@define
class Study:
    """Plays and looks; `run` gives what was seen. Ctrl-C and the end of the time keep what there is."""

    scenario: Scenario
    level: str
    sizes: Sizes
    seed: int = 0
    jobs: int = 1
    seconds: float = 0.0
    """The most it may take; 0 for as long as it takes."""
    tick: Callable[[float], None] = lambda part: None
    """Told which part of the work is done, from 0 to 1."""
    _begun: float = field(default=0.0, init=False)

    def run(self) -> Seen:
        """Everything, in two rounds: games, then looks at them."""
        self._begun = time.monotonic()
        engine = engine_for(self.scenario, self.level)
        seen = Seen(engine.plan, self.sizes, self.seed)
        play = self.plays(engine)
        self._sweep(seen, play, 0.0, FIRST_HALF)
        if seen.stopped != "asked":
            self._sweep(seen, self.looks(seen), FIRST_HALF, 1.0)
        return seen

    def plays(self, engine: Engine) -> list[Part]:
        """The games to be played, those first without which nothing can be told."""
        sizes, plan, level = self.sizes, engine.plan, self.level
        parts: list[tuple[float, int, Play]] = []

        def add(
            bot: BotName, start: int, stop: int, each: int, level: str, twice: int = 0, traced: bool = False
        ) -> None:
            for first in range(start, stop, each):
                last = min(first + each, stop)
                again = max(0, min(last, twice) - first)
                play = Play(level, bot, range(self.seed + first, self.seed + last), again, traced)
                parts.append((first / stop, len(parts), play))

        bots = bots_for(plan)
        for bot in bots:
            noted = min(sizes.watched, sizes.games) if bot.kind == "random" else 0
            if noted:
                add(bot, 0, noted, noted, level, sizes.worlds, traced=True)
            add(bot, noted, sizes.games, sizes.games, level, sizes.worlds)
        for budget, count in sizes.ladder:
            add(searcher(budget), 0, count, max(4, ROLLOUTS // budget), level, sizes.worlds, traced=True)
        for other in self.scenario.difficulty:
            claims = [c for c in engine_for(self.scenario, other).plan.claims if c.bot is not None and is_measured(c)]
            for name in dict.fromkeys(c.bot for c in claims if c.bot is not None):
                if other != level or name not in bots:
                    add(name, 0, sizes.games, sizes.games, other)
        return [part for _, _, part in sorted(parts, key=lambda entry: entry[:2])]

    def looks(self, seen: Seen) -> list[Part]:
        """What is looked at of the games that were played."""
        sizes, parts = self.sizes, list[Part]()
        if (name := seen.contested) is not None:
            seeds, lines = traced(seen.games(name))
            parts += self._looks("chances", seeds[: sizes.drama], lines[: sizes.drama], 10, sizes.chances)
        if seen.strong:
            seeds, lines = traced(seen.games(seen.strong[-1]))
            parts += self._looks("weights", seeds[: sizes.weighed], lines[: sizes.weighed], 2, sizes.continued)
        for bot in (BotName("random"), *seen.ladder):
            seeds, lines = traced(seen.games(bot))
            parts += self._looks("happenings", seeds, lines, 50)
        return parts

    def _looks(self, what: str, seeds: Sequence[int], lines: Sequence[Line], each: int, times: int = 0) -> list[Part]:
        cuts = [slice(at, at + each) for at in range(0, len(seeds), each)]
        return [Look(self.level, what, tuple(seeds[cut]), tuple(lines[cut]), times) for cut in cuts]

    def _sweep(self, seen: Seen, parts: list[Part], begin: float, end: float) -> None:
        whole, done = sum(part.cost for part in parts), 0
        results = sweep(Worker(self.scenario), list(enumerate(parts)), self.jobs)
        try:
            for number, found in results:
                part = parts[number]
                if isinstance(part, Play):
                    seen.played[part] = found
                else:
                    seen.looks.setdefault(part.what, []).append((part, found))
                done += part.cost
                self.tick(begin + (end - begin) * done / whole)
                if self.seconds and time.monotonic() - self._begun > self.seconds * end and done < whole:
                    seen.stopped = "time"
                    break
        except KeyboardInterrupt:
            seen.stopped = "asked"
        finally:
            if isinstance(results, Generator):
                results.close()


def traced(games: Iterable[Games]) -> tuple[list[int], list[Line]]:
    """The seeds and decisions of the games whose decisions were noted."""
    noted = [part for part in games if part.steps]
    return [seed for part in noted for seed in part.seeds], [line for part in noted for line in part.steps]


__all__ = ["QUICK", "Look", "Play", "Seen", "Sizes", "Study", "Weighed", "bots_for", "searcher", "traced", "won"]
