"""Answers below a card: a notice that names one is posted in its thread."""

from core.cards import THREAD_OF, Card
from core.delivery import Outcome, Told
from core.notices import Notice
from core.ports import Reading

NOT_YET = Told(outcome=Outcome.NOT_YET)


async def card_above(reading: Reading, notice: Notice) -> Card | Told | None:
    """The card that it answers, None for what stands by itself, or that it has to wait.

    It waits as long as the card may come, so that after an outage nothing stands before what it is about;
    and no longer: where the card was given up, or went elsewhere, it is said by itself.
    """
    card_id = notice.facts.get(THREAD_OF)
    if not card_id:
        return None
    if await reading.cards.on_its_way(card_id):
        return NOT_YET
    return await reading.cards.card(card_id)
