"""All about one integration."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.actor import Person, Right, Role
from core.audit import Entry
from core.authority import allowed, role_now
from core.evidence import Usage
from core.integration import Integration
from core.ports import Tools
from core.status import Status, status
from core.token import Token

RECENT = 5


@dataclass(frozen=True, slots=True)
class Portrait:
    integration: Integration
    status: Status
    tokens: Sequence[Token]
    history: Sequence[Entry]
    role: Role
    """What the person who looks may do with it."""
    usage: Usage = field(default_factory=Usage)


async def show(tools: Tools, person: Person, integration_id: str) -> Portrait:
    """Raises `UnknownIntegration` and other refusals."""
    async with tools.store.reading(person.tenant) as reading:
        found = await reading.integration(integration_id)
        await allowed(reading, person, Right.SEE, found)
        return Portrait(
            found,
            status(found, tools.now()),
            await reading.tokens(found.id),
            await reading.audit(subject=found.id, limit=RECENT),
            await role_now(reading, person),
            await reading.usage(found.id),
        )
