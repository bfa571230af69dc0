"""Bringing a database to the schema of this program. Safe when several processes start at once."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from storage.connections import Connections
from storage.problems import MadeByNewer, NotMigrated

LOCK = "schema"
_CONFIG = Config()
_CONFIG.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))


def newest() -> str:
    """The schema this program needs."""
    return ScriptDirectory.from_config(_CONFIG).get_current_head() or ""


async def migrate(connections: Connections) -> None:
    """Raises `MadeByNewer`. The slower of two processes waits and then finds nothing to do."""
    async with connections.writing(LOCK) as connection:
        await connection.run_sync(_upgrade)


async def check(connections: Connections) -> None:
    """Raises `NotMigrated` or `MadeByNewer`."""
    async with connections.reading() as connection:
        if await connection.run_sync(_known_revision) != newest():
            raise NotMigrated


def _known_revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    known = {script.revision for script in ScriptDirectory.from_config(_CONFIG).walk_revisions()}
    if revision is not None and revision not in known:
        raise MadeByNewer(revision)
    return revision


def _upgrade(connection: Connection) -> None:
    if _known_revision(connection) == newest():
        return
    _CONFIG.attributes["connection"] = connection
    try:
        command.upgrade(_CONFIG, "head")
    finally:
        del _CONFIG.attributes["connection"]
