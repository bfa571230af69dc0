"""`GET /v1/scopes`: the permissions there are."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from core.catalogue import Catalogue

PATH = "/v1/scopes"


def route(catalogue: Catalogue) -> Route:
    told = [
        {
            "scope": permission.scope,
            "group": permission.group,
            "description": permission.description,
            "access": permission.access,
            "sensitivity": permission.sensitivity,
        }
        for permission in catalogue.permissions.values()
    ]

    async def scopes(_request: Request) -> Response:
        return JSONResponse({"scopes": told})

    return Route(PATH, scopes, methods=["GET"])
