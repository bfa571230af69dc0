"""Slack's requests over HTTP: `POST /slack/events`, behind the gate."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.gate import Gate
from bot.once import Once
from core.ports import Replays

_SHOWN_TO_LISTENERS = ("x-slack-retry-num", "x-slack-retry-reason")


def slack_events(app: AsyncApp, signing_secret: str, replays: Replays, now: Callable[[], datetime]) -> Gate:
    """The ASGI application to serve; its `tally` is for the metrics."""
    return Gate(_Bolt(app, Once(replays, now)), signing_secret=signing_secret, replays=replays, now=now)


class _Bolt:
    """Hands on what the gate let through."""

    def __init__(self, app: AsyncApp, once: Once) -> None:
        self._app, self._once = app, once

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        response = await self._answer(request, await request.body())
        await response(scope, receive, send)

    async def _answer(self, request: Request, body: bytes) -> Response:
        try:
            payload = read_payload(body, request.headers["content-type"])
            bolt_request = _verified(payload, request.headers)
        except (ValueError, TypeError, AttributeError, RecursionError):
            # It is signed, so this is Slack's doing, and no reason to break.
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        if not await self._once.first_time(payload):
            return Response(headers={"x-slack-no-retry": "1"})
        return to_starlette_response(await self._app.async_dispatch(bolt_request))


def read_payload(body: bytes, content_type: str) -> dict[str, Any]:
    """An event is JSON, a command a form, anything else a form with JSON in it.

    Raises `ValueError`, `TypeError` or `RecursionError` for what is none of them.
    """
    if content_type.lower().startswith("application/json"):
        payload = json.loads(body)
    else:
        fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
        payload = json.loads(fields["payload"]) if "payload" in fields else fields
    if not isinstance(payload, dict):
        raise TypeError("A request from Slack is an object.")
    return payload


def _verified(payload: dict[str, Any], headers: Mapping[str, str]) -> AsyncBoltRequest:
    """For Bolt the request comes in Socket Mode: verified and parsed already.

    Bolt would verify it again by a clock of its own, and parse it again. Headers are not signed, so it sees
    only those that cannot do harm.
    """
    shown = {name: headers[name] for name in _SHOWN_TO_LISTENERS if name in headers}
    return AsyncBoltRequest(mode="socket_mode", body=payload, headers=dict(shown))
