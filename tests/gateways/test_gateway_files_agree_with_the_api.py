"""What cannot be run here is at least read: it names the headers that the API reads and writes."""

import re
from typing import Any

import pytest
import yaml

from api.authorization import PATH, passed, read
from core.token import State
from core.verification import Known
from tests.databases import START
from tests.gateways.standing import DOCS

ASKING = {"x-gateway-authorization", "x-required-scope", "x-client-ip", "x-client-user-agent"}
ANSWERING = {"x-integration-id", "x-integration-scopes", "x-integration-workspace"}
FILES = ["nginx.conf", "envoy.yaml", "traefik.yml", "Caddyfile"]
KNOWN = Known(
    tenant="T1",
    integration_id="i1",
    name="Billing sync",
    token_id="t1",
    version=1,
    scopes=frozenset(),
    state=State.CURRENT,
    issued_at=START,
    ends_at=None,
    epoch=1,
)


def test_the_names_are_those_of_the_api() -> None:
    sent = {name.encode(): b"contacts.readonly" for name in ASKING}
    asked = read({**sent, b"authorization": b"Bearer x"}, b"", b"")
    assert asked.wanted == {"contacts.readonly"}
    assert {asked.credential, asked.address.encode(), asked.agent.encode()} == {b"contacts.readonly"}
    assert {name.decode() for name, _ in passed(KNOWN).headers} >= ANSWERING


@pytest.mark.parametrize("name", FILES)
def test_every_header_is_set_or_taken_away(name: str) -> None:
    text = (DOCS / name).read_text().lower()
    named = set(re.findall(r"x-(?:gateway|required|client|integration)-[a-z-]*[a-z]", text))
    assert named == ASKING | ANSWERING
    assert PATH in text


def test_envoy_fails_closed_and_lets_the_caller_know_why() -> None:
    (door,) = [
        each
        for each in _filters(yaml.safe_load((DOCS / "envoy.yaml").read_text()))
        if each["name"] == "envoy.filters.http.ext_authz"
    ]
    settings = door["typed_config"]
    assert settings["failure_mode_allow"] is False
    assert settings["status_on_error"] == {"code": "ServiceUnavailable"}
    told = settings["http_service"]["authorization_response"]["allowed_client_headers"]["patterns"]
    assert {"exact": "www-authenticate"} in told


def _filters(envoy: Any) -> Any:
    (listener,) = envoy["static_resources"]["listeners"]
    return listener["filter_chains"][0]["filters"][0]["typed_config"]["http_filters"]


def test_with_traefik_each_router_asks_and_no_middleware_lacks_a_header() -> None:
    traefik = yaml.safe_load((DOCS / "traefik.yml").read_text())["http"]
    for router in traefik["routers"].values():
        needs, ask, forget = router["middlewares"]
        assert (ask, forget) == ("ask-latchkey", "forget")
        sets = traefik["middlewares"][needs]["headers"]["customRequestHeaders"]
        assert {name.lower() for name in sets} == ASKING
    taken_away = traefik["middlewares"]["forget"]["headers"]["customRequestHeaders"]
    assert taken_away == {"Authorization": "", "X-Gateway-Authorization": ""}
