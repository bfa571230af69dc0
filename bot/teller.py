"""Says notices in Slack: the port that `jobs` calls when the outbox has something to deliver."""

from bot.desk import Desk
from bot.posting import post
from bot.threads import card_above
from bot.words import words_of
from core.delivery import Tell, Told
from core.notices import Outgoing


def teller(desk: Desk) -> Tell:
    async def tell(outgoing: Outgoing) -> Told:
        async with desk.tools.store.reading(outgoing.tenant) as reading:
            above = await card_above(reading, outgoing.notice)
            words = await words_of(reading, outgoing.notice, desk.tools.now())
        if isinstance(above, Told):
            return above
        # What a card would say of a matter that was dealt with meanwhile is no news.
        return await post(desk, outgoing, words if words and words.news else None, above)

    return tell
