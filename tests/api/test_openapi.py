"""The document says what the door does: no address more or less, and every answer in its shape."""

import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.applications import Starlette
from starlette.routing import Route

import api.app
from api.endpoints.openapi import document
from api.health import Health
from tests.api.door import FORM, Door, Reply, a_secret, bearer, form

DOCUMENT = document()
METHODS = {"get", "head", "post", "put", "patch", "delete", "options"}


def resolved(node: Any) -> Any:
    """Without references; there is no circle among them."""
    if isinstance(node, dict):
        if "$ref" in node:
            found = DOCUMENT
            for part in node["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            return resolved(found)
        return {key: resolved(value) for key, value in node.items()}
    return [resolved(each) for each in node] if isinstance(node, list) else node


def conforms(said: Reply, method: str, path: str) -> None:
    responses = resolved(DOCUMENT["paths"][path][method])["responses"]
    described = responses[str(said.status)]
    for name, header in described.get("headers", {}).items():
        assert name.lower() in said.headers, f"{path} {said.status}: {name}"
        Draft202012Validator(header["schema"]).validate(said.headers[name.lower()])
    if "content" in described and method != "head":
        (content_type,) = described["content"]
        assert said.headers["content-type"] == content_type
        Draft202012Validator(described["content"][content_type]["schema"]).validate(said.json)
    elif "content" not in described:
        assert said.body == b""


async def test_every_address_and_method_is_in_it_and_no_other(sqlite_door: Door) -> None:
    app: Starlette = api.app.build(Health(database=_well), sqlite_door.desk, sqlite_door.tools)
    served = {
        route.path: {method.lower() for method in route.methods or ()}
        if isinstance(route, Route)
        else METHODS
        for route in app.routes
        if hasattr(route, "path")
    }
    served["/v1/authorize/{address}"] = METHODS
    written = {path: METHODS & operations.keys() for path, operations in DOCUMENT["paths"].items()}
    assert written == served


async def test_every_answer_has_the_shape_that_is_written(sqlite_door: Door) -> None:
    door = sqlite_door
    integration, secret = await door.integration()
    _, new = await door.offer(integration)
    mine, as_form = {"Authorization": bearer(secret)}, {"Authorization": door.gateway, "Content-Type": FORM}
    proxied = {"X-Gateway-Authorization": door.gateway, **mine}
    asked: list[tuple[str, str, dict[str, str], bytes]] = [
        ("post", "/v1/introspect", as_form, form(secret)),
        ("post", "/v1/introspect", as_form, form(new)),
        ("post", "/v1/introspect", as_form, form(a_secret())),
        ("post", "/v1/introspect", as_form, b""),
        ("post", "/v1/introspect", {"Content-Type": FORM}, form(secret)),
        ("post", "/v1/introspect", as_form, b"x" * 5000),
        ("post", "/v1/introspect", {"Authorization": door.gateway}, b"x"),
        ("get", "/v1/authorize", proxied, b""),
        ("head", "/v1/authorize", proxied, b""),
        ("get", "/v1/authorize", {}, b""),
        ("get", "/v1/authorize", {"X-Gateway-Authorization": door.gateway}, b""),
        ("get", "/v1/authorize", {**proxied, "X-Required-Scope": "more"}, b""),
        ("get", "/v1/authorize", {**proxied, "X-Required-Scope": '"'}, b""),
        ("get", "/v1/whoami", mine, b""),
        ("head", "/v1/whoami", mine, b""),
        ("get", "/v1/whoami", {}, b""),
        ("post", "/v1/revoke", {"Content-Type": FORM}, form(a_secret())),
        ("post", "/v1/revoke", {"Content-Type": FORM}, b""),
        ("post", "/v1/revoke", {"Content-Type": FORM, "Authorization": "Basic x"}, form(secret)),
        ("post", "/v1/leaks", {"Content-Type": FORM}, form(a_secret())),
        ("post", "/v1/leaks", {"Content-Type": FORM}, b""),
        ("post", "/v1/leaks", {"Content-Type": "text/plain"}, b"x"),
        ("post", "/v1/leaks/github", {"Content-Type": "application/json"}, b"[]"),
        ("get", "/v1/scopes", {}, b""),
        ("get", "/openapi.json", {}, b""),
        ("get", "/healthz", {}, b""),
        ("get", "/readyz", {}, b""),
        ("get", "/readyz/slack", {}, b""),
    ]
    statuses = set()
    for method, path, headers, body in asked:
        said = await door.ask(method.upper(), path, headers, body)
        conforms(said, method, path)
        statuses.add(said.status)
    assert statuses == {200, 202, 400, 401, 403, 413, 415, 503}


async def test_it_is_served_as_it_is_written(sqlite_door: Door) -> None:
    said = await sqlite_door.ask("GET", "/openapi.json")
    assert said.json == DOCUMENT
    assert said.json["openapi"].startswith("3.1.")


def test_every_reference_leads_somewhere_and_every_shape_is_used() -> None:
    text = str(DOCUMENT)
    used = set(re.findall(r"#/components/(\w+/\w+)", text))
    there = {
        f"{kind}/{name}"
        for kind, named in DOCUMENT["components"].items()
        for name in named
        if kind != "securitySchemes"
    }
    assert used == there


@pytest.mark.parametrize("name", DOCUMENT["components"]["schemas"])
def test_every_shape_is_a_shape(name: str) -> None:
    Draft202012Validator.check_schema(resolved(DOCUMENT["components"]["schemas"][name]))


async def _well() -> str | None:
    return None
