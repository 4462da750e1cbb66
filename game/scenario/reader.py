"""Reading a scenario: its files, its shared ruleset, their merging, and every mistake with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path as FilePath
from typing import Any

from attrs import evolve, field, frozen

from game.rules.build import build
from game.rules.model import Location, Path, Scenario
from game.rules.plan import Plan
from game.rules.problems import Problem, ScenarioError
from game.rules.wording import phrase
from game.scenario.bounded import ReadBytes, read_bounded
from game.scenario.checks import errors_of, matters, warnings_of, with_trigger, without_echoes
from game.scenario.diagnostics import Diagnostic, InvalidScenario, errors, in_order
from game.scenario.gathering import ID, Gathering
from game.scenario.memory import Memory, Understood
from game.scenario.nodes import Node
from game.scenario.noting import SCENARIO_FILE, Notes
from game.scenario.structure import structure
from game.scenario.suppression import Suppressions


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


def examine(
    path: FilePath,
    rulesets: FilePath,
    *,
    warn: bool = True,
    read: ReadBytes = read_bounded,
    memory: Memory | None = None,
) -> Examination:
    """The scenario in a folder (or of a scenario.yaml), and all that is wrong with it.

    `rulesets` is the folder of shared rulesets, used when none stands beside the scenario. Without `warn` only what
    forbids play is looked for. `read` gives the bytes of a file. What is in the `memory` of the last reading is not
    made again, where the files have not changed.
    """
    file = path if path.suffix == ".yaml" else path / SCENARIO_FILE
    memory = memory if memory is not None else Memory()
    notes = Notes()
    gathering = Gathering(file.parent.absolute(), rulesets, notes, read, memory)
    root = gathering.document(file, file.name if path.suffix == ".yaml" else f"{path.name}/{file.name}")
    scenario: Scenario | None = None
    if root is not None:
        gathering.check_format(root)
        gathering.tell_outdated(root)
        root = gathering.ruleset(root)
        if not errors(notes.diagnostics):
            scenario = _examined(gathering, notes, root, memory, warn=warn)
    found = in_order(notes.cut_off())
    return Examination(scenario, found, gathering.files, frozenset(gathering.shared), notes.found_later)


def _examined(gathering: Gathering, notes: Notes, root: Node, memory: Memory, *, warn: bool) -> Scenario | None:
    """The scenario in a tree; its problems are told."""
    data = notes.plain(root, ())
    content, locations = gathering.digest.hexdigest(), notes.locations()
    known = memory.of(data)
    if known is None:
        known = memory.understood = _understood(data, content, locations)
    scenario = known.scenario
    if scenario is not None and scenario.locations is not locations:
        scenario = evolve(scenario, content=content, locations=locations)
    for problem in known.problems:
        notes.tell(problem)
    if known.scenario is not None and warn:
        if known.warnings is None:
            known.warnings = _warnings(known.scenario, known.plan, known.problems)
        _warn(notes, gathering.shared, known.warnings)
    return scenario


def _understood(data: dict[str, Any], content: str, locations: Mapping[Path, Location]) -> Understood:
    """What the words of a scenario come to, and what is wrong with that."""
    scenario, problems, missing = structure(data)
    whole = data if not problems else None
    plan: Plan | None = None
    if scenario is not None:
        scenario = evolve(scenario, content=content, locations=locations)
        # What speaks of something that was itself mistaken is no mistake of its own.
        found, plan = _problems_of(scenario)
        broken = without_echoes(with_trigger(problem, scenario) for problem in found)
        unread = any(p.path[:1] == ("dispatches",) for p in problems)
        problems += [
            p
            for p in (*broken, *errors_of(scenario))
            if not any(f"`{word}`" in p.message for word in missing) and not (unread and p.code == "MV353")
        ]
    problems = [p for p in problems if not _misspelt_elsewhere(p, problems)]
    return Understood(whole, scenario, problems, plan)


def _warnings(scenario: Scenario, plan: Plan | None, problems: list[Problem]) -> tuple[Problem, ...]:
    """What an author should know, but of entries that are mistaken."""
    broken = {p.path[:3] for p in problems}
    found = warnings_of(scenario, None if problems else plan)
    return tuple(p for p in found if p.path[:3] not in broken)


def _misspelt_elsewhere(problem: Problem, problems: list[Problem]) -> bool:
    """Whether a key only seems to be missing because it is misspelt beside it."""
    if problem.code != "MV202" or "`" not in problem.message:
        return False
    key = problem.message.split("`")[1].rstrip(":")
    return any(p.code == "MV201" and p.path[:-1] == problem.path and f"`{key}`" in p.hint for p in problems)


def _warn(notes: Notes, shared: set[str], problems: Iterable[Problem]) -> None:
    """Tell what an author should know, unless it stands in a ruleset that serves others too, or is allowed."""
    told = len(notes.diagnostics)
    for problem in problems:
        notes.tell(problem)
    allowed = Suppressions(notes.texts, notes.keys)
    found = (d for d in notes.diagnostics[told:] if d.location.file not in shared and not allowed(d))
    notes.diagnostics[told:] = list(found)


def _problems_of(scenario: Scenario) -> tuple[list[Problem], Plan | None]:
    """What the rules find wrong at every level of difficulty, and the plan of the usual one if there is nothing."""
    if not ID.match(scenario.id):
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
    first = scenario.usual_level
    others = (level for level in scenario.difficulty if level != first and matters(scenario, level, first))
    plan: Plan | None = None
    for level in (first, *others):
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
