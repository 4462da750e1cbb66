"""What a lesson points at on the board: the ids of its `highlight`, with words for each."""

from __future__ import annotations

from collections.abc import Iterable

from game.rules.play import Game
from game.scenes import wording
from game.scenes.phrases import capital, plain
from game.scenes.scene import Pointer
from game.words import say


def pointers(game: Game, ids: Iterable[str]) -> tuple[Pointer, ...]:
    """The parts of the board with these ids, in order; what the scenario does not have is left out."""
    return tuple(found for id in dict.fromkeys(ids) if (found := _pointer(game, id)) is not None)


def _pointer(game: Game, id: str) -> Pointer | None:
    scenario = game.scenario
    if id in scenario.groups:
        group = scenario.groups[id]
        return Pointer(id, "group", group.name or capital(plain(id)), tuple(group.members))
    if id in scenario.envoys:
        return Pointer(id, "envoy", scenario.envoys[id].name)
    for group in scenario.groups.values():
        if id in group.members:
            return Pointer(id, "member", group.members[id].name or capital(plain(id)), (id,))
    if id in game.engine.slot_of:
        slot = game.plan.slots[game.engine.slot_of[id]]
        members = (slot.member,) if slot.member else ()
        return Pointer(id, "track", wording.track_name(game.plan, id), members) if slot.track is not None else None
    parts = {
        "hand": say("The cards on the table"),
        "calendar": say("The calendar"),
        "reckoning": say("If the turn ended now"),
        "map": say("The map"),
    }
    return Pointer(id, "part", parts[id]) if id in parts else None
