"""Cards while Slack has a bad day, and after people have deleted what was posted."""

from datetime import timedelta

import pytest

from core import notices
from sandbox.faults import Kind
from tests.office import Office
from tests.stories.reminders.calendar import comes_to, latest, redrawn


async def acknowledged(office: Office) -> None:
    """Something to draw."""
    await office.creates(office.ada, "Billing")
    await comes_to(office, 7)
    await redrawn(office)
    await office.ada.clicks("Acknowledge", in_=latest(office.ada))
    await office.slack.settles()


async def open_cards(office: Office) -> list[str]:
    async with office.product.tools.store.reading(office.slack.team_id) as reading:
        return [card.ts for card in await reading.cards.open(notices.Kind.REMINDER)]


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["http_500", "timeout", "reset_after", "reset_before", "garbage"])
async def test_whatever_slack_does_the_card_is_right_in_the_end(sqlite_office: Office, fault: Kind) -> None:
    office = sqlite_office
    await acknowledged(office)
    office.slack.faults.next("chat.update", fault)
    await redrawn(office)
    await office.pass_(timedelta(minutes=1))
    await redrawn(office)
    assert "has it in hand" in latest(office.ada).text


async def test_slack_is_left_alone_for_as_long_as_it_asks(sqlite_office: Office) -> None:
    office = sqlite_office
    await acknowledged(office)
    office.slack.faults.next("chat.update", "ratelimit", retry_after=30)
    await redrawn(office)
    assert "has it in hand" not in latest(office.ada).text
    await office.pass_(timedelta(seconds=30))
    assert "has it in hand" in latest(office.ada).text


async def test_a_card_that_somebody_deleted_is_given_up(office: Office) -> None:
    await acknowledged(office)
    card = latest(office.ada)
    assert card.ts in await open_cards(office)
    office.slack.world.remove(card.message)
    await redrawn(office)
    assert card.ts not in await open_cards(office)
