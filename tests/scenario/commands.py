"""Commands run as a person types them, in a folder of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from game.scenario.diagnostics import Diagnostic
from game.scenario.library import resources
from game.scenario.reader import diagnose

ROOT = Path(__file__).resolve().parent.parent.parent


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run lines of a terminal, with a `multivector` that is this checkout's."""
    tools = folder.parent / f"{folder.name}-tools"
    tools.mkdir(exist_ok=True)
    door = tools / "multivector"
    door.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m game "$@"\n', encoding="utf-8")
    door.chmod(0o755)
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")}
    kept |= {"PATH": f"{tools}{os.pathsep}{kept['PATH']}", "PYTHONPATH": str(ROOT), "MULTIVECTOR_HOME": str(tools)}
    done = subprocess.run(
        ["sh", "-e", "-c", command], cwd=folder, env=kept, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    return done


def problems(folder: Path) -> tuple[Diagnostic, ...]:
    """What `multivector check` finds in a folder."""
    return diagnose(folder, resources("scenarios") / "rules")[1]
