"""Tokens that were confirmed before there were reminders are reminded of all the same."""

from datetime import UTC, datetime, timedelta

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from core.actions.remind import LEASE
from core.reminders.stages import first
from storage.connections import Connections
from storage.database import migrate
from storage.engine import address
from storage.migrate import FOLDER
from storage.reminder_queue import ReminderQueue

TENANT = "T1"
CONFIRMED = datetime(2027, 2, 1, 9, 30, tzinfo=UTC)
PERIODS = (30, 60, 90, 365)
KEY = (
    "INSERT INTO keys (id, purpose, ring, wrapped, created_at)"
    " VALUES ('key', 'pepper', 0, 'wrapped', '2027-02-01 09:30:00')"
)
INTEGRATION = (
    "INSERT INTO integrations (tenant, id, name, name_key, description, scopes, owner, storage_note, period,"
    " generation, created_at, created_by, changed_at, changed_by, next_version, has_current, due_at)"
    " VALUES ('T1', :id, :id, :id, '', '[]', 'UOWNER', '', :seconds, 3, :now, 'U', :now, 'U', 2, true, :due)"
)
TOKEN = (
    "INSERT INTO tokens (tenant, id, integration_id, version, digest, key_id, last_four, state, recipient,"
    " minted_at, minted_by, overlap, confirmed_at, proof)"
    " VALUES ('T1', :token, :id, 1, :digest, 'key', 'abcd', 'current', 'U', :now, 'U', 'week', :now, 'saved')"
)


def an_earlier_version(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, "0003")
    connection.execute(text(KEY))
    stamp = "%Y-%m-%d %H:%M:%S+00" if connection.dialect.name == "postgresql" else "%Y-%m-%d %H:%M:%S.000000"
    for period in PERIODS:
        times = {
            "now": CONFIRMED.strftime(stamp),
            "due": (CONFIRMED + timedelta(days=period)).strftime(stamp),
        }
        values = {"id": f"every {period}", "token": f"token {period}", "seconds": period * 86400, **times}
        connection.execute(text(INTEGRATION), values)
        connection.execute(text(TOKEN), {**values, "digest": bytes([period % 256]) * 32})


@pytest.fixture
async def upgraded_url(empty_url: str) -> str:
    connections = Connections(address(empty_url))
    async with connections.writing() as connection:
        await connection.run_sync(an_earlier_version)
    await connections.close()
    await migrate(empty_url)
    return empty_url


async def test_each_current_token_waits_for_its_first_stage(upgraded_url: str) -> None:
    connections = Connections(address(upgraded_url))
    (mine,) = await ReminderQueue(connections).claim(CONFIRMED, lease=LEASE, people=5, tenant=TENANT)
    await connections.close()
    assert {each.integration_id: (each.stage, each.due_at) for each in mine} == {
        f"every {period}": (first(timedelta(days=period)), CONFIRMED + timedelta(days=period))
        for period in PERIODS
    }
