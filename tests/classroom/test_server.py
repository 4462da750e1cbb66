"""Every route of the server, and everything it refuses."""

from __future__ import annotations

import asyncio
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from starlette.websockets import WebSocketDisconnect

from game.classroom import plan as stages
from game.classroom.state import State
from game.classroom.stores.journal import StoreError
from game.classroom.web.limits import Limits
from tests.classroom.servers import INSIDE, LAN, Served, forms, made_site, served
from tests.classroom.stores import quick_folder

# The test client would say another host for sockets than for pages.
SOCKETS, INSIDE_SOCKETS = (base.replace("http", "ws") for base in (LAN, INSIDE))


def to_vote(room: Served) -> None:
    """From the lobby to the first vote."""
    for values in ({"what": "next"}, {"what": "next"}, {"what": "stage", "stage": 3, "override": 1},
                   {"what": "next"}, {"what": "next"}):  # fmt: skip
        assert room.act(**values) == 303  # type: ignore[arg-type]
    assert room.room.state.now.kind == stages.VOTE


def test_join_vote_change_and_consequences_without_javascript(tmp_path: Path) -> None:
    with served(tmp_path) as room:
        door = room.browser()
        assert "Code of the class" in door.get("/").text
        assert f'value="{room.code}"' in door.get(f"/j/{room.code}").text
        assert not room.room.state.students  # looking does not join
        one, two = room.joined(1), room.joined(2)
        assert one.get(f"/j/{room.code}").status_code == 303
        assert "You are in" in one.get("/").text
        to_vote(room)
        ways = forms(one.get("/").text, "/vote")
        assert len(ways) == len(room.room.state.tables["class"].ballot.options)  # type: ignore[union-attr]
        assert one.post("/vote", data=ways[0]).headers["location"] == "/"
        assert one.post("/vote", data=ways[1]).status_code == 303
        version = room.room.version
        assert one.post("/vote", data=ways[1]).status_code == 303
        assert room.room.version == version  # once more changes nothing
        assert "Your vote" in one.get("/").text
        assert two.post("/vote", data=ways[1], headers={"accept": "application/json"}).json()["version"] == version + 1
        room.pace()
        assert room.room.state.now.kind == stages.CONSEQUENCES
        late = one.post("/vote", data=ways[0])
        assert late.status_code == 409 and "role=\"alert\"" in late.text
        assert "What it changed" in one.get("/").text
        assert one.post("/write", data={"subject": "why:1", "text": "<script>alert(1)</script>"}).status_code == 303
        assert "<script>alert" not in room.teacher.get("/teacher").text
        assert "&lt;script&gt;alert(1)" in room.teacher.get("/teacher").text


def test_a_class_survives_its_server(tmp_path: Path) -> None:
    with served(tmp_path) as room:
        one = room.joined(1)
        room.joined(2)  # does not vote, so that the vote stays open
        to_vote(room)
        way = forms(one.get("/").text, "/vote")[2]
        one.post("/vote", data=way)
        code, cookies, version = room.code, dict(one.cookies), room.room.version
    with served(tmp_path, code=code) as again:
        assert again.room.version == version + 1
        ballot = again.room.state.tables["class"].ballot
        assert ballot is not None and ballot.votes["s1"].choice == way["choice"]
        back = again.browser()
        back.cookies.update(cookies)
        assert "Your vote" in back.get("/").text


def test_joining_is_by_post_with_the_right_code(tmp_path: Path) -> None:
    with served(tmp_path) as room:
        visitor = room.browser()
        assert visitor.get("/join").status_code == 405
        for code in ("", "WRONG1", "x" * 50):
            assert visitor.post("/join", data={"code": code}).status_code == 403
        assert visitor.post("/join", content=b"{}", headers={"content-type": "application/json"}).status_code == 400
        assert not room.room.state.students
        answer = visitor.post("/join", data={"code": f" {room.code.lower()} "})
        cookie = answer.headers["set-cookie"].lower()
        assert answer.status_code == 303 and "httponly" in cookie and "samesite=strict" in cookie
        token = visitor.cookies["mv_student"]
        assert len(token) >= 22
        everything = "".join(line for _, line in room.room.journal.read())
        assert token not in everything
        visitor.post("/join", data={"code": room.code})
        assert len(room.room.state.students) == 1


def test_no_token_a_forged_one_and_one_of_another_room(tmp_path: Path) -> None:
    with served(tmp_path / "one") as room:
        stranger = room.joined(1).cookies["mv_student"]
    with served(tmp_path / "two") as room:
        for token in ("", "x" * 22, stranger, "\u00e9" * 5):
            visitor = room.browser()
            headers = {"x-student": token.encode("latin-1")} if token else {}
            assert visitor.post("/vote", data={"ballot": "1", "choice": "x"}, headers=headers).status_code == 401
            assert visitor.get("/state", headers=headers).status_code == 401
            assert visitor.get("/why?track=capital", headers=headers).status_code == 401
            live = visitor.websocket_connect(f"{SOCKETS}/live", headers=headers)
            with pytest.raises(WebSocketDisconnect) as closed, live:
                pass
            assert closed.value.code == 4401


def test_another_site_is_refused(tmp_path: Path) -> None:
    with served(tmp_path) as room:
        one = room.joined(1)
        for headers in ({"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
            assert one.post("/trial", data={"choice": "ready"}, headers=headers).status_code == 403
            assert room.teacher.post("/teacher/do", data={"what": "next"}, headers=headers).status_code == 403
            live = one.websocket_connect(f"{SOCKETS}/live", headers=headers)
            with pytest.raises(WebSocketDisconnect) as closed, live:
                pass
            assert closed.value.code == 4403
        assert one.get("/", headers={"host": "evil.example"}).status_code == 421
        assert one.post("/trial", data={"choice": "ready"}, headers={"origin": LAN}).status_code == 303
        assert room.room.state.now.kind == stages.LOBBY


def test_only_the_laptop_and_a_paired_device_teach(tmp_path: Path) -> None:
    with served(tmp_path) as room:
        one = room.joined(1)
        rebound = room.browser("127.0.0.1", LAN)  # loopback under another name: a tunnel
        for visitor in (one, rebound, room.browser("127.0.0.9", INSIDE)):
            assert visitor.get("/teacher").status_code == 303
            assert visitor.get("/projector").status_code == 303
            assert visitor.post("/teacher/do", data={"what": "next"}).status_code == 403
            assert visitor.get("/teacher/state").status_code == 401
            forwarded = {"x-forwarded-for": "127.0.0.1", "forwarded": "for=127.0.0.1"}
            assert visitor.post("/teacher/do", data={"what": "next"}, headers=forwarded).status_code == 403
        tablet = room.browser("192.168.1.9")
        assert tablet.post("/pair", data={"pin": ""}).status_code == 403  # no PIN was asked for
        assert room.act("pin") == 303
        pin = room.site.views.door.pin
        assert pin in room.teacher.get("/teacher").text
        assert tablet.post("/pair", data={"pin": "x"}).status_code == 403
        assert tablet.post("/pair", data={"pin": pin}).status_code == 303
        assert tablet.get("/teacher").status_code == 200
        assert tablet.post("/teacher/do", data={"what": "next"}).status_code == 303
        assert room.browser("192.168.1.10").post("/pair", data={"pin": pin}).status_code == 403  # once
        room.act("pin")
        pin = room.site.views.door.pin
        for _ in range(Limits().pins):
            tablet.post("/pair", data={"pin": "000000x"})
        assert room.browser("192.168.1.11").post("/pair", data={"pin": pin}).status_code == 403  # void by then


def test_large_strange_and_many_requests(tmp_path: Path) -> None:
    limits = Limits(requests=5, burst=30, own_requests=5, own_burst=30)
    with served(tmp_path, limits=limits) as room:
        one = room.joined(1)
        assert one.post("/vote", content=b"x" * 10_000_000).status_code == 413
        chunks = (b"choice=" + b"x" * 4_000 for _ in range(10))
        kind = {"content-type": "application/x-www-form-urlencoded"}
        assert one.post("/vote", content=chunks, headers=kind).status_code == 413
        assert one.put("/vote").status_code == 405
        for path in ("/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/assets/../pyproject.toml", "/class.css/../x"):
            assert one.get(path).status_code == 404
        assert one.post("/trial", content=b"&".join(b"a=1" for _ in range(100)), headers=kind).status_code == 400
        assert one.post("/trial", content=b"\xff\xfe=%ff", headers=kind).status_code in (400, 409)
        flood = room.browser("192.168.1.66")
        seen = [flood.get("/").status_code for _ in range(60)]
        assert seen.count(429) >= 25 and set(seen) == {200, 429}
        assert room.teacher.get("/teacher").status_code == 200
        assert room.joined(3).get("/").status_code == 200  # another device is not troubled
        assert {one.get("/").status_code for _ in range(60)} == {200, 429}


def test_every_answer_keeps_the_browser_at_home(tmp_path: Path) -> None:
    with served(tmp_path, "deft-diplomacy") as room:
        one = room.joined(1)
        to_vote(room)
        pages = [one.get(path) for path in ("/", "/why?track=treasury")]
        pages += [room.teacher.get(path) for path in ("/teacher", "/projector")]
        pages += [room.browser().get(path) for path in ("/", "/pair")]
        pages.append(one.post("/vote", data={"ballot": "9"}))
        for answer in pages:
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy and "unsafe" not in policy
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["cache-control"] == "no-store"
            assert not re.search(r"<script(?![^>]*src=\"/class\.js\")|\son\w+=|\sstyle=", answer.text)
            assert not re.search(r"(src|href|action)=\"(https?:)?//", answer.text)
            _well_formed(answer.text)


class _Nesting(HTMLParser):
    empty = frozenset("input meta link br hr image path circle rect line polyline use".split())

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.fields: list[str] = []
        self.heads: list[int] = []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(tag, dict(attrs))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(tag, dict(attrs))
        if tag not in self.empty:
            self.open.append(tag)

    def _note(self, tag: str, attrs: dict[str, str | None]) -> None:
        if attrs.get("id"):
            self.ids.append(str(attrs["id"]))
        if tag == "label":
            self.labels.add(str(attrs.get("for")))
        if tag in ("input", "textarea", "select") and attrs.get("type") != "hidden":
            self.fields.append(str(attrs.get("id")))
        if tag in ("h1", "h2", "h3", "h4"):
            self.heads.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.empty:
            assert self.open.pop() == tag


def _well_formed(text: str) -> None:
    """Tags nest, ids are unique, every field has its label, headings skip no level."""
    page = _Nesting()
    page.feed(text)
    assert page.open == [] and len(page.ids) == len(set(page.ids))
    assert set(page.fields) <= page.labels
    assert page.heads.count(1) == 1 and page.heads[0] == 1
    assert all(after - before <= 1 for before, after in zip(page.heads, page.heads[1:], strict=False))


def test_the_first_load_is_small(tmp_path: Path) -> None:
    with served(tmp_path, "deft-diplomacy") as room:
        one = room.joined(1)
        to_vote(room)
        sizes = {}
        for path in ("/", "/class.css", "/class.js", "/map.svg"):
            answer = one.get(path, headers={"accept-encoding": "gzip"})
            sizes[path] = int(answer.headers["content-length"])
            if path != "/":
                again = one.get(path, headers={"if-none-match": answer.headers["etag"]})
                assert again.status_code == 304 and not again.content
        assert sum(sizes.values()) <= 60_000, sizes


def test_the_record_of_a_table_for_a_board_of_its_own(tmp_path: Path) -> None:
    with served(tmp_path, mode="teams") as room:
        one = room.joined(1)
        to_vote(room)
        one.post("/vote", data=forms(one.get("/").text, "/vote")[0])
        room.pace()
        record = room.teacher.get("/projector/record?table=t1")
        assert record.text == room.room.state.tables["t1"].game.record() and " > " in record.text
        assert room.teacher.get("/projector/record?table=t9").status_code == 404
        assert one.get("/projector/record").status_code == 403


def test_live_by_websocket_and_by_asking(tmp_path: Path) -> None:
    with served(tmp_path) as room:
        one = room.joined(1)
        inside = room.teacher.websocket_connect(f"{INSIDE_SOCKETS}/teacher/live")
        with one.websocket_connect(f"{SOCKETS}/live") as socket, inside as teacher:
            first = socket.receive_json()
            assert "You are in" in first["shared"] and "Team 1" in first["mine"]
            assert "Begin the lesson" in teacher.receive_json()["shared"]
            room.act("next")
            second = socket.receive_json()
            assert second["version"] == room.room.version and "trial vote" in second["shared"]
            assert second["left"] == 300_000 and not second["paused"]
            assert "Pause" in teacher.receive_json()["shared"]
        asked = one.get(f"/state?after={first['version']}")
        assert json.loads(asked.text)["version"] == second["version"]
        with room.teacher.websocket_connect(f"{INSIDE_SOCKETS}/projector/live") as wall:
            assert room.code in wall.receive_json()["shared"]
        with one.websocket_connect(f"{SOCKETS}/live") as socket:
            socket.receive_json()
            with pytest.raises(WebSocketDisconnect):
                for _ in range(60):
                    socket.send_text("x")
                while True:
                    socket.receive_json()


def test_a_device_without_an_answer_to_wait_for_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("game.classroom.web.live.WAIT", 0.01)
    with served(tmp_path) as room:
        one = room.joined(1)
        assert one.get(f"/state?after={one.get('/state?after=-1').json()['version']}").status_code == 204


def test_every_lever_and_its_refusals(tmp_path: Path) -> None:
    with served(tmp_path, "deft-diplomacy", "teams") as room:
        room.joined(1), room.joined(2)
        assert room.act("nothing") == 400 and room.act("extend", seconds="x") == 400
        assert room.act("pause") == 303 and room.act("pause") == 409
        assert room.act("continue") == 303
        assert room.act("names", allowed=1) == 303
        one = room.joined(3)
        assert one.post("/name", data={"name": "<b>Khan"}).status_code == 303
        assert "&lt;b&gt;Khan" in room.teacher.get("/teacher").text
        assert room.act("judge", student="s3", allowed=1) == 303
        assert "&lt;b&gt;Khan" in one.get("/").text
        assert room.act("move", student="s3", team="t2") == 303 and room.act("move", student="s9", team="t2") == 409
        assert room.act("role", student="s3", role="envoy.president") == 303
        assert room.act("skip", student="s3") == 303
        to_vote(room)
        assert room.act("extend", seconds=60) == 303
        assert room.act("close", table="t1", ballot=1) == 303
        assert room.act("reopen", table="t1") == 303
        assert room.act("close", table="t1", ballot=7) == 409
        assert room.act("hands", on=1) == 303
        options = room.room.state.tables["t2"].ballot.options  # type: ignore[union-attr]
        ballot = room.room.state.tables["t2"].ballot.number  # type: ignore[union-attr]
        assert room.act("next") == 409
        counted = {"table": "t2", "ballot": ballot, f"hands.{options[1]}": 4}
        assert room.act("hands-counted", **counted) == 303
        assert room.room.state.tables["t2"].decided[-1].how == "hands"
        assert room.act("hands", on=0) == 303
        assert room.act("rewind", table="t2", turn=1) == 303 and room.act("rewind", table="t2", turn=5) == 409
        assert room.act("stage", stage=room.room.state.plan.debrief) == 303
        assert one.post("/write", data={"subject": "writing", "text": "Leverage"}).status_code == 303
        assert room.act("moderate", student="s3", subject="writing", shown=1) == 303
        assert room.act("confirm", which="questions") == 303
        assert "Leverage" in room.teacher.get("/projector").text


def test_nothing_is_acknowledged_that_is_not_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(tmp_path) as room:
        one = room.joined(1)
        room.joined(2)  # does not vote, so that the vote stays open
        to_vote(room)
        way = forms(one.get("/").text, "/vote")[0]
        version = room.room.version

        def full(self: object, after: int, lines: list[str]) -> int:
            raise StoreError(28, "no space left on the disk")

        with monkeypatch.context() as broken:
            broken.setattr("game.classroom.stores.sqlite.SqliteJournal.append", full)
            assert one.post("/vote", data=way).status_code == 503
            assert "no space left" in room.teacher.get("/teacher").text
            assert "Your vote" not in one.get("/").text
        assert room.room.version == version
        assert one.post("/vote", data=way).status_code == 303
        assert room.room.version == version + 1


def test_a_full_disk_acknowledges_nothing_and_is_told(tmp_path: Path) -> None:
    with served(tmp_path, limits=Limits(own_requests=1_000, own_burst=2_000)) as room:
        one, late = room.joined(1), room.browser("192.168.1.99")
        room.joined(2)  # does not vote, so that the vote stays open
        to_vote(room)
        ways = forms(one.get("/").text, "/vote")
        file = room.room.journal._file  # type: ignore[attr-defined]
        pages = file.execute("PRAGMA page_count").fetchone()[0]
        live = room.teacher.websocket_connect(f"{INSIDE_SOCKETS}/teacher/live")
        with live:
            assert "Nothing is being stored" not in live.receive_json()["shared"]
            file.execute(f"PRAGMA max_page_count = {pages}")  # what SQLite calls a full disk
            kept = room.room.version
            for count in range(1, 1_000):
                answer = one.post("/vote", data={**ways[count % 2], "count": count})
                if answer.status_code != 303:
                    break
                kept += 1
            assert answer.status_code == 503 and "could not be stored" in answer.text
            assert str(tmp_path) not in answer.text
            assert late.post("/join", data={"code": room.code}).status_code == 503
            while "Nothing is being stored" not in live.receive_json()["shared"]:
                pass
        assert room.room.version == kept == len(list(room.room.journal.read()))
        file.execute(f"PRAGMA max_page_count = {pages + 50}")
        assert one.post("/vote", data={**ways[0], "count": 5_000}).status_code == 303
        assert room.room.version == kept + 1
        assert "Nothing is being stored" not in room.teacher.get("/teacher").text


@pytest.mark.parametrize(("mode", "language"), [("plenary", "en"), ("teams", "kk"), ("hands", "ru")])
def test_a_whole_lesson_by_forms_alone(mode: str, language: str) -> None:
    with quick_folder() as folder:
        asyncio.run(_whole_lesson(mode, language, Path(folder)))


async def _whole_lesson(mode: str, language: str, folder: Path) -> None:
    """Every stage from the lobby to the end, each phone and the teacher by pages and forms."""
    limits = Limits(own_requests=1_000, own_burst=10_000, requests=1_000, burst=10_000)
    made, _ = made_site(folder, "first-steps", mode, language=language, limits=limits)
    room = made.room
    room.start()

    def browser(address: str, base: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(made.app, client=(address, 9)), base_url=base)

    teacher = browser("127.0.0.1", INSIDE)
    phones = [] if mode == "hands" else [browser(f"192.168.1.{n}", LAN) for n in range(1, 5)]
    for phone in phones:
        assert (await phone.post("/join", data={"code": room.state.opened.code})).status_code == 303
    seen = set()
    for _ in range(200):
        kind, before = room.state.now.kind, room.state.rounds
        if kind not in seen:
            _well_formed((await teacher.get("/teacher")).text)
            _well_formed((await teacher.get("/projector")).text)
            for phone in phones[:1]:
                _well_formed((await phone.get("/")).text)
        seen.add(kind)
        if kind == stages.END:
            break
        for phone in phones:
            await _answers(phone, room.state)
        if kind == stages.BRIEF and not phones:
            for which in ("roles", "questions"):
                await teacher.post("/teacher/do", data={"what": "confirm", "which": which})
        if mode == "hands" and kind == stages.VOTE:
            asked = forms((await teacher.get("/teacher")).text, "/teacher/do")
            fields = next(fields for fields in asked if fields.get("what") == "hands-counted")
            first = room.state.tables["class"].ballot.options[0]  # type: ignore[union-attr]
            counted = await teacher.post("/teacher/do", data={**fields, f"hands.{first}": "11"})
            assert counted.status_code == 303
        await room.pace()
        if room.state.rounds == before:
            await teacher.post("/teacher/do", data={"what": "next", "rounds": before})
    assert seen >= {stages.JOIN, stages.BRIEF, stages.READ, stages.VOTE, stages.CONSEQUENCES, stages.WHY,
                    stages.WRITING, stages.COMPARE, stages.WORLD, stages.EXIT, stages.END}  # fmt: skip
    assert all(table.decided for table in room.state.tables.values())
    if phones:
        assert all(student.ticket for student in room.state.students.values())
    for browser_ in (teacher, *phones):
        await browser_.aclose()
    await room.stop()


async def _answers(phone: httpx.AsyncClient, state: State) -> None:
    """What a phone does in a stage, by the forms on its page."""
    page = (await phone.get("/")).text
    for action in ("/trial", "/vote"):
        for fields in forms(page, action)[:1]:
            assert (await phone.post(action, data=fields)).status_code == 303
    if state.now.kind == stages.BRIEF:
        for number, right in enumerate(state.questions):
            await phone.post("/answer", data={"question": number, "choice": right})
    for fields in forms(page, "/write"):
        assert (await phone.post("/write", data={**fields, "text": "Because."})).status_code == 303
    if forms(page, "/ticket"):
        assert (await phone.post("/ticket", data={"sure": 3, "text": ""})).status_code == 303
