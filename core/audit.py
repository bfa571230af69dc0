"""The audit record: who did what, when; chained so that an edit, a gap or a cut end shows.

Each entry's link is HMAC-SHA-256 over the link before it and the entry's canonical form, one chain for each
workspace. Details are typed, short and free of secrets, digests and message texts.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

FIRST_LINK = bytes(32)
Detail = str | int | bool | None | list[str]
LONGEST_DETAIL = 600


class Event(StrEnum):
    """``subject:verb``. Names are stable: exports are read by other programs."""

    INTEGRATION_CREATE = "integration:create"
    INTEGRATION_EDIT = "integration:edit"
    INTEGRATION_DELETE = "integration:delete"
    TOKEN_OFFER = "token:offer"
    TOKEN_HAND_OVER = "token:hand_over"
    TOKEN_CONFIRM = "token:confirm"
    TOKEN_NOT_DELIVERED = "token:not_delivered"
    TOKEN_NOT_RECEIVED = "token:not_received"
    TOKEN_SWEEP = "token:sweep"
    TOKEN_REVOKE = "token:revoke"
    ROTATION_CANCEL = "rotation:cancel"
    OVERLAP_EXTEND = "overlap:extend"
    OVERLAP_EXPIRE = "overlap:expire_now"
    OVERLAP_END = "overlap:end"
    REMINDER_SNOOZE = "reminder:snooze"
    REMINDER_ACKNOWLEDGE = "reminder:acknowledge"
    INTEGRATION_ORPHANED = "integration:orphaned"
    INTEGRATION_NOT_ORPHANED = "integration:not_orphaned"
    """Its owner is back."""
    INTEGRATION_KEEP = "integration:keep"
    INTEGRATION_REASSIGN = "integration:reassign"
    PERMISSIONS_REMOVE = "permissions:remove_unused"
    PERMISSIONS_PUT_BACK = "permissions:put_back"
    ACCESS_GRANT = "access:grant"
    SETTINGS_CHANGE = "settings:change"
    KEYS_ROTATE = "keys:rotate"
    GATEWAY_ADD = "gateway:add"
    GATEWAY_ROTATE = "gateway:rotate"
    GATEWAY_REMOVE = "gateway:remove"
    GATEWAY_LIMIT = "gateway:limit"
    INTEGRATION_QUARANTINE = "integration:quarantine"
    INTEGRATION_LIFT = "integration:lift_quarantine"
    INCIDENT_OPEN = "incident:open"
    INCIDENT_CONTAIN = "incident:contain"
    """Killed or quarantined, once more or otherwise than when it was opened."""
    INCIDENT_STEP = "incident:step"
    """Details: step; what: claimed, unclaimed, assigned, evident, turned; to, or fact, network, agent."""
    INCIDENT_NOTE = "incident:note"
    """Details: what: note, link or update; step. What was written stands in the incident."""
    INCIDENT_CHANGE = "incident:change"
    """Details: what: lead, severity, exposure, personal_data, source, use or suspect; with the new value."""
    INCIDENT_CLOSE = "incident:close"
    LEAK_REPORT = "leak:report"
    LEAK_DECIDE = "leak:decide"
    NOTICES_RETRY = "notices:retry"
    DATABASE_SEAL = "database:seal"
    DATABASE_UNSEAL = "database:unseal"


SYSTEM = "latchkey"
"""The actor of what happens by itself."""
OPERATOR = "operator"
"""The actor of what is done on the command line."""
HOLDER = "holder"
"""The actor of what somebody does by holding the token in question."""
SCANNER = "github"
"""The actor of what GitHub's secret scanning brings about."""
_GATEWAY = "gateway:"


def by_gateway(name: str) -> str:
    """The actor of what a gateway does."""
    return f"{_GATEWAY}{name}"


def gateway_of(actor: str) -> str | None:
    """The gateway's name, if it is one."""
    return actor.removeprefix(_GATEWAY) if actor.startswith(_GATEWAY) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    tenant: str
    sequence: int
    """1 for the first entry of a workspace, without gaps."""
    at: datetime
    actor: str
    event: Event
    subject: str
    """The integration's id, a user id for access, or empty."""
    subject_name: str
    details: Mapping[str, Detail]
    key_id: str
    link: bytes


def canonical(entry: Entry) -> bytes:
    """The bytes that are chained: everything but the link, in one fixed form."""
    fields = [
        entry.tenant,
        entry.sequence,
        entry.at.isoformat(timespec="microseconds"),
        entry.actor,
        entry.event.value,
        entry.subject,
        entry.subject_name,
        dict(entry.details),
        entry.key_id,
    ]
    return json.dumps(fields, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii")


def link(key: bytes, before: bytes, entry: Entry) -> bytes:
    """The link that `entry` must carry after an entry with the link `before`."""
    return hmac.digest(key, before + canonical(entry), "sha256")


@dataclass(frozen=True, slots=True)
class Head:
    """How far a chain had come: kept outside the database, it shows a cut end."""

    tenant: str
    sequence: int
    link: bytes


@dataclass(frozen=True, slots=True)
class Flaw:
    """The first place where a chain does not hold."""

    tenant: str
    sequence: int
    what: str


class Chain:
    """Checks one workspace's entries, fed in order of their sequence."""

    def __init__(self, tenant: str) -> None:
        self.head = Head(tenant, 0, FIRST_LINK)

    def follow(self, entry: Entry, key: bytes | None) -> Flaw | None:
        """None while the chain holds, else what is wrong at this entry."""
        expected = self.head.sequence + 1
        if entry.sequence != expected:
            return Flaw(self.head.tenant, expected, f"entry {expected} is missing")
        if key is None:
            return Flaw(self.head.tenant, expected, f"made with the key {entry.key_id}, which is not here")
        if not hmac.compare_digest(link(key, self.head.link, entry), entry.link):
            return Flaw(self.head.tenant, expected, "this entry, or the one before it, was changed")
        self.head = Head(self.head.tenant, expected, entry.link)
        return None

    def ends_before(self, known: Head, link_at_known: bytes | None) -> Flaw | None:
        """Compare with a head that was noted earlier, and the link found now at its sequence."""
        if self.head.sequence < known.sequence:
            missing = f"the end was cut: entry {known.sequence} was here before"
            return Flaw(known.tenant, self.head.sequence + 1, missing)
        if link_at_known != known.link:
            return Flaw(known.tenant, known.sequence, "the chain was written anew since this entry was noted")
        return None
