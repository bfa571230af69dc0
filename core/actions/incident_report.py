"""The report of an incident, for those who work on it."""

from core.actor import Person
from core.incidents.report import Report, report_of
from core.incidents.work import may_work_on
from core.ports import Tools


async def incident_report(tools: Tools, person: Person, incident_id: str) -> Report:
    """Changes nothing: that somebody has read of its use is `core.actions.assess.read_use`."""
    async with tools.store.reading(person.tenant) as reading:
        incident = await reading.incidents.one(incident_id)
        await may_work_on(reading, person, incident)
        return await report_of(reading, incident)
