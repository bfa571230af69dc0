"""Whether this process lives, and whether each part of it can do its work."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.problems import Problem

Question = Callable[[], Awaitable[str | None]]
"""None while all is well, else what is wrong, in words that give nothing away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What to ask. A part that does not run in this process has no question."""

    database: Question
    clock: Question | None = None
    slack: Question | None = None


async def alive(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


def routes(health: Health) -> Sequence[Route]:
    return (
        Route("/healthz", alive, methods=["GET"]),
        Route("/readyz", _answer(health.database), methods=["GET"]),
        Route("/readyz/clock", _answer(health.clock), methods=["GET"]),
        Route("/readyz/slack", _answer(health.slack), methods=["GET"]),
    )


def _answer(question: Question | None) -> Callable[[Request], Awaitable[Response]]:
    async def ready(_request: Request) -> Response:
        wrong = await question() if question else "This part does not run in this process."
        return Problem(503, wrong) if wrong else JSONResponse({"status": "ok"})

    return ready
