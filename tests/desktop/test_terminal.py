"""The terminal: a scripted game whose transcript a person can read, and lines of any kind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from game.desktop.diskkeeper import DiskKeeper
from game.desktop.intents import Continue, Next, Play, Start, Undo
from game.desktop.session import Session
from game.desktop.terminal.commands import COMMANDS
from game.desktop.terminal.terminal import run
from game.scenario.library import shipped
from game.scenes import table

GOLDEN = Path(__file__).parent.parent / "golden" / "terminal"
SCRIPTS = sorted(p.stem for p in GOLDEN.glob("*.script"))


def transcript(session: Session, lines: list[str]) -> tuple[str, Session]:
    """All that is written when these lines are typed."""
    written: list[str] = []
    left = iter(lines)
    after = run(session, lambda: next(left, None), written.append, echo=True)
    return "".join(written), after


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_scripted_game_reads_as_before(name: str) -> None:
    """`MULTIVECTOR_GOLDEN=write` writes the transcripts anew; read the difference before committing it."""
    text, _ = transcript(Session(), (GOLDEN / f"{name}.script").read_text(encoding="utf-8").splitlines())
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("MULTIVECTOR_GOLDEN") == "write":
        golden.write_text(text, encoding="utf-8", newline="\n")
    assert text == golden.read_text(encoding="utf-8")


def test_there_are_scripts() -> None:
    assert SCRIPTS


@pytest.mark.parametrize("scenario", shipped())
def test_any_lines_are_taken(scenario: str) -> None:
    random = Random(5)
    words = [w for w in COMMANDS if w not in ("quit", "save")]
    words += ["xyz", "why not 1", "why 2", "why treasury", "preview 1", "go 3", "switch 1", "card 1", "a > b", ""]
    lines = [random.choice(words) if random.random() < 0.3 else str(random.randrange(0, 5)) for _ in range(250)]
    text, after = transcript(Session().do(Start(scenario, None, 8)), lines)
    assert after.game is not None and after.game.depth > 5
    assert text.endswith("The input has ended.\nGoodbye.\n")


def test_every_line_is_short_and_plain() -> None:
    text, _ = transcript(Session().do(Start("deft-diplomacy", None, 8)), ["1", "status", "calendar", "end", "help"])
    assert all(len(line) <= 100 for line in text.splitlines())
    assert not any(c in text for c in "\t\x1b│─┌█")


def test_a_move_can_be_played_by_number_notation_or_name() -> None:
    start = Session().do(Start("ladder", None, 8))
    assert start.game is not None
    move = start.game.moves[0]
    name = start.game.plan.moves[move.index].name
    played = [transcript(start, [line])[1].game for line in ("1", str(move), name.upper(), move.choice)]
    assert all(g is not None and g.move is move for g in played)


def test_the_title_screen_answers_to_numbers() -> None:
    text, after = transcript(Session(), ["2", "3", "", "1"])
    assert "  2. New game: new\n" in text and after.game is not None
    assert after.game.scenario.id == shipped()[2] and after.game.depth == 1
    assert transcript(Session(), ["5"])[1].ended


def test_describing_tells_the_whole_board_after_every_move_with_the_numbers_that_play() -> None:
    written: list[str] = []
    left = iter(["1", "1", "undo", "wrong"])
    start = Session().do(Start("deft-diplomacy", None, 7)).do(Next())
    after = run(start, lambda: next(left, None), written.append, describing=True)
    boards = "".join(written).split("CALENDAR")
    assert len(boards) == 1 + 1 + 3, "first, and after each of three steps"
    assert after.game is not None and after.game.depth == 1
    scene = table.board(after.game)
    legal = [move.name for move in scene.decision.moves if move.legal]
    for number, name in enumerate(legal, 1):
        told = next(line for line in boards[-2].splitlines()[-60:] if line.startswith(f"{name}. "))
        rest = boards[-2].partition(told)[2]
        assert f"[{number}]" in (told + rest)[:400].replace("\n ", "")


def test_a_game_played_elsewhere_is_offered_as_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MULTIVECTOR_HOME", str(tmp_path))
    one = Session(keeper=DiskKeeper()).do(Start("ladder", None, 8)).do(Next())
    assert one.game is not None
    first = one.do(Play(str(one.game.moves[0])))
    other = Session(keeper=DiskKeeper()).do(Continue())
    assert not first.do(Undo()).notice
    text, after = transcript(other, ["1", "copy", "1"])
    assert "being played elsewhere" in text and "`copy` with a copy" in text and "file of its own now" in text
    assert after.game is not None and after.game.depth == 2


def test_unknown_words_name_the_nearest_command() -> None:
    text, _ = transcript(Session().do(Start("ladder", None, 8)), ["calender", "why capitl", "card rusia", "77"])
    assert "Did you mean `calendar`?" in text
    assert "Did you mean `capital`?" in text
    assert "Did you mean `russia`?" in text
    assert "There is no move 77; there are 1 to" in text


def test_a_pipe_that_ends_is_no_error() -> None:
    code = "from game.desktop.session import Session; from game.desktop.terminal import terminal as t; "
    code += "raise SystemExit(t.main(Session()))"
    typed = "new\n3\n\n1\n"
    done = subprocess.run([sys.executable, "-c", code], input=typed, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert done.stdout.endswith("The input has ended.\nGoodbye.\n")
    assert not done.stderr
