"""What an incident says unasked, and to whom. Its words are found when it is delivered."""

from core.audit import Detail, Event
from core.cards import THREAD_OF
from core.incidents.incident import Incident
from core.notices import Kind, Notice

EVENT, NOTE = "event", "note"
"""Facts of what somebody did: what it was, and the place of what they wrote among the notes."""


def notice(incident: Incident, kind: Kind, to: str, /, **facts: str) -> Notice:
    """Incidents wait for nobody's morning."""
    told = {"incident": incident.id, **facts}
    return Notice(kind=kind, to=to, integration_id=incident.integration_id, facts=told, urgent=True)


def below(incident: Incident, kind: Kind, /, **facts: str) -> Notice:
    """Where its card is, in the thread."""
    return notice(incident, kind, incident.place, **{THREAD_OF: incident.card}, **facts)


def done_by(incident: Incident, event: Event, by: str, *, notes_before: int, **details: Detail) -> Notice:
    """What somebody did, below the card: its thread is the timeline for those who work on it."""
    told = {key: str(value) for key, value in details.items() if value is not None}
    if len(incident.notes) > notes_before:
        told[NOTE] = str(notes_before)
    return below(incident, Kind.INCIDENT_ACT, **{EVENT: event.value, "by": by, **told})


def to_lead(incident: Incident, kind: Kind, **facts: str) -> list[Notice]:
    """Directly, unless nobody leads, or the card is in that very conversation."""
    elsewhere = incident.lead not in {"", incident.place}
    return [notice(incident, kind, incident.lead, **facts)] if elsewhere else []
