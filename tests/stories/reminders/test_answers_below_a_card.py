"""A notice that answers a card stands in its thread; it waits for the card, but not for ever."""

from dataclasses import replace
from datetime import timedelta

from bot.threads import TRIES
from core.cards import THREAD_OF
from core.delivery import Outcome, Told
from core.notices import Kind, Notice, Outgoing
from tests.office import Office
from tests.stories.reminders.calendar import comes_to, latest


async def say(office: Office, below: str) -> str:
    """What happens to be at hand: that the integration is theirs."""
    integration = await office.integration("Billing")
    facts = {"by": office.adi.id, THREAD_OF: below}
    notice = Notice(
        kind=Kind.NOW_YOURS, to=integration.owner, integration_id=integration.id, facts=facts, urgent=True
    )
    async with office.product.tools.store.transaction(office.slack.team_id) as tx:
        return await tx.say(notice)


async def test_it_stands_in_the_thread_of_its_card(office: Office) -> None:
    await office.creates(office.ada, "Billing")
    await comes_to(office, 7)
    async with office.product.tools.store.reading(office.slack.team_id) as reading:
        cards = await reading.cards.open(Kind.REMINDER)
    card = next(each for each in cards if each.ts == latest(office.ada).ts)
    await say(office, card.id)
    await office.tick()

    answer = office.ada.sees[-1]
    assert "made you the owner" in answer.text
    assert (answer.channel, answer.thread_ts) == (card.channel, card.ts)


async def test_it_waits_for_a_card_that_is_on_its_way_and_then_stands_alone(sqlite_office: Office) -> None:
    office = sqlite_office
    await office.creates(office.ada, "Billing")
    await say(office, "a card that was never posted")
    await office.tick()
    assert "made you the owner" not in office.ada.sees[-1].text

    (waiting,) = await office.database.outbox.claim(
        office.clock() + timedelta(minutes=5), lease=timedelta(), limit=1
    )
    told = await _told(office, waiting)
    assert (told.outcome, told.error) == (Outcome.RETRY, "card_not_there_yet")
    told = await _told(office, replace(waiting, attempts=TRIES))
    assert told.outcome is Outcome.SENT
    assert office.ada.sees[-1].thread_ts is None


async def _told(office: Office, outgoing: Outgoing) -> Told:
    assert office.product.slack is not None
    return await office.product.slack.voice.tell(outgoing)
