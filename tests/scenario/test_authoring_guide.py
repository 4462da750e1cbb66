"""The author's guide, followed to the letter: its commands in an empty folder, its blocks put where it says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from game.cli import main
from game.scenario.folders import root_of
from game.scenario.new import begin
from game.scenario.nodes import Node, read_nodes
from tests.scenario.commands import ROOT, problems, shell

GUIDE = (ROOT / "scenarios" / "AUTHORING.md").read_text(encoding="utf-8")
STEPS, COOKBOOK = GUIDE.split("## Cookbook")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PATTERNS = re.findall(r"^### (.+?)\n.*?^```yaml\n(.*?)^```$", COOKBOOK, re.MULTILINE | re.DOTALL)
FILE = re.compile(r"# (tests/\w+\.yaml)\n")


def put_in(folder: Path, snippet: str) -> None:
    """Put a block into a scenario by the rule of step 4: below the keys that are there, new keys at the end."""
    file = folder / "scenario.yaml"
    root, text = root_of(folder)
    node, _, faults = read_nodes("snippet", snippet.encode())
    assert node is not None and not faults
    lines, added = text.splitlines(), snippet.splitlines()
    for after, first, last in sorted(places(root, node, len(added), len(lines)), reverse=True):
        lines[after:after] = added[first:last]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def places(root: Node, node: Node, end: int, bottom: int) -> list[tuple[int, int, int]]:
    """For each new piece: the line after which it goes, and the block's lines it takes."""
    found: list[tuple[int, int, int]] = []
    entries = list(node.entries.items())
    for number, (key, entry) in enumerate(entries):
        first = entry.key.line - 1
        last = entries[number + 1][1].key.line - 1 if number + 1 < len(entries) else end
        present = root.entries.get(key)
        if present is None:
            found.append((bottom, first, last))
        elif entry.value.is_list:
            found.append((present.key.line, first + 1, last))
        else:
            found += places(present.value, entry.value, last, present.key.line)
    return found


def sooner(block: str) -> str:
    """The commands of a block with fewer games than an author would play; all else as it is written."""
    return re.sub(r"--deep$", "--deep --examples 40", block.replace("--games 1000", "--games 100"), flags=re.MULTILINE)


def test_the_steps_work_as_written(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    commands = 0
    for language, block in BLOCK.findall(STEPS.split("## More about tests")[0]):
        if language == "sh":
            done = shell(sooner(block), folder)
            assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
            commands += 1
        elif language == "yaml" and (named := FILE.match(block)) is not None:
            (folder / "my-town" / named.group(1)).write_text(block, encoding="utf-8")
        elif language == "yaml":
            put_in(folder / "my-town", block)
        else:
            assert language == "json" and all((folder / name).is_file() for name in json.loads(block)["yaml.schemas"])
    assert commands >= 10
    assert (folder / "multivector.schema.json").is_file()
    section = STEPS.split("## Claims and policies")[1]
    (policies,) = (block for language, block in BLOCK.findall(section) if language == "yaml")
    put_in(folder / "my-town", policies)
    assert shell(sooner(BLOCK.findall(section)[-1][1]), folder).returncode == 0
    deep = shell("multivector check my-town --deep --examples 40", folder)
    assert deep.returncode == 0 and deep.stdout.strip().endswith("my-town: no problems"), deep.stdout
    assert shell("multivector test my-town from-a-friend", folder).stdout.strip().endswith("6 passed, 0 failed")


def test_every_pattern_has_a_block() -> None:
    assert len(PATTERNS) == len(re.findall(r"^### ", COOKBOOK, re.MULTILINE)) >= 12


@pytest.mark.parametrize(("title", "snippet"), PATTERNS, ids=[title for title, _ in PATTERNS])
def test_a_pattern_fits_into_the_new_scenario(title: str, snippet: str, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    begin(folder)
    put_in(folder, snippet)
    assert not problems(folder), "\n".join(map(str, problems(folder)))
    assert main(["simulate", str(folder), "--games", "30"]) == 0
    text = (folder / "scenario.yaml").read_text(encoding="utf-8")
    assert all(line in text for line in snippet.splitlines() if line.startswith("    "))


def test_all_patterns_fit_together(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    begin(folder)
    for _, snippet in PATTERNS:
        put_in(folder, snippet)
    assert not problems(folder), "\n".join(map(str, problems(folder)))
