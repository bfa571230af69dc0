"""A database that an earlier version filled goes on as it was after an upgrade."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from storage.connections import Connections
from storage.database import Database, migrate
from storage.engine import address
from storage.master import MasterKey
from storage.migrate import FOLDER
from tests.databases import MASTER, Clock

TENANT = "T1"
FIRST = (
    "INSERT INTO integrations (tenant, id, name, name_key, description, scopes, owner, storage_note, period,"
    " generation, created_at, created_by, changed_at, changed_by, next_version, has_current)"
    " VALUES ('T1', 'integration-1', 'Billing', 'billing', '', '[\"read\"]', 'UOWNER', '', 7776000,"
    " 3, '2027-03-01 09:30:00', 'UADA', '2027-03-01 09:30:00', 'UADA', 1, false)"
)


def _first_version(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, "0001")
    connection.execute(text(FIRST))
    connection.execute(text("UPDATE epoch SET value = 41"))


async def test_what_the_first_version_wrote_is_still_there(empty_url: str, clock: Clock) -> None:
    connections = Connections(address(empty_url))
    async with connections.writing() as connection:
        await connection.run_sync(_first_version)
    await connections.close()

    await migrate(empty_url)
    database = await Database.open(empty_url, MasterKey(MASTER), now=clock)
    freshness = database.freshness()
    await freshness.start()
    async with database.store.reading(TENANT) as reading:
        integration = await reading.integration("integration-1")
        assert (await reading.usage("integration-1")).counts == ()
    assert (integration.name, integration.generation, integration.scopes) == (
        "Billing",
        3,
        frozenset({"read"}),
    )
    assert await database.epoch() > 41
    assert freshness.fresh()
    assert not await database.seal.is_closed()
    await freshness.stop()
    await database.close()
