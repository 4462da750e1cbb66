"""Settings: how a player wants the game shown, kept in the user's configuration folder."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import attrs
from attrs import frozen
from platformdirs import user_config_path

from game.record.files import write_whole
from game.record.saves import HOME

SCALES = (0.8, 0.9, 1.0, 1.25, 1.5, 1.75, 2.0)
THEMES = ("atlas", "night", "contrast")
LANGUAGES = ("en", "kk", "ru")
TEXTS = (1.0, 1.15, 1.3)
SIZES = ("scale", "text")
"""Settings that grow: at the largest there is no more."""
PROJECTOR_SCALE = 1.5


@frozen
class Settings:
    """What a player has chosen. Unknown or broken values fall back to these."""

    language: str = "en"
    theme: str = "atlas"
    scale: float = 1.0
    """Of everything on the screen."""
    text: float = 1.0
    """Of the text alone, on top of the scale."""
    motion: bool = True
    sound: bool = True
    forecasts: bool = True
    """Whether forecasts and advisers are shown, where the scenario has them."""

    def projector(self) -> Settings:
        """The preset for a room: larger, without motion."""
        return attrs.evolve(self, scale=PROJECTOR_SCALE, motion=False)


_CHOICES: dict[str, tuple[Any, ...]] = {
    "language": LANGUAGES,
    "theme": THEMES,
    "scale": SCALES,
    "text": TEXTS,
    "motion": (True, False),
    "sound": (True, False),
    "forecasts": (True, False),
}


def names() -> tuple[str, ...]:
    """All settings, in the order they are shown."""
    return tuple(_CHOICES)


def choices(name: str) -> tuple[Any, ...]:
    """What a setting can be, in order."""
    return _CHOICES[name]


def stepped(settings: Settings, name: str, by: int = 1) -> Settings:
    """The settings with one of them at its next choice: sizes stop at their ends, all others go round and round."""
    known = _CHOICES[name]
    value = getattr(settings, name)
    if name in SIZES:
        index = min(range(len(known)), key=lambda n: abs(known[n] - value))
        return attrs.evolve(settings, **{name: known[max(0, min(index + by, len(known) - 1))]})
    index = known.index(value) if value in known else 0
    return attrs.evolve(settings, **{name: known[(index + by) % len(known)]})


def path() -> Path:
    """The file the settings are kept in."""
    if os.environ.get(HOME):
        return Path(os.environ[HOME]) / "settings.json"
    return user_config_path("multivector", appauthor=False) / "settings.json"


def load() -> Settings:
    """The kept settings; what cannot be read or is not known is as at first."""
    try:
        kept = json.loads(path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    if not isinstance(kept, dict):
        return Settings()
    known = {name: value for name, value in kept.items() if _fits(name, value)}
    return Settings(**known)


def _fits(name: str, value: Any) -> bool:
    return name in _CHOICES and any(type(value) is type(known) and value == known for known in _CHOICES[name])


def save(settings: Settings) -> None:
    """Keep the settings. Raises `OSError`; the kept ones are then as they were."""
    text = json.dumps(attrs.asdict(settings), indent=1) + "\n"
    write_whole(path(), text.encode())
