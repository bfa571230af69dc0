"""`GET /openapi.json`: what this door can do, for machines. The text is in openapi.yaml."""

import json
from pathlib import Path
from typing import Any

import yaml
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

PATH = "/openapi.json"
_FILE = Path(__file__).with_name("openapi.yaml")


def document() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return read


def route() -> Route:
    body = json.dumps(document()).encode()

    async def openapi(_request: Request) -> Response:
        return Response(body, media_type="application/json")

    return Route(PATH, openapi, methods=["GET"])
