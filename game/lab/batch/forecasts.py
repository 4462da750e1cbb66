"""Forecasts over rows: games played to their end from one position, looked at after each turn."""

from __future__ import annotations

import numpy as np

from game.lab.batch.bodies import Body, BodyWriter
from game.lab.batch.games import Batch
from game.lab.batch.hidden import spread_seeds
from game.lab.batch.playouts import Choice, counts_of, play_on
from game.lab.batch.policies import PolicyChoice, RowPolicy
from game.lab.batch.rows import Row, places_of
from game.lab.forecast import PERCENTS, STRAYS, Band, EndingShare, Fan, Forecast, Voice, place_of
from game.rules.engine import Engine
from game.rules.plan import ENDING, TURN, Move
from game.rules.play import Game

PLAYER = 0x706C6179
"""Sets the lots of those who play on apart from those of the imagined worlds."""

_interests: dict[int, tuple[Engine, tuple[Body, ...]]] = {}
_MOST_KEPT = 32


def foresee(game: Game, move: Move | None, count: int, seed: int, policy: RowPolicy) -> Forecast:
    """So many games from a position on, after a legal move in it if one is given, in worlds drawn by a seed.

    They are played on by a policy that strays.
    """
    plan = game.plan
    batch = Batch.imagined(game, count, seed)
    if move is not None:
        batch.play(np.full(count, move.index))
    slots = [i for i, slot in enumerate(plan.slots) if slot.track is not None and not slot.track.hidden]
    slots = [i for i in slots if not plan.slots[i].reset]
    values = _played_out(batch, players_of(seed, count, policy), slots, game.turn)
    ordered = np.sort(values, axis=2)
    percents = ordered[:, :, [place_of(percent, count) for percent in PERCENTS]].tolist()
    totals = values[-1].sum(axis=1).tolist()
    fans = tuple(
        Fan(plan.slots[slot].name, tuple(Band(*point[n]) for point in percents), totals[n])
        for n, slot in enumerate(slots)
    )
    counts = counts_of(batch.columns[ENDING]).most_common()
    cases = [(plan.endings[ending - 1], games) for ending, games in counts if ending]
    return Forecast(
        move=str(move) if move is not None else "",
        policy=policy.plan.id,
        strays=STRAYS,
        playouts=count,
        turn=game.turn,
        fans=fans,
        endings=tuple(EndingShare(case.label, case.name, case.won, games) for case, games in cases),
        score=_band(batch.score),
        last_turns=int(batch.columns[TURN].sum(dtype="i8")),
        voices=_voices(game.engine, batch),
    )


def players_of(seed: int, count: int, policy: RowPolicy) -> PolicyChoice:
    """Those who play the games of a forecast on: a policy that strays, in each game by lots of its own."""
    return PolicyChoice(spread_seeds(seed ^ PLAYER, count), policy, 256 // STRAYS)


def _played_out(batch: Batch, choice: Choice, slots: list[int], turn: int) -> Row:
    """Play all games to their end; some slots right after the move and after each turn, (points, slots, games)."""
    last = batch.kernel.plan.scenario.last_turn
    values = np.zeros((last - turn + 2, len(slots), batch.count), "i4")
    told = np.zeros((last - turn + 2, batch.count), np.bool_)
    seen, done = np.full(batch.count, turn), np.zeros(batch.count, np.bool_)
    values[0] = [batch.columns[slot] for slot in slots]
    while True:
        now, over = batch.columns[TURN].astype("i8"), batch.over
        fresh = places_of((now > seen) | (over & ~done))
        if len(fresh):
            points = np.minimum(now - turn + over, last - turn + 1).take(fresh)
            # Right after a move that ends the turn the game stands where the turn left it.
            values[points, :, fresh] = np.stack([batch.columns[slot].take(fresh) for slot in slots], axis=1)
            told[points, fresh] = True
            seen, done = now, over
        if np.count_nonzero(over) == batch.count:
            break
        play_on(batch, choice)
    for point in range(1, len(values)):
        missing = places_of(~told[point])
        values[point][:, missing] = values[point - 1][:, missing]
    return values


def _band(row: Row) -> Band:
    ordered = np.sort(row)
    return Band(*(int(ordered[place_of(percent, len(row))]) for percent in PERCENTS))


def _voices(engine: Engine, batch: Batch) -> tuple[Voice, ...]:
    """Each adviser's interest at the end of each game."""
    rows = [np.zeros(batch.count, "i8") for _ in engine.plan.advisers]
    bodies = _interests_of(engine)
    for turn, games in list(batch.by_turn(None)):
        for row, body in zip(rows, bodies, strict=True):
            row[slice(None) if games is None else games] = batch.ask(body, games, turn)
    return tuple(Voice(a.id, tuple(row.tolist())) for a, row in zip(engine.plan.advisers, rows, strict=True))


def _interests_of(engine: Engine) -> tuple[Body, ...]:
    """The interests of the advisers as functions over rows; compiled once for each engine."""
    kept = _interests.get(id(engine))
    if kept is None or kept[0] is not engine:
        writer = BodyWriter(engine.plan)
        for number, adviser in enumerate(engine.plan.advisers):
            writer.row_of(f"interest{number}", adviser.interest)
        bodies = writer.compiled()
        kept = (engine, tuple(bodies[f"interest{number}"] for number in range(len(engine.plan.advisers))))
        if len(_interests) >= _MOST_KEPT:
            _interests.pop(next(iter(_interests)))
        _interests[id(engine)] = kept
    return kept[1]
