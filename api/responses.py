"""From an answer to a response of the framework, and from a request to its body."""

import asyncio

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.answers import Answer

LARGEST_BODY = 4096
BODY_WITHIN = 2.0
"""Seconds."""
_CLOSE = {"Connection": "close"}


class Said(Response):
    def __init__(self, answer: Answer) -> None:
        self.status_code, self.body = answer.status, answer.body
        self.raw_headers = answer.headers
        self.background = None


async def body_of(request: Request) -> bytes:
    """Raises `HTTPException` for one that is too large or takes too long."""
    body = b""
    try:
        async with asyncio.timeout(BODY_WITHIN):
            async for part in request.stream():
                body += part
                if len(body) > LARGEST_BODY:
                    raise HTTPException(413, f"A body has {LARGEST_BODY} bytes at most.", _CLOSE)
    except TimeoutError:
        raise HTTPException(408, "The body took too long to arrive.", _CLOSE) from None
    return body
