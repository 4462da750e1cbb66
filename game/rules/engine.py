"""The engine: a plan turned into functions over plain tuples of integers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Any

from attrs import define, field

from game.rules import chance, terms
from game.rules.build import build
from game.rules.chance import World
from game.rules.model import Scenario
from game.rules.plan import AT, ENDING, TURN, Move, Plan
from game.rules.source import REVEAL, source_of

Values = tuple[int, ...]
"""The state of a game: one integer for each slot of the plan."""

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
    _play: list[Callable[[list[int], Any], None]] = field(init=False)
    _legal: list[Callable[[Values, Any], tuple[int, ...]]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.moves = tuple(m.move for m in self.plan.moves)
        self.by_notation = {str(move): move for move in self.moves}
        self._plain = _compiled(self.plan, traced=False)
        self._play = self._plain["MOVES"]
        self._legal = self._plain["LEGAL"]

    @cached_property
    def _traced(self) -> dict[str, Any]:
        return _compiled(self.plan, traced=True)

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
        return self._legal[state[AT]](state, world.tables)

    def play(self, state: Values, move: int, world: World) -> Values:
        """The state after a legal move; whether it is legal is for the caller to know."""
        values = list(state)
        self._play[move](values, world.tables)
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
        return terms.evaluate(term, state, world.tables)  # type: ignore[arg-type]


def _compiled(plan: Plan, *, traced: bool) -> dict[str, Any]:
    """The functions of a plan. Only the words of the source writer are in the source, and only these names in reach."""
    space: dict[str, Any] = {
        "__builtins__": {"sum": sum, "zip": zip, "tuple": tuple},
        **terms.EMITTED_NAMES,
    }
    exec(compile(source_of(plan, traced=traced), "<rules>", "exec"), space)
    return space


@lru_cache(maxsize=32)
def _engine(scenario: _ByIdentity, level: str) -> Engine:
    return Engine(build(scenario.scenario, level))


class _ByIdentity:
    """A scenario as a cache key: large, frozen, and the same object while it is in use."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def __hash__(self) -> int:
        return id(self.scenario)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and other.scenario is self.scenario


def engine_for(scenario: Scenario, level: str) -> Engine:
    """The engine of a scenario at a level of difficulty; built once.

    Raises `ScenarioError` for a scenario that cannot be played, `KeyError` for an unknown level.
    """
    return _engine(_ByIdentity(scenario), level)


__all__ = ["AT", "ENDING", "REVEAL", "TURN", "Engine", "Entry", "Values", "engine_for"]
