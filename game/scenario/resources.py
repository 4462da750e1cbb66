"""Where the shipped scenarios and assets are."""

from __future__ import annotations

from pathlib import Path


def resources(kind: str) -> Path:
    """The folder of shipped `scenarios` or `assets`: inside the installed package, or at the root of a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / kind
    return inside if inside.is_dir() else package.parent / kind
