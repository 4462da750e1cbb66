"""Reading a scenario: its files, its shared ruleset, their merging, and every mistake with its place."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path as FilePath
from typing import Any

from attrs import define, evolve, field

from game.rules.build import build
from game.rules.model import Location, Path, Scenario
from game.rules.problems import Problem, ScenarioError
from game.scenario.diagnostics import Diagnostic, InvalidScenario, excerpt, in_order
from game.scenario.nodes import Entry, Fault, Node, Word, inner_location, read_nodes
from game.scenario.structure import structure

FORMAT = 1
SCENARIO_FILE = "scenario.yaml"
RULES_FILE = "rules.yaml"
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}\Z")
_PART = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)?\.yaml\Z")
_RULESET_KEYS = ("ruleset",)


@define
class _Reading:
    """One scenario being read."""

    folder: FilePath
    rulesets: FilePath
    """Where shared rulesets are, if none stands beside the scenario."""
    texts: dict[str, str] = field(factory=dict)
    nodes: dict[Path, Node] = field(factory=dict)
    keys: dict[Path, Node] = field(factory=dict)
    diagnostics: list[Diagnostic] = field(factory=list)
    digest: Any = field(factory=sha256)

    # Files

    def open(self, path: FilePath, shown: str) -> Node | None:
        """The tree of one file; what is wrong with its form is noted."""
        try:
            data = path.read_bytes()
        except OSError as error:
            self.note(Fault("MV111", f"cannot read {path.name}: {error.strerror or error}", Location(shown, 1, 1), 2))
            return None
        root, text, faults = read_nodes(shown, data)
        self.texts[shown] = text
        self.digest.update(text.replace("\r\n", "\n").encode())
        for fault in faults:
            self.note(fault)
        if root is None and not faults:
            self.note(Fault("MV202", "the file is empty", Location(shown, 1, 1), 2, "begin with `format: 1`"))
        if root is not None and not root.is_mapping:
            self.note(Fault("MV203", "a scenario is written as keys with values", root.location, root.column + 1))
            return None
        return root

    def note(self, fault: Fault, path: str = "") -> None:
        line = excerpt(self.texts, fault.location)
        self.diagnostics.append(
            Diagnostic(fault.code, fault.message, fault.location, fault.end, fault.hint, path, line)
        )

    def document(self, path: FilePath, shown: str) -> Node | None:
        """A file with the further files that it names, merged."""
        root = self.open(path, shown)
        if root is None or "files" not in root.entries:
            return root
        for item in tuple(root.entries["files"].value.items):
            name = item.word or ""
            part = path.parent / name
            if not _PART.match(name) or not part.resolve().is_relative_to(path.parent.resolve()):
                fault = Fault(
                    "MV112", f"`{name}` is no file of this folder", item.location, item.column + max(1, len(name))
                )
                self.note(evolve(fault, hint="name a .yaml file beside this one"))
                continue
            further = self.open(part, f"{shown.rsplit('/', 1)[0]}/{name}" if "/" in shown else name)
            if further is None:
                continue
            if (named := further.entries.pop("files", None)) is not None:
                fault = Fault("MV112", "only the first file names others", named.key.location, named.key.column + 5)
                self.note(evolve(fault, hint=f"name them in {path.name}"))
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
            fault = Fault(
                "MV113", f"there is no ruleset `{name}`", entry.value.location, entry.value.column + len(name)
            )
            self.note(evolve(fault, hint=f"rulesets here: {', '.join(self.known_rulesets()) or 'none'}"))
            return root
        base = self.document(found, f"rules/{name}/{RULES_FILE}")
        if base is None:
            return root
        for key in (*_RULESET_KEYS, "version", "title", "authors", "licence", "summary"):
            base.entries.pop(key, None)
        self.check_format(base)
        merge(base, root)
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
            self.note(
                Fault("MV114", "the file does not say its format", root.location, 2, f"begin with `format: {FORMAT}`")
            )
        elif entry.value.word != str(FORMAT):
            word = entry.value.word or ""
            newer = word.isdecimal() and int(word[:9]) > FORMAT
            hint = "it wants a newer Multivector" if newer else f"this Multivector reads format {FORMAT}"
            fault = Fault(
                "MV114",
                f"the format `{word}` is not known",
                entry.value.location,
                entry.value.column + max(1, len(word)),
            )
            self.note(evolve(fault, hint=hint))

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
            self.keys[(*path, key)] = entry.key
            data[key] = self.plain(entry.value, (*path, key))
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
            location, end = Location(SCENARIO_FILE, 1, 1), 2
        elif problem.span is not None and not use_key and path == problem.path:
            location, end = inner_location(node, self.texts.get(node.file, ""), problem.span)
        else:
            location = node.location
            end = node.column + max(1, len(node.word or "x") if node.style != "block" else 1)
        fault = Fault(problem.code, problem.message, location, end, problem.hint)
        self.note(fault, ".".join(str(step) for step in problem.path))

    def locations(self) -> dict[Path, Location]:
        return {path: (self.keys.get(path) or node).location for path, node in self.nodes.items()}


def merge(base: Node, over: Node) -> None:
    """Put the entries of `over` on top of `base`: mappings entry by entry, all else replaced."""
    for key, entry in over.entries.items():
        present = base.entries.get(key)
        if present is not None and present.value.is_mapping and entry.value.is_mapping:
            merge(present.value, entry.value)
        elif present is not None and key == "files":
            present.value.items += entry.value.items
        else:
            base.entries[key] = Entry(entry.key, entry.value)


def remove(root: Node, reading: _Reading) -> None:
    """Take out what the scenario removes from its ruleset: `remove: [laws.embrace]`."""
    entry = root.entries.get("remove")
    for item in entry.value.items if entry is not None else ():
        *way, last = (item.word or "").split(".")
        node: Node | None = root
        for step in way:
            node = node.entries[step].value if node is not None and step in node.entries else None
        if node is None or not way or node.entries.pop(last, None) is None:
            fault = Fault(
                "MV115", f"there is no `{item.word}` to remove", item.location, item.column + len(item.word or "x")
            )
            reading.note(evolve(fault, hint="name it from the top: `laws.embrace`"))


def diagnose(path: FilePath, rulesets: FilePath) -> tuple[Scenario | None, tuple[Diagnostic, ...]]:
    """The scenario in a folder (or of a scenario.yaml), and all that is wrong with it.

    `rulesets` is the folder of shared rulesets, used when none stands beside the scenario. The scenario is None
    where it could not be put together; it is only fit to play when there are no diagnostics.
    """
    file = path if path.suffix == ".yaml" else path / SCENARIO_FILE
    reading = _Reading(file.parent.absolute(), rulesets)
    root = reading.document(file, file.name if path.suffix == ".yaml" else f"{path.name}/{file.name}")
    if root is None:
        return None, in_order(reading.diagnostics)
    reading.check_format(root)
    root = reading.ruleset(root)
    if reading.diagnostics:
        return None, in_order(reading.diagnostics)
    scenario, problems, missing = structure(reading.plain(root, ()))
    if scenario is not None:
        scenario = evolve(scenario, content=reading.digest.hexdigest(), locations=reading.locations())
        # What speaks of something that was itself mistaken is no mistake of its own.
        problems += [p for p in _problems_of(scenario) if not any(f"`{word}`" in p.message for word in missing)]
    for problem in problems:
        reading.tell(problem)
    return scenario, in_order(reading.diagnostics)


def _problems_of(scenario: Scenario) -> list[Problem]:
    """What the rules find wrong, at every level of difficulty."""
    if not _ID.match(scenario.id):
        return [Problem("MV116", f"`{scenario.id}` is no id", ("id",), None, "small letters, digits, `-` and `_`")]
    if not scenario.difficulty:
        return [Problem("MV202", "there is no level of difficulty", ("difficulty",), at_key=True)]
    found: list[Problem] = []
    for level in scenario.difficulty:
        try:
            build(scenario, level)
        except ScenarioError as error:
            found += [p for p in error.problems if p not in found]
        if found:
            break  # the other levels would mostly repeat the same
    return found


def read(path: FilePath, rulesets: FilePath) -> Scenario:
    """The scenario in a folder. Raises `InvalidScenario` with all that is wrong with it."""
    scenario, diagnostics = diagnose(path, rulesets)
    if scenario is None or diagnostics:
        raise InvalidScenario(diagnostics)
    return scenario
