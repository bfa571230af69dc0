"""What people find out about an incident: how bad, how far out, whose data."""

from dataclasses import replace
from datetime import datetime

from core.actor import Person
from core.audit import Detail, Event
from core.incidents.incident import Incident
from core.incidents.joining import proposed_again
from core.incidents.kinds import Exposed, PersonalData, Severity
from core.incidents.refusals import ExposedLater
from core.incidents.words import link, tidied
from core.incidents.work import Change, act, act_in
from core.ports import Tools
from core.refusals import BadField

LONGEST_PLACE = 200


async def rate(tools: Tools, person: Person, incident_id: str, severity: Severity) -> Incident:
    return await act(
        tools,
        person,
        incident_id,
        lambda incident, _now: incident.rated(severity),
        Event.INCIDENT_CHANGE,
        what="severity",
        value=severity,
    )


async def expose(tools: Tools, person: Person, incident_id: str, exposed: Exposed) -> Incident:
    """Raises `BadField` for a link that is none, `ExposedLater` for an instant that is to come."""
    known = tidied_up(exposed)
    if known.since is not None and known.since > tools.now():
        raise ExposedLater
    return await _found_out(
        tools,
        person,
        incident_id,
        lambda incident, _now: incident.exposed_as(known),
        what="exposure",
        value=known.exposure,
        since=known.since.isoformat() if known.since is not None else None,
    )


async def personal_data(tools: Tools, person: Person, incident_id: str, answer: PersonalData) -> Incident:
    return await _found_out(
        tools,
        person,
        incident_id,
        lambda incident, _now: incident.with_personal_data(answer),
        what="personal_data",
        value=answer,
    )


async def read_use(tools: Tools, person: Person, incident_id: str) -> Incident:
    """Somebody has opened the report of its use."""
    return await act(
        tools,
        person,
        incident_id,
        lambda incident, now: incident.use_read(now),
        Event.INCIDENT_CHANGE,
        what="use",
    )


async def _found_out(
    tools: Tools, person: Person, incident_id: str, change: Change, **details: Detail
) -> Incident:
    """With more known, another severity may be proposed."""
    async with tools.store.transaction(person.tenant) as tx:
        known = await act_in(tools, tx, person, incident_id, change, Event.INCIDENT_CHANGE, **details)
        return await proposed_again(tx, known, tools.catalogue)


def tidied_up(exposed: Exposed) -> Exposed:
    where = tidied(exposed.where, LONGEST_PLACE)
    return replace(exposed, where=where, link=link(exposed.link) if exposed.link else "")


def as_far_as_it_goes(exposed: Exposed, now: datetime) -> Exposed:
    """The same without a refusal: nothing that was filled in wrongly may delay a kill."""
    since = exposed.since if exposed.since is None or exposed.since <= now else None
    try:
        return tidied_up(replace(exposed, since=since))
    except BadField:
        told = f"{exposed.where} {exposed.link}"
        return replace(exposed, since=since, where=tidied(told, LONGEST_PLACE), link="")
