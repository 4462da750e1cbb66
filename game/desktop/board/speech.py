"""Speech: texts said aloud by whatever speech engine the system has. The game never waits for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable

_POWERSHELL = (
    "Add-Type -AssemblyName System.Speech; [Console]::InputEncoding = [Text.Encoding]::UTF8; "
    "(New-Object System.Speech.Synthesis.SpeechSynthesizer).Speak([Console]::In.ReadToEnd())"
)
MOST = 4_000
"""How many letters are said at most."""

Find = Callable[[str], str | None]


def engine(language: str, find: Find = shutil.which) -> list[str]:
    """The command that says its standard input aloud; empty where no engine is installed."""
    for name in ("espeak-ng", "espeak"):
        if path := find(name):
            return [path, "-v", language, "--stdin"]
    if path := find("spd-say"):
        return [path, "-l", language, "-e"]
    if sys.platform == "darwin" and (path := find("say")):
        return [path, "-f", "-"]
    if sys.platform == "win32" and (path := find("powershell") or find("pwsh")):
        return [path, "-NoProfile", "-NonInteractive", "-Command", _POWERSHELL]
    return []


class Speaker:
    """Says one thing at a time: what comes next cuts the last one short."""

    def __init__(self, find: Find = shutil.which) -> None:
        self._find = find
        self._speaking: subprocess.Popen[bytes] | None = None

    def say(self, text: str, language: str) -> bool:
        """Begin to say a text; False where nothing can."""
        command = engine(language, self._find)
        self.hush()
        if not command:
            return False
        try:
            with tempfile.TemporaryFile() as words:  # a file, so that a slow engine cannot hold the game up
                words.write(text[:MOST].encode())
                words.seek(0)
                self._speaking = subprocess.Popen(
                    command,
                    stdin=words,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=sys.platform != "win32",
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
        except OSError:
            return False
        return True

    def hush(self) -> None:
        """Stop what is being said."""
        if self._speaking is not None and self._speaking.poll() is None:
            self._speaking.terminate()
            try:
                self._speaking.wait(0.2)
            except subprocess.TimeoutExpired:
                self._speaking.kill()
                self._speaking.wait()
        self._speaking = None
