"""The teacher's routes: the page, its levers, pairing a second device, the projector."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from functools import partial

from attrs import define, evolve, field
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from game.classroom import ballots, events, pacing
from game.classroom import plan as stages
from game.classroom.debrief.pack import pack_of, zipped
from game.classroom.events import Event
from game.classroom.pages import teacher
from game.classroom.state import Refused, State
from game.classroom.stores.journal import StoreError
from game.classroom.web import answers
from game.classroom.web.answers import BadForm
from game.classroom.web.guard import TEACHER, Guard, hashed, new_token
from game.classroom.web.room import Room
from game.classroom.web.views import Views
from game.words import say, speaking

ZIP = "debrief.zip"
PACK = {
    ZIP: "application/zip",
    "debrief.html": "text/html; charset=utf-8",
    "debrief.pdf": "application/pdf",
    "votes.csv": "text/csv; charset=utf-8",
    "timeline.csv": "text/csv; charset=utf-8",
    "teams.csv": "text/csv; charset=utf-8",
    "forecasts.csv": "text/csv; charset=utf-8",
}
"""The files of a debrief that a teacher can download, by their kinds."""
PIN_KEPT = 12 * 3600


@define(eq=False)
class Teachers:
    """What a teacher can ask of a room."""

    room: Room
    views: Views
    guard: Guard | None = None
    _wrong: int = field(default=0, init=False)
    _packed: tuple[int, dict[str, bytes]] | None = field(default=None, init=False)
    """The version of the lesson that the last pack was made of, and the pack."""
    _packing: asyncio.Lock = field(factory=asyncio.Lock, init=False)

    def routes(self) -> list[BaseRoute]:
        """The routes."""
        return [
            Route("/teacher", self.page),
            Route("/teacher/do", self.act, methods=["POST"]),
            Route("/teacher/debrief/{name}", self.debrief),
            Route("/projector", self.projector),
            Route("/projector/record", self.record),
            Route("/pair", self.pairing),
            Route("/pair", self.pair, methods=["POST"]),
        ]

    async def page(self, request: Request) -> Response:
        """The teacher's page."""
        if not request.scope["teacher"]:
            return RedirectResponse("/pair", 303)
        return answers.page(request, self.views.teacher_page())

    async def projector(self, request: Request) -> Response:
        """The page for the wall."""
        if not request.scope["teacher"]:
            return RedirectResponse("/pair", 303)
        return answers.page(request, self.views.projector_page())

    async def record(self, request: Request) -> Response:
        """A table's game as its record, for a board in a window of its own that only looks: `?table=t2`."""
        if not request.scope["teacher"]:
            return Response("only the teacher's own devices\n", 403, media_type="text/plain")
        tables = self.room.state.tables
        table = tables.get(request.query_params.get("table", next(iter(tables), "")))
        if table is None:
            return Response(status_code=404)
        return Response(table.game.record(), media_type="text/plain", headers={"x-version": str(self.room.version)})

    async def debrief(self, request: Request) -> Response:
        """One of the main files of the lesson's debrief as it is now, or all of them in a .zip."""
        if not request.scope["teacher"]:
            return RedirectResponse("/pair", 303)
        name = request.path_params["name"]
        if name not in PACK:
            return Response("there is no such file\n", 404, media_type="text/plain")
        try:
            files = await self._pack()
        except StoreError as reason:
            return answers.page(request, self.views.teacher_page(str(reason)), 503)
        data = await asyncio.to_thread(zipped, files) if name == ZIP else files[name]
        where = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
        return Response(data, media_type=PACK[name], headers=where)

    async def _pack(self) -> dict[str, bytes]:
        """The debrief's files, made once for each state of the lesson, beside the class's other work."""
        async with self._packing:
            known = self._packed
            version, state, history = self.room.version, self.room.state, await self.room.history()
            if known is None or known[0] != version:
                known = self._packed = (version, await asyncio.to_thread(pack_of, state, history))
            return known[1]

    async def act(self, request: Request) -> Response:
        """One lever."""
        if not request.scope["teacher"]:
            return Response("only the teacher's own devices\n", 403, media_type="text/plain")
        try:
            fields = await answers.form_of(request)
            if fields.get("what") == "pin":
                self.views.door = evolve(self.views.door, pin=new_pin())
                self._wrong = 0
                return answers.done(request, {"pin": self.views.door.pin}, "/teacher")
            version = await self.do(fields)
        except (BadForm, Refused, StoreError) as reason:
            status = 400 if isinstance(reason, BadForm) else 409 if isinstance(reason, Refused) else 503
            if answers.wants_json(request):
                answer = answers.done(request, {"error": str(reason)}, "/teacher")
                answer.status_code = status
                return answer
            return answers.page(request, self.views.teacher_page(str(reason)), status)
        return answers.done(request, {"version": version}, "/teacher")

    async def do(self, fields: dict[str, str]) -> int:
        """What a lever stands for. Raises `BadForm`, `Refused`, `StoreError`."""
        what = fields.get("what", "")
        if what == "next":
            if "rounds" in fields and answers.number(fields, "rounds") != self.room.ahead.rounds:
                return await self.room.settled()  # the lesson went on by itself as the button was pressed
            return await self._next()
        if what == "hands-counted":
            await self.room.submit(lambda state, now: _hands(now, fields))
            return await self.room.submit(lambda state, now: _close(state, now, fields))
        if what not in LEVERS:
            raise BadForm("there is no such lever")
        return await self.room.submit(lambda state, now: LEVERS[what](state, now, fields))

    async def _next(self) -> int:
        """The next stage; a vote that is called to its end closes every open ballot by its rule first."""
        room, rounds = self.room, self.room.ahead.rounds
        if room.ahead.now.kind == stages.VOTE:
            if room.ahead.hands:
                raise Refused(_said(room, "hands"))
            for id, table in list(room.ahead.tables.items()):
                if table.ballot is not None and not table.ballot.fresh:
                    await room.submit(partial(_by_its_rule, id))

        # With its last ballot closed the lesson goes on by itself; then this press has had its stage already.
        def going_on(state: State, now: int) -> events.Event | None:
            return events.StageBegan(at=now, stage=pacing.following(state)) if state.rounds == rounds else None

        return await room.submit(going_on)

    # A second device

    async def pairing(self, request: Request) -> Response:
        """The page that asks for the PIN."""
        with speaking(self.room.language):
            return answers.page(request, teacher.pairing(self.room.language))

    async def pair(self, request: Request) -> Response:
        """A PIN, good once."""
        try:
            fields = await answers.form_of(request)
        except BadForm as error:
            return answers.page(request, teacher.pairing(self.room.language, str(error)), 400)
        pin = self.views.door.pin
        assert self.guard is not None
        if not pin or not secrets.compare_digest(fields.get("pin", "").encode(), pin.encode()):
            self._wrong += 1
            if self._wrong >= self.guard.gauge.limits.pins:
                self.views.door = evolve(self.views.door, pin="")  # the teacher asks for a new one
            with speaking(self.room.language):
                told = say("That is not the PIN. After a few wrong ones it is void.")
                return answers.page(request, teacher.pairing(self.room.language, told), 403)
        self.views.door = evolve(self.views.door, pin="")
        token = new_token()
        self.guard.paired.add(hashed(token))
        answer = RedirectResponse("/teacher", 303)
        answer.set_cookie(TEACHER, token, max_age=PIN_KEPT, httponly=True, samesite="strict", path="/")
        return answer


def new_pin() -> str:
    """Six digits."""
    return f"{secrets.randbelow(1_000_000):06}"


def _said(room: Room, what: str) -> str:
    with speaking(room.language):
        return say("Enter the hands of every table first.") if what == "hands" else ""


Lever = Callable[[State, int, dict[str, str]], Event]


def _on(fields: dict[str, str], name: str) -> bool:
    return fields.get(name) == "1"


def _stage(state: State, now: int, fields: dict[str, str]) -> Event:
    return events.StageBegan(at=now, stage=answers.number(fields, "stage"), override=_on(fields, "override"))


def _close(state: State, now: int, fields: dict[str, str]) -> Event:
    table, ballot = state.tables.get(fields.get("table", "")), answers.number(fields, "ballot")
    if table is None or table.ballot is None or table.ballot.number != ballot:
        raise Refused(say("That vote is closed."))
    return ballots.closing(state, table, now, fields.get("choice", ""))


def _by_its_rule(table: str, state: State, now: int) -> Event:
    return ballots.closing(state, state.tables[table], now)


def _hands(now: int, fields: dict[str, str]) -> Event:
    counts = {key.removeprefix("hands."): answers.number(fields, key) for key in fields if key.startswith("hands.")}
    return events.HandsCounted(
        at=now, table=fields.get("table", ""), ballot=answers.number(fields, "ballot"), counts=counts
    )


LEVERS: dict[str, Lever] = {
    "stage": _stage,
    "close": _close,
    "pause": lambda state, now, f: events.Paused(at=now),
    "continue": lambda state, now, f: events.Continued(at=now),
    "extend": lambda state, now, f: events.Extended(at=now, seconds=answers.number(f, "seconds")),
    "skip": lambda state, now, f: events.Skipped(at=now, student=f.get("student", "")),
    "move": lambda state, now, f: events.Moved(at=now, student=f.get("student", ""), team=f.get("team", "")),
    "role": lambda state, now, f: events.RoleGiven(at=now, student=f.get("student", ""), role=f.get("role", "")),
    "reopen": lambda state, now, f: events.Reopened(at=now, table=f.get("table", "")),
    "rewind": lambda state, now, f: events.Rewound(at=now, table=f.get("table", ""), turn=answers.number(f, "turn")),
    "hands": lambda state, now, f: events.HandsSet(at=now, on=_on(f, "on")),
    "names": lambda state, now, f: events.NamesAllowed(at=now, allowed=_on(f, "allowed")),
    "judge": lambda state, now, f: events.NameJudged(
        at=now, student=f.get("student", ""), allowed=_on(f, "allowed")
    ),
    "moderate": lambda state, now, f: events.Moderated(
        at=now, student=f.get("student", ""), subject=f.get("subject", ""), shown=_on(f, "shown")
    ),
    "confirm": lambda state, now, f: events.Confirmed(at=now, what=f.get("which", "")),
}
"""What the teacher's buttons do."""
