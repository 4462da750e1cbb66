"""Playing a batch and the reference engine side by side, slot for slot."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from game.lab.batch.games import Batch
from game.lab.batch.hidden import events_seen
from game.rules.chance import World
from game.rules.engine import AT, Engine
from game.rules.play import Game, start

Pick = Callable[[int, int, tuple[int, ...]], int]
"""(step, game, legal moves) -> the move, or -1 for no move in this game now."""


def play_beside(engine: Engine, worlds: Sequence[World], batch: Batch, pick: Pick, most: int = 5_000) -> int:
    """Play every game to its end in both; gives the number of states compared.

    Raises `AssertionError` at the first slot, legal move or score that differs.
    """
    states = [engine.opening(world) for world in worlds]
    compared = 0
    for step in range(most):
        told = np.array(states, "i8")
        differ = np.argwhere(batch.state != told)
        if len(differ):
            game, slot = differ[0]
            what = f"{engine.plan.scenario.id} {engine.plan.level}, step {step}, seed {worlds[game].seed}"
            name = engine.plan.slots[slot].name
            raise AssertionError(f"{what}: {name} is {batch.state[game, slot]}, not {told[game, slot]}")
        compared += len(states)
        table = batch.legal()
        moves = np.full(len(worlds), -1)
        for game, (state, world) in enumerate(zip(states, worlds, strict=True)):
            legal = engine.legal(state, world)
            assert sorted(legal) == np.flatnonzero(table[game]).tolist(), (engine.plan.scenario.id, world.seed, step)
            if legal and (move := pick(step, game, legal)) >= 0:
                moves[game] = move
                states[game] = engine.play(state, move, world)
        if all(state[AT] == engine.plan.over for state in states):
            break
        batch.play(moves)
    else:
        raise AssertionError(f"no end after {most} steps")
    batch.play(moves)
    assert batch.state.tolist() == [list(state) for state in states]
    assert batch.over.all()
    assert batch.score.tolist() == [engine.score(s, w) for s, w in zip(states, worlds, strict=True)]
    return compared + len(states)


def twin(position: Game, seed: int) -> Game:
    """A game of another seed that its player cannot tell from this one: all that is known is dealt alike."""
    engine, world = position.engine, position.world
    known: dict[str, tuple[str, ...]] = {}
    seen = int(events_seen(engine.plan, np.array([position.turn]), np.array([position.state[AT]]))[0])
    for number, stream in enumerate(engine.plan.streams):
        ahead = engine.plan.stream_tables[number][2]
        order = stream.order(world.seed) if stream.kind in ("order", "window") else []
        match stream.kind:
            case "order":
                known[stream.name] = tuple(stream.ids[i] for i in order[: position.turn + ahead])
            case "window":
                shown = stream.slide * (position.turn - 1) + stream.show
                known[stream.name] = tuple(stream.ids[i] for i in order[:shown])
            case "dealt" | "repeated":
                drawn = [e for events in world.tables[number][:seen] if isinstance(events, tuple) for e in events]
                known[stream.name] = tuple(stream.ids[stream.indices.index(e)] for e in drawn)
    other = start(position.scenario, seed, position.difficulty, dealt=known)
    for move in position.played:
        other = other.play(move)
    assert other.state == position.state
    return other
