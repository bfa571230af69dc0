"""What an incident says unasked, and to whom. Its words are found when it is delivered."""

from core.cards import THREAD_OF
from core.incidents.incident import Incident
from core.notices import Kind, Notice


def notice(incident: Incident, kind: Kind, to: str, **facts: str) -> Notice:
    """Incidents wait for nobody's morning."""
    told = {"incident": incident.id, **facts}
    return Notice(kind=kind, to=to, integration_id=incident.integration_id, facts=told, urgent=True)


def below(incident: Incident, kind: Kind, **facts: str) -> Notice:
    """Where its card is, in the thread."""
    return notice(incident, kind, incident.place, **{THREAD_OF: incident.card}, **facts)


def to_lead(incident: Incident, kind: Kind, **facts: str) -> list[Notice]:
    """Directly, unless nobody leads, or the card is in that very conversation."""
    elsewhere = incident.lead not in {"", incident.place}
    return [notice(incident, kind, incident.lead, **facts)] if elsewhere else []
