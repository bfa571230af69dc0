"""What the operator does to a gateway counts at once, and is on the service's own record."""

from datetime import timedelta

import pytest

from core.actions.gateways import add_gateway, limit_gateway, remove_gateway, rotate_gateway
from core.audit import OPERATOR, SYSTEM, Entry, Event
from core.refusals import BadField, UnknownGateway
from core.secret import Secret
from tests.core.examples import HOUR
from tests.core.ground import Ground
from tests.storage.making import a_secret

A_MOMENT = timedelta(microseconds=1)
FIRST, SECOND = a_secret(1), a_secret(2)


async def added(ground: Ground, rate: int | None = None) -> None:
    await add_gateway(ground.tools, ground.database.gateways, "edge", FIRST, rate=rate)


async def admitted(ground: Ground, secret: Secret) -> bool:
    return await ground.database.gateways.by_credential("edge", secret) is not None


async def on_record(ground: Ground) -> Entry:
    """What was done last."""
    async with ground.tools.store.reading(SYSTEM) as reading:
        return (await reading.audit(limit=1))[0]


async def test_both_secrets_open_during_the_overlap_and_the_new_one_after_it(ground: Ground) -> None:
    await added(ground)
    ground.clock.pass_(HOUR)
    await rotate_gateway(ground.tools, ground.database.gateways, "edge", SECOND, overlap=HOUR)
    ground.clock.pass_(HOUR - A_MOMENT)
    assert [await admitted(ground, each) for each in (FIRST, SECOND)] == [True, True]
    ground.clock.pass_(A_MOMENT)
    assert [await admitted(ground, each) for each in (FIRST, SECOND)] == [False, True]


async def test_a_new_secret_is_on_record_with_the_time_that_the_old_one_has_left(ground: Ground) -> None:
    await added(ground)
    await rotate_gateway(ground.tools, ground.database.gateways, "edge", SECOND, overlap=1.5 * HOUR)
    entry = await on_record(ground)
    assert (entry.event, entry.actor, entry.subject_name) == (Event.GATEWAY_ROTATE, OPERATOR, "edge")
    assert entry.details == {"overlap_seconds": 5400}


async def test_a_limit_is_set_and_taken_back_and_the_record_says_which(ground: Ground) -> None:
    await added(ground, rate=50)
    assert (await on_record(ground)).details["rate"] == 50
    limited = await limit_gateway(ground.database.gateways, "edge", 100)
    assert await ground.database.gateways.all() == [limited]
    entry = await on_record(ground)
    assert (limited.rate, entry.event, entry.details) == (100, Event.GATEWAY_LIMIT, {"rate": 100})

    usual = await limit_gateway(ground.database.gateways, "edge", None)
    assert (usual.rate, (await on_record(ground)).details) == (None, {})


async def test_a_limit_that_cannot_be_one_changes_nothing(ground: Ground) -> None:
    await added(ground, rate=50)
    with pytest.raises(BadField):
        await limit_gateway(ground.database.gateways, "edge", 0)
    assert [each.rate for each in await ground.database.gateways.all()] == [50]
    assert (await on_record(ground)).event is Event.GATEWAY_ADD


async def test_a_removed_gateway_is_refused_with_every_secret(ground: Ground) -> None:
    await added(ground)
    await rotate_gateway(ground.tools, ground.database.gateways, "edge", SECOND, overlap=HOUR)
    removed = await remove_gateway(ground.tools, ground.database.gateways, "edge")
    assert removed.removed_at == ground.clock.now
    assert [await admitted(ground, each) for each in (FIRST, SECOND)] == [False, False]
    entry = await on_record(ground)
    assert (entry.event, entry.subject, entry.actor) == (Event.GATEWAY_REMOVE, removed.id, OPERATOR)


async def test_what_is_no_gateway_or_none_any_more_is_named_in_the_refusal(ground: Ground) -> None:
    await added(ground)
    gateways = ground.database.gateways
    await remove_gateway(ground.tools, gateways, "edge")
    last = await on_record(ground)
    for name in ("edge", "nonsense"):
        with pytest.raises(UnknownGateway, match=name):
            await rotate_gateway(ground.tools, gateways, name, SECOND, overlap=HOUR)
        with pytest.raises(UnknownGateway, match=name):
            await limit_gateway(gateways, name, 5)
        with pytest.raises(UnknownGateway, match=name):
            await remove_gateway(ground.tools, gateways, name)
    assert await on_record(ground) == last
