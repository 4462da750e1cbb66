"""The shipped pictures: each can be seen and told from the others when small, and none says what words do not."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

from itertools import combinations

import attrs
import numpy
import pygame
import pytest

from game.desktop.board.composing import behind, compose
from game.desktop.board.icons import emblem
from game.desktop.board.theme import THEMES, Theme, contrast
from game.desktop.board.tree import Emblem, Tree
from game.desktop.board.widgets import Attention
from game.scenario.checks.icons import icons
from game.scenes.scene import BoardScene
from tests.desktop.test_layout import atlas_of, fonts, scene_of, sessions

pytestmark = pytest.mark.xdist_group("screens")
SMALL, LARGE = 14, 48
TINT = (16, 110, 107)


def alpha(name: str, side: int) -> numpy.ndarray:
    """How much of each pixel of a picture is covered, from 0 to 1."""
    return pygame.surfarray.array_alpha(emblem(name, side, TINT)).astype(float) / 255


@pytest.mark.parametrize("name", icons())
@pytest.mark.parametrize("side", [SMALL, LARGE])
def test_a_picture_can_be_seen_and_keeps_within_its_square(name: str, side: int) -> None:
    cover = alpha(name, side)
    assert 0.12 < cover.mean() < 0.62 and cover.max() > 0.9
    assert cover[0].mean() < 0.1 and cover[-1].mean() < 0.1 and cover[:, 0].mean() < 0.1 and cover[:, -1].mean() < 0.1
    columns, rows = numpy.nonzero(cover > 0.3)
    spans = columns.max() - columns.min() + 1, rows.max() - rows.min() + 1
    assert max(spans) >= side * 0.68, "it fills its square"


@pytest.mark.parametrize("name", icons())
def test_a_picture_has_one_colour_and_soft_edges(name: str) -> None:
    picture = emblem(name, LARGE, TINT)
    shown = pygame.surfarray.array3d(picture)[pygame.surfarray.array_alpha(picture) > 20]
    assert numpy.abs(shown.astype(int) - TINT).max() <= 6
    partly = (alpha(name, LARGE) > 0.05) & (alpha(name, LARGE) < 0.95)
    assert partly.sum() >= 4


def test_no_two_pictures_look_alike_when_small() -> None:
    shapes = {name: alpha(name, SMALL) for name in icons()}
    near = [(a, b) for a, b in combinations(shapes, 2) if numpy.abs(shapes[a] - shapes[b]).mean() < 0.09]
    assert near == []


def test_a_name_that_is_not_shipped_draws_nothing() -> None:
    for name in ("unheard", "../icon", ""):
        assert alpha(name, LARGE).max() == 0


def board(scene: BoardScene, name: str, scale: float = 1.0) -> Tree:
    session = sessions()[name]
    return compose(session, scene, (1920, 1080), scale, fonts(), Attention(), atlas_of, behind(session))


def without(value: object) -> object:
    """The same scene of a scenario that names no pictures."""
    if isinstance(value, tuple):
        return tuple(without(v) for v in value)
    if not attrs.has(type(value)):
        return value
    changed = {a.name: without(getattr(value, a.name)) for a in attrs.fields(type(value)) if a.init}
    return attrs.evolve(value, **{k: "" if k == "icon" else v for k, v in changed.items()})


def lines(tree: Tree, scene: BoardScene) -> list[str]:
    """The plain description, without the scenario's subtitle."""
    return [line for line in tree.describe().splitlines() if line.strip() != scene.header.subtitle]


@pytest.mark.parametrize("name", ["event", "envoy", "envoy looking", "schematic", "lesson"])
def test_pictures_stand_beside_words_and_say_nothing_themselves(name: str) -> None:
    scene = scene_of(sessions()[name])
    assert isinstance(scene, BoardScene)
    bare = without(scene)
    assert isinstance(bare, BoardScene)
    pictured, plain = board(scene, name), board(bare, name)
    shown = [n for n in pictured.root.walk() if isinstance(n.look, Emblem)]
    assert shown and not any(n.text or n.hint or n.focusable or n.press is not None for n in shown)
    assert {n.look.name for n in shown if isinstance(n.look, Emblem)} <= set(icons())
    assert not [n for n in plain.root.walk() if isinstance(n.look, Emblem)]
    # Pictures may take the room of the subtitle, and of nothing else.
    assert lines(pictured, scene) == lines(plain, scene)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_pictures_stand_out_from_their_grounds(theme: Theme) -> None:
    """The WCAG asks 3:1 of pictures. Those of decks lie on cards that can be played, the rest on panels."""
    grounds = (theme.paper, theme.raised, theme.sunk, theme.accent_soft)
    pairs = [(ink, ground) for ink in (theme.accent, theme.muted, theme.ink) for ground in grounds]
    pairs += [(deck, ground) for deck in theme.decks for ground in (theme.paper, theme.raised, theme.accent_soft)]
    pairs.append((theme.on_accent, theme.accent))
    assert [(a, b, round(contrast(a, b), 2)) for a, b in pairs if contrast(a, b) < 3] == []
