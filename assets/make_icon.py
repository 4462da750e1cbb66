"""Draw the game's mark, five coloured points around a teal centre, as icon.png (256 px) and icon.ico.

    SDL_VIDEODRIVER=dummy python assets/make_icon.py [FOLDER]

Each size of the .ico is drawn for itself: the smaller it is, the broader its points and the fewer its details.
"""

from __future__ import annotations

import math
import struct
import sys
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pygame

SIZES = (16, 24, 32, 48, 64, 128, 256)
OVERSAMPLING = 8
"""Everything is drawn this much larger and scaled down smoothly."""

# Five of Okabe and Ito's colours, clockwise from the top; each beside one that differs from it for every kind of sight.
POINTS = ((0, 114, 178), (230, 159, 0), (204, 121, 167), (0, 158, 115), (213, 94, 0))
TEAL = (15, 118, 110)
PAPER = (247, 240, 225)
INK = (38, 50, 56)

Point = tuple[float, float]
Surface = pygame.Surface


def towards(centre: float, radius: float, degrees: float) -> Point:
    """The point at a distance from the centre, in a direction clockwise from the top."""
    angle = math.radians(degrees)
    return centre + radius * math.sin(angle), centre - radius * math.cos(angle)


def shaded(colour: tuple[int, int, int], part: float) -> tuple[int, int, int]:
    """A colour darkened to a part of itself."""
    red, green, blue = (round(part * channel) for channel in colour)
    return red, green, blue


class Cut(NamedTuple):
    """How the mark is cut at some sizes; lengths are parts of half its side."""

    ring: float
    """Breadth of the dark ring around the paper."""
    reach: float
    """From the centre to a point's tip."""
    waist: float
    """How far out a point is broadest, as a part of its reach."""
    half_width: float
    """Degrees to each side there."""
    gap: float
    """Radius of the paper around the centre."""
    centre: float
    folded: bool
    """Whether each point has a darker half."""


LARGE = Cut(0.055, 0.87, 0.46, 31.0, 0.29, 0.225, folded=True)
MIDDLE = Cut(0.09, 0.88, 0.48, 36.0, 0.32, 0.25, folded=False)
SMALL = Cut(0.0, 0.99, 0.56, 33.0, 0.36, 0.28, folded=False)


def draw_point(surface: Surface, number: int, cut: Cut) -> None:
    """One of the five points: a kite from the centre to its tip."""
    middle = surface.get_width() / 2
    degrees, reach = 72.0 * number, cut.reach * middle
    tip = towards(middle, reach, degrees)
    left = towards(middle, cut.waist * reach, degrees - cut.half_width)
    right = towards(middle, cut.waist * reach, degrees + cut.half_width)
    pygame.draw.polygon(surface, POINTS[number], [tip, left, (middle, middle), right])
    if cut.folded:
        pygame.draw.polygon(surface, shaded(POINTS[number], 0.78), [tip, (middle, middle), right])


def drawn(size: int) -> Surface:
    """The mark at a size in pixels."""
    cut = SMALL if size < 32 else MIDDLE if size < 48 else LARGE
    full = size * OVERSAMPLING
    surface = pygame.Surface((full, full), pygame.SRCALPHA)
    middle, half = (full / 2, full / 2), full / 2
    pygame.draw.circle(surface, INK, middle, half)
    pygame.draw.circle(surface, PAPER, middle, (1 - cut.ring) * half)
    for number in range(len(POINTS)):
        draw_point(surface, number, cut)
    pygame.draw.circle(surface, PAPER, middle, cut.gap * half)
    pygame.draw.circle(surface, TEAL, middle, cut.centre * half)
    return pygame.transform.smoothscale(surface, (size, size))


def as_png(surface: Surface) -> bytes:
    """A picture as the bytes of a PNG file."""
    out = BytesIO()
    pygame.image.save(surface, out, "icon.png")
    return out.getvalue()


def as_ico(pictures: Iterable[tuple[int, bytes]]) -> bytes:
    """Pictures of several sizes as the bytes of one .ico file (PNG entries, as Windows reads since Vista)."""
    listed = list(pictures)
    header = struct.pack("<HHH", 0, 1, len(listed))
    offset = len(header) + 16 * len(listed)
    entries, body = b"", b""
    for size, png in listed:
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(png), offset + len(body))
        body += png
    return header + entries + body


def main() -> None:
    """Write both files."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    pictures = {size: as_png(drawn(size)) for size in SIZES}
    (folder / "icon.png").write_bytes(pictures[256])
    (folder / "icon.ico").write_bytes(as_ico(pictures.items()))


if __name__ == "__main__":
    main()
