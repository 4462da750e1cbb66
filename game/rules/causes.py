"""Causes: every change of a track with the rule and line that made it."""

from __future__ import annotations

from attrs import frozen

from game.rules.engine import Entry
from game.rules.model import Location, Path
from game.rules.plan import Plan
from game.rules.source import HAPPENS, REVEAL, TURN_BEGINS


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
    about: tuple[str, ...] = ()
    """The members whom the rule was about: of `jealousy`, the one preferred and the one jealous."""
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
        if origin_number < 0:
            revealed |= origin_number in (REVEAL, TURN_BEGINS)
            turn += origin_number == TURN_BEGINS
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
                about=origin.about,
            )
        )
    return tuple(told)


def reveals(log: list[Entry]) -> bool:
    """Whether something hidden came to light."""
    return any(entry[0] in (REVEAL, TURN_BEGINS) for entry in log)


def happened(plan: Plan, log: list[Entry], turn: int) -> tuple[tuple[str, int], ...]:
    """The events that happened without asking, in order, each with its turn."""
    found: list[tuple[str, int]] = []
    for entry in log:
        turn += entry[0] == TURN_BEGINS
        if entry[0] == HAPPENS:
            found.append((plan.events[entry[1]].id, turn))
    return tuple(found)
