"""Pages kept up to date: by WebSocket, or by asking and waiting where there is none."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Hashable
from contextlib import suppress

from attrs import define
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from game.classroom.web import answers
from game.classroom.web.limits import Limits
from game.classroom.web.room import Room, Watch
from game.classroom.web.views import Views

WAIT = 20.0
"""Seconds that a question waits for an answer that is news."""
SLOW = 10.0
"""Seconds in which a client must take what it is sent."""
BREATH = 0.3
"""Seconds between two pictures of the teacher's page, which changes with every vote."""
MOST_MESSAGES = 50
"""Messages of a client, which has nothing to say, before it is cut off."""

Look = tuple[Callable[[], tuple[Watch, str]], Callable[[], tuple[int, str]]]
"""What is watched, with the name of what it shows; and the message."""


@define(eq=False)
class Live:
    """The live parts of a room."""

    room: Room
    views: Views
    limits: Limits

    def routes(self) -> list[BaseRoute]:
        """The routes: for each page one by WebSocket and one by asking."""
        found: list[BaseRoute] = []
        for prefix in ("", "/teacher", "/projector"):
            found.append(WebSocketRoute(f"{prefix}/live", self.socket))
            found.append(Route(f"{prefix}/state", self.state))
        found.append(Route("/projector/game", self.game))
        return found

    def _look(self, path: str, student: str, is_teacher: bool) -> Look | None:
        """What a path shows to whom; None for nobody."""
        views = self.views
        if path.startswith("/teacher/"):
            # A journal that cannot be written is news without a new version.
            return (lambda: (views.teacher_watch(), self.room.failure), views.teacher_message) if is_teacher else None
        if path.startswith("/projector/"):
            return (lambda: (views.projector_watch(), ""), views.projector_message) if is_teacher else None
        if not student:
            return None
        return lambda: views.watch_of(student), lambda: views.student_message(student)

    async def socket(self, socket: WebSocket) -> None:
        """Send what changes, as it changes."""
        student = socket.scope["student"]
        look = self._look(socket.url.path, student, socket.scope["teacher"])
        if look is None:
            await socket.close(4401)
            return
        student = "" if socket.url.path != "/live" else student
        if student and self.room.connected(student, 1) > self.limits.sockets:
            self.room.connected(student, -1)
            await socket.close(4429)
            return
        try:
            await socket.accept()
            hearing = asyncio.create_task(self._hear(socket, student))
            try:
                await self._tell(socket, look, hearing, BREATH if not student else 0.0)
            finally:
                hearing.cancel()
                with suppress(asyncio.CancelledError):
                    await hearing
        except (WebSocketDisconnect, TimeoutError, RuntimeError, OSError):
            pass  # it has gone, or does not listen: it will come back
        finally:
            if student:
                self.room.connected(student, -1)

    async def _tell(self, socket: WebSocket, look: Look, hearing: asyncio.Task[None], breath: float) -> None:
        watched, message = look
        shown: tuple[str, int] | None = None
        while not hearing.done():
            watch, name = watched()
            changed = asyncio.create_task(watch.changed.wait())
            try:
                if shown != (name, watch.version):
                    version, text = message()
                    await asyncio.wait_for(socket.send_text(text), SLOW)
                    shown = (name, version)
                await asyncio.wait({changed, hearing}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                changed.cancel()
            if breath:
                await asyncio.sleep(breath)

    async def _hear(self, socket: WebSocket, student: str) -> None:
        """Until the client goes; it has nothing to say but that it is there."""
        with suppress(WebSocketDisconnect, RuntimeError, KeyError):
            for _ in range(MOST_MESSAGES):
                await socket.receive_text()
                if student:
                    self.room.seen(student)
            await socket.close(4413)

    async def state(self, request: Request) -> Response:
        """What is new after a version, or nothing (204) after a while."""
        student = request.scope["student"]
        look = self._look(request.url.path, student, request.scope["teacher"])
        if look is None:
            return Response(status_code=401)
        after = request.query_params.get("after", "")
        known = int(after) if after.isascii() and after.isdecimal() and len(after) < 16 else -1
        if student:
            self.room.seen(student)
        watched, message = look
        watch, _ = watched()
        if watch.version == known:
            try:
                await asyncio.wait_for(watch.changed.wait(), WAIT)
            except TimeoutError:
                return Response(status_code=204)
        return answers.json_text(message()[1])

    async def game(self, request: Request) -> Response:
        """The class's game as a record, for a board in a process of its own; nothing (204) while it stands still.

        In teams it is the first team's, or that of the table which is asked for.
        """
        if not request.scope["teacher"]:
            return Response(status_code=401)
        name = request.query_params.get("table", "")
        watch = self.room.watch(f"game.{self._shown(name)}", lambda: self._game_key(name))
        if request.query_params.get("after", "") == str(watch.version):
            try:
                await asyncio.wait_for(watch.changed.wait(), WAIT)
            except TimeoutError:
                return Response(status_code=204)
        state = self.room.state
        table = state.tables.get(self._shown(name))
        record = table.game.record() if table is not None else ""
        opened = state.opened
        told = {"version": watch.version, "scenario": opened.scenario, "folder": opened.folder,
                "language": opened.language, "record": record}  # fmt: skip
        return answers.json_text(json.dumps(told))

    def _shown(self, name: str) -> str:
        tables = self.room.state.tables
        return name if name in tables else next(iter(tables), "")

    def _game_key(self, name: str) -> Hashable:
        table = self.room.state.tables.get(self._shown(name))
        return (table.id, table.game.depth, len(table.decided), len(table.marks)) if table is not None else None
