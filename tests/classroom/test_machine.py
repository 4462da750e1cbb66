"""A class that joins, votes, changes its mind, is rewound, killed and started again, against a plain model."""

from __future__ import annotations

import uuid
from collections import Counter
from copy import deepcopy
from pathlib import Path

import pytest
from attrs import define, field
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

import game
from game.classroom import ballots, events, pacing, people, session
from game.classroom import plan as stages
from game.classroom.events import Event
from game.classroom.state import Refused, State, Table
from tests.classroom.lessons import opening
from tests.classroom.stores import STORES, quick_folder, store_of

students = st.integers(0, 7)


@define
class Model:
    """What the class should know: plain dicts of votes and hands, and lists of moves."""

    by_hands: bool = False
    votes: dict[tuple[str, int], dict[str, str]] = field(factory=dict)
    """The votes of each table's ballots, by table and number."""
    hands: dict[tuple[str, int], dict[str, int]] = field(factory=dict)
    """The hands last counted for a ballot."""
    raised: set[tuple[str, int]] = field(factory=set)
    """The ballots that hands decided."""
    lines: dict[str, list[str]] = field(factory=dict)
    """The moves of each table's game."""

    def counts(self, ballot: tuple[str, int]) -> Counter[str]:
        """What a ballot is decided by."""
        if self.by_hands:
            return Counter(self.hands.get(ballot, {}))
        return Counter(self.votes.get(ballot, {}).values())


class ClassMachine(RuleBasedStateMachine):
    """The class under test is in a store; the model knows only dicts of votes and lists of moves."""

    kind = "sqlite"

    @initialize(mode=st.sampled_from(["plenary", "teams"]), seed=st.integers(0, 2**63 - 1))
    def open(self, mode: str, seed: int) -> None:
        self.folder = quick_folder()
        self.store = store_of(self.kind, Path(self.folder.name))
        self.code = uuid.uuid4().hex[:10].upper()
        self.journal = self.store.create(self.code)
        self.scenario = game.load("ladder")
        opened = opening(mode=mode, seed=seed, team_size=2)
        self.state: State = session.begin(opened, self.scenario)
        self.last = self.journal.append(0, [events.to_json(opened)])
        self.unwritten: list[str] = []
        self.sure = self.state
        self.now = opened.at
        self.sent: list[events.Voted] = []
        self.model, self.sure_model = Model(), Model()
        for _ in range(4):
            self.join()
        for stage in range(1, 5):  # to the talk of turn 1
            self.lead(events.StageBegan(at=self.now, stage=stage, override=True))

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.journal.close()
            self.store.forget(self.code)
            self.folder.cleanup()

    def happen(self, event: Event) -> bool:
        """An event that may be refused; it is not on disk yet."""
        try:
            self.state = session.apply(self.state, event)
        except Refused:
            return False
        self.unwritten.append(events.to_json(event))
        return True

    # What students do

    @rule()
    def join(self) -> None:
        number = len(self.state.students) + 1
        team = people.team_for(self.state)
        joined = events.Joined(
            at=self.now, student=f"s{number}", secret=f"{number:064x}", nickname=f"n{number}", team=team
        )
        assert self.happen(joined) == (number <= people.MOST_STUDENTS)
        assert not self.happen(joined)  # the same message once more

    @precondition(lambda self: self.state.students)
    @rule(who=students, which=st.integers(0, 30), count=st.integers(0, 5))
    def vote(self, who: int, which: int, count: int) -> None:
        student = list(self.state.students)[who % len(self.state.students)]
        table = self.state.table_of(student)
        if table is None or table.ballot is None:
            return
        choice = table.ballot.options[which % len(table.ballot.options)]
        self.send(events.Voted(
            at=self.now, student=student, table=table.id, ballot=table.ballot.number, choice=choice, count=count
        ))  # fmt: skip

    def send(self, vote: events.Voted) -> None:
        """A vote counts if it is for the open ballot of the student's table and not older than what was counted."""
        table = self.state.table_of(vote.student)
        assert table is not None
        open_now = table.ballot is not None and self.state.now.kind in (stages.TALK, stages.VOTE)
        same = open_now and table.ballot is not None and (table.id, table.ballot.number) == (vote.table, vote.ballot)
        known = table.ballot.votes.get(vote.student) if table.ballot is not None else None
        stale = known is not None and vote.count != 0 and vote.count <= known.count
        counted = self.happen(vote)
        assert counted == (same and not stale and not self.model.by_hands)
        if counted:
            self.model.votes.setdefault((vote.table, vote.ballot), {})[vote.student] = vote.choice
            self.sent.append(vote)

    @precondition(lambda self: self.state.now.kind in (stages.TALK, stages.VOTE))
    @rule(which=st.lists(st.integers(0, 4), min_size=2, max_size=4))
    def all_vote(self, which: list[int]) -> None:
        for who in range(len(self.state.students)):
            self.vote(who, which[who % len(which)], 0)

    @precondition(lambda self: self.sent)
    @rule(which=st.integers(0, 1_000))
    def an_old_message_again(self, which: int) -> None:
        self.send(self.sent[which % len(self.sent)])

    @precondition(lambda self: self.state.students)
    @rule(who=students)
    def skip(self, who: int) -> None:
        self.happen(events.Skipped(at=self.now, student=list(self.state.students)[who % len(self.state.students)]))

    @precondition(lambda self: self.state.students)
    @rule(who=students, team=st.integers(1, 3))
    def move(self, who: int, team: int) -> None:
        student = list(self.state.students)[who % len(self.state.students)]
        old = self.state.table_of(student)
        if self.happen(events.Moved(at=self.now, student=student, team=f"t{team}")) and not self.state.plenary:
            if old is not None and old.ballot is not None:
                self.model.votes.get((old.id, old.ballot.number), {}).pop(student, None)

    # What the teacher and the clock do

    @rule(seconds=st.integers(1, 60))
    def wait(self, seconds: int) -> None:
        self.now += seconds * 1000
        there = list(self.state.students)
        for _ in range(200):
            event = pacing.due(self.state, self.now, there)
            if event is None:
                return
            self.lead(event)
        raise AssertionError("what is due never ends")

    @precondition(lambda self: self.state.plan.stages[pacing.following(self.state)].kind in stages.PLAY)
    @rule()
    def go_on(self) -> None:
        self.lead(events.StageBegan(at=self.now, stage=pacing.following(self.state), override=True))

    def lead(self, event: Event) -> None:
        before = self.state
        if self.happen(event) and isinstance(event, events.Closed):
            self.count(before.tables[event.table], event)

    def count(self, before: Table, event: events.Closed) -> None:
        """The model counts for itself: the choice has most votes, or hands, or all have none."""
        votes = self.model.counts((event.table, event.ballot))
        assert votes[event.choice] == max(votes.values(), default=0)
        told = self.state.tables[event.table].decided[-1]
        assert +Counter(told.counts) == +votes, "what is told is not what decided"
        if self.model.by_hands:
            self.model.raised.add((event.table, event.ballot))
        assert before.ballot is not None and event.choice in before.ballot.options
        self.model.lines.setdefault(event.table, []).append(event.choice)

    @rule(on=st.booleans())
    def by_hands(self, on: bool) -> None:
        assert self.happen(events.HandsSet(at=self.now, on=on)) == (on != self.model.by_hands)
        self.model.by_hands = on

    @rule(hands=st.lists(st.integers(0, 30), min_size=2, max_size=4), closes=st.booleans())
    def count_hands(self, hands: list[int], closes: bool) -> None:
        """The teacher enters what was counted, for as many choices as were called out; and decides by it, or not."""
        for id, table in self.state.tables.items():
            if table.ballot is None:
                continue
            counts = dict(zip(table.ballot.options, hands, strict=False))
            open_now = self.state.now.kind in (stages.TALK, stages.VOTE)
            number = table.ballot.number
            entered = self.happen(events.HandsCounted(at=self.now, table=id, ballot=number, counts=counts))
            assert entered == (open_now and self.model.by_hands)
            if entered:
                self.model.hands[(id, number)] = counts
                if closes:
                    self.lead(ballots.closing(self.state, self.state.tables[id], self.now))

    @precondition(lambda self: self.state.now.kind in (stages.TALK, stages.VOTE))
    @rule(which=st.integers(0, 4), hands=st.lists(st.integers(0, 30), min_size=2, max_size=4))
    def fall_back_to_hands(self, which: int, hands: list[int]) -> None:
        """The network fails in the middle of a vote, as it does: some have voted, then hands are counted."""
        self.vote(which, which, 0)
        if not self.model.by_hands:
            self.by_hands(True)
        self.count_hands(hands, True)

    @rule()
    def reopen(self) -> None:
        for id, table in self.state.tables.items():
            old = (id, table.decided[-1].number) if table.decided else None
            if self.happen(events.Reopened(at=self.now, table=id)):
                ballot = self.state.tables[id].ballot
                assert ballot is not None and old is not None
                here = {s.id for s in self.state.students.values() if self.state.plenary or s.team == id}
                by_hands, new = old in self.model.raised, (id, ballot.number)
                votes = {} if by_hands else self.model.votes.get(old, {})
                self.model.votes[new] = {s: c for s, c in votes.items() if s in here}
                self.model.hands[new] = self.model.hands.get(old, {}) if by_hands else {}
                self.model.lines[id].pop()

    @rule(turn=st.integers(1, 4))
    def rewind(self, turn: int) -> None:
        for id in self.state.tables:
            before = self.state.tables[id].game
            if self.happen(events.Rewound(at=self.now, table=id, turn=turn)):
                depth = next(d for d, position in enumerate(before.line) if position.turn == turn)
                del self.model.lines[id][depth:]
                assert any(tip.played == before.played for tip in self.state.tables[id].game.branches)

    @rule(on=st.booleans())
    def pause(self, on: bool) -> None:
        self.happen(events.Paused(at=self.now) if on else events.Continued(at=self.now))

    # What the machine does

    @rule()
    def commit(self) -> None:
        """Everything so far is acknowledged."""
        self.last = self.journal.append(self.last, self.unwritten)
        self.unwritten, self.sure = [], self.state
        self.sure_model = deepcopy(self.model)

    @rule(seconds=st.integers(0, 4000))
    def kill_and_restart(self, seconds: int) -> None:
        """What was acknowledged is there; what was not is not, whoever has seen it."""
        killed = self.journal
        self.journal = self.store.open(self.code)
        killed.close()
        again = session.replay((events.from_json(line) for _, line in self.journal.read()), self.scenario)
        assert told(again) == told(self.sure)
        self.state, self.unwritten = again, []
        self.model = deepcopy(self.sure_model)
        self.sent = [vote for vote in self.sent if vote.student in again.students]
        self.now += seconds * 1000
        assert self.happen(events.Restarted(at=self.now))
        self.commit()

    # What always holds

    @invariant()
    def the_model_agrees(self) -> None:
        for id, table in self.state.tables.items():
            assert [str(move) for move in table.game.played] == self.model.lines.get(id, [])
            if table.ballot is not None:
                assert dict(table.ballot.hands) == self.model.hands.get((id, table.ballot.number), {})
                counted = {student: vote.choice for student, vote in table.ballot.votes.items()}
                assert counted == self.model.votes.get((id, table.ballot.number), {})
        assert set(self.state.secrets.values()) == set(self.state.students)

    @invariant()
    def tables_with_the_same_choices_are_the_same(self) -> None:
        by_line = {table.game.played: table.game.state for table in self.state.tables.values()}
        assert all(by_line[t.game.played] == t.game.state for t in self.state.tables.values())


def told(state: State) -> tuple[object, ...]:
    """Everything a state says, games as records."""
    tables = {id: (t.game.record(), t.ballot, t.decided, t.marks, t.turn_from) for id, t in state.tables.items()}
    return (
        tables, state.students, state.lines, state.stage, state.clock, state.paused, state.hands, state.sitting,
        state.overridden,
    )  # fmt: skip


@pytest.mark.parametrize("kind", STORES)
def test_classes_by_the_model(kind: str) -> None:
    profile = settings()
    machine = type("Machine", (ClassMachine,), {"kind": kind})
    bounds = settings(max_examples=max(5, profile.max_examples // 10), stateful_step_count=40)
    run_state_machine_as_test(machine, settings=bounds)
