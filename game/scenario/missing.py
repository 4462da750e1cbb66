"""What an entry lacks: where it would stand, and what could stand there until the author has a better word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from game.rules.model import Path
from game.rules.problems import Addition, Problem
from game.rules.wording import listed, phrase

_PLAIN = {"turn": "1", "do": "[]", "turns": "8"}


def missing(key: str, path: Path, data: Any) -> Problem:
    """The problem that the entry at a path of a scenario's plain data lacks a key.

    Where an entry beside it has the key, the second place is the line after which it would stand here too.
    """
    known = _known(key, data)
    hint = (
        phrase("add `{name}: ...`; there are {names}", name=key, names=listed(known))
        if known
        else phrase("add `{name}: ...`", name=key)
    )
    value = _usual(_column(_mapping(data, str(path[0])), key), known) if known and path else _value(key, path)
    return Problem(
        "MV202",
        phrase("`{name}:` is missing", name=key),
        path,
        hint=hint if value is None else Addition(hint, f"{key}: {value}"),
        at_key=True,
        related=tuple(_stand(key, path, data)),
    )


def _value(key: str, path: Path) -> str | None:
    """A value that is right for the key of any entry, if there is one."""
    if key in ("name", "title"):
        words = str(path[-1] if path else "A new scenario").replace("_", " ").strip()
        return words[:1].upper() + words[1:]
    return _PLAIN.get(key)


def _known(key: str, data: Any) -> list[str]:
    """The words that can stand for a key, where the scenario itself says which there are."""
    if key == "envoy":
        return list(map(str, _mapping(data, "envoys")))
    if key == "kind":
        played = (kind for kinds in _column(_mapping(data, "envoys"), "kinds") for kind in _words(kinds))
        return list(map(str, dict.fromkeys(played)))
    return []


def _usual(used: Iterable[Any], known: Iterable[str]) -> str:
    """The word that is used most of those that are known; of several, the one that is known first."""
    often = Counter(word for word in used if isinstance(word, str))
    return max(known, key=lambda word: often[word])


def _stand(key: str, path: Path, data: Any) -> Iterator[tuple[str, Path]]:
    """The key of the entry after which a missing one would stand, as it does in the nearest entry beside it."""
    beside: Any = data
    for step in path[:-1]:
        beside = beside.get(step) if isinstance(beside, dict) else None
    if not path or not isinstance(beside, dict) or not isinstance(beside.get(path[-1]), dict):
        return
    own, names = beside[path[-1]], list(beside)
    at = names.index(path[-1])
    for name in sorted(names, key=lambda name: abs(names.index(name) - at)):
        entry = beside[name]
        if isinstance(entry, dict) and key in entry:
            order = list(entry)
            before = [other for other in order[: order.index(key)] if other in own]
            if before:
                yield phrase("it would stand after this, as in `{name}`", name=name), (*path, before[-1])
            return


def _mapping(data: Any, key: str) -> Mapping[str, Any]:
    found = data.get(key) if isinstance(data, dict) else None
    return found if isinstance(found, dict) else {}


def _column(entries: Mapping[str, Any], key: str) -> Iterator[Any]:
    """What the entries have under a key."""
    return (entry[key] for entry in entries.values() if isinstance(entry, dict) and key in entry)


def _words(value: Any) -> list[str]:
    return [word for word in value if isinstance(word, str)] if isinstance(value, list) else []
