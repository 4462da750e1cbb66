"""Places: whether each that is named stands on the map, and within what the map shows."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from functools import lru_cache

from attrs import frozen

from game.rules.model import Path, Scenario
from game.rules.problems import Problem, did_you_mean
from game.rules.wording import listed, phrase
from game.scenario.resources import resources

_AT = re.compile(r"(\d{1,2}(?:\.\d+)?)([NSns])\s+(\d{1,3}(?:\.\d+)?)([EWew])\Z")
_BASE = re.compile(r"[a-z0-9_-]{1,64}\Z")


@frozen
class Sheet:
    """What a map shows: its projection, a Lambert conformal conic, and the window in kilometres."""

    parallels: tuple[float, float]
    centre: tuple[float, float]
    radius: float
    window: tuple[float, float, float, float]

    def holds(self, lat: float, lon: float) -> bool:
        """Whether a place in degrees lies on the sheet."""
        first, second = (math.radians(p) for p in self.parallels)
        cone: float = math.log(math.cos(first) / math.cos(second)) / math.log(_slope(second) / _slope(first))
        scale = self.radius * math.cos(first) * _slope(first) ** cone / cone
        turn = math.radians((lon - self.centre[1] + 180.0) % 360.0 - 180.0) * cone
        rho = scale / _slope(math.radians(max(-60.0, min(lat, 89.9)))) ** cone
        x, y = rho * math.sin(turn), rho * math.cos(turn) - scale / _slope(math.radians(self.centre[0])) ** cone
        left, top, right, bottom = self.window
        return bool(left <= x <= right and top <= y <= bottom)


def _slope(angle: float) -> float:
    return math.tan(math.pi / 4 + angle / 2)


@lru_cache(maxsize=1)
def bases() -> tuple[str, ...]:
    """The names of the shipped maps, in order."""
    return tuple(sorted(p.stem for p in (resources("assets") / "map").glob("*.json") if p.stem != "names"))


@lru_cache(maxsize=8)
def sheet_of(base: str) -> Sheet | None:
    """The sheet of a shipped map; None where there is no such map."""
    file = resources("assets") / "map" / f"{base}.json"
    if not _BASE.match(base) or not file.is_file():
        return None
    data = json.loads(file.read_text(encoding="utf-8"))
    kind, step = data["projection"], data["quantum_km"]
    left, top, right, bottom = (value * step for value in data["window"])
    return Sheet(tuple(kind["parallels"]), tuple(kind["centre"]), kind["radius_km"], (left, top, right, bottom))


def degrees(text: str) -> tuple[float, float] | None:
    """Latitude north and longitude east of a text such as `51.17N 71.43E`; None for what is no place on earth.

    >>> degrees("38.90N 77.04W")
    (38.9, -77.04)
    """
    match = _AT.match(text)
    if match is None:
        return None
    lat, lon = float(match[1]), float(match[3])
    if lat > 90 or lon > 180:
        return None
    return lat * (-1 if match[2] in "Ss" else 1), lon * (-1 if match[4] in "Ww" else 1)


def lost_places(scenario: Scenario) -> Iterator[Problem]:
    """Places that are named and not on the map's list, and places whose `at:` cannot be read."""
    if scenario.map is None:
        return
    places = scenario.map.places
    for path, name in named_places(scenario):
        if name not in places:
            hint = did_you_mean(name, places) or phrase("add `{name}:` under `map: places:`", name=name)
            yield Problem("MV358", phrase("there is no place `{name}` on the map", name=name), path, None, hint)
    for key, place in places.items():
        if degrees(place.at) is None:
            message = (
                phrase("`{name}` is no place on earth", name=place.at)
                if place.at
                else phrase("it is not said where `{name}` lies", name=key)
            )
            path = ("map", "places", key, "at")
            yield Problem("MV359", message, path, None, phrase("north or south, east or west: `51.17N 71.43E`"))


def named_places(scenario: Scenario) -> Iterator[tuple[Path, str]]:
    """Every place that a member or a summit names, with the way to where it does."""
    for key, group in scenario.groups.items():
        for member_key, member in group.members.items():
            path: Path = ("groups", key, "members", member_key)
            if member.place is not None:
                yield (*path, "place"), member.place
            yield from (((*path, "path", n), place) for n, place in enumerate(member.path))
    for key, summit in scenario.summits.items():
        if summit.place is not None:
            yield ("summits", key, "place"), summit.place


def off_the_map(scenario: Scenario) -> Iterator[Problem]:
    """Places that the map cannot show and that are not said to be off it."""
    if scenario.map is None or not scenario.map.base:
        return
    sheet = sheet_of(scenario.map.base)
    if sheet is None:
        hint = did_you_mean(scenario.map.base, bases()) or phrase("there are {names}", names=listed(bases()))
        yield Problem("MV509", phrase("there is no map `{name}`", name=scenario.map.base), ("map", "base"), None, hint)
        return
    for key, place in scenario.map.places.items():
        where = degrees(place.at)
        if where is not None and not place.offmap and not sheet.holds(*where):
            message = phrase("`{name}` lies outside the map `{base}`", name=key, base=scenario.map.base)
            hint = phrase("mend `at:`, or add `offmap: true` to put it in the margin")
            yield Problem("MV509", message, ("map", "places", key, "at"), None, hint)
