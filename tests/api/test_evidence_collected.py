"""Uses are added up off the request's path, bounded, and written in batches; none is lost but by a crash."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from api.evidence import ACCEPTED, EVERY, PACE, REFUSED, Evidence, caller, rest_after
from core.evidence import Caller, Use, UseCount
from core.moving import SETTLED
from core.refusals import StorageBusy
from tests.core.examples import NOW

CURL = caller("gateway-1", "203.0.113.7", "curl/8.5.0")
CRON = caller("gateway-1", "198.51.100.7", "cron/1")
NEVER = 3600.0
SECOND = timedelta(seconds=1)


class Book:
    """Where uses are written to, which may refuse to take them."""

    def __init__(self) -> None:
        self.batches: list[Sequence[UseCount]] = []
        self.busy = False
        self.written = asyncio.Event()

    async def add(self, batch: Sequence[UseCount]) -> None:
        self.written.set()
        if self.busy:
            raise StorageBusy
        self.batches.append(batch)

    @property
    def counts(self) -> list[UseCount]:
        return [each for batch in self.batches for each in batch]


@pytest.fixture
def book() -> Book:
    return Book()


def a_use(
    who: Caller = CURL,
    *,
    token: str = "token-1",  # noqa: S107 - the id of one
    at: datetime = NOW,
    refused: bool = False,
    scopes: frozenset[str] = frozenset(),
) -> Use:
    return Use(
        tenant="T1",
        integration_id="integration-1",
        token_id=token,
        caller=who,
        scopes=scopes,
        at=at,
        refused=refused,
    )


def stranger(number: int) -> Caller:
    return caller("gateway-1", f"10.{number // 256}.{number % 256}.1", "bot")


def test_a_caller_is_a_network_and_a_family_of_agents() -> None:
    assert Caller("gateway-1", "203.0.113.0/24", "curl") == CURL
    assert caller("gateway-1", "", "") == Caller("gateway-1")


async def test_uses_are_added_up_for_each_caller_of_each_token(book: Book) -> None:
    evidence = Evidence(book)
    for use in (
        a_use(scopes=frozenset({"a"})),
        a_use(at=NOW + 5 * SECOND, scopes=frozenset({"b"})),
        a_use(at=NOW + 7 * SECOND, scopes=frozenset({"a"})),
        a_use(CRON),
        a_use(refused=True),
        a_use(token="token-2"),
    ):
        evidence.note(use)
    await evidence.flush()

    (batch,) = book.batches
    assert sorted(each.count for each in batch) == [1, 1, 1, 3]
    (busiest,) = [each for each in batch if each.count == 3]
    assert (busiest.first_at, busiest.last_at) == (NOW, NOW + 7 * SECOND)
    assert busiest.longest_pause == 5 * SECOND
    assert busiest.scopes == {"a": NOW + 7 * SECOND, "b": NOW + 5 * SECOND}


async def test_what_was_written_is_not_written_again(book: Book) -> None:
    evidence = Evidence(book)
    evidence.note(a_use())
    await evidence.flush()
    await evidence.flush()
    assert [each.count for each in book.counts] == [1]


async def test_what_could_not_be_written_is_written_later_with_what_came_meanwhile(book: Book) -> None:
    evidence = Evidence(book)
    evidence.note(a_use())
    book.busy = True
    await evidence.flush()
    evidence.note(a_use(at=NOW + 60 * SECOND))
    evidence.note(a_use(CRON))
    await evidence.flush()
    book.busy = False
    assert (evidence.failed, len(evidence)) == (2, 2)
    await evidence.flush()
    assert (evidence.failed, len(evidence)) == (2, 0)

    curl, cron = sorted(book.counts, key=lambda each: -each.count)
    assert (curl.count, curl.first_at, curl.last_at) == (2, NOW, NOW + 60 * SECOND)
    assert curl.longest_pause == 60 * SECOND
    assert cron.count == 1


@pytest.mark.parametrize(("refused", "most"), [(False, ACCEPTED), (True, REFUSED)])
async def test_a_flood_of_addresses_is_counted_and_not_told_apart(
    book: Book, refused: bool, most: int
) -> None:
    evidence = Evidence(book)
    for number in range(5000):
        evidence.note(a_use(stranger(number), refused=refused))
    assert len(evidence) == most + 1
    await evidence.flush()

    together = [each for each in book.counts if not each.caller.told]
    assert [each.caller for each in together] == [Caller("gateway-1")]
    assert sum(each.count for each in book.counts) == 5000


async def test_however_many_tokens_are_used_the_room_is_bounded(book: Book) -> None:
    evidence = Evidence(book, room=100)
    for token in range(50):
        for number in range(50):
            evidence.note(a_use(stranger(number), token=f"token-{token}"))
    assert len(evidence) <= 100 + 50
    await evidence.flush()
    assert sum(each.count for each in book.counts) == 2500


async def test_a_database_that_stays_away_does_not_fill_the_memory(book: Book) -> None:
    evidence = Evidence(book, room=100)
    book.busy = True
    for number in range(1000):
        evidence.note(a_use(stranger(number), token=f"token-{number % 10}"))
        if number % 50 == 0:
            await evidence.flush()
    assert len(evidence) <= 100 + 10
    book.busy = False
    await evidence.flush()
    assert sum(each.count for each in book.counts) == 1000


async def test_it_writes_at_once_when_its_room_is_full(book: Book) -> None:
    evidence = Evidence(book, every=NEVER, room=2)
    await evidence.start()
    for number in range(3):
        evidence.note(a_use(stranger(number)))
    await asyncio.wait_for(book.written.wait(), 5)
    await evidence.stop()
    assert sum(each.count for each in book.counts) == 3


async def test_it_writes_now_and_then_without_being_asked(book: Book) -> None:
    evidence = Evidence(book, every=0.001)
    await evidence.start()
    evidence.note(a_use())
    await asyncio.wait_for(book.written.wait(), 5)
    await evidence.stop()
    assert [each.count for each in book.counts] == [1]


async def test_what_is_left_is_written_when_it_stops(book: Book) -> None:
    evidence = Evidence(book, every=NEVER)
    await evidence.start()
    evidence.note(a_use())
    await evidence.stop()
    assert [each.count for each in book.counts] == [1]


async def test_a_gateway_that_asks_for_any_name_does_not_fill_the_memory(book: Book) -> None:
    evidence = Evidence(book)
    for number in range(1000):
        evidence.note(a_use(scopes=frozenset({f"scope.{number}"})))
    await evidence.flush()
    (count,) = book.counts
    assert len(count.scopes) == 50


def test_who_writes_much_rests_long_but_not_too_long_for_moving() -> None:
    assert [rest_after(0), rest_after(10 * PACE)] == [EVERY, 10]
    assert timedelta(seconds=rest_after(10**9)) < SETTLED / 2
