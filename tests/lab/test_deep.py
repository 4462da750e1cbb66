"""Claims tried by playing: what is false is refuted by a short game that shows it, what is true is left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from game.cli import main
from game.lab.deep import DeepCheck
from game.lab.refuting import Search, Share, Verdict
from game.record.notation import parse, replay
from game.rules.claims import parse_bot
from game.rules.play import Game
from game.rules.syntax import SyntaxProblem
from game.scenario.diagnostics import Diagnostic
from game.scenario.library import check, load
from game.scenario.new import begin
from tests.scenario.folders import SMALL, all_diagnostics

WIDER = """\
chance:
  news: {deck: events}
turn: [dispatches, envoys, endings]
dispatches: [{events: news}]
events:
  gift: {name: A gift, on: deck news, do: [gold += 3]}
  call:
    name: A call
    on: deck news
    options:
      hear: {name: Hear, do: [calm += 1]}
      shout: {name: Shout, do: [calm -= 5]}
  calls: {name: Silence, on: deck news, do: [calm += 0]}
  fog: {name: Fog, on: deck news, do: [calm += 0]}
actions:
  woo: {envoy: captain, name: "Woo {land}", for: lands, do: [land.love += 1]}
endings:
  riot: {name: Riot, when: calm == 0}
  glory: {name: Glory, when: north.love >= 3, won: true}
difficulty:
  mild: {set: {gold: 5}}
  harsh: {set: {gold: 0}}
policies:
  wooer: {value: [north.love]}
"""


def small(folder: Path, *claims: str) -> Path:
    """A small scenario that makes these claims."""
    lines = "".join(f"  - {claim}\n" for claim in claims)
    text = SMALL.replace("  over: {name: Over}", "  over: {name: Over}\nfiles: [wider.yaml, claims.yaml]")
    assert all_diagnostics(folder, text, wider=WIDER, claims=f"claims:\n{lines}") == ()
    return folder


def deep(folder: Path, examples: int = 40, seconds: float = 60) -> tuple[Diagnostic, ...]:
    """What `check --deep` tells."""
    (checked,) = check(folder)
    return DeepCheck(examples, seconds, records=folder / "games")(checked).diagnostics


def told_game(diagnostic: Diagnostic) -> Game:
    """The game of the record that a diagnostic names, played again with every state compared."""
    (file,) = [other.location.file for other in diagnostic.related]
    record = parse(Path(file).read_text(encoding="utf-8"))
    again = replay(record, load(record.header.folder))
    assert again.divergence is None and not again.older
    assert main(["replay", file, "--verify"]) == 0
    return again.game


def shows(game: Game, condition: str) -> bool:
    """Whether a condition holds where the game stands."""
    return bool(eval(condition, {"__builtins__": {}}, {"gold": game["gold"], "calm": game["calm"], "turn": game.turn}))


@pytest.mark.parametrize(
    ("claim", "condition", "moves"),
    [
        ("never: gold >= 8", "gold >= 8", 0),  # mild: 5, and the gift before the first move
        ("{never: gold >= 2, difficulty: harsh}", "gold >= 2", 0),
        ("{never: gold >= 5, difficulty: harsh}", "gold >= 5", 2),
        ("always: calm <= 5", "calm > 5", 1),
        ("never: gold == 2 and turn == 3", "gold == 2 and turn == 3", 2),
        ("always: calm > 0 or gold != 5", "calm == 0 and gold == 5", 1),
    ],
)
def test_a_false_condition_is_refuted_by_the_shortest_game(
    claim: str, condition: str, moves: int, tmp_path: Path
) -> None:
    folder = small(tmp_path, claim)
    (only,) = deep(folder)
    line = "  - " + claim
    at = line.index(": ", 4) + 3
    assert (only.code, only.location.file, only.location.line) == ("MV601", f"{tmp_path.name}/claims.yaml", 2)
    assert only.location.column == at and only.severity == "warning", only
    game = told_game(only)
    assert shows(game, condition) and game.depth == moves, game
    assert not any(shows(before, condition) for before in game.line[:-1])


@pytest.mark.parametrize(
    ("claim", "last"),
    [
        ("never: action woo.south", "captain > woo.south"),
        ("never: option call.shout", "call > shout"),
        ("never: ending riot", "captain > work"),
        ("never: event call", ""),
        ("never: event gift", ""),
        ("never: action woo when played by wooer", "captain > woo.north"),
    ],
)
def test_what_never_happens_is_refuted_by_the_game_in_which_it_does(claim: str, last: str, tmp_path: Path) -> None:
    (only,) = deep(small(tmp_path, claim))
    game = told_game(only)
    assert only.code == "MV601"
    assert str(game.move or "") == last or not last
    assert game.depth <= 2
    if "event" in claim:
        name = claim.split()[-1]
        assert game.decision.id == name or name in [event for event, _ in game.happened]


@pytest.mark.parametrize(
    "claim",
    [
        "never: gold > 9",
        "always: calm <= 9 and turn <= 3",
        "never: won and turn < 2",
        "never: action work when played by wooer",
        "likely: P(won) in 95..100 % when played by wooer",
        "likely: P(event gift) in 50..90 % when played by random",
        "{never: gold >= 5 and turn == 1, difficulty: harsh}",
    ],
)
def test_a_true_claim_is_left_alone(claim: str, tmp_path: Path) -> None:
    assert deep(small(tmp_path, claim)) == ()


def test_what_is_reachable_is_shown(tmp_path: Path) -> None:
    found = deep(small(tmp_path, "reachable: ending riot", "reachable: won", "reachable: gold == 9 and calm == 0"))
    assert [(d.code, d.severity) for d in found] == [("MV605", "note")] * 3
    riot, won, last = (told_game(d) for d in found)
    assert riot.outcome is not None and riot.outcome.ending == "riot" and riot.depth == 2
    assert won.outcome is not None and won.outcome.won and won["north.love"] == 3
    assert (last["gold"], last["calm"]) == (9, 0)


def test_what_no_game_shows_is_told_with_what_was_tried(tmp_path: Path) -> None:
    (only,) = deep(small(tmp_path, "reachable: south.love == 3 and north.love == 3"), examples=20)
    assert only.code == "MV602" and "south.love == 3 and north.love == 3" in only.message
    assert only.hint == "tried games by bots: 100, made up of any legal moves: 20"


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        ("likely: P(event gift) in 0..40 % when played by random", "MV603"),
        ("likely: P(option call.shout) in 90..100 % when played by random", "MV603"),
        ("likely: P(gold >= 9) in 60..100 % when played by greedy", "MV603"),
        ("likely: P(event gift) in 62..64 % when played by random", "MV604"),
    ],
)
def test_a_likelihood_is_counted(claim: str, code: str, tmp_path: Path) -> None:
    (only,) = deep(small(tmp_path, claim))
    assert only.code == code and "% with 95 % confidence" in only.message
    assert only.location.column == 13 and not only.related


@pytest.mark.parametrize(
    ("hits", "games", "low", "high"), [(0, 100, 0.0, 3.7), (50, 100, 40.4, 59.6), (9, 10, 59.6, 98.2)]
)
def test_the_interval_is_wilsons(hits: int, games: int, low: float, high: float) -> None:
    found = Share(hits, games).interval()
    assert [round(end, 1) for end in found] == [low, high]


def test_only_an_interval_that_lies_apart_refutes() -> None:
    words = [Verdict(0, "likely", share=Share(50, 100), low=low, high=high).word for low, high in ((30, 70), (60, 70))]
    assert words == ["held", "refuted"]
    assert Verdict(0, "likely", share=Share(50, 100), low=45, high=70).word == "undecided"
    assert Verdict(0, "likely", low=0, high=99).word == "undecided"


def test_a_game_of_a_real_scenario_is_made_short(tmp_path: Path) -> None:
    begin(tmp_path / "town")
    file = tmp_path / "town" / "scenario.yaml"
    head = file.read_text(encoding="utf-8").split("claims:")[0]
    file.write_text(head + "claims:\n  - never: calm <= 1\n", encoding="utf-8")
    (only,) = deep(tmp_path / "town", examples=100)
    game = told_game(only)
    assert game["calm"] <= 1 and game.depth <= 4


def test_the_same_search_gives_the_same_answer(tmp_path: Path) -> None:
    scenario = load(
        small(tmp_path, "never: gold == 9", "reachable: won", "likely: P(won) in 1..99 % when played by random")
    )
    one, other = (Search(scenario, 30, 60).run() for _ in range(2))
    assert one == other and one[0].found is not None and one[2].share is not None


def test_ctrl_c_keeps_what_was_found(tmp_path: Path) -> None:
    scenario = load(small(tmp_path, "never: gold >= 8", "reachable: south.love == 3 and north.love == 3"))

    def tick(text: str) -> None:
        if "made up" in text:
            raise KeyboardInterrupt

    search = Search(scenario, 40, 60, tick)
    first, second = search.run()
    assert search.stopped and first.word == "refuted" and second.word == "unseen"
    (checked,) = check(tmp_path)
    deeply = DeepCheck(40, 60, tmp_path / "games", tick)
    result = deeply(checked)
    assert deeply.stopped and [d.code for d in result.diagnostics] == ["MV601"] and "(stopped)" in result.notes[0]
    assert deeply(checked).diagnostics == ()


def test_no_time_is_told(tmp_path: Path) -> None:
    (checked,) = check(small(tmp_path, "never: gold >= 8", "likely: P(won) in 1..99 % when played by random"))
    result = DeepCheck(40, 0.0, records=tmp_path)(checked)
    assert "the time was up" in result.notes[0]


def test_the_command_tells_people_and_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = small(tmp_path / "land", "never: gold >= 8", "reachable: won")
    deeply = ["check", str(folder), "--deep", "--examples", "10", "--records", str(tmp_path / "games")]
    assert main(deeply) == 1
    told = capsys.readouterr().out
    assert "this is refuted in turn 1 (moves: 0, level: mild, seed: " in told and "): gold = 8\n" in told
    assert "claims: 2, shown: 1, refuted: 1, " in told and told.rstrip().endswith("land: 1 problem")
    assert main([*deeply, "--format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert [(d["code"], d["severity"]) for d in data] == [("MV601", "warning"), ("MV605", "note")]
    assert Path(data[0]["related"][0]["file"]).is_file()
    assert main([*deeply, "--format", "sarif"]) == 1
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    assert [result["level"] for result in run["results"]] == ["warning", "note"]
    assert main(["check", str(folder), "--seconds", "3"]) == 2
    small(folder, "never: gold >= 8  # mv: allow MV601")
    assert main(deeply) == 0


def test_the_claims_of_a_shipped_scenario_hold(tmp_path: Path) -> None:
    """The smallest one; .ci/run looks at all of them."""
    (checked,) = check("ladder")
    result = DeepCheck(10, 60, tmp_path)(checked)
    assert {d.severity for d in result.diagnostics} == {"note"}
    assert len(list(tmp_path.glob("*.game"))) == sum(d.code == "MV605" for d in result.diagnostics) == 3


def test_a_game_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (checked,) = check(small(tmp_path / "land", "never: gold >= 8"))
    (tmp_path / "file").write_text("", encoding="utf-8")
    (only,) = DeepCheck(10, records=tmp_path / "file" / "games")(checked).diagnostics
    assert only.code == "MV601" and "could not be written" in only.hint and not only.related


def test_a_mistaken_scenario_waits(tmp_path: Path) -> None:
    all_diagnostics(tmp_path, SMALL + "claims:\n  - never: glod > 1\n")
    (checked,) = check(tmp_path)
    result = DeepCheck()(checked)
    assert [d.code for d in result.diagnostics] == ["MV312"] and "wait" in result.notes[0]


def test_claims_are_no_part_of_what_a_record_was_played_by(tmp_path: Path) -> None:
    """A file with nothing but claims and policies may change, and no old game is told to be of other rules."""
    before = load(small(tmp_path / "a", "never: gold > 9")).content
    assert load(small(tmp_path / "b", "never: gold > 8 and turn == 2")).content == before
    assert before != load("ladder").content


def test_a_bots_name_is_read_alike_everywhere() -> None:
    assert str(parse_bot("wooer", ("wooer",), ())) == "policy:wooer"
    with pytest.raises(SyntaxProblem):
        parse_bot("loyalist:nobody", (), ("north",))


HOSTILE = {
    "brackets": "claims:\n  - never: " + "(" * 10_000 + "gold > 1" + ")" * 10_000 + "\n",
    "many": "claims:\n" + "  - never: gold > 8\n" * 1_000,
    "blanks": "claims:\n  - never: 'gold > 1" + " " * 200_000 + "x'\n",
    "likely blanks": "claims:\n  - likely: 'P(" + ")" * 50_000 + " " * 50_000 + "'\n",
    "huge": "claims:\n  - likely: P(gold > 1) in 0..99999999999999999999 % when played by random\n",
    "values": "policies:\n  p:\n    value:\n" + "      - gold\n" * 1_000,
    "noise": "policies:\n  p: {noise: 999999999999}\n",
    "itself": "policies:\n  p: {like: q}\n  q: {like: p}\n",
    "chain": "policies:\n"
    + "".join(f"  p{n}: {{like: p{n + 1}}}\n" for n in range(2_000))
    + "  p2000: {value: [gold]}\n",
    "subject": "policies:\n  p: {prefer: [{of: '" + "a" * 100_000 + "'}]}\n",
    "claim of a claim": "claims:\n  - {never: [gold > 1]}\n",
    "empty": "claims:\n  - never: ''\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_claims_and_policies_are_refused(text: str, tmp_path: Path) -> None:
    found = all_diagnostics(tmp_path, SMALL + text)
    assert found and all(len(str(d)) < 2_000 for d in found[:5])
    assert {d.severity for d in found} == {"error"} and len(found) < 50
