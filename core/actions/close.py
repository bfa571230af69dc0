"""Closing an incident: once everything is done and nothing speaks against it, or with a reason."""

from core.actions.drill import cleared_away
from core.actor import Person
from core.audit import Event
from core.incidents.cadence import review_at
from core.incidents.evidence import contradicted
from core.incidents.incident import Incident
from core.incidents.refusals import NotFinished
from core.incidents.said import below
from core.incidents.weighing import evidence, tick, weigh
from core.incidents.words import tidied
from core.incidents.work import may_work_on, on_record
from core.notices import Kind
from core.ports import Tools


async def close(tools: Tools, person: Person, incident_id: str, *, reason: str = "") -> Incident:
    """A review is planned, and the report goes below its card.

    Raises `NotFinished` without a reason while a step is open or the evidence speaks against one.
    """
    now, why = tools.now(), tidied(reason)
    async with tools.store.transaction(person.tenant) as tx:
        incident = await tx.incidents.one(incident_id)
        await may_work_on(tx, person, incident)
        found = await evidence(tx, incident, now)
        weighed = await tick(tx, incident, found, now)
        against = contradicted(weighed, found)
        if (against or weighed.unfinished) and not why:
            raise NotFinished(against, tuple(step for step in weighed.unfinished if step not in against))
        closed = weighed.close(person.id, now, review_at(now, incident.severity), why)
        open_ = [step.value for step in weighed.unfinished]
        await on_record(tx, closed, Event.INCIDENT_CLOSE, by=person.id, reason=bool(why), open=open_)
        await tx.say(below(closed, Kind.INCIDENT_CLOSED))
        kept = await tx.incidents.keep(await weigh(tx, closed, now))
        if kept.drill:
            await cleared_away(tx, kept, person.id, now)
        return kept
