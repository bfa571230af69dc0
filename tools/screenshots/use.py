"""What gateways have told of the third parties: so that evidence of use is in the pictures."""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from core.actions.gateways import add_gateway
from core.evidence import Caller, UseCount
from core.gateway import PREFIX
from core.secret import Secret
from tests.office import Office

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Used(NamedTuple):
    name: str
    version: int
    network: str
    agent: str
    ago: timedelta
    times: int
    scopes: tuple[str, ...] = ()
    since: timedelta = DAY
    """How long before that it was seen first."""
    refused: bool = False


SHOP, NIGHTLY = ("203.0.113.0/24", "okhttp"), ("198.51.100.0/24", "ledger-sync")
USES = (
    Used("Billing sync", 1, *SHOP, 3 * MINUTE, 12045, ("contacts.readonly", "invoices.readonly")),
    Used("Billing sync", 1, *NIGHTLY, 390 * MINUTE, 78, ("invoices.write",)),
    Used("Warehouse", 1, *SHOP, 3 * DAY, 124980),
    Used("Warehouse", 2, *SHOP, 2 * MINUTE, 8120, ("products.readonly", "store/shipping.write")),
    Used("Warehouse", 1, *NIGHTLY, 9 * MINUTE, 461, ("products/prices.readonly",)),
    Used("Warehouse", 1, "192.0.2.0/24", "PostmanRuntime", 5 * DAY, 3),
    Used("Payroll export", 1, *NIGHTLY, 380 * MINUTE, 93, ("users.readonly",), 92 * DAY),
    Used("Survey tool", 1, "192.0.2.0/24", "python-requests", 51 * MINUTE, 6020),
    Used("Support desk", 1, "203.0.113.0/24", "axios", MINUTE / 2, 90311),
    Used("Analytics", 1, "192.0.2.0/24", "python-requests", 2 * DAY, 8),
    Used("Website forms", 1, "203.0.113.0/24", "Mozilla", 12 * MINUTE, 2241),
    Used("Telephony", 1, "198.51.100.0/24", "Asterisk", 25 * MINUTE, 519),
)


FOUND = (
    Used("Analytics", 1, "203.0.113.0/24", "curl", 40 * MINUTE, 312, ("contacts.readonly",), 3 * MINUTE),
)
"""By somebody who has found its token."""
TRIED = (
    Used("Decoy in the wiki", 1, "192.0.2.0/24", "python-requests", MINUTE, 2, since=MINUTE, refused=True),
)
"""By somebody who reads the wiki."""


async def use(office: Office) -> None:
    """By the office's one gateway, as of now."""
    secret = Secret.mint(PREFIX, os.urandom)
    gateway = await add_gateway(office.product.tools, office.database.gateways, "edge-eu", secret)
    await _count_all(office, gateway.id, USES)


async def found(office: Office) -> None:
    await _seen_by_the_gateway(office, FOUND)


async def tried(office: Office) -> None:
    await _seen_by_the_gateway(office, TRIED)


async def _seen_by_the_gateway(office: Office, uses: Sequence[Used]) -> None:
    (gateway,) = await office.database.gateways.all()
    await _count_all(office, gateway.id, uses)


async def _count_all(office: Office, gateway: str, uses: Sequence[Used]) -> None:
    tokens = {name: await _tokens(office, name) for name in {each.name for each in uses}}
    await office.database.uses.add([_count(office, each, gateway, tokens[each.name]) for each in uses])


async def _tokens(office: Office, name: str) -> Mapping[int, tuple[str, str]]:
    """By version: ids of the integration and of the token."""
    found = await office.integration(name)
    async with office.product.tools.store.reading(found.tenant) as reading:
        return {token.version: (found.id, token.id) for token in await reading.tokens(found.id)}


def _count(office: Office, used: Used, gateway: str, ids: Mapping[int, tuple[str, str]]) -> UseCount:
    at: datetime = office.clock.now - used.ago
    integration_id, token_id = ids[used.version]
    return UseCount(
        tenant=office.slack.team_id,
        integration_id=integration_id,
        token_id=token_id,
        caller=Caller(gateway, used.network, used.agent),
        refused=used.refused,
        first_at=at - used.since,
        last_at=at,
        count=used.times,
        longest_pause=DAY,
        scopes=dict.fromkeys(used.scopes, at),
    )
