"""What is said to a gateway: a status, headers, a body. Most answers are always the same bytes.

Both paths say them, the ASGI application and `api.protocol`, which writes `head` as it is.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus

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
    headers: tuple[Header, ...]
    body: bytes
    head: bytes = field(init=False, repr=False, compare=False)
    """The headers as they go over the wire; where they are the same for many answers, so are these bytes."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "head", _wire(self.headers))


def said(status: int, *more: Header) -> Answer:
    """An answer without a body."""
    return Answer(status, (NOT_KEPT, (b"content-length", b"0"), *more), b"")


def json_answer(content: Mapping[str, object]) -> Answer:
    body = json.dumps(content, separators=(",", ":")).encode("ascii")
    return Answer(200, _describing(_JSON, len(body)), body)


def problem(status: int, detail: str = "", *more: Header, error: str = "") -> Answer:
    """RFC 9457. `error` is the code that OAuth clients look for (RFC 6749, section 5.2)."""
    body = json.dumps(problem_document(status, detail, error), separators=(",", ":")).encode()
    return Answer(status, (*_describing(_PROBLEM, len(body)), *more), body)


def problem_document(status: int, detail: str = "", error: str = "") -> dict[str, object]:
    told: dict[str, object] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    if detail:
        told["detail"] = detail
    if error:
        told["error"] = error
    return told


@lru_cache(maxsize=4096)
def _describing(content_type: Header, length: int) -> tuple[Header, ...]:
    """Shared by all answers of one length."""
    return (NOT_KEPT, (b"content-length", str(length).encode()), content_type)


@lru_cache(maxsize=4096)
def _wire(headers: Sequence[Header]) -> bytes:
    return b"".join(b"%b: %b\r\n" % header for header in headers) + b"\r\n"


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
