"""Renaming changes a name everywhere and nothing else: the same games are played under the new one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import game
from game.lab.cases import run
from game.scenario.library import load, resources
from game.scenario.server.navigating import occurrence_at
from game.scenario.server.occurrences import DECLARES
from game.scenario.server.project import Buffers, Project
from game.scenario.server.renaming import RenameRefusal, changes, edited, prepare, rename
from game.scenario.server.symbols import BUILT_IN, LOCAL, Symbol
from tests.scenario.folders import SMALL
from tests.scenario.server.desks import RULES, cursor, shipped_project, small_project

KINDS = (
    "links parameters names groups pairs envoys actions summits options faces laws endings legacies difficulty places "
    "sources procedures phases ones drawn"
).split()
"""Kinds of names that chance does not know."""

DEALT = "members cards events chance kinds".split()
"""Kinds whose ids are sites of draws: under another name the same seed deals otherwise."""


def standing_alone(name: str, folder: Path) -> Path:
    """A copy of a shipped scenario that holds its ruleset's entries itself, so that they may be renamed."""
    target = folder / name
    shutil.copytree(resources("scenarios") / name, target)
    own = (target / "scenario.yaml").read_text(encoding="utf-8")
    if "\nrules: multivector" not in own:
        return target
    rules = (RULES / "multivector" / "rules.yaml").read_text(encoding="utf-8")
    files = next((line for line in own.split("\n") if line.startswith("files:")), "files: []")
    named = files.partition("[")[2].partition("]")[0]
    rules = rules.replace("ruleset: multivector\n", f"files: [own.yaml, {named}]\n").replace("version: 1\n", "")
    own = own.replace(files + "\n", "").replace("rules: multivector\n", "")
    (target / "own.yaml").write_text(own, encoding="utf-8")
    (target / "scenario.yaml").write_text(rules, encoding="utf-8")
    return target


def renamed(project: Project, names: dict[Symbol, str]) -> None:
    """Rename on disk, all at once."""
    edits = []
    for symbol, new in names.items():
        assert prepare(project, *place_of(project, symbol)).symbol == symbol
        edits += changes(project, symbol, new)
    for path, text in edited(project, edits).items():
        path.write_bytes(text.encode())
    project.buffers.version += 1


def place_of(project: Project, symbol: Symbol) -> tuple[Path, int]:
    """Where a name is declared."""
    place = next(o for o in project.occurrences() if symbol in o.symbols and o.role == DECLARES)
    return Path(place.file), place.start


def played(folder: Path) -> list[tuple[str, tuple[int, ...]]]:
    """Some games, move by move, with every number of the state."""
    scenario = load(folder)
    told = []
    for seed in (1, 2):
        position = game.start(scenario, seed)
        while not position.over and position.depth < 60:
            move = position.moves[(seed * 7 + position.depth) % len(position.moves)]
            position = position.play(move)
            told.append((str(move), tuple(position.state)))
    return told


@pytest.mark.parametrize("name", ["deft-diplomacy", "ladder"])
def test_every_track_can_be_renamed_and_the_games_stay_the_same(name: str, tmp_path: Path) -> None:
    folder = standing_alone(name, tmp_path)
    project = Project(folder, RULES, Buffers())
    before, told = played(folder), {(d.code, d.path) for d in project.check().diagnostics}
    tracks = sorted({s for o in project.occurrences() for s in o.symbols if s.kind == "tracks"}, key=str)
    assert len(tracks) >= 2
    assert rename(project, *place_of(project, tracks[0]), "fresh") == changes(project, tracks[0], "fresh")
    renamed(project, {symbol: f"fresh_{number}" for number, symbol in enumerate(tracks)})
    held = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.po"))
    assert not any(f'msgctxt "tracks.{symbol.id}.' in held for symbol in tracks)
    after = {(d.code, d.path) for d in project.check().diagnostics}
    assert len(after) == len(told) and {code for code, _ in after} == {code for code, _ in told}
    assert played(folder) == before
    report = run(load(folder), folder)
    assert not report.failures and not report.mistakes


@pytest.mark.parametrize("kinds", [KINDS, DEALT], ids=["known", "dealt"])
def test_one_of_every_kind_can_be_renamed(kinds: list[str], tmp_path: Path) -> None:
    """And the scenario's own tests still pass, which name moves, tracks and endings."""
    folder = standing_alone("deft-diplomacy", tmp_path)
    project = Project(folder, RULES, Buffers())
    codes = sorted(d.code for d in project.check().diagnostics)
    names: dict[Symbol, str] = {}
    for kind in kinds:
        declared = (s for o in project.occurrences() for s in o.symbols if s.kind == kind and o.role == DECLARES)
        for symbol in declared:
            try:
                prepare(project, *place_of(project, symbol))
            except RenameRefusal:
                continue
            names[symbol] = f"new_{kind}"
            break
    assert {symbol.kind for symbol in names} == set(kinds)
    renamed(project, names)
    assert sorted(d.code for d in project.check().diagnostics) == codes
    report = run(load(folder), folder)
    assert report.passed and not report.mistakes and (kinds is DEALT or not report.failures)


@settings(max_examples=25)
@given(st.data())
def test_only_the_name_changes_in_a_file_with_any_comments_and_indentation(data: st.DataObject) -> None:
    lines = []
    step = data.draw(st.integers(1, 4))
    for line in SMALL.rstrip("\n").split("\n"):
        for _ in range(data.draw(st.integers(0, 1))):
            lines.append(
                " " * data.draw(st.integers(0, 6)) + data.draw(st.sampled_from(["# gold, love, қызық 😀", ""]))
            )
        indent = len(line) - len(line.lstrip(" "))
        behind = data.draw(st.sampled_from(["", "  # north loves gold", "   "]))
        lines.append(" " * (indent // 2 * step) + line.lstrip(" ") + behind)
    text = data.draw(st.sampled_from(["\n", "\r\n"])).join(lines)
    project = small_project(scenario=text)
    path = project.folder / "scenario.yaml"
    symbols = {s for o in project.occurrences() for s in o.symbols if s.kind not in (BUILT_IN, LOCAL, "ones")}
    symbol = data.draw(st.sampled_from(sorted(symbols, key=str)))
    place = next(o for o in project.occurrences() if symbol in o.symbols)
    there = edited(project, rename(project, path, place.start, "zebra"))[path]
    comments = [line.partition("#")[2] for line in text.split("\n")]
    assert [line.partition("#")[2] for line in there.split("\n")] == comments
    other = small_project(scenario=there)
    again = next(o for o in other.occurrences() if o.symbols[0].id == "zebra")
    back = edited(other, rename(other, path, again.start, symbol.id))[path]
    assert back == text


CASES = "- name: One\n  moves: [captain > work]\n  expect: {gold: 3, north.love: 1, ending: over}\n"


def test_tests_and_catalogues_follow(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    (folder / "text").mkdir(parents=True)
    (folder / "tests").mkdir()
    (folder / "scenario.yaml").write_text(SMALL, encoding="utf-8")
    (folder / "tests" / "a.yaml").write_text(CASES, encoding="utf-8")
    catalogue = '# work\nmsgctxt "actions.work.name"\nmsgid "Work"\nmsgstr "Жұмыс"\n'
    (folder / "text" / "kk.po").write_text(catalogue, encoding="utf-8")
    project = Project(folder, RULES, Buffers())
    wanted = (Symbol("actions", "work"), Symbol("members", "north"), Symbol("tracks", "love", "lands"))
    renamed(project, {symbol: symbol.id.upper() for symbol in wanted})
    assert (folder / "tests" / "a.yaml").read_text() == CASES.replace("> work", "> WORK").replace(
        "north.love", "NORTH.LOVE"
    )
    assert (folder / "text" / "kk.po").read_text() == catalogue.replace("actions.work", "actions.WORK")


@pytest.mark.parametrize(
    ("text", "new", "why"),
    [
        ("do: [gold += tu‸rn]", "round", "word of the language"),
        ("do: [go‸ld += 1]", "calm", "stands here twice"),
        ("do: [go‸ld += 1]", "2x", "no id"),
        ("do: [go‸ld += 1]", "where", "no id"),
        ("do: [gold += 1‸0]", "x", "no name"),
        ("do: [go‸ld += x.love for x in lands]", "love_all", ""),
        ("do: [calm -= x.love + go‸ld for x in lands]", "x", "would be wrong"),
        ('do: ["calm\\u0020+= 1", go‸ld += 1, "go\\u006cd += 1"]', "y", "hides its letters"),
    ],
)
def test_what_cannot_be_renamed_says_why(text: str, new: str, why: str) -> None:
    held, offset = cursor(SMALL.replace("do:\n      - gold += 1", text))
    project = small_project(scenario=held)
    path = project.folder / "scenario.yaml"
    if not why:
        assert rename(project, path, offset, new)
        return
    with pytest.raises(RenameRefusal, match=why):
        rename(project, path, offset, new)


def test_what_a_ruleset_shares_is_not_renamed_from_a_scenario() -> None:
    project = shipped_project("deft-diplomacy")
    cards = project.folder / "cards.yaml"
    text = project.buffers.text(cards).text
    with pytest.raises(RenameRefusal, match=r"shared ruleset \(rules/multivector/rules.yaml\)"):
        prepare(project, cards, text.index("treasury"))
    own = prepare(project, cards, text.index("aktau_ports"))
    assert own.symbol == Symbol("cards", "aktau_ports")
    assert occurrence_at(project, cards, own.start) is not None
