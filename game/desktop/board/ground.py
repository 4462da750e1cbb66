"""The ground under the panels: the baked map with its routes and places, or a plain table. Kept until it changes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pygame

from game.desktop.board.fonts import Fonts
from game.desktop.board.theme import RGB, Theme, mix
from game.desktop.board.tree import Ground
from game.desktop.map import mapstyle
from game.desktop.map.bake import Options, cached_bake
from game.desktop.map.mapstyle import MapStyle
from game.desktop.map.routes import ATLAS_ROUTES, ROUTES, draw_places, draw_route
from game.scenes.atlas import Atlas, View, load_map

KEPT = 3
"""How many finished grounds are kept: pointing at moves goes back and forth between a few."""


def cache_folder() -> Path:
    """Where baked maps are kept for this user."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", str(Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "multivector"


class GroundPainter:
    """Paints grounds. `folder` is where base maps are kept between starts; None keeps none."""

    def __init__(self, assets: Path, folder: Path | None) -> None:
        self._assets = assets
        self._folder = folder
        self._atlases: dict[str, Atlas | None] = {}
        self._base: tuple[object, pygame.Surface] | None = None
        self._kept: list[tuple[Ground, tuple[int, int], str, pygame.Surface]] = []

    def atlas(self, base: str) -> Atlas | None:
        """The map of that name; None if there is none."""
        if base not in self._atlases:
            path = self._assets / "map" / f"{base}.json"
            self._atlases[base] = load_map(path) if base and path.is_file() else None
        return self._atlases[base]

    def picture(self, look: Ground, size: tuple[int, int], theme: Theme, fonts: Fonts) -> pygame.Surface:
        """The whole ground. Shared: do not draw on it."""
        for kept in self._kept:
            if kept[1:3] == (size, theme.name) and (kept[0] is look or kept[0] == look):
                return kept[3]
        picture = self._draw(look, size, theme, fonts)
        self._kept = [(look, size, theme.name, picture), *self._kept[: KEPT - 1]]
        return picture

    def _draw(self, look: Ground, size: tuple[int, int], theme: Theme, fonts: Fonts) -> pygame.Surface:
        atlas = self.atlas(look.base)
        if atlas is None:
            return _table(size, theme)
        surface = self._map(atlas, look, size, theme, fonts).copy()
        style = ROUTES.get(theme.name, ATLAS_ROUTES)
        for way in sorted(look.ways, key=lambda w: w.lit):
            if way.lit:
                draw_route(
                    surface,
                    way.line,
                    theme.focus,
                    style,
                    capacity=way.maximum,
                    maximum=way.maximum,
                    unit=look.unit * 1.35,
                )
            draw_route(
                surface,
                way.line,
                theme.colour(way.colour),
                style,
                capacity=way.capacity,
                maximum=way.maximum,
                closed=way.closed,
                unit=look.unit,
            )
        edge: RGB = (38, 30, 22)
        for spot in look.spots:
            fill = mix(theme.powers[1], (255, 255, 255), 0.35) if spot.home else (250, 244, 230)
            radius = (3.0 if spot.small else 4.4) * look.unit
            draw_places(surface, [spot.at], radius=radius, fill=fill, edge=edge)
        return surface

    def _map(self, atlas: Atlas, look: Ground, size: tuple[int, int], theme: Theme, fonts: Fonts) -> pygame.Surface:
        """The lettered base map without routes; only the last one is kept in memory."""
        key = (
            look.base,
            look.view,
            look.visible,
            look.home,
            look.washes,
            look.groups,
            look.keep_clear,
            size,
            theme.name,
        )
        if self._base is None or self._base[0] != key:
            style: MapStyle = mapstyle.STYLES.get(theme.name, mapstyle.ATLAS)
            visible = look.visible
            options = Options(
                home=look.home,
                washes={code: theme.colour(role) for code, role in look.washes},
                view=View(*look.view),
                fonts=fonts,
                language=look.language,
                groups=dict(look.groups),
                keep_clear=tuple(_clear(part) for part in look.keep_clear),
                visible=visible,
            )
            self._base = (key, cached_bake(self._folder, atlas, size, style, **options))
        return self._base[1]


def _clear(part: tuple[float, ...]) -> tuple[float, float, float, float] | tuple[float, float]:
    return (part[0], part[1], part[2], part[3]) if len(part) == 4 else (part[0], part[1])


def _table(size: tuple[int, int], theme: Theme) -> pygame.Surface:
    """A plain table: the theme's colour, a little lighter in the middle, so that panels lie on something."""
    side = 96
    small = pygame.Surface((side, side), 0, 32)
    bright, dark = mix(theme.table, theme.paper, 0.35), mix(theme.table, theme.ink, 0.12)
    for y in range(side):
        for x in range(side):
            far = min(1.0, ((x / side - 0.5) ** 2 + (y / side - 0.45) ** 2) ** 0.5 * 1.5)
            small.set_at((x, y), mix(bright, dark, far))
    return pygame.transform.smoothscale(small, size)
