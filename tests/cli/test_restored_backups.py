"""A restored backup answers nothing until it was brought up to date, and then revives nothing."""

import shutil
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli.commands.unseal import unseal
from cli.epoch_mark import EpochMark
from cli.opening import Opened, opened
from cli.problems import Cannot
from cli.sealing import seal_if_older
from core.refusals import Sealed
from core.secret import Secret
from storage.exports import read_export
from tests.cli.backups import Copy, History, copier, copy_file, settings_of
from tests.databases import Clock

pytestmark = pytest.mark.slow

STEPS = 20


@dataclass
class Past:
    """What happened, the backups that were made meanwhile, and what is so in the end."""

    history: History
    untouched: Secret
    backups: list[str]
    export: list[str]
    working: dict[str, frozenset[str]]
    """Tokens that work in the end, with what they may do."""
    admitted: set[str]

    @asynccontextmanager
    async def restored(self, number: int, *, forgetful: bool = False) -> AsyncIterator[Opened]:
        """A backup, started as the product does. The data folder knows what it has forgotten."""
        folder = self.history.folder.with_name(f"restored-{number}")
        if not forgetful:
            shutil.copytree(self.history.folder, folder)
        async with opened(settings_of(self.backups[number], folder), now=self.history.clock) as base:
            await seal_if_older(base)
            yield base


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> tuple[str, Copy]:
    """Where it is, and how a backup of it is made: on SQLite, unless a test asks for both."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return request.getfixturevalue("sqlite_url"), copy_file
    return request.getfixturevalue("postgres_url"), copier(request.getfixturevalue("postgres"))


@pytest.fixture
async def past(kind: tuple[str, Copy], tmp_path: Path, clock: Clock) -> Past:
    url, copy = kind
    history = History(url, tmp_path / "data", clock)
    untouched = await history.begin()
    backups = []
    for number in range(STEPS):
        backups.append(copy(url, number))
        await history.step()
        if number == STEPS // 2:
            await history.narrow()
    async with history.open() as (base, _):
        working, admitted = await verifying(base, history)
    return Past(history, untouched, backups, await history.export(), working, admitted)


async def verifying(base: Opened, history: History) -> tuple[dict[str, frozenset[str]], set[str]]:
    """All tokens and gateways there ever were that would get a yes."""
    tokens, gateways = {}, set()
    for secret in history.hand.tokens:
        known = await base.database.ledger.known(secret)
        if known is not None and known.active(history.clock()):
            tokens[secret.reveal()] = known.scopes
    for secret in history.gateways:
        for name in ("edge", "inner"):
            if await base.database.gateways.by_credential(name, secret):
                gateways.add(secret.reveal())
    return tokens, gateways


@pytest.mark.parametrize("kind", ["sqlite", "postgres"], indirect=True)
async def test_of_twenty_restored_backups_none_revives_a_token(past: Past) -> None:
    export = read_export(past.export)
    for number in range(STEPS):
        async with past.restored(number) as base:
            with pytest.raises(Sealed):
                await base.database.ledger.known(past.untouched)
            await unseal(base, export)
            tokens, gateways = await verifying(base, past.history)
            assert tokens.keys() - past.working.keys() == set(), f"revived by backup {number}"
            assert gateways - past.admitted == set(), f"revived by backup {number}"
            assert all(scopes <= past.working[token] for token, scopes in tokens.items())
            assert past.untouched.reveal() in tokens, "and nobody else is harmed"
            assert [each.flaw for each in await base.database.audit.verify()] == [None, None]


async def test_without_the_seal_most_of_them_would(past: Past) -> None:
    """The test above has something to find."""
    reviving = 0
    for number in range(STEPS):
        async with past.restored(number, forgetful=True) as base:
            tokens, _ = await verifying(base, past.history)
            reviving += bool(tokens.keys() - past.working.keys())
    assert reviving > STEPS / 2


async def test_a_database_that_was_brought_up_to_date_stays_open(past: Past) -> None:
    async with past.restored(5) as base:
        await unseal(base, read_export(past.export))
        await seal_if_older(base)
        assert not await base.database.seal.is_closed()
        assert await base.database.epoch() > EpochMark(past.history.folder).known()
        again = await unseal(base, read_export(past.export))
        assert again == [], "twice does no harm"


async def test_other_processes_are_sealed_and_opened_with_it(past: Past) -> None:
    async with past.restored(5) as base:
        freshness = base.database.freshness()
        await freshness.start()
        assert (freshness.sealed, freshness.fresh()) == (True, False)
        await unseal(base, read_export(past.export))
        await freshness.stop()
        later = base.database.freshness()
        await later.start()
        assert (later.sealed, later.fresh()) == (False, True)
        await later.stop()


async def test_what_was_done_while_it_was_sealed_is_no_gap(past: Past) -> None:
    async with past.restored(15) as base:
        for _ in range(30):
            await base.database.keys.rotate()
        assert await base.database.epoch() > EpochMark(past.history.folder).known()
        await seal_if_older(base)
        await unseal(base, read_export(past.export))
        assert not await base.database.seal.is_closed()


# --- exports that prove nothing


async def test_an_export_that_ends_too_early_is_refused(past: Past) -> None:
    early = await _export_of(past, 15)
    async with past.restored(5) as base:
        with pytest.raises(Cannot, match="a token revoked in between would live again"):
            await unseal(base, read_export(early))
        assert await base.database.seal.is_closed()
        await unseal(base, read_export(early), accept_gap=True)
        assert not await base.database.seal.is_closed()


async def test_an_export_that_was_changed_is_refused(past: Past) -> None:
    revocation = next(
        n for n, line in enumerate(past.export) if '"ended"' in line and n > len(past.export) / 2
    )
    changed = [*past.export]
    changed[revocation] = changed[revocation].replace('"ended"', '"kept"')
    async with past.restored(0) as base:
        with pytest.raises(Cannot, match="The export was changed, at entry"):
            await unseal(base, read_export(changed))
        assert await base.database.seal.is_closed()


async def test_an_export_of_another_database_is_refused(
    past: Past, empty_sqlite_url: str, tmp_path: Path, clock: Clock
) -> None:
    other = History(empty_sqlite_url, tmp_path / "other", clock)
    await other.begin()
    for _ in range(STEPS):
        await other.step()
    async with past.restored(5) as base:
        with pytest.raises(Cannot, match="is not the past of this database"):
            await unseal(base, read_export(await other.export()), accept_gap=True)
        assert await base.database.seal.is_closed()


async def _export_of(past: Past, number: int) -> Iterable[str]:
    folder = past.history.folder.with_name("nowhere")
    async with opened(settings_of(past.backups[number], folder), now=past.history.clock) as base:
        return [line async for line in base.database.audit.json_lines()]
