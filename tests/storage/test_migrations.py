"""The schema's steps and the tables of the program say the same, and no step loses anything."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from core.audit import Event
from storage.connections import Connections
from storage.database import Database, migrate
from storage.engine import address
from storage.migrate import FOLDER, revisions
from storage.tables import metadata
from tests.databases import Clock
from tests.storage.making import TENANT, a_secret, an_integration, offering


async def test_an_empty_database_gets_all_tables(empty_url: str) -> None:
    await migrate(empty_url)
    connections = Connections(address(empty_url))
    async with connections.reading() as connection:
        found = await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))
    await connections.close()
    assert found == {*metadata.tables, "alembic_version"}


async def test_migrating_again_changes_nothing(database: Database, database_url: str, clock: Clock) -> None:
    async with database.store.transaction(TENANT) as tx:
        integration = await offering(tx, an_integration(clock()), a_secret(1), clock())
        await tx.add(integration, by="UADA")
        await tx.save(replace(integration, description="New"), Event.INTEGRATION_EDIT, by="UADA")
    before = [line async for line in database.audit.json_lines()]

    await migrate(database_url)
    assert [line async for line in database.audit.json_lines()] == before
    assert await database.store.find(a_secret(1))


async def test_autogenerate_finds_nothing_to_do(database_url: str) -> None:
    def differences(connection: Connection) -> list[Any]:
        options = {"compare_type": True, "compare_server_default": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))

    connections = Connections(address(database_url))
    async with connections.reading() as connection:
        assert await connection.run_sync(differences) == []
    await connections.close()


SCHEMA = {
    "sqlite": "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'alembic%'"
    " AND tbl_name NOT LIKE 'alembic%' ORDER BY type, name",
    "postgresql": """
        SELECT 'constraint', conname, conrelid::regclass::text, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT 'index', indexname, tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT 'column', column_name, table_name,
            concat_ws(' ', data_type, collation_name, is_nullable, column_default)
        FROM information_schema.columns WHERE table_schema = 'public'
        ORDER BY 1, 2, 3
    """,
}


@pytest.fixture(params=["sqlite", "postgres"])
def empty_and_migrated(request: pytest.FixtureRequest) -> tuple[str, str]:
    kind = request.param
    return request.getfixturevalue(f"empty_{kind}_url"), request.getfixturevalue(f"{kind}_url")


async def test_the_steps_lead_to_exactly_the_tables_of_the_program(
    empty_and_migrated: tuple[str, str],
) -> None:
    """Finer than autogenerate: conditions of indexes, checks, collations."""
    made, migrated = (Connections(address(url)) for url in empty_and_migrated)
    async with made.writing() as connection:
        await connection.run_sync(metadata.create_all)
    async with made.reading() as one, migrated.reading() as other:
        assert await _schema(one) == await _schema(other)
    await made.close()
    await migrated.close()


async def _schema(connection: AsyncConnection) -> list[tuple[str, str, str, list[str]]]:
    """Every statement as its clauses, whose order says nothing."""
    rows = await connection.execute(text(SCHEMA[connection.dialect.name]))
    return [
        (kind, name, table, sorted(" ".join(sql.split()).removesuffix(" )").split(", ")))
        for kind, name, table, sql in rows
        if table != "alembic_version" and sql is not None
    ]


async def test_a_step_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'half.db'}"
    steps = Path(__file__).parents[2] / "storage/migrations"
    broken = tmp_path / "migrations"
    (broken / "versions").mkdir(parents=True)
    for file in ("env.py", "versions/0001_first.py"):
        (broken / file).write_text((steps / file).read_text())
    (broken / "versions/0002_broken.py").write_text(
        'from alembic import op\nrevision, down_revision = "0002", "0001"\n\n\n'
        'def upgrade():\n    op.execute("CREATE TABLE half (x)")\n    raise LookupError("half-way")\n'
    )
    monkeypatch.setattr("storage.migrate.FOLDER", broken)
    with pytest.raises(LookupError, match="half-way"):
        await migrate(url)

    connections = Connections(address(url))
    async with connections.reading() as connection:
        assert await connection.run_sync(lambda sync: inspect(sync).get_table_names()) == []
    await connections.close()


def test_the_revisions_are_read_as_alembic_reads_them() -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    scripts = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]

    assert revisions() == scripts[::-1]
