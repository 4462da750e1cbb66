"""Telling changes: tracks, causes and differences of a game as parts of a scene."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve

from game.rules.answers import Preview
from game.rules.causes import Cause
from game.rules.model import Path, Scenario, Track
from game.rules.plan import Plan, SlotPlan
from game.rules.play import Game
from game.scenes import wording
from game.scenes.scene import CauseGroup, CauseLine, Change, SourceLine, TrackMark
from game.words import say

Spans = Mapping[str, tuple[int, int]]
"""For each track that differs: its value now and then."""


def explained(slot: SlotPlan) -> bool:
    """Whether a slot is a track of the scenario, whose every change has a cause; hidden ones are too."""
    return slot.track is not None and slot.path[:1] in (("tracks",), ("groups",))


def visible(slot: SlotPlan) -> bool:
    """Whether a slot is a track that stands on the board."""
    return slot.track is not None and not slot.track.hidden


def mark(
    game: Game, slot: SlotPlan, value: int, ghosts: Spans | None = None, reckoned: Spans | None = None
) -> TrackMark:
    """A track as it stands."""
    track = slot.track or Track()
    full = wording.track_name(game.plan, slot.name)
    return TrackMark(
        id=slot.name,
        name=full.split(": ", 1)[-1] if slot.member else full,
        full_name=full,
        value=value,
        low=slot.low,
        high=slot.high,
        ghost=(ghosts or {}).get(slot.name, (0, None))[1],
        good=track.good,
        unit=track.unit,
        text=track.text,
        member=slot.member,
        reckoned=(reckoned or {}).get(slot.name, (0, None))[1],
        icon=track.icon,
    )


def country_marks(game: Game, ghosts: Spans | None = None, reckoned: Spans | None = None) -> tuple[TrackMark, ...]:
    """The visible tracks that belong to no member."""
    slots = zip(game.plan.slots, game.state, strict=True)
    return tuple(mark(game, s, v, ghosts, reckoned) for s, v in slots if visible(s) and not s.member)


def change(plan: Plan, track: str, before: int, after: int) -> Change:
    """A difference of a track, with whether it is welcome."""
    return Change(track, wording.track_name(plan, track), before, after, welcome(plan, track, after - before))


def welcome(plan: Plan, track: str, amount: int) -> bool | None:
    """Whether a change of a track is good for the player; None where it depends or nothing changed."""
    good = _good(plan, track)
    return None if good is None or amount == 0 else good == (amount > 0)


def _good(plan: Plan, track: str) -> bool | None:
    found = plan.scenario.tracks.get(track)
    if found is None and "." in track:
        member, key = track.split(".", 1)
        for group in plan.scenario.groups.values():
            if member in group.members:
                found = group.tracks.get(key)
    return found.good if found is not None else None


def changes_between(before: Game, after: Game, less: Mapping[str, int] | None = None) -> tuple[Change, ...]:
    """The visible tracks that differ between two positions of a game; what resets each turn is left out.

    `less` holds amounts that came later than the position meant by `after`, to be taken off again.
    """
    rows = zip(before.plan.slots, before.state, after.state, strict=True)
    ends = ((s, b, a - (less or {}).get(s.name, 0)) for s, b, a in rows if visible(s) and not s.reset)
    return tuple(change(before.plan, s.name, b, a) for s, b, a in ends if a != b)


def changes_of(game: Game, preview: Preview) -> tuple[Change, ...]:
    """A preview's differences in sum."""
    shown = {slot.name for slot in game.plan.slots if visible(slot)}
    return tuple(change(game.plan, t, b, a) for t, (b, a) in preview.totals().items() if t in shown)


def line_of(plan: Plan, cause: Cause) -> CauseLine | None:
    """A cause as a line; None for what only carries the rules."""
    slot = next(s for s in plan.slots if s.name == cause.track)
    if visible(slot):
        return any_line(plan, cause)
    legacy = wording.doubled_legacy(plan, (cause.track,), cause.after)
    return evolve(any_line(plan, cause), told=say("{name} counts double", name=legacy)) if legacy else None


def any_line(plan: Plan, cause: Cause) -> CauseLine:
    """A cause as a line, of a hidden track too."""
    return CauseLine(
        track=cause.track,
        name=wording.track_name(plan, cause.track),
        before=cause.before,
        asked=cause.asked,
        after=cause.after,
        statement=cause.text,
        where=str(cause.location) if cause.location is not None else "",
        note=_note(plan, cause),
        good=welcome(plan, cause.track, cause.applied),
    )


def _note(plan: Plan, cause: Cause) -> str:
    parts: list[str] = []
    others = [wording.any_name(plan, o) for o in cause.about if not cause.track.startswith(f"{o}.")]
    if others and cause.kind == "law":
        parts.append(say("because of {names}", names=", ".join(others)))
    if cause.spilt_from is not None:
        parts.append(say("what {name} could not pay", name=wording.track_name(plan, cause.spilt_from)))
    if cause.lost:
        parts.append(say("asked {asked}, held at {value}", asked=f"{cause.asked:+d}", value=cause.after))
    return ", ".join(parts)


def grouped(plan: Plan, causes: Iterable[Cause]) -> tuple[CauseGroup, ...]:
    """Causes in order, those of one rule together; what only resets a track is left out."""
    groups: list[CauseGroup] = []
    for cause in causes:
        if cause.kind == "turn":
            continue
        line = line_of(plan, cause)
        last = groups[-1] if groups else None
        if last is not None and last.rule == cause.rule and last.turn == cause.turn:
            if line is not None:
                groups[-1] = CauseGroup(last.rule, last.name, last.kind, last.text, (*last.lines, line), last.turn)
            continue
        lines = () if line is None else (line,)
        text = rule_text(plan.scenario, cause.path)
        groups.append(CauseGroup(cause.rule, cause.name, cause.kind, text, lines, cause.turn))
    return tuple(g for g in groups if g.lines or g.kind != "law")


def rule_text(scenario: Scenario, path: Path) -> str:
    """What the rule that holds the line at `path` says of itself."""
    return str(getattr(rule_at(scenario, path), "text", ""))


def rule_sources(scenario: Scenario, path: Path) -> tuple[SourceLine, ...]:
    """Where the rule that holds the line at `path` has its facts from."""
    return sources(scenario, getattr(rule_at(scenario, path), "source", ()))


_ROOMS = ("events", "cards", "summits", "actions", "laws", "endings", "legacies", "tracks")


def rule_at(scenario: Scenario, path: Path) -> object:
    """The card, event, option, law or other entry around a line; an option's event for its sources."""
    match path:
        case ("events", key, "options", option, *_):
            return scenario.events[str(key)].options[str(option)]
        case ("agendas", member, face, "options", option, *_):
            return scenario.agendas[str(member)][str(face)].options[str(option)]
        case ("agendas", member, face, *_):
            return scenario.agendas[str(member)][str(face)]
        case (str(room), key, *_) if room in _ROOMS:
            return getattr(scenario, str(room)).get(str(key))
        case _:
            return None


def event_of_option(scenario: Scenario, path: Path) -> object:
    """The event around an option's line, which is where its history and sources stand."""
    match path:
        case ("events", key, "options", *_):
            return scenario.events[str(key)]
        case ("agendas", member, face, "options", *_):
            return scenario.agendas[str(member)][str(face)]
        case _:
            return rule_at(scenario, path)


def sources(scenario: Scenario, ids: Iterable[str]) -> tuple[SourceLine, ...]:
    """The sources of these ids that the scenario knows."""
    found = ((i, scenario.sources[i]) for i in ids if i in scenario.sources)
    return tuple(SourceLine(i, s.title, s.publisher, s.url, s.fact, s.confidence) for i, s in found)


# What happened by itself


def last_step(game: Game) -> tuple[CauseGroup, ...]:
    """What the last move changed, and what happened because of it without changing anything."""
    told = grouped(game.plan, game.causes)
    return told + tuple(g for g in silent_news(game) if all(g.rule != known.rule for known in told))


def silent_news(game: Game) -> tuple[CauseGroup, ...]:
    """Events of the last step that ask nothing, as groups without lines."""
    events = {e.id: e for e in game.plan.events}
    happened = [(events[id], turn) for id, turn in game.happened]
    return tuple(CauseGroup(e.id, e.name, "event", rule_text(game.scenario, e.path), (), turn) for e, turn in happened)
