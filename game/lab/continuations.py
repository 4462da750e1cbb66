"""What could still become of a game: positions judged by games continued from them, many and seeded.

Whoever continues takes half the time what looks best at once, and else draws lots; what would lose the game at once is
only done where all else would too. The world stays that of the game.
The same lots fall after every position, so that two positions differ by what they are and less by luck.
"""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from game.lab.bots import Choose, bot_named
from game.lab.pivotal import worth
from game.rules.chance import draw, site_of
from game.rules.engine import AT, ENDING, TURN, Values
from game.rules.plan import Move
from game.rules.play import Game

_WHETHER, _WHICH = site_of("lab.continuations.lot"), site_of("lab.continuations.move")
_APART = 1_000
"""Draws between one continuation and the next: more than a game has moves."""


@frozen
class Sample:
    """What became of the games continued from a position."""

    games: int
    total: int
    """The sum of what their outcomes are worth; see `game.lab.pivotal.worth`."""
    lasted: int
    """Those that came to the last turn."""
    won: int
    score: int
    """The sum of their scores."""

    @property
    def mean(self) -> float:
        """What an outcome was worth on average."""
        return self.total / self.games


@frozen
class Swing:
    """A move after which other outcomes were to be expected than before it."""

    depth: int
    """How many moves had been played before it."""
    before: Sample
    after: Sample

    @property
    def size(self) -> float:
        """How far apart the expected outcomes are."""
        return abs(self.after.mean - self.before.mean)


@frozen
class Alternative:
    """Another move and what became of the games continued from it."""

    move: Move
    sample: Sample


def sampler(game: Game, count: int) -> Callable[[Game], Sample]:
    """Judges positions of this game by `count` continuations each; a position is judged once."""
    greedy = bot_named("greedy", game.engine).choose
    known: dict[Values, Sample] = {}

    def judge(position: Game) -> Sample:
        found = known.get(position.state)
        if found is None:
            found = known[position.state] = _sampled(position, count, greedy)
        return found

    return judge


def _sampled(position: Game, count: int, greedy: Choose) -> Sample:
    plan, engine, world = position.plan, position.engine, position.world
    total = lasted = won = score = 0
    depth = position.depth
    for number in range(count):
        state, played = position.state, depth
        while state[AT] != plan.over:
            state = _continued(position, state, number * _APART + played, greedy)
            played += 1
        ending, points = plan.endings[state[ENDING] - 1], engine.score(state, world)
        total += worth(ending.won, points, state[TURN])
        lasted += state[TURN] == plan.scenario.last_turn
        won += ending.won
        score += points
    return Sample(count, total, lasted, won, score)


def _continued(position: Game, state: Values, lot: int, greedy: Choose) -> Values:
    """One move on, by what looks best or by lot; the next one instead of what loses before the last turn."""
    plan, engine, world = position.plan, position.engine, position.world
    legal = sorted(engine.legal(state, world))
    if len(legal) > 1 and draw(world.seed, lot, _WHETHER, 2):
        first = draw(world.seed, lot, _WHICH, len(legal))
    else:
        first = legal.index(greedy(engine, state, world, tuple(legal), lot))
    after = state
    for move in (*legal[first:], *legal[:first]):
        after = engine.play(state, move, world)
        if after[AT] != plan.over or after[TURN] == plan.scenario.last_turn or plan.endings[after[ENDING] - 1].won:
            return after
    return after


def swings(game: Game, depths: tuple[int, ...], judge: Callable[[Game], Sample]) -> tuple[Swing, ...]:
    """The moves after so many others on the game's line, those that changed most first; forced ones are left out."""
    line = game.line
    asked = (d for d in depths if d + 1 < len(line) and len(line[d].moves) > 1)
    found = [Swing(d, judge(line[d]), judge(line[d + 1])) for d in asked]
    return tuple(sorted(found, key=lambda s: (-s.size, s.depth)))


def farthest(game: Game, swing: Swing, judge: Callable[[Game], Sample]) -> Alternative | None:
    """The other move that could be expected to lead farthest from where the chosen one led; None where all lead alike."""
    before, chosen = game.line[swing.depth], game.line[swing.depth + 1].move
    others = [Alternative(move, judge(before.play(move))) for move in before.moves if move is not chosen]
    best = max(others, key=lambda a: abs(a.sample.total - swing.after.total), default=None)
    return best if best is not None and best.sample.total != swing.after.total else None
