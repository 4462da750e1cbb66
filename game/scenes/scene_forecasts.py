"""The scenes of what may come: forecasts of a move, and what advisers say of all of them."""

from __future__ import annotations

from attrs import frozen


@frozen
class FanView:
    """Where a track may go: its value now, then three values right after the move and after each turn."""

    track: str
    name: str
    """The track's full name."""
    low: int
    high: int
    now: int
    bands: tuple[tuple[int, int, int], ...]
    """(one in ten games lies lower, the middle, one in ten lies higher) each."""
    told: str
    """`3 → 5 (2 to 10)`."""
    said: str
    """The same in a sentence."""
    first: str = ""
    last: str = ""
    """What stands at the ends of the picture."""


@frozen
class EndingBar:
    """How many of the games came to an ending."""

    name: str
    won: bool
    percent: int
    told: str
    """`66 %`, `less than 1 %`."""


@frozen
class ForecastView:
    """What may come of a move."""

    move: str
    name: str
    """The move's name; that of the turn for the position as it stands."""
    wins: str
    endings: tuple[EndingBar, ...]
    fans: tuple[FanView, ...]
    score: str
    basis: str
    """How many games, and how they were played on."""
    caveat: str
    """What it is not."""
    still: str = ""
    """The tracks that stay as they are."""
    waiting: str = ""
    """Words in place of the figures, while there are none."""


@frozen
class ForecastScene:
    """The whole forecast of a move."""

    forecast: ForecastView
    notice: str = ""


@frozen
class ChoiceFigure:
    """An adviser's interest by one of the moves."""

    move: str
    name: str
    low: int
    median: int
    high: int
    mean: str
    best: bool


@frozen
class VoiceView:
    """What an adviser says."""

    id: str
    name: str
    stands_for: str
    choice: str
    """The name of the move this adviser would choose; both, where the games cannot tell them apart."""
    move: str
    told: str
    cause: str
    figures: tuple[ChoiceFigure, ...]
    """Each move, the best first."""
    low: int
    high: int
    """The ends of the scale on which the figures lie."""
    said: str
    """All figures in words."""


@frozen
class AdvisersScene:
    """The advisers on the present decision."""

    title: str
    summary: str
    voices: tuple[VoiceView, ...]
    basis: str
    caveat: str
    waiting: str = ""
    notice: str = ""
