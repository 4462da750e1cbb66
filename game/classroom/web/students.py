"""The students' routes: joining, voting, writing, looking."""

from __future__ import annotations

from attrs import define
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from game.classroom import events, people
from game.classroom.events import Event
from game.classroom.nicknames import nickname
from game.classroom.pages import story, student
from game.classroom.state import Refused, State, number_of
from game.classroom.stores.journal import StoreError
from game.classroom.web import answers
from game.classroom.web.answers import BadForm
from game.classroom.web.guard import STUDENT, hashed, new_token
from game.classroom.web.room import Room
from game.classroom.web.views import Views
from game.words import say, speaking

KEPT = 14 * 24 * 3600
"""Seconds for which a browser keeps its token: the class may go on next week."""
CHANGES = ("vote", "trial", "answer", "predict", "write", "ticket", "name")


@define(eq=False)
class Students:
    """What students can ask of a room."""

    room: Room
    views: Views

    def routes(self) -> list[BaseRoute]:
        """The routes."""
        return [
            Route("/", self.home),
            Route("/j/{code:str}", self.door),
            Route("/join", self.join, methods=["POST"]),
            Route("/why", self.why),
            *(Route(f"/{name}", self.change, methods=["POST"]) for name in CHANGES),
        ]

    async def home(self, request: Request) -> Response:
        """The student's page, or the door for whoever is not in."""
        id = request.scope["student"]
        if not id:
            return self._door(request)
        self.room.seen(id)
        await self.room.settled()
        return answers.page(request, self.views.student_page(id))

    async def door(self, request: Request) -> Response:
        """The door with the code filled in. Looking does not join: previews of links look too."""
        if request.scope["student"]:
            return RedirectResponse("/", 303)
        return self._door(request, request.path_params["code"][:6])

    def _door(self, request: Request, code: str = "", notice: str = "", status: int = 200) -> Response:
        with speaking(self.room.language):
            title = self.room.state.scenario.title
            return answers.page(request, student.door(title, self.room.language, code, notice), status)

    async def join(self, request: Request) -> Response:
        """Come in with the code: a nickname and a token."""
        try:
            fields = await answers.form_of(request)
        except BadForm as error:
            return self._door(request, notice=str(error), status=400)
        code = "".join(fields.get("code", "").split()).upper()[:12]
        if request.scope["student"]:
            return answers.done(request, {"joined": True}, "/")
        if code != self.room.state.opened.code:
            with speaking(self.room.language):
                return self._door(request, code, say("There is no class with this code here."), 403)
        token = new_token()
        try:
            await self.room.submit(lambda state, now: _joined(state, now, token))
        except Refused as reason:
            return self._door(request, code, str(reason), 409)
        except StoreError:
            return self._door(request, code, self._unkept(), 503)
        answer = answers.done(request, {"joined": True}, "/")
        answer.set_cookie(STUDENT, token, max_age=KEPT, httponly=True, samesite="strict", path="/")
        self.room.seen(self.room.state.secrets[hashed(token)])
        return answer

    async def change(self, request: Request) -> Response:
        """Everything that a student does, each idempotent: once more changes nothing."""
        id = request.scope["student"]
        if not id:
            return self._outside(request)
        self.room.seen(id)
        what = request.url.path.lstrip("/")
        try:
            fields = await answers.form_of(request)
            version = await self.room.submit(lambda state, now: made(what, state, now, id, fields))
        except BadForm as error:
            return self._refused(request, str(error), 400)
        except Refused as reason:
            return self._refused(request, str(reason), 409)
        except StoreError:
            return self._refused(request, self._unkept(), 503)
        with speaking(self.room.language):
            own = student.mine(self.room.state, self.room.state.students[id])
        return answers.done(request, {"version": version, "mine": str(own)}, "/")

    def _unkept(self) -> str:
        """What is told where the journal cannot be written; why is on the teacher's page, who can do something."""
        with speaking(self.room.language):
            return say("This could not be stored on the teacher's laptop, so it does not count. Tell the teacher.")

    def _outside(self, request: Request) -> Response:
        with speaking(self.room.language):
            if answers.wants_json(request):
                return Response(status_code=401)
            return self._door(request, notice=say("Join the class first."), status=401)

    def _refused(self, request: Request, reason: str, status: int) -> Response:
        if answers.wants_json(request):
            answer = answers.done(request, {"error": reason}, "/")
            answer.status_code = status
            return answer
        with speaking(self.room.language):
            return answers.page(request, student.refusal(self.room.state, reason), status)

    async def why(self, request: Request) -> Response:
        """A track's ledger in the game of the student's table."""
        id = request.scope["student"]
        state = self.room.state
        table = state.table_of(id) if id else next(iter(state.tables.values()), None)
        if table is None or not (id or request.scope["teacher"]):
            return self._outside(request)
        try:
            with speaking(self.room.language):
                return answers.page(request, story.ledger(state, table, request.query_params.get("track", "")))
        except KeyError:
            with speaking(self.room.language):
                return self._refused(request, say("There is no such track."), 404)


def _joined(state: State, now: int, token: str) -> Event:
    number = max((number_of(id) for id in state.students), default=0) + 1
    taken = {one.nickname.casefold() for one in state.students.values()}
    name = nickname(state.opened.code, number)
    if name.casefold() in taken:  # somebody asked for just this one
        name = f"{name} {number}"
    team = people.team_for(state)
    return events.Joined(at=now, student=f"s{number}", secret=hashed(token), nickname=name, team=team)


def made(what: str, state: State, now: int, id: str, fields: dict[str, str]) -> Event | None:
    """The event that a form asks for; None where it changes nothing. Raises `BadForm`, `Refused`."""
    one = state.students[id]
    match what:
        case "vote":
            return _vote(state, now, id, fields)
        case "trial":
            choice = fields.get("choice", "")
            return None if one.trial == choice else events.TrialVoted(at=now, student=id, choice=choice)
        case "answer":
            asked, choice = answers.number(fields, "question"), fields.get("choice", "")
            given = answers.number({"choice": choice}, "choice")
            if one.answers.get(asked) == given:
                return None
            return events.Answered(at=now, student=id, question=asked, choice=given)
        case "predict":
            forecast = fields.get("track", ""), answers.number(fields, "value")
            if one.prediction == forecast:
                return None
            return events.Predicted(at=now, student=id, track=forecast[0], value=forecast[1])
        case "write":
            subject, text = fields.get("subject", ""), " ".join(fields.get("text", "").split())
            line = state.lines.get((id, subject))
            if line is not None and line.text == text:
                return None
            return events.Wrote(at=now, student=id, subject=subject, text=text)
        case "ticket":
            ticket = answers.number(fields, "sure"), " ".join(fields.get("text", "").split())
            if one.ticket == ticket:
                return None
            return events.Ticket(at=now, student=id, sure=ticket[0], text=ticket[1])
        case _:
            return events.NameAsked(at=now, student=id, name=fields.get("name", ""))


def _vote(state: State, now: int, id: str, fields: dict[str, str]) -> Event | None:
    ballot, choice = answers.number(fields, "ballot"), fields.get("choice", "")
    count = answers.number(fields, "count") if fields.get("count") else 0
    table = state.table_of(id)
    if table is None:
        raise Refused(say("Nothing is being decided here now."))
    if table.ballot is not None and table.ballot.number == ballot and not state.hands:
        known = table.ballot.votes.get(id)
        # The same choice sent anew is counted anew: else one that was sent in between and comes late would beat it.
        again = known is not None and known.choice == choice and count <= known.count
        if again and not state.students[id].skipped:
            return None
    return events.Voted(at=now, student=id, table=table.id, ballot=ballot, choice=choice, count=count)
