"""Fixes: each one offered mends its mistake and makes no other, and changes only the bytes it means to."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.cli import main
from game.scenario.diagnostics import Diagnostic
from game.scenario.fixes import apply_fixes
from game.scenario.library import resources
from game.scenario.nodes import Node, read_nodes
from game.scenario.reader import examine
from tests.scenario.folders import SMALL
from tests.scenario.mistaken import Mistake, corpus, each_mistake, examined, together

RULES = resources("scenarios") / "rules"


@together
@each_mistake
def test_an_offered_fix_mends_its_mistake_and_makes_no_other(mistake: Mistake, tmp_path: Path) -> None:
    before, _ = examined(mistake)
    folder, _ = mistake.seed(tmp_path)
    files = {shown: folder.parent / shown for shown in before.files if shown not in before.shared}
    if apply_fixes(before.diagnostics, files):
        assert [str(d) for d in examine(folder, RULES).diagnostics] == []


@together
def test_most_misspellings_are_mended_by_a_machine() -> None:
    assert sum(any(d.fix for d in examined(mistake)[0].diagnostics) for mistake in corpus().values()) >= 48


def noisy(text: str, rng: Random) -> str:
    """The text with comments, blank lines and blanks at the ends of lines."""
    lines = []
    for line in text.split("\n"):
        if rng.random() < 0.2:
            lines.append(" " * rng.randrange(9) + "# ÿ 🎲 note: {a, b} [" if rng.random() < 0.5 else "")
        lines.append(line + (rng.choice(["", "  ", "  # why: so", "\t# tab"]) if line and rng.random() < 0.3 else ""))
    return "\n".join(lines)


@given(st.integers(0, 2**32), st.sampled_from(["\n", "\r\n"]), st.sampled_from([b"", b"\xef\xbb\xbf"]))
def test_a_fix_changes_only_the_bytes_it_means(tmp_path_factory, dice: int, newline: str, mark: bytes) -> None:  # type: ignore[no-untyped-def]
    rng = Random(dice)
    wrong, right = rng.choice([("gold += 1", "golf += 1"), ("envoy: captain", "envoi: captain"), ("title:", "titel:")])
    good = noisy(SMALL, rng).replace("\n", newline)
    bad = good.replace(wrong, right, 1)
    folder = tmp_path_factory.mktemp("s")
    (folder / "scenario.yaml").write_bytes(mark + bad.encode())
    found = examine(folder, RULES)
    assert apply_fixes(found.diagnostics, found.files) == 1
    assert (folder / "scenario.yaml").read_bytes() == mark + good.encode()


@given(st.integers(0, 2**32), st.sampled_from(["\n", "\r\n"]))
def test_a_plain_word_stands_exactly_at_its_offsets(dice: int, newline: str) -> None:
    data = noisy(SMALL, Random(dice)).replace("\n", newline)
    root, text, faults = read_nodes("f", data.encode())
    assert root is not None and not faults

    def look(node: Node) -> None:
        if node.word is not None and node.style == "plain":
            assert text[node.start : node.end] == node.word
        for inner in (*node.items, *(n for e in node.entries.values() for n in (e.key, e.value))):
            look(inner)

    look(root)


def test_check_fix_mends_files_and_tells_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    text = SMALL.replace("gold += 1", "golf += 1\n      - calm += 1 if calm = 2\n      - zebra += 1")
    (folder / "scenario.yaml").write_text(text.replace("format: 1\n", ""), encoding="utf-8")
    assert main(["check", "--fix", str(folder)]) == 1
    told = capsys.readouterr().out
    assert "zebra" in told and "1 problem" in told
    mended = SMALL.replace("gold += 1", "gold += 1\n      - calm += 1 if calm == 2\n      - zebra += 1")
    assert (folder / "scenario.yaml").read_text(encoding="utf-8") == mended
    assert sorted(p.name for p in folder.iterdir()) == ["scenario.yaml"]


def test_a_shared_ruleset_is_not_mended_through_one_of_its_users(tmp_path: Path) -> None:
    (tmp_path / "rules" / "house").mkdir(parents=True)
    rules = "format: 1\nruleset: house\nprocedures:\n  pay(x):\n    - golf += x\n"
    (tmp_path / "rules" / "house" / "rules.yaml").write_text(rules, encoding="utf-8")
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "scenario.yaml").write_text(SMALL.replace("gold += 1", "pay(1)") + "rules: house\n", encoding="utf-8")
    assert main(["check", "--fix", str(folder)]) == 1
    assert (tmp_path / "rules" / "house" / "rules.yaml").read_text(encoding="utf-8") == rules


def related(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    return [(d.code, f"{r.message} {r.location}") for d in diagnostics for r in d.related]


def test_the_second_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "rules" / "house").mkdir(parents=True)
    rules = "format: 1\nruleset: house\ntracks:\n  pride: {start: 1}\n"
    (tmp_path / "rules" / "house" / "rules.yaml").write_text(rules, encoding="utf-8")
    folder = tmp_path / "small"
    folder.mkdir()
    text = SMALL.replace("  calm: {start: 5}", "  calm: {start: 5}\n  pride: {start: 50}") + "rules: house\n"
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    assert related(examine(folder, RULES).diagnostics) == [("MV344", "the ruleset's entry rules/house/rules.yaml:4:11")]
    text = SMALL + "parameters: {calm: 2}\n"
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    assert related(examine(folder, RULES).diagnostics) == [("MV342", "the first one small/scenario.yaml:26:14")]
