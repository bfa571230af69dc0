"""A drill: the whole of an incident, about an integration that is made for it and taken away with it."""

from datetime import datetime

from core.actor import Person, Right
from core.audit import Event
from core.authority import allowed
from core.incidents.incident import Incident
from core.integration import Integration
from core.intent import Purpose
from core.issuing import changed, offer
from core.overlap import Overlap
from core.ports import Tools, Transaction
from core.responding import Call, Response, respond

NOWHERE = "nowhere, for a drill"


async def drill(tools: Tools, person: Person, intent_id: str) -> Response:
    """Whoever starts it leads it, and is asked to collect the new token. Raises any `Refused`."""
    async with tools.store.transaction(person.tenant) as tx:
        await tx.use_intent(intent_id, person.id, Purpose.COMPROMISE, tools.now())
        await allowed(tx, person, Right.COMPROMISE)
        bare = _practice(tools, person)
        practice = (
            await offer(tools, tx, bare, by=person.id, recipient=person.id, overlap=Overlap.AT_ONCE)
        ).integration
        await tx.add(practice, by=person.id, drill=True)
        call, who = Call(drill=True), person.id
        return await respond(tools, tx, practice, call, by=who, lead=who, recipient=who)


async def cleared_away(tx: Transaction, incident: Incident, by: str, now: datetime) -> None:
    """Only what is a decoy, whatever an incident says of itself; somebody may have deleted it already."""
    practice = await tx.remembered(incident.integration_id)
    if practice.decoy and practice.deleted_at is None:
        gone = changed(practice.delete(now), by, now)
        await tx.save(gone, Event.INTEGRATION_DELETE, by=by, tokens_ended=len(practice.tokens))


def _practice(tools: Tools, person: Person) -> Integration:
    """A decoy: whatever is done with its tokens, they open nothing."""
    now = tools.now()
    return Integration(
        id=tools.new_id(),
        tenant=person.tenant,
        name=f"Drill {now:%Y-%m-%d %H.%M.%S}",
        description="",
        scopes=frozenset(),
        owner=person.id,
        storage_note="",
        planted=NOWHERE,
        created_at=now,
        created_by=person.id,
        changed_at=now,
        changed_by=person.id,
    )
