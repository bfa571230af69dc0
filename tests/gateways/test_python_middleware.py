"""What only the Python middleware can be asked: the server's own messages, and WebSockets."""

from pathlib import Path
from typing import Any

import pytest

from tests.databases import NewDatabase
from tests.gateways.proxies import the_middleware
from tests.gateways.standing import standing
from tests.gateways.test_api_page import latchkey_itself


async def _reached(scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "reached", "scope": scope["type"]})


async def _none() -> Any:
    raise AssertionError("there is nothing to read")


async def said(middleware: Any, **scope: Any) -> list[Any]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    await middleware({"headers": [], "client": ("127.0.0.1", 1), "path": "/", **scope}, _none, send)
    return sent


async def test_the_servers_own_starting_and_stopping_passes() -> None:
    middleware = the_middleware().Latchkey(_reached, "http://127.0.0.1:1", "edge", "secret")
    assert await said(middleware, type="lifespan") == [{"type": "reached", "scope": "lifespan"}]


@pytest.mark.parametrize("good", [True, False])
async def test_a_web_socket_needs_a_good_token_too(
    new_sqlite: NewDatabase, tmp_path: Path, *, good: bool
) -> None:
    new_sqlite(tmp_path)
    async with standing(latchkey_itself, tmp_path) as here:
        settings = dict(line.split("=", 1) for line in here.url.splitlines())
        name, secret = settings["GATEWAY"].split(":")
        middleware = the_middleware().Latchkey(_reached, settings["API"], name, secret)
        token = here.secret.reveal() if good else "junk"
        answer = await said(
            middleware, type="websocket", headers=[(b"authorization", f"Bearer {token}".encode())]
        )
        await middleware.close()
    passed, refused = {"type": "reached", "scope": "websocket"}, {"type": "websocket.close", "code": 1008}
    assert answer == [passed if good else refused]


async def test_two_tokens_are_none() -> None:
    middleware = the_middleware().Latchkey(_reached, "http://127.0.0.1:1", "edge", "secret")
    twice = [(b"authorization", b"Bearer a"), (b"Authorization", b"Bearer b")]
    start, _ = await said(middleware, type="http", method="GET", headers=twice)
    assert (start["status"], start["headers"][0]) == (401, (b"www-authenticate", b'Bearer realm="api"'))
