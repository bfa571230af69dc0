"""In quarantine a token reads, for those who used it before; nobody else hears that it is good."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.evidence import UseCount
from core.incidents.kinds import Exposed, Exposure, Way
from core.integration import Integration
from core.responding import Call, respond
from core.secret import Secret
from core.token import State
from tests.api.door import TENANT, Door, Reply, bearer

OURS = {"X-Client-IP": "203.0.113.7", "X-Client-User-Agent": "curl/8.5"}
THEIRS = {"X-Client-IP": "198.51.100.9", "X-Client-User-Agent": "python-requests/2"}
READ, WRITE = {"X-Required-Scope": "invoices.readonly"}, {"X-Required-Scope": "contacts.write"}
PATHS = pytest.mark.parametrize("slow", [False, True], ids=["hot", "slow"])


async def authorized(door: Door, secret: Secret, *about: dict[str, str], slow: bool = False) -> Reply:
    headers = {"X-Gateway-Authorization": door.gateway, "Authorization": bearer(secret)}
    for each in about:
        headers |= each
    return await door.ask("GET", "/v1/authorize", headers, slow=slow)


async def written_down(door: Door) -> None:
    """What gateways asked so far, as the collector writes it every few seconds."""
    counts = [
        UseCount(
            tenant=use.tenant,
            integration_id=use.integration_id,
            token_id=use.token_id,
            caller=use.caller,
            first_at=use.at,
            last_at=use.at,
            count=1,
        )
        for use in door.uses
        if not use.refused
    ]
    await door.database.uses.add(counts)
    door.uses.clear()


async def quarantined(door: Door, integration: Integration, call: Call | None = None) -> None:
    await written_down(door)
    door.clock.pass_(timedelta(minutes=1))
    async with door.tools.store.transaction(TENANT) as tx:
        now = await tx.integration(integration.id)
        await respond(door.tools, tx, now, call or Call(way=Way.QUARANTINE), by="UADA", lead="UADA")


@PATHS
async def test_known_callers_go_on_reading_and_nothing_else(door: Door, slow: bool) -> None:
    integration, secret = await door.integration()
    assert (await authorized(door, secret, OURS, WRITE, slow=slow)).status == 200
    await quarantined(door, integration)

    said = await authorized(door, secret, OURS, READ, slow=slow)
    assert (said.status, said.headers["x-integration-scopes"]) == (200, "invoices.readonly")
    assert (await authorized(door, secret, OURS, WRITE, slow=slow)).status == 403
    told = (await door.introspect(secret, slow=slow, client_ip="203.0.113.8", user_agent="curl/9")).json
    assert (told["active"], told["scope"]) == (True, "invoices.readonly")


@PATHS
async def test_a_caller_that_nobody_knows_hears_what_one_with_junk_hears(door: Door, slow: bool) -> None:
    integration, secret = await door.integration()
    await authorized(door, secret, OURS)
    await quarantined(door, integration)

    for _ in ("cold", "warm"):
        said = await authorized(door, secret, THEIRS, READ, slow=slow)
        assert (said.status, said.headers["www-authenticate"].count("invalid_token")) == (401, 1)
        told = await door.introspect(secret, slow=slow, client_ip="198.51.100.9", user_agent="x")
        assert told.json == {"active": False}
    assert [use.refused for use in door.uses] == [True] * 4, "it is evidence"


async def test_a_request_that_was_answered_with_yes_before_is_judged_anew(door: Door) -> None:
    """The hot path remembers whole requests: those that it let in before must not slip through."""
    integration, secret = await door.integration()
    await authorized(door, secret, OURS)
    await quarantined(door, integration)
    for _ in range(3):
        assert (await authorized(door, secret, OURS)).status == 200

    await door.change(integration, _without_callers)
    assert (await authorized(door, secret, OURS)).status == 401


def _without_callers(integration: Integration) -> Integration:
    assert integration.quarantine is not None
    return replace(integration, quarantine=replace(integration.quarantine, callers=frozenset()))


async def test_through_a_gateway_that_tells_no_callers_everybody_reads(door: Door) -> None:
    integration, secret = await door.integration()
    await door.authorize(secret)
    await quarantined(door, integration)

    assert (await authorized(door, secret, READ)).status == 200
    assert (await authorized(door, secret, WRITE)).status == 403


async def test_who_came_only_after_the_exposure_is_not_known(door: Door) -> None:
    integration, secret = await door.integration()
    await authorized(door, secret, OURS)
    door.clock.pass_(timedelta(hours=1))
    await authorized(door, secret, THEIRS)
    exposed = Exposed(exposure=Exposure.INTERNAL, since=door.clock.now - timedelta(minutes=30))
    await quarantined(door, integration, Call(way=Way.QUARANTINE, exposed=exposed))

    assert (await authorized(door, secret, OURS)).status == 200
    assert (await authorized(door, secret, THEIRS)).status == 401


async def test_a_new_token_is_not_confirmed_by_a_stranger(door: Door) -> None:
    integration, secret = await door.integration()
    await authorized(door, secret, OURS)
    _, new = await door.offer(integration)
    await quarantined(door, integration)

    assert (await authorized(door, new, THEIRS)).status == 401
    assert await door.state(integration, 2) is State.OFFERED
    assert (await authorized(door, new, OURS)).status == 200
    assert await door.state(integration, 2) is State.CURRENT


async def test_out_of_quarantine_everything_is_as_before(door: Door) -> None:
    integration, secret = await door.integration()
    await quarantined(door, integration)
    assert not await _passes(door, secret)
    await door.change(integration, lambda it: replace(it, quarantine=None))

    assert await _passes(door, secret)


async def _passes(door: Door, secret: Secret) -> bool:
    return (await authorized(door, secret, THEIRS, WRITE)).status == 200
