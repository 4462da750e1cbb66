"""Colours by the part they play, and the shapes that tell powers apart, for the board and for paper. Pure."""

from __future__ import annotations

import math

from attrs import evolve, frozen

RGB = tuple[int, int, int]
Point = tuple[float, float]

POWERS: tuple[RGB, ...] = (
    (213, 94, 0),
    (230, 159, 0),
    (0, 114, 178),
    (0, 158, 115),
    (204, 121, 167),
    (86, 180, 233),
    (240, 228, 66),
    (96, 96, 96),
)
"""Okabe and Ito's palette, by order of declaration: told apart in normal sight and the three dichromacies."""

SHAPES = ("square", "diamond", "circle", "hexagon", "triangle", "pentagon", "drop", "cross")
"""Shapes of powers by order of declaration: a power is never told by its colour alone."""


@frozen
class Theme:
    """Colours by the part they play. Texts keep 4.5:1 or more on `paper`, `raised` and `sunk`."""

    name: str
    table: RGB
    """Behind everything, where no map lies."""
    paper: RGB
    raised: RGB
    sunk: RGB
    edge: RGB
    rule: RGB
    ink: RGB
    muted: RGB
    faint: RGB
    """Parts that are not on; never a text colour."""
    accent: RGB
    accent_soft: RGB
    on_accent: RGB
    focus: RGB
    gain: RGB
    loss: RGB
    gain_soft: RGB
    loss_soft: RGB
    veil: tuple[int, int, int, int]
    shadow: tuple[int, int, int, int]
    tip: RGB
    on_tip: RGB
    powers: tuple[RGB, ...] = POWERS
    decks: tuple[RGB, ...] = ((176, 116, 12), (118, 66, 138), (16, 110, 107), (120, 84, 52))
    """Bands of cards by their group's position."""

    def power(self, index: int) -> RGB:
        """The colour of a power by order of declaration; no power (-1) is grey."""
        return self.muted if index < 0 else self.powers[index % len(self.powers)]

    def colour(self, role: str) -> RGB:
        """The colour of a role: a field's name, `power:N` or `deck:N`. Raises `KeyError` for any other."""
        kind, _, number = role.partition(":")
        if kind == "power":
            return self.power(int(number))
        if kind == "deck":
            return self.decks[int(number) % len(self.decks)]
        found = getattr(self, role, None)
        if not isinstance(found, tuple) or len(found) < 3:
            raise KeyError(role)
        return (found[0], found[1], found[2])


ATLAS = Theme(
    name="atlas",
    table=(200, 214, 212),
    paper=(247, 241, 227),
    raised=(252, 248, 239),
    sunk=(236, 227, 206),
    edge=(186, 170, 138),
    rule=(214, 201, 172),
    ink=(43, 36, 28),
    muted=(98, 86, 68),
    faint=(221, 210, 184),
    accent=(16, 110, 107),
    accent_soft=(214, 229, 220),
    on_accent=(255, 253, 246),
    focus=(178, 90, 0),
    gain=(26, 110, 52),
    loss=(176, 32, 32),
    gain_soft=(150, 202, 160),
    loss_soft=(232, 150, 140),
    veil=(34, 28, 20, 120),
    shadow=(40, 30, 15, 92),
    tip=(40, 34, 28),
    on_tip=(250, 245, 234),
)

NIGHT = Theme(
    name="night",
    table=(13, 24, 38),
    paper=(22, 34, 50),
    raised=(29, 43, 61),
    sunk=(16, 26, 40),
    edge=(62, 84, 110),
    rule=(48, 66, 88),
    ink=(238, 242, 247),
    muted=(166, 182, 200),
    faint=(50, 66, 86),
    accent=(244, 186, 82),
    accent_soft=(58, 58, 50),
    on_accent=(30, 20, 4),
    focus=(255, 214, 132),
    gain=(122, 210, 140),
    loss=(255, 132, 120),
    gain_soft=(62, 120, 78),
    loss_soft=(140, 66, 62),
    veil=(2, 6, 12, 150),
    shadow=(0, 0, 0, 130),
    tip=(240, 236, 226),
    on_tip=(24, 30, 38),
    powers=(
        (231, 115, 40),
        (236, 173, 26),
        (74, 144, 210),
        (27, 186, 135),
        (206, 139, 186),
        (142, 206, 244),
        (253, 239, 77),
        (198, 194, 193),
    ),
    decks=((220, 164, 60), (186, 136, 214), (92, 190, 180), (190, 150, 112)),
)

CONTRAST = evolve(
    ATLAS,
    name="contrast",
    table=(226, 228, 228),
    paper=(255, 255, 255),
    raised=(255, 255, 255),
    sunk=(238, 238, 238),
    edge=(70, 70, 70),
    rule=(150, 150, 150),
    ink=(0, 0, 0),
    muted=(56, 56, 56),
    faint=(214, 214, 214),
    accent=(0, 74, 72),
    accent_soft=(206, 232, 226),
    on_accent=(255, 255, 255),
    focus=(150, 50, 0),
    gain=(0, 76, 28),
    loss=(138, 0, 12),
    tip=(0, 0, 0),
    on_tip=(255, 255, 255),
    veil=(0, 0, 0, 150),
    powers=(
        (150, 39, 0),
        (208, 134, 13),
        (4, 57, 127),
        (4, 92, 61),
        (214, 116, 187),
        (64, 151, 254),
        (152, 155, 70),
        (47, 49, 49),
    ),
    decks=((140, 88, 0), (92, 40, 112), (0, 84, 82), (94, 62, 34)),
)
"""For projectors and tired eyes: every text keeps 7:1 or more."""

THEMES = {theme.name: theme for theme in (ATLAS, NIGHT, CONTRAST)}


def contrast(one: RGB, other: RGB) -> float:
    """The WCAG contrast of two colours, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable_on(ground: RGB) -> RGB:
    """Black or white, whichever is easier to read on a ground."""
    dark, light = (0, 0, 0), (255, 255, 255)
    return dark if contrast(dark, ground) > contrast(light, ground) else light


def mix(one: RGB, other: RGB, share: float) -> RGB:
    """`share` of the other colour in the one."""
    return (
        round(one[0] + (other[0] - one[0]) * share),
        round(one[1] + (other[1] - one[1]) * share),
        round(one[2] + (other[2] - one[2]) * share),
    )


def _luminance(colour: RGB) -> float:
    parts = [c / 255 for c in colour]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def shape_points(index: int, centre: Point, radius: float) -> list[Point]:
    """The corners of a power's shape; a circle has many."""
    x, y = centre
    name = SHAPES[index % len(SHAPES)]
    if name == "circle":
        return ring(48, x, y, radius, 0.0)
    if name == "square":
        s = radius * 0.84
        return [(x - s, y - s), (x + s, y - s), (x + s, y + s), (x - s, y + s)]
    if name == "diamond":
        return ring(4, x, y, radius * 1.04, -90)
    if name == "hexagon":
        return ring(6, x, y, radius, 0)
    if name == "triangle":
        return [(x, y - radius), (x + radius, y + radius * 0.82), (x - radius, y + radius * 0.82)]
    if name == "pentagon":
        return ring(5, x, y, radius * 1.04, -90)
    if name == "drop":
        return [(x, y - radius * 1.05), *ring(40, x, y + radius * 0.15, radius * 0.85, -45)[:31]]
    t = radius * 0.42
    return [
        (x - t, y - radius),
        (x + t, y - radius),
        (x + t, y - t),
        (x + radius, y - t),
        (x + radius, y + t),
        (x + t, y + t),
        (x + t, y + radius),
        (x - t, y + radius),
        (x - t, y + t),
        (x - radius, y + t),
        (x - radius, y - t),
        (x - t, y - t),
    ]


def ring(count: int, x: float, y: float, radius: float, first: float) -> list[Point]:
    """Points in even steps on a circle, from an angle in degrees."""
    angles = [math.radians(first + 360 * k / count) for k in range(count)]
    return [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in angles]
