"""Carrying out a fault on one HTTP request: before the work, instead of it, or after it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from sandbox.delivery.socket_mode import Network
from sandbox.faults import Fault

DEFAULT_RETRY_AFTER = 30


class DroppedError(Exception):
    """The connection is gone; there is nobody left to answer."""


@dataclass(frozen=True)
class Misbehaviour:
    network: Network
    stopping: asyncio.Event

    async def answer(self, http: Request, fault: Fault | None, work: Callable[[], Response]) -> Response:
        """The answer to this request, with the work done, or not, as the fault has it."""
        if fault is None:
            return work()
        if fault.prevents_the_work:
            return self._instead(http, fault)
        if fault.kind == "slow":
            await self._wait(float(fault.details.get("seconds", 1)))
        response = work()
        match fault.kind:
            case "reset_after":
                raise self._drop(http)
            case "timeout":
                await self.stopping.wait()
                raise self._drop(http)
            case "garbage":
                return HTMLResponse("<html><body>Something went sideways</body></html>")
        return response

    def _instead(self, http: Request, fault: Fault) -> Response:
        match fault.kind:
            case "refuse":
                return JSONResponse(fault.refusal)
            case "ratelimit":
                return too_many_requests(int(fault.details.get("retry_after", DEFAULT_RETRY_AFTER)))
            case "http_500" | "http_503":
                status = HTTPStatus(int(fault.kind.removeprefix("http_")))
                return PlainTextResponse("upstream error", status)
        raise self._drop(http)

    def _drop(self, http: Request) -> DroppedError:
        host, port = http.scope["client"]
        self.network.cut((host, port))
        return DroppedError()

    async def _wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self.stopping.wait(), seconds)
        except TimeoutError:
            return


def too_many_requests(retry_after: int) -> Response:
    return JSONResponse(
        {"ok": False, "error": "ratelimited"},
        HTTPStatus.TOO_MANY_REQUESTS,
        headers={"Retry-After": str(retry_after)},
    )
