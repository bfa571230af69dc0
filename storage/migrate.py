"""Bringing a database to the schema of this program. Safe when several processes start at once."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from storage.connections import Connections
from storage.problems import MadeByNewer, NotMigrated

LOCK = "schema"
FOLDER = Path(__file__).parent / "migrations"


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
        return await connection.run_sync(_revision) == _scripts().get_current_head()


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if revision is not None and revision not in {script.revision for script in _scripts().walk_revisions()}:
        raise MadeByNewer(revision)
    return revision


def _upgrade(connection: Connection) -> None:
    # Alembic leaves the transaction to us, so a migration that fails half-way leaves nothing behind.
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config
