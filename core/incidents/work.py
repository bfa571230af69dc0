"""What every act on an incident has in common: who may, one transaction, on record, weighed anew."""

from collections.abc import Callable
from datetime import datetime

from core.actor import Person, Right
from core.audit import Detail, Event
from core.authority import allowed
from core.incidents.incident import Incident
from core.incidents.said import done_by
from core.incidents.weighing import weigh
from core.ports import Reading, Tools, Transaction
from core.refusals import NotAMember

Change = Callable[[Incident, datetime], Incident]


async def may_work_on(reading: Reading, person: Person, incident: Incident) -> None:
    """Who leads it or has a step of it; else whoever may report a compromise of that integration.

    Also after it was deleted: what is to be done about the leak has not gone with it.
    """
    if not person.is_full_member:
        raise NotAMember
    if person.id not in incident.people:
        integration = await reading.remembered(incident.integration_id)
        await allowed(reading, person, Right.COMPROMISE, integration)


async def act(
    tools: Tools, person: Person, incident_id: str, change: Change, event: Event, **details: Detail
) -> Incident:
    """Raises `UnknownIncident`, `IncidentClosed` or another `Refused`; then nothing was done."""
    async with tools.store.transaction(person.tenant) as tx:
        return await act_in(tools, tx, person, incident_id, change, event, **details)


async def act_in(
    tools: Tools,
    tx: Transaction,
    person: Person,
    incident_id: str,
    change: Change,
    event: Event,
    **details: Detail,
) -> Incident:
    """The same, in a transaction that does something else too."""
    now, incident = tools.now(), await tx.incidents.one(incident_id)
    await may_work_on(tx, person, incident)
    done = change(incident, now)
    await on_record(tx, done, event, by=person.id, **details)
    await tx.say(done_by(done, event, person.id, notes_before=len(incident.notes), **details))
    return await tx.incidents.keep(await weigh(tx, done, now))


async def on_record(tx: Transaction, incident: Incident, event: Event, *, by: str, **details: Detail) -> None:
    await tx.note(
        event,
        by=by,
        subject=incident.integration_id,
        subject_name=incident.name,
        incident=incident.id,
        **details,
    )
