"""Open incidents are looked after: evidence, reminders of what is to do, the 72 hours, reviews."""

from dataclasses import replace
from datetime import datetime

from core.actions.watch_incidents import incidents_to_watch, watch_incidents
from jobs.job import Deps, Report


async def watching_incidents(deps: Deps, now: datetime) -> Report:
    return Report(await watch_incidents(replace(deps.tools, now=lambda: now)))


async def incidents_due(deps: Deps, now: datetime) -> Report:
    return Report({"to bring up to date": await incidents_to_watch(replace(deps.tools, now=lambda: now))})
