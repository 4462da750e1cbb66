"""Where each name stands: in keys, in references, inside expressions and statements, in a scenario's tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import define, field, frozen

from game.rules.expressions import parse_expression, parse_loop, parse_signature, parse_statement
from game.rules.model import Location, Member, Path
from game.rules.syntax import (
    Aggregate,
    Assign,
    End,
    Expression,
    Loop,
    Name,
    Perform,
    Schedule,
    Span,
    Statement,
    SyntaxProblem,
)
from game.scenario.checks.walk import ONCE
from game.scenario.nodes import Node, inner_place
from game.scenario.server.claimnames import names_of_claim
from game.scenario.server.scopes import dotted, parts, rule_of, scope_at, with_loop
from game.scenario.server.shape import Spot
from game.scenario.server.symbols import (
    BUILT_IN,
    BUILT_IN_GROUPS,
    LOCAL,
    MENTIONED,
    Names,
    Scope,
    Symbol,
    declares_itself,
    symbol_of_key,
)

DECLARES, WRITES, READS = "declares", "writes", "reads"
NOWHERE: Path = ()
CLAIMS = ("goal", "likelihood", "subject")


@frozen
class Occurrence:
    """A name where it stands."""

    symbols: tuple[Symbol, ...]
    """What it means; more than one where a parameter may be of several groups."""
    file: str
    location: Location
    start: int
    end: int
    """Offsets into the file's text; only where `exact`."""
    role: str
    path: Path
    exact: bool = True
    """Whether it stands there letter for letter, so that it can be replaced."""
    is_key: bool = False
    """Whether it is a whole key of the scenario, and so a step in the paths of translated texts."""


@define
class Finder:
    """Finds the names in the values of one file."""

    names: Names
    text: str
    found: list[Occurrence] = field(factory=list)

    def add(self, symbols: tuple[Symbol, ...], node: Node, span: Span, role: str, path: Path) -> None:
        """Note what stands at a span of a word."""
        if not symbols:
            return
        place = inner_place(node, self.text, span)
        wanted = (node.word or "")[span[0] : span[1]]
        start, end = place.offsets or (node.start, node.start)
        exact = place.offsets is not None and self.text[start:end] == wanted
        self.found.append(Occurrence(symbols, node.file, place.location, start, end, role, path, exact))

    def whole(self, symbol: Symbol, node: Node, role: str, path: Path, *, is_key: bool = False) -> None:
        """Note a word that is a name as a whole."""
        if not node.word:
            return
        self.add((symbol,), node, (0, len(node.word)), role, path)
        if is_key and self.found:
            last = self.found.pop()
            self.found.append(
                Occurrence(last.symbols, last.file, last.location, last.start, last.end, role, path, last.exact, True)
            )

    # The scenario's files

    def spot(self, spot: Spot) -> None:
        """All names of a value and of its key."""
        if spot.key is not None and spot.key.word:
            self._key(spot, spot.key)
        shape, node = spot.shape, spot.node
        if not node.word:
            return
        if spot.path[:1] == ("remove",) and len(spot.path) == 2:
            self._removed(node, spot.path)
        if shape is None:
            return
        if shape.owner is Member and shape.attribute == "values":
            self._member_value(spot)
        elif shape.attribute == "on" and shape.naming.words:
            self._trigger(spot)
        elif shape.language in CLAIMS:
            self._claim(shape.language, node, spot.path)
        elif shape.language:
            self.rule(shape.language, node, spot.path, scope_at(self.names, spot.path))
        elif shape.naming.declares or shape.naming.of:
            self._named(spot)

    def _key(self, spot: Spot, key: Node) -> None:
        around, path, word = spot.around, spot.path, key.word or ""
        if around is None:
            return
        if path[:1] == ("procedures",) and len(path) == 2:
            self._signature(key, path)
        elif around.owner is not None and around.keys_name is not None and around.is_mapping:
            self._naming_key(around.keys_name.split(), key, path)
        elif around.entry is Member and spot.shape is not None and spot.shape.attribute == "values":
            symbols, _ = self.names.part(frozenset({str(path[1])}), word)
            for symbol in symbols:
                self.whole(symbol, key, READS, path)
        elif declares_itself(spot):
            symbol = symbol_of_key(path, around.attribute)
            self.whole(self._canonical(symbol), key, DECLARES, path, is_key=True)

    def _canonical(self, symbol: Symbol) -> Symbol:
        """A deck of cards and the kind of cards that it deals are one name."""
        if symbol.kind == "chance" and symbol.id in self.names.ids("kinds"):
            return Symbol("kinds", symbol.id)
        return symbol

    def _naming_key(self, kinds: list[str], key: Node, path: Path) -> None:
        word = key.word or ""
        if "." in word:
            self._dotted(key, path)
            return
        for kind in kinds:
            if word in self.names.ids(kind):
                self.whole(Symbol(kind, word), key, WRITES if kind == "tracks" else READS, path, is_key=True)
                return

    def _dotted(self, node: Node, path: Path) -> None:
        """A track of a member, by a dotted name."""
        word = node.word or ""
        pieces = [(m.group(), m.span()) for m in MENTIONED.finditer(word)]
        if ".".join(text for text, _ in pieces) == word:
            name = Name(tuple(text for text, _ in pieces), (0, len(word)))
            meanings, _ = self.names.resolved(name, {})
            for symbols, (_, span) in zip(meanings, pieces, strict=True):
                self.add(symbols, node, span, READS, path)

    def _named(self, spot: Spot) -> None:
        assert spot.shape is not None
        naming, node, word = spot.shape.naming, spot.node, spot.node.word or ""
        if word in naming.words:
            return
        if naming.declares:
            owner = str(spot.path[1]) if naming.declares == "ones" else ""
            self.whole(Symbol(naming.declares, word, owner), node, DECLARES, spot.path)
            return
        if "." in word:
            self._dotted(node, spot.path)
            return
        for kind in naming.of:
            if word in self.names.ids(kind):
                self.whole(self._canonical(Symbol(kind, word)), node, READS, spot.path)
                return

    def _member_value(self, spot: Spot) -> None:
        group, key = str(spot.path[1]), str(spot.path[-1])
        table = self.names.groups.get(group)
        to = table.links.get(key) if table is not None else None
        if to is not None and spot.node.word in self.names.ids("members"):
            self.whole(Symbol("members", spot.node.word or ""), spot.node, READS, spot.path)

    def _trigger(self, spot: Spot) -> None:
        word = spot.node.word or ""
        if word.startswith(ONCE):
            blank = " " * len(ONCE) + word[len(ONCE) :]
            self.rule("expression", spot.node, spot.path, {}, blank)
        elif word.startswith("deck ") and word.split()[-1] in self.names.ids("chance"):
            deck = word.split()[-1]
            at = word.rindex(deck)
            symbol = self._canonical(Symbol("chance", deck))
            self.add((symbol,), spot.node, (at, at + len(deck)), READS, spot.path)

    def _claim(self, language: str, node: Node, path: Path) -> None:
        found, condition = names_of_claim(self.names, language, node.word or "")
        for symbol, start, end in found:
            self.add((self._canonical(symbol),), node, (start, end), READS, path)
        if condition:
            self.rule("expression", node, path, {}, condition)

    def _removed(self, node: Node, path: Path) -> None:
        kind, _, key = (node.word or "").partition(".")
        if key and "." not in key:
            self.add((Symbol(kind, key),), node, (len(kind) + 1, len(kind) + 1 + len(key)), READS, path)

    def _signature(self, key: Node, path: Path) -> None:
        word = key.word or ""
        try:
            signature = parse_signature(word)
        except SyntaxProblem:
            return
        owner = dotted(("procedures", signature.name))
        for number, match in enumerate(MENTIONED.finditer(word)):
            symbol = Symbol("procedures", match.group()) if number == 0 else Symbol(LOCAL, match.group(), owner)
            self.add((symbol,), key, match.span(), DECLARES, path)

    # Rules

    def rule(self, language: str, node: Node, path: Path, scope: Scope, text: str | None = None) -> None:
        """All names of an expression, a statement or a loop; none where it cannot be read."""
        word = node.word or "" if text is None else text
        owner = dotted(rule_of(path))
        if path[:1] == ("procedures",):
            owner = owner.partition("(")[0]
        look = _Looking(self, node, path, owner, word)
        try:
            if language == "statement":
                look.statement(parse_statement(word), scope)
            elif language == "loop":
                look.loop(parse_loop(word), scope)
            else:
                look.expression(parse_expression(word), scope)
        except SyntaxProblem:
            return


@frozen
class _Looking:
    """One text of the rules that is looked through."""

    finder: Finder
    node: Node
    path: Path
    owner: str
    word: str

    def add(self, symbols: tuple[Symbol, ...], span: Span, role: str = READS) -> None:
        self.finder.add(symbols, self.node, span, role, self.path)

    def statement(self, statement: Statement, scope: Scope) -> None:
        if statement.loop is not None:
            scope = self.loop(statement.loop, scope)
        if statement.test is not None:
            self.expression(statement.test, scope)
        match statement.act:
            case Assign(target, _, amount):
                self.name(target, scope, WRITES)
                self.expression(amount, scope)
            case Schedule(event, delay):
                self._id("events", event)
                self.expression(delay, scope)
            case End(ending, member):
                self._id("endings", ending)
                if member is not None:
                    self.expression(member, scope)
            case Perform(procedure, arguments, span):
                if procedure in self.finder.names.procedures:
                    self.add((Symbol("procedures", procedure),), (span[0], span[0] + len(procedure)))
                for argument in arguments:
                    self.expression(argument, scope)

    def _id(self, kind: str, name: Name) -> None:
        word = ".".join(name.parts)
        if word in self.finder.names.ids(kind):
            self.add((Symbol(kind, word),), name.span)

    def loop(self, loop: Loop, scope: Scope) -> Scope:
        """Note the names of a loop; the scope inside it."""
        names = self.finder.names
        found = MENTIONED.finditer(self.word, loop.span[0], loop.place[0])
        for variable, match in zip(loop.variables, found, strict=False):
            self.add((Symbol(LOCAL, variable, self.owner),), match.span(), DECLARES)
        if loop.collection in names.pairs:
            self.add((Symbol("pairs", loop.collection),), loop.place)
        elif loop.collection in names.groups and loop.collection not in BUILT_IN_GROUPS:
            self.add((Symbol("groups", loop.collection),), loop.place)
        inner = with_loop(names, scope, loop, self.owner)
        if loop.test is not None:
            self.expression(loop.test, inner)
        return inner

    def expression(self, tree: Expression, scope: Scope) -> None:
        if isinstance(tree, Name):
            self.name(tree, scope, READS)
            return
        if isinstance(tree, Aggregate):
            scope = self.loop(tree.loop, scope)
        for part in parts(tree):
            self.expression(part, scope)

    def name(self, name: Name, scope: Scope, role: str) -> None:
        meanings, _ = self.finder.names.resolved(name, scope)
        spans = [match.span() for match in MENTIONED.finditer(self.word, *name.span)]
        last = len(meanings) - 1
        for number, (symbols, span) in enumerate(zip(meanings, spans, strict=False)):
            self.add(symbols, span, role if number == last else READS)


def occurrences(names: Names, files: Iterable[tuple[str, Iterable[Spot]]]) -> Iterator[Occurrence]:
    """All names of some files, each given with its text."""
    for text, spots in files:
        finder = Finder(names, text)
        for spot in spots:
            finder.spot(spot)
        yield from finder.found


__all__ = ["BUILT_IN", "DECLARES", "READS", "WRITES", "Finder", "Occurrence", "occurrences"]
