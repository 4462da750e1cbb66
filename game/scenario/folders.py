"""Folders of scenarios: which files belong to one, and writing a new one whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from game.scenario.bounded import is_inside, read_whole
from game.scenario.gathering import PART
from game.scenario.nodes import Node, read_nodes
from game.scenario.noting import SCENARIO_FILE
from game.words import retold, say

TESTS = "tests"
_FURTHER = ("text/*.po", f"{TESTS}/*.yaml", "*.md", "LICENSE*")


class AuthoringError(Exception):
    """What an author asked for cannot be done; the message says why and what would be right."""


def root_of(folder: Path) -> tuple[Node, str]:
    """The tree and the text of a folder's scenario.yaml. Raises `AuthoringError`."""
    file = folder / SCENARIO_FILE
    try:
        root, text, faults = read_nodes(SCENARIO_FILE, read_whole(file))
    except OSError as error:
        raise AuthoringError(say("cannot read {file}: {error}", file=file, error=error.strerror or error)) from None
    if root is None or not root.is_mapping:
        why = f"{faults[0].location}: {retold(faults[0].message)}" if faults else say("it holds no keys with values")
        raise AuthoringError(say("cannot read {file}: {error}", file=file, error=why))
    return root, text


def word_at(root: Node, key: str) -> str:
    """The word under a key of a file, or nothing."""
    entry = root.entries.get(key)
    return (entry.value.word or "") if entry is not None else ""


def files_of(folder: Path) -> dict[str, bytes]:
    """The files of a scenario by their names below its folder, in a fixed order: its own, those it names, texts, tests.

    Raises `AuthoringError` for a file that cannot be read or lies elsewhere.
    """
    root, _ = root_of(folder)
    named = root.entries.get("files")
    names = [item.word or "" for item in named.value.items] if named is not None else []
    for name in names:
        if not PART.match(name):
            raise AuthoringError(say("`{name}` under `files:` is no file of this folder", name=name))
    further = sorted(p.relative_to(folder).as_posix() for pattern in _FURTHER for p in folder.glob(pattern))
    found: dict[str, bytes] = {}
    for name in dict.fromkeys([SCENARIO_FILE, *names, *further]):
        path = folder / name
        if not is_inside(path, folder):
            raise AuthoringError(say("{file} leads out of the scenario's folder", file=path))
        try:
            found[name] = read_whole(path)
        except OSError as error:
            raise AuthoringError(say("cannot read {file}: {error}", file=path, error=error.strerror or error)) from None
    return found


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a new folder with these files: all of them, or none.

    They are put together in a folder beside it and moved when they are complete. Raises `AuthoringError` where there
    is something already, or where nothing can be written.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            if folder.is_dir():
                told = say("{folder} is not empty: name a folder that is not there yet, or an empty one", folder=folder)
            else:
                told = say("{folder} is a file: name a folder that is not there yet, or an empty one", folder=folder)
            raise AuthoringError(told)
        parent = folder.absolute().parent
        parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".multivector-", dir=parent))
        try:
            stage.chmod(0o755)
            for name, data in files.items():
                path = stage / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            _move(stage, folder)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    except OSError as error:
        raise AuthoringError(say("cannot write {file}: {error}", file=folder, error=error.strerror or error)) from None


def _move(stage: Path, folder: Path) -> None:
    """Rename the stage; into an empty folder that may be somebody's working folder, its entries one by one."""
    if not folder.exists():
        stage.rename(folder)
        return
    moved: list[Path] = []
    try:
        for entry in sorted(stage.iterdir()):
            moved.append(folder / entry.name)
            entry.rename(folder / entry.name)
    except OSError:
        for path in moved:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        raise
