"""How long an editor waits: from a change sent to a real `multivector lsp` to the diagnostics that come back."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.bench.authoring import GROWN, grown
from tests.scenario.server.client import Editor, copied, editor

RUNS = 60
BETWEEN = 0.05
"""Seconds between two changes: a quick typist's."""

TYPED = ("{}", "{} ", "x{}", "{}1", "{}: [4")
"""What is typed in place of a piece: the piece itself, and wrong and broken ones."""

CASES = (("first-steps", "table.yaml", "kind: economic"), ("deft-diplomacy", "cards.yaml", "treasury: 4"))


TICK = 1 / os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 0.0


def worked(client: Editor) -> float:
    """The processor's seconds that the server has taken so far, by ticks of 10 ms; 0 where the system does not tell."""
    stat = Path(f"/proc/{client.process.pid}/stat")
    if not stat.is_file():
        return 0.0
    user, system = stat.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[11:13]
    return TICK * (int(user) + int(system))


def told(name: str, client: Editor, work: Callable[[], list[float]]) -> None:
    """A line with the median and the 95th of a hundred by the clock, and what the server's processor did for each."""
    begun = worked(client)
    ordered = sorted(work())
    cpu = (worked(client) - begun) / len(ordered)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    print(
        f"  {name}: {1000 * median(ordered):.0f} ms, p95 {1000 * p95:.0f} ms ({len(ordered)} times); "
        f"{1000 * cpu:.0f} ms of the processor each"
    )


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


def lines_below(folder: Path) -> int:
    """The lines of a scenario's own files, and of the rulesets beside it."""
    files = [*folder.glob("*.yaml"), *(folder.parent / "rules").rglob("*.yaml")]
    return sum(path.read_text(encoding="utf-8").count("\n") for path in files)


def measured(name: str, path: Path, find: str) -> None:
    """Changes and completions in one file of a scenario."""
    with editor() as client:
        print(f"language server, {name}, {lines_below(path.parent):,} lines in its files:")
        client.open(path)
        told("from a change to its diagnostics", client, lambda: changes(client, path, find))
        told("a completion", client, lambda: questions(client, path, find))


def run() -> None:
    """Changes and completions in two shipped scenarios, and in one of 2,000 lines with its ruleset."""
    for name, file, find in CASES:
        with TemporaryDirectory() as kept:
            measured(name, copied(name, Path(kept)) / file, find)
    with TemporaryDirectory() as kept:
        name, file, find = CASES[0]
        measured(f"{name} grown to {GROWN:,} lines with its ruleset", grown(Path(kept) / name, GROWN) / file, find)


if __name__ == "__main__":
    run()
