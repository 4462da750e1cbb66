"""Choices that only add known amounts to tracks: the games need not be parted by what they choose."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from game.lab.batch.expressions import LONGEST, same_row, widest, width
from game.lab.batch.rows import Row, taken
from game.rules.effects import Change, Effect
from game.rules.plan import Plan
from game.rules.terms import Const

WORTH = 3
"""Worth it where all choices together touch at most so many times as many slots as one of them does on average."""


@frozen
class Addition:
    """What each choice adds to one slot, held within its bounds afterwards."""

    slot: int
    amounts: Row
    """By choice; wide enough for the sum."""
    low: Row
    high: Row

    def added(self, row: Row, choices: Row) -> Row:
        """The slot's row after each game's choice (given as indices)."""
        total = row + taken(self.amounts, choices)
        size = len(total)
        if size > LONGEST:
            held = np.clip(total, self.low[0], self.high[0])
        else:
            held = np.minimum(np.maximum(total, self.low[:size]), self.high[:size])
        return np.asarray(held.astype(row.dtype, copy=False))


def additions(plan: Plan, choices: Sequence[tuple[Effect, ...]]) -> tuple[Addition, ...] | None:
    """What the choices add to each slot; None where one of them does anything else, or it would not pay."""
    by_slot: dict[int, list[int]] = {}
    touched = 0
    for number, effects in enumerate(choices):
        slots = set()
        for effect in effects:
            if not (isinstance(effect, Change) and effect.op == "add" and isinstance(effect.amount, Const)):
                return None
            spills = plan.slots[effect.slot].spill is not None and effect.amount.value < 0
            if effect.slot in slots or spills:
                return None
            slots.add(effect.slot)
            by_slot.setdefault(effect.slot, [0] * len(choices))[number] = effect.amount.value
        touched += len(slots)
    if len(by_slot) * len(choices) > WORTH * touched:
        return None
    found = []
    for index, amounts in by_slot.items():
        slot = plan.slots[index]
        wide = widest(width(slot.low, slot.high), width(slot.low + min(amounts), slot.high + max(amounts)))
        found.append(Addition(index, np.array(amounts, wide), same_row(slot.low, wide), same_row(slot.high, wide)))
    return tuple(found)
