"""The server of one class put together: its routes, its files, its guard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from attrs import frozen
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from game.classroom.pages import map as drawn
from game.classroom.pages.teacher import Door
from game.classroom.web.answers import File
from game.classroom.web.guard import Guard
from game.classroom.web.limits import Gauge, Limits
from game.classroom.web.live import Live
from game.classroom.web.room import Room
from game.classroom.web.students import Students
from game.classroom.web.teachers import Teachers
from game.classroom.web.views import Views
from game.scenario.resources import resources


@frozen
class Site:
    """The parts of a running class."""

    app: Guard
    room: Room
    views: Views
    gauge: Gauge


def site(room: Room, door: Door, limits: Limits | None = None, names: frozenset[str] = frozenset()) -> Site:
    """The server of a room; `names` are host names besides addresses by which it is reached."""
    gauge = Gauge(limits or Limits())
    views = Views(room, door)
    teachers = Teachers(room, views)
    routes: list[BaseRoute] = [
        *Students(room, views).routes(),
        *teachers.routes(),
        *Live(room, views, gauge.limits).routes(),
        *_files(room),
    ]

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        room.start()
        yield
        await room.stop()

    guard = Guard(Starlette(routes=routes, lifespan=lifespan), room, gauge, names=frozenset({"localhost"} | names))
    teachers.guard = guard
    return Site(guard, room, views, gauge)


def _files(room: Room) -> list[BaseRoute]:
    """The page's few files, read once: nothing that is asked for becomes a path."""
    folder = resources("assets") / "classroom"
    files = {
        "/class.css": File.of("text/css; charset=utf-8", (folder / "class.css").read_bytes()),
        "/class.js": File.of("text/javascript; charset=utf-8", (folder / "class.js").read_bytes()),
        "/map.svg": File.of("image/svg+xml", drawn.ground(room.state.scenario).encode()),
    }

    def route(path: str, file: File) -> Route:
        async def send(request: Request) -> Response:
            return file.answer(request)

        return Route(path, send)

    return [route(path, file) for path, file in files.items()]
