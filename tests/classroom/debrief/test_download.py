"""The debrief on the teacher's page: offered once something is decided, to the teacher's own devices only."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from tests.classroom.servers import served


def test_the_teacher_takes_the_debrief_along(tmp_path: Path) -> None:
    with served(tmp_path, "first-steps") as room:
        assert "debrief.zip" not in room.teacher.get("/teacher").text  # nothing has been decided
        room.joined(1)
        for what in ("roles", "questions"):
            room.act("confirm", which=what)
        while room.room.state.now.kind != "vote":
            assert room.act("next") == 303
        assert room.act("next") == 303
        page = room.teacher.get("/teacher").text
        whole = room.teacher.get("/teacher/debrief/debrief.zip")
        assert whole.status_code == 200 and "attachment" in whole.headers["content-disposition"]
        with ZipFile(BytesIO(whole.content)) as files:
            names = set(files.namelist())
            html = files.read("debrief.html")
        assert {"debrief.html", "debrief.pdf", "votes.csv", "timeline.csv", "records/class.txt"} <= names
        for name in ("debrief.zip", "debrief.html", "debrief.pdf", "votes.csv", "timeline.csv", "teams.csv"):
            assert f'href="/teacher/debrief/{name}"' in page
        assert room.teacher.get("/teacher/debrief/debrief.html").content == html
        for other in ("nothing.txt", "..%2f..%2fetc%2fpasswd", "records%2fclass.txt"):
            assert room.teacher.get(f"/teacher/debrief/{other}").status_code == 404
        visitor = room.browser("192.168.1.9").get("/teacher/debrief/debrief.zip")
        assert visitor.status_code == 303 and visitor.headers["location"] == "/pair"
