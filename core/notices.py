"""What Latchkey says unasked. A notice names facts; its words are found when it is delivered.

It is written in the transaction that causes it and delivered by the outbox. It never carries a secret.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    SHOW_TOKEN = "show_token"
    """To a recipient: a token is waiting, with *Show token*. Facts: handover, asked_by."""
    STILL_UNCONFIRMED = "still_unconfirmed"
    """To a recipient, an hour later: was it saved? With *I did not get it* and *Cancel rotation*."""
    NEVER_CONFIRMED = "never_confirmed"
    """To owner and recipient: the offered token was swept. Facts: old_works."""
    NEVER_COLLECTED = "never_collected"
    """To who asked for a hand-over: its recipient never pressed *Show token*. Facts: handover, recipient."""
    OVERLAP_ENDED = "overlap_ended"
    """To the owner: the old token has stopped working. Facts: moved, if that is because everybody has."""
    OVERLAP_ENDING = "overlap_ending"
    """To owner and security channel: it ends soon and somebody may need it. Facts: token, ends_at."""
    NOW_YOURS = "now_yours"
    """To a new owner. Facts: by."""
    TOKEN_SAVED = "token_saved"
    """To who asked for a hand-over: the recipient has confirmed."""
    REMINDER = "reminder"
    """A rotation is due. Facts: token, due_at, stage (days left), for (owner, backup, channel or admin)."""
    REMINDER_DIGEST = "reminder_digest"
    """Several of them for one reader, most urgent first; filed under the first, which may be gone by now.
    Facts: for, and items, a JSON list of [integration_id, token, due_at, stage]."""
    IDLE = "idle"
    """To the owner: nobody has used it for 90 days. A card. Facts: token."""
    ORPHANED = "orphaned"
    """To a caretaker: its owner has gone. A card."""
    BOARD = "board"
    """To a security channel: how the whole fleet is doing. A card, about no integration."""
    INCIDENT = "incident"
    """The checklist, to the security channel, or to the lead where there is none. A card. Facts: incident."""
    INCIDENT_OWNER = "incident_owner"
    """To the owner: somebody has reported a compromise. Facts: incident."""
    INCIDENT_TURNED = "incident_turned"
    """A step that was done is open again, below the card and to the lead. Facts: incident, step, fact."""
    INCIDENT_NUDGE = "incident_nudge"
    """To the lead: an update is due, steps are open. Facts: incident, number, and last, if it is that."""
    INCIDENT_CLOCK = "incident_clock"
    """So much is left of the 72 hours: below the card and to the lead. Facts: incident, hours."""
    INCIDENT_ASKED = "incident_asked"
    """To somebody: you lead it now, or a step of it is yours. Facts: incident, by, and step if it is one."""
    INCIDENT_ACT = "incident_act"
    """Below the card: what somebody did. Facts: incident, event, by, what is on record, maybe note."""
    INCIDENT_CLOSED = "incident_closed"
    """Below the card: the report. Facts: incident."""
    INCIDENT_REVIEW = "incident_review"
    """To the lead and the security channel: the review is due. Facts: incident."""
    STILL_TRIED = "still_tried"
    """To the owner: callers that are known send a dead token. Facts: token, version, ended_at, leaked_at."""
    LEAK_FOUND = "leak_found"
    """To owner and security channel: a token is in public. Facts: state, source, token, kind, url, note."""
    LEAKS_HELD = "leaks_held"
    """To security channel and admins: the brake holds reports back until somebody decides."""
    TOKEN_REVOKED = "token_revoked"
    """To owner and security channel: ended over the API or by hand. Facts: by; last_four, if it was one."""
    BAD_TOKENS = "bad_tokens"
    """To the security channel: a gateway asks about many that are no good; no integration. Facts: gateway."""
    UNDELIVERED = "undelivered"
    """To admins, once a day: some notices could not be delivered. About no integration."""
    CHANNEL_LOST = "channel_lost"
    """To admins, once a day: what is for a channel goes to them. Facts: instead_of, why_not_there."""


OUTLIVE_DELETION = frozenset({Kind.IDLE, Kind.ORPHANED, Kind.LEAK_FOUND, Kind.LEAKS_HELD})
"""What is said although its integration is deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    kind: Kind
    to: str
    """A Slack user id, or a channel id."""
    integration_id: str
    facts: Mapping[str, str] = field(default_factory=dict)
    urgent: bool = False
    """Urgent notices ignore quiet hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A notice as the outbox hands it out for delivery."""

    id: str
    tenant: str
    notice: Notice
    created_at: datetime
    attempts: int
    """How often it was tried before."""
    doubtful: bool = False
    """Of some earlier attempt nobody knows what came: look whether it arrived before it is said again."""
    allowed_at: datetime | None = None
    """Since when it might be said: later than `created_at` where it had to wait for somebody's morning."""
