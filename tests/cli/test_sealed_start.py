"""A product that starts on a restored backup says so, and verifies nothing until it is brought up to date."""

import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from cli.commands.unseal import unseal
from cli.opening import opened
from cli.wiring import Product, product
from core.actions.revoke import revoke_all
from core.secret import Secret
from core.setting_values import Bind
from core.settings import Settings
from storage.exports import read_export
from tests.cli.backups import History, copy_file, settings_of
from tests.cli.commands import Latchkey, settings
from tests.cli.filled import Filled
from tests.core.ground import HOME
from tests.databases import Clock

ANY = Bind("127.0.0.1", 0)


@pytest.fixture
async def history(sqlite_url: str, tmp_path: Path, clock: Clock) -> History:
    """Its last deed was to revoke what the backup has as a working token."""
    made = History(sqlite_url, tmp_path / "data", clock)
    await made.begin()
    copy_file(sqlite_url, 0)
    async with made.open() as (base, _):
        await revoke_all(base.tools, HOME, "Busy 0")
    return made


@pytest.fixture
def restored(history: History) -> Settings:
    backup = history.url.replace("latchkey.db", "backup-0.db")
    return replace(settings_of(backup, history.folder), api_bind=ANY, metrics_bind=ANY)


@pytest.fixture
async def web() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def answer(web: aiohttp.ClientSession, running: Product, history: History, token: Secret) -> object:
    """What a gateway hears of a token: yes, no, or the status that says neither."""
    ready = await web.get(f"{running.api_url}/readyz")
    proof = {"Authorization": aiohttp.encode_basic_auth("edge", history.gateways[0].reveal())}
    asked = await web.post(f"{running.api_url}/v1/introspect", data={"token": token.reveal()}, headers=proof)
    assert ready.status == asked.status
    return (await asked.json())["active"] if asked.status == 200 else asked.status


async def test_it_is_neither_ready_nor_verifying_until_the_revocations_are_replayed(
    history: History, restored: Settings, web: aiohttp.ClientSession
) -> None:
    untouched, _, revoked, *_ = history.hand.tokens
    async with product(restored, now=history.clock, parts={"api"}) as running:
        assert [await answer(web, running, history, token) for token in (untouched, revoked)] == [503, 503]
    async with opened(restored, now=history.clock) as base:
        await unseal(base, read_export(await history.export()))
    async with product(restored, now=history.clock, parts={"api"}) as running:
        assert [await answer(web, running, history, token) for token in (untouched, revoked)] == [True, False]


async def test_a_running_product_goes_on_as_soon_as_they_are(
    history: History, restored: Settings, web: aiohttp.ClientSession
) -> None:
    untouched, _, revoked, *_ = history.hand.tokens
    async with product(restored, now=history.clock, parts={"api"}) as running:
        assert await answer(web, running, history, untouched) == 503
        async with opened(restored, now=history.clock) as base:
            await unseal(base, read_export(await history.export()))
        assert [await answer(web, running, history, token) for token in (untouched, revoked)] == [True, False]


async def test_the_same_database_started_again_is_not_sealed(
    history: History, web: aiohttp.ClientSession
) -> None:
    present = replace(settings_of(history.url, history.folder), api_bind=ANY, metrics_bind=ANY)
    for _ in range(2):
        async with product(present, now=history.clock, parts={"api"}) as running:
            assert await answer(web, running, history, history.hand.tokens[0]) is True


async def test_a_new_database_in_the_place_of_an_old_one_is_not_sealed(
    history: History, empty_sqlite_url: str
) -> None:
    new = replace(settings_of(empty_sqlite_url, history.folder), api_bind=ANY, metrics_bind=ANY)
    for _ in range(2):
        async with product(new, now=history.clock, parts={"api"}) as running:
            assert not await running.database.seal.is_closed()
            await running.database.keys.rotate()


# --- by hand


def _backup(filled: Filled) -> Path:
    copy = filled.folder / "backup.db"
    shutil.copy(filled.folder / "latchkey.db", copy)
    return copy


def test_an_operator_restores_a_backup(latchkey: Latchkey, filled: Filled, tmp_path: Path) -> None:
    backup = _backup(filled)
    latchkey("revoke", "Billing sync", **settings(filled.folder))
    export = tmp_path / "export.jsonl"
    export.write_text(latchkey("audit", "export", **settings(filled.folder)).out)
    for leftover in filled.folder.glob("latchkey.db*"):
        leftover.unlink()
    backup.rename(filled.folder / "latchkey.db")
    assert filled.accepts(), "the backup has forgotten it"

    ended = latchkey("unseal", "--replay", str(export), **settings(filled.folder))
    assert (ended.code, "“Billing sync”: tokens ended." in ended.out) == (0, True)
    assert not filled.accepts()
    assert latchkey("audit", "verify", **settings(filled.folder)).code == 0
    assert (filled.folder / "audit-heads.before-replay.json").exists()


@pytest.mark.parametrize("text", ["", "{}\n", "junk\n", '{"heads": [], "epoch": "x"}\n'])
def test_what_is_no_export_is_refused(latchkey: Latchkey, filled: Filled, tmp_path: Path, text: str) -> None:
    (tmp_path / "export.jsonl").write_text(text)
    ended = latchkey("unseal", "--replay", str(tmp_path / "export.jsonl"), **settings(filled.folder))
    assert (ended.code, ended.out) == (1, "")
    assert "is no whole jsonl export" in ended.err
    assert filled.accepts()


@pytest.mark.parametrize("missing", [0, 1])
def test_an_export_with_a_line_missing_is_refused(
    latchkey: Latchkey, filled: Filled, tmp_path: Path, missing: int
) -> None:
    lines = latchkey("audit", "export", **settings(filled.folder)).out.splitlines()
    assert "heads" in json.loads(lines[-1])
    del lines[missing]
    (tmp_path / "export.jsonl").write_text("\n".join(lines))
    ended = latchkey("unseal", "--replay", str(tmp_path / "export.jsonl"), **settings(filled.folder))
    assert (ended.code, "is no whole jsonl export" in ended.err) == (1, True)
