"""The audit record in sentences: one for each event."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.text import bold, count, escape, listed, moment, someone
from bot.views import incident_record
from core.actor import Role
from core.audit import Detail, Entry, Event
from core.token import Proof

Words = Callable[[Entry, str], str]
"""Given an entry and what to call its integration."""


def sentence(entry: Entry, *, it: str = "") -> str:
    """“@ada created *Billing*.” Where everything is about one integration, `it` says “it” instead."""
    return _SENTENCES[entry.event](entry, it or bold(entry.subject_name))


def dated(entry: Entry, *, it: str = "") -> str:
    return f"{moment(entry.at)}: {sentence(entry, it=it)}"


def _text(entry: Entry, key: str) -> str:
    value = entry.details.get(key)
    return "" if value is None else str(value)


def _person(entry: Entry, key: str) -> str:
    user = _text(entry, key)
    return someone(user) if user else "somebody"


def _number(entry: Entry, key: str) -> int:
    value: Detail = entry.details.get(key)
    return len(value) if isinstance(value, list) else 0


def _version(entry: Entry, key: str = "version") -> str:
    return f"v{escape(_text(entry, key))}"


def _created(entry: Entry, it: str) -> str:
    return f"{someone(entry.actor)} created {it} with {count(_number(entry, 'scopes'), 'permission')}."


def _edited(entry: Entry, it: str) -> str:
    changes = [words(entry) for key, words in _CHANGES.items() if key in entry.details]
    return f"{someone(entry.actor)} edited {it}: {'; '.join(changes) or 'nothing to speak of'}."


_CHANGES: Mapping[str, Callable[[Entry], str]] = {
    "name_before": lambda entry: f"it was called “{escape(_text(entry, 'name_before'))}” before",
    "scopes_gained": lambda entry: f"{count(_number(entry, 'scopes_gained'), 'permission')} added",
    "scopes_lost": lambda entry: f"{count(_number(entry, 'scopes_lost'), 'permission')} taken away",
    "owner_before": lambda entry: (
        f"its owner is {_person(entry, 'owner')} now, before {_person(entry, 'owner_before')}"
    ),
    "days_before": lambda entry: (
        f"rotation every {escape(_text(entry, 'days'))} days, before {escape(_text(entry, 'days_before'))}"
    ),
    "on_leak": lambda entry: f"on public leaks: {escape(_text(entry, 'on_leak'))}",
    "description": lambda _entry: "another description",
    "storage_note": lambda _entry: "another note on where the token is kept",
}


def _deleted(entry: Entry, it: str) -> str:
    ended = entry.details.get("tokens_ended")
    also = f" {count(ended, 'token')} ended." if isinstance(ended, int) and ended else ""
    return f"{someone(entry.actor)} deleted {it}.{also}"


def _offered(entry: Entry, it: str) -> str:
    who, version, asked_by = someone(entry.actor), _version(entry), _text(entry, "asked_by")
    if not asked_by:
        return f"{who} rotated {it}: token {version} was made{_for_another(entry)}."
    wish = f"; {someone(asked_by)} had asked for it" if asked_by != entry.actor else ""
    return f"{who} collected token {version} of {it}{wish}."


def _for_another(entry: Entry) -> str:
    recipient = _text(entry, "recipient")
    return f" for {someone(recipient)}" if recipient not in {"", entry.actor} else ""


def _confirmed(entry: Entry, it: str) -> str:
    version = _version(entry)
    if entry.details.get("proof") == Proof.FIRST_USE:
        return f"Token {version} of {it} was used for the first time, which confirms it."
    return f"{someone(entry.actor)} saved token {version} of {it}."


def _until(entry: Entry, key: str) -> str:
    try:
        return f" until {moment(datetime.fromisoformat(_text(entry, key)))}"
    except ValueError:
        return ""


def _extended(entry: Entry, it: str) -> str:
    until = _until(entry, "ends_at")
    return f"{someone(entry.actor)} gave the old token of {it} more time{until and ','}{until}."


def _snoozed(entry: Entry, it: str) -> str:
    reason = f": “{escape(_text(entry, 'reason'))}”" if _text(entry, "reason") else ""
    return f"{someone(entry.actor)} put off the reminders of {it}{_until(entry, 'until')}{reason}."


def _as_moved(entry: Entry) -> str:
    return ", as everybody had moved" if entry.details.get("moved") else ""


def _granted(entry: Entry, _it: str) -> str:
    who, role = someone(entry.subject), _text(entry, "role")
    before = escape(_text(entry, "before"))
    if role == Role.NONE.name.lower():
        return f"{someone(entry.actor)} took the role {before} from {who}."
    was = "" if before in {"", Role.NONE.name.lower()} else f"; it was {before}"
    return f"{someone(entry.actor)} gave {who} the role {escape(role)}{was}."


def _settings(entry: Entry, _it: str) -> str:
    changed = listed(escape(f"{key.replace('_', ' ')}: {value}") for key, value in entry.details.items())
    return f"{someone(entry.actor)} changed the settings ({changed})."


_SENTENCES: Mapping[Event, Words] = {
    **incident_record.SENTENCES,
    Event.INTEGRATION_CREATE: _created,
    Event.INTEGRATION_EDIT: _edited,
    Event.INTEGRATION_DELETE: _deleted,
    Event.TOKEN_OFFER: _offered,
    Event.TOKEN_HAND_OVER: lambda entry, it: (
        f"{someone(entry.actor)} rotated {it}: {_person(entry, 'recipient')} is to collect the new token."
    ),
    Event.TOKEN_CONFIRM: _confirmed,
    Event.TOKEN_NOT_DELIVERED: lambda entry, it: (
        f"Slack would not show token {_version(entry)} of {it}, so it was made void."
    ),
    Event.TOKEN_NOT_RECEIVED: lambda entry, it: (
        f"{someone(entry.actor)} said that token {_version(entry)} of {it} did not arrive; it was made void."
    ),
    Event.TOKEN_SWEEP: lambda entry, it: (
        f"Token {_version(entry)} of {it} ended: nobody confirmed or used it for a week."
    ),
    Event.TOKEN_REVOKE: lambda entry, it: (
        f"{someone(entry.actor)} revoked the tokens of {it} (version {escape(_text(entry, 'versions'))})."
    ),
    Event.ROTATION_CANCEL: lambda entry, it: f"{someone(entry.actor)} cancelled the rotation of {it}.",
    Event.OVERLAP_EXTEND: _extended,
    Event.OVERLAP_EXPIRE: lambda entry, it: f"{someone(entry.actor)} expired the old token of {it} at once.",
    Event.OVERLAP_END: lambda entry, it: (
        f"The overlap of {it} ended{_as_moved(entry)}: its old token is refused."
    ),
    Event.REMINDER_SNOOZE: _snoozed,
    Event.REMINDER_ACKNOWLEDGE: lambda entry, it: f"{someone(entry.actor)} has the rotation of {it} in hand.",
    Event.INTEGRATION_REASSIGN: lambda entry, it: (
        f"{someone(entry.actor)} gave {it} to {_person(entry, 'owner')}; "
        f"it was {_person(entry, 'owner_before')}’s."
    ),
    Event.PERMISSIONS_REMOVE: lambda entry, it: (
        f"{someone(entry.actor)} took {count(_number(entry, 'scopes_lost'), 'permission')} from {it} "
        "that nobody used."
    ),
    Event.PERMISSIONS_PUT_BACK: lambda entry, it: (
        f"{someone(entry.actor)} put {count(_number(entry, 'scopes_gained'), 'permission')} back to {it}."
    ),
    Event.ACCESS_GRANT: _granted,
    Event.SETTINGS_CHANGE: _settings,
    Event.KEYS_ROTATE: lambda entry, _it: f"{someone(entry.actor)} replaced the encryption keys.",
    Event.GATEWAY_ADD: lambda entry, it: f"{someone(entry.actor)} added the gateway {it}.",
    Event.GATEWAY_ROTATE: lambda entry, it: f"{someone(entry.actor)} gave the gateway {it} a new secret.",
    Event.GATEWAY_REMOVE: lambda entry, it: f"{someone(entry.actor)} removed the gateway {it}.",
    Event.LEAK_REPORT: lambda entry, it: (
        f"{someone(entry.actor)} reported a token of {it} as leaked: {escape(_text(entry, 'outcome'))}."
    ),
    Event.LEAK_DECIDE: lambda entry, _it: (
        f"{someone(entry.actor)} decided about the leak reports that were held: "
        f"{escape(_text(entry, 'decision'))}."
    ),
    Event.NOTICES_RETRY: lambda entry, _it: (
        f"{someone(entry.actor)} put what could not be delivered back on its way "
        f"({escape(_text(entry, 'notices'))})."
    ),
    Event.DATABASE_SEAL: lambda _entry, _it: "Verification stopped: the database is older than it should be.",
    Event.DATABASE_UNSEAL: lambda entry, _it: (
        f"{someone(entry.actor)} replayed the revocations of an export; verification goes on."
    ),
}
