"""The steps of an incident: who says that one is done, who is to do it, what is noted about it."""

from core.actor import Person
from core.audit import Event
from core.incidents.incident import Incident
from core.incidents.kinds import Note
from core.incidents.said import notice
from core.incidents.steps import Step
from core.incidents.words import link as checked
from core.incidents.words import said
from core.incidents.work import act, act_in
from core.notices import Kind
from core.ports import Tools


async def claim(tools: Tools, person: Person, incident_id: str, step: Step) -> Incident:
    """Raises `StepDone` where somebody else, or the evidence, was faster."""
    return await act(
        tools,
        person,
        incident_id,
        lambda incident, now: incident.claim(step, person.id, now),
        Event.INCIDENT_STEP,
        step=step,
        what="claimed",
    )


async def unclaim(tools: Tools, person: Person, incident_id: str, step: Step) -> Incident:
    return await act(
        tools,
        person,
        incident_id,
        lambda incident, _now: incident.unclaim(step),
        Event.INCIDENT_STEP,
        step=step,
        what="unclaimed",
    )


async def assign(tools: Tools, person: Person, incident_id: str, step: Step, to: str) -> Incident:
    """`to` is a full member, as whoever asks has made sure of; empty for nobody."""
    async with tools.store.transaction(person.tenant) as tx:
        incident = await act_in(
            tools,
            tx,
            person,
            incident_id,
            lambda incident, _now: incident.assign(step, to),
            Event.INCIDENT_STEP,
            step=step,
            what="assigned",
            to=to,
        )
        if to not in {"", person.id}:
            await tx.say(notice(incident, Kind.INCIDENT_ASKED, to, by=person.id, step=step.value))
        return incident


async def note(
    tools: Tools, person: Person, incident_id: str, text: str, *, step: Step | None = None, link: str = ""
) -> Incident:
    """With a link, `text` says what it leads to. Raises `BadField`; tokens in it are cut out."""
    words, address = said(text), checked(link) if link else ""
    about = step.value if step is not None else ""
    return await act(
        tools,
        person,
        incident_id,
        lambda incident, now: incident.noted(
            Note(by=person.id, at=now, text=words, link=address, step=about)
        ),
        Event.INCIDENT_NOTE,
        what="link" if address else "note",
        step=about,
    )


async def update(tools: Tools, person: Person, incident_id: str, text: str) -> Incident:
    """News for those who wait for it: the next one is due a while later."""
    words = said(text)
    return await act(
        tools,
        person,
        incident_id,
        lambda incident, now: incident.told(Note(by=person.id, at=now, text=words)),
        Event.INCIDENT_NOTE,
        what="update",
    )
