"""The front door: one parser for all that a person types, and how a command ends."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from game import __version__
from game.doors import authoring, checking, measuring, picturing, playing, teaching
from game.doors.asking import FINE, STOPPED, Refusal, Run, language_of
from game.words import speaking


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. The exit code is 0 for fine, 1 when the answer is no, 2 for wrong use, 130 after Ctrl-C."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    chosen = parser().parse_args(arguments)
    try:
        run: Run = chosen.run
        with speaking(language_of(chosen)):
            code = run(chosen)
        sys.stdout.flush()
        return code
    except Refusal as refusal:
        print(f"multivector: {refusal}", file=sys.stderr)
        return refusal.code
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except KeyboardInterrupt:
        return STOPPED


def parser() -> argparse.ArgumentParser:
    """The parser of all commands; each leaves what carries it out in `run`."""
    made = argparse.ArgumentParser(
        prog="multivector",
        description="A scenario strategy board game. Without a command it opens the title screen.",
    )
    made.add_argument("--version", action="version", version=f"multivector {__version__}")
    made.set_defaults(run=playing.open_without_a_command)
    commands = made.add_subparsers(title="commands", metavar="COMMAND")
    for doors in (playing, picturing, checking, authoring, measuring, teaching):
        doors.add_commands(commands)
    return made
