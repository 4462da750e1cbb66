"""A small editor: JSON-RPC over the pipes of a real `multivector lsp`, and a scenario's folder it may change."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from typing import Any

from game.scenario.library import resources

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60.0
"""Seconds: a machine may be busy; an answer that never comes fails all the same."""

CAPABILITIES = {
    "textDocument": {"completion": {"completionItem": {"snippetSupport": True}}, "rename": {"prepareSupport": True}}
}


class Editor:
    """One running server, and what it has said."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.told: dict[str, list[dict[str, Any]]] = {}
        self.messages: list[str] = []
        self._number = 0
        self._heard: Queue[dict[str, Any]] = Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        while header := self.process.stdout.readline():
            size = 0
            while header.strip():
                name, _, value = header.partition(b":")
                size = int(value) if name.lower() == b"content-length" else size
                header = self.process.stdout.readline()
            self._heard.put(json.loads(self.process.stdout.read(size)))

    def send(self, method: str, params: Any, number: int | None = None) -> None:
        said = {"jsonrpc": "2.0", "method": method, "params": params}
        body = json.dumps(said if number is None else {**said, "id": number}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        try:
            message = self._heard.get(timeout=PATIENCE)
        except Empty:
            raise AssertionError("the server said nothing") from None
        if message.get("method") == "textDocument/publishDiagnostics":
            self.told[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif message.get("method") == "window/showMessage":
            self.messages.append(message["params"]["message"])
        return message

    def ask(self, method: str, params: Any) -> Any:
        """The answer to a question. Raises `LookupError` with the message of a refusal."""
        self._number += 1
        self.send(method, params, self._number)
        while (message := self.hear()).get("id") != self._number or "method" in message:
            pass
        if "error" in message:
            raise LookupError(message["error"]["message"])
        return message["result"]

    def diagnostics(self, path: Path) -> list[dict[str, Any]]:
        """What is told next of a file."""
        message: dict[str, Any] = {}
        while message.get("method") != "textDocument/publishDiagnostics" or message["params"]["uri"] != path.as_uri():
            message = self.hear()
        return self.told[path.as_uri()]

    def open(self, path: Path, text: str | None = None) -> None:
        held = path.read_text(encoding="utf-8") if text is None else text
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": held}
        self.send("textDocument/didOpen", {"textDocument": document})

    def change(self, path: Path, text: str, version: int = 2) -> None:
        document = {"uri": path.as_uri(), "version": version}
        self.send("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})


@contextmanager
def editor(*arguments: str, locale: str = "en", **capabilities: Any) -> Iterator[Editor]:
    """An editor with a server that has begun; the server must go in peace when it is told to."""
    command = [sys.executable, "-m", "game", "lsp", *arguments]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as process:  # type: ignore[call-overload]
        try:
            client = Editor(process)
            params = {
                "processId": None,
                "rootUri": None,
                "locale": locale,
                "capabilities": {**CAPABILITIES, **capabilities},
            }
            client.told[""] = [client.ask("initialize", params)]
            client.send("initialized", {})
            yield client
            client.ask("shutdown", None)
            client.send("exit", None)
            assert process.stdin is not None
            process.stdin.close()  # an editor that asks a server to leave hangs up as well
            assert process.wait(PATIENCE) == 0
            complaints = process.stderr.read().decode()
            assert "Traceback" not in complaints, complaints
        finally:
            process.kill()


def copied(name: str, folder: Path) -> Path:
    """A copy of a shipped scenario, beside a copy of the shared rulesets."""
    shutil.copytree(resources("scenarios") / name, folder / name)
    shutil.copytree(resources("scenarios") / "rules", folder / "rules")
    return folder / name
