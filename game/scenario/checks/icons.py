"""Icons: whether each that is named is one of the shipped pictures."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from game.rules.model import Path, Scenario
from game.rules.problems import Problem, did_you_mean
from game.rules.wording import listed, phrase
from game.scenario.resources import resources


@lru_cache(maxsize=1)
def icons() -> tuple[str, ...]:
    """The names of the shipped pictures, in order."""
    return tuple(sorted(file.stem for file in (resources("assets") / "icons").glob("*.svg")))


def unknown_icons(scenario: Scenario) -> Iterator[Problem]:
    """Icons that are named and not shipped; the board shows nothing in their place."""
    for path, name in _named(scenario):
        if name and name not in icons():
            hint = did_you_mean(name, icons()) or phrase("there are {names}", names=listed(icons()))
            yield Problem("MV515", phrase("there is no icon `{name}`", name=name), path, None, hint)


def _named(scenario: Scenario) -> Iterator[tuple[Path, str]]:
    """Every icon that is named, with the way to where it is."""
    for key, track in scenario.tracks.items():
        yield ("tracks", key, "icon"), track.icon
    for group_key, group in scenario.groups.items():
        for key, track in group.tracks.items():
            yield ("groups", group_key, "tracks", key, "icon"), track.icon
    for key, envoy in scenario.envoys.items():
        yield ("envoys", key, "icon"), envoy.icon
    for key, action in scenario.actions.items():
        yield ("actions", key, "icon"), action.icon
    for key, stream in scenario.chance.items():
        yield ("chance", key, "icon"), stream.icon
    for tag, name in scenario.icons.items():
        yield ("icons", tag), name
