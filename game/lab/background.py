"""Forecasts and pivots worked out aside: by a process of its own, so that whoever asks is never kept waiting.

Questions go to the process and answers come back as pickled values over its standard input and output. Both ways a
thread waits in place of the caller. A new question takes the place of all that have not been answered yet. The process
ends when its input does: with `close`, and also when the asking process is killed.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from attrs import define, evolve, field, frozen

from game.lab.forecast import PLAYOUTS, Forecast, forecast
from game.lab.pivotal import Pivot, pivots
from game.rules.model import Scenario
from game.rules.play import Game, start

Key = tuple[Any, ...]
"""What tells one position, and the way to it, from every other in this process."""


def key_of(game: Game) -> Key:
    """The key of a position."""
    return (id(game.engine), game.seed, game.world.dealt, tuple(move.index for move in game.played))


@frozen
class Question:
    """What is asked of a position: the forecasts of some of its moves, the first one first, or what it hung on."""

    key: Key
    scenario: Scenario | None = field(repr=False, eq=False)
    """None where it is the one of the question before."""
    level: str
    seed: int
    dealt: tuple[tuple[str, tuple[str, ...]], ...]
    played: tuple[str, ...]
    moves: tuple[str, ...] = ()
    """Notations; an empty one stands for the position as it is."""
    pivots: bool = False
    playouts: int = PLAYOUTS


def question_of(game: Game, moves: tuple[str, ...] = (), *, pivots: bool = False) -> Question:
    """A question about a game as it stands."""
    played = tuple(str(move) for move in game.played)
    dealt = game.world.dealt
    return Question(key_of(game), game.scenario, game.difficulty, game.seed, dealt, played, moves, pivots)


@frozen
class Answer:
    """A forecast or the pivots of a position; with neither, that there are none to be had."""

    key: Key
    forecast: Forecast | None = None
    pivots: tuple[Pivot, ...] | None = None


class Asked(Protocol):
    """Whoever answers questions some time later."""

    def ask(self, question: Question) -> None:
        """Ask; does not wait. What was asked before and is not answered is dropped."""

    def answers(self) -> list[Answer]:
        """What has been answered since the last time; does not wait."""

    def close(self) -> None:
        """Stop; nothing is answered any more."""


@define
class Background:
    """A process that answers. It starts with the first question."""

    wake: Callable[[], object]
    """Called in another thread whenever there is an answer."""
    command: tuple[str, ...] = (sys.executable, "-c", "from game.lab.background import main; main()")
    """Not `-m`: the classes of answers would be another module's then."""
    _asked: queue.SimpleQueue[Question | None] = field(factory=queue.SimpleQueue, init=False)
    _told: queue.SimpleQueue[Answer] = field(factory=queue.SimpleQueue, init=False)
    _thread: threading.Thread | None = field(default=None, init=False)
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _closed: bool = field(default=False, init=False)
    _gone: bool = field(default=False, init=False)

    def ask(self, question: Question) -> None:
        """Ask; does not wait. Where there is no process to be had, nothing is answered."""
        if self._closed:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._send, name="questions", daemon=True)
            self._thread.start()
        self._asked.put(question)

    def answers(self) -> list[Answer]:
        """What has been answered since the last time; does not wait."""
        found = []
        with suppress(queue.Empty):
            while True:
                found.append(self._told.get_nowait())
        return found

    def close(self) -> None:
        """Stop the process, whatever it is doing."""
        self._closed = True
        if self._thread is None:
            return
        self._asked.put(None)
        self._thread.join(5)
        process = self._process
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()

    def _send(self) -> None:
        """Start the process and hand it each question; runs in a thread."""
        scenario: Scenario | None = None
        while (question := self._latest()) is not None:
            process = self._process
            if process is None and not self._gone:
                process = self._process = self._started()
            if process is None or process.stdin is None or self._gone:
                self._tell(Answer(question.key))
                continue
            known = question.scenario is scenario
            scenario = question.scenario
            try:
                pickle.dump(evolve(question, scenario=None) if known else question, process.stdin)
                process.stdin.flush()
            except (OSError, ValueError, pickle.PicklingError):
                self._gone = True
                self._tell(Answer(question.key))

    def _latest(self) -> Question | None:
        """The newest question; None when there will be no more."""
        question = self._asked.get()
        with suppress(queue.Empty):
            while question is not None:
                question = self._asked.get_nowait()
        return question

    def _started(self) -> subprocess.Popen[bytes] | None:
        roots = [str(Path(__file__).resolve().parents[2]), os.environ.get("PYTHONPATH", "")]
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(root for root in roots if root)}
        pipe = subprocess.PIPE
        try:
            process = subprocess.Popen(self.command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=env)
        except OSError:
            self._gone = True
            return None
        threading.Thread(target=self._receive, args=(process.stdout,), name="answers", daemon=True).start()
        return process

    def _receive(self, stream: BinaryIO) -> None:
        """Hand over what the process answers; runs in a thread."""
        try:
            with suppress(EOFError, OSError, ValueError, pickle.UnpicklingError):
                while True:
                    self._tell(pickle.load(stream))
        finally:
            self._gone = True
            self._tell(Answer(()))

    def _tell(self, answer: Answer) -> None:
        if not self._closed:
            self._told.put(answer)
            self.wake()


# The process


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """Answer questions until there are no more. A newer question stops the answering of an older one."""
    asked: queue.SimpleQueue[Question] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(source, asked), daemon=True).start()
    while True:
        question = asked.get()
        with suppress(queue.Empty):
            while True:
                question = asked.get_nowait()
        for answer in answered(question):
            pickle.dump(answer, target)
            target.flush()
            if not asked.empty():
                break


def _listen(source: BinaryIO, asked: queue.SimpleQueue[Question]) -> None:
    """Take in questions; at their end leave at once, in the middle of whatever is being worked out."""
    scenario: Scenario | None = None
    try:
        while True:
            question = pickle.load(source)
            scenario = question.scenario or scenario
            asked.put(evolve(question, scenario=scenario))
    finally:
        os._exit(0)


def answered(question: Question) -> Iterator[Answer]:
    """The answers to a question, one after another. Where one cannot be given, one that says so."""
    try:
        game = position(question)
        if question.pivots:
            yield Answer(question.key, pivots=pivots(game))
        for move in question.moves:
            yield Answer(question.key, forecast(game, game.find(move) if move else None, question.playouts))
    except Exception:  # noqa: BLE001 - whatever it is, the board goes on without a forecast
        yield Answer(question.key)


def position(question: Question) -> Game:
    """The position that a question is about."""
    assert question.scenario is not None
    game = start(question.scenario, question.seed, question.level, dict(question.dealt))
    for move in question.played:
        game = game.play(move)
    return game


def main() -> None:
    """Answer what comes on standard input; give way to everything else on the machine."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(10)
    serve(sys.stdin.buffer, sys.stdout.buffer)
