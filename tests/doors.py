"""Commands as a person types them: in a process of their own, or without the half second that it takes to begin."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from subprocess import CompletedProcess
from unittest import mock

from game.cli import main

ROOT = Path(__file__).resolve().parent.parent


def apart(command: Sequence[str], stdin: str | bytes = "", **environment: str) -> CompletedProcess[str]:
    """A command in a process of its own, without a display; no traceback ever reaches whoever types it."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")}
    done = subprocess.run(
        command,
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        cwd=ROOT,
        env={**kept, "PYTHONPATH": str(ROOT), **environment},
    )
    out, err = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
    assert "Traceback" not in out + err, out + err
    return CompletedProcess(command, done.returncode, out, err)


def typed(*arguments: str, stdin: str | bytes = "", **environment: str) -> CompletedProcess[str]:
    """A command in this process: its exit code and what it printed. A traceback is an error of the test."""
    given = TextIOWrapper(BytesIO(stdin.encode() if isinstance(stdin, str) else stdin), encoding="utf-8")
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    around = mock.patch.dict(os.environ, environment), mock.patch.object(sys, "stdin", given)
    with around[0], around[1], redirect_stdout(out), redirect_stderr(err):
        try:
            code = main(list(arguments))
        except SystemExit as left:  # argparse leaves so
            code = left.code if isinstance(left.code, int) else 1
    told = [stream.buffer.getvalue().decode("utf-8") for stream in (out, err)]  # type: ignore[attr-defined]
    return CompletedProcess(list(arguments), code, *told)
