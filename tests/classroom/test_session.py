"""The session: students, votes, stages and time as a function of events."""

from __future__ import annotations

from collections import Counter

import pytest

from game.classroom import ballots, events, pacing
from game.classroom import plan as stages
from game.classroom.ballots import caretaker
from game.classroom.events import JournalError
from game.classroom.plan import plan_for
from game.classroom.session import replay
from game.classroom.state import BACK, INTERIM, Refused
from game.record.notation import parse
from game.record.notation import replay as play_again
from tests.classroom.lessons import Lesson, opening


def same(lesson: Lesson) -> None:
    """The journal played again gives the same lesson."""
    again, state = lesson.replayed(), lesson.state
    assert (again.students, again.lines, again.clock, again.stage) == (
        state.students, state.lines, state.clock, state.stage,
    )  # fmt: skip
    records = {id: table.game.record() for id, table in state.tables.items()}
    assert {id: table.game.record() for id, table in again.tables.items()} == records
    assert {k: (t.ballot, t.decided) for k, t in again.tables.items()} == {
        k: (t.ballot, t.decided) for k, t in state.tables.items()
    }


@pytest.mark.parametrize(("minutes", "last", "turns"), [(45, 8, 4), (90, 8, 8), (45, 3, 3), (90, 3, 3), (90, 1, 1)])
def test_the_run_of_show_fits_the_lesson_and_leaves_a_third_for_debriefing(minutes: int, last: int, turns: int) -> None:
    plan = plan_for(minutes, last)
    assert plan.turns == turns
    assert sum(stage.seconds for stage in plan.stages) <= minutes * 60
    assert sum(s.seconds for s in plan.stages if s.kind in stages.DEBRIEF) >= minutes * 20
    for turn in range(1, turns + 1):
        begins = plan.begins(next(i for i, s in enumerate(plan.stages) if s.turn == turn))
        assert begins + plan.turn_seconds(turn) <= plan.latest_end_of(turn)


def test_students_join_teams_of_three_with_roles_and_nicknames_of_their_own() -> None:
    lesson = Lesson("deft-diplomacy", "teams")
    lesson.join(7)
    students = list(lesson.state.students.values())
    assert Counter(s.team for s in students) == {"t1": 3, "t2": 3, "t3": 1}
    assert [s.role for s in students[:3]] == ["envoy.president", "envoy.prime_minister", "envoy.foreign_minister"]
    assert len({s.nickname for s in students}) == 7
    assert set(lesson.state.tables) == {"t1", "t2", "t3"}
    lesson.do(events.Moved, student="s1", team="t3")
    assert lesson.state.students["s1"].role == "envoy.prime_minister"
    lesson.do(events.RoleGiven, student="s1", role="adviser.treasury")
    assert "no such role" in lesson.refused(events.RoleGiven, student="s1", role="king")
    assert "no team" in lesson.refused(events.Moved, student="s1", team="../x")
    same(lesson)


def test_a_vote_is_changed_until_it_is_closed_and_late_messages_do_not_turn_it_back() -> None:
    lesson = Lesson()
    a, b, c = lesson.join(3)
    lesson.begin()
    assert "Nothing" in lesson.refused(events.Voted, student=a, table="class", ballot=1, choice="x")
    lesson.run(45)
    assert lesson.state.now.kind == stages.TALK
    lesson.vote(a, 0, count=1)
    choice = lesson.vote(a, 1, count=3)
    options = lesson.table().ballot.options  # type: ignore[union-attr]
    late = lesson.refused(events.Voted, student=a, table="class", ballot=1, choice=options[0], count=2)
    assert "later vote" in late
    assert lesson.run() == []  # in a plenary the vote is called before it can be full
    lesson.run(105)
    assert lesson.state.now.kind == stages.VOTE
    lesson.vote(b, 1)
    lesson.vote(c, 0)
    closed = lesson.run()[0]
    assert isinstance(closed, events.Closed) and (closed.choice, closed.how) == (choice, "votes")
    assert lesson.table().decided[-1].counts == {**dict.fromkeys(options, 0), options[0]: 1, options[1]: 2}
    refused = lesson.refused(events.Voted, student=a, table="class", ballot=1, choice=options[0])
    assert "Nothing" in refused or "closed" in refused
    same(lesson)


def test_only_those_who_are_there_and_not_skipped_are_waited_for() -> None:
    lesson = Lesson()
    a, b, c = lesson.join(3)
    lesson.begin()
    lesson.to(stages.VOTE)
    lesson.vote(a)
    assert {s.id for s in pacing.waiting_for(lesson.state)} == {b, c}
    lesson.do(events.Skipped, student=b)
    assert {s.id for s in pacing.waiting_for(lesson.state)} == {c}
    assert lesson.run(1) == []
    assert isinstance(lesson.run(1, present=[a, b])[0], events.Closed)
    lesson.to(stages.VOTE)
    lesson.vote(b)
    assert not lesson.state.students[b].skipped


def test_ties_and_silence_are_decided_by_a_lot_that_falls_alike_everywhere() -> None:
    chosen = set()
    for _ in range(2):
        lesson = Lesson()
        a, b = lesson.join(2)
        lesson.begin()
        lesson.to(stages.VOTE)
        lesson.vote(a, 2)
        lesson.vote(b, 4)
        closed = lesson.run()[0]
        assert isinstance(closed, events.Closed) and closed.how == "tie"
        assert closed.choice in (lesson.table().decided[0].options[2], lesson.table().decided[0].options[4])
        lesson.to(stages.VOTE)
        silent = next(e for e in lesson.run(30) if isinstance(e, events.Closed))
        assert silent.how == "lot"
        chosen.add((closed.choice, silent.choice))
    assert len(chosen) == 1


def test_nobody_closes_a_ballot_against_its_votes() -> None:
    lesson = Lesson()
    (a,) = lesson.join(1)
    lesson.begin()
    lesson.to(stages.VOTE)
    lesson.vote(a, 1)
    other = lesson.table().ballot.options[0]  # type: ignore[union-attr]
    assert "votes say" in lesson.refused(events.Closed, table="class", ballot=1, choice=other, how="votes")
    lesson.do(events.Closed, table="class", ballot=1, choice=other, how="teacher")
    assert lesson.table().decided[-1].how == "teacher"


def test_teams_with_the_same_choices_have_byte_identical_records() -> None:
    lesson = Lesson("deft-diplomacy", "teams")
    lesson.join(9)
    lesson.begin()
    for turn in range(3):
        lesson.to(stages.TALK)
        for _ in range(40):
            waiting = [s.id for s in pacing.waiting_for(lesson.state)]
            if not waiting:
                break
            for student in waiting:
                table = lesson.state.table_of(student)
                if table is not None and table.ballot is not None and student not in table.ballot.votes:
                    lesson.vote(student, turn)
            lesson.run()
        assert lesson.state.now.kind == stages.CONSEQUENCES
    records = {table.game.record() for table in lesson.state.tables.values()}
    assert len(records) == 1 and len(lesson.state.tables) == 3
    assert all(table.game.turn == 4 for table in lesson.state.tables.values())
    replayed = play_again(parse(records.pop()), lesson.scenario)
    assert replayed.divergence is None and replayed.game.turn == 4
    same(lesson)


def test_readiness_gate() -> None:
    lesson = Lesson("deft-diplomacy")
    (a,) = lesson.join(1)
    lesson.do(events.StageBegan, stage=1)
    lesson.run(300)
    assert lesson.run(600) == []
    assert lesson.state.now.kind == stages.BRIEF
    assert len(lesson.state.questions) == 3
    assert "has not answered" in lesson.refused(events.StageBegan, stage=3)
    for number, right in enumerate(lesson.state.questions):
        lesson.do(events.Answered, student=a, question=number, choice=(right + 1) % 3)
    assert pacing.unready(lesson.state)
    for number, right in enumerate(lesson.state.questions):
        lesson.do(events.Answered, student=a, question=number, choice=right)
    assert pacing.unready(lesson.state) == ()
    lesson.run()
    assert lesson.state.now.kind == stages.READ


def test_the_teacher_may_begin_against_the_gate_and_it_is_noted() -> None:
    lesson = Lesson()
    lesson.join(2)
    lesson.do(events.StageBegan, stage=1)
    lesson.do(events.StageBegan, stage=2)
    lesson.do(events.StageBegan, stage=3, override=True)
    assert lesson.state.overridden == (3,)


def test_debrief_guard_holds_a_turn_back() -> None:
    lesson = Lesson()
    lesson.join(1)
    lesson.begin()
    lesson.do(events.Extended, seconds=12 * 60)
    lesson.to(stages.WHY)
    lesson.run(30)
    while lesson.state.now.kind != stages.WHY or not pacing.held(lesson.state, lesson.now):
        lesson.run(30)
        assert lesson.state.now.kind not in stages.DEBRIEF
    assert lesson.run(1000) == []
    turn = lesson.state.now.turn + 1
    following = pacing.following(lesson.state)
    assert f"Turn {turn} would push the debrief below a third" in lesson.refused(events.StageBegan, stage=following)
    kept = lesson.state
    lesson.do(events.StageBegan, stage=following, override=True)
    assert lesson.state.now.turn == turn
    lesson.state = kept
    lesson.do(events.StageBegan, stage=lesson.state.plan.debrief)
    assert lesson.state.now.kind == stages.WRITING


def test_time_stands_still_goes_on_and_is_extended() -> None:
    lesson = Lesson()
    lesson.join(1)
    lesson.do(events.StageBegan, stage=1)
    lesson.now += 100_000
    lesson.do(events.Paused)
    assert lesson.refused(events.Paused)
    assert lesson.run(5_000) == []
    lesson.do(events.Continued)
    lesson.do(events.Extended, seconds=60)
    assert lesson.state.clock.remaining(lesson.now) == 260_000
    assert lesson.run(259) == [] and lesson.run(2)
    same(lesson)


def test_a_restart_costs_no_time_and_a_week_is_a_new_sitting() -> None:
    lesson = Lesson()
    lesson.join(1)
    lesson.begin()
    left = lesson.state.clock.remaining(lesson.now)
    spent = pacing.elapsed(lesson.state, lesson.now)
    lesson.now += 20_000
    lesson.do(events.Restarted)
    assert lesson.state.clock.remaining(lesson.now) == left and not lesson.state.paused
    assert pacing.elapsed(lesson.state, lesson.now) == spent
    lesson.now += 7 * 24 * 3600_000
    lesson.do(events.Restarted)
    assert lesson.state.paused and lesson.state.clock.remaining(lesson.now) == left
    assert pacing.elapsed(lesson.state, lesson.now) == 0
    same(lesson)


def test_a_vote_is_opened_again_with_its_votes_and_a_turn_rewound_without_losing_anything() -> None:
    lesson = Lesson()
    a, b = lesson.join(2)
    lesson.begin()
    lesson.to(stages.VOTE)
    lesson.vote(a, 1)
    lesson.vote(b, 1)
    lesson.run()
    assert lesson.state.now.kind == stages.CONSEQUENCES
    first = lesson.table().game
    lesson.do(events.Reopened, table="class")
    ballot = lesson.table().ballot
    assert lesson.state.now.kind == stages.VOTE and ballot is not None and ballot.number == 2
    assert set(ballot.votes) == {a, b}
    lesson.vote(a, 2)
    lesson.vote(b, 2)
    lesson.run()
    assert [tip.played for tip in lesson.table().game.branches] == [first.played]
    lesson.do(events.Rewound, table="class", turn=1)
    assert lesson.table().game.depth == 0 and len(lesson.table().game.branches) == 2
    assert lesson.table().marks[-1].kind == "rewound" and lesson.state.now.kind == stages.TALK
    assert len(lesson.table().decided) == 2
    assert "not come" in lesson.refused(events.Rewound, table="class", turn=9)
    same(lesson)


def test_hands_at_any_moment() -> None:
    lesson = Lesson()
    (a,) = lesson.join(1)
    lesson.begin()
    lesson.to(stages.VOTE)
    lesson.vote(a, 0)
    lesson.do(events.HandsSet, on=True)
    options = lesson.table().ballot.options  # type: ignore[union-attr]
    assert "hands" in lesson.refused(events.Voted, student=a, table="class", ballot=1, choice=options[0])
    assert lesson.run(300) == []  # hands are waited for
    lesson.do(events.HandsCounted, table="class", ballot=1, counts={options[1]: 12, options[0]: 9})
    lesson.do(events.Closed, table="class", ballot=1, choice=options[1], how="hands")
    lesson.run()
    lesson.do(events.HandsSet, on=False)
    assert lesson.table().decided[0].counts[options[1]] == 12
    same(lesson)


def test_a_lost_team_goes_back_one_turn_or_leads_an_interim_government() -> None:
    lesson = Lesson("deft-diplomacy", "teams")
    lesson.join(2)
    lesson.do(events.Moved, student="s2", team="t2")
    lesson.begin()
    lost = _lose(lesson)
    ballots = {id: table.ballot for id, table in lesson.state.tables.items()}
    assert {id for id, b in ballots.items() if b is not None and b.decision == "again"} == {"t1", "t2"}
    turn = lost["t1"]
    lesson.vote("s1", 0)
    lesson.vote("s2", 1)
    lesson.run()
    back, interim = lesson.table("t1"), lesson.table("t2")
    assert back.marks[-1].kind == "back" and back.game.turn == turn and not back.game.over
    assert interim.marks[-1].kind == "interim" and interim.game.turn == turn + 1 and not interim.game.over
    assert back.game.branches and interim.game.branches  # what was lost is kept
    assert back.ballot is not None and back.ballot.decision != "again"
    assert interim.ballot is None  # its turn is done
    assert BACK != INTERIM
    same(lesson)


def _lose(lesson: Lesson) -> dict[str, int]:
    """Both teams choose the worst until their games are lost."""
    for _ in range(200):
        for student in ("s1", "s2"):
            table = lesson.state.table_of(student)
            assert table is not None
            if table.ballot is None or lesson.state.now.kind not in (stages.TALK, stages.VOTE):
                continue
            if table.ballot.decision == "again":
                return {id: t.game.turn for id, t in lesson.state.tables.items()}
            moves = table.game.moves
            worst = min(range(len(moves)), key=lambda i: _standing(table.game.play(moves[i])))
            lesson.vote(student, worst)
        lesson.run() or lesson.run(lesson.state.now.seconds)
        if pacing.held(lesson.state, lesson.now):
            lesson.do(events.StageBegan, stage=pacing.following(lesson.state), override=True)
    raise AssertionError("the game was not lost")


def _standing(game: object) -> int:
    return game["stability"] + game["sovereignty"] - game["debt"] + (-100 if game.over else 0)  # type: ignore[index, attr-defined, no-any-return]


def test_a_caretaker_plays_the_turn_without_losing_it() -> None:
    lesson = Lesson("deft-diplomacy")
    game = lesson.table().game
    while not game.over:
        game = game.play(min(game.moves, key=lambda m: _standing(game.play(m))))
    kept = caretaker(game)
    assert not kept.over and kept.turn == game.turn + 1
    assert caretaker(game).played == kept.played


def test_sentences_wait_for_the_teacher_and_nicknames_too() -> None:
    lesson = Lesson()
    a, b = lesson.join(2)
    assert "switched off" in lesson.refused(events.NameAsked, student=a, name="Ann")
    lesson.do(events.NamesAllowed, allowed=True)
    lesson.do(events.NameAsked, student=a, name="  The   Khan ")
    assert lesson.state.students[a].nickname != "The Khan"
    lesson.do(events.NameJudged, student=a, allowed=True)
    assert lesson.state.students[a].nickname == "The Khan"
    assert "taken" in lesson.refused(events.NameAsked, student=b, name="the khan")
    assert lesson.refused(events.NameAsked, student=b, name="x" * 25)
    lesson.begin()
    assert "not asked" in lesson.refused(events.Wrote, student=a, subject="why:1", text="Because.")
    lesson.to(stages.CONSEQUENCES)
    lesson.do(events.Wrote, student=a, subject="why:1", text=" Because  we  must. ")
    line = lesson.state.lines[(a, "why:1")]
    assert line.text == "Because we must." and line.shown is None
    lesson.do(events.Moderated, student=a, subject="why:1", shown=True)
    assert lesson.state.lines[(a, "why:1")].shown
    lesson.do(events.Wrote, student=a, subject="why:1", text="Something else")
    assert lesson.state.lines[(a, "why:1")].shown is None
    for bad in ("", "x" * 201, "a\0b", "a\u202eb"):
        assert lesson.refused(events.Wrote, student=a, subject="why:1", text=bad)
    same(lesson)


def test_forecasts_until_the_first_consequences_and_tickets_at_the_end() -> None:
    lesson = Lesson("deft-diplomacy")
    a, b = lesson.join(2)
    lesson.do(events.Predicted, student=a, track="russia.relations", value=-1)
    assert lesson.refused(events.Predicted, student=a, track="russia.relations", value=9)
    assert lesson.refused(events.Predicted, student=a, track="treasury", value=3)
    lesson.begin()
    assert "not asked" in lesson.refused(events.Ticket, student=a, sure=2)
    lesson.to(stages.CONSEQUENCES)
    assert "too late" in lesson.refused(events.Predicted, student=b, track="russia.relations", value=1)
    lesson.do(events.StageBegan, stage=lesson.state.plan.debrief)
    lesson.to(stages.EXIT)
    assert {s.id for s in pacing.waiting_for(lesson.state)} == {a, b}
    lesson.do(events.Ticket, student=a, sure=3, text="Leverage")
    assert lesson.refused(events.Ticket, student=b, sure=5)
    lesson.to(stages.END)
    same(lesson)


def test_teams_have_one_vote_each_where_the_class_wants_it() -> None:
    lesson = Lesson(voters="teams", team_size=3)
    lesson.join(5)
    lesson.do(events.Moved, student="s3", team="t2")
    lesson.do(events.Moved, student="s4", team="t3")
    lesson.do(events.Moved, student="s5", team="t3")
    lesson.begin()
    lesson.to(stages.VOTE)
    for student, which in (("s1", 0), ("s2", 0), ("s3", 1), ("s4", 1), ("s5", 1)):
        lesson.vote(student, which)
    closed = lesson.run()[0]
    assert isinstance(closed, events.Closed)
    assert closed.choice == lesson.table().decided[0].options[1] and closed.how == "votes"


@pytest.mark.parametrize("mode", ["plenary", "teams"])
@pytest.mark.parametrize("minutes", [45, 90])
def test_a_whole_lesson_by_the_clock_alone(mode: str, minutes: int) -> None:
    lesson = Lesson("deft-diplomacy", mode, minutes=minutes)
    lesson.join(4)
    lesson.begin()
    for _ in range(400):
        if lesson.state.now.kind == stages.END:
            break
        if not lesson.run(lesson.state.now.seconds) and pacing.held(lesson.state, lesson.now):
            lesson.do(events.StageBegan, stage=lesson.state.plan.debrief)
    assert lesson.state.now.kind == stages.END
    assert all(table.decided for table in lesson.state.tables.values())
    same(lesson)


def test_journals_that_cannot_be_are_refused_in_words() -> None:
    lesson = Lesson()
    with pytest.raises(JournalError, match="empty"):
        replay([], lesson.scenario)
    with pytest.raises(JournalError, match="begins with"):
        replay([events.Paused(at=1)], lesson.scenario)
    with pytest.raises(JournalError, match="event 2"):
        replay([opening(), events.Continued(at=1)], lesson.scenario)
    with pytest.raises(Refused):
        lesson.do(events.Opened, **{k: getattr(opening(), k) for k in (
            "code", "scenario", "seed", "difficulty", "mode", "minutes", "language")})  # fmt: skip


@pytest.mark.parametrize("line", [
    "", "{}", "[]", "1", '{"v":1}', '{"v":9,"event":"paused","at":1}', '{"v":1,"event":"king","at":1}',
    '{"v":1,"event":"paused","at":"1"}', '{"v":1,"event":"paused"}', '{"v":1,"event":"paused","at":1,"name":"Ann"}',
    '{"v":1,"event":"voted","at":1,"student":7,"table":"class","ballot":1,"choice":"x"}',
])  # fmt: skip
def test_lines_that_are_no_events(line: str) -> None:
    with pytest.raises(JournalError):
        events.from_json(line)


def test_votes_by_phone_do_not_count_beside_the_hands_that_decided() -> None:
    lesson = Lesson()
    lesson.join(4)
    lesson.begin()
    lesson.to(stages.VOTE)
    lesson.vote("s1")
    lesson.vote("s2")
    lesson.do(events.HandsSet, on=True)  # the network fails in the middle of a vote
    ballot = lesson.table().ballot
    assert ballot is not None
    second = ballot.options[1]
    lesson.do(events.HandsCounted, table="class", ballot=ballot.number, counts={second: 3})
    lesson.take(ballots.closing(lesson.state, lesson.table(), lesson.now))
    decided = lesson.table().decided[-1]
    assert (decided.choice, decided.how) == (second, "hands")
    assert decided.counts == {**dict.fromkeys(ballot.options, 0), second: 3}
