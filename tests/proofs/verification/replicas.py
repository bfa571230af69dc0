"""Real `latchkey api` processes, all on one database."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from tests.cli.commands import settings
from tests.cli.processes import FREE_PORTS, started


@asynccontextmanager
async def replicas(folder: Path, databases: Sequence[str]) -> AsyncIterator[list[str]]:
    """One for each address of the database. Gives the addresses of their doors."""
    async with AsyncExitStack() as stack:
        processes = [
            await stack.enter_async_context(
                started(folder, "api", given={**settings(folder), **FREE_PORTS, "DATABASE_URL": database})
            )
            for database in databases
        ]
        yield [(await process.logs("serving"))["api"] for process in processes]
