"""A report of what is an incident already: whatever it knows is kept, and is on record."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from core.audit import SYSTEM, Detail, Event
from core.catalogue import Catalogue
from core.evidence import Usage
from core.incidents.incident import MOST_NOTES, Incident
from core.incidents.kinds import Note, Severity, together, worse
from core.incidents.said import done_by
from core.incidents.severity import proposed_for
from core.incidents.work import on_record
from core.ports import Transaction

PROPOSED = "proposed"
ELSEWHERE = "It was seen elsewhere, too"
MOST_PLACES = 20
"""Beside the first: whoever has the token may report a thousand, and the notes are for people."""
Change = tuple[Event, Mapping[str, Detail]]


async def join(
    tx: Transaction, before: Incident, other: Incident, usage: Usage, catalogue: Catalogue, *, by: str
) -> Incident:
    """`other` is what the report would have opened by itself. To be kept by whoever asked."""
    after = joined(before, other)
    if not other.severity_chosen:
        after = risen(after, proposed_for(after, catalogue, usage))
    await _put_on_record(tx, before, after, by=by)
    return after


def joined(incident: Incident, other: Incident) -> Incident:
    """What is empty is filled, and the worse is believed; but a severity that was chosen now counts."""
    both = replace(
        incident,
        suspects=together(incident.suspects, other.suspects),
        lead=incident.lead or other.lead,
        exposed=incident.exposed.joined(other.exposed),
        personal_data=worse(incident.personal_data, other.personal_data),
        by_digest=incident.by_digest or other.by_digest,
        source=incident.source or other.source,
        notes=(*incident.notes, *_seen_elsewhere(incident, other)),
    )
    if other.severity_chosen:
        return replace(both, severity=other.severity, severity_chosen=True)
    return risen(both, other.severity)


def risen(incident: Incident, proposal: Severity) -> Incident:
    """By itself a severity only rises: it falls when a person says so."""
    if worse(incident.severity, proposal) is incident.severity:
        return incident
    return replace(incident, severity=proposal, severity_chosen=False)


async def proposed_again(tx: Transaction, incident: Incident, catalogue: Catalogue) -> Incident:
    """After something was found out about it; what a person chose stands. Kept, if it rose."""
    if incident.severity_chosen:
        return incident
    after = risen(incident, proposed_for(incident, catalogue, await tx.usage(incident.integration_id)))
    if after is incident:
        return incident
    await _put_on_record(tx, incident, after, by=SYSTEM)
    return await tx.incidents.keep(after)


async def _put_on_record(tx: Transaction, before: Incident, after: Incident, *, by: str) -> None:
    """Each difference by itself, below the card too: so the timeline shows it."""
    for event, details in _differences(before, after):
        who = SYSTEM if details["what"] == PROPOSED else by
        notes = len(before.notes if event is Event.INCIDENT_NOTE else after.notes)
        await on_record(tx, after, event, by=who, **details)
        await tx.say(done_by(after, event, who, notes_before=notes, **details))


def _differences(before: Incident, after: Incident) -> Iterator[Change]:
    change, exposed = Event.INCIDENT_CHANGE, after.exposed
    for token in after.suspects:
        if token not in before.suspects:
            yield change, {"what": "token", "value": f"v{token.version}"}
    if after.source != before.source:
        yield change, {"what": "shown"}
    if exposed != before.exposed:
        since = exposed.since.isoformat() if exposed.since is not None else None
        yield change, {"what": "exposure", "value": exposed.exposure, "since": since}
    if after.personal_data is not before.personal_data:
        yield change, {"what": "personal_data", "value": after.personal_data}
    if after.severity is not before.severity:
        what = "severity" if after.severity_chosen else PROPOSED
        yield change, {"what": what, "value": after.severity}
    if after.lead != before.lead:
        yield change, {"what": "lead", "to": after.lead}
    for note in after.notes[len(before.notes) :]:
        yield Event.INCIDENT_NOTE, {"what": "link" if note.link else "note", "step": note.step}


def _seen_elsewhere(incident: Incident, other: Incident) -> tuple[Note, ...]:
    """Another place than the one that is written down; once. No kill fails for want of room for it."""
    place, first = other.exposed.place, incident.exposed.place
    if not (any(first) and any(place)) or place == first or len(incident.notes) >= MOST_NOTES:
        return ()
    where, link = place
    note = Note(by=other.opened_by, at=other.opened_at, text=_elsewhere(where), link=link)
    places = {(each.text, each.link) for each in incident.notes if each.text.startswith(ELSEWHERE)}
    return (note,) if (note.text, link) not in places and len(places) < MOST_PLACES else ()


def _elsewhere(where: str) -> str:
    return f"{ELSEWHERE}: {where}" if where else f"{ELSEWHERE}."
