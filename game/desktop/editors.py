"""Editors: the command that opens a file at a place, in the way each of them wants it. Pure."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping

_AT_PLACE = ("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf")
_WITH_PLACE = ("hx", "helix", "subl", "sublime_text", "zed", "lapce", "micro")
_AT_LINE = ("vi", "vim", "nvim", "gvim", "nano", "pico", "emacs", "emacsclient", "kak", "joe", "mg", "ne", "gedit")


def editor_of(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The words of the command in $VISUAL or $EDITOR; none where neither is set or can be read."""
    text = environment.get("VISUAL") or environment.get("EDITOR") or ""
    try:
        return tuple(shlex.split(text, posix=sys.platform != "win32"))
    except ValueError:
        return ()


def command(editor: tuple[str, ...], file: str, line: int, column: int) -> list[str]:
    """The command that opens a place, in the way the editor wants it; the file alone for one that is not known.

    >>> command(("nvim",), "/a/scenario.yaml", 12, 5)
    ['nvim', '+12', '/a/scenario.yaml']
    >>> command(("code", "--wait"), "/a/scenario.yaml", 12, 5)
    ['code', '--wait', '--goto', '/a/scenario.yaml:12:5']
    """
    name = editor[0].replace("\\", "/").rpartition("/")[2].lower().removesuffix(".exe").removesuffix(".cmd")
    place = f"{file}:{line}:{column}"
    if name in _AT_PLACE:
        return [*editor, "--goto", place]
    if name in _WITH_PLACE:
        return [*editor, place]
    if name in _AT_LINE:
        return [*editor, f"+{line}", file]
    return [*editor, file]
