"""Only this machine's own page may act as a person: other sites in the same browser are turned away.

Loopback keeps other machines out, but any web page that is open in the browser can send requests to it. A
foreign `Origin`, and a `Host` that is no loopback name (DNS rebinding), are refused before anything is read.
"""

from http import HTTPStatus
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "frame-ancestors 'none'"
"""The page says the rest itself; this one directive only counts in a header."""


class SameSite:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_ours(Headers(scope=scope)):
            await _refuse(scope, receive, send)
            return

        async def with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["content-security-policy"] = POLICY
            await send(message)

        await self._app(scope, receive, with_policy)


def _is_ours(headers: Headers) -> bool:
    host = headers.get("host", "")
    if not _is_loopback(urlsplit(f"//{host}").hostname or ""):
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == host


def _is_loopback(name: str) -> bool:
    try:
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    words = "The pretend Slack answers its own page and the bot on this machine only.\n"
    await PlainTextResponse(words, HTTPStatus.FORBIDDEN)(scope, receive, send)
