"""Notices that could not be delivered: kept for an operator, and told to the admins once a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from core.cards import THREAD_OF
from core.notices import Kind, Notice, Outgoing

ABOUT_DELIVERY = frozenset({Kind.UNDELIVERED, Kind.CHANNEL_LOST})
"""What is said about delivery itself. That these did not arrive is told to nobody: it would never end."""
STAYS = frozenset({Kind.BOARD})
"""What makes sense in its channel only, and nowhere else instead."""
INSTEAD_OF, WHY = "instead_of", "why_not_there"
"""The facts of a notice that goes to somebody else: the channel that it was for, and Slack's word for what is
wrong with it."""


def by_itself(notice: Notice, why: Mapping[str, str]) -> Notice:
    """As it is said to others: what it answers stands where nothing can be said any more."""
    facts = {name: fact for name, fact in notice.facts.items() if name != THREAD_OF}
    return replace(notice, facts={**facts, **why})


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """A dead letter."""

    id: str
    tenant: str
    notice: Notice
    error: str
    """Slack's word for it, or the kind of failure."""
    attempts: int
    created_at: datetime
    given_up_at: datetime | None


class DeadLetters(Protocol):
    """Those of one workspace."""

    async def listed(self, limit: int) -> Sequence[Undelivered]:
        """The newest first."""
        ...

    async def counts(self) -> Mapping[str, int]:
        """How many for each error, but for those about delivery itself."""
        ...


class DeadLetterOffice(DeadLetters, Protocol):
    """The same, in a transaction."""

    async def bury(self, outgoing: Outgoing, now: datetime, error: str) -> bool:
        """Give it up. False if it was settled or claimed anew meanwhile: then it is somebody else's."""
        ...

    async def redirect(self, outgoing: Outgoing, now: datetime, error: str) -> bool:
        """Others are told instead: it is settled. False as for `bury`."""
        ...

    async def announced(self) -> bool:
        """Whether the admins will be told of those there are: a notice about them is on its way."""
        ...

    async def retry(self, notice_ids: Sequence[str] | None, now: datetime) -> Sequence[Undelivered]:
        """Put these back on their way, or all. What may have arrived is looked for first, as ever."""
        ...
