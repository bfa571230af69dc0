"""GitHub's keys: fetched rarely, believed for as long as is reasonable, and never because of nonsense."""

import asyncio
from typing import Any

import pytest

from api.github import keys as rules
from api.github.keys import CannotFetch, Fetch, GithubKeys
from cli.github import GithubKeysDocument
from tests.proofs.leaks.counter import Desk, Monotonic
from tests.proofs.leaks.github import PUBLISHED_KEY, Github, Key, github

MINUTE, HOUR = 60.0, 3600.0
BODY = b"[]"


async def status(desk: Desk, key: Key) -> int:
    return (await desk.posted(BODY, key.headers(BODY))).status


async def test_keys_are_fetched_once_in_half_an_hour(sqlite_desk: Desk) -> None:
    there, seconds = sqlite_desk.github, sqlite_desk.seconds
    assert [await status(sqlite_desk, sqlite_desk.key) for _ in range(20)] == [200] * 20
    seconds.now += 30 * MINUTE - 1
    assert await status(sqlite_desk, sqlite_desk.key) == 200
    assert there.asked == 1
    seconds.now += 1
    assert await status(sqlite_desk, sqlite_desk.key) == 200
    assert (there.asked, there.unchanged) == (2, 1), "and only asked whether it has changed"


async def test_a_new_key_is_found_within_a_minute(sqlite_desk: Desk) -> None:
    there, new = sqlite_desk.github, Key("key-2")
    assert await status(sqlite_desk, sqlite_desk.key) == 200
    there.keys.append(new)
    assert await status(sqlite_desk, new) == 401, "a minute lies between two looks"
    sqlite_desk.seconds.now += MINUTE
    assert await status(sqlite_desk, new) == 200
    assert there.asked == 2


async def test_nonsense_makes_nobody_ask_more_than_once_a_minute(sqlite_desk: Desk) -> None:
    there = sqlite_desk.github
    for minute in range(3):
        for number in range(40):
            assert await status(sqlite_desk, Key(f"nobody-{number % 7}")) == 401
        assert there.asked == minute + 1
        sqlite_desk.seconds.now += MINUTE


async def test_a_key_that_is_replaced_is_believed_for_one_more_day(sqlite_desk: Desk) -> None:
    there, seconds, old, new = sqlite_desk.github, sqlite_desk.seconds, sqlite_desk.key, Key("key-2")
    assert await status(sqlite_desk, old) == 200
    old.current = False
    there.keys.append(new)
    last_seen = seconds.now
    for passed in (MINUTE, HOUR, 12 * HOUR, 24 * HOUR):
        seconds.now = last_seen + passed
        assert [await status(sqlite_desk, key) for key in (new, old)] == [200, 200]
    seconds.now += 1
    assert [await status(sqlite_desk, key) for key in (new, old)] == [200, 401]


async def test_a_key_that_was_replaced_before_we_looked_is_not_believed(sqlite_desk: Desk) -> None:
    former = Key("former", current=False)
    sqlite_desk.github.keys.append(former)
    assert [await status(sqlite_desk, key) for key in (sqlite_desk.key, former)] == [200, 401]


async def test_a_key_that_is_no_longer_listed_is_not_believed(sqlite_desk: Desk) -> None:
    assert await status(sqlite_desk, sqlite_desk.key) == 200
    sqlite_desk.github.keys[:] = [Key("key-2")]
    sqlite_desk.seconds.now += 30 * MINUTE
    assert await status(sqlite_desk, sqlite_desk.key) == 401


async def test_while_github_is_away_known_keys_hold_for_a_day_and_no_others(sqlite_desk: Desk) -> None:
    there, seconds = sqlite_desk.github, sqlite_desk.seconds
    assert await status(sqlite_desk, sqlite_desk.key) == 200
    there.status = 500
    seconds.now += 24 * HOUR
    assert await status(sqlite_desk, sqlite_desk.key) == 200
    assert await status(sqlite_desk, Key("key-2")) == 503, "nobody can tell: it may be GitHub's newest"
    seconds.now += 1
    assert await status(sqlite_desk, sqlite_desk.key) == 401
    there.status = 200
    seconds.now += MINUTE
    assert await status(sqlite_desk, sqlite_desk.key) == 200, "back, and so are its keys"


async def test_before_any_key_was_seen_nobody_can_tell(sqlite_desk: Desk) -> None:
    sqlite_desk.github.status = 500
    assert await status(sqlite_desk, sqlite_desk.key) == 503


class Waiting:
    """A fetch that lasts until it is let go."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch, self.begun, self.go = fetch, 0, asyncio.Event()

    async def __call__(self) -> bytes:
        self.begun += 1
        await self.go.wait()
        return await self._fetch()


async def test_many_at_once_wait_for_one_look() -> None:
    key = Key("key-1")
    async with github(key) as there:
        slow = Waiting(GithubKeysDocument(there.url))
        keys = GithubKeys(fetch=slow, monotonic=Monotonic())
        asked = [asyncio.create_task(keys.key(each)) for each in ("key-1", "nobody", *["key-1"] * 50)]
        slow.go.set()
        found = await asyncio.gather(*asked)
    assert (slow.begun, there.asked) == (1, 1)
    assert [each is None for each in found] == [False, True, *[False] * 50]


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"[]",
        b"{}",
        b'{"public_keys": 1}',
        b'{"public_keys": [1]}',
        b'{"public_keys": [{}]}',
        b"[" * 99999,
    ],
)
async def test_a_document_that_makes_no_sense_is_no_document(document: bytes) -> None:
    async def fetch() -> bytes:
        return document

    with pytest.raises(CannotFetch):
        await GithubKeys(fetch=fetch, monotonic=Monotonic()).key("key-1")


@pytest.mark.parametrize("is_current", [None, 1, "true", "false", []])
async def test_current_is_what_is_said_to_be_current(is_current: Any) -> None:
    extra = [{"key_identifier": "odd", "key": PUBLISHED_KEY, "is_current": is_current}]
    async with github(extra=extra) as there:
        keys = GithubKeys(fetch=GithubKeysDocument(there.url), monotonic=Monotonic())
        assert await keys.key("odd") is None


async def test_a_document_that_has_no_end_is_given_up() -> None:
    async with github() as there:
        there.extra = [{"key_identifier": "x" * 70_000, "key": PUBLISHED_KEY, "is_current": True}]
        with pytest.raises(CannotFetch, match="too large"):
            await GithubKeysDocument(there.url)()


async def test_nobody_at_home_is_an_answer_too() -> None:
    async with github() as there:
        url = there.url
    with pytest.raises(CannotFetch):
        await GithubKeysDocument(url)()


async def test_what_is_remembered_of_nonsense_is_bounded() -> None:
    there = Github([Key("key-1")])

    async def fetch() -> bytes:
        return there.document

    keys = GithubKeys(fetch=fetch, monotonic=Monotonic())
    for number in range(rules.MOST_UNKNOWN * 2 + 1):
        assert await keys.key(f"nobody-{number}") is None
    assert len(keys._unknown) <= rules.MOST_UNKNOWN
    assert await keys.key("x" * 1000) is None
