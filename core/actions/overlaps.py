"""Overlaps that are running: one after the other, without holding them all."""

from collections.abc import AsyncIterator
from datetime import datetime

from core.ports import Place, Tools

BATCH = 100


async def overlaps(
    tools: Tools, *, ending_by: datetime | None = None, until_moved: bool = False
) -> AsyncIterator[Place]:
    """Each old token once, also where those before it were left as they are."""
    last: Place | None = None
    while places := await tools.store.overlaps(
        BATCH, after=last, ending_by=ending_by, until_moved=until_moved
    ):
        for place in places:
            yield place
        last = places[-1]
