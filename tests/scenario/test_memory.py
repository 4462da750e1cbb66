"""Reading again with the memory of the last reading tells and makes what reading afresh does, whatever was changed."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from game.rules.engine import engine_for
from game.rules.play import start
from game.scenario.library import resources
from game.scenario.memory import Memory
from game.scenario.reader import Examination, examine
from tests.scenario.mutations import KINDS

RULES = resources("scenarios") / "rules"
STEPS = 25


def told(found: Examination) -> tuple[object, ...]:
    """All that a reading gives."""
    scenario = found.scenario
    places = (scenario, scenario.content, dict(scenario.locations)) if scenario is not None else None
    return tuple(map(str, found.diagnostics)), found.diagnostics, places, found.files, found.shared


def remarked(text: str, rng: Random) -> tuple[str, int, int]:
    """A comment and an empty line above some line: nothing else is said."""
    lines = text.splitlines(keepends=True)
    at = rng.randrange(len(lines) + 1)
    return "".join([*lines[:at], "\n# a remark\n", *lines[at:]]), at, at


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resources("scenarios") / "first-steps", tmp_path / "first-steps"))


def test_a_reading_with_memory_is_like_one_without(folder: Path) -> None:
    rng, memory = Random(4), Memory()
    files = sorted(folder.glob("*.yaml"))
    good = {file: file.read_bytes() for file in files}
    kinds = [*KINDS.values(), remarked, remarked]
    for _ in range(STEPS):
        file = rng.choice(files)
        if rng.random() < 0.4:  # mended, often with what was understood before
            file.write_bytes(good[file])
        else:
            changed, _, _ = rng.choice(kinds)(file.read_text(encoding="utf-8", errors="replace"), rng)
            file.write_text(changed, encoding="utf-8", errors="replace", newline="")
        warn = rng.random() < 0.5
        assert told(examine(folder, RULES, warn=warn, memory=memory)) == told(examine(folder, RULES, warn=warn))


def test_a_remark_makes_nothing_anew_but_the_places(folder: Path) -> None:
    memory, file = Memory(), folder / "scenario.yaml"
    before = examine(folder, RULES, memory=memory).scenario
    understood = memory.understood
    file.write_text("# a remark\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    after = examine(folder, RULES, memory=memory).scenario
    assert before is not None and after is not None
    assert memory.understood is understood
    assert after.content != before.content
    old, new = (s.location(("title",)) for s in (before, after))
    assert old is not None and new is not None and new.line == old.line + 1


def test_rules_that_say_the_same_elsewhere_are_not_compiled_again(folder: Path) -> None:
    memory, file = Memory(), folder / "scenario.yaml"
    before = examine(folder, RULES, memory=memory).scenario
    file.write_text("# a remark\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    after = examine(folder, RULES, memory=memory).scenario
    assert before is not None and after is not None
    old, new = (engine_for(s, s.usual_level) for s in (before, after))
    assert new.plays is old.plays
    assert start(after, 7).scenario is after  # so that its causes are told at their present places


def test_other_rules_are_not_taken_for_the_same(folder: Path) -> None:
    memory, file = Memory(), folder / "table.yaml"
    before = examine(folder, RULES, memory=memory).scenario
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("cost: {treasury: 4}", "cost: {treasury: 3}", 1), encoding="utf-8")
    after = examine(folder, RULES, memory=memory).scenario
    assert before is not None and after is not None and after != before
    assert engine_for(after, after.usual_level).plays is not engine_for(before, before.usual_level).plays


def test_the_same_rules_in_another_order_are_other_rules(tmp_path: Path) -> None:
    """A turn's laws work one after the other, and no comparison of mappings sees their order."""
    file, memory = tmp_path / "scenario.yaml", Memory()
    laws = ["  double: {name: Double, do: [coins = 2 * coins]}\n", "  more: {name: More, do: [coins += 1]}\n"]
    head = "format: 1\nid: order\ntitle: Order\nturns: 2\nturn: [envoys, laws, endings]\n"
    head += "tracks: {coins: {name: Coins, start: 1, max: 9}}\nenvoys: {one: {name: One, kinds: []}}\n"
    head += "actions: {wait: {envoy: one, name: Wait, do: []}}\n"
    head += "endings: {end: {name: End, text: The end.}}\n"
    coins = []
    for order in (laws, laws[::-1]):
        file.write_text(f"{head}laws:\n{''.join(order)}", encoding="utf-8")
        found = examine(tmp_path, RULES, warn=False, memory=memory)
        assert found.scenario is not None, found.diagnostics
        game = start(found.scenario, 1)
        coins.append(game.play(game.moves[0])["coins"])
    assert coins == [3, 4]
