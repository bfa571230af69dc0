"""Cards: registered when their notice is delivered, touched by what changes them, drawn by one at a time."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.audit import Event
from core.cards import FLEET, Card, CardQueue
from core.integration import Integration
from core.notices import Kind, Notice
from core.reminders.items import Item, Part, digest
from core.reminders.items import reminder as single
from storage.database import Database
from tests.databases import START, Clock
from tests.storage.making import OTHER_TENANT, TENANT, a_secret, an_integration, confirmed, days, offering

LEASE = timedelta(seconds=60)


def reminder(*about: str) -> Notice:
    """A reminder, or for several integrations a digest."""
    items = [Item(each, "t1", START, 7) for each in about]
    return single(items[0], "UADA", Part.OWNER) if len(items) == 1 else digest(items, "UADA", Part.OWNER)


BOARD = Notice(kind=Kind.BOARD, to="CSEC", integration_id=FLEET)


async def delivered(database: Database, clock: Clock, notice: Notice, *, tenant: str = TENANT) -> str:
    async with database.store.transaction(tenant) as tx:
        card_id = await tx.say(notice)
    claimed = await database.outbox.claim(clock(), lease=LEASE, limit=10, tenant=tenant)
    assert [each.id for each in claimed] == [card_id]
    await database.outbox.delivered(card_id, clock(), channel="D1", ts="1.5", face="as said")
    return card_id


async def claimed(database: Database, clock: Clock) -> list[Card]:
    return list(await database.cards.claim(clock(), lease=LEASE, limit=10))


async def settled(database: Database, clock: Clock, *notices: Notice) -> list[str]:
    """Cards that show what they should."""
    ids = [await delivered(database, clock, notice) for notice in notices]
    for card in await claimed(database, clock):
        await database.cards.drawn(card, "as said", clock())
    assert await claimed(database, clock) == []
    return ids


async def stored(database: Database, clock: Clock, name: str = "Billing sync") -> Integration:
    async with database.store.transaction(TENANT) as tx:
        made = await offering(tx, an_integration(clock(), name), a_secret(), clock())
        await tx.add(made, by="UADA")
    return made


def test_the_database_is_what_the_port_asks_for(sqlite_database: Database) -> None:
    queue: CardQueue = sqlite_database.cards
    assert queue


async def test_a_delivered_reminder_is_a_card_and_is_looked_at_once_at_the_beginning(
    database: Database, clock: Clock
) -> None:
    """What changed between the finding of its words and its registering touched no card."""
    card_id = await delivered(database, clock, reminder("i1"))

    (card,) = await claimed(database, clock)
    assert (card.id, card.tenant, card.channel, card.ts, card.face) == (
        card_id,
        TENANT,
        "D1",
        "1.5",
        "as said",
    )
    assert card.notice == replace(reminder("i1"), urgent=False)
    await database.cards.drawn(card, "as said", clock())
    assert await claimed(database, clock) == []


async def test_what_is_no_card_or_was_not_posted_is_not_registered(database: Database, clock: Clock) -> None:
    await delivered(database, clock, Notice(kind=Kind.NOW_YOURS, to="UADA", integration_id="i1"))
    async with database.store.transaction(TENANT) as tx:
        moot = await tx.say(reminder("i1"))
    await database.outbox.claim(clock(), lease=LEASE, limit=10)
    await database.outbox.delivered(moot, clock())

    assert await database.cards.waiting() == 0


async def test_a_notice_that_is_settled_twice_makes_one_card(database: Database, clock: Clock) -> None:
    card_id = await delivered(database, clock, reminder("i1"))
    await database.outbox.delivered(card_id, clock(), channel="D1", ts="2.5")

    (card,) = await claimed(database, clock)
    assert card.ts == "1.5"


async def test_a_change_touches_the_cards_that_show_it_and_no_other(database: Database, clock: Clock) -> None:
    ours, other = await stored(database, clock), await stored(database, clock, "Mailer")
    shown = [reminder(ours.id), reminder(other.id, ours.id), BOARD]
    hidden = reminder(other.id)
    ids = await settled(database, clock, *shown, hidden)

    async with database.store.transaction(TENANT) as tx:
        await tx.save(confirmed(ours, clock()), Event.TOKEN_CONFIRM, by="UADA")

    assert {card.id for card in await claimed(database, clock)} == set(ids[:3])


async def test_a_new_integration_touches_the_board(database: Database, clock: Clock) -> None:
    (board,) = await settled(database, clock, BOARD)
    await stored(database, clock)
    assert [card.id for card in await claimed(database, clock)] == [board]


async def test_a_refused_change_touches_nothing(database: Database, clock: Clock) -> None:
    await settled(database, clock, reminder("i1"))

    async def refused() -> None:
        async with database.store.transaction(TENANT) as tx:
            await tx.cards.touch("i1")
            raise LookupError

    with pytest.raises(LookupError):
        await refused()
    assert await claimed(database, clock) == []


async def test_another_workspace_touches_nothing_of_ours(database: Database, clock: Clock) -> None:
    await settled(database, clock, reminder("i1"))
    async with database.store.transaction(OTHER_TENANT) as tx:
        await tx.cards.touch("i1")
    assert await claimed(database, clock) == []


async def test_many_changes_make_one_card_to_draw(database: Database, clock: Clock) -> None:
    await settled(database, clock, reminder("i1"))
    for _ in range(3):
        async with database.store.transaction(TENANT) as tx:
            await tx.cards.touch("i1")
    assert len(await claimed(database, clock)) == await database.cards.waiting() == 1


async def test_what_changes_while_a_card_is_drawn_is_drawn_next(database: Database, clock: Clock) -> None:
    await delivered(database, clock, reminder("i1"))
    (card,) = await claimed(database, clock)
    async with database.store.transaction(TENANT) as tx:
        await tx.cards.touch("i1")
    await database.cards.drawn(card, "from before", clock())

    (again,) = await claimed(database, clock)
    assert (again.id, again.face) == (card.id, "from before")


async def test_a_card_is_claimed_by_one_until_its_lease_is_over(database: Database, clock: Clock) -> None:
    for number in range(8):
        await delivered(database, clock, reminder(f"i{number}"))
    batches = await asyncio.gather(*(database.cards.claim(clock(), lease=LEASE, limit=4) for _ in range(4)))
    ids = [card.id for batch in batches for card in batch]
    assert len(ids) == len(set(ids)) == 8

    clock.pass_(LEASE)
    assert len(await claimed(database, clock)) == 8


async def test_a_card_that_was_put_off_waits(database: Database, clock: Clock) -> None:
    await delivered(database, clock, reminder("i1"))
    (card,) = await claimed(database, clock)
    await database.cards.later(card, clock() + timedelta(seconds=30))

    assert await claimed(database, clock) == []
    clock.pass_(timedelta(seconds=30))
    assert [each.id for each in await claimed(database, clock)] == [card.id]


async def test_each_bot_draws_the_cards_of_its_own_workspace(database: Database, clock: Clock) -> None:
    await delivered(database, clock, reminder("i1"), tenant=OTHER_TENANT)
    assert await database.cards.claim(clock(), lease=LEASE, limit=10, tenant=TENANT) == []


async def test_a_closed_card_is_touched_no_more_and_forgotten_after_a_month(
    database: Database, clock: Clock
) -> None:
    await delivered(database, clock, reminder("i1"))
    (card,) = await claimed(database, clock)
    await database.cards.close(card, clock())
    async with database.store.transaction(TENANT) as tx:
        await tx.cards.touch("i1")
        assert await tx.cards.card(card.id) is not None, "an answer below it finds its thread"
    assert await claimed(database, clock) == []

    clock.pass_(days(30))
    assert (await database.prune(clock())).cards == 1
    async with database.store.reading(TENANT) as reading:
        assert await reading.cards.card(card.id) is None


async def test_the_open_cards_of_a_kind_are_found_and_can_be_closed(database: Database, clock: Clock) -> None:
    board, _ = await settled(database, clock, BOARD, reminder("i1"))
    async with database.store.transaction(TENANT) as tx:
        assert [card.id for card in await tx.cards.open(Kind.BOARD)] == [board]
        await tx.cards.close(board)
        assert await tx.cards.open(Kind.BOARD) == []


async def test_a_board_is_touched_when_something_comes_due(database: Database, clock: Clock) -> None:
    made = await stored(database, clock)
    async with database.store.transaction(TENANT) as tx:
        await tx.save(
            replace(confirmed(made, clock()), period=timedelta(minutes=5)), Event.TOKEN_CONFIRM, by="UADA"
        )
    await settled(database, clock, BOARD)

    clock.pass_(timedelta(minutes=4))
    assert await database.cards.touch_boards(clock()) == 0
    clock.pass_(timedelta(minutes=1))
    assert await database.cards.touch_boards(clock()) == 1
    (board,) = await claimed(database, clock)
    await database.cards.drawn(board, "due", clock())

    clock.pass_(timedelta(minutes=1))
    assert await database.cards.touch_boards(clock()) == 0, "it was drawn after that"
    clock.pass_(timedelta(hours=1))
    assert await database.cards.touch_boards(clock()) == 1, "time changes more than due dates"
