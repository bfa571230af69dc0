"""A gateway asks about many tokens that are no good: the security channels hear of it, once an hour."""

from dataclasses import replace

import pytest

from core.actions.gateway_alarm import tell_of_bad_tokens
from core.gateway import Gateway
from core.notices import Kind, Notice
from tests.core.examples import DAY, HOUR
from tests.core.ground import HOME, Ground
from tests.core.incident_ground import CHANNEL
from tests.core.test_gateway_rules import a_gateway

OTHER = "T-OTHER"


async def alarm(ground: Ground, gateway: Gateway) -> int:
    return await tell_of_bad_tokens(ground.tools, gateway, (HOME, OTHER))


async def chosen(ground: Ground, tenant: str, channel: str) -> None:
    """A security channel, in its settings."""
    async with ground.tools.store.transaction(tenant) as tx:
        await tx.set_workspace(replace(await tx.workspace(), security_channel=channel), by="U-ADA")


async def heard(ground: Ground) -> list[tuple[str, Notice]]:
    return [(each.tenant, each.notice) for each in await ground.said()]


async def test_the_security_channel_reads_which_gateway_it_is_at_once(ground: Ground) -> None:
    await chosen(ground, HOME, CHANNEL)
    assert await alarm(ground, a_gateway("*")) == 1
    ((tenant, notice),) = await heard(ground)
    assert (tenant, notice.to, notice.kind) == (HOME, CHANNEL, Kind.BAD_TOKENS)
    assert (notice.facts, notice.integration_id) == ({"gateway": "edge"}, "")
    assert notice.urgent, "not kept for the morning"


@pytest.mark.parametrize(("tenants", "hear"), [({"*"}, {HOME, OTHER}), ({OTHER}, {OTHER}), ({"T-3"}, set())])
async def test_only_workspaces_that_it_may_ask_about_hear_of_it(
    ground: Ground, tenants: set[str], hear: set[str]
) -> None:
    await chosen(ground, HOME, CHANNEL)
    await chosen(ground, OTHER, "C-OTHER")
    assert await alarm(ground, a_gateway(*tenants)) == len(hear)
    assert {tenant for tenant, _ in await heard(ground)} == hear


async def test_whichever_process_notices_it_is_said_once_in_an_hour(ground: Ground) -> None:
    await chosen(ground, HOME, CHANNEL)
    assert [await alarm(ground, a_gateway("*")) for _ in range(3)] == [1, 0, 0]
    ground.clock.pass_(HOUR)
    assert [await alarm(ground, a_gateway("*")) for _ in range(2)] == [1, 0]
    ground.clock.pass_(DAY - HOUR)
    assert await alarm(ground, a_gateway("*")) == 1, "the same hour of another day is another hour"
    assert len(await heard(ground)) == 3


async def test_a_channel_that_is_chosen_later_has_missed_nothing(ground: Ground) -> None:
    assert await alarm(ground, a_gateway("*")) == 0
    await chosen(ground, HOME, CHANNEL)
    assert await alarm(ground, a_gateway("*")) == 1
