"""`POST /v1/introspect`: RFC 7662."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.asked import header_fields
from api.desk import Desk
from api.introspection import PATH
from api.kinds import INTROSPECTION
from api.responses import Said, body_of


def route(desk: Desk) -> Route:
    async def introspect(request: Request) -> Response:
        sent, body = header_fields(request.scope["headers"]), await body_of(request)
        asked = INTROSPECTION.read(sent, request.scope["query_string"], body)
        return Said(await desk.answer(INTROSPECTION, asked))

    return Route(PATH, introspect, methods=["POST"])
