"""The balance of tiny scenarios whose figures are known, and the report that tells them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from game.cli import main
from game.lab.balance.checks import checks
from game.lab.balance.comparing import compared, comparison_page, in_words
from game.lab.balance.differing import Change, changes, text_difference
from game.lab.balance.measures import measure
from game.lab.balance.measuring.plain import Figures, difference
from game.lab.balance.measuring.styles import STYLES, told_apart
from game.lab.balance.page import page_of
from game.lab.balance.playing import full_term, played
from game.lab.balance.statistics import Share, clusters, differ, two_ways
from game.lab.balance.study import Play, Sizes, Study
from game.lab.bots import bot_named
from game.lab.simulate import play_out
from game.rules.claims import BotName
from game.rules.engine import engine_for
from game.rules.model import Scenario
from game.scenario.library import load
from game.words import speaking
from tests.scenario.folders import all_diagnostics

KNOWN = """\
format: 1
id: known
title: Known
turns: 4
tracks:
  gold: {start: 40, max: 200}
  luck: {max: 9}
envoys:
  captain: {name: Captain, kinds: [trade]}
chance:
  trade: {deck: cards, show: 2}
turn: [dispatches, envoys, endings]
dispatches: [{events: conditional}, {events: dated}]
cards:
  always: {name: A gift, kind: trade, do: [gold += 30]}
  never: {name: A loss, kind: trade, do: [gold -= 30]}
actions:
  much: {envoy: captain, name: Much, do: [gold += 3]}
  less: {envoy: captain, name: Less, do: [gold += 1]}
events:
  asked:
    name: A question
    on: turn 2
    options:
      good: {name: Good, do: [gold += 5]}
      bad: {name: Bad, do: [gold -= 5]}
  dead: {name: Nobody sees this, on: once when luck >= 5, do: [luck += 1]}
  quiet: {name: It rains, on: turn 3, do: [luck += 1]}
endings:
  ruin: {name: Ruin, when: gold <= 9 and turn == 3}
  rich: {name: Rich, when: turn == last_turn and gold >= 70, won: true}
  poor: {name: Poor}
score: gold
policies:
  miser: {name: Miser, value: [gold]}
claims:
  - likely: P(won) in 90..100 % when played by miser
  - likely: P(won) in 90..100 % when played by random
"""
TINY = Sizes(40, ((16, 12), (64, 12)), 6, 6, 10, 6, 6, 20)


def write(folder: Path, text: str = KNOWN) -> Path:
    """The scenario in a folder."""
    assert [d for d in all_diagnostics(folder, text) if d.severity == "error"] == []
    return folder


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return load(write(tmp_path_factory.mktemp("known")))


@pytest.fixture(scope="module")
def figures(known: Scenario) -> Figures:
    return measure(Study(known, "standard", TINY).run())


def use_of(figures: Figures, name: str) -> Figures:
    return next(use for use in figures["uses"] if use["name"] == name)


def test_an_auto_pick_and_what_nobody_takes_are_told(figures: Figures) -> None:
    assert (use_of(figures, "A gift")["flag"], use_of(figures, "A gift")["use"]["percent"]) == ("auto-pick", 100)
    assert (use_of(figures, "A loss")["flag"], use_of(figures, "A loss")["use"]["hits"]) == ("unused", 0)
    assert use_of(figures, "Bad")["flag"] == "unused" and use_of(figures, "Good")["use"]["percent"] == 100


def test_a_dominated_choice_is_told_with_what_it_is_worse_than(figures: Figures) -> None:
    (found,) = [entry for entry in figures["dominated"] if entry["kind"] == "action"]
    assert (found["name"], found["by_name"]) == ("Less", "Much")
    assert found["together"] == 24 and found["points"] == pytest.approx(-2, abs=0.5)


def test_a_dead_event_is_told_and_one_that_does_not_ask_is_seen(figures: Figures) -> None:
    came = {event["id"]: event["came"]["percent"] for event in figures["events"]}
    assert came == {"asked": 100, "dead": 0, "quiet": 100}
    (check,) = [check for check in checks(figures) if check.id == "events"]
    assert (check.measured, check.verdict) == ("Nobody sees this", "missed")


def test_claims_are_targets(figures: Figures) -> None:
    told = {target["bot"]: (target["measured"]["percent"], target["verdict"]) for target in figures["targets"]}
    assert told["policy:miser"][0] == 100 and told["policy:miser"][1] == "met"
    assert told["random"][1] == "missed"


def test_chances_to_win_end_where_the_game_does(figures: Figures) -> None:
    drama = figures["drama"]
    assert drama["turns"][-1]["chance"]["mean"] == 1 and drama["turns"][-1]["undecided"]["percent"] == 0
    assert [turn["turn"] for turn in drama["turns"]] == [1, 2, 3, 4]


def test_the_length_of_games_is_counted(figures: Figures) -> None:
    length = figures["length"]
    assert length["turns"]["mean"] == 4 and length["decisions"]["mean"] == 5  # four missions and one question
    assert length["answers"] == {"mean": 2.0, "p95": 2, "max": 2} and length["envoys"]["max"] == 4


def test_scenarios_without_legacies_have_no_styles(figures: Figures) -> None:
    assert figures["styles"] is None


def test_endings_that_come_only_when_the_last_turn_is_over(known: Scenario) -> None:
    assert full_term(engine_for(known, "standard").plan) == (False, False, True, True)


@pytest.mark.parametrize("bot", ["random", "greedy", "policy:miser", "search:8"])
def test_the_games_are_those_of_the_bot_by_the_engine(known: Scenario, bot: str) -> None:
    engine = engine_for(known, "standard")
    found, again = played(engine, BotName(*bot.partition(":")[::2]), range(5, 11), 3, True)
    for number, seed in enumerate(found.seeds):
        alone = play_out(engine, seed, bot_named(bot, engine).choose)
        assert found.decisions[number] == alone.decisions
        assert found.ending[number] == alone.state[2]
        assert [s.turn for s in found.steps[number]][-1] == alone.state[0] == found.turn[number]
    assert again.seeds == range(5, 8) and len(again.ending) == 3


def test_the_same_figures_in_other_parts_and_another_order(
    known: Scenario, figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("game.lab.balance.study.ROLLOUTS", 64 * 5)
    monkeypatch.setattr("game.lab.balance.study.sweep", lambda work, parts, jobs: map(work, reversed(parts)))
    assert measure(Study(known, "standard", TINY).run()) == figures


def test_what_is_stopped_is_told_as_far_as_it_went(known: Scenario) -> None:
    def stop(part: float) -> None:
        if part > 0.3:
            raise KeyboardInterrupt

    told = measure(Study(known, "standard", TINY, tick=stop).run())
    assert told["stopped"] == "asked" and told["bots"] and told["drama"] is None
    assert "not complete" in page_of(told)


def test_nothing_at_all_is_told_too(known: Scenario) -> None:
    def stop(part: float) -> None:
        raise KeyboardInterrupt

    told = measure(Study(known, "standard", evolve(TINY, games=1, watched=1), tick=stop).run())
    assert told["ladder"] == [] and told["luck"] is None
    assert page_of(told)


# The report


class Reader(HTMLParser):
    """Reads a page as a browser would and notes what is wrong with it."""

    EMPTY = frozenset("meta link br hr img input line rect circle polyline polygon path".split())

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        given = dict(attrs)
        if "id" in given:
            self.ids.append(str(given["id"]))
        self.links += [str(given[key]) for key in ("href", "src") if key in given]
        if tag == "svg":
            assert given["role"] == "img" and given["aria-label"]
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.EMPTY, tag
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == [] and len(set(reader.ids)) == len(reader.ids)
    assert all(link[0] == "#" and link[1:] in reader.ids for link in reader.links), "nothing is fetched"
    assert "script" not in reader.seen and "url(" not in page and "@import" not in page
    return reader


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
def test_the_page_is_well_formed_and_stands_alone(figures: Figures, language: str) -> None:
    with speaking(language):
        page = page_of(figures)
    reader = read(page)
    assert f'lang="{language}"' in page and "@media print" in page
    assert reader.seen.count("svg") >= 5 and reader.seen.count("table") >= reader.seen.count("svg")


def test_texts_of_a_scenario_are_escaped(figures: Figures) -> None:
    page = page_of({**figures, "title": "<script>alert(1)</script>"})
    assert "<script" not in page and "&lt;script&gt;" in page


def shape(value: Any) -> Any:
    """The names and kinds in plain values; of a list its first entry."""
    if isinstance(value, dict):
        return {key: shape(part) for key, part in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return "number" if isinstance(value, (int, float)) and not isinstance(value, bool) else type(value).__name__


def test_the_names_in_the_json_stay(figures: Figures) -> None:
    share = dict.fromkeys(("percent", "low", "high", "hits", "games"), "number")
    mean = dict.fromkeys(("mean", "error", "low", "high", "games"), "number")
    told = shape(json.loads(json.dumps(figures)))
    assert list(told) == [
        "multivector", "scenario", "title", "version", "content", "difficulty", "seed", "stopped", "sizes", "endings",
        "bots", "ladder", "strong", "uses", "dominated", "events", "drama", "weights", "luck", "styles", "length",
        "targets",
    ]  # fmt: skip
    (bot,) = told["bots"]
    assert {key: value for key, value in bot.items() if key != "endings"} == {
        "bot": "str", "name": "str", "won": share, "full_term": share, "score": mean, "turns": mean, "decisions": mean,
    }  # fmt: skip
    assert told["uses"][0]["use"] == share and told["events"][0]["came"] == share
    assert told["luck"] == {
        "players": ["str"], **dict.fromkeys(("worlds", "repetitions", "policy", "seed", "both", "rest"), "number"),
    }  # fmt: skip


def test_the_command_writes_a_page_and_prints_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, figures: Figures
) -> None:
    monkeypatch.setattr("game.lab.balance.study.QUICK", TINY)
    folder = write(tmp_path / "known")
    out = tmp_path / "report.html"
    assert main(["balance", str(folder), "--quick", "--jobs", "1", "--json", "--out", str(out), "--lang", "en"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(figures))
    read(out.read_text(encoding="utf-8"))


def test_the_command_wants_one_scenario_or_two_versions(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["balance"]) == 2
    assert main(["balance", "ladder", "--compare", "ladder", "ladder"]) == 2
    assert "--compare" in capsys.readouterr().err


# Two versions


def test_a_comparison_tells_what_changed_and_what_it_did(tmp_path: Path, known: Scenario, figures: Figures) -> None:
    text = KNOWN.replace("do: [gold += 3]}", "do: [gold += 7]}  # more").replace("  less: {envoy", "  other: {envoy")
    new = load(write(tmp_path / "new", text.replace("gold >= 70", "gold >= 60")))
    found = changes(known, new)
    assert [(c.kind, c.place, c.numbers, c.tracks) for c in found if c.place[0] == "actions"] == [
        ("changed", ("actions", "much", "do", "1"), ((3, 7),), ("gold",)),
        ("removed", ("actions", "less"), (), ("gold",)),
        ("added", ("actions", "other"), (), ("gold",)),
    ]
    other = measure(Study(new, "standard", TINY).run())
    told = compared(figures, other, found, "-a\n+b\n")
    moved = {(entry["what"], entry["bot"]): entry["difference"] for entry in told["moved"]}
    assert moved["score", "policy:miser"]["low"] > 0
    page = comparison_page(told)
    read(page)
    assert "3 → 7" in page and "it touches gold" in page and "<ins>+b</ins>" in page


def test_a_version_compared_with_itself_says_the_same(tmp_path: Path, known: Scenario) -> None:
    folder = write(tmp_path / "same", "# A remark\n" + KNOWN)
    assert changes(known, load(folder)) == []
    assert text_difference(folder, folder) == ""
    assert "+# More\n" in text_difference(folder, write(tmp_path / "other", "# A remark\n# More\n" + KNOWN))


def test_changes_are_told_in_words() -> None:
    change = Change("changed", ("parameters", "gap"), "2", "3", ((2, 3),), ())
    assert in_words({"kind": change.kind, "old": "2", "new": "3", "numbers": [[2, 3]], "tracks": []}) == "2 → 3"


# Statistics


def test_wilsons_interval_is_that_of_the_textbook() -> None:
    low, high = Share(10, 20).interval()
    assert (round(low, 4), round(high, 4)) == (0.2993, 0.7007)
    assert Share(0, 10).interval()[0] == 0 and round(Share(0, 10).interval()[1], 4) == 0.2775
    assert Share(0, 0).interval() == (0, 1)


@given(st.integers(0, 50), st.integers(0, 50))
def test_an_interval_holds_its_share_and_a_difference_turns_round(hits: int, more: int) -> None:
    share = Share(hits, hits + more)
    low, high = share.interval()
    assert 0 <= low <= share.value <= high <= 1
    a, b = {"hits": hits, "games": 60}, {"hits": more, "games": 60}
    assert difference(a, b)["points"] == -difference(b, a)["points"]


def test_differences_count_from_two_standard_errors() -> None:
    assert differ(0, 2.1, 1) and not differ(0, 1.9, 1)


def test_the_variance_goes_where_it_comes_from() -> None:
    by_policy = two_ways([[[1, 1], [1, 1]], [[5, 5], [5, 5]]])
    assert (by_policy.policy, by_policy.seed, by_policy.both, by_policy.rest) == (1, 0, 0, 0)
    by_seed = two_ways([[[1, 1], [5, 5]], [[1, 1], [5, 5]]])
    assert by_seed.seed == 1
    both = two_ways([[[1, 1], [5, 5]], [[5, 5], [1, 1]]])
    assert both.both == 1
    assert two_ways([[[1, 5], [1, 5]], [[1, 5], [1, 5]]]).rest == 1
    assert two_ways([[[3, 3]], [[3, 3]]]).policy == 0


PAIRS = st.tuples(st.integers(0, 9), st.integers(0, 9))


@given(st.lists(st.tuples(PAIRS, PAIRS, PAIRS), min_size=2, max_size=4))
def test_the_parts_of_the_variance_add_up(table: list[tuple[tuple[int, int], ...]]) -> None:
    found = two_ways(table)
    total = found.policy + found.seed + found.both + found.rest
    assert total == pytest.approx(1) or total == 0


@cache
def islands() -> tuple[tuple[int, ...], ...]:
    return tuple((x + dx, y) for x, y in ((0, 0), (20, 0), (0, 20)) for dx in (0, 0, 1, 2))


def test_islands_are_found_the_largest_first() -> None:
    found = clusters([*islands(), (1, 0)], 3)
    assert found is not None and found.silhouette > 0.8 and found.explained > 0.98
    assert [found.of.count(k) for k in range(3)] == [5, 4, 4]
    assert len({found.of[i] for i in range(4)}) == 1
    assert clusters([(1, 1)] * 9, 2) is None


def styles_of(points: Sequence[tuple[int, ...]]) -> int:
    """How many ways of winning are told of such stars; one where none is told apart."""
    tried = {count: found for count in STYLES if (found := clusters(points, count)) is not None}
    found = told_apart(tried, len(points))
    return len(found.centres) if found is not None else 1


def test_styles_are_ways_of_their_own() -> None:
    three = [(4, 1, 1), (4, 0, 1), (1, 4, 1), (0, 4, 1), (1, 1, 4), (1, 0, 4)] * 4
    assert styles_of(three) == 3
    assert styles_of([*three, (0, 0, 0)]) == 3, "what is rare is no style"
    better_and_worse = [(n, n, n) for n in range(5)] * 4
    assert styles_of(better_and_worse) == 1


def test_the_cost_of_a_part_grows_with_its_games() -> None:
    play = Play("standard", BotName("search", "16"), range(10))
    assert evolve(play, seeds=range(20)).cost == 2 * play.cost > Play("standard", BotName("random"), range(10)).cost
    assert re.match("search:16", str(play.bot))
