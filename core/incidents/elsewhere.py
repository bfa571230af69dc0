"""The channel of an incident is lost while people work on it: checklist and thread go on elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.cards import THREAD_OF
from core.incidents.incident import Incident
from core.incidents.said import notice
from core.notices import Kind, Notice
from core.ports import Transaction
from core.undelivered import by_itself


def is_of_checklist(said: Notice) -> bool:
    """Whether it is the checklist of an incident, or stands below one."""
    return said.kind is Kind.INCIDENT or {"incident", THREAD_OF} <= said.facts.keys()


async def say_elsewhere(tx: Transaction, lost: Notice, people: Sequence[str], why: Mapping[str, str]) -> None:
    """To whoever leads it, and to `people`. The first that is lost takes the checklist with it."""
    incident = await tx.incidents.one(lost.facts["incident"])
    if incident.place == lost.to:
        incident = await _moved(tx, incident, people, why)
    if lost.kind is Kind.INCIDENT:
        return
    await tx.say(replace(lost, to=incident.place, facts={**lost.facts, THREAD_OF: incident.card}))
    for person in people:
        if person != incident.place:
            await tx.say(replace(by_itself(lost, why), to=person))


async def _moved(
    tx: Transaction, incident: Incident, people: Sequence[str], why: Mapping[str, str]
) -> Incident:
    """Everybody's copy is kept up to date; below the leader's is the thread."""
    place = incident.lead or people[0]
    copies = {
        person: await tx.say(notice(incident, Kind.INCIDENT, person, **why))
        for person in dict.fromkeys((place, *people))
    }
    return await tx.incidents.keep(replace(incident, card=copies[place], place=place))
