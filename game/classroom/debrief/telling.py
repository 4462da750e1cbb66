"""From the journal of a lesson to its debrief. Pure: the same journal and scenario give the same debrief anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial

from attrs import define, evolve, field

from game.classroom import plan as stages
from game.classroom import session
from game.classroom.debrief.lines import on_line
from game.classroom.debrief.model import (
    Beside,
    Calibration,
    Debrief,
    DecisionTold,
    Forecast,
    Hope,
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
from game.lab.pivotal import TurningPoint, otherwise, turning_points
from game.rules.model import QUESTION_TAGS, Lesson, Scenario
from game.rules.play import Game
from game.scenes import stories, telling
from game.scenes.phrases import capital, move_name, plain, turn_label
from game.scenes.scene import Chart, SourceLine
from game.words import say, speaking

SAMPLES_OF_ONE, SAMPLES_OF_MANY = 128, 48
"""Games continued from either answer of a turning point: where there is one table, and for each of several."""
MOST_JUDGED = 4
"""Tables whose turning points are looked for: it takes about half a second each."""
PIVOTS_OF_ONE, PIVOTS_OF_MANY = 3, 1
"""Turning points told of each table: where there is one, and where there are several."""
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
    tables = tuple(_table(state, table, table.id in judged) for table in state.tables.values())
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
        judged=tuple(table_name(id) for id in state.tables if id in judged),
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


def _table(state: State, table: Table, judged: bool) -> TableTold:
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
        charts=tuple(_charts(game)),
        pivots=tuple(_pivots(state, table)) if judged else (),
        file=f"records/{table.id}.txt",
        game=game,
    )


def _charts(game: Game) -> Iterable[Chart]:
    """The curves of the game, without those that stayed at nothing."""
    for number, chart in enumerate(stories.charts_of(game)):
        if any(any(series.values) for series in chart.series):
            own = number == 0 and not any("." in series.id for series in chart.series)
            yield evolve(chart, name=say("The country")) if own else chart


def _standing(game: Game) -> str:
    return game.outcome.name if game.outcome is not None else turn_label(game.scenario, game.turn)


def _mark(state: State, table: Table) -> Iterable[MarkTold]:
    for mark in table.marks:
        yield MarkTold(mark.kind, turn_label(state.scenario, mark.turn), mark.lesson_turn)


def _lesson_turns(table: Table) -> tuple[int, ...]:
    """The lesson's turns in which something was decided here, in order."""
    return tuple(sorted({decided.lesson_turn for decided in table.decided}))


def _turn(state: State, table: Table, number: int) -> TurnTold:
    decided = [d for d in table.decided if d.lesson_turn == number]
    before, after = _span(table, number)
    there = on_line(table)
    first = next((d for d in decided if d.number in there), decided[0])
    return TurnTold(
        number=number,
        label=turn_label(state.scenario, first.turn),
        decisions=tuple(_decision(state, table, d, there) for d in decided),
        changes=telling.changes_between(before, after),
        lines=_shown(state, f"why:{number}", table.id),
        marks=tuple(mark for mark in _mark(state, table) if mark.lesson_turn == number),
        caretaker=tuple(_caretaker(before, after, {d.depth for d in table.decided if d.number in there})),
    )


def _span(table: Table, number: int) -> tuple[Game, Game]:
    """The positions between which a turn of the lesson was played."""
    line, starts = table.game.line, table.starts
    last = len(line) - 1
    begun = min(starts[number - 1], last) if number <= len(starts) else last
    ended = min(starts[number], last) if number < len(starts) else last
    return line[begun], line[max(begun, ended)]


def _caretaker(before: Game, after: Game, own: set[int]) -> Iterable[tuple[str, str]]:
    """The moves between two positions that no ballot of the table chose."""
    line, first = after.line, before.depth
    for depth in range(first + 1, len(line)):
        move = line[depth].move
        if depth not in own and move is not None:
            made = after.plan.moves[move.index]
            yield after.plan.decisions[made.decision].name, move_name(made)


def _decision(state: State, table: Table, decided: Decided, there: frozenset[int]) -> DecisionTold:
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
        kept=decided.number in there or decided.decision == "again",
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


def _judged(state: State) -> frozenset[str]:
    """The tables whose turning points are looked for: all of few, else the highest and the lowest by score."""
    ranked = sorted(state.tables.values(), key=lambda table: -table.game.score)
    half = MOST_JUDGED // 2
    chosen = ranked if len(ranked) <= MOST_JUDGED else [*ranked[:half], *ranked[-half:]]
    return frozenset(table.id for table in chosen)


def _pivots(state: State, table: Table) -> Iterable[Pivotal]:
    """The turning points among what the table itself decided; a caretaker's moves are nobody's."""
    alone = len(state.tables) == 1
    most, samples = (PIVOTS_OF_ONE, SAMPLES_OF_ONE) if alone else (PIVOTS_OF_MANY, SAMPLES_OF_MANY)
    there = on_line(table)
    own = {decided.depth - 1 for decided in table.decided if decided.number in there}
    points = [point for point in turning_points(table.game, 2 * most, samples) if point.depth in own]
    return (_pivotal(state, table, point, number) for number, point in enumerate(points[:most], 1))


def _pivotal(state: State, table: Table, point: TurningPoint, number: int) -> Pivotal:
    game = table.game
    there, kept, later = otherwise(game, point.depth, point.instead)
    moves = game.plan.moves
    return Pivotal(
        turn_label=turn_label(state.scenario, point.turn),
        asked=point.decision,
        chosen=move_name(moves[point.chosen.index]),
        other=move_name(moves[point.instead.index]),
        after=Hope(point.samples, point.chance, point.score),
        instead=Hope(point.samples, point.chance_instead, point.score_instead),
        policy=point.policy,
        weight=point.weight,
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
        there = on_line(table)
        for decided in table.decided:
            if decided.number in there:
                key = (decided.turn, decided.decision)
                answers.setdefault(key, {}).setdefault(decided.choice, []).append(table_name(table.id))
                games[key] = table.game
    divided = [(key, given) for key, given in answers.items() if len(given) > 1]
    divided.sort(key=lambda entry: -(_all(entry[1]) - max(map(len, entry[1].values()))))
    for key, given in sorted(divided[:MOST_PARTINGS], key=lambda entry: entry[0][0]):
        game = games[key]
        asked = next(d.name for d in game.plan.decisions if d.id == key[1])
        yield Parting(turn_label(state.scenario, key[0]), asked, _named(given, partial(_option_name, game)))


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
            attended = note.chosen in {envoy.name for envoy in state.scenario.envoys.values()}
            chosen = say("attended: {name}", name=note.chosen) if attended else note.chosen
            found.setdefault(key, {}).setdefault(chosen, []).append(table_name(table.id))
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
