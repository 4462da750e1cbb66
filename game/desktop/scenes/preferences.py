"""The settings screen: what can be chosen, and what is chosen now."""

from __future__ import annotations

from game.desktop import settings as choosing
from game.desktop.session import Session
from game.desktop.settings import Settings
from game.scenes.scene import Choice, SettingRow, SettingsScene
from game.words import say

LANGUAGES = {"en": "English", "kk": "Қазақша", "ru": "Русский"}
"""Each language in its own words, so that a player finds it whatever is spoken now."""


def settings_scene(session: Session) -> SettingsScene:
    """Every setting with its choices."""
    now = session.settings
    themes = {"atlas": say("Day"), "night": say("Night"), "contrast": say("High contrast")}
    switch = {True: say("On"), False: say("Off")}
    return SettingsScene(
        rows=(
            _row(now, "language", say("Language"), "", LANGUAGES),
            _row(now, "theme", say("Table"), say("Key N"), themes),
            _size(now, "scale", say("Size"), say("Ctrl with plus or minus")),
            _size(now, "text", say("Text size"), say("Letters alone")),
            _row(now, "motion", say("Movement"), say("Screens fade into one another"), switch),
            _row(now, "sound", say("Sound"), say("Key M"), switch),
            _row(now, "forecasts", say("Forecasts"), say("Key F"), switch),
        ),
        projector=now == now.projector(),
        notice=session.notice,
    )


def _row(now: Settings, id: str, name: str, text: str, told: dict[str, str] | dict[bool, str]) -> SettingRow:
    value = getattr(now, id)
    names = {str(key): words for key, words in told.items()}
    return SettingRow(
        id=id,
        name=name,
        text=text,
        value=names.get(str(value), str(value)),
        choices=tuple(Choice(str(c), names[str(c)], chosen=c == value) for c in choosing.choices(id)),
    )


def _size(now: Settings, id: str, name: str, text: str) -> SettingRow:
    """A setting that grows by steps; its choices are told by how much there is."""
    value, known = getattr(now, id), choosing.choices(id)
    return SettingRow(
        id=id,
        name=name,
        text=text,
        value=say("{percent} %", percent=round(value * 100)),
        choices=(),
        less=value > known[0],
        more=value < known[-1],
    )
