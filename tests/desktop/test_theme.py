"""Colours: every text can be read on what it is drawn on, and powers are told apart however colours are seen."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

from collections.abc import Iterator
from functools import cache
from itertools import combinations

import pytest

from game.desktop.board.theme import CONTRAST, THEMES, Theme, contrast, mix, readable_on
from game.desktop.board.tree import Badge, Ground, Icon, Node, Panel, Text, Veil
from game.desktop.map import mapstyle
from game.desktop.map.routes import ROUTES
from tests.desktop.test_layout import NAMES, sessions, tree_of

RGB = tuple[int, int, int]

MACHADO = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
"""Dichromats' sight in linear RGB, severity 1.0: Machado, Oliveira and Fernandes, "A Physiologically-based Model for
Simulation of Color Vision Deficiency", IEEE TVCG 15 (2009), doi:10.1109/TVCG.2009.113."""
pytestmark = pytest.mark.xdist_group("screens")
SIGHTS = ("normal", *MACHADO)
XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
WHITE = (0.95047, 1.0, 1.08883)


def linear(colour: RGB) -> list[float]:
    return [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]


def times(matrix: tuple[tuple[float, float, float], ...], vector: list[float]) -> list[float]:
    return [sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix]


def lab(colour: RGB, sight: str) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of a colour as somebody sees it."""
    seen = linear(colour)
    if sight != "normal":
        seen = [min(1.0, max(0.0, v)) for v in times(MACHADO[sight], seen)]
    parts = [v / w for v, w in zip(times(XYZ, seen), WHITE, strict=True)]
    x, y, z = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in parts)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: RGB, other: RGB, sight: str) -> float:
    """CIE76: how far two colours lie apart."""
    pairs = zip(lab(one, sight), lab(other, sight), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def test_the_difference_of_colours_is_measured_right() -> None:
    assert lab((255, 255, 255), "normal") == pytest.approx((100, 0, 0), abs=0.02)
    assert lab((255, 0, 0), "normal") == pytest.approx((53.24, 80.09, 67.20), abs=0.05)
    assert difference((0, 0, 0), (255, 255, 255), "normal") == pytest.approx(100, abs=0.01)
    assert difference((200, 60, 60), (120, 110, 40), "deutan") < difference((200, 60, 60), (120, 110, 40), "normal")
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda t: t.name)
def test_powers_are_told_apart(theme: Theme, sight: str) -> None:
    for one, other in combinations(range(len(theme.powers)), 2):
        apart = difference(theme.powers[one], theme.powers[other], sight)
        assert apart >= 15, (theme.name, sight, one, other, apart)


@cache
def drawn() -> frozenset[tuple[str, str]]:
    """Every text colour with every surface it is drawn on, over all screens: roles of the theme."""
    return frozenset(
        pair
        for name in NAMES
        for size, scale in (((1920, 1080), 1.0), ((1280, 800), 2.0))
        for pair in pairs(tree_of(sessions()[name], size, scale).root, "table")
    )


def pairs(node: Node, ground: str) -> Iterator[tuple[str, str]]:
    look = node.look
    if isinstance(look, Panel) and look.fill:
        ground = look.fill
    elif isinstance(look, Text):
        yield look.colour, look.halo or ground
    elif isinstance(look, Icon):
        yield look.colour, ground
    elif isinstance(look, Ground | Veil | Badge):
        ground = "table"
    for child in node.children:
        yield from pairs(child, ground)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda t: t.name)
def test_every_text_can_be_read_where_it_stands(theme: Theme) -> None:
    least = 7.0 if theme is CONTRAST else 4.5
    assert ("ink", "paper") in drawn() and ("on_accent", "accent") in drawn() and ("on_tip", "tip") in drawn()
    for text, ground in sorted(drawn()):
        found = contrast(theme.colour(text), theme.colour(ground))
        assert found >= least, f"{theme.name}: {text} on {ground}: {found:.2f}"


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda t: t.name)
def test_letters_and_shapes_of_tokens_stand_out(theme: Theme) -> None:
    for power in theme.powers:
        assert contrast(readable_on(power), power) >= (7 if theme is CONTRAST else 4.5)
        edge = mix(power, (0, 0, 0), 0.45)
        for ground in (theme.paper, theme.raised):
            assert max(contrast(power, ground), contrast(edge, ground)) >= 3, (theme.name, power)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda t: t.name)
def test_the_focus_is_seen_on_every_surface(theme: Theme) -> None:
    for ground in (theme.paper, theme.raised, theme.sunk, theme.accent_soft, theme.table):
        assert contrast(theme.focus, ground) >= 3, (theme.name, ground, contrast(theme.focus, ground))


@pytest.mark.parametrize("style", mapstyle.STYLES.values(), ids=lambda s: s.name)
def test_names_of_the_map_can_be_read(style: mapstyle.MapStyle) -> None:
    least = 7.0 if style is mapstyle.CONTRAST else 3.0
    for name, ground in ((style.country_name, style.land), (style.home_name, style.home), (style.sea_name, style.sea)):
        seen = mix(ground, name[:3], name[3] / 255)
        assert contrast(seen, ground) >= least, (style.name, name, contrast(seen, ground))


def test_every_theme_has_its_map() -> None:
    assert set(THEMES) == set(mapstyle.STYLES) == set(ROUTES)
