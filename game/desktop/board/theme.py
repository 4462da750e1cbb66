"""How the board is lettered: text styles; and the palettes that the board shares with paper. Pure: numbers only."""

from __future__ import annotations

from attrs import frozen

from game.scenes.palette import (
    ATLAS,
    CONTRAST,
    NIGHT,
    POWERS,
    RGB,
    SHAPES,
    THEMES,
    Theme,
    contrast,
    mix,
    readable_on,
)

__all__ = [
    "ATLAS",
    "CONTRAST",
    "NIGHT",
    "POWERS",
    "RGB",
    "SHAPES",
    "STYLES",
    "THEMES",
    "Style",
    "Theme",
    "contrast",
    "mix",
    "readable_on",
]


@frozen
class Style:
    """A face of `fonts.FACES`, its size in pixels at scale 1, and the part of the size that leads lines apart."""

    face: str
    px: float
    lead: float = 0.08


STYLES: dict[str, Style] = {
    "display": Style("serif_bold", 46, 0.02),
    "title": Style("serif_bold", 26, 0.04),
    "heading": Style("serif_semibold", 18.5, 0.02),
    "subheading": Style("serif_semibold", 15.5, 0.02),
    "cardname": Style("serif_semibold", 14, -0.1),
    "cardname_small": Style("serif_semibold", 12, -0.08),
    "cardname_least": Style("serif_semibold", 10, -0.08),
    "prose": Style("serif", 15, -0.02),
    "prose_small": Style("serif", 13.5, 0.0),
    "prose_large": Style("serif", 16.5, 0.04),
    "aside": Style("serif_italic", 14.5, -0.04),
    "body": Style("sans", 13, 0.12),
    "strong": Style("sans_semibold", 13, 0.12),
    "small": Style("sans", 11.5, 0.1),
    "small_strong": Style("sans_semibold", 11.5, 0.1),
    "tiny": Style("sans_medium", 10.5, 0.06),
    "caps": Style("sans_bold", 10.5, 0.06),
    "caps_small": Style("sans_bold", 8.6, 0.0),
    "number": Style("sans_bold", 18, 0.0),
    "figure": Style("sans_semibold", 13, 0.06),
    "button": Style("sans_semibold", 13, 0.0),
    "key": Style("sans_bold", 11, 0.0),
    "place": Style("sans_semibold", 11, 0.0),
    "place_large": Style("sans_bold", 12, 0.0),
}
