"""Scenarios on a desk, for tests that ask the language server's pure part."""

from __future__ import annotations

from pathlib import Path

from game.scenario.library import resources
from game.scenario.server.project import Buffers, Project

RULES = (resources("scenarios") / "rules").absolute()
CURSOR = "‸"


def shipped_project(name: str) -> Project:
    """A shipped scenario as it stands on disk."""
    return Project((resources("scenarios") / name).absolute(), RULES, Buffers())


def small_project(**files: str) -> Project:
    """A scenario that stands in buffers only; `scenario` is its first file."""
    folder = Path("/nowhere/small")
    buffers = Buffers()
    for name, text in files.items():
        ending = "po" if name in ("kk", "ru") else "yaml"
        place = {"kk": "text/", "ru": "text/", "cases": "tests/"}.get(name, "")
        buffers.open[folder / f"{place}{name}.{ending}"] = text
    return Project(folder, RULES, buffers)


def cursor(text: str) -> tuple[str, int]:
    """A text without its mark, and where the mark was."""
    return text.replace(CURSOR, "", 1), text.index(CURSOR)
