"""What one client may use: connections, requests, time. What is over is refused before it costs anything."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from attrs import define, field, frozen
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.wsproto_impl import WSProtocol


@frozen
class Limits:
    """How much one client, an address or a student, may use."""

    connections: int = 320
    """Open connections of one address: a class behind one router is one address, each browser opens a few."""
    requests: float = 40.0
    """Requests a second of one address without a token that is known, after a burst."""
    burst: int = 200
    own_requests: float = 8.0
    """Requests a second of one student, after a burst."""
    own_burst: int = 40
    sockets: int = 4
    """WebSockets of one student: a few tabs."""
    body: int = 8_192
    """Bytes of a request's body."""
    headers: int = 16_384
    frame: int = 512
    """Bytes of a WebSocket frame from a client, which has nothing to say."""
    heard: float = 200.0
    """Bytes a second of a WebSocket, after a burst: pongs, and little else."""
    heard_burst: int = 4_096
    patience: float = 10.0
    """Seconds in which a connection must have sent a whole request."""
    banned: float = 5.0
    """Seconds for which an address that goes on asking is not even heard."""
    pins: int = 5
    """Wrong PINs before there is a new one."""


@define
class Bucket:
    """So many a second, after a burst."""

    rate: float
    burst: float
    _level: float = field(init=False)
    _at: float = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._level, self._at = float(self.burst), time.monotonic()

    def take(self, count: int = 1) -> bool:
        """Whether there are so many more."""
        now = time.monotonic()
        self._level = min(self.burst, self._level + (now - self._at) * self.rate)
        self._at = now
        if self._level < count:
            return False
        self._level -= count
        return True


@define(eq=False)
class Gauge:
    """How much each client has used."""

    limits: Limits
    _buckets: dict[str, Bucket] = field(factory=dict, init=False)
    _over: dict[str, int] = field(factory=dict, init=False)
    _banned: dict[str, float] = field(factory=dict, init=False)
    _open: dict[str, int] = field(factory=dict, init=False)

    def student(self, id: str) -> bool:
        """Whether a student may ask once more."""
        return self._bucket(f"s {id}", self.limits.own_requests, self.limits.own_burst).take()

    def stranger(self, address: str) -> bool:
        """Whether an address may ask once more; one that goes on far beyond is not heard for a while."""
        if self._bucket(address, self.limits.requests, self.limits.burst).take():
            self._over.pop(address, None)
            return True
        self._over[address] = self._over.get(address, 0) + 1
        if self._over[address] > self.limits.burst:
            self._over[address] = 0
            self._banned[address] = time.monotonic() + self.limits.banned
        return False

    def _bucket(self, name: str, rate: float, burst: float) -> Bucket:
        bucket = self._buckets.get(name)
        if bucket is None:
            if len(self._buckets) > 20_000:
                self._buckets.clear()  # nobody is refused for it
            bucket = self._buckets[name] = Bucket(rate, burst)
        return bucket

    def enter(self, address: str) -> bool:
        """Whether an address may open one more connection."""
        if self._banned.get(address, 0.0) > time.monotonic():
            return False
        if self._open.get(address, 0) >= self.limits.connections:
            return False
        self._open[address] = self._open.get(address, 0) + 1
        return True

    def leave(self, address: str) -> None:
        """A connection was closed."""
        left = self._open.get(address, 0) - 1
        if left > 0:
            self._open[address] = left
        else:
            self._open.pop(address, None)


def protocols(gauge: Gauge) -> tuple[type[asyncio.Protocol], type[asyncio.Protocol]]:
    """uvicorn's protocols for HTTP and WebSockets with the gauge at the door.

    An address that has too many connections is cut off before its first byte is read, and so is a connection that
    does not come to a whole request in time.
    """

    class Socket(WSProtocol):
        """A WebSocket, counted until it is lost."""

        leave: Callable[[], None] | None = None
        _heard: Bucket | None = None

        def data_received(self, data: bytes) -> None:
            # Before it is parsed, which is what a flood would cost.
            if self._heard is None:
                self._heard = Bucket(gauge.limits.heard, gauge.limits.heard_burst)
            if self._heard.take(len(data)):
                super().data_received(data)
            else:
                self.transport.abort()

        def connection_lost(self, exc: Exception | None) -> None:
            if self.leave is not None:
                self.leave()
                self.leave = None
            super().connection_lost(exc)

    class Http(H11Protocol):
        """A connection, counted until it is lost or becomes a WebSocket."""

        _address = ""
        _late: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            peer = transport.get_extra_info("peername")
            address = str(peer[0]) if peer else ""
            super().connection_made(transport)
            if not gauge.enter(address):
                transport.abort()
                return
            self._address = address
            self._late = self.loop.call_later(gauge.limits.patience, self._give_up)

        def _give_up(self) -> None:
            if self.cycle is None or self.cycle.response_complete:
                self.transport.abort()

        def handle_events(self) -> None:
            before = self.cycle
            super().handle_events()
            if self.cycle is not before and self._late is not None:
                self._late.cancel()
                self._late = None

        def handle_websocket_upgrade(self, event: Any) -> None:
            address, self._address = self._address, ""
            if self._late is not None:
                self._late.cancel()
            super().handle_websocket_upgrade(event)
            socket = self.transport.get_protocol()
            if isinstance(socket, Socket) and address:
                socket.leave = lambda: gauge.leave(address)
            elif address:
                self._address = address

        def connection_lost(self, exc: Exception | None) -> None:
            if self._late is not None:
                self._late.cancel()
            if self._address:
                gauge.leave(self._address)
                self._address = ""
            super().connection_lost(exc)

    return Http, Socket
