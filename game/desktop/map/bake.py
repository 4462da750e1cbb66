"""The base map as one picture, lettered, and kept in a cache folder between starts."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TypedDict, Unpack
from zlib import crc32

import pygame
from attrs import astuple

from game.desktop.board.fonts import Fonts
from game.desktop.map.cartography import Lands
from game.desktop.map.mapstyle import ATLAS, NIGHT, RGB, RGBA, MapStyle
from game.desktop.map.names import Lettering, Measure, Rect, Region, Taken, place_line, place_region
from game.scenes.atlas import Atlas, Point, View, fit, route_curve

__all__ = ["ATLAS", "NIGHT", "MapStyle", "Options", "bake", "cached_bake"]

VERSION = 1  # raise when the drawing changes, so that kept pictures are made anew
SHARP = 4  # letters are set this many times larger, turned, and scaled down


class Options(TypedDict, total=False):
    """The keyword arguments of `bake`, which says what they mean."""

    home: Collection[str]
    washes: Mapping[str, RGB]
    view: View | None
    fonts: Fonts | None
    language: str
    names: Mapping[str, str]
    groups: Mapping[str, Collection[str]]
    keep_clear: Iterable[Rect | Point]
    visible: Rect | None


def bake(
    atlas: Atlas,
    size: tuple[int, int],
    style: MapStyle,
    *,
    home: Collection[str] = (),
    washes: Mapping[str, RGB] | None = None,
    view: View | None = None,
    fonts: Fonts | None = None,
    language: str = "en",
    names: Mapping[str, str] | None = None,
    groups: Mapping[str, Collection[str]] | None = None,
    keep_clear: Iterable[Rect | Point] = (),
    visible: Rect | None = None,
) -> pygame.Surface:
    """Paint the base map on a new opaque surface of `size` pixels.

    home: codes of the countries raised with a shadow and the strong fill.
    washes: code to colour, for the wash along a power's borders.
    view: what part is shown; without it the map's own frame fits the surface.
    fonts: without it no name is written. Names come in `language` (a key of the map file, else English);
    `names` (code to text) overrides them, and an empty text hides one.
    groups: text to codes: one name over several countries in place of theirs.
    keep_clear: rectangles (left, top, width, height) and points, in pixels, where no name may stand.
    visible: the rectangle that panels leave free, where names are sought; the whole surface without it.
    """
    view = view or fit(atlas.frame, (float(size[0]), float(size[1])))
    unit = max(0.6, min(view.scale / 0.15, 5.0))
    surface = Lands(atlas, size, style, view, unit).paint(home, washes or {})
    if fonts is not None:
        room = visible or (0.0, 0.0, float(size[0]), float(size[1]))
        regions = _regions(atlas, view, home, language, names or {}, groups or {})
        _letter(surface, atlas, style, view, unit, fonts, regions, language, Taken(keep_clear, unit), room)
    return surface


def cached_bake(
    folder: Path | str | None,
    atlas: Atlas,
    size: tuple[int, int],
    style: MapStyle,
    **options: Unpack[Options],
) -> pygame.Surface:
    """`bake`, kept as a file in `folder` under a name made from all its arguments and the map file's digest.

    A broken file is made anew; a folder that cannot be read or written is no error; None keeps nothing.
    """
    options["keep_clear"] = tuple(options.get("keep_clear", ()))
    if folder is None:
        return bake(atlas, size, style, **options)
    path = Path(folder) / f"map-{_key(atlas, size, style, options)}.raw"
    surface = _read(path, size)
    if surface is None:
        surface = bake(atlas, size, style, **options)
        _write(path, surface)
    return surface


def _key(atlas: Atlas, size: tuple[int, int], style: MapStyle, options: Options) -> str:
    view = options.get("view")
    parts = (
        VERSION,
        pygame.ver,
        sys.byteorder,
        atlas.digest,
        size,
        astuple(style),
        sorted(options.get("home", ())),
        sorted((options.get("washes") or {}).items()),
        view and astuple(view),
        options.get("fonts") is not None,
        options.get("language", "en"),
        sorted((options.get("names") or {}).items()),
        sorted((text, sorted(codes)) for text, codes in (options.get("groups") or {}).items()),
        options.get("keep_clear"),
        options.get("visible"),
    )
    return sha256(repr(parts).encode()).hexdigest()[:24]


def _read(path: Path, size: tuple[int, int]) -> pygame.Surface | None:
    """The picture in a cache file, or None if there is none or its length or check sum is wrong."""
    try:
        raw = path.read_bytes()
    except OSError:
        return None
    if len(raw) != size[0] * size[1] * 4 + 4 or crc32(raw[4:]).to_bytes(4, "big") != raw[:4]:
        return None
    surface = pygame.Surface(size, 0, 32)
    surface.get_buffer().write(raw[4:], 0)
    return surface


def _write(path: Path, surface: pygame.Surface) -> None:
    """Write a cache file whole or not at all: under another name first, then renamed."""
    raw = surface.get_buffer().raw
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(crc32(raw).to_bytes(4, "big"))
                file.write(raw)
            os.replace(name, path)
        except OSError:
            os.unlink(name)
            raise


def _regions(
    atlas: Atlas,
    view: View,
    home: Collection[str],
    language: str,
    names: Mapping[str, str],
    groups: Mapping[str, Collection[str]],
) -> list[Region]:
    """What wants a name, most important first: home, groups, then countries by size."""
    grouped = {code for codes in groups.values() for code in codes}
    regions = []
    for code, country in atlas.countries.items():
        text = names.get(code, country.names.get(language, country.names.get("en", "")))
        if text and code not in grouped:
            rings = tuple(tuple(view.pixels(polygon[0])) for polygon in country.polygons)
            left, top, right, bottom = country.bounds
            rank = (right - left) * (bottom - top) * (1e6 if code in home else 1)
            regions.append(Region(text, rings, rank, code in home))
    for text, codes in groups.items():
        members = [atlas.countries[code] for code in codes if code in atlas.countries]
        rings = tuple(tuple(view.pixels(p[0])) for country in members for p in country.polygons)
        regions.append(Region(text, rings, 1e12, joined=True))
    return sorted(regions, key=lambda region: -region.rank)


def _letter(
    surface: pygame.Surface,
    atlas: Atlas,
    style: MapStyle,
    view: View,
    unit: float,
    fonts: Fonts,
    regions: list[Region],
    language: str,
    taken: Taken,
    room: Rect,
) -> None:
    """Place and write every name that fits: countries, then seas in what is left."""
    inset = 6 * unit
    for lake in atlas.lakes:
        for x, y in view.pixels(lake):
            taken.add(x, y, x, y)
    bounds = (room[0] + inset, room[1] + inset, room[0] + room[2] - inset, room[1] + room[3] - inset)
    upright, slanted = _measure(fonts, "serif_semibold"), _measure(fonts, "serif_italic")
    for region in regions:
        placed = place_region(region, bounds, taken, upright, unit)
        if placed:
            taken.take(placed.letters, placed.px)
            write(
                surface,
                placed,
                fonts,
                "serif_semibold",
                style.home_name if region.must else style.country_name,
            )
    for sea in atlas.seas:
        text = sea.names.get(language, sea.names.get("en", ""))
        line = route_curve(view.pixels(sea.line), step=4.0)
        placed = place_line(text, line, bounds, taken, slanted, max(9.0, 11 * unit))
        if placed:
            taken.take(placed.letters, placed.px)
            write(surface, placed, fonts, "serif_italic", style.sea_name)


def _measure(fonts: Fonts, face: str) -> Measure:
    """Widths of letters as `write` sets them."""
    known: dict[tuple[str, float], float] = {}

    def width(char: str, px: float) -> float:
        if (char, px) not in known:
            known[char, px] = fonts.font(face, round(px) * SHARP).size(char)[0] / SHARP
        return known[char, px]

    return width


def write(surface: pygame.Surface, name: Lettering, fonts: Fonts, face: str, colour: RGBA) -> None:
    """Write a placed name, letter by letter, each turned and then scaled down."""
    font = fonts.font(face, name.px * SHARP)
    for at in name.letters:
        large = pygame.transform.rotozoom(font.render(at.char, True, colour[:3]), -at.angle, 1.0)
        width, height = (-(-n // SHARP) + 2 for n in large.get_size())
        left, top = at.x - width / 2, at.y - height / 2
        # The letter stands on a fraction of a pixel: it moves by whole pixels of the large picture.
        dx, dy = (left - int(left)) * SHARP, (top - int(top)) * SHARP
        box = pygame.Surface(((width + 1) * SHARP, (height + 1) * SHARP), pygame.SRCALPHA)
        box.fill((*colour[:3], 0))
        corner = (
            (width * SHARP - large.get_width()) / 2 + dx,
            (height * SHARP - large.get_height()) / 2 + dy,
        )
        box.blit(large, corner)
        small = pygame.transform.smoothscale(box, (width + 1, height + 1))
        small.set_alpha(colour[3])
        surface.blit(small, (int(left), int(top)))
