"""A notice that answers a card stands in its thread; it waits for the card, but not for ever."""

from datetime import timedelta

from core.cards import THREAD_OF
from core.notices import Kind, Notice
from tests.office import Office
from tests.stories.reminders.calendar import MINUTE, comes_to, latest
from tests.stories.reminders.test_fleet_board import sets_channel

SECOND = timedelta(seconds=1)
WORDS = "made you the owner"


async def say(office: Office, below: str = "") -> None:
    """What happens to be at hand: that the integration is theirs."""
    integration = await office.integration("Billing")
    facts = {"by": office.adi.id, THREAD_OF: below}
    notice = Notice(
        kind=Kind.NOW_YOURS, to=integration.owner, integration_id=integration.id, facts=facts, urgent=True
    )
    async with office.product.tools.store.transaction(office.slack.team_id) as tx:
        await tx.say(notice)


async def test_it_stands_in_the_thread_of_its_card(office: Office) -> None:
    await office.creates(office.ada, "Billing")
    await comes_to(office, 7)
    async with office.product.tools.store.reading(office.slack.team_id) as reading:
        cards = await reading.cards.open(Kind.REMINDER)
    card = next(each for each in cards if each.ts == latest(office.ada).ts)
    await say(office, card.id)
    await office.tick()

    answer = office.ada.sees[-1]
    assert WORDS in answer.text
    assert (answer.channel, answer.thread_ts) == (card.channel, card.ts)


async def test_it_waits_for_a_card_that_is_on_its_way_and_nobody_else_waits(office: Office) -> None:
    await office.creates(office.ada, "Billing")
    await sets_channel(office, "security")
    await office.tick()
    (board,) = await office.database.outbox.due(office.clock(), 9)
    await say(office, board.id)
    office.slack.faults.next("chat.postMessage", "http_503", 1)
    for _ in range(3):
        await office.pass_(SECOND)
    assert WORDS not in office.ada.sees[-1].text

    await say(office)
    await office.pass_(SECOND)
    assert (WORDS in office.ada.sees[-1].text, office.ada.sees[-1].thread_ts) == (True, None)
    for _ in range(2):
        await office.pass_(2 * MINUTE)
    async with office.product.tools.store.reading(office.slack.team_id) as reading:
        card = await reading.cards.card(board.id)
    assert card is not None
    assert [each.thread_ts for each in office.ada.sees if WORDS in each.text] == [None, card.ts]


async def test_where_its_card_never_comes_it_stands_by_itself(sqlite_office: Office) -> None:
    office = sqlite_office
    await office.creates(office.ada, "Billing")
    await say(office, below="a card that was given up")
    await office.tick()
    answer = office.ada.sees[-1]
    assert WORDS in answer.text
    assert answer.thread_ts is None
