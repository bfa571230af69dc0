"""What the brake on mass revocation holds is let through, or dropped, by somebody who looked at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.actions.leak import revoke, tell
from core.actor import Person, Right
from core.audit import Event
from core.authority import allowed
from core.integration import Integration
from core.intent import Purpose
from core.leaks.report import Leak, State
from core.ports import Tools, Transaction
from core.token import working

BATCH = 50
"""Reports in one transaction: others get their turn in between."""


@dataclass(frozen=True, slots=True)
class Held:
    reports: Sequence[tuple[Leak, Integration]]
    """The longest waiting ones."""
    total: int


async def held(tools: Tools, person: Person, limit: int, *, until: datetime) -> Held:
    """What waits for a decision, of what was reported until then."""
    async with tools.store.reading(person.tenant) as reading:
        await allowed(reading, person, Right.COMPROMISE)
        leaks = await reading.leaks.held(limit, until=until)
        reports = [(leak, await reading.remembered(leak.integration_id)) for leak in leaks]
        return Held(reports, await reading.leaks.count_held(until=until))


async def decide(tools: Tools, person: Person, intent_id: str, *, until: datetime, let_through: bool) -> int:
    """About all that was reported `until` then. Returns how many there were.

    Whatever a crash leaves undone is still held, and is asked about again when somebody looks.
    """
    async with tools.store.transaction(person.tenant) as tx:
        await allowed(tx, person, Right.COMPROMISE)
        await tx.use_intent(intent_id, person.id, Purpose.LEAKS_HELD, tools.now())
        decision = "let through" if let_through else "dropped"
        await tx.note(Event.LEAK_DECIDE, by=person.id, decision=decision, until=until.isoformat())
    total = 0
    while done := await _some(tools, person, until, let_through=let_through):
        total += done
    return total


async def _some(tools: Tools, person: Person, until: datetime, *, let_through: bool) -> int:
    async with tools.store.transaction(person.tenant) as tx:
        await allowed(tx, person, Right.COMPROMISE)
        leaks = await tx.leaks.held(BATCH, until=until)
        for leak in leaks:
            state = await _let_through(tools, tx, leak, person) if let_through else State.DROPPED
            await tx.leaks.settle(leak, state, by=person.id, now=tools.now())
    return len(leaks)


async def _let_through(tools: Tools, tx: Transaction, leak: Leak, person: Person) -> State:
    """The same as without the brake, unless the token has died meanwhile."""
    now = tools.now()
    integration = await tx.remembered(leak.integration_id)
    if working(integration.tokens, leak.token_id, now) is None:
        return State.DEAD
    await revoke(tools, tx, integration, leak, by=person.id)
    await tell(tx, integration, leak, State.REVOKED)
    return State.REVOKED
