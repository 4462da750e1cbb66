"""The parts of which scenes are made: tracks, changes with their causes, sources, choices."""

from __future__ import annotations

from attrs import frozen

from game.words import say


def _step(name: str, before: int, after: int) -> str:
    amount = f"{after - before:+d}"
    return say("{name} {before} to {after} ({amount})", name=name, before=before, after=after, amount=amount)


def badge_name(badge: str) -> str:
    """What the badge of a card says."""
    return {"new": say("new"), "last chance": say("last chance"), "played": say("played")}.get(badge, badge)


@frozen
class TrackMark:
    """A track with its value, and where the focused move would take it."""

    id: str
    """`treasury` or `china.leverage`: the id that `Why` wants."""
    name: str
    """`Leverage`."""
    full_name: str
    """`China: Leverage`; the same as `name` for a track of the country."""
    value: int
    low: int
    high: int
    ghost: int | None = None
    """The value after the focused move; None where it does not differ or nothing is focused."""
    good: bool | None = None
    """Whether more is good for the player; None where it depends."""
    unit: str = ""
    text: str = ""
    member: str = ""
    """The member it belongs to, if it belongs to one."""
    reckoned: int | None = None
    """The value if the turn ended now; None where that does not differ."""
    icon: str = ""
    """The name of its picture; empty for none."""


@frozen
class Change:
    """The difference a move or a turn makes to one track."""

    track: str
    name: str
    """The track's full name."""
    before: int
    after: int
    good: bool | None = None
    """Whether this change is good for the player; None where it depends."""

    @property
    def amount(self) -> int:
        return self.after - self.before

    @property
    def text(self) -> str:
        """`China: Leverage 2 to 3 (+1)`."""
        return _step(self.name, self.before, self.after)


@frozen
class CauseLine:
    """One change as a rule made it."""

    track: str
    name: str
    """The track's full name."""
    before: int
    asked: int
    after: int
    statement: str
    """The line of the rule, as its author wrote it."""
    where: str
    """`file:line:column` of that line."""
    note: str = ""
    """What held it back or where it came from: `held at 10`, `could not be paid from Treasury`."""
    good: bool | None = None
    told: str = ""
    """Words that stand for the whole line, where the bare numbers would say nothing."""

    @property
    def applied(self) -> int:
        return self.after - self.before

    @property
    def lost(self) -> int:
        """What was asked beyond the track's bounds."""
        return self.asked - self.applied

    @property
    def text(self) -> str:
        """`China: Leverage 2 to 3 (+1)`, with the note."""
        told = self.told or _step(self.name, self.before, self.after)
        return f"{told}, {self.note}" if self.note else told


@frozen
class CauseGroup:
    """The changes that one rule made, in order."""

    rule: str
    """The rule's id, such as `laws.income`; `Detail` takes it."""
    name: str
    kind: str
    """mission, option, event, law or turn."""
    text: str
    """What the rule says of itself."""
    lines: tuple[CauseLine, ...]
    turn: int = 0
    """The turn it belongs to: a step that ends a turn may also tell what the next one brings."""


@frozen
class EffectLine:
    """One effect of a move in words."""

    text: str
    """`Middle Corridor: Capacity +1`, `Court Turkey`, `In 2 turns: The railway opens`."""
    good: bool | None = None
    parts: tuple[str, ...] = ()
    """What a named procedure does in detail: `Relations +2`."""
    condition: str = ""
    """`Capacity of Middle Corridor 3 or more`; empty for what always happens."""
    holds: bool | None = None
    """For an effect under a condition: whether it would happen now. None where that cannot be told."""
    later: bool = False
    """Whether it is an event of a later turn, which no preview can show."""

    @property
    def full_text(self) -> str:
        """The effect with its details and condition in one line."""
        told = self.text
        if self.parts:
            told += f" ({', '.join(self.parts)})"
        if self.condition:
            told = say("{effect}, if {condition}", effect=told, condition=self.condition)
            if self.holds is not None:
                told += f" ({say('yes, now') if self.holds else say('not now')})"
        return told


@frozen
class SourceLine:
    """Where a fact comes from."""

    id: str
    title: str
    publisher: str = ""
    url: str = ""
    fact: str = ""
    confidence: str = ""


@frozen
class Choice:
    """An entry of a menu, a level of difficulty, a scenario to pick."""

    id: str
    name: str
    text: str = ""
    enabled: bool = True
    chosen: bool = False


@frozen
class Pointer:
    """A part of the board that an event points at while it is asked."""

    id: str
    kind: str
    """track, member, group, envoy or part (hand, calendar, reckoning, map)."""
    name: str
    members: tuple[str, ...] = ()
    """The members it is about: a group's, a track's owner, the member itself."""


@frozen
class Section:
    """A headed list of lines on a detail screen."""

    name: str
    lines: tuple[str, ...]


@frozen
class Series:
    """One line of a chart: a value at the end of each turn so far."""

    id: str
    name: str
    letter: str
    values: tuple[int, ...]


@frozen
class Chart:
    """A track of a group's members, or tracks of the country, over the turns."""

    name: str
    low: int
    high: int
    labels: tuple[str, ...]
    """`Start`, then the turns."""
    series: tuple[Series, ...]
