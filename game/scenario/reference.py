"""The reference of the scenario language in Markdown, written from the classes and functions that read it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from game.rules import expressions
from game.rules.build.events import ONCE
from game.rules.build.tables import MOST_TURNS, WIDEST_TRACK
from game.rules.claims import ALL, BOTS, CHOICES, parse_goal
from game.rules.expressions import AGGREGATES, FUNCTIONS, parse_expression, parse_statement
from game.scenario.cases import ASKED, KEYS
from game.scenario.checks.icons import icons
from game.scenario.describing import NOTHING, Entry, Key, entries, in_words
from game.scenario.nodes import DEEPEST, LARGEST_FILE, MOST_NODES

_HEAD = """\
# The scenario language

This page is written by `multivector docs` from the program itself. How to begin: [AUTHORING.md](AUTHORING.md).

A scenario is a folder with a `scenario.yaml`; it may name more files beside it under `files:`. The files are a small
part of YAML: keys with values, lists, texts; two blanks of indentation a level; `#` begins a note. There are no
anchors, aliases, tags or several documents, and `no` is a word like any other. A key stands once. Quotes are wanted
around what holds a `: `, what begins with one of ``[ ] { } > | * & ! % @ ` " ' #``, and what holds a comma inside
`[...]` or `{...}`.
"""

_FUNCTIONS = {
    "min": ("`min(treasury, 5)`", "the least of its values"),
    "max": ("`max(treasury, debt)`", "the greatest of its values"),
    "abs": ("`abs(north.relations)`", "the value without its sign"),
}
_AGGREGATES = {
    "sum": ("`sum(r.capacity for r in routes if r.closed == 0)`", "the sum; of nobody, 0"),
    "min": ("`min(p.relations for p in powers)`", "the least; of nobody, 0"),
    "max": ("`max(p.leverage for p in powers)`", "the greatest; of nobody, 0"),
    "count": ("`count(p.relations > 2 for p in powers)`", "of how many it holds"),
    "any": ("`any(p.relations < 0 for p in powers)`", "whether it holds of at least one"),
    "all": ("`all(p.relations >= 0 for p in powers)`", "whether it holds of every one"),
    "argmax": ("`argmax(p.leverage for p in powers)`", "the member with the greatest; in a tie the first"),
    "argmin": ("`argmin(p.relations for p in powers)`", "the member with the least"),
}
_OPERATORS = (
    ("`A if C else B`", "A where the condition C holds, else B"),
    ("`or`, `and`, `not`", "between conditions"),
    ("`==` `!=` `<` `<=` `>` `>=`", "compare numbers, also in a chain: `2 <= treasury < 5`"),
    ("`is`, `is not`", "compare members: `power is not mover`"),
    ("`+` `-` `*` `//` `%`", "in whole numbers; `//` divides and rounds down, `%` is what is left over"),
    ("`a.b`", "a part of a member: `north.leverage`, `route.owner.relations`"),
    ("`(...)`", "brackets"),
)
_NAMES = (
    ("`turn`, `last_turn`", "the turn, from 1, and the number of turns"),
    ("`score`", "the score as things stand"),
    ("`always`, `never`", "conditions"),
    ("`nobody`", "no member: what an optional link may name"),
    ("`rank`, `envoy`", "in statements of missions: the acting envoy's rank, and the envoy; in events 1 and nobody"),
    ("`host`", "in statements of a summit: its host"),
    ("`summits`, `envoys`", "groups like any other: `summit.turn`, `summit.attended`, `summit.host`, `envoy.rank`"),
)
_STATEMENTS = (
    ("treasury += 2", "adds; what goes beyond the track's bounds is lost, and its cause tells so"),
    ("treasury -= debt // 3", "takes away"),
    ("northern.closed = 1", "sets"),
    ("middle.capacity += 1 if treasury >= 2", "only if the condition holds at that moment"),
    ("power.relations -= 1 for power in powers if power.favour == 0", "for each member for which it holds"),
    ("a.relations -= 1 for (a, b) in rivals both ways if b.favour > a.favour", "for each pair, also turned round"),
    ("court(north)", "does a procedure"),
    ("schedule audit in 2", "brings an event with `on: schedule`, in two turns"),
    ("end unrest", "ends the game; of an ending with `for:`, `end conquered(north)`"),
)
_TRIGGERS = (
    ("`turn 3`", "in that turn, by the stage `events: dated`"),
    ("`deck NAME`", "when it is drawn from a deck of `chance:`"),
    (f"`{ONCE} CONDITION`", "once, in the first turn in which the condition holds, by the stage `events: conditional`"),
    ("`schedule`", "when a statement `schedule EVENT in N` asked for it, by the stage `events: scheduled`"),
)
_GOALS = (
    ("treasury == 0 and debt > 3", "a condition; besides all other names, `won` and `over` tell how the game stands"),
    ("ending unrest", "the game ends so; of an ending with `for:` perhaps about one: `ending conquered(north)`"),
    ("event audit", "the event happens or asks; of an agenda `event north.offer`"),
    ("face offer", "this face of anybody's agenda is read"),
    ("card ports", "the card is played"),
    ("summit astana", "the summit is attended"),
    ("action visit", "it is done; of an action with `for:` perhaps for one: `action visit.north`"),
    ("option audit.pay", "the event is answered so"),
)
_CLAIMS = (
    ("never: GOAL", "no game shows it"),
    ("always: CONDITION", "it holds whenever something is decided, and at the end"),
    ("reachable: GOAL", "at least one game shows it"),
    ("likely: P(GOAL) in 5..20 % when played by BOT", "so many games of the bot show it; of a condition, at their end"),
)
_SUBJECTS = {
    "cards": "every card",
    "summits": "every summit",
    "actions": "every action",
    "options": "every answer to an event",
    "agendas": "every answer to an agenda",
}
_BOTS = {
    "random": ("`random`", "any open choice, by lot"),
    "greedy": ("`greedy`", "after whose own effects the score is best, then the sum of the legacies' measures"),
    "loyalist": ("`loyalist:north`", "what does most for one member: its good tracks, and those that procedures raise"),
    "policy": ("`policy:NAME`", "by an entry of `policies:`; NAME may stand alone"),
    "search": (
        "`search:100`",
        "looks ahead, 100 games a decision; `search:100:NAME` by a policy, `greedy` or `random`",
    ),
}
_LIMITS = (
    ("a file", f"{LARGEST_FILE:,} bytes, {MOST_NODES:,} values, {DEEPEST} levels"),
    ("an expression or statement", f"{expressions.LONGEST:,} characters, {expressions.BUSIEST} operators, "
     f"{expressions.DEEPEST} levels of brackets"),
    ("a number in an expression", f"{expressions.LARGEST:,}"),
    ("a track", f"from {-WIDEST_TRACK:,} to {WIDEST_TRACK:,}"),
    ("turns", f"{MOST_TURNS}"),
)  # fmt: skip


def reference() -> str:
    """The whole page."""
    return "\n".join(_lines()).rstrip("\n") + "\n"


def _lines() -> Iterator[str]:
    yield _HEAD
    yield "## Entries\n"
    for entry in entries():
        yield from _entry(entry)
    yield "## Expressions\n"
    yield "A whole number or a condition. There are no fractions and no texts.\n"
    yield from _table(("form", "meaning"), _OPERATORS)
    yield from _table(("function", "for example", "meaning"), _rows(FUNCTIONS, _FUNCTIONS))
    yield "Over a group, or over pairs with `for (a, b) in rivals`, perhaps `both ways`; `if` may leave some out:\n"
    yield from _table(("over a group", "for example", "meaning"), _rows(AGGREGATES, _AGGREGATES))
    yield "Besides tracks, parameters, `names:`, members and the `one:` of an order these names are known everywhere:\n"
    yield from _table(("name", "meaning"), _NAMES)
    yield "## Statements\n"
    for statement, _ in _STATEMENTS:
        parse_statement(statement)
    yield from _table(("statement", "what it does"), [(f"`{form}`", meaning) for form, meaning in _STATEMENTS])
    yield "## When events come\n"
    yield from _table(("`on:`", "the event comes"), _TRIGGERS)
    yield "A stage of the `dispatches:` reads each kind; the faces of agendas say no `on:`.\n"
    yield "## Claims\n"
    yield "Each may end with `when played by BOT`, and is then about that bot's games only.\n"
    yield from _table(("claim", "what it says"), [(f"`{form}`", meaning) for form, meaning in _CLAIMS])
    for goal, _ in _GOALS:
        parse_goal(goal)
    yield from _table(("goal", "what a game shows"), [(f"`{form}`", meaning) for form, meaning in _GOALS])
    yield "## Policies\n"
    yield f"`of:` names {_ticked(CHOICES)} with an id as above (`event` and `face` mean their answers), or\n"
    yield from _table(("`of:`", "of which choices"), [(f"`{word}`", _SUBJECTS[word]) for word in ALL])
    yield from _table(("bot", "what it chooses"), [_BOTS[word] for word in BOTS])
    yield "## Tests\n"
    yield f"Files in `tests/` hold lists of cases with the keys {_ticked(KEYS)}."
    yield "Under `expect:` stand tracks, each with a whole number, an expression or a condition, and the words"
    yield f"{_ticked(ASKED)}.\n"
    yield "## Pictures\n"
    yield f"What `icon:` and `icons:` may name: {_ticked(icons())}.\n"
    yield "## Limits\n"
    yield from _table(("what", "at most"), _LIMITS)


def _rows(names: tuple[str, ...], told: Mapping[str, tuple[str, str]]) -> list[tuple[str, ...]]:
    """A row for each function there is; a missing or broken example is an error here, before it is one on the page."""
    for name in names:
        parse_expression(told[name][0].strip("`"))
    return [(f"`{name}`", *told[name]) for name in dict.fromkeys(names)]


def _ticked(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _entry(entry: Entry) -> Iterator[str]:
    yield f"### {entry.name}\n"
    yield f"{entry.meaning}\n"
    rows = [(f"`{key.name}`", _linked(in_words(key.kind)), _default(key), key.meaning) for key in entry.keys]
    yield from _table(("key", "value", "if left out", "meaning"), rows)
    if entry.open:
        yield "All other keys are starts of the group's tracks and the ids its links name.\n"


def _linked(kind: str) -> str:
    """Classes in square brackets, made links of this page."""
    return re.sub(r"\[(\w+)\]", lambda found: f"[{found[1]}](#{found[1].lower()})", kind)


def _default(key: Key) -> str:
    value: Any = key.default
    if value is NOTHING:
        return "**required**"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if value is None or (value != 0 and not value):
        return ""
    if isinstance(value, tuple):
        return f"`[{', '.join(map(str, value))}]`"
    return f"`{value}`" if isinstance(value, (int, str)) else ""


def _table(head: tuple[str, ...], rows: Any) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""
