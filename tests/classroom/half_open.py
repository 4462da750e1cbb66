"""Connections that never come to a whole request, on a server inside the test."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import uvicorn
from uvicorn.server import ServerState


async def dawdled(protocol: type[asyncio.Protocol], connections: int, patience: float) -> tuple[int, int]:
    """Open so many connections that say a little; how many were not let in, and how many were given up later.

    `patience` is how many seconds the server gives a request."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError("no whole request was sent")

    config = uvicorn.Config(app, lifespan="off", log_level="critical")
    config.load()
    loop = asyncio.get_running_loop()
    state = ServerState()
    server = await loop.create_server(lambda: protocol(config, state, {}), "127.0.0.1", 0)  # type: ignore[call-arg]
    port = server.sockets[0].getsockname()[1]
    opened = [await asyncio.open_connection("127.0.0.1", port) for _ in range(connections)]
    for number, (_, writer) in enumerate(opened):
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n" if number % 2 else b"")

    async def gone(reader: asyncio.StreamReader) -> float:
        begun = loop.time()
        with contextlib.suppress(ConnectionError):
            await asyncio.wait_for(reader.read(), 30)
        return loop.time() - begun

    took = await asyncio.gather(*(gone(reader) for reader, _ in opened))
    for _, writer in opened:
        writer.close()
    await asyncio.sleep(0.05)
    server.close()
    early = sum(seconds < patience / 2 for seconds in took)
    return early, len(took) - early
