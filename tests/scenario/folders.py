"""Small scenarios on disk, for tests that break them."""

from __future__ import annotations

from pathlib import Path

from game.scenario.diagnostics import Diagnostic, errors
from game.scenario.library import resources
from game.scenario.reader import diagnose

SMALL = """\
format: 1
id: small
title: Small
turns: 3
tracks:
  gold: {start: 2, max: 9}
  calm: {start: 5}
groups:
  lands:
    one: land
    tracks:
      love: {min: -3, max: 3}
    members:
      north: {name: North, love: 1}
      south: {name: South}
envoys:
  captain: {name: Captain}
actions:
  work:
    envoy: captain
    name: Work
    do:
      - gold += 1
endings:
  over: {name: Over}
"""


def diagnostics(folder: Path, text: str | bytes, **files: str) -> tuple[Diagnostic, ...]:
    """What forbids playing a scenario of this text, and further files by name."""
    return errors(all_diagnostics(folder, text, **files))


def all_diagnostics(folder: Path, text: str | bytes, **files: str) -> tuple[Diagnostic, ...]:
    """What is wrong with a scenario of this text, and further files by name; warnings too."""
    folder.mkdir(exist_ok=True)
    (folder / "scenario.yaml").write_bytes(text.encode() if isinstance(text, str) else text)
    for name, further in files.items():
        (folder / f"{name}.yaml").write_text(further, encoding="utf-8")
    return diagnose(folder, resources("scenarios") / "rules")[1]


def found(folder: Path, text: str | bytes, **files: str) -> list[tuple[str, int, int]]:
    """The code, line and column of each diagnostic."""
    return [(d.code, d.location.line, d.location.column) for d in diagnostics(folder, text, **files)]
