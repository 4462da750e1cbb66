"""Attacks on a real server, and how a class of 40 fares meanwhile.

    python -m tests.classroom.attacks --seconds 6
    python -m tests.classroom.attacks --attack requests --all-requests    (100,000 from one client, about half a minute)

Every attack comes from a process of its own and from another address than the students. It tells what became of what
it sent; whatever would be a success of the attacker ends the run with an error, and so does a class whose votes or new
stages take longer than they may.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from tests.classroom import kill, load
from tests.classroom.kill import ROOT, Visitor, answering, free_port, started

UNDISTURBED = 0.25
"""Seconds within which, 99 times of 100, a vote of the others is on disk during an attack."""
STUDENTS = 40
WHOLE = 1_800.0
"""Seconds that no flood lasts: it ends with the last of its requests."""
FROM = "127.66.6.6"
ELSEWHERE = "127.66.7.7"
"""An attacker whose rates the other attacks have not used up."""

Attack = Callable[[int, str, float], Awaitable[Counter[str]]]
"""Told the port, the class's code and for how long; tells how often each thing became of what it sent."""


async def raw(port: int, sent: bytes, patience: float = 3.0, address: str = FROM) -> str:
    """Bytes to the server; the status of its answer, or what became of the connection."""
    where = (address, 0) if sys.platform == "linux" else None
    try:
        reader, writer = await asyncio.wait_for(asyncio.open_connection("127.0.0.1", port, local_addr=where), patience)
    except (OSError, TimeoutError):
        return "not let in"
    try:
        writer.write(sent)
        with contextlib.suppress(OSError):
            await writer.drain()
        line = await asyncio.wait_for(reader.readline(), patience)
        return line.split()[1].decode() if line else "cut off"
    except (OSError, IndexError):
        return "cut off"
    except TimeoutError:
        return "left waiting"
    finally:
        writer.transport.abort()
        await asyncio.sleep(0)


def request(
    path: str, method: str = "GET", head: str = "", body: bytes = b"", host: str = "192.168.1.5:8000", token: str = ""
) -> bytes:
    """A request as a stranger in the network would send it."""
    cookie = f"Cookie: mv_student={token}\r\n" if token else ""
    kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    kind = kind if method == "POST" else ""
    return f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n{cookie}{kind}{head}\r\n".encode("latin-1") + body


REFUSED: dict[str, tuple[bytes, str]] = {
    "no token": (request("/vote", "POST", body=b"ballot=1&choice=x"), "401"),
    "a forged token": (request("/vote", "POST", body=b"ballot=1&choice=x", token="A" * 22), "401"),
    "an endless token": (request("/vote", "POST", body=b"ballot=1", token="A" * 9_000), "401"),
    "joining by a link": (request("/join?code=CODE"), "405"),
    "another site": (request("/join", "POST", "Origin: http://evil.example\r\n", b"code=CODE"), "403"),
    "no site": (request("/join", "POST", "Origin: null\r\n", b"code=CODE"), "403"),
    "another name": (request("/", host="evil.example"), "421"),
    "no name": (b"GET / HTTP/1.1\r\n\r\n", "400"),
    "two names": (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"),
    "10 MB": (request("/join", "POST", body=b"code=" + b"x" * 10_000_000), "413"),
    "10 MB in pieces": (
        request("/join", "POST", "Transfer-Encoding: chunked\r\n").replace(b"Content-Length: 0\r\n", b"")
        + (b"ffff\r\n" + b"x" * 0xFFFF + b"\r\n") * 160 + b"0\r\n\r\n", "413"),
    "a length that lies": (request("/join", "POST", "Content-Length: 99999999999\r\n", b"x"), "400"),
    "a length that is none": (b"POST /join HTTP/1.1\r\nHost: 10.0.0.1\r\nContent-Length: -1\r\n\r\n", "400"),
    "two ways of a length": (
        request("/join", "POST", "Transfer-Encoding: chunked\r\n", b"0\r\n\r\nGET / HTTP/1.1\r\n"), "4.."),
    "an endless header": (request("/", head="X: " + "x" * 100_000 + "\r\n"), "4.."),
    "headers without end": (request("/", head="".join(f"X{n}: y\r\n" for n in range(5_000))), "4.."),
    "a line in a header": (request("/j/a%0d%0aSet-Cookie:%20x=y"), "200"),
    "a path upwards": (request("/../../../../etc/passwd"), "404"),
    "a hidden path upwards": (request("/%2e%2e/%2e%2e/%2e%2e/etc/passwd"), "404"),
    "a path within a name": (request("/j/..%2f..%2f..%2fetc%2fpasswd"), "404"),
    "a file of the house": (request("/class.css/../../class.js"), "404"),
    "the teacher's page": (request("/teacher"), "303"),
    "the teacher's page by the laptop's name": (request("/teacher", host="127.0.0.1"), "303"),
    "the teacher's levers": (request("/teacher/do", "POST", body=b"what=next"), "403"),
    "a forwarded teacher": (request("/teacher/do", "POST", "X-Forwarded-For: 127.0.0.1\r\n", b"what=next"), "403"),
    "the projector": (request("/projector"), "303"),
    "the board of the projector": (request("/projector/game"), "401"),
    "the teacher's news": (request("/teacher/state"), "401"),
    "a guessed PIN": (request("/pair", "POST", body=b"pin=000000"), "403"),
    "a forged pairing": (request("/teacher", head="Cookie: mv_teacher=" + "B" * 22 + "\r\n"), "303"),
    "another method": (request("/", "DELETE"), "405"),
    "no HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 60 + b"\r\n\r\n", "400"),
}
"""What is sent once, and the status of its refusal."""


async def single(port: int, code: str, seconds: float) -> Counter[str]:
    """Everything that is refused at once."""
    seen: Counter[str] = Counter()
    wrong = []
    for number, (name, (sent, status)) in enumerate(REFUSED.items()):
        got = await raw(port, sent.replace(b"code=CODE", f"code={code}".encode()), address=f"127.66.7.{1 + number}")
        if not re.fullmatch(status, got) and not (got == "cut off" and status in ("413", "4..")):
            wrong.append(f"{name}: {got}, not {status}")
        seen[got] += 1
    assert not wrong, wrong
    return seen


MOST = 100_000
"""Requests of the one client that asks without end."""


async def requests(port: int, code: str, seconds: float, most: int = MOST) -> Counter[str]:
    """One client that asks without end."""
    seen: Counter[str] = Counter()
    ends, one = time.perf_counter() + seconds, request("/")

    async def ask() -> None:
        while seen.total() < most and time.perf_counter() < ends:
            seen[await raw(port, one)] += 1

    await asyncio.gather(*(ask() for _ in range(32)))
    return seen


async def bodies(port: int, code: str, seconds: float) -> Counter[str]:
    """Large bodies, as many as go."""
    seen: Counter[str] = Counter()
    ends = time.perf_counter() + seconds
    large = [REFUSED["10 MB"][0], REFUSED["10 MB in pieces"][0]]
    while time.perf_counter() < ends:
        for got in await asyncio.gather(*(raw(port, one) for one in large * 2)):
            seen[got] += 1
    assert not set(seen) & {"200", "303"}, seen
    return seen


async def half_open(port: int, code: str, seconds: float) -> Counter[str]:
    """Many connections that say a little, and then a letter a second."""
    seen: Counter[str] = Counter()
    ends = time.perf_counter() + seconds

    async def dawdle(number: int) -> None:
        address = f"127.66.{8 + number // 250}.{1 + number % 250}" if number >= 400 else FROM
        where = (address, 0) if sys.platform == "linux" else None
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=where)
            writer.write(b"GET / HTTP/1.1\r\nHost: 10.0.0.1\r\n" if number % 2 else b"")
            while time.perf_counter() < ends:
                await asyncio.sleep(1)
                writer.write(b"X" if number % 2 else b"G")
                await writer.drain()
            seen["still open"] += 1
            writer.close()
        except OSError:
            seen["cut off"] += 1

    await asyncio.gather(*(dawdle(number) for number in range(600)))
    return seen


async def sockets(port: int, code: str, seconds: float) -> Counter[str]:
    """WebSockets: without a token, more than a student may have, and messages without end."""
    one = Visitor(port, 0)
    one.address = ELSEWHERE
    status, headers, _ = await one.ask("POST", "/join", {"code": code})
    assert status == 200, status
    token = headers["set-cookie"].partition("=")[2].partition(";")[0]
    seen: Counter[str] = Counter()
    ends = time.perf_counter() + seconds
    where = (ELSEWHERE, 0) if sys.platform == "linux" else None

    async def flood(number: int) -> None:
        cookie = {"Cookie": f"mv_student={token}"} if number % 2 else {}
        while time.perf_counter() < ends:
            try:
                async with connect(
                    f"ws://127.0.0.1:{port}/live", additional_headers=cookie, local_addr=where,
                    compression=None, open_timeout=3, close_timeout=1, proxy=None,
                ) as socket:  # fmt: skip
                    seen["let in"] += 1
                    for _ in range(1_000):
                        await socket.send("x" * (100 if number % 4 else 100_000))
                        seen["messages"] += 1
            except (OSError, TimeoutError, WebSocketException) as error:
                seen[type(error).__name__] += 1
                await asyncio.sleep(0)

    await asyncio.gather(*(flood(number) for number in range(40)))
    await one.close()
    return seen


async def pins(port: int, code: str, seconds: float) -> Counter[str]:
    """PINs guessed, from many addresses."""
    seen: Counter[str] = Counter()
    ends, number = time.perf_counter() + seconds, 0
    while time.perf_counter() < ends:
        guesses = [request("/pair", "POST", body=f"pin={number + n:06}".encode()) for n in range(16)]
        number += 16
        for got in await asyncio.gather(*(raw(port, g, address=f"127.66.9.{1 + n}") for n, g in enumerate(guesses))):
            seen[got] += 1
    assert "303" not in seen and "200" not in seen, seen
    return seen


async def scripts(port: int, code: str, seconds: float) -> Counter[str]:
    """A student who writes scripts wherever something can be written."""
    one = Visitor(port, 0)
    one.address = "127.66.6.7"
    _status, headers, _ = await one.ask("POST", "/join", {"code": code})
    one.cookie = headers["set-cookie"].partition("=")[2].partition(";")[0]
    seen: Counter[str] = Counter()
    for text in ("<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "\u202egnp.exe", "a\0b", "x" * 500):
        for path, fields in (
            ("/name", {"name": text}), ("/write", {"subject": text, "text": text}), ("/trial", {"choice": text}),
            ("/vote", {"ballot": "1", "choice": text}), ("/vote", {"ballot": text, "choice": "x"}),
            ("/predict", {"track": text, "value": "1"}), ("/answer", {"question": "0", "choice": text}),
        ):  # fmt: skip
            got, _, body = await one.ask("POST", path, dict(fields))
            assert got in (400, 409, 429), (path, text, got)
            assert b"<script>alert" not in body and b"<img src" not in body
            seen[str(got)] += 1
            await asyncio.sleep(0.12)
    await one.close()
    return seen


ATTACKS: dict[str, Attack] = {
    "single": single, "requests": requests, "bodies": bodies, "half-open": half_open, "sockets": sockets,
    "pins": pins, "scripts": scripts,
}  # fmt: skip


async def disturbed(home: Path, seconds: float, attacks: list[str], *, all_requests: bool = False) -> bool:
    """Every attack in turn on a class that votes; whether the class was left in peace."""
    port = free_port()
    server = started(home, port, "ladder", "--seed", "7", "--lang", "en")
    lesson = None
    try:
        await answering(port)
        assert server.stdout is not None
        code = next(m.group(1) for line in server.stdout if (m := re.search(r"code (\w{6})$", line.strip())))
        lesson = load.Lesson(port, code, server.pid, Visitor(port, 0))
        lesson.phones = [load.Phone(Visitor(port, number)) for number in range(1, STUDENTS + 1)]
        await asyncio.gather(*(phone.join(code) for phone in lesson.phones))
        await asyncio.gather(*(phone.listen() for phone in lesson.phones))
        for fields in ({"what": "next"}, {"what": "next"}, {"what": "stage", "stage": 3, "override": 1},
                       {"what": "next"}, {"what": "pause"}, {"what": "pin"}):  # fmt: skip
            await lesson.act(**fields)
        ballot, choices = await load._ballot(lesson)
        calm = True
        for name in (None, *attacks):
            whole = all_requests and name == "requests"
            calm &= await _attacked(lesson, name, WHOLE if whole else seconds, ballot, choices)
        state = kill.replayed(home, code)
        strangers = len(state.students) - STUDENTS
        wanted = len({"sockets", "scripts"} & set(attacks))
        assert strangers == wanted, f"{strangers} strangers are in, not the {wanted} that came in by the code"
        return calm
    finally:
        if lesson is not None:
            await asyncio.gather(*(phone.hang_up() for phone in lesson.phones))
            await lesson.teacher.close()
        server.kill()
        server.wait()
        if server.stdout is not None:
            server.stdout.close()


async def _attacked(lesson: load.Lesson, name: str | None, seconds: float, ballot: str, choices: list[str]) -> bool:
    """Vote on during an attack, and tell how both fared."""
    process = None
    if name is not None:
        words = [sys.executable, "-m", "tests.classroom.attacks", "--only", name, "--port", str(lesson.port),
                 "--code", lesson.code, "--seconds", str(seconds)]  # fmt: skip
        process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    lesson.durable, lesson.receipts = [], []
    begun, spent = time.perf_counter(), load.cpu(lesson.pid)
    ends = begun + (0 if seconds == WHOLE else seconds) + 1.5
    while time.perf_counter() < ends or (process is not None and process.poll() is None):
        choices.append(choices.pop(0))
        await lesson.vote(ballot, choices, 0.5)
        heard, sent = [phone.heard for phone in lesson.phones], time.perf_counter()
        await lesson.act(what="extend", seconds=60)
        for phone, before in zip(lesson.phones, heard, strict=True):
            while phone.heard == before:
                await asyncio.wait_for(phone.news.wait(), 30)
        lesson.receipts.append(max(phone.at for phone in lesson.phones) - sent)
    busy = (load.cpu(lesson.pid) - spent) / (time.perf_counter() - begun)
    told, failed = process.communicate() if process is not None else ("", "")
    if process is not None and process.returncode:
        raise AssertionError(f"{name}: {failed}")
    vote, receipt = load.share(lesson.durable, 0.99), load.share(lesson.receipts, 0.99)
    print(
        f"{name or 'nothing':>10}: a vote is on disk, p99 {1000 * vote:4.0f} ms of {len(lesson.durable)}; "
        f"the last of {STUDENTS} sees a change, p99 {1000 * receipt:4.0f} ms of {len(lesson.receipts)}; "
        f"server {100 * busy:3.0f} % of a core  {told.strip()}",
        flush=True,
    )
    return vote <= UNDISTURBED


def main() -> None:
    """Attack, or be one attacker."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=6, help="of each attack")
    parser.add_argument("--all-requests", action="store_true",
                        help=f"let one client send all of its {MOST:,} requests, however long that takes")  # fmt: skip
    parser.add_argument("--only", choices=tuple(ATTACKS), help=argparse.SUPPRESS)
    parser.add_argument("--attack", action="append", choices=tuple(ATTACKS), help="only this one (default: all)")
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--code", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.only:
        print(json.dumps(asyncio.run(ATTACKS[chosen.only](chosen.port, chosen.code, chosen.seconds))))
        return
    with tempfile.TemporaryDirectory() as home:
        attacks = chosen.attack or list(ATTACKS)
        calm = asyncio.run(disturbed(Path(home), chosen.seconds, attacks, all_requests=chosen.all_requests))
        sys.exit(not calm)


if __name__ == "__main__":
    main()
