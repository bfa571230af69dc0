"""Open incidents are looked after: evidence, reminders of what is to do, the 72 hours, reviews."""

from datetime import datetime

from core.actions.watch_incidents import watch_incidents
from jobs.job import Deps, Report
from jobs.sweeping import Sweep


async def watching_incidents(deps: Deps, now: datetime) -> Report:
    sweep = Sweep(deps, now)
    return sweep.report(await watch_incidents(sweep.tools))
