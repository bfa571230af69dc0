"""Which workspace a command is about."""

from cli.problems import Cannot
from core.audit import SYSTEM
from storage.database import Database


async def known(database: Database) -> list[str]:
    """Every workspace that ever changed anything; the service's own record is none."""
    return [tenant for tenant in await database.audit.tenants() if tenant != SYSTEM]


async def chosen(database: Database, named: str | None) -> str:
    """The one that was named, or the only one there is. Raises `Cannot`."""
    there = await known(database)
    if named and named not in there:
        raise Cannot(f"The workspace {named} is not in this database. {_list(there)}")
    if not named and len(there) != 1:
        raise Cannot(f"{_list(there)}{' Name one with --workspace.' if there else ''}")
    return named or there[0]


def _list(there: list[str]) -> str:
    if not there:
        return "No workspace has anything in this database yet."
    return f"It holds the workspace{'s' if len(there) > 1 else ''} {', '.join(there)}."
