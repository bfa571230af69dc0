"""What happened, from the audit record, in plain sentences for somebody who was not there."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from core.audit import HOLDER, OPERATOR, SYSTEM, Entry, Event, gateway_of
from core.incidents.facts import WORDS, Fact
from core.incidents.incident import Incident
from core.incidents.steps import TITLES, Step
from core.incidents.use_report import exposed_since

Names = Mapping[str, str]
"""People by their id, as far as somebody could ask who they are."""
_NOT_PEOPLE = {SYSTEM: "Latchkey", OPERATOR: "An operator", HOLDER: "Somebody who holds the token"}


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    text: str


def timeline(incident: Incident, entries: Iterable[Entry], names: Names) -> tuple[Line, ...]:
    """From the exposure on, the oldest first; what belongs to another incident is left out."""
    since = min(exposed_since(incident), incident.opened_at)
    ours = (each for each in entries if each.at >= since and _belongs(each, incident))
    ordered = sorted(ours, key=lambda each: each.sequence)
    return tuple(Line(entry.at, sentence(entry, names)) for entry in ordered)


def sentence(entry: Entry, names: Names) -> str:
    words = _SENTENCES.get(entry.event)
    return words(entry, names) if words is not None else f"{who(entry.actor, names)}: {entry.event.value}."


def who(actor: str, names: Names) -> str:
    gateway = gateway_of(actor)
    if gateway is not None:
        return f"The gateway {gateway}"
    return _NOT_PEOPLE.get(actor) or names.get(actor) or actor


def people_in(incident: Incident, entries: Iterable[Entry]) -> frozenset[str]:
    """The ids of all who are named in a report, for whoever can ask who they are."""
    named = {entry.actor for entry in entries} | {str(entry.details.get("to") or "") for entry in entries}
    named |= {str(entry.details.get("recipient") or "") for entry in entries}
    named |= {note.by for note in incident.notes} | {mark.claimed_by for mark in incident.marks.values()}
    named |= {incident.opened_by, incident.killed_by, incident.closed_by, *incident.people}
    return frozenset(each for each in named if each and each not in _NOT_PEOPLE and gateway_of(each) is None)


def _belongs(entry: Entry, incident: Incident) -> bool:
    return entry.details.get("incident", incident.id) == incident.id


def _detail(entry: Entry, key: str) -> str:
    value = entry.details.get(key)
    return "" if value is None else str(value)


def _person(entry: Entry, key: str, names: Names) -> str:
    return who(_detail(entry, key), names) if _detail(entry, key) else "nobody"


def _step(entry: Entry, names: Names) -> str:
    title, by, what = TITLES[Step(_detail(entry, "step"))], who(entry.actor, names), _detail(entry, "what")
    said = {
        "assigned": f"{by} assigned “{title}” to {_person(entry, 'to', names)}.",
        "claimed": f"{by} said that “{title}” is done.",
        "unclaimed": f"{by} said that “{title}” is not done.",
        "evident": f"“{title}” shows to be done: {_because(entry)}.",
        "faded": f"“{title}” does not show to be done any more: {_because(entry)}.",
        "turned": f"“{title}” is open again: {_because(entry)}.",
    }
    return said.get(what, f"{by} changed “{title}”.")


def _because(entry: Entry) -> str:
    seen = ", ".join(filter(None, (_detail(entry, "network"), _detail(entry, "agent"))))
    fact = _detail(entry, "fact")
    words = WORDS[Fact(fact)] if fact in set(Fact) else "somebody knows why"
    return f"{words} ({seen})" if seen else words


def _change(entry: Entry, names: Names) -> str:
    by, value = who(entry.actor, names), _detail(entry, "value")
    taken = _detail(entry, "to") == entry.actor
    said = {
        "lead": f"{by} took the lead."
        if taken
        else f"{by} handed the lead to {_person(entry, 'to', names)}.",
        "severity": f"{by} rated it {value}.",
        "proposed": f"Its severity rose to {value}, as proposed.",
        "token": f"{by} gave the token itself: {value}.",
        "shown": f"{by} named the message that showed the token.",
        "exposure": f"{by} noted the exposure: {value}.",
        "personal_data": f"{by} noted whether personal data was in reach: {value}.",
        "source": "The message that showed the token was deleted.",
        "use": f"{by} read the report of its use.",
        "suspect": f"Another dead token came under suspicion, too: {value}.",
    }
    return said.get(_detail(entry, "what"), f"{by} changed the incident.")


def _opened(entry: Entry, names: Names) -> str:
    severity = _detail(entry, "severity")
    return f"{who(entry.actor, names)} reported a compromise ({severity}) to {_way(entry)}."


def _way(entry: Entry) -> str:
    ways = {
        "rotate": "kill every token and make a new one",
        "revoke": "kill every token",
        "quarantine": "put it into quarantine first",
    }
    return ways.get(_detail(entry, "way"), "respond")


def _noted(entry: Entry, names: Names) -> str:
    what = {"update": "gave an update", "link": "added a link"}.get(_detail(entry, "what"), "added a note")
    return f"{who(entry.actor, names)} {what}."


def _offered(entry: Entry, names: Names) -> str:
    version = _detail(entry, "version")
    return f"Token v{version} was made for {who(_detail(entry, 'recipient') or entry.actor, names)}."


def _confirmed(entry: Entry, names: Names) -> str:
    by = "by its first use" if entry.actor == SYSTEM else f"by {who(entry.actor, names)}"
    return f"Token v{_detail(entry, 'version')} was confirmed {by}."


def _revoked(entry: Entry, names: Names) -> str:
    versions = _detail(entry, "versions")
    which = f"version {versions}" if versions else "there was none left"
    then = (
        f"; {_person(entry, 'recipient', names)} is to get a new one" if _detail(entry, "recipient") else ""
    )
    return f"{who(entry.actor, names)} killed every token ({which}){then}."


def _closed(entry: Entry, names: Names) -> str:
    early = ", although it was not finished" if entry.details.get("reason") else ""
    return f"{who(entry.actor, names)} closed the incident{early}."


_SENTENCES: Mapping[Event, Callable[[Entry, Names], str]] = {
    Event.INCIDENT_OPEN: _opened,
    Event.INCIDENT_CONTAIN: lambda entry, names: (
        f"{who(entry.actor, names)} reported it again, to {_way(entry)}."
    ),
    Event.INCIDENT_STEP: _step,
    Event.INCIDENT_CHANGE: _change,
    Event.INCIDENT_NOTE: _noted,
    Event.INCIDENT_CLOSE: _closed,
    Event.INTEGRATION_QUARANTINE: lambda entry, names: f"{who(entry.actor, names)} put it into quarantine.",
    Event.INTEGRATION_LIFT: lambda entry, names: f"{who(entry.actor, names)} took it out of quarantine.",
    Event.INTEGRATION_CREATE: lambda entry, names: f"{who(entry.actor, names)} created it.",
    Event.INTEGRATION_EDIT: lambda entry, names: f"{who(entry.actor, names)} edited it.",
    Event.INTEGRATION_DELETE: lambda entry, names: f"{who(entry.actor, names)} deleted it.",
    Event.TOKEN_REVOKE: _revoked,
    Event.TOKEN_OFFER: _offered,
    Event.TOKEN_HAND_OVER: lambda entry, names: (
        f"{who(entry.actor, names)} rotated it for {_person(entry, 'recipient', names)} to collect the token."
    ),
    Event.TOKEN_CONFIRM: _confirmed,
    Event.TOKEN_NOT_DELIVERED: lambda entry, _names: (
        f"Token v{_detail(entry, 'version')} could not be shown and was voided."
    ),
    Event.TOKEN_NOT_RECEIVED: lambda entry, names: (
        f"{who(entry.actor, names)} said that token v{_detail(entry, 'version')} had not arrived."
    ),
    Event.TOKEN_SWEEP: lambda entry, _names: (
        f"Token v{_detail(entry, 'version')} ended: nobody confirmed or used it."
    ),
    Event.ROTATION_CANCEL: lambda entry, names: f"{who(entry.actor, names)} cancelled the rotation.",
    Event.OVERLAP_END: lambda _entry, _names: "The overlap ended.",
    Event.OVERLAP_EXTEND: lambda entry, names: f"{who(entry.actor, names)} gave the old token more time.",
    Event.OVERLAP_EXPIRE: lambda entry, names: f"{who(entry.actor, names)} expired the old token.",
    Event.LEAK_REPORT: lambda entry, names: f"{who(entry.actor, names)} reported a leaked token.",
}
