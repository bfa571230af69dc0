"""Latchkey for a Python API: an ASGI middleware to copy. It needs aiohttp.

    app = Latchkey(app, "http://127.0.0.1:8025", "edge", os.environ["LATCHKEY_SECRET"], needs=needs)

Whatever is behind it finds the integration in ``scope["latchkey"]``: ``client_id``, ``scope`` and so on, as
Latchkey's introspection answers. A request without a good token never gets there.
"""

import base64
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import aiohttp

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

BEARER = 'Bearer realm="api"'
WITHIN = aiohttp.ClientTimeout(total=2)


def any_good_token(_scope: Scope) -> frozenset[str]:
    return frozenset()


class Refused(Exception):  # noqa: N818 - an answer, not an error
    def __init__(self, status: int, *header: str) -> None:
        self.status, self.header = status, header


class Latchkey:
    """`needs` says which permissions a request takes. It is asked before the API is."""

    def __init__(
        self,
        app: App,
        address: str,
        gateway: str,
        secret: str,
        needs: Callable[[Scope], frozenset[str]] = any_good_token,
    ) -> None:
        self._app, self._needs = app, needs
        self._url = f"{address}/v1/introspect"
        credential = base64.b64encode(f"{gateway}:{secret}".encode()).decode()
        self._headers = {"Authorization": f"Basic {credential}"}
        self._session: aiohttp.ClientSession | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):  # the server's own starting and stopping
            await self._app(scope, receive, send)
            return
        try:
            known = await self._known(scope)
        except Refused as refused:
            await _say(refused, scope, send)
            return
        await self._app({**scope, "latchkey": known}, receive, send)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _known(self, scope: Scope) -> dict[str, Any]:
        needed = self._needs(scope)
        known = await self._introspect(_token(scope), needed, scope)
        if known.get("active") is not True:
            raise Refused(401, "WWW-Authenticate", f'{BEARER}, error="invalid_token"')
        if not needed <= set(known["scope"].split()):
            lacking = f'{BEARER}, error="insufficient_scope", scope="{" ".join(sorted(needed))}"'
            raise Refused(403, "WWW-Authenticate", lacking)
        return known

    async def _introspect(self, token: str, needed: frozenset[str], scope: Scope) -> dict[str, Any]:
        if self._session is None:  # made here, because it belongs to the event loop
            self._session = aiohttp.ClientSession(headers=self._headers, timeout=WITHIN)
        asked = {
            "token": token,
            "required_scope": " ".join(sorted(needed)),
            "client_ip": (scope.get("client") or [""])[0],
            "user_agent": _header(scope, b"user-agent"),
        }
        try:
            async with self._session.post(self._url, data=asked, allow_redirects=False) as answer:
                answer.raise_for_status()
                known: dict[str, Any] = await answer.json()
                return known
        except (aiohttp.ClientError, TimeoutError, ValueError):  # neither a yes nor a no
            raise Refused(503, "Retry-After", "1") from None


def _token(scope: Scope) -> str:
    scheme, _, token = _header(scope, b"authorization").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Refused(401, "WWW-Authenticate", BEARER)
    return token.strip()


def _header(scope: Scope, name: bytes) -> str:
    """Two of one name are none: whoever sends them tries something."""
    values: list[bytes] = [value for each, value in scope["headers"] if each.lower() == name]
    return values[0].decode("latin-1") if len(values) == 1 else ""


async def _say(refused: Refused, scope: Scope, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    name, value = refused.header
    headers = [(name.lower().encode(), value.encode()), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
