"""A reminder at this moment: what is known of its token, and how the matter ended if it did."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core.evidence import Usage
from core.integration import Integration
from core.ports import Reading
from core.refusals import UnknownIntegration
from core.reminders.audience import ADMINS_AT, CHANNEL_AT
from core.reminders.items import Item, Part
from core.reminders.ports import Standing
from core.token import Reason, State, Token
from core.unused import Unused


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    item: Item
    part: Part
    reader: str
    """Who reads it: a Slack user or a channel."""
    integration: Integration
    tokens: Sequence[Token]
    """All there ever were, newest first."""
    standing: Standing
    usage: Usage
    unused: Unused = field(default_factory=Unused)
    """Takes three months of the record to find out, so only where it is told."""
    now: datetime

    @property
    def token(self) -> Token | None:
        """The one that is to be replaced, whatever has become of it."""
        return next((token for token in self.tokens if token.id == self.item.token_id), None)

    @property
    def successor(self) -> Token | None:
        """The first that took its place and was not taken back."""
        old = self.token
        later = [
            token
            for token in self.tokens
            if old is not None
            and token.version > old.version
            and token.confirmed_at is not None
            and token.reason is not Reason.ROTATION_CANCELLED
        ]
        return min(later, key=lambda token: token.version, default=None)

    @property
    def is_open(self) -> bool:
        """Whether that token is still to be replaced by then."""
        return self.integration.deleted_at is None and self.item.holds(self.integration)

    @property
    def is_over(self) -> bool:
        """Whether nothing can open it again: until the old token is dead, its rotation can be cancelled."""
        old = self.token
        return self.integration.deleted_at is not None or old is None or old.state is State.DEAD

    @property
    def is_continued(self) -> bool:
        """Whether this reader was told again since. Those who are told of one stage only never are."""
        later = self.standing.said is not None and self.standing.said.stage < self.item.stage
        return later and (self.part in {Part.OWNER, Part.BACKUP} or self.instead_of_owner)

    @property
    def instead_of_owner(self) -> bool:
        """Whether channel or admins hear of it before their time: nobody closer to it can be told."""
        earliest = {Part.CHANNEL: CHANNEL_AT, Part.ADMIN: ADMINS_AT}.get(self.part)
        return earliest is not None and self.item.stage > earliest

    @property
    def is_somebody_elses(self) -> bool:
        return self.part is Part.OWNER and self.integration.owner != self.reader

    @property
    def acknowledged(self) -> bool:
        return self.standing.acknowledged_by is not None

    @property
    def snoozed_until(self) -> datetime | None:
        waiting = self.standing.waiting
        until = waiting.snoozed_until if waiting is not None else None
        return until if until is not None and until > self.now else None


async def case_of(reading: Reading, item: Item, part: Part, reader: str, now: datetime) -> Case | None:
    """None for an integration that was never here."""
    try:
        integration = await reading.remembered(item.integration_id)
    except UnknownIntegration:
        return None
    return Case(
        item=item,
        part=part,
        reader=reader,
        integration=integration,
        tokens=await reading.tokens(integration.id),
        standing=await reading.reminders.standing(integration),
        usage=await reading.usage(integration.id),
        now=now,
    )
