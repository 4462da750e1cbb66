"""What there is to say of a name or a key: its meaning, its bounds, where it comes from and who changes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path

from attrs import evolve, fields, frozen

from game.rules.expressions import parse_expression, parse_statement
from game.rules.model import Track
from game.rules.names import MEMBER, WHOLE, NameProblem, Value
from game.rules.names import Names as RuleNames
from game.rules.syntax import Aggregate, Assign, Expression, Name, Number, SyntaxProblem
from game.rules.terms import Const, Term, TermTooLarge
from game.scenario.describing import Key, in_words
from game.scenario.nodes import inner_place
from game.scenario.server.navigating import occurrence_at
from game.scenario.server.occurrences import DECLARES, WRITES, Occurrence
from game.scenario.server.project import Project, View
from game.scenario.server.scopes import parts, rule_of, scope_at, with_loop
from game.scenario.server.shape import Spot, shape_at
from game.scenario.server.symbols import BUILT_IN, LOCAL, MEANINGS, Names, Scope, Symbol
from game.words import noted, say

MOST_WRITERS = 12
MOST_COMBINATIONS = 64
_KINDS = "parameters names procedures members ones drawn kinds phases faces options links".split()
_KIND_WORDS = dict(
    zip(
        [*_KINDS, LOCAL, BUILT_IN],
        noted(
            "parameter", "name of an expression", "procedure", "member", "member in turn", "member of the turn",
            "kind of card", "phase", "face of an agenda", "option", "link", "name of this rule", "word of the language",
        ),
        strict=True,
    )
)  # fmt: skip
_ENTRY_WORDS = noted(
    "track", "group", "pairs", "envoy", "action", "card", "summit", "event", "chance", "law", "ending", "legacy",
    "level", "place", "source",
)  # fmt: skip


@frozen
class Hover:
    """What is told of a piece of a file, in Markdown."""

    text: str
    start: int
    end: int


def kind_word(symbol: Symbol) -> str:
    """What kind of thing a name is, in a word."""
    if symbol.kind in _KIND_WORDS:
        return say(_KIND_WORDS[symbol.kind])
    shape = shape_at(("map", "places", "x") if symbol.kind == "places" else (symbol.kind, "x"))
    name = shape.entry.__name__.lower() if shape is not None and shape.entry is not None else symbol.kind
    return say(name) if name in _ENTRY_WORDS else name


def summary(names: Names, symbol: Symbol) -> str:
    """A name in one line: its title, and the bounds of a track."""
    if symbol.kind == BUILT_IN:
        return MEANINGS.get(symbol.id, "")
    words = names.words
    way = _way(names, symbol)
    told = [words.get((*way, "name")) or words.get((*way, "title")) or ""]
    if symbol.kind == "tracks":
        low, high = _number(words.get((*way, "min")), "min"), _number(words.get((*way, "max")), "max")
        start = _number(words.get((*way, "start")), "start")
        told.append(say("{low} to {high}, starts at {start}", low=low, high=high, start=start))
        told.append(words.get((*way, "unit"), ""))
    elif symbol.kind in ("parameters", "names"):
        told.append(words.get(way, ""))
    elif symbol.kind == "procedures":
        told.append(f"{symbol.id}({', '.join(names.procedures.get(symbol.id, ()))})")
    return ", ".join(part for part in told if part)


def _number(word: str | None, attribute: str) -> str:
    return word if word is not None else str(getattr(fields(Track), attribute).default)


def _way(names: Names, symbol: Symbol) -> tuple[str | int, ...]:
    """The path of the entry that a name stands for."""
    match symbol.kind:
        case "tracks" | "links" if symbol.owner:
            return ("groups", symbol.owner, symbol.kind, symbol.id)
        case "members":
            group = next((key for key, table in names.groups.items() if symbol.id in table.members), "")
            return ("groups", group, "members", symbol.id)
        case "places":
            return ("map", "places", symbol.id)
        case "options":
            return (*symbol.owner.split("."), "options", symbol.id)
        case _:
            return (symbol.kind, symbol.id)


def key_told(key: Key) -> str:
    """What a key means, of which kind its value is, and whether it must be given."""
    lines = [key.meaning, f"*{in_words(key.kind).replace('[', '').replace(']', '')}*"]
    if key.required:
        lines.append(say("It must be given."))
    elif isinstance(key.default, (int, str)) and key.default != "":
        default = str(key.default).lower() if isinstance(key.default, bool) else key.default
        lines.append(say("Without it: `{value}`.", value=default))
    return "\n\n".join(line for line in lines if line)


def hover(project: Project, view: View, offset: int) -> Hover | None:
    """What is told of the place of the cursor: of the name there, the key, or the expression around it."""
    found = occurrence_at(project, view.path, offset)
    if found is not None:
        told = "\n\n---\n\n".join(_of_symbol(project, symbol) for symbol in found.symbols)
        ranged = _range_of_name(project, view, found, offset)
        return Hover(told + ranged, found.start, found.end)
    for spot in view.spots:
        key = spot.key
        if key is not None and key.start <= offset <= key.end and spot.shape is not None:
            described = spot.shape.key
            if described is not None:
                return Hover(f"**{described.name}**\n\n{key_told(described)}", key.start, key.end)
    return _of_expression(project, view, offset)


def _of_symbol(project: Project, symbol: Symbol) -> str:
    names = project.names()
    lines = [f"**{symbol.id}** ({kind_word(symbol)})", summary(names, symbol)]
    text = names.words.get((*_way(names, symbol), "text"), "")
    lines.append(" ".join(text.split())[:300])
    places = [o for o in project.occurrences() if symbol in o.symbols]
    declared = [_where(project, o) for o in places if o.role == DECLARES]
    if declared and symbol.kind != LOCAL:
        lines.append(say("Declared in {places}.", places=", ".join(dict.fromkeys(declared))))
    lines += _writers(project, [o for o in places if o.role == WRITES and o.path[0] != "difficulty"])
    lines += _spills(names, symbol)
    return "\n\n".join(line for line in lines if line)


def _writers(project: Project, places: Iterable[Occurrence]) -> Iterator[str]:
    """The rules that change a track, each once, with its place."""
    rules: dict[str, str] = {}
    for place in places:
        rule = ".".join(str(step) for step in _entry(place.path))
        rules.setdefault(rule, _where(project, place))
    if rules:
        told = [f"- `{rule}` {where}" for rule, where in list(rules.items())[:MOST_WRITERS]]
        if len(rules) > MOST_WRITERS:
            told.append("- " + say("and {count} more", count=len(rules) - MOST_WRITERS))
        yield say("Changed by") + "\n" + "\n".join(told)


def _entry(path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The rule around a statement: a law, a card, an option of an event."""
    if "options" in path:
        return path[: path.index("options") + 2]
    return path[: 3 if path[0] == "agendas" else 2]


def _spills(names: Names, symbol: Symbol) -> Iterator[str]:
    if symbol.kind != "tracks":
        return
    into = names.words.get((*_way(names, symbol), "below"))
    if into:
        yield say("What it cannot pay goes into `{track}`.", track=into)
    if names.words.get((*_way(names, symbol), "reset")) == "true":
        yield say("It goes back to its start when a turn begins.")


def _where(project: Project, place: Occurrence) -> str:
    path = Path(place.file)
    return f"[{project.shown(path)}:{place.location.line}]({path.as_uri()}#L{place.location.line})"


# Ranges


def _range_of_name(project: Project, view: View, found: Occurrence, offset: int) -> str:
    """The values that a name with a value of its own can have here, as a last line."""
    if any(symbol.kind in ("tracks", "parameters") and not symbol.owner for symbol in found.symbols):
        return ""  # its bounds have been told
    told = _of_expression(project, view, offset)
    return f"\n\n{told.text}" if told is not None and not found.symbols[0].kind.startswith("proc") else ""


def _of_expression(project: Project, view: View, offset: int) -> Hover | None:
    """The range of the innermost expression around an offset, if it is known."""
    spot = next((s for s in view.spots if s.node.start <= offset <= s.node.end and _language(s)), None)
    plan = project.plan() if spot is not None else None
    if spot is None or plan is None or not spot.node.word:
        return None
    place = inner_place(spot.node, view.text.text, (0, len(spot.node.word)))
    if place.offsets is None:
        return None
    at = offset - place.offsets[0]
    names = project.names()
    scope = scope_at(names, spot.path)
    found = _innermost(names, _trees(names, spot, scope), at, ".".join(str(s) for s in rule_of(spot.path)))
    if found is None:
        return None
    tree, inner = found
    bounds = _bounds(plan.names, tree, inner)
    if bounds is None:
        return None
    start, end = tree.span
    text = " ".join(spot.node.word[start:end].split())
    told = say("`{text}` is {low} to {high}.", text=text, low=bounds[0], high=bounds[1])
    if bounds[0] == bounds[1]:
        told = say("`{text}` is always {value}.", text=text, value=bounds[0])
    return Hover(told, place.offsets[0] + start, place.offsets[0] + end)


def _language(spot: Spot) -> bool:
    return spot.shape is not None and spot.shape.language in ("expression", "statement") and spot.node.word is not None


def _trees(names: Names, spot: Spot, scope: Scope) -> list[tuple[Expression, Scope]]:
    assert spot.shape is not None
    word = spot.node.word or ""
    try:
        if spot.shape.language == "expression":
            return [(parse_expression(word), scope)]
        statement = parse_statement(word)
    except SyntaxProblem:
        return []
    if statement.loop is not None:
        scope = with_loop(names, scope, statement.loop, "")
    trees = [statement.act.amount] if isinstance(statement.act, Assign) else []
    trees += [statement.test] if statement.test is not None else []
    return [(tree, scope) for tree in trees]


def _innermost(
    names: Names, trees: list[tuple[Expression, Scope]], at: int, owner: str
) -> tuple[Expression, Scope] | None:
    for tree, scope in trees:
        if tree.span[0] <= at <= tree.span[1] and not isinstance(tree, Number):
            inner = with_loop(names, scope, tree.loop, owner) if isinstance(tree, Aggregate) else scope
            if isinstance(tree, Name) and at > tree.span[1]:
                continue
            return _innermost(names, [(part, inner) for part in parts(tree)], at, owner) or (tree, scope)
    return None


def _bounds(names: RuleNames, tree: Expression, scope: Scope) -> tuple[int, int] | None:
    """The least and the greatest value over all members that the rule's own names can stand for; None if unknown."""
    choices: list[list[tuple[str, Value]]] = []
    for word, (_, groups) in scope.items():
        members = [
            (word, Value(Const(index), MEMBER, group))
            for group in groups
            if group in names.groups
            for index in range(len(names.groups[group].members))
        ]
        if members:
            choices.append(members)
    total = 1
    for members in choices:
        total *= len(members)
    if total > MOST_COMBINATIONS:
        return None
    asked = evolve(names, limited=True, compared={}, steps=0, steps_in_all=0)
    lows: list[int] = []
    highs: list[int] = []
    for chosen in product(*choices):
        term = _term(asked, tree, dict(chosen))
        if term is None:
            return None
        lows.append(term.low)
        highs.append(term.high)
    return min(lows), max(highs)


def _term(names: RuleNames, tree: Expression, scope: Mapping[str, Value]) -> Term | None:
    try:
        value = names.resolve(tree, scope)
    except (NameProblem, SyntaxProblem, TermTooLarge):
        return None
    return value.term if value.kind == WHOLE else None
