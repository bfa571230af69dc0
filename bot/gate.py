"""The gate before Bolt: lets through what Slack signed, once, and nothing else.

Bolt parses a body before it verifies it, answers malformed headers with a traceback, logs the body of what
it refuses, answers an unsigned `ssl_check`, and runs a captured request as often as it is sent. None of it
can be reached from outside behind this gate. What is turned away gets a status and nothing more.
"""

import asyncio
import hashlib
import hmac
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.tally import Reason, Tally
from core.ports import Replays

PATH = "/slack/events"
LARGEST_BODY = 256 * 1024
"""Slack's own limit for a view is 250 kB."""
READ_WITHIN = timedelta(seconds=2)
WINDOW = timedelta(seconds=300)
KEEP = 2 * WINDOW + timedelta(minutes=1)
"""A stamp may lie ahead by the window and is then good for two; and our own clocks differ a little."""

_CONTENT_TYPES = {b"application/json", b"application/x-www-form-urlencoded"}
_TIMESTAMP = re.compile(rb"[0-9]{1,12}")
_SIGNATURE = re.compile(rb"v0=[0-9a-f]{64}")

log = structlog.get_logger(__name__)


class TurnedAway(Exception):  # noqa: N818 - an answer, not an error
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class HungUp(Exception):  # noqa: N818 - nobody is there to be answered
    """The other side left before its request was complete."""


class Gate:
    """An ASGI application around another one, which gets the body as it was signed."""

    def __init__(
        self,
        inner: ASGIApp,
        *,
        signing_secret: str,
        replays: Replays,
        now: Callable[[], datetime],
        read_within: timedelta = READ_WITHIN,
    ) -> None:
        if not signing_secret:
            raise ValueError("Without a signing secret anyone could sign.")
        self.tally = Tally(now)
        self._inner, self._secret, self._replays = inner, signing_secret.encode(), replays
        self._now, self._read_within = now, read_within

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close"})
        if scope["type"] != "http":
            return
        try:
            body = await self._admit(scope, receive)
        except TurnedAway as answer:
            self.tally.turned_away(answer.reason)
            await _turn_away(send, answer.reason)
        except HungUp:
            self.tally.turned_away(Reason.HUNG_UP)
        else:
            self.tally.let_through()
            await self._inner(scope, _already_read(body, receive), send)

    async def _admit(self, scope: Scope, receive: Receive) -> bytes:
        """The body of a good request. What costs nothing is looked at first, the database last."""
        _expect_post(scope)
        timestamp = _only(scope, b"x-slack-request-timestamp", _TIMESTAMP)
        signature = _only(scope, b"x-slack-signature", _SIGNATURE)
        if abs(self._now().timestamp() - int(timestamp)) > WINDOW.total_seconds():
            raise TurnedAway(Reason.STALE)
        body = await self._read(receive)
        if not hmac.compare_digest(self._sign(timestamp, body), signature):
            raise TurnedAway(Reason.FORGED)
        if not _is_utf8(body):
            raise TurnedAway(Reason.MALFORMED)
        await self._expect_new(timestamp, signature)
        return body

    async def _read(self, receive: Receive) -> bytes:
        try:
            async with asyncio.timeout(self._read_within.total_seconds()):
                return await _whole_body(receive)
        except TimeoutError:
            raise TurnedAway(Reason.TOO_SLOW) from None

    def _sign(self, timestamp: bytes, body: bytes) -> bytes:
        signed = b"v0:%b:%b" % (timestamp, body)
        return b"v0=" + hmac.digest(self._secret, signed, hashlib.sha256).hex().encode()

    async def _expect_new(self, timestamp: bytes, signature: bytes) -> None:
        digest = hashlib.sha256(b"request:%b:%b" % (timestamp, signature)).digest()
        try:
            new = await self._replays.first_time(digest, self._now(), keep=KEEP)
        except Exception:
            # Slack repeats an event that got no answer; a person is told that it did not work.
            log.exception("cannot_tell_a_replay")
            raise TurnedAway(Reason.UNSURE) from None
        if not new:
            raise TurnedAway(Reason.REPLAYED)


def _expect_post(scope: Scope) -> None:
    if scope["path"] != PATH:
        raise TurnedAway(Reason.WRONG_PATH)
    if scope["method"] != "POST":
        raise TurnedAway(Reason.WRONG_METHOD)
    types = _all(scope, b"content-type")
    if len(types) != 1 or types[0].partition(b";")[0].strip().lower() not in _CONTENT_TYPES:
        raise TurnedAway(Reason.WRONG_CONTENT_TYPE)


def _all(scope: Scope, name: bytes) -> list[bytes]:
    return [value for header, value in scope["headers"] if header.lower() == name]


def _only(scope: Scope, name: bytes, shape: re.Pattern[bytes]) -> bytes:
    """The header's value, if it stands there exactly once and in its one shape."""
    values = _all(scope, name)
    if len(values) != 1 or not shape.fullmatch(values[0]):
        raise TurnedAway(Reason.UNSIGNED)
    return values[0]


async def _whole_body(receive: Receive) -> bytes:
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise HungUp
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            raise TurnedAway(Reason.TOO_LARGE)
        more = message.get("more_body", False)
    return bytes(body)


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _already_read(body: bytes, receive: Receive) -> Receive:
    rest = [body]

    async def receive_again() -> Message:
        if rest:
            return {"type": "http.request", "body": rest.pop(), "more_body": False}
        return await receive()

    return receive_again


async def _turn_away(send: Send, reason: Reason) -> None:
    # Nobody who is turned away keeps the connection: the rest of a body may still be on its way.
    headers = [(b"content-length", b"0"), (b"connection", b"close")]
    if reason is Reason.WRONG_METHOD:
        headers.append((b"allow", b"POST"))
    await send({"type": "http.response.start", "status": reason.status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
