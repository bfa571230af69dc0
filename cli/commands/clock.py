"""`latchkey clock`: the part of `run` that looks what is due."""

import json
import sys
from collections.abc import Sequence

import click

from cli import environment
from cli.commands._by_hand import for_machines
from cli.commands._servers import serve
from cli.logs import configure
from cli.parts import Part
from cli.running import run
from core.settings import Need, Settings
from jobs.by_hand import Ran, each_once
from jobs.schedule import JOBS


@click.command
@click.option("--once", is_flag=True, help="Run every job once, say what they did, and end.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done, and what would be said to whom.")
@for_machines
def command(*, once: bool, dry_run: bool, as_json: bool) -> None:
    """Run only the jobs. Several may run at once: each row is done by one of them.

    With --once the exit status is 1 if a job failed; the others are run all the same.
    """
    if not once and not dry_run:
        serve({Part.CLOCK})
        return
    settings = environment.read({Need.KEY} if dry_run else {Need.KEY, Need.SPEAK})
    configure("WARNING")
    ran = run(_once(settings, dry=dry_run, at_once=not (as_json or sys.stderr.isatty())))
    if as_json:
        click.echo(json.dumps([_plain(each) for each in ran], indent=1))
    elif sys.stderr.isatty():
        for each in ran:
            _say(each)
    sys.exit(any(each.problem for each in ran))


async def _once(settings: Settings, *, dry: bool, at_once: bool) -> Sequence[Ran]:
    """With a bar for whoever watches; where nobody does, it draws nothing, and each is said `at_once`."""
    from cli.wiring import jobs_at_hand  # noqa: PLC0415 - it loads Slack's libraries

    ran = []
    async with jobs_at_hand(settings, dry=dry) as deps:
        with click.progressbar(length=len(JOBS), file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
            async for each in each_once(deps, dry=dry):
                ran.append(each)
                bar.update(1)
                if at_once:
                    _say(each)
    return ran


def _say(ran: Ran) -> None:
    click.echo(str(ran))
    for item in ran.report.items:
        click.echo(f"  {item['integration'] or item['workspace']}: {item['what']}, to {item['to']}")


def _plain(ran: Ran) -> dict[str, object]:
    counts, items = dict(ran.report.counts), list(ran.report.items)
    return {"job": ran.name, "counts": counts, "items": items, "problem": ran.problem or None}
