"""Of what is alike, so much is said on one day."""

import pytest

from core.ports import Tools
from core.rationing import Ration
from tests.core.ground import HOME, Ground


async def takes(tools: Tools, ration: Ration, what: str) -> bool:
    async with tools.store.transaction(HOME) as tx:
        room = await ration.has_room(tx, what)
        assert await ration.takes(tx, what) is room
        return room


@pytest.mark.parametrize("most", [1, 3])
async def test_so_many_fit_and_no_more(ground: Ground, most: int) -> None:
    ration = Ration("for Ada on Monday", most)
    assert [await takes(ground.tools, ration, f"{number}") for number in range(5)].count(True) == most
    assert await takes(ground.tools, Ration("for Ada on Tuesday", most), "4")


async def test_what_was_said_takes_no_room(ground: Ground) -> None:
    ration = Ration("for Ada on Monday", 2)
    assert [await takes(ground.tools, ration, what) for what in ("a", "a", "b", "c")] == [
        True,
        False,
        True,
        False,
    ]
