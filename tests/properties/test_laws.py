"""Laws of the engine, over the shipped scenarios and over generated ones: what must hold in every game."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import game
from game.record.notation import parse, replay
from game.rules import terms
from game.rules.answers import IllegalMove
from game.rules.causes import Cause
from game.rules.effects import UNTOLD, Change, Effect, Let, When
from game.rules.engine import engine_for
from game.rules.plan import AT, ENDING, Move, Plan
from game.rules.play import Game
from game.rules.terms import Apply, Const, Drawn, Slot, Term, TermTooLarge, emit, evaluate
from tests.strategies import CHOICES, FEWER, POOL, Play, made_up, plays, read_text, scenario_texts

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.xdist_group("laws")  # so that the pool of scenarios and its engines are made on one worker


def tracks_of(position: Game) -> dict[str, int]:
    """Every track with its value, the hidden ones included."""
    return position.values()


def all_lines(position: Game) -> list[tuple[str, ...]]:
    """This line and every branch, as notation."""
    return [tuple(map(str, g.played)) for g in (*position.branches, position)]


# Generated scenarios


@pytest.mark.parametrize("choices", [(0,), (3, 1, 4, 1, 5), (29, 8)])
def test_every_generated_scenario_plays_to_an_end(choices: tuple[int, ...]) -> None:
    for number in range(POOL):
        assert Play(game.start(made_up(number), 1), choices).end(1_000).over, number


@FEWER
@given(scenario_texts(), CHOICES)
def test_a_scenario_that_can_be_made_smaller_reads_and_plays_to_an_end(text: str, choices: tuple[int, ...]) -> None:
    assert Play(game.start(read_text(text), 1), choices).end(1_000).over


# Bookkeeping


@given(plays())
def test_tracks_stay_in_bounds(play: Play) -> None:
    for position in play.positions():
        for slot, value in zip(position.plan.slots, position.state, strict=True):
            assert type(value) is int
            assert slot.low <= value <= slot.high, slot.name


@given(plays())
def test_start_and_all_changes_give_the_state(play: Play) -> None:
    values = {slot.name: slot.start for slot in play.start.plan.slots if slot.track is not None}
    for position in play.positions():
        for cause in position.causes:
            assert cause.before == values[cause.track], cause
            assert cause.applied + cause.lost == cause.asked
            values[cause.track] += cause.applied
        assert values == tracks_of(position)
        for cause in position.causes[:3]:
            assert cause in position.why(cause.track)


@given(plays())
def test_the_traced_engine_gives_the_same_state(play: Play) -> None:
    engine, world = play.start.engine, play.start.world
    assert engine.opening(world) == engine.opening_log(world)[0] == play.start.state
    for position in play.positions():
        if position.past is not None and position.move is not None:
            assert engine.play_log(position.past.state, position.move.index, world)[0] == position.state


# Moves


@given(plays(), st.integers(0, 30))
def test_a_preview_is_exact_up_to_what_is_hidden(play: Play, depth: int) -> None:
    position = play.end(depth)
    before = position.state
    for move in position.moves:
        preview, after = position.preview(move), position.play(move)
        assert preview.causes == tuple(c for c in after.causes if not c.revealed)
        assert preview.reveals == after.revealed
        if not preview.reveals:
            assert preview.causes == after.causes
            assert preview.ends == (after.outcome.label if after.outcome else "")
            assert {t: span[1] for t, span in preview.totals().items()} == {
                t: v for t, v in tracks_of(after).items() if v != tracks_of(position)[t]
            }
        assert position.state == before


@given(plays(), st.integers(0, 30))
def test_every_listed_move_plays_and_every_other_is_refused_with_a_reason(play: Play, depth: int) -> None:
    position = play.end(depth)
    legal = position.moves
    assert len(set(map(str, legal))) == len(legal)
    for plan in position.plan.moves:
        if plan.move in legal:
            assert position.why_not(plan.move) == ()
            after = position.play(str(plan.move))
            assert after.past is position and after.move is plan.move
        else:
            state = position.state
            with pytest.raises(IllegalMove) as refused:
                position.play(plan.move)
            assert refused.value.unmet and all(str(u) for u in refused.value.unmet)
            assert refused.value.unmet == position.why_not(plan.move)
            assert position.state is state and position.moves == legal


@given(plays())
def test_some_move_is_always_legal_until_the_game_ends(play: Play) -> None:
    for position in play.positions():
        assert bool(position.moves) != position.over
        assert (position.outcome is not None) == position.over
        assert position.outcome is None or position.outcome.turn == position.turn <= position.scenario.last_turn


@given(plays())
def test_every_game_ends(play: Play) -> None:
    asking = [d for d in play.start.plan.decisions if d.kind != "over"]
    most = play.start.scenario.last_turn * len(asking)
    assert play.end(most + 1).over


# Time


@given(plays(), st.randoms(use_true_random=True))
def test_time_travel_gives_back_the_same_states(play: Play, _: Random) -> None:
    line = list(play.positions())
    end = line[-1]
    assert [g.state for g in end.line] == [g.state for g in line]
    back = end
    for position in reversed(line[:-1]):
        back = back.undo()
        assert back.state == position.state and back.played == position.played
        assert back.moves == position.moves
    assert back.undo() is back
    for position in line[1:]:
        assert back.can_redo
        back = back.redo()
        assert back.state == position.state
    assert back.redo() is back and not back.can_redo
    for depth in {0, len(line) // 2, len(line) - 1}:
        there = end.back_to(depth)
        assert there.state == line[depth].state and there.depth == depth
        tip = there.branches[-1] if there.branches else there
        again = there.switch(tip) if there.branches else there
        assert again.state == end.state and again.played == end.played
    for turn in {g.turn for g in line}:
        assert end.at(turn).state == next(g.state for g in line if g.turn == turn)
        assert end.at(turn).turn == turn


@st.composite
def tangled(draw: st.DrawFn) -> Play:
    """A game with branches: played, undone, gone back and switched."""
    position = draw(plays()).start
    for step in draw(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 30)), max_size=40)):
        position = wander(position, *step)
    return Play(position, ())


def wander(position: Game, what: int, which: int) -> Game:
    """One step of a player who cannot decide."""
    match what:
        case 0:
            return position.undo()
        case 1:
            return position.redo()
        case 2:
            return position.back_to(which % (position.depth + 1))
        case 3 if position.branches:
            return position.switch(position.branches[which % len(position.branches)])
        case _ if not position.over:
            return position.play(position.moves[which % len(position.moves)])
        case _:
            return position.back_to(which % (position.depth + 1))


@given(tangled())
def test_a_record_gives_back_the_whole_game(tangle: Play) -> None:
    position = tangle.start
    text = position.record()
    again = replay(parse(text), position.scenario)
    assert again.divergence is None and not again.older
    assert again.game.state == position.state and again.game.state_hash == position.state_hash
    assert again.game.world == position.world
    assert all_lines(again.game) == all_lines(position)
    assert again.game.record() == text


# Chance


def batch() -> list[str]:
    """The ends of a few games of every kind, as a line each."""
    ends: list[str] = []
    for name in ("deft-diplomacy", "ladder", *range(0, POOL, 20)):
        scenario = made_up(name) if isinstance(name, int) else game.load(name)
        for seed in range(4):
            end = Play(game.start(scenario, seed), (3, 1, 4, 1, 5, seed)).end()
            ends.append(f"{name} {seed} {end.state_hash} {list(end.state)} {end.outcome and end.outcome.label}")
    return ends


def test_another_process_with_other_hashing_plays_the_same_games() -> None:
    source = "from tests.properties.test_laws import batch; print('\\n'.join(batch()))"
    environment = {**os.environ, "PYTHONHASHSEED": "4242"}
    run = subprocess.run(
        [sys.executable, "-c", source],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert run.stdout.splitlines() == batch()


@given(plays(), CHOICES)
def test_two_interleaved_games_do_not_disturb_each_other(play: Play, choices: tuple[int, ...]) -> None:
    alone = [g.state for g in play.positions()]
    beside = Play(game.start(play.start.scenario, 99, play.start.difficulty), choices)
    other_alone = [g.state for g in beside.positions()]
    ones, others = play.positions(), beside.positions()
    states: tuple[list[Any], list[Any]] = ([], [])
    for _ in range(max(len(alone), len(other_alone))):
        for walk, seen in ((ones, states[0]), (others, states[1])):
            if (position := next(walk, None)) is not None:
                seen.append(position.state)
                assert position.causes is not None
    assert states == (alone, other_alone)


@given(plays(), CHOICES)
def test_the_world_does_not_depend_on_play(play: Play, other: tuple[int, ...]) -> None:
    seen, start = [], play.start
    for choices in (play.choices, other):
        drawn: dict[int, list[int]] = {}
        for position in Play(start, choices).positions():
            assert position.world == start.world
            values = [
                evaluate(v.term, position.state, position.world.tables)  # type: ignore[arg-type]
                for v in start.plan.names.drawn.values()
            ]
            assert drawn.setdefault(position.turn, values) == values
        seen.append(drawn)
    for turn in seen[0].keys() & seen[1].keys():
        assert seen[0][turn] == seen[1][turn]
    again = game.start(start.scenario, start.seed, start.difficulty)
    assert again.world == start.world and again.state == start.state


# Compiled and interpreted


def effects_of(plan: Plan) -> Iterator[Effect]:
    """Every effect of a plan, those under a condition included."""
    bodies = [m.effects for m in plan.moves] + [e.effects for e in plan.events]
    waiting = [e for body in (*bodies, *(law.effects for p in plan.phases for law in p.laws)) for e in body]
    while waiting:
        effect = waiting.pop()
        yield effect
        if isinstance(effect, When):
            waiting += effect.body


def terms_of(plan: Plan) -> list[Term]:
    """Every term that a game could ask for."""
    found: list[Term | None] = [r.term for m in plan.moves for r in m.requirements]
    found += [t for m in plan.moves for r in m.requirements for _, t in r.speaks_of]
    for effect in effects_of(plan):
        if isinstance(effect, Change):
            found.append(effect.amount)
        elif isinstance(effect, Let):
            found.append(effect.term)
        elif isinstance(effect, When):
            found.append(effect.test)
    found += [case.test for case in plan.endings]
    found += [legacy.measure for legacy in plan.legacies]
    found += [t for e in plan.events for t in (e.trigger, e.weight)]
    found += [s.member for s in plan.stages]
    found += [t for s in plan.stages for faces in s.faces for t, _ in faces]
    found.append(plan.score)
    return list(dict.fromkeys(t for t in found if t is not None))


def parts(term: Term) -> Iterator[Term]:
    yield term
    if isinstance(term, Apply):
        for argument in term.args:
            yield from parts(argument)


@cache
def _compiled(scenario_id: int, level: str, plan_of: Any) -> tuple[Any, list[Term], list[terms.Local]]:
    plan = plan_of(scenario_id, level)
    found = terms_of(plan)
    locals_ = list({p.name: p for t in found for p in parts(t) if isinstance(p, terms.Local)}.values())
    names = "".join(f", {local.name}" for local in locals_)
    source = f"def f(v, w{names}): return ({''.join(emit(t) + ', ' for t in found)})"
    return _function(source), found, locals_


def _function(source: str) -> Any:
    space: dict[str, Any] = {"__builtins__": {}, **terms.EMITTED_NAMES}
    exec(compile(source, "<test>", "exec"), space)
    return space["f"]


_STARTS: dict[int, Game] = {}


def _plan_of(key: int, level: str) -> Plan:
    return engine_for(_STARTS[key].scenario, level).plan


@given(plays(), st.integers(0, 2**32))
def test_compiled_terms_equal_interpreted_ones_and_stay_in_their_bounds(play: Play, dice: int) -> None:
    start = play.start
    _STARTS[id(start.scenario)] = start
    function, found, locals_ = _compiled(id(start.scenario), start.difficulty, _plan_of)
    rng = Random(dice)
    state = [rng.choice((s.low, s.high, rng.randint(s.low, s.high))) for s in start.plan.slots]
    state[AT], state[ENDING] = 0, 0
    held = {local.name: rng.randint(local.low, local.high) for local in locals_}
    tables: Any = start.world.tables
    for term, value in zip(found, function(state, tables, **held), strict=True):
        assert value == evaluate(term, state, tables, held), emit(term)
        assert term.low <= value <= term.high, emit(term)


SLOTS = (
    Slot(0, 1, 3),
    Slot(1, -5, 5),
    Slot(2, 0, 1),
    Slot(3, 0, 10**6),
    Slot(4, -3, -1),
    Slot(5, 0, 0),
    Slot(6, -1, 2),
)
_LEAVES = st.one_of(
    st.sampled_from(SLOTS), st.integers(-9, 9).map(Const), st.just(Drawn(0, 0, 4)), st.just(Const(10**9))
)
_PAIRS = ("-", "*", "//", "%", "==", "!=", "<", "<=", ">", ">=")


def _apply(op: str, args: list[Term]) -> Term:
    """The operation, or its first part where a value could outgrow 64 bits."""
    try:
        return terms.apply(op, *args)
    except TermTooLarge:
        return args[0]


def _truth(term: Term) -> Term:
    return _apply(">", [term, Const(0)])


def _grown(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    truths = inner.map(_truth)
    return st.one_of(
        st.builds(lambda op, a, b: _apply(op, [a, b]), st.sampled_from(_PAIRS), inner, inner),
        st.builds(_apply, st.sampled_from(("+", "min", "max")), st.lists(inner, min_size=1, max_size=4)),
        st.builds(_apply, st.sampled_from(("and", "or")), st.lists(truths, max_size=4)),
        st.builds(lambda op, a: _apply(op, [a]), st.sampled_from(("neg", "abs")), inner),
        truths.map(lambda t: _apply("not", [t])),
        st.builds(lambda t, a, b: _apply("if", [t, a, b]), truths, inner, inner),
        st.lists(inner, min_size=3, max_size=3).map(lambda values: _apply("choose", [SLOTS[6], *values])),
        st.lists(st.tuples(truths, inner), max_size=4).map(terms.argmax),
    )


@given(st.recursive(_LEAVES, _grown, max_leaves=25), st.integers(0, 2**32))
@example(_apply("%", [SLOTS[1], SLOTS[6]]), 1)
@example(_apply("//", [SLOTS[3], SLOTS[6]]), 1)
def test_any_compiled_expression_equals_the_interpreted_one(term: Term, dice: int) -> None:
    function = _function(f"def f(v, w): return {emit(term)}")
    rng = Random(dice)
    for _ in range(5):
        state = [rng.choice((s.low, s.high, rng.randint(s.low, s.high))) for s in SLOTS]
        world: Any = ((rng.randint(0, 4), rng.randint(0, 4), rng.randint(0, 4)),)
        value = evaluate(term, state, world)
        assert function(state, world) == value
        assert term.low <= value <= term.high


# The reckoning


def _after_envoys(plan: Plan) -> bool:
    """Whether nothing but laws and endings follows the last envoy's mission."""
    kinds = [p.kind for p in plan.phases]
    return "envoys" in kinds and "dispatches" not in kinds[kinds.index("envoys") :]


def _without_mission(position: Game, move: Move, causes: tuple[Cause, ...]) -> tuple[int, ...]:
    """The state in which a mission leaves the tracks, with nothing after it yet."""
    state = list(position.state)
    for effect in position.plan.moves[move.index].effects:
        if isinstance(effect, Change) and effect.origin == UNTOLD:
            state[effect.slot] = effect.amount.low  # a card played, a summit attended: no cause tells of it
    for cause in causes:
        if cause.kind == "mission":
            state[position.engine.slot_of[cause.track]] = cause.after
    return tuple(state)


@given(plays(), st.integers(0, 30))
def test_the_reckoning_is_what_the_laws_then_do(play: Play, depth: int) -> None:
    plan = play.start.plan
    last = max((d.index for d in plan.decisions if d.kind == "envoy"), default=-1)
    position = play.end(depth)
    while not position.over and position.state[AT] != last:
        position = position.play(position.moves[play.choices[0] % len(position.moves)])
    if position.over or not _after_envoys(plan):
        return
    for move in position.moves:
        after = position.play(move)
        ends_itself = any(isinstance(e, (game.rules.effects.Finish, When)) for e in plan.moves[move.index].effects)
        shown = after.causes
        state = _without_mission(position, move, shown)
        settled, log = position.engine.settle_log(state, position.world)
        told = game.rules.causes.causes_of(plan, log, position.turn, str(move))
        did = tuple(c for c in shown if c.kind == "law" and not c.revealed)
        if ends_itself and after.over and not did:
            continue  # the mission itself ended the game
        assert told == did
        if settled[ENDING] or (after.over and after.turn == position.turn):
            assert after.over and settled[ENDING] == after.state[ENDING]


@given(plays())
def test_the_reckoning_changes_nothing(play: Play) -> None:
    for position in play.positions(12):
        state, moves = position.state, position.moves
        seen = position.reckoning()
        assert (position.state, position.moves) == (state, moves)
        assert position.reckoning() == seen and not seen.reveals


def test_the_pool_of_generated_scenarios_uses_the_whole_language() -> None:
    """A generator that never writes a thing tests nothing about it."""
    plans = [engine_for(made_up(n), "standard").plan for n in range(0, POOL, 2)]
    kinds = {s.kind for p in plans for s in p.stages} | {s.stream_kind for p in plans for s in p.stages}
    kinds |= {s.kind for p in plans for s in p.streams} | {m.kind for p in plans for m in p.moves}
    assert kinds >= {"scheduled", "conditional", "dated", "deck", "agenda", "dealt", "repeated", "shuffled", "rolled"}
    assert kinds >= {"order", "window", "option", "card", "summit", "action", "pass"}
    assert any(s.spill is not None for p in plans for s in p.slots)
    assert any(type(e).__name__ == "Finish" for p in plans for e in effects_of(p))
    assert max(len(p.phases) for p in plans) >= 5
