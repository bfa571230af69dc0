"""What is said to a gateway: a status, headers, a body. Most answers are always the same bytes.

Both paths say them, the ASGI application and `api.protocol`, which writes `head` as it is.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from http import HTTPStatus
from typing import Self

Header = tuple[bytes, bytes]

AGAIN = (b"retry-after", b"1")
"""Seconds after which it may be different."""
BASIC = (b"www-authenticate", b'Basic realm="Latchkey"')
NOT_KEPT = (b"cache-control", b"no-store")
_JSON = (b"content-type", b"application/json")
_PROBLEM = (b"content-type", b"application/problem+json")


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    head: bytes
    """The headers as they go over the wire. A million answers may be kept, so nothing is kept twice."""
    body: bytes = b""

    @property
    def headers(self) -> list[Header]:
        return [
            (name, value) for name, _, value in (line.partition(b": ") for line in self.head.splitlines())
        ]

    def with_header(self, *header: bytes) -> Self:
        return replace(self, head=_line(header) + self.head)


def said(status: int, *more: Header) -> Answer:
    """An answer without a body."""
    return Answer(status, _head(NOT_KEPT, (b"content-length", b"0"), *more))


def json_answer(content: Mapping[str, object]) -> Answer:
    body = json.dumps(content, separators=(",", ":")).encode("ascii")
    return Answer(200, _describing(_JSON, len(body)), body)


def problem(status: int, detail: str = "", *more: Header, error: str = "") -> Answer:
    """RFC 9457. `error` is the code that OAuth clients look for (RFC 6749, section 5.2)."""
    body = json.dumps(problem_document(status, detail, error), separators=(",", ":")).encode()
    return Answer(status, _head(*more) + _describing(_PROBLEM, len(body)), body)


def problem_document(status: int, detail: str = "", error: str = "") -> dict[str, object]:
    told: dict[str, object] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    if detail:
        told["detail"] = detail
    if error:
        told["error"] = error
    return told


@lru_cache(maxsize=4096)
def _describing(content_type: Header, length: int) -> bytes:
    """Shared by all answers of one length."""
    return _head(NOT_KEPT, (b"content-length", str(length).encode()), content_type)


def _head(*headers: Header) -> bytes:
    return b"".join(_line(header) for header in headers)


def _line(header: tuple[bytes, ...]) -> bytes:
    return b": ".join(header) + b"\r\n"


INACTIVE = json_answer({"active": False})
"""Unknown, dead, malformed or foreign: nobody can tell which."""
NO_GATEWAY = problem(
    401,
    "Only a gateway may ask: send its name and secret by HTTP Basic.",
    BASIC,
    error="invalid_client",
)
UNAVAILABLE = problem(503, "Nothing can be said for certain at the moment.", AGAIN)
TOO_MANY = problem(429, "Too many requests from here.", AGAIN)
IN_ADDRESS = problem(
    400,
    "A token does not belong into an address, where logs keep it. Send it in the body, and replace this one.",
    error="invalid_request",
)
