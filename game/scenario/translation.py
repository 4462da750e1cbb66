"""Texts of a scenario in other languages: gettext catalogues with the way to each text as its context.

A catalogue stands beside the files it translates, `text/kk.po`. The context of a message is the path of the text
(`cards.aktau_ports.name`), never a line number, so that moving an entry loses nothing; a message whose source text
has changed since counts as fuzzy and is shown in the scenario's own language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any

import attrs
import polib
from attrs import evolve

from game.rules.model import Path, Scenario

FOLDER = "text"
# What players read. Facts of the sources stay in the language of their sources.
TEXTS = frozenset({"title", "subtitle", "summary", "briefing", "name", "text", "history", "unit", "worksheet"})
SEVERAL = frozenset({"turns", "objectives", "stakes", "limits", "ticket"})
"""Fields that hold several texts, in a list or by ids."""


def texts_of(scenario: Scenario) -> dict[str, str]:
    """Every text that can be translated, by its dotted path, in the files' order."""
    return {".".join(str(step) for step in path): text for path, text in _texts(scenario, ())}


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if attrs.has(type(value)):
        for a in attrs.fields(type(value)):
            inner = getattr(value, a.name)
            if a.name in TEXTS and isinstance(inner, str):
                if inner.strip():
                    yield (*path, a.name), inner
            elif a.name in SEVERAL and isinstance(inner, (tuple, Mapping)):
                yield from (((*path, a.name, key), text) for key, text in _items(inner) if text.strip())
            elif a.metadata.get("written", True) and a.name != "sources":
                yield from _texts(inner, (*path, a.name))
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _texts(entry, (*path, key))


def _items(several: tuple[str, ...] | Mapping[str, str]) -> Iterable[tuple[str | int, str]]:
    return several.items() if isinstance(several, Mapping) else enumerate(several)


def _several(several: tuple[str, ...] | Mapping[str, str], path: Path, replace: Callable[[Path, str], str]) -> Any:
    """Several texts replaced; the same value where nothing is."""
    new = {key: replace((*path, key), text) if text.strip() else text for key, text in _items(several)}
    if all(new[key] == text for key, text in _items(several)):
        return several
    return new if isinstance(several, Mapping) else tuple(new.values())


def translated(scenario: Scenario, messages: Mapping[str, str]) -> Scenario:
    """The scenario with the texts of some paths replaced; its rules are the same."""

    def replace(path: Path, text: str) -> str:
        return messages.get(".".join(str(step) for step in path), text)

    made: Scenario = _replaced(scenario, (), replace)
    return made


def _replaced(value: Any, path: Path, replace: Callable[[Path, str], str]) -> Any:
    if attrs.has(type(value)):
        changes: dict[str, Any] = {}
        for a in attrs.fields(type(value)):
            inner = getattr(value, a.name)
            if a.name in TEXTS and isinstance(inner, str):
                new: Any = replace((*path, a.name), inner) if inner.strip() else inner
            elif a.name in SEVERAL and isinstance(inner, (tuple, Mapping)):
                new = _several(inner, (*path, a.name), replace)
            elif a.metadata.get("written", True) and a.name != "sources":
                new = _replaced(inner, (*path, a.name), replace)
            else:
                continue
            if new is not inner:
                changes[a.name] = new
        return evolve(value, **changes) if changes else value
    if isinstance(value, Mapping):
        entries = {key: _replaced(entry, (*path, key), replace) for key, entry in value.items()}
        return entries if any(entries[key] is not value[key] for key in value) else value
    return value


def read_catalogue(file: FilePath, sources: Mapping[str, str]) -> dict[str, str]:
    """The translations in a .po file that still fit their source texts, by path; none where there is no such file."""
    if not file.is_file():
        return {}
    catalogue = polib.pofile(str(file), encoding="utf-8")
    fitting = (entry for entry in catalogue if entry.msgctxt and entry.msgstr and not entry.fuzzy)
    return {e.msgctxt: e.msgstr for e in fitting if folded(sources.get(e.msgctxt, "")) == folded(e.msgid)}


def folded(text: str) -> str:
    """A text without the accidents of line breaks."""
    return " ".join(text.split())


def catalogues(scenario: Scenario, folder: FilePath, rulesets: tuple[FilePath, ...], language: str) -> dict[str, str]:
    """All translations of a scenario into a language: the ruleset's, and on top of them the scenario's own."""
    sources = texts_of(scenario)
    messages: dict[str, str] = {}
    if scenario.rules is not None:
        for base in rulesets:
            file = base / scenario.rules / FOLDER / f"{language}.po"
            if file.is_file():
                messages |= read_catalogue(file, sources)
                break
    return messages | read_catalogue(folder / FOLDER / f"{language}.po", sources)


def languages_of(scenario: Scenario, folder: FilePath) -> tuple[str, ...]:
    """The languages a scenario can be read in, its own first."""
    found = sorted(file.stem for file in (folder / FOLDER).glob("*.po"))
    return (scenario.language, *(language for language in found if language != scenario.language))
