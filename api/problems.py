"""Errors as RFC 9457 problems. None of them repeats what was sent or how the server failed."""

import secrets
from http import HTTPStatus
from typing import Any

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse

from api.answers import problem_document

log = structlog.get_logger(__name__)


class Problem(JSONResponse):
    media_type = "application/problem+json"

    def __init__(self, status: int, detail: str = "", headers: dict[str, str] | None = None) -> None:
        super().__init__(problem_document(status, detail), status_code=status, headers=headers)


async def on_http_exception(_request: Request, error: HTTPException) -> Problem:
    """404, 405 with `Allow`, and bodies that cannot be read, with their sentence."""
    headers = dict(error.headers) if error.headers else None
    detail = "" if error.detail == HTTPStatus(error.status_code).phrase else error.detail
    return Problem(error.status_code, detail, headers=headers)


async def on_hanging_up(_request: Request, _gone: ClientDisconnect) -> Problem:
    """In the middle of a body. Nobody hears this, and nothing is broken."""
    return Problem(400)


async def on_breakage(request: Request, error: Exception) -> Problem:
    """A breakage is a reference to quote; the rest stands in the log."""
    reference = secrets.token_hex(4)
    log.error("request_failed", reference=reference, path=request.url.path, exc_info=error)
    return Problem(500, f"That did not work, and it is our fault. Quote {reference} when you ask.")


HANDLERS: dict[Any, Any] = {
    HTTPException: on_http_exception,
    ClientDisconnect: on_hanging_up,
    Exception: on_breakage,
}
