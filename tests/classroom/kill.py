"""Kill a real server under voting students, again and again: no acknowledged vote is lost, and it is back soon.

    python -m tests.classroom.kill --instants 50 --students 200

Every student votes and changes her vote without end, each vote by a request of its own; what the server acknowledged
is noted. At a random instant it is killed (SIGKILL), started again with --resume, and its journal compared.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import game
from game.classroom import events, session
from game.classroom.state import State
from game.classroom.stores.sqlite import SqliteStore
from game.rules.model import Scenario

ROOT = Path(__file__).resolve().parents[2]
BACK_WITHIN = 3.0


class Visitor:
    """A device with one kept connection, as plain as can be so that hundreds cost little."""

    def __init__(self, port: int, number: int) -> None:
        self.port, self.cookie = port, ""
        self.address = f"127.0.{1 + number // 200}.{1 + number % 200}" if number else "127.0.0.1"
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def ask(
        self, method: str, path: str, fields: dict[str, object] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """A request; the status, headers and body of its answer. Raises `OSError` where the server is gone."""
        if self.writer is None:
            where = (self.address, 0) if sys.platform == "linux" else None
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, local_addr=where)
        assert self.reader is not None
        body = urlencode(fields or {}).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept: application/json\r\n"
        head += f"Cookie: mv_student={self.cookie}\r\n" if self.cookie else ""
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        try:
            self.writer.write(head.encode() + body)
            lines = (await self.reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:] if line)}
            answer = await self.reader.readexactly(int(headers.get("content-length", "0")))
        except (asyncio.IncompleteReadError, OSError) as error:
            await self.close()
            raise ConnectionError(str(error)) from None
        return int(lines[0].split()[1]), headers, answer

    async def close(self) -> None:
        if self.writer is not None:
            writer, self.writer = self.writer, None
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


def free_port() -> int:
    """A port below those that systems give to outgoing connections: one of these, while nobody listens there yet,
    would sooner or later be connected with itself."""
    rng = Random(f"{os.getpid()} {time.time_ns()}")
    while True:
        port = rng.randrange(20_000, 32_000)
        with socket.socket() as one, suppress(OSError):
            one.bind(("0.0.0.0", port))
            return port


def started(home: Path, port: int, *more: str) -> subprocess.Popen[str]:
    """A server as a teacher would start it."""
    return subprocess.Popen(
        [sys.executable, "-m", "game", "class", *more, "--port", str(port)],
        cwd=ROOT, env={**os.environ, "MULTIVECTOR_HOME": str(home), "MULTIVECTOR_POSTGRES": ""}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


async def answering(port: int) -> None:
    """Wait until the server answers."""
    for _ in range(2_000):
        try:
            one = Visitor(port, 0)
            await one.ask("GET", "/class.css")
            await one.close()
            return
        except OSError:
            await asyncio.sleep(0.01)
    raise AssertionError("the server does not answer")


async def run(home: Path, instants: int, students: int, seed: int, scenario: str = "ladder") -> list[float]:
    """Kill so many times; the seconds until the server was back, each time. Raises `AssertionError` for a lost vote."""
    rng, port = Random(seed), free_port()
    server = started(home, port, scenario, "--seed", "7", "--lang", "en")
    assert server.stdout is not None
    try:
        await answering(port)
        code = next(m.group(1) for line in server.stdout if (m := re.search(r"code (\w{6})$", line.strip())))
        teacher = Visitor(port, 0)
        phones = [Visitor(port, number) for number in range(1, students + 1)]
        for phone in phones:
            status, headers, _ = await phone.ask("POST", "/join", {"code": code})
            assert status == 200, status
            phone.cookie = headers["set-cookie"].partition("=")[2].partition(";")[0]
        for fields in ({"what": "next"}, {"what": "next"}, {"what": "stage", "stage": 3, "override": 1},
                       {"what": "next"}, {"what": "pause"}):  # fmt: skip
            assert (await teacher.ask("POST", "/teacher/do", fields))[0] == 200
        took = []
        options = list(replayed(home, code, scenario).tables["class"].ballot.options)  # type: ignore[union-attr]
        for _ in range(instants):
            acknowledged = await _voted_until_killed(server, phones, options, rng)
            begun = time.perf_counter()
            server.wait()
            server.stdout.close()
            server = started(home, port, "--resume", code)
            await answering(port)
            took.append(time.perf_counter() - begun)
            votes = replayed(home, code, scenario).tables["class"].ballot.votes  # type: ignore[union-attr]
            for number, (count, choice) in acknowledged.items():
                kept = votes.get(f"s{number}")
                assert kept is not None and kept.count >= count, f"student {number} lost an acknowledged vote"
                assert kept.count > count or kept.choice == choice
        return took
    finally:
        for visitor in [teacher, *phones]:
            await visitor.close()
        server.kill()
        server.wait()
        if server.stdout is not None:
            server.stdout.close()


async def _voted_until_killed(
    server: subprocess.Popen[str], phones: list[Visitor], options: list[str], rng: Random
) -> dict[int, tuple[int, str]]:
    """Let everybody vote until the server is killed; the last vote of each that was acknowledged."""
    acknowledged: dict[int, tuple[int, str]] = {}

    async def vote(number: int, phone: Visitor) -> None:
        while True:
            count, choice = time.time_ns() // 1_000_000, rng.choice(options)
            try:
                status, _, _ = await phone.ask("POST", "/vote", {"ballot": 1, "choice": choice, "count": count})
            except OSError:
                return
            assert status in (200, 429), status
            if status == 200:
                acknowledged[number] = (count, choice)
            await asyncio.sleep(0.15)  # no more than a student may

    voting = [asyncio.create_task(vote(number, phone)) for number, phone in enumerate(phones, 1)]
    patience = time.monotonic() + 20
    while not acknowledged and time.monotonic() < patience:
        await asyncio.sleep(0.005)
    await asyncio.sleep(rng.random() * 0.6)
    server.send_signal(signal.SIGKILL)
    await asyncio.gather(*voting)
    assert acknowledged, "no vote was acknowledged before the kill, so nothing was tried"
    return acknowledged


@cache
def loaded(scenario: str) -> Scenario:
    """A shipped scenario, read once."""
    return game.load(scenario)


def replayed(home: Path, code: str, scenario: str = "ladder") -> State:
    """The lesson that is on disk."""
    journal = SqliteStore(home / "classes").open(code)
    try:
        return session.replay([events.from_json(line) for _, line in journal.read()], loaded(scenario))
    finally:
        journal.close()


def main() -> None:
    """Run it and tell the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--instants", type=int, default=50)
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scenario", default="ladder")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        took = sorted(asyncio.run(run(Path(home), chosen.instants, chosen.students, chosen.seed, chosen.scenario)))
    print(f"{len(took)} kills under {chosen.students} voting students: no acknowledged vote lost; back in")
    print(f"{took[0]:.2f} s at best, {took[len(took) // 2]:.2f} s in the middle, {took[-1]:.2f} s at worst")
    sys.exit(took[-1] > BACK_WITHIN)


if __name__ == "__main__":
    main()
