"""Cards are drawn at a pace that Slack bears, and a bad one holds up nobody."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.cards import FLEET, Card, Drawing, Drawn
from core.notices import Kind
from core.reminders.items import Item, Part, reminder
from jobs.redrawing import PAUSE, Redrawer
from storage.database import Database
from tests.databases import START, Clock
from tests.jobs.listening import TENANT, seconds

LEASE = timedelta(seconds=60)


class Painter:
    """Draws whatever it is given, unless a test says otherwise for a subject."""

    def __init__(self) -> None:
        self.drawn: list[str] = []
        self.answers: dict[str, Drawn | Exception] = {}

    async def redraw(self, card: Card) -> Drawn:
        about = card.notice.integration_id
        self.drawn.append(about)
        answer = self.answers.get(about, Drawn(outcome=Drawing.DRAWN, face="new"))
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def painter() -> Painter:
    return Painter()


@pytest.fixture
def redrawer(sqlite_database: Database, painter: Painter, clock: Clock) -> Redrawer:
    return Redrawer(sqlite_database.cards, painter.redraw, clock)


async def hang(
    database: Database, clock: Clock, about: str, channel: str = "", *, kind: Kind = Kind.REMINDER
) -> None:
    notice = reminder(Item(about, "t1", START, 7), "UADA", Part.OWNER)
    async with database.store.transaction(TENANT) as tx:
        card_id = await tx.say(replace(notice, kind=kind))
    await database.outbox.claim(clock(), lease=LEASE, limit=10)
    await database.outbox.delivered(card_id, clock(), channel=channel or f"D-{about}", ts="1.0", face="old")


async def touch(database: Database, about: str) -> None:
    async with database.store.transaction(TENANT) as tx:
        await tx.cards.touch(about)


async def test_a_conversation_is_drawn_in_once_a_second(
    sqlite_database: Database, clock: Clock, redrawer: Redrawer, painter: Painter
) -> None:
    for about in ("i1", "i2"):
        await hang(sqlite_database, clock, about, "C1")
    await hang(sqlite_database, clock, "i3", "C2")

    assert await redrawer.draw(clock()) == {"drawn": 2, "waiting": 1}
    assert await redrawer.draw(clock()) == {}
    clock.pass_(seconds(1))
    assert await redrawer.draw(clock()) == {"drawn": 1}
    assert sorted(painter.drawn) == ["i1", "i2", "i3"]


async def test_what_looks_the_same_takes_nobodys_turn(
    sqlite_database: Database, clock: Clock, redrawer: Redrawer, painter: Painter
) -> None:
    painter.answers["i1"] = Drawn(outcome=Drawing.SAME, face="old")
    for about in ("i1", "i2"):
        await hang(sqlite_database, clock, about, "C1")
        clock.pass_(seconds(0.1))
    assert await redrawer.draw(clock()) == {"same": 1, "drawn": 1}


@pytest.mark.parametrize("end", [Drawing.GONE, Drawing.SETTLED])
async def test_a_card_at_its_end_is_drawn_no_more(
    sqlite_database: Database, clock: Clock, redrawer: Redrawer, painter: Painter, end: Drawing
) -> None:
    painter.answers["i1"] = Drawn(outcome=end)
    await hang(sqlite_database, clock, "i1")
    await redrawer.draw(clock())
    await touch(sqlite_database, "i1")
    clock.pass_(seconds(5))
    assert await redrawer.draw(clock()) == {}


async def test_slack_is_left_alone_for_as_long_as_it_asks(
    sqlite_database: Database, clock: Clock, redrawer: Redrawer, painter: Painter
) -> None:
    painter.answers["i1"] = Drawn(outcome=Drawing.RETRY, error="ratelimited", retry_after=seconds(30))
    await hang(sqlite_database, clock, "i1")
    assert await redrawer.draw(clock()) == {"retry": 1}

    await hang(sqlite_database, clock, "i2")
    assert await redrawer.draw(clock()) == {"waiting": 1}, "the limit is the workspace's"
    painter.answers.clear()
    clock.pass_(seconds(30))
    assert await redrawer.draw(clock()) == {"drawn": 2}


async def test_a_card_that_breaks_is_tried_again_and_holds_up_nobody(
    sqlite_database: Database, clock: Clock, redrawer: Redrawer, painter: Painter
) -> None:
    painter.answers["i1"] = ConnectionError("lost")
    for about in ("i1", "i2"):
        await hang(sqlite_database, clock, about)
    assert await redrawer.draw(clock()) == {"retry": 1, "drawn": 1}

    painter.answers.clear()
    clock.pass_(PAUSE)
    assert await redrawer.draw(clock()) == {"drawn": 1}


async def test_a_card_that_cannot_be_settled_is_left_to_its_lease(
    sqlite_database: Database, clock: Clock, painter: Painter, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hang(sqlite_database, clock, "i1")

    async def broken(*_: object) -> None:
        raise ConnectionError

    redrawer = Redrawer(sqlite_database.cards, painter.redraw, clock)
    with monkeypatch.context() as patch:
        patch.setattr(sqlite_database.cards, "drawn", broken)
        assert await redrawer.draw(clock()) == {"left": 1}
    assert await redrawer.draw(clock()) == {}
    clock.pass_(LEASE)
    assert await redrawer.draw(clock()) == {"drawn": 1}


async def test_a_board_is_drawn_once_a_minute_at_most(
    sqlite_database: Database, clock: Clock, redrawer: Redrawer
) -> None:
    await hang(sqlite_database, clock, FLEET, kind=Kind.BOARD)
    assert await redrawer.draw(clock()) == {"waiting": 1}
    clock.pass_(seconds(60))
    assert await redrawer.draw(clock()) == {"drawn": 1}
    await touch(sqlite_database, FLEET)
    clock.pass_(seconds(59))
    assert await redrawer.draw(clock()) == {"waiting": 1}
    clock.pass_(seconds(1))
    assert await redrawer.draw(clock()) == {"drawn": 1}


async def test_two_replicas_draw_each_card_once(
    sqlite_database: Database, clock: Clock, painter: Painter
) -> None:
    for number in range(4):
        await hang(sqlite_database, clock, f"i{number}")
    both = [Redrawer(sqlite_database.cards, painter.redraw, clock) for _ in range(2)]
    await asyncio.gather(*(each.draw(clock()) for each in both))
    assert sorted(painter.drawn) == ["i0", "i1", "i2", "i3"]


async def test_a_clock_that_was_put_back_keeps_no_card_waiting(
    sqlite_database: Database, clock: Clock, redrawer: Redrawer
) -> None:
    for about, kind in (("i1", Kind.REMINDER), (FLEET, Kind.BOARD)):
        await hang(sqlite_database, clock, about, kind=kind)
    clock.pass_(seconds(60))
    assert await redrawer.draw(clock()) == {"drawn": 2}
    clock.pass_(timedelta(days=-1))
    for about in ("i1", FLEET):
        await touch(sqlite_database, about)
    assert await redrawer.draw(clock()) == {"drawn": 2}
