"""Events of a lesson: small frozen values and their line of JSON in the journal. The journal of them is the lesson.

Times (`at`) are milliseconds since 1970, given by whoever makes the event. No event holds a name, an address or
anything else of a person but what she wrote herself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from attrs import field, frozen
from cattrs import ClassValidationError, Converter
from cattrs.errors import ForbiddenExtraKeysError

FORMAT = 1
"""Raised when an event changes; `from_json` reads every older format."""


class JournalError(ValueError):
    """A line of a journal that is no event of a lesson."""


@frozen(kw_only=True)
class Event:
    """Something that happened at a moment."""

    kind: ClassVar[str] = ""
    at: int


@frozen(kw_only=True)
class Opened(Event):
    """A class was opened: what its games are started from."""

    kind = "opened"
    code: str
    """Six characters that a student types."""
    scenario: str
    seed: int
    difficulty: str
    mode: str
    """plenary or teams."""
    minutes: int
    language: str
    version: int = 1
    content: str = ""
    """The hash of the scenario's files."""
    folder: str = ""
    """Where the scenario stood, if it is not a shipped one."""
    hands: bool = False
    voters: str = "students"
    """Who has one vote each at the class's table: students or teams."""
    team_size: int = 3


@frozen(kw_only=True)
class Joined(Event):
    """A student joined: no name, only a generated nickname and the hash of a token."""

    kind = "joined"
    student: str
    secret: str
    nickname: str
    team: str


@frozen(kw_only=True)
class Moved(Event):
    """The teacher moved a student to another team."""

    kind = "moved"
    student: str
    team: str


@frozen(kw_only=True)
class RoleGiven(Event):
    """The teacher gave a student another role."""

    kind = "role"
    student: str
    role: str


@frozen(kw_only=True)
class Skipped(Event):
    """Nobody waits for this student any more, until she does something."""

    kind = "skipped"
    student: str


@frozen(kw_only=True)
class NamesAllowed(Event):
    """Whether students may ask for a nickname of their own."""

    kind = "names"
    allowed: bool


@frozen(kw_only=True)
class NameAsked(Event):
    """A student asks for a nickname of her own."""

    kind = "name-asked"
    student: str
    name: str


@frozen(kw_only=True)
class NameJudged(Event):
    """The teacher allows or refuses the nickname that a student asked for."""

    kind = "name-judged"
    student: str
    allowed: bool


@frozen(kw_only=True)
class TrialVoted(Event):
    """A vote to try the devices."""

    kind = "trial"
    student: str
    choice: str


@frozen(kw_only=True)
class Answered(Event):
    """An answer to one of the questions on the rules, by number."""

    kind = "answered"
    student: str
    question: int
    choice: int


@frozen(kw_only=True)
class Predicted(Event):
    """A student's forecast of one track at the end of play."""

    kind = "predicted"
    student: str
    track: str
    value: int


@frozen(kw_only=True)
class Voted(Event):
    """A vote, or its change. `count` is the student's own counter, so that reordered messages cannot turn it back."""

    kind = "voted"
    student: str
    table: str
    ballot: int
    choice: str
    count: int = 0


@frozen(kw_only=True)
class HandsCounted(Event):
    """The hands the teacher counted for each choice of a ballot."""

    kind = "hands"
    table: str
    ballot: int
    counts: Mapping[str, int] = field(factory=dict)


@frozen(kw_only=True)
class Closed(Event):
    """A ballot was closed: what was chosen, and how (votes, hands, lot, tie or teacher)."""

    kind = "closed"
    table: str
    ballot: int
    choice: str
    how: str


@frozen(kw_only=True)
class Reopened(Event):
    """The last ballot of a table was opened again, with the votes it had."""

    kind = "reopened"
    table: str


@frozen(kw_only=True)
class Rewound(Event):
    """A table's game went back to the beginning of a turn; what was played since is kept as a branch."""

    kind = "rewound"
    table: str
    turn: int


@frozen(kw_only=True)
class Wrote(Event):
    """A sentence of a student: a reason in a turn (`why:2`), or silent writing (`writing`)."""

    kind = "wrote"
    student: str
    subject: str
    text: str


@frozen(kw_only=True)
class Moderated(Event):
    """The teacher shows a sentence to the class, or hides it."""

    kind = "moderated"
    student: str
    subject: str
    shown: bool


@frozen(kw_only=True)
class Ticket(Event):
    """An exit ticket: how sure a student is (1 to 4) and a sentence."""

    kind = "ticket"
    student: str
    sure: int
    text: str = ""


@frozen(kw_only=True)
class Confirmed(Event):
    """The teacher says that the roles are dealt, or the questions answered aloud (`roles`, `questions`)."""

    kind = "confirmed"
    what: str


@frozen(kw_only=True)
class StageBegan(Event):
    """A stage of the plan began, by its index. `override` passes the readiness gate and the debrief guard."""

    kind = "stage"
    stage: int
    override: bool = False


@frozen(kw_only=True)
class Extended(Event):
    """The stage got more time, or less."""

    kind = "extended"
    seconds: int


@frozen(kw_only=True)
class Paused(Event):
    """The time stands still."""

    kind = "paused"


@frozen(kw_only=True)
class Continued(Event):
    """The time goes on."""

    kind = "continued"


@frozen(kw_only=True)
class Restarted(Event):
    """The server was started again with this journal."""

    kind = "restarted"


@frozen(kw_only=True)
class HandsSet(Event):
    """Whether votes are counted hands."""

    kind = "hands-set"
    on: bool


KINDS: dict[str, type[Event]] = {cls.kind: cls for cls in Event.__subclasses__()}

_CONVERTER = Converter(forbid_extra_keys=True)


@_CONVERTER.register_structure_hook
def _whole(value: Any, _: type[int]) -> int:
    if type(value) is not int:
        raise ValueError(f"{value!r} is no whole number")
    return value


@_CONVERTER.register_structure_hook
def _truth(value: Any, _: type[bool]) -> bool:
    if type(value) is not bool:
        raise ValueError(f"{value!r} is neither true nor false")
    return value


@_CONVERTER.register_structure_hook
def _text(value: Any, _: type[str]) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text")
    return value


def to_json(event: Event) -> str:
    """The line of the journal for an event."""
    plain = {"v": FORMAT, "event": event.kind, **_CONVERTER.unstructure(event)}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def from_json(line: str) -> Event:
    """The event of a line. Raises `JournalError`."""
    try:
        plain = json.loads(line)
        version, kind = plain.pop("v"), plain.pop("event")
    except (ValueError, KeyError, AttributeError, TypeError):
        raise JournalError(f"this is no event: {line[:80]}") from None
    if version != FORMAT:
        raise JournalError(f"this event is of format {version!r}; this Multivector reads {FORMAT}: take a newer one")
    if kind not in KINDS:
        raise JournalError(f"there is no event {kind!r}")
    try:
        return _CONVERTER.structure(plain, KINDS[kind])
    except (ClassValidationError, ForbiddenExtraKeysError, ValueError, TypeError) as error:
        raise JournalError(f"a {kind} event cannot be read: {error}") from None
