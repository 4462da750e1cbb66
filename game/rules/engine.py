"""The engine: a plan turned into functions over plain tuples of integers."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from functools import cached_property, lru_cache
from types import CodeType
from typing import Any

from attrs import define, evolve, field, fields

from game.rules import chance, terms
from game.rules.build import build
from game.rules.chance import World
from game.rules.model import Scenario
from game.rules.plan import AT, ENDING, TURN, Move, Plan
from game.rules.policies import Look, looks_of
from game.rules.source import source_of

Values = tuple[int, ...]
"""The state of a game: one integer for each slot of the plan."""

MOST_LISTED = 4096
MOST_PIECES = 4096
"""Functions of rules that are kept compiled."""
_PIECE = re.compile(r"\n(?=\S)")
"""Where the source of a module has another function or table."""

Entry = tuple[int, int, int, int, int, int]
"""A logged change: origin, slot, value before, change asked, value after, slot it was spilt from (or -1)."""


@define(slots=False)
class Engine:
    """The rules of one scenario at one level of difficulty, ready to play.

    It holds no game: every method takes the state and gives a new one.
    """

    plan: Plan
    moves: tuple[Move, ...] = field(init=False)
    by_notation: dict[str, Move] = field(init=False)
    _listed: dict[tuple[int, ...], tuple[Move, ...]] = field(factory=dict, init=False)
    slot_of: dict[str, int] = field(init=False)
    """The number of each slot, by name."""
    plays: list[Callable[[list[int], Any], None]] = field(init=False)
    legals: list[Callable[[Values, Any], tuple[int, ...]]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.moves = tuple(m.move for m in self.plan.moves)
        self.by_notation = {str(move): move for move in self.moves}
        self.slot_of = {slot.name: index for index, slot in enumerate(self.plan.slots)}
        self._plain = _compiled(self.plan, traced=False)
        self.plays = self._plain["MOVES"]
        self.legals = self._plain["LEGAL"]

    def on(self, scenario: Scenario) -> Engine:
        """The same engine for a scenario that says the same in other places of its files."""
        other = copy(self)
        other.plan = evolve(self.plan, scenario=scenario)
        return other

    @cached_property
    def _traced(self) -> dict[str, Any]:
        return _compiled(self.plan, traced=True)

    @cached_property
    def looks(self) -> list[Look]:
        """For each move, what it does at once, without what follows from it."""
        return looks_of(self.plan)

    def listed(self, legal: tuple[int, ...]) -> tuple[Move, ...]:
        """The moves of these numbers; the same few lists come up again and again, so they are kept."""
        found = self._listed.get(legal)
        if found is None:
            if len(self._listed) >= MOST_LISTED:
                self._listed.clear()
            found = self._listed[legal] = tuple(self.moves[i] for i in legal)
        return found

    def world(self, seed: int, dealt: dict[str, tuple[str, ...]] | None = None) -> World:
        """What chance holds for a seed. Raises `chance.DealError` if a dealt order does not fit."""
        return chance.deal(self.plan.streams, seed, dealt)

    def opening(self, world: World) -> Values:
        """The state when the first decision of the first turn is asked."""
        values = [slot.start for slot in self.plan.slots]
        self._plain["phase0"](values, world.tables)
        return tuple(values)

    def opening_log(self, world: World) -> tuple[Values, list[Entry]]:
        """The opening with its changes."""
        values = [slot.start for slot in self.plan.slots]
        log: list[Entry] = []
        self._traced["phase0"](values, world.tables, log.append)
        return tuple(values), log

    def legal(self, state: Values, world: World) -> tuple[int, ...]:
        """The indices of the legal moves, in a stable order; none when the game is over."""
        return self.legals[state[AT]](state, world.tables)

    def play(self, state: Values, move: int, world: World) -> Values:
        """The state after a legal move; whether it is legal is for the caller to know."""
        values = list(state)
        self.plays[move](values, world.tables)
        return tuple(values)

    def play_log(self, state: Values, move: int, world: World) -> tuple[Values, list[Entry]]:
        """The same with every change, in order; `REVEAL` entries mark where hidden things come to light."""
        values = list(state)
        log: list[Entry] = []
        self._traced["MOVES"][move](values, world.tables, log.append)
        return tuple(values), log

    def settle_log(self, state: Values, world: World) -> tuple[Values, list[Entry]]:
        """What ending the turn now would do: its laws and endings, on a copy."""
        values = list(state)
        log: list[Entry] = []
        self._traced["settle"](values, world.tables, log.append)
        return tuple(values), log

    def score(self, state: Values, world: World) -> int:
        """The score as things stand."""
        return int(self._plain["score"](state, world.tables))

    def holds(self, term: terms.Term, state: Values, world: World) -> int:
        """The value of a term in a state."""
        return terms.evaluate(term, state, world.tables)


def _compiled(plan: Plan, *, traced: bool) -> dict[str, Any]:
    """The functions of a plan. Only the words of the source writer are in the source, and only these names in reach."""
    space: dict[str, Any] = {
        "__builtins__": {"sum": sum, "zip": zip, "tuple": tuple},
        **terms.EMITTED_NAMES,
    }
    for piece in _PIECE.split(source_of(plan, traced=traced)):
        exec(_code(piece), space)
    return space


@lru_cache(maxsize=MOST_PIECES)
def _code(piece: str) -> CodeType:
    """A function or table of a module, compiled once for all plans that have it: an author's change alters few."""
    return compile(piece, "<rules>", "exec")


# The engines in use, by their scenario object: comparing two large scenarios field by field would cost more.
_engines: dict[tuple[int, str], Engine] = {}
_MOST_ENGINES = 32
_PARTS = tuple(a.name for a in fields(Scenario) if a.eq)


def _says_the_same(one: Scenario, other: Scenario) -> bool:
    """Whether one is the other at other places: made of the very same parts, as their order matters too."""
    return all(getattr(one, part) is getattr(other, part) for part in _PARTS)


def engine_for(scenario: Scenario, level: str) -> Engine:
    """The engine of a scenario at a level of difficulty; built once.

    Raises `ScenarioError` for a scenario that cannot be played, `KeyError` for an unknown level.
    """
    key = (id(scenario), level)
    engine = _engines.get(key)
    if engine is None or engine.plan.scenario is not scenario:
        others = (e for e in reversed(_engines.values()) if e.plan.level == level)
        twin = next((e for e in others if _says_the_same(e.plan.scenario, scenario)), None)
        engine = twin.on(scenario) if twin is not None else Engine(build(scenario, level))
        if len(_engines) >= _MOST_ENGINES:
            _engines.pop(next(iter(_engines)))
        _engines[key] = engine
    return engine


__all__ = ["AT", "ENDING", "TURN", "Engine", "Entry", "Values", "engine_for"]
