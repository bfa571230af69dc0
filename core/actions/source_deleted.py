"""The message that showed a token is gone: evidence for the incidents that it began."""

from core.audit import SYSTEM, Event
from core.incidents.weighing import weigh
from core.incidents.work import on_record
from core.ports import Tools


async def source_deleted(tools: Tools, tenant: str, source: str) -> int:
    """`source` is ``channel ts``. Returns of how many open incidents it was the beginning."""
    now = tools.now()
    async with tools.store.reading(tenant) as reading:
        if not await reading.incidents.showing(source):
            return 0
    async with tools.store.transaction(tenant) as tx:
        found = [each for each in await tx.incidents.showing(source) if each.source_deleted_at is None]
        for incident in found:
            gone = incident.source_deleted(now)
            await on_record(tx, gone, Event.INCIDENT_CHANGE, by=SYSTEM, what="source")
            await tx.incidents.keep(await weigh(tx, gone, now))
        return len(found)
