"""The quick ways to choose from rows tell the same as the plain ones."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from game.lab.batch.rows import either, places_of, taken
from game.lab.batch.worlds import below, mixed
from game.rules.chance import WHOLE, draw, site_of, step_of
from tests.strategies import SEEDS

KINDS = st.sampled_from(["i1", "i2", "i4", "i8"])
SMALL = st.integers(-128, 127)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.booleans(), SMALL, SMALL)), KINDS)
def test_either_is_where(entries: list[tuple[bool, int, int]], kind: str) -> None:
    test, yes, no = (np.array([entry[n] for entry in entries], k) for n, k in enumerate(("?", kind, kind)))
    found = either(test, yes, no)
    assert found.dtype == kind
    assert found.tolist() == np.where(test, yes, no).tolist()


@settings(max_examples=25)
@given(st.lists(SMALL), KINDS)
def test_places_are_those_of_what_is_not_0(entries: list[int], kind: str) -> None:
    places = [place for place, entry in enumerate(entries) if entry]
    row = np.array(entries, kind)
    assert places_of(row).tolist() == places_of(row != 0).tolist() == places
    assert taken(row, places_of(row)).tolist() == [entry for entry in entries if entry]


@settings(max_examples=25)
@given(st.lists(st.tuples(SEEDS, st.integers(1, 127)), min_size=1))
def test_a_draw_below_a_count_that_is_known_later(entries: list[tuple[int, int]]) -> None:
    seeds, counts = np.array([s % 2**64 for s, _ in entries], "u8"), np.array([n for _, n in entries], "i1")
    site = site_of("bot.random")
    found = below(mixed(seeds, step_of(3, site), WHOLE), counts)
    assert found.tolist() == [draw(seed, 3, site, n) for seed, n in entries]
