"""What is wrong with a scenario's catalogues: texts in other languages that lost a placeholder or belong to nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import polib

from game.rules.model import Location, Scenario
from game.rules.problems import did_you_mean
from game.rules.wording import phrase
from game.scenario.bounded import ReadBytes, read_whole
from game.scenario.diagnostics import Diagnostic
from game.scenario.translation import FOLDER, folded, texts_of

_PLACEHOLDER = re.compile(r"\{\w+\}")


def check_catalogues(
    scenario: Scenario, folder: Path, *, whole: bool = True, missing: bool = False, read: ReadBytes = read_whole
) -> Iterator[Diagnostic]:
    """The diagnostics of every `text/*.po` of a folder; with `missing`, how much of each is still to be translated.

    Of a scenario that is not `whole`, as parts of it were mistaken, nobody knows which texts it lacks.
    """
    sources = texts_of(scenario)
    for file in sorted((folder / FOLDER).glob("*.po")):
        shown = f"{folder.name}/{FOLDER}/{file.name}"
        try:
            text = read(file).decode().replace("\r\n", "\n")
            catalogue = _parsed(text)
        except (OSError, UnicodeDecodeError, ValueError, IndexError) as error:
            line = re.search(r"line (\d+)", str(error))
            where = Location(shown, int(line[1]) if line else 1, 1)
            why = str(error).splitlines()[0][:120] if str(error) else phrase("it is broken")
            message = phrase("this catalogue cannot be read: {error}", error=why)
            yield Diagnostic("MV118", message, where, 2, phrase("a program that edits .po files finds the mistake"))
            continue
        yield from _of_entries(catalogue, sources, _Lines(shown, text), whole=whole)
        if missing:
            done = {e.msgctxt for e in catalogue if e.msgstr and not e.fuzzy and not e.obsolete}
            own = [path for path in sources if (spot := scenario.location(_path(path))) and _is_own(spot, folder)]
            left = [path for path in own if path not in done]
            if left:
                message = phrase("{count} of {all} texts are not translated", count=len(left), all=len(own))
                hint = phrase("the first is `{name}`", name=left[0])
                yield Diagnostic("MV513", message, Location(shown, 1, 1), 2, hint)


@lru_cache(maxsize=8)  # an editor asks again after every letter, and most letters go into other files
def _parsed(text: str) -> polib.POFile:
    return polib.pofile(text)


def _path(dotted: str) -> tuple[str | int, ...]:
    return tuple(int(step) if step.isdecimal() else step for step in dotted.split("."))


def _is_own(location: Location, folder: Path) -> bool:
    return location.file.startswith(f"{folder.name}/")


class _Lines:
    """The lines of a catalogue, to find an entry's words again."""

    def __init__(self, shown: str, text: str) -> None:
        self.shown = shown
        self.lines = text.splitlines()

    def find(self, entry: polib.POEntry, keyword: str) -> tuple[Location, int, str]:
        """Where a keyword of an entry stands: its text's place, the column after it, and the line."""
        line = max(1, entry.linenum or 1)
        rows = range(max(0, line - 3), len(self.lines))
        context = next((r for r in rows if self.lines[r].startswith(f'msgctxt "{entry.msgctxt}"')), line - 1)
        row = next((r for r in range(context, len(self.lines)) if self.lines[r].startswith(keyword)), context)
        return (
            Location(self.shown, row + 1, len(keyword) + 2),
            max(len(keyword) + 3, len(self.lines[row]) + 1),
            self.lines[row],
        )


def _of_entries(
    catalogue: polib.POFile, sources: dict[str, str], lines: _Lines, *, whole: bool
) -> Iterator[Diagnostic]:
    for entry in catalogue:
        if entry.obsolete or not entry.msgctxt:
            continue
        if entry.msgctxt not in sources:
            if not whole:
                continue
            location, end, line = lines.find(entry, "msgctxt")
            hint = did_you_mean(entry.msgctxt, sources) or phrase("take it out, or mark it as obsolete with `#~`")
            message = phrase("the scenario has no text `{name}`", name=entry.msgctxt)
            yield Diagnostic("MV512", message, location, end, str(hint), entry.msgctxt, line)
        elif "{" in entry.msgid + entry.msgstr and _is_current(entry, sources[entry.msgctxt]):
            wanted, given = (sorted(_PLACEHOLDER.findall(text)) for text in (entry.msgid, entry.msgstr))
            if wanted != given:
                location, end, line = lines.find(entry, "msgstr")
                theirs, ours = ", ".join(wanted) or phrase("none"), ", ".join(given) or phrase("none")
                message = phrase(
                    "placeholders of the text: {theirs}; of its translation: {ours}", theirs=theirs, ours=ours
                )
                hint = phrase("write each `{...}` exactly as the text does")
                yield Diagnostic("MV511", message, location, end, hint, entry.msgctxt, line)


def _is_current(entry: polib.POEntry, text: str) -> bool:
    """Whether an entry translates the text as it is now."""
    return bool(entry.msgstr) and not entry.fuzzy and folded(text) == folded(entry.msgid)
