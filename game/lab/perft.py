"""Perft: how many ways there are to play on from a position, to check that the rules still allow the same."""

from __future__ import annotations

from game.rules.engine import AT, Engine, Values
from game.rules.play import Game


def perft(game: Game, depth: int) -> int:
    """The number of lines of exactly `depth` moves from here; a line that ends sooner is not counted.

    >>> import game
    >>> perft(game.start(game.load("ladder"), seed=7), 2)
    144
    """
    return _count(game.engine, game.state, game.world.tables, depth)


def divide(game: Game, depth: int) -> dict[str, int]:
    """For each legal move, in notation, the lines of `depth` moves that begin with it; for a depth of 1 or more."""
    return {str(move): perft(game.play(move), depth - 1) for move in game.moves} if depth > 0 else {}


def _count(engine: Engine, state: Values, tables: tuple[object, ...], depth: int) -> int:
    if depth <= 0:
        return 1
    legal = engine.legals[state[AT]](state, tables)
    if depth == 1:
        return len(legal)
    total = 0
    for move in legal:
        values = list(state)
        engine.plays[move](values, tables)
        total += _count(engine, tuple(values), tables, depth - 1)
    return total
