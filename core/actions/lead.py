"""Who leads an incident: taken over, or handed over."""

from core.actor import Person
from core.audit import Event
from core.incidents.incident import Incident
from core.incidents.said import notice
from core.incidents.work import act_in
from core.notices import Kind
from core.ports import Tools


async def hand_over_lead(tools: Tools, person: Person, incident_id: str, to: str) -> Incident:
    """`to` is a full member, as whoever asks has made sure of; oneself to take over."""
    async with tools.store.transaction(person.tenant) as tx:
        incident = await act_in(
            tools,
            tx,
            person,
            incident_id,
            lambda incident, _now: incident.led_by(to),
            Event.INCIDENT_CHANGE,
            what="lead",
            to=to,
        )
        if to != person.id:
            await tx.say(notice(incident, Kind.INCIDENT_ASKED, to, by=person.id))
        return incident
