"""Names: what they stand for, worked out on a few slots; selectors, loops and nobody."""

from __future__ import annotations

import pytest

from game.rules.expressions import parse_expression
from game.rules.names import MEMBER, GroupTable, NameProblem, Names, Value
from game.rules.terms import NOBODY, Const, Drawn, Slot, evaluate

STATE = (2, 7, 3, 5, 5, 1, 0)
WORLD = ((0, 2, 1),)


def names() -> Names:
    """Gold and calm, three lands with love, each with an owner or none, and two pairs."""
    lands = GroupTable("land", ["north", "south", "west"])
    lands.slots["love"] = [Slot(3, 0, 9), Slot(4, 0, 9), Slot(5, 0, 9)]
    lands.links["owner"] = ("lands", [1, -1, 0])
    lands.constants["size"] = [10, 20, 30]
    return Names(
        tracks={"gold": Slot(1, 0, 10), "calm": Slot(2, 0, 10)},
        parameters={"tax": 4},
        groups={"lands": lands},
        pairs={"rivals": ("lands", [(0, 1), (1, 2)])},
        drawn={"mover": Value(Drawn(0, 0, 2), MEMBER, "lands")},
        aliases={
            "wealth": "gold * tax",
            "best": "argmax(x.love for x in lands)",
            "round": "again + 1",
            "again": "round",
        },
        fixed={"turn": Value(Slot(0, 1, 3)), "nobody": Value(NOBODY, MEMBER), "last_turn": Value(Const(3))},
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("gold + calm * tax", 19),
        ("wealth", 28),
        ("north.love", 5),
        ("north.size + west.size", 40),
        ("north.owner.love", 5),
        ("west.owner.owner.size", 20),
        ("south.owner.love", 0),
        ("south.owner.owner.love", 0),
        ("mover.love", 1),
        ("mover.size", 30),
        ("mover.owner.size", 10),
        ("best.size", 10),
        ("sum(x.love for x in lands)", 11),
        ("sum(x.love for x in lands if x.owner)", 6),
        ("sum(sum(y.love for y in lands if y is not x) for x in lands)", 22),
        ("min(x.love for x in lands)", 1),
        ("max(x.love for x in lands if x.love < 5)", 1),
        ("max(x.love for x in lands if x.love > 8)", 0),
        ("min(0 - x.love for x in lands if x.love > 8)", 0),
        ("count(x.love > 2 for x in lands)", 2),
        ("count(x.owner for x in lands)", 2),
        ("count(x.love > 2 for x in lands if x.owner)", 1),
        ("1 if any(x.love > 4 and x.owner for x in lands) else 0", 1),
        ("1 if all(x.love > 4 for x in lands if x is not west) else 0", 1),
        ("sum(a.love - b.size for (a, b) in rivals)", -40),
        ("sum(a.size - b.size for (a, b) in rivals both ways)", 0),
        ("count(a.size > 10 for (a, b) in rivals both ways)", 3),
        ("1 if north.owner is south else 0", 1),
        ("1 if south.owner is nobody else 0", 1),
        ("1 if north is not south else 0", 1),
        ("1 if mover is west else 0", 1),
        ("1 if 1 < calm <= 3 < gold else 0", 1),
        ("1 if (gold > 1) == (calm > 1) else 0", 1),
        ("gold // (calm - 3) if calm > 90 else 1", 1),
        ("turn * 10 + last_turn", 23),
    ],
)
def test_a_name_stands_for(text: str, value: int) -> None:
    assert evaluate(names().whole(parse_expression(text), {}), STATE, WORLD) == value


@pytest.mark.parametrize(
    ("selector", "size"),
    [
        ("argmin(x.love for x in lands)", 30),
        ("argmax(x.love for x in lands if x is not north)", 20),
        ("argmax(x.love for x in lands if x.love > 8)", 0),
        ("argmin(x.size for x in lands if x.owner)", 10),
    ],
)
def test_a_selector_names_a_member_or_nobody(selector: str, size: int) -> None:
    known = names()
    known.aliases["it"] = selector
    assert evaluate(known.whole(parse_expression("it.size"), {}), STATE, WORLD) == size


@pytest.mark.parametrize(
    ("text", "code", "piece", "hint"),
    [
        ("golf + 1", "MV312", "golf", "gold"),
        ("1 + nort.love", "MV312", "nort", "north"),
        ("north.lov", "MV315", "lov", "love"),
        ("gold.love", "MV314", "gold.love", ""),
        ("nobody.love", "MV314", "nobody.love", ""),
        ("round", "MV313", "round", ""),
        ("north + 1", "MV322", "north", ""),
        ("gold and calm", "MV320", "gold", "compare"),
        ("1 if gold else 2", "MV320", "gold", "compare"),
        ("(gold > 1) + 1", "MV322", "gold > 1", ""),
        ("north < south", "MV324", "north < south", "is"),
        ("north is gold", "MV324", "north is gold", ""),
        ("gold is 1", "MV324", "gold is 1", ""),
        ("gold == (calm > 1)", "MV322", "gold == (calm > 1)", ""),
        ("gold % 0", "MV323", "0", ""),
        ("sum(x.love for x in land)", "MV317", "land", "lands"),
        ("sum(a.love for (a, b) in lands)", "MV316", "(a, b) in lands", ""),
        ("sum(a.love for a in rivals)", "MV316", "a in rivals", ""),
        ("sum(x.love for x in lands) + x.love", "MV312", "x", ""),
        ("gold * 1000000000 * 1000000000 * 1000000000", "MV310", "", ""),
    ],
)
def test_what_makes_no_sense_is_told_at_its_place(text: str, code: str, piece: str, hint: str) -> None:
    with pytest.raises(NameProblem) as problem:
        names().resolve(parse_expression(text), {})
    assert problem.value.code == code and hint in problem.value.hint
    assert piece in text[slice(*problem.value.span)]
    if text.count(piece) == 1 and code not in ("MV322", "MV310"):
        assert text[slice(*problem.value.span)] == piece


def test_a_member_of_two_groups_must_be_said_otherwise() -> None:
    known = names()
    known.groups["isles"] = GroupTable("isle", ["north"])
    with pytest.raises(NameProblem, match="several groups"):
        known.resolve(parse_expression("north.love"), {})


def test_a_loops_name_hides_a_track() -> None:
    tree = parse_expression("sum(gold.love for gold in lands)")
    assert evaluate(names().whole(tree, {}), STATE, WORLD) == 11
