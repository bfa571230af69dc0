"""Whose token is this? Named to those who may deal with it; and how often somebody may ask."""

from datetime import timedelta

import pytest

from core.leaks.asking import MOST, WITHIN, AskedTooOften, may_ask
from tests.core.ground import ADA, HOME, MAX, Ground


async def asks(ground: Ground, user: str) -> None:
    async with ground.tools.store.transaction(HOME) as tx:
        await may_ask(tx, user, ground.clock.now)


async def has_asked_enough(ground: Ground) -> None:
    for _ in range(MOST):
        await asks(ground, ADA.id)


async def test_whoever_asks_like_a_program_is_told_to_wait_and_what_a_program_would_do(
    ground: Ground,
) -> None:
    await has_asked_enough(ground)
    with pytest.raises(AskedTooOften, match=r"20 times within 10 minutes.*POST /v1/leaks"):
        await asks(ground, ADA.id)


async def test_nobody_waits_because_somebody_else_asked_often(ground: Ground) -> None:
    await has_asked_enough(ground)
    await asks(ground, MAX.id)


async def test_after_a_while_they_may_ask_again_but_no_sooner(ground: Ground) -> None:
    await has_asked_enough(ground)
    window = WITHIN.total_seconds()
    left = timedelta(seconds=window - ground.clock.now.timestamp() % window)
    ground.clock.pass_(left - timedelta(seconds=1))
    with pytest.raises(AskedTooOften):
        await asks(ground, ADA.id)
    ground.clock.pass_(timedelta(seconds=1))
    await asks(ground, ADA.id)
