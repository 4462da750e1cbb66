"""Building: each kind of problem has its code, and what the shipped files say is numbered as they say it."""

from __future__ import annotations

from pathlib import Path

import pytest

import game
from game.rules.build import build
from game.rules.problems import ScenarioError, did_you_mean
from tests.scenario.folders import SMALL, diagnostics

STAGED = SMALL + "turn: [dispatches, envoys, reckoning, endings]\n"
CARDS = SMALL.replace("{name: Captain}", "{name: Captain, kinds: [craft]}") + "cards: {pot: {name: P, kind: craft}}\n"
BASE = {"small": SMALL, "staged": STAGED, "cards": CARDS}

# code -> (the scenario, what is added to it or replaced in it)
PROBLEMS: dict[str, list[tuple[str, str]]] = {
    "MV117": [("small", "names: {a b: gold}\n")],
    "MV202": [
        ("staged", "dispatches: [{name: Nothing}]\n"),
        ("staged", "dispatches: [{events: dated}]\nevents: {rain: {name: Rain}}\n"),
        ("small", "legacies: {a: {measure: gold, stars: [1]}}\n"),
        ("small", "difficulty: {}\n"),
    ],
    "MV312": [
        ("staged", "dispatches: [{events: wether}]\n"),
        ("small", "agendas: {nort: {offer: {name: O}}}\n"),
        ("cards", "chance: {}\nsummits: {s: {name: S, turn: 1, host: nort}}\n"),
        ("small", "pairs: {p: {of: lands, members: [[north, sout]]}}\n"),
        ("small", "scoring: {points: [0, 1], double: glod}\nlegacies: {a: {measure: gold, stars: [1]}}\n"),
    ],
    "MV313": [("small", "names: {a: b + 1, b: a}\nscore: a\n")],
    "MV314": [("small", "score: gold.love\n"), ("small", "score: nobody.love\n")],
    "MV316": [("small", "score: sum(a.love for (a, b) in lands)\n")],
    "MV317": [
        ("small", "pairs: {p: {of: land}}\n"),
        ("small", "chance: {c: {order: land}}\n"),
        ("small", "score: sum(a.love for a in land)\n"),
    ],
    "MV318": [
        (
            "small",
            "pairs: {p: {of: lands, members: [[north, south]]}}\nscore: 1 if argmax(a.love for (a, b) in p) else 0\n",
        )
    ],
    "MV319": [("small", "score: " + "sum(" * 16 + "1" + " for a in lands)" * 16 + "\n")],
    "MV321": [("staged", "dispatches: [{agenda: gold}]\n")],
    "MV322": [
        ("small", "score: gold > 1\n"),
        ("small", "score: north\n"),
        ("small", "score: 1 if gold > 1 else north\n"),
    ],
    "MV324": [("small", "score: 1 if north > south else 0\n"), ("small", "score: 1 if gold is 1 else 0\n")],
    "MV342": [
        ("small", "parameters: {turn: 2}\n"),
        ("small", "names: {score: gold}\n"),
        ("small", "names: {lands: gold}\n"),
    ],
    "MV345": [("small", "chance: {c: {deck: cards, show: 1}}\n"), ("small", "chance: {c: {deck: events}}\n")],
    "MV346": [
        ("staged", "dispatches: [{events: dated}]\nevents: {rain: {name: Rain, on: turn 4}}\n"),
        ("small", "summits: {s: {name: S, turn: 9}}\n"),
    ],
    "MV347": [
        ("staged", "dispatches: [{events: dated}]\nevents: {rain: {name: Rain, on: sometimes}}\n"),
        ("staged", "dispatches: [{events: dated}]\nevents: {rain: {name: Rain, on: turn 1, when: gold > 1}}\n"),
        ("small", "agendas: {north: {offer: {name: O, on: turn 1}}}\n"),
    ],
    "MV348": [
        (
            "staged",
            "dispatches: [{events: dated}]\nevents: {rain: {name: Rain, on: turn 1, do: [gold += 1], "
            "options: {a: {name: A}}}}\n",
        ),
        ("small", "score: gold\nscoring: {points: [0, 1]}\nlegacies: {a: {measure: gold, stars: [1]}}\n"),
    ],
    "MV349": [
        ("small", "chance: {c: {deck: stones}}\n"),
        ("small", "chance: {c: {order: lands, rounds: 1}}\n"),
        ("cards", "chance: {craft: {deck: cards}}\n"),
        ("small", "scoring: {points: [0, 1]}\nlegacies: {a: {measure: gold, stars: [1, 2]}}\n"),
        (
            "staged",
            "chance: {c: {deck: events}}\ndispatches: [{events: c}]\n"
            "events: {rain: {name: Rain, on: deck c, weight: gold}}\n",
        ),
    ],
    "MV353": [("small", "events: {rain: {name: Rain, on: schedule}}\n")],
    "MV354": [("staged", "dispatches: [{agenda: north, faces: {offer: always}}]\n")],
    "MV355": [("small", "cards: {pot: {name: P, kind: craft}}\n")],
    "MV356": [
        ("small", "turn: [envoys]\n"),
        ("small", "turn: [envoys, endings, envoys]\n"),
        ("small", "laws: {a: {do: [gold += 1]}}\n"),
        ("staged", "laws: {a: {phase: reckning, do: [gold += 1]}}\n"),
    ],
}
CASES = [(code, base, more) for code, cases in PROBLEMS.items() for base, more in cases]


@pytest.mark.parametrize(("code", "base", "more"), CASES)
def test_a_problem_has_its_code_and_place(code: str, base: str, more: str, tmp_path: Path) -> None:
    text = BASE[base] + more
    if base == "staged" and "turn:" in more:
        text = text.replace("turn: [dispatches, envoys, reckoning, endings]\n", "", 1)
    seen = diagnostics(tmp_path / "s", text)
    assert code in {d.code for d in seen}
    told = next(d for d in seen if d.code == code)
    assert told.location.line >= 1 and told.message and (told.excerpt or code == "MV319")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("schedule rain in 0", "MV327"),
        ("schedule rain in gold", "MV327"),
        ("court(north)", "MV330"),
        ("court(north, 1, 2)", "MV330"),
        ("loop(1)", "MV331"),
        ("gold.love += 1", "MV321"),
        ("north += 1", "MV312"),
        ("tax += 1", "MV325"),
        ("end lost", "MV321"),
        ("end over(north)", "MV321"),
        ("x.love += 1 for x in lands if x.gold", "MV315"),
        ("nobody.love += 1", ""),
        ("north.love += 1 if nobody", ""),
    ],
)
def test_a_statement_that_makes_no_sense_has_its_code(line: str, code: str, tmp_path: Path) -> None:
    text = SMALL.replace("gold += 1", line).replace("endings:", "endings:\n  lost: {for: x in lands, when: x.love > 2}")
    text += "parameters: {tax: 2}\nprocedures:\n  court(x, y):\n    - x.love += y\n  loop(x):\n    - loop(x)\n"
    text += "events: {rain: {name: Rain, on: schedule}}\ndispatches: [{events: scheduled}]\n"
    text += "turn: [dispatches, envoys, endings]\n"
    assert [d.code for d in diagnostics(tmp_path / "s", text)] == ([code] if code else [])


def test_a_mistake_in_a_procedure_is_told_once_however_often_it_is_called(tmp_path: Path) -> None:
    text = (
        SMALL.replace("gold += 1", "court(north)\n      - court(south)")
        + "procedures:\n  court(x):\n    - x.lov += 1\n"
    )
    (only,) = diagnostics(tmp_path / "s", text)
    assert (only.code, only.location.line) == ("MV315", 29)


def test_a_level_of_its_own_mistakes_is_looked_at(tmp_path: Path) -> None:
    text = SMALL.replace("gold += 1", "gold += calm // tax")
    text += "parameters: {tax: 1}\ndifficulty: {standard: {name: S}, hard: {name: H, set: {tax: 0}}}\n"
    assert [d.code for d in diagnostics(tmp_path / "s", text)] == ["MV323"]


def test_an_unknown_level_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        build(game.load("ladder"), "nightmare")
    with pytest.raises(ValueError, match="standard"):
        game.start(game.load("ladder"), difficulty="nightmare")


def test_levels_change_starts_and_parameters() -> None:
    scenario = game.load("deft-diplomacy")
    starts = {level: game.start(scenario, 1, level) for level in scenario.difficulty}
    table = {
        level: (
            g.start_of("treasury"),
            g.start_of("sovereignty"),
            g.start_of("prestige"),
            g.start_of("russia.leverage"),
        )
        for level, g in starts.items()
    }
    assert table == {"classroom": (6, 5, 3, 4), "standard": (4, 4, 2, 4), "hard": (3, 4, 2, 5)}
    assert {level: g.plan.parameters["win_at"] for level, g in starts.items()} == {
        "classroom": 15,
        "standard": 21,
        "hard": 25,
    }


def test_the_flagship_is_numbered_as_its_tables_say() -> None:
    plan = game.start(game.load("deft-diplomacy"), 1).plan
    assert len(plan.endings) == 18
    assert len([m for m in plan.moves if m.kind == "card"]) == 60
    assert len([m for m in plan.moves if m.kind == "summit"]) == 39
    assert [p.kind for p in plan.phases] == ["dispatches", "envoys", "laws", "endings"]
    assert [law.id for law in plan.phases[2].laws][:4] == ["snubbed_hosts", "jealousy", "even_handed", "income"]


def test_problems_are_counted_and_words_are_guessed() -> None:
    error = ScenarioError([])
    assert str(error) == "the scenario is broken"
    assert did_you_mean("tresury", ["treasury"]) and not did_you_mean("zzz", ["treasury"])
