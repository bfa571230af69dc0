"""Which incident a button or a form is about, and who works on it. Every act asks for both again."""

from bot.asked import Asked
from bot.desk import Desk
from bot.people import person
from core.actor import Person
from core.incidents.incident import Incident
from core.incidents.refusals import IncidentClosed
from core.incidents.work import may_work_on


async def subject(desk: Desk, asked: Asked, incident_id: str = "") -> tuple[Person, Incident]:
    """Of a form if none is named. Raises `UnknownIncident`, `IncidentClosed`, `NotAllowed` and others."""
    who = await person(desk, asked.user)
    incident = await _open_one(desk, incident_id or asked.metadata, who)
    return who, incident


async def _open_one(desk: Desk, incident_id: str, who: Person) -> Incident:
    async with desk.tools.store.reading(desk.tenant) as reading:
        incident = await reading.incidents.one(incident_id)
        await may_work_on(reading, who, incident)
    if not incident.open:
        raise IncidentClosed
    return incident


async def shown(desk: Desk, asked: Asked) -> Incident:
    """For the check of a form: who may is asked when it is done."""
    async with desk.tools.store.reading(desk.tenant) as reading:
        incident = await reading.incidents.one(asked.metadata)
    if not incident.open:
        raise IncidentClosed
    return incident
