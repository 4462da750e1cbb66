"""From the journal of a lesson to its debrief. Pure: the same journal and scenario give the same debrief anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from attrs import define, evolve, field

from game.classroom import plan as stages
from game.classroom import session
from game.classroom.debrief.model import (
    Beside,
    Calibration,
    Debrief,
    DecisionTold,
    Forecast,
    MarkTold,
    Parting,
    Pivotal,
    QuestionTold,
    TableTold,
    Tally,
    TermTold,
    Tickets,
    TurnTold,
)
from game.classroom.events import Event
from game.classroom.pages.story import table_name
from game.classroom.predictions import forecast_of
from game.classroom.state import BACK, CLASS, INTERIM, Decided, State, Table
from game.lab.continuations import Sample, Swing, farthest, sampler, swings
from game.lab.pivotal import otherwise
from game.rules.model import QUESTION_TAGS, Lesson, Scenario
from game.rules.play import Game
from game.scenes import stories, telling, wording
from game.scenes.phrases import capital, move_name, plain, turn_label
from game.scenes.scene import SourceLine
from game.words import say, speaking

CONTINUATIONS = 4_000
"""Games continued for one debrief, about, whatever the number of tables: a second or two."""
FEWEST, MOST = 8, 48
"""Continuations of each position that is judged."""
PIVOTS_OF_ONE, PIVOTS_OF_MANY = 3, 1
"""Pivotal decisions told of each table: where there is one, and where there are several."""
MOST_PARTINGS = 8
NEAR = 1
"""How far a forecast may be off and still be called near."""


def debrief(history: Iterable[Event], scenario: Scenario) -> Debrief:
    """The debrief of a lesson, in its language; the scenario is to be in it too. Raises `JournalError`."""
    return debrief_of(session.replay(history, scenario))


def debrief_of(state: State) -> Debrief:
    """The debrief of a lesson that has been replayed already."""
    with speaking(state.opened.language):
        return _told(state)


@define
class _Sources:
    """The list of sources as it grows: each is numbered when it is first referred to."""

    scenario: Scenario
    found: dict[str, SourceLine] = field(factory=dict)

    def numbers(self, ids: Iterable[str]) -> tuple[int, ...]:
        """The numbers of these sources, in order."""
        for line in telling.sources(self.scenario, ids):
            self.found.setdefault(line.id, line)
        order = list(self.found)
        return tuple(sorted(order.index(id) + 1 for id in ids if id in self.found))


def _told(state: State) -> Debrief:
    scenario, opened = state.scenario, state.opened
    lesson = scenario.lesson or Lesson()
    sources = _Sources(scenario)
    judged = _judged(state)
    tables = tuple(_table(state, table, judged) for table in state.tables.values())
    beside = tuple(_beside(state, sources))
    questions = tuple(
        QuestionTold(q.tag, q.text, sources.numbers(q.source))
        for tag in QUESTION_TAGS
        for q in lesson.questions.values()
        if q.tag == tag
    )
    for term in lesson.glossary.values():
        sources.numbers(term.source)
    level = scenario.difficulty[opened.difficulty]
    return Debrief(
        language=opened.language,
        title=scenario.title,
        subtitle=scenario.subtitle,
        mode="hands" if state.hands else opened.mode,
        day=datetime.fromtimestamp(opened.at / 1000, UTC).date().isoformat(),
        minutes=opened.minutes,
        level=level.name or capital(plain(opened.difficulty)),
        seed=opened.seed,
        students=len(state.students),
        teams=len(state.teams),
        turns=max((len(_lesson_turns(table)) for table in state.tables.values()), default=0),
        planned=state.plan.turns,
        finished=state.now.kind in (stages.EXIT, stages.END),
        samples=judged,
        tables=tables,
        partings=tuple(_partings(state)),
        calibration=_calibration(state),
        beside=beside,
        words=_shown(state, "writing"),
        objectives=lesson.objectives,
        questions=questions,
        glossary=tuple(TermTold(t.name, t.text) for t in lesson.glossary.values()),
        limits=lesson.limits,
        worksheet=lesson.worksheet,
        ticket=lesson.ticket,
        tickets=_tickets(state),
        sources=tuple(sources.found.values()),
    )


# Tables


def _table(state: State, table: Table, samples: int) -> TableTold:
    game, outcome = table.game, table.game.outcome
    return TableTold(
        id=table.id,
        name=table_name(table.id),
        members=tuple(s.nickname for s in state.members(table.id)) if table.id != CLASS else (),
        score=game.score,
        standing=_standing(game),
        ended=game.over,
        won=outcome is not None and outcome.won,
        text=outcome.text if outcome is not None else "",
        tracks=tuple((mark.name, mark.value) for mark in telling.country_marks(game)),
        marks=tuple(_mark(state, table)),
        turns=tuple(_turn(state, table, turn) for turn in _lesson_turns(table)),
        charts=stories.charts_of(game),
        pivots=tuple(_pivots(state, table, samples)),
        file=f"records/{table.id}.txt",
        game=game,
    )


def _standing(game: Game) -> str:
    return game.outcome.name if game.outcome is not None else turn_label(game.scenario, game.turn)


def _mark(state: State, table: Table) -> Iterable[MarkTold]:
    for mark in table.marks:
        yield MarkTold(mark.kind, turn_label(state.scenario, mark.turn), mark.lesson_turn)


def _lesson_turns(table: Table) -> tuple[int, ...]:
    """The lesson's turns in which something was decided here, in order."""
    return tuple(sorted({decided.lesson_turn for decided in table.decided}))


def on_line(table: Table, decided: Decided) -> bool:
    """Whether a decision is on the line that was played on; what was rewound or opened again is on a branch."""
    line = table.game.line
    if decided.decision == "again":
        return True
    move = line[decided.depth].move if decided.depth < len(line) else None
    return move is not None and str(move) == decided.choice


def _turn(state: State, table: Table, number: int) -> TurnTold:
    decided = [d for d in table.decided if d.lesson_turn == number]
    before, after = _span(table, number)
    first = next((d for d in decided if on_line(table, d)), decided[0])
    return TurnTold(
        number=number,
        label=turn_label(state.scenario, first.turn),
        decisions=tuple(_decision(state, table, d) for d in decided),
        changes=telling.changes_between(before, after),
        lines=_shown(state, f"why:{number}", table.id),
        marks=tuple(mark for mark in _mark(state, table) if mark.lesson_turn == number),
    )


def _span(table: Table, number: int) -> tuple[Game, Game]:
    """The positions between which a turn of the lesson was played."""
    line, starts = table.game.line, table.starts
    last = len(line) - 1
    begun = min(starts[number - 1], last) if number <= len(starts) else last
    ended = min(starts[number], last) if number < len(starts) else last
    return line[begun], line[max(begun, ended)]


def _decision(state: State, table: Table, decided: Decided) -> DecisionTold:
    plan, counts = table.game.plan, decided.counts
    names = {option: _option_name(table.game, option) for option in decided.options}
    tallies = [Tally(names[o], n, o == decided.choice) for o, n in counts.items() if n or o == decided.choice]
    asked = say("The country is lost: what now?")
    if decided.decision != "again":
        asked = plan.decisions[plan.moves[table.game.find(decided.choice).index].decision].name
    return DecisionTold(
        turn=decided.turn,
        turn_label=turn_label(state.scenario, decided.turn),
        lesson_turn=decided.lesson_turn,
        asked=asked,
        chosen=names[decided.choice],
        how=decided.how,
        tallies=tuple(sorted(tallies, key=lambda t: (not t.chosen, -t.votes))),
        voters=decided.voters,
        kept=on_line(table, decided),
    )


def _option_name(game: Game, option: str) -> str:
    if option == BACK:
        return say("The lost turn again")
    if option == INTERIM:
        return say("An interim government")
    return move_name(game.plan.moves[game.find(option).index])


def _shown(state: State, subject: str, table: str = "") -> tuple[str, ...]:
    """What the teacher showed of the sentences on a subject, oldest first."""
    lines = (line for line in state.lines.values() if line.shown and line.subject == subject)
    return tuple(dict.fromkeys(line.text for line in lines if table in ("", line.table)))


# Pivotal decisions


def _judged(state: State) -> int:
    """How many continuations each position gets, so that they are about as many for any number of tables."""
    positions = sum(len(_depths(table)) + 1 for table in state.tables.values())
    return max(FEWEST, min(MOST, CONTINUATIONS // max(1, positions)))


def _depths(table: Table) -> tuple[int, ...]:
    """After how many moves the table decided what is on its line; a caretaker's moves are nobody's."""
    return tuple(d.depth - 1 for d in table.decided if d.decision != "again" and on_line(table, d))


def _pivots(state: State, table: Table, samples: int) -> Iterable[Pivotal]:
    most = PIVOTS_OF_ONE if len(state.tables) == 1 else PIVOTS_OF_MANY
    judge = sampler(table.game, samples)
    found = 0
    for swing in swings(table.game, _depths(table), judge):
        told = _pivotal(state, table, swing, judge, found + 1)
        if told is not None:
            found += 1
            yield told
        if found == most:
            return


def _pivotal(
    state: State, table: Table, swing: Swing, judge: Callable[[Game], Sample], number: int
) -> Pivotal | None:
    game = table.game
    other = farthest(game, swing, judge)
    if other is None:
        return None
    played = game.line[swing.depth + 1]
    assert played.move is not None
    there, kept, later = otherwise(game, swing.depth, other.move)
    moves = game.plan.moves
    return Pivotal(
        turn_label=turn_label(state.scenario, game.line[swing.depth].turn),
        asked=game.plan.decisions[moves[played.move.index].decision].name,
        chosen=move_name(moves[played.move.index]),
        other=move_name(moves[other.move.index]),
        before=swing.before,
        after=swing.after,
        instead=other.sample,
        kept=kept,
        later=later,
        standing=_standing(there),
        ended=there.over,
        won=there.outcome is not None and there.outcome.won,
        score=there.score,
        changes=telling.changes_between(game, there),
        file=f"records/{table.id}-instead-{number}.txt",
        game=evolve(there, tips=()),
    )


# Tables beside each other, and beside the world


def _partings(state: State) -> Iterable[Parting]:
    """The decisions in which the tables differed, the most divided first."""
    answers: dict[tuple[int, str], dict[str, list[str]]] = {}
    games: dict[tuple[int, str], Game] = {}
    for table in state.tables.values():
        for decided in table.decided:
            if decided.decision != "again" and on_line(table, decided):
                key = (decided.turn, decided.decision)
                answers.setdefault(key, {}).setdefault(decided.choice, []).append(table_name(table.id))
                games[key] = table.game
    divided = [(key, given) for key, given in answers.items() if len(given) > 1]
    divided.sort(key=lambda entry: -(_all(entry[1]) - max(map(len, entry[1].values()))))
    for key, given in sorted(divided[:MOST_PARTINGS], key=lambda entry: entry[0][0]):
        game = games[key]
        asked = next(d.name for d in game.plan.decisions if d.id == key[1])
        yield Parting(turn_label(state.scenario, key[0]), asked, _named(given, lambda o, g=game: _option_name(g, o)))  # type: ignore[misc]


def _all(given: Mapping[str, Sequence[str]]) -> int:
    return sum(map(len, given.values()))


def _named(given: Mapping[str, Sequence[str]], name: Callable[[str], str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    rows = [(name(choice), tuple(tables)) for choice, tables in given.items()]
    return tuple(sorted(rows, key=lambda row: -len(row[1])))


def _beside(state: State, sources: _Sources) -> Iterable[Beside]:
    found: dict[tuple[int, str], dict[str, list[str]]] = {}
    told: dict[tuple[int, str], tuple[str, str, tuple[str, ...]]] = {}
    for table in state.tables.values():
        for note in stories.history_notes(table.game):
            key = (note.turn, note.name)
            found.setdefault(key, {}).setdefault(note.chosen, []).append(table_name(table.id))
            told[key] = (note.turn_label, note.history, tuple(source.id for source in note.sources))
    for key, given in sorted(found.items(), key=lambda entry: entry[0][0]):
        label, history, ids = told[key]
        yield Beside(key[1], label, _named(given, str), history, sources.numbers(ids))


# What students forecast and said at the end


def _calibration(state: State) -> Calibration | None:
    names = {track.id: track.name for track in forecast_of(state)}
    by_track: dict[str, list[tuple[int, int]]] = {}
    for student in state.students.values():
        table = state.table_of(student.id)
        if student.prediction is not None and table is not None and table.game.depth:
            track, value = student.prediction
            by_track.setdefault(track, []).append((value, table.game[track]))
    if not by_track:
        return None
    rows = tuple(_forecast(names.get(track, track), pairs) for track, pairs in sorted(by_track.items()))
    misses: dict[int, int] = {}
    for pairs in by_track.values():
        for value, actual in pairs:
            misses[value - actual] = misses.get(value - actual, 0) + 1
    return Calibration(rows, tuple(sorted(misses.items())))


def _forecast(name: str, pairs: Sequence[tuple[int, int]]) -> Forecast:
    count = len(pairs)
    return Forecast(
        track=name,
        count=count,
        mean=sum(value for value, _ in pairs) / count,
        actual=sum(actual for _, actual in pairs) / count,
        exact=sum(value == actual for value, actual in pairs),
        near=sum(abs(value - actual) <= NEAR for value, actual in pairs),
    )


def _tickets(state: State) -> Tickets:
    given = [student.ticket for student in state.students.values() if student.ticket is not None]
    one, two, three, four = (sum(sure == n for sure, _ in given) for n in (1, 2, 3, 4))
    return Tickets((one, two, three, four), sum(bool(text) for _, text in given))
