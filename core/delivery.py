"""What goes out by itself: notices on their way, who says them, and what came of it."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from core.notices import Outgoing


class Outbox(Protocol):
    """Notices on their way. Claimed with a lease, so that any number of processes may deliver."""

    async def claim(
        self,
        now: datetime,
        *,
        lease: timedelta,
        limit: int,
        tenant: str | None = None,
        besides: Collection[str] = (),
    ) -> Sequence[Outgoing]:
        """At most one for each conversation, none for `besides`, who are just being spoken to.

        Of one workspace, or of all: a bot can speak in its own workspace only.
        """
        ...

    async def due(self, now: datetime, limit: int, *, tenant: str | None = None) -> Sequence[Outgoing]:
        """What a claim would hand out next. Only a look: nothing is claimed."""
        ...

    async def delivered(
        self, notice_id: str, now: datetime, *, channel: str = "", ts: str = "", face: str = ""
    ) -> None:
        """Done, and a card if it is of such a kind; without `ts` where nothing had to be said any more."""
        ...

    async def failed(
        self, outgoing: Outgoing, *, error: str, retry_at: datetime, unknown: bool = False
    ) -> None:
        """Try again at `retry_at`. `unknown`: it may have arrived all the same, so look first."""
        ...

    async def put_back(self, outgoing: Outgoing, due_at: datetime, *, not_allowed: bool = False) -> None:
        """It was not even tried. `not_allowed` before `due_at`: then it is not late until after that."""
        ...


class Outcome(StrEnum):
    SENT = "sent"
    MOOT = "moot"
    """Nothing has to be said any more: somebody acted meanwhile."""
    NOT_YET = "not_yet"
    """What it is to stand below is still on its way. Slack was not asked, so nobody else has to wait."""
    RETRY = "retry"
    """Not now, and it certainly has not arrived: a limit, or an outage."""
    UNKNOWN = "unknown"
    """No answer: it may have arrived."""
    NO_PLACE = "no_place"
    """The channel is gone, archived, or closed to the bot: others have to hear of it."""
    NEVER = "never"
    """It can never be delivered as it is: buried, and kept for an operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of saying something unasked."""

    outcome: Outcome
    channel: str = ""
    ts: str = ""
    error: str = ""
    """Slack's error code or the kind of failure; never a message text."""
    face: str = ""
    """Of a card: see `core.cards.Card.face`."""
    retry_after: timedelta | None = None


Tell = Callable[[Outgoing], Awaitable[Told]]
"""Says one notice, in words found at this moment. `bot` implements it, `jobs` calls it, `cli` wires it."""
