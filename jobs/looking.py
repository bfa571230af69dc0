"""What a dry run shows of what is to be said: which reminders and which notices, by name."""

from datetime import datetime

from core.ports import Reading
from core.refusals import UnknownIntegration
from jobs.job import Deps, Item, Report

GLANCE = 1000
"""So many are named."""


async def reminders_due(deps: Deps, now: datetime) -> Report:
    """Those of which it is now to be worked out when their readers may hear of them."""
    items: list[Item] = []
    for tenant in sorted({head.tenant for head in await deps.upkeep.heads()}):
        async with deps.tools.store.reading(tenant) as reading:
            for each in (await reading.reminders.ahead(now))[: GLANCE - len(items)]:
                what = f"reminder, stage {each.stage}, due {each.due_at:%Y-%m-%d}"
                items.append(await _item(reading, each.integration_id, what, each.owner))
    return Report({"to look at": await deps.tools.store.reminders.due(now, tenant=deps.tenant)}, items)


async def deliveries_due(deps: Deps, now: datetime) -> Report:
    items: list[Item] = []
    for each in await deps.courier.due(now, GLANCE):
        async with deps.tools.store.reading(each.tenant) as reading:
            what = each.notice.kind.replace("_", " ")
            items.append(await _item(reading, each.notice.integration_id, what, each.notice.to))
    return Report({"waiting": await deps.upkeep.waiting()}, items)


async def _item(reading: Reading, integration_id: str, what: str, to: str) -> Item:
    """What is about a whole workspace has no name."""
    try:
        name = (await reading.remembered(integration_id)).name
    except UnknownIntegration:
        name = ""
    return {"workspace": reading.tenant, "integration": name, "what": what, "to": to}
