"""A person is quicker than a sweep: the sweep steps back, and nothing is done twice or to what is gone."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from core.actions import overlap_warnings
from core.actions.delete import delete
from core.actions.expire_now import expire_now
from core.actions.overlap_warnings import warn_of_ends, warnings_due
from core.actions.until_moved import end_moved, moved_by_now
from core.integration import Integration
from core.intent import Purpose
from core.moving import hold_outs
from core.overlap import Overlap
from core.ports import Store, Tools
from core.refusals import NoOverlap
from tests.core.examples import DAY, HOUR, WEEK
from tests.core.ground import ADA, Ground, Hand
from tests.core.using import CURL, moving, uses

Deed = Callable[[], Awaitable[Any]]


class Meanwhile:
    """The store, where somebody does something just before the first reading or transaction begins."""

    def __init__(self, store: Store, deed: Deed, before: str) -> None:
        self._store, self._deed, self._before = store, deed, before

    def __getattr__(self, name: str) -> Any:
        return self._meanwhile if name == self._before else getattr(self._store, name)

    @asynccontextmanager
    async def _meanwhile(self, tenant: str) -> AsyncIterator[Any]:
        before, self._before = self._before, ""
        await self._deed()
        async with getattr(self._store, before)(tenant) as opened:
            yield opened


def meanwhile(ground: Ground, deed: Deed, before: str) -> Tools:
    return replace(ground.tools, store=Meanwhile(ground.tools.store, deed, before))


def deleting(ground: Ground, integration: Integration) -> Deed:
    async def deed() -> None:
        form = await ground.form(ADA, Purpose.DELETE, await ground.now(integration))
        await delete(ground.tools, ADA, form, typed=integration.name)

    return deed


async def ready_to_end(ground: Ground, hand: Hand) -> Integration:
    integration = await moving(ground, hand, CURL)
    ground.clock.pass_(HOUR)
    await uses(ground, integration, 2, CURL)
    return integration


@pytest.mark.parametrize("before", ["reading", "transaction"])
async def test_what_is_deleted_meanwhile_is_not_ended_again(ground: Ground, hand: Hand, before: str) -> None:
    integration = await ready_to_end(ground, hand)
    assert await end_moved(meanwhile(ground, deleting(ground, integration), before)) == 0


async def test_what_is_deleted_meanwhile_is_not_counted(ground: Ground, hand: Hand) -> None:
    integration = await ready_to_end(ground, hand)
    assert await moved_by_now(meanwhile(ground, deleting(ground, integration), "reading")) == 0


async def test_what_is_expired_meanwhile_is_not_ended_again(ground: Ground, hand: Hand) -> None:
    integration = await ready_to_end(ground, hand)

    async def expiring() -> None:
        await expire_now(ground.tools, ADA, integration.id, generation=None)

    assert await end_moved(meanwhile(ground, expiring, "transaction")) == 0


@pytest.mark.parametrize("before", ["reading", "transaction"])
async def test_nobody_is_warned_of_what_is_deleted_meanwhile(ground: Ground, hand: Hand, before: str) -> None:
    integration = await moving(ground, hand, CURL, overlap=Overlap.WEEK)
    ground.clock.pass_(WEEK - DAY)
    assert await warnings_due(ground.tools) == 1
    assert await warn_of_ends(meanwhile(ground, deleting(ground, integration), before)) == 0


async def test_of_two_that_warn_at_once_one_does(ground: Ground, hand: Hand) -> None:
    integration = await moving(ground, hand, CURL, overlap=Overlap.WEEK)
    ground.clock.pass_(WEEK - DAY)
    old = integration.retiring(ground.clock.now)
    assert old is not None
    async with ground.tools.store.transaction(integration.tenant) as tx:
        told = [await overlap_warnings._said(ground.tools, tx, integration, old, DAY) for _ in range(2)]

    assert told == [True, False]


async def test_without_an_overlap_nobody_holds_out_and_nothing_ends(ground: Ground, hand: Hand) -> None:
    settled = await ground.settled(hand)
    async with ground.tools.store.reading(settled.tenant) as reading:
        usage = await reading.usage(settled.id)

    assert hold_outs(settled, usage, ground.clock.now) is None
    with pytest.raises(NoOverlap):
        settled.end_as_moved(ground.clock.now)
