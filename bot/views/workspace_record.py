"""What the audit record has about a workspace itself: access, settings, keys, gateways; in sentences."""

from collections.abc import Callable, Mapping

from bot.text import count, escape, someone
from core.actor import Role
from core.audit import Detail, Entry, Event


def _detail(entry: Entry, key: str) -> str:
    value = entry.details.get(key)
    return "" if value is None else str(value)


def _granted(entry: Entry, _it: str) -> str:
    who, role = someone(entry.subject), _detail(entry, "role")
    before = escape(_detail(entry, "before"))
    if role == Role.NONE.name.lower():
        return f"{someone(entry.actor)} took the role {before} from {who}."
    was = "" if before in {"", Role.NONE.name.lower()} else f" instead of {before}"
    return f"{someone(entry.actor)} gave {who} the role {escape(role)}{was}."


def _settings(entry: Entry, _it: str) -> str:
    changed = "; ".join(
        f"{key.replace('_', ' ')}: {_set_to(key, value)}" for key, value in entry.details.items()
    )
    return f"{someone(entry.actor)} changed the settings ({changed})."


_SWITCHES = {"True": "on", "False": "off"}


def _set_to(key: str, value: Detail) -> str:
    if str(value) in _SWITCHES:
        return _SWITCHES[str(value)]
    channel = key == "security_channel" and str(value).isalnum() and value != "None"
    return f"<#{value}>" if channel else escape("none" if value == "None" else str(value))


def _retried(entry: Entry, _it: str) -> str:
    number = entry.details.get("notices")
    which = count(number, "notice") if isinstance(number, int) else "notices"
    return f"{someone(entry.actor)} put {which} that could not be delivered back on the way."


SENTENCES: Mapping[Event, Callable[[Entry, str], str]] = {
    Event.ACCESS_GRANT: _granted,
    Event.SETTINGS_CHANGE: _settings,
    Event.KEYS_ROTATE: lambda entry, _it: f"{someone(entry.actor)} replaced the encryption keys.",
    Event.GATEWAY_ADD: lambda entry, it: f"{someone(entry.actor)} added the gateway {it}.",
    Event.GATEWAY_ROTATE: lambda entry, it: f"{someone(entry.actor)} gave the gateway {it} a new secret.",
    Event.GATEWAY_LIMIT: lambda entry, it: f"{someone(entry.actor)} changed the rate of the gateway {it}.",
    Event.GATEWAY_REMOVE: lambda entry, it: f"{someone(entry.actor)} removed the gateway {it}.",
    Event.LEAK_DECIDE: lambda entry, _it: (
        f"{someone(entry.actor)} {escape(_detail(entry, 'decision')) or 'decided about'} "
        "the leak reports that were held."
    ),
    Event.NOTICES_RETRY: _retried,
    Event.DATABASE_SEAL: lambda _entry, _it: "Verification stopped: the database is older than it should be.",
    Event.DATABASE_UNSEAL: lambda entry, _it: (
        f"{someone(entry.actor)} replayed the revocations of an export; verification goes on."
    ),
}
