"""A third party with two machines moves to the new token, and Latchkey sees when it has."""

from datetime import timedelta

import pytest

from sandbox import Person
from tests.office import Office, everything, tokens_seen_by
from tests.stories.gateway import CRON, CURL, NOBODY, Gateway, a_gateway

pytestmark = pytest.mark.slow

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
UNTIL_MOVED = "When the third party has moved (30 days at most)"


async def shows(person: Person, words: str) -> None:
    await person.types("/integrations show Billing")
    await person.waits_until(lambda: person.modal and "What happened last" in person.modal.all_text)
    assert words in everything(person)
    await person.closes()


async def moving(office: Office, gateway: Gateway) -> tuple[str, str]:
    """Two machines use the old token; the new one was saved, and the old one ends when both have moved."""
    old = await office.creates(office.ada, "Billing")
    assert await gateway.passes((old, CURL), (old, CRON)) == [True, True]
    new = await office.rotates(office.ada, "Billing", overlap=UNTIL_MOVED)
    await office.ada.clicks("I saved it")
    await office.ada.waits_until(lambda: not tokens_seen_by(office.ada))
    return old, new


async def test_the_old_token_ends_when_both_machines_have_moved(office: Office) -> None:
    ada, gateway = office.ada, await a_gateway(office)
    old, new = await moving(office, gateway)
    await office.pass_(HOUR)
    await gateway.passes((new, CURL))
    await office.pass_(10 * MINUTE)
    await shows(ada, "1 of 2 callers still uses the old token")
    assert "`198.51.100.0/24` `billing-cron` via edge-eu, last 1 hour ago" in await told(ada)

    await gateway.passes((new, CRON))
    await office.pass_(10 * MINUTE)
    assert await gateway.passes((old, CRON), (new, CRON)) == [False, True]
    assert (await office.events("Billing"))[-1] == "overlap:end"
    await office.tick()
    await ada.waits_until(lambda: "everybody has moved to the new one" in everything(ada))
    await shows(ada, "Refused tries")


async def told(person: Person) -> str:
    await person.types("/integrations show Billing")
    await person.waits_until(lambda: person.modal and "What happened last" in person.modal.all_text)
    words = everything(person)
    await person.closes()
    return words


async def test_a_machine_that_stays_with_the_old_token_keeps_it_alive_until_it_is_silent(
    office: Office,
) -> None:
    gateway = await a_gateway(office)
    old, new = await moving(office, gateway)
    for _ in range(3):
        await office.pass_(23 * HOUR)
        assert await gateway.passes((new, CURL), (old, CRON)) == [True, True]
    await office.pass_(DAY - MINUTE)
    assert await gateway.passes((old, CRON)) == [True]
    await office.pass_(DAY + MINUTE)
    assert await gateway.passes((old, CRON)) == [False]


async def test_until_moved_is_offered_only_where_gateways_say_who_calls(sqlite_office: Office) -> None:
    ada, gateway = sqlite_office.ada, await a_gateway(sqlite_office)
    old = await sqlite_office.creates(ada, "Billing")
    await gateway.passes((old, NOBODY))
    await ada.types("/integrations rotate Billing")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Rotate")
    assert "1 caller used it today" in everything(ada)
    assert "When the third party has moved" not in everything(ada)


async def test_a_quiet_period_is_proposed_from_how_often_it_calls(sqlite_office: Office) -> None:
    ada, gateway = sqlite_office.ada, await a_gateway(sqlite_office)
    old = await sqlite_office.creates(ada, "Billing")
    await gateway.passes((old, CURL))
    await sqlite_office.pass_(10 * DAY)
    await gateway.passes((old, CURL))
    await sqlite_office.rotates(ada, "Billing", overlap=UNTIL_MOVED)
    assert (await sqlite_office.integration("Billing")).quiet == 15 * DAY


async def test_the_list_and_home_say_when_it_was_used_last(office: Office) -> None:
    ada, gateway = office.ada, await a_gateway(office)
    old = await office.creates(ada, "Billing")
    await ada.types("/integrations")
    await ada.waits_until(lambda: ada.modal and "No use seen" in ada.modal.all_text)
    await ada.closes()
    await gateway.passes((old, CURL), (old, CRON), (old, CURL))
    office.clock.pass_(3 * MINUTE)
    await ada.types("/integrations")
    await ada.waits_until(lambda: ada.modal and "Last used 3 minutes ago by 2 callers" in ada.modal.all_text)
    await ada.closes()
    await ada.opens_home()
    await ada.waits_until(lambda: ada.home and "Last used 3 minutes ago by 2 callers" in ada.home.all_text)


async def test_deleting_what_is_in_use_names_who_uses_it_and_asks_for_the_name(office: Office) -> None:
    ada, gateway = office.ada, await a_gateway(office)
    token = await office.creates(ada, "Billing")
    await gateway.passes((token, CURL), (token, CRON))
    await ada.types("/integrations delete Billing")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Delete")
    assert "2 callers used it today" in everything(ada)
    assert "`203.0.113.0/24` `curl` via edge-eu" in everything(ada)
    await ada.fills(typed="Billing")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "is deleted" in ada.modal.all_text)
    assert await gateway.passes((token, CURL)) == [False]


async def test_cancelling_after_the_move_names_who_has_moved(sqlite_office: Office) -> None:
    ada, gateway = sqlite_office.ada, await a_gateway(sqlite_office)
    _, new = await moving(sqlite_office, gateway)
    await gateway.passes((new, CURL))
    await ada.types("/integrations show Billing")
    await ada.waits_until(lambda: ada.modal and "What happened last" in ada.modal.all_text)
    await ada.clicks("Cancel rotation")
    await ada.waits_until(lambda: ada.modal and "already been used" in ada.modal.all_text)
    assert "1 caller used it today" in everything(ada)
    assert "billing-cron" not in (ada.modal.all_text if ada.modal else "")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and (ada.modal.errors or "Type the" in ada.modal.all_text))
    assert await gateway.passes((new, CURL)) == [True]


@pytest.mark.parametrize("way", ["Extend overlap", "Expire old token now", "Cancel rotation"])
async def test_the_warning_of_an_end_can_be_acted_upon(sqlite_office: Office, way: str) -> None:
    office = sqlite_office
    ada, gateway = office.ada, await a_gateway(office)
    old = await office.creates(ada, "Billing")
    await gateway.passes((old, CURL))
    await office.rotates(ada, "Billing", overlap="7 days later")
    await ada.clicks("I saved it")
    await ada.waits_until(lambda: not tokens_seen_by(ada))
    await office.pass_(6 * DAY - HOUR)
    await gateway.passes((old, CRON))
    await office.pass_(HOUR)
    await office.tick()
    await ada.waits_until(lambda: "1 of 2 callers still uses the old token" in everything(ada))
    assert "To copy for the third party" in everything(ada)
    await ada.clicks(way)
    await ada.waits_until(lambda: ada.modal and "One moment" not in ada.modal.all_text)
    title = {"Expire old token now": "Expire old token"}.get(way, way)
    assert ada.modal is not None
    assert ada.modal.title == title
    assert "old token" in ada.modal.all_text.lower() or "becomes the current one again" in ada.modal.all_text
