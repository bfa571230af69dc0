"""Overlaps that are running: one after the other, without holding them all."""

from collections.abc import AsyncIterator
from datetime import datetime

from core.place import Place
from core.ports import Tools
from core.sweeping import paged

BATCH = 100


def overlaps(
    tools: Tools, *, ending_by: datetime | None = None, until_moved: bool = False
) -> AsyncIterator[Place]:
    """Each old token once, also where those before it were left as they are."""
    page = tools.store.overlaps
    return paged(lambda last: page(BATCH, after=last, ending_by=ending_by, until_moved=until_moved))
