"""Diagnostics for people and for machines: plain text, JSON, and SARIF 2.1.0 for code hosts and editors."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import field, frozen

from game.rules.model import Scenario
from game.rules.problems import Problem
from game.scenario.baseline import fingerprint
from game.scenario.diagnostics import NOTE, Diagnostic, severity_of
from game.scenario.pages import page, title
from game.words import say, say_many

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


@frozen
class Checked:
    """One scenario that has been checked."""

    name: str
    diagnostics: tuple[Diagnostic, ...]
    files: Mapping[str, Path] = field(factory=dict)
    """The file that each name in a location stands for."""

    shared: frozenset[str] = frozenset()
    """Those of them that belong to a ruleset, and so to other scenarios too."""

    scenario: Scenario | None = field(default=None, eq=False, repr=False)
    """What was read, where it could be put together."""
    tell: Callable[[Problem], tuple[Diagnostic, ...]] = field(default=lambda _: (), eq=False, repr=False)
    """A further problem at its place in the files; nothing where the files allow it."""
    notes: tuple[str, ...] = ()
    """What else a person may want to know of the check."""

    @property
    def own_files(self) -> dict[str, Path]:
        """The files that are this scenario's own."""
        return {shown: path for shown, path in self.files.items() if shown not in self.shared}

    def file(self, shown: str) -> str:
        """The file as a person or program at the prompt would name it."""
        path = self.files.get(shown)
        if path is None:
            return shown
        here = Path.cwd()
        return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.as_posix()


def as_text(results: Sequence[Checked]) -> str:
    """What a person reads: each diagnostic with its line, then how many there are."""
    parts: list[str] = []
    for result in results:
        parts += [f"{diagnostic}\n" for diagnostic in result.diagnostics]
        parts += [f"{note}\n" for note in result.notes]
        count = sum(diagnostic.severity != NOTE for diagnostic in result.diagnostics)
        told = say_many("{count} problem", "{count} problems", count) if count else say("no problems")
        parts.append(f"{result.name}: {told}")
    return "\n".join(parts)


def as_json(results: Sequence[Checked]) -> str:
    """A list of diagnostics. Lines and columns count from 1; offsets of edits count characters of the file."""
    found = [_plain(result, diagnostic) for result in results for diagnostic in result.diagnostics]
    return json.dumps(found, ensure_ascii=False, indent=1)


def _plain(result: Checked, told: Diagnostic) -> dict[str, Any]:
    data: dict[str, Any] = {
        "code": told.code,
        "severity": told.severity,
        "message": told.message,
        "file": result.file(told.location.file),
        "line": told.location.line,
        "column": told.location.column,
        "endColumn": told.end_column,
        "path": told.path,
        "hint": str(told.hint),
        "related": [
            {
                "message": other.message,
                "file": result.file(other.location.file),
                "line": other.location.line,
                "column": other.location.column,
            }
            for other in told.related
        ],
        "fix": None,
    }
    if told.fix is not None:
        edits = [
            {"file": result.file(edit.file), "start": edit.start, "end": edit.end, "text": edit.text}
            for edit in told.fix.edits
        ]
        data["fix"] = {"title": told.fix.title, "edits": edits}
    return data


def as_sarif(results: Sequence[Checked], version: str) -> str:
    """A SARIF 2.1.0 log with one run."""
    used = sorted({d.code for result in results for d in result.diagnostics})
    found = [_result(result, told, used) for result in results for told in result.diagnostics]
    rules = [_rule(code) for code in used]
    driver = {"name": "multivector", "version": version, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": found}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _rule(code: str) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": code, "shortDescription": {"text": title(code)}}
    if page(code):
        rule["help"] = {"text": page(code), "markdown": page(code)}
    rule["defaultConfiguration"] = {"level": severity_of(code)}
    return rule


def _result(result: Checked, told: Diagnostic, used: list[str]) -> dict[str, Any]:
    text = f"{told.message} ({told.hint})" if told.hint else told.message
    data: dict[str, Any] = {
        "ruleId": told.code,
        "ruleIndex": used.index(told.code),
        "level": told.severity,
        "message": {"text": text},
        "locations": [_place(result, told.location.file, told.location.line, told.location.column, told.end_column)],
        "partialFingerprints": {"multivector/v1": fingerprint(told)},
    }
    if told.path:
        data["locations"][0]["logicalLocations"] = [{"fullyQualifiedName": told.path}]
    if told.related:
        data["relatedLocations"] = [
            {
                "id": number,
                "message": {"text": other.message},
                **_place(result, other.location.file, other.location.line, other.location.column),
            }
            for number, other in enumerate(told.related)
        ]
    if told.fix is not None:
        changes = [
            {
                "artifactLocation": {"uri": result.file(edit.file)},
                "replacements": [
                    {
                        "deletedRegion": {"charOffset": edit.start, "charLength": edit.end - edit.start},
                        "insertedContent": {"text": edit.text},
                    }
                ],
            }
            for edit in told.fix.edits
        ]
        data["fixes"] = [{"description": {"text": told.fix.title}, "artifactChanges": changes}]
    return data


def _place(result: Checked, file: str, line: int, column: int, end: int = 0) -> dict[str, Any]:
    region = {"startLine": line, "startColumn": column}
    if end > column:
        region["endColumn"] = end
    return {"physicalLocation": {"artifactLocation": {"uri": result.file(file)}, "region": region}}


def written(results: Iterable[Checked], form: str, version: str) -> str:
    """The report in one of the forms: text, json or sarif."""
    forms: dict[str, Callable[[Sequence[Checked]], str]] = {
        "text": as_text,
        "json": as_json,
        "sarif": lambda found: as_sarif(found, version),
    }
    return forms[form](tuple(results))
