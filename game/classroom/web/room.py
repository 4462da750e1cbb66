"""A live class: events go through the session into the journal, and only what is on disk is shown.

One task writes: everything that came in while the last batch was being synced is the next batch, so that a thousand
votes cost a few syncs. The version that clients see is the journal's number, so it outlives the server.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from attrs import define, field

from game.classroom import events, pacing, session
from game.classroom.events import Event
from game.classroom.state import Refused, State
from game.classroom.stores.journal import Journal, StoreError
from game.words import speaking

MOST_IN_A_BATCH = 2_000
AWAY_AFTER = 20.0
"""Seconds without a sign of life after which a device counts as away."""
PACE = 0.2
"""Seconds between two looks at the clock."""

Make = Callable[[State, int], Event | None]
"""What an event is made from: the lesson as it will be, and the time. None where nothing need happen."""


@define
class Watch:
    """Something shared that clients look at: its version is the journal's number of its last change."""

    key: Hashable
    version: int
    changed: asyncio.Event = field(factory=asyncio.Event)

    def look(self, key: Hashable, version: int) -> None:
        """Tell those who wait if it differs."""
        if key != self.key:
            self.key, self.version = key, version
            waiting, self.changed = self.changed, asyncio.Event()
            waiting.set()


@define(eq=False)
class Room:
    """The class that this server owns."""

    journal: Journal
    state: State
    """The lesson as it is on disk."""
    version: int
    clock: Callable[[], int] = lambda: time.time_ns() // 1_000_000
    ahead: State = field(init=False)
    """The lesson with what is still being written."""
    people: int = 0
    """Counts changes of what students see of themselves."""
    _waiting: deque[tuple[str, State, Event, asyncio.Future[int]]] = field(factory=deque, init=False)
    _work: asyncio.Event = field(factory=asyncio.Event, init=False)
    _thread: ThreadPoolExecutor = field(factory=lambda: ThreadPoolExecutor(1, "journal"), init=False)
    _tasks: list[asyncio.Task[None]] = field(factory=list, init=False)
    _votes_in: asyncio.Event = field(factory=asyncio.Event, init=False)
    """Something happened that may be what the clock waits for."""
    _watches: dict[str, Watch] = field(factory=dict, init=False)
    _keys: dict[str, Callable[[], Hashable]] = field(factory=dict, init=False)
    _seen: dict[str, float] = field(factory=dict, init=False)
    _connected: dict[str, int] = field(factory=dict, init=False)
    failure: str = ""
    """Why the journal could not be written, for the teacher."""

    def __attrs_post_init__(self) -> None:
        self.ahead = self.state

    @property
    def language(self) -> str:
        """The class's language."""
        return self.state.opened.language

    def start(self) -> None:
        """Begin to write and to keep the time; needs a running loop."""
        self._tasks = [asyncio.create_task(self._writing()), asyncio.create_task(self._pacing())]

    async def stop(self) -> None:
        """Write what is waiting, then let go of the journal."""
        while self._waiting and not self.failure:
            await asyncio.sleep(0.01)
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        for watch in self._watches.values():
            watch.changed.set()
        self._thread.shutdown()
        self.journal.close()

    # Events

    async def history(self) -> list[Event]:
        """Every event that is on disk. Raises `StoreError`."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: [events.from_json(e) for _, e in self.journal.read()])

    async def submit(self, make: Make) -> int:
        """Let an event happen; gives the version in which it is on disk. Raises `Refused`, or `StoreError`."""
        now = max(self.clock(), self.ahead.last)
        with speaking(self.language):
            event = make(self.ahead, now)
            if event is None:
                return await self.settled()
            after = session.apply(self.ahead, event)
        self.ahead = after
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting.append((events.to_json(event), after, event, future))
        self._work.set()
        return await future

    async def settled(self) -> int:
        """The version in which all that has happened so far is on disk."""
        return await asyncio.shield(self._waiting[-1][3]) if self._waiting else self.version

    async def _writing(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._work.wait()
            self._work.clear()
            while self._waiting:
                batch = [self._waiting[i] for i in range(min(len(self._waiting), MOST_IN_A_BATCH))]
                lines = [line for line, *_ in batch]
                try:
                    version = await loop.run_in_executor(self._thread, self.journal.append, self.version, lines)
                except Exception as error:  # noqa: BLE001 - whatever keeps it from disk, nothing is acknowledged
                    self._fail(error)
                    break
                self.version, self.state, self.failure = version, batch[-1][1], ""
                for _ in batch:
                    self._waiting.popleft()
                self._publish([event for _, _, event, _ in batch])
                first = version - len(batch)
                for number, (*_, future) in enumerate(batch, first + 1):
                    if not future.done():
                        future.set_result(number)

    def _fail(self, error: Exception) -> None:
        """Nothing that waits has happened: tell everybody who waits, and go on from what is on disk."""
        self.failure = str(error)
        self.ahead = self.state
        self._publish([])
        reason = error if isinstance(error, StoreError) else StoreError(0, str(error))
        while self._waiting:
            *_, future = self._waiting.popleft()
            if not future.done():
                future.set_exception(reason)
                future.exception()  # told to whoever waits; nobody need be

    # The clock

    async def _pacing(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            # No `wait_for`: until Python 3.12 it loses a cancellation that comes together with what it waits for.
            timer = loop.call_later(PACE, self._votes_in.set)
            try:
                await self._votes_in.wait()
            finally:
                timer.cancel()
            self._votes_in.clear()
            await self.pace()

    async def pace(self) -> None:
        """Do what is due."""
        for _ in range(1_000):
            with speaking(self.language):
                if pacing.due(self.ahead, max(self.clock(), self.ahead.last), self.present) is None:
                    return
            try:
                await self.submit(lambda state, now: pacing.due(state, now, self.present))
            except (Refused, StoreError):
                return

    # Who is there

    @property
    def present(self) -> frozenset[str]:
        """The students whose devices gave a sign of life."""
        since = time.monotonic() - AWAY_AFTER
        there = {id for id, count in self._connected.items() if count}
        return frozenset(there | {id for id, seen in self._seen.items() if seen > since})

    def seen(self, student: str) -> None:
        """A sign of life."""
        self._seen[student] = time.monotonic()

    def connected(self, student: str, by: int) -> int:
        """One connection more (1) or less (-1); how many there are then."""
        count = self._connected.get(student, 0) + by
        if count > 0:
            self._connected[student] = count
        else:
            self._connected.pop(student, None)
        self.seen(student)
        return count

    # What clients look at

    def watch(self, name: str, key: Callable[[], Hashable]) -> Watch:
        """The watch of a name; `key` tells whether what it shows differs."""
        if name not in self._watches:
            self._keys[name] = key
            self._watches[name] = Watch(key(), self.version)
        return self._watches[name]

    def _publish(self, happened: Sequence[Event]) -> None:
        """After a batch: tell those whose part of the lesson changed."""
        self._votes_in.set()
        personal = (events.Moved, events.RoleGiven, events.NameJudged, events.NamesAllowed)
        self.people += sum(isinstance(event, personal) for event in happened)
        for name, watch in self._watches.items():
            watch.look(self._keys[name](), self.version)
