"""Draws cards anew that were touched: a few at a time, one a second in each conversation."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby

import structlog

from core.cards import Card, CardQueue, Drawing, Drawn, Redraw
from core.notices import Kind

HANDS = 5
"""So many cards are drawn in one run. Slack takes about one change a second in each workspace."""
LEASE = timedelta(seconds=60)
PATIENCE = timedelta(seconds=20)
PACE = timedelta(seconds=1)
"""Slack takes one message a second for each conversation."""
PAUSE = timedelta(seconds=20)
"""After a failure of which Slack says nothing more."""
LONGEST_WAIT = timedelta(hours=1)
"""Longer than Slack asks for: what waits longer waits for a clock that was put back."""
CALMLY = {Kind.BOARD: timedelta(minutes=1)}
"""Cards that show so much that they would never rest are drawn no more often."""

log = structlog.get_logger(__name__)


class Redrawer:
    def __init__(
        self, queue: CardQueue, redraw: Redraw, now: Callable[[], datetime], *, tenant: str | None = None
    ) -> None:
        self._queue, self._redraw, self._now, self._tenant = queue, redraw, now, tenant
        self._not_before: dict[tuple[str, str], datetime] = {}
        """When a conversation, or a whole workspace, may be drawn in again."""

    async def touch_boards(self, now: datetime) -> int:
        return await self._queue.touch_boards(now)

    async def waiting(self) -> int:
        return await self._queue.waiting()

    async def draw(self, now: datetime) -> Counter[str]:
        """Take what was touched. Returns how often each outcome was met."""
        waiting = self._not_before.items()
        self._not_before = {place: at for place, at in waiting if now < at <= now + LONGEST_WAIT}
        rows = await self._queue.claim(now, lease=LEASE, limit=HANDS, tenant=self._tenant)
        found = await asyncio.gather(*(self._in_turn(cards) for cards in _by_conversation(rows)))
        return Counter(outcome for outcomes in found for outcome in outcomes)

    async def _in_turn(self, cards: Iterable[Card]) -> list[str]:
        return [await self._carefully(card) for card in cards]

    async def _carefully(self, card: Card) -> str:
        try:
            return await self._draw(card)
        except Exception:
            # Whatever it was, it must not stop the others; the lease hands this card out again.
            log.exception("card_left_to_its_lease", card=card.id, tenant=card.tenant)
            return "left"

    async def _draw(self, card: Card) -> str:
        now = self._now()
        allowed = self._allowed(card, now)
        if allowed > now:
            await self._queue.later(card, allowed)
            return "waiting"
        drawn = await self._drawn(card)
        await self._settle(card, drawn, now)
        return drawn.outcome

    def _allowed(self, card: Card, now: datetime) -> datetime:
        places = ((card.tenant, card.channel), (card.tenant, ""))
        return max(_rested(card, now), *(self._not_before.get(place, now) for place in places))

    async def _drawn(self, card: Card) -> Drawn:
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                return await self._redraw(card)
        except Exception as problem:
            log.warning("card_not_drawn", card=card.id, tenant=card.tenant, exc_info=True)
            return Drawn(outcome=Drawing.RETRY, error=type(problem).__name__)

    async def _settle(self, card: Card, drawn: Drawn, began: datetime) -> None:
        if drawn.outcome is not Drawing.SAME:
            self._not_before[card.tenant, card.channel] = self._now() + PACE
        match drawn.outcome:
            case Drawing.GONE | Drawing.SETTLED:
                await self._queue.close(card, self._now())
            case Drawing.RETRY:
                at = self._now() + (drawn.retry_after or PAUSE)
                if drawn.retry_after:
                    self._not_before[card.tenant, ""] = at
                await self._queue.later(card, at)
            case _:
                await self._queue.drawn(card, drawn.face, began)


def _rested(card: Card, now: datetime) -> datetime:
    """When it may be drawn again; a clock that was put back keeps no card waiting."""
    rest = CALMLY.get(card.notice.kind, timedelta()) if card.face else timedelta()
    rested = card.looked_at + rest
    return now if rested > now + rest else rested


def _by_conversation(cards: Sequence[Card]) -> Iterable[list[Card]]:
    def place(card: Card) -> tuple[str, str]:
        return card.tenant, card.channel

    return [list(each) for _, each in groupby(sorted(cards, key=place), key=place)]
