"""What the list, the Home tab and a portrait share: the question they ask, and the reply address they carry.

The screen itself holds the question: its search field, its menu, and the offset on the pressed button. So
nothing has to be kept for a page to be turned an hour later.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.asked import Asked
from bot.desk import Desk
from bot.intents import open_intent, reply_address
from core.actions.list import Fleet, fleet
from core.actor import Person
from core.intent import Purpose
from core.naming import NAME_LENGTH
from core.ports import Query
from core.status import Health

PER_PAGE = 10
TEXT = "text"
HEALTH = "health"
_LONGEST_OFFSET = 7
"""Digits: nobody turns pages beyond that."""


def query_of(filled_in: Mapping[str, Any], offset: str = "") -> Query:
    """From what stands on the screen. Anybody may have written it: what makes no sense counts as nothing."""
    text = "".join(each for each in str(filled_in.get(TEXT) or "") if each.isprintable())
    health = filled_in.get(HEALTH)
    sound = offset.isascii() and offset.isdecimal() and len(offset) <= _LONGEST_OFFSET
    return Query(
        text=" ".join(text.split())[:NAME_LENGTH],
        health=Health(health) if health in set(Health) else None,
        offset=int(offset) if sound else 0,
        limit=PER_PAGE,
    )


async def look(desk: Desk, who: Person, query: Query) -> Fleet:
    """The page that is asked for, or the last one if there are fewer by now. Raises like `fleet`."""
    found = await fleet(desk.tools, who, query)
    if found.page.integrations or not query.offset:
        return found
    last = max(found.page.total - 1, 0) // PER_PAGE * PER_PAGE
    return await fleet(desk.tools, who, replace(query, offset=last))


async def carried(desk: Desk, asked: Asked) -> str:
    """The metadata by which a token can be shown where the command was typed; empty without such a place."""
    if await reply_address(desk, asked) is None:
        return ""
    return (await open_intent(desk, asked, Purpose.BROWSE)).id
