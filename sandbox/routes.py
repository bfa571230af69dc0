"""Which address leads where."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp

from sandbox.misbehaviour import DroppedError, Misbehaviour
from sandbox.page_api import PageApi
from sandbox.response_url_endpoint import ResponseUrlEndpoint
from sandbox.same_site import SameSite
from sandbox.upload_endpoint import UploadEndpoint
from sandbox.web_api.endpoint import WebApi
from sandbox.web_api.rate_limits import RateLimits
from sandbox.world import World


def application(world: World, misbehaviour: Misbehaviour, *, rate_limits: bool) -> ASGIApp:
    web_api = WebApi(world, misbehaviour, RateLimits(world.clock) if rate_limits else None)
    answers = ResponseUrlEndpoint(world, misbehaviour)
    page = PageApi(world)
    routed = Starlette(
        routes=[
            Route("/api/{method}", web_api.serve, methods=["GET", "POST"]),
            Route("/response/{secret}", answers.serve, methods=["POST"]),
            Route("/upload/v1/{secret}", UploadEndpoint(world).serve, methods=["POST"]),
            WebSocketRoute("/link/", world.sockets.serve),
            Route("/", page.index),
            Route("/page/{file:path}", page.file),
            Route("/people", page.people),
            Route("/do", page.do, methods=["POST"]),
            WebSocketRoute("/live", page.live),
        ],
        exception_handlers={DroppedError: _nobody_there},
    )
    return SameSite(routed)


def _nobody_there(_: Request, __: Exception) -> Response:
    """The connection was cut on purpose; whatever is answered goes nowhere."""
    return Response()
