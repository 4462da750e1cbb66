"""Painting the lands and seas of a base map, without names, by coverage channels and blurs.

Shapes are drawn large and scaled down; up to four of them share one picture, each as a colour channel that
says how much of a pixel it covers. A blurred channel is a soft distance from the shape's edge, and a table of
256 entries turns that into waterlines, washes and shadows. So no array library is needed, and no time goes
into Python loops over pixels.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from hashlib import shake_256
from statistics import NormalDist

import pygame

from game.desktop.map.mapstyle import RGB, RGBA, MapStyle
from game.scenes.atlas import Atlas, Bounds, Country, Point, View, bounds_of

STRIP_BYTES = 96 << 20  # most memory an enlarged strip may take
FILL = 2  # how many times larger areas are drawn; lines, which are drawn larger still, cover their edges
EDGE = NormalDist()

Size = tuple[int, int]
Paint = Callable[[pygame.Surface, View], None]


def oversample(size: Size) -> int:
    """How many times larger lines are drawn.

    4, or 2 from 4K on (other factors darken flat colour in smoothscale).
    """
    return 4 if size[0] * size[1] <= 5_000_000 else 2


def coverage(size: Size, view: View, paint: Paint, factor: int = FILL) -> pygame.Surface:
    """An RGBA picture of `size` whose channels are what `paint` draws, antialiased, strip by strip.

    `paint` gets a surface `factor` times larger filled with zeros, and the view that fits it.
    """
    rows = min(size[1], max(16, STRIP_BYTES // (size[0] * factor * factor * 4)))
    whole = pygame.Surface(size, pygame.SRCALPHA)
    large = pygame.Surface((size[0] * factor, rows * factor), pygame.SRCALPHA)
    for top in range(0, size[1], rows):
        if top:
            large.fill((0, 0, 0, 0))
        paint(large, view.times(factor, 0.0, top * factor))
        small = pygame.transform.smoothscale(large, (size[0], rows))
        # Copied as bytes: a blit would blend by the alpha channel, which here is data like the others.
        whole.get_buffer().write(
            small.get_buffer().raw[: (size[1] - top) * small.get_pitch()], top * whole.get_pitch()
        )
    return whole


def planes(picture: pygame.Surface) -> tuple[bytes, bytes, bytes, bytes]:
    """The four channels of a picture, red to alpha, a byte a pixel."""
    raw = pygame.image.tobytes(picture, "RGBA")
    return raw[0::4], raw[1::4], raw[2::4], raw[3::4]


def blurred(picture: pygame.Surface, sigma: float) -> pygame.Surface:
    """All four channels blurred to about a Gaussian of `sigma` pixels by two boxes.

    Wide blurs work at half size.
    """
    size = picture.get_size()
    if sigma > 8 and min(size) > 64:
        half = pygame.transform.smoothscale(picture, (size[0] // 2, size[1] // 2))
        return pygame.transform.smoothscale(blurred(half, sigma / 2), size)
    radius = max(1, round(math.sqrt(6 * sigma * sigma + 1) / 2 - 0.5))
    return pygame.transform.box_blur(pygame.transform.box_blur(picture, radius), radius)


def layer(size: Size, colour: RGB, alpha: bytes) -> pygame.Surface:
    """A surface of one colour with an alpha a pixel."""
    pixels = bytearray(bytes((*colour, 0)) * (size[0] * size[1]))
    pixels[3::4] = alpha
    return pygame.image.frombuffer(pixels, size, "RGBA")


def indexed(size: Size, indices: bytes, palette: Sequence[RGB]) -> pygame.Surface:
    """A surface of palette colours, an index a pixel."""
    picture = pygame.image.frombuffer(indices, size, "P")
    picture.set_palette(palette)
    return picture


def table(value: Callable[[float], float]) -> bytes:
    """256 bytes: what `value` (0 to 1) makes of 0 to 1."""
    return bytes(max(0, min(255, round(255 * value(i / 255)))) for i in range(256))


def _ink(surface: pygame.Surface, size: Size, cover: bytes, colour: RGBA, at: Size = (0, 0)) -> None:
    """Blit a coverage in a colour."""
    strength = table(lambda v: v * colour[3] / 255)
    surface.blit(layer(size, colour[:3], cover.translate(strength)), at)


def _within(picture: pygame.Surface, cover: bytes) -> pygame.Surface:
    """The picture with its alpha cut to a coverage; changed in place."""
    only = layer(picture.get_size(), (255, 255, 255), cover)
    picture.blit(only, (0, 0), None, pygame.BLEND_RGBA_MULT)
    return picture


def mix(a: RGB, b: RGB, t: float) -> RGB:
    """Colour between a (t = 0) and b (t = 1)."""
    t = max(0.0, min(1.0, t))
    return (round(a[0] + (b[0] - a[0]) * t), round(a[1] + (b[1] - a[1]) * t), round(a[2] + (b[2] - a[2]) * t))


def _distance(cover: float, sigma: float) -> float:
    """Pixels outside a straight edge at which its blur covers `cover` (0 to 1); negative inside."""
    return -sigma * EDGE.inv_cdf(max(0.002, min(0.998, cover)))


def _by_size(countries: Iterable[Country]) -> list[Country]:
    """Largest first, so that enclaves are painted over what surrounds them."""
    return sorted(countries, key=lambda c: -(c.bounds[2] - c.bounds[0]) * (c.bounds[3] - c.bounds[1]))


def _shows(surface: pygame.Surface, view: View, bounds: Bounds) -> bool:
    """Whether any of some bounds in map units falls on a surface."""
    (left, top), (right, bottom) = view.pixel(bounds[:2]), view.pixel(bounds[2:])
    return left < surface.get_width() and right > 0 and top < surface.get_height() and bottom > 0


def _fill(surface: pygame.Surface, view: View, country: Country, colour: RGBA) -> None:
    if not _shows(surface, view, country.bounds):
        return
    for polygon in country.polygons:
        pygame.draw.polygon(surface, colour, view.pixels(polygon[0]))


def _stroke(
    surface: pygame.Surface, colour: RGBA, points: Sequence[Point], width: float, *, closed: bool = False
) -> None:
    """A polyline with round joints."""
    thick = max(1, round(width))
    pygame.draw.lines(surface, colour, closed, points, thick)
    if thick > 5:
        for point in points:
            pygame.draw.circle(surface, colour, point, thick / 2)


class Lands:
    """The base map of one atlas, size, style and view, painted layer by layer. `unit` scales every width."""

    def __init__(self, atlas: Atlas, size: Size, style: MapStyle, view: View, unit: float) -> None:
        """Nothing is painted yet."""
        self.atlas, self.size, self.style, self.view, self.unit = atlas, size, style, view, unit

    def paint(self, home: Collection[str], washes: Mapping[str, RGB]) -> pygame.Surface:
        """The whole base map, opaque."""
        cover = self._lands()
        surface = self._sea(planes(blurred(cover, 9 * self.unit))[0])
        surface.blit(layer(self.size, self.style.land, planes(cover)[0]), (0, 0))
        self._washes(surface, washes)
        coasts, borders, lakes, _ = planes(self._lines())
        surface.blit(layer(self.size, self.style.lake, lakes), (0, 0))
        _ink(surface, self.size, borders, self.style.border)
        _ink(surface, self.size, coasts, self.style.coast)
        raised = [self.atlas.countries[code] for code in sorted(home) if code in self.atlas.countries]
        if raised:
            Raised(self, raised).paint(surface)
        self._paper(surface)
        return surface

    def _lands(self) -> pygame.Surface:
        """Channels: land."""

        def paint(surface: pygame.Surface, view: View) -> None:
            for country in self.atlas.countries.values():
                _fill(surface, view, country, (255, 0, 0, 0))

        return coverage(self.size, self.view, paint)

    def _lines(self) -> pygame.Surface:
        """Channels: coasts, borders, lakes."""
        factor = oversample(self.size)
        unit = self.unit * factor

        def paint(surface: pygame.Surface, view: View) -> None:
            for lake in self.atlas.lakes:
                points = view.pixels(lake)
                pygame.draw.polygon(surface, (0, 0, 255, 0), points)
                _stroke(surface, (255, 0, 255, 0), points, 0.7 * unit, closed=True)
            for _, _, line in self.atlas.borders:
                _stroke(surface, (0, 255, 0, 0), view.pixels(line), 0.85 * unit)
            for _, line in self.atlas.coasts:
                _stroke(surface, (255, 0, 0, 0), view.pixels(line), 1.05 * unit)

        return coverage(self.size, self.view, paint, factor)

    def _sea(self, land: bytes) -> pygame.Surface:
        """Sea with shallows and waterlines, from the blurred land, and the graticule."""
        style, sigma = self.style, 9 * self.unit
        palette = []
        for i in range(256):
            d = _distance(i / 255, sigma) / self.unit
            colour = mix(style.shallows, style.sea, (d / 17) ** 0.8 if d > 0 else 0.0)
            line = max(
                strength * math.exp(-(((d - at) / 0.62) ** 2))
                for at, strength in ((3.6, 1.0), (7.4, 0.72), (11.6, 0.46), (16.2, 0.26))
            )
            palette.append(mix(colour, style.waterline[:3], line * style.waterline[3] / 255))
        surface = pygame.Surface(self.size, 0, 32)
        surface.blit(indexed(self.size, land, palette), (0, 0))
        for degrees in _graticule():
            points = self.view.pixels(self.atlas.project(lat, lon) for lat, lon in degrees)
            pygame.draw.aalines(surface, style.graticule, False, points)
        return surface

    def _washes(self, surface: pygame.Surface, washes: Mapping[str, RGB]) -> None:
        """Each colour strong along the outer border of its countries and faint inside; four a picture."""
        colours = sorted(set(washes.values()))
        core, edge = self.style.wash_core, self.style.wash_edge
        strength = table(lambda v: core + (edge - core) * max(0.0, min(1.0, (0.98 - v) / 0.5)) ** 1.25)
        for start in range(0, len(colours), 4):
            part = colours[start : start + 4]
            cover = self._groups({code: part.index(c) for code, c in washes.items() if c in part})
            soft = planes(blurred(cover, 13 * self.unit))
            for colour, near, inside in zip(part, soft, planes(cover), strict=False):
                wash = layer(self.size, colour, near.translate(strength))
                surface.blit(_within(wash, inside), (0, 0))

    def _groups(self, groups: Mapping[str, int]) -> pygame.Surface:
        """Channels: the countries of each group number."""
        ones = [(255, 0, 0, 0), (0, 255, 0, 0), (0, 0, 255, 0), (0, 0, 0, 255)]
        countries = _by_size(self.atlas.countries.values())

        def paint(surface: pygame.Surface, view: View) -> None:
            for country in countries:
                group = groups.get(country.code)
                _fill(surface, view, country, (0, 0, 0, 0) if group is None else ones[group])

        return coverage(self.size, self.view, paint)

    def _paper(self, surface: pygame.Surface) -> None:
        """Grain and darker corners over everything, by multiplication."""
        tile = grain(self.style.grain)
        for x in range(0, self.size[0], tile.get_width()):
            for y in range(0, self.size[1], tile.get_height()):
                surface.blit(tile, (x, y), None, pygame.BLEND_RGB_MULT)
        surface.blit(_vignette(self.size, self.style.vignette), (0, 0), None, pygame.BLEND_RGB_MULT)


class Raised:
    """The home countries, painted on the part of the map that holds them and their shadow."""

    def __init__(self, lands: Lands, countries: Sequence[Country]) -> None:
        """`countries` is not empty; they may lie outside of the surface."""
        self.style, self.unit, self.atlas = lands.style, lands.unit, lands.atlas
        self.countries = countries
        self.codes = {country.code for country in countries}
        bounds = bounds_of([corner for c in countries for corner in (c.bounds[:2], c.bounds[2:])])
        (left, top), (right, bottom) = lands.view.pixel(bounds[:2]), lands.view.pixel(bounds[2:])
        room = 32 * self.unit
        box = pygame.Rect(left - room, top - room, right - left + 2 * room, bottom - top + 2 * room)
        self.box = box.clip(pygame.Rect((0, 0), lands.size))
        self.view = lands.view.times(1.0, *self.box.topleft)

    def paint(self, surface: pygame.Surface) -> None:
        """Shadow, fill with a darker rim, lakes, and a bright edge in a dark casing."""
        style, size, at = self.style, self.box.size, self.box.topleft
        if not all(size):
            return
        shape = self._shape()
        cover, lakes, _, _ = planes(shape)
        soft = planes(blurred(shape, 8 * self.unit))[0]
        casing, edge, _, _ = planes(self._edges())
        shade = table(lambda v: min(1.0, v * 1.5) * style.shadow[3] / 255)
        below = (at[0] + round(2 * self.unit), at[1] + round(4 * self.unit))
        surface.blit(layer(size, style.shadow[:3], soft.translate(shade)), below)
        surface.blit(layer(size, style.home, cover), at)
        rim = table(lambda v: max(0.0, min(1.0, (0.97 - v) / 0.5)) ** 1.4 * style.home_rim[3] / 255)
        surface.blit(_within(layer(size, style.home_rim[:3], soft.translate(rim)), cover), at)
        surface.blit(_within(layer(size, style.lake, lakes), cover), at)
        _ink(surface, size, casing, style.home_casing, at)
        _ink(surface, size, edge, (*style.home_edge, 255), at)

    def _shape(self) -> pygame.Surface:
        """Channels: the countries, the lakes in them."""

        def paint(surface: pygame.Surface, view: View) -> None:
            for country in self.countries:
                _fill(surface, view, country, (255, 0, 0, 0))
            for lake in self.atlas.lakes:
                pygame.draw.polygon(surface, (255, 255, 0, 0), view.pixels(lake))

        return coverage(self.box.size, self.view, paint)

    def _edges(self) -> pygame.Surface:
        """Channels: casing, edge."""
        factor = oversample(self.box.size)
        unit = self.unit * factor
        lines = [line for code, line in self.atlas.coasts if code in self.codes]
        lines += [line for a, b, line in self.atlas.borders if (a in self.codes) != (b in self.codes)]

        def paint(surface: pygame.Surface, view: View) -> None:
            for line in lines:
                _stroke(surface, (255, 0, 0, 0), view.pixels(line), 4.4 * unit)
            for line in lines:
                _stroke(surface, (255, 255, 0, 0), view.pixels(line), 2.2 * unit)

        return coverage(self.box.size, self.view, paint, factor)


@cache
def _graticule() -> tuple[tuple[Point, ...], ...]:
    """Meridians and parallels every ten degrees, as latitudes and longitudes."""
    meridians = [tuple((float(lat), float(lon)) for lat in range(-5, 81, 5)) for lon in range(-60, 181, 10)]
    parallels = [tuple((float(lat), float(lon)) for lon in range(-60, 181, 4)) for lat in range(0, 81, 10)]
    return (*meridians, *parallels)


@cache
def grain(strength: int, side: int = 512) -> pygame.Surface:
    """A seamless tile of paper grain, white less at most `strength`.

    Fine speckle over soft mottling. Always the same.
    """
    fine = _noise(b"fine", side, strength * 0.75)
    coarse = _padded(_noise(b"mottle", side // 16, strength * 0.55), 2)
    mottle = pygame.transform.smoothscale(coarse, (side + 64, side + 64))
    tile = pygame.Surface((side, side), 0, 32)
    tile.blit(pygame.transform.box_blur(mottle, 10), (-32, -32))
    tile.blit(fine, (0, 0), None, pygame.BLEND_RGB_MULT)
    return tile


def _noise(name: bytes, side: int, strength: float) -> pygame.Surface:
    """Grey noise from 255 - strength to 255, from a hash.

    The same everywhere, and no generator is touched.
    """
    palette = [(round(255 - strength * i / 255),) * 3 for i in range(256)]
    picture = pygame.Surface((side, side), 0, 32)
    picture.blit(indexed((side, side), shake_256(name).digest(side * side), palette), (0, 0))
    return picture


def _padded(tile: pygame.Surface, margin: int) -> pygame.Surface:
    """A seamless tile with `margin` pixels of its neighbours around it."""
    side = tile.get_width()
    whole = pygame.Surface((side + 2 * margin, side + 2 * margin), 0, 32)
    for i in range(9):
        whole.blit(tile, (margin + (i % 3 - 1) * side, margin + (i // 3 - 1) * side))
    return whole


def _vignette(size: Size, strength: int) -> pygame.Surface:
    """White that darkens by `strength` towards the corners."""
    small = pygame.Surface((48, 32), 0, 32)
    for x in range(48):
        for y in range(32):
            far = ((x - 23.5) / 24) ** 2 + ((y - 15.5) / 16) ** 2
            grey = 255 - round(strength * max(0.0, min(1.0, (far - 0.35) / 1.5)))
            small.set_at((x, y), (grey, grey, grey))
    return pygame.transform.smoothscale(small, size)
