"""Looking at finished games again: how likely a win was at each turn, what each choice was worth, what events came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from attrs import frozen

from game.lab.balance.playing import Step, full_term
from game.lab.batch.games import Batch
from game.lab.batch.hidden import spread_seeds
from game.lab.batch.playouts import finish
from game.lab.batch.policies import PolicyChoice, RowPolicy
from game.lab.batch.rows import Row
from game.lab.batch.worlds import seeds_of
from game.lab.searching import best_policy
from game.lab.watching import Stepping
from game.rules.chance import site_of
from game.rules.engine import Engine
from game.rules.plan import ENDING

Line = tuple[Step, ...]
"""The decisions of one game."""


@frozen
class Weighed:
    """What the open moves of one decision were worth."""

    turn: int
    decision: int
    moves: tuple[int, ...]
    scores: tuple[float, ...]
    """For each move the mean score of its continuations, 0 where they did not last their full term."""
    wins: tuple[float, ...]
    """For each move the part of its continuations that were won."""


def chances(engine: Engine, seeds: Sequence[int], lines: Sequence[Line], times: int) -> list[dict[int, float]]:
    """For each game: at the first decision of each turn, how many of so many continuations are won, from 0 to 1."""
    found: list[dict[int, float]] = [{} for _ in lines]
    for number, batch in _replayed(engine, seeds, lines):
        here = [g for g, line in enumerate(lines) if _begins(line, number)]
        if not here:
            continue
        owner = np.repeat(np.array(here), times)
        won, _ = _continued(engine, batch, owner, _seeds("chances", seeds, here, number, times))
        for game, part in zip(here, np.split(won, len(here)), strict=True):
            found[game][lines[game][number].turn] = float(np.count_nonzero(part)) / times
    return found


def weights(engine: Engine, seeds: Sequence[int], lines: Sequence[Line], times: int) -> list[Weighed]:
    """Every decision with two open moves or more: each move continued so many times, in the same worlds for all."""
    told: list[Weighed] = []
    for number, batch in _replayed(engine, seeds, lines):
        here = [g for g, line in enumerate(lines) if number < len(line) and len(line[number].legal) > 1]
        if not here:
            continue
        pairs = [(g, move) for g in here for move in lines[g][number].legal]
        worlds = dict(zip(here, np.split(_seeds("weights", seeds, here, number, times), len(here)), strict=True))
        owner = np.repeat(np.array([g for g, _ in pairs]), times)
        moves = np.repeat(np.array([move for _, move in pairs]), times)
        won, score = _continued(engine, batch, owner, np.concatenate([worlds[g] for g, _ in pairs]), moves)
        means = score.reshape(-1, times).sum(axis=1), won.reshape(-1, times).sum(axis=1)
        scores, wins = ([value / times for value in row.tolist()] for row in means)
        at = 0
        for game in here:
            step, part = lines[game][number], slice(at, at + len(lines[game][number].legal))
            told.append(Weighed(step.turn, step.decision, step.legal, tuple(scores[part]), tuple(wins[part])))
            at = part.stop
    return told


def happenings(engine: Engine, seeds: Sequence[int], lines: Sequence[Line]) -> list[frozenset[int]]:
    """For each game the events that came in it, by number; played again by the engine itself, which tells all."""
    step = Stepping(engine, True)
    asked: dict[int, list[int]] = {}
    for event in engine.plan.events:
        if event.decision is not None:
            asked.setdefault(event.decision, []).append(event.index)
    told = []
    for seed, line in zip(seeds, lines, strict=True):
        world = engine.world(seed)
        state, events = step.opening(world)
        came = set(events)
        for choice in line:
            came.update(asked.get(choice.decision, ()))
            state, events = step.play(state, choice.move, world)
            came.update(events)
        told.append(frozenset(came))
    return told


def _begins(line: Line, number: int) -> bool:
    """Whether a turn begins with this decision of a game."""
    return number < len(line) and (number == 0 or line[number - 1].turn != line[number].turn)


def _replayed(engine: Engine, seeds: Sequence[int], lines: Sequence[Line]) -> Iterator[tuple[int, Batch]]:
    """The games before their first decision, their second, and so on; those that are over stay as they are."""
    batch = Batch.new(engine, seeds_of(seeds))
    for number in range(max((len(line) for line in lines), default=0)):
        yield number, batch
        batch.play(np.array([line[number].move if number < len(line) else -1 for line in lines]))


def _seeds(what: str, seeds: Sequence[int], games: Sequence[int], number: int, times: int) -> Row:
    """For each of the games as many seeds of its own; they do not hang on what other games there are."""
    sites = [site_of(f"balance.{what}.{seeds[game]}.{number}") for game in games]
    return np.concatenate([spread_seeds(site, times) for site in sites])


def _continued(engine: Engine, batch: Batch, owner: Row, worlds: Row, moves: Row | None = None) -> tuple[Row, Row]:
    """Whether each continuation is won, and its score: what is hidden drawn anew, a move, then the best policy."""
    imagined = batch.imagining(owner, worlds)
    if moves is not None:
        imagined.play(moves)
    choice = PolicyChoice(worlds.copy(), RowPolicy.of(engine, best_policy(engine)))
    played = finish(imagined, choice).ordered()
    ending = played.columns[ENDING]
    won = np.array([False, *(case.won for case in engine.plan.endings)]).take(ending)
    kept = np.array(full_term(engine.plan)).take(ending)
    return won, np.where(kept, played.score, 0)
