"""The head of a request has a size at most. What arrives in one piece has not been measured before."""

from starlette.types import ASGIApp, Receive, Scope, Send

from api.answers import problem
from api.responses import Said

LARGEST_ADDRESS, LARGEST_HEADERS = 4096, 16 * 1024
TOO_LONG = problem(414, f"An address has {LARGEST_ADDRESS} bytes at most.")
TOO_LARGE = problem(431, f"Headers have {LARGEST_HEADERS} bytes at most.")


class Caps:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if len(scope["raw_path"]) + len(scope["query_string"]) > LARGEST_ADDRESS:
            await Said(TOO_LONG)(scope, receive, send)
        elif sum(len(name) + len(value) for name, value in scope["headers"]) > LARGEST_HEADERS:
            await Said(TOO_LARGE)(scope, receive, send)
        else:
            await self._app(scope, receive, send)
