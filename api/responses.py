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


async def body_of(request: Request, *, largest: int = LARGEST_BODY, within: float = BODY_WITHIN) -> bytes:
    """Raises `HTTPException` for one that is too large or takes too long."""
    parts, size = list[bytes](), 0
    try:
        async with asyncio.timeout(within):
            async for part in request.stream():
                parts.append(part)
                size += len(part)
                if size > largest:
                    raise HTTPException(413, f"A body has {largest} bytes at most.", _CLOSE)
    except TimeoutError:
        raise HTTPException(408, "The body took too long to arrive.", _CLOSE) from None
    return b"".join(parts)
