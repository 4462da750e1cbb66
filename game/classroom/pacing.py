"""The pace of a lesson: what comes next, what holds it back, who is waited for, what is due now."""

from __future__ import annotations

from collections.abc import Callable, Collection

from game.classroom import ballots
from game.classroom import plan as stages
from game.classroom.events import Event, StageBegan
from game.classroom.state import State, Student, Table
from game.words import say, say_many

Present = Collection[str]
"""The students whose devices are there."""


def elapsed(state: State, now: int) -> int:
    """The milliseconds of the present sitting."""
    return max(0, now - state.sitting) if state.sitting else 0


def following(state: State) -> int:
    """The index of the stage that comes next by the plan; the last one has none but itself."""
    index = min(state.stage + 1, len(state.plan.stages) - 1)
    if state.now.kind in stages.PLAY and all(table.finished for table in state.tables.values()):
        if state.now.kind == stages.WHY:
            return state.plan.debrief  # every game has come to its end
    if state.now.kind in (stages.TALK, stages.VOTE):
        done = all(table.ballot is None for table in state.tables.values())
        return _of_turn(state, stages.CONSEQUENCES) if done else _of_turn(state, stages.VOTE)
    return index


def _of_turn(state: State, kind: str) -> int:
    turn = state.now.turn
    return next(i for i, stage in enumerate(state.plan.stages) if stage.kind == kind and stage.turn == turn)


def may_follow(state: State, index: int) -> bool:
    """Whether a stage can begin now: the next one, or any part of the debrief or exit that lies ahead."""
    if not 0 <= index < len(state.plan.stages):
        return False
    if index == following(state):
        return state.now.kind != stages.END
    kind = state.plan.stages[index].kind
    return index > state.stage and index >= state.plan.debrief and kind not in stages.PLAY


def held(state: State, now: int) -> str:
    """Why the next turn is held back, in words: the readiness gate or the debrief guard. Empty if nothing does."""
    stage = state.plan.stages[following(state)]
    if stage.kind != stages.READ:
        return ""
    if stage.turn == 1:
        return "; ".join(unready(state))
    return guard(state, now, stage.turn)


def guard(state: State, now: int, turn: int) -> str:
    """The debrief guard: told when a turn would leave less than a third of the lesson for debriefing."""
    ends = elapsed(state, now) // 1000 + state.plan.turn_seconds(turn)
    over = ends - state.plan.latest_end_of(turn)
    if over <= 0:
        return ""
    late = say_many("{count} minute", "{count} minutes", -(-over // 60))
    return say(
        "Turn {turn} would push the debrief below a third of the lesson, by {late}. Debriefing is the lesson.",
        turn=turn,
        late=late,
    )


def unready(state: State) -> tuple[str, ...]:
    """What the readiness gate still waits for, in words: roles set, and the questions on the rules answered."""
    missing: list[str] = []
    if state.hands or not state.students:
        if "roles" not in state.confirmed:
            missing.append(say("the roles are not dealt"))
        if state.questions and "questions" not in state.confirmed:
            missing.append(say("the questions on the rules are not answered"))
        return tuple(missing)
    if "questions" not in state.confirmed:
        behind = [s for s in state.students.values() if not s.skipped and not knows_rules(state, s)]
        if behind:
            count = len(behind)
            missing.append(say_many(
                "{count} student has not answered the questions on the rules",
                "{count} students have not answered the questions on the rules",
                count,
            ))  # fmt: skip
    return tuple(missing)


def knows_rules(state: State, student: Student) -> bool:
    """Whether a student has found the right answer to every question."""
    return all(student.answers.get(number) == right for number, right in enumerate(state.questions))


def waiting_for(state: State) -> tuple[Student, ...]:
    """The students from whom something is still expected in this stage; those skipped are not waited for."""
    lacks = _expected(state)
    return tuple(s for s in state.students.values() if not s.skipped and lacks(s)) if lacks is not None else ()


def _expected(state: State) -> Callable[[Student], bool] | None:
    """Whether a student still owes what the stage asks for; None where nothing is asked."""
    kind, turn = state.now.kind, state.now.turn
    if kind == stages.JOIN:
        return lambda s: not s.trial
    if kind == stages.BRIEF:
        return lambda s: not knows_rules(state, s) or s.prediction is None
    if kind in (stages.TALK, stages.VOTE) and not state.hands:
        return lambda s: _owes_vote(state, s)
    if kind == stages.WHY:
        return lambda s: (s.id, f"why:{turn}") not in state.lines
    if kind == stages.WRITING:
        return lambda s: (s.id, "writing") not in state.lines
    if kind == stages.EXIT:
        return lambda s: s.ticket is None
    return None


def _owes_vote(state: State, student: Student) -> bool:
    table = state.table_of(student.id)
    return table is not None and table.ballot is not None and student.id not in table.ballot.votes


def full(state: State, table: Table, present: Present) -> bool:
    """Whether everybody who is there and waited for has voted."""
    if table.ballot is None or state.hands:
        return False
    there = [s.id for s in ballots.voters_of(state, table.id) if s.id in present]
    return bool(there) and all(id in table.ballot.votes for id in there)


def due(state: State, now: int, present: Present) -> Event | None:
    """What votes and time make happen now, if anything: apply it and ask again.

    A ballot closes when all who are there have voted (in a plenary only once the vote is called), and when the time
    is up. A turn goes on when every table has played it. Gate and guard hold the next turn back until the teacher
    says otherwise; hands are waited for as long as it takes.
    """
    kind = state.now.kind
    if kind in (stages.LOBBY, stages.END):
        return None
    over = not state.paused and state.clock.ends is not None and now >= state.clock.ends
    if kind in (stages.TALK, stages.VOTE):
        return _vote_due(state, now, present, over)
    if over and not held(state, now):
        return StageBegan(at=now, stage=following(state))
    return None


def _vote_due(state: State, now: int, present: Present, over: bool) -> Event | None:
    open_ones = [table for table in state.tables.values() if table.ballot is not None]
    if not open_ones:
        return StageBegan(at=now, stage=following(state))
    if state.now.kind == stages.VOTE or not state.plenary:
        for table in open_ones:
            if full(state, table, present):
                return ballots.closing(state, table, now)
    if not over:
        return None
    if state.now.kind == stages.TALK:
        return StageBegan(at=now, stage=following(state))
    if state.hands:
        return None
    for table in open_ones:
        if table.ballot is not None and not table.ballot.fresh:
            return ballots.closing(state, table, now)
    return StageBegan(at=now, stage=following(state))
