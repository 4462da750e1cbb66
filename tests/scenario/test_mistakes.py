"""Seeded mistakes: each gives exactly one diagnostic, with the right code and place, and says what would be right."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from game.rules.build import build
from game.rules.expressions import KEYWORDS, parse_expression
from game.rules.names import NameProblem
from game.rules.problems import edits
from game.scenario.library import load
from tests.scenario.misspellings import misspelt
from tests.scenario.mistaken import Mistake, corpus, each_mistake, examined, together


def test_there_are_enough_mistakes() -> None:
    assert len(corpus()) >= 80


@together
@each_mistake
def test_a_seeded_mistake_gives_one_diagnostic_at_its_place(mistake: Mistake) -> None:
    found, place = examined(mistake)
    (only,) = found.diagnostics
    told = only.location
    assert (only.code, told.file, told.line, told.column) == (mistake.code, *place), str(only)
    assert mistake.says in f"{only.message} {only.hint}", str(only)


PLAN = build(load("deft-diplomacy"), "standard")
FIELDS = {f"{table.members[0]}.{part}" for table in PLAN.names.groups.values() for part in table.fields()}
NAMES = sorted({*PLAN.names.known(), *FIELDS})


@given(st.sampled_from(NAMES), st.integers(0, 2**32), st.integers(1, 2))
def test_a_name_misspelt_by_up_to_two_edits_gets_the_right_suggestion(name: str, dice: int, count: int) -> None:
    rng = Random(dice)
    owner, _, word = name.rpartition(".")
    known = next(t.fields() for t in PLAN.names.groups.values() if owner in t.members) if owner else PLAN.names.known()
    wrong = word
    for _ in range(count if len(word) > 3 else 1):
        wrong = misspelt(wrong, rng)
    assume(re.fullmatch(r"[a-z_]\w*", wrong) and wrong not in known and wrong not in KEYWORDS)
    assume(all(edits(wrong, other) >= edits(wrong, word) for other in known))  # else it is as well another name
    expression = parse_expression(f"{owner}.{wrong}" if owner else wrong)
    with pytest.raises(NameProblem) as told:
        PLAN.names.resolve(expression, {})
    assert f"`{word}`" in told.value.hint
    assert told.value.span == (len(name) - len(word), len(name) - len(word) + len(wrong))
