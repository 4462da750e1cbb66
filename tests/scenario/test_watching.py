"""Watching files: when a change has come to rest, whichever way an editor saves. The time is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.scenario import library
from game.scenario.watching import EVERY, LONGEST, RETURNS, SETTLED, Look, Mark, Stamp, Watch, stamp


def file(name: str, time: int = 1, size: int = 10, number: int = 1) -> Mark:
    return name, time, size, number


class Files:
    """Files as a test says they are."""

    def __init__(self, *now: Mark) -> None:
        self.now: Stamp = now

    def __call__(self) -> Stamp:
        return self.now


def test_nothing_is_told_of_files_at_rest() -> None:
    watch = Watch(Files(file("a")))
    assert [watch.poll(n / 10) for n in range(20)] == [False] * 20
    assert watch.rests and watch.wait == EVERY


def test_a_save_is_told_once_it_rests_and_only_once() -> None:
    files = Files(file("a"))
    watch = Watch(files)
    files.now = (file("a", 2),)
    assert not watch.poll(1.0)
    assert not watch.rests and watch.wait == SETTLED
    assert watch.poll(1.0 + SETTLED)
    assert not watch.poll(1.1) and not watch.poll(2.0)


def test_a_file_is_not_read_while_it_is_written() -> None:
    files = Files(file("a"))
    watch = Watch(files)
    for step in range(10):
        files.now = (file("a", 2 + step, 100 * step + 1),)
        assert not watch.poll(1 + step * 0.03)
    assert watch.poll(1 + 9 * 0.03 + SETTLED)


@pytest.mark.parametrize("gone", [(), (file("a", 2, 0),)], ids=["deleted", "emptied"])
def test_a_file_that_is_deleted_and_written_anew_is_waited_for(gone: Stamp) -> None:
    files = Files(file("a"))
    watch = Watch(files)
    files.now = gone
    assert not watch.poll(1.0) and not watch.poll(1.0 + RETURNS / 2)
    files.now = (file("a", 3, 12, 2),)
    assert not watch.poll(1.0 + RETURNS / 2 + 0.01)
    assert watch.poll(1.0 + RETURNS / 2 + 0.01 + SETTLED)


def test_a_file_that_stays_away_is_told_in_the_end() -> None:
    files = Files(file("a"))
    watch = Watch(files)
    files.now = ()
    assert not watch.poll(1.0) and not watch.poll(1.0 + RETURNS - 0.01)
    assert watch.poll(1.0 + RETURNS)


def test_a_change_that_is_taken_back_is_none() -> None:
    files = Files(file("a"))
    watch = Watch(files)
    files.now = (file("a", 2),)
    assert not watch.poll(1.0)
    files.now = (file("a"),)
    assert not watch.poll(1.01) and not watch.poll(2.0) and watch.rests


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 40)), min_size=1, max_size=60))
def test_whatever_happens_the_last_state_is_read_and_not_later_than_it_may(steps: list[tuple[int, int]]) -> None:
    """Any run of changes, with hundredths of a second between the looks: the last one is read within a second."""
    states: tuple[Stamp, ...] = ((file("a"),), (file("a", 2),), (), (file("a", 3, 0),))
    files = Files(file("a"))
    watch = Watch(files)
    now, unread = 0.0, None
    for state, pause in steps:
        files.now = states[state]
        now += pause / 100
        read = watch.poll(now)
        assert not (read and files.now != watch.seen)
        unread = None if files.now == watch.seen else unread if unread is not None else now
        assert unread is None or now - unread < LONGEST
    for _ in range(60):
        now += SETTLED
        watch.poll(now)
    assert watch.seen == files.now and watch.rests


def folder_with(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    (folder / "text").mkdir(parents=True)
    (folder / ".git").mkdir()
    for name in ("scenario.yaml", "cards.yaml", "text/kk.po", ".git/hidden.yaml", "notes.txt"):
        (folder / name).write_text("x", encoding="utf-8")
    return folder


def test_every_way_of_saving_changes_the_stamp(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    look = Look(folder, tmp_path / "rules")
    scenario = folder / "scenario.yaml"

    def in_place() -> None:
        scenario.write_text("longer", encoding="utf-8")

    def by_renaming() -> None:
        beside = folder / "scenario.yaml~"
        beside.write_text("longer", encoding="utf-8")
        about = scenario.stat()
        os.utime(beside, ns=(about.st_atime_ns, about.st_mtime_ns))  # the same size and time, another file
        beside.replace(scenario)

    def anew() -> None:
        scenario.unlink()
        scenario.write_text("other!", encoding="utf-8")

    def older() -> None:
        os.utime(scenario, ns=(0, 0))

    def another_file() -> None:
        (folder / "events.yaml").write_text("x", encoding="utf-8")

    def translation() -> None:
        (folder / "text" / "kk.po").write_text("xyz", encoding="utf-8")

    def ruleset() -> None:
        (tmp_path / "rules" / "own").mkdir(parents=True)
        (tmp_path / "rules" / "own" / "rules.yaml").write_text("x", encoding="utf-8")

    def gone() -> None:
        (folder / "events.yaml").unlink()

    seen = [look()]
    for save in (in_place, by_renaming, anew, older, another_file, translation, ruleset, gone):
        save()
        seen.append(look())
        assert seen[-1] != seen[-2], save.__name__
        assert look() == seen[-1] == stamp(folder, tmp_path / "rules")


def test_what_is_no_part_of_a_scenario_changes_nothing(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    before = stamp(folder, tmp_path / "rules")
    (folder / "notes.txt").write_text("another text", encoding="utf-8")
    (folder / ".git" / "hidden.yaml").write_text("another text", encoding="utf-8")
    assert stamp(folder, tmp_path / "rules") == before


def test_a_folder_that_is_gone_holds_nothing_and_may_come(tmp_path: Path) -> None:
    look = Look(tmp_path / "none" / "at-all", tmp_path / "rules")
    before = look()
    assert {size for _, _, size, _ in before} == {-2}
    (tmp_path / "none" / "at-all").mkdir(parents=True)
    assert look() != before


def test_a_file_with_an_older_time_is_read_again(tmp_path: Path) -> None:
    """`load` keeps what it has read; a file put back from an older copy is another file all the same."""
    folder = tmp_path / "ladder"
    folder.mkdir()
    text = (library.resources("scenarios") / "ladder" / "scenario.yaml").read_text(encoding="utf-8")
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    assert library.load(folder).title == "The ladder"
    (folder / "scenario.yaml").write_text(text.replace("The ladder", "An old one"), encoding="utf-8")
    os.utime(folder / "scenario.yaml", ns=(1, 1))
    assert library.load(folder).title == "An old one"
