"""Policies at work: what each move does at once, and functions that say how much a policy likes what it sees.

The source is written by the same writer as the rules, of numbers and its own words; no text of a scenario enters it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import frozen

from game.rules import terms
from game.rules.lines import Writer, write_effects
from game.rules.plan import Plan, PolicyPlan
from game.rules.terms import Term, emit

Look = Callable[[list[int], Any], None]
"""Changes a list of slots as a move itself does, and goes no further: no next dispatch, no law."""

Ask = Callable[[Any, Any], int]
"""A number or truth about the slots and the world's tables."""


def looks_of(plan: Plan) -> list[Look]:
    """For each move, what it does at once."""
    out = Writer(False)
    for number, move in enumerate(plan.moves):
        out.function(f"look{number}")
        write_effects(out, plan, move.effects)
        out.add("return")
    space = _run(out)
    return [space[f"look{number}"] for number in range(len(plan.moves))]


def asks_of(all_terms: list[tuple[Term, ...]]) -> list[Ask]:
    """For each list of terms a function that gives their sum; of a truth, 1 or 0."""
    out = Writer(False)
    for number, parts in enumerate(all_terms):
        out.function(f"ask{number}")
        out.add(f"return sum(({''.join(f'{emit(part)}, ' for part in parts)}))")
    space = _run(out)
    return [space[f"ask{number}"] for number in range(len(all_terms))]


def _run(out: Writer) -> dict[str, Any]:
    space: dict[str, Any] = {"__builtins__": {"sum": sum}, **terms.EMITTED_NAMES}
    exec(compile("\n".join(out.lines) + "\n", "<policies>", "exec"), space)
    return space


@frozen
class Weighing:
    """A policy's functions: its value after a move, and what its preferences and bonuses ask before it."""

    plan: PolicyPlan
    value: Ask
    preferred: tuple[tuple[Ask, frozenset[int], str], ...]
    """(whether it holds, its moves, which of them) each."""
    added: tuple[tuple[Ask, Ask, frozenset[int]], ...]
    """(whether it holds, how much, to which moves) each."""

    @property
    def values(self) -> bool:
        """Whether it weighs anything at all."""
        return bool(self.plan.value or self.plan.bonuses)


def weighing_of(policy: PolicyPlan) -> Weighing:
    """The functions of a policy."""
    parts = [policy.value]
    parts += [(p.test,) for p in policy.preferences]
    for bonus in policy.bonuses:
        parts += [(bonus.test,), (bonus.amount,)]
    value, *rest = asks_of(parts)
    count = len(policy.preferences)
    preferred = tuple((ask, p.moves, p.pick) for ask, p in zip(rest, policy.preferences, strict=False))
    pairs = zip(rest[count::2], rest[count + 1 :: 2], policy.bonuses, strict=True)
    return Weighing(policy, value, preferred, tuple((test, add, bonus.moves) for test, add, bonus in pairs))
