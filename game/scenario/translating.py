"""Translators' work: a catalogue for a language begun, brought up to date, and how far it has come."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

import polib
from attrs import frozen

from game.rules.model import Scenario
from game.scenario.fixes import write_whole
from game.scenario.folders import AuthoringError
from game.scenario.noting import SCENARIO_FILE
from game.scenario.translation import FOLDER, folded, texts_of
from game.scenario.updating import begun, brought_up_to_date
from game.words import say

_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z][A-Za-z]{1,3})?\Z")


@frozen
class Status:
    """How far a translation has come."""

    language: str
    texts: int
    translated: int
    outdated: tuple[str, ...]
    """Texts whose source has changed since they were translated, by their paths."""
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return not (self.outdated or self.missing)


def own_texts(scenario: Scenario, folder: Path) -> dict[str, str]:
    """The texts that stand in the scenario's own files, and not in its ruleset."""
    prefix = f"{folder.resolve().name}/"
    found: dict[str, str] = {}
    for path, text in texts_of(scenario).items():
        place = scenario.location(tuple(int(step) if step.isdecimal() else step for step in path.split(".")))
        if place is not None and place.file.startswith((prefix, SCENARIO_FILE)):
            found[path] = text
    return found


def catalogue_of(folder: Path, language: str) -> Path:
    """Where the translation into a language stands. Raises `AuthoringError` for what is no language."""
    if not _LANGUAGE.match(language):
        raise AuthoringError(say("`{name}` is no language: write two letters, such as `kk` or `ru`", name=language))
    return folder / FOLDER / f"{language}.po"


def extract(scenario: Scenario, folder: Path, language: str) -> Path:
    """Begin a translation: a catalogue with every text and no translations. Raises `AuthoringError`."""
    file = catalogue_of(folder, language)
    if language == scenario.language:
        raise AuthoringError(say("`{name}` is the scenario's own language", name=language))
    if file.exists():
        raise AuthoringError(say("{file} is there already: bring it up to date with `translate update`", file=file))
    _write(file, begun(scenario.id, language, own_texts(scenario, folder)).encode())
    return file


def update(scenario: Scenario, folder: Path, language: str) -> Path:
    """Bring a catalogue up to date: new texts in, changed ones marked. Raises `AuthoringError`."""
    file = catalogue_of(folder, language)
    if not file.is_file():
        raise AuthoringError(say("there is no {file}: begin it with `translate extract`", file=file))
    status(scenario, folder, language)  # a catalogue that cannot be read is told before anything is written
    try:
        data = file.read_bytes()
        mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        text = brought_up_to_date(data.decode("utf-8-sig"), own_texts(scenario, folder), texts_of(scenario))
        made = mark + text.encode()
    except (OSError, ValueError) as error:
        raise AuthoringError(say("cannot read {file}: {error}", file=file, error=error)) from None
    if made != data:
        _write(file, made)
    return file


def _write(file: Path, data: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, data)
    except OSError as error:
        raise AuthoringError(say("cannot write {file}: {error}", file=file, error=error.strerror or error)) from None


def languages_begun(folder: Path) -> tuple[str, ...]:
    """The languages that have a catalogue beside the scenario."""
    return tuple(sorted(file.stem for file in (folder / FOLDER).glob("*.po")))


def status(scenario: Scenario, folder: Path, language: str) -> Status:
    """How far the translation into a language has come. Raises `AuthoringError`."""
    file = catalogue_of(folder, language)
    try:
        catalogue = polib.pofile(str(file), encoding="utf-8", check_for_duplicates=False) if file.is_file() else ()
    except (OSError, ValueError) as error:
        raise AuthoringError(say("cannot read {file}: {error}", file=file, error=error)) from None
    entries = {entry.msgctxt: entry for entry in catalogue if not entry.obsolete}
    own = own_texts(scenario, folder)
    missing: list[str] = []
    outdated: list[str] = []
    for path, text in own.items():
        entry = entries.get(path)
        if entry is None or not entry.msgstr:
            missing.append(path)
        elif entry.fuzzy or folded(entry.msgid) != folded(text):
            outdated.append(path)
    done = len(own) - len(missing) - len(outdated)
    return Status(language, len(own), done, tuple(outdated), tuple(missing))
