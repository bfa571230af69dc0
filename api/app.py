"""The gateways' door: which address is answered by what."""

from collections.abc import Callable, Sequence
from functools import partial

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from api.caps import Caps
from api.desk import Desk
from api.endpoints import github_leaks, introspect, leaks, openapi, revoke, scopes, whoami
from api.endpoints.authorize import Authorize
from api.github.keys import Fetch, GithubKeys, no_keys
from api.health import Health, routes
from api.leaks import Reports
from api.metrics import Measure, route
from api.no_store import NoStore
from api.problems import HANDLERS
from api.protocol import HotProtocol
from core.ports import Tools


def build(health: Health, desk: Desk, tools: Tools, github: Fetch | None = None) -> Starlette:
    """What gateways ask, and those who hold or found a token. Complete without `protocol`.

    Without GitHub's keys, nothing is believed to be from there.
    """
    reports = Reports(desk=desk, tools=tools)
    return _app(
        (
            introspect.route(desk),
            Authorize(desk),
            revoke.route(desk, tools),
            whoami.route(desk),
            leaks.route(leaks.Counter(reports=reports)),
            github_leaks.route(reports, GithubKeys(fetch=github or no_keys)),
            scopes.route(tools.catalogue),
            openapi.route(),
            *routes(health),
        )
    )


def protocol(desk: Desk) -> Callable[..., HotProtocol]:
    """For uvicorn's `http`: the same answers on the two hot paths, sooner."""
    return partial(HotProtocol, desk=desk)


def build_operations(health: Health, measure: Measure) -> Starlette:
    """What only the operator's own machines should reach: health again, and metrics."""
    return _app((*routes(health), route(measure)))


def _app(served: Sequence[BaseRoute]) -> Starlette:
    app = Starlette(
        routes=served,
        middleware=[Middleware(NoStore), Middleware(Caps)],
        exception_handlers=HANDLERS,
    )
    app.router.redirect_slashes = False  # it would send a token's holder to whatever Host the request named
    return app
