"""What is wrong with the files of one scenario, noted at its place in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import define, evolve, field

from game.rules.model import Location, Path
from game.rules.problems import Addition, Problem, Suggestion
from game.rules.syntax import Span
from game.rules.wording import phrase
from game.scenario.diagnostics import Diagnostic, Fix, Related, excerpt, in_order
from game.scenario.fixes import edits_for
from game.scenario.nodes import Fault, Node, Word, inner_place, place_of
from game.scenario.suppression import Suppressions

SCENARIO_FILE = "scenario.yaml"
_OF_TEXTS = ("MV510", "MV518")
"""Codes of what is wrong within a text."""
_OF_NEW_IDS = ("members", "tracks", "places")
"""Keys further in, below which the keys are new ids, as they are below most keys at the top."""


@define
class Notes:
    """The texts of a scenario's files, the places of what they say, and what is wrong with them so far."""

    texts: dict[str, str] = field(factory=dict)
    nodes: dict[Path, Node] = field(factory=dict)
    keys: dict[Path, Node] = field(factory=dict)
    beneath: dict[Path, Node] = field(factory=dict)
    """The keys of the ruleset's entries that others stand on top of."""
    diagnostics: list[Diagnostic] = field(factory=list)

    def note(self, fault: Fault, path: str = "") -> None:
        line = excerpt(self.texts, fault.location)
        related = tuple(Related(message, location) for message, location in fault.related)
        fix = Fix(_title(fault.hint), fault.fix) if fault.fix else None
        self.diagnostics.append(
            Diagnostic(fault.code, fault.message, fault.location, fault.end, fault.hint, path, line, related, fix)
        )

    def note_word(self, code: str, message: str, node: Node, hint: str) -> None:
        """A word of a file that is wrong as a whole."""
        place = place_of(node)
        fix = edits_for(hint, node, place, self.texts.get(node.file, ""))
        self.note(Fault(code, message, place.location, place.end, hint, fix=fix))

    def tell(self, problem: Problem) -> None:
        """A problem of the rules, at its place in the files."""
        path = problem.path
        while path and path not in self.nodes and path not in self.keys:
            path = path[:-1]
        use_key = path in self.keys and (problem.at_key or path not in self.nodes)
        node = self.keys[path] if use_key else self.nodes.get(path)
        if node is None:
            fault = Fault(problem.code, problem.message, Location(SCENARIO_FILE, 1, 1), 2, problem.hint)
        else:
            text = self.texts.get(node.file, "")
            inside = problem.span is not None and not use_key and path == problem.path
            span = _within(node, problem) if inside else None
            place = inner_place(node, text, span) if span is not None else place_of(node)
            mapping = self.nodes.get(path)
            fix = edits_for(problem.hint, mapping if use_key and mapping is not None else node, place, text)
            related = tuple(self.related(problem, path))
            fault = Fault(problem.code, problem.message, place.location, place.end, problem.hint, related, fix)
        self.note(fault, ".".join(str(step) for step in problem.path))

    def found_later(self, problem: Problem) -> tuple[Diagnostic, ...]:
        """The diagnostic of a problem that is found after the reading."""
        told = len(self.diagnostics)
        self.tell(problem)
        allowed = Suppressions(self.texts, self.keys)
        found = [d for d in self.diagnostics[told:] if not allowed(d)]
        del self.diagnostics[told:]
        return tuple(found)

    def related(self, problem: Problem, path: Path) -> Iterable[tuple[str, Location]]:
        """The other places of a problem, and the entry of the ruleset that the mistaken one stands on top of."""
        for message, other in problem.related:
            node = self.keys.get(other) or self.nodes.get(other)
            if node is not None:
                yield message, node.location
        if isinstance(problem.hint, Suggestion) and (meant := self.declared(problem.hint.replacement)) is not None:
            yield phrase("`{name}` stands here", name=problem.hint.replacement), meant
        if problem.code == "MV507" and path in self.nodes:
            yield phrase("`source:` would stand below this"), self.last_of(self.nodes[path])
        way = next((path[:n] for n in range(len(path), 1, -1) if path[:n] in self.beneath), None)
        if way is not None:
            yield phrase("the ruleset's entry"), self.beneath[way].location

    def declared(self, name: str) -> Location | None:
        """Where an entry of this id stands, if only one does."""
        found = [key for way, key in self.keys.items() if way[-1] == name and _is_id(way)]
        return found[0].location if len(found) == 1 else None

    def last_of(self, node: Node) -> Location:
        """Where a value's last character stands."""
        text = self.texts.get(node.file, "")
        at = max(node.start, len(text[: node.end].rstrip()) - 1)
        return Location(node.file, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))

    def cut_off(self) -> list[Diagnostic]:
        """What was found; where a file's last line has no end, the first of it says so: the file may have been cut."""
        ends = [shown for shown, text in self.texts.items() if text and text[-1] != "\n"]
        message = phrase("the file ends here, within a line: was it cut off?")
        more = tuple(Related(message, self.end_of(shown)) for shown in ends)
        if not more or not self.diagnostics:
            return self.diagnostics
        first = in_order(self.diagnostics)[0]
        return [evolve(d, related=(*d.related, *more)) if d == first else d for d in self.diagnostics]

    def end_of(self, shown: str) -> Location:
        """Where a file's last character stands."""
        text = self.texts[shown]
        return Location(shown, text.count("\n") + 1, max(1, len(text) - text.rfind("\n") - 1))

    def plain(self, node: Node, path: Path) -> Any:
        """Words, lists and mappings, with the place of each noted."""
        self.nodes[path] = node
        if node.word is not None:
            return Word(node.word, plain=node.style == "plain")
        if node.is_list:
            return [self.plain(item, (*path, i)) for i, item in enumerate(node.items)]
        data: dict[str, Any] = {}
        for key, entry in node.entries.items():
            way = (*path, key)
            self.keys[way] = entry.key
            if entry.beneath is not None:
                self.beneath[way] = entry.beneath
            data[key] = self.plain(entry.value, way)
        return data

    def locations(self) -> dict[Path, Location]:
        return {path: (self.keys.get(path) or node).location for path, node in self.nodes.items()}


def _within(node: Node, problem: Problem) -> Span | None:
    """Where in its word a problem is: texts are looked at without the blanks around them."""
    if problem.span is None or problem.code not in _OF_TEXTS or node.word is None:
        return problem.span
    blanks = len(node.word) - len(node.word.lstrip())
    return problem.span[0] + blanks, problem.span[1] + blanks


def _is_id(way: Path) -> bool:
    """Whether the last key of a way is an id that the author made up, and no key of the language."""
    return len(way) == 2 or (len(way) > 2 and way[-2] in _OF_NEW_IDS)


def _title(hint: str) -> str:
    """What a fix does, as a button says it."""
    if isinstance(hint, Addition):
        return phrase("add `{name}`", name=hint.entry)
    return phrase("write `{name}`", name=hint.replacement) if isinstance(hint, Suggestion) else hint
