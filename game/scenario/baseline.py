"""A baseline: the diagnostics that were there before, so that only new ones are told."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from game.scenario.diagnostics import Diagnostic
from game.scenario.fixes import write_whole
from game.words import say


class BaselineError(Exception):
    """A file that is no baseline."""


def fingerprint(diagnostic: Diagnostic) -> str:
    """What stays the same of a diagnostic when lines move: its code, its path in the scenario and what it says.

    Where no path is known, the words of its line stand for it.
    """
    where = diagnostic.path or diagnostic.excerpt.strip()
    return sha256("\0".join((diagnostic.code, where, diagnostic.message)).encode()).hexdigest()[:32]


def read_baseline(file: Path) -> frozenset[str]:
    """The fingerprints in a baseline. Raises `BaselineError`."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return frozenset(str(entry["fingerprint"]) for entry in data["known"])
    except OSError as error:
        raise BaselineError(say("cannot read {file}: {error}", file=file, error=error.strerror or error)) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BaselineError(say("{file} is no baseline; `check --write-baseline` makes one", file=file)) from None


def write_baseline(file: Path, diagnostics: Iterable[Diagnostic]) -> None:
    """Keep the diagnostics as known. Raises `OSError`."""
    known = {
        fingerprint(d): {"fingerprint": fingerprint(d), "code": d.code, "path": d.path, "message": d.message}
        for d in diagnostics
    }
    data = {"version": 1, "known": sorted(known.values(), key=lambda e: (e["code"], e["path"], e["fingerprint"]))}
    write_whole(file, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())
