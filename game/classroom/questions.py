"""Three questions on the rules, made from the scenario itself: what must be understood before turn 1."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from game.rules.chance import permutation, site_of
from game.rules.engine import engine_for
from game.rules.plan import Plan
from game.rules.play import Game
from game.scenes.phrases import capital, plain
from game.scenes.table import goal_of
from game.scenes.wording import condition_words
from game.words import say

MOST = 3
CHOICES = 3


@frozen
class Question:
    """A question with its choices; `right` is the index of the true one."""

    text: str
    choices: tuple[str, ...]
    right: int
    because: str


def questions_of(game: Game) -> tuple[Question, ...]:
    """The questions for a scenario, three of them unless it says hardly anything, the same for the whole class."""
    plan = engine_for(game.scenario, game.difficulty).plan
    found: list[Question] = []
    for question in (*_leader(plan), *_endings(plan), *_goal(game), *_turns(game), *_bounds(game)):
        if len(found) < MOST:
            found.append(question)
    return tuple(found)


def _asked(key: str, text: str, right: str, wrong: Sequence[str], because: str) -> Question:
    """A question with its choices in an order that gives nothing away."""
    choices = (right, *tuple(dict.fromkeys(w for w in wrong if w != right))[: CHOICES - 1])
    order = permutation(site_of(key), "choices", [str(i) for i in range(len(choices))])
    return Question(text, tuple(choices[i] for i in order), order.index(0), because)


def _leader(plan: Plan) -> Iterable[Question]:
    envoys = plan.scenario.envoys
    leaders = [envoy for envoy in envoys.values() if envoy.leads]
    others = [envoy.name for envoy in envoys.values() if not envoy.leads]
    if len(leaders) == 1 and others:
        name = leaders[0].name
        yield _asked(
            "leader",
            say("Whose missions also bring what a card promises for a leading envoy?"),
            name,
            others,
            say("Only {name} leads; the others bring the plain effects.", name=name),
        )


def _endings(plan: Plan) -> Iterable[Question]:
    """What ends the game at once, for the first ending whose condition can be told apart from two others."""
    losing = [(e.name or capital(plain(key)), e) for key, e in plan.scenario.endings.items() if e.when and not e.won]
    told = [(name, condition_words(plan, e.when, {})) for name, e in losing if e.when and not e.over]
    if len(told) >= 2:
        name, right = told[0]
        yield _asked(
            "endings",
            say("What ends the game at once as “{name}”?", name=name),
            capital(right),
            [capital(words) for _, words in told[1:]],
            say("“{name}” comes with: {condition}.", name=name, condition=right),
        )


def _goal(game: Game) -> Iterable[Question]:
    goal = goal_of(game)
    if goal is not None:
        near = max(1, goal // 3)
        yield _asked(
            "goal",
            say("With how many points is the game won?"),
            str(goal),
            [str(goal - near), str(goal + near)],
            say("{count} points or more win, unless the game ended before.", count=goal),
        )


def _turns(game: Game) -> Iterable[Question]:
    last = game.scenario.last_turn
    yield _asked(
        "turns",
        say("How many turns does the whole game have?"),
        str(last),
        [str(last + 2), str(max(1, last // 2)), str(last + 1)],
        say("The game ends after turn {count}; a lesson may stop earlier.", count=last),
    )


def _bounds(game: Game) -> Iterable[Question]:
    for slot in game.plan.slots:
        if slot.track is not None and not slot.track.hidden and not slot.member:
            name = slot.track.name or capital(plain(slot.name))
            yield _asked(
                "bounds",
                say("How high can this go: {name}?", name=name),
                str(slot.high),
                [str(slot.high + 2), str(max(slot.low + 1, slot.high // 2)), str(slot.high + 5)],
                say("{name}: from {low} to {high}.", name=name, low=slot.low, high=slot.high),
            )
