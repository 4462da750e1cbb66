"""Playing a scenario's own tests: each case is a game from its start, and every expectation is asked of its end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from attrs import evolve, frozen

from game.rules.answers import IllegalMove
from game.rules.causes import Cause
from game.rules.chance import DealError
from game.rules.expressions import parse_expression
from game.rules.model import Location, Scenario
from game.rules.names import TRUTH, WHOLE, Value
from game.rules.play import Game, start
from game.rules.problems import did_you_mean
from game.rules.syntax import Expression, SyntaxProblem
from game.rules.walking import mentions
from game.rules.wording import joined, listed, phrase
from game.scenario.cases import Case, Word, files_with_tests, read_cases
from game.scenario.diagnostics import Diagnostic
from game.words import retold, say

NEWEST = 3  # causes told of a number that is not what it should be


@frozen
class Failure:
    """One expectation that was not met, or a game that could not be played."""

    case: str
    location: Location
    message: str
    causes: tuple[Cause, ...] = ()

    def __str__(self) -> str:
        lines = [f"{self.location}: {self.message}", f"   {say('in `{name}`', name=self.case)}"]
        return "\n".join([*lines, *(f"   {_told(cause)}" for cause in self.causes)])


@frozen
class Report:
    """What became of the tests of a scenario."""

    passed: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    mistakes: tuple[Diagnostic, ...] = ()
    """What is wrong with the test files themselves."""

    @property
    def failed(self) -> int:
        """Cases that failed, and mistakes in the files."""
        return len({(failure.location.file, failure.case) for failure in self.failures}) + len(self.mistakes)


def run(scenario: Scenario, folder: Path) -> Report:
    """Every case in a scenario's folder, played."""
    passed: list[str] = []
    failures: list[Failure] = []
    mistakes: list[Diagnostic] = []
    for file in files_with_tests(folder):
        cases, wrong = read_cases(file, f"{folder.resolve().name}/{file.relative_to(folder).as_posix()}")
        mistakes += wrong
        for case in cases:
            try:
                failed = tuple(_failures(scenario, case))
            except _MistakenError as mistake:
                mistakes.append(mistake.diagnostic)
                continue
            failures += failed
            passed += [] if failed else [case.name.text]
    return Report(tuple(passed), tuple(failures), tuple(mistakes))


class _MistakenError(Exception):
    """A case speaks of something that is not there."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def _failures(scenario: Scenario, case: Case) -> Iterator[Failure]:
    game = _begun(scenario, case)
    for word in case.moves:
        try:
            game = game.play(word.text)
        except IllegalMove as error:
            yield Failure(case.name.text, word.location, f"{retold(error.args[0])}. {_asks(game)}")
            return
    yield from _of_tracks(game, case)
    yield from _of_the_end(game, case)
    yield from _of_moves(game, case)


def _begun(scenario: Scenario, case: Case) -> Game:
    level = case.difficulty
    if level is not None and level.text not in scenario.difficulty:
        hint = did_you_mean(level.text, scenario.difficulty) or phrase(
            "there are {names}", names=listed(scenario.difficulty)
        )
        raise _MistakenError(level.told("MV312", phrase("there is no difficulty `{name}`", name=level.text), hint))
    try:
        return start(scenario, case.seed, level.text if level is not None else None, case.deal)
    except DealError as error:
        assert case.dealt_at is not None
        raise _MistakenError(case.dealt_at.told("MV312", error.args[0], span=(0, 1))) from None


def _of_tracks(game: Game, case: Case) -> Iterator[Failure]:
    name = case.name.text
    for track, word in case.tracks.items():
        if track not in game.engine.slot_of:
            hint = did_you_mean(track, game.engine.slot_of)
            raise _MistakenError(case.keys[track].told("MV312", phrase("there is no track `{name}`", name=track), hint))
        tree, value, actual = _value(game, word)
        if value.kind == TRUTH and not actual:
            yield Failure(
                name,
                word.location,
                say("`{name}` does not hold: {values}", name=word.text, values=_values(game, tree)),
                _why(game, track),
            )
        elif value.kind == WHOLE and game[track] != actual:
            yield Failure(
                name,
                word.location,
                say("{name} is {value}, not {other}", name=track, value=game[track], other=actual),
                _why(game, track),
            )
    for word in case.holds:
        tree, value, actual = _value(game, word)
        if value.kind != TRUTH:
            raise _MistakenError(
                word.told("MV320", phrase("a condition is wanted here"), phrase("compare it: `... > 0`"))
            )
        if not actual:
            tracks = dict.fromkeys(".".join(n.parts) for n in mentions(tree))
            causes = [c for t in tracks if t in game.engine.slot_of for c in game.why(t)[:NEWEST]]
            message = say("`{name}` does not hold: {values}", name=word.text, values=_values(game, tree))
            yield Failure(name, word.location, message, tuple(causes[:NEWEST]))


def _of_the_end(game: Game, case: Case) -> Iterator[Failure]:
    name = case.name.text
    if case.turn is not None:
        _, value, turn = _value(game, case.turn)
        if value.kind != WHOLE or turn != game.turn:
            yield Failure(
                name,
                case.turn.location,
                say("the game is in turn {turn}, not {other}", turn=game.turn, other=case.turn.text),
            )
    if case.ending is None:
        return
    outcome, wanted = game.outcome, case.ending.text
    known = {e.id for e in game.plan.endings} | {e.label for e in game.plan.endings} | {"none"}
    if wanted not in known:
        hint = did_you_mean(wanted, known) or phrase("`none` while it goes on")
        raise _MistakenError(case.ending.told("MV328", phrase("there is no ending `{name}`", name=wanted), hint))
    if outcome is None and wanted != "none":
        yield Failure(
            name,
            case.ending.location,
            say("the game has not ended, `{name}` was expected. {asks}", name=wanted, asks=_asks(game)),
        )
    elif outcome is not None and wanted not in (outcome.ending, outcome.label):
        last = tuple(reversed(game.causes[-NEWEST:]))
        yield Failure(
            name,
            case.ending.location,
            say("the game ended with {name}, not {other}", name=outcome.label, other=wanted),
            last,
        )


def _of_moves(game: Game, case: Case) -> Iterator[Failure]:
    legal = {str(move) for move in game.moves}
    for word in (*case.available, *case.refused):
        try:
            move = game.find(word.text)
        except IllegalMove:
            hint = did_you_mean(word.text, game.engine.by_notation)
            raise _MistakenError(
                word.told("MV312", phrase("there is no move `{name}`", name=word.text), hint)
            ) from None
        if word in case.available and str(move) not in legal:
            why = joined([unmet.told for unmet in game.why_not(move)], "; ")
            yield Failure(case.name.text, word.location, say("`{name}` is not available: {why}", name=move, why=why))
        elif word in case.refused and str(move) in legal:
            yield Failure(case.name.text, word.location, say("`{name}` is not refused: it can be played", name=move))


def _value(game: Game, word: Word) -> tuple[Expression, Value, int]:
    """What an expression of a case comes to now."""
    # A test may not ask for more work than a line of the scenario may.
    names = evolve(game.plan.names, limited=True, compared={}, steps=0, steps_in_all=0)
    try:
        tree = parse_expression(word.text)
        value = names.resolve(tree, {})
    except SyntaxProblem as problem:
        raise _MistakenError(word.told(problem.code, problem.message, problem.hint, problem.span)) from None
    if value.kind not in (WHOLE, TRUTH):
        raise _MistakenError(
            word.told("MV322", phrase("a number or a condition is wanted here, this is a {kind}", kind=value.kind))
        )
    return tree, value, game.engine.holds(value.term, game.state, game.world)


def values_of(game: Game, tree: Expression) -> dict[str, int]:
    """The values of the names in an expression, as they are now."""
    told: dict[str, int] = {}
    for name in mentions(tree):
        try:
            value = game.plan.names.resolve(name, {})
        except SyntaxProblem:
            continue  # a name that only its loop knows
        if value.kind == WHOLE:
            told[".".join(name.parts)] = game.engine.holds(value.term, game.state, game.world)
    return told


def _values(game: Game, tree: Expression) -> str:
    told = values_of(game, tree).items()
    values = ", ".join(say("{name} is {value}", name=name, value=value) for name, value in told)
    return values or say("the game goes another way")


def _why(game: Game, track: str) -> tuple[Cause, ...]:
    return game.why(track)[:NEWEST]


def _told(cause: Cause) -> str:
    where = f", {cause.location}" if cause.location is not None else ""
    lost = say(" ({count} lost)", count=f"{cause.lost:+d}") if cause.lost else ""
    change = f"{cause.track} {cause.before} {cause.applied:+d} = {cause.after}{lost}"
    return say("turn {number}: {change}, {name}", number=cause.turn, change=change, name=f"{cause.name}{where}")


def _asks(game: Game) -> str:
    if game.over:
        return say("The game is over.")
    moves = ", ".join(str(m) for m in game.moves[:9])
    return say("In turn {number} `{name}` asks: {moves}", number=game.turn, name=game.decision.id, moves=moves)
