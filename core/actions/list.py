"""The fleet: which integrations there are and how they do."""

from dataclasses import dataclass

from core.actor import Person, Right, Role
from core.authority import allowed, role_now
from core.ports import Page, Query, Tools
from core.status import Counts


@dataclass(frozen=True, slots=True)
class Fleet:
    page: Page
    counts: Counts
    query: Query
    role: Role


async def fleet(tools: Tools, person: Person, query: Query) -> Fleet:
    """One page of integrations, and how many there are of each health. Raises `NotAllowed` and others."""
    now = tools.now()
    async with tools.store.reading(person.tenant) as reading:
        await allowed(reading, person, Right.SEE)
        page, counts = await reading.page(query, now), await reading.counts(now)
        return Fleet(page, counts, query, await role_now(reading, person))
