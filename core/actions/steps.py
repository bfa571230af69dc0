"""The steps of an incident: who says that one is done, who is to do it, what is noted about it."""

from enum import StrEnum
from functools import partial

from core.actor import Person
from core.audit import Event
from core.incidents.incident import Incident
from core.incidents.kinds import Note
from core.incidents.said import notice
from core.incidents.steps import Step
from core.incidents.words import link as checked
from core.incidents.words import said
from core.incidents.work import Change, act, act_in
from core.notices import Kind
from core.ports import Tools


class What(StrEnum):
    """How somebody says that a step is."""

    DONE = "done"
    NOT_DONE = "not_done"
    AS_IT_IS = "as_it_is"


async def work_on(
    tools: Tools,
    person: Person,
    incident_id: str,
    step: Step,
    what: What = What.AS_IT_IS,
    *,
    assignee: str = "",
    text: str = "",
    link: str = "",
) -> Incident:
    """All of it or nothing. Raises `StepDone` where somebody else, or the evidence, was faster, and others.

    `assignee` is a full member, as whoever asks has made sure of. With a link, `text` says what it leads to;
    tokens in both are cut out.
    """
    words, address = said(text) if text or link else "", checked(link) if link else ""
    async with tools.store.transaction(person.tenant) as tx:
        does = partial(act_in, tools, tx, person, incident_id)
        if assignee:
            to = assignee
            incident = await does(_assigned(step, to), Event.INCIDENT_STEP, step=step, what="assigned", to=to)
            if to != person.id:
                await tx.say(notice(incident, Kind.INCIDENT_ASKED, to, by=person.id, step=step.value))
        if words:
            kind = "link" if address else "note"
            change = _noted(person, words, step=step.value, link=address)
            await does(change, Event.INCIDENT_NOTE, what=kind, step=step)
        if what is not What.AS_IT_IS:
            change, told = _said(person, step, what)
            await does(change, Event.INCIDENT_STEP, step=step, what=told)
        return await tx.incidents.one(incident_id)


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


def _assigned(step: Step, to: str) -> Change:
    return lambda incident, _now: incident.assign(step, to)


def _noted(person: Person, words: str, *, step: str, link: str) -> Change:
    return lambda incident, now: incident.noted(Note(by=person.id, at=now, text=words, link=link, step=step))


def _said(person: Person, step: Step, what: What) -> tuple[Change, str]:
    """And how it stands on record."""
    if what is What.DONE:
        return lambda incident, now: incident.claim(step, person.id, now), "claimed"
    return lambda incident, _now: incident.unclaim(step), "unclaimed"
