"""A scenario in an editor: its files as they stand in the buffers or on disk, what is wrong with them, its names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import define, evolve, field, frozen

from game.rules.build import build
from game.rules.model import Scenario
from game.rules.plan import Plan
from game.rules.problems import ScenarioError
from game.scenario.bounded import read_bounded, read_whole
from game.scenario.cases import read_cases
from game.scenario.catalogues import check_catalogues
from game.scenario.diagnostics import Diagnostic, errors, in_order
from game.scenario.folders import TESTS
from game.scenario.gathering import RULES_FILE
from game.scenario.memory import Memory
from game.scenario.nodes import Node, read_nodes
from game.scenario.noting import SCENARIO_FILE
from game.scenario.reader import examine
from game.scenario.server.casenames import case_occurrences
from game.scenario.server.occurrences import Occurrence, occurrences
from game.scenario.server.positions import Text
from game.scenario.server.scopes import learn_parameters
from game.scenario.server.shape import Spot, spots
from game.scenario.server.symbols import Names, declared
from game.scenario.server.tolerance import tolerant_tree
from game.scenario.translation import FOLDER


@define
class Buffers:
    """What an editor holds and has not saved, on top of what is on disk."""

    encoding: str = "utf-16"
    open: dict[Path, str] = field(factory=dict)
    version: int = 0
    """Raised with every change of a buffer."""

    def read(self, path: Path) -> bytes:
        """The bytes of a file. Raises `OSError`."""
        held = self.open.get(path)
        return held.encode("utf-8", "surrogatepass") if held is not None else read_bounded(path)

    def text(self, path: Path) -> Text:
        """The text of a file, nothing where it cannot be read."""
        held = self.open.get(path)
        if held is None:
            try:
                held = read_whole(path).decode()
            except (OSError, UnicodeDecodeError):
                held = ""
        return Text(held, self.encoding)

    def holds(self, path: Path) -> bool:
        return path in self.open or path.is_file()


@frozen
class View:
    """One file of a scenario, read as far as it can be."""

    path: Path
    text: Text
    root: Node | None
    spots: tuple[Spot, ...]
    shared: bool
    """Whether it belongs to a ruleset, and so to other scenarios too."""
    broken: bool = False
    """Whether something of it could not be read."""


@define
class Checked:
    """What is wrong with a scenario's files."""

    diagnostics: tuple[Diagnostic, ...]
    files: dict[str, Path]
    """The file that each name in a location stands for."""
    shared: frozenset[str]
    """Those of them that belong to the ruleset."""


@define
class Project:
    """One scenario. `folder` holds its scenario.yaml, `rulesets` the shared rulesets that come with the game."""

    folder: Path
    rulesets: Path
    buffers: Buffers
    likely: dict[Path, int] = field(factory=dict)
    """The line (from 0) in which each file was changed last."""
    scenario: Scenario | None = None
    """The last one that could be put together."""
    _views: dict[Path, View] = field(factory=dict)
    _unreadable: dict[Path, str] = field(factory=dict)
    """What a file holds now where nothing of it could be read."""
    _names: tuple[int, Names] | None = None
    _occurrences: tuple[int, tuple[Occurrence, ...]] | None = None
    _plan: tuple[Scenario, Plan | None] | None = None
    _memory: Memory = field(factory=Memory)

    # What is wrong

    def check(self) -> Checked:
        """All that `check` tells of the scenario, and of the form of the tests that are open."""
        main = self.folder / SCENARIO_FILE
        looked = examine(self.folder, self.rulesets, read=self.buffers.read, memory=self._memory)
        told, files = list(looked.diagnostics), {shown: path.absolute() for shown, path in looked.files.items()}
        files.setdefault(f"{self.folder.name}/{SCENARIO_FILE}", main)
        files.setdefault(SCENARIO_FILE, main)
        if looked.scenario is not None:
            self.scenario = looked.scenario
            whole = not errors(looked.diagnostics)
            told += check_catalogues(looked.scenario, self.folder, whole=whole, read=self.buffers.read)
            for file in (self.folder / FOLDER).glob("*.po"):
                files[f"{self.folder.name}/{FOLDER}/{file.name}"] = file
        for file in self.buffers.open:
            if file.parent == self.folder / TESTS and file.suffix == ".yaml":
                shown = f"{self.folder.name}/{TESTS}/{file.name}"
                files[shown] = file
                told += read_cases(file, shown, self.buffers.read)[1]
        return Checked(in_order(told), files, looked.shared)

    def errors(self) -> tuple[Diagnostic, ...]:
        """What forbids playing it."""
        looked = examine(self.folder, self.rulesets, warn=False, read=self.buffers.read)
        return errors(looked.diagnostics)

    def copy(self, texts: Mapping[Path, str]) -> Project:
        """The same scenario with other texts in some of its files."""
        buffers = Buffers(self.buffers.encoding, {**self.buffers.open, **texts}, self.buffers.version + 1)
        return Project(self.folder, self.rulesets, buffers, views=dict(self._views))

    # What it says

    def files(self) -> list[tuple[Path, bool]]:
        """The files of the scenario, those of its ruleset first; each with whether it is shared."""
        main = self.folder / SCENARIO_FILE
        view = self.view(main, shared=False)
        ruleset = self._ruleset(_word(view.root, "rules"))
        found = [(path, True) for path in self._with_parts(ruleset, shared=True)] if ruleset is not None else []
        return found + [(path, False) for path in self._with_parts(main, shared=False)]

    def _with_parts(self, main: Path, *, shared: bool) -> list[Path]:
        view = self.view(main, shared=shared)
        entry = view.root.entries.get("files") if view.root is not None else None
        names = [item.word for item in entry.value.items if item.word] if entry is not None else []
        parts = [main.parent / name for name in names if ".." not in name.split("/")]
        return [main, *(part for part in parts if self.buffers.holds(part) and part.is_relative_to(main.parent))]

    def _ruleset(self, name: str) -> Path | None:
        if not name or not name.replace("-", "").replace("_", "").isalnum():
            return None
        candidates = (self.folder.parent / "rules" / name / RULES_FILE, self.rulesets / name / RULES_FILE)
        return next((path for path in candidates if self.buffers.holds(path)), None)

    def view(self, path: Path, *, shared: bool) -> View:
        """A file, read again only if it changed. Where nothing of it can be read, as it was when it could be."""
        text = self.buffers.text(path)
        known = self._views.get(path)
        if known is not None and text.whole in (known.text.whole, self._unreadable.get(path)):
            return known
        root = tolerant_tree(str(path), text.text, self.likely.get(path))
        if root is None and known is not None and text.text.strip():
            self._unreadable[path] = text.whole
            self._views[path] = evolve(known, broken=True)
            return self._views[path]
        held = tuple(spots(root)) if root is not None else ()
        broken = root is None or bool(read_nodes(str(path), text.text.encode("utf-8", "surrogatepass"))[2])
        self._views[path] = View(path, text, root, held, shared, broken)
        return self._views[path]

    def views(self) -> list[View]:
        return [self.view(path, shared=shared) for path, shared in self.files()]

    def names(self) -> Names:
        """All names that the files declare, as they stand now."""
        if self._names is None or self._names[0] != self.buffers.version:
            files = [view.spots for view in self.views()]
            names = declared(files)
            learn_parameters(names, files)
            self._names = self.buffers.version, names
        return self._names[1]

    def tests(self) -> list[Path]:
        """The files with the scenario's tests, those only an editor holds among them."""
        folder = self.folder / TESTS
        held = {p for p in self.buffers.open if p.parent == folder and p.suffix == ".yaml"}
        return sorted(held | set(folder.glob("*.yaml")))

    def occurrences(self) -> tuple[Occurrence, ...]:
        """Every name in the scenario's files and tests. An occurrence's file is its full path."""
        if self._occurrences is None or self._occurrences[0] != self.buffers.version:
            names = self.names()
            found = list(occurrences(names, ((view.text.text, view.spots) for view in self.views())))
            for path in self.tests():
                view = self.view(path, shared=False)
                if view.root is not None:
                    found += case_occurrences(names, view.root, view.text.text)
            self._occurrences = self.buffers.version, tuple(found)
        return self._occurrences[1]

    def plan(self) -> Plan | None:
        """The plan of the last scenario that could be played."""
        if self.scenario is None:
            self.check()
        scenario = self.scenario
        if scenario is None:
            return None
        if self._plan is None or self._plan[0] is not scenario:
            before = self._plan[1] if self._plan is not None else None
            try:
                made: Plan | None = build(scenario, next(iter(scenario.difficulty), "standard"))
            except (ScenarioError, KeyError):
                made = before
            self._plan = scenario, made
        return self._plan[1]

    def shown(self, path: Path) -> str:
        """A file as a person would name it."""
        here = self.folder.parent
        return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.as_posix()


def _word(root: Node | None, key: str) -> str:
    entry = root.entries.get(key) if root is not None else None
    return (entry.value.word or "") if entry is not None else ""


def scenario_folder(path: Path, buffers: Buffers) -> Path | None:
    """The folder of the scenario that a file belongs to, or lies beside."""
    for folder in (path.parent, path.parent.parent):
        if buffers.holds(folder / SCENARIO_FILE):
            return folder
    return None


def standing_on(path: Path, buffers: Buffers) -> Path | None:
    """The folder of a scenario that stands on the ruleset to which a file belongs: the first by name."""
    ruleset = path.parent
    if ruleset.parent.name != "rules" or not buffers.holds(ruleset / RULES_FILE):
        return None
    for main in sorted(ruleset.parent.parent.glob(f"*/{SCENARIO_FILE}")):
        view = tolerant_tree(str(main), buffers.text(main).text)
        if _word(view, "rules") == ruleset.name:
            return main.parent
    return None
