"""Which decisions a finished game hung on: what would have become of it by another answer and the same later choices.

For each decision and each other answer that was open, the game is played again: the other answer, and then what was
really chosen at each later turn wherever that is still possible. The outcome that differs most tells how much hung on
the decision. No opponent and no chance is invented: the world of the game is a function of its seed.

`turning_points` asks the other question: what could be hoped for at that moment, when nobody knew what was to come.
Every answer that was open is tried in many worlds that the player might have imagined, and the games go on by one
policy; those decisions are told where what was chosen was worth most more or less than the best of the other answers.
`instead` plays the other game of either.
"""

from __future__ import annotations

from attrs import frozen

from game.rules.answers import Outcome
from game.rules.engine import AT, Values
from game.rules.plan import ENDING, TURN, Move
from game.rules.play import Game


@frozen
class Pivot:
    """A decision, the answer that would have changed most, and what it would have led to."""

    depth: int
    """How many moves had been played before it."""
    turn: int
    decision: str
    """What was decided, by name."""
    chosen: Move
    instead: Move
    ending: str
    """The other game's ending, by name."""
    won: bool
    score: int
    last_turn: int
    """The turn in which the other game ended."""
    kept: int
    """Later choices that could be made as they were."""
    later: int
    """All later choices of the other game."""
    weight: int
    """How far apart the two outcomes are; see `worth`."""


@frozen
class TurningPoint:
    """A decision that was a mistake, or the one right answer: what was chosen, and the best of the other answers."""

    depth: int
    """How many moves had been played before it."""
    turn: int
    decision: str
    """What was decided, by name."""
    chosen: Move
    instead: Move
    chance: int
    """Of a thousand games that go on from what was chosen, how many are won."""
    chance_instead: int
    score: int
    """Their mean score, in hundredths; of the games that end early too."""
    score_instead: int
    samples: int
    """How many games each of these figures is from."""
    policy: str
    """The policy by which they go on, by name."""
    weight: int
    """How far apart the two answers are, in the ten-thousandths of `game.lab.rewards`."""


def worth(won: bool, score: int, turn: int) -> int:
    """An outcome as one number: a win counts like forty points, a turn survived like ten."""
    return score + 10 * turn + (40 if won else 0)


def pivots(game: Game, most: int = 3) -> tuple[Pivot, ...]:
    """The decisions on which a finished game hung most, the weightiest first; none while it goes on."""
    outcome = game.outcome
    if outcome is None:
        return ()
    chosen = {(p.past.turn, p.move.actor): p.move for p in game.line if p.past is not None and p.move is not None}
    found = [pivot for position in game.line[1:] if (pivot := _pivot(position, chosen, outcome)) is not None]
    return tuple(sorted(found, key=lambda p: (-p.weight, p.depth))[:most])


def _pivot(after: Game, chosen: dict[tuple[int, str], Move], outcome: Outcome) -> Pivot | None:
    """The other answer to one decision that would have changed most; None if none would have changed anything."""
    before = after.past
    assert before is not None and after.move is not None
    best: Pivot | None = None
    actual = worth(outcome.won, outcome.score, outcome.turn)
    for move in before.moves:
        if move is after.move:
            continue
        state, kept, later = _go_on(before, move, chosen)
        case = before.plan.endings[state[ENDING] - 1]
        score = before.engine.score(state, before.world)
        weight = abs(worth(case.won, score, state[TURN]) - actual)
        if weight > (best.weight if best is not None else 0):
            best = Pivot(
                before.depth, before.turn, before.decision.name, after.move, move,
                case.name, case.won, score, state[TURN], kept, later, weight,
            )  # fmt: skip
    return best


def _go_on(before: Game, move: Move, chosen: dict[tuple[int, str], Move]) -> tuple[Values, int, int]:
    """The end of the other game, how many later choices were kept, and how many there were.

    Where a choice cannot be made as it was, the last open one stands in: a refusal, or work at home.
    """
    engine, world, over = before.engine, before.world, before.plan.over
    state = engine.play(before.state, move.index, world)
    kept = later = 0
    while state[AT] != over:
        legal = engine.legal(state, world)
        actor = engine.moves[legal[0]].actor
        wanted = chosen.get((state[TURN], actor))
        later += 1
        if wanted is not None and wanted.index in legal:
            kept += 1
            state = engine.play(state, wanted.index, world)
        else:
            state = engine.play(state, legal[-1], world)
    return state, kept, later


def turning_points(game: Game, most: int = 3, samples: int = 128) -> tuple[TurningPoint, ...]:
    """The decisions that changed most what could be hoped for, the weightiest first; of a game in play too.

    The same game gives the same points. Decisions and answers are chosen by a few games each; the figures are from
    other games, `samples` for either answer, so that they are not those of the luckiest.
    """
    from game.lab.hoping import hopes  # NumPy is for those who ask

    found: list[TurningPoint] = []
    for hope in hopes(game, 2 * most, samples):
        before, after = game.line[hope.depth], game.line[hope.depth + 1].move
        assert after is not None
        other = before.engine.moves[hope.instead]
        figures = hope.chance, hope.chance_instead, hope.score, hope.score_instead, samples, hope.policy, hope.weight
        found.append(TurningPoint(hope.depth, before.turn, before.decision.name, after, other, *figures))
    return tuple(sorted(found, key=lambda p: (-p.weight, p.depth))[:most])


def instead(game: Game, pivot: Pivot | TurningPoint) -> Game:
    """The other game, played to its end as a branch of this one, to look at and to send."""
    return otherwise(game, pivot.depth, pivot.instead)[0]


def otherwise(game: Game, depth: int, move: Move) -> tuple[Game, int, int]:
    """The game with another move after `depth` moves and the same later choices, how many were kept, and of how many.

    A finished game is played to the other's end; one that goes on, as far as it was played itself.
    """
    chosen = {(p.past.turn, p.move.actor): p.move for p in game.line if p.past is not None and p.move is not None}
    position = game.back_to(depth).play(move)
    kept = later = 0
    while not position.over:
        wanted = chosen.get((position.turn, position.moves[0].actor))
        if wanted is None and not game.over and position.turn >= game.turn:
            break
        later += 1
        kept += wanted in position.moves
        position = position.play(wanted if wanted is not None and wanted in position.moves else position.moves[-1])
    return position, kept, later
