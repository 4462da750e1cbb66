"""Causes: every change of a track with the rule and line that made it."""

from __future__ import annotations

from attrs import frozen

from game.rules.engine import REVEAL, Entry
from game.rules.model import Location, Path
from game.rules.plan import Plan


@frozen
class Cause:
    """One change of one track, and why.

    `asked` is what the rule wanted; `after - before` is what the track's bounds let happen.
    """

    track: str
    before: int
    asked: int
    after: int
    turn: int
    kind: str
    """mission, option, event, law or turn."""
    rule: str
    """The rule's id: `cards.khorgos_dry_port`, `laws.jealousy`, `cpc_court_order.concede`."""
    name: str
    """The rule's name, for people."""
    text: str
    """The statement as the author wrote it."""
    path: Path
    location: Location | None = None
    spilt_from: str | None = None
    """The track whose shortfall this is."""
    move: str = ""
    """The move that led to it; empty before the first."""
    revealed: bool = False
    """Whether it followed from something that was hidden when the move was made."""

    @property
    def applied(self) -> int:
        """What really happened to the number."""
        return self.after - self.before

    @property
    def lost(self) -> int:
        """What was asked beyond the track's bounds."""
        return self.asked - self.applied


def causes_of(plan: Plan, log: list[Entry], turn: int, move: str) -> tuple[Cause, ...]:
    """The causes that a log of the engine tells, in the order in which they happened."""
    told: list[Cause] = []
    revealed = False
    for origin_number, slot, before, asked, after, spilt in log:
        if origin_number == REVEAL:
            revealed = True
            continue
        origin = plan.origins[origin_number]
        if before == after and asked == 0:
            continue
        told.append(
            Cause(
                track=plan.slots[slot].name,
                before=before,
                asked=asked,
                after=after,
                turn=turn,
                kind=origin.rule.kind,
                rule=origin.rule.id,
                name=origin.rule.name,
                text=origin.text,
                path=origin.path,
                location=plan.scenario.location(origin.path),
                spilt_from=plan.slots[spilt].name if spilt >= 0 else None,
                move=move,
                revealed=revealed,
            )
        )
    return tuple(told)
