"""The scenarios that an editor has open: which file belongs to which, and what was told of them last."""

from __future__ import annotations

from pathlib import Path

from attrs import define, field

from game.scenario.folders import TESTS
from game.scenario.server.project import Buffers, Checked, Project, View, scenario_folder, standing_on
from game.scenario.translation import FOLDER


@define
class Desk:
    """All that an editor works at."""

    rulesets: Path
    buffers: Buffers = field(factory=Buffers)
    projects: dict[Path, Project] = field(factory=dict)
    _checked: dict[Path, tuple[int, Checked]] = field(factory=dict)

    def put(self, path: Path, text: str) -> list[Project]:
        """Note what a buffer holds now; the scenarios that this concerns."""
        before = self.buffers.open.get(path)
        self.buffers.open[path] = text
        self.buffers.version += 1
        project = self.project(path)
        found = self.concerned(path)
        for concerned in found:
            concerned.likely[path] = _changed_line(before, text)
        return found if project is None or project in found else [*found, project]

    def drop(self, path: Path) -> list[Project]:
        """Forget a buffer: what is on disk holds again. The scenarios that this concerns."""
        found = self.concerned(path)
        self.buffers.open.pop(path, None)
        self.buffers.version += 1
        return found

    def touch(self) -> list[Project]:
        """Files may have changed on disk; every scenario is concerned."""
        self.buffers.version += 1
        return list(self.projects.values())

    def forget(self, project: Project) -> bool:
        """Let go of a scenario of which no file is open any more; whether that is so."""
        if any(project in self.concerned(path) for path in self.buffers.open):
            return False
        self.projects.pop(project.folder, None)
        self._checked.pop(project.folder, None)
        return True

    def project(self, path: Path) -> Project | None:
        """The scenario that a file belongs to; for a ruleset's file, one that stands on it."""
        if path.suffix not in (".yaml", ".po"):
            return None
        known = self.concerned(path)
        if known:
            return known[0]
        folder = scenario_folder(path, self.buffers) or standing_on(path, self.buffers)
        if folder is None:
            return None
        return self.projects.setdefault(folder, Project(folder, self.rulesets, self.buffers))

    def concerned(self, path: Path) -> list[Project]:
        """The open scenarios that a file is part of, its own first."""
        found = [p for p in self.projects.values() if _is_within(p, path) or path in (file for file, _ in p.files())]
        return sorted(found, key=lambda p: not path.is_relative_to(p.folder))

    def view(self, project: Project, path: Path) -> View:
        """A file as its scenario reads it."""
        shared = next((shared for file, shared in project.files() if file == path), False)
        return project.view(path, shared=shared)

    def check(self, project: Project) -> Checked:
        """What is wrong with a scenario as its files stand now."""
        known = self._checked.get(project.folder)
        if known is None or known[0] != self.buffers.version:
            known = self.buffers.version, project.check()
            self._checked[project.folder] = known
        return known[1]


def _is_within(project: Project, path: Path) -> bool:
    return path.parent in (project.folder, project.folder / TESTS, project.folder / FOLDER)


def _changed_line(before: str | None, after: str) -> int:
    """The first line (from 0) in which two texts differ."""
    if before is None:
        return -1
    pairs = zip(before.split("\n"), after.split("\n"), strict=False)
    return next((number for number, (old, new) in enumerate(pairs) if old != new), after.count("\n"))
