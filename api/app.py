"""The gateways' door: which address is answered by what."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from api.health import Health, routes
from api.metrics import Measure, route
from api.no_store import NoStore
from api.problems import HANDLERS


def build(health: Health) -> Starlette:
    """What gateways ask."""
    return _app(routes(health))


def build_operations(health: Health, measure: Measure) -> Starlette:
    """What only the operator's own machines should reach: health again, and metrics."""
    return _app((*routes(health), route(measure)))


def _app(served: Sequence[Route]) -> Starlette:
    return Starlette(
        routes=served,
        middleware=[Middleware(NoStore)],
        exception_handlers=HANDLERS,
    )
