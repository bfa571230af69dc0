"""Delivery without Socket Mode: a signed POST to the bot, on this machine or in this process."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlencode

from sandbox.delivery.http_answer import HttpAnswer, HttpClient
from sandbox.delivery.parcel import Parcel
from sandbox.delivery.signing import signature
from sandbox.errors import NotAcknowledgedError
from sandbox.json_types import Json

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@dataclass(frozen=True)
class SignedHttp:
    client: HttpClient
    signing_secret: str
    clock: Callable[[], datetime]
    ack_within: float

    @property
    def connected(self) -> bool:
        """There is no connection to lose: whether somebody is there shows with the next request."""
        return True

    async def send(self, parcel: Parcel) -> Json:
        body, headers = self.request(parcel)
        try:
            async with asyncio.timeout(self.ack_within):
                answer = await self.client.post(body, headers)
        except TimeoutError as problem:
            raise NotAcknowledgedError("operation_timeout", retry_reason="http_timeout") from problem
        except OSError as problem:
            raise NotAcknowledgedError("dispatch_failed", retry_reason="connection_failed") from problem
        return _read(parcel, answer)

    async def close(self) -> None:
        await self.client.close()

    def request(self, parcel: Parcel) -> tuple[bytes, dict[str, str]]:
        """Body and headers, signed for this moment."""
        content_type, body = _encoded(parcel)
        timestamp = int(self.clock().timestamp())
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": str(timestamp),
            "X-Slack-Signature": signature(self.signing_secret, timestamp, body),
        }
        if parcel.retry_number:
            headers["X-Slack-Retry-Num"] = str(parcel.retry_number)
            headers["X-Slack-Retry-Reason"] = parcel.retry_reason
        return body, headers


def _encoded(parcel: Parcel) -> tuple[str, bytes]:
    if parcel.kind == "slash_commands":
        return FORM, urlencode(parcel.payload).encode()
    text = json.dumps(parcel.payload)
    if parcel.kind == "interactive":
        return FORM, urlencode({"payload": text}).encode()
    return JSON, text.encode()


def _read(parcel: Parcel, answer: HttpAnswer) -> Json:
    if not _is_good(parcel, answer.status):
        # The bot may say that it wants no more of an event.
        reason = "" if answer.headers.get("x-slack-no-retry") == "1" else "http_error"
        raise NotAcknowledgedError("dispatch_failed", retry_reason=reason)
    if not answer.body.strip() or not parcel.accepts_answer:
        return {}
    if answer.headers.get("content-type", "").startswith(JSON):
        return _object(answer.body)
    return {"text": answer.body.decode(errors="replace")}


def _is_good(parcel: Parcel, status: int) -> bool:
    if parcel.kind == "events_api":
        return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES
    return status == HTTPStatus.OK


def _object(body: bytes) -> Json:
    try:
        content = json.loads(body)
    except ValueError as problem:
        raise NotAcknowledgedError("dispatch_unknown_error") from problem
    if not isinstance(content, dict):
        raise NotAcknowledgedError("dispatch_unknown_error")
    return content
