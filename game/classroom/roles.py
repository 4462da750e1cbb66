"""Roles that give each member of a team a stake, derived from a scenario: its envoys, then advisers on its tracks."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from game.rules.model import Scenario
from game.scenes.phrases import capital, plain
from game.words import say


@frozen
class Role:
    """Somebody's part in a team's government."""

    id: str
    """`envoy.president`, `adviser.treasury`."""
    name: str
    text: str
    stake: str
    """What this role is to watch, and tells of in the debrief."""


def roles_of(scenario: Scenario) -> tuple[Role, ...]:
    """Every role there is, in the order in which they are dealt; at least one. The scenario's own stakes go first."""
    own = scenario.lesson.stakes if scenario.lesson is not None else {}
    stakes = [legacy.name or capital(plain(key)) for key, legacy in scenario.legacies.items()]
    found: list[Role] = []
    for number, (key, envoy) in enumerate(scenario.envoys.items()):
        stake = say("Watch over this legacy: {name}", name=stakes[number % len(stakes)]) if stakes else ""
        found.append(Role(f"envoy.{key}", envoy.name, envoy.text, own.get(key) or stake))
    for key, track in scenario.tracks.items():
        if not track.hidden and not track.reset:
            name = track.name or capital(plain(key))
            stake = say("Tell the team what each choice would do to: {name}", name=name)
            found.append(Role(f"adviser.{key}", say("Adviser: {name}", name=name), track.text, own.get(key) or stake))
    return tuple(found) or (Role("citizen", say("Citizen"), "", say("Ask who pays for each choice")),)


def role_ids(scenario: Scenario) -> tuple[str, ...]:
    """The ids of the roles, in no language."""
    ids = [f"envoy.{key}" for key in scenario.envoys]
    ids += [f"adviser.{key}" for key, track in scenario.tracks.items() if not track.hidden and not track.reset]
    return tuple(ids) or ("citizen",)


def next_role(ids: Sequence[str], taken: Sequence[str]) -> str:
    """The role for one more member of a team: the first one that fewest have."""
    counts = [sum(role == one for role in taken) for one in ids]
    return ids[counts.index(min(counts))]
