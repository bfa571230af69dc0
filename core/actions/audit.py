"""Read the audit record."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.actor import Person, Right
from core.audit import Entry
from core.authority import allowed
from core.integration import Integration
from core.ports import Tools

PAGE = 10


@dataclass(frozen=True, slots=True)
class Record:
    entries: Sequence[Entry]
    integration: Integration | None
    """The one it is about, or all of them."""
    is_newest: bool
    older: int | None
    """The sequence number to page on from; None at the beginning of time."""


async def record(
    tools: Tools, person: Person, *, name: str = "", integration_id: str = "", before: int | None = None
) -> Record:
    """A page of entries, newest first. Raises `UnknownIntegration` and other refusals."""
    async with tools.store.reading(person.tenant) as reading:
        # Asked before anything is looked up: a suggestion would tell a name.
        await allowed(reading, person, Right.AUDIT)
        found = None
        if name or integration_id:
            found = await (reading.integration(integration_id) if integration_id else reading.named(name))
        subject = found.id if found else None
        entries = await reading.audit(subject=subject, before=before, limit=PAGE + 1)
    older = entries[PAGE - 1].sequence if len(entries) > PAGE else None
    return Record(entries[:PAGE], found, before is None, older)
