"""A reminder says who uses the token, what nobody uses, and what is half done; and removes the unused."""

import pytest

from tests.office import Office
from tests.stories.gateway import CRON, CURL, Gateway, a_gateway
from tests.stories.reminders.calendar import DAY, comes_to, latest, redrawn, ways

pytestmark = pytest.mark.slow

SCOPES = ["contacts.readonly", "contacts.write", "invoices.readonly"]


async def overdue(office: Office) -> Gateway:
    """Watched since the first day; lately, nobody asked for anything but to read contacts."""
    gateway = await a_gateway(office)
    token = await office.creates(office.ada, "Billing", scopes=SCOPES)
    await gateway.passes((token, CURL), (token, CRON))
    await comes_to(office, -1)
    await gateway.passes((token, CURL))
    await comes_to(office, -3)
    return gateway


async def test_it_says_who_uses_the_token_and_what_nobody_used(office: Office) -> None:
    await overdue(office)
    reminder = latest(office.ada)
    assert "3 days overdue: its token was to be replaced" in reminder.text
    assert "It was last used 2 days ago, by `203.0.113.0/24` `curl` via edge-eu" in reminder.text
    assert "2 of its 3 permissions were never used in 90 days" in reminder.text
    assert "`contacts.write` and `invoices.readonly`" in reminder.text
    assert ways(reminder)[-1] == "Remove unused permissions"


async def test_unused_permissions_are_removed_with_one_press_and_put_back_with_another(
    office: Office,
) -> None:
    ada = office.ada
    await overdue(office)
    question = ada.question("Remove unused permissions", in_=latest(ada))
    assert "• `contacts.write`\n• `invoices.readonly`" in question
    await ada.clicks("Remove unused permissions", in_=latest(ada))
    await redrawn(office)
    assert (await office.integration("Billing")).scopes == {"contacts.readonly"}
    card = latest(ada)
    assert "<@U0ADA0000> removed 2 permissions that nobody used" in card.text
    assert ways(card)[-1] == "Put them back"

    await ada.clicks("Put them back", in_=card)
    await redrawn(office)
    assert (await office.integration("Billing")).scopes == set(SCOPES)
    assert "permissions" not in latest(ada).text


async def test_after_a_week_they_cannot_be_put_back_with_one_press(sqlite_office: Office) -> None:
    office, ada = sqlite_office, sqlite_office.ada
    await overdue(office)
    await ada.clicks("Remove unused permissions", in_=latest(ada))
    await redrawn(office)
    card = latest(ada)
    office.clock.pass_(8 * DAY)
    await ada.clicks("Put them back", in_=card)
    await ada.waits_until(lambda: "Nothing can be put back" in ada.sees[-1].all_text)


async def test_a_half_done_rotation_is_told_with_who_is_still_on_the_old_token(office: Office) -> None:
    ada = office.ada
    gateway = await a_gateway(office)
    token = await office.creates(ada, "Billing")
    await comes_to(office, 14)
    await office.pass_(3 * DAY)
    await gateway.passes((token, CURL), (token, CRON))
    await office.rotates(ada, "Billing", overlap="7 days later")
    await comes_to(office, 7)
    await redrawn(office)

    reminder = latest(ada)
    assert "was shown to <@U0ADA0000>" in reminder.text
    assert "and is not used yet: 2 callers still on the old one." in reminder.text
