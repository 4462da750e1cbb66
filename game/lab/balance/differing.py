"""What two versions of a scenario say differently: by their meaning, entry by entry, and by their text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from pathlib import Path
from typing import Any

import attrs
from attrs import frozen

from game.rules.model import Scenario

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
_NUMBER = re.compile(r"(?<![\w.])\d+")
_NAME = re.compile(r"[A-Za-z_][\w.]*")
_UNSAID = frozenset(("positions", "content", "locations", "files"))
"""What is no part of what a scenario says."""


@frozen
class Change:
    """One difference between two versions."""

    kind: str
    """added, removed or changed."""
    place: tuple[str, ...]
    """The way to it: `("cards", "old_bridge", "do", "1")`."""
    old: str = ""
    new: str = ""
    numbers: tuple[tuple[int, int], ...] = ()
    """Where only numbers differ: each with what it became."""
    tracks: tuple[str, ...] = ()
    """The tracks that the old and the new text speak of."""


def changes(old: Scenario, new: Scenario) -> list[Change]:
    """All differences of meaning: comments, the order of entries and the files they stand in are none."""
    tracks = _tracks(old) | _tracks(new)
    return list(_compared((), _plain(old), _plain(new), tracks))


def text_difference(old: Path, new: Path) -> str:
    """The files of two folders compared line by line, as a unified diff."""
    parts: list[str] = []
    for name in sorted({*_files(old), *_files(new)}):
        parts += unified_diff(_lines(old / name), _lines(new / name), f"old/{name}", f"new/{name}")
    return "".join(parts)


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*.yaml") if path.is_file()}


def _lines(path: Path) -> list[str]:
    if not path.is_file():
        return []
    return [f"{line}\n" for line in path.read_text(encoding="utf-8").splitlines()]


def _plain(value: Any) -> Any:
    """A model as mappings, sequences and texts."""
    if attrs.has(type(value)):
        said = (f.name for f in attrs.fields(type(value)) if f.eq and not f.name.startswith("_"))
        fields = ((name, getattr(value, name)) for name in said)
        return {name: _plain(part) for name, part in fields if name not in _UNSAID and part not in (None, "", (), {})}
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return value


def _tracks(scenario: Scenario) -> set[str]:
    return {*scenario.tracks, *(track for group in scenario.groups.values() for track in group.tracks)}


def _compared(place: tuple[str, ...], old: Any, new: Any, tracks: set[str]) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            here = (*place, key)
            if key not in new:
                yield Change(REMOVED, here, _told(old[key]), "", (), _spoken(_told(old[key]), tracks))
            elif key not in old:
                yield Change(ADDED, here, "", _told(new[key]), (), _spoken(_told(new[key]), tracks))
            else:
                yield from _compared(here, old[key], new[key], tracks)
        return
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (a, b) in enumerate(zip(old, new, strict=True), 1):
            yield from _compared((*place, str(number)), a, b, tracks)
        return
    a, b = _told(old), _told(new)
    spoken = _spoken(f"{a} {b}", tracks) or tuple(part for part in place if part in tracks)
    yield Change(CHANGED, place, a, b, _numbers(a, b), spoken)


def _told(value: Any) -> str:
    """A part of a scenario on one line."""
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_told(part)}" for key, part in value.items())
    if isinstance(value, list):
        return "[" + ", ".join(_told(part) for part in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _numbers(old: str, new: str) -> tuple[tuple[int, int], ...]:
    """The numbers that differ, where nothing else does."""
    if _NUMBER.sub("#", old) != _NUMBER.sub("#", new):
        return ()
    pairs = zip(_NUMBER.findall(old), _NUMBER.findall(new), strict=True)
    return tuple((int(a), int(b)) for a, b in pairs if a != b)


def _spoken(text: str, tracks: set[str]) -> tuple[str, ...]:
    """The tracks that a text names, each once, with whose they are where that is said."""
    found = [name for name in _NAME.findall(text) if name.rsplit(".", 1)[-1] in tracks]
    return tuple(dict.fromkeys(found))
