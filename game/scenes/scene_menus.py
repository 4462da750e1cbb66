"""The scenes around a game: title, picker, briefing, help, settings, rulebook, a game played elsewhere."""

from __future__ import annotations

from attrs import frozen

from game.scenes.scene_parts import Choice


@frozen
class TitleScene:
    """The first screen; choices are `continue`, `new`, `settings`, `help`, `quit`."""

    title: str
    version: str
    choices: tuple[Choice, ...]
    notice: str = ""


@frozen
class PickerScene:
    """Which scenario, how hard, which seed."""

    scenarios: tuple[Choice, ...]
    levels: tuple[Choice, ...]
    seed: int
    subtitle: str
    summary: str
    """Of the chosen scenario."""
    notice: str = ""


@frozen
class BriefingScene:
    """What the game is about, before the first decision."""

    title: str
    subtitle: str
    paragraphs: tuple[str, ...]
    level: str
    level_text: str
    seed: int
    authors: tuple[str, ...]
    licence: str
    started: bool
    """Whether the game has begun; otherwise going on begins it."""
    notice: str = ""


@frozen
class HelpLine:
    """A key or command and what it does."""

    key: str
    text: str


@frozen
class HelpScene:
    """How to play and which keys do what."""

    paragraphs: tuple[str, ...]
    keys: tuple[HelpLine, ...]
    notice: str = ""


@frozen
class ElsewhereScene:
    """The offer to a window whose game another one plays too."""

    title: str
    paragraphs: tuple[str, ...]
    choices: tuple[Choice, ...]
    """`look`, `take` and `copy`."""
    notice: str = ""


@frozen
class SettingRow:
    """A setting: a few choices side by side, or a size that can be less or more."""

    id: str
    """What `Set` wants."""
    name: str
    text: str
    value: str
    """The present choice, in words."""
    choices: tuple[Choice, ...]
    """All of them in order; none for a size."""
    less: bool = False
    more: bool = False


@frozen
class SettingsScene:
    """How the game is shown."""

    rows: tuple[SettingRow, ...]
    projector: bool
    """Whether everything is set for a projector already."""
    notice: str = ""


@frozen
class RuleEntry:
    """A thing of the rules: a track, a law, an ending."""

    name: str
    text: str = ""
    notes: tuple[str, ...] = ()
    """What the rules say of it in words, below its own text."""
    letter: str = ""
    index: int = -1
    """Of a member: its letter and position, for its token."""
    icon: str = ""
    """The name of its picture; empty for none."""


@frozen
class RuleSection:
    """A part of the rulebook."""

    name: str
    text: str
    entries: tuple[RuleEntry, ...]


@frozen
class RulePage:
    """A page of the rulebook, in two columns."""

    name: str
    columns: tuple[tuple[RuleSection, ...], ...]


@frozen
class RulesScene:
    """The rulebook of a scenario, made from its own texts."""

    title: str
    subtitle: str
    page: int
    """The page shown, from 1."""
    pages: tuple[RulePage, ...]
    notice: str = ""
