"""Answers below a card: a notice that names one is posted in its thread."""

from datetime import timedelta

from core.cards import THREAD_OF, Card
from core.delivery import Outcome, Told
from core.notices import Outgoing
from core.ports import Reading

AGAIN = timedelta(seconds=5)
TRIES = 24
"""About two minutes: then it is said by itself, for its card may never come."""
NOT_YET = Told(outcome=Outcome.RETRY, error="card_not_there_yet", retry_after=AGAIN)


async def card_above(reading: Reading, outgoing: Outgoing) -> Card | Told | None:
    """The card that it answers, None for what stands by itself, or that it has to wait."""
    card_id = outgoing.notice.facts.get(THREAD_OF)
    if not card_id:
        return None
    card = await reading.cards.card(card_id)
    return card if card is not None or outgoing.attempts >= TRIES else NOT_YET
