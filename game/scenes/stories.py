"""The scenes that tell what happened: report, ledger, history, charts and ending."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from game.lab.pivotal import Pivot, pivots
from game.rules.causes import Cause
from game.rules.model import Event, Summit, Track
from game.rules.play import Game
from game.scenes import table, telling, wording
from game.scenes.phrases import capital, move_name, plain, turn_label
from game.scenes.scene import (
    Change,
    Chart,
    ChartsScene,
    EndingScene,
    HistoryEntry,
    HistoryNote,
    HistoryScene,
    PivotView,
    ReportScene,
    Series,
    WhyRow,
    WhyScene,
)
from game.words import say, say_many

# The end of a turn


def report(game: Game, notice: str = "") -> ReportScene:
    """What the last move and the end of its turn did, and what the new turn brought."""
    scenario = game.scenario
    past = game.past if game.past is not None else game
    step = telling.last_step(game)
    ending = game.outcome
    return ReportScene(
        title=ending.name if ending is not None else say("End of {turn}", turn=turn_label(scenario, past.turn)),
        turn=past.turn,
        turn_label=turn_label(scenario, past.turn),
        groups=tuple(g for g in step if g.turn <= past.turn),
        news=tuple(g for g in step if g.turn > past.turn),
        changes=_turn_in_sum(past, game),
        tracks=telling.country_marks(game),
        ending=ending.name if ending is not None else "",
        next=say("The end") if ending is not None else turn_label(scenario, game.turn),
        notice=notice,
    )


def _turn_in_sum(past: Game, game: Game) -> tuple[Change, ...]:
    """What a turn changed from its first decision to its end; the news of the next one is not part of it."""
    later: dict[str, int] = {}
    for cause in game.causes:
        if cause.turn > past.turn:
            later[cause.track] = later.get(cause.track, 0) + cause.applied
    return telling.changes_between(_turn_start(past), game, less=later)


def _turn_start(game: Game) -> Game:
    """The first position of this position's turn."""
    first = game
    for position in game.line_backwards():
        if position.turn != game.turn:
            break
        first = position
    return first


# Why


def why(game: Game, track: str, notice: str = "") -> WhyScene:
    """A track's ledger. Raises `KeyError` for an unknown track."""
    slot = game.plan.slots[game.engine.slot_of[track]]
    if slot.track is None or not telling.explained(slot):
        raise KeyError(track)
    start = game.scenario.location(slot.path)
    return WhyScene(
        track=telling.mark(game, slot, game[track]),
        start=game.start_of(track),
        start_where=str(start) if start is not None else "",
        rows=tuple(_rows(game, track)),
        sources=telling.sources(game.scenario, slot.track.source),
        notice=notice,
    )


def _rows(game: Game, track: str) -> Iterable[WhyRow]:
    for position in game.line_backwards():
        for cause in reversed(position.causes):
            if cause.track == track:
                yield _row(position, cause)


def _row(position: Game, cause: Cause) -> WhyRow:
    plan, scenario = position.plan, position.scenario
    turn = cause.turn
    move = plan.moves[position.move.index] if position.move is not None else None
    played = f"{plan.decisions[move.decision].name}: {move_name(move)}" if move is not None else ""
    around = telling.event_of_option(scenario, cause.path)
    if move is not None and cause.path[:1] == ("procedures",):
        around = telling.event_of_option(scenario, move.rule.path)
    return WhyRow(
        turn=turn,
        turn_label=turn_label(scenario, turn),
        rule=cause.rule,
        rule_name=cause.name,
        kind=cause.kind,
        line=telling.any_line(plan, cause),
        move=played,
        text=telling.rule_text(scenario, cause.path),
        sources=telling.sources(scenario, getattr(around, "source", ())),
    )


# History


def history(game: Game, notice: str = "") -> HistoryScene:
    """Every move of the line with what it changed, and the other lines."""
    steps = table.history_of(game)
    line = game.line[1:]
    entries = [HistoryEntry(step, telling.last_step(position)) for step, position in zip(steps, line, strict=False)]
    entries += [HistoryEntry(step, ()) for step in steps[len(line) :]]
    return HistoryScene(tuple(entries), table.branches_of(game), notice)


def charts(game: Game, notice: str = "") -> ChartsScene:
    """The game so far in curves."""
    return ChartsScene(charts_of(game), notice)


def charts_of(game: Game) -> tuple[Chart, ...]:
    """The country's tracks, then each track of each group, at the start and at the end of each turn so far."""
    points = _points(game)
    labels = (say("Start"), *(turn_label(game.scenario, t) for t in range(1, len(points))))
    found: list[Chart] = []
    own = [s for s in game.plan.slots if telling.visible(s) and not s.member and not s.reset]
    if own:
        series = tuple(_series(points, s.name, wording.track_name(game.plan, s.name), "") for s in own)
        found.append(Chart(game.scenario.title, min(s.low for s in own), max(s.high for s in own), labels, series))
    for key, group in game.scenario.groups.items():
        for track_key, track in group.tracks.items():
            if not track.hidden and not track.reset:
                found.append(_group_chart(game, key, track_key, track, points, labels))
    return tuple(found)


def _group_chart(
    game: Game, group: str, key: str, track: Track, points: tuple[Game, ...], labels: tuple[str, ...]
) -> Chart:
    defined = game.scenario.groups[group]
    series = tuple(_series(points, f"{m}.{key}", v.name or plain(m), v.letter) for m, v in defined.members.items())
    name = f"{defined.name or capital(plain(group))}: {track.name or capital(plain(key))}"
    return Chart(name, track.min, track.max, labels, series)


def _series(points: tuple[Game, ...], track: str, name: str, letter: str) -> Series:
    return Series(track, name, letter, tuple(p[track] for p in points))


def _points(game: Game) -> tuple[Game, ...]:
    """The start, then the first position after each turn; the last is where the game stands."""
    line = game.line
    points = [line[0]]
    points += [after for before, after in pairwise(line) if after.turn != before.turn]
    if points[-1] is not game:
        points.append(game)
    return tuple(points)


# The ending


def ending(
    game: Game, notice: str = "", pivots: tuple[Pivot, ...] | None = None, *, waiting: bool = False
) -> EndingScene:
    """How the game ended. Raises `ValueError` while it goes on.

    `pivots` are what it hung on, where that is known; else it is worked out now, unless somebody is `waiting` for it.
    """
    outcome = game.outcome
    if outcome is None:
        raise ValueError("the game goes on")
    return EndingScene(
        name=outcome.name,
        text=outcome.text,
        won=outcome.won,
        score=outcome.score,
        turn_label=turn_label(game.scenario, outcome.turn),
        causes=telling.last_step(game),
        legacies=table.legacies_of(game),
        charts=charts_of(game),
        history=tuple(_notes(game)),
        level=table.header_of(game).level,
        seed=game.seed,
        moves=game.depth,
        notice=notice,
        title=game.scenario.title,
        pivots=() if waiting and pivots is None else pivots_of(game, pivots),
        working=say("What the game hung on is being worked out …") if waiting and pivots is None else "",
        branches=table.branches_of(game),
    )


def pivots_of(game: Game, pivots: tuple[Pivot, ...] | None = None) -> tuple[PivotView, ...]:
    """The decisions a finished game hung on, in words."""
    found = _pivots(game) if pivots is None else pivots
    return tuple(_pivot(game, number, pivot) for number, pivot in enumerate(found))


@lru_cache(maxsize=16)
def _pivots(game: Game) -> tuple[Pivot, ...]:
    return pivots(game)


def _pivot(game: Game, number: int, pivot: Pivot) -> PivotView:
    moves, outcome = game.plan.moves, game.outcome
    chosen, other = move_name(moves[pivot.chosen.index]), move_name(moves[pivot.instead.index])
    same = outcome is not None and outcome.name == pivot.ending
    values = {
        "chosen": chosen,
        "other": other,
        "ending": pivot.ending,
        "turn": turn_label(game.scenario, pivot.last_turn),
        "points": say_many("{count} point", "{count} points", pivot.score),
        "kept": pivot.kept,
        "later": pivot.later,
    }
    if same:
        told = say(
            "You chose “{chosen}”. Had you chosen “{other}” and gone on as you did, the game would have ended "
            "the same way ({turn}, {points}; {kept} of {later} later choices kept).",
            **values,
        )
    elif pivot.won:
        told = say(
            "You chose “{chosen}”. Had you chosen “{other}” and gone on as you did, you would have won: “{ending}” "
            "({turn}, {points}; {kept} of {later} later choices kept).",
            **values,
        )
    else:
        told = say(
            "You chose “{chosen}”. Had you chosen “{other}” and gone on as you did, the game would have ended as "
            "“{ending}” ({turn}, {points}; {kept} of {later} later choices kept).",
            **values,
        )
    label = turn_label(game.scenario, pivot.turn)
    return PivotView(number, label, pivot.decision, chosen, other, told, pivot.ending, pivot.won, pivot.score)


def history_notes(game: Game) -> tuple[HistoryNote, ...]:
    """What really happened beside what was decided, in the order of the game."""
    return tuple(_notes(game))


def _notes(game: Game) -> Iterable[HistoryNote]:
    """What really happened beside each event answered and each summit attended."""
    for position in game.line[1:]:
        assert position.move is not None and position.past is not None
        move = game.plan.moves[position.move.index]
        found = telling.event_of_option(game.scenario, move.rule.path)
        if not isinstance(found, Event | Summit) or not found.history:
            continue
        turn = position.past.turn
        chosen = move.name if isinstance(found, Event) else game.plan.decisions[move.decision].name
        told = telling.sources(game.scenario, found.source)
        yield HistoryNote(turn, turn_label(game.scenario, turn), found.name, chosen, found.history, told)
