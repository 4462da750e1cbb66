"""Games by any bot over rows, with every decision noted: what was open and what was chosen."""

from __future__ import annotations

import numpy as np
from attrs import define, field, frozen

from game.lab.batch.bodies import BodyWriter
from game.lab.batch.games import Batch
from game.lab.batch.hidden import mixed64
from game.lab.batch.playouts import Choice, RandomChoice, play_on
from game.lab.batch.policies import PolicyChoice, RowPolicy
from game.lab.batch.rows import Chosen, Row, places_of
from game.lab.batch.worlds import seeds_of
from game.lab.bots import policy_of
from game.lab.searching import Searcher, search_of
from game.rules.chance import site_of, step_of
from game.rules.claims import BotName
from game.rules.engine import Engine
from game.rules.plan import AT, ENDING, TURN, ClaimPlan, Plan
from game.rules.terms import Apply, Const, Slot, Term

_AGAIN = site_of("balance.again")


@frozen
class Step:
    """One decision of a game."""

    turn: int
    decision: int
    legal: tuple[int, ...]
    move: int


@frozen
class Games:
    """What became of some games of one bot: a number for each game, in the order of their seeds."""

    seeds: range
    ending: tuple[int, ...]
    """Counted from 1 among the plan's endings."""
    turn: tuple[int, ...]
    score: tuple[int, ...]
    """Nothing for a game that did not last its full term."""
    decisions: tuple[int, ...]
    """Moves that were chosen among two or more."""
    stars: tuple[tuple[int, ...], ...]
    """For each game the thresholds that each legacy has reached."""
    shown: tuple[tuple[int, int], ...]
    """(claim, how many of the games show it at their end) each."""
    steps: tuple[tuple[Step, ...], ...] = ()
    """For each game, where they were noted."""


def full_term(plan: Plan) -> tuple[bool, ...]:
    """For each ending, counted from 1, whether it comes only when the last turn is over; False for 0."""
    last = plan.scenario.last_turn
    return (False, *(_at_the_end(case.test, last) for case in plan.endings))


def _at_the_end(test: Term, last: int) -> bool:
    match test:
        case Const(value):
            return value != 0
        case Apply("==" | ">=", (Slot(index), Const(value))) | Apply("==" | "<=", (Const(value), Slot(index))):
            return index == TURN and value == last
        case Apply("and", args):
            return any(_at_the_end(arg, last) for arg in args)
        case _:
            return False


def played(engine: Engine, bot: BotName, seeds: range, twice: int = 0, traced: bool = False) -> tuple[Games, Games]:
    """Games of a bot, one for each seed; and the first of these worlds again, with other dice of the bot's own."""
    row = seeds_of(seeds)
    again = row[:twice]
    dice = np.concatenate([row, mixed64(again + np.uint64(step_of(1, _AGAIN)))])
    batch = Batch.new(engine, np.concatenate([row, again]))
    choice = _choice(engine, bot, len(row), dice)
    notes = Notes(np.zeros(0, "u8"), choice) if traced else None
    while not batch.over.all():
        play_on(batch, notes or choice)
    steps = notes.steps(batch.count) if notes is not None else ()
    asked, claims = _Asked(batch), [c for c in engine.plan.claims if c.bot == bot and is_measured(c)]
    stars = [
        sum((asked(legacy.measure) >= least for least in legacy.thresholds), np.zeros(batch.count, "i8"))
        for legacy in engine.plan.legacies
    ]
    ending = batch.columns[ENDING].astype("i8")
    score = np.where(np.array(full_term(engine.plan)).take(ending), batch.score, 0)
    shown = [(claim.index, asked(claim.goal.test) != 0) for claim in claims]

    def games(seeds: range, part: slice) -> Games:
        return Games(
            seeds,
            tuple(ending[part].tolist()),
            tuple(batch.columns[TURN][part].tolist()),
            tuple(score[part].tolist()),
            tuple(choice.decisions[part].tolist()),
            tuple(zip(*(s[part].tolist() for s in stars), strict=True)) if stars else ((),) * len(seeds),
            tuple((index, int(np.count_nonzero(row[part]))) for index, row in shown),
            steps[part],
        )

    return games(seeds, slice(len(row))), games(seeds[:twice], slice(len(row), None))


def is_measured(claim: ClaimPlan) -> bool:
    """Whether a claim is about how games end, so that their last states tell."""
    goal = claim.goal
    return claim.kind == "likely" and not goal.moves and not goal.events and (goal.at_the_end or _of_endings(goal.test))


def _of_endings(test: Term) -> bool:
    if isinstance(test, Slot):
        return test.index == ENDING
    return all(_of_endings(arg) for arg in test.args) if isinstance(test, Apply) else isinstance(test, Const)


@frozen
class _Asked:
    """Terms asked of games as they stand."""

    batch: Batch

    def __call__(self, term: Term) -> Row:
        """Its value in every game."""
        writer = BodyWriter(self.batch.kernel.plan)
        writer.row_of("asked", term)
        body = writer.compiled()["asked"]
        found = np.zeros(self.batch.count, "i8")
        for turn, games in self.batch.by_turn(None):
            found[slice(None) if games is None else games] = self.batch.ask(body, games, turn)
        return found


def _choice(engine: Engine, bot: BotName, count: int, dice: Row) -> Choice:
    """How a bot chooses in games with these dice; those after the first `count` are played again."""
    if bot.kind == "search":
        rollouts, searcher = search_of(bot, engine)
        again = np.arange(len(dice)) >= count
        return Searching(dice.copy(), searcher, rollouts, again)
    policy = policy_of(bot, engine.plan)
    return PolicyChoice(dice.copy(), RowPolicy.of(engine, policy)) if policy is not None else RandomChoice.of(dice)


@define
class Searching(Choice):
    """Games in which every decision is searched, move for move as by the bot that searches.

    All games that play on next are searched at once, whatever each of them decides: rows are longest so.
    """

    searcher: Searcher
    rollouts: int
    again: Row
    """Whether a game is played with other dice than the bot's."""
    found: Row = field(init=False)
    """The move that was found for each game, or -1."""

    def __attrs_post_init__(self) -> None:
        Choice.__attrs_post_init__(self)
        self.found = np.full(len(self.z), -1)

    def decide(self, batch: Batch, decision: int, games: Chosen, turn: int) -> tuple[tuple[int, ...], Row]:
        moves, rows = batch.candidates(decision, games, turn)
        numbers = np.arange(batch.count) if games is None else games
        if self.found[numbers[0]] < 0:
            self._search(batch, decision)
        found = self.found[numbers]
        self.found[numbers] = -1
        self.count(games, np.count_nonzero(np.stack(rows), axis=0))
        return moves, np.searchsorted(np.array(moves), found)

    def _search(self, batch: Batch, decision: int) -> None:
        """Find the moves of all games that have none yet and are asked in the same round by `play_on`."""
        at, plan = batch.columns[AT], batch.kernel.plan
        events = np.array([d.kind == "event" for d in plan.decisions])
        asked = (events.take(at) if events[decision] else at == decision) & (self.found < 0)
        for some, own in ((asked & ~self.again, True), (asked & self.again, False)):
            if len(games := places_of(some)):
                self.found[games], _ = self.searcher.best(batch, games, self.rollouts, None if own else self.z[games])


@define
class Notes(Choice):
    """Chooses as another does, and notes each decision."""

    chooser: Choice
    told: list[tuple[int, Step]] = field(factory=list)

    def decide(self, batch: Batch, decision: int, games: Chosen, turn: int) -> tuple[tuple[int, ...], Row]:
        moves, rows = batch.candidates(decision, games, turn)
        numbers = range(batch.count) if games is None else games.tolist()
        table = np.stack(rows).T.tolist()
        answers, places = self.chooser.decide(batch, decision, games, turn)
        for game, open_, place in zip(numbers, table, places.tolist(), strict=True):
            legal = tuple(move for move, is_open in zip(moves, open_, strict=True) if is_open)
            self.told.append((game, Step(turn, decision, legal, answers[place])))
        return answers, places

    def steps(self, count: int) -> tuple[tuple[Step, ...], ...]:
        """The decisions of each of so many games, in their order."""
        found: list[list[Step]] = [[] for _ in range(count)]
        for game, step in self.told:
            found[game].append(step)
        return tuple(tuple(steps) for steps in found)
