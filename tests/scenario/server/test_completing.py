"""What is offered at a place: keys and kinds from the model's classes, names from the scenario, nothing in prose."""

from __future__ import annotations

import attrs
import pytest

from game.rules import model
from game.rules.build import build
from game.rules.model import Naming
from game.scenario.describing import entries, entry_of
from game.scenario.library import load
from game.scenario.server.completing import Item, complete
from game.scenario.server.shape import ROOT, below
from game.scenario.server.symbols import MEANINGS, built_ins
from tests.scenario.folders import SMALL
from tests.scenario.server.desks import cursor, shipped_project, small_project

BASE = SMALL.replace("do:\n      - gold += 1", "do: [gold += 1]")


def offered(text: str) -> dict[str, Item]:
    """What is offered at the mark of a file that stands beside the small scenario."""
    held, offset = cursor(text)
    project = small_project(scenario=BASE.replace("turns: 3", "turns: 3\nfiles: [more.yaml]"), more=held)
    return {item.label: item for item in complete(project, project.folder / "more.yaml", offset)}


@pytest.mark.parametrize("entry", [e for e in entries() if e.name not in ("Scenario", "Member")], ids=lambda e: e.name)
def test_every_key_of_every_entry_is_offered(entry: object) -> None:
    cls = entry.cls  # type: ignore[attr-defined]
    ways = {
        "Track": "tracks:\n  x:\n", "Group": "groups:\n  x:\n", "Link": "groups:\n  x:\n    links:\n      y:\n",
        "Pairs": "pairs:\n  x:\n", "Envoy": "envoys:\n  x:\n", "Action": "actions:\n  x:\n", "Card": "cards:\n  x:\n",
        "Summit": "summits:\n  x:\n", "Event": "events:\n  x:\n", "Option": "events:\n  x:\n    options:\n      y:\n",
        "Chance": "chance:\n  x:\n", "Stage": "dispatches:\n  -\n", "Law": "laws:\n  x:\n",
        "Ending": "endings:\n  x:\n", "Legacy": "legacies:\n  x:\n", "Scoring": "scoring:\n",
        "Level": "difficulty:\n  x:\n", "Map": "map:\n", "Place": "map:\n  places:\n    x:\n",
        "Source": "sources:\n  x:\n", "Policy": "policies:\n  x:\n",
        "Preference": "policies:\n  x:\n    prefer:\n      -\n", "Bonus": "policies:\n  x:\n    bonus:\n      -\n",
        "Claim": "claims:\n  -\n", "Lesson": "lesson:\n", "Question": "lesson:\n  questions:\n    x:\n",
        "Term": "lesson:\n  glossary:\n    x:\n", "Adviser": "advisers:\n  x:\n",
    }  # fmt: skip
    way = ways[cls.__name__]
    indent = " " * (len(way.rstrip("\n").split("\n")[-1]) - len(way.rstrip("\n").split("\n")[-1].lstrip(" ")) + 2)
    found = offered(f"{way}{indent}‸\n")
    keys = {key.name: key for key in entry_of(cls).keys}
    assert set(found) == set(keys)
    assert all(item.insert == f"{label}: " for label, item in found.items())
    assert all(keys[label].meaning in item.doc for label, item in found.items())


@pytest.mark.parametrize(
    ("text", "some", "none"),
    [
        ("groups:\n  lands:\n    members:\n      west: {‸", "name letter love", "gold title"),
        ("actions:\n  x: {envoy: ‸", "captain", "gold"),
        ("actions:\n  x:\n    cost: {‸}\n", "gold calm", "love north"),
        ("actions:\n  x:\n    cost: {gold: 1, ‸", "calm", "gold"),
        ("actions:\n  x:\n    when: ‸\n", "gold north always min sum rank turn not", "captain: schedule end"),
        ("actions:\n  x:\n    when: gold >= ca‸\n    name: X\n", "calm", "schedule"),
        ("actions:\n  x:\n    when: north.‸\n", "love", "gold north"),
        ("actions:\n  x:\n    when: any(it.‸ for it in lands)\n", "love", "gold"),
        ("actions:\n  x:\n    when: any(it.love > 1 for it in ‸\n", "lands", "gold"),
        ("actions:\n  x:\n    for: lands\n    when: ‸\n", "land gold", "schedule"),
        ("actions:\n  x:\n    do:\n      - ‸\n", "gold north schedule end", "always captain"),
        ("actions:\n  x:\n    do: [gold += 1, ‸\n", "gold north schedule end", "always captain"),
        ("actions:\n  x:\n    do:\n      - end ‸\n", "over", "gold"),
        ('actions:\n  x:\n    do: ["gold += min(‸', "gold calm", "schedule"),
        ("laws:\n  x:\n    for: it in lands\n    do: [it.‸]\n", "love", "gold"),
        ("events:\n  x:\n    on: ‸\n", "turn deck schedule", "gold"),
        ("events:\n  x:\n    on: once when ‸\n", "gold turn", "schedule"),
        ("events:\n  x:\n    highlight: [‸]\n", "gold north lands captain hand map", "over"),
        ("tracks:\n  x: {below: ‸}\n", "gold calm", "north"),
        ("tracks:\n  x: {hidden: ‸}\n", "true false", "gold"),
        ("pairs:\n  x: {of: lands, members: [[‸", "north south", "gold"),
        ("difficulty:\n  x:\n    set: {north.‸", "love", "gold"),
        ("claims:\n  - never: ‸\n", "ending option gold north", "summits"),
        ("claims:\n  - never: ending ‸\n", "over", "gold"),
        ("claims:\n  - never: gold > 3 when played by ‸\n", "random greedy", "gold"),
        ("claims:\n  - likely: P(‸\n", "ending gold", "summits"),
        ("policies:\n  x:\n    bonus:\n      - {of: ‸}\n", "summits option", "gold ending"),
        ("difficulty:\n  x:\n    set:\n      ‸\n", "gold calm north", ""),
        ("endings:\n  x:\n    when: gold > 1 and ‸", "calm turn", "over"),
        ("procedures:\n  p(a):\n    - ‸\n", "a gold", "over"),
        ("rem‸\n", "remove events cards tracks", ""),
        ("remove: [tracks.‸]", "gold calm", ""),
        ("rules: ‸\n", "multivector", ""),
        ("tracks:\n  ‸\n", "gold calm", "love"),
        ("sources:\n  x: {confidence: ‸}\n", "high medium low", ""),
        ("tracks:\n  x: {icon: ‸}\n", "coins bond wheat", "gold"),
        ("envoys:\n  x:\n    icon: co‸\n", "coins", "gold"),
        ("icons: {harvest: ‸}\n", "coins wheat", "gold"),
        ("map:\n  base: ‸\n", "eurasia", "names gold"),
    ],
)
def test_names_that_may_stand_at_a_place_are_offered(text: str, some: str, none: str) -> None:
    found = offered(text)
    assert set(some.split()) <= set(found), sorted(found)
    assert not set(none.split()) & set(found)


@pytest.mark.parametrize(
    "text",
    [
        "summary: |\n  A text about go‸",
        "actions:\n  x:\n    text: >-\n      go‸\n    name: X\n",
        "# a comment about go‸\n",
        "tracks:\n  x: {min: ‸}\n",
        "title: go‸\n",
    ],
)
def test_prose_numbers_and_comments_are_left_alone(text: str) -> None:
    assert not offered(text)


def test_keys_that_stand_there_are_not_offered_again() -> None:
    found = offered("actions:\n  x:\n    name: X\n    ‸\n    do: []\n    text: Y\ntracks: {}\n")
    assert {"envoy", "when", "cost"} <= set(found) and not {"name", "do", "text"} & set(found)


def test_what_is_put_in_replaces_the_word_under_the_cursor() -> None:
    text = "actions:\n  x:\n    when: gold > ca‸lm2 + 1\n"
    item = offered(text)["calm"]
    held, _ = cursor(text)
    assert held[item.start : item.end] == "calm2" and item.insert == "calm"


def test_a_loop_is_offered_whole() -> None:
    assert set(offered("laws:\n  x:\n    for: ‸\n")) == {"land in lands"}


def test_where_a_colon_stands_none_is_put_in() -> None:
    assert offered("actions:\n  x:\n    na‸: Y\n")["name"].insert == "name"


def test_snippets_stand_in_the_right_column() -> None:
    assert offered("actions:\n  x:\n    ‸\n")["do"].snippet == "do:\n  - $0"
    assert offered("actions:\n  x: {‸}\n")["source"].snippet == "source: [$0]"
    assert offered("dispatches:\n  - ‸\n")["faces"].snippet == "faces:\n    $0"


def test_what_a_broken_file_said_before_is_still_offered() -> None:
    project = small_project(scenario=BASE)
    path = project.folder / "scenario.yaml"
    text, offset = cursor(BASE.replace("title: Small", "title: Small: broken [").replace("gold += 1", "ca‸"))
    project.buffers.open[path] = text
    project.buffers.version += 1
    assert {"calm", "north"} <= {item.label for item in complete(project, path, offset)}


def test_the_flagship_offers_its_rulesets_names() -> None:
    project = shipped_project("deft-diplomacy")
    cards = project.folder / "cards.yaml"
    text, offset = cursor(project.buffers.text(cards).text.replace("cost: {treasury: 4}", "cost: {‸}", 1))
    project.buffers.open[cards] = text
    found = {item.label: item for item in complete(project, cards, offset)}
    assert "0 to 10, starts at 4, billion dollars" in found["treasury"].doc


def test_every_built_in_name_has_a_meaning() -> None:
    names = build(load("deft-diplomacy")).names
    constants = [c for g in ("envoys", "summits") for c in names.groups[g].fields()]
    assert built_ins() | set(constants) <= set(MEANINGS)
    assert built_ins() == set(names.fixed)


def test_what_the_model_says_of_its_words_fits_its_fields() -> None:
    """Every kind that words may name is an attribute of a scenario, or one that is declared somewhere."""
    classes = [c for c in vars(model).values() if isinstance(c, type) and attrs.has(c)]
    namings = [a.metadata["names"] for c in classes for a in attrs.fields(c) if "names" in a.metadata]
    declared = {naming.declares for naming in namings} | {"members", "places", "faces"}
    kinds = {k for n in namings for k in (*n.of, *" ".join(n.keys).split())}
    assert len(namings) > 20 and all(isinstance(naming, Naming) for naming in namings)
    assert all(kind in declared or below(ROOT, kind) is not None for kind in kinds)
