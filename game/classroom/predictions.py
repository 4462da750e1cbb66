"""Forecasts: each student says before play where one track will stand at its end, and sees in the debrief."""

from __future__ import annotations

from attrs import frozen

from game.classroom.state import State
from game.rules.play import Game
from game.scenes import telling
from game.scenes.table import look_of


@frozen
class Forecastable:
    """A track that can be forecast, with its bounds."""

    id: str
    name: str
    low: int
    high: int


def forecast_of(state: State) -> tuple[Forecastable, ...]:
    """The tracks that a student chooses one of: a relation with each power, in the scenario's words.

    It is the first track of the first group whose members stand on the map; without one, the country's own tracks.
    """
    game = next((table.game for table in state.tables.values()), None)
    return _of(game) if game is not None else ()


def _of(game: Game) -> tuple[Forecastable, ...]:
    shown = [slot for slot in game.plan.slots if telling.visible(slot) and not slot.reset]
    for key, group in game.scenario.groups.items():
        tracks = [name for name, track in group.tracks.items() if not track.hidden and not track.reset]
        if look_of(group) == "mats" and tracks:
            shown = [slot for slot in shown if slot.group == key and slot.key == tracks[0]] or shown
            break
    else:
        shown = [slot for slot in shown if not slot.member] or shown
    marks = (telling.mark(game, slot, slot.start) for slot in shown)
    return tuple(Forecastable(m.id, m.full_name, m.low, m.high) for m in marks)
