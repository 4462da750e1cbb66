"""An editor's positions and ours name the same characters, in every encoding and with every kind of letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.scenario.server.positions import UNITS, Text, offsets_of

TEXTS = st.text(alphabet="aқ😀ё\n\r\x85\u2028 :\t", max_size=40)


@given(TEXTS, st.sampled_from(sorted(UNITS)), st.booleans())
def test_every_offset_comes_back(text: str, encoding: str, marked: bool) -> None:
    held = Text(("\ufeff" if marked else "") + text, encoding)
    assert held.text == text
    for offset in range(len(text) + 1):
        if not (0 < offset < len(text) and text[offset - 1 : offset + 1] == "\r\n"):  # within a line break
            assert held.offset(*held.position(offset)) == offset


@given(TEXTS, st.integers(-2, 9), st.integers(-2, 99))
def test_a_position_beyond_the_text_is_held_to_it(text: str, line: int, unit: int) -> None:
    assert 0 <= Text(text).offset(line, unit) <= len(text)


@pytest.mark.parametrize(
    ("encoding", "units"), [("utf-8", [0, 2, 6, 7]), ("utf-16", [0, 1, 3, 4]), ("utf-32", [0, 1, 2, 3])]
)
def test_units_are_the_encodings(encoding: str, units: list[int]) -> None:
    held = Text("x: 1\nқ😀a", encoding)
    assert [held.position(5 + n) for n in range(4)] == [(1, unit) for unit in units]


def test_the_readers_lines_end_where_yaml_says() -> None:
    text = "a\u2028b\r\nc\x85d"
    assert [text[at] for at in offsets_of(text, [(1, 1), (2, 1), (3, 1), (4, 1)])] == ["a", "b", "c", "d"]
    assert offsets_of(text, [(9, 9)]) == [len(text)]
