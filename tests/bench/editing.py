"""How long an editor waits: from a change sent to a real `multivector lsp` to the diagnostics that come back."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.scenario.server.client import Editor, copied, editor

RUNS = 60
BETWEEN = 0.05
"""Seconds between two changes: a quick typist's."""

TYPED = ("{}", "{} ", "x{}", "{}1", "{}: [4")
"""What is typed in place of a piece: the piece itself, and wrong and broken ones."""

CASES = (("first-steps", "table.yaml", "kind: economic"), ("deft-diplomacy", "cards.yaml", "treasury: 4"))


def told(name: str, seconds: list[float]) -> None:
    """A line with the median and the 95th of a hundred."""
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    print(f"  {name}: {1000 * median(ordered):.0f} ms, p95 {1000 * p95:.0f} ms ({len(ordered)} times)")


def changes(client: Editor, path: Path, find: str) -> list[float]:
    """The seconds from a change to its diagnostics, right and wrong and broken in turn."""
    text = path.read_text(encoding="utf-8")
    seconds = []
    for number in range(RUNS):
        typed = text.replace(find, TYPED[number % len(TYPED)].format(find), 1)
        start = time.perf_counter()
        client.change(path, typed, number + 2)
        client.diagnostics(path)
        seconds.append(time.perf_counter() - start)
        time.sleep(BETWEEN)
    return seconds


def questions(client: Editor, path: Path, find: str) -> list[float]:
    """The seconds for completions, each after a change, as while somebody types."""
    text = path.read_text(encoding="utf-8")
    before = text[: text.index(find)]
    position = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
    seconds = []
    for number in range(RUNS // 2):
        client.change(path, text.replace(find, f"{find}{number}", 1), number + RUNS + 2)
        client.diagnostics(path)
        start = time.perf_counter()
        client.ask("textDocument/completion", {"textDocument": {"uri": path.as_uri()}, "position": position})
        seconds.append(time.perf_counter() - start)
    return seconds


def run() -> None:
    """Changes and completions in two scenarios, one smaller and one larger than 2,000 lines."""
    for name, file, find in CASES:
        with TemporaryDirectory() as kept, editor() as client:
            folder = copied(name, Path(kept))
            files = [*folder.glob("*.yaml"), *(folder.parent / "rules").rglob("*.yaml")]
            lines = sum(path.read_text(encoding="utf-8").count("\n") for path in files)
            print(f"language server, {name}, {lines:,} lines with its ruleset:")
            client.open(folder / file)
            told("from a change to its diagnostics", changes(client, folder / file, find))
            told("a completion", questions(client, folder / file, find))


if __name__ == "__main__":
    run()
