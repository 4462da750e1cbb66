"""Chance: the values of the formula, their spread, and orders that one more card does not re-deal."""

from __future__ import annotations

import binascii
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.rules.chance import WHOLE, DealError, Stream, deal, draw, permutation, site_of

M = 2**64


def by_the_book(seed: int, turn: int, site: int, n: int) -> int:
    """The formula as the language's page has it, written again from there."""
    z = (seed + 0x9E3779B97F4A7C15 * ((turn << 32) + site + 1)) % M
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) % M
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) % M
    z = z ^ (z >> 31)
    return ((z >> 32) * n) >> 32


@given(st.integers(0, 2**63 - 1), st.integers(0, 10_000), st.integers(0, 2**32 - 1), st.integers(1, 2**32 - 1))
def test_draw_is_the_formula(seed: int, turn: int, site: int, n: int) -> None:
    value = draw(seed, turn, site, n)
    assert value == by_the_book(seed, turn, site, n)
    assert 0 <= value < n


def test_draws_are_the_same_for_ever() -> None:
    """Records hang on these values."""
    assert site_of("movers") == binascii.crc32(b"movers")
    assert [draw(7, t, site_of("weather"), 8) for t in range(1, 11)] == [
        by_the_book(7, t, binascii.crc32(b"weather"), 8) for t in range(1, 11)
    ]
    assert (draw(0, 0, 0, 1000), draw(1, 2, 3, 1000), draw(2**63 - 1, 200, 2**32 - 1, WHOLE)) == (883, 73, 410187392)


@pytest.mark.parametrize("site", ["weather", "economic.a", "x"])
@pytest.mark.parametrize("n", [2, 6, 13])
def test_draws_are_evenly_spread(site: str, n: int) -> None:
    """Over neighbouring seeds and turns: chi-squared far from what a biased draw would give."""
    counts = Counter(draw(seed, turn, site_of(site), n) for seed in range(1_000) for turn in range(1, 7))
    expected = 6_000 / n
    assert sum((counts[k] - expected) ** 2 / expected for k in range(n)) < 40


def test_neighbouring_seeds_and_turns_have_nothing_to_do_with_each_other() -> None:
    site = site_of("weather")
    pairs = Counter((draw(s, 1, site, 2), draw(s + 1, 1, site, 2), draw(s, 2, site, 2)) for s in range(8_000))
    assert len(pairs) == 8 and all(850 < count < 1150 for count in pairs.values())


@given(
    st.integers(0, 2**63 - 1),
    st.sets(st.text("abcdefgh_", min_size=1), min_size=1, max_size=20),
    st.text("xyz", min_size=1),
)
def test_one_more_card_does_not_re_deal_the_others(seed: int, cards: set[str], more: str) -> None:
    ids = sorted(cards)
    order = [ids[i] for i in permutation(seed, "deck", ids)]
    assert sorted(order) == ids
    longer = [more, *reversed(ids)]
    assert [c for i in permutation(seed, "deck", longer) if (c := longer[i]) != more] == order


def test_every_first_card_is_as_likely_as_another() -> None:
    ids = [f"card{n}" for n in range(6)]
    firsts = Counter(permutation(seed, "deck", ids)[0] for seed in range(6_000))
    assert all(850 < firsts[i] < 1150 for i in range(6))


def stream(kind: str, **more: int) -> Stream:
    return Stream("deck", kind, ("a", "b", "c", "d", "e"), (10, 11, 12, 13, 14), 6, **more)  # type: ignore[arg-type]


def test_a_window_shows_slides_and_wraps() -> None:
    tables = stream("window", show=4, slide=2).deal(7, ["a", "b", "c", "d", "e"])
    assert tables[:3] == ((10, 11, 12, 13), (12, 13, 14, 10), (14, 10, 11, 12))
    assert stream("window", show=9, slide=0).deal(7, ["a"])[0][0] == 10  # type: ignore[index]
    assert all(len(t) == 5 for t in stream("window", show=9, slide=3).deal(7))  # type: ignore[arg-type]


def test_an_order_goes_through_all_before_anyone_comes_again() -> None:
    order: Any = stream("order", rounds=2).deal(3)
    assert sorted(order[:5]) == sorted(order[5:]) == [10, 11, 12, 13, 14]


def test_a_deck_without_repeats_ends() -> None:
    turns = stream("dealt", draw=2).deal(1)
    assert sorted(e for t in turns for e in t) == [10, 11, 12, 13, 14]  # type: ignore[union-attr]
    assert [len(t) for t in turns] == [2, 2, 1, 0, 0, 0]  # type: ignore[arg-type]


def test_a_deck_with_repeats_never_ends() -> None:
    turns = stream("repeated", draw=3).deal(1)
    assert all(len(t) == 3 for t in turns)  # type: ignore[arg-type]
    named = stream("repeated", draw=1).deal(1, ["b", "b", "e"])
    assert named[:3] == ((11,), (11,), (14,)) and named[3:] == stream("repeated", draw=1).deal(1)[3:]


@pytest.mark.parametrize("kind", ["order", "window", "dealt", "shuffled"])
def test_a_dealt_order_comes_first_and_the_rest_follows_by_chance(kind: str) -> None:
    one = stream(kind, show=5, slide=1)
    whole = [10 + i for i in permutation(9, "deck", one.ids)]
    rest = [c for c in whole if c not in (12, 10)]
    table: Any = one.deal(9, ["c", "a"])
    first = table[0] if kind == "window" else [e for t in table for e in t] if kind == "dealt" else table
    assert list(first) == [12, 10, *rest]


@pytest.mark.parametrize(
    ("kind", "named"),
    [("order", ["z"]), ("order", ["a", "a"]), ("window", ["z"]), ("dealt", ["b", "b"]), ("rolled", ["a"])],
)
def test_a_deal_that_does_not_fit_is_refused(kind: str, named: list[str]) -> None:
    with pytest.raises(DealError):
        stream(kind, show=2).deal(1, named)
    with pytest.raises(DealError, match="no stream"):
        deal([stream("order")], 1, {"other": ["a"]})
