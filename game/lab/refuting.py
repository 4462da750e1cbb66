"""Trying to refute claims: games by bots first, then games that hypothesis makes up and makes shorter."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from math import sqrt
from random import Random
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from game.lab.bots import Bot, bot_of, bots_of
from game.lab.watching import LONGEST, Found, Stepping, Watch, replayed, watched, watches_of
from game.rules.claims import BotName
from game.rules.engine import AT, Engine, engine_for
from game.rules.model import Scenario
from game.words import say

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

EXAMPLES, SECONDS = 200, 20.0
GAMES_AN_EXAMPLE = 5
"""Games by bots in all, and games of a likelihood, for each game that hypothesis may make up."""
SHARE_OF_PLAY, SHARE_OF_CHANCES = 0.35, 0.35
"""Parts of the time for games by bots, and for likelihoods; what they leave over is hypothesis's."""
SURE, VERY_SURE = 1.96, 3.29
"""Standard errors of a 95 % interval, and of the 99.9 % one that may end the counting early."""
SEEDS, SEEDS_AGAIN = 128, 16
"""Worlds in which hypothesis makes games up: to find one at all, and to find a shorter one."""
ROUNDS = 8
"""Times that a shorter game is looked for, while each time one is found."""
MANY_STEPS = 1_000
"""Moves that hypothesis makes up at most in one game."""


@frozen
class Share:
    """How many games of a bot showed something."""

    hits: int
    games: int

    def interval(self, z: float = SURE) -> tuple[float, float]:
        """Wilson's interval for the share, in percent."""
        if not self.games:
            return 0.0, 100.0
        p, n = self.hits / self.games, self.games
        middle, spread = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        scale = 100 / (1 + z * z / n)
        return max(0.0, (middle - spread) * scale), min(100.0, (middle + spread) * scale)


@define
class Verdict:
    """What became of one claim."""

    index: int
    kind: str
    """never, always, reachable or likely."""
    found: Found | None = None
    """A game that refutes it; of `reachable`, one that shows it."""
    played: int = 0
    """Games by bots that were watched for it."""
    made: int = 0
    """Games that hypothesis made up for it."""
    share: Share | None = None
    low: int = 0
    high: int = 100
    bot: str = ""

    @property
    def word(self) -> str:
        """refuted, shown (`reachable`), unseen (`reachable`), undecided (`likely`) or held."""
        if self.kind == "likely":
            return self._likely(SURE)
        if self.found is not None:
            return "shown" if self.kind == "reachable" else "refuted"
        return "unseen" if self.kind == "reachable" else "held"

    def _likely(self, z: float) -> str:
        low, high = self.share.interval(z) if self.share is not None else (0.0, 100.0)
        if high < self.low or low > self.high:
            return "refuted"
        return "held" if self.low <= low and high <= self.high else "undecided"

    @property
    def settled(self) -> bool:
        """Whether counting on would hardly change the answer."""
        return self._likely(VERY_SURE) != "undecided"


class _OutOfTime(BaseException):
    """The time is up; not an `Exception`, which hypothesis would take for what it looks for."""


@define
class Search:
    """One search over all claims of a scenario. It is the same for the same arguments, unless time ends it."""

    scenario: Scenario
    examples: int = EXAMPLES
    seconds: float = SECONDS
    tick: Callable[[str], None] = lambda text: None
    verdicts: dict[int, Verdict] = field(factory=dict, init=False)
    stopped: bool = field(default=False, init=False)
    """Whether Ctrl-C ended it."""
    timed_out: bool = field(default=False, init=False)
    _engines: list[Engine] = field(factory=list, init=False)
    _watches: dict[str, dict[int, Watch]] = field(factory=dict, init=False)
    _end: float = field(default=0.0, init=False)

    def run(self) -> list[Verdict]:
        """The verdict on each claim, in their order. Ctrl-C keeps what was found until then."""
        begun = time.monotonic()
        self._end = begun + self.seconds
        try:
            self._prepare()
            self._play(begun + self.seconds * SHARE_OF_PLAY)
            self._count(time.monotonic() + self.seconds * SHARE_OF_CHANCES)
            self._make_up()
            self._shorten()
        except _OutOfTime:
            self.timed_out = True
        except KeyboardInterrupt:
            self.stopped = True
        return [self.verdicts[index] for index in sorted(self.verdicts)]

    def _prepare(self) -> None:
        for level in self.scenario.difficulty:
            engine = engine_for(self.scenario, level)
            self._engines.append(engine)
            self._watches[level] = watches_of(engine)
            for watch in self._watches[level].values():
                claim = watch.claim
                bot = str(claim.bot) if claim.bot is not None else ""
                verdict = Verdict(claim.index, claim.kind, low=claim.low, high=claim.high, bot=bot)
                self.verdicts.setdefault(claim.index, verdict)

    def _late(self, until: float) -> bool:
        return time.monotonic() >= min(until, self._end)

    def _open(self, level: str, bot: str | None = None) -> list[Watch]:
        """The claims at a level that no game has answered yet: those about one bot only if it plays."""
        return [
            watch
            for index, watch in self._watches[level].items()
            if watch.claim.kind != "likely"
            and self.verdicts[index].found is None
            and (not self.verdicts[index].bot or self.verdicts[index].bot == bot)
        ]

    # Games by bots

    def _play(self, until: float) -> None:
        """Games by every bot in turn, at every level, watched for all that is still open."""
        most = self.examples * GAMES_AN_EXAMPLE
        for number, (engine, bot, seed) in enumerate(self._games(most)):
            if self._late(until):
                self.timed_out |= time.monotonic() >= self._end
                return
            watches = self._open(engine.plan.level, bot.name)
            for watch in watches:
                self.verdicts[watch.claim.index].played += 1
            for index, found in (watched(engine, seed, bot.choose, watches) if watches else {}).items():
                self.verdicts[index].found = found
            if number % 10 == 0:
                self.tick(say("games by bots: {count}", count=f"{number:,}"))

    def _games(self, most: int) -> Iterator[tuple[Engine, Bot, int]]:
        """As many games as asked: seeds in their order, and for each seed every level and bot."""
        players = [(engine, bot) for engine in self._engines for bot in self._players(engine)]
        for number in range(most if players else 0):
            engine, bot = players[number % len(players)]
            yield engine, bot, number // len(players)

    def _players(self, engine: Engine) -> list[Bot]:
        """All bots while a claim is about everybody; those that claims name in any case."""
        claims = [w.claim for w in self._watches[engine.plan.level].values() if w.claim.kind != "likely"]
        bots = {bot.name: bot for bot in bots_of(engine)} if any(c.bot is None for c in claims) else {}
        for claim in claims:
            if claim.bot is not None and str(claim.bot) not in bots:
                bots[str(claim.bot)] = bot_of(claim.bot, engine)
        return list(bots.values())

    # Likelihoods

    def _count(self, until: float) -> None:
        """Games by the bots of the likelihoods, at the level of each claim, or that which a game begins with."""
        groups: dict[tuple[str, BotName], list[Watch]] = {}
        for level, watches in self._watches.items():
            for watch in watches.values():
                if watch.claim.kind == "likely" and level == self._level_of(watch.claim.index):
                    assert watch.claim.bot is not None
                    groups.setdefault((level, watch.claim.bot), []).append(watch)
        for number, ((level, name), group) in enumerate(groups.items()):
            now = time.monotonic()
            self._count_group(level, name, group, now + max(0.0, until - now) / (len(groups) - number))

    def _level_of(self, index: int) -> str:
        return self.scenario.claims[index].difficulty or self.scenario.usual_level

    def _count_group(self, level: str, name: BotName, watches: list[Watch], until: float) -> None:
        engine = next(e for e in self._engines if e.plan.level == level)
        bot, hits = bot_of(name, engine), {watch.claim.index: 0 for watch in watches}
        most = 2 * self.examples * GAMES_AN_EXAMPLE
        look = max(1, most // 8)
        for seed in range(most):
            if self._late(until):
                return
            for index in watched(engine, seed, bot.choose, watches):
                hits[index] += 1
            for index, count in hits.items():
                self.verdicts[index].share = Share(count, seed + 1)
            if seed + 1 == look:
                look *= 2
                if all(self.verdicts[index].settled for index in hits):
                    return
            if seed % 10 == 0:
                self.tick(say("games by {bot}: {count}", bot=name, count=f"{seed:,}"))

    # Games that hypothesis makes up

    def _make_up(self) -> None:
        """For each claim that no bot's game answered, games made of any legal moves."""
        waiting = [v for v in self.verdicts.values() if v.kind != "likely" and v.found is None and not v.bot]
        for number, verdict in enumerate(waiting):
            left = max(0.0, self._end - time.monotonic())
            engines = [e for e in self._engines if verdict.index in self._watches[e.plan.level]]
            self._explore(verdict, engines, None, time.monotonic() + left / (len(waiting) - number))
        if time.monotonic() >= self._end:
            self.timed_out = True

    def _shorten(self) -> None:
        """Shorter games than those found: by leaving moves out, and by making others up, while that helps."""
        waiting = [v for v in self.verdicts.values() if v.found is not None and not v.bot]
        for number, verdict in enumerate(waiting):
            now = time.monotonic()
            until = now + max(0.0, self._end - now) / (len(waiting) - number)
            for _ in range(ROUNDS):
                assert verdict.found is not None
                before = verdict.found
                engine = next(e for e in self._engines if e.plan.level == before.level)
                self.tick(say("claim {number}: a shorter game is looked for", number=verdict.index + 1))
                verdict.found = self._reduced(engine, before, verdict.index, (time.monotonic() + until) / 2)
                if verdict.found.moves:
                    self._explore(verdict, [engine], verdict.found, until)
                if len(verdict.found.moves) >= len(before.moves) or self._late(until):
                    break

    def _reduced(self, engine: Engine, found: Found, index: int, until: float) -> Found:
        """The game with as many of its moves left out as can be, in another world if it is shorter there."""
        watch = self._watches[found.level][index]
        for seed in range(SEEDS):
            if self._late(until):
                return found
            other = replayed(engine, seed, found.moves, watch)
            if other is not None and len(other.moves) < len(found.moves):
                found = other
        size = max(1, len(found.moves) // 2)
        while size:
            at = 0
            while at < len(found.moves):
                if self._late(until):
                    return found
                fewer = found.moves[:at] + found.moves[at + size :]
                shorter = replayed(engine, found.seed, fewer, watch)
                if shorter is not None and len(shorter.moves) < len(found.moves):
                    found = shorter
                else:
                    at += size
            size //= 2
        return found

    def _explore(self, verdict: Verdict, engines: list[Engine], than: Found | None, until: float) -> None:
        """Let hypothesis make games up; the shortest that shows what the claim speaks of is kept, as it comes."""
        from hypothesis import HealthCheck, Phase, Verbosity, find, settings
        from hypothesis import strategies as st
        from hypothesis.errors import HypothesisException

        most = len(than.moves) - 1 if than is not None else min(MANY_STEPS, LONGEST)
        seeds = tuple(range(SEEDS)) if than is None else tuple(dict.fromkeys((*range(SEEDS_AGAIN), than.seed)))
        quiet = settings(
            max_examples=self.examples,
            database=None,
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
            verbosity=Verbosity.quiet,
        )

        @st.composite
        def games(draw: DrawFn) -> Found | None:
            def pick(count: int) -> int:
                """One of `count`, bit by bit: hypothesis likes numbers that stand in the source nearby, which would
                make the search another one wherever it is run, and it keeps them in a file there."""
                number = 0
                for _ in range((count - 1).bit_length()):
                    number = 2 * number + draw(st.booleans())
                return number % count

            if self._late(until):
                raise _OutOfTime
            engine = engines[pick(len(engines))]
            found = self._made_up(engine, verdict.index, seeds[pick(len(seeds))], pick, most)
            verdict.made += 1
            if verdict.made % 10 == 0:
                made = f"{verdict.made:,}"
                self.tick(say("claim {number}, games made up: {count}", number=verdict.index + 1, count=made))
            if found is not None and (verdict.found is None or len(found.moves) <= len(verdict.found.moves)):
                verdict.found = found
            return found

        try:
            find(games(), lambda found: found is not None, settings=quiet, random=Random(verdict.made))
        except (HypothesisException, _OutOfTime):
            return  # it found none, or its time was up; what it found before is kept

    def _made_up(self, engine: Engine, index: int, seed: int, pick: Callable[[int], int], most: int) -> Found | None:
        """One game whose moves are picked among the legal ones, up to where it shows what the claim speaks of."""
        watch = self._watches[engine.plan.level][index]
        step, world = Stepping(engine, bool(watch.claim.goal.events)), engine.world(seed)
        state, events = step.opening(world)
        played: list[int] = []
        while not watch(state, world, played[-1] if played else -1, events):
            if state[AT] == engine.plan.over or len(played) >= most:
                return None
            legal = engine.legal(state, world)
            move = legal[pick(len(legal))] if len(legal) > 1 else legal[0]
            state, events = step.play(state, move, world)
            played.append(move)
        return Found(engine.plan.level, seed, tuple(played))
