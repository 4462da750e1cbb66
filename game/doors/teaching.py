"""The doors for teachers: opening a class, printing its handouts."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.doors.asking import (
    FINE,
    NO,
    Commands,
    Refusal,
    add_command,
    any_seed,
    game_arguments,
    language_argument,
    language_of,
    level_of,
    load,
    port,
    scenario_of,
)
from game.words import say, speaking

if TYPE_CHECKING:
    from game.classroom.opening import OpenClass
    from game.classroom.stores.journal import Store


def add_commands(commands: Commands) -> None:
    """Add the teachers' commands."""
    school = add_command(
        commands, "class", _class, "lead a lesson in the local network: phones or nothing, no accounts"
    )
    school.add_argument("scenario", nargs="?", metavar="SCENARIO", help="a shipped scenario's id, or a folder")
    game_arguments(school)
    language_argument(school)
    school.add_argument("--mode", choices=("plenary", "teams", "hands"), default="plenary",
                        help="one game for all, one for each team, or hands counted without devices")  # fmt: skip
    school.add_argument("--minutes", type=int, choices=(45, 90), default=45, help="how long the lesson is")
    school.add_argument("--voters", choices=("students", "teams"), default="students",
                        help="who has one vote each in a plenary")  # fmt: skip
    school.add_argument("--port", type=port, metavar="P", help="the port (default: 8000, or the next that is free)")
    school.add_argument("--resume", nargs="?", const="", metavar="CODE", help="go on with the last class, or this one")
    school.add_argument("--forget", nargs="?", const="", metavar="CODE", help="leave nothing of the last class, or one")
    school.add_argument("--preflight", action="store_true", help="only test whether a phone can come in")
    school.add_argument("--debrief", nargs="?", const="", metavar="CODE",
                        help="write the debrief of the last class, or of this one")  # fmt: skip
    school.add_argument(
        "--projector",
        action="store_true",
        help="show the board in a window of its own; without a scenario, of the class that is led here",
    )
    school.add_argument("--demo", action="store_true", help="play a whole lesson by itself")
    school.add_argument("--bots", type=_bots, default=40, metavar="N", help="students of a demo (default: 40)")
    school.add_argument("--out", type=Path, metavar="DIR", help="where a demo or a debrief leaves its files")

    paper = add_command(
        commands, "handout", _handout, "print a lesson: rules, cards, worksheet, ballots, teacher's guide"
    )
    paper.add_argument("scenario", metavar="SCENARIO", help="a shipped scenario's id, or a folder")
    game_arguments(paper)
    language_argument(paper)
    paper.add_argument("--out", type=Path, default=Path("handout"), metavar="DIR", help="where to (default: handout)")
    paper.add_argument("--paper", choices=("a4", "letter"), default="a4", help="the size of the sheets (default: a4)")


def _bots(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text[:6]) <= 1_000:
        raise argparse.ArgumentTypeError(f"1 to 1000 students are wanted, not `{text}`")
    return int(text)


def _class(chosen: argparse.Namespace) -> int:
    try:
        from game.classroom.opening import CannotResume, store
        from game.classroom.stores.journal import StoreError

        if chosen.demo:
            return _demo(chosen)
        if chosen.preflight:
            return _preflight(chosen)
        if chosen.projector and chosen.scenario is None and chosen.resume is None:
            return _projector(chosen)
        if chosen.forget is not None:
            return _forget(store(), chosen.forget)
        if chosen.debrief is not None:
            return _debrief(chosen, store())
        return _serve(chosen, store())
    except ImportError as error:
        told = say("a class needs its server ({error}): python -m pip install multivector", error=error)
        raise Refusal(told, NO) from None
    except StoreError as error:
        raise Refusal(str(error), NO) from None
    except CannotResume as error:
        raise Refusal(say("this class cannot go on: {error}", error=error), NO) from None


def _serve(chosen: argparse.Namespace, where: Store) -> int:
    from game.classroom.web import network
    from game.classroom.web.serve import serve

    try:
        listening = network.listening(chosen.port or network.PORT, strict=chosen.port is not None)
    except network.NoPort as error:
        raise Refusal(say("{error}; name another with --port", error=error), NO) from None
    with listening:
        opened = _resumed(chosen, where) if chosen.resume is not None else _opened(chosen, where)
        board = _board_beside(int(listening.getsockname()[1])) if chosen.projector else None
        try:
            serve(opened, listening)
        finally:
            if board is not None:
                board.terminate()
    return FINE


def _board_beside(port: int) -> subprocess.Popen[bytes]:
    """The projector's board in a process of its own: whatever becomes of it, the lesson goes on."""
    words = [sys.executable, "-m", "game", "class", "--projector", "--port", str(port)]
    return subprocess.Popen(words, stdin=subprocess.DEVNULL)


def _projector(chosen: argparse.Namespace) -> int:
    """The board of the class that is led on this laptop; it only reads, over the loopback."""
    from game.desktop.front import open_onlooker
    from game.rules.play import start

    port = chosen.port or 8000
    known: dict[str, Any] = {}

    def fetch() -> str | None:
        told = _told(port, known.get("version"))
        known.update(told or {})
        return str(told["record"]) if told is not None else None

    try:
        for tries in range(20):  # the server beside it may be about to begin
            try:
                record = fetch()
                break
            except OSError:
                if tries == 19:
                    raise
                time.sleep(0.5)
    except OSError as error:
        told = say(
            "no class is led on this laptop at port {port} ({error}); name its port with --port",
            port=port,
            error=error.strerror or error,
        )
        raise Refusal(told, NO) from None
    scenario = scenario_of(known["scenario"], known["folder"], None, known["language"])
    if not record:
        known.pop("version")
    try:
        return open_onlooker(start(scenario, 0), fetch_first(record, fetch), language=known["language"])
    except OSError as error:
        raise Refusal(say("the board cannot be shown: {error}", error=error.strerror or error), NO) from None


def fetch_first(record: str | None, fetch: Callable[[], str | None]) -> Callable[[], str | None]:
    """Gives what was fetched already, then goes on fetching."""
    waiting = [record] if record else []
    return lambda: waiting.pop() if waiting else fetch()


def _told(port: int, version: object) -> dict[str, Any] | None:
    """What the class's server tells of its game; None for nothing new. Raises `OSError`."""
    import json
    from http.client import HTTPConnection, HTTPException

    line = HTTPConnection("127.0.0.1", port, timeout=40)
    try:
        line.request("GET", f"/projector/game?after={'' if version is None else version}")
        answer = line.getresponse()
        if answer.status == 204:
            return None
        if answer.status != 200:
            raise OSError(0, f"what answers there is no class: {answer.status}")
        told: dict[str, Any] = json.loads(answer.read())
        return told
    except (HTTPException, ValueError) as error:
        raise OSError(0, str(error)) from None
    finally:
        line.close()


def _opened(chosen: argparse.Namespace, where: Store) -> OpenClass:
    from game.classroom.opening import folder_of, open_class

    if chosen.scenario is None:
        raise Refusal(say("name a scenario: `multivector class deft-diplomacy`; `multivector scenarios` lists them"))
    language = language_of(chosen)
    scenario = load(chosen.scenario, language)
    return open_class(
        where,
        scenario,
        mode=chosen.mode,
        minutes=chosen.minutes,
        language=language,
        seed=any_seed() if chosen.seed is None else chosen.seed,
        difficulty=level_of(scenario, chosen.difficulty),
        voters=chosen.voters,
        folder=folder_of(chosen.scenario),
    )


def _resumed(chosen: argparse.Namespace, where: Store) -> OpenClass:
    from game.classroom.opening import opening_of, resume

    journal = where.open(_code(where, chosen.resume))
    first = opening_of(journal)
    try:
        scenario = scenario_of(first.scenario, first.folder, chosen.scenario, first.language)
    except Refusal:
        journal.close()
        raise
    return resume(journal, scenario)


def _debrief(chosen: argparse.Namespace, where: Store) -> int:
    """Write the debrief of a kept class; nothing is added to its journal."""
    from game.classroom import events, session
    from game.classroom.debrief.pack import pack_of, write_pack
    from game.classroom.events import JournalError
    from game.classroom.opening import opening_of
    from game.words import speaking

    code = _code(where, chosen.debrief)
    journal = where.open(code)
    try:
        first = opening_of(journal)
        scenario = scenario_of(first.scenario, first.folder, chosen.scenario, first.language)
        history = [events.from_json(line) for _, line in journal.read()]
        with speaking(first.language):
            state = session.replay(history, scenario)
    except (JournalError, ValueError) as error:
        raise Refusal(say("this class cannot be read: {error}", error=error), NO) from None
    finally:
        journal.close()
    return _written(pack_of(state, history), chosen.out or Path(f"debrief-{code}"), write_pack)


def _written(files: dict[str, bytes], out: Path, write: Callable[..., tuple[Path, ...]]) -> int:
    try:
        paths = write(files, out)
    except OSError as error:
        raise Refusal(say("cannot write {file}: {error}", file=out, error=error.strerror or error), NO) from None
    for path in paths:
        print(path)
    sys.stdout.flush()
    return FINE


def _code(where: Store, asked: str) -> str:
    """The code asked for, or of the class last written. Raises `Refusal`."""
    known = where.codes()
    code = asked.upper() if asked else (known[0] if known else "")
    if code not in known:
        if not known:
            raise Refusal(say("no class is kept here"), NO)
        raise Refusal(say("there is no class {code}; there are {codes}", code=code, codes=", ".join(known[:8])), NO)
    return code


def _forget(where: Store, asked: str) -> int:
    code = _code(where, asked)
    where.forget(code)
    print(say("nothing is left of the class {code}", code=code))
    return FINE


def _preflight(chosen: argparse.Namespace) -> int:
    from game.classroom.web import network
    from game.classroom.web.serve import preflight

    try:
        listening = network.listening(chosen.port or network.PORT, strict=chosen.port is not None)
    except network.NoPort as error:
        raise Refusal(say("{error}; name another with --port", error=error), NO) from None
    with speaking(language_of(chosen)):
        return FINE if preflight(listening) else NO


def _demo(chosen: argparse.Namespace) -> int:
    from game.classroom.demo import play
    from game.classroom.opening import folder_of

    if chosen.out is None or chosen.scenario is None:
        raise Refusal(say("a demo wants a scenario and a folder: `multivector class SCENARIO --demo --out DIR`"))
    language = language_of(chosen)
    scenario = load(chosen.scenario, language)
    try:
        files = play(
            scenario, chosen.out, bots=chosen.bots, mode=chosen.mode, minutes=chosen.minutes, language=language,
            seed=chosen.seed or 0, difficulty=level_of(scenario, chosen.difficulty), voters=chosen.voters,
            folder=folder_of(chosen.scenario),
        )  # fmt: skip
    except OSError as error:
        raise Refusal(say("cannot write {file}: {error}", file=chosen.out, error=error.strerror or error), NO) from None
    for file in files:
        print(file)
    sys.stdout.flush()
    return FINE


def _handout(chosen: argparse.Namespace) -> int:
    from game.rules.play import start

    try:
        from game.classroom.handout.writing import write
    except ImportError as error:
        raise Refusal(say("handouts need fpdf2 ({error}): python -m pip install fpdf2", error=error), NO) from None
    scenario = load(chosen.scenario, language_of(chosen))
    game = start(scenario, chosen.seed or 0, level_of(scenario, chosen.difficulty))
    try:
        written = write(game, chosen.out, chosen.paper, world_too=chosen.seed is not None)
    except OSError as error:
        raise Refusal(say("cannot write {file}: {error}", file=chosen.out, error=error.strerror or error), NO) from None
    for file in written.files:
        print(file)
    if written.lacking:
        signs = " ".join(written.lacking)
        print(say("These signs are in none of the typefaces: {signs}", signs=signs), file=sys.stderr)
    return FINE
