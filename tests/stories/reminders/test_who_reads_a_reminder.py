"""Owner, security channel and admins each read it at their stage, in words of their own."""

import pytest

from core.actor import Role
from core.audit import OPERATOR
from sandbox import ShownMessage
from tests.office import Office
from tests.stories.reminders.calendar import DAY, about, comes_to, latest, redrawn, ways
from tests.stories.reminders.test_acting_on_a_reminder import FIRST_ROW
from tests.stories.reminders.test_fleet_board import SECURITY, sets_channel

pytestmark = pytest.mark.slow


def in_channel(office: Office) -> list[ShownMessage]:
    return [message for message in about(office.ada) if message.channel == SECURITY]


async def escalating(office: Office, stage: int) -> None:
    """Mia owns it; Adi was given the admin role; there is a security channel."""
    await sets_channel(office, "security")
    async with office.product.tools.store.transaction(office.slack.team_id) as tx:
        await tx.set_role(office.adi.id, Role.ADMIN, by=OPERATOR)
    await office.creates(office.ada, "Billing", owner=office.mia.id)
    await comes_to(office, stage, zone="America/New_York")


async def test_each_stage_reaches_the_owner_with_the_day_in_words(sqlite_office: Office) -> None:
    office = sqlite_office
    office.clock.pass_(2 * DAY)  # due on a Tuesday: no two stages meet on a Friday
    await office.creates(office.ada, "Billing")
    seen = []
    for stage in (30, 14, 7, 3, 1, 0, -1, -3):
        await comes_to(office, stage)
        seen.append(latest(office.ada).text)
    assert len(about(office.ada)) == 8
    assert all("is due for rotation" in words for words in seen[:6])
    assert "overdue: its token was to be replaced" in seen[-1]


async def test_the_channel_hears_of_it_on_the_day_and_may_act(office: Office) -> None:
    await escalating(office, 0)
    (card,) = in_channel(office)
    assert f"Its owner is <@{office.mia.id}>." in card.text
    assert ways(card) == FIRST_ROW

    await office.adi.clicks("Acknowledge", in_=card)
    await redrawn(office)
    assert "<@U0ADI0000> acknowledged it" in card.text
    assert "<@U0ADI0000> acknowledged it" in latest(office.mia).text


async def test_whoever_may_not_is_told_so_and_changes_nothing(office: Office) -> None:
    await escalating(office, 0)
    (card,) = in_channel(office)
    before = len(office.max.sees)
    await office.max.clicks("Acknowledge", in_=card)
    await office.max.waits_until(lambda: len(office.max.sees) > before)
    await redrawn(office)
    assert "acknowledged" not in card.text


async def test_admins_hear_of_it_after_three_days_unless_somebody_has_it_in_hand(office: Office) -> None:
    await escalating(office, -3)
    told = [message.text for message in about(office.adi) if message.channel != SECURITY]
    assert len(told) == 1
    assert "You hear of it as an admin" in told[0]


async def test_a_second_press_is_told_who_has_it_in_hand(office: Office) -> None:
    await escalating(office, 0)
    (card,) = in_channel(office)
    await office.adi.clicks("Acknowledge", in_=card)
    while "reminder:acknowledge" not in await office.events("Billing"):
        pass  # it is being done; the message is drawn anew only later, so both see the button
    before = len(office.ada.sees)
    await office.ada.clicks("Acknowledge", in_=card)
    await office.ada.waits_until(lambda: len(office.ada.sees) > before)
    assert office.ada.sees[-1].text == "<@U0ADI0000> has *Billing* in hand already."


async def test_when_the_owner_has_gone_those_who_are_left_hear_of_every_stage(office: Office) -> None:
    await sets_channel(office, "security")
    await office.creates(office.ada, "Billing", owner=office.mia.id)
    office.slack.deactivate(office.mia)
    await comes_to(office, 7, zone="UTC")
    older, card = in_channel(office)[-2:]
    assert "cannot be told any more" in card.text
    assert ways(card) == FIRST_ROW
    await redrawn(office)
    assert "a later reminder continues this one" in older.text

    await office.adi.clicks("Reassign", in_=card)
    await office.adi.waits_until(lambda: office.adi.modal and office.adi.modal.submit)
    await office.adi.fills({"owner": office.adi.id})
    await office.adi.submits()
    await office.adi.waits_until(lambda: office.adi.modal and "from now on" in office.adi.modal.all_text)
    await comes_to(office, 3, zone="UTC")
    assert latest(office.adi).channel != SECURITY
    assert "You hear of it as its owner." in latest(office.adi).text
