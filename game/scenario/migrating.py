"""The command `migrate`: files of an old format brought to the present one, all of a scenario's or none."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from attrs import field, frozen

from game.scenario.bounded import is_inside, read_whole
from game.scenario.fixes import write_all
from game.scenario.folders import AuthoringError
from game.scenario.formats import FORMAT, format_of, migrated, old_format
from game.scenario.gathering import PART, RULES_FILE
from game.scenario.nodes import Node, read_nodes
from game.scenario.noting import SCENARIO_FILE
from game.words import say


@frozen
class Migration:
    """What migrating one scenario or ruleset comes to."""

    file: Path
    """Its first file."""
    version: int
    """The format it is in."""
    before: dict[Path, bytes] = field(factory=dict)
    after: dict[Path, bytes] = field(factory=dict)
    """The files that change; the first file, which tells the format, stands last."""

    @property
    def needed(self) -> bool:
        """Whether anything changes."""
        return bool(self.after)

    def diff(self) -> str:
        """The changes as a unified diff."""
        parts: list[str] = []
        for file, data in self.after.items():
            old, new = (b.decode("utf-8-sig").splitlines(keepends=True) for b in (self.before[file], data))
            parts += unified_diff(old, new, str(file), str(file))
        return "".join(part if part.endswith("\n") else f"{part}\n" for part in parts)

    def write(self) -> None:
        """Put the changed files in their places, all or none. Raises `AuthoringError`."""
        try:
            write_all(self.after)
        except OSError as error:
            told = say("cannot change {file}: {error}", file=error.filename, error=error.strerror or error)
            raise AuthoringError(told) from None


def documents(path: Path) -> tuple[Path, ...]:
    """The first files of the scenarios and rulesets at a path: a file, its folder, or a folder of such folders."""
    if path.is_file():
        return (path,)
    names = (SCENARIO_FILE, RULES_FILE)
    own = [path / name for name in names if (path / name).is_file()]
    return tuple(own or sorted(file for name in names for file in path.glob(f"*/{name}")))


def planned(file: Path) -> Migration:
    """What migrating the scenario or ruleset with this first file would change. Raises `AuthoringError`."""
    root, text, data = _read(file)
    version = old_format(root)
    if version is None:
        if format_of(root) == str(FORMAT):
            return Migration(file, FORMAT)
        raise AuthoringError(_unknown(file, format_of(root)))
    plan = Migration(file, version)
    for part in (*_parts(file, root), file):
        _add(plan, part, *((root, text, data) if part == file else _read(part)))
    return plan


def _add(plan: Migration, file: Path, root: Node, text: str, data: bytes) -> None:
    made = migrated(root, text, plan.version)
    if made is None:
        raise AuthoringError(say("{file}: what would come of it cannot be read; nothing was changed", file=file))
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    if (new := mark + made.text.encode()) != data:
        plan.before[file], plan.after[file] = data, new


def _parts(file: Path, root: Node) -> Iterator[Path]:
    """The further files of a scenario; what is no file of its folder is told by `check`."""
    named = root.entries.get("files")
    for item in named.value.items if named is not None else ():
        part = file.parent / (item.word or "")
        if PART.match(item.word or "") and is_inside(part, file.parent):
            yield part


def _read(file: Path) -> tuple[Node, str, bytes]:
    try:
        data = read_whole(file)
    except OSError as error:
        raise AuthoringError(say("cannot read {file}: {error}", file=file, error=error.strerror or error)) from None
    root, text, faults = read_nodes(str(file), data)
    if faults:
        first = faults[0]
        raise AuthoringError(say("{where}: {error}; mend that first", where=first.location, error=first.message))
    if root is None or not root.is_mapping:
        told = say("it holds no keys with values")
        raise AuthoringError(say("cannot read {file}: {error}", file=file, error=told))
    return root, text, data


def _unknown(file: Path, word: str) -> str:
    if word.isdecimal() and int(word[:9]) > FORMAT:
        return say(
            "{file} is of format {version}; this Multivector reads formats up to {format}: install a newer one",
            file=file,
            version=word[:9],
            format=FORMAT,
        )
    if not word:
        return say("{file} does not say its format; begin it with `format: {format}`", file=file, format=FORMAT)
    return say("{file} is of format `{name}`, which there never was", file=file, name=word[:60])
