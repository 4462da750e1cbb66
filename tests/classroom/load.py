"""A real server under a class on loopback: how soon the last student sees a turn, and how soon a vote is on disk.

    python -m tests.classroom.load --students 40,200,1000

The server is a process of its own; the students are another, so both share the machine's cores. Every student keeps a
WebSocket open, votes by POST once a round (all within a second), and notes when she is shown the next stage. Late
joiners and reconnecting devices are timed in each phase too. Exits with 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from html import unescape
from pathlib import Path

from attrs import define, field
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.classroom.kill import Visitor, answering, free_port, started

RECEIPT = {40: 0.1, 200: 0.25, 1_000: 1.0}
"""Seconds in which the last student has a new stage or decision, 99 times of 100."""
DURABLE = {40: 0.15}
COMES_BACK = 2.0
"""Seconds in which a late joiner or a device that reconnects is shown the lesson."""


@define
class Phone:
    """A student's device: a kept connection for its forms, a WebSocket for what is new."""

    visitor: Visitor
    shown: str = ""
    """The stage that the last message told."""
    at: float = 0.0
    bytes: int = 0
    heard: int = 0
    socket: ClientConnection | None = None
    listening: asyncio.Task[None] | None = None
    news: asyncio.Event = field(factory=asyncio.Event)

    async def join(self, code: str) -> None:
        """Come in by the code."""
        status, headers, _ = await self.visitor.ask("POST", "/join", {"code": code})
        assert status == 200, status
        self.visitor.cookie = headers["set-cookie"].partition("=")[2].partition(";")[0]

    async def ask(
        self, method: str, path: str, fields: dict[str, object] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """A request, once more where the kept connection was too old, as browsers do."""
        try:
            return await self.visitor.ask(method, path, fields)
        except ConnectionError:
            return await self.visitor.ask(method, path, fields)

    async def listen(self, path: str = "/live") -> None:
        """Open the WebSocket and go on reading it."""
        self.socket = await connect(
            f"ws://127.0.0.1:{self.visitor.port}{path}", compression=None, max_size=None, open_timeout=30,
            additional_headers={"Cookie": f"mv_student={self.visitor.cookie}"}, ping_interval=None,
            local_addr=(self.visitor.address, 0) if sys.platform == "linux" else None, proxy=None,
        )  # fmt: skip
        self.listening = asyncio.create_task(self._hear(self.socket))

    async def _hear(self, socket: ClientConnection) -> None:
        with contextlib.suppress(WebSocketException, OSError):
            async for text in socket:
                self.at, self.heard = time.perf_counter(), self.heard + 1
                self.bytes += len(text)
                # Only what is looked for: parsing it all would be the load generator's time, not the server's.
                assert isinstance(text, str)
                self.shown = shown_in(text)
                self.news.set()
                self.news = asyncio.Event()

    async def hang_up(self) -> None:
        """Close everything."""
        if self.listening is not None:
            self.listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.listening
        if self.socket is not None:
            await self.socket.close()
        await self.visitor.close()


def shown_in(message: str) -> str:
    """What a message's page is about: the heading, which names turn and stage, and the number of the ballot."""
    at = message.find("<h1>")
    heading = message[at : message.find("</h1>", at)] if at >= 0 else ""
    mark = 'data-ballot=\\"'
    at = message.find(mark)
    return heading + (message[at : message.find(">", at)] if at >= 0 else "")


@define
class Lesson:
    """A served class with its students, and what was measured."""

    port: int
    code: str
    pid: int
    teacher: Visitor
    phones: list[Phone] = field(factory=list)
    receipts: list[float] = field(factory=list)
    """Of each change of the stage: the seconds until the last student had it."""
    durable: list[float] = field(factory=list)
    """Of each vote: the seconds until it was acknowledged."""
    pages: list[Phone] = field(factory=list)
    """The teacher's page and the projector's, which are drawn while the class votes."""
    comings: list[float] = field(factory=list)
    """Of each late joiner and each device that came back: the seconds until it was shown the lesson."""

    async def act(self, **fields: object) -> None:
        """A lever of the teacher's."""
        status, _, text = await self.teacher.ask("POST", "/teacher/do", fields)
        assert status == 200, (fields, text)

    async def lead(self, **fields: object) -> None:
        """A lever that brings a new stage: note how soon the last student has it."""
        before, begun = self.phones[0].shown, time.perf_counter()
        await self.act(**fields)
        self.receipts.append(await self._all_but(before) - begun)

    async def vote(self, ballot: str, choices: Sequence[str], within: float, *, closes: bool = False) -> None:
        """Everybody votes within some seconds; where the last vote closes it, note when the last has what is next."""
        before, last = self.phones[0].shown, 0.0

        async def one(number: int, phone: Phone) -> None:
            nonlocal last
            await asyncio.sleep(within * number / len(self.phones))
            fields = {"ballot": ballot, "choice": choices[number % len(choices)], "count": time.time_ns() // 1_000_000}
            begun = last = time.perf_counter()
            status, _, text = await phone.ask("POST", "/vote", fields)
            assert status == 200, text
            self.durable.append(time.perf_counter() - begun)

        await asyncio.gather(*(one(number, phone) for number, phone in enumerate(self.phones)))
        if closes:
            self.receipts.append(await self._all_but(before) - last)

    async def _all_but(self, before: str) -> float:
        """Wait until every device shows something else; the moment of the last."""
        for phone in self.phones:
            while phone.shown == before:
                await asyncio.wait_for(phone.news.wait(), 30)
        return max(phone.at for phone in self.phones)

    async def come_and_go(self, count: int) -> None:
        """Devices that lose their connection and come back, all at once, and one student who is late."""
        chosen = self.phones[:: max(1, len(self.phones) // count)][:count]

        async def back(phone: Phone) -> None:
            assert phone.socket is not None
            await phone.socket.close()
            begun, news = time.perf_counter(), phone.news
            status, _, _ = await phone.ask("GET", "/")
            assert status == 200
            await phone.listen()
            await asyncio.wait_for(news.wait(), 30)
            self.comings.append(time.perf_counter() - begun)

        await asyncio.gather(*(back(phone) for phone in chosen))
        late, begun = Phone(Visitor(self.port, len(self.phones) + 1)), time.perf_counter()
        await late.join(self.code)
        assert (await late.visitor.ask("GET", "/"))[0] == 200
        news = late.news
        await late.listen()
        await asyncio.wait_for(news.wait(), 30)
        self.comings.append(time.perf_counter() - begun)
        self.phones.append(late)


async def measured(home: Path, students: int, decisions: int) -> Lesson:
    """A class of so many students that votes on so many decisions."""
    port = free_port()
    server = started(home, port, "deft-diplomacy", "--seed", "7", "--lang", "en", "--minutes", "90")
    lesson = None
    try:
        await answering(port)
        assert server.stdout is not None
        code = next(m.group(1) for line in server.stdout if (m := re.search(r"code (\w{6})$", line.strip())))
        lesson = Lesson(port, code, server.pid, Visitor(port, 0))
        lesson.phones = [Phone(Visitor(port, number)) for number in range(1, students + 1)]
        for some in range(0, students, 50):
            await asyncio.gather(*(phone.join(code) for phone in lesson.phones[some : some + 50]))
        for some in range(0, students, 50):
            await asyncio.gather(*(phone.listen() for phone in lesson.phones[some : some + 50]))
        for path in ("/teacher/live", "/projector/live"):
            lesson.pages.append(Phone(Visitor(port, 0)))
            await lesson.pages[-1].listen(path)
        while not all(phone.shown for phone in lesson.phones):
            await asyncio.sleep(0.02)
        begun, spent = time.perf_counter(), cpu(server.pid)
        await _play(lesson, decisions)
        load = (cpu(server.pid) - spent) / (time.perf_counter() - begun)
        tell(students, lesson, load, server.pid)
        return lesson
    finally:
        if lesson is not None:
            await asyncio.gather(*(phone.hang_up() for phone in (*lesson.phones, *lesson.pages)))
            await lesson.teacher.close()
        server.kill()
        server.wait()
        if server.stdout is not None:
            server.stdout.close()


async def _play(lesson: Lesson, decisions: int) -> None:
    """The lesson up to so many decisions: what the teacher leads, and votes that close when the last one is in."""
    await lesson.lead(what="next")
    await lesson.come_and_go(5)
    await lesson.lead(what="next")
    await lesson.come_and_go(5)
    await lesson.lead(what="stage", stage=3, override=1)
    await lesson.come_and_go(5)
    had, played = "", 0
    while played < decisions:
        ballot, choices = await _ballot(lesson)
        if not choices or ballot == had:
            await lesson.lead(what="next")
            continue
        within = max(1.0, len(lesson.phones) / 250)
        if "Talk" in lesson.phones[0].shown:
            await lesson.vote(ballot, choices, within)
            await lesson.lead(what="next")  # the vote is called, and everybody has voted: the next is asked
            await lesson.come_and_go(5)
        else:
            await lesson.vote(ballot, choices, within, closes=True)
        had, played = ballot, played + 1
    while "Consequences" not in lesson.phones[0].shown:
        await lesson.act(what="next")  # a decision that was just opened takes two: it is not closed by mistake
        await asyncio.sleep(0.05)
    await lesson.come_and_go(5)
    await lesson.lead(what="next")
    await lesson.lead(what="next")


async def _ballot(lesson: Lesson) -> tuple[str, list[str]]:
    """The number of what is asked and its choices, as a student's page shows them; none while votes are not taken."""
    _, _, page = await lesson.phones[0].ask("GET", "/")
    text = page.decode()
    found = re.search(r'data-ballot="(\d+)"', text)
    choices = re.findall(r'name="choice" value="([^"]+)"', text) if found else []
    return found.group(1) if found else "", list(dict.fromkeys(map(unescape, choices)))


def cpu(pid: int) -> float:
    """The seconds of processor time that a process has used; 0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / 100


def share(times: Sequence[float], part: float) -> float:
    """The time within which so many of all are."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0


def memory(pid: int) -> float:
    """The megabytes that a process holds."""
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    found = re.search(r"VmRSS:\s+(\d+) kB", text)
    return int(found.group(1)) / 1024 if found else 0.0


def tell(students: int, lesson: Lesson, load: float, pid: int) -> None:
    """The figures of a run."""

    def figures(times: Sequence[float]) -> str:
        return f"p50 {1000 * share(times, 0.5):.0f} ms, p99 {1000 * share(times, 0.99):.0f} ms of {len(times)}"

    kilobytes = sum(phone.bytes for phone in lesson.phones) / 1024 / len(lesson.phones)
    print(f"{students} students")
    print(f"  last student has the new stage: {figures(lesson.receipts)}")
    print(f"  a vote is on disk:              {figures(lesson.durable)}")
    print(f"  late or back again:             {figures(lesson.comings)}")
    print(f"  server: {100 * load:.0f} % of a core, {memory(pid):.0f} MB; {kilobytes:.0f} KB pushed to a student")
    sys.stdout.flush()


def main() -> None:
    """Run it, tell the figures, and whether the targets are reached."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--students", default="40,200,1000", help="sizes of classes (default: 40,200,1000)")
    parser.add_argument("--decisions", type=int, default=9, help="that are voted on (default: 9)")
    parser.add_argument("--most", type=float, default=180, metavar="SECONDS", help="for each size")
    chosen = parser.parse_args()
    missed = []
    for students in (int(one) for one in chosen.students.split(",")):
        with tempfile.TemporaryDirectory() as home:
            lesson = asyncio.run(asyncio.wait_for(measured(Path(home), students, chosen.decisions), chosen.most))
        for name, times, target in (
            ("the new stage", lesson.receipts, RECEIPT.get(students)), ("votes", lesson.durable, DURABLE.get(students)),
            ("late or back", lesson.comings, COMES_BACK),
        ):  # fmt: skip
            if target is not None and share(times, 0.99) > target:
                missed.append(f"{students} students, {name}: {share(times, 0.99):.3f} s, not {target} s")
    print(json.dumps({"missed": missed}))
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
