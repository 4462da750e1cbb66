"""The ladder in C, compiled where there is a compiler: the same games as the engine's, for the speed of a machine."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from game.rules.chance import site_of
from tests.bench import ladder_dict

HERE = Path(__file__).parent
FLAGS = ("-O3", "-march=native")


def header() -> str:
    """The numbers of the game, those of the plain dict, as C."""
    powers, actions, events = len(ladder_dict.TRACKS), ladder_dict.ACTIONS, ladder_dict.EVENTS
    names = {
        "TURNS": 10, "POWERS": powers, "START": 50, "LOW": 0, "HIGH": 100, "CAPITAL": 6, "CAPITAL_MOST": 12,
        "INCOME": 3, "ACTIONS": len(actions), "EVENTS": len(events),
        "EVENT_SITE": f"UINT64_C({site_of('weather')})", "BOT_SITE": f"UINT64_C({site_of('bot.random')})",
    }  # fmt: skip
    lines = [f"#define {name} {value}" for name, value in names.items()]
    lines.append(f"static const int COST[] = {{{', '.join(str(cost) for _, cost, _ in actions)}}};")
    lines.append(f"static const int MONEY[] = {{{', '.join(str(money) for money, _ in events)}}};")
    for name, rows in (("ACTION", [delta for _, _, delta in actions]), ("EVENT", [delta for _, delta in events])):
        table = ", ".join("{" + ", ".join(str(change) for change in row) + "}" for row in rows)
        lines.append(f"static const int {name}[][{powers}] = {{{table}}};")
    return "\n".join(lines) + "\n"


def compiled(folder: Path) -> Path | None:
    """The program, built in a folder; None where there is no compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return None
    (folder / "ladder.h").write_text(header(), encoding="utf-8")
    program = folder / "ladder"
    source = str(HERE / "ladder.c")
    subprocess.run([compiler, *FLAGS, f"-I{folder}", "-o", str(program), source], check=True)
    return program


def played(program: Path, games: int) -> tuple[int, float]:
    """The sum of the scores of random games on the seeds from 0, and the CPU seconds they took."""
    told = subprocess.run([str(program), str(games)], check=True, capture_output=True, text=True).stdout.split()
    return int(told[1]), float(told[2])
