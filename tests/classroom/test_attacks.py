"""Attacks on a real server; `python -m tests.classroom.attacks` measures how a class of 40 fares meanwhile."""

from __future__ import annotations

import asyncio
import re
import socket
import sys
import time
from collections.abc import Iterator

import pytest

from game.classroom.web.limits import Gauge, Limits, protocols
from tests.classroom import attacks
from tests.classroom.browser.browsers import Class, taught
from tests.classroom.half_open import dawdled

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="attackers need loopback addresses of their own")


@pytest.fixture(scope="module")
def room() -> Iterator[Class]:
    with taught("ladder", "--seed", "7", "--lang", "en") as made:
        made.to("talk")
        made.act("pin")
        yield made


def test_everything_that_is_no_request_of_a_student_is_refused(room: Class) -> None:
    asyncio.run(attacks.single(room.port, room.code, 0))
    assert not room.state.students and room.state.now.kind == "talk"


def test_nothing_that_is_asked_for_becomes_a_header(room: Class) -> None:
    with socket.create_connection(("127.0.0.1", room.port), 5) as line:
        line.sendall(attacks.request("/j/a%0d%0aSet-Cookie:%20x=y%0d%0a%0d%0a<script>", head="Connection: close\r\n"))
        answer = b""
        while got := line.recv(65_536):
            answer += got
    head, _, page = answer.partition(b"\r\n\r\n")
    assert b"set-cookie" not in head.lower() and b"<script>" not in page and page


def test_scripts_are_texts_and_refused(room: Class) -> None:
    before = len(room.state.students)
    seen = asyncio.run(attacks.scripts(room.port, room.code, 0))
    assert seen.total() == 35 and set(seen) <= {"400", "409", "429"}
    assert len(room.state.students) == before + 1


def test_one_client_s_flood_is_refused_and_others_are_served(room: Class) -> None:
    begun, limits = time.monotonic(), Limits()
    seen = asyncio.run(attacks.requests(room.port, room.code, 1.5, most=1_500))
    assert seen["200"] <= limits.burst + limits.requests * (time.monotonic() - begun) + 1, seen
    assert seen["429"] + seen["not let in"] + seen["cut off"] > 50, seen
    assert asyncio.run(attacks.raw(room.port, attacks.request("/"), address="127.0.0.77")) == "200"


def test_sockets_and_guesses_without_end(room: Class) -> None:
    seen = asyncio.run(attacks.sockets(room.port, room.code, 0.7))
    assert seen["let in"] < 60 and seen.total() > seen["let in"], seen
    guessed = asyncio.run(attacks.pins(room.port, room.code, 0.5))
    assert set(guessed) <= {"403", "429"} and guessed["403"]
    assert not re.search("PIN for a second device", room.ask("GET", "/teacher")[1])  # it is void by then


def test_half_open_connections_are_given_up() -> None:
    http, _ = protocols(Gauge(Limits(patience=1.0, connections=5)))
    assert asyncio.run(dawdled(http, connections=8, patience=1.0)) == (3, 5)
