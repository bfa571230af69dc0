"""`python -m bench.verification.bare PORT`: the same server, with the least that can be an answer.

It says the same bytes as the product, and finds out nothing.
"""

import asyncio
import sys
from typing import Any

from cli.answering import KEEP_ALIVE
from cli.running import run_until_stopped
from cli.serving import serving
from core.setting_values import Bind

BODY = (
    b'{"active":true,"scope":"contacts.readonly invoices.readonly",'
    b'"client_id":"01a0b1c2-d3e4-7f56-8a9b-0c1d2e3f4a5b","sub":"T0BENCH","token_type":"Bearer",'
    b'"iat":1800000000,"integration_name":"Copy 12345","token_version":1}'
)
INTROSPECTED = (
    {
        "type": "http.response.start",
        "status": 200,
        "headers": [
            (b"cache-control", b"no-store"),
            (b"content-length", str(len(BODY)).encode()),
            (b"content-type", b"application/json"),
        ],
    },
    {"type": "http.response.body", "body": BODY},
)
AUTHORIZED = (
    {
        "type": "http.response.start",
        "status": 200,
        "headers": [
            (b"cache-control", b"no-store"),
            (b"content-length", b"0"),
            (b"x-integration-id", b"01a0b1c2-d3e4-7f56-8a9b-0c1d2e3f4a5b"),
            (b"x-integration-scopes", b"contacts.readonly invoices.readonly"),
            (b"x-integration-workspace", b"T0BENCH"),
        ],
    },
    {"type": "http.response.body", "body": b""},
)


async def app(scope: Any, _receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI
    start, body = AUTHORIZED if scope["path"] == "/v1/authorize" else INTROSPECTED
    await send(start)
    await send(body)


async def main() -> None:
    bind = Bind("127.0.0.1", int(sys.argv[1]))
    async with serving(app, bind, "", keep_alive=KEEP_ALIVE):
        await asyncio.Event().wait()


if __name__ == "__main__":
    run_until_stopped(main())
