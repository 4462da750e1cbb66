"""The debrief: what it tells of whole, cut, lost and rewound lessons; its page, print, tables and records."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import attrs
import pytest

import game
from game.classroom import events, session
from game.classroom.debrief.lines import on_line
from game.classroom.debrief.model import Debrief
from game.classroom.debrief.pack import pack_of, write_pack, zipped
from game.classroom.debrief.page import page_of
from game.classroom.debrief.telling import debrief_of
from game.classroom.state import State
from game.cli import main
from game.record.notation import parse, replay
from game.words import speaking
from tests.classroom.debrief.lessons import Played, played
from tests.classroom.lessons import Lesson

GOLDEN = Path(__file__).parent / "first-steps.txt"
EMPTY = {"meta", "link", "br", "hr", "img", "input", "polyline", "polygon"}


def as_text(value: Any, depth: int = 0) -> list[str]:
    """A debrief as lines to read; games are left to their records, and turning points, which the lab may learn to
    judge better, to the test of the records."""
    pad = "  " * depth
    if attrs.has(type(value)):
        lines: list[str] = []
        for name in (a.name for a in attrs.fields(type(value)) if a.name not in ("game", "pivots")):
            inner = getattr(value, name)
            if attrs.has(type(inner)) or (isinstance(inner, tuple) and inner):
                lines += [f"{pad}{name}:", *as_text(inner, depth + 1)]
            else:
                lines.append(f"{pad}{name}: {inner}")
        return lines
    if isinstance(value, tuple) and any(isinstance(v, tuple) or attrs.has(type(v)) for v in value):
        return [line for n, v in enumerate(value, 1) for line in (f"{pad}- {n}", *as_text(v, depth + 1))]
    return [f"{pad}{value}"] if not isinstance(value, tuple) else [f"{pad}{' | '.join(map(str, value))}"]


def test_the_debrief_of_a_demo_lesson() -> None:
    """`MULTIVECTOR_GOLDEN=write` writes it anew; read the difference before committing it."""
    text = "\n".join(as_text(played("first-steps").told())) + "\n"
    if os.environ.get("MULTIVECTOR_GOLDEN") == "write":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


class Page(HTMLParser):
    """What is wrong with a page's form, its texts, and everything it would load or run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.refs: list[str] = []
        self.loads: list[str] = []
        self.headings: list[int] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in EMPTY:
            self.open.append(tag)
        if re.match(r"h[1-6]$", tag):
            self.headings.append(int(tag[1]))
        for name, value in given:
            if name == "id":
                self.ids.append(value or "")
            if name == "href" and tag == "a":
                self.refs.append(value or "")
            elif name in ("src", "href", "srcset", "data", "action", "poster") or name.startswith("on"):
                self.loads.append(f"{tag} {name}={value}")

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY and (not self.open or self.open.pop() != tag):
            self.wrong.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize(("mode", "bots"), [("plenary", 9), ("teams", 6), ("hands", 0)])
def test_the_page_is_whole_and_needs_nothing_else(mode: str, bots: int) -> None:
    text = page_of(told := played("first-steps", mode, bots=bots).told())
    page = Page(text)
    assert not page.wrong and not page.open and not page.loads
    assert not page.tags & {"script", "iframe", "object", "embed", "link", "img", "form"}
    assert "url(" not in text and "@import" not in text
    assert len(page.ids) == len(set(page.ids))
    assert all(ref.startswith("#") and ref[1:] in page.ids for ref in page.refs)
    assert page.headings[0] == 1 and page.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
    assert text.count("<svg") == text.count('role="img"') <= text.count("<table")
    assert told.mode == mode and f'lang="{told.language}"' in text


NASTY = '<script>alert(1)</script>"\'&='


def _nasty() -> State:
    lesson = Lesson("first-steps", mode="teams")
    student, *_ = lesson.join(4)
    lesson.begin()
    lesson.do(events.NamesAllowed, allowed=True)
    lesson.do(events.NameAsked, student=student, name="<img src=x onerror=a>")
    lesson.do(events.NameJudged, student=student, allowed=True)
    lesson.to("vote")
    lesson.vote(student)
    lesson.to("consequences")
    lesson.do(events.Wrote, student=student, subject="why:1", text=NASTY)
    lesson.do(events.Moderated, student=student, subject="why:1", shown=True)
    return lesson.state


def test_what_students_write_stays_text() -> None:
    state = _nasty()
    page = Page(page_of(debrief_of(state)))
    assert "script" not in page.tags and "img" not in page.tags and not page.loads
    assert NASTY in page.texts and any("<img src=x onerror=a>" in text for text in page.texts)


def test_only_what_the_teacher_showed_is_told() -> None:
    state = _nasty()
    hidden = attrs.evolve(
        state, lines={key: attrs.evolve(line, shown=shown) for key, line in state.lines.items() for shown in (None,)}
    )
    assert NASTY not in Page(page_of(debrief_of(hidden))).texts


def _words(data: bytes, path: Path) -> str:
    path.write_bytes(data)
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, timeout=30, check=True)
    return " ".join(done.stdout.decode().split())


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
def test_page_and_print_say_the_same_in_every_language(language: str, tmp_path: Path) -> None:
    lesson = played("first-steps", language=language)
    told, files = lesson.told(), lesson.pack()
    data, html = files["debrief.pdf"], files["debrief.html"].decode()
    assert data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")
    assert b"/Outlines" in data and f"/Lang ({language})".encode() in data and data.count(b"/FontFile2") >= 3
    assert 20_000 < len(data) < 400_000  # typefaces are embedded in part
    assert told.questions and {question.tag for question in told.questions} == {"describe", "analyse", "transfer"}
    wanted = [told.title, told.glossary[0].name, told.tables[0].turns[0].decisions[0].chosen]
    assert all(text in html for text in (*wanted, *told.limits))
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed: the print's text is not read here")
    text = _words(data, tmp_path / "debrief.pdf")
    assert all(" ".join(part.split()) in text for part in wanted)


def test_the_same_lesson_gives_the_same_bytes() -> None:
    lesson = played("first-steps", "teams", bots=6)
    one, other = lesson.pack(), lesson.pack()
    assert one == other and zipped(one) == zipped(other)
    with ZipFile(BytesIO(zipped(one))) as whole:
        assert {name: whole.read(name) for name in whole.namelist()} == one


@pytest.mark.parametrize("mode", ["plenary", "teams"])
def test_records_play_again_and_the_other_game_parts_where_it_is_said_to(mode: str) -> None:
    lesson = played("first-steps", mode, bots=9 if mode == "plenary" else 6)
    told = lesson.told()
    assert any(table.pivots for table in told.tables)
    files = lesson.pack()
    for table in told.tables:
        whole = replay(parse(files[table.file].decode()), lesson.scenario)
        assert whole.divergence is None and whole.game.state == table.game.state
        for pivot in table.pivots:
            other = replay(parse(files[pivot.file].decode()), lesson.scenario)
            assert other.divergence is None and other.game.score == pivot.score
            ours, theirs = table.game.played, other.game.played
            same = next(n for n, (a, b) in enumerate(zip(ours, theirs, strict=False)) if str(a) != str(b))
            assert whole.game.line[same].turn == other.game.line[same].turn
            assert other.game.turn <= table.game.turn or other.game.over


def test_replay_verify_opens_what_the_command_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_pack(played("first-steps").pack(), tmp_path)
    for record in sorted((tmp_path / "records").iterdir()):
        assert main(["replay", "--verify", str(record)]) == 0
    capsys.readouterr()


@pytest.mark.parametrize("kind", ["opened", "joined", "closed", "wrote"])
def test_a_lesson_cut_short_has_its_debrief(kind: str) -> None:
    lesson = played("first-steps").until(kind)
    told, files = lesson.told(), lesson.pack()
    assert not told.finished and told.turns <= 1
    with speaking("en"):
        assert "has not come to its end" in files["debrief.html"].decode()
    assert not Page(files["debrief.html"].decode()).wrong and files["debrief.pdf"].startswith(b"%PDF-")


def test_what_was_opened_again_or_rewound_is_on_a_branch() -> None:
    lesson = Lesson("first-steps")
    (student,) = lesson.join()
    lesson.begin()
    lesson.to("vote")
    lesson.vote(student, 0)
    ballot = lesson.table().ballot
    assert ballot is not None
    lesson.run(1)
    decided = lesson.table().decided
    assert len(decided) == 1 and on_line(lesson.table()) == {decided[0].number}
    lesson.do(events.Reopened, table="class")
    lesson.vote(student, 0)
    lesson.run(1)
    first, second = lesson.table().decided[:2]
    assert first.choice == second.choice
    assert on_line(lesson.table()) == {second.number}, "chosen alike, but only the later one is played on"
    lesson.do(events.Rewound, table="class", turn=1)
    assert on_line(lesson.table()) == frozenset()
    (turn,) = debrief_of(lesson.state).tables[0].turns
    assert [mark.kind for mark in turn.marks] == ["rewound"] and not any(d.kept for d in turn.decisions)


def _rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(data.decode("utf-8-sig").splitlines()))


def test_tables_agree_with_what_is_told() -> None:
    lesson = played("first-steps", "teams", bots=6)
    told, files = lesson.told(), lesson.pack()
    teams = {row["table"]: row for row in _rows(files["teams.csv"])}
    assert {id: int(row["score"]) for id, row in teams.items()} == {t.id: t.score for t in told.tables}
    forecasts = _rows(files["forecasts.csv"])
    assert told.calibration is not None and len(forecasts) == told.calibration.count == 6
    off = [int(row["forecast"]) - int(row["happened"]) for row in forecasts]
    assert told.calibration.misses == tuple((miss, off.count(miss)) for miss in sorted(set(off)))
    kept = {(r["table"], r["ballot"]) for r in _rows(files["votes.csv"]) if r["on_line"] == "1"}
    shown = sum(d.kept for table in told.tables for turn in table.turns for d in turn.decisions)
    assert len(kept) == shown


def test_no_table_or_record_names_anybody() -> None:
    lesson = played("first-steps", "teams", bots=6)
    nicknames = {student.nickname for student in lesson.state.students.values()}
    for name, data in lesson.pack().items():
        if name.endswith((".csv", ".txt")):
            assert not any(nickname in data.decode("utf-8-sig") for nickname in nicknames), name


def _sources_are_numbered(told: Debrief) -> bool:
    used = {n for one in (*told.beside, *told.questions) for n in one.sources}
    return used <= set(range(1, len(told.sources) + 1))


def test_class_against_history_names_its_sources() -> None:
    told = played("first-steps", "teams", bots=6).told()
    assert told.beside and all(one.history and one.sources for one in told.beside) and _sources_are_numbered(told)


def test_the_command_writes_the_debrief_of_a_kept_class(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MULTIVECTOR_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("MULTIVECTOR_POSTGRES", raising=False)
    from game.classroom.opening import store

    lesson: Played = played("first-steps")
    journal = store().create("K7P2QX")
    journal.append(0, [events.to_json(event) for event in lesson.history])
    journal.close()
    out = tmp_path / "out"
    assert main(["class", "--debrief", "--out", str(out)]) == 0
    written = capsys.readouterr().out.split()
    assert {Path(line).relative_to(out).as_posix() for line in written} == set(lesson.pack())
    assert (out / "debrief.html").read_bytes() == lesson.pack()["debrief.html"]
    assert session.replay(lesson.history, game.load("first-steps")).last == lesson.state.last
    assert pack_of(lesson.state, lesson.history)["votes.csv"] == (out / "votes.csv").read_bytes()
