"""A whole lesson by itself: simulated students through the real session, store and clock rules, in quick time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import define, field

from game.classroom import ballots, events, pacing, people, session
from game.classroom import plan as stages
from game.classroom.debrief.pack import pack_of, write_pack
from game.classroom.events import Event
from game.classroom.nicknames import nickname
from game.classroom.opening import OpenClass, open_class
from game.classroom.predictions import forecast_of
from game.classroom.state import State, Student, Table, number_of
from game.classroom.stores.journal import Journal
from game.classroom.stores.sqlite import SqliteStore
from game.rules.chance import draw, site_of
from game.rules.model import Scenario
from game.words import noted, say, speaking

_REASONS = noted(
    "We could not pay for anything else.", "It keeps two powers content at once.", "Nobody should own us.",
    "The price comes later, and we know it.", "Our stability was at risk.", "It was the least bad choice.",
)  # fmt: skip
OPENED_AT = 1_700_000_000_000


@define
class _Lesson:
    """The lesson while it is played; events are kept in batches, as a server would."""

    state: State
    journal: Journal
    seed: int
    last: int
    now: int
    lines: list[str] = field(factory=list)

    def take(self, event: Event) -> None:
        self.state = session.apply(self.state, event)
        self.lines.append(events.to_json(event))

    def keep(self) -> None:
        self.last = self.journal.append(self.last, self.lines)
        self.lines = []

    def chance(self, student: Student, about: str, n: int) -> int:
        """A student's own whim: the same in every run."""
        return draw(self.seed, number_of(student.id), site_of(about), n)


def play(
    scenario: Scenario,
    out: Path,
    *,
    bots: int = 40,
    mode: str = "plenary",
    minutes: int = 45,
    language: str = "en",
    seed: int = 0,
    difficulty: str = "standard",
    voters: str = "students",
    folder: str = "",
) -> tuple[Path, ...]:
    """Play a lesson and leave its files in a folder. Raises `OSError`."""
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as kept, speaking(language):
        opened = open_class(
            SqliteStore(Path(kept)), scenario, mode=mode, minutes=minutes, language=language, seed=seed,
            difficulty=difficulty, voters=voters, folder=folder, at=OPENED_AT,
        )  # fmt: skip
        try:
            state = simulated(opened, 0 if mode == "hands" else bots, seed)
            history = [events.from_json(line) for _, line in opened.journal.read()]
        finally:
            opened.journal.close()
        return write_pack(pack_of(state, history), out)


def simulated(opened: OpenClass, bots: int, seed: int) -> State:
    """The lesson played to its end by the plan; everything is in its journal."""
    lesson = _Lesson(opened.state, opened.journal, seed, opened.version, opened.state.opened.at)
    for number in range(1, bots + 1):
        secret = sha256(f"demo {seed} {number}".encode()).hexdigest()
        name = nickname(lesson.state.opened.code, number)
        team = people.team_for(lesson.state)
        lesson.take(events.Joined(at=lesson.now, student=f"s{number}", secret=secret, nickname=name, team=team))
    lesson.take(events.StageBegan(at=lesson.now, stage=1))
    while lesson.state.now.kind != stages.END:
        rounds = lesson.state.rounds
        _act(lesson)
        _let_time_pass(lesson, rounds)
        lesson.keep()
    lesson.keep()
    return lesson.state


def _let_time_pass(lesson: _Lesson, rounds: int) -> None:
    """What is due now; else to the end of the stage's time, or by the teacher's word where it is held."""
    if _due(lesson) or lesson.state.rounds != rounds:
        return
    left = lesson.state.clock.remaining(lesson.now)
    lesson.now += (left or 0) + 1
    if _due(lesson):
        return
    state = lesson.state
    if state.hands and state.now.kind == stages.VOTE:
        _count_hands(lesson)
    elif pacing.held(state, lesson.now) and state.stage < state.plan.debrief:
        ready = not pacing.unready(state) or state.now.turn
        stage = state.plan.debrief if ready else pacing.following(state)
        lesson.take(events.StageBegan(at=lesson.now, stage=stage, override=not ready))


def _due(lesson: _Lesson) -> bool:
    done = False
    there = tuple(lesson.state.students)
    while (event := pacing.due(lesson.state, lesson.now, there)) is not None:
        lesson.take(event)
        done = True
        if isinstance(event, events.StageBegan):
            break
    return done


def _act(lesson: _Lesson) -> None:
    """What the students do in this stage, each after a few seconds."""
    state = lesson.state
    act = _ACTS.get(state.now.kind)
    if act is None or (state.hands and state.now.kind in (stages.TALK, stages.VOTE)):
        if state.now.kind == stages.BRIEF and state.hands:
            for what in ("roles", "questions"):
                lesson.take(events.Confirmed(at=lesson.now, what=what))
        return
    if not state.students and state.now.kind == stages.BRIEF:
        for what in ("roles", "questions"):
            lesson.take(events.Confirmed(at=lesson.now, what=what))
    for student in state.students.values():
        for event in act(lesson, lesson.state, student):
            lesson.take(event)


def _later(lesson: _Lesson, student: Student, about: str) -> int:
    """A moment of this stage that is the student's own."""
    return lesson.now + lesson.chance(student, f"{about}.{lesson.state.rounds}", 8_000)


def _trial(lesson: _Lesson, state: State, student: Student) -> Iterable[Event]:
    choice = people.TRIALS[lesson.chance(student, "trial", 2)]
    yield events.TrialVoted(at=lesson.now, student=student.id, choice=choice)


def _brief(lesson: _Lesson, state: State, student: Student) -> Iterable[Event]:
    for number, right in enumerate(state.questions):
        if lesson.chance(student, f"question {number}", 3) == 0:
            yield events.Answered(at=lesson.now, student=student.id, question=number, choice=(right + 1) % 3)
        yield events.Answered(at=lesson.now, student=student.id, question=number, choice=right)
    tracks = forecast_of(state)
    if tracks:
        track = tracks[lesson.chance(student, "forecast", len(tracks))]
        value = track.low + lesson.chance(student, "value", track.high - track.low + 1)
        yield events.Predicted(at=lesson.now, student=student.id, track=track.id, value=value)


def _vote(lesson: _Lesson, state: State, student: Student) -> Iterable[Event]:
    """A vote for one of the choices that look best to this student; now and then none, or another one."""
    table = state.table_of(student.id)
    if table is None or table.ballot is None or student.id in table.ballot.votes:
        return
    about = f"{table.ballot.decision}.{table.game.turn}"
    if state.now.kind == stages.TALK and lesson.chance(student, f"early.{about}", 4):
        return
    if lesson.chance(student, f"abstain.{about}", 25) == 0:
        if not student.skipped:  # the teacher does not wait for whoever is stuck
            yield events.Skipped(at=lesson.now, student=student.id)
        return
    options = table.ballot.options
    if table.ballot.decision != "again":
        wish = sorted(options, key=lambda o: -_worth(table, o) - lesson.chance(student, f"{o}.{about}", 5))
    else:
        wish = list(options)
    yield events.Voted(at=lesson.now, student=student.id, table=table.id, ballot=table.ballot.number, choice=wish[0])


def _worth(table: Table, option: str) -> int:
    after = table.game.play(option)
    return after.score - (100 if after.over and not (after.outcome and after.outcome.won) else 0)


def _why(lesson: _Lesson, state: State, student: Student) -> Iterable[Event]:
    if lesson.chance(student, f"writes.{state.rounds}", 3) == 0:
        text = say(_REASONS[lesson.chance(student, f"reason.{state.rounds}", len(_REASONS))])
        subject = people.subject_of(state)
        yield events.Wrote(at=lesson.now, student=student.id, subject=subject, text=text)
        yield events.Moderated(at=lesson.now, student=student.id, subject=subject, shown=True)


def _ticket(lesson: _Lesson, state: State, student: Student) -> Iterable[Event]:
    text = say(_REASONS[lesson.chance(student, "ticket", len(_REASONS))])
    yield events.Ticket(at=lesson.now, student=student.id, sure=1 + lesson.chance(student, "sure", 4), text=text)


def _count_hands(lesson: _Lesson) -> None:
    """A class of thirty that holds up its hands."""
    for table in list(lesson.state.tables.values()):
        if table.ballot is None:
            continue
        counts: dict[str, int] = {}
        for hand in range(30):
            options = table.ballot.options
            site = site_of(f"{table.ballot.decision}.{table.game.turn}")
            choice = options[draw(lesson.seed, hand, site, len(options))]
            counts[choice] = counts.get(choice, 0) + 1
        lesson.take(events.HandsCounted(at=lesson.now, table=table.id, ballot=table.ballot.number, counts=counts))
        lesson.take(ballots.closing(lesson.state, lesson.state.tables[table.id], lesson.now))


_ACTS: dict[str, Callable[[_Lesson, State, Student], Iterable[Event]]] = {
    stages.JOIN: _trial,
    stages.BRIEF: _brief,
    stages.TALK: _vote,
    stages.VOTE: _vote,
    stages.WHY: _why,
    stages.WRITING: _why,
    stages.EXIT: _ticket,
}
