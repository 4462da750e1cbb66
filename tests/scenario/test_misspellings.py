"""Names of the shipped scenarios misspelt where they are used, in every role: the right one is suggested."""

from __future__ import annotations

from tests.scenario.misspellings import sample, uses, verdict

ROLES = {
    *("tracks", "members", "groups", "pairs", "links", "parameters", "names", "procedures", "laws", "legacies"),
    *("events", "faces", "endings", "envoys", "kinds", "chance", "drawn", "places", "sources", "keys", "icons"),
}


def test_every_role_of_a_name_is_there() -> None:
    assert set(uses()) >= ROLES
    assert sum(map(len, uses().values())) > 500


def test_a_name_misspelt_in_any_role_gets_the_right_suggestion() -> None:
    """A part of what `python -m tests.scenario.misspellings` does at length."""
    tried = list(sample(len(uses()), seed=2))
    assert len(tried) > 0.9 * len(uses())
    wrong = [(use, word, told) for use, word in tried if (told := verdict(use, word)) != "right"]
    assert wrong == []
