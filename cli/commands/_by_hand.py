"""What the commands share that open the database, do one thing and end."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import click

from cli import environment
from cli.logs import configure
from cli.opening import Opened, opened
from cli.running import run
from core.settings import Need

Result = TypeVar("Result")

in_workspace = click.option(
    "--workspace", metavar="ID", help="The workspace (T…), where the database holds several."
)
for_machines = click.option("--json", "as_json", is_flag=True, help="Print JSON, for machines.")


def with_database(work: Callable[[Opened], Awaitable[Result]]) -> Result:
    """Do `work` with the open database. Raises what keeps it from being opened, in a sentence."""
    settings = environment.read({Need.KEY})
    configure("WARNING")

    async def worked() -> Result:
        async with opened(settings, migrating=False) as base:
            return await work(base)

    return run(worked())
