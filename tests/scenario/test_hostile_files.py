"""Files that no scenario should be: each is refused at its place, at once and without a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.scenario.library import check, resources
from game.scenario.reader import diagnose
from tests.effort import effort
from tests.scenario.folders import SMALL, diagnostics, found
from tests.scenario.hostile import DEEP, MONSTERS, giants, with_line

CALLS = 2_000_000  # for one reading; the worst here takes half

FORMS: dict[str, tuple[str | bytes, tuple[str, int, int]]] = {
    "an alias": ("a: *b\n", ("MV103", 1, 4)),
    "an anchor": ("a: &b c\n", ("MV103", 1, 4)),
    "a tag": ("a: !!python/object:os.system x\n", ("MV104", 1, 4)),
    "a local tag": ("format: 1\na: !x y\n", ("MV104", 2, 4)),
    "a second document": ("format: 1\n---\nformat: 1\n", ("MV105", 2, 1)),
    "a directive": ("%YAML 1.1\n---\nformat: 1\n", ("MV104", 1, 1)),
    "quotes over lines": ('format: 1\na: "b\n  c"\n', ("MV106", 2, 4)),
    "single quotes over lines": ("a: 'b\n  c'\n", ("MV106", 1, 4)),
    "a duplicate key": ("format: 1\nid: a\nid: b\n", ("MV108", 3, 1)),
    "a duplicate key deep inside": ("a:\n  b: {c: 1, d: 2, c: 3}\n", ("MV108", 2, 19)),
    "a list as a key": ("? [a, b]\n: c\n", ("MV108", 1, 3)),
    "a tab": ("format: 1\na:\n\tb: c\n", ("MV101", 3, 1)),
    "an open bracket": ("format: 1\na: [b, c\n", ("MV101", 3, 1)),
    "an open quote": ('a: "b\n', ("MV101", 1, 4)),
    "a colon too many": ("title: Small: a game\n", ("MV101", 1, 13)),
    "no text at all": (b"\xff\xfe\x00\x00", ("MV102", 1, 1)),
    "bad UTF-8 in line 2": (b"format: 1\nid: caf\xe9\n", ("MV102", 2, 8)),
    "an empty file": ("", ("MV202", 1, 1)),
    "only a comment": ("# nothing\n", ("MV202", 1, 1)),
    "a list": ("- a\n- b\n", ("MV203", 1, 1)),
    "a word": ("hello\n", ("MV203", 1, 1)),
    "a comma trap": ("format: 1\na: [min(b, c), d]\n", ("MV109", 2, 5)),
}


@pytest.mark.parametrize("name", FORMS)
def test_the_strict_subset_refuses(name: str, tmp_path: Path) -> None:
    text, expected = FORMS[name]
    seen = found(tmp_path / "s", text)
    assert expected in seen
    assert {code for code, *_ in seen} <= {expected[0], "MV109", "MV114", "MV103" if "alias" in name else "MV109"}


@pytest.mark.parametrize("name", MONSTERS)
def test_monsters_are_refused_at_once(name: str, tmp_path: Path) -> None:
    data, code = MONSTERS[name]
    with effort(CALLS):
        seen = diagnostics(tmp_path / "s", data)
    assert code in {d.code for d in seen}
    assert all(str(d) and d.location.line >= 1 and d.location.column >= 1 for d in seen)
    assert sum(len(str(d)) for d in seen) < 200_000


@pytest.mark.parametrize("name", DEEP)
def test_monstrous_expressions_are_refused_at_once(name: str, tmp_path: Path) -> None:
    with effort(CALLS):
        (only,) = diagnostics(tmp_path / "s", with_line(f'"{DEEP[name]}"'))
    assert only.location.line == 23
    assert only.code in {"MV301", "MV304", "MV305", "MV310", "MV319"}


def test_names_that_double_each_other_do_not_blow_up(tmp_path: Path) -> None:
    names = "names:\n  n0: gold + calm\n" + "".join(f"  n{n}: n{n - 1} + n{n - 1}\n" for n in range(1, 40))
    with effort(CALLS):
        seen = diagnostics(tmp_path / "s", with_line("gold += n39") + names)
    assert {d.code for d in seen} <= {"MV310", "MV319"} and seen


def test_names_that_nest_each_other_do_not_blow_up(tmp_path: Path) -> None:
    names = "names:\n  n0: gold + calm\n" + "".join(f"  n{n}: max(n{n - 1}, n{n - 1} - 1)\n" for n in range(1, 40))
    with effort(CALLS):
        seen = diagnostics(tmp_path / "s", with_line("gold += n39") + names)
    assert {d.code for d in seen} <= {"MV310", "MV319"} and seen


def test_names_that_go_round_are_told(tmp_path: Path) -> None:
    seen = diagnostics(tmp_path / "s", with_line("gold += a") + "names: {a: b + 1, b: a + 1}\n")
    assert {d.code for d in seen} == {"MV313"}


@pytest.mark.parametrize("key", ["draw", "rounds", "slide", "ahead", "show"])
def test_no_number_of_a_deck_asks_for_endless_work(key: str, tmp_path: Path) -> None:
    deck = f"chance:\n  weather: {{deck: events, repeats: true, {key}: 999999999999}}\n"
    order = f"  movers: {{order: lands, rounds: 2, {key}: 999999999999}}\n".replace("rounds: 2, rounds", "rounds")
    events = "events:\n  rain: {name: Rain, on: deck weather, do: [calm -= 1]}\ndispatches: [{events: weather}]\n"
    cards = "  craft: {deck: cards, show: 1, slide: 1}\ncards:\n  pot: {name: Pot, kind: craft, do: [calm += 1]}\n"
    cards = cards.replace(f"{key}: 1", f"{key}: 999999999999")
    text = SMALL.replace("{name: Captain}", "{name: Captain, kinds: [craft]}") + deck + order + cards + events
    text += "turn: [dispatches, envoys, endings]\n"
    with effort(CALLS):
        seen = diagnostics(tmp_path / "s", text)
    assert {d.code for d in seen} <= {"MV349"}
    assert bool(seen) == (key in ("draw", "rounds", "show"))


@pytest.mark.parametrize("name", giants())
def test_what_is_no_scenario_on_disk_is_refused_at_once(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "s"
    giants()[name](folder)
    with effort(CALLS):
        seen = diagnose(folder, resources("scenarios") / "rules")[1]
    assert {d.code for d in seen} <= {"MV110", "MV111", "MV112"} and seen


def test_catalogues_that_never_end_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    (folder / "text").mkdir(parents=True)
    (folder / "scenario.yaml").write_text(SMALL, encoding="utf-8")
    (folder / "text" / "kk.po").symlink_to("/dev/zero")
    with (folder / "text" / "ru.po").open("wb") as file:
        file.truncate(10_000_000_000)
    with effort(CALLS):
        assert [d.code for d in check(folder)[0].diagnostics] == ["MV118", "MV118"]
