"""The house: who may import whom, what stays quick, what every room must say of itself."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GAME = ROOT / "game"

# What each room may import of the house; game/words.py, the words of the interface, is for all but the rules.
ALLOWED = {
    "rules": {"rules"},
    "scenario": {"scenario", "rules", "words"},
    "record": {"record", "rules", "words"},
    "lab": {"lab", "record", "scenario", "rules", "words"},
    "scenes": {"scenes", "lab", "record", "scenario", "rules", "words"},
    "desktop": {"desktop", "scenes", "lab", "record", "scenario", "rules", "words"},
    "classroom": {"classroom", "scenes", "lab", "record", "scenario", "rules", "words"},
    "doors": {"doors", "classroom", "desktop", "lab", "record", "scenario", "rules", "words"},
}
# Nothing of the world reaches the rules: the same moves give the same game everywhere.
IMPURE = {"random", "time", "datetime", "os", "pathlib", "io", "socket", "subprocess", "secrets", "uuid", "threading"}
MODULES = sorted(GAME.rglob("*.py"))


pytestmark = pytest.mark.xdist_group("house")  # every module is parsed once, on one worker


@cache
def tree_of(path: Path) -> ast.Module:
    """A module's syntax."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports_of(path: Path) -> frozenset[str]:
    """The dotted names that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found.add(node.module or "")
    return frozenset(found)


def rooms() -> list[str]:
    return sorted({path.relative_to(GAME).parts[0] for path in MODULES if path.parent != GAME})


def test_every_room_has_its_rule() -> None:
    assert set(rooms()) <= set(ALLOWED)


@pytest.mark.parametrize("room", rooms())
def test_rooms_import_only_what_they_may(room: str) -> None:
    for path in (GAME / room).rglob("*.py"):
        for name in imports_of(path):
            parts = name.split(".")
            if parts == ["game"] and room in ("desktop", "classroom", "doors"):
                continue  # the face of the package, for its version
            if parts[0] == "game":
                assert len(parts) > 1 and parts[1] in ALLOWED[room], f"{path.relative_to(ROOT)} imports {name}"


def test_only_the_desktop_knows_pygame() -> None:
    for path in MODULES:
        if "pygame" in {name.split(".")[0] for name in imports_of(path)}:
            assert path.relative_to(GAME).parts[0] == "desktop", path


def test_only_the_lab_knows_numpy() -> None:
    for path in MODULES:
        if "numpy" in {name.split(".")[0] for name in imports_of(path)}:
            assert path.relative_to(GAME).parts[0] == "lab", path


def test_only_the_classroom_knows_the_web() -> None:
    for path in MODULES:
        known = {name.split(".")[0] for name in imports_of(path)}
        if {"starlette", "uvicorn", "segno"} & known:
            assert path.relative_to(GAME).parts[0] == "classroom", path
        if "markupsafe" in known:  # the lab's reports are pages too
            assert path.relative_to(GAME).parts[0] in ("classroom", "lab"), path


def test_the_lesson_is_pure() -> None:
    pure = "session people state events ballots pacing plan predictions questions roles nicknames"
    for name in pure.split():
        reached = {imported.split(".")[0] for imported in imports_of(GAME / "classroom" / f"{name}.py")} & IMPURE
        assert not reached, f"classroom/{name}.py imports {', '.join(reached)}"


def test_the_rules_are_pure() -> None:
    for path in (GAME / "rules").rglob("*.py"):
        reached = {name.split(".")[0] for name in imports_of(path)} & IMPURE
        assert not reached, f"{path.relative_to(ROOT)} imports {', '.join(reached)}"
        called = {
            n.func.id
            for n in ast.walk(tree_of(path))
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
        }
        assert not called & {"open", "input", "print", "eval"}, path


def test_help_and_import_do_not_load_what_they_do_not_need() -> None:
    script = "import sys; import game; from game.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
    script += "heavy = {'pygame', 'yaml', 'cattrs', 'attrs', 'numpy', 'starlette', 'uvicorn'}\n"
    script += "print(sorted(heavy & {*sys.modules}), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(GAME)))
def test_public_names_are_documented(path: Path) -> None:
    tree = tree_of(path)
    assert ast.get_docstring(tree), "a module begins with a line that says what is in it"
    undocumented = [
        node.name
        for node in tree.body
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno > 6
    ]
    assert not undocumented, f"without a docstring: {', '.join(undocumented)}"


def test_the_root_holds_no_more_than_tools_insist_on() -> None:
    agreed = {"game", "assets", "scenarios", "tests", "pyproject.toml", "README.md", "LICENSE", ".gitignore", ".ci"}
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        assert {line.split("/")[0] for line in listed.stdout.splitlines()} <= agreed
