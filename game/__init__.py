"""Multivector: a scenario strategy board game engine. A scenario file says what the game is.

>>> import game
>>> scenario = game.load("ladder")
>>> g = game.start(scenario, seed=7)
>>> g = g.play(g.moves[0])
>>> g.turn
2
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.record.notation import Record as Record
    from game.rules.answers import IllegalMove as IllegalMove
    from game.rules.answers import Outcome as Outcome
    from game.rules.answers import Preview as Preview
    from game.rules.causes import Cause as Cause
    from game.rules.chance import draw as draw
    from game.rules.model import Scenario as Scenario
    from game.rules.plan import Move as Move
    from game.rules.play import Game as Game
    from game.rules.play import start as start
    from game.scenario.diagnostics import InvalidScenario as InvalidScenario
    from game.scenario.library import UnknownScenario as UnknownScenario
    from game.scenario.library import load as load

__version__ = "0.1.0"

# Each name is imported when it is first used, so that `import game` and `multivector --help` stay quick.
_HOMES = {
    "Cause": "game.rules.causes",
    "Game": "game.rules.play",
    "IllegalMove": "game.rules.answers",
    "InvalidScenario": "game.scenario.diagnostics",
    "Move": "game.rules.plan",
    "Outcome": "game.rules.answers",
    "Preview": "game.rules.answers",
    "Record": "game.record.notation",
    "Scenario": "game.rules.model",
    "UnknownScenario": "game.scenario.library",
    "draw": "game.rules.chance",
    "load": "game.scenario.library",
    "start": "game.rules.play",
}

__all__ = [
    "Cause",
    "Game",
    "IllegalMove",
    "InvalidScenario",
    "Move",
    "Outcome",
    "Preview",
    "Record",
    "Scenario",
    "UnknownScenario",
    "draw",
    "load",
    "start",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'game' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
