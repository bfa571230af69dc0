"""Cards: messages that stay true. When what one shows has changed, it is drawn anew, in its place.

A card is registered when its notice is delivered. Whatever changes a subject touches its cards, in the same
transaction; a job then asks the bot to draw those that were touched.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from core.notices import Kind, Notice
from core.reminders.items import items_of

FLEET = "fleet"
"""The subject of a card that shows a whole workspace. All others are ids, such as an integration's."""


def _each_listed(notice: Notice) -> frozenset[str]:
    return frozenset(item.integration_id for item in items_of(notice))


def _its_integration(notice: Notice) -> frozenset[str]:
    return frozenset({notice.integration_id})


def _its_incident(notice: Notice) -> frozenset[str]:
    """And its integration: what becomes of the new token shows on it too."""
    return frozenset({notice.facts["incident"], notice.integration_id})


def _the_fleet(_notice: Notice) -> frozenset[str]:
    return frozenset({FLEET})


SUBJECTS: Mapping[Kind, Callable[[Notice], frozenset[str]]] = {
    Kind.REMINDER: _each_listed,
    Kind.REMINDER_DIGEST: _each_listed,
    Kind.BOARD: _the_fleet,
    Kind.INCIDENT: _its_incident,
    **dict.fromkeys(
        (
            Kind.SHOW_TOKEN,
            Kind.STILL_UNCONFIRMED,
            Kind.NEVER_CONFIRMED,
            Kind.NEVER_COLLECTED,
            Kind.OVERLAP_ENDING,
            Kind.IDLE,
            Kind.ORPHANED,
        ),
        _its_integration,
    ),
}
"""The kinds of notices that become cards, and what each shows."""

THREAD_OF = "thread_of"
"""The fact of a notice that is an answer below a card: the card's id, as `Transaction.say` gave it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    id: str
    """That of its notice."""
    tenant: str
    notice: Notice
    channel: str
    ts: str
    face: str = ""
    """A digest of what it shows; empty where nobody knows. What would look the same is not drawn again."""
    looked_at: datetime
    """When it was last compared with what it should show."""
    touched: int = 0
    """How often its subjects have changed: tells whether they did so while it was being drawn."""


class Drawing(StrEnum):
    DRAWN = "drawn"
    SAME = "same"
    """It already shows what it should."""
    SETTLED = "settled"
    """It shows the end of the matter: nothing can change it any more."""
    GONE = "gone"
    """The message was deleted, or can never be changed again."""
    RETRY = "retry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What came of drawing a card anew."""

    outcome: Drawing
    face: str = ""
    error: str = ""
    """Slack's error code or the kind of failure; never a message text."""
    retry_after: timedelta | None = None


Redraw = Callable[[Card], Awaitable[Drawn]]
"""Shows a card as it should be at this moment. `bot` implements it, `jobs` calls it, `cli` wires it."""


class CardsSeen(Protocol):
    """The cards of one workspace."""

    async def card(self, card_id: str) -> Card | None:
        """None while its notice was not delivered, and some weeks after it was closed."""
        ...

    async def on_its_way(self, card_id: str) -> bool:
        """Whether its notice is still to be delivered: then the card will be there."""
        ...

    async def open(self, kind: Kind) -> Sequence[Card]:
        """Those of a kind that are still kept up to date."""
        ...


class CardsTouched(CardsSeen, Protocol):
    """The same, in a transaction."""

    async def touch(self, subject: str) -> None:
        """Something that its cards show has changed. An integration's own changes say so by themselves."""
        ...

    async def close(self, card_id: str) -> None:
        """Keep it up to date no longer."""
        ...


class CardQueue(Protocol):
    """Cards that were touched. Claimed with a lease, so that any number of processes may draw."""

    async def claim(
        self, now: datetime, *, lease: timedelta, limit: int, tenant: str | None = None
    ) -> Sequence[Card]:
        """Those that have waited longest. Of one workspace, or of all."""
        ...

    async def drawn(self, card: Card, face: str, now: datetime) -> None:
        """It shows what its subjects were when it was claimed: touched since then, it is due again."""
        ...

    async def later(self, card: Card, at: datetime) -> None:
        """Not now, but at `at`."""
        ...

    async def close(self, card: Card, now: datetime) -> None: ...

    async def touch_boards(self, now: datetime) -> int:
        """Touch the boards of workspaces in which time alone has changed something since they were drawn."""
        ...

    async def waiting(self) -> int:
        """How many were touched and not drawn yet."""
        ...
