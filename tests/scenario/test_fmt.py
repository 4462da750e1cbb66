"""Tidying changes blanks at the ends of lines and nothing else; what cannot be read is left as it is."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from game.cli import main
from game.scenario.folders import AuthoringError
from game.scenario.library import resources
from game.scenario.new import TEMPLATE
from game.scenario.nodes import Node, read_nodes
from game.scenario.tidy import tidied
from tests.scenario.test_migrate import OLD, noisier

SHIPPED = [*sorted(resources("scenarios").rglob("*.yaml")), *sorted(TEMPLATE.rglob("*.yaml"))]
TEXTS = {f"{f.parent.name}/{f.name}": f.read_text(encoding="utf-8") for f in SHIPPED if f.stat().st_size < 9_000}
BLANKS = st.text(" \t", max_size=4)


@pytest.mark.parametrize("file", SHIPPED, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_shipped_files_are_tidy(file: Path) -> None:
    assert tidied(file.name, file.read_bytes()) == file.read_bytes()


def untidy(text: str, blanks: list[str], breaks: str, end: str) -> str:
    """The text with blanks at the ends of some lines."""
    lines = text.splitlines()
    return breaks.join(line + blanks[n % len(blanks)] for n, line in enumerate(lines)) + end


@given(
    st.sampled_from(sorted(TEXTS)),
    st.lists(BLANKS, min_size=1, max_size=50),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\n", "\n\n\n", "  ", "\n \t\n"]),
    st.booleans(),
)
def test_only_blanks_at_the_ends_of_lines_go(name: str, blanks: list[str], breaks: str, end: str, mark: bool) -> None:
    text = TEXTS[name]
    data = (b"\xef\xbb\xbf" if mark else b"") + untidy(text, blanks, breaks, end).encode()
    try:
        made = tidied("a.yaml", data)
    except AuthoringError as error:  # a line of tabs within a text, say: then the file was not readable before
        assert "mend that first" in str(error) and read_nodes("a.yaml", data)[2]
        return
    assert tidied("a.yaml", made) == made
    assert made.startswith(b"\xef\xbb\xbf") == mark
    lines = made.decode("utf-8-sig").split(breaks)
    assert lines == [*text.splitlines(), ""]


@given(st.integers(0, 2**32), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_comments_order_and_indentation_stay_as_they_are(dice: int, newline: str, mark: bool) -> None:
    """Whatever an author's habits: only blanks at the ends of lines go."""
    text = noisier(OLD, Random(dice)).replace("\n", newline)
    data = (b"\xef\xbb\xbf" if mark else b"") + text.encode()
    made = tidied("a.yaml", data).decode()
    kept = [line.rstrip(" \t") for line in text.split(newline)]
    while kept[-1:] == [""]:
        kept.pop()
    assert made == ("\ufeff" if mark else "") + newline.join([*kept, ""])


def words(node: Node | None) -> list[str]:
    """Every word of a file, in order, whatever its blanks."""
    if node is None:
        return []
    if node.word is not None:
        return [" ".join(node.word.split())]
    inner = [word for item in node.items for word in words(item)]
    return inner + [word for key, entry in node.entries.items() for word in (key, *words(entry.value))]


SNIPPETS = st.sampled_from(
    [
        "a: b",
        "- x",
        "  ",
        "\t",
        "\n",
        "\r\n",
        "# note ",
        "a: |",
        "  text  ",
        "a: >-",
        "b: 'q '",
        ":",
        "[",
        "]",
        "{c: d}",
        "\r",
        "\x85",
        "é",
    ]
)


@example("\ra: >-  \r  ")  # the ends of lines of old machines
@given(st.lists(SNIPPETS, max_size=12).map("".join))
def test_any_text_keeps_its_words_or_is_left_alone(text: str) -> None:
    data = text.encode()
    try:
        made = tidied("a.yaml", data)
    except AuthoringError:
        return
    assert tidied("a.yaml", made) == made
    assert words(read_nodes("a.yaml", made)[0]) == words(read_nodes("a.yaml", data)[0])
    assert "".join(made.decode().split()) == "".join(text.split())


def test_the_command_tidies_and_tells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, clean = tmp_path / "a.yaml", tmp_path / "b.yaml"
    file.write_bytes(b"a: b  # note \nc: d\t")
    clean.write_bytes(b"a: b\n")
    assert main(["fmt", "--check", str(tmp_path)]) == 1
    assert file.read_bytes() == b"a: b  # note \nc: d\t"
    assert capsys.readouterr().out == f"{file}: would be tidied\n"
    assert main(["fmt", str(tmp_path)]) == 0
    assert file.read_bytes() == b"a: b  # note\nc: d\n" and clean.read_bytes() == b"a: b\n"
    assert main(["fmt", "--check", str(file), str(clean)]) == 0
    assert main(["fmt", str(tmp_path / "none.yaml")]) == 2


def test_a_broken_file_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.yaml"
    for data in (b"a: [ \n", b"\xff ", b"a: b \na: c \n"):
        file.write_bytes(data)
        assert main(["fmt", str(file)]) == 1
        assert file.read_bytes() == data
        assert "mend that first" in capsys.readouterr().err
