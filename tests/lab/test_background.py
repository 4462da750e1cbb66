"""The process aside: it answers, drops what is stale, ends when it should, and its absence hurts nobody."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from attrs import evolve

import game
from game.lab.background import Answer, Background, answered, key_of, question_of
from game.lab.forecast import forecast
from game.lab.pivotal import pivots
from game.rules.play import Game

COUNT = 40


def begun() -> Game:
    return game.start(game.load("ladder"), seed=7)


class Bell:
    """Rings when there is an answer."""

    def __init__(self, *command: str) -> None:
        self.rung = threading.Semaphore(0)
        self.aside = Background(self.rung.release, command) if command else Background(self.rung.release)

    def next(self) -> Answer:
        assert self.rung.acquire(timeout=60), "no answer"
        (answer,) = self.aside.answers()[:1]
        return answer


@pytest.fixture
def bell() -> Iterator[Bell]:
    made = Bell()
    yield made
    made.aside.close()


def test_answers_here_are_the_forecasts() -> None:
    position = begun()
    moves = tuple(str(move) for move in position.moves[:2])
    told = list(answered(evolve(question_of(position, moves), playouts=COUNT)))
    assert [a.key for a in told] == [key_of(position)] * 2
    assert [a.forecast for a in told] == [forecast(position, move, COUNT) for move in position.moves[:2]]


def test_a_process_answers_the_same_and_ends_with_its_asker(bell: Bell) -> None:
    position = begun()
    bell.aside.ask(evolve(question_of(position, (str(position.moves[0]),)), playouts=COUNT))
    assert bell.next() == Answer(key_of(position), forecast(position, position.moves[0], COUNT))
    process = bell.aside._process
    assert process is not None and process.poll() is None and process.stdin is not None
    process.stdin.close()  # as it is when the asker is killed
    assert process.wait(30) == 0


def test_pivots_are_worked_out_too() -> None:
    position = begun()
    while not position.over:
        position = position.play(position.moves[0])
    assert [a.pivots for a in answered(question_of(position, pivots=True))] == [pivots(position)]


def test_asking_never_waits_for_a_process_that_does_nothing() -> None:
    """Its pipe takes no more than a few questions; a thread waits at it, not the asker."""
    stuck = Bell(sys.executable, "-c", "import time; time.sleep(600)")
    for _ in range(200):
        stuck.aside.ask(question_of(begun(), ("x",)))
    assert stuck.aside.answers() == []
    process = stuck.aside._process
    stuck.aside.close()
    process = process or stuck.aside._process
    assert process is None or process.poll() is not None


@pytest.mark.parametrize("command", [("/nowhere/python",), (sys.executable, "-c", "raise ImportError('numpy')")])
def test_without_a_process_it_is_told_that_there_is_no_forecast(command: tuple[str, ...]) -> None:
    bell = Bell(*command)
    bell.aside.ask(question_of(begun(), ("x",)))
    answer = bell.next()
    assert answer.forecast is None and answer.pivots is None
    bell.aside.close()


def test_what_cannot_be_worked_out_is_told() -> None:
    assert list(answered(question_of(begun(), ("no such move",)))) == [Answer(key_of(begun()))]
