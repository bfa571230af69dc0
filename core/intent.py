"""One click, one effect: every form carries an intent that can be used once, by the person who opened it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from core.refusals import FormExpired

LIFETIME = timedelta(minutes=30)
"""A form lives as long as Slack's reply address (`response_url`): five uses within 30 minutes."""


class Purpose(StrEnum):
    CREATE = "create"
    EDIT = "edit"
    ROTATE = "rotate"
    DELETE = "delete"
    EXTEND_OVERLAP = "extend_overlap"
    CANCEL_ROTATION = "cancel_rotation"
    SNOOZE = "snooze"
    REASSIGN = "reassign"
    COMPROMISE = "compromise"
    GRANT = "grant"
    SETTINGS = "settings"
    LEAKS_HELD = "leaks_held"
    BROWSE = "browse"
    """A list: changes nothing by itself, and remembers where a token could be shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What a form is for. Its random id is all that Slack holds of it (`private_metadata`)."""

    id: str
    tenant: str
    purpose: Purpose
    actor: str
    """The one user who may use it."""
    integration_id: str | None = None
    generation: int | None = None
    """The integration's generation that the person was shown; a later one makes the form stale."""
    reply_to: str | None = None
    """Slack's reply address of the command that asked. Sealed at rest: whoever holds it can post."""
    draft: Mapping[str, Any] | None = None
    """What was filled in on an earlier page of the same form."""
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None

    def meant_for(self, purpose: Purpose) -> Self:
        """Raises `FormExpired` unless it was opened for this: no form does what another one was read for."""
        if self.purpose is not purpose:
            raise FormExpired
        return self
