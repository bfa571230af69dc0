"""Leaks that people are to decide about: they are asked again until somebody does."""

from collections.abc import Sequence
from datetime import datetime

from core.actions.leak import say_found
from core.integration import Integration
from core.leaks.report import Leak, State
from core.leaks.waiting import alerted_rounds, ask_about_held, time_to_ask
from core.ports import Reading, Tools
from core.token import working


async def ask_again(tools: Tools, tenant: str) -> int:
    """How many things were asked about. Looked at without a lock first: most of the time there is nothing."""
    if not await undecided(tools, tenant):
        return 0
    now = tools.now()
    async with tools.store.transaction(tenant) as tx:
        asked = int(await ask_about_held(tx, now))
        for leak, integration in await _still_alarming(tx, now):
            await tx.first_time(_round(leak, now))
            await say_found(tx, integration, leak, State.ALERTED, since=leak.at.isoformat())
            asked += 1
    return asked


async def undecided(tools: Tools, tenant: str) -> int:
    """How many things it is time to ask about again."""
    now = tools.now()
    async with tools.store.reading(tenant) as reading:
        return await time_to_ask(reading, now) + len(await _still_alarming(reading, now))


async def _still_alarming(reading: Reading, now: datetime) -> Sequence[tuple[Leak, Integration]]:
    """Where an incident is open, its checklist asks for all that is left to do."""
    found = []
    for leak in await reading.leaks.alerted():
        if not alerted_rounds(now - leak.at) or await reading.was_said(_round(leak, now)):
            continue
        integration = await reading.remembered(leak.integration_id)
        works = working(integration.tokens, leak.token_id, now)
        if works is not None and await reading.incidents.open_for(integration.id) is None:
            found.append((leak, integration))
    return found


def _round(leak: Leak, now: datetime) -> str:
    return f"alerted {leak.token_id} {alerted_rounds(now - leak.at)}"
