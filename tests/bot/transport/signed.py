"""Requests as Slack signs them, and a look at what an ASGI application answers."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.gate import Gate
from core.ports import Replays
from tests.bot.transport.small_bot import Memory
from tests.databases import START, Clock

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
FORM, JSON = b"application/x-www-form-urlencoded", b"application/json"
COMMAND = b"command=%2Fintegrations&text=list&user_id=U1&team_id=T1&trigger_id=1.2.abc"


@dataclass(frozen=True)
class Request:
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    method: str = "POST"
    path: str = "/slack/events"

    def without(self, name: bytes) -> "Request":
        return replace(self, headers=tuple(each for each in self.headers if each[0] != name))

    def with_header(self, name: bytes, value: bytes) -> "Request":
        return replace(self, headers=(*self.headers, (name, value)))

    def having(self, name: bytes, value: bytes) -> "Request":
        return self.without(name).with_header(name, value)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[bytes, bytes]
    body: bytes


def sign(timestamp: bytes, body: bytes, secret: str = SECRET) -> bytes:
    """Slack's recipe, written down a second time on purpose."""
    mac = hmac.new(secret.encode(), b"v0:" + timestamp + b":" + body, hashlib.sha256)
    return ("v0=" + mac.hexdigest()).encode()


def signed(body: bytes = COMMAND, *, at: float = 0, content_type: bytes = FORM) -> Request:
    """Signed when the tests' clock starts, or so many seconds after."""
    timestamp = str(int(START.timestamp() + at)).encode()
    return Request(
        body,
        (
            (b"content-type", content_type),
            (b"x-slack-request-timestamp", timestamp),
            (b"x-slack-signature", sign(timestamp, body)),
        ),
    )


async def send_to(app: ASGIApp, request: Request, chunks: Sequence[bytes] | None = None) -> Answer:
    parts = list(chunks if chunks is not None else [request.body])
    sent: list[Message] = []

    async def receive() -> Message:
        if not parts:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope(request), receive, send)
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return Answer(sent[0]["status"], dict(sent[0]["headers"]), body)


def scope(request: Request) -> dict[str, object]:
    return {
        "type": "http",
        "method": request.method,
        "path": request.path,
        "query_string": b"",
        "headers": list(request.headers),
    }


class Inside:
    """What stands behind the gate: it answers 200 and remembers the bodies it was given."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.bodies.append((await receive())["body"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"done"})


def gate_before(inside: Inside, clock: Clock, replays: Replays | None = None) -> Gate:
    return Gate(inside, signing_secret=SECRET, replays=replays or Memory(), now=clock)
