"""What cannot be delivered is heard by somebody: those in charge instead of a channel, or that it is lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from core.actions.undelivered import COLLECTED_FOR, bury, redirect, say_again
from core.actor import Role
from core.cards import THREAD_OF
from core.notices import Kind, Notice
from jobs.courier import LEASE
from sandbox import Person
from tests.office import Office
from tests.stories.reminders.test_fleet_board import sets_channel

pytestmark = pytest.mark.slow

SECURITY = "C0SECURIT"
DAY = timedelta(days=1)


async def has_something_to_say(office: Office, to: str, **facts: str) -> None:
    """About *Billing*."""
    integration = await office.integration("Billing")
    notice = Notice(kind=Kind.OVERLAP_ENDED, to=to, integration_id=integration.id, facts=facts, urgent=True)
    async with office.product.tools.store.transaction(office.slack.team_id) as tx:
        await tx.say(notice)


async def are_admins(office: Office, *people: Person) -> None:
    async with office.product.tools.store.transaction(office.slack.team_id) as tx:
        for person in people:
            await tx.set_role(person.id, Role.ADMIN, by=office.ada.id)


def archived(office: Office) -> None:
    office.slack.archive("security")


def left(office: Office) -> None:
    office.slack.remove_bot_from("general")


def deleted(office: Office) -> None:
    del office.slack.world.workspace.conversations[SECURITY]


def heard(person: Person, words: str) -> list[str]:
    return [message.text for message in person.sees if words in message.text]


@pytest.mark.parametrize(
    ("channel", "happens", "words"),
    [
        (SECURITY, archived, "is archived. Unarchive it"),
        ("C0GENERAL", left, "no longer has me in it. Invite me"),
        (SECURITY, deleted, "is gone, or private and without me"),
    ],
)
async def test_what_is_for_a_lost_channel_goes_to_the_admins_who_hear_what_to_do(
    sqlite_office: Office, channel: str, happens: Callable[[Office], None], words: str
) -> None:
    office = sqlite_office
    await office.creates(office.ada, "Billing")
    await are_admins(office, office.adi, office.max)
    happens(office)
    for _ in range(3):
        await has_something_to_say(office, channel)
    await office.tick()
    await office.tick()
    for admin in (office.adi, office.max):
        (line, *_) = told = heard(admin, "has reached its end")
        assert len(told) == 3
        assert f"This was meant for <#{channel}>, which {words}" in line
    assert heard(office.ada, "has reached its end") == []


async def test_the_admins_are_told_of_the_channel_once_a_day_until_it_is_mended(office: Office) -> None:
    await office.creates(office.ada, "Billing")
    await are_admins(office, office.adi)
    office.slack.archive("security")
    for days in range(1, 4):
        await has_something_to_say(office, SECURITY)
        await office.tick()
        await has_something_to_say(office, SECURITY)
        await office.tick()
        await office.tick()
        assert len(heard(office.adi, "I cannot post in")) == days
        assert len(heard(office.adi, "has reached its end")) == 2 * days
        await office.pass_(DAY)

    office.slack.channel("security").is_archived = False
    await has_something_to_say(office, SECURITY)
    await office.tick()
    (message,) = (each for each in office.adi.sees if each.channel == SECURITY)
    assert "This was meant for" not in message.text
    assert len(heard(office.adi, "I cannot post in")) == 3


async def test_what_stood_below_a_card_in_a_lost_channel_is_told_by_itself(sqlite_office: Office) -> None:
    office = sqlite_office
    await office.creates(office.ada, "Billing")
    await are_admins(office, office.adi)
    await sets_channel(office, "security")
    await office.tick()
    await office.tick()
    async with office.product.tools.store.reading(office.slack.team_id) as reading:
        (board,) = await reading.cards.open(Kind.BOARD)
    office.slack.archive("security")
    await has_something_to_say(office, SECURITY, **{THREAD_OF: board.id})
    await office.tick()
    await office.tick()
    assert len(heard(office.adi, "has reached its end")) == 1
    assert (await office.database.outbox.counts())["buried"] == 0


async def test_where_nobody_was_made_an_admin_the_owner_hears_it(sqlite_office: Office) -> None:
    office = sqlite_office
    await office.creates(office.ada, "Billing", owner=office.mia.id)
    office.slack.archive("security")
    await has_something_to_say(office, SECURITY)
    await office.tick()
    await office.tick()
    assert len(heard(office.mia, "This was meant for")) == 1


async def test_where_there_is_nobody_left_at_all_it_is_kept_for_the_operator(sqlite_office: Office) -> None:
    office = sqlite_office
    notice = Notice(kind=Kind.CHANNEL_LOST, to=SECURITY, integration_id="", urgent=True, facts=LOST)
    async with office.product.tools.store.transaction(office.slack.team_id) as tx:
        await tx.say(notice)
    office.slack.archive("security")
    await office.tick()
    assert (await office.database.outbox.counts())["buried"] == 1


LOST = {"instead_of": "C0GENERAL", "why_not_there": "is_archived"}


async def test_a_board_is_of_no_use_elsewhere_but_the_admins_hear_why_it_is_not_there(
    sqlite_office: Office,
) -> None:
    office = sqlite_office
    await office.creates(office.ada, "Billing")
    await are_admins(office, office.adi)
    office.slack.archive("security")
    async with office.product.tools.store.transaction(office.slack.team_id) as tx:
        await tx.say(Notice(kind=Kind.BOARD, to=SECURITY, integration_id="", urgent=True))
    (board,) = await office.database.outbox.claim(office.clock(), lease=LEASE, limit=9)
    assert await redirect(office.product.tools.store, board, office.clock(), "is_archived")
    await office.tick()
    assert len(heard(office.adi, "I cannot post in")) == 1
    assert (await office.database.outbox.counts())["delivered"] == 2


async def test_whoever_was_slower_than_its_lease_redirects_and_buries_nothing(
    sqlite_office: Office,
) -> None:
    office = sqlite_office
    await office.creates(office.ada, "Billing")
    await has_something_to_say(office, SECURITY)
    (slow,) = await office.database.outbox.claim(office.clock(), lease=LEASE, limit=9)
    office.clock.pass_(LEASE)
    await office.database.outbox.claim(office.clock(), lease=LEASE, limit=9)
    before = await office.database.outbox.counts()
    assert await redirect(office.product.tools.store, slow, office.clock(), "is_archived")
    assert not await bury(office.product.tools.store, slow, office.clock(), "user_disabled")
    assert await office.database.outbox.counts() == before


# --- dead letters


async def nobody_can_be_told(office: Office, times: int = 1) -> None:
    """Something for somebody who was deactivated."""
    office.slack.deactivate(office.mia)
    for _ in range(times):
        await has_something_to_say(office, office.mia.id)
    await office.tick()


async def test_admins_hear_once_a_day_how_much_was_lost_and_what_to_do(office: Office) -> None:
    await office.creates(office.ada, "Billing")
    await are_admins(office, office.adi)
    await nobody_can_be_told(office, times=2)
    await office.pass_(COLLECTED_FOR)
    (told,) = heard(office.adi, "could not be delivered")
    assert "2 notices could not be delivered" in told
    assert "`latchkey reminders retry --all`" in told

    await office.pass_(DAY)
    assert len(heard(office.adi, "could not be delivered")) == 1, "there is nothing new to say"

    for _ in range(2):
        await nobody_can_be_told(office)
        await office.pass_(COLLECTED_FOR)
    assert len(heard(office.adi, "could not be delivered")) == 2, "once a day"
    await office.pass_(DAY)
    assert "4 notices" in heard(office.adi, "could not be delivered")[-1]
    await office.pass_(DAY)
    assert len(heard(office.adi, "could not be delivered")) == 3


async def test_what_was_lost_can_be_said_again_by_the_operator(office: Office) -> None:
    await office.creates(office.ada, "Billing")
    await nobody_can_be_told(office, times=2)
    team = office.slack.team_id
    async with office.product.tools.store.reading(team) as reading:
        first, second = await reading.dead_letters.listed(10)
    office.slack.world.workspace.users[office.mia.id].deleted = False

    assert [each.id for each in await say_again(office.product.tools, team, [first.id])] == [first.id]
    await office.tick()
    assert len(heard(office.mia, "has reached its end")) == 1
    assert [each.id for each in await say_again(office.product.tools, team)] == [second.id]
    assert await say_again(office.product.tools, team) == []
    await office.tick()
    assert len(heard(office.mia, "has reached its end")) == 2
    assert (await office.events())[-2:] == ["notices:retry", "notices:retry"]
    await office.pass_(COLLECTED_FOR)
    assert heard(office.ada, "could not be delivered") == [], "by now all of it was"


async def test_nobody_is_told_that_the_notice_about_lost_notices_was_lost(sqlite_office: Office) -> None:
    office = sqlite_office
    await office.creates(office.ada, "Billing")
    await are_admins(office, office.mia)
    await nobody_can_be_told(office)
    await office.pass_(COLLECTED_FOR)
    counts = await office.database.outbox.counts()
    assert counts["buried"] == 2
    for _ in range(3):
        await office.pass_(DAY)
    assert (await office.database.outbox.counts())["buried"] == 2
