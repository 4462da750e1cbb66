"""The scenarios at hand: those shipped with the game, and any folder a person names."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from game.rules.model import Scenario
from game.rules.problems import did_you_mean
from game.scenario.catalogues import check_catalogues
from game.scenario.diagnostics import errors
from game.scenario.memory import Memory
from game.scenario.noting import SCENARIO_FILE
from game.scenario.reader import examine, read
from game.scenario.reports import Checked
from game.scenario.resources import resources as resources
from game.scenario.translation import FOLDER, catalogues, languages_of, translated
from game.scenario.watching import Look, Stamp, Watch, stamp
from game.words import say


class UnknownScenario(LookupError):
    """There is no scenario of that name, and no such folder."""


def shipped() -> tuple[str, ...]:
    """The ids of the shipped scenarios, in the order a picker shows them."""
    return tuple(sorted(path.parent.name for path in resources("scenarios").glob(f"*/{SCENARIO_FILE}")))


def find(name: str | Path) -> Path:
    """The folder of a shipped scenario's id, or of a path to a folder or its scenario.yaml.

    Raises `UnknownScenario` with what there is instead.
    """
    text = str(name)
    if text in shipped():
        return resources("scenarios") / text
    path = Path(name)
    if path.is_dir() and (path / SCENARIO_FILE).is_file():
        return path
    if path.is_file():
        return path
    if path.is_dir():
        raise UnknownScenario(say("the folder {folder} holds no {file}", folder=path, file=SCENARIO_FILE))
    hint = did_you_mean(text, shipped()) or say("shipped are {names}", names=", ".join(shipped()))
    raise UnknownScenario(say("there is no scenario `{name}`; {hint}", name=text, hint=hint))


def load(name: str | Path, language: str | None = None) -> Scenario:
    """The scenario of a shipped id, or in a folder, in its own language or another one it has been translated into.

    Texts without a translation stay in the scenario's own language. Raises `UnknownScenario`, or `InvalidScenario`
    with every diagnostic.
    """
    path = find(name).resolve()
    return _load(path, language, files_now(path))


def files_now(path: Path) -> Stamp:
    """The files that the scenario of a folder (or scenario.yaml) is read from, as they are now."""
    return stamp(path, resources("scenarios") / "rules")


def watch(path: Path) -> Watch:
    """The files that the scenario of a folder (or scenario.yaml) is read from, to be looked at again and again."""
    return Watch(Look(path, resources("scenarios") / "rules"))


def version(path: Path, language: str | None = None, memory: Memory | None = None) -> tuple[Scenario | None, Checked]:
    """What the files of a folder (or scenario.yaml) say now, whatever was read before; and what forbids playing it.

    The scenario is None where it cannot be played. Where only its texts in the language cannot be read, it is in its
    own language. What an author should merely know takes longer to find: `told_of` tells it. The `memory` is of the
    last reading.
    """
    looked = examine(path, resources("scenarios") / "rules", warn=False, memory=memory)
    wrong = errors(looked.diagnostics)
    told = Checked(str(path), wrong, looked.files, looked.shared)
    scenario = looked.scenario if not wrong else None
    if scenario is None or language is None or language == scenario.language:
        return scenario, told
    try:
        return _in(scenario, path, language), told
    except (OSError, ValueError):
        return scenario, told


def languages(name: str | Path) -> tuple[str, ...]:
    """The languages a scenario can be played in, its own first. Raises as `load` does."""
    path = find(name).resolve()
    return languages_of(load(path), path if path.is_dir() else path.parent)


@lru_cache(maxsize=32)
def _load(path: Path, language: str | None, files: Stamp) -> Scenario:
    scenario = read(path, resources("scenarios") / "rules")
    if language is None or language == scenario.language:
        return scenario
    return _in(scenario, path, language)


def _in(scenario: Scenario, path: Path, language: str) -> Scenario:
    """The scenario of a path in a language."""
    folder = path if path.is_dir() else path.parent
    rulesets = (folder.parent / "rules", resources("scenarios") / "rules")
    return translated(scenario, catalogues(scenario, folder, rulesets, language))


def check(name: str | Path, *, translations: bool = False) -> tuple[Checked, ...]:
    """What is wrong with the scenario of a name or path and its catalogues, or with each scenario in a folder of them.

    Nothing where there is no scenario at all. With `translations` texts that are not translated are counted too.
    """
    path = Path(name)
    try:
        found = [find(name)]
    except UnknownScenario:
        found = sorted(p.parent for p in path.glob(f"*/{SCENARIO_FILE}")) if path.is_dir() else []
    return tuple(told_of(p, translations=translations) for p in found)


def told_of(path: Path, *, translations: bool = False, memory: Memory | None = None) -> Checked:
    """All that there is to tell of the scenario in a folder (or of a scenario.yaml) and its catalogues."""
    looked = examine(path, resources("scenarios") / "rules", memory=memory)
    folder = path if path.is_dir() else path.parent
    told, files = looked.diagnostics, dict(looked.files)
    if looked.scenario is not None:
        told += tuple(check_catalogues(looked.scenario, folder, whole=not errors(told), missing=translations))
        files |= {f"{folder.name}/{FOLDER}/{file.name}": file.absolute() for file in (folder / FOLDER).glob("*.po")}
    return Checked(str(path), told, files, looked.shared, looked.scenario, looked.tell)
