"""A player who plays, takes back, jumps, switches and reloads, against a plain model that keeps its own tree."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import game
from game.record.journal import Journal
from game.record.notation import replay
from game.rules.play import Game

Line = tuple[str, ...]
"""A position of the model: the moves that lead to it."""


class GameMachine(RuleBasedStateMachine):
    """The game under test is on disk all the time; the model knows only lists."""

    scenario_id = "ladder"

    def __init__(self) -> None:
        super().__init__()
        self.states: dict[Line, tuple[int, ...]] = {}
        self.line: Line = ()
        self.tips: list[Line] = []
        """The ends of the lines that were left, the last one left last."""

    @initialize(seed=st.integers(0, 2**63 - 1), level=st.integers(0, 9))
    def begin(self, seed: int, level: int) -> None:
        scenario = game.load(self.scenario_id)
        levels = sorted(scenario.difficulty)
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "one.game"
        self.game: Game = game.start(scenario, seed, levels[level % len(levels)])
        self.journal = Journal.create(self.path, self.game)
        self.states[()] = self.game.state

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    # The model

    def leave(self) -> None:
        """Note the end of the line that is being left, unless a longer one goes on from it."""
        beyond = [tip for tip in self.tips if tip[: len(self.line)] == self.line]
        if beyond:
            self.tips.remove(beyond[-1])
            self.tips.append(beyond[-1])
        else:
            self.tips = [tip for tip in self.tips if self.line[: len(tip)] != tip]
            self.tips.append(self.line)

    def branches(self) -> list[Line]:
        return [tip for tip in self.tips if self.line[: len(tip)] != tip]

    # What a player does

    @precondition(lambda self: not self.game.over)
    @rule(which=st.integers(0, 30))
    def play(self, which: int) -> None:
        move = self.game.moves[which % len(self.game.moves)]
        self.game = self.journal.play(self.game, move)
        self.line = (*self.line, str(move))
        assert self.states.setdefault(self.line, self.game.state) == self.game.state

    @rule(times=st.integers(1, 4))
    def undo(self, times: int) -> None:
        for _ in range(times):
            self.game = self.journal.undo(self.game)
            if self.line:
                self.leave()
                self.line = self.line[:-1]

    @rule()
    def redo(self) -> None:
        beyond = [t for t in self.tips if t[: len(self.line)] == self.line and len(t) > len(self.line)]
        assert self.game.can_redo == bool(beyond)
        self.game = self.journal.redo(self.game)
        if beyond:
            self.line = beyond[-1][: len(self.line) + 1]

    @rule(where=st.integers(0, 60))
    def back_to(self, where: int) -> None:
        depth = where % (len(self.line) + 1)
        self.game = self.journal.back_to(self.game, depth)
        while len(self.line) > depth:
            self.leave()
            self.line = self.line[:-1]

    @precondition(lambda self: bool(self.branches()))
    @rule(which=st.integers(0, 30))
    def switch(self, which: int) -> None:
        number = which % len(self.branches())
        target = self.branches()[number]
        self.game = self.journal.switch(self.game, self.game.branches[number])
        self.leave()
        self.line = target

    @rule()
    def reload(self) -> None:
        self.journal, record, notice = Journal.open(self.path)
        result = replay(record, game.load(self.scenario_id))
        assert (notice, result.divergence, result.older) == ("", None, False)
        self.game = result.game

    @rule()
    def copy(self) -> None:
        """The record of the game, as a person would send it, is the same game."""
        path = self.path.with_name("copy.game")
        path.unlink(missing_ok=True)
        Journal.create(path, self.game)
        copy = replay(Journal.open(path)[1], game.load(self.scenario_id)).game
        assert copy.state == self.game.state
        assert [b.played for b in copy.branches] == [b.played for b in self.game.branches]

    # What must always hold

    @invariant()
    def the_game_is_where_the_model_is(self) -> None:
        if not self.states:
            return
        assert tuple(map(str, self.game.played)) == self.line
        assert self.game.depth == len(self.line)
        assert self.game.state == self.states[self.line]
        assert [g.state for g in self.game.line] == [self.states[self.line[:n]] for n in range(len(self.line) + 1)]

    @invariant()
    def nothing_that_was_played_is_lost(self) -> None:
        kept = [tuple(map(str, b.played)) for b in self.game.branches] if self.states else []
        assert kept == self.branches()
        for line in self.states:
            assert any(whole[: len(line)] == line for whole in (*kept, self.line))
        for branch, line in zip(self.game.branches if self.states else (), kept, strict=True):
            assert branch.state == self.states[line]


class FlagshipMachine(GameMachine):
    scenario_id = "deft-diplomacy"


_SETTINGS = settings(max_examples=min(100, settings.default.max_examples), stateful_step_count=40)  # type: ignore[union-attr]

TestLadder = GameMachine.TestCase
TestLadder.settings = _SETTINGS
TestFlagship = FlagshipMachine.TestCase
TestFlagship.settings = _SETTINGS
