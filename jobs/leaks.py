"""Leaks that wait for a person."""

from datetime import datetime

from core.actions.undecided import ask_again, undecided
from jobs.job import Deps, Report


async def asking_about_leaks(deps: Deps, now: datetime) -> Report:
    if deps.tenant is None:
        return Report()
    return Report({"asked": await ask_again(deps.as_of(now), deps.tenant)})


async def leaks_due(deps: Deps, now: datetime) -> Report:
    tools = deps.as_of(now)
    return Report({"to ask about": sum([await undecided(tools, each) for each in await deps.tenants()])})
