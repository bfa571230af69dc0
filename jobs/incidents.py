"""Open incidents are looked after: evidence, reminders of what is to do, the 72 hours, reviews."""

from datetime import datetime

from core.actions.watch_incidents import incidents_to_watch, watch_incidents
from jobs.job import Deps, Report
from jobs.sweeping import Run


async def watching_incidents(deps: Deps, now: datetime) -> Report:
    run = Run(deps, now)
    return run.report(await watch_incidents(run.tools))


async def incidents_due(deps: Deps, now: datetime) -> Report:
    run = Run(deps, now)
    return run.report({"to bring up to date": await incidents_to_watch(run.tools)})
