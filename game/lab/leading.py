"""Leading a game somewhere: to a turn, or to the moment an event is decided, by moves that anybody could have played.

Games are played by seeded choices until one comes there, so the same question has the same answer everywhere. What is
found is an ordinary game: its record holds its moves and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

from attrs import define, frozen

from game.rules.chance import World, draw, site_of
from game.rules.engine import AT, TURN, Engine, Values, engine_for
from game.rules.model import Scenario
from game.rules.plan import EventPlan
from game.rules.play import Game, start
from game.rules.problems import did_you_mean
from game.rules.source import HAPPENS
from game.words import retold, say, say_many

SEEDS = 1_000
"""Worlds that are looked at for one that deals an event, when no seed is given."""
WORLDS = 64
"""Worlds that are played in, of those."""
GAMES = 400
"""Games that are played in one world before it is given up."""
PLIES = 400_000
"""Moves that are played in all before the search ends; a few seconds."""
PER_WORLD = 8
"""Games in one world before the next is tried, where several may be."""

_SITE = site_of("lab.leading")
_DEALT = ("dealt", "repeated")


class Unreachable(Exception):
    """A game could not be led there; the words say what was tried and why."""


@frozen
class Led:
    """A game that has come to where it was wanted."""

    game: Game
    games: int
    """How many games were played to find it."""


@define
class _Search:
    """What has been tried so far."""

    engine: Engine
    arrived: Callable[[Values, Values, int, World], bool]
    """(state before, state after, move, world) -> whether this is it; for the opening both states are the same and
    the move is -1."""
    games: int = 0
    plies: int = 0
    farthest: int = 0

    def along(self, world: World, dice: int) -> list[int] | None:
        """The moves of a game to where it is wanted; None where this one does not come there."""
        engine, over = self.engine, self.engine.plan.over
        choose = _steady if dice % 2 else _free
        self.games += 1
        state = engine.opening(world)
        moves: list[int] = []
        if self.arrived(state, state, -1, world):
            return moves
        while state[AT] != over:
            legal = engine.legal(state, world)
            move = choose(engine, dice, state, legal, len(moves))
            after = engine.play(state, move, world)
            moves.append(move)
            self.plies += 1
            if self.arrived(state, after, move, world):
                return moves
            state = after
        self.farthest = max(self.farthest, state[TURN])
        return None


def _free(engine: Engine, dice: int, state: Values, legal: tuple[int, ...], played: int) -> int:
    """Any legal move, each time anew."""
    return legal[draw(dice, played, _SITE, len(legal))]


def _steady(engine: Engine, dice: int, state: Values, legal: tuple[int, ...], played: int) -> int:
    """The move that these dice like best, whenever it can be played: a game of one mind comes farther to the edges."""
    return min(legal, key=lambda move: draw(dice, 0, _SITE + move, 1 << 30))


def lead(scenario: Scenario, level: str, seed: int | None, target: str) -> Led:
    """A game at the beginning of a turn (`5`), or where an event is decided or has just happened (its id).

    With a seed only that world is tried; without one the worlds of the seeds from 0 on are, until one will do.
    Raises `Unreachable` with what was tried, and for a name that is neither.
    """
    engine = engine_for(scenario, level)
    seeds: Iterable[int] = range(SEEDS) if seed is None else (seed,)
    if target.isascii() and target.isdecimal():
        return _to_turn(scenario, engine, seeds, int(target[:9]), seed)
    plan = next((event for event in engine.plan.events if event.id == target), None)
    if plan is None:
        known = [event.id for event in engine.plan.events]
        hint = retold(did_you_mean(target, known)) or say("events are {known}", known=", ".join(known) or "-")
        raise Unreachable(f"{say('there is no event or turn `{name}`', name=target)}; {hint}")
    return _to_event(scenario, engine, seeds, plan, seed)


def _to_turn(scenario: Scenario, engine: Engine, seeds: Iterable[int], turn: int, seed: int | None) -> Led:
    last, over = scenario.last_turn, engine.plan.over
    if not 1 <= turn <= last:
        raise Unreachable(say("there is no turn {turn}; this scenario has {last}", turn=turn, last=last))
    search = _Search(engine, lambda before, after, move, world: after[TURN] >= turn and after[AT] != over)
    found = _searched(search, seeds)
    if found is None:
        told = say("turn {turn} was not reached: {tried}; the longest ended in turn {last}",
                   turn=turn, tried=_tried(search, seed), last=search.farthest)  # fmt: skip
        raise Unreachable(told)
    return Led(_played(scenario, engine.plan.level, *found), search.games)


def _to_event(scenario: Scenario, engine: Engine, seeds: Iterable[int], event: EventPlan, seed: int | None) -> Led:
    search = _Search(engine, _asked(engine, event) if event.decision is not None else _happened(engine, event))
    dealing = list(islice((s for s in seeds if _may_deal(engine, event, s)), WORLDS))
    if not dealing:
        values = {"seed": seed, "last": SEEDS - 1, "event": event.id, "deck": event.deck}
        if seed is None:
            raise Unreachable(say("no seed from 0 to {last} deals `{event}` from the deck `{deck}`", **values))
        told = say("seed {seed} does not deal `{event}` from the deck `{deck}`; without --seed a world that does is "
                   "looked for", **values)  # fmt: skip
        raise Unreachable(told)
    found = _searched(search, dealing)
    if found is None:
        told = say("`{event}` did not come: {tried}", event=event.id, tried=_tried(search, seed))
        raise Unreachable(f"{told}{_when(scenario, event)}")
    return Led(_played(scenario, engine.plan.level, *found), search.games)


def _tried(search: _Search, seed: int | None) -> str:
    games = say_many("{count} game was tried", "{count} games were tried", search.games)
    level = search.engine.plan.level
    if seed is None:
        return say("{games} in several worlds at level `{level}`", games=games, level=level)
    return say("{games} on seed {seed} at level `{level}`", games=games, seed=seed, level=level)


def _when(scenario: Scenario, event: EventPlan) -> str:
    """On what the event waits, as its author wrote it."""
    entry = scenario.events.get(event.id)
    return "; " + say("it comes on `{rule}`", rule=entry.on) if entry is not None else ""


def _searched(search: _Search, seeds: Iterable[int]) -> tuple[int, list[int]] | None:
    """The seed and moves of the first game that comes there: a few games in every world, then more in each."""
    worlds = [search.engine.world(s) for s in islice(seeds, WORLDS)]
    for first in range(0, GAMES, PER_WORLD):
        for world in worlds:
            for number in range(first, first + PER_WORLD):
                moves = search.along(world, number)
                if moves is not None:
                    return world.seed, moves
                if search.plies >= PLIES:
                    return None
    return None


def _may_deal(engine: Engine, event: EventPlan, seed: int) -> bool:
    """Whether the world of a seed can hold an event: one of a deck whose draws are made before play must be drawn."""
    for stream, kept in zip(engine.plan.streams, engine.world(seed).tables, strict=True):
        if stream.kind in _DEALT and stream.name == event.deck:
            return any(event.index in drawn for drawn in kept if isinstance(drawn, tuple))
    return True


def _asked(engine: Engine, event: EventPlan) -> Callable[[Values, Values, int, World], bool]:
    return lambda before, after, move, world: after[AT] == event.decision


def _happened(engine: Engine, event: EventPlan) -> Callable[[Values, Values, int, World], bool]:
    """For an event that asks nothing: whether it happened in the last step."""

    def arrived(before: Values, after: Values, move: int, world: World) -> bool:
        log = engine.opening_log(world)[1] if move < 0 else engine.play_log(before, move, world)[1]
        return any(entry[0] == HAPPENS and entry[1] == event.index for entry in log)

    return arrived


def _played(scenario: Scenario, level: str, seed: int, moves: list[int]) -> Game:
    game = start(scenario, seed, level)
    for move in moves:
        game = game.play(game.engine.moves[move])
    return game
