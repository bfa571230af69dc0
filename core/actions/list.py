"""The fleet: which integrations there are and how they do."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core.actor import Person, Right, Role, may
from core.authority import allowed, role_now, switched_on
from core.evidence import LastUse
from core.ports import Page, Query, Tools
from core.status import Counts


@dataclass(frozen=True, slots=True)
class Fleet:
    page: Page
    counts: Counts
    query: Query
    role: Role
    uses: Mapping[str, LastUse] = field(default_factory=dict)
    """By integration, for those on the page that were ever used."""


async def fleet(tools: Tools, person: Person, query: Query, *, while_off: bool = False) -> Fleet:
    """One page of integrations, and how many there are of each health.

    A full member without the role for it sees what they look after. Raises `NotAllowed` if there is nothing.
    `while_off`: it is for something that goes on while the feature is switched off.
    """
    now = tools.now()
    async with tools.store.reading(person.tenant) as reading:
        role = await role_now(reading, person)
        right = Right.COMPROMISE if while_off else Right.SEE
        owners_view = not may(right, role) and person.is_full_member
        query = replace(query, owner=person.id) if owners_view else query
        counts = await reading.counts(now, owner=query.owner)
        if not (owners_view and counts.total):
            await allowed(reading, person, right)
        if not while_off:
            await switched_on(reading)
        page = await reading.page(query, now)
        uses = await reading.last_uses([each.id for each in page.integrations], now)
        return Fleet(page, counts, query, role, uses)
