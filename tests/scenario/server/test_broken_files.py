"""While somebody types, a file is broken most of the time: every question still has an answer."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.scenario.server.completing import complete
from game.scenario.server.navigating import definitions, folds, outline, references
from game.scenario.server.project import Project
from game.scenario.server.renaming import RenameRefusal, rename
from game.scenario.server.telling import hover
from game.scenario.server.tolerance import tolerant_tree
from tests.effort import effort
from tests.scenario.folders import SMALL
from tests.scenario.server.desks import small_project
from tests.scenario.test_hostile_files import MONSTERS

CALLS = 6_000_000  # all questions about one monster; the worst takes a quarter


def ask_everything(project: Project, offset: int) -> int:
    """Every question there is; how many headings the outline has."""
    path = project.folder / "scenario.yaml"
    complete(project, path, offset)
    view = project.view(path, shared=False)
    hover(project, view, offset)
    definitions(project, path, offset)
    references(project, path, offset)
    folds(view)
    with suppress(RenameRefusal):
        rename(project, path, offset, "renamed")
    return len(outline(view))


def changed(project: Project, text: str) -> None:
    project.buffers.open[project.folder / "scenario.yaml"] = text
    project.buffers.version += 1


@settings(max_examples=60)
@given(st.data())
def test_no_edit_leaves_a_question_without_an_answer(data: st.DataObject) -> None:
    project = small_project(scenario=SMALL)
    assert ask_everything(project, 0) == 9
    start = data.draw(st.integers(0, len(SMALL)))
    end = data.draw(st.integers(start, min(len(SMALL), start + 30)))
    pieces = [
        "",
        ":",
        "- ",
        "{",
        "[",
        '"',
        "'",
        "\n",
        "  ",
        "|",
        "#",
        "&x",
        "*x",
        "!!y",
        "\t",
        "gold",
        "қ😀",
        "\0",
        "?",
    ]
    typed = "".join(data.draw(st.lists(st.sampled_from(pieces), max_size=4)))
    changed(project, SMALL[:start] + typed + SMALL[end:])
    ask_everything(project, start + len(typed))
    project.check()


@pytest.mark.parametrize("cut", range(20, len(SMALL), 23))
def test_a_file_that_ends_anywhere_keeps_its_outline(cut: int) -> None:
    project = small_project(scenario=SMALL)
    whole = ask_everything(project, 0)
    changed(project, SMALL[:cut])
    assert 1 <= ask_everything(project, cut) <= whole


@pytest.mark.parametrize(
    "line", ["  broken", "\tx: 1", "a: b: c", "x: [1, 2", 'x: "open', "}", "x: {a: 1", "  - x: [", "? [", "a\0b: 1"]
)
def test_what_stands_around_a_broken_line_keeps_its_place(line: str) -> None:
    lines = SMALL.rstrip("\n").split("\n")
    for number in (3, 8, len(lines) - 3):
        text = "\n".join([*lines[:number], line, *lines[number:]])
        root = tolerant_tree("x", text, number)
        assert root is not None and {"tracks", "groups", "endings"} <= set(root.entries)
        endings = root.entries["endings"].key
        assert text[endings.start : endings.end] == "endings"


def is_text(data: bytes) -> bool:
    """Whether an editor could hold it: what is no UTF-8 never becomes a buffer."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


@pytest.mark.parametrize("name", [name for name, (data, _) in MONSTERS.items() if is_text(data)])
def test_a_hostile_buffer_is_told_and_answered_quickly(name: str) -> None:
    data, code = MONSTERS[name]
    project = small_project(scenario=SMALL)
    ask_everything(project, 0)
    changed(project, data.decode())
    with effort(CALLS):
        told = project.check().diagnostics
        ask_everything(project, 5)
        ask_everything(project, len(data))
    assert code in {d.code for d in told}


def test_a_broken_file_is_not_renamed_in() -> None:
    project = small_project(scenario=SMALL)
    changed(project, SMALL.replace("title: Small", "title: Small: gold"))
    path = project.folder / "scenario.yaml"
    with pytest.raises(RenameRefusal, match=r"small/scenario.yaml cannot be read"):
        rename(project, path, SMALL.index("gold:") + 8, "money")


def test_half_a_letter_is_no_way_to_break_the_server() -> None:
    project = small_project(scenario=SMALL)
    changed(project, SMALL + "# \ud83d\n")
    assert {d.code for d in project.check().diagnostics} == {"MV102"}
    ask_everything(project, 9)
