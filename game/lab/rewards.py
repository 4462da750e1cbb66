"""What an ending is worth to a bot that looks ahead: one whole number for any scenario's outcome.

In ten-thousandths, from the worst up: lost before the last turn, the later the better; held out to the last turn but
spoilt by an ending of its own, such as a hostile power; held out with too low a score; won. Within each the score
counts. What score is enough is read from the endings that are won; the figures are those of the flagship's design.
"""

from __future__ import annotations

import numpy as np
from attrs import frozen

from game.lab.batch.rows import Row
from game.rules.plan import TURN, Plan
from game.rules.terms import Apply, Const, Slot, Term

EARLY = 1_600
"""A loss in the last turn but one would nearly be worth so much."""
SPOILT, SPOILT_SCORE = 1_500, 1_000
HELD_OUT, HELD_OUT_LEAST = 5_000, 2_000
WON, WON_LEAST = 7_000, 6_000
SLOPE = 3_150
"""What as many points as are needed to win are worth, above what is needed or below."""


@frozen
class Rewards:
    """The worth of a scenario's endings."""

    won: Row
    """For each ending, counted from 1 (0: the game goes on)."""
    held_out: Row
    """Whether an ending is the one that comes at the end where nothing else holds."""
    last_turn: int
    enough: int
    """The score with which a game is won; where no ending asks for one, the highest that there could be. At least 1."""

    @classmethod
    def of(cls, plan: Plan) -> Rewards:
        won = np.array([False, *(case.won for case in plan.endings)])
        held_out = np.array([False, *(not case.won and _comes_anyway(case.test) for case in plan.endings)])
        asked = [score for case in plan.endings if case.won for score in _scores_asked(case.test, plan.score)]
        enough = min(asked, default=plan.score.high)
        return cls(won, held_out, plan.scenario.last_turn, max(1, enough))

    def worth(self, ending: Row, turn: Row, score: Row) -> Row:
        """The worth of games that have ended: endings counted from 1, the turns they ended in, their scores."""
        missing = SLOPE * (self.enough - score.astype("i8")) // self.enough
        early = EARLY * turn.astype("i8") // self.last_turn
        spoilt = SPOILT + SPOILT_SCORE * np.clip(score, 0, self.enough) // self.enough
        held_out = np.clip(HELD_OUT - missing, HELD_OUT_LEAST, HELD_OUT)
        won = np.maximum(WON_LEAST, WON - missing)
        lost = np.where(turn < self.last_turn, early, np.where(self.held_out.take(ending), held_out, spoilt))
        return np.asarray(np.where(self.won.take(ending), won, lost))


def _comes_anyway(test: Term) -> bool:
    """Whether an ending asks for nothing but the last turn."""
    if isinstance(test, Const):
        return test.value != 0
    return isinstance(test, Apply) and test.op == "==" and isinstance(test.args[0], Slot) and test.args[0].index == TURN


def _scores_asked(test: Term, score: Term) -> list[int]:
    """The least scores that a condition asks for."""
    match test:
        case Apply("and", args):
            return [asked for arg in args for asked in _scores_asked(arg, score)]
        case Apply(">=", (left, Const(value))) if left == score:
            return [value]
        case Apply(">", (left, Const(value))) if left == score:
            return [value + 1]
        case Apply("<=", (Const(value), right)) if right == score:
            return [value]
        case Apply("<", (Const(value), right)) if right == score:
            return [value + 1]
        case _:
            return []
