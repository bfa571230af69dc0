"""Bringing a database to the schema of this program. Safe when several processes start at once.

Alembic is imported only when there is something to migrate: it costs a fifth of a start.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from storage.connections import Connections
from storage.problems import MadeByNewer, NotMigrated

LOCK = "schema"
FOLDER = Path(__file__).parent / "migrations"


def revisions() -> list[str]:
    """Oldest first. Every file is named after its revision; a test holds this against Alembic's reading."""
    return sorted(script.name.partition("_")[0] for script in (FOLDER / "versions").glob("[0-9]*_*.py"))


async def migrate(connections: Connections) -> None:
    """Raises `MadeByNewer`. The slower of two processes waits and then finds nothing to do."""
    if not await _is_newest(connections):
        async with connections.writing(LOCK) as connection:
            await connection.run_sync(_upgrade)


async def check(connections: Connections) -> None:
    """Raises `NotMigrated` or `MadeByNewer`."""
    if not await _is_newest(connections):
        raise NotMigrated


async def _is_newest(connections: Connections) -> bool:
    """Reads only: a database on a full disk can still be opened."""
    async with connections.reading() as connection:
        return await connection.run_sync(_revision) == revisions()[-1]


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if revision is not None and revision not in revisions():
        raise MadeByNewer(revision)
    return revision


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    # Alembic leaves the transaction to us, so a migration that fails half-way leaves nothing behind.
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
