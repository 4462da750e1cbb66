"""Shipped scenarios with random mistakes put in: they are told as diagnostics, never as a traceback, and soon."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from game.scenario.library import resources, shipped
from game.scenario.reader import diagnose
from tests.effort import effort
from tests.scenario.mutations import KINDS, is_near, outcomes
from tests.strategies import FEWER

CALLS = 2_000_000  # for one reading; the worst here takes a fifth
SNIPPETS = (
    "", " ", "\n", "\t", ":", ": ", "- ", "[", "]", "{", "}", ",", "#", "&a ", "*a", "!x ", "'", '"', "|", ">", "---\n",
    "(", ")", "+", "-=", " if ", " for x in powers", " not ", ".", "..", "0", "-1", "999999999999", "1.5", "true", "no",
    "null", "~", "é", "\u2028", "\0", "x", "treasury", "powers", "mover", "turn", "nobody", "never", "score", "russia",
    "//0", " % 0", "* 1000000000", "end over", "schedule x in 1", "{a: b}", "[a, b]", "files: [scenario.yaml]\n",
    "rules: ladder\n", "remove: [tracks.treasury]\n", "<<: x\n", "? x\n", "%YAML 1.1\n",
)  # fmt: skip


def texts() -> dict[str, dict[str, str]]:
    """Every shipped scenario: its files by name, the ruleset's among them."""
    found = {}
    for name in shipped():
        folder = resources("scenarios") / name
        found[name] = {p.name: p.read_text(encoding="utf-8") for p in sorted(folder.glob("*.yaml"))}
        found[name]["../rules/multivector/rules.yaml"] = (
            resources("scenarios") / "rules/multivector/rules.yaml"
        ).read_text(encoding="utf-8")
    return found


TEXTS = texts()


def mutated(text: str, rng: Random) -> str:
    """The text with one to three small mistakes."""
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(text))
        lines = text.splitlines(keepends=True) or [""]
        row = rng.randrange(len(lines))
        match rng.randrange(7):
            case 0:
                text = text[:at] + text[at + rng.randint(1, 12) :]
            case 1:
                text = text[:at] + rng.choice(SNIPPETS) + text[at:]
            case 2:
                text = text[:at] + rng.choice(SNIPPETS) + text[at + rng.randint(1, 8) :]
            case 3:
                del lines[row]
                text = "".join(lines)
            case 4:
                lines.insert(row, rng.choice(lines))
                text = "".join(lines)
            case 5:
                lines[row] = rng.choice(("  ", "")) + lines[row].lstrip(" ")
                text = "".join(lines)
            case _:
                other = rng.randrange(len(lines))
                lines[row], lines[other] = lines[other], lines[row]
                text = "".join(lines)
        text = text or "x"
    return text


@FEWER
@given(st.sampled_from(shipped()), st.integers(0, 2**32))
def test_a_mutated_scenario_is_told_and_never_crashes(name: str, dice: int) -> None:
    rng = Random(dice)
    files = TEXTS[name]
    victim = rng.choice([f for f in files if name != "ladder" or "/" not in f])
    with TemporaryDirectory() as base:
        folder = Path(base) / name
        for file, text in files.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes((mutated(text, rng) if file == victim else text).encode("utf-8", "replace"))
        with effort(CALLS):
            scenario, seen = diagnose(folder, folder.parent / "rules")
    assert scenario is not None or seen
    for told in seen:
        assert told.code.startswith("MV") and told.message and told.location.line >= 1 and told.location.column >= 1
        assert "Traceback" not in str(told)


def test_a_slice_of_the_mutations_is_told_where_it_is() -> None:
    """A part of what `python -m tests.scenario.mutations` does at length."""
    found = list(outcomes(10 * len(KINDS), seed=1))
    assert [outcome.crash for outcome in found if outcome.crash] == []
    flagged = [outcome for outcome in found if outcome.distance is not None]
    assert len(flagged) >= 50
    assert sum(map(is_near, flagged)) >= 0.93 * len(flagged)
