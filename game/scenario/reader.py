"""Reading a scenario: its files, its shared ruleset, their merging, and every mistake with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path as FilePath
from typing import Any

from attrs import define, evolve, field, frozen

from game.rules.build import build
from game.rules.model import Location, Path, Scenario
from game.rules.plan import Plan
from game.rules.problems import Addition, Problem, ScenarioError, Suggestion, did_you_mean
from game.rules.wording import listed, phrase
from game.scenario.bounded import is_inside, read_bounded
from game.scenario.checks import errors_of, matters, warnings_of, with_trigger, without_echoes
from game.scenario.diagnostics import Diagnostic, Fix, InvalidScenario, Related, errors, excerpt, in_order
from game.scenario.fixes import edits_for, quoted_line
from game.scenario.formats import FORMAT, migrated, old_format
from game.scenario.nodes import Edit, Entry, Fault, Node, Word, inner_place, place_of, read_nodes
from game.scenario.structure import structure
from game.scenario.suppression import Suppressions

SCENARIO_FILE = "scenario.yaml"
RULES_FILE = "rules.yaml"
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}\Z")
PART = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)?\.yaml\Z")
"""What a further file of a scenario may be called."""
_RULESET_KEYS = ("ruleset",)
_ADDED_UP = ("files", "claims")
"""Lists of which each file, and the ruleset, may have a part."""
_BESIDE_THE_RULES = frozenset({"claims", "policies", "advisers", "forecasts"})
"""What no game hangs on: a file with nothing else leaves the scenario's hash as it is."""
_OF_NEW_IDS = ("members", "tracks", "places")
"""Keys further in, below which the keys are new ids, as they are below most keys at the top."""

ReadBytes = Callable[[FilePath], bytes]
"""Gives what a file holds, or what an editor holds of it and has not saved yet. Raises `OSError`."""


@frozen
class Examination:
    """A scenario that has been looked at: what it says, what is wrong with it, and the files it was read from."""

    scenario: Scenario | None
    """None where it could not be put together."""
    diagnostics: tuple[Diagnostic, ...]
    files: dict[str, FilePath] = field(factory=dict)
    """The file that each name in a location stands for."""
    shared: frozenset[str] = frozenset()
    """Those of them that belong to the shared ruleset."""
    tell: Callable[[Problem], tuple[Diagnostic, ...]] = field(default=lambda _: (), eq=False, repr=False)
    """A further problem, found by playing, at its place in the files; nothing where the files allow it."""


@define
class _Reading:
    """One scenario being read."""

    folder: FilePath
    rulesets: FilePath
    """Where shared rulesets are, if none stands beside the scenario."""
    read: ReadBytes = read_bounded
    texts: dict[str, str] = field(factory=dict)
    files: dict[str, FilePath] = field(factory=dict)
    shared: set[str] = field(factory=set)
    nodes: dict[Path, Node] = field(factory=dict)
    keys: dict[Path, Node] = field(factory=dict)
    beneath: dict[Path, Node] = field(factory=dict)
    diagnostics: list[Diagnostic] = field(factory=list)
    digest: Any = field(factory=sha256)
    outdated: dict[str, tuple[int, tuple[Edit, ...]]] = field(factory=dict)
    """Files of an old format, which are migrated as they are read: the format, and the edits that do it for good."""

    # Files

    def open(self, path: FilePath, shown: str, version: int | None = None, named: Node | None = None) -> Node | None:
        """The tree of one file, in the present format; what is wrong with its form is noted.

        A file that does not say its format is in the `version` of the file that names it, where `named` stands.
        """
        try:
            data = self.read(path)
        except OSError as error:
            message = phrase("cannot read {file}: {error}", file=path.name, error=error.strerror or error)
            if named is None:
                self.note(Fault("MV111", message, Location(shown, 1, 1), 2))
            else:
                beside = (
                    file.name for file in path.parent.glob("*.yaml") if file.name not in (SCENARIO_FILE, path.name)
                )
                self.note_word("MV111", message, named, did_you_mean(path.name, sorted(beside)))
            return None
        root, text, faults = read_nodes(shown, data)
        self.texts[shown], self.files[shown] = text, path
        if root is not None and not faults and root.is_mapping:
            version = old_format(root) if version is None else version
            brought = migrated(root, text, version) if version is not None and version < FORMAT else None
            if brought is not None:
                root, text, self.outdated[shown] = brought.root, brought.text, (version or 0, brought.edits)
        if root is None or not root.entries or not set(root.entries) <= _BESIDE_THE_RULES:
            self.digest.update(text.replace("\r\n", "\n").encode())
        for fault in faults:
            colon = fault.code == "MV101" and "mapping values" in fault.message
            self.note(evolve(fault, fix=quoted_line(shown, text, fault.location.line)) if colon else fault)
        if root is None and not faults:
            self.note(
                Fault(
                    "MV202",
                    phrase("the file is empty"),
                    Location(shown, 1, 1),
                    2,
                    phrase("begin with `format: {format}`", format=FORMAT),
                )
            )
        if root is not None and not root.is_mapping:
            self.note(
                Fault("MV203", phrase("a scenario is written as keys with values"), root.location, root.column + 1)
            )
            return None
        return root

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

    def document(self, path: FilePath, shown: str) -> Node | None:
        """A file with the further files that it names, merged."""
        root = self.open(path, shown)
        if root is None or "files" not in root.entries:
            return root
        version = self.outdated[shown][0] if shown in self.outdated else FORMAT
        for item in tuple(root.entries["files"].value.items):
            name = item.word or ""
            part = path.parent / name
            if not PART.match(name) or not is_inside(part, path.parent):
                self.note_word(
                    "MV112",
                    phrase("`{name}` is no file of this folder", name=name),
                    item,
                    phrase("name a .yaml file beside this one"),
                )
                continue
            further = self.open(part, f"{shown.rsplit('/', 1)[0]}/{name}" if "/" in shown else name, version, item)
            if further is None:
                continue
            if (named := further.entries.pop("files", None)) is not None:
                self.note_word(
                    "MV112",
                    phrase("only the first file names others"),
                    named.key,
                    phrase("name them in {name}", name=path.name),
                )
            merge(root, further)
        return root

    def ruleset(self, root: Node) -> Node:
        """The scenario on top of the shared ruleset it names."""
        entry = root.entries.get("rules")
        name = entry.value.word if entry is not None else None
        if entry is None or name is None:
            return root
        found = self.find_ruleset(name)
        if found is None:
            known = self.known_rulesets()
            hint = did_you_mean(name, known) or phrase("rulesets here: {names}", names=listed(known) or phrase("none"))
            self.note_word("MV113", phrase("there is no ruleset `{name}`", name=name), entry.value, hint)
            return root
        before = set(self.texts)
        base = self.document(found, f"rules/{name}/{RULES_FILE}")
        self.shared = set(self.texts) - before
        if base is None:
            return root
        for key in (*_RULESET_KEYS, "version", "title", "authors", "licence", "summary"):
            base.entries.pop(key, None)
        self.check_format(base)
        merge(base, root)
        base.stand_at(root)
        remove(base, self)
        return base

    def find_ruleset(self, name: str) -> FilePath | None:
        if not _ID.match(name):
            return None
        for base in (self.folder.parent / "rules", self.rulesets):
            if (base / name / RULES_FILE).is_file():
                return base / name / RULES_FILE
        return None

    def known_rulesets(self) -> list[str]:
        found = {
            p.parent.name for b in (self.folder.parent / "rules", self.rulesets) for p in b.glob(f"*/{RULES_FILE}")
        }
        return sorted(found)

    def check_format(self, root: Node) -> None:
        entry = root.entries.get("format")
        if entry is None:
            hint = Addition(phrase("begin with `format: {format}`", format=FORMAT), f"format: {FORMAT}")
            fix = edits_for(hint, root, place_of(root), self.texts.get(root.file, ""))
            self.note(Fault("MV114", phrase("the file does not say its format"), root.location, 2, hint, fix=fix))
        elif entry.value.word != str(FORMAT):
            word = entry.value.word or ""
            newer = word.isdecimal() and int(word[:9]) > FORMAT
            why = (
                phrase("it was written for a newer Multivector: this one reads formats up to {format}", format=FORMAT)
                if newer
                else phrase("this Multivector reads format {format}", format=FORMAT)
            )
            self.note_word("MV114", phrase("the format `{format}` is not known", format=word), entry.value, why)

    def tell_outdated(self, root: Node) -> None:
        """Tell that a file is of an old format: it plays, and a command brings it up to date."""
        entry = root.entries.get("format")
        if entry is None or entry.value.file not in self.outdated:
            return
        version = self.outdated[entry.value.file][0]
        place = place_of(entry.value)
        message = phrase("this is written in format {version}; it plays as it is", version=version)
        hint = phrase("`multivector migrate {name}` brings it to format {format}", name=self.folder.name, format=FORMAT)
        edits = tuple(edit for file, (_, more) in self.outdated.items() if file not in self.shared for edit in more)
        self.note(Fault("MV514", message, place.location, place.end, hint, fix=edits))

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

    def declared(self, name: str) -> Location | None:
        """Where an entry of this id stands, if only one does."""
        found = [key for way, key in self.keys.items() if way[-1] == name and _is_id(way)]
        return found[0].location if len(found) == 1 else None

    def last_of(self, node: Node) -> Location:
        """Where a value's last character stands."""
        text = self.texts.get(node.file, "")
        at = max(node.start, len(text[: node.end].rstrip()) - 1)
        return Location(node.file, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))

    # Plain data

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

    # Problems

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
            place = inner_place(node, text, problem.span) if inside and problem.span is not None else place_of(node)
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

    def locations(self) -> dict[Path, Location]:
        return {path: (self.keys.get(path) or node).location for path, node in self.nodes.items()}


def _is_id(way: Path) -> bool:
    """Whether the last key of a way is an id that the author made up, and no key of the language."""
    return len(way) == 2 or (len(way) > 2 and way[-2] in _OF_NEW_IDS)


def _title(hint: str) -> str:
    """What a fix does, as a button says it."""
    if isinstance(hint, Addition):
        return phrase("add `{name}`", name=hint.entry)
    return phrase("write `{name}`", name=hint.replacement) if isinstance(hint, Suggestion) else hint


def merge(base: Node, over: Node) -> None:
    """Put the entries of `over` on top of `base`: mappings entry by entry, all else replaced."""
    for key, entry in over.entries.items():
        present = base.entries.get(key)
        if present is None:
            base.entries[key] = Entry(entry.key, entry.value)
        elif present.value.is_mapping and entry.value.is_mapping:
            merge(present.value, entry.value)
            present.value.stand_at(entry.value)
            base.entries[key] = Entry(entry.key, present.value, present.key)
        elif key in _ADDED_UP and present.value.is_list and entry.value.is_list:
            present.value.items += entry.value.items
        else:
            base.entries[key] = Entry(entry.key, entry.value, present.key)


def remove(root: Node, reading: _Reading) -> None:
    """Take out what the scenario removes from its ruleset: `remove: [laws.embrace]`."""
    entry = root.entries.get("remove")
    for item in entry.value.items if entry is not None else ():
        *way, last = (item.word or "").split(".")
        node: Node | None = root
        for step in way:
            node = node.entries[step].value if node is not None and step in node.entries else None
        if node is None or not way or node.entries.pop(last, None) is None:
            known = (f"{kind}.{key}" for kind, section in root.entries.items() for key in section.value.entries)
            hint = did_you_mean(item.word or "", known) or phrase("name it from the top: `laws.embrace`")
            reading.note_word("MV115", phrase("there is no `{name}` to remove", name=item.word), item, hint)


def examine(path: FilePath, rulesets: FilePath, *, warn: bool = True, read: ReadBytes = read_bounded) -> Examination:
    """The scenario in a folder (or of a scenario.yaml), and all that is wrong with it.

    `rulesets` is the folder of shared rulesets, used when none stands beside the scenario. Without `warn` only what
    forbids play is looked for. `read` gives the bytes of a file.
    """
    file = path if path.suffix == ".yaml" else path / SCENARIO_FILE
    reading = _Reading(file.parent.absolute(), rulesets, read)
    root = reading.document(file, file.name if path.suffix == ".yaml" else f"{path.name}/{file.name}")
    scenario: Scenario | None = None
    if root is not None:
        reading.check_format(root)
        reading.tell_outdated(root)
        root = reading.ruleset(root)
        if not errors(reading.diagnostics):
            scenario = _examined(reading, root, warn=warn)
    found = in_order(reading.cut_off())
    return Examination(scenario, found, reading.files, frozenset(reading.shared), reading.found_later)


def _examined(reading: _Reading, root: Node, *, warn: bool) -> Scenario | None:
    """The scenario in a tree; its problems are told."""
    scenario, problems, missing = structure(reading.plain(root, ()))
    if scenario is not None:
        scenario = evolve(scenario, content=reading.digest.hexdigest(), locations=reading.locations())
        # What speaks of something that was itself mistaken is no mistake of its own.
        found, plan = _problems_of(scenario)
        broken = without_echoes(with_trigger(problem, scenario) for problem in found)
        problems += [
            p for p in (*broken, *errors_of(scenario)) if not any(f"`{word}`" in p.message for word in missing)
        ]
    problems = [p for p in problems if not _misspelt_elsewhere(p, problems)]
    for problem in problems:
        reading.tell(problem)
    if scenario is not None and warn:
        broken_entries = {p.path[:3] for p in problems}
        warnings = warnings_of(scenario, None if problems else plan)
        _warn(reading, (p for p in warnings if p.path[:3] not in broken_entries))
    return scenario


def _misspelt_elsewhere(problem: Problem, problems: list[Problem]) -> bool:
    """Whether a key only seems to be missing because it is misspelt beside it."""
    if problem.code != "MV202" or "`" not in problem.message:
        return False
    key = problem.message.split("`")[1].rstrip(":")
    return any(p.code == "MV201" and p.path[:-1] == problem.path and f"`{key}`" in p.hint for p in problems)


def _warn(reading: _Reading, problems: Iterable[Problem]) -> None:
    """Tell what an author should know, unless it stands in a ruleset that serves others too, or is allowed."""
    told = len(reading.diagnostics)
    for problem in problems:
        reading.tell(problem)
    allowed = Suppressions(reading.texts, reading.keys)
    reading.diagnostics[told:] = [
        d for d in reading.diagnostics[told:] if d.location.file not in reading.shared and not allowed(d)
    ]


def _problems_of(scenario: Scenario) -> tuple[list[Problem], Plan | None]:
    """What the rules find wrong at every level of difficulty, and the plan of the first one if there is nothing."""
    if not _ID.match(scenario.id):
        return [
            Problem(
                "MV116",
                phrase("`{name}` is no id", name=scenario.id),
                ("id",),
                None,
                phrase("small letters, digits, `-`, `_`"),
            )
        ], None
    if not scenario.difficulty:
        return [Problem("MV202", phrase("there is no level of difficulty"), ("difficulty",), at_key=True)], None
    first, *others = scenario.difficulty
    plan: Plan | None = None
    for level in (first, *(level for level in others if matters(scenario, level, first))):
        try:
            built = build(scenario, level)
        except ScenarioError as error:
            return list(error.problems), None  # the other levels would mostly repeat the same
        plan = plan or built
    return [], plan


def diagnose(path: FilePath, rulesets: FilePath) -> tuple[Scenario | None, tuple[Diagnostic, ...]]:
    """The scenario in a folder (or of a scenario.yaml), and all that is wrong with it.

    The scenario is None where it could not be put together; it is fit to play when no diagnostic is an error.
    """
    found = examine(path, rulesets)
    return found.scenario, found.diagnostics


def read(path: FilePath, rulesets: FilePath) -> Scenario:
    """The scenario in a folder. Raises `InvalidScenario` with all that is wrong with it, if anything forbids play."""
    found = examine(path, rulesets, warn=False)
    if found.scenario is None or errors(found.diagnostics):
        raise InvalidScenario(errors(found.diagnostics))
    return found.scenario
