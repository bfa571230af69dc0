"""The Home tab: drawn when it is opened, and again when something has changed.

Imports no listeners: those call `refresh`.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_sdk.models.views import View

from bot.answer import answered
from bot.browsing import PER_PAGE, look
from bot.desk import Desk
from bot.people import person
from bot.views import home
from bot.views.fleet import Sight
from core.actor import Right, may
from core.authority import role_now
from core.ports import Query
from core.refusals import NotAllowed, NotAMember, SwitchedOff


async def on_open(desk: Desk, event: Mapping[str, Any]) -> None:
    if event.get("tab") == "home":
        await refresh(desk, str(event["user"]))


async def refresh(desk: Desk, user_id: str) -> None:
    """Draw the tab anew, from its first page. Never raises: a refusal or a breakage is drawn instead."""
    await draw(desk, user_id, Query(limit=PER_PAGE))


async def draw(desk: Desk, user_id: str, query: Query) -> None:
    async def publish(view: View) -> None:
        await desk.client.views_publish(user_id=user_id, view=view)

    async def work() -> None:
        await publish(await _view(desk, user_id, query))

    await answered(work(), lambda words: publish(home.sentence_view(words)))


async def _view(desk: Desk, user_id: str, query: Query) -> View:
    who = await person(desk, user_id)
    async with desk.tools.store.reading(desk.tenant) as reading:
        role = await role_now(reading, who)
        decides = may(Right.COMPROMISE, role)
        held = await reading.leaks.count_held(until=desk.tools.now()) if decides else 0
    try:
        found = await look(desk, who, replace(query, attention_first=True))
    except NotAMember:
        return home.sentence_view(home.NOT_A_MEMBER)
    except NotAllowed:
        return home.sentence_view(home.NO_ACCESS)
    except SwitchedOff:
        return home.sentence_view(home.switched_off(role), role, held)
    # Whatever was typed or picked before must not stand beside another answer: hence a new variant each time.
    variant = desk.tools.new_id()
    sight = Sight(fleet=found, user=user_id, now=desk.tools.now(), variant=variant)
    return home.home_view(sight, held)
