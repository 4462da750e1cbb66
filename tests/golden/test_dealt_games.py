"""Two complete games on a dealt world, from the design of the ruleset: every count, track and score must agree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import game
from game.rules.play import Game

GAMES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "dealt-games.json").read_text(encoding="utf-8"))

POWERS = {"RU": "russia", "CN": "china", "EU": "eu", "TR": "turkey", "US": "us"}
ROUTES = {"N": "northern", "E": "eastern", "M": "middle", "S": "southern"}
TRACKS = {
    "T": "treasury",
    "ST": "stability",
    "SV": "sovereignty",
    "PR": "prestige",
    "DB": "debt",
    "GR": "green",
    "BU": "business",
    **{code: f"{route}.capacity" for code, route in ROUTES.items()},
    **{f"c{code}": f"{route}.closed" for code, route in ROUTES.items()},
    **{f"r{code}": f"{power}.relations" for code, power in POWERS.items()},
    **{f"l{code}": f"{power}.leverage" for code, power in POWERS.items()},
    **{f"f{code}": f"{power}.favour" for code, power in POWERS.items()},
}
ECONOMIC = "mid1 mid2 inog khor rail soth cpcx eibg hydr oecd digi turk fdi para debt".split()
DIPLOMATIC = "astn bric c5p1 ots berl unga nrec cica camt visa comp dron revw aman alma".split()
EVENTS = "doct cpc osul npp dron2 oilu oild ekib flod casp relo quak reds anti peac hamb janu rail hydr audit".split()
HOME = {"addr": "national_address", "refm": "reform", "budg": "budget", "pay": "repay"}


def _ids(kind: str) -> list[str]:
    return [key for key, card in game.load("deft-diplomacy").cards.items() if card.kind == kind]


def _card(code: str) -> str:
    """The tables' order is the files' order."""
    if code in ECONOMIC:
        return _ids("economic")[ECONOMIC.index(code)]
    return _ids("diplomatic")[DIPLOMATIC.index(code)]


def _event(code: str) -> str:
    return list(game.load("deft-diplomacy").events)[EVENTS.index(code)]


def _start(world: dict[str, list[str]]) -> Game:
    scenario = game.load("deft-diplomacy")
    happenings = [_event(code) for code in world["events"] if scenario.events[_event(code)].on.startswith("deck")]
    dealt = {
        "movers": [POWERS[p] for p in world["movers"]],
        "happenings": happenings,
        "economic": [_card(code) for code in world["E"]],
        "diplomatic": [_card(code) for code in world["D"]],
    }
    return game.start(scenario, seed=0, dealt=dealt)


def _notation(position: Game, kind: str, what: int | str) -> str:
    """The golden file's move in this scenario's words."""
    if kind == "opt":
        options = position.decision.moves
        return str(position.plan.moves[options[int(what)]].move)
    envoy = position.decision.id
    if kind == "card":
        return f"{envoy} > {_card(str(what))}"
    if kind == "summit":
        held = [key for key, summit in position.scenario.summits.items() if summit.turn == position.turn]
        return f"{envoy} > {held[int(what)]}"
    code = str(what)
    return f"{envoy} > {HOME[code]}" if code in HOME else f"{envoy} > visit.{POWERS[code[1:]]}"


@pytest.mark.parametrize("number", range(len(GAMES)))
def test_a_dealt_game_replays_exactly(number: int) -> None:
    golden = GAMES[number]
    position = _start(golden["world"])
    after_turns: list[dict[str, int]] = []
    for step, played in enumerate(golden["moves"]):
        assert position.turn == played["turn"], f"move {step}"
        assert len(position.moves) == played["legal"], f"move {step}: {[str(m) for m in position.moves]}"
        before = position.turn
        position = position.play(_notation(position, *played["move"]))
        if position.turn != before or position.over:
            after_turns.append(position.values())
    expected = golden["state_after_each_turn_start"]
    assert len(after_turns) == len(expected)
    for turn, (ours, theirs) in enumerate(zip(after_turns, expected, strict=True), 1):
        assert {code: ours[TRACKS[code]] for code in theirs} == theirs, f"after turn {turn}"
    assert position.outcome is not None
    assert [row.stars for row in position.outcome.legacies] == golden["stars"]
    assert position.outcome.score == golden["score"]
    assert position["doctrine"] == golden["doctrine"]
