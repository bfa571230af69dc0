"""Leaks that wait for a person."""

from dataclasses import replace
from datetime import datetime

from core.actions.undecided import ask_again, undecided
from jobs.job import Deps, Report


async def asking_about_leaks(deps: Deps, now: datetime) -> Report:
    if deps.tenant is None:
        return Report()
    return Report({"asked": await ask_again(replace(deps.tools, now=lambda: now), deps.tenant)})


async def leaks_due(deps: Deps, now: datetime) -> Report:
    tools = replace(deps.tools, now=lambda: now)
    return Report({"to ask about": sum([await undecided(tools, each) for each in await deps.tenants()])})
