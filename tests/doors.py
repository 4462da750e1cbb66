"""Commands as a person types them, without the half second that a process of their own would take to begin."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from subprocess import CompletedProcess
from unittest import mock

from game.cli import main


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
