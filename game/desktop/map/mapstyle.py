"""How a base map is coloured: the presets and the fields they fill."""

from __future__ import annotations

from attrs import frozen

RGB = tuple[int, int, int]
RGBA = tuple[int, int, int, int]


@frozen
class MapStyle:
    """Colours of a map.

    Alphas (0 to 255) stand in the fourth place; widths are pixels at a scale of 0.15 pixels a km.
    """

    name: str
    sea: RGB
    shallows: RGB
    waterline: RGBA
    graticule: RGB
    land: RGB
    coast: RGBA
    border: RGBA
    lake: RGB
    home: RGB
    home_rim: RGBA  # inner edge of the home country
    home_edge: RGB
    home_casing: RGBA
    shadow: RGBA
    country_name: RGBA
    home_name: RGBA
    sea_name: RGBA
    wash_core: float  # strength of a wash in the middle of a country
    wash_edge: float  # and at its border
    grain: int  # most that the paper darkens, 0 to 255
    vignette: int


ATLAS = MapStyle(
    name="atlas",
    sea=(188, 213, 219),
    shallows=(212, 230, 232),
    waterline=(116, 156, 174, 150),
    graticule=(166, 198, 208),
    land=(251, 243, 225),
    coast=(62, 90, 106, 235),
    border=(128, 112, 90, 215),
    lake=(192, 217, 223),
    home=(20, 128, 124),
    home_rim=(6, 62, 66, 190),
    home_edge=(217, 146, 34),
    home_casing=(43, 33, 20, 230),
    shadow=(40, 30, 15, 150),
    country_name=(84, 74, 60, 205),
    home_name=(246, 240, 222, 240),
    sea_name=(62, 102, 124, 210),
    wash_core=0.16,
    wash_edge=0.62,
    grain=28,
    vignette=22,
)
NIGHT = MapStyle(
    name="night",
    sea=(13, 24, 38),
    shallows=(20, 36, 54),
    waterline=(58, 92, 124, 150),
    graticule=(20, 33, 49),
    land=(33, 46, 60),
    coast=(92, 136, 172, 220),
    border=(104, 126, 148, 185),
    lake=(17, 30, 46),
    home=(199, 142, 34),
    home_rim=(112, 70, 8, 170),
    home_edge=(250, 226, 178),
    home_casing=(6, 10, 18, 240),
    shadow=(0, 0, 0, 190),
    country_name=(160, 176, 192, 190),
    home_name=(34, 22, 6, 240),
    sea_name=(92, 126, 156, 200),
    wash_core=0.17,
    wash_edge=0.6,
    grain=30,
    vignette=60,
)
CONTRAST = MapStyle(
    name="contrast",
    sea=(206, 222, 230),
    shallows=(222, 234, 240),
    waterline=(120, 150, 170, 130),
    graticule=(188, 206, 216),
    land=(255, 255, 255),
    coast=(0, 0, 0, 255),
    border=(70, 70, 70, 235),
    lake=(206, 222, 230),
    home=(0, 74, 72),
    home_rim=(0, 40, 40, 200),
    home_edge=(0, 0, 0),
    home_casing=(255, 255, 255, 255),
    shadow=(0, 0, 0, 130),
    country_name=(24, 24, 24, 255),
    home_name=(255, 255, 255, 255),
    sea_name=(16, 52, 76, 255),
    wash_core=0.08,
    wash_edge=0.5,
    grain=0,
    vignette=0,
)
"""Dark lines and letters on white, without paper grain."""

STYLES = {style.name: style for style in (ATLAS, NIGHT, CONTRAST)}
"""Every map style by its name, which is its theme's."""
