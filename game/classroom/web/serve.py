"""Serving a class: the socket, what the terminal tells, and the server itself."""

from __future__ import annotations

import asyncio
import socket
import sys

import uvicorn

from game.classroom.opening import OpenClass
from game.classroom.pages.teacher import Door
from game.classroom.web import network
from game.classroom.web.app import Site, site
from game.classroom.web.limits import Limits, protocols
from game.classroom.web.room import Room
from game.words import say, speaking


def serve(opened: OpenClass, listening: socket.socket, limits: Limits | None = None) -> None:
    """Serve a class until the teacher ends it with Ctrl+C."""
    port = int(listening.getsockname()[1])
    address = f"http://{network.addresses()[0]}:{port}"
    code = opened.state.opened.code
    with speaking(opened.state.opened.language):
        tell(address, port, code)
    made = prepared(opened, address, limits)
    made.views.warm()
    network.many_files()
    asyncio.run(_served(made, listening))


def prepared(opened: OpenClass, address: str, limits: Limits | None = None) -> Site:
    """The server of a class whose students come in at an address."""
    code = opened.state.opened.code
    door = Door(address, code, network.picture_qr(f"{address}/j/{code}"))
    own = socket.gethostname().lower()
    names = frozenset({own, f"{own}.local"}) - {""}
    return site(Room(opened.journal, opened.state, opened.version), door, limits, names)


async def _served(made: Site, listening: socket.socket) -> None:
    http, sockets = protocols(made.gauge)
    limits = made.gauge.limits
    config = uvicorn.Config(
        made.app,
        http=http,
        ws=sockets,
        lifespan="on",
        log_level="error",
        access_log=False,
        proxy_headers=False,  # or anybody could say to be the teacher's laptop
        server_header=False,
        ws_max_size=limits.frame,
        ws_per_message_deflate=False,
        h11_max_incomplete_event_size=limits.headers,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=2,
    )
    await uvicorn.Server(config).serve(sockets=[listening])


def tell(address: str, port: int, code: str) -> None:
    """What the terminal shows: how students join, where the teacher's pages are, how to go on later."""
    inside = f"http://127.0.0.1:{port}"
    if sys.stdout.isatty():
        print(network.terminal_qr(f"{address}/j/{code}"))
    print(say("Students: {address}   code {code}", address=address, code=code))
    print(say("Your page: {address}", address=f"{inside}/teacher"))
    print(say("Projector: {address}", address=f"{inside}/projector"))
    print(say("Ctrl+C ends the server; `multivector class --resume` goes on, next week too."), flush=True)


def preflight(listening: socket.socket) -> bool:
    """Tell whether students could come in, and let one phone try; gives whether one did."""
    port = int(listening.getsockname()[1])
    known = network.addresses()
    address = f"http://{known[0]}:{port}"
    print(say("Port {port} is free.", port=port))
    for one in known:
        print(say("This laptop's address: {address}", address=one))
    if network.is_loopback(known[0]):
        print(say("This laptop is in no network: make a hotspot on it or on a phone, or play with --mode hands."))
        return False
    print(say("If your firewall asks, allow Python in private networks."))
    print(network.terminal_qr(address))
    print(say("Scan this with one phone, or open {address}. Ctrl+C ends the test.", address=address), flush=True)
    came = asyncio.run(_one_phone(listening))
    if came:
        print(say("A phone came in from {address}: all is well.", address=came))
        return True
    print(say("No phone came in: the Wi-Fi may keep devices apart. Try a hotspot, or play with --mode hands."))
    return False


async def _one_phone(listening: socket.socket, patience: float = 120.0) -> str:
    """The address of the first visitor from outside; empty when none came."""
    visited: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peer = str(writer.get_extra_info("peername")[0])
        body = say("It works. You can close this page.").encode()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"
                     b"Content-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body)  # fmt: skip
        await writer.drain()
        writer.close()
        if not network.is_loopback(peer) and not visited.done():
            visited.set_result(peer)

    server = await asyncio.start_server(greet, sock=listening)
    async with server:
        try:
            return await asyncio.wait_for(visited, patience)
        except TimeoutError:
            return ""
