"""A class served inside a test: its room with a clock that the test turns, and browsers without a network."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

import game
from game.classroom.opening import open_class, resume
from game.classroom.pages.teacher import Door
from game.classroom.stores.sqlite import SqliteStore
from game.classroom.web import network
from game.classroom.web.app import Site, site
from game.classroom.web.limits import Limits
from game.classroom.web.room import Room

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # newer releases want httpx under its new name, older ones only know the old
    from starlette.testclient import TestClient

LAN = "http://192.168.1.5:8000"
INSIDE = "http://127.0.0.1:8000"


class Served:
    """A class and its visitors."""

    def __init__(self, made: Site, teacher: TestClient, store: SqliteStore) -> None:
        self.site, self.room, self.teacher, self.store = made, made.room, teacher, store
        self.now = 1_000_000
        made.room.clock = lambda: self.now

    @property
    def code(self) -> str:
        return self.room.state.opened.code

    def browser(self, address: str = "192.168.1.77", base: str = LAN) -> TestClient:
        """Another device: it shares the server's loop, not the cookies."""
        made = TestClient(self.site.app, base_url=base, client=(address, 50_000), follow_redirects=False)
        made.portal = self.teacher.portal
        return made

    def joined(self, number: int = 1) -> TestClient:
        made = self.browser(f"192.168.1.{number % 250}")
        assert made.post("/join", data={"code": self.code}).status_code == 303
        return made

    def act(self, what: str, **values: object) -> int:
        """The teacher's lever; the status of the answer."""
        answer = self.teacher.post("/teacher/do", data={"what": what, **values}, follow_redirects=False)
        return answer.status_code

    def pace(self, seconds: int = 0) -> None:
        """Let time pass and what is due happen."""
        self.now += seconds * 1000
        assert self.teacher.portal is not None
        self.teacher.portal.call(self.room.pace)
        self.teacher.portal.call(self.room.settled)


def made_site(
    folder: Path, scenario: str = "ladder", mode: str = "plenary", *, language: str = "en", minutes: int = 45,
    limits: Limits | None = None, code: str = "",
) -> tuple[Site, SqliteStore]:  # fmt: skip
    """The server of a new class, or with `code` of the one that is kept; its time stands still."""
    store = SqliteStore(folder)
    loaded = game.load(scenario, language)
    if code:
        opened = resume(store.open(code), loaded, at=2_000_000)
    else:
        opened = open_class(
            store, loaded, mode=mode, minutes=minutes, language=language, seed=7, difficulty="standard", at=1_000_000
        )
    own = opened.state.opened.code
    door = Door(LAN, own, network.picture_qr(f"{LAN}/j/{own}"))
    room = Room(opened.journal, opened.state, opened.version, clock=lambda: opened.state.last)
    return site(room, door, limits), store


@contextmanager
def served(folder: Path, scenario: str = "ladder", mode: str = "plenary", **more: Any) -> Iterator[Served]:
    """A class on a server."""
    made, store = made_site(folder, scenario, mode, **more)
    with TestClient(made.app, base_url=INSIDE, client=("127.0.0.1", 50_000), follow_redirects=False) as teacher:
        yield Served(made, teacher, store)


def forms(text: str, action: str) -> list[dict[str, str]]:
    """The hidden fields of each form that posts to an action, its first button's value among them."""
    found = []
    for form in re.findall(rf'<form method="post" action="{re.escape(action)}".*?</form>', text, re.S):
        fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form)
        fields += re.findall(r'<button type="submit" name="([^"]*)" value="([^"]*)"', form)[:1]
        found.append({unescape(name): unescape(value) for name, value in fields})
    return found
