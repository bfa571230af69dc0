"""What happened, from the audit record, in plain sentences for somebody who was not there."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from core.audit import HOLDER, OPERATOR, SCANNER, SYSTEM, Entry, Event, gateway_of
from core.incidents.facts import WORDS, Fact
from core.incidents.incident import Incident
from core.incidents.steps import TITLES, Step
from core.incidents.use_report import exposed_since

Names = Mapping[str, str]
"""People by their id, as far as somebody could ask who they are."""
_NOT_PEOPLE = {
    SYSTEM: "Latchkey",
    OPERATOR: "An operator",
    HOLDER: "Somebody who holds the token",
    SCANNER: "GitHub’s secret scanning",
}
_NAMED = ("to", "recipient", "owner")
"""Details that are people."""


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
    words, by = _SENTENCES.get(entry.event), who(entry.actor, names)
    if words is not None:
        return words(entry, names)
    did = _DID.get(entry.event)
    return f"{by} {did}." if did is not None else f"{by}: {entry.event.value}."


def who(actor: str, names: Names) -> str:
    gateway = gateway_of(actor)
    if gateway is not None:
        return f"The gateway {gateway}"
    return _NOT_PEOPLE.get(actor) or names.get(actor) or actor


def people_in(incident: Incident, entries: Iterable[Entry]) -> frozenset[str]:
    """The ids of all who are named in a report, for whoever can ask who they are."""
    named = {_detail(entry, key) for entry in entries for key in _NAMED} | {each.actor for each in entries}
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
        "evident": f"Evidence that “{title}” is done: {_because(entry)}.",
        "faded": f"The evidence that “{title}” is done has gone: {_because(entry)}.",
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
    noticed = "noticed" if entry.actor == SYSTEM else "reported"
    return f"{who(entry.actor, names)} {noticed} a compromise, rated {_detail(entry, 'severity')}."


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
    Event.INTEGRATION_REASSIGN: lambda entry, names: (
        f"{who(entry.actor, names)} gave the integration to {_person(entry, 'owner', names)}."
    ),
    Event.TOKEN_REVOKE: _revoked,
    Event.TOKEN_OFFER: _offered,
    Event.TOKEN_HAND_OVER: lambda entry, names: (
        f"{who(entry.actor, names)} rotated: {_person(entry, 'recipient', names)} is to collect the token."
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
    Event.OVERLAP_END: lambda _entry, _names: "The overlap ended.",
}
_DID: Mapping[Event, str] = {
    Event.INTEGRATION_QUARANTINE: "put the integration into quarantine",
    Event.INTEGRATION_LIFT: "took the integration out of quarantine",
    Event.INTEGRATION_CREATE: "created the integration",
    Event.INTEGRATION_EDIT: "edited the integration",
    Event.INTEGRATION_DELETE: "deleted the integration",
    Event.PERMISSIONS_REMOVE: "took permissions from the integration that nobody used",
    Event.PERMISSIONS_PUT_BACK: "put permissions of the integration back",
    Event.ROTATION_CANCEL: "cancelled the rotation",
    Event.OVERLAP_EXTEND: "gave the old token more time",
    Event.OVERLAP_EXPIRE: "expired the old token",
    Event.LEAK_REPORT: "reported a leaked token",
}
