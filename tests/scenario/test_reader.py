"""Reading a scenario: every mistake at its place, with what would be right; merging, and files that stay inside."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.scenario.library import resources, shipped
from game.scenario.reader import diagnose, read
from tests.scenario.folders import SMALL, diagnostics, found

RULES = resources("scenarios") / "rules"


def test_the_small_scenario_is_well_formed(tmp_path: Path) -> None:
    assert diagnostics(tmp_path / "s", SMALL) == ()


@pytest.mark.parametrize("name", shipped())
def test_no_shipped_scenario_has_diagnostics(name: str) -> None:
    scenario, seen = diagnose(resources("scenarios") / name, RULES)
    assert scenario is not None and seen == ()


# One mistake each: (what is replaced, by what) -> code, line, column, and a word of the hint or message.
MISTAKES: dict[str, tuple[str, str, tuple[str, int, int], str]] = {
    "a misspelt key": ("title:", "titel:", ("MV201", 3, 1), "title"),
    "a misspelt key inside": ("envoy: captain", "envoi: captain", ("MV201", 20, 5), "envoy"),
    "an unknown key": ("turns: 3", "turns: 3\nzebras: 4", ("MV201", 5, 1), "there are"),
    "a misspelt member key": ("{name: South}", "{name: South, lov: 2}", ("MV201", 15, 28), "love"),
    "a missing key": ("    name: Work\n", "", ("MV202", 19, 3), "name: ..."),
    "no endings": ("endings:\n  over: {name: Over}\n", "", ("MV352", 1, 1), "add an ending"),
    "a word for a number": ("start: 2", "start: two", ("MV203", 6, 17), "the word `two`"),
    "a quoted number": ("start: 2", 'start: "2"', ("MV203", 6, 17), "whole number"),
    "a fraction": ("start: 2", "start: 2.5", ("MV203", 6, 17), "whole number"),
    "a huge number": ("start: 2", "start: 99999999999999999999", ("MV203", 6, 17), "whole number"),
    "a YAML 1.1 truth": ("start: 2", "start: 2, hidden: yes", ("MV203", 6, 28), "`true` or `false`"),
    "a word for a list": ("do:\n      - gold += 1", "do: gold += 1", ("MV203", 22, 9), "a list"),
    "a list for a word": ("title: Small", "title: [Small]", ("MV203", 3, 8), "a text"),
    "a mapping for a list": ("do:\n      - gold += 1", "do: {gold: 1}", ("MV203", 22, 9), "a mapping"),
    "a list for a mapping": ("{start: 5}", "[start]", ("MV203", 7, 9), "a list"),
    "nothing for a text": ("endings:", "turn:\nendings:", ("MV203", 24, 6), "nothing"),
    "a start out of bounds": ("start: 2, max: 9", "start: 12, max: 9", ("MV344", 6, 17), "0..9"),
    "a member's start out of bounds": ("love: 1", "love: 4", ("MV344", 14, 34), "-3..3"),
    "bounds the wrong way": ("max: 9", "max: -1", ("MV343", 6, 9), "min is at most max"),
    "a misspelt track": ("gold += 1", "golf += 1", ("MV312", 23, 9), "gold"),
    "a misspelt member": ("gold += 1", "nort.love += 1", ("MV312", 23, 9), "north"),
    "a misspelt part": ("gold += 1", "north.lov += 1", ("MV315", 23, 15), "love"),
    "a misspelt envoy": ("envoy: captain", "envoy: captian", ("MV312", 20, 12), "captain"),
    "a misspelt group": ("gold += 1", "x.love += 1 for x in land", ("MV317", 23, 30), "lands"),
    "half a statement": ("gold += 1", "gold +=", ("MV303", 23, 16), "the line ends"),
    "not a statement": ("gold += 1", "gold", ("MV309", 23, 13), "after the track"),
    "one equals sign": ("gold += 1", "gold += 1 if calm = 2", ("MV303", 23, 27), "=="),
    "a slash": ("gold += 1", "gold += calm / 2", ("MV302", 23, 22), "//"),
    "a truth for a number": ("gold += 1", "gold += calm > 2", ("MV322", 23, 17), "whole number"),
    "a number for a truth": ("gold += 1", "gold += 1 if calm", ("MV320", 23, 22), "condition"),
    "division by nothing": ("gold += 1", "gold += calm // 0", ("MV323", 23, 25), "zero"),
    "no such procedure": ("gold += 1", "cort(north)", ("MV329", 23, 9), "procedure"),
    "no such event": ("gold += 1", "schedule rain in 2", ("MV326", 23, 18), "schedule"),
    "no such ending": ("gold += 1", "end ovre", ("MV328", 23, 13), "over"),
    "a parameter as a track": ("gold += 1\n", "tax += 1\nparameters: {tax: 2}\n", ("MV325", 23, 9), "parameter"),
    "no turns": ("turns: 3", "turns: 0", ("MV341", 4, 8), "200"),
    "a taken name": ("endings:", "names: {gold: calm + 1}\nendings:", ("MV342", 24, 9), "taken"),
    "an impossible cost": ("name: Work", "name: Work\n    cost: {gold: 20}", ("MV350", 22, 18), "never"),
    "an impossible condition": (
        "name: Work",
        "name: Work\n    when: calm > 1 and gold > 30",
        ("MV350", 22, 24),
        "never",
    ),
    "a bad id": ("id: small", "id: Big One", ("MV116", 2, 5), "small letters"),
    "another format": ("format: 1", "format: 2", ("MV114", 1, 9), "newer"),
    "no format": ("format: 1\n", "", ("MV114", 1, 1), "begin with"),
    "no such ruleset": ("turns: 3", "turns: 3\nrules: multivectr", ("MV113", 5, 8), "multivector"),
    "a comma in braces": (
        "do:\n      - gold += 1",
        "do: [gold += min(1, calm)]",
        ("MV109", 22, 10),
        "quotes",
    ),
    "a level of nothing": (
        "endings:",
        "difficulty: {hard: {set: {glod: 2}}}\nendings:",
        ("MV312", 24, 27),
        "gold",
    ),
    "a deck that nothing reads": (
        "endings:",
        "events: {rain: {name: Rain, on: turn 1}}\nendings:",
        ("MV353", 24, 33),
        "dispatches",
    ),
    "no open option": (
        "endings:",
        "dispatches: [{events: dated}]\nturn: [dispatches, envoys, endings]\nevents:\n  rain:\n    name: Rain\n"
        "    on: turn 1\n    options:\n      a: {name: A, when: gold > 1}\n"
        "      b: {name: B, when: gold > 2}\nendings:",
        ("MV351", 30, 5),
        "always open",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_one_mistake_gives_one_diagnostic_at_its_place(name: str, tmp_path: Path) -> None:
    old, new, expected, word = MISTAKES[name]
    assert SMALL.count(old) >= 1
    seen = diagnostics(tmp_path / "s", SMALL.replace(old, new, 1))
    assert [(d.code, d.location.line, d.location.column) for d in seen if d.code != "MV203" or len(seen) == 1] == [
        expected
    ]
    assert word in str(seen[0])


# Spans


@pytest.mark.parametrize(
    ("line", "line_column"),
    [
        ("      - gold += golf\n", (23, 17)),
        ('      - "gold += golf"\n', (23, 18)),
        ("      - 'gold += golf'\n", (23, 18)),
        ("      -   gold  +=   golf\n", (23, 22)),
        ("      - |\n        gold += golf\n", (24, 17)),
        ("      - |-\n        gold +=\n        golf\n", (25, 9)),
        ("      - |\n        gold +=\n          golf\n", (25, 11)),
        ("      - >-\n        gold +=\n        golf\n", (25, 9)),
        ("      - >\n        gold += golf\n", (24, 17)),
        ("      - |2\n        gold += golf\n", (24, 17)),
        ("      - |\n\n        gold += golf\n", (25, 17)),
    ],
)
def test_a_span_is_exact_in_every_kind_of_scalar(line: str, line_column: tuple[int, int], tmp_path: Path) -> None:
    (only,) = diagnostics(tmp_path / "s", SMALL.replace("      - gold += 1\n", line))
    assert (only.code, only.location.line, only.location.column) == ("MV312", *line_column)
    assert only.end_column == only.location.column + 4
    assert "^^^^" in str(only) and "^^^^^" not in str(only)


def test_a_byte_order_mark_and_windows_lines_move_nothing(tmp_path: Path) -> None:
    broken = SMALL.replace("gold += 1", "gold += golf")
    plain = found(tmp_path / "a", broken)
    assert found(tmp_path / "b", b"\xef\xbb\xbf" + broken.replace("\n", "\r\n").encode()) == plain
    assert plain == [("MV312", 23, 17)]


def test_all_mistakes_are_told_in_one_pass(tmp_path: Path) -> None:
    text = SMALL.replace("gold += 1", "golf += 1\n      - calm += cal\n      - gold +=").replace(
        "{name: South}", "{lov: 1}"
    )
    assert [code for code, *_ in found(tmp_path / "s", text)] == ["MV201"]
    text = text.replace("{lov: 1}", "{name: South}")
    assert found(tmp_path / "s", text) == [("MV312", 23, 9), ("MV312", 24, 17), ("MV303", 25, 16)]


# Ids stand in the notation of moves, in records and in expressions


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("  work:\n", "  hard work:\n", 19),
        ("  work:\n", '  "a > b":\n', 19),
        ("  work:\n", '  "a # b":\n', 19),
        ("  work:\n", "  épée:\n", 19),
        ("  work:\n", '  "":\n', 19),
        ("  captain: {", "  the captain: {", 17),
        ("      south: {", "      deep south: {", 15),
        ("  calm: {", "  so calm: {", 7),
        ("  calm: {", "  north.love: {", 7),
        ("      love: {", "      my love: {", 12),
        ("  lands:", "  the lands:", 9),
        ("  over: {", "  all over: {", 25),
    ],
)
def test_an_id_that_no_record_could_hold_is_refused(old: str, new: str, line: int, tmp_path: Path) -> None:
    assert old in SMALL
    text = SMALL.replace(old, new).replace(
        "envoy: captain", f"envoy: {'the captain' if 'captain' in new else 'captain'}"
    )
    seen = found(tmp_path / "s", text)
    assert [(code, where) for code, where, _ in seen][:1] == [("MV117", line)]


@pytest.mark.parametrize("group", ["envoys", "summits"])
def test_the_engines_own_groups_cannot_be_taken(group: str, tmp_path: Path) -> None:
    assert ("MV342", 9, 3) in found(tmp_path / "s", SMALL.replace("  lands:", f"  {group}:"))


@pytest.mark.parametrize("member", ["gold", "turn", "nobody", "rank"])
def test_a_member_cannot_have_the_name_of_something_else(member: str, tmp_path: Path) -> None:
    assert found(tmp_path / "s", SMALL.replace("      south:", f"      {member}:")) == [("MV342", 15, 7)]


def test_two_moves_cannot_have_one_notation(tmp_path: Path) -> None:
    text = SMALL.replace("{name: Captain}", "{name: Captain, kinds: [craft]}")
    text += "cards:\n  work: {name: A card, kind: craft, do: [calm += 1]}\n"
    assert [code for code, *_ in found(tmp_path / "s", text)] == ["MV342"]
    twice = SMALL.replace("{name: Captain}", "{name: Captain, kinds: [craft, craft]}")
    twice += "cards:\n  pot: {name: A card, kind: craft, do: [calm += 1]}\n"
    assert [code for code, *_ in found(tmp_path / "s", twice)] == ["MV342"]
    passing = SMALL.replace("  work:\n", "  pass:\n")
    assert [code for code, *_ in found(tmp_path / "s", passing)] == ["MV342"]


def test_two_numbers_cannot_have_one_name(tmp_path: Path) -> None:
    other = "  isles:\n    one: isle\n    tracks: {love: {}}\n    members: {north: {name: Other}}\nenvoys:"
    assert "MV342" in [code for code, *_ in found(tmp_path / "s", SMALL.replace("envoys:", other))]


# What the reader must not complain of


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    name: Work\n", '    name: "Work {land}"\n    for: lands\n    when: land is not north\n'),
        ("    name: Work\n", "    name: Work\n    when: envoy is captain\n"),
        ("gold += 1", "gold += 1 if " + " and ".join(["calm > 1"] * 30)),
        ("gold += 1", "end over"),
        ("gold += 1", "gold = gold"),
        ("gold += 1", "gold += 0 if never"),
    ],
)
def test_a_sensible_scenario_is_not_complained_of(old: str, new: str, tmp_path: Path) -> None:
    assert [str(d) for d in diagnostics(tmp_path / "s", SMALL.replace(old, new))] == []


@pytest.mark.parametrize("tail", ["", "    for: lands\n"])
def test_a_condition_of_two_envoys_may_be_for_one(tail: str, tmp_path: Path) -> None:
    text = SMALL.replace("{name: Captain}", "{name: Captain, kinds: [craft]}\n  mate: {name: Mate, kinds: [craft]}")
    text += "cards:\n  pot: {name: A card, kind: craft, when: envoy is captain, do: [calm += 1]}\n"
    assert [str(d) for d in diagnostics(tmp_path / "s", text)] == [] and tail is not None


@pytest.mark.parametrize(
    "new",
    [
        "    name: Work\n    when: gold * 1000000000 * 1000000000 * 1000000000 > 1\n",
        "    name: Work\n    cost: {gold: gold * 1000000000 * 1000000000 * 1000000000}\n",
    ],
)
def test_numbers_too_large_are_told_wherever_they_stand(new: str, tmp_path: Path) -> None:
    assert [c for c, *_ in found(tmp_path / "s", SMALL.replace("    name: Work\n", new))] == ["MV310"]


@pytest.mark.parametrize(
    "more",
    [
        "laws: {a: {for: x in lands if x.love * 1000000000 * 1000000000 * 1000000000 > 1, do: [gold += 1]}}\n",
        "laws: {a: {when: gold * 1000000000 * 1000000000 * 1000000000 > 1, do: [gold += 1]}}\n",
        "dispatches: [{agenda: argmax(x.love * 1000000000 * 1000000000 * 1000000000 for x in lands)}]\n",
        "score: gold * 1000000000 * 1000000000 * 1000000000\n",
    ],
)
def test_numbers_too_large_are_told_in_laws_and_agendas(more: str, tmp_path: Path) -> None:
    text = SMALL + more + "turn: [dispatches, envoys, reckoning, endings]\n"
    assert {c for c, *_ in found(tmp_path / "s", text)} == {"MV310"}


def test_an_ending_of_one_group_cannot_be_given_a_member_of_another(tmp_path: Path) -> None:
    text = SMALL.replace("envoys:", "  isles:\n    members: {rock: {name: Rock}}\nenvoys:").replace(
        "gold += 1", "end lost(rock)"
    )
    text = text.replace("endings:", "endings:\n  lost: {name: Lost, for: x in lands, when: x.love > 2}")
    assert [code for code, *_ in found(tmp_path / "s", text)] == ["MV321"]


# Files


@pytest.mark.parametrize(
    "name",
    ["../other.yaml", "/etc/passwd", "/etc/hosts.yaml", "a/../../x.yaml", "..", "a.txt", "", "a\\b.yaml", "C:x.yaml"],
)
def test_files_cannot_leave_the_folder(name: str, tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("title: Stolen\n")
    seen = found(tmp_path / "s", SMALL + f'files: ["{name}"]\n'.replace("\\", "\\\\"))
    assert [code for code, *_ in seen] == ["MV112"]


def test_files_cannot_leave_the_folder_by_a_link(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("subtitle: Stolen\n")
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "link.yaml").symlink_to(tmp_path / "other.yaml")
    (tmp_path / "s" / "out").symlink_to(tmp_path)
    assert [c for c, *_ in found(tmp_path / "s", SMALL + "files: [link.yaml]\n")] == ["MV112"]
    assert [c for c, *_ in found(tmp_path / "s", SMALL + "files: [out/other.yaml]\n")] == ["MV112"]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    seen = diagnostics(tmp_path / "s", SMALL + "files: [gone.yaml]\n")
    assert [d.code for d in seen] == ["MV111"] and "gone.yaml" in str(seen[0])


@pytest.mark.parametrize(
    "further", ["files: [more.yaml]\n", "files: [scenario.yaml]\n", "files: [more.yaml, more.yaml]\n"]
)
def test_files_that_name_each_other_end(further: str, tmp_path: Path) -> None:
    seen = diagnostics(tmp_path / "s", SMALL + "files: [more.yaml]\n", more=further + "subtitle: More\n")
    assert all(d.code in {"MV112", "MV201"} for d in seen)
    seen = diagnostics(tmp_path / "s", SMALL + "files: [scenario.yaml]\n")
    assert all(d.code in {"MV112", "MV201"} for d in seen)


def test_a_mistake_in_a_further_file_is_told_there(tmp_path: Path) -> None:
    more = "tracks:\n  pride: {start: x}\n"
    (only,) = diagnostics(tmp_path / "s", SMALL + "files: [more.yaml]\n", more=more)
    assert (only.location.file.rsplit("/")[-1], only.location.line, only.location.column) == ("more.yaml", 2, 18)


# Rulesets


def ruleset(tmp_path: Path, text: str) -> None:
    (tmp_path / "rules" / "house").mkdir(parents=True)
    (tmp_path / "rules" / "house" / "rules.yaml").write_text(text, encoding="utf-8")


HOUSE = """\
format: 1
ruleset: house
parameters: {tax: 2, toll: 1}
tracks:
  pride: {start: 1, name: Pride}
turn: [envoys, reckoning, endings]
laws:
  first: {do: [gold -= tax]}
  second: {do: [gold += toll]}
  third: {do: [pride += 1]}
"""


def test_a_scenario_overrides_and_removes_what_its_ruleset_says(tmp_path: Path) -> None:
    ruleset(tmp_path, HOUSE)
    text = SMALL + "rules: house\nparameters: {tax: 3}\nlaws: {second: {do: [gold += 5]}, last: {do: [calm -= 1]}}\n"
    text += "remove: [laws.third]\n"
    text = text.replace("  calm: {start: 5}", "  calm: {start: 5}\n  pride: {start: 4}")
    assert diagnostics(tmp_path / "s", text) == ()
    scenario = read(tmp_path / "s", RULES)
    assert list(scenario.laws) == ["first", "second", "last"]
    assert scenario.laws["second"].do == ("gold += 5",)
    assert scenario.parameters == {"tax": 3, "toll": 1}
    assert (scenario.tracks["pride"].start, scenario.tracks["pride"].name) == (4, "Pride")
    location = scenario.location(("laws", "first", "do", 0))
    assert location is not None and str(location) == "rules/house/rules.yaml:8:16"
    location = scenario.location(("laws", "second", "do", 0))
    assert location is not None and location.file == "s/scenario.yaml"


def test_removing_what_is_not_there_is_told(tmp_path: Path) -> None:
    ruleset(tmp_path, HOUSE)
    for name in ("laws.forth", "laws", "nothing.at.all", ""):
        seen = diagnostics(tmp_path / "s", SMALL + f'rules: house\nremove: ["{name}"]\n')
        assert [d.code for d in seen] == ["MV115"], name


def test_a_mistake_in_a_ruleset_is_told_there(tmp_path: Path) -> None:
    ruleset(tmp_path, HOUSE.replace("gold -= tax", "gold -= taxx"))
    (only,) = diagnostics(tmp_path / "s", SMALL + "rules: house\n")
    assert str(only.location) == "rules/house/rules.yaml:8:24" and "tax" in only.hint


@pytest.mark.parametrize("name", ["../s", "/etc", "House", "", "a/b", "[house]", "{a: b}"])
def test_a_ruleset_is_only_a_name(name: str, tmp_path: Path) -> None:
    ruleset(tmp_path, HOUSE)
    seen = diagnostics(tmp_path / "s", SMALL + f"rules: {name}\n")
    assert seen and {d.code for d in seen} <= {"MV113", "MV203"}


def test_the_hash_of_the_content_hangs_on_every_file(tmp_path: Path) -> None:
    ruleset(tmp_path, HOUSE)
    text = SMALL + "rules: house\nfiles: [more.yaml]\n"
    hashes = []
    for more in ("subtitle: One\n", "subtitle: Two\n"):
        assert diagnostics(tmp_path / "s", text, more=more) == ()
        hashes.append(read(tmp_path / "s", RULES).content)
    (tmp_path / "rules" / "house" / "rules.yaml").write_text(HOUSE.replace("toll: 1", "toll: 4"))
    hashes.append(read(tmp_path / "s", RULES).content)
    assert len(set(hashes)) == 3
