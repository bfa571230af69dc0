"""Two processes at the same moment, on both databases: one wins, the other is told."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from core.notices import Kind, Notice
from core.token import State
from storage.database import Database
from tests.databases import Clock
from tests.storage.making import TENANT, a_secret, an_integration, confirmed, offering

pytestmark = pytest.mark.slow

ROUNDS = 25
ROOT = Path(__file__).parents[2]


class Other:
    """Another process, at the other end of two pipes."""

    def __init__(self, process: Process) -> None:
        self._process = process

    async def hears(self, words: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{words}\n".encode())
        await self._process.stdin.drain()

    async def says(self) -> str:
        assert self._process.stdout is not None
        return (await asyncio.wait_for(self._process.stdout.readline(), 60)).decode().strip()

    async def ends(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        assert await self._process.wait() == 0


@asynccontextmanager
async def _others(url: str, task: str, number: int = 2) -> AsyncIterator[list[Other]]:
    command = (sys.executable, "-m", "tests.storage.another_process", url, task)
    started = [
        await asyncio.create_subprocess_exec(*command, f"U{each}", cwd=ROOT, stdin=PIPE, stdout=PIPE)
        for each in range(number)
    ]
    others = [Other(process) for process in started]
    try:
        yield others
        for other in others:
            await other.ends()
    finally:
        for process in started:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def _race(others: list[Other], what: str) -> list[str]:
    """One round: all look, then all act at once. What each says of it."""
    for other in others:
        await other.hears(what)
    assert [await other.says() for other in others] == ["ready"] * len(others)
    for other in others:
        await other.hears("go")
    return [await other.says() for other in others]


async def _all_open(others: list[Other]) -> None:
    assert [await other.says() for other in others] == ["open"] * len(others)


async def test_of_two_rotations_at_once_one_wins_and_the_other_hears_of_it(
    database: Database, database_url: str, clock: Clock
) -> None:
    async with database.store.transaction(TENANT) as tx:
        for number in range(ROUNDS):
            bare = an_integration(clock(), f"No. {number}")
            await tx.add(confirmed(await offering(tx, bare, a_secret(), clock()), clock()), by="UADA")

    async with _others(database_url, "rotating") as others:
        await _all_open(others)
        for number in range(ROUNDS):
            said = await _race(others, f"No. {number}")
            assert sorted(said) in (["overtaken by U0", "won"], ["overtaken by U1", "won"])
            assert f"overtaken by U{said.index('won')}" in said

    async with database.store.reading(TENANT) as reading:
        for number in range(ROUNDS):
            integration = await reading.named(f"No. {number}")
            assert integration.generation == 2
            assert [token.state for token in integration.tokens] == [State.CURRENT, State.OFFERED]
    assert [each.flaw for each in await database.audit.verify()] == [None]


async def test_two_couriers_never_take_the_same_notice(database: Database, database_url: str) -> None:
    async with database.store.transaction(TENANT) as tx:
        for number in range(60):
            await tx.say(Notice(kind=Kind.NOW_YOURS, to=f"U{number}", integration_id="i1"))

    async with _others(database_url, "claiming") as others:
        await _all_open(others)
        said = [words for _ in range(6) for words in await _race(others, "claim")]
    ids = [each for words in said for each in words.split(",") if each]
    assert len(ids) == len(set(ids)) == 60


async def test_a_replayed_request_is_new_to_one_process_only(database: Database, database_url: str) -> None:
    async with _others(database_url, "remembering") as others:
        await _all_open(others)
        for number in range(ROUNDS):
            assert sorted(await _race(others, str(number + 1))) == ["False", "True"]


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
@pytest.mark.slow
async def test_four_processes_may_migrate_and_open_at_once(kind: str, request: pytest.FixtureRequest) -> None:
    url: str = request.getfixturevalue(f"empty_{kind}_url")
    async with _others(url, "migrating", number=4) as others:
        assert [await other.says() for other in others] == ["ready"] * 4
        for other in others:
            await other.hears("go")
        rings = [await other.says() for other in others]
    assert len(rings[0].split()) == 3
    assert len(set(rings)) == 1
