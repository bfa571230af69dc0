"""A disk that is full: a clear sentence, nothing changed, and it goes on by itself once there is room."""

import resource
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url

from sandbox import Person
from tests.databases import Clock
from tests.office import Office, everything, open_office, tokens_seen_by
from tests.proofs.deliveries import settled


@pytest.fixture
async def office(sqlite_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(sqlite_url, clock, tmp_path) as opened:
        yield opened
        assert opened.slack.problems == []


@contextmanager
def no_room(url: str) -> Iterator[None]:
    """No file may grow beyond the write-ahead log's end, and a reader keeps the log from being reused."""
    path = Path(make_url(url).database or "")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM integrations").fetchone()
        end = path.with_name(f"{path.name}-wal").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (end, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def _form(office: Office) -> Person:
    ada = office.ada
    await ada.types("/integrations rotate Billing")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit)
    return ada


async def test_who_rotates_on_a_full_disk_reads_what_is_wrong_and_nothing_changes(office: Office) -> None:
    old = await office.creates(office.ada, "Billing")
    ada = await _form(office)
    before = await office.events("Billing")
    with no_room(office.product.settings.database):
        await ada.submits()
        await settled(office)
        assert "There is no room left on the disk" in everything(ada)
        assert await office.accepts(old), "gateways get their answers"

    assert await office.events("Billing") == before
    assert tokens_seen_by(ada) == []
    await ada.closes()
    new = await office.rotates(ada, "Billing")
    assert await office.accepts(new)
    assert await office.accepts(old)


async def test_a_form_that_cannot_be_opened_on_a_full_disk_says_so(office: Office) -> None:
    await office.creates(office.ada, "Billing")
    with no_room(office.product.settings.database):
        await office.ada.types("/integrations rotate Billing")
        await settled(office)
        assert "There is no room left on the disk" in everything(office.ada)
    await office.ada.closes()
    await _form(office)


async def test_a_saved_token_is_not_forgotten_because_the_disk_was_full(office: Office) -> None:
    """The word of its recipient could not be kept: the message stays, and so does its button."""
    old = await office.creates(office.ada, "Billing")
    new = await office.rotates(office.ada, "Billing")
    with no_room(office.product.settings.database):
        await office.ada.clicks("I saved it")
        await settled(office)
        assert "There is no room left on the disk" in everything(office.ada)
        assert tokens_seen_by(office.ada) == [new]
    await office.ada.clicks("I saved it")
    await settled(office)

    assert tokens_seen_by(office.ada) == []
    assert (await office.events("Billing"))[-1] == "token:confirm"
    assert await office.accepts(old)
