"""What a game answers: refusals, previews, stars and outcomes, as plain values."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from game.rules.causes import Cause
from game.rules.plan import Move
from game.rules.wording import joined, phrase


@frozen
class Unmet:
    """A condition of a move that does not hold, with the values it speaks of."""

    kind: str
    """decision, table, or the requirement's kind: cost, when, used, turn, attended."""
    text: str
    values: tuple[tuple[str, int], ...] = ()

    def __str__(self) -> str:
        if not self.values:
            return self.text
        return self.told

    @property
    def told(self) -> str:
        """The condition with its values, as a phrase where it can be said in another language."""
        if not self.values:
            return self.text
        return phrase(
            "{text} ({values})",
            text=self.text,
            values=joined([phrase("{name} is {value}", name=name, value=value) for name, value in self.values], ", "),
        )


class IllegalMove(ValueError):
    """A move that cannot be played now. `unmet` names every condition that fails; nothing has changed."""

    def __init__(self, move: str, unmet: Sequence[Unmet]) -> None:
        self.move, self.unmet = move, tuple(unmet)
        super().__init__(
            phrase("`{move}` cannot be played: {why}", move=move, why=joined([u.told for u in unmet], "; "))
        )


@frozen
class Stars:
    """How far a legacy has come."""

    legacy: str
    name: str
    measure: int
    stars: int
    points: int
    """Doubled for the chosen doctrine."""
    doubled: bool
    thresholds: tuple[int, ...]


@frozen
class Outcome:
    """How a game ended."""

    ending: str
    """The ending's id."""
    member: str
    """The member of a group it is about, if it is about one."""
    name: str
    text: str
    won: bool
    score: int
    turn: int
    legacies: tuple[Stars, ...]

    @property
    def label(self) -> str:
        """`client_state(russia)`, or just the ending's id."""
        return f"{self.ending}({self.member})" if self.member else self.ending


@frozen
class Preview:
    """What a move would change, exactly, up to what is still hidden.

    `reveals` tells that something hidden comes to light after these changes: a new turn's events, a draw.
    """

    move: Move | None
    causes: tuple[Cause, ...]
    reveals: bool
    ends: str = ""
    """The ending that would follow, by label."""

    def totals(self) -> dict[str, tuple[int, int]]:
        """For each track that would differ: (now, then)."""
        spans: dict[str, tuple[int, int]] = {}
        for cause in self.causes:
            first = spans.get(cause.track, (cause.before, 0))[0]
            spans[cause.track] = (first, cause.after)
        return {track: span for track, span in spans.items() if span[0] != span[1]}
