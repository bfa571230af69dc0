"""What a reminder is about, and the notices that say it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.integration import Integration
from core.notices import Kind, Notice


class Part(StrEnum):
    """As what somebody is reminded."""

    OWNER = "owner"
    BACKUP = "backup"
    CHANNEL = "channel"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Item:
    integration_id: str
    token_id: str
    due_at: datetime
    stage: int
    """Days until it is due; below zero, days since."""

    def holds(self, integration: Integration) -> bool:
        """Whether that token is still the one to replace, and by then."""
        current = integration.current
        return current is not None and current.id == self.token_id and integration.due_at == self.due_at


def reminder(item: Item, to: str, part: Part) -> Notice:
    """Urgent for the courier: reminders keep their reader's own hours, not the workspace's."""
    facts = {
        "token": item.token_id,
        "due_at": item.due_at.isoformat(),
        "stage": str(item.stage),
        "for": part.value,
    }
    return Notice(kind=Kind.REMINDER, to=to, integration_id=item.integration_id, facts=facts, urgent=True)


def digest(items: Sequence[Item], to: str, part: Part) -> Notice:
    """`items` most urgent first."""
    listed = [[each.integration_id, each.token_id, each.due_at.isoformat(), each.stage] for each in items]
    facts = {"for": part.value, "items": json.dumps(listed)}
    first = items[0].integration_id
    return Notice(kind=Kind.REMINDER_DIGEST, to=to, integration_id=first, facts=facts, urgent=True)


def items_of(notice: Notice) -> Sequence[Item]:
    """What a reminder or a digest is about."""
    if notice.kind is Kind.REMINDER:
        facts = notice.facts
        due_at = datetime.fromisoformat(facts["due_at"])
        return [Item(notice.integration_id, facts["token"], due_at, int(facts["stage"]))]
    listed = json.loads(notice.facts["items"])
    return [
        Item(about, token, datetime.fromisoformat(due_at), stage) for about, token, due_at, stage in listed
    ]
