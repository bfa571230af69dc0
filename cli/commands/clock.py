"""`latchkey clock`: the part of `run` that looks what is due."""

from collections.abc import Sequence

import click

from cli import environment
from cli.commands._servers import serve
from cli.logs import configure
from cli.parts import Part
from cli.running import run
from core.settings import Need, Settings
from jobs.job import Report


@click.command
@click.option("--once", is_flag=True, help="Run every job once, say what they did, and end.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
def command(*, once: bool, dry_run: bool) -> None:
    """Run only the jobs. Several may run at once: each row is done by one of them."""
    if not once and not dry_run:
        serve({Part.CLOCK})
        return
    settings = environment.read({Need.KEY} if dry_run else {Need.KEY, Need.SPEAK})
    configure("WARNING")
    for name, report in run(_once(settings, dry=dry_run)):
        click.echo(f"{name}: {report}")


async def _once(settings: Settings, *, dry: bool) -> Sequence[tuple[str, Report]]:
    from cli.wiring import jobs_at_hand  # noqa: PLC0415 - it loads Slack's libraries
    from jobs.schedule import run_once  # noqa: PLC0415

    async with jobs_at_hand(settings, dry=dry) as deps:
        return await run_once(deps, deps.tools.now(), dry=dry)
