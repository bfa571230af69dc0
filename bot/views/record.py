"""The audit record in sentences: one for each event."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.text import begun, bold, count, escape, listed, moment, of, someone
from bot.views import incident_record, workspace_record
from core.audit import SYSTEM, Detail, Entry, Event
from core.token import Proof

Words = Callable[[Entry, str], str]
"""Given an entry and what to call its integration."""


def sentence(entry: Entry, *, it: str = "") -> str:
    """“@ada created *Billing*.” Where everything is about one integration, `it` says “it” instead."""
    return begun(_SENTENCES[entry.event](entry, it or bold(entry.subject_name)))


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
    if entry.details.get("decoy"):
        return f"{someone(entry.actor)} planted {it}, which is a decoy."
    if entry.details.get("drill"):
        return f"{someone(entry.actor)} made {it} to practise on."
    return f"{someone(entry.actor)} created {it} with {count(_number(entry, 'scopes'), 'permission')}."


def _edited(entry: Entry, it: str) -> str:
    changes = [words(entry) for key, words in _CHANGES.items() if key in entry.details]
    return f"{someone(entry.actor)} edited {it}: {'; '.join(changes) or 'nothing to speak of'}."


_CHANGES: Mapping[str, Callable[[Entry], str]] = {
    "name_before": lambda entry: f"it was called “{escape(_text(entry, 'name_before'))}” before",
    "scopes_gained": lambda entry: f"{count(_number(entry, 'scopes_gained'), 'permission')} added",
    "scopes_lost": lambda entry: f"{count(_number(entry, 'scopes_lost'), 'permission')} taken away",
    "owner_before": lambda entry: (
        f"its owner is {_person(entry, 'owner')} instead of {_person(entry, 'owner_before')}"
    ),
    "backup_owner": lambda entry: (
        f"its backup owner is {_person(entry, 'backup_owner') if entry.details['backup_owner'] else 'nobody'}"
    ),
    "days_before": lambda entry: (
        f"rotation every {escape(_text(entry, 'days'))} days instead of {escape(_text(entry, 'days_before'))}"
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
    return f"{who} collected {of(f'token {version}', it)}{wish}."


def _for_another(entry: Entry) -> str:
    recipient = _text(entry, "recipient")
    return f" for {someone(recipient)}" if recipient not in {"", entry.actor} else ""


def _confirmed(entry: Entry, it: str) -> str:
    token = of(f"token {_version(entry)}", it)
    if entry.details.get("proof") == Proof.FIRST_USE:
        return f"{token} was used for the first time, which confirms it."
    return f"{someone(entry.actor)} saved {token}."


def _revoked(entry: Entry, it: str) -> str:
    """Somebody may have been faster: then none was left."""
    versions = _text(entry, "versions").split(", ")
    which = (
        f" (version{'s' if len(versions) > 1 else ''} {escape(listed(versions))})" if any(versions) else ""
    )
    none = "; none worked any more" if entry.details.get("versions") == "" else ""
    return f"{someone(entry.actor)} revoked {of('the tokens', it)}{which}{none}."


def _here_again(entry: Entry, it: str) -> str:
    """Seen by the clock, or said by the owner with *Claim*."""
    if entry.actor != SYSTEM:
        return f"{someone(entry.actor)} is here again and looks after {it}."
    return f"Latchkey saw that {of('the owner', it)}, {_person(entry, 'owner')}, is here again."


def _reassigned(entry: Entry, it: str) -> str:
    taken = entry.actor == entry.details.get("owner")
    how = f"took {it} over" if taken else f"gave {it} to {_person(entry, 'owner')}"
    return f"{someone(entry.actor)} {how}; it was {_person(entry, 'owner_before')}’s."


def _until(entry: Entry, key: str) -> str:
    try:
        return f" until {moment(datetime.fromisoformat(_text(entry, key)))}"
    except ValueError:
        return ""


def _extended(entry: Entry, it: str) -> str:
    until = _until(entry, "ends_at")
    return f"{someone(entry.actor)} gave {of('the old token', it)} more time{until and ','}{until}."


def _snoozed(entry: Entry, it: str) -> str:
    reason = f": “{escape(_text(entry, 'reason'))}”" if _text(entry, "reason") else ""
    return f"{someone(entry.actor)} put off {of('the reminders', it)}{_until(entry, 'until')}{reason}."


def _as_moved(entry: Entry) -> str:
    return ", as everybody had moved" if entry.details.get("moved") else ""


_SENTENCES: Mapping[Event, Words] = {
    **incident_record.SENTENCES,
    **workspace_record.SENTENCES,
    Event.INTEGRATION_CREATE: _created,
    Event.INTEGRATION_EDIT: _edited,
    Event.INTEGRATION_DELETE: _deleted,
    Event.TOKEN_OFFER: _offered,
    Event.TOKEN_HAND_OVER: lambda entry, it: (
        f"{someone(entry.actor)} rotated {it}: {_person(entry, 'recipient')} is to collect the new token."
    ),
    Event.TOKEN_CONFIRM: _confirmed,
    Event.TOKEN_NOT_DELIVERED: lambda entry, it: (
        f"Slack would not show {of(f'token {_version(entry)}', it)}, so it was made void."
    ),
    Event.TOKEN_NOT_RECEIVED: lambda entry, it: (
        f"{someone(entry.actor)} said that {of(f'token {_version(entry)}', it)} did not arrive; "
        "it was made void."
    ),
    Event.TOKEN_SWEEP: lambda entry, it: (
        f"{of(f'token {_version(entry)}', it)} ended: nobody confirmed or used it for a week."
    ),
    Event.TOKEN_REVOKE: _revoked,
    Event.ROTATION_CANCEL: lambda entry, it: f"{someone(entry.actor)} cancelled {of('the rotation', it)}.",
    Event.OVERLAP_EXTEND: _extended,
    Event.OVERLAP_EXPIRE: lambda entry, it: (
        f"{someone(entry.actor)} expired {of('the old token', it)} at once."
    ),
    Event.OVERLAP_END: lambda entry, it: (
        f"{of('the overlap', it)} ended{_as_moved(entry)}: the old token is refused."
    ),
    Event.REMINDER_SNOOZE: _snoozed,
    Event.REMINDER_ACKNOWLEDGE: lambda entry, it: (
        f"{someone(entry.actor)} has {of('the rotation', it)} in hand."
    ),
    Event.INTEGRATION_ORPHANED: lambda entry, it: (
        f"Latchkey saw that {of('the owner', it)}, {_person(entry, 'owner')}, is not here any more."
    ),
    Event.INTEGRATION_NOT_ORPHANED: _here_again,
    Event.INTEGRATION_KEEP: lambda entry, it: f"{someone(entry.actor)} keeps {it}, although nobody uses it.",
    Event.INTEGRATION_REASSIGN: _reassigned,
    Event.PERMISSIONS_REMOVE: lambda entry, it: (
        f"{someone(entry.actor)} took {count(_number(entry, 'scopes_lost'), 'permission')} from {it} "
        "that nobody used."
    ),
    Event.PERMISSIONS_PUT_BACK: lambda entry, it: (
        f"{someone(entry.actor)} put {count(_number(entry, 'scopes_gained'), 'permission')} back to {it}."
    ),
}
