"""The balance of Deft Diplomacy: a summary of its report, and a quick version that must stay near it.

After a change of its rules write the summary anew, which takes minutes, and read the diff:

    python -m game balance deft-diplomacy --json > report.json
    BALANCE_REPORT=report.json python -m pytest tests/golden/test_balance.py
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

import game
from game.lab.balance.measures import measure
from game.lab.balance.study import Sizes, Study
from game.rules.engine import engine_for

SUMMARY = Path(__file__).parent / "balance.json"
DOCTRINES = "new_kazakhstan"
QUICK = Sizes(200, (), 2, watched=20)
WIDE = 13
"""Percentage points: more than three standard errors of a share of 200 games."""


def summary(figures: dict[str, Any]) -> dict[str, Any]:
    """The figures of a report by which a scenario is known."""
    length, drama, styles, luck = (figures[key] for key in ("length", "drama", "styles", "luck"))
    return {
        "difficulty": figures["difficulty"],
        "seed": figures["seed"],
        "sizes": figures["sizes"],
        "won, %": {bot["bot"]: bot["won"]["percent"] for bot in figures["bots"]},
        "full term, %": {bot["bot"]: bot["full_term"]["percent"] for bot in figures["bots"]},
        "score": {bot["bot"]: bot["score"]["mean"] for bot in figures["bots"]},
        "endings reached": sorted({label for bot in figures["bots"] for label in bot["endings"]}),
        "targets": {f"{t['claim']}, {t['bot']}, {t['difficulty']}": t["verdict"] for t in figures["targets"]},
        "cards in strong play, %": {u["id"]: u["use"]["percent"] for u in figures["uses"] if u["kind"] == "card"},
        "doctrines in strong play, %": {u["id"]: u["use"]["percent"] for u in figures["uses"] if u["of"] == DOCTRINES},
        "remarkable": {f"{u['of']} {u['id']}".strip(): u["flag"] for u in figures["uses"] if u["flag"]},
        "dominated": [entry["id"] for entry in figures["dominated"]],
        "dead events": [event["id"] for event in figures["events"] if not event["came"]["hits"]],
        "undecided, % by turn": [turn["undecided"]["percent"] for turn in drama["turns"]],
        "chance to win by turn": [turn["chance"]["mean"] for turn in drama["turns"]],
        "variance, %": {key: luck[key] for key in ("policy", "seed", "both", "rest")},
        "styles": [{"%": style["share"]["percent"], "stars": style["stars"]} for style in styles["styles"]],
        "decisions a game": length["decisions"]["mean"],
        "options of envoys": length["envoys"],
    }


@pytest.fixture(scope="module")
def golden() -> dict[str, Any]:
    if report := os.environ.get("BALANCE_REPORT"):
        told = summary(json.loads(Path(report).read_text(encoding="utf-8")))
        SUMMARY.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    found: dict[str, Any] = json.loads(SUMMARY.read_text(encoding="utf-8"))
    return found


def test_the_summary_meets_the_aims_of_the_design(golden: dict[str, Any]) -> None:
    won = golden["won, %"]
    assert won["random"] <= 10 and 35 <= won["policy:balancer"] <= 60
    assert all(share <= 15 for bot, share in won.items() if "loyalist" in bot)
    ladder = [won[f"search:{rollouts}"] for rollouts, _ in golden["sizes"]["ladder"]]
    assert ladder == sorted(set(ladder)) and won["search:256"] >= 75 and won["search:1024"] >= 95
    assert len(golden["doctrines in strong play, %"]) == 5 and golden["remarkable"] == {}
    assert all(share >= 5 for share in golden["doctrines in strong play, %"].values())
    assert set(golden["endings reached"]) == endings()
    assert all(0 < share <= 80 for share in golden["cards in strong play, %"].values())
    assert set(golden["targets"].values()) == {"met"} and golden["dominated"] == golden["dead events"] == []
    assert len(golden["styles"]) >= 3
    assert golden["variance, %"]["policy"] > golden["variance, %"]["seed"]


def endings() -> set[str]:
    """Every ending that there is, by label."""
    return {case.label for case in engine_for(game.load("deft-diplomacy"), "standard").plan.endings}


def test_a_quick_study_stays_near_the_summary(golden: dict[str, Any]) -> None:
    quick = measure(Study(game.load("deft-diplomacy", "en"), "standard", QUICK, seed=50_000).run())
    assert len(quick["bots"]) == sum(not name.startswith("search:") for name in golden["won, %"])
    for bot in quick["bots"]:
        name = bot["bot"]
        assert abs(bot["won"]["percent"] - golden["won, %"][name]) < WIDE, name
        assert abs(bot["full_term"]["percent"] - golden["full term, %"][name]) < WIDE, name
    assert len(quick["targets"]) == len(golden["targets"])
    assert all(target["verdict"] != "missed" for target in quick["targets"])
