"""The teacher's guide, followed to the letter: its commands in an empty folder, its classes answered by a browser."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from game.classroom import plan as stages
from game.classroom.plan import plan_for
from game.classroom.web import network
from game.cli import main, parser
from tests.classroom.kill import free_port
from tests.scenario.commands import ROOT, shell

GUIDE = (ROOT / "scenarios" / "TEACHING.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^ *```sh\n(.*?)^ *```$", GUIDE, re.MULTILINE | re.DOTALL)
COMMANDS = [line.strip() for block in BLOCKS for line in block.splitlines()]
SERVING = [c for c in COMMANDS if " class " in c and not re.search(r"--(demo|forget|preflight|resume|debrief)", c)]


def begun(command: str, folder: Path) -> subprocess.Popen[str]:
    """A command that goes on until it is ended, on a port that is free."""
    arguments = [sys.executable, "-m", "game", *command.split()[1:], "--port", str(free_port())]
    kept = os.environ | {"PYTHONPATH": str(ROOT), "MULTIVECTOR_HOME": str(folder), "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        arguments, cwd=folder, env=kept, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True,
    )  # fmt: skip


def told(process: subprocess.Popen[str], wanted: str) -> str:
    """What a process says up to a line with something in it."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if wanted in line:
            return said
    raise AssertionError(said)


def ended(process: subprocess.Popen[str], *, by_itself: bool = False) -> int:
    if not by_itself:
        process.send_signal(signal.SIGINT)
    code = process.wait(timeout=60)
    assert process.stdout is not None
    rest = process.stdout.read()
    process.stdout.close()
    assert "Traceback" not in rest, rest
    return code


def page(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return answer.read().decode()


def test_every_command_is_one_that_there_is() -> None:
    assert len(COMMANDS) >= 9 and len(SERVING) >= 4
    for command in [*COMMANDS, *re.findall(r"`(multivector [a-z][^`]*)`", GUIDE)]:
        assert parser().parse_args(command.split()[1:])


@pytest.mark.skipif(sys.platform == "win32", reason="a class is ended with Ctrl+C, which is sent otherwise on Windows")
def test_a_class_opens_goes_on_and_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    served = begun(SERVING[0], tmp_path)
    said = told(served, "Ctrl+C")
    teacher = re.search(r"http://127\.0\.0\.1:\d+/teacher", said)
    assert teacher is not None and "Begin the lesson" in page(teacher[0])
    assert "Join:" in page(teacher[0].replace("/teacher", "/projector"))
    ended(served)
    code = re.search(r"code (\w{6})", said)
    assert code is not None
    resumed = begun("multivector class --resume", tmp_path)
    assert code[1] in told(resumed, "Ctrl+C")
    ended(resumed)
    monkeypatch.setenv("MULTIVECTOR_HOME", str(tmp_path))
    assert main("class --forget".split()) == 0
    assert f"nothing is left of the class {code[1]}" in capsys.readouterr().out
    assert main("class --resume".split()) == 1
    assert "no class is kept here" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="a class is ended with Ctrl+C, which is sent otherwise on Windows")
def test_the_room_is_tested_with_one_phone(tmp_path: Path) -> None:
    tested = begun(next(c for c in COMMANDS if "--preflight" in c), tmp_path)
    if network.is_loopback(network.addresses()[0]):
        told(tested, "This laptop is in no network")
        assert ended(tested, by_itself=True) == 1
        return
    said = told(tested, "Scan this with one phone")
    address = re.search(r"open (http://\S+?)\. ", said)
    assert address is not None and "It works" in page(address[1])
    assert "all is well" in told(tested, "A phone came in")
    assert ended(tested, by_itself=True) == 0


def test_what_is_printed_and_played_by_itself_is_what_the_guide_says(tmp_path: Path) -> None:
    for command in COMMANDS:
        if "--demo" in command or " handout " in command:
            done = shell(command, tmp_path)
            assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    for file in ("debrief.html", "debrief.pdf", "votes.csv", "timeline.csv"):
        assert f"`{file}`" in GUIDE and (tmp_path / "demo" / file).stat().st_size
    rows = re.findall(r"^\| `([\w-]+\.pdf)` \|", GUIDE, re.M)
    assert {file.name for file in (tmp_path / "handout").iterdir()} == set(rows)


def test_the_run_of_show_is_the_planned_one() -> None:
    rows = re.findall(r"^\| ?([\d:]*) \| ?([\d:]*) \| ([a-z].*?) \|$", GUIDE, re.M)
    for column, minutes in ((0, 45), (1, 90)):
        plan = plan_for(minutes, 8)
        begins = []
        for index, stage in enumerate(plan.stages):
            if stage.kind in (stages.LOBBY, stages.END) or (stage.turn and plan.stages[index - 1].turn):
                continue
            begins.append(f"{plan.begins(index) // 60}:{plan.begins(index) % 60:02}")
        assert [row[column] for row in rows if row[column]] == begins
