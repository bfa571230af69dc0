"""The fleet board: where one is posted, and that whoever deletes it is not nagged."""

import pytest

from core.actions.boards import post_board
from core.cards import FLEET
from core.notices import Kind, Outgoing
from tests.core.examples import DAY, HOUR
from tests.core.ground import HOME, Ground
from tests.core.incident_ground import CHANNEL
from tests.core.test_sweeps_meet_people import meanwhile


async def on_their_way(ground: Ground) -> list[Outgoing]:
    return [each for each in await ground.said() if each.notice.kind is Kind.BOARD]


async def delivered(ground: Ground) -> str:
    """Gives the id of its card."""
    (board,) = await on_their_way(ground)
    await ground.database.outbox.delivered(
        board.id, ground.clock.now, channel=board.notice.to, ts="1772357400.000100"
    )
    return board.id


async def standing(ground: Ground) -> str:
    await ground.change_workspace(security_channel=CHANNEL)
    assert await post_board(ground.tools, HOME)
    return await delivered(ground)


async def deleted(ground: Ground, card: str) -> None:
    async with ground.tools.store.transaction(HOME) as tx:
        await tx.cards.close(card)


async def test_without_a_security_channel_there_is_no_board(ground: Ground) -> None:
    assert not await post_board(ground.tools, HOME)
    assert await on_their_way(ground) == []


async def test_a_new_security_channel_gets_one_about_the_whole_fleet_at_once(ground: Ground) -> None:
    await ground.change_workspace(security_channel=CHANNEL)
    assert await post_board(ground.tools, HOME)
    (board,) = await on_their_way(ground)
    assert (board.notice.to, board.notice.integration_id, board.notice.urgent) == (CHANNEL, FLEET, True)


async def test_where_one_is_up_to_date_none_is_posted_however_old_it_is(ground: Ground) -> None:
    await standing(ground)
    ground.clock.pass_(100 * DAY)
    assert not await post_board(ground.tools, HOME)
    assert await on_their_way(ground) == []


async def test_one_that_is_still_on_its_way_is_not_posted_twice(ground: Ground) -> None:
    await ground.change_workspace(security_channel=CHANNEL)
    assert [await post_board(ground.tools, HOME) for _ in range(2)] == [True, False]


async def test_a_board_that_was_deleted_comes_back_the_next_day_and_not_before(ground: Ground) -> None:
    await deleted(ground, await standing(ground))
    ground.clock.pass_(HOUR)
    assert not await post_board(ground.tools, HOME)
    ground.clock.pass_(DAY - HOUR)
    assert await post_board(ground.tools, HOME)


async def test_another_security_channel_gets_its_own_on_the_same_day(ground: Ground) -> None:
    await standing(ground)
    await ground.change_workspace(security_channel="C-OTHER")
    assert await post_board(ground.tools, HOME)
    assert [each.notice.to for each in await on_their_way(ground)] == ["C-OTHER"]


@pytest.mark.parametrize("faster", ["posts it", "posts and delivers it", "takes the channel away"])
async def test_whoever_is_slower_posts_none(ground: Ground, faster: str) -> None:
    await ground.change_workspace(security_channel=CHANNEL)

    async def somebody() -> None:
        if faster == "takes the channel away":
            await ground.change_workspace(security_channel=None)
            return
        assert await post_board(ground.tools, HOME)
        if faster == "posts and delivers it":
            await delivered(ground)

    assert not await post_board(meanwhile(ground, somebody, "transaction"), HOME)
    assert len(await on_their_way(ground)) == (faster == "posts it")
