"""What Slack delivers again is known by its name, at any process."""

import pytest

from bot.once import Once
from tests.bot.transport.small_bot import Memory
from tests.databases import Clock

PAYLOADS = [{"type": "view_closed"}, {"type": "block_actions", "trigger_id": "1.2"}, {"event_id": "Ev1"}]


@pytest.mark.parametrize("payload", PAYLOADS)
async def test_the_same_envelope_counts_once(payload: dict[str, str], clock: Clock) -> None:
    memory = Memory()
    one, other = Once(memory, clock), Once(memory, clock)

    assert await one.first_time(payload, "envelope-1")
    assert not await other.first_time(payload, "envelope-1")


async def test_what_has_no_name_at_all_is_new(clock: Clock) -> None:
    once = Once(Memory(), clock)

    assert [await once.first_time({"type": "url_verification"}) for _ in range(2)] == [True, True]


async def test_one_trigger_may_bring_a_click_and_a_submission(clock: Clock) -> None:
    once = Once(Memory(), clock)

    assert await once.first_time({"type": "block_actions", "trigger_id": "1.2"})
    assert await once.first_time({"type": "view_submission", "trigger_id": "1.2"})
