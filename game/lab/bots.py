"""Bots: ways to choose a move, each a function of the game and its seed, so that the same game is played again.

- `random`: any legal move, all equally likely.
- `greedy`: the move after whose own effects the score is greatest; where that tells nothing, the one after which the
  measures of the legacies add up to most; then by lot.
- `loyalist:MEMBER`: the move that does most for one member of a group. What is good for a member are its own tracks
  that a procedure raises for whoever it is called with (`power.relations += rank`) and those said to be `good: true`,
  never those said to be `good: false`; where no track is told apart so, all of them but the bad ones.
- `policy:NAME`: what the scenario says under `policies:`.
- `search:ROLLOUTS`: looks ahead by that many games a decision; `search:ROLLOUTS:POLICY` by games that go on by a
  policy, by `greedy` or at `random`. See `game.lab.searching`.
"""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from game.rules.chance import World, draw, site_of
from game.rules.claims import BotName, parse_bot
from game.rules.engine import Engine, Values
from game.rules.expressions import parse_signature, parse_statement
from game.rules.model import Scenario
from game.rules.plan import Move, Plan, PolicyPlan
from game.rules.play import Game
from game.rules.policies import Look, Weighing, weighing_of
from game.rules.syntax import Assign, SyntaxProblem, Unary
from game.rules.terms import Const, Slot, Term, apply
from game.rules.wording import joined

Choose = Callable[[Engine, Values, World, tuple[int, ...], int], int]
"""(engine, state, world, legal moves, how many have been played) -> the move."""

_SITE = site_of("bot.random")
FINE = 1_000
"""Built-in bots weigh in thousandths, so that the lot only decides between equals."""


class UnknownBot(LookupError):
    """There is no bot of that name for this scenario; `told` says what there is."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told


@frozen
class Bot:
    """Somebody who plays by a rule: `bot(game)` is the move, `choose` the same without a `Game`."""

    name: str
    choose: Choose

    def __call__(self, game: Game) -> Move:
        """The move in a position that is not the end of the game."""
        legal = tuple(move.index for move in game.moves)
        return game.engine.moves[self.choose(game.engine, game.state, game.world, legal, game.depth)]


def random_choice(engine: Engine, state: Values, world: World, legal: tuple[int, ...], played: int) -> int:
    """Any legal move, all equally likely: by their numbers, so that the batch kernel chooses the same."""
    return sorted(legal)[draw(world.seed, played, _SITE, len(legal))]


RANDOM = Bot("random", random_choice)


def bot_named(name: str, engine: Engine) -> Bot:
    """The bot of a name, for the games of one engine. Raises `UnknownBot`."""
    return bot_of(name_of(name, engine), engine)


def name_of(name: str, engine: Engine) -> BotName:
    """A bot's name, understood. Raises `UnknownBot`."""
    try:
        return parse_bot(name, tuple(p.id for p in engine.plan.policies), members_of(engine.plan.scenario))
    except SyntaxProblem as problem:
        raise UnknownBot(joined((problem.message, problem.hint), "; ")) from None


def bot_of(name: BotName, engine: Engine) -> Bot:
    """The bot that a name, known to be right, stands for."""
    if name.kind == "search":
        from game.lab.searching import search_choice  # NumPy is for those who simulate

        return Bot(str(name), search_choice(name))
    policy = policy_of(name, engine.plan)
    return Bot(str(name), by_policy(policy, engine)) if policy is not None else RANDOM


def policy_of(name: BotName, plan: Plan) -> PolicyPlan | None:
    """The policy by which a bot of a name plays; None for one that has none."""
    match name.kind:
        case "greedy":
            return greedy_policy(plan)
        case "loyalist":
            return _loyalist(plan, name.argument)
        case "policy":
            return next(p for p in plan.policies if p.id == name.argument)
        case _:
            return None


def bots_of(engine: Engine) -> tuple[Bot, ...]:
    """Every bot that needs no further word: random, greedy and the scenario's policies."""
    policies = (BotName("policy", policy.id) for policy in engine.plan.policies)
    return tuple(bot_of(name, engine) for name in (BotName("random"), BotName("greedy"), *policies))


def members_of(scenario: Scenario) -> tuple[str, ...]:
    """The members of all groups: those to whom a bot can be loyal."""
    return tuple(member for group in scenario.groups.values() for member in group.members)


def by_policy(policy: PolicyPlan, engine: Engine) -> Choose:
    """The way to choose that a policy describes."""
    weighing, looks = weighing_of(policy), engine.looks
    lot = site_of(f"policy.{policy.id}")
    sites = [site_of(f"policy.{policy.id}.{move}") for move in engine.moves]

    def choose(engine: Engine, state: Values, world: World, legal: tuple[int, ...], played: int) -> int:
        if len(legal) == 1:
            return legal[0]
        # By their numbers, so that the batch kernel finds the same first among equals.
        moves, pick = _preferred(weighing, state, world, tuple(sorted(legal)))
        if pick == "best" and not weighing.values:
            pick = "any"
        match pick:
            case "first":
                return moves[0]
            case "last":
                return moves[-1]
            case "any":
                return moves[draw(world.seed, played, lot, len(moves))]
        return _best(weighing, looks, sites, state, world, moves, played)

    return choose


def _preferred(weighing: Weighing, state: Values, world: World, legal: tuple[int, ...]) -> tuple[tuple[int, ...], str]:
    """The moves that the first fitting preference leaves, and which of them it takes."""
    for holds, moves, pick in weighing.preferred:
        among = tuple(move for move in legal if move in moves)
        if among and holds(state, world.tables):
            return among, pick
    return legal, "best"


def _best(
    weighing: Weighing,
    looks: list[Look],
    sites: list[int],
    state: Values,
    world: World,
    moves: tuple[int, ...],
    played: int,
) -> int:
    """The move of the greatest value; of equals the first."""
    tables, noise = world.tables, weighing.plan.noise
    added = [(amount(state, tables), among) for holds, amount, among in weighing.added if holds(state, tables)]
    best, found = -1, 0
    for move in moves:
        values = list(state)
        looks[move](values, tables)
        value = weighing.value(values, tables)
        for amount, among in added:
            if move in among:
                value += amount
        if noise:
            value += draw(world.seed, played, sites[move], noise)
        if best < 0 or value > found:
            best, found = move, value
    return best


# Bots that need nothing of the scenario's author


def _built_in(id: str, *weights: tuple[int, Term]) -> PolicyPlan:
    value = tuple(apply("*", term, Const(weight * FINE)) for weight, term in weights)
    return PolicyPlan(id, id, (), value, (), FINE)


def _measures(plan: Plan) -> Term:
    return apply("+", Const(0), *(legacy.measure for legacy in plan.legacies))


def greedy_policy(plan: Plan) -> PolicyPlan:
    """The policy of the greedy bot."""
    return _built_in("greedy", (100, plan.score), (1, _measures(plan)))


def _loyalist(plan: Plan, member: str) -> PolicyPlan:
    loved = apply("+", Const(0), *(_slot(plan, index) for index in _loved(plan, member)))
    return _built_in(f"loyalist.{member}", (20, loved), (1, plan.score), (1, _measures(plan)))


def _slot(plan: Plan, index: int) -> Slot:
    return Slot(index, plan.slots[index].low, plan.slots[index].high)


def _loved(plan: Plan, member: str) -> list[int]:
    """The slots of a member's tracks whose rise is good for it."""
    own = {s.key: (index, s.track.good) for index, s in enumerate(plan.slots) if s.member == member and s.track}
    raised = _raised(plan.scenario)
    loved = [index for key, (index, good) in own.items() if good or (key in raised and good is not False)]
    return loved or [index for index, good in own.values() if good is not False]


def _raised(scenario: Scenario) -> set[str]:
    """The tracks that a procedure raises for the one it is called with."""
    found: set[str] = set()
    for head, lines in scenario.procedures.items():
        parameters = parse_signature(head).parameters
        for line in lines:
            act = parse_statement(line).act
            if isinstance(act, Assign) and act.op == "+=" and not isinstance(act.amount, Unary):
                if len(act.target.parts) == 2 and act.target.parts[0] in parameters:
                    found.add(act.target.parts[1])
    return found
