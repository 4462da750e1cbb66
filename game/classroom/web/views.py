"""What clients see of a room: shared parts drawn once a version, personal parts for each who asks."""

from __future__ import annotations

import json
from collections.abc import Hashable
from typing import Any

from attrs import define, field
from markupsafe import Markup

from game.classroom import plan as stages
from game.classroom.pages import board, student, teacher
from game.classroom.pages.teacher import Door
from game.classroom.state import State
from game.classroom.web.room import Room, Watch
from game.rules.play import start
from game.words import speaking


@define(eq=False)
class Views:
    """The pages of a room."""

    room: Room
    door: Door
    _drawn: dict[str, tuple[int, Markup, str]] = field(factory=dict, init=False)
    """For each watch: the version it was drawn at, the part, and the part as JSON."""

    def warm(self) -> None:
        """Draw a board that nobody sees: what is loaded and compiled for the first one is not waited for in class."""
        state = self.room.state
        with speaking(self.room.language):
            game = start(state.scenario, state.opened.seed, state.opened.difficulty)
            board.board(game)
            for view in board.decision(game)[1]:
                board.option(game, view)

    # Students

    def watch_of(self, id: str) -> tuple[Watch, str]:
        """What a student looks at: the watch of her table."""
        table = self.room.state.table_of(id)
        name = table.id if table is not None else ""
        return self.room.watch(f"student.{name}", lambda: self._student_key(name)), name

    def _student_key(self, name: str) -> Hashable:
        state = self.room.state
        table = state.tables.get(name)
        own: tuple[object, ...] = ()
        if table is not None:
            ballot = table.ballot.number if table.ballot is not None else 0
            own = (ballot, table.game.depth, len(table.decided), len(table.marks))
        others: object = None
        if state.now.kind in stages.DEBRIEF or state.now.kind == stages.END:
            others = tuple(key for key, line in state.lines.items() if line.shown)
        return (state.rounds, state.stage, state.clock, state.paused, state.hands, self.room.people, own, others)

    def student_shared(self, name: str, watch: Watch) -> tuple[Markup, str]:
        """The part that all at a table share, as HTML and as JSON."""
        return self._once(f"student.{name}", watch, lambda s: student.shared(s, s.tables.get(name)))

    def student_page(self, id: str, notice: str = "") -> str:
        """The whole page of a student."""
        state = self.room.state
        watch, name = self.watch_of(id)
        shared, _ = self.student_shared(name, watch)
        with speaking(self.room.language):
            return student.page(state, state.students[id], shared, self.left(), watch.version, notice)

    def student_message(self, id: str) -> tuple[int, str]:
        """What a student's script is sent: the version it shows, and JSON."""
        state = self.room.state
        watch, name = self.watch_of(id)
        _, shared = self.student_shared(name, watch)
        with speaking(self.room.language):
            own = student.mine(state, state.students[id])
        return watch.version, self._message(watch.version, shared, {"mine": str(own)})

    # The teacher and the projector

    def teacher_watch(self) -> Watch:
        """Everything interests the teacher."""
        return self.room.watch("teacher", lambda: (self.room.version, self.door.pin, self.room.failure))

    def teacher_shared(self) -> tuple[Markup, str]:
        """The teacher's part; who is there changes without the journal, so it is drawn each time."""
        room = self.room
        with speaking(room.language):
            now = max(room.clock(), room.state.last)
            drawn = teacher.shared(room.state, now, room.present, self.door, room.failure)
        return drawn, json.dumps(str(drawn))

    def teacher_page(self, notice: str = "") -> str:
        """The whole page of the teacher."""
        watch = self.teacher_watch()
        shared, _ = self.teacher_shared()
        with speaking(self.room.language):
            return teacher.page(self.room.state, shared, self.left(), watch.version, notice)

    def teacher_message(self) -> tuple[int, str]:
        """What the teacher's script is sent."""
        watch = self.teacher_watch()
        return watch.version, self._message(watch.version, self.teacher_shared()[1], {})

    def projector_watch(self) -> Watch:
        """The projector shows no single vote, only how many there are."""
        return self.room.watch("projector", self._projector_key)

    def _projector_key(self) -> Hashable:
        state = self.room.state
        tables = tuple((t.game.depth, len(t.marks), t.ballot and t.ballot.number, t.ballot and len(t.ballot.votes))
                       for t in state.tables.values())  # fmt: skip
        shown = tuple(key for key, line in state.lines.items() if line.shown)
        return (state.rounds, state.clock, state.paused, state.hands, len(state.students), tables, shown)

    def projector_page(self) -> str:
        """The whole page for the wall."""
        watch = self.projector_watch()
        shared, _ = self._projector(watch)
        with speaking(self.room.language):
            return teacher.projector_page(self.room.state, shared, self.left(), watch.version)

    def projector_message(self) -> tuple[int, str]:
        """What the projector's script is sent."""
        watch = self.projector_watch()
        return watch.version, self._message(watch.version, self._projector(watch)[1], {})

    def _projector(self, watch: Watch) -> tuple[Markup, str]:
        return self._once("projector", watch, lambda state: teacher.projector(state, self.door))

    # Together

    def _once(self, name: str, watch: Watch, draw: Any) -> tuple[Markup, str]:
        known = self._drawn.get(name)
        if known is None or known[0] != watch.version:
            with speaking(self.room.language):
                drawn = draw(self.room.state)
            known = self._drawn[name] = (watch.version, drawn, json.dumps(str(drawn)))
        return known[1], known[2]

    def _message(self, version: int, shared: str, own: dict[str, str]) -> str:
        """JSON, with the shared part put in as it was written once."""
        left = self.room.state.clock.remaining(max(self.room.clock(), self.room.state.last))
        small = json.dumps({"version": version, "left": left, "paused": self.room.state.paused, **own})
        return f'{small[:-1]}, "shared": {shared}}}'

    def left(self) -> str:
        """The time left of the stage: `1:30`; empty for none."""
        return told(self.room.state, max(self.room.clock(), self.room.state.last))


def told(state: State, now: int) -> str:
    """The time left of a stage, as minutes and seconds."""
    left = state.clock.remaining(now)
    if left is None:
        return ""
    seconds = -(-left // 1000)
    return f"{seconds // 60}:{seconds % 60:02}"
