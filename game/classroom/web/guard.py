"""What stands before every request: who asks, how often, from where, how much; and the headers of every answer."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from typing import Any

from attrs import define, field
from starlette.exceptions import HTTPException

from game.classroom.web.limits import Gauge
from game.classroom.web.room import Room

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

STUDENT, TEACHER = "mv_student", "mv_teacher"
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    # Not `no-referrer`: with it browsers send `Origin: null` with forms.
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


def hashed(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()


def new_token() -> str:
    """A token of 128 bits."""
    return secrets.token_urlsafe(16)


@define(eq=False)
class Guard:
    """The outermost part of the server."""

    app: App
    room: Room
    gauge: Gauge
    paired: set[str] = field(factory=set)
    """The hashes of the tokens of the teacher's other devices."""
    names: frozenset[str] = frozenset(("localhost",))
    """Host names besides addresses that are the server's own."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if sum(len(key) + len(value) for key, value in scope["headers"]) > self.gauge.limits.headers:
            await _refuse(scope, receive, send, 431, "too many headers")
            return
        headers = {key: value.decode("latin-1") for key, value in scope["headers"]}
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await _refuse(scope, receive, send, *refusal)
            return
        guarded = _Sending(scope, send)
        if scope["type"] == "http":
            receive = _limited(receive, self.gauge.limits.body)
        await self.app(scope, receive, guarded.send)

    def _refusal(self, scope: Scope, headers: dict[bytes, str]) -> tuple[int, str] | None:
        """Why a request is not let in; who asks is noted in the scope."""
        address = scope["client"][0] if scope.get("client") else ""
        cookies = _cookies(headers.get(b"cookie", ""))
        token = headers.get(b"x-student", "") or cookies.get(STUDENT, "")
        student = self.room.ahead.secrets.get(hashed(token), "") if token else ""
        host = headers.get(b"host", "")
        scope["student"] = student
        scope["teacher"] = self._is_teacher(address, host, cookies)
        if not scope["teacher"] and not (self.gauge.student(student) if student else self.gauge.stranger(address)):
            return 429, "too many requests"
        if not self._is_ours(host):
            return 421, "this is not the address of the class"
        method = scope.get("method", "GET")
        if method not in ("GET", "HEAD", "POST"):
            return 405, "method not allowed"
        if method == "POST" or scope["type"] == "websocket":
            origin = headers.get(b"origin")
            if origin is not None and origin not in (f"http://{host}", f"https://{host}"):
                return 403, "this came from another site"
            if headers.get(b"sec-fetch-site", "same-origin") not in ("same-origin", "none"):
                return 403, "this came from another site"
        length = headers.get(b"content-length", "0")
        if not length.isdecimal() or int(length[:18]) > self.gauge.limits.body:
            return 413, "too large"
        return None

    def _is_teacher(self, address: str, host: str, cookies: dict[str, str]) -> bool:
        """The laptop's own browser, by its own name, or a device that was paired."""
        if address in ("127.0.0.1", "::1") and _name(host) in ("localhost", "127.0.0.1", "::1"):
            return True
        token = cookies.get(TEACHER, "")
        return bool(token) and hashed(token) in self.paired

    def _is_ours(self, host: str) -> bool:
        """Whether the name in a request is one of the server's: an address, or the laptop's own name.

        Another name would be a web site that has itself resolved to this address.
        """
        name = _name(host)
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return name.lower() in self.names
        return True


def _name(host: str) -> str:
    """The name in a Host header, without the port."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _cookies(header: str) -> dict[str, str]:
    if not header or len(header) > 4_096:
        return {}
    try:
        return {key: morsel.value for key, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}


def _limited(receive: Receive, most: int) -> Receive:
    """The body as it comes, as long as it is no longer than it may be."""
    had = 0

    async def limited() -> Message:
        nonlocal had
        message = await receive()
        had += len(message.get("body", b""))
        if had > most:
            raise HTTPException(413, "too large", headers={"connection": "close"})
        return message

    return limited


class _Sending:
    """Puts the headers that every answer has in front of it."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._send = send
        host = next((v.decode("latin-1") for k, v in scope["headers"] if k == b"host"), "")
        safe = "".join(c for c in host if c.isalnum() or c in ".:[]-")
        # Some browsers do not count WebSockets as 'self'.
        self._policy = (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
            f"connect-src 'self' ws://{safe} wss://{safe}; base-uri 'none'; frame-ancestors 'none'"
        ).encode()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            known = {key.lower() for key, _ in message.get("headers", [])}
            more = [*_HEADERS, (b"content-security-policy", self._policy)]
            if b"cache-control" not in known:
                more.append((b"cache-control", b"no-store"))
            message = {**message, "headers": [*message.get("headers", []), *more]}
        await self._send(message)


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, reason: str) -> None:
    """A short answer, and the end of the connection: whoever is refused has nothing more to send."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 4000 + status % 1000, "reason": reason})
        return
    body = f"{reason}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()),
               (b"connection", b"close"), *_HEADERS]  # fmt: skip
    if status == 429:
        headers.append((b"retry-after", b"5"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
