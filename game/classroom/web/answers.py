"""Answers to requests: forms read within bounds, pages and JSON sent, files kept small."""

from __future__ import annotations

import gzip
from hashlib import sha256
from urllib.parse import parse_qsl

from attrs import frozen
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

MOST_FIELDS = 60
LONG = 1_400
"""Bytes from which a page is worth packing: less goes in one packet anyway."""


class BadForm(ValueError):
    """What was sent is no form of ours."""


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a posted form. Raises `BadForm`."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind != "application/x-www-form-urlencoded":
        raise BadForm("a form is expected")
    try:
        pairs = parse_qsl((await request.body()).decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise BadForm("this form cannot be read") from None
    return dict(pairs)


def number(fields: dict[str, str], name: str) -> int:
    """A whole number in a form. Raises `BadForm`."""
    text = fields.get(name, "")
    bare = text[1:] if text[:1] in "-+" else text
    if not (bare.isascii() and bare.isdecimal() and len(bare) < 16):
        raise BadForm(f"`{name}` is a whole number")
    return int(text)


def wants_json(request: Request) -> bool:
    """Whether it was the page's script that asked."""
    return "application/json" in request.headers.get("accept", "")


def page(request: Request, text: str, status: int = 200) -> Response:
    """A page, packed where the browser can unpack it."""
    return _packed(request, Response(text, status, media_type="text/html; charset=utf-8"))


def _packed(request: Request, answer: Response) -> Response:
    body = bytes(answer.body)
    if len(body) >= LONG and "gzip" in request.headers.get("accept-encoding", ""):
        answer.body = gzip.compress(body, 1)
        answer.headers["content-encoding"] = "gzip"
        answer.headers["content-length"] = str(len(answer.body))
    answer.headers["vary"] = "accept-encoding, cookie"
    return answer


def done(request: Request, values: dict[str, object], back: str) -> Response:
    """What was asked is done: JSON for the script, else the page again."""
    return JSONResponse(values) if wants_json(request) else RedirectResponse(back, 303)


def json_text(text: str) -> Response:
    """JSON that is written already."""
    return Response(text, media_type="application/json")


@frozen
class File:
    """A file of the page: kept by browsers until it changes."""

    kind: str
    body: bytes
    packed: bytes
    tag: str

    @classmethod
    def of(cls, kind: str, body: bytes) -> File:
        """The file with this content."""
        return cls(kind, body, gzip.compress(body, 9, mtime=0), f'"{sha256(body).hexdigest()[:16]}"')

    def answer(self, request: Request) -> Response:
        """The file, or that the browser has it already."""
        headers = {"etag": self.tag, "cache-control": "no-cache", "vary": "accept-encoding"}
        if request.headers.get("if-none-match") == self.tag:
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(self.packed, media_type=self.kind, headers={**headers, "content-encoding": "gzip"})
        return Response(self.body, media_type=self.kind, headers=headers)
