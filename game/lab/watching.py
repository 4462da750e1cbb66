"""Watching games for what claims speak of: a state, a move that is played, an event that happens without asking."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from game.lab.bots import Choose
from game.rules.chance import World
from game.rules.engine import AT, Engine, Values
from game.rules.model import Scenario
from game.rules.plan import ClaimPlan
from game.rules.play import Game, start
from game.rules.policies import Ask, asks_of
from game.rules.source import HAPPENS

LONGEST = 5_000
"""Moves after which a game is left."""


@frozen
class Found:
    """A game that shows what a claim speaks of: what it was started from, and the moves up to there."""

    level: str
    seed: int
    moves: tuple[int, ...]

    def game(self, scenario: Scenario) -> Game:
        """The game itself."""
        game = start(scenario, self.seed, self.level)
        for move in self.moves:
            game = game.play(game.engine.moves[move])
        return game


@frozen
class Watch:
    """One claim at one level of difficulty, ready to be asked of games."""

    claim: ClaimPlan
    shows: Ask
    """Whether a state shows it."""

    def __call__(self, state: Values, world: World, move: int, events: Iterable[int]) -> bool:
        """Whether a step shows it: the state after it, its move, the events that happened in it."""
        goal = self.claim.goal
        return bool(
            move in goal.moves or self.shows(state, world.tables) or (goal.events and goal.events.intersection(events))
        )


def watches_of(engine: Engine) -> dict[int, Watch]:
    """A watch for each claim that is about the engine's level of difficulty, by the claim's number."""
    claims = engine.plan.claims
    asks = asks_of([(claim.goal.test,) for claim in claims])
    return {claim.index: Watch(claim, ask) for claim, ask in zip(claims, asks, strict=True)}


@frozen
class Stepping:
    """Steps of games of one engine, with the events that happen in them where those are asked for."""

    engine: Engine
    traced: bool

    def opening(self, world: World) -> tuple[Values, tuple[int, ...]]:
        """The first state, and the events before it."""
        if not self.traced:
            return self.engine.opening(world), ()
        state, log = self.engine.opening_log(world)
        return state, tuple(entry[1] for entry in log if entry[0] == HAPPENS)

    def play(self, state: Values, move: int, world: World) -> tuple[Values, tuple[int, ...]]:
        """The state after a move, and the events on the way."""
        if not self.traced:
            return self.engine.play(state, move, world), ()
        after, log = self.engine.play_log(state, move, world)
        return after, tuple(entry[1] for entry in log if entry[0] == HAPPENS)


def needs_trace(watches: Iterable[Watch]) -> bool:
    """Whether any of them asks for events that happen without asking."""
    return any(watch.claim.goal.events for watch in watches)


def watched(engine: Engine, seed: int, choose: Choose, watches: Iterable[Watch]) -> dict[int, Found]:
    """One game by a bot: for each claim that it shows, by number, the game up to where it first does.

    A claim about the end of a game is asked of its last state only. The game is left where all have been shown.
    """
    left = {watch.claim.index: watch for watch in watches}
    found: dict[int, Found] = {}
    step, world = Stepping(engine, needs_trace(left.values())), engine.world(seed)
    state, events = step.opening(world)
    played: list[int] = []
    while True:
        over = state[AT] == engine.plan.over
        for index in [i for i, w in left.items() if over or not w.claim.goal.at_the_end]:
            if left[index](state, world, played[-1] if played else -1, events):
                found[index] = Found(engine.plan.level, seed, tuple(played))
                del left[index]
        if over or not left or len(played) >= LONGEST:
            return found
        move = choose(engine, state, world, engine.legal(state, world), len(played))
        state, events = step.play(state, move, world)
        played.append(move)


def replayed(engine: Engine, seed: int, wanted: tuple[int, ...], watch: Watch) -> Found | None:
    """The game in which the wanted moves are played in their order, each as soon as it can be, up to where it shows
    what the claim speaks of; None where it does not before they run out.

    Where none of them can be played the first legal move stands in.
    """
    step, world = Stepping(engine, bool(watch.claim.goal.events)), engine.world(seed)
    state, events = step.opening(world)
    played: list[int] = []
    at = 0
    while not watch(state, world, played[-1] if played else -1, events):
        if state[AT] == engine.plan.over or len(played) >= len(wanted):
            return None
        legal = engine.legal(state, world)
        later = next((k for k in range(at, len(wanted)) if wanted[k] in legal), None)
        move = legal[0] if later is None else wanted[later]
        at = at if later is None else later + 1
        state, events = step.play(state, move, world)
        played.append(move)
    return Found(engine.plan.level, seed, tuple(played))
