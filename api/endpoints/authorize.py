"""`/v1/authorize` and all below it, by every method: a proxy may put the original address behind it."""

from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from api.asked import header_fields
from api.authorization import PATH
from api.desk import Desk
from api.kinds import AUTHORIZATION
from api.responses import Said


class Authorize(BaseRoute):
    """A `Route` knows no "every method", and its patterns stop at a line break in an address."""

    path = PATH

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        fits = scope["type"] == "http" and f"{scope['path']}/".startswith(f"{PATH}/")
        return (Match.FULL if fits else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = AUTHORIZATION.read(header_fields(scope["headers"]), scope["query_string"], b"")
        await Said(await self._desk.answer(AUTHORIZATION, asked))(scope, receive, send)
