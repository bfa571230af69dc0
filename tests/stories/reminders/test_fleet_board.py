"""One board in the security channel, edited in place: posted once, and again where it is missing."""

from datetime import timedelta

import pytest

from sandbox import ShownMessage
from tests.office import Office, tokens_seen_by
from tests.stories.reminders.calendar import DAY, comes_to

pytestmark = pytest.mark.slow

MINUTE = timedelta(minutes=1)
SECURITY, GENERAL = "C0SECURIT", "C0GENERAL"


async def sets_channel(office: Office, channel: str | None) -> None:
    ada = office.ada
    await ada.types("/integrations settings")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit)
    await ada.fills({"channel": channel})
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "Saved" in ada.modal.all_text)
    await ada.closes(everything=True)


async def a_minute(office: Office) -> None:
    """Its job runs, its notice is delivered, its card drawn."""
    for _ in range(4):
        await office.pass_(MINUTE)


def boards(office: Office, channel: str = SECURITY) -> list[ShownMessage]:
    return [
        message
        for message in office.ada.sees
        if message.channel == channel and "rivate integrations" in message.text
    ]


def updates(office: Office) -> int:
    return sum(call.method == "chat.update" for call in office.slack.calls)


async def test_it_is_posted_when_a_channel_is_set_and_says_how_the_fleet_is_doing(office: Office) -> None:
    await sets_channel(office, "security")
    await a_minute(office)
    (board,) = boards(office)
    assert board.text.startswith("Private integrations: There are none yet. Incidents: 0,")

    await office.creates(office.ada, "Billing")
    await office.creates(office.ada, "Mailer")
    await a_minute(office)
    assert boards(office) == [board]
    assert "2 of 2 are in order (100 %)" in board.text
    assert "██████████" in board.all_text


async def test_it_follows_what_happens_and_names_what_is_most_urgent(office: Office) -> None:
    await office.creates(office.ada, "Billing")
    await sets_channel(office, "security")
    await a_minute(office)
    (board,) = boards(office)
    await comes_to(office, -1)
    await a_minute(office)
    assert "0 of 1 are in order (0 %)" in board.text
    assert "Overdue: 1" in board.text
    assert "Most urgent: *Billing*: overdue since" in board.text

    await office.rotates(office.ada, "Billing", overlap="7 days later")
    await a_minute(office)
    await office.ada.clicks("I saved it")
    await office.ada.waits_until(lambda: not tokens_seen_by(office.ada))
    await a_minute(office)
    assert "Overlap: 1" in board.text
    assert "Most urgent" not in board.text


async def test_it_rests_while_nothing_changes(sqlite_office: Office) -> None:
    office = sqlite_office
    await sets_channel(office, "security")
    await a_minute(office)
    before = updates(office)
    for _ in range(5):
        await office.pass_(timedelta(hours=1))
    assert updates(office) == before


async def test_another_channel_gets_it_and_the_old_one_says_where_it_went(office: Office) -> None:
    await sets_channel(office, "security")
    await a_minute(office)
    await sets_channel(office, "general")
    await a_minute(office)
    assert (
        boards(office)[0].text == f"The board of private integrations is kept up to date in <#{GENERAL}> now."
    )
    assert len(boards(office, GENERAL)) == 1

    await sets_channel(office, "security")
    await a_minute(office)
    assert "There are none yet" in boards(office)[0].text


async def test_a_deleted_board_is_posted_again_on_the_next_day(office: Office) -> None:
    await sets_channel(office, "security")
    await a_minute(office)
    (board,) = boards(office)
    office.slack.world.remove(board.message)
    await office.creates(office.ada, "Billing")
    await a_minute(office)
    assert boards(office) == []

    await office.pass_(DAY)
    await a_minute(office)
    assert len(boards(office)) == 1


async def test_a_board_whose_channel_was_archived_comes_back_with_the_channel(office: Office) -> None:
    await sets_channel(office, "security")
    await a_minute(office)
    office.slack.archive("security")
    await office.creates(office.ada, "Billing")
    await a_minute(office)
    await office.pass_(DAY)
    await a_minute(office)

    office.slack.channel("security").is_archived = False
    await office.pass_(DAY)
    await a_minute(office)
    assert "1 of 1 is in order" in boards(office)[-1].text


async def test_it_counts_the_incidents_that_are_open(office: Office) -> None:
    await sets_channel(office, "security")
    await office.creates(office.ada, "Billing")
    await a_minute(office)
    await office.ada.types("/compromised Billing")
    await office.ada.waits_until(lambda: office.ada.modal and office.ada.modal.submit)
    await office.ada.submits()
    await office.ada.waits_until(lambda: office.ada.modal and not office.ada.modal.submit)
    await a_minute(office)
    assert "Incidents: 1" in boards(office)[0].text
